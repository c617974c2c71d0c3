/* SPDX-License-Identifier: MIT */
#include "base/check.h"
#include "support/test.h"

START_TEST(products_and_sums_that_do_not_fit_are_told)
{
    size_t out = 7;
    ck_assert(faq_mul_size(1u << 20, 3, &out) && out == 3u << 20);
    ck_assert(faq_mul_size(0, SIZE_MAX, &out) && out == 0);
    ck_assert(!faq_mul_size(SIZE_MAX / 2 + 1, 2, &out));
    ck_assert(!faq_mul_size(SIZE_MAX, SIZE_MAX, &out));
    ck_assert(faq_add_size(SIZE_MAX - 1, 1, &out) && out == SIZE_MAX);
    ck_assert(!faq_add_size(SIZE_MAX, 1, &out));
}
END_TEST

START_TEST(a_range_is_within_only_when_all_of_it_is)
{
    static const struct {
        const char *name;
        uint64_t start, len, total;
        bool want;
    } rows[] = {
        {"all", 0, 10, 10, true},
        {"nothing of nothing", 0, 0, 0, true},
        {"nothing at the end", 10, 0, 10, true},
        {"nothing beyond the end", 11, 0, 10, false},
        {"one too many", 1, 10, 10, false},
        {"a sum that wraps", 5, UINT64_MAX - 2, 10, false},
        {"a start that is huge", UINT64_MAX, 1, 10, false},
        {"everything there is", 0, UINT64_MAX, UINT64_MAX, true},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK(faq_within(rows[i].start, rows[i].len, rows[i].total) == rows[i].want, rows[i].name);
}
END_TEST

START_TEST(rounding_goes_up_to_the_next_multiple)
{
    ck_assert_uint_eq(faq_round_up(0, 64), 0);
    ck_assert_uint_eq(faq_round_up(1, 64), 64);
    ck_assert_uint_eq(faq_round_up(64, 64), 64);
    ck_assert_uint_eq(faq_round_up(65, 64), 128);
}
END_TEST

RUN_TESTS("base/check", CASE(products_and_sums_that_do_not_fit_are_told),
          CASE(a_range_is_within_only_when_all_of_it_is),
          CASE(rounding_goes_up_to_the_next_multiple))
