/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/str.h"
#include "store/keys.h"
#include "store/section_support.h"

static faq_str key_of(char out[32], uint32_t i)
{
    int len = snprintf(out, 32, "第%u条%c%s", (unsigned)i, 0, i % 3 ? "" : "zh-TW");
    return (faq_str){out, (size_t)len};
}

static faq_snapshot *write_keys(const char *path, uint32_t count)
{
    faq_buf bytes, starts;
    faq_buf_init(&bytes, faq_mem_default());
    faq_buf_init(&starts, faq_mem_default());
    for (uint32_t i = 0; i < count; i++) {
        char text[32];
        faq_str key = key_of(text, i);
        faq_keys_put(&bytes, &starts, faq_key_id(key), faq_key_locale(key));
    }
    faq_appender appender;
    begin_file(&appender, path);
    faq_error err;
    CHECK_OK(faq_keys_write(&appender, 3, &bytes, &starts, count, &err), &err);
    faq_buf_release(&bytes);
    faq_buf_release(&starts);
    return commit_file(&appender, path);
}

START_TEST(every_key_is_found_and_no_other)
{
    static const uint32_t counts[] = {0, 1, 4, 5, 1000};
    for (size_t row = 0; row < COUNT(counts); row++) {
        char name[32], text[32];
        snprintf(name, sizeof name, "keys%zu.faq", row);
        faq_snapshot *snapshot = write_keys(test_path(name), counts[row]);
        faq_keys keys;
        faq_error err;
        CHECK_OK(faq_keys_open(&keys, snapshot, 3, counts[row], &err), &err);
        for (uint32_t i = 0; i < counts[row]; i++) {
            ck_assert_uint_eq(faq_keys_find(&keys, key_of(text, i)), i);
            ck_assert(faq_str_equal(faq_keys_at(&keys, i), key_of(text, i)));
        }
        for (uint32_t i = counts[row]; i < counts[row] + 100; i++)
            ck_assert_uint_eq(faq_keys_find(&keys, key_of(text, i)), UINT32_MAX);
        ck_assert_uint_eq(faq_keys_find(&keys, (faq_str){NULL, 0}), UINT32_MAX);
        ck_assert_ptr_null(faq_keys_at(&keys, counts[row]).at);
        ck_assert_int_eq(faq_keys_open(&keys, snapshot, 3, counts[row] + 1, NULL), FAQ_CORRUPT);
        ck_assert_int_eq(faq_keys_open(&keys, snapshot, 4, counts[row], NULL), FAQ_CORRUPT);
        faq_snapshot_release(snapshot);
    }
}
END_TEST

START_TEST(a_key_is_an_id_and_a_locale)
{
    static const struct {
        const char *key;
        size_t len;
        const char *id, *locale;
    } rows[] = {
        {"a\0zh", 4, "a", "zh"},
        {"a\0", 2, "a", ""},
        {"damaged", 7, "damaged", ""},
        {"", 0, "", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_str key = {rows[i].key, rows[i].len};
        CHECK_STR(faq_key_id(key), rows[i].id, rows[i].key);
        CHECK_STR(faq_key_locale(key), rows[i].locale, rows[i].key);
    }
}
END_TEST

START_TEST(a_table_of_keys_that_lies_ends_every_lookup)
{
    test_random random = {test_seed()};
    for (int round = 0; round < 3000; round++) {
        uint8_t bytes[64], starts[5 * 8], slots[8 * 4];
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (uint8_t)test_next(&random);
        for (size_t i = 0; i < 5; i++)
            faq_store(starts + i * 8,
                      test_below(&random, 3) ? test_below(&random, 70) : test_next(&random), 8);
        for (size_t i = 0; i < 8; i++) /* never a free one */
            faq_store(slots + i * 4, 1 + test_below(&random, 6), 4);
        faq_keys keys = {faq_span_of(bytes, sizeof bytes, 0), faq_span_of(starts, sizeof starts, 0),
                         faq_span_of(slots, sizeof slots, 0), 4, 8};
        char text[32];
        uint32_t found = faq_keys_find(&keys, key_of(text, (uint32_t)round));
        ck_assert(found == UINT32_MAX || found < 4);
        for (uint32_t doc = 0; doc < 6; doc++) {
            faq_str key = faq_keys_at(&keys, doc);
            ck_assert(!key.len || ((const uint8_t *)key.at >= bytes &&
                                   (const uint8_t *)key.at + key.len <= bytes + sizeof bytes));
        }
    }
}
END_TEST

RUN_TESTS("store/keys", CASE(every_key_is_found_and_no_other), CASE(a_key_is_an_id_and_a_locale),
          CASE(a_table_of_keys_that_lies_ends_every_lookup))
