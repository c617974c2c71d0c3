/* SPDX-License-Identifier: MIT */
/* G11 and merging: however an index came to be, the same entries give the same answers. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/str.h"
#include "search/reader.h"
#include "store/snapshot.h"
#include "support/corpus.h"

enum { N_ENTRIES = 120, N_QUESTIONS = 60 };

static faq_error err;

/* A set of entries, no two of one key, and questions about them. */
typedef struct test_shelf {
    corpus_entry *entries[N_ENTRIES];
    char texts[N_QUESTIONS][256];
    faq_str questions[N_QUESTIONS];
} test_shelf;

static void fill(test_shelf *out, test_random *random, corpus_kind kind, size_t hidden)
{
    for (size_t i = 0; i < N_ENTRIES; i++) {
        corpus_entry *made = corpus_make(random, kind, 1, 3, hidden);
        char *id = made->text + made->used;
        made->used += (size_t)snprintf(id, 24, "%03zu", i) + 1;
        made->entry.id = faq_text(id);
        out->entries[i] = made;
    }
    for (size_t i = 0; i < N_QUESTIONS; i++)
        out->questions[i] = (faq_str){out->texts[i], corpus_write(random, kind, 8, out->texts[i],
                                                                  sizeof *out->texts)};
}

static void empty(test_shelf *of)
{
    for (size_t i = 0; i < N_ENTRIES; i++)
        free(of->entries[i]);
}

static void shuffle(test_shelf *of, test_random *random)
{
    for (size_t i = N_ENTRIES - 1; i > 0; i--) {
        size_t j = test_below(random, i + 1);
        corpus_entry *moved = of->entries[i];
        of->entries[i] = of->entries[j];
        of->entries[j] = moved;
    }
}

static char *answers(const char *path, const test_shelf *of, bool sees_all)
{
    faq_query query = FAQ_INIT(faq_query);
    query.limit = 1000;
    query.now = 1500;
    query.sees_all = sees_all;
    return corpus_answers(path, of->questions, N_QUESTIONS, query);
}

static void check_same_answers(const char *one, const char *other, const test_shelf *of)
{
    for (int all = 0; all < 2; all++) {
        char *a = answers(one, of, all), *b = answers(other, of, all);
        ck_assert_str_eq(a, b);
        free(a);
        free(b);
    }
}

static void check_sound(const char *path)
{
    faq_index *index;
    CHECK_OK(faq_index_open(&index, path, NULL, &err), &err);
    CHECK_OK(faq_index_check(index, NULL, NULL, &err), &err);
    faq_index_close(index);
}

static faq_buf read_file(const char *path)
{
    faq_buf out;
    char block[65536];
    faq_buf_init(&out, faq_mem_default());
    FILE *file = fopen(path, "rb");
    ck_assert(file != NULL);
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        faq_put_bytes(&out, block, n);
    fclose(file);
    return out;
}

static const char *fresh_path(const char *name)
{
    const char *path = test_path(name);
    remove(path);
    return path;
}

START_TEST(entries_in_any_order_give_the_same_bytes)
{
    test_random random = {test_seed()};
    for (int round = 0; round < 12; round++) {
        test_shelf shelf;
        fill(&shelf, &random, round % 2 ? CORPUS_SHOP : CORPUS_TINY, 20);
        const char *one = fresh_path("one.faq"), *other = fresh_path("other.faq");
        corpus_commit(one, shelf.entries, N_ENTRIES, 0);
        shuffle(&shelf, &random);
        corpus_commit(other, shelf.entries, N_ENTRIES, 0);
        faq_buf a = read_file(one), b = read_file(other);
        ck_assert_uint_eq(a.len, b.len);
        /* the header block holds the uuid, and a checksum of it */
        ck_assert(memcmp(a.at, b.at, 48) == 0 && memcmp(a.at + 48, b.at + 48, 16) != 0);
        ck_assert_mem_eq(a.at + FAQ_BLOCK_BYTES, b.at + FAQ_BLOCK_BYTES, a.len - FAQ_BLOCK_BYTES);
        faq_buf_release(&a);
        faq_buf_release(&b);
        empty(&shelf);
    }
}
END_TEST

START_TEST(little_memory_gives_the_same_answers)
{
    static const uint64_t budgets[] = {1, 500, 20000};
    test_random random = {test_seed() + 1};
    for (size_t round = 0; round < 9; round++) {
        test_shelf shelf;
        fill(&shelf, &random, round % 2 ? CORPUS_SHOP : CORPUS_TINY, 20);
        const char *one = fresh_path("one.faq"), *other = fresh_path("other.faq");
        corpus_commit(one, shelf.entries, N_ENTRIES, 0);
        shuffle(&shelf, &random);
        corpus_commit(other, shelf.entries, N_ENTRIES, budgets[round % COUNT(budgets)]);
        check_same_answers(one, other, &shelf);
        check_sound(other);
        empty(&shelf);
    }
}
END_TEST

/* Put the entries in several commits, with others that go again, and old versions of some. */
static void write_history(const char *path, const test_shelf *of, test_random *random)
{
    faq_write_options options = corpus_options();
    for (size_t first = 0; first < N_ENTRIES; first += 10) {
        faq_writer *writer;
        options.memory = test_below(random, 2) ? 0 : 1000;
        CHECK_OK(faq_writer_begin(&writer, path, &options, &err), &err);
        if (first)
            CHECK_OK(faq_writer_delete(writer, FAQ_STR("gone"), FAQ_STR(""), &err), &err);
        for (size_t i = first; i < first + 20 && i < N_ENTRIES; i++) {
            faq_entry entry = of->entries[i]->entry;
            if (i >= first + 10) /* the next commit puts it right */
                entry.question = of->questions[i % N_QUESTIONS];
            CHECK_OK(faq_writer_put(writer, &entry, NULL, &err), &err);
        }
        faq_entry gone = of->entries[0]->entry;
        gone.id = FAQ_STR("gone");
        gone.locale = FAQ_STR("");
        if (first + 10 < N_ENTRIES)
            CHECK_OK(faq_writer_put(writer, &gone, NULL, &err), &err);
        CHECK_OK(faq_writer_commit(writer, NULL, &err), &err);
    }
}

START_TEST(a_compacted_index_answers_as_one_built_at_once)
{
    test_random random = {test_seed() + 2};
    for (int round = 0; round < 8; round++) {
        test_shelf shelf;
        fill(&shelf, &random, round % 2 ? CORPUS_SHOP : CORPUS_TINY, 20);
        const char *one = fresh_path("one.faq"), *other = fresh_path("other.faq");
        faq_write_options options = corpus_options();
        corpus_commit(one, shelf.entries, N_ENTRIES, 0);
        write_history(other, &shelf, &random);
        check_sound(other);
        CHECK_OK(faq_index_compact(other, &options, NULL, &err), &err);
        check_same_answers(one, other, &shelf);
        check_sound(other);
        empty(&shelf);
    }
}
END_TEST

/* Type for type, the sections of two indexes are the same bytes, but for those of `others`. */
static void check_same_sections(const char *one, const char *other, const uint32_t *others,
                                size_t n_others)
{
    faq_snapshot *a, *b;
    faq_snapshot_options plain = {false, false};
    CHECK_OK(faq_snapshot_open(&a, one, faq_mem_default(), faq_io_default(), plain, &err), &err);
    CHECK_OK(faq_snapshot_open(&b, other, faq_mem_default(), faq_io_default(), plain, &err), &err);
    ck_assert_uint_eq(a->n_sections, b->n_sections);
    for (size_t i = 0; i < a->n_sections; i++) {
        const char *name = faq_section_name(a->sections[i].type);
        bool may_differ = false;
        for (size_t j = 0; j < n_others; j++)
            may_differ |= a->sections[i].type == others[j];
        CHECK(a->sections[i].type == b->sections[i].type, name);
        CHECK(a->sections[i].count == b->sections[i].count, name);
        CHECK(a->sections[i].length == b->sections[i].length, name);
        CHECK(may_differ || a->sections[i].checksum == b->sections[i].checksum, name);
    }
    faq_snapshot_release(a);
    faq_snapshot_release(b);
}

START_TEST(a_compacted_index_has_the_bytes_of_one_built_at_once)
{
    /* text attributes are numbered as they come, and masks of postings go by these numbers */
    static const uint32_t others[] = {FAQ_SECTION_ATTRIBUTES, FAQ_SECTION_POSTINGS,
                                      FAQ_SECTION_EPOCH};
    test_random random = {test_seed() + 3};
    for (int round = 0; round < 4; round++) {
        test_shelf shelf;
        fill(&shelf, &random, CORPUS_SHOP, 20);
        const char *one = fresh_path("one.faq"), *other = fresh_path("other.faq");
        faq_write_options options = corpus_options();
        corpus_commit(one, shelf.entries, N_ENTRIES, 0);
        write_history(other, &shelf, &random);
        CHECK_OK(faq_index_compact(other, &options, NULL, &err), &err);
        check_same_sections(one, other, others, COUNT(others));
        empty(&shelf);
    }
}
END_TEST

/* What the postings of bodies say of attributes: a sum of hashes of term, key, and names. */
static uint64_t sum_attributes(const char *path, size_t *n_postings)
{
    faq_reader *reader;
    faq_snapshot_options plain = {false, false};
    uint64_t sum = 0;
    *n_postings = 0;
    CHECK_OK(faq_reader_open(&reader, path, faq_mem_default(), faq_io_default(), plain, &err),
             &err);
    for (size_t s = 0; s < reader->n_segments; s++) {
        const faq_segment *segment = &reader->segments[s];
        uint64_t names[FAQ_TEXT_ATTRIBUTES] = {0};
        faq_span in;
        const faq_section *section =
            faq_snapshot_find(segment->snapshot, FAQ_SECTION_ATTRIBUTES, segment->number, &in);
        ck_assert(section && section->count <= FAQ_TEXT_ATTRIBUTES);
        for (size_t i = 0; i < section->count; i++)
            names[i] = faq_hash(faq_take_text(&in));
        faq_terms_walk walk;
        faq_terms_walk_init(&walk, &segment->terms, faq_mem_default());
        while (faq_terms_walk_next(&walk)) {
            faq_postings list;
            faq_str term = faq_buf_text(&walk.text);
            if (faq_field_of(term) != FAQ_INDEX_BODY)
                continue;
            ck_assert(faq_postings_open(&list, &segment->postings, &walk.term, true));
            for (uint32_t i = 0; i < list.count; i++) {
                uint32_t doc = faq_postings_get(&list, i) >> 8;
                uint16_t mask = faq_postings_mask(&list, i);
                ck_assert(mask != 0);
                if (faq_segment_is_deleted(segment, doc))
                    continue;
                for (size_t a = 0; a < FAQ_TEXT_ATTRIBUTES; a++)
                    sum += mask >> a & 1
                               ? faq_hash_seeded(term,
                                                 faq_hash_seeded(faq_keys_at(&segment->keys, doc),
                                                                 names[a]))
                               : 0;
                ++*n_postings;
            }
        }
        faq_terms_walk_release(&walk);
    }
    faq_reader_release(reader);
    return sum;
}

START_TEST(postings_keep_their_attributes_through_merging)
{
    test_random random = {test_seed() + 5};
    test_shelf shelf;
    size_t n_one, n_other;
    fill(&shelf, &random, CORPUS_SHOP, 0);
    const char *one = fresh_path("one.faq"), *other = fresh_path("other.faq");
    faq_write_options options = corpus_options();
    corpus_commit(one, shelf.entries, N_ENTRIES, 0);
    write_history(other, &shelf, &random);
    ck_assert_uint_eq(sum_attributes(one, &n_one), sum_attributes(other, &n_other));
    ck_assert_uint_eq(n_one, n_other);
    CHECK_OK(faq_index_compact(other, &options, NULL, &err), &err);
    ck_assert_uint_eq(sum_attributes(one, &n_one), sum_attributes(other, &n_other));
    ck_assert_uint_eq(n_one, n_other);
    ck_assert_uint_gt(n_one, 1000);
    empty(&shelf);
}
END_TEST

START_TEST(attributes_past_the_sixteenth_share_its_bit)
{
    const char *path = fresh_path("one.faq");
    corpus_entry made = {.entry = faq_entry_init()};
    corpus_entry *list[] = {&made};
    faq_field fields[40];
    static char names[40][8];
    static const char *const texts[40] = {[0] = "甲", [15] = "乙", [16] = "丙", [39] = "丁"};
    for (size_t i = 0; i < COUNT(fields); i++) {
        sprintf(names[i], "f%02zu", i);
        fields[i] = (faq_field){faq_text(names[i]), FAQ_STR("1"), FAQ_STR("子")};
        if (texts[i])
            fields[i].text = faq_text(texts[i]);
    }
    made.entry.id = FAQ_STR("a");
    made.entry.question = FAQ_STR("问");
    made.entry.fields = fields;
    made.entry.n_fields = COUNT(fields);
    corpus_commit(path, list, 1, 0);
    faq_reader *reader;
    faq_snapshot_options plain = {false, false};
    CHECK_OK(faq_reader_open(&reader, path, faq_mem_default(), faq_io_default(), plain, &err),
             &err);
    static const struct {
        const char *name, *term;
        uint16_t mask;
    } rows[] = {{"first", "B甲", 1},
                {"sixteenth", "B乙", 0x8000},
                {"seventeenth", "B丙", 0x8000},
                {"last", "B丁", 0x8000},
                {"of many", "B子", 0xFFFE}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_term term;
        faq_postings postings;
        CHECK(faq_terms_find(&reader->segments[0].terms, faq_text(rows[i].term), &term),
              rows[i].name);
        ck_assert(faq_postings_open(&postings, &reader->segments[0].postings, &term, true));
        CHECK(faq_postings_mask(&postings, 0) == rows[i].mask, rows[i].name);
    }
    faq_reader_release(reader);
}
END_TEST

START_TEST(compacting_again_changes_no_bytes)
{
    static const uint32_t others[] = {FAQ_SECTION_EPOCH}; /* counts generations */
    test_random random = {test_seed() + 4};
    test_shelf shelf;
    fill(&shelf, &random, CORPUS_SHOP, 20);
    const char *one = fresh_path("one.faq"), *other = fresh_path("other.faq");
    faq_write_options options = corpus_options();
    write_history(one, &shelf, &random);
    CHECK_OK(faq_index_compact(one, &options, NULL, &err), &err);
    faq_buf copy = read_file(one);
    FILE *file = fopen(other, "wb");
    ck_assert(file && fwrite(copy.at, 1, copy.len, file) == copy.len && fclose(file) == 0);
    faq_buf_release(&copy);
    CHECK_OK(faq_index_compact(one, &options, NULL, &err), &err);
    check_same_sections(one, other, others, COUNT(others));
    empty(&shelf);
}
END_TEST

START_TEST(an_index_of_nothing_can_be_made_searched_and_compacted)
{
    const char *path = fresh_path("one.faq");
    faq_write_options options = corpus_options();
    faq_query query = FAQ_INIT(faq_query);
    faq_str questions[] = {FAQ_STR(""), FAQ_STR("退货")};
    corpus_commit(path, NULL, 0, 0);
    for (int round = 0; round < 2; round++) {
        char *got = corpus_answers(path, questions, COUNT(questions), query);
        ck_assert_str_eq(got, "0 \"\" total 0 relaxed 0 confidence 0\n"
                              "1 \"退货\" total 0 relaxed 0 confidence 0\n");
        free(got);
        check_sound(path);
        CHECK_OK(faq_index_compact(path, &options, NULL, &err), &err);
    }
}
END_TEST

START_TEST(entries_without_any_unit_are_kept_and_listed)
{
    const char *path = fresh_path("one.faq");
    faq_entry entry = faq_entry_init();
    entry.id = FAQ_STR("a");
    entry.question = FAQ_STR("？！");
    corpus_entry made = {.entry = entry};
    corpus_entry *list[] = {&made};
    faq_query query = FAQ_INIT(faq_query);
    faq_str questions[] = {FAQ_STR(""), FAQ_STR("？！")};
    corpus_commit(path, list, 1, 0);
    char *got = corpus_answers(path, questions, COUNT(questions), query);
    ck_assert(strstr(got, "0 \"\" total 1"));
    ck_assert(strstr(got, "1 \"？！\" total 0"));
    free(got);
    check_sound(path);
}
END_TEST

RUN_TESTS("index/builder", CASE(entries_in_any_order_give_the_same_bytes),
          CASE(little_memory_gives_the_same_answers),
          CASE(a_compacted_index_answers_as_one_built_at_once),
          CASE(a_compacted_index_has_the_bytes_of_one_built_at_once),
          CASE(postings_keep_their_attributes_through_merging),
          CASE(attributes_past_the_sixteenth_share_its_bit),
          CASE(compacting_again_changes_no_bytes),
          CASE(an_index_of_nothing_can_be_made_searched_and_compacted),
          CASE(entries_without_any_unit_are_kept_and_listed))
