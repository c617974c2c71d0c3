/* SPDX-License-Identifier: MIT */
/*
 * G19, the substring promise: every two neighbouring Han characters, every single one, every run of
 * Latin letters and every number that stands in an entry finds that entry.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include <faqsearch/ingest.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "support/corpus.h"
#include "text/utf8.h"

static faq_error err;

/* A piece of text, by number, stands in an entry, by number. */
typedef struct occurrence {
    uint32_t piece, entry;
} occurrence;

/* An index being filled, and all pieces of what went into it. */
typedef struct test_promise {
    faq_writer *writer;
    faq_map pieces, keys; /* keys: id NUL locale, by entry */
    occurrence *at;
    size_t count, cap;
} test_promise;

/* ---- taking texts apart */

static void add_piece(test_promise *promise, faq_str piece)
{
    uint32_t entry = (uint32_t)promise->keys.count - 1;
    ck_assert(faq_mem_grow(faq_mem_default(), &promise->at, &promise->cap, promise->count + 1,
                           sizeof *promise->at));
    promise->at[promise->count++] = (occurrence){faq_map_add(&promise->pieces, piece), entry};
}

static bool is_han(uint32_t point)
{
    return (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0x3400 && point <= 0x4DBF);
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Does a run that has this beside it end there? Letters of other scripts may go on with it. */
static bool is_border(const char *at, size_t len)
{
    size_t used;
    return !len || (uint8_t)*at < 0x80 || is_han(faq_utf8_decode(at, len, &used));
}

static void add_runs(test_promise *promise, faq_str text, bool (*is_of_run)(char))
{
    for (size_t at = 0; at < text.len; at++) {
        size_t start = at, left = start ? 1 : 0; /* bytes of the character before the run */
        while (left < start && left < 4 && ((uint8_t)text.at[start - left] & 0xC0) == 0x80)
            left++;
        while (at < text.len && is_of_run(text.at[at]))
            at++;
        if (at > start && is_border(text.at + start - left, left) &&
            is_border(text.at + at, text.len - at))
            add_piece(promise, faq_str_part(text, start, at - start));
    }
}

static void add_text(test_promise *promise, faq_str text)
{
    size_t before = 0; /* bytes of the Han character that ends here */
    for (size_t at = 0, used; at < text.len; at += used) {
        if (!is_han(faq_utf8_decode(text.at + at, text.len - at, &used))) {
            before = 0;
            continue;
        }
        add_piece(promise, faq_str_part(text, at, used));
        if (before)
            add_piece(promise, faq_str_part(text, at - before, before + used));
        before = used;
    }
    add_runs(promise, text, is_letter);
    add_runs(promise, text, is_digit);
}

/* ---- filling and asking */

static test_promise begin(const char *path)
{
    test_promise out = {0};
    faq_write_options options = corpus_options();
    remove(path);
    faq_map_init(&out.pieces, faq_mem_default());
    faq_map_init(&out.keys, faq_mem_default());
    CHECK_OK(faq_writer_begin(&out.writer, path, &options, &err), &err);
    return out;
}

static void put(test_promise *promise, const faq_entry *entry)
{
    char key[2 * FAQ_KEY_BYTES + 1];
    faq_change change;
    CHECK_OK(faq_writer_put(promise->writer, entry, &change, &err), &err);
    if (change != FAQ_ADDED) /* of two with one key the last counts; not in a corpus of ours */
        ck_abort_msg("%.*s comes twice", (int)entry->id.len, entry->id.at);
    memcpy(key, entry->id.at, entry->id.len);
    key[entry->id.len] = 0;
    if (entry->locale.len)
        memcpy(key + entry->id.len + 1, entry->locale.at, entry->locale.len);
    faq_map_add(&promise->keys, (faq_str){key, entry->id.len + 1 + entry->locale.len});
    add_text(promise, entry->question);
    for (size_t i = 0; i < entry->phrasings.count; i++)
        add_text(promise, entry->phrasings.at[i]);
    if (entry->answer_type == FAQ_ANSWER_TEXT && !entry->answer_text.len)
        add_text(promise, entry->answer);
    add_text(promise, entry->answer_text);
}

static int compare_occurrences(const void *a, const void *b)
{
    const occurrence *x = a, *y = b;
    if (x->piece != y->piece)
        return x->piece < y->piece ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

/* Where each entry is; all of one commit are in one segment. */
static uint32_t *locate(faq_search *search, const faq_map *keys)
{
    uint32_t *docs = calloc(keys->count + 1, sizeof *docs);
    for (size_t i = 0; i < keys->count; i++) {
        faq_str key = keys->keys[i];
        size_t id = strlen(key.at);
        uint32_t segment;
        CHECK_OK(faq_search_find(search, (faq_str){key.at, id},
                                 faq_str_part(key, id + 1, key.len - id - 1), &segment, &docs[i],
                                 &err),
                 &err);
        ck_assert_uint_eq(segment, 0);
    }
    return docs;
}

/* Ask for every piece once; every entry that holds it must be among the hits, and none relaxed. */
static void keep(test_promise *promise, const char *path)
{
    faq_index *index;
    faq_search *search;
    faq_query query = FAQ_INIT(faq_query);
    CHECK_OK(faq_writer_commit(promise->writer, NULL, &err), &err);
    CHECK_OK(faq_index_open(&index, path, NULL, &err), &err);
    CHECK_OK(faq_search_new(&search, index, NULL, &err), &err);
    uint32_t *docs = locate(search, &promise->keys);
    uint32_t *found = calloc(promise->keys.count + 1, sizeof *found); /* by doc: piece + 1 */
    qsort(promise->at, promise->count, sizeof *promise->at, compare_occurrences);
    query.limit = promise->keys.count;
    query.sees_all = true;
    for (size_t i = 0; i < promise->count;) {
        uint32_t piece = promise->at[i].piece;
        faq_hits hits;
        query.text = promise->pieces.keys[piece];
        CHECK_OK(faq_search_run(search, &query, &hits, &err), &err);
        for (size_t h = 0; h < hits.count; h++) {
            if (!hits.at[h].relaxed)
                found[hits.at[h].doc] = piece + 1;
        }
        for (; i < promise->count && promise->at[i].piece == piece; i++) {
            uint32_t entry = promise->at[i].entry;
            ck_assert_msg(found[docs[entry]] == piece + 1, "\"%.*s\" does not find %s",
                          (int)query.text.len, query.text.at, promise->keys.keys[entry].at);
        }
    }
    printf("# %zu entries, %zu pieces\n", promise->keys.count, promise->pieces.count);
    free(docs);
    free(found);
    free(promise->at);
    faq_map_release(&promise->pieces);
    faq_map_release(&promise->keys);
    faq_search_free(search);
    faq_index_close(index);
}

/* ---- corpora */

static faq_status take_entry(void *ctx, const faq_entry *entry, const faq_place *place,
                             faq_error *unused)
{
    (void)place, (void)unused;
    put(ctx, entry);
    return FAQ_OK;
}

static void take_file(test_promise *promise, const char *file)
{
    faq_ingest_options options = FAQ_INIT(faq_ingest_options);
    faq_ingest_result result = FAQ_INIT(faq_ingest_result);
    options.entry = take_entry;
    options.ctx = promise;
    CHECK_OK(faq_ingest_file(file, &options, &result, &err), &err);
    ck_assert_uint_gt(result.entries, 0);
    ck_assert_uint_eq(result.rejected, 0);
}

START_TEST(every_piece_of_our_own_corpus_finds_its_entry)
{
    const char *root = getenv("FAQ_SOURCE"), *path = test_path("substring.faq");
    test_promise promise = begin(path);
    char pattern[4096];
    glob_t files;
    snprintf(pattern, sizeof pattern, "%s/corpus/entries/*.jsonl", root ? root : ".");
    ck_assert_int_eq(glob(pattern, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        take_file(&promise, files.gl_pathv[i]);
    globfree(&files);
    keep(&promise, path);
}
END_TEST

START_TEST(every_piece_of_random_entries_finds_its_entry)
{
    test_random random = {test_seed()};
    for (int kind = 0; kind < 2; kind++) {
        const char *path = test_path("substring.faq");
        test_promise promise = begin(path);
        for (size_t i = 0; i < 400; i++) {
            char id[16];
            corpus_entry *made = corpus_make(&random, (corpus_kind)kind, 1, 3, 20);
            snprintf(id, sizeof id, "%zu", i);
            made->entry.id = faq_text(id);
            put(&promise, &made->entry);
            free(made);
        }
        keep(&promise, path);
    }
}
END_TEST

START_TEST(every_piece_of_questions_to_a_bank_finds_its_entry)
{
    const char *corpus = test_shared("eval/bq_dev/corpus.tsv");
    if (!corpus)
        return;
    FILE *file = fopen(corpus, "r");
    const char *path = test_path("substring.faq");
    test_promise promise = begin(path);
    char line[65536];
    while (fgets(line, sizeof line, file)) {
        char *tab = strchr(line, '\t');
        if (!tab)
            continue;
        faq_entry entry = faq_entry_init();
        entry.id = (faq_str){line, (size_t)(tab - line)};
        entry.question = (faq_str){tab + 1, strcspn(tab + 1, "\r\n")};
        put(&promise, &entry);
    }
    fclose(file);
    ck_assert_uint_gt(promise.keys.count, 4000);
    keep(&promise, path);
}
END_TEST

RUN_TESTS("search/substring", CASE(every_piece_of_our_own_corpus_finds_its_entry),
          CASE(every_piece_of_random_entries_finds_its_entry),
          CASE(every_piece_of_questions_to_a_bank_finds_its_entry))
