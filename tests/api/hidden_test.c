/* SPDX-License-Identifier: MIT */
/*
 * G17: nothing hidden leaks. Two indexes live the same life as far as the public can see; one of
 * them also has entries that are internal, drafts, for a group, or out of their time, which come,
 * change and go. A public reader must get the same answers from both, to the last bit of a score.
 * FAQ_CASES= sets how many steps, FAQ_SEED= replays.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/corpus.h"

enum { MAX_PUBLIC = 150, MAX_HIDDEN = 300, N_QUESTIONS = 200 };

static faq_error err;

/* Entries by number; NULL where there is none now. */
typedef struct twin_shops {
    test_random random;
    corpus_kind kind;
    const char *plain, *other; /* the index without hidden entries, and the one with them */
    corpus_entry *shown[MAX_PUBLIC], *hidden[MAX_HIDDEN];
    char texts[N_QUESTIONS][256];
    faq_str questions[N_QUESTIONS];
} twin_shops;

/* The kinds of steps that a life is made of. */
typedef struct twin_writers {
    faq_writer *plain, *other;
} twin_writers;

static corpus_entry *make(twin_shops *shops, const char *prefix, size_t number)
{
    corpus_entry *made = corpus_make(&shops->random, shops->kind, 1, 3, 0);
    char *id = made->text + made->used;
    made->used += (size_t)sprintf(id, "%s%zu", prefix, number) + 1;
    made->entry.id = faq_text(id);
    made->entry.locale = FAQ_STR("");
    return made;
}

static void begin(twin_shops *shops, twin_writers *writers)
{
    faq_write_options options = corpus_options();
    options.memory = test_below(&shops->random, 3) ? 0 : 2000;
    CHECK_OK(faq_writer_begin(&writers->plain, shops->plain, &options, &err), &err);
    CHECK_OK(faq_writer_begin(&writers->other, shops->other, &options, &err), &err);
}

static void commit(twin_writers *writers)
{
    CHECK_OK(faq_writer_commit(writers->plain, NULL, &err), &err);
    CHECK_OK(faq_writer_commit(writers->other, NULL, &err), &err);
}

/* Put or delete a public entry in both; now and then the other index only hides it. */
static void change_shown(twin_shops *shops, twin_writers *writers, size_t number)
{
    corpus_entry **at = &shops->shown[number];
    if (*at && !test_below(&shops->random, 3)) {
        CHECK_OK(faq_writer_delete(writers->plain, (*at)->entry.id, (*at)->entry.locale, &err),
                 &err);
        if (test_below(&shops->random, 2)) {
            corpus_hide(&shops->random, *at);
            CHECK_OK(faq_writer_put(writers->other, &(*at)->entry, NULL, &err), &err);
        } else {
            CHECK_OK(faq_writer_delete(writers->other, (*at)->entry.id, (*at)->entry.locale, &err),
                     &err);
        }
        free(*at);
        *at = NULL;
        return;
    }
    free(*at);
    *at = make(shops, "p", number);
    if (!test_below(&shops->random, 8))
        (*at)->entry.valid_to = 20000; /* shown, and yet not counted */
    CHECK_OK(faq_writer_put(writers->plain, &(*at)->entry, NULL, &err), &err);
    CHECK_OK(faq_writer_put(writers->other, &(*at)->entry, NULL, &err), &err);
}

/* Some hidden entries have the id of a public one, in another language. */
static void change_hidden(twin_shops *shops, faq_writer *writer, size_t number)
{
    corpus_entry **at = &shops->hidden[number];
    if (*at && test_below(&shops->random, 2)) {
        CHECK_OK(faq_writer_delete(writer, (*at)->entry.id, (*at)->entry.locale, &err), &err);
        free(*at);
        *at = NULL;
        return;
    }
    free(*at);
    *at = make(shops, number % 3 ? number % 2 ? "h" : "z" : "p", number);
    if (number % 3 == 0)
        (*at)->entry.locale = FAQ_STR("zh-HK");
    corpus_hide(&shops->random, *at);
    CHECK_OK(faq_writer_put(writer, &(*at)->entry, NULL, &err), &err);
}

static void change_some_hidden(twin_shops *shops, faq_writer *writer)
{
    for (size_t i = 1 + test_below(&shops->random, 20); i > 0; i--)
        change_hidden(shops, writer, test_below(&shops->random, MAX_HIDDEN));
}

/* Changes that nobody outside may notice, in a commit of their own. */
static void step_hidden(twin_shops *shops)
{
    faq_writer *writer;
    faq_write_options options = corpus_options();
    CHECK_OK(faq_writer_begin(&writer, shops->other, &options, &err), &err);
    change_some_hidden(shops, writer);
    CHECK_OK(faq_writer_commit(writer, NULL, &err), &err);
}

static void step_shown(twin_shops *shops, size_t changes)
{
    twin_writers writers;
    begin(shops, &writers);
    for (size_t i = 0; i < changes; i++)
        change_shown(shops, &writers, test_below(&shops->random, MAX_PUBLIC));
    if (test_below(&shops->random, 2))
        change_some_hidden(shops, writers.other);
    commit(&writers);
}

static void step_compact(twin_shops *shops)
{
    faq_write_options options = corpus_options();
    CHECK_OK(faq_index_compact(shops->plain, &options, NULL, &err), &err);
    CHECK_OK(faq_index_compact(shops->other, &options, NULL, &err), &err);
}

static void check_answers(twin_shops *shops)
{
    faq_query query = FAQ_INIT(faq_query);
    query.limit = test_below(&shops->random, 10) ? 10 : 1000;
    query.exact = !test_below(&shops->random, 6);
    query.now = 5000;
    for (size_t i = 0; i < N_QUESTIONS; i++)
        shops->questions[i] =
            (faq_str){shops->texts[i], corpus_write(&shops->random, shops->kind, 8, shops->texts[i],
                                                    sizeof *shops->texts)};
    shops->questions[0].len = 0; /* the hot list */
    char *a = corpus_answers(shops->plain, shops->questions, N_QUESTIONS, query);
    char *b = corpus_answers(shops->other, shops->questions, N_QUESTIONS, query);
    if (strcmp(a, b) != 0) {
        size_t at = 0;
        while (a[at] == b[at])
            at++;
        while (at > 0 && a[at - 1] != '\n')
            at--;
        ck_abort_msg("seed %llu: without hidden entries\n%.300s\nwith them\n%.300s",
                     (unsigned long long)test_seed(), a + at, b + at);
    }
    free(a);
    free(b);
}

static void live(twin_shops *shops, size_t steps)
{
    step_shown(shops, 20 + test_below(&shops->random, 150));
    for (size_t i = 0; i < steps; i++) {
        size_t what = test_below(&shops->random, 20);
        if (what < 12)
            step_hidden(shops);
        else if (what < 19)
            step_shown(shops, 1 + test_below(&shops->random, what < 18 ? 3 : 40));
        else
            step_compact(shops);
        check_answers(shops);
    }
}

static void run_life(uint64_t seed, corpus_kind kind, size_t steps)
{
    twin_shops *shops = calloc(1, sizeof *shops);
    ck_assert(shops != NULL);
    shops->random.state = seed;
    shops->kind = kind;
    shops->plain = test_path("plain.faq");
    shops->other = test_path("other.faq");
    remove(shops->plain);
    remove(shops->other);
    live(shops, steps);
    for (size_t i = 0; i < MAX_PUBLIC; i++)
        free(shops->shown[i]);
    for (size_t i = 0; i < MAX_HIDDEN; i++)
        free(shops->hidden[i]);
    free(shops);
}

START_TEST(hidden_entries_change_nothing_that_the_public_sees)
{
    enum { STEPS = 50 };
    const char *given = getenv("FAQ_CASES");
    size_t wanted = given ? (size_t)strtoull(given, NULL, 10) : 2000;
    test_random random = {test_seed()};
    for (size_t done = 0; done < wanted; done += STEPS)
        run_life(test_next(&random), (corpus_kind)(done / STEPS % 2), STEPS);
}
END_TEST

RUN_TESTS("api/hidden", CASE(hidden_entries_change_nothing_that_the_public_sees))
