/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/corpus.h"
#include "text/utf8.h"

static faq_error err;
static faq_index *index_;
static faq_search *search;

static void open_search(void)
{
    const char *path = test_path("highlight.faq");
    test_random random = {test_seed()};
    corpus_entry *made = corpus_make(&random, CORPUS_SHOP, 1, 2, 0);
    remove(path);
    corpus_commit(path, &made, 1, 0);
    free(made);
    CHECK_OK(faq_index_open(&index_, path, NULL, &err), &err);
    CHECK_OK(faq_search_new(&search, index_, NULL, &err), &err);
}

static void close_search(void)
{
    faq_search_free(search);
    faq_index_close(index_);
}

static void ask(faq_str question)
{
    faq_hits hits;
    faq_query query = FAQ_INIT(faq_query);
    query.text = question;
    CHECK_OK(faq_search_run(search, &query, &hits, &err), &err);
}

/* The text with brackets round what is marked; for people, and for tables of tests. */
static const char *marked(const char *question, const char *text)
{
    static char out[1024];
    const faq_range *ranges;
    size_t count, len = 0, at = 0;
    ask(faq_text(question));
    CHECK_OK(faq_search_highlight(search, faq_text(text), &ranges, &count, &err), &err);
    for (size_t i = 0; i < count; i++) {
        len += (size_t)sprintf(out + len, "%.*s[%.*s]", (int)(ranges[i].start - at), text + at,
                               (int)ranges[i].len, text + ranges[i].start);
        at = ranges[i].start + ranges[i].len;
    }
    sprintf(out + len, "%s", text + at);
    return out;
}

START_TEST(what_matches_is_marked)
{
    static const struct {
        const char *name, *question, *text, *want;
    } rows[] = {
        {"a word", "怎么退货", "七天内可以退货。", "七天内可以[退货]。"},
        {"neighbours run together", "退货运费", "退货的运费，退货运费险",
         "[退货]的[运费]，[退货运费]险"},
        {"a pair across words", "货运", "退货运费", "退[货运]费"},
        {"traditional text, simplified question", "优惠券", "領取優惠券", "領取[優惠券]"},
        {"full width and case", "app", "下载ＡＰＰ", "下载[ＡＰＰ]"},
        {"digits, and no single character beside them", "7天", "７天无理由", "[７]天无理由"},
        {"single characters when there is nothing stronger", "退", "退了货", "[退]了货"},
        {"question words are no evidence", "怎么退货", "怎么修理", "怎么修理"},
        {"question words alone mark nothing", "怎么", "怎样退货", "怎样退货"},
        {"nothing in common", "发票", "退货", "退货"},
        {"an empty text", "发票", "", ""},
        {"an empty question", "", "退货", "退货"},
    };
    open_search();
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK_STR(faq_text(marked(rows[i].question, rows[i].text)), rows[i].want, rows[i].name);
    close_search();
}
END_TEST

/* Does a place of a text lie between characters (a malformed piece is one)? */
static bool is_boundary(faq_str text, size_t place)
{
    size_t at = 0, used;
    for (; at < place; at += used)
        faq_utf8_decode(text.at + at, text.len - at, &used);
    return at == place;
}

START_TEST(ranges_ascend_apart_on_borders_of_characters)
{
    test_random random = {test_seed() + 1};
    size_t marks = 0;
    open_search();
    for (int round = 0; round < 20000; round++) {
        char question[256], bytes[1024];
        corpus_kind kind = (corpus_kind)(round % 2);
        const faq_range *ranges;
        size_t count, end = 0;
        if (round % 5 == 0)
            ask((faq_str){question, corpus_write(&random, kind, 6, question, sizeof question)});
        faq_str text = {bytes, corpus_write(&random, kind, 30, bytes, sizeof bytes)};
        for (size_t i = test_below(&random, 4); i > 0; i--) /* break some bytes */
            bytes[test_below(&random, text.len)] = (char)test_next(&random);
        CHECK_OK(faq_search_highlight(search, text, &ranges, &count, &err), &err);
        for (size_t i = 0; i < count; i++) {
            ck_assert(ranges[i].len > 0);
            ck_assert(i ? ranges[i].start > end : true);
            ck_assert(ranges[i].start <= text.len && ranges[i].len <= text.len - ranges[i].start);
            end = ranges[i].start + ranges[i].len;
            ck_assert(is_boundary(text, ranges[i].start) && is_boundary(text, end));
            marks++;
        }
    }
    ck_assert_uint_gt(marks, 10000);
    close_search();
}
END_TEST

START_TEST(highlighting_before_any_question_marks_nothing)
{
    const faq_range *ranges;
    size_t count = 99;
    open_search();
    CHECK_OK(faq_search_highlight(search, FAQ_STR("退货"), &ranges, &count, &err), &err);
    ck_assert_uint_eq(count, 0);
    close_search();
}
END_TEST

RUN_TESTS("api/highlight", CASE(what_matches_is_marked),
          CASE(ranges_ascend_apart_on_borders_of_characters),
          CASE(highlighting_before_any_question_marks_nothing))
