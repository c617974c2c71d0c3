/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INDEX_POSTINGS_H
#define FAQ_INDEX_POSTINGS_H

#include "base/check.h"
#include "base/span.h"
#include "index/terms.h"

/*
 * POSTINGS: lists of 4-byte words, one after the other; the dictionary says where each begins and
 * how many postings it has.
 *
 * Row lists (fields U, C, W): the rows that hold the unit, u32, ascending. Presence is all that
 * counts there. A list of one stands in the dictionary instead.
 *
 * Body lists (field B): u32 for each entry, ascending: entry in the high 24 bits, code in the low
 * 8; then u16 for each: attribute mask; zeros up to 4 bytes. The code is the saturated frequency
 * of the unit in the entry's text (see faq_posting_code), without idf, 1 .. 255.
 */

#define FAQ_SEGMENT_ROWS_MAX (UINT32_MAX / 2)
#define FAQ_SEGMENT_DOCS_MAX ((1u << 24) - 1)
#define FAQ_TEXT_ATTRIBUTES 16u /* mask bits; attributes past them share the last */

/*
 * BM25's saturation tf (k1 + 1) / (tf + k1 (1 - b + b len / L)) with k1 = 0.9, b = 0.8, scaled to
 * 1 .. 255 and rounded up (Robertson & Zaragoza 2009). L is fixed at 120 units, not the average
 * of the entries: so a code depends on its entry alone and never has to be rewritten.
 *
 *   tf   times the unit stands in the text, >= 1
 *   len  units of the text, >= 1
 */
uint8_t faq_posting_code(uint32_t tf, uint32_t len);

/* A list being read. Extent checked when it was opened; rows are checked where they are used. */
typedef struct faq_postings {
    const uint8_t *at; /* words; NULL for an inline posting */
    uint32_t count;
    uint32_t single; /* the inline posting */
} faq_postings;

/* Open the list of a term; false where it lies outside of its section. */
static inline bool faq_postings_open(faq_postings *list, const faq_span *section,
                                     const faq_term *term, bool body)
{
    *list = (faq_postings){.count = term->count, .single = term->where};
    if (term->count == 1 && !body)
        return true;
    uint64_t words = term->count;
    if (body)
        words += (words + 1) / 2;
    if (!faq_within(term->where, words, section->len / 4))
        return false;
    list->at = section->at + (size_t)term->where * 4;
    return true;
}

/* Posting i, 0 .. count - 1: a row, or entry and code. */
static inline uint32_t faq_postings_get(const faq_postings *list, uint32_t i)
{
    return list->at ? faq_load_u32(list->at + (size_t)i * 4) : list->single;
}

/* The attribute mask of posting i of a body list. */
static inline uint16_t faq_postings_mask(const faq_postings *list, uint32_t i)
{
    return faq_load_u16(list->at + (size_t)list->count * 4 + (size_t)i * 2);
}

#endif
