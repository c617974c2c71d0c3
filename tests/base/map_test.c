/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "support/fault.h"
#include "support/test.h"

START_TEST(a_text_keeps_the_number_it_got_first)
{
    faq_map map;
    faq_map_init(&map, faq_mem_default());
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 5000; i++) {
            char text[16];
            snprintf(text, sizeof text, "k%d", i);
            ck_assert_uint_eq(faq_map_add(&map, faq_str_of(text)), (unsigned)i);
        }
    }
    ck_assert_uint_eq(faq_map_find(&map, FAQ_STR("k4999")), 4999u);
    ck_assert_uint_eq(faq_map_find(&map, FAQ_STR("absent")), FAQ_MAP_NONE);
    faq_map_release(&map);
}
END_TEST

START_TEST(texts_are_copied_and_may_hold_anything)
{
    static const faq_str texts[] = {{NULL, 0}, {"\0", 1}, {"\0\0", 2}, {"\xFF", 1}, {"退货", 6}};
    faq_map map;
    faq_map_init(&map, faq_mem_default());
    for (uint32_t i = 0; i < COUNT(texts); i++) {
        char copy[8] = {0};
        if (texts[i].len)
            memcpy(copy, texts[i].at, texts[i].len);
        ck_assert_uint_eq(faq_map_add(&map, (faq_str){copy, texts[i].len}), i);
    }
    for (uint32_t i = 0; i < COUNT(texts); i++) {
        ck_assert_uint_eq(faq_map_find(&map, texts[i]), i);
        ck_assert(faq_str_equal(map.keys[i], texts[i]));
    }
    faq_map_release(&map);
}
END_TEST

START_TEST(a_reset_map_counts_from_zero)
{
    faq_map map;
    faq_map_init(&map, faq_mem_default());
    ck_assert_uint_eq(faq_map_find(&map, FAQ_STR("a")), FAQ_MAP_NONE);
    faq_map_reset(&map);
    faq_map_add(&map, FAQ_STR("a"));
    faq_map_add(&map, FAQ_STR("b"));
    faq_map_reset(&map);
    ck_assert_uint_eq(faq_map_find(&map, FAQ_STR("a")), FAQ_MAP_NONE);
    ck_assert_uint_eq(faq_map_add(&map, FAQ_STR("b")), 0);
    ck_assert_uint_eq(map.count, 1);
    faq_map_release(&map);
}
END_TEST

START_TEST(no_memory_loses_no_text)
{
    for (size_t n = 1; n < 60; n++) {
        test_memory memory;
        test_memory_init(&memory, n, false);
        faq_map map;
        faq_map_init(&map, &memory.allocator);
        uint32_t count = 0;
        char text[16];
        for (int i = 0; i < 3000; i++) {
            snprintf(text, sizeof text, "k%d", i);
            uint32_t number = faq_map_add(&map, faq_str_of(text));
            if (number == FAQ_MAP_NONE) /* once: the next try has memory */
                number = faq_map_add(&map, faq_str_of(text));
            ck_assert_msg(number == count, "request %zu: text %d got %u", n, i, number);
            count++;
        }
        ck_assert_uint_eq(faq_map_find(&map, FAQ_STR("k0")), 0);
        ck_assert_uint_eq(faq_map_find(&map, FAQ_STR("k2999")), 2999);
        faq_map_release(&map);
        ck_assert_uint_eq(memory.live, 0);
    }
}
END_TEST

RUN_TESTS("base/map", CASE(a_text_keeps_the_number_it_got_first),
          CASE(texts_are_copied_and_may_hold_anything), CASE(a_reset_map_counts_from_zero),
          CASE(no_memory_loses_no_text))
