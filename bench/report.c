/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <stdio.h>
#include <string.h>

#define FIRST_WIDTH 30
#define WIDTH 14

static void print_text(size_t i, const char *text)
{
    if (i == 0)
        printf("%-*s", FIRST_WIDTH, text);
    else
        printf(" %*s", WIDTH, text);
}

static void print_cell(size_t i, const json_t *value)
{
    char text[256];
    if (json_is_string(value))
        snprintf(text, sizeof text, "%s", json_string_value(value));
    else if (json_is_integer(value))
        snprintf(text, sizeof text, "%lld", (long long)json_integer_value(value));
    else
        snprintf(text, sizeof text, "%.4g", json_real_value(value));
    print_text(i, text);
}

void bench_report(json_t *line, bool as_json)
{
    static char kind[32];
    if (as_json) {
        json_dumpf(line, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6));
        putchar('\n');
        fflush(stdout);
        json_decref(line);
        return;
    }
    const char *now = json_string_value(json_object_get(line, "bench"));
    const char *name;
    json_t *value;
    size_t i = 0;
    if (strcmp(now, kind) != 0) {
        snprintf(kind, sizeof kind, "%s", now);
        printf("\n%s\n", kind);
        json_object_foreach(line, name, value)
        {
            if (strcmp(name, "bench") != 0)
                print_text(i++, name);
        }
        putchar('\n');
    }
    i = 0;
    json_object_foreach(line, name, value)
    {
        if (strcmp(name, "bench") != 0)
            print_cell(i++, value);
    }
    putchar('\n');
    fflush(stdout);
    json_decref(line);
}
