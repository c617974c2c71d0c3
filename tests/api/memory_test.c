/* SPDX-License-Identifier: MIT */
/*
 * G4 where a searcher or a long history is needed: memory fails at each request in turn. A searcher
 * stays usable and then answers as before; a commit that merges leaves the index as it was.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "support/builder.h"
#include "support/corpus.h"
#include "support/fault.h"

enum { N_ENTRIES = 120, N_SEGMENTS = 8 };

static faq_error err;

/* ---- searching */

typedef faq_status (*operation)(faq_search *search);

static faq_status run(faq_search *search, faq_query query)
{
    faq_hits hits = {.total = 99};
    faq_status status = faq_search_run(search, &query, &hits, &err);
    ck_assert(!status || hits.total == 99); /* untouched on failure */
    return status;
}

static faq_status run_question(faq_search *search)
{
    faq_query query = FAQ_INIT(faq_query);
    query.text = FAQ_STR("怎么申请七天无理由退货？要多久 iPhone15Pro");
    query.limit = 1000;
    return run(search, query);
}

static faq_status run_relaxed(faq_search *search)
{
    faq_query query = FAQ_INIT(faq_query);
    query.text = FAQ_STR("退闅闆闉闊闋闌");
    return run(search, query);
}

static faq_status run_hot(faq_search *search)
{
    faq_query query = FAQ_INIT(faq_query);
    query.limit = 1000;
    return run(search, query);
}

static faq_status find(faq_search *search)
{
    uint32_t segment, doc;
    faq_entry entry;
    faq_status status = faq_search_find(search, FAQ_STR("7"), FAQ_STR(""), &segment, &doc, &err);
    return status ? status : faq_search_entry(search, segment, doc, &entry, &err);
}

static faq_status visit(void *ctx, const faq_entry *entry, faq_error *unused)
{
    (void)unused;
    *(size_t *)ctx += entry->id.len;
    return FAQ_OK;
}

static faq_status each(faq_search *search)
{
    size_t sum = 0;
    return faq_search_each(search, visit, &sum, &err);
}

static faq_status highlight(faq_search *search)
{
    const faq_range *ranges;
    size_t count;
    faq_status status = run_question(search);
    return status ? status
                  : faq_search_highlight(search, FAQ_STR("申请退货，七天无理由退货：iPhone"),
                                         &ranges, &count, &err);
}

static corpus_entry **make_entries(void)
{
    static corpus_entry *made[N_ENTRIES];
    test_random random = {test_seed()};
    for (size_t i = 0; i < N_ENTRIES; i++) {
        made[i] = corpus_make(&random, CORPUS_SHOP, 1, 3, 10);
        char *id = made[i]->text + made[i]->used;
        made[i]->used += (size_t)sprintf(id, "%zu", i) + 1;
        made[i]->entry.id = faq_text(id);
        made[i]->entry.locale = FAQ_STR("");
    }
    return made;
}

static void free_entries(corpus_entry **made)
{
    for (size_t i = 0; i < N_ENTRIES; i++)
        free(made[i]);
}

START_TEST(a_searcher_outlives_any_failing_allocation)
{
    static const struct {
        const char *name;
        operation run;
    } rows[] = {{"a question", run_question}, {"relaxed", run_relaxed}, {"the hot list", run_hot},
                {"an entry", find},           {"all entries", each},    {"highlights", highlight}};
    corpus_entry **made = make_entries();
    const char *path = test_path("memory.faq");
    faq_index *index;
    corpus_commit(path, made, N_ENTRIES, 0);
    CHECK_OK(faq_index_open(&index, path, NULL, &err), &err);
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t n = 1, failed = 1; failed; n++) {
            test_memory memory;
            faq_search *search;
            faq_search_options options = FAQ_INIT(faq_search_options);
            test_memory_init(&memory, 0, false);
            options.allocator = &memory.allocator;
            CHECK_OK(faq_search_new(&search, index, &options, &err), &err);
            memory.fail_at = memory.calls + n;
            faq_status status = rows[i].run(search);
            failed = memory.calls >= memory.fail_at;
            CHECK(status == (failed ? FAQ_NO_MEMORY : FAQ_OK), rows[i].name);
            memory.fail_at = 0;
            status = rows[i].run(search);
            ck_assert_msg(status == FAQ_OK, "%s after request %zu failed: %s", rows[i].name, n,
                          err.message);
            faq_search_free(search);
            CHECK(memory.live == 0, rows[i].name);
        }
    }
    faq_index_close(index);
    free_entries(made);
}
END_TEST

/* ---- a commit that merges while its epoch goes on */

static void write_segments(const char *path, corpus_entry **made)
{
    corpus_commit(path, made, N_ENTRIES - N_SEGMENTS, 0);
    for (size_t i = N_ENTRIES - N_SEGMENTS; i < N_ENTRIES - 1; i++)
        corpus_commit(path, &made[i], 1, 0);
}

static faq_status write_last(const char *path, corpus_entry **made, const faq_allocator *mem)
{
    faq_writer *writer;
    faq_write_options options = corpus_options();
    options.allocator = mem;
    faq_status status = faq_writer_begin(&writer, path, &options, &err);
    if (status)
        return status;
    status = faq_writer_delete(writer, made[N_ENTRIES - 2]->entry.id, FAQ_STR(""), &err);
    if (!status)
        status = faq_writer_put(writer, &made[N_ENTRIES - 1]->entry, NULL, &err);
    if (status) {
        faq_writer_rollback(writer);
        return status;
    }
    return faq_writer_commit(writer, NULL, &err);
}

static faq_index_info describe(const char *path)
{
    faq_index *index;
    faq_index_info info = FAQ_INIT(faq_index_info);
    CHECK_OK(faq_index_open(&index, path, NULL, &err), &err);
    CHECK_OK(faq_index_check(index, NULL, NULL, &err), &err);
    faq_index_describe(index, &info);
    faq_index_close(index);
    return info;
}

START_TEST(a_commit_that_merges_survives_any_failing_allocation)
{
    corpus_entry **made = make_entries();
    const char *path = test_path("merge.faq");
    faq_buf whole;
    faq_buf_init(&whole, faq_mem_default());
    write_segments(path, made);
    ck_assert(test_read_file(path, &whole));
    faq_index_info before = describe(path);
    ck_assert_uint_eq(before.n_segments, N_SEGMENTS);
    for (size_t n = 1, failed = 1; failed; n += 1 + n / 200) {
        test_memory memory;
        ck_assert(test_write_file(path, whole.at, whole.len));
        test_memory_init(&memory, n, false);
        faq_status status = write_last(path, made, &memory.allocator);
        failed = memory.calls >= n;
        ck_assert_uint_eq(memory.live, 0);
        ck_assert(status == FAQ_OK || (failed && status == FAQ_NO_MEMORY));
        faq_index_info after = describe(path);
        ck_assert_uint_eq(after.generation, before.generation + (status == FAQ_OK));
        ck_assert_uint_eq(after.n_segments, status ? before.n_segments : 2);
    }
    faq_buf_release(&whole);
    free_entries(made);
}
END_TEST

START_TEST(a_transaction_with_a_failed_change_cannot_be_committed)
{
    corpus_entry **made = make_entries();
    const char *path = test_path("half.faq");
    corpus_commit(path, made, 10, 0);
    faq_index_info before = describe(path);
    for (size_t n = 1, failed = 1; failed; n++) {
        test_memory memory;
        faq_writer *writer;
        faq_write_options options = corpus_options();
        test_memory_init(&memory, 0, false);
        options.allocator = &memory.allocator;
        options.memory = 1; /* each put writes the one before */
        CHECK_OK(faq_writer_begin(&writer, path, &options, &err), &err);
        memory.fail_at = memory.calls + n;
        faq_status status = FAQ_OK;
        for (size_t i = 0; i < 3 && !status; i++) {
            faq_entry entry = made[i]->entry;
            entry.question = FAQ_STR("换了");
            status = faq_writer_put(writer, &entry, NULL, &err);
        }
        failed = memory.calls >= memory.fail_at;
        if (!failed) {
            faq_writer_rollback(writer);
            break;
        }
        if (status) { /* else the failing request was one that can be done without */
            ck_assert_int_eq(status, FAQ_NO_MEMORY);
            ck_assert_int_eq(faq_writer_put(writer, &made[0]->entry, NULL, &err), FAQ_NO_MEMORY);
            ck_assert_int_eq(faq_writer_delete(writer, made[0]->entry.id, FAQ_STR(""), &err),
                             FAQ_NO_MEMORY);
            ck_assert_int_eq(faq_writer_delete_others(writer, NULL, &err), FAQ_NO_MEMORY);
            ck_assert_int_eq(faq_writer_commit(writer, NULL, &err), FAQ_NO_MEMORY);
        } else {
            faq_writer_rollback(writer);
        }
        ck_assert_uint_eq(memory.live, 0);
        ck_assert_uint_eq(describe(path).generation, before.generation);
    }
    free_entries(made);
}
END_TEST

RUN_TESTS("api/memory", CASE(a_searcher_outlives_any_failing_allocation),
          CASE(a_commit_that_merges_survives_any_failing_allocation),
          CASE(a_transaction_with_a_failed_change_cannot_be_committed))
