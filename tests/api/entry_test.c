/* SPDX-License-Identifier: MIT */
/* Entries come out of an index as they went in, to the last byte. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/corpus.h"

enum { MAX_ENTRIES = 200 };

static faq_error err;

/* An entry of random bytes in every member. */
typedef struct wild_entry {
    faq_entry entry;
    char bytes[24000];
    size_t used;
    faq_str lists[6][5];
    faq_field fields[4];
} wild_entry;

static faq_str wild_text(test_random *random, wild_entry *made, size_t most, bool may_hold_nul)
{
    faq_str text = {made->bytes + made->used, test_below(random, most + 1)};
    for (size_t i = 0; i < text.len; i++) {
        char byte = (char)test_next(random); /* broken UTF-8, more often than not */
        made->bytes[made->used++] = byte || may_hold_nul ? byte : 'x';
    }
    return text;
}

static int64_t wild_time(test_random *random)
{
    static const int64_t times[] = {FAQ_NO_TIME, FAQ_NO_TIME + 1, -1, 0, 1, INT64_MAX};
    size_t i = test_below(random, COUNT(times) + 1);
    return i < COUNT(times) ? times[i] : (int64_t)test_next(random);
}

static uint64_t wild_count(test_random *random)
{
    return test_next(random) >> test_below(random, 64) >> test_below(random, 2);
}

static wild_entry *make_wild(test_random *random, size_t number)
{
    wild_entry *made = calloc(1, sizeof *made);
    ck_assert(made != NULL);
    faq_entry *entry = &made->entry;
    faq_list *lists[] = {&entry->phrasings, &entry->category, &entry->stage,
                         &entry->audience,  &entry->tags,     &entry->visibility};
    faq_str *texts[] = {&entry->question, &entry->answer, &entry->answer_text, &entry->url};
    *entry = faq_entry_init();
    made->used = (size_t)snprintf(made->bytes, sizeof made->bytes, "%zu", number);
    entry->id = (faq_str){made->bytes, made->used};
    size_t tail = wild_text(random, made, FAQ_KEY_BYTES - 8, false).len;
    entry->id.len += test_below(random, 3) ? 0 : tail;
    if (test_below(random, 2))
        entry->locale = wild_text(random, made, FAQ_KEY_BYTES, false);
    for (size_t i = 0; i < COUNT(texts); i++)
        *texts[i] = wild_text(random, made, test_below(random, 4) ? 30 : 3000, true);
    if (!entry->question.len)
        entry->question = FAQ_STR("\0");
    for (size_t i = 0; i < COUNT(lists); i++) {
        *lists[i] = (faq_list){made->lists[i], test_below(random, 6)};
        for (size_t j = 0; j < lists[i]->count; j++)
            made->lists[i][j] = wild_text(random, made, 40, true);
    }
    entry->fields = made->fields;
    entry->n_fields = test_below(random, 5);
    for (size_t i = 0; i < entry->n_fields; i++)
        made->fields[i] =
            (faq_field){wild_text(random, made, 20, true), wild_text(random, made, 90, true),
                        wild_text(random, made, 90, true)};
    entry->answer_type = test_below(random, 2) ? FAQ_ANSWER_HTML : FAQ_ANSWER_TEXT;
    entry->valid_from = wild_time(random);
    entry->valid_to = wild_time(random);
    entry->updated = wild_time(random);
    entry->asked = wild_count(random);
    entry->resolved = wild_count(random);
    entry->helpful = wild_count(random);
    entry->unhelpful = wild_count(random);
    entry->views = wild_count(random);
    return made;
}

static void check_list(faq_list got, faq_list want, const char *name)
{
    CHECK(got.count == want.count, name);
    for (size_t i = 0; i < got.count; i++)
        CHECK(faq_str_equal(got.at[i], want.at[i]), name);
}

static void check_entry(const faq_entry *got, const faq_entry *want)
{
    ck_assert_uint_eq(got->size, sizeof *got);
    ck_assert(faq_str_equal(got->id, want->id));
    ck_assert(faq_str_equal(got->locale, want->locale));
    ck_assert(faq_str_equal(got->question, want->question));
    ck_assert(faq_str_equal(got->answer, want->answer));
    ck_assert(faq_str_equal(got->answer_text, want->answer_text));
    ck_assert(faq_str_equal(got->url, want->url));
    check_list(got->phrasings, want->phrasings, "phrasings");
    check_list(got->category, want->category, "category");
    check_list(got->stage, want->stage, "stage");
    check_list(got->audience, want->audience, "audience");
    check_list(got->tags, want->tags, "tags");
    check_list(got->visibility, want->visibility, "visibility");
    ck_assert_int_eq(got->answer_type, want->answer_type);
    ck_assert_int_eq(got->valid_from, want->valid_from);
    ck_assert_int_eq(got->valid_to, want->valid_to);
    ck_assert_int_eq(got->updated, want->updated);
    ck_assert_uint_eq(got->asked, want->asked);
    ck_assert_uint_eq(got->resolved, want->resolved);
    ck_assert_uint_eq(got->helpful, want->helpful);
    ck_assert_uint_eq(got->unhelpful, want->unhelpful);
    ck_assert_uint_eq(got->views, want->views);
    ck_assert_uint_eq(got->n_fields, want->n_fields);
    for (size_t i = 0; i < got->n_fields; i++) {
        ck_assert(faq_str_equal(got->fields[i].name, want->fields[i].name));
        ck_assert(faq_str_equal(got->fields[i].json, want->fields[i].json));
        ck_assert(faq_str_equal(got->fields[i].text, want->fields[i].text));
    }
}

/* By id, then locale. */
static int compare_wild(const void *a, const void *b)
{
    const faq_entry *x = &(*(wild_entry *const *)a)->entry, *y = &(*(wild_entry *const *)b)->entry;
    int order = faq_str_compare(x->id, y->id);
    return order ? order : faq_str_compare(x->locale, y->locale);
}

typedef struct wild_walk {
    wild_entry **next, **end;
} wild_walk;

static faq_status visit(void *ctx, const faq_entry *entry, faq_error *unused)
{
    (void)unused;
    wild_walk *walk = ctx;
    ck_assert(walk->next < walk->end);
    check_entry(entry, &(*walk->next++)->entry);
    return FAQ_OK;
}

/* Read every entry by its key, and all of them in order. */
static void check_index(const char *path, bool copy, wild_entry **made, size_t count)
{
    faq_index *index;
    faq_search *search;
    faq_open_options options = FAQ_INIT(faq_open_options);
    options.copy = copy;
    options.verify = true;
    CHECK_OK(faq_index_open(&index, path, &options, &err), &err);
    CHECK_OK(faq_search_new(&search, index, NULL, &err), &err);
    for (size_t i = 0; i < count; i++) {
        uint32_t segment, doc;
        faq_entry got;
        CHECK_OK(faq_search_find(search, made[i]->entry.id, made[i]->entry.locale, &segment, &doc,
                                 &err),
                 &err);
        CHECK_OK(faq_search_entry(search, segment, doc, &got, &err), &err);
        check_entry(&got, &made[i]->entry);
    }
    wild_walk walk = {made, made + count};
    CHECK_OK(faq_search_each(search, visit, &walk, &err), &err);
    ck_assert(walk.next == walk.end);
    faq_search_free(search);
    faq_index_close(index);
}

START_TEST(every_member_comes_out_as_it_went_in)
{
    test_random random = {test_seed()};
    wild_entry *made[MAX_ENTRIES];
    faq_write_options options = corpus_options();
    const char *path = test_path("entry.faq");
    size_t count = 0;
    for (int commit = 0; commit < 5; commit++) {
        faq_writer *writer;
        options.memory = commit % 2 ? 10000 : 0;
        CHECK_OK(faq_writer_begin(&writer, path, &options, &err), &err);
        for (size_t i = 0; i < MAX_ENTRIES / 5; i++) {
            faq_change change;
            made[count] = make_wild(&random, count);
            CHECK_OK(faq_writer_put(writer, &made[count]->entry, &change, &err), &err);
            ck_assert_int_eq(change, FAQ_ADDED);
            count++;
        }
        CHECK_OK(faq_writer_commit(writer, NULL, &err), &err);
    }
    qsort(made, count, sizeof *made, compare_wild);
    check_index(path, false, made, count);
    CHECK_OK(faq_index_compact(path, &options, NULL, &err), &err);
    check_index(path, true, made, count);
    for (size_t i = 0; i < count; i++)
        free(made[i]);
}
END_TEST

START_TEST(an_entry_put_again_as_it_came_out_is_unchanged)
{
    test_random random = {test_seed() + 1};
    faq_write_options options = corpus_options();
    const char *path = test_path("again.faq");
    wild_entry *made[20];
    for (int round = 0; round < 2; round++) {
        faq_writer *writer;
        CHECK_OK(faq_writer_begin(&writer, path, &options, &err), &err);
        for (size_t i = 0; i < COUNT(made); i++) {
            faq_change change;
            if (!round)
                made[i] = make_wild(&random, i);
            CHECK_OK(faq_writer_put(writer, &made[i]->entry, &change, &err), &err);
            ck_assert_int_eq(change, round ? FAQ_UNCHANGED : FAQ_ADDED);
        }
        faq_commit_info info = FAQ_INIT(faq_commit_info);
        CHECK_OK(faq_writer_commit(writer, &info, &err), &err);
        ck_assert_uint_eq(info.generation, 1);
    }
    for (size_t i = 0; i < COUNT(made); i++)
        free(made[i]);
}
END_TEST

static faq_status stop_at_second(void *ctx, const faq_entry *entry, faq_error *unused)
{
    (void)entry, (void)unused;
    return ++*(int *)ctx == 2 ? FAQ_CANCELLED : FAQ_OK;
}

START_TEST(a_walk_ends_when_its_visitor_says_so)
{
    test_random random = {test_seed() + 2};
    corpus_entry *made[3];
    faq_index *index;
    faq_search *search;
    const char *path = test_path("walk.faq"), *const ids[] = {"a", "b", "c"};
    int visited = 0;
    for (size_t i = 0; i < COUNT(made); i++) {
        made[i] = corpus_make(&random, CORPUS_SHOP, 3, 2, 0);
        made[i]->entry.id = faq_text(ids[i]);
    }
    corpus_commit(path, made, COUNT(made), 0);
    CHECK_OK(faq_index_open(&index, path, NULL, &err), &err);
    CHECK_OK(faq_search_new(&search, index, NULL, &err), &err);
    ck_assert_int_eq(faq_search_each(search, stop_at_second, &visited, &err), FAQ_CANCELLED);
    ck_assert_int_eq(visited, 2);
    faq_search_free(search);
    faq_index_close(index);
    for (size_t i = 0; i < COUNT(made); i++)
        free(made[i]);
}
END_TEST

RUN_TESTS("api/entry", CASE(every_member_comes_out_as_it_went_in),
          CASE(an_entry_put_again_as_it_came_out_is_unchanged),
          CASE(a_walk_ends_when_its_visitor_says_so))
