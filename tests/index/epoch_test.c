/* SPDX-License-Identifier: MIT */
/* Weights against those that the oracle computes, and the rules of when they are made anew. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/reader.h"
#include "support/corpus.h"
#include "support/oracle.h"

enum { N_ENTRIES = 100 };

static faq_error err;

static faq_reader *open_reader(const char *path)
{
    faq_reader *reader;
    faq_snapshot_options plain = {false, false};
    CHECK_OK(faq_reader_open(&reader, path, faq_mem_default(), faq_io_default(), plain, &err),
             &err);
    return reader;
}

static faq_epoch epoch_of(const char *path)
{
    faq_reader *reader = open_reader(path);
    faq_epoch epoch = reader->epoch;
    faq_reader_release(reader);
    return epoch;
}

static const char *fresh_path(void)
{
    const char *path = test_path("epoch.faq");
    remove(path);
    return path;
}

START_TEST(a_weight_follows_its_formula)
{
    static const uint64_t counts[] = {0, 1, 2, 10, 999, 75000, 10000000};
    for (size_t i = 0; i < COUNT(counts); i++) {
        uint32_t before = UINT32_MAX;
        for (uint64_t df = 0; df <= counts[i]; df += 1 + df / 3) {
            double rarity = log(1 + ((double)(counts[i] - df) + 0.5) / ((double)df + 0.5));
            uint32_t weight = faq_epoch_weight(counts[i], df);
            ck_assert(fabs(1000 * pow(rarity, 0.6) - weight) <= 0.5 + 1e-6 || weight == 1);
            ck_assert_uint_le(weight, before); /* what is rarer never weighs less */
            ck_assert(weight >= 1 && weight <= UINT16_MAX);
            before = weight;
        }
    }
    ck_assert_uint_eq(faq_epoch_weight(5, 9), faq_epoch_weight(5, 5));
}
END_TEST

/* The lengths of each row are the sums of what its lists say. */
static void check_lengths(const faq_segment *segment)
{
    uint32_t *sums = calloc((size_t)segment->n_rows * FAQ_ROW_FIELDS + 1, sizeof *sums);
    faq_terms_walk walk;
    faq_terms_walk_init(&walk, &segment->terms, faq_mem_default());
    while (faq_terms_walk_next(&walk)) {
        faq_index_field field = faq_field_of(faq_buf_text(&walk.text));
        faq_postings list;
        if (field == FAQ_INDEX_BODY)
            continue;
        ck_assert(faq_postings_open(&list, &segment->postings, &walk.term, false));
        for (uint32_t i = 0; i < list.count; i++)
            sums[(size_t)faq_postings_get(&list, i) * FAQ_ROW_FIELDS + field] +=
                faq_load_u16(segment->weights.at + (size_t)walk.term.number * 2);
    }
    faq_terms_walk_release(&walk);
    for (size_t i = 0; i < (size_t)segment->n_rows * FAQ_ROW_FIELDS; i++)
        ck_assert_uint_eq(sums[i], faq_load_u32(segment->lengths.at + i * 4));
    free(sums);
}

START_TEST(stored_weights_are_those_of_the_entries)
{
    test_random random = {test_seed()};
    for (int round = 0; round < 10; round++) {
        corpus_entry *made[N_ENTRIES];
        const faq_entry *entries[N_ENTRIES];
        const char *path = fresh_path();
        oracle *twin = oracle_new();
        for (size_t i = 0; i < N_ENTRIES; i++) {
            made[i] = corpus_make(&random, (corpus_kind)(round % 2), 1, 3, 30);
            int len = snprintf(made[i]->text + made[i]->used, 8, "%zu", i);
            made[i]->entry.id = (faq_str){made[i]->text + made[i]->used, (size_t)len};
            entries[i] = &made[i]->entry;
        }
        corpus_commit(path, made, N_ENTRIES, round % 3 ? 0 : 2000);
        oracle_see(twin, entries, N_ENTRIES, true);
        faq_reader *reader = open_reader(path);
        ck_assert_uint_eq(reader->epoch.n_entries, oracle_counted(twin));
        ck_assert_uint_eq(reader->epoch.unknown, oracle_weight(twin, FAQ_STR("U\x01none")));
        for (size_t s = 0; s < reader->n_segments; s++) {
            const faq_segment *segment = &reader->segments[s];
            faq_terms_walk walk;
            faq_terms_walk_init(&walk, &segment->terms, faq_mem_default());
            while (faq_terms_walk_next(&walk))
                ck_assert_uint_eq(faq_load_u16(segment->weights.at + (size_t)walk.term.number * 2),
                                  oracle_weight(twin, faq_buf_text(&walk.text)));
            faq_terms_walk_release(&walk);
            check_lengths(segment);
        }
        faq_reader_release(reader);
        oracle_free(twin);
        for (size_t i = 0; i < N_ENTRIES; i++)
            free(made[i]);
    }
}
END_TEST

/* ---- when an epoch ends */

/* Put entries `first` .. `first + count - 1`, whose question and answer are `text`. */
static void put(const char *path, size_t first, size_t count, const char *text, bool hidden)
{
    static const faq_str internal[] = {{"internal", 8}};
    faq_writer *writer;
    faq_write_options options = corpus_options();
    CHECK_OK(faq_writer_begin(&writer, path, &options, &err), &err);
    for (size_t i = first; i < first + count; i++) {
        char id[24];
        snprintf(id, sizeof id, "%04zu", i);
        faq_entry entry = faq_entry_init();
        entry.id = faq_text(id);
        entry.question = entry.answer = faq_text(text);
        if (hidden)
            entry.visibility = (faq_list){internal, 1};
        CHECK_OK(faq_writer_put(writer, &entry, NULL, &err), &err);
    }
    CHECK_OK(faq_writer_commit(writer, NULL, &err), &err);
}

static void delete_range(const char *path, size_t first, size_t count)
{
    faq_writer *writer;
    faq_write_options options = corpus_options();
    CHECK_OK(faq_writer_begin(&writer, path, &options, &err), &err);
    for (size_t i = first; i < first + count; i++) {
        char id[24];
        snprintf(id, sizeof id, "%04zu", i);
        CHECK_OK(faq_writer_delete(writer, faq_text(id), FAQ_STR(""), &err), &err);
    }
    CHECK_OK(faq_writer_commit(writer, NULL, &err), &err);
}

START_TEST(an_epoch_goes_on_until_more_than_a_tenth_has_changed)
{
    const char *path = fresh_path();
    put(path, 0, 100, "退货", false);
    faq_epoch first = epoch_of(path);
    ck_assert_uint_eq(first.n_entries, 100);
    put(path, 100, 4, "运费", false);
    delete_range(path, 0, 2);
    put(path, 50, 2, "换货", false); /* two go, two come */
    faq_epoch later = epoch_of(path);
    ck_assert_uint_eq(later.number, first.number);
    ck_assert_uint_eq(later.n_entries, 100);
    ck_assert_uint_eq(later.changed, 10);
    delete_range(path, 2, 1);
    later = epoch_of(path);
    ck_assert_uint_gt(later.number, first.number);
    ck_assert_uint_eq(later.n_entries, 101);
    ck_assert_uint_eq(later.changed, 0);
}
END_TEST

START_TEST(hidden_entries_never_end_an_epoch)
{
    const char *path = fresh_path();
    put(path, 0, 100, "退货", false);
    put(path, 100, 6, "运费", false);
    faq_epoch first = epoch_of(path);
    for (size_t i = 0; i < 30; i++) /* more commits than there may be segments */
        put(path, 1000 + 10 * i, 12, i % 2 ? "机密" : "退货", true);
    delete_range(path, 1000, 100);
    faq_epoch later = epoch_of(path);
    ck_assert_uint_eq(later.number, first.number);
    ck_assert_uint_eq(later.n_entries, 100);
    ck_assert_uint_eq(later.changed, 6);
}
END_TEST

START_TEST(an_entry_put_twice_in_a_commit_counts_once)
{
    for (uint64_t memory = 0; memory < 2; memory++) { /* 1: each becomes a segment at once */
        const char *path = fresh_path();
        put(path, 0, 100, "退货", false);
        faq_writer *writer;
        faq_write_options options = corpus_options();
        options.memory = memory;
        CHECK_OK(faq_writer_begin(&writer, path, &options, &err), &err);
        faq_entry entry = faq_entry_init();
        entry.id = FAQ_STR("new");
        static const char *const questions[] = {"一", "二", "三", "四"};
        for (size_t i = 0; i < 4; i++) {
            entry.question = faq_text(questions[i]);
            CHECK_OK(faq_writer_put(writer, &entry, NULL, &err), &err);
        }
        entry.id = FAQ_STR("never");
        CHECK_OK(faq_writer_put(writer, &entry, NULL, &err), &err);
        CHECK_OK(faq_writer_delete(writer, entry.id, entry.locale, &err), &err);
        CHECK_OK(faq_writer_commit(writer, NULL, &err), &err);
        ck_assert_uint_eq(epoch_of(path).changed, 1);
    }
}
END_TEST

/* The score of entry 0000 for a question. */
static double score_of_first(const char *path, const char *question)
{
    faq_index *index;
    faq_search *search;
    faq_query query = FAQ_INIT(faq_query);
    faq_hits hits;
    uint32_t segment, doc;
    double score = 0;
    query.text = faq_text(question);
    query.limit = 1000;
    CHECK_OK(faq_index_open(&index, path, NULL, &err), &err);
    CHECK_OK(faq_search_new(&search, index, NULL, &err), &err);
    CHECK_OK(faq_search_find(search, FAQ_STR("0000"), FAQ_STR(""), &segment, &doc, &err), &err);
    CHECK_OK(faq_search_run(search, &query, &hits, &err), &err);
    for (size_t i = 0; i < hits.count; i++) {
        if (hits.at[i].segment == segment && hits.at[i].doc == doc)
            score = hits.at[i].score;
    }
    faq_search_free(search);
    faq_index_close(index);
    return score;
}

START_TEST(a_unit_keeps_its_weight_when_the_last_entry_that_holds_it_goes)
{
    const char *path = fresh_path(), *question = "退货签收";
    put(path, 0, 100, "换货", false);
    put(path, 0, 1, "退货", false);
    put(path, 200, 11, "签收", false); /* more than a tenth: weighed in a new epoch */
    faq_epoch epoch = epoch_of(path);
    ck_assert_uint_eq(epoch.n_entries, 111);
    double before = score_of_first(path, question);
    ck_assert_double_gt(before, 0);
    ck_assert_double_ne(before, score_of_first(path, "退货拒付"));
    delete_range(path, 200, 11);
    ck_assert_uint_eq(epoch_of(path).number, epoch.number);
    ck_assert(score_of_first(path, question) == before);
    for (size_t i = 0; i < 12; i++) /* so many segments that they are merged */
        put(path, 1000 + i, 1, "机密", true);
    ck_assert_uint_eq(epoch_of(path).number, epoch.number);
    ck_assert(score_of_first(path, question) == before);
    put(path, 300, 2, "签收", false); /* the epoch ends */
    ck_assert(score_of_first(path, question) != before);
}
END_TEST

RUN_TESTS("index/epoch", CASE(a_weight_follows_its_formula),
          CASE(stored_weights_are_those_of_the_entries),
          CASE(an_epoch_goes_on_until_more_than_a_tenth_has_changed),
          CASE(hidden_entries_never_end_an_epoch), CASE(an_entry_put_twice_in_a_commit_counts_once),
          CASE(a_unit_keeps_its_weight_when_the_last_entry_that_holds_it_goes))
