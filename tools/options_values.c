/* SPDX-License-Identifier: MIT */
/* The values of options: what they may be, and what they are. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "messages.h"
#include "options.h"

/* ---- values */

/* A whole number and what follows it. */
static bool take_number(const char *text, uint64_t *out, const char **rest)
{
    if (*text < '0' || *text > '9')
        return false;
    char *end;
    errno = 0;
    *out = strtoull(text, &end, 10);
    *rest = end;
    return errno == 0;
}

static bool take_bytes(const char *text, uint64_t *out)
{
    static const char units[] = "KMG";
    const char *rest;
    if (!take_number(text, out, &rest))
        return false;
    if (!*rest)
        return true;
    char letter = *rest >= 'a' ? (char)(*rest - 'a' + 'A') : *rest;
    const char *unit = strchr(units, letter);
    if (!unit || rest[1])
        return false;
    unsigned shift = 10 * (unsigned)(unit - units + 1);
    if (*out > UINT64_MAX >> shift)
        return false;
    *out <<= shift;
    return true;
}

#define SECONDS_MAX 1e6 /* eleven days; keeps milliseconds in 32 bits */

/* Digits with at most one point between or around them; strtod() reads more and by locale. */
static bool take_seconds(const char *text, double *out)
{
    double value = 0, place = 1;
    bool seen_point = false, seen_digit = false;
    for (; *text; text++) {
        if (*text == '.' && !seen_point) {
            seen_point = true;
            continue;
        }
        if (*text < '0' || *text > '9')
            return false;
        seen_digit = true;
        if (seen_point)
            place /= 10;
        value = seen_point ? value + (*text - '0') * place : value * 10 + (*text - '0');
    }
    *out = value;
    return seen_digit && value <= SECONDS_MAX;
}

static bool is_choice(const char *choices, const char *value)
{
    size_t len = strlen(value);
    for (const char *p = choices; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL) {
        if (strncmp(p, value, len) == 0 && (p[len] == '|' || !p[len]))
            return len > 0;
    }
    return false;
}

bool options_check(const option_row *row, const char *value)
{
    uint64_t number;
    double seconds;
    const char *rest;
    switch (row->kind) {
    case OPTION_NUMBER:
        if (take_number(value, &number, &rest) && !*rest && number >= row->least)
            return true;
        messages_error(SAY("--%s 需要一个不小于 %llu 的整数，而不是“%s”",
                           "--%s takes a whole number from %llu up, not \"%s\""),
                       row->name, (unsigned long long)row->least, value);
        return false;
    case OPTION_SECONDS:
        if (take_seconds(value, &seconds))
            return true;
        messages_error(SAY("--%s 需要秒数，而不是“%s”", "--%s takes seconds, not \"%s\""),
                       row->name, value);
        return false;
    case OPTION_BYTES:
        if (take_bytes(value, &number))
            return true;
        messages_error(SAY("--%s 需要字节数（如 512M、2G），而不是“%s”",
                           "--%s takes bytes, such as 512M or 2G, not \"%s\""),
                       row->name, value);
        return false;
    case OPTION_CHOICE:
        if (is_choice(row->argument, value))
            return true;
        messages_error(SAY("--%s 只能是 %s，而不是“%s”", "--%s takes %s, not \"%s\""), row->name,
                       row->argument, value);
        return false;
    default:
        return true;
    }
}

/* ---- looking at values */

bool options_has(const options *given, option_id id)
{
    return given->values[id] != NULL;
}

const char *options_text(const options *given, option_id id, const char *otherwise)
{
    return given->values[id] ? given->values[id] : otherwise;
}

uint64_t options_number(const options *given, option_id id, uint64_t otherwise)
{
    uint64_t number;
    return given->values[id] && take_bytes(given->values[id], &number) ? number : otherwise;
}

uint32_t options_milliseconds(const options *given, option_id id, uint32_t otherwise)
{
    double seconds;
    if (!given->values[id] || !take_seconds(given->values[id], &seconds))
        return otherwise;
    return (uint32_t)(seconds * 1000 + 0.5);
}

bool options_is(const options *given, option_id id, const char *word)
{
    return given->values[id] && strcmp(given->values[id], word) == 0;
}
