/* SPDX-License-Identifier: MIT */
#ifndef FAQ_SEARCH_HIGHLIGHT_H
#define FAQ_SEARCH_HIGHLIGHT_H

#include "search/query.h"

/* Ranges being collected, then merged. */
typedef struct faq_ranges {
    const faq_allocator *mem;
    faq_range *at;
    size_t count, cap;
} faq_ranges;

/*
 * What of a text matches a question: its words, pairs of characters, runs of letters and digits;
 * where there is none of these, its single characters outside of question words. Ranges ascend and
 * do not touch.
 */
faq_status faq_highlight(const faq_query_plan *plan, faq_analyzer *analyzer, faq_str text,
                         faq_ranges *out, faq_error *err);

#endif
