/* SPDX-License-Identifier: MIT */
#ifndef FAQ_SEARCH_QUERY_H
#define FAQ_SEARCH_QUERY_H

#include "search/reader.h"
#include "search/score.h"
#include "text/analyzer.h"

/* A distinct unit of a question in one field, with its list in each segment. */
typedef struct faq_query_unit {
    faq_index_field field;
    faq_str term; /* field letter and unit */
    uint32_t weight;
    bool is_informative; /* some occurrence lies outside question words; never in W */
    bool is_character;   /* of field B: counts for coverage */
} faq_query_unit;

/*
 * A question made ready: its units and their weights. Lives in the memory of its owner and is
 * reused from query to query.
 */
typedef struct faq_query_plan {
    const faq_allocator *mem;
    faq_map terms;         /* numbers units */
    faq_query_unit *units; /* by that number */
    size_t units_cap;
    faq_postings *lists; /* unit u in segment s: lists[s * n_units + u]; count 0: none */
    size_t lists_cap;
    faq_buf key;
    faq_score_query score;
} faq_query_plan;

void faq_query_plan_init(faq_query_plan *plan, const faq_allocator *mem);
void faq_query_plan_release(faq_query_plan *plan);

static inline size_t faq_query_plan_count(const faq_query_plan *plan)
{
    return plan->terms.count;
}

/* Cut a question and look up its units. Fails with FAQ_NO_MEMORY, FAQ_CORRUPT, FAQ_BAD_ARGUMENT. */
faq_status faq_query_plan_make(faq_query_plan *plan, faq_analyzer *analyzer, faq_str text,
                               const faq_reader *reader, faq_error *err);

#endif
