/* SPDX-License-Identifier: MIT */
#include "ingest/jsontext.h"

#include <stdlib.h>
#include <string.h>

const char *faq_json_skip_blank(const char *at)
{
    while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
        at++;
    return at;
}

static const char *skip_string(const char *at)
{
    for (at++; *at && *at != '"'; at++) {
        if (*at == '\\' && at[1])
            at++;
    }
    return *at ? at + 1 : at;
}

const char *faq_json_skip(const char *at)
{
    size_t depth = 0;
    do {
        if (*at == '"') {
            at = skip_string(at);
        } else if (*at == '{' || *at == '[') {
            depth++;
            at++;
        } else if (*at == '}' || *at == ']') {
            depth--;
            at++;
        } else if (depth && *at) {
            at++;
        } else {
            at += strcspn(at, " \t\r\n,]}");
        }
    } while (depth && *at);
    return at;
}

const char *faq_json_next(const char *at)
{
    at = faq_json_skip_blank(at);
    return faq_json_skip_blank(*at == ',' ? at + 1 : at);
}

const char *faq_json_member(const char *at)
{
    at = faq_json_skip_blank(skip_string(at));
    return faq_json_skip_blank(*at == ':' ? at + 1 : at);
}

faq_str faq_json_compact(faq_str value, faq_arena *arena)
{
    char *out = faq_arena_take(arena, value.len + 1, 1);
    size_t len = 0;
    bool in_string = false;
    for (size_t i = 0; out && i < value.len; i++) {
        char c = value.at[i];
        if (!in_string && (c == ' ' || c == '\t' || c == '\n' || c == '\r'))
            continue;
        out[len++] = c;
        if (c == '"')
            in_string = !in_string;
        else if (c == '\\' && in_string && i + 1 < value.len)
            out[len++] = value.at[++i];
    }
    return (faq_str){out, len};
}

faq_str faq_json_quote(faq_str text, faq_arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    size_t len = 2;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        len += c == '"' || c == '\\' || c == '\n' ? 2 : c < ' ' ? 6 : 1;
    }
    char *out = faq_arena_take(arena, len, 1), *to = out;
    if (!out)
        return (faq_str){NULL, 0};
    *to++ = '"';
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '"' || c == '\\' || c == '\n') {
            *to++ = '\\';
            *to++ = c == '\n' ? 'n' : (char)c;
        } else if (c < ' ') {
            memcpy(to, "\\u00", 4);
            to[4] = digits[c >> 4];
            to[5] = digits[c & 15];
            to += 6;
        } else {
            *to++ = (char)c;
        }
    }
    *to = '"';
    return (faq_str){out, len};
}

/* The code unit of the escape at `at` (`\uXXXX`), or 0. */
static unsigned unit_at(const char *at, size_t left)
{
    if (left < 6 || at[0] != '\\' || at[1] != 'u')
        return 0;
    char hex[5] = {at[2], at[3], at[4], at[5], '\0'};
    char *end;
    unsigned long unit = strtoul(hex, &end, 16);
    return end == hex + 4 ? (unsigned)unit : 0;
}

void faq_json_mend_surrogates(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char *next = memchr(text + i, '\\', len - i);
        if (!next)
            return;
        i = (size_t)(next - text);
        unsigned unit = unit_at(text + i, len - i);
        if (unit < 0xD800 || unit > 0xDFFF) {
            i++; /* what a backslash escapes begins nothing */
            continue;
        }
        unsigned low = unit < 0xDC00 ? unit_at(text + i + 6, len - i - 6) : 0;
        if (low >= 0xDC00 && low <= 0xDFFF)
            i += 11;
        else
            memcpy(text + i + 2, "FFFD", 4);
    }
}
