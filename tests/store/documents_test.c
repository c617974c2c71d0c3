/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "store/documents.h"
#include "store/record.h"
#include "store/section_support.h"
#include "support/fault.h"

/* Record i of a set: of random length, some longer than a block. */
static void make_record(uint64_t seed, uint32_t i, faq_buf *out)
{
    static const size_t limits[] = {1, 50, 300, 3000, 30000};
    test_random random = {seed * 1000003 + i};
    size_t len = test_below(&random, limits[test_below(&random, COUNT(limits))]);
    faq_buf_reset(out);
    for (size_t at = 0; at < len; at++) /* half of it repeats, so that it compresses */
        faq_put_u8(out, at % 64 < 32 ? (uint8_t) "退货运费险怎么申请"[at % 27]
                                     : (uint8_t)test_next(&random));
}

static faq_snapshot *write_records(const char *path, uint64_t seed, uint32_t count)
{
    faq_buf samples, record;
    faq_buf_init(&samples, faq_mem_default());
    faq_buf_init(&record, faq_mem_default());
    size_t *lengths = faq_mem_new(faq_mem_default(), count + 1, sizeof *lengths);
    for (uint32_t i = 0; i < count; i++) {
        make_record(seed, i, &record);
        lengths[i] = record.len;
        faq_buf_append(&samples, faq_buf_text(&record));
    }
    faq_appender appender;
    begin_file(&appender, path);
    faq_documents_writer writer;
    faq_error err;
    CHECK_OK(faq_documents_begin(&writer, faq_mem_default(), faq_buf_text(&samples), lengths, count,
                                 &err),
             &err);
    for (uint32_t i = 0; i < count; i++) {
        make_record(seed, i, &record);
        CHECK_OK(faq_documents_add(&writer, faq_buf_text(&record), &err), &err);
    }
    CHECK_OK(faq_documents_finish(&writer, &appender, 1, &err), &err);
    faq_documents_release(&writer);
    faq_mem_free(faq_mem_default(), lengths);
    faq_buf_release(&samples);
    faq_buf_release(&record);
    return commit_file(&appender, path);
}

static void read_in_any_order(const faq_snapshot *snapshot, uint64_t seed, uint32_t count)
{
    faq_documents documents;
    faq_documents_reader reader;
    faq_error err;
    faq_buf want;
    faq_buf_init(&want, faq_mem_default());
    CHECK_OK(faq_documents_open(&documents, snapshot, 1, count, &err), &err);
    faq_documents_reader_init(&reader, faq_mem_default());
    test_random random = {seed};
    for (uint32_t i = 0; i < 2 * count; i++) {
        uint32_t doc = i < count ? i : (uint32_t)test_below(&random, count);
        faq_span got;
        make_record(seed, doc, &want);
        CHECK_OK(faq_documents_read(&documents, doc, &reader, &got, &err), &err);
        ck_assert_msg(faq_str_equal((faq_str){(const char *)got.at, got.len}, faq_buf_text(&want)),
                      "seed %llu, %u records: record %u differs", (unsigned long long)seed, count,
                      doc);
    }
    faq_span none;
    ck_assert_int_eq(faq_documents_read(&documents, count, &reader, &none, NULL), FAQ_CORRUPT);
    ck_assert_int_eq(faq_documents_open(&documents, snapshot, 1, count + 1, NULL), FAQ_CORRUPT);
    ck_assert_int_eq(faq_documents_open(&documents, snapshot, 2, count, NULL), FAQ_CORRUPT);
    faq_documents_reader_release(&reader);
    faq_buf_release(&want);
}

START_TEST(records_come_back_in_any_order)
{
    static const uint32_t counts[] = {0, 1, 2, 63, 64, 300};
    for (size_t i = 0; i < COUNT(counts); i++) {
        char name[32];
        snprintf(name, sizeof name, "docs%zu.faq", i);
        const char *path = test_path(name);
        faq_snapshot *snapshot = write_records(path, test_seed() + i, counts[i]);
        read_in_any_order(snapshot, test_seed() + i, counts[i]);
        faq_snapshot_release(snapshot);
    }
}
END_TEST

START_TEST(many_records_teach_a_dictionary)
{
    const char *path = test_path("learned.faq");
    faq_snapshot *snapshot = write_records(path, 1, 300);
    faq_span dictionary;
    ck_assert_ptr_nonnull(faq_snapshot_find(snapshot, FAQ_SECTION_DICTIONARY, 1, &dictionary));
    faq_snapshot_release(snapshot);
}
END_TEST

/* Raw blocks as a stranger may write them: tables and frames need not agree. */
typedef struct forged_block {
    uint64_t offset;
    uint32_t compressed, raw, first, count;
} forged_block;

static faq_status read_forged(const forged_block *blocks, size_t n_blocks, uint32_t n_docs)
{
    /* a zstd frame of eight raw bytes: ends 2 and 4, and two records of two bytes */
    static const uint8_t frame[] = {0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x0C, 0x61, 0,   0,   2,  0,
                                    0,    0,    4,    0,    0,    0,    'a',  'b', 'c', 'd'};
    faq_buf table;
    faq_buf_init(&table, faq_mem_default());
    for (size_t i = 0; i < n_blocks; i++) {
        faq_put_u64(&table, blocks[i].offset);
        faq_put_u32(&table, blocks[i].compressed);
        faq_put_u32(&table, blocks[i].raw);
        faq_put_u32(&table, blocks[i].first);
        faq_put_u32(&table, blocks[i].count);
    }
    uint8_t *exact = faq_mem_new(faq_mem_default(), table.len, 1); /* no slack to read into */
    memcpy(exact, table.at, table.len);
    faq_documents documents = {.frames = faq_span_of(frame, sizeof frame, 0),
                               .blocks = faq_span_of(exact, table.len, 0),
                               .n_docs = n_docs,
                               .n_blocks = n_blocks};
    faq_documents_reader reader;
    faq_documents_reader_init(&reader, faq_mem_default());
    faq_status worst = FAQ_OK;
    for (uint32_t doc = 0; doc < n_docs; doc++) {
        faq_span record;
        faq_status status = faq_documents_read(&documents, doc, &reader, &record, NULL);
        if (status < worst)
            worst = status;
        if (!status) /* a sanitizer looks whether all of it is there */
            ck_assert_uint_ne(faq_hash((faq_str){(const char *)record.at, record.len}), 1);
    }
    faq_documents_reader_release(&reader);
    faq_mem_free(faq_mem_default(), exact);
    faq_buf_release(&table);
    return worst;
}

START_TEST(tables_that_lie_are_damage)
{
    static const struct {
        const char *name;
        forged_block blocks[2];
        size_t n_blocks;
        faq_status want;
    } rows[] = {
        {"the truth", {{0, 21, 12, 0, 2}}, 1, FAQ_OK},
        {"no blocks", {{0, 21, 12, 0, 2}}, 0, FAQ_CORRUPT},
        {"a frame beyond the end", {{1, 21, 12, 0, 2}}, 1, FAQ_CORRUPT},
        {"an offset that wraps", {{UINT64_MAX - 8, 21, 12, 0, 2}}, 1, FAQ_CORRUPT},
        {"a larger block than there is", {{0, 21, 1000, 0, 2}}, 1, FAQ_CORRUPT},
        {"a smaller one", {{0, 21, 8, 0, 2}}, 1, FAQ_CORRUPT},
        {"more entries than ends", {{0, 21, 12, 0, 3}}, 1, FAQ_CORRUPT},
        {"more entries than bytes", {{0, 21, 12, 0, 4}}, 1, FAQ_CORRUPT},
        {"two tables of one frame", {{0, 21, 12, 0, 1}, {0, 21, 4000, 1, 1000}}, 2, FAQ_CORRUPT},
        {"blocks out of order", {{0, 21, 12, 1, 2}, {0, 21, 12, 0, 1}}, 2, FAQ_CORRUPT},
        {"a block too large to believe", {{0, 21, UINT32_MAX, 0, 2}}, 1, FAQ_CORRUPT},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_status status = read_forged(rows[i].blocks, rows[i].n_blocks, 2);
        ck_assert_msg(status == rows[i].want, "%s: status %d", rows[i].name, status);
    }
}
END_TEST

RUN_TESTS("store/documents", CASE(records_come_back_in_any_order),
          CASE(many_records_teach_a_dictionary), CASE(tables_that_lie_are_damage))
