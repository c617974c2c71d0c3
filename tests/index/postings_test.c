/* SPDX-License-Identifier: MIT */
/* The dictionary and the lists against plain arrays, through a file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "index/inverter.h"
#include "index/postings.h"
#include "index/terms.h"
#include "support/test.h"

enum { MAX_TERMS = 600, MAX_PLACES = 300 };

static faq_error err;

/* One segment of a file being written, then looked at. */
typedef struct bench {
    faq_appender appender;
    faq_snapshot *view;
    faq_terms terms;
    faq_span postings;
} bench;

static void bench_begin(bench *at)
{
    const char *path = test_path("bench.faq");
    remove(path);
    CHECK_OK(faq_appender_begin(&at->appender, path, faq_mem_default(), faq_io_default(), 0, false,
                                &err),
             &err);
}

static void bench_look(bench *at)
{
    CHECK_OK(faq_appender_view(&at->appender, &at->view, &err), &err);
    CHECK_OK(faq_terms_open(&at->terms, at->view, 1, &err), &err);
    faq_snapshot_find(at->view, FAQ_SECTION_POSTINGS, 1, &at->postings);
}

static void bench_end(bench *at)
{
    faq_snapshot_release(at->view);
    faq_appender_release(&at->appender);
}

/* ---- plain arrays */

typedef struct plain_term {
    char text[40];
    size_t len;
    bool places[MAX_PLACES];
    uint8_t codes[MAX_PLACES];
    uint16_t masks[MAX_PLACES];
    uint32_t count;
} plain_term;

static int compare_plain(const void *a, const void *b)
{
    const plain_term *x = a, *y = b;
    return faq_str_compare((faq_str){x->text, x->len}, (faq_str){y->text, y->len});
}

/* Terms of any bytes, many of which share beginnings. */
static size_t make_terms(test_random *random, plain_term *terms, size_t wanted)
{
    size_t n = 0;
    for (size_t i = 0; i < wanted; i++) {
        plain_term *term = &terms[n];
        memset(term, 0, sizeof *term);
        if (n && test_below(random, 2))
            memcpy(term->text, terms[n - 1].text,
                   term->len = test_below(random, terms[n - 1].len + 1));
        size_t more = 1 + test_below(random, 6);
        for (size_t j = 0; j < more && term->len < sizeof term->text; j++)
            term->text[term->len++] = test_below(random, 3) ? (char)('a' + test_below(random, 2))
                                                            : (char)test_next(random);
        term->text[0] = "UCWB"[test_below(random, 4)];
        bool known = false;
        for (size_t j = 0; j < n; j++)
            known |= compare_plain(&terms[j], term) == 0;
        n += !known;
    }
    return n;
}

static faq_str text_of(const plain_term *term)
{
    return (faq_str){term->text, term->len};
}

/* ---- cases */

START_TEST(a_dictionary_finds_its_terms_and_no_others)
{
    test_random random = {test_seed()};
    static plain_term terms[MAX_TERMS];
    for (int round = 0; round < 60; round++) {
        size_t n = make_terms(&random, terms, round < 40 ? (size_t)round : MAX_TERMS);
        qsort(terms, n, sizeof *terms, compare_plain);
        bench at;
        faq_terms_writer writer;
        bench_begin(&at);
        faq_terms_init(&writer, faq_mem_default());
        for (uint32_t i = 0; i < n; i++)
            faq_terms_add(&writer, text_of(&terms[i]), i * 3 % 7, i * 1000003);
        CHECK_OK(faq_terms_finish(&writer, &at.appender, 1, &err), &err);
        faq_terms_release(&writer);
        CHECK_OK(faq_appender_add(&at.appender, FAQ_SECTION_POSTINGS, 1, FAQ_STR(""), 0, &err),
                 &err);
        bench_look(&at);
        ck_assert_uint_eq(at.terms.n_terms, n);
        faq_terms_walk walk;
        faq_terms_walk_init(&walk, &at.terms, faq_mem_default());
        for (uint32_t i = 0; i < n; i++) {
            faq_term found;
            ck_assert(faq_terms_find(&at.terms, text_of(&terms[i]), &found));
            ck_assert_uint_eq(found.number, i);
            ck_assert_uint_eq(found.count, i * 3 % 7);
            ck_assert_uint_eq(found.where, i * 1000003);
            ck_assert(faq_terms_walk_next(&walk));
            ck_assert(faq_str_equal(faq_buf_text(&walk.text), text_of(&terms[i])));
            ck_assert_mem_eq(&walk.term, &found, sizeof found);
        }
        ck_assert(!faq_terms_walk_next(&walk));
        ck_assert_int_eq(walk.status, FAQ_OK);
        faq_terms_walk_release(&walk);
        for (int i = 0; i < 200; i++) {
            plain_term other[2];
            faq_term found;
            make_terms(&random, other, 1);
            bool known = bsearch(other, terms, n, sizeof *terms, compare_plain) != NULL;
            ck_assert_int_eq(faq_terms_find(&at.terms, text_of(other), &found), known);
        }
        bench_end(&at);
    }
}
END_TEST

/* Give the pairs of one term to the inverter, ascending or from the end. */
static void add_pairs(faq_inverter *inverter, const plain_term *term, bool from_end)
{
    faq_str unit = {term->text + 1, term->len - 1};
    faq_index_field field = faq_field_of(text_of(term));
    uint32_t number = faq_inverter_term(inverter, field, unit);
    for (uint32_t i = 0; i < MAX_PLACES; i++) {
        uint32_t place = from_end ? MAX_PLACES - 1 - i : i;
        if (!term->places[place])
            continue;
        if (field == FAQ_INDEX_BODY)
            ck_assert(faq_inverter_add_body(inverter, number, place, term->codes[place],
                                            term->masks[place]));
        else
            ck_assert(faq_inverter_add_row(inverter, number, place));
    }
}

static void check_list(const bench *at, const plain_term *term)
{
    faq_term found;
    faq_postings list;
    bool body = term->text[0] == 'B';
    ck_assert(faq_terms_find(&at->terms, text_of(term), &found) == (term->count > 0));
    if (!term->count)
        return;
    ck_assert_uint_eq(found.count, term->count);
    ck_assert(faq_postings_open(&list, &at->postings, &found, body));
    uint32_t i = 0;
    for (uint32_t place = 0; place < MAX_PLACES; place++) {
        if (!term->places[place])
            continue;
        uint32_t got = faq_postings_get(&list, i);
        ck_assert_uint_eq(got, body ? place << 8 | term->codes[place] : place);
        if (body)
            ck_assert_uint_eq(faq_postings_mask(&list, i), term->masks[place]);
        i++;
    }
    ck_assert_uint_eq(i, term->count);
}

START_TEST(lists_hold_what_was_added_in_any_order)
{
    test_random random = {test_seed() + 1};
    static plain_term terms[MAX_TERMS];
    for (int round = 0; round < 40; round++) {
        size_t n = make_terms(&random, terms, 1 + test_below(&random, 120));
        for (size_t t = 0; t < n; t++) {
            size_t dense = 1 + test_below(&random, 100);
            for (size_t place = 0; place < MAX_PLACES; place++) {
                terms[t].places[place] = !test_below(&random, dense);
                terms[t].count += terms[t].places[place];
                terms[t].codes[place] = (uint8_t)(1 + test_below(&random, 255));
                terms[t].masks[place] = (uint16_t)test_next(&random);
            }
        }
        bench at;
        faq_inverter inverter;
        bench_begin(&at);
        faq_inverter_init(&inverter, faq_mem_default());
        for (size_t t = 0; t < n; t++)
            add_pairs(&inverter, &terms[t], t % 2);
        CHECK_OK(faq_inverter_finish(&inverter, &at.appender, 1, &err), &err);
        faq_inverter_release(&inverter);
        bench_look(&at);
        for (size_t t = 0; t < n; t++)
            check_list(&at, &terms[t]);
        bench_end(&at);
    }
}
END_TEST

START_TEST(a_term_that_is_kept_stays_without_postings)
{
    bench at;
    faq_inverter inverter;
    faq_term found;
    bench_begin(&at);
    faq_inverter_init(&inverter, faq_mem_default());
    for (int i = 0; i < 3; i++)
        faq_inverter_term(&inverter, FAQ_INDEX_WORDS, (faq_str){"abc" + i, 1});
    ck_assert(faq_inverter_keep(&inverter, 1));
    CHECK_OK(faq_inverter_finish(&inverter, &at.appender, 1, &err), &err);
    faq_inverter_release(&inverter);
    bench_look(&at);
    ck_assert(!faq_terms_find(&at.terms, FAQ_STR("Wa"), &found));
    ck_assert(faq_terms_find(&at.terms, FAQ_STR("Wb"), &found));
    ck_assert_uint_eq(found.count, 0);
    ck_assert(!faq_terms_find(&at.terms, FAQ_STR("Wc"), &found));
    bench_end(&at);
}
END_TEST

START_TEST(a_list_beyond_its_section_is_refused)
{
    static const struct {
        const char *name;
        uint32_t count, where;
        bool body, fits;
    } rows[] = {
        {"an inline row needs no room", 1, UINT32_MAX, false, true},
        {"all words", 10, 0, false, true},
        {"one word too many", 11, 0, false, false},
        {"one word too late", 10, 1, false, false},
        {"a body needs half as many words for its masks", 7, 0, true, false},
        {"a body that fits", 6, 1, true, true},
        {"a body of one is no inline posting", 1, 9, true, false},
        {"an empty list at the end", 0, 10, false, true},
        {"the sum must not wrap", UINT32_MAX, UINT32_MAX, true, false},
    };
    static const uint8_t bytes[40];
    faq_span section = faq_span_of(bytes, sizeof bytes, 0);
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_postings list;
        faq_term term = {0, rows[i].count, rows[i].where};
        CHECK(faq_postings_open(&list, &section, &term, rows[i].body) == rows[i].fits,
              rows[i].name);
    }
}
END_TEST

START_TEST(a_code_is_the_saturation_rounded_up)
{
    for (uint32_t tf = 1; tf < 300; tf += 1 + tf / 8) {
        for (uint32_t len = 1; len < 100000; len += 1 + len / 7) {
            double exact = 255.0 * tf / (tf + 0.9 * (1 - 0.8 + 0.8 * len / 120));
            int code = faq_posting_code(tf, len);
            ck_assert(code >= 1 && code <= 255);
            ck_assert_msg(code - exact > -1e-9 && code - exact < 1 + 1e-9,
                          "tf %u len %u: %d for %f", tf, len, code, exact);
        }
    }
    ck_assert_uint_eq(faq_posting_code(UINT32_MAX, 1), 255);
    ck_assert_uint_ge(faq_posting_code(1, UINT32_MAX), 1);
}
END_TEST

RUN_TESTS("index/postings", CASE(a_dictionary_finds_its_terms_and_no_others),
          CASE(lists_hold_what_was_added_in_any_order),
          CASE(a_term_that_is_kept_stays_without_postings),
          CASE(a_list_beyond_its_section_is_refused), CASE(a_code_is_the_saturation_rounded_up))
