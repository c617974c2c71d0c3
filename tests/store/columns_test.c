/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/check.h"
#include "base/hash.h"
#include "base/str.h"
#include "store/columns.h"
#include "store/section_support.h"

static const char *const values[] = {"public", "internal", "draft", "", "团队一", "团队二"};

/* The set of entry i: a subset of the values, in any order and with repeats. */
static faq_list set_of(uint32_t i, faq_str out[8])
{
    test_random random = {i % 7 + 1000};
    size_t count = test_below(&random, 8);
    for (size_t j = 0; j < count; j++)
        out[j] = faq_str_of(values[test_below(&random, COUNT(values))]);
    return (faq_list){out, count};
}

static bool list_has(faq_list list, faq_str text)
{
    for (size_t i = 0; i < list.count; i++) {
        if (faq_str_equal(list.at[i], text))
            return true;
    }
    return false;
}

static faq_span only_column(const faq_snapshot *snapshot)
{
    faq_span payload;
    const faq_section *section = faq_snapshot_find(snapshot, FAQ_SECTION_COLUMN, 1, &payload);
    ck_assert_ptr_nonnull(section);
    return payload;
}

static faq_snapshot *write_column(const char *path, faq_column_writer *column)
{
    faq_appender appender;
    begin_file(&appender, path);
    faq_error err;
    CHECK_OK(faq_column_finish(column, &appender, 1, &err), &err);
    faq_column_release(column);
    return commit_file(&appender, path);
}

START_TEST(sets_of_texts_come_back_sorted_and_without_repeats)
{
    enum { DOCS = 500 };
    faq_column_writer writer;
    faq_column_init(&writer, faq_mem_default(), FAQ_COLUMN_TEXTS, FAQ_STR("visibility"));
    faq_str room[8];
    for (uint32_t i = 0; i < DOCS; i++)
        faq_column_add_texts(&writer, set_of(i, room));
    faq_snapshot *snapshot = write_column(test_path("texts.faq"), &writer);
    faq_column column;
    faq_error err;
    CHECK_OK(faq_column_open(&column, only_column(snapshot), DOCS, &err), &err);
    CHECK_STR(column.name, "visibility", "name");
    ck_assert_uint_le(column.n_sets, 7);
    for (uint32_t i = 0; i < DOCS; i++) {
        faq_list want = set_of(i, room);
        uint32_t set = faq_column_set(&column, i), size = faq_column_set_size(&column, set);
        ck_assert_uint_lt(set, column.n_sets);
        for (uint32_t j = 0; j < size; j++) {
            faq_str value = faq_column_set_value(&column, set, j);
            ck_assert(list_has(want, value));
            if (j)
                ck_assert_int_lt(faq_str_compare(faq_column_set_value(&column, set, j - 1), value),
                                 0);
        }
        size_t distinct = 0;
        for (size_t j = 0; j < COUNT(values); j++)
            distinct += list_has(want, faq_str_of(values[j]));
        ck_assert_uint_eq(size, distinct);
        ck_assert_ptr_null(faq_column_set_value(&column, set, size).at);
    }
    ck_assert_uint_eq(faq_column_set(&column, DOCS), column.n_sets);
    ck_assert_uint_eq(faq_column_set_size(&column, column.n_sets), 0);
    ck_assert_int_eq(faq_column_open(&column, only_column(snapshot), DOCS + 1, NULL), FAQ_CORRUPT);
    faq_snapshot_release(snapshot);
}
END_TEST

START_TEST(numbers_and_times_come_back)
{
    static const double numbers[] = {0, -0.0, 1.5, -1e300, INFINITY, NAN};
    faq_column_writer writer;
    faq_column_init(&writer, faq_mem_default(), FAQ_COLUMN_NUMBER, FAQ_STR("price"));
    for (size_t i = 0; i < COUNT(numbers); i++)
        faq_column_add_number(&writer, numbers[i]);
    faq_snapshot *snapshot = write_column(test_path("numbers.faq"), &writer);
    faq_column column;
    faq_error err;
    CHECK_OK(faq_column_open(&column, only_column(snapshot), COUNT(numbers), &err), &err);
    for (uint32_t i = 0; i < COUNT(numbers); i++) {
        double got = faq_column_number(&column, i);
        ck_assert(memcmp(&got, &numbers[i], sizeof got) == 0);
        ck_assert_int_eq(faq_column_time(&column, i), INT64_MIN); /* it is no time */
    }
    ck_assert(isnan(faq_column_number(&column, COUNT(numbers))));
    faq_snapshot_release(snapshot);

    static const int64_t times[] = {INT64_MIN, INT64_MAX, 0, -1, 1700000000};
    faq_column_init(&writer, faq_mem_default(), FAQ_COLUMN_TIME, FAQ_STR("valid_from"));
    for (size_t i = 0; i < COUNT(times); i++)
        faq_column_add_time(&writer, times[i]);
    snapshot = write_column(test_path("times.faq"), &writer);
    CHECK_OK(faq_column_open(&column, only_column(snapshot), COUNT(times), &err), &err);
    for (uint32_t i = 0; i < COUNT(times); i++) {
        ck_assert_int_eq(faq_column_time(&column, i), times[i]);
        ck_assert(isnan(faq_column_number(&column, i)));
    }
    faq_snapshot_release(snapshot);
}
END_TEST

START_TEST(equal_content_gives_equal_bytes)
{
    faq_str names[] = {FAQ_STR("b"), FAQ_STR("a"), FAQ_STR("c")};
    faq_str sorted[] = {FAQ_STR("a"), FAQ_STR("b"), FAQ_STR("c")};
    faq_buf bytes[2];
    for (int i = 0; i < 2; i++) {
        faq_column_writer writer;
        faq_column_init(&writer, faq_mem_default(), FAQ_COLUMN_TEXTS, FAQ_STR("tags"));
        faq_column_add_texts(&writer, (faq_list){i ? sorted : names, 3});
        faq_snapshot *snapshot = write_column(test_path(i ? "one.faq" : "two.faq"), &writer);
        faq_span payload = only_column(snapshot);
        faq_buf_init(&bytes[i], faq_mem_default());
        faq_put_bytes(&bytes[i], payload.at, payload.len);
        faq_snapshot_release(snapshot);
    }
    ck_assert(faq_str_equal(faq_buf_text(&bytes[0]), faq_buf_text(&bytes[1])));
    faq_buf_release(&bytes[0]);
    faq_buf_release(&bytes[1]);
}
END_TEST

static void look_at_all(const faq_column *column)
{
    for (uint32_t doc = 0; doc < column->n_docs + 2; doc++) {
        uint32_t set = faq_column_set(column, doc);
        if (set > column->n_sets)
            ck_abort_msg("entry %u has set %u of %u", doc, set, column->n_sets);
        uint32_t size = faq_column_set_size(column, set);
        for (uint32_t i = 0; i < size && i < 100; i++) {
            faq_str value = faq_column_set_value(column, set, i);
            if (faq_hash(value) == 1) /* a sanitizer looks whether the bytes are ours */
                ck_abort_msg("a hash of 1");
        }
        faq_column_number(column, doc);
        faq_column_time(column, doc);
    }
}

/* Under a sanitizer: no byte outside of the payload is read. */
START_TEST(a_damaged_column_is_clamped_or_refused)
{
    faq_column_writer writer;
    faq_column_init(&writer, faq_mem_default(), FAQ_COLUMN_TEXTS, FAQ_STR("visibility"));
    faq_str room[8];
    for (uint32_t i = 0; i < 20; i++)
        faq_column_add_texts(&writer, set_of(i, room));
    faq_snapshot *snapshot = write_column(test_path("sound.faq"), &writer);
    faq_span sound = only_column(snapshot);
    test_random random = {test_seed()};
    size_t opened = 0, refused = 0;
    for (int round = 0; round < 20000; round++) {
        size_t len = round % 10 ? sound.len : test_below(&random, sound.len);
        uint8_t *copy = faq_mem_new(faq_mem_default(), len, 1);
        memcpy(copy, sound.at, len);
        for (size_t i = 1 + test_below(&random, 3); len && i > 0; i--)
            copy[test_below(&random, round % 3 ? len : faq_min_size(len, 16))] =
                (uint8_t)(test_below(&random, 2) ? test_below(&random, 5) : test_next(&random));
        faq_column column;
        if (faq_column_open(&column, faq_span_of(copy, len, 0), 20, NULL)) {
            refused++;
        } else {
            opened++;
            look_at_all(&column);
        }
        faq_mem_free(faq_mem_default(), copy);
    }
    ck_assert(opened > 1000 && refused > 1000);
    faq_snapshot_release(snapshot);
}
END_TEST

START_TEST(a_column_of_numbers_has_no_sets)
{
    uint8_t payload[16 + 8] = {FAQ_COLUMN_NUMBER};
    faq_column column;
    ck_assert_int_eq(faq_column_open(&column, faq_span_of(payload, sizeof payload, 0), 1, NULL),
                     FAQ_OK);
    look_at_all(&column);
    payload[12] = 9; /* sets */
    ck_assert_int_eq(faq_column_open(&column, faq_span_of(payload, sizeof payload, 0), 1, NULL),
                     FAQ_CORRUPT);
}
END_TEST

RUN_TESTS("store/columns", CASE(sets_of_texts_come_back_sorted_and_without_repeats),
          CASE(numbers_and_times_come_back), CASE(equal_content_gives_equal_bytes),
          CASE(a_damaged_column_is_clamped_or_refused), CASE(a_column_of_numbers_has_no_sets))
