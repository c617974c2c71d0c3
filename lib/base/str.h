/* SPDX-License-Identifier: MIT */
#ifndef FAQ_BASE_STR_H
#define FAQ_BASE_STR_H

/* Small things about faq_str. */

#include <string.h>

#include <faqsearch/types.h>

/* A faq_str of a string literal. */
#define FAQ_STR(literal) ((faq_str){"" literal, sizeof(literal) - 1})

static inline faq_str faq_str_of(const char *terminated)
{
    return (faq_str){terminated, terminated ? strlen(terminated) : 0};
}

static inline bool faq_str_equal(faq_str a, faq_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Bytewise order: negative, 0 or positive. */
static inline int faq_str_compare(faq_str a, faq_str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;
    if (order)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

static inline bool faq_str_starts(faq_str text, faq_str prefix)
{
    return text.len >= prefix.len && (!prefix.len || memcmp(text.at, prefix.at, prefix.len) == 0);
}

/* `len` bytes from `start`; both must lie within the text. */
static inline faq_str faq_str_part(faq_str text, size_t start, size_t len)
{
    return (faq_str){text.at ? text.at + start : NULL, len};
}

#endif
