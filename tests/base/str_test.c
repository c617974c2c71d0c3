/* SPDX-License-Identifier: MIT */
#include "base/str.h"
#include "support/test.h"

START_TEST(order_is_bytewise_with_prefixes_first)
{
    static const faq_str ascending[] = {{NULL, 0},  {"\0", 1}, {"A", 1},   {"a", 1},
                                        {"a\0", 2}, {"ab", 2}, {"\xE9", 1}};
    for (size_t i = 0; i < COUNT(ascending); i++) {
        for (size_t j = 0; j < COUNT(ascending); j++) {
            int order = faq_str_compare(ascending[i], ascending[j]);
            ck_assert_msg((order > 0) - (order < 0) == (i > j) - (i < j), "%zu and %zu: %d", i, j,
                          order);
            ck_assert(faq_str_equal(ascending[i], ascending[j]) == (i == j));
        }
    }
}
END_TEST

START_TEST(a_text_starts_with_its_prefixes)
{
    ck_assert(faq_str_starts(FAQ_STR("退货运费"), FAQ_STR("退货")));
    ck_assert(faq_str_starts(FAQ_STR("x"), (faq_str){NULL, 0}));
    ck_assert(!faq_str_starts(FAQ_STR("退"), FAQ_STR("退货")));
    ck_assert(!faq_str_starts(FAQ_STR("abc"), FAQ_STR("abd")));
}
END_TEST

RUN_TESTS("base/str", CASE(order_is_bytewise_with_prefixes_first),
          CASE(a_text_starts_with_its_prefixes))
