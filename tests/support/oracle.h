/* SPDX-License-Identifier: MIT */
#ifndef TESTS_SUPPORT_ORACLE_H
#define TESTS_SUPPORT_ORACLE_H

#include <faqsearch/faqsearch.h>

/*
 * The slow twin of searching: scores every entry by the documented formula (search/score.h,
 * index/epoch.h, index/postings.h) and sorts. It shares the analyser with the library, and no code
 * of lib/index or lib/search. Aborts when there is no memory.
 */
typedef struct oracle oracle;

typedef struct oracle_hit {
    const faq_entry *entry;
    uint64_t score; /* 0 .. 2^24 */
    uint32_t phrasing;
    bool relaxed;
} oracle_hit;

typedef struct oracle_hits {
    const oracle_hit *at; /* borrowed until the next search */
    size_t count;
    uint64_t total;
    bool relaxed;        /* some hit of the page is */
    uint64_t confidence; /* of the first of all hits */
} oracle_hits;

oracle *oracle_new(void);
void oracle_free(oracle *all);

/* Look at the live entries of a commit, which are borrowed; weigh all units anew in an epoch's
 * first. */
void oracle_see(oracle *all, const faq_entry *const *entries, size_t count, bool epoch_begins);

/* Do statistics count it: is it public and without a validity window? */
bool oracle_counts(const faq_entry *entry);

/* How many entries were counted when the epoch began, and the weight of a term such as "U退". */
uint64_t oracle_counted(const oracle *all);
uint32_t oracle_weight(oracle *all, faq_str term);

/* `query->now` must be given. */
oracle_hits oracle_search(oracle *all, const faq_query *query);

#endif
