/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "support/fault.h"
#include "support/test.h"

START_TEST(pieces_are_aligned_and_apart)
{
    enum { PIECES = 2000 };
    static unsigned char *pieces[PIECES];
    static size_t lens[PIECES];
    test_random random = {test_seed()};
    test_memory memory;
    test_memory_init(&memory, 0, false);
    faq_arena arena;
    faq_arena_init(&arena, &memory.allocator);
    for (size_t i = 0; i < PIECES; i++) {
        lens[i] = test_below(&random, i % 100 ? 200 : 40000);
        pieces[i] = faq_arena_take(&arena, lens[i], 1);
        ck_assert_ptr_nonnull(pieces[i]);
        ck_assert_uint_eq((uintptr_t)pieces[i] % 16, 0);
        memset(pieces[i], (int)(i % 251), lens[i]);
    }
    for (size_t i = 0; i < PIECES; i++) {
        for (size_t j = 0; j < lens[i]; j++)
            ck_assert_uint_eq(pieces[i][j], i % 251);
    }
    faq_arena_release(&arena);
    ck_assert_uint_eq(memory.live, 0);
}
END_TEST

START_TEST(a_warm_arena_allocates_nothing)
{
    static const size_t loads[][4] = {
        {100, 200, 300, 400},          /* one chunk */
        {10000, 10000, 10000, 10000},  /* several of the first size */
        {1000000, 100000, 50000, 10},  /* the first is the largest */
        {10, 50000, 100000, 1000000},  /* the last is */
        {300000, 300000, 300000, 300}, /* none is large enough for two */
    };
    for (size_t row = 0; row < COUNT(loads); row++) {
        test_memory memory;
        test_memory_init(&memory, 0, false);
        faq_arena arena;
        faq_arena_init(&arena, &memory.allocator);
        size_t warm = 0;
        for (int round = 0; round < 6; round++) {
            if (round == 3)
                warm = memory.calls;
            faq_arena_reset(&arena);
            for (size_t i = 0; i < COUNT(loads[row]); i++)
                ck_assert_ptr_nonnull(faq_arena_take(&arena, loads[row][i], 1));
        }
        ck_assert_msg(memory.calls == warm, "row %zu: %zu allocations in three warm rounds", row,
                      memory.calls - warm);
        faq_arena_release(&arena);
        ck_assert_uint_eq(memory.live, 0);
    }
}
END_TEST

START_TEST(a_product_that_overflows_is_refused)
{
    test_memory memory;
    test_memory_init(&memory, 0, false);
    faq_arena arena;
    faq_arena_init(&arena, &memory.allocator);
    ck_assert_ptr_null(faq_arena_take(&arena, SIZE_MAX / 2, 3));
    ck_assert_ptr_null(faq_arena_take(&arena, SIZE_MAX, 1));
    ck_assert_ptr_nonnull(faq_arena_take(&arena, 0, 8));
    faq_arena_release(&arena);
    ck_assert_uint_eq(memory.live, 0);
}
END_TEST

START_TEST(a_refused_piece_leaves_the_others)
{
    test_memory memory;
    test_memory_init(&memory, 2, true);
    faq_arena arena;
    faq_arena_init(&arena, &memory.allocator);
    faq_str kept = faq_arena_text(&arena, FAQ_STR("七天无理由"));
    ck_assert_ptr_null(faq_arena_take(&arena, 1 << 20, 1));
    ck_assert_ptr_nonnull(faq_arena_take(&arena, 8, 1)); /* what the chunk still has */
    CHECK_STR(kept, "七天无理由", "kept");
    faq_arena_release(&arena);
    ck_assert_uint_eq(memory.live, 0);
}
END_TEST

START_TEST(a_text_is_copied_and_terminated)
{
    test_memory memory;
    test_memory_init(&memory, 0, false);
    faq_arena arena;
    faq_arena_init(&arena, &memory.allocator);
    char source[] = "a\0b";
    faq_str copy = faq_arena_text(&arena, (faq_str){source, 3});
    source[0] = 'x';
    ck_assert_uint_eq(copy.len, 3);
    ck_assert_int_eq(memcmp(copy.at, "a\0b", 4), 0);
    faq_str empty = faq_arena_text(&arena, (faq_str){NULL, 0});
    ck_assert_ptr_nonnull(empty.at);
    ck_assert_int_eq(empty.at[0], 0);
    faq_arena_release(&arena);
}
END_TEST

RUN_TESTS("base/arena", CASE(pieces_are_aligned_and_apart), CASE(a_warm_arena_allocates_nothing),
          CASE(a_product_that_overflows_is_refused), CASE(a_refused_piece_leaves_the_others),
          CASE(a_text_is_copied_and_terminated))
