/* SPDX-License-Identifier: MIT */
/*
 * G12: readers see one snapshot. Threads search one index while a writer commits, another refreshes
 * and the file is compacted. In every commit all entries say the same number, so a reader that saw
 * two commits at once would notice. Also run under the thread sanitizer.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/str.h"
#include "support/corpus.h"

enum { N_ENTRIES = 40, N_SEARCHERS = 2 };

static const char *path;
static faq_index *index_;
static atomic_bool done;
static atomic_uint committed; /* the number of the last commit */

static size_t wanted_commits(void)
{
    const char *given = getenv("FAQ_CASES");
    return given ? (size_t)strtoull(given, NULL, 10) : 100;
}

/* Every entry says which commit it is of. */
static void write_commit(unsigned number)
{
    faq_error err;
    faq_writer *writer;
    faq_write_options options = corpus_options();
    options.wait_ms = 10000;
    options.memory = number % 3 ? 0 : 500;
    CHECK_OK(faq_writer_begin(&writer, path, &options, &err), &err);
    for (unsigned i = 0; i < N_ENTRIES; i++) {
        char id[16], answer[64];
        faq_entry entry = faq_entry_init();
        snprintf(id, sizeof id, "%02u", i);
        snprintf(answer, sizeof answer, "%u", number);
        entry.id = faq_text(id);
        entry.question = i % 2 ? FAQ_STR("怎么退货") : FAQ_STR("运费谁出");
        entry.answer = faq_text(answer);
        entry.asked = number;
        CHECK_OK(faq_writer_put(writer, &entry, NULL, &err), &err);
    }
    CHECK_OK(faq_writer_commit(writer, NULL, &err), &err);
    atomic_store(&committed, number);
}

/* The number that the hits of a question say; all must say the same. */
static uint64_t search_once(faq_search *search, const char *question, size_t *count)
{
    faq_error err;
    faq_hits hits;
    faq_query query = FAQ_INIT(faq_query);
    query.text = faq_text(question);
    query.limit = N_ENTRIES;
    CHECK_OK(faq_search_run(search, &query, &hits, &err), &err);
    uint64_t number = 0;
    *count = hits.count;
    for (size_t i = 0; i < hits.count; i++) {
        faq_entry entry;
        faq_status status =
            faq_search_entry(search, hits.at[i].segment, hits.at[i].doc, &entry, &err);
        CHECK_OK(status, &err);
        ck_assert(i == 0 || entry.asked == number);
        number = entry.asked;
    }
    return number;
}

static void *run_searcher(void *unused)
{
    (void)unused;
    faq_error err;
    faq_search *search;
    uint64_t last = 0;
    CHECK_OK(faq_search_new(&search, index_, NULL, &err), &err);
    while (!atomic_load(&done)) {
        size_t count;
        uint64_t number = search_once(search, "怎么退货", &count);
        ck_assert_uint_eq(count, N_ENTRIES / 2);
        ck_assert_uint_ge(number, last); /* never back to an older commit */
        last = number;
        number = search_once(search, "", &count);
        ck_assert_uint_eq(count, N_ENTRIES);
        ck_assert_uint_ge(number, last);
        last = number;
    }
    faq_search_free(search);
    return NULL;
}

static void *run_refresher(void *unused)
{
    (void)unused;
    while (!atomic_load(&done)) {
        faq_error err;
        faq_index_info info = FAQ_INIT(faq_index_info);
        CHECK_OK(faq_index_refresh(index_, NULL, &err), &err);
        faq_index_describe(index_, &info);
        ck_assert_uint_eq(info.n_entries, N_ENTRIES);
    }
    return NULL;
}

static void *run_writer(void *unused)
{
    (void)unused;
    size_t wanted = wanted_commits();
    for (unsigned number = 2; number < wanted + 2; number++) {
        faq_error err;
        faq_write_options options = corpus_options();
        write_commit(number);
        if (number % 7 == 0)
            CHECK_OK(faq_index_compact(path, &options, NULL, &err), &err);
    }
    atomic_store(&done, true);
    return NULL;
}

START_TEST(readers_see_one_commit_while_others_write_refresh_and_compact)
{
    faq_error err;
    faq_search *search;
    pthread_t threads[N_SEARCHERS + 3];
    void *(*jobs[N_SEARCHERS + 3])(void *) = {run_refresher, run_refresher, run_writer};
    size_t count;
    path = test_path("thread.faq");
    write_commit(1);
    CHECK_OK(faq_index_open(&index_, path, NULL, &err), &err);
    for (size_t i = 0; i < COUNT(threads); i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, i < 3 ? jobs[i] : run_searcher, NULL),
                         0);
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    CHECK_OK(faq_index_refresh(index_, NULL, &err), &err);
    CHECK_OK(faq_search_new(&search, index_, NULL, &err), &err);
    ck_assert_uint_eq(search_once(search, "", &count), atomic_load(&committed));
    faq_search_free(search);
    CHECK_OK(faq_index_check(index_, NULL, NULL, &err), &err);
    faq_index_close(index_);
}
END_TEST

START_TEST(hits_can_be_read_after_a_refresh)
{
    faq_error err;
    faq_search *search;
    faq_hits hits;
    faq_entry entry;
    faq_query query = FAQ_INIT(faq_query);
    faq_write_options options = corpus_options();
    path = test_path("refresh.faq");
    write_commit(1);
    CHECK_OK(faq_index_open(&index_, path, NULL, &err), &err);
    CHECK_OK(faq_search_new(&search, index_, NULL, &err), &err);
    query.text = FAQ_STR("怎么退货");
    CHECK_OK(faq_search_run(search, &query, &hits, &err), &err);
    write_commit(2);
    CHECK_OK(faq_index_compact(path, &options, NULL, &err), &err);
    bool changed = false;
    CHECK_OK(faq_index_refresh(index_, &changed, &err), &err);
    ck_assert(changed);
    CHECK_OK(faq_index_refresh(index_, &changed, &err), &err);
    ck_assert(!changed);
    CHECK_OK(faq_search_entry(search, hits.at[0].segment, hits.at[0].doc, &entry, &err), &err);
    ck_assert_uint_eq(entry.asked, 1);
    CHECK_OK(faq_search_run(search, &query, &hits, &err), &err);
    CHECK_OK(faq_search_entry(search, hits.at[0].segment, hits.at[0].doc, &entry, &err), &err);
    ck_assert_uint_eq(entry.asked, 2);
    faq_search_free(search);
    faq_index_close(index_);
}
END_TEST

START_TEST(a_refreshed_searcher_reads_new_entries_where_old_ones_were)
{
    faq_error err;
    faq_search *search;
    faq_write_options options = corpus_options();
    path = test_path("again.faq");
    remove(path);
    write_commit(1);
    CHECK_OK(faq_index_open(&index_, path, NULL, &err), &err);
    CHECK_OK(faq_search_new(&search, index_, NULL, &err), &err);
    for (unsigned number = 10; number < 30; number++) {
        size_t count;
        faq_hits hits;
        faq_query query = FAQ_INIT(faq_query);
        write_commit(number);
        CHECK_OK(faq_index_compact(path, &options, NULL, &err), &err);
        CHECK_OK(faq_index_refresh(index_, NULL, &err), &err);
        CHECK_OK(faq_search_run(search, &query, &hits, &err), &err);
        if (number % 2) /* the next file of this length is mapped where the last but one was */
            continue;
        ck_assert_uint_eq(search_once(search, "怎么退货", &count), number);
        ck_assert_uint_eq(count, N_ENTRIES / 2);
    }
    faq_search_free(search);
    faq_index_close(index_);
}
END_TEST

/* ---- a refresh that is overtaken by another */

static atomic_int closes_left; /* until one is held up */
static atomic_bool held, overtaken;

static int slow_close(void *ctx, int file)
{
    int status = faq_io_default()->close(ctx, file);
    if (atomic_fetch_sub(&closes_left, 1) == 1) {
        struct timespec step = {0, 5000000};
        atomic_store(&held, true);
        for (int i = 0; i < 40 && !atomic_load(&overtaken); i++) /* a fifth of a second at most */
            nanosleep(&step, NULL);
    }
    return status;
}

static void *refresh_slowly(void *unused)
{
    (void)unused;
    faq_error err;
    CHECK_OK(faq_index_refresh(index_, NULL, &err), &err);
    return NULL;
}

START_TEST(a_slow_refresh_never_goes_back_to_an_older_commit)
{
    faq_error err;
    pthread_t slow;
    faq_io io = *faq_io_default();
    faq_open_options options = FAQ_INIT(faq_open_options);
    faq_index_info info = FAQ_INIT(faq_index_info);
    io.close = slow_close;
    options.io = &io;
    path = test_path("slow.faq");
    remove(path);
    write_commit(1);
    CHECK_OK(faq_index_open(&index_, path, &options, &err), &err);
    write_commit(2);
    atomic_store(&closes_left, 2); /* one looks whether there is anything new, one has read it */
    ck_assert_int_eq(pthread_create(&slow, NULL, refresh_slowly, NULL), 0);
    struct timespec step = {0, 1000000};
    while (!atomic_load(&held))
        nanosleep(&step, NULL);
    write_commit(3);
    CHECK_OK(faq_index_refresh(index_, NULL, &err), &err);
    atomic_store(&overtaken, true);
    pthread_join(slow, NULL);
    faq_index_describe(index_, &info);
    ck_assert_uint_eq(info.generation, 3);
    faq_index_close(index_);
}
END_TEST

RUN_TESTS("api/thread", CASE(readers_see_one_commit_while_others_write_refresh_and_compact),
          CASE(hits_can_be_read_after_a_refresh),
          CASE(a_refreshed_searcher_reads_new_entries_where_old_ones_were),
          CASE(a_slow_refresh_never_goes_back_to_an_older_commit))
