/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/builder.h"
#include "support/fault.h"
#include "text/analyzer.h"
#include "text/samples.h"

static faq_analyzer *new_analyzer(void)
{
    faq_analyzer *analyzer;
    faq_error err;
    CHECK_OK(faq_analyzer_new(&analyzer, NULL, &err), &err);
    return analyzer;
}

/* The units of one kind, with a bar behind each; question words have a '?' too. */
static void join_units(const faq_analysis *analysis, faq_unit_kind kind, faq_buf *out)
{
    for (size_t i = 0; i < analysis->count; i++) {
        const faq_unit *unit = &analysis->units[i];
        if (unit->kind != kind)
            continue;
        faq_buf_append(out, unit->term);
        faq_buf_append(out, faq_str_of(unit->is_question_word ? "?|" : "|"));
    }
}

static faq_analysis analyse(faq_analyzer *analyzer, faq_str text)
{
    faq_analysis analysis;
    faq_error err;
    CHECK_OK(faq_analyzer_run(analyzer, text, &analysis, &err), &err);
    return analysis;
}

START_TEST(units_of_each_kind_are_as_expected)
{
    static const struct {
        const char *name, *text;
        faq_unit_kind kind;
        const char *want;
    } rows[] = {
        {"a model number comes apart", "iPhone15Pro", FAQ_UNIT_CHARACTER, "iphone|15|pro|"},
        {"Han characters are single", "退货OK吗", FAQ_UNIT_CHARACTER, "退|货|ok|吗?|"},
        {"blanks and signs part", "满￥1,000减5%", FAQ_UNIT_CHARACTER, "满|1|000|减|5|"},
        {"neighbours are pairs", "退货费", FAQ_UNIT_BIGRAM, "退货|货费|"},
        {"a blank parts a pair", "退 货费", FAQ_UNIT_BIGRAM, "货费|"},
        {"letters are in no pair", "退a货费", FAQ_UNIT_BIGRAM, "货费|"},
        {"words are those of ICU", "怎么申请优惠", FAQ_UNIT_WORD, "怎么?|申请|优惠|"},
        {"question words have one form", "如何退货", FAQ_UNIT_CANONICAL, "怎么?|退货|"},
        {"a phrase within a word of letters is none", "highlow", FAQ_UNIT_CANONICAL, "highlow|"},
        {"what is broken is no unit", "退\xFF货", FAQ_UNIT_CHARACTER, "退|货|"},
        {"and parts a pair", "退\xFF货", FAQ_UNIT_BIGRAM, ""},
        {"beyond the first plane", "𠀀𠮷", FAQ_UNIT_BIGRAM, "𠀀𠮷|"},
        {"kana and Hangul are single", "かな한글", FAQ_UNIT_CHARACTER, "か|な|한|글|"},
        {"full-width digits join", "１２3", FAQ_UNIT_CHARACTER, "123|"},
        {"signs alone are nothing", "？！…", FAQ_UNIT_WORD, ""},
        {"nothing", "", FAQ_UNIT_CHARACTER, ""},
    };
    faq_analyzer *analyzer = new_analyzer();
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_buf got;
        faq_buf_init(&got, faq_mem_default());
        faq_analysis analysis = analyse(analyzer, faq_str_of(rows[i].text));
        join_units(&analysis, rows[i].kind, &got);
        CHECK_STR(faq_buf_text(&got), rows[i].want, rows[i].name);
        faq_buf_release(&got);
    }
    faq_analyzer_free(analyzer);
}
END_TEST

static bool is_within(faq_str part, faq_str whole)
{
    return part.at >= whole.at && part.at + part.len <= whole.at + whole.len;
}

/* What is wrong with the units of a text; NULL when nothing is. */
static const char *wrong_units(const faq_analysis *analysis, faq_str text)
{
    for (size_t i = 0; i < analysis->count; i++) {
        const faq_unit *unit = &analysis->units[i];
        size_t end = unit->source.start + unit->source.len;
        if (!unit->term.len || !unit->source.len)
            return "an empty unit";
        if (unit->source.start > text.len || unit->source.len > text.len - unit->source.start)
            return "a source beyond the text";
        if (unit->kind != FAQ_UNIT_CANONICAL && !is_within(unit->term, analysis->folded))
            return "a term that is not of the folded text";
        if (i && unit->kind == unit[-1].kind &&
            (unit->source.start < unit[-1].source.start ||
             end < unit[-1].source.start + unit[-1].source.len))
            return "units out of reading order";
    }
    return NULL;
}

/* Each pair of neighbouring single characters is there: the promise that nothing visible is missed.
 */
static void check_pairs(const faq_analysis *analysis, const char *row)
{
    size_t pairs = 0, found = 0;
    for (size_t i = 0; i + 1 < analysis->count; i++) {
        const faq_unit *unit = &analysis->units[i];
        found += unit->kind == FAQ_UNIT_BIGRAM;
        size_t used;
        if (unit->kind != FAQ_UNIT_CHARACTER || unit[1].kind != FAQ_UNIT_CHARACTER ||
            unit->term.at + unit->term.len != unit[1].term.at)
            continue;
        uint32_t a = faq_utf8_decode(unit->term.at, unit->term.len, &used);
        uint32_t b = faq_utf8_decode(unit[1].term.at, unit[1].term.len, &used);
        pairs += a >= 0x4E00 && a <= 0x9FFF && b >= 0x4E00 && b <= 0x9FFF;
    }
    if (analysis->count)
        found += analysis->units[analysis->count - 1].kind == FAQ_UNIT_BIGRAM;
    CHECK(found >= pairs, row);
}

START_TEST(units_lie_in_the_text_and_ascend)
{
    faq_analyzer *analyzer = new_analyzer();
    faq_buf text;
    faq_buf_init(&text, faq_mem_default());
    test_random random = {test_seed()};
    for (int round = 0; round < 10000; round++) {
        char row[48];
        snprintf(row, sizeof row, "seed %llu, round %d", (unsigned long long)test_seed(), round);
        faq_buf_reset(&text);
        if (round < (int)COUNT(sample_texts))
            faq_buf_append(&text, faq_str_of(sample_texts[round]));
        else
            add_sample(&random, 40, &text);
        faq_analysis analysis = analyse(analyzer, faq_buf_text(&text));
        const char *wrong = wrong_units(&analysis, faq_buf_text(&text));
        ck_assert_msg(!wrong, "%s: %s", row, wrong);
        check_pairs(&analysis, row);
    }
    faq_buf_release(&text);
    faq_analyzer_free(analyzer);
}
END_TEST

START_TEST(damage_anywhere_stops_nothing_after_it)
{
    static const char clean[] = "退货运费险怎么申请";
    faq_analyzer *analyzer = new_analyzer();
    for (size_t at = 0; at < sizeof clean - 1; at++) {
        char broken[sizeof clean];
        memcpy(broken, clean, sizeof clean);
        broken[at] = '\xFF';
        faq_analysis analysis = analyse(analyzer, faq_str_of(broken));
        size_t characters = 0;
        for (size_t i = 0; i < analysis.count; i++)
            characters += analysis.units[i].kind == FAQ_UNIT_CHARACTER;
        ck_assert_msg(characters == 8, "byte %zu broken: %zu characters", at, characters);
    }
    faq_analyzer_free(analyzer);
}
END_TEST

START_TEST(only_the_kinds_asked_for_come_out)
{
    faq_analyzer *analyzer = new_analyzer();
    for (unsigned kinds = 0; kinds <= FAQ_CUT_ALL; kinds++) {
        faq_analysis all = analyse(analyzer, FAQ_STR("如何申請 iPhone15 退货？"));
        size_t want = 0;
        for (size_t i = 0; i < all.count; i++)
            want += kinds >> all.units[i].kind & 1;
        faq_analysis some;
        faq_error err;
        CHECK_OK(faq_analyzer_cut(analyzer, FAQ_STR("如何申請 iPhone15 退货？"), kinds, &some,
                                  &err),
                 &err);
        ck_assert_msg(some.count == want, "kinds %x: %zu units, want %zu", kinds, some.count, want);
        for (size_t i = 0; i < some.count; i++)
            ck_assert(kinds >> some.units[i].kind & 1);
    }
    faq_analyzer_free(analyzer);
}
END_TEST

START_TEST(an_analyser_forgets_what_it_read_before)
{
    faq_analyzer *used = new_analyzer(), *fresh = new_analyzer();
    analyse(used, FAQ_STR("一段很长很长的文字，iPhone15Pro，怎么申请退货运费险"));
    for (size_t i = 0; i < COUNT(sample_texts); i++) {
        faq_analysis a = analyse(used, faq_str_of(sample_texts[i]));
        faq_analysis b = analyse(fresh, faq_str_of(sample_texts[i]));
        ck_assert_uint_eq(a.count, b.count);
        for (size_t j = 0; j < a.count; j++)
            ck_assert(faq_str_equal(a.units[j].term, b.units[j].term));
    }
    ck_assert_uint_eq(faq_analyzer_fingerprint(used), faq_analyzer_fingerprint(fresh));
    faq_analyzer_free(used);
    faq_analyzer_free(fresh);
}
END_TEST

START_TEST(no_memory_is_a_status)
{
    for (size_t n = 1;; n++) {
        test_memory memory;
        test_memory_init(&memory, n, n % 2);
        faq_analyzer *analyzer = NULL;
        faq_analysis analysis = {.count = 77};
        faq_status status = faq_analyzer_new(&analyzer, &memory.allocator, NULL);
        if (!status)
            status = faq_analyzer_run(analyzer, faq_str_of(sample_texts[3]), &analysis, NULL);
        ck_assert(!status || analysis.count == 77); /* untouched */
        faq_analyzer_free(analyzer);
        ck_assert_uint_eq(memory.live, 0);
        ck_assert_int_eq(status, memory.calls < n ? FAQ_OK : FAQ_NO_MEMORY);
        if (!status)
            break;
    }
}
END_TEST

/* ---- golden: every step of a table of texts */

static void print_analysis(faq_analyzer *analyzer, faq_str text, faq_buf *out)
{
    static const char *const names[] = {"character", "word", "canonical", "bigram"};
    faq_analysis analysis = analyse(analyzer, text);
    faq_buf_append(out, FAQ_STR("text       "));
    faq_buf_append(out, text);
    faq_buf_append(out, FAQ_STR("\nfolded     "));
    faq_buf_append(out, analysis.folded);
    for (int kind = 0; kind < 4; kind++) {
        faq_buf_format(out, "\n%-10s ", names[kind]);
        join_units(&analysis, (faq_unit_kind)kind, out);
    }
    faq_buf_append(out, FAQ_STR("\n\n"));
}

START_TEST(the_golden_texts_come_apart_as_recorded)
{
    char in_path[4096], out_path[4096];
    const char *root = getenv("FAQ_SOURCE");
    snprintf(in_path, sizeof in_path, "%s/tests/text/analyze.in", root ? root : ".");
    snprintf(out_path, sizeof out_path, "%s/tests/text/analyze.out", root ? root : ".");
    faq_buf in, got, want;
    faq_buf_init(&in, faq_mem_default());
    faq_buf_init(&got, faq_mem_default());
    faq_buf_init(&want, faq_mem_default());
    ck_assert_msg(test_read_file(in_path, &in), "cannot read %s", in_path);
    faq_analyzer *analyzer = new_analyzer();
    for (size_t start = 0, end; start < in.len; start = end + 1) {
        for (end = start; end < in.len && in.at[end] != '\n';)
            end++;
        print_analysis(analyzer, faq_str_part(faq_buf_text(&in), start, end - start), &got);
    }
    if (getenv("FAQ_UPDATE_GOLDEN"))
        ck_assert(test_write_file(out_path, got.at, got.len));
    ck_assert_msg(test_read_file(out_path, &want), "cannot read %s", out_path);
    test_same_text(&got, &want, "analyze.out");
    faq_analyzer_free(analyzer);
    faq_buf_release(&in);
    faq_buf_release(&got);
    faq_buf_release(&want);
}
END_TEST

RUN_TESTS("text/analyzer", CASE(units_of_each_kind_are_as_expected),
          CASE(units_lie_in_the_text_and_ascend), CASE(damage_anywhere_stops_nothing_after_it),
          CASE(only_the_kinds_asked_for_come_out), CASE(an_analyser_forgets_what_it_read_before),
          CASE(no_memory_is_a_status), CASE(the_golden_texts_come_apart_as_recorded))
