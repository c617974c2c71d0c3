/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "support/fault.h"
#include "support/test.h"

START_TEST(new_memory_is_zero)
{
    test_memory memory;
    test_memory_init(&memory, 0, false);
    uint32_t *at = faq_mem_new(&memory.allocator, 1000, sizeof *at);
    for (size_t i = 0; i < 1000; i++)
        ck_assert_uint_eq(at[i], 0);
    faq_mem_free(&memory.allocator, at);
    faq_mem_free(&memory.allocator, NULL);
    void *nothing = faq_mem_new(&memory.allocator, 0, 8);
    ck_assert_ptr_nonnull(nothing); /* so that NULL always means failure */
    faq_mem_free(&memory.allocator, nothing);
    ck_assert_uint_eq(memory.live, 0);
}
END_TEST

START_TEST(a_product_that_overflows_asks_for_nothing)
{
    test_memory memory;
    test_memory_init(&memory, 0, false);
    ck_assert_ptr_null(faq_mem_new(&memory.allocator, SIZE_MAX / 4, 8));
    ck_assert_ptr_null(faq_mem_resize(&memory.allocator, NULL, SIZE_MAX, 2));
    int *at = NULL;
    size_t cap = 0;
    ck_assert(!faq_mem_grow(&memory.allocator, &at, &cap, SIZE_MAX, sizeof *at));
    ck_assert_uint_eq(memory.calls, 0);
    ck_assert(!at && !cap);
}
END_TEST

START_TEST(growth_keeps_items_and_takes_few_steps)
{
    test_memory memory;
    test_memory_init(&memory, 0, false);
    uint32_t *at = NULL;
    size_t cap = 0;
    for (uint32_t i = 0; i < 100000; i++) {
        ck_assert(faq_mem_grow(&memory.allocator, &at, &cap, (size_t)i + 1, sizeof *at));
        ck_assert_uint_gt(cap, i);
        at[i] = i;
    }
    for (uint32_t i = 0; i < 100000; i++)
        ck_assert_uint_eq(at[i], i);
    ck_assert_uint_lt(memory.calls, 30);
    faq_mem_free(&memory.allocator, at);
    ck_assert_uint_eq(memory.live, 0);
}
END_TEST

START_TEST(growth_that_fails_changes_nothing)
{
    test_memory memory;
    test_memory_init(&memory, 2, true);
    uint64_t *at = NULL;
    size_t cap = 0;
    ck_assert(faq_mem_grow(&memory.allocator, &at, &cap, 4, sizeof *at));
    at[3] = 7;
    uint64_t *before = at;
    size_t cap_before = cap;
    ck_assert(!faq_mem_grow(&memory.allocator, &at, &cap, cap + 1, sizeof *at));
    ck_assert(at == before && cap == cap_before && at[3] == 7);
    faq_mem_free(&memory.allocator, at);
    ck_assert_uint_eq(memory.live, 0);
}
END_TEST

START_TEST(a_text_copy_is_terminated)
{
    char *copy = faq_mem_text(faq_mem_default(), FAQ_STR("退货"));
    ck_assert_str_eq(copy, "退货");
    faq_mem_free(faq_mem_default(), copy);
    copy = faq_mem_text(faq_mem_default(), (faq_str){NULL, 0});
    ck_assert_str_eq(copy, "");
    faq_mem_free(faq_mem_default(), copy);
}
END_TEST

RUN_TESTS("base/mem", CASE(new_memory_is_zero), CASE(a_product_that_overflows_asks_for_nothing),
          CASE(growth_keeps_items_and_takes_few_steps), CASE(growth_that_fails_changes_nothing),
          CASE(a_text_copy_is_terminated))
