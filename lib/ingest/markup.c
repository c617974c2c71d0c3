/* SPDX-License-Identifier: MIT */
#include "ingest/markup.h"

#include <string.h>

#include "base/check.h"
#include "base/str.h"

#define UNCLOSED_MAX 16
#define NAME_BYTES 8 /* longest name of a character reference */

static const struct {
    char name[NAME_BYTES + 1];
    uint16_t point;
} entities[] = {
#include "ingest/entities.inc"
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool faq_markup_named(faq_str name, const char *lower_case)
{
    for (size_t i = 0; i < name.len; i++) {
        if (lower(name.at[i]) != lower_case[i])
            return false; /* also where lower_case ends */
    }
    return lower_case[name.len] == '\0';
}

typedef enum step { STEP_ATTRIBUTE, STEP_TAG_END, STEP_INPUT_END } step;

/* The bytes of the quotation mark at `pos`: 1, 2 for one with a backslash, 0 for none. */
static size_t quote_at(faq_str in, size_t pos)
{
    size_t slash = in.at[pos] == '\\' && pos + 1 < in.len;
    char mark = in.at[pos + slash];
    return mark == '"' || mark == '\'' ? slash + 1 : 0;
}

static bool take_quoted(faq_str in, size_t *pos, size_t quote, faq_str *value)
{
    faq_str mark = faq_str_part(in, *pos, quote);
    size_t start = *pos + quote;
    for (size_t i = start; i + quote <= in.len; i++) {
        if (memcmp(in.at + i, mark.at, quote) == 0) {
            *value = faq_str_part(in, start, i - start);
            *pos = i + quote;
            return true;
        }
    }
    return false;
}

static step take_attribute(faq_str in, size_t *at, faq_str *name, faq_str *value)
{
    size_t pos = *at;
    while (pos < in.len && (is_blank(in.at[pos]) || in.at[pos] == '/'))
        pos++;
    if (pos == in.len)
        return STEP_INPUT_END;
    *at = pos + 1;
    if (in.at[pos] == '>')
        return STEP_TAG_END;
    size_t start = pos++; /* a name may begin with `=` */
    while (pos < in.len && !is_blank(in.at[pos]) && !strchr("/>=", in.at[pos]))
        pos++;
    *name = faq_str_part(in, start, pos - start);
    *value = faq_str_part(in, pos, 0);
    size_t equals = pos;
    while (equals < in.len && is_blank(in.at[equals]))
        equals++;
    if (equals < in.len && in.at[equals] == '=') {
        pos = equals + 1;
        while (pos < in.len && is_blank(in.at[pos]))
            pos++;
        size_t quote = pos < in.len ? quote_at(in, pos) : 0;
        if (quote && !take_quoted(in, &pos, quote, value))
            return STEP_INPUT_END;
        if (!quote) {
            start = pos;
            while (pos < in.len && !is_blank(in.at[pos]) && in.at[pos] != '>')
                pos++;
            *value = faq_str_part(in, start, pos - start);
        }
    }
    *at = pos;
    return STEP_ATTRIBUTE;
}

bool faq_markup_attribute(faq_str *attributes, faq_str *name, faq_str *value)
{
    size_t pos = 0;
    step taken = take_attribute(*attributes, &pos, name, value);
    *attributes = faq_str_part(*attributes, pos, attributes->len - pos);
    return taken == STEP_ATTRIBUTE;
}

/* A tag whose name starts at `start`; false when it does not end. */
static bool take_tag(faq_markup *markup, size_t start, faq_mark mark, faq_token *out)
{
    faq_str in = markup->in, name, value;
    size_t pos = start;
    while (pos < in.len && !is_blank(in.at[pos]) && in.at[pos] != '/' && in.at[pos] != '>')
        pos++;
    *out = (faq_token){.mark = mark, .name = faq_str_part(in, start, pos - start)};
    size_t attributes = pos;
    step taken;
    do
        taken = take_attribute(in, &pos, &name, &value);
    while (taken == STEP_ATTRIBUTE);
    if (taken == STEP_INPUT_END) {
        markup->unclosed++;
        return false;
    }
    out->attributes = faq_str_part(in, attributes, pos - attributes);
    markup->pos = pos;
    return true;
}

static size_t find(faq_str in, size_t from, const char *what)
{
    size_t len = strlen(what);
    while (from + len <= in.len) {
        const char *at = memchr(in.at + from, what[0], in.len - len + 1 - from);
        if (!at)
            break;
        if (memcmp(at, what, len) == 0)
            return (size_t)(at - in.at) + len;
        from = (size_t)(at - in.at) + 1;
    }
    return in.len;
}

/* The end of the comment, declaration or broken end tag at `pos`, which begins with `<`. */
static size_t skip_bogus(faq_str in, size_t pos)
{
    faq_str rest = faq_str_part(in, pos, in.len - pos);
    if (faq_str_starts(rest, FAQ_STR("<!-->")))
        return pos + 5;
    if (faq_str_starts(rest, FAQ_STR("<!--->")))
        return pos + 6;
    if (faq_str_starts(rest, FAQ_STR("<!--"))) {
        size_t end = find(in, pos + 4, "-->");
        size_t other = find(faq_str_part(in, 0, end), pos + 4, "--!>");
        return faq_min_size(end, other);
    }
    return find(in, pos, ">");
}

typedef enum sight { SIGHT_TEXT, SIGHT_OPEN, SIGHT_CLOSE, SIGHT_BOGUS } sight;

/* What the `<` at `pos` begins, and where its name stands. */
static sight look(faq_str in, size_t pos, size_t *name)
{
    size_t slash = pos + 1 < in.len && in.at[pos + 1] == '\\';
    char next = pos + 1 + slash < in.len ? in.at[pos + 1 + slash] : '\0';
    bool closes = next == '/';
    *name = pos + 1 + (closes ? slash + 1 : 0);
    if (*name < in.len && is_letter(in.at[*name]))
        return closes ? SIGHT_CLOSE : SIGHT_OPEN;
    if ((closes && *name < in.len) || (!slash && (next == '!' || next == '?')))
        return SIGHT_BOGUS;
    return SIGHT_TEXT;
}

static bool give_text(faq_markup *markup, size_t end, faq_token *out)
{
    size_t start = markup->pos;
    *out = (faq_token){.text = faq_str_part(markup->in, start, end - start)};
    markup->pos = end;
    return end > start;
}

bool faq_markup_next(faq_markup *markup, faq_token *out)
{
    faq_str in = markup->in;
    size_t pos = markup->pos, name;
    while (pos < in.len && markup->unclosed <= UNCLOSED_MAX) {
        const char *next = memchr(in.at + pos, '<', in.len - pos);
        if (!next)
            break;
        pos = (size_t)(next - in.at);
        sight seen = look(in, pos, &name);
        if (seen != SIGHT_TEXT && pos > markup->pos)
            return give_text(markup, pos, out);
        if (seen == SIGHT_BOGUS) {
            pos = markup->pos = skip_bogus(in, pos);
            continue;
        }
        faq_mark mark = seen == SIGHT_CLOSE ? FAQ_MARK_CLOSE : FAQ_MARK_OPEN;
        if (seen != SIGHT_TEXT && take_tag(markup, name, mark, out))
            return true;
        pos++;
    }
    return give_text(markup, in.len, out);
}

bool faq_markup_skip(faq_markup *markup, const char *name)
{
    faq_str in = markup->in;
    size_t len = strlen(name);
    for (size_t pos = markup->pos; pos < in.len;) {
        pos = find(in, pos, "<");
        if (pos < in.len && in.at[pos] == '\\')
            pos++;
        if (pos + 1 + len >= in.len || in.at[pos] != '/')
            continue;
        char after = in.at[pos + 1 + len];
        if (faq_markup_named(faq_str_part(in, pos + 1, len), name) &&
            (is_blank(after) || after == '/' || after == '>')) {
            markup->pos = find(in, pos, ">");
            return true;
        }
    }
    return false;
}

/* Numbers 128 .. 159 mean what Windows-1252 has there, as browsers read them. */
static uint32_t mend_number(uint32_t number)
{
    static const uint16_t windows[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020,
                                         0x2021, 0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,
                                         0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D,
                                         0x2022, 0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A,
                                         0x153,  0x9D,   0x17E,  0x178};
    if (number >= 128 && number < 160)
        return windows[number - 128];
    if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000))
        return 0xFFFD;
    return number;
}

static size_t take_number(faq_str text, uint32_t *point)
{
    bool hex = text.len > 2 && lower(text.at[2]) == 'x';
    size_t start = hex ? 3 : 2, pos = start;
    uint32_t value = 0;
    for (; pos < text.len; pos++) {
        char c = lower(text.at[pos]);
        if (!is_digit(c) && !(hex && c >= 'a' && c <= 'f'))
            break;
        uint32_t digit = (uint32_t)(is_digit(c) ? c - '0' : c - 'a' + 10);
        value = value > 0x10FFFF ? value : value * (hex ? 16 : 10) + digit;
    }
    if (pos == start)
        return 0;
    *point = mend_number(value);
    return pos + (pos < text.len && text.at[pos] == ';');
}

static bool find_entity(faq_str name, uint32_t *point)
{
    size_t low = 0, high = sizeof entities / sizeof *entities;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = faq_str_compare(name, faq_str_of(entities[middle].name));
        if (order == 0) {
            *point = entities[middle].point;
            return true;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

size_t faq_markup_reference(faq_str text, uint32_t *point)
{
    if (text.len > 1 && text.at[1] == '#')
        return take_number(text, point);
    size_t len = 1;
    while (len < text.len && len <= NAME_BYTES &&
           (is_letter(text.at[len]) || is_digit(text.at[len])))
        len++;
    faq_str name = faq_str_part(text, 1, len - 1);
    if (!find_entity(name, point))
        return 0;
    if (len < text.len && text.at[len] == ';')
        return len + 1;
    bool common =
        *point == 0xA0 || *point == '<' || *point == '>' || *point == '&' || *point == '"';
    return common && (len == text.len || text.at[len] != '=') ? len : 0;
}
