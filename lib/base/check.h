/* SPDX-License-Identifier: MIT */
#ifndef FAQ_BASE_CHECK_H
#define FAQ_BASE_CHECK_H

/* Arithmetic on numbers that a file or a user may have chosen. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* a * b into `out`; false when it does not fit. */
static inline bool faq_mul_size(size_t a, size_t b, size_t *out)
{
    return !__builtin_mul_overflow(a, b, out);
}

static inline bool faq_add_size(size_t a, size_t b, size_t *out)
{
    return !__builtin_add_overflow(a, b, out);
}

/* Does [start, start + len) lie within [0, total)? */
static inline bool faq_within(uint64_t start, uint64_t len, uint64_t total)
{
    return start <= total && len <= total - start;
}

static inline size_t faq_min_size(size_t a, size_t b)
{
    return a < b ? a : b;
}

static inline size_t faq_max_size(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* The next multiple of a power of two. */
static inline uint64_t faq_round_up(uint64_t n, uint64_t power)
{
    return (n + power - 1) & ~(power - 1);
}

#endif
