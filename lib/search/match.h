/* SPDX-License-Identifier: MIT */
#ifndef FAQ_SEARCH_MATCH_H
#define FAQ_SEARCH_MATCH_H

#include "search/query.h"
#include "search/topk.h"

#define FAQ_WINDOW_ROWS 4096u
#define FAQ_RELAXED_HITS 10u /* a question with fewer matches is filled up to this many */

/* Who reads: names of visibility, and the time for validity windows. */
typedef struct faq_audience {
    faq_list names; /* empty: public alone */
    bool sees_all;
    int64_t now; /* seconds since 1970 */
} faq_audience;

/* Where a list stands while windows go by. */
typedef struct faq_match_cursor {
    const faq_postings *list;
    const faq_query_unit *unit;
    uint32_t next;
} faq_match_cursor;

/*
 * Scores every entry of a segment that shares a unit with the question, window by window of rows,
 * and keeps the best. Scratch memory; one per searcher, reused.
 */
typedef struct faq_matcher {
    const faq_allocator *mem;
    uint32_t *rows[FAQ_ROW_FIELDS]; /* M by row of the window; the top bit: informative */
    uint32_t *body;                 /* M of characters by entry of the window; likewise */
    uint64_t *body_sum;             /* weight times code */
    faq_match_cursor *cursors;      /* row lists first, then body lists */
    size_t n_row_cursors, n_cursors, cursors_cap;
    uint8_t *visible; /* by visibility set of the segment: may the reader see it? */
    size_t visible_cap;
    faq_topk hits;    /* entries that match */
    faq_topk relaxed; /* the best of those that share something informative */
    uint64_t n_matches;
} faq_matcher;

void faq_matcher_init(faq_matcher *matcher, const faq_allocator *mem);
void faq_matcher_release(faq_matcher *matcher);

/*
 * Find the k best of all segments. With `exact` only entries of which one row or the body holds
 * every unit of the question. Results are in matcher->hits, sorted, relaxed ones merged in;
 * the return value's `total` counts all matches, relaxed ones included.
 */
faq_status faq_matcher_run(faq_matcher *matcher, const faq_reader *reader,
                           const faq_query_plan *plan, const faq_audience *audience, size_t k,
                           bool exact, uint64_t *total, faq_error *err);

/* The k most asked of all visible entries: what an empty question finds. */
faq_status faq_matcher_hot(faq_matcher *matcher, const faq_reader *reader,
                           const faq_audience *audience, size_t k, uint64_t *total, faq_error *err);

#endif
