/* SPDX-License-Identifier: MIT */
#ifndef FAQ_SEARCH_TOPK_H
#define FAQ_SEARCH_TOPK_H

#include "search/reader.h"

/* An entry that may be among the hits. */
typedef struct faq_candidate {
    uint64_t score; /* 0 .. FAQ_SCORE_ONE */
    uint64_t match; /* the match alone, as score but without what later layers add */
    uint64_t prior; /* times asked */
    uint32_t segment, doc, phrasing;
    bool relaxed;
} faq_candidate;

/*
 * The k best candidates: a heap with the worst on top. The order is total: score, prior, then key
 * (id, locale) bytewise, which is looked up only where the rest is equal.
 */
typedef struct faq_topk {
    const faq_allocator *mem;
    const faq_reader *reader;
    faq_candidate *at;
    size_t count, cap, k;
} faq_topk;

void faq_topk_init(faq_topk *top, const faq_allocator *mem);
void faq_topk_release(faq_topk *top);

/* Begin a list of the k best, k >= 0. Memory grows with what is found. */
void faq_topk_begin(faq_topk *top, const faq_reader *reader, size_t k);

/* The score that a candidate must reach to have a chance: that of the worst once k are there. */
static inline uint64_t faq_topk_floor(const faq_topk *top)
{
    return top->count < top->k || !top->k ? 0 : top->at[0].score;
}

/* Offer a candidate. False when there is no memory. */
bool faq_topk_add(faq_topk *top, const faq_candidate *candidate);

/* Sort what is there, best first; the heap ends with that. */
void faq_topk_sort(faq_topk *top);

#endif
