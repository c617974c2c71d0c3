/* SPDX-License-Identifier: MIT */
#include "metrics.h"

#include <math.h>
#include <string.h>

static bool is_right(const char *id, const bench_pair *right, size_t n_right)
{
    for (size_t i = 0; i < n_right; i++) {
        if (strcmp(right[i].value, id) == 0)
            return true;
    }
    return false;
}

static double gain(size_t rank)
{
    return 1.0 / log2((double)rank + 1.0);
}

void bench_metrics_add(bench_metrics *metrics, char *const *ids, size_t n_ids,
                       const bench_pair *right, size_t n_right)
{
    if (!n_right)
        return;
    size_t possible = n_right < METRICS_DEPTH ? n_right : METRICS_DEPTH;
    size_t found = 0;
    double dcg = 0, best = 0;
    for (size_t rank = 1; rank <= possible; rank++)
        best += gain(rank);
    for (size_t rank = 1; rank <= n_ids && rank <= METRICS_DEPTH; rank++) {
        if (!is_right(ids[rank - 1], right, n_right))
            continue;
        if (!found++)
            metrics->mrr += 1.0 / (double)rank;
        metrics->r1 += rank == 1;
        dcg += gain(rank);
    }
    metrics->judged++;
    metrics->any += found > 0;
    metrics->r10 += (double)found / (double)possible;
    metrics->ndcg += dcg / best;
}
