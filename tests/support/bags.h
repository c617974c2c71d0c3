/* SPDX-License-Identifier: MIT */
#ifndef TESTS_SUPPORT_BAGS_H
#define TESTS_SUPPORT_BAGS_H

#include <faqsearch/faqsearch.h>

#include "base/map.h"

/*
 * Texts as bags of weighted units: what the oracle has in place of an index. Shares the analyser
 * with the library, and no code of lib/index or lib/search. Aborts when there is no room.
 */
enum { BAG_U, BAG_C, BAG_W, BAG_B };
#define BAG_FIELDS "UCWB"

typedef struct bag_unit {
    uint32_t field, df, weight; /* weight 0: no counted entry held it when the epoch began */
    size_t bag, cell;           /* where it was seen last */
    bool asked, informative, character;
} bag_unit;

/* The distinct units of a phrasing or a body: cells [first, end). */
typedef struct bag {
    size_t first, end, n_characters;
} bag;

typedef struct bags {
    faq_analyzer *analyzer;
    faq_map terms;
    size_t n_bags, n_counted;
    bag_unit units[1 << 18]; /* by the number of their term */
    bag at[1 << 17];         /* of each entry its phrasings, then its body */
    struct bag_cell {
        uint32_t unit, times;
    } cells[1 << 22];
} bags;

bags *bags_new(void);
void bags_free(bags *all);

/* The number of a term, `field` and a unit; with field 0 `text` is the term. */
uint32_t bags_number(bags *all, char field, faq_str text);

/* The bags of these entries, in place of what was there. Weights stay. */
void bags_fill(bags *all, const faq_entry *const *entries, size_t count);

/* A bag of a question, after the others until it is taken off again: of rows and body both. */
bag bags_ask(bags *all, faq_str text);

/* Is an entry shown to those of a name? Do statistics count it? */
bool bags_shows_to(const faq_entry *entry, faq_str name);
bool bags_counts(const faq_entry *entry);

/* Weigh all units by how many of the entries that count hold them. */
void bags_weigh(bags *all, const faq_entry *const *entries, size_t count);
uint64_t bags_weight(const bags *all, uint32_t number);

#endif
