/* SPDX-License-Identifier: MIT */
#ifndef BENCH_DATASET_H
#define BENCH_DATASET_H

#include <faqsearch/ingest.h>

/* A line of two cells: question number and text, or question number and right entry. */
typedef struct bench_pair {
    char *key, *value;
} bench_pair;

typedef struct bench_pairs {
    bench_pair *at; /* as in the file */
    size_t count;
    char *bytes; /* what the cells point into */
} bench_pairs;

/* Read `FOLDER/NAME` or `FOLDER/judged/NAME`, lines `key TAB value`; false when there is neither.
 */
bool bench_pairs_read(bench_pairs *pairs, const char *folder, const char *name);
void bench_pairs_release(bench_pairs *pairs);

/* Sort by key, then value; and find all of a key. */
void bench_pairs_sort(bench_pairs *pairs);
const bench_pair *bench_pairs_find(const bench_pairs *pairs, const char *key, size_t *count);

/*
 * Call `visit` for every entry of a set's corpus.tsv or entries/. Each entry read from entries/ is
 * taken as it is, hidden ones included.
 */
faq_status bench_entries(const char *folder, faq_entry_fn visit, void *ctx, faq_error *err);

/* The next variant (`queries.NAME.tsv`) of a set by name after `after` (NULL: the first), into
 * `name`; false when there is none. */
bool bench_next_variant(const char *folder, const char *after, char *name, size_t len);

#endif
