/* SPDX-License-Identifier: MIT */
/*
 * G10: a search finds what the oracle finds. Each round is a shop's life: commits that add, change
 * and delete entries, hide and show them, epochs that end, compactions; after each commit a batch
 * of questions is put to both. FAQ_CASES= sets how many questions, FAQ_SEED= replays.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/reader.h"
#include "store/record.h"
#include "support/corpus.h"
#include "support/oracle.h"

enum { MAX_ENTRIES = 4096 };

static size_t wanted_cases(void)
{
    const char *given = getenv("FAQ_CASES");
    return given ? (size_t)strtoull(given, NULL, 10) : 100000;
}

/* What an index should hold, and the means to ask it. */
typedef struct test_world {
    test_random random;
    corpus_kind kind;
    size_t n_ids, max_phrasings, hidden; /* as corpus_make() takes them */
    bool is_calm;                        /* few changes in each commit: epochs go on for long */
    const char *path;
    corpus_entry *live[MAX_ENTRIES], *before[MAX_ENTRIES]; /* now, and when the commit began */
    size_t n_live, n_before;
    corpus_entry **retired; /* freed at the end */
    size_t n_retired, retired_cap;
    const faq_entry *entries[MAX_ENTRIES]; /* of `live`, for the oracle */
    oracle *oracle;
    uint64_t changed; /* entries that count, changed since the epoch began */
    size_t n_commits;
    faq_index *index;
    faq_search *search;
} test_world;

static faq_error err;

/* ---- changing */

static void retire(test_world *world, corpus_entry *old)
{
    ck_assert(faq_mem_grow(faq_mem_default(), &world->retired, &world->retired_cap,
                           world->n_retired + 1, sizeof(corpus_entry *)));
    world->retired[world->n_retired++] = old;
}

static size_t find_live(const test_world *world, const faq_entry *entry)
{
    size_t i = 0;
    while (i < world->n_live && !(faq_str_equal(world->live[i]->entry.id, entry->id) &&
                                  faq_str_equal(world->live[i]->entry.locale, entry->locale)))
        i++;
    return i;
}

static bool is_same(const faq_entry *a, const faq_entry *b)
{
    faq_buf x, y;
    faq_buf_init(&x, faq_mem_default());
    faq_buf_init(&y, faq_mem_default());
    faq_record_encode(a, &x);
    faq_record_encode(b, &y);
    bool same = faq_str_equal(faq_buf_text(&x), faq_buf_text(&y));
    faq_buf_release(&x);
    faq_buf_release(&y);
    return same;
}

static void put_one(test_world *world, faq_writer *writer)
{
    corpus_entry *made =
        corpus_make(&world->random, world->kind, world->n_ids, world->max_phrasings, world->hidden);
    size_t i = find_live(world, &made->entry);
    bool known = i < world->n_live;
    if (!known && i == MAX_ENTRIES) {
        free(made);
        return;
    }
    if (known && !test_below(&world->random, 5)) { /* put it again as it is */
        free(made);
        made = world->live[i];
    }
    faq_change want = FAQ_ADDED, change;
    if (known)
        want = is_same(&world->live[i]->entry, &made->entry) ? FAQ_UNCHANGED : FAQ_UPDATED;
    CHECK_OK(faq_writer_put(writer, &made->entry, &change, &err), &err);
    ck_assert_int_eq(change, want);
    if (want == FAQ_UNCHANGED) {
        world->live[i]->mark = true;
        if (made != world->live[i])
            free(made);
        return;
    }
    if (known)
        retire(world, world->live[i]);
    world->live[i] = made;
    world->n_live += !known;
    made->mark = true;
}

static void delete_one(test_world *world, faq_writer *writer)
{
    if (!world->n_live) {
        ck_assert_int_eq(faq_writer_delete(writer, FAQ_STR("0"), FAQ_STR(""), &err), FAQ_NOT_FOUND);
        return;
    }
    size_t i = test_below(&world->random, world->n_live);
    corpus_entry *old = world->live[i];
    ck_assert(faq_writer_has(writer, old->entry.id, old->entry.locale));
    CHECK_OK(faq_writer_delete(writer, old->entry.id, old->entry.locale, &err), &err);
    ck_assert(!faq_writer_has(writer, old->entry.id, old->entry.locale));
    retire(world, old);
    world->live[i] = world->live[--world->n_live];
}

static void delete_others(test_world *world, faq_writer *writer)
{
    uint64_t deleted, want = 0;
    for (size_t i = world->n_live; i-- > 0;) {
        if (world->live[i]->mark)
            continue;
        retire(world, world->live[i]);
        world->live[i] = world->live[--world->n_live];
        want++;
    }
    CHECK_OK(faq_writer_delete_others(writer, &deleted, &err), &err);
    ck_assert_uint_eq(deleted, want);
}

/* Entries that count and are in one of the lists alone. */
static uint64_t count_absent(corpus_entry *const *these, size_t n, corpus_entry *const *from,
                             size_t n_from)
{
    uint64_t count = 0;
    for (size_t i = 0; i < n; i++)
        these[i]->mark = false;
    for (size_t i = 0; i < n_from; i++)
        from[i]->mark = true;
    for (size_t i = 0; i < n; i++)
        count += !these[i]->mark && oracle_counts(&these[i]->entry);
    return count;
}

static void write_commit(test_world *world, size_t changes)
{
    faq_writer *writer;
    faq_write_options options = corpus_options();
    options.memory = test_below(&world->random, 3) ? 0 : 1 + test_below(&world->random, 3000);
    CHECK_OK(faq_writer_begin(&writer, world->path, &options, &err), &err);
    for (size_t i = 0; i < world->n_live; i++)
        world->live[i]->mark = false;
    world->n_before = world->n_live;
    memcpy(world->before, world->live, sizeof world->live);
    for (size_t i = 0; i < changes; i++) {
        if (test_below(&world->random, 4) || world->n_commits == 0)
            put_one(world, writer);
        else
            delete_one(world, writer);
    }
    if (!world->is_calm && !test_below(&world->random, 25))
        delete_others(world, writer);
    faq_commit_info info = FAQ_INIT(faq_commit_info);
    CHECK_OK(faq_writer_commit(writer, &info, &err), &err);
    ck_assert_uint_eq(info.n_entries, world->n_live);
    world->changed += count_absent(world->before, world->n_before, world->live, world->n_live) +
                      count_absent(world->live, world->n_live, world->before, world->n_before);
}

/* ---- looking */

/* Does the epoch of the file agree with what should have become of it? */
static void check_epoch(test_world *world)
{
    faq_reader *reader;
    CHECK_OK(faq_reader_open(&reader, world->path, faq_mem_default(), faq_io_default(),
                             (faq_snapshot_options){false, false}, &err),
             &err);
    ck_assert_uint_eq(reader->epoch.n_entries, oracle_counted(world->oracle));
    ck_assert_uint_eq(reader->epoch.changed, world->changed);
    faq_reader_release(reader);
}

static void look_again(test_world *world, bool compacted)
{
    bool begins =
        !world->n_commits || compacted || world->changed * 10 > oracle_counted(world->oracle);
    for (size_t i = 0; i < world->n_live; i++)
        world->entries[i] = &world->live[i]->entry;
    oracle_see(world->oracle, world->entries, world->n_live, begins);
    if (begins)
        world->changed = 0;
    if (!world->index || !test_below(&world->random, 4)) {
        faq_search_free(world->search);
        faq_index_close(world->index);
        CHECK_OK(faq_index_open(&world->index, world->path, NULL, &err), &err);
        CHECK_OK(faq_search_new(&world->search, world->index, NULL, &err), &err);
    }
    CHECK_OK(faq_index_refresh(world->index, NULL, &err), &err);
    check_epoch(world);
    for (size_t i = 0; i < world->n_live; i++) {
        corpus_entry *at = world->live[i];
        CHECK_OK(faq_search_find(world->search, at->entry.id, at->entry.locale, &at->segment,
                                 &at->doc, &err),
                 &err);
    }
}

/* ---- asking */

static faq_query random_query(test_world *world, char *text, size_t room)
{
    static const faq_str names[] = {{"public", 6}, {"vip", 3}, {"internal", 8}, {"draft", 5}};
    static const size_t limits[] = {0, 1, 3, 10, 25, MAX_ENTRIES, SIZE_MAX};
    test_random *random = &world->random;
    faq_query query = FAQ_INIT(faq_query);
    query.text = (faq_str){text, corpus_write(random, world->kind, 8, text, room)};
    if (world->n_live && test_below(random, 3)) { /* what an entry says, or a piece of it */
        const faq_entry *entry = &world->live[test_below(random, world->n_live)]->entry;
        query.text = test_below(random, 3) || !entry->answer.len ? entry->question : entry->answer;
        size_t from = test_below(random, query.text.len);
        if (test_below(random, 2))
            query.text =
                faq_str_part(query.text, from, 1 + test_below(random, query.text.len - from));
    }
    if (!test_below(random, 30))
        query.text.len = 0;
    query.limit = limits[test_below(random, COUNT(limits))];
    query.offset = test_below(random, 4) ? 0 : test_below(random, 30);
    query.exact = !test_below(random, 6);
    query.sees_all = !test_below(random, 8);
    query.now = 500 * (1 + (int64_t)test_below(random, 8));
    if (!test_below(random, 3)) {
        size_t first = test_below(random, COUNT(names));
        query.as = (faq_list){names + first, 1 + test_below(random, COUNT(names) - first)};
    }
    return query;
}

static void compare(const test_world *world, const faq_query *query, const faq_hits *got,
                    const oracle_hits *want)
{
    static char place[2048];
    snprintf(place, sizeof place, "seed %llu, commit %zu, \"%.*s\" limit %zu offset %zu%s%s%s",
             (unsigned long long)test_seed(), world->n_commits, (int)query->text.len,
             query->text.at, query->limit, query->offset, query->exact ? " exact" : "",
             query->sees_all ? " sees_all" : "", query->as.count ? " as" : "");
    ck_assert_msg(got->total == want->total, "%s: total %llu, want %llu", place,
                  (unsigned long long)got->total, (unsigned long long)want->total);
    CHECK(got->count == want->count, place);
    CHECK(got->relaxed == want->relaxed, place);
    CHECK(got->confidence == (double)want->confidence / (1 << 24), place);
    for (size_t i = 0; i < got->count; i++) {
        const corpus_entry *at = (const corpus_entry *)want->at[i].entry;
        const faq_hit *hit = &got->at[i];
        ck_assert_msg(hit->score == (double)want->at[i].score / (1 << 24),
                      "%s: hit %zu has score %.9f, want %.9f", place, i, hit->score,
                      (double)want->at[i].score / (1 << 24));
        CHECK(hit->segment == at->segment && hit->doc == at->doc, place);
        CHECK(hit->confidence == hit->score, place);
        CHECK(hit->relaxed == want->at[i].relaxed, place);
        CHECK(hit->phrasing == want->at[i].phrasing, place);
    }
}

static void ask_one(test_world *world)
{
    char text[512];
    faq_query query = random_query(world, text, sizeof text);
    faq_hits got;
    CHECK_OK(faq_search_run(world->search, &query, &got, &err), &err);
    oracle_hits want = oracle_search(world->oracle, &query);
    compare(world, &query, &got, &want);
    if (got.count && !test_below(&world->random, 20)) {
        size_t i = test_below(&world->random, got.count);
        faq_entry entry;
        CHECK_OK(faq_search_entry(world->search, got.at[i].segment, got.at[i].doc, &entry, &err),
                 &err);
        ck_assert(is_same(&entry, want.at[i].entry));
    }
}

/* ---- rounds */

static void end_world(test_world *world)
{
    CHECK_OK(faq_index_check(world->index, NULL, NULL, &err), &err);
    faq_search_free(world->search);
    faq_index_close(world->index);
    oracle_free(world->oracle);
    for (size_t i = 0; i < world->n_live; i++)
        free(world->live[i]);
    for (size_t i = 0; i < world->n_retired; i++)
        free(world->retired[i]);
    free(world->retired);
    remove(world->path);
}

static size_t changes_of(test_world *world, size_t first)
{
    if (!world->n_commits)
        return first;
    return world->is_calm || test_below(&world->random, 3) ? test_below(&world->random, 4)
                                                           : test_below(&world->random, first + 1);
}

/* One life of an index; returns how many questions were asked. */
static size_t run_world(test_world *world, size_t first, size_t commits, size_t questions)
{
    size_t asked = 0;
    world->path = test_path("oracle.faq");
    world->oracle = oracle_new();
    for (; world->n_commits < commits; world->n_commits++) {
        bool compacted = world->n_commits && !test_below(&world->random, world->is_calm ? 40 : 10);
        faq_write_options options = corpus_options();
        if (compacted)
            CHECK_OK(faq_index_compact(world->path, &options, NULL, &err), &err);
        else
            write_commit(world, changes_of(world, first));
        look_again(world, compacted);
        for (size_t i = 0; i < questions; i++, asked++)
            ask_one(world);
    }
    end_world(world);
    return asked;
}

START_TEST(searching_small_indexes_finds_what_the_oracle_finds)
{
    size_t cases = 0, wanted = wanted_cases();
    test_random rounds = {test_seed()};
    while (cases < wanted) {
        test_world *world = calloc(1, sizeof *world);
        ck_assert(world != NULL);
        world->random.state = test_next(&rounds);
        world->kind = test_below(&rounds, 2) ? CORPUS_TINY : CORPUS_SHOP;
        world->n_ids = 2 + test_below(&rounds, 150);
        world->max_phrasings = test_below(&rounds, 5);
        world->hidden = 15 * test_below(&rounds, 4);
        world->is_calm = !test_below(&rounds, 4);
        if (world->is_calm)
            cases += run_world(world, 100 + test_below(&rounds, 100), 40, 50);
        else
            cases += run_world(world, 1 + test_below(&rounds, 80), 4 + test_below(&rounds, 24), 60);
        free(world);
    }
    printf("# %zu questions\n", cases);
}
END_TEST

START_TEST(searching_more_rows_than_a_window_finds_what_the_oracle_finds)
{
    test_random rounds = {test_seed() + 1};
    for (int kind = 0; kind < 2; kind++) {
        test_world *world = calloc(1, sizeof *world);
        ck_assert(world != NULL);
        world->random.state = test_next(&rounds);
        world->kind = (corpus_kind)kind;
        world->n_ids = 4000;
        world->max_phrasings = CORPUS_LIST;
        world->hidden = 10;
        run_world(world, 2500, 5, 100 + wanted_cases() / 1000);
        free(world);
    }
}
END_TEST

RUN_TESTS("search/oracle", CASE(searching_small_indexes_finds_what_the_oracle_finds),
          CASE(searching_more_rows_than_a_window_finds_what_the_oracle_finds))
