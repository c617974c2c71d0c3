/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "store/record.h"
#include "support/builder.h"
#include "support/fault.h"
#include "support/test.h"

/* ---- random entries, whose texts live in an arena */

static faq_str any_text(test_random *random, faq_arena *arena)
{
    static const size_t limits[] = {1, 2, 20, 130, 400, 20000};
    size_t len = test_below(random, limits[test_below(random, COUNT(limits))]);
    char *at = faq_arena_take(arena, len, 1);
    for (size_t i = 0; i < len; i++)
        at[i] = (char)test_next(random);
    return (faq_str){at, len};
}

static faq_list any_list(test_random *random, faq_arena *arena)
{
    size_t count = test_below(random, 4);
    faq_str *at = faq_arena_take(arena, count, sizeof *at);
    for (size_t i = 0; i < count; i++)
        at[i] = any_text(random, arena);
    return (faq_list){at, count};
}

static int64_t any_time(test_random *random)
{
    return test_below(random, 2) ? FAQ_NO_TIME : (int64_t)test_next(random);
}

static uint64_t any_count(test_random *random)
{
    return test_next(random) >> test_below(random, 64);
}

static faq_entry any_entry(test_random *random, faq_arena *arena)
{
    faq_entry entry = faq_entry_init();
    entry.id = any_text(random, arena);
    entry.locale = any_text(random, arena);
    entry.question = any_text(random, arena);
    entry.phrasings = any_list(random, arena);
    entry.answer = any_text(random, arena);
    entry.answer_type = test_below(random, 2) ? FAQ_ANSWER_HTML : FAQ_ANSWER_TEXT;
    entry.answer_text = any_text(random, arena);
    entry.category = any_list(random, arena);
    entry.stage = any_list(random, arena);
    entry.audience = any_list(random, arena);
    entry.tags = any_list(random, arena);
    entry.url = any_text(random, arena);
    entry.visibility = any_list(random, arena);
    entry.valid_from = any_time(random);
    entry.valid_to = any_time(random);
    entry.updated = any_time(random);
    entry.asked = any_count(random);
    entry.resolved = any_count(random);
    entry.helpful = any_count(random);
    entry.unhelpful = any_count(random);
    entry.views = any_count(random);
    faq_field *fields = faq_arena_take(arena, 5, sizeof *fields);
    entry.n_fields = test_below(random, 6);
    for (size_t i = 0; i < entry.n_fields; i++)
        fields[i] =
            (faq_field){any_text(random, arena), any_text(random, arena), any_text(random, arena)};
    entry.fields = fields;
    return entry;
}

static faq_buf printed(const faq_entry *entry)
{
    faq_buf out;
    faq_buf_init(&out, faq_mem_default());
    test_print_entry(&out, entry);
    return out;
}

static void check_same(const faq_entry *got, const faq_entry *want, const char *row)
{
    faq_buf a = printed(got), b = printed(want);
    test_same_text(&a, &b, row);
    faq_buf_release(&a);
    faq_buf_release(&b);
    ck_assert(faq_str_equal(got->url, want->url) && got->n_fields == want->n_fields);
    ck_assert_uint_eq(got->phrasings.count, want->phrasings.count);
    ck_assert_uint_eq(got->size, sizeof *got);
}

START_TEST(an_entry_comes_back_as_it_went_in)
{
    faq_arena arena, back;
    faq_arena_init(&arena, faq_mem_default());
    faq_arena_init(&back, faq_mem_default());
    faq_buf record, again;
    faq_buf_init(&record, faq_mem_default());
    faq_buf_init(&again, faq_mem_default());
    for (uint64_t round = 0; round < 2000; round++) {
        char row[40];
        snprintf(row, sizeof row, "seed %llu", (unsigned long long)(test_seed() + round));
        test_random random = {test_seed() + round};
        faq_arena_reset(&arena);
        faq_arena_reset(&back);
        faq_buf_reset(&record);
        faq_entry entry = any_entry(&random, &arena), decoded;
        faq_record_encode(&entry, &record);
        CHECK(!record.failed, row);
        faq_error err;
        faq_span in = faq_span_of(record.at, record.len, 0);
        CHECK_OK(faq_record_decode(in, &back, &decoded, &err), &err);
        check_same(&decoded, &entry, row);
        faq_buf_reset(&again);
        faq_record_encode(&decoded, &again);
        CHECK(faq_str_equal(faq_buf_text(&again), faq_buf_text(&record)), row);
    }
    faq_buf_release(&record);
    faq_buf_release(&again);
    faq_arena_release(&arena);
    faq_arena_release(&back);
}
END_TEST

START_TEST(what_is_not_set_takes_no_room)
{
    faq_buf record;
    faq_buf_init(&record, faq_mem_default());
    faq_entry entry = faq_entry_init();
    faq_record_encode(&entry, &record);
    ck_assert_uint_eq(record.len, 0);
    faq_arena arena;
    faq_arena_init(&arena, faq_mem_default());
    faq_error err;
    faq_entry back;
    CHECK_OK(faq_record_decode(faq_span_of("", 0, 0), &arena, &back, &err), &err);
    check_same(&back, &entry, "empty");
    faq_arena_release(&arena);
    faq_buf_release(&record);
}
END_TEST

START_TEST(unknown_members_are_skipped)
{
    faq_buf record;
    faq_buf_init(&record, faq_mem_default());
    faq_put_varint(&record, 1000);
    faq_put_text(&record, FAQ_STR("of a newer version"));
    test_entry made;
    test_entry_make(&made, 5, 1);
    faq_record_encode(&made.entry, &record);
    faq_put_varint(&record, 40);
    faq_put_text(&record, FAQ_STR(""));
    faq_arena arena;
    faq_arena_init(&arena, faq_mem_default());
    faq_error err;
    faq_entry back;
    CHECK_OK(faq_record_decode(faq_span_of(record.at, record.len, 0), &arena, &back, &err), &err);
    check_same(&back, &made.entry, "unknown members");
    faq_arena_release(&arena);
    faq_buf_release(&record);
}
END_TEST

/* Under a sanitizer: no byte outside of the record is read. */
START_TEST(a_damaged_record_is_a_status)
{
    faq_buf record;
    faq_buf_init(&record, faq_mem_default());
    test_entry made;
    test_entry_make(&made, 15, 1);
    faq_record_encode(&made.entry, &record);
    faq_arena arena;
    faq_arena_init(&arena, faq_mem_default());
    test_random random = {test_seed()};
    size_t refused = 0;
    for (int round = 0; round < 20000; round++) {
        size_t len = round < (int)record.len ? (size_t)round : record.len;
        uint8_t *copy = faq_mem_new(faq_mem_default(), len, 1);
        if (len)
            memcpy(copy, record.at, len);
        for (size_t i = test_below(&random, 4); len && i > 0; i--)
            copy[test_below(&random, len)] = (uint8_t)test_next(&random);
        faq_arena_reset(&arena);
        faq_entry back;
        faq_error err;
        faq_status status = faq_record_decode(faq_span_of(copy, len, 77), &arena, &back, &err);
        ck_assert_msg(status == FAQ_OK || status == FAQ_CORRUPT, "status %d", status);
        if (status) {
            ck_assert_uint_ge(err.offset, 77);
            ck_assert_uint_le(err.offset, 77 + len);
            refused++;
        } else {
            faq_buf text = printed(&back);
            faq_buf_release(&text);
        }
        faq_mem_free(faq_mem_default(), copy);
    }
    ck_assert_uint_gt(refused, 1000);
    faq_arena_release(&arena);
    faq_buf_release(&record);
}
END_TEST

START_TEST(no_memory_is_a_status)
{
    faq_buf record;
    faq_buf_init(&record, faq_mem_default());
    test_entry made;
    test_entry_make(&made, 15, 1);
    faq_record_encode(&made.entry, &record);
    test_memory memory;
    test_memory_init(&memory, 1, true);
    faq_arena arena;
    faq_arena_init(&arena, &memory.allocator);
    faq_entry back = {.size = 1};
    ck_assert_int_eq(faq_record_decode(faq_span_of(record.at, record.len, 0), &arena, &back, NULL),
                     FAQ_NO_MEMORY);
    ck_assert_uint_eq(back.size, 1); /* untouched */
    faq_arena_release(&arena);
    faq_buf_release(&record);
}
END_TEST

START_TEST(the_answer_stands_in_for_a_text_that_is_not_given)
{
    faq_entry entry = faq_entry_init();
    entry.answer = FAQ_STR("<p>x");
    CHECK_STR(faq_record_answer_text(&entry), "<p>x", "text");
    entry.answer_text = FAQ_STR("x");
    CHECK_STR(faq_record_answer_text(&entry), "x", "both");
    entry.answer_type = FAQ_ANSWER_HTML;
    CHECK_STR(faq_record_answer_text(&entry), "x", "html");
    entry.answer_text = FAQ_STR("");
    CHECK_STR(faq_record_answer_text(&entry), "<p>x", "html without text");
}
END_TEST

RUN_TESTS("store/record", CASE(an_entry_comes_back_as_it_went_in),
          CASE(what_is_not_set_takes_no_room), CASE(unknown_members_are_skipped),
          CASE(a_damaged_record_is_a_status), CASE(no_memory_is_a_status),
          CASE(the_answer_stands_in_for_a_text_that_is_not_given))
