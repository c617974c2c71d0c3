/* SPDX-License-Identifier: MIT */
#include "ingest/attributes.h"

#include <string.h>

#include "base/str.h"
#include "ingest/markup.h"
#include "text/utf8.h"

static uint32_t next_point(faq_str text, size_t pos, size_t *used)
{
    uint32_t point;
    faq_str rest = faq_str_part(text, pos, text.len - pos);
    *used = rest.at[0] == '&' ? faq_markup_reference(rest, &point) : 0;
    return *used ? point : faq_utf8_decode(rest.at, rest.len, used);
}

/*
 * Looks at the scheme that a browser would see: it drops controls and blanks. Anything before a
 * colon that is no plain name counts as a scheme, and an unknown one. An empty address is not safe.
 */
static bool has_safe_scheme(faq_str value)
{
    static const char *const known[] = {"http", "https", "mailto", "tel"};
    char scheme[8];
    size_t len = 0, visible = 0;
    for (size_t pos = 0, used; pos < value.len; pos += used) {
        uint32_t point = next_point(value, pos, &used);
        if (point <= ' ' || (point >= 0x7F && point <= 0xA0))
            continue;
        visible++;
        if (point == '/' || point == '?' || point == '#' || point == '\\')
            return true;
        if (point == ':') {
            for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
                if (faq_str_equal((faq_str){scheme, len}, faq_str_of(known[i])))
                    return true;
            }
            return false;
        }
        if (point >= 'A' && point <= 'Z')
            point += 'a' - 'A';
        if (len < sizeof scheme)
            scheme[len++] = point < 0x7F ? (char)point : '*';
    }
    return visible > 0; /* relative */
}

bool faq_attributes_is_safe_url(faq_str url)
{
    return has_safe_scheme(url);
}

static void write_value(faq_buf *out, faq_str value, bool is_url)
{
    for (size_t pos = 0, used; pos < value.len; pos += used) {
        char bytes[4];
        uint32_t point = next_point(value, pos, &used);
        if (point < ' ' || (point >= 0x7F && point < 0xA0))
            point = is_url ? 0 : ' ';
        if (point == '&')
            faq_buf_append(out, FAQ_STR("&amp;"));
        else if (point == '<')
            faq_buf_append(out, FAQ_STR("&lt;"));
        else if (point == '>')
            faq_buf_append(out, FAQ_STR("&gt;"));
        else if (point == '"')
            faq_buf_append(out, FAQ_STR("&quot;"));
        else if (point == '\\')
            faq_buf_append(out, FAQ_STR("&#92;")); /* never to be taken for a quoting one again */
        else if (point == ' ' && is_url)
            faq_buf_append(out, FAQ_STR("%20"));
        else if (point)
            faq_put_bytes(out, bytes, faq_utf8_encode(point, bytes));
    }
}

static faq_str trim(faq_str text)
{
    while (text.len && (uint8_t)text.at[0] <= ' ')
        text = faq_str_part(text, 1, text.len - 1);
    while (text.len && (uint8_t)text.at[text.len - 1] <= ' ')
        text.len--;
    return text;
}

static bool is_size(faq_str value)
{
    size_t len = value.len;
    if (len > 1 && value.at[len - 1] == '%')
        len--;
    if (len < 1 || len > 5)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (value.at[i] < '0' || value.at[i] > '9')
            return false;
    }
    return true;
}

typedef enum attribute_kind { ATTRIBUTE_URL, ATTRIBUTE_WORDS, ATTRIBUTE_SIZE } attribute_kind;

static const struct {
    const char *name;
    const char *of; /* elements that may have it, between blanks */
    attribute_kind kind;
} attributes[] = {
    {"href", " a ", ATTRIBUTE_URL},
    {"src", " img ", ATTRIBUTE_URL},
    {"title", " a img abbr ", ATTRIBUTE_WORDS},
    {"alt", " img ", ATTRIBUTE_WORDS},
    {"width", " img ", ATTRIBUTE_SIZE},
    {"height", " img ", ATTRIBUTE_SIZE},
    {"colspan", " td th ", ATTRIBUTE_SIZE},
    {"rowspan", " td th ", ATTRIBUTE_SIZE},
    {"start", " ol ", ATTRIBUTE_SIZE},
    {"value", " li ", ATTRIBUTE_SIZE},
};

#define N_ATTRIBUTES (sizeof attributes / sizeof *attributes)

static bool may_have(size_t attribute, const char *element)
{
    char wanted[16];
    size_t len = strlen(element);
    wanted[0] = ' ';
    memcpy(wanted + 1, element, len);
    wanted[len + 1] = ' ';
    wanted[len + 2] = '\0';
    return strstr(attributes[attribute].of, wanted) != NULL;
}

static bool is_fit(attribute_kind kind, faq_str value)
{
    if (kind == ATTRIBUTE_SIZE)
        return is_size(value);
    return kind == ATTRIBUTE_WORDS || has_safe_scheme(value);
}

bool faq_attributes_write(const char *element, faq_str source, faq_buf *out)
{
    unsigned seen = 0;
    bool has_url = false;
    faq_str name, value;
    while (faq_markup_attribute(&source, &name, &value)) {
        for (size_t i = 0; i < N_ATTRIBUTES; i++) {
            if (seen >> i & 1 || !faq_markup_named(name, attributes[i].name) ||
                !may_have(i, element))
                continue;
            seen |= 1u << i;
            if (attributes[i].kind != ATTRIBUTE_WORDS)
                value = trim(value);
            if (!is_fit(attributes[i].kind, value))
                continue;
            has_url |= attributes[i].kind == ATTRIBUTE_URL;
            if (!out)
                continue;
            faq_buf_format(out, " %s=\"", attributes[i].name);
            write_value(out, value, attributes[i].kind == ATTRIBUTE_URL);
            faq_buf_append(out, FAQ_STR("\""));
        }
    }
    return has_url;
}
