/* SPDX-License-Identifier: MIT */
/* A warm searcher asks its allocator for nothing. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/corpus.h"
#include "text/utf8.h"

enum { N_ENTRIES = 3000, N_QUESTIONS = 400 };

static faq_error err;

static void *count_resize(void *ctx, void *at, size_t len)
{
    ++*(size_t *)ctx;
    return realloc(at, len);
}

static void count_release(void *ctx, void *at)
{
    ++*(size_t *)ctx;
    free(at);
}

static void run(faq_search *search, faq_str question, size_t limit)
{
    faq_hits hits;
    faq_query query = FAQ_INIT(faq_query);
    query.text = question;
    query.limit = limit;
    CHECK_OK(faq_search_run(search, &query, &hits, &err), &err);
}

/* Questions of up to `words` words; `warm` of them first, then others must cost no call. */
static void check_warm(faq_search *search, const size_t *calls, size_t words, size_t limit,
                       const char *name)
{
    static char texts[N_QUESTIONS][2048];
    size_t lens[N_QUESTIONS];
    test_random random = {test_seed() + words};
    for (size_t i = 0; i < N_QUESTIONS; i++)
        lens[i] = corpus_write(&random, CORPUS_SHOP, words, texts[i], sizeof *texts);
    for (size_t i = 0; i < N_QUESTIONS; i++)
        run(search, (faq_str){texts[i], lens[i]}, limit);
    size_t before = *calls;
    for (size_t i = 0; i < N_QUESTIONS; i++)
        run(search, (faq_str){texts[i], lens[i]}, limit);
    CHECK(*calls == before, name);
    for (size_t i = 0; i < N_QUESTIONS; i++) { /* the same size class, other words */
        size_t len =
            corpus_write(&random, CORPUS_SHOP, words > 2 ? words / 2 : 1, texts[i], sizeof *texts);
        run(search, (faq_str){texts[i], len}, limit);
    }
    CHECK(*calls == before, name);
}

/* One question of any Han characters again and again, however long. */
static void check_repeated(faq_search *search, const size_t *calls, size_t len, const char *name)
{
    test_random random = {test_seed() + len};
    char *text = malloc(len + 4);
    for (size_t at = 0; at < len; at += 3)
        faq_utf8_encode(0x4E00 + (uint32_t)test_below(&random, 0x5000), text + at);
    for (int i = 0; i < 4; i++)
        run(search, (faq_str){text, len}, 10);
    size_t before = *calls;
    for (int i = 0; i < 4; i++)
        run(search, (faq_str){text, len}, 10);
    ck_assert_msg(*calls == before, "%s: %zu calls", name, *calls - before);
    free(text);
}

START_TEST(a_warm_search_allocates_nothing)
{
    static corpus_entry *made[N_ENTRIES];
    size_t calls = 0;
    faq_allocator counting = {&calls, count_resize, count_release};
    test_random random = {test_seed()};
    const char *path = test_path("warm.faq");
    for (size_t i = 0; i < N_ENTRIES; i++)
        made[i] = corpus_make(&random, CORPUS_SHOP, N_ENTRIES, 3, 10);
    corpus_commit(path, made, N_ENTRIES, 0);
    faq_index *index;
    faq_search *search;
    faq_search_options options = FAQ_INIT(faq_search_options);
    options.allocator = &counting;
    CHECK_OK(faq_index_open(&index, path, NULL, &err), &err);
    CHECK_OK(faq_search_new(&search, index, &options, &err), &err);
    check_warm(search, &calls, 6, 10, "short questions");
    check_warm(search, &calls, 60, 10, "long questions");
    check_warm(search, &calls, 6, 1000, "long lists");
    check_repeated(search, &calls, 1000, "a long question");
    check_repeated(search, &calls, 30000, "a page as a question");
    check_repeated(search, &calls, 1000000, "a book as a question");
    ck_assert_uint_gt(calls, 0);
    faq_search_free(search);
    faq_index_close(index);
    for (size_t i = 0; i < N_ENTRIES; i++)
        free(made[i]);
}
END_TEST

RUN_TESTS("api/allocation", CASE(a_warm_search_allocates_nothing))
