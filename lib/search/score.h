/* SPDX-License-Identifier: MIT */
#ifndef FAQ_SEARCH_SCORE_H
#define FAQ_SEARCH_SCORE_H

#include <stdint.h>

#include "index/fields.h"

/*
 * The score of an entry, in whole numbers, so that it is the same on every machine and path.
 * lib/decisions/0003-score.md has the measurements.
 *
 * For a field f of a row (phrasing) d and the query q, over distinct units:
 *
 *   M = sum of the weights of units in both,  Q, D = sums over the units of q, of d
 *   T_f = M / (Q + 0.6 (D - M))                                   0 .. FAQ_SCORE_ONE
 *
 * Two-sided coverage: what of the question is found, and how little else the phrasing says. A row's
 * score is the weighted mean of T over the fields in which the query has units, U : C : W = 2 : 2 :
 * 1. The best row of an entry counts. Its body B, a weighted mean of saturated frequencies,
 * fills a share of what is left: S + share * B * (1 - S).
 *
 * An entry matches when one field of one row, or the characters of its body, covers a third of
 * the query: 3 M >= Q.
 */

#define FAQ_SCORE_ONE (1u << 24)
#define FAQ_SCORE_WEIGHTS                                                                          \
    {                                                                                              \
        2, 2, 1                                                                                    \
    }                            /* U, C, W */
#define FAQ_SCORE_BODY_SHARE 35u /* percent of what a perfect body can fill */

/* T of one field. Rounded down. `d` below `m` (a damaged file) counts as `m`. */
static inline uint64_t faq_score_coverage(uint64_t m, uint64_t q, uint64_t d)
{
    if (!m)
        return 0;
    return m * 5 * FAQ_SCORE_ONE / (5 * q + 3 * (d > m ? d - m : 0));
}

/* What the query weighs in each field, and the sum of the field weights that are in play. */
typedef struct faq_score_query {
    uint64_t q[FAQ_ROW_FIELDS];
    uint64_t q_body;       /* of its characters in the body field */
    uint64_t q_body_units; /* of all its units there: characters, bigrams, longer words */
    uint64_t field_weights;
} faq_score_query;

static inline uint64_t faq_score_row(const faq_score_query *query, const uint64_t m[FAQ_ROW_FIELDS],
                                     const uint32_t d[FAQ_ROW_FIELDS])
{
    static const uint64_t weights[FAQ_ROW_FIELDS] = FAQ_SCORE_WEIGHTS;
    uint64_t sum = 0;
    for (int f = 0; f < FAQ_ROW_FIELDS; f++) {
        if (query->q[f])
            sum += weights[f] * faq_score_coverage(m[f], query->q[f], d[f]);
    }
    return query->field_weights ? sum / query->field_weights : 0;
}

/*
 * B of an entry from the sum over its units of weight times code (1 .. 255). Rounded down.
 */
static inline uint64_t faq_score_body(const faq_score_query *query, uint64_t sum)
{
    return query->q_body_units ? sum * (FAQ_SCORE_ONE / 256) / query->q_body_units : 0;
}

/* Row and body together; at most FAQ_SCORE_ONE. */
static inline uint64_t faq_score_entry(uint64_t row, uint64_t body)
{
    return row + (FAQ_SCORE_ONE - row) * (body * FAQ_SCORE_BODY_SHARE / 100) / FAQ_SCORE_ONE;
}

#endif
