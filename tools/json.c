/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <inttypes.h>
#include <string.h>

#include "width.h"

json_writer json_begin(FILE *out)
{
    return (json_writer){.out = out};
}

void json_end(json_writer *json)
{
    putc('\n', json->out);
    json->follows = false;
}

/* Bytes from `at` on that stand in a JSON string as they are. */
static size_t plain_length(const char *at, size_t len)
{
    size_t i = 0;
    while (i < len) {
        unsigned char c = (unsigned char)at[i];
        if (c < 0x20 || c == '"' || c == '\\')
            break;
        if (c < 0x80) {
            i++;
            continue;
        }
        width_char wide = width_take(at + i, len - i);
        if (wide.len == 1)
            break; /* malformed */
        i += wide.len;
    }
    return i;
}

static void escape(FILE *out, unsigned char c)
{
    static const char escaped[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char *found = c ? strchr(escaped, c) : NULL;
    if (found)
        fprintf(out, "\\%c", letters[found - escaped]);
    else if (c < 0x20)
        fprintf(out, "\\u%04x", c);
    else
        fputs("\xef\xbf\xbd", out);
}

static void quote(FILE *out, faq_str text)
{
    putc('"', out);
    for (size_t i = 0; i < text.len;) {
        size_t plain = plain_length(text.at + i, text.len - i);
        fwrite(text.at + i, 1, plain, out);
        i += plain;
        if (i < text.len)
            escape(out, (unsigned char)text.at[i++]);
    }
    putc('"', out);
}

static void lead(json_writer *json, const char *name)
{
    if (json->follows)
        putc(',', json->out);
    if (name)
        fprintf(json->out, "\"%s\":", name);
    json->follows = true;
}

void json_open(json_writer *json, const char *name, char bracket)
{
    lead(json, name);
    putc(bracket, json->out);
    json->follows = false;
}

void json_close(json_writer *json, char bracket)
{
    putc(bracket, json->out);
    json->follows = true;
}

void json_text(json_writer *json, const char *name, faq_str text)
{
    lead(json, name);
    quote(json->out, text);
}

void json_number(json_writer *json, const char *name, uint64_t number)
{
    lead(json, name);
    fprintf(json->out, "%" PRIu64, number);
}

void json_integer(json_writer *json, const char *name, int64_t number)
{
    lead(json, name);
    fprintf(json->out, "%" PRId64, number);
}

void json_decimal(json_writer *json, const char *name, double number, int places)
{
    lead(json, name);
    fprintf(json->out, "%.*f", places, number);
}

void json_bool(json_writer *json, const char *name, bool value)
{
    lead(json, name);
    fputs(value ? "true" : "false", json->out);
}

void json_list(json_writer *json, const char *name, faq_list list)
{
    json_open(json, name, '[');
    for (size_t i = 0; i < list.count; i++)
        json_text(json, NULL, list.at[i]);
    json_close(json, ']');
}

void json_ranges(json_writer *json, const char *name, const faq_range *ranges, size_t count)
{
    json_open(json, name, '[');
    for (size_t i = 0; i < count; i++) {
        json_open(json, NULL, '[');
        json_number(json, NULL, ranges[i].start);
        json_number(json, NULL, ranges[i].len);
        json_close(json, ']');
    }
    json_close(json, ']');
}

/* A line break in JSON text stands between its tokens, where a blank does as well. */
void json_raw(json_writer *json, faq_str name, faq_str value)
{
    lead(json, NULL);
    quote(json->out, name);
    putc(':', json->out);
    for (size_t i = 0; i < value.len; i++)
        putc(value.at[i] == '\n' || value.at[i] == '\r' ? ' ' : value.at[i], json->out);
}
