/* SPDX-License-Identifier: MIT */
#ifndef BENCH_METRICS_H
#define BENCH_METRICS_H

#include "dataset.h"

#define METRICS_DEPTH 10

/* Sums over judged questions; divide by `judged`. */
typedef struct bench_metrics {
    size_t judged;
    double mrr, r1, r10, ndcg;
    double any; /* questions with a right entry among the first hits */
} bench_metrics;

/*
 * Add one question. `ids` are the first hits, best first, `right` its judged entries. A question
 * without a right entry says nothing and is left out.
 */
void bench_metrics_add(bench_metrics *metrics, char *const *ids, size_t n_ids,
                       const bench_pair *right, size_t n_right);

#endif
