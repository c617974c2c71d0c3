/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#include "base/mem.h"
#include "support/fault.h"
#include "text/fold.h"
#include "text/samples.h"

static const uint16_t simplified_pairs[][2] = {
#include "text/tables/simplified.inc"
};

/* ---- the slow twin: the whole text through ICU at once, then the table */

static uint32_t simplified(uint32_t point)
{
    for (size_t low = 0, high = COUNT(simplified_pairs); low < high;) {
        size_t middle = (low + high) / 2;
        if (simplified_pairs[middle][0] == point)
            return simplified_pairs[middle][1];
        if (simplified_pairs[middle][0] < point)
            low = middle + 1;
        else
            high = middle;
    }
    return point;
}

static void fold_slowly(faq_str text, faq_buf *out)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&code);
    UChar *source = calloc(text.len + 1, 2 * sizeof *source);
    int32_t len = 0, capacity = (int32_t)text.len * 20 + 20;
    for (size_t i = 0, used; i < text.len; i += used) {
        uint32_t point = faq_utf8_decode(text.at + i, text.len - i, &used);
        U16_APPEND_UNSAFE(source, len, point);
    }
    UChar *result = calloc((size_t)capacity, sizeof *result);
    len = unorm2_normalize(nfkc, source, len, result, capacity, &code);
    ck_assert_msg(U_SUCCESS(code), "%s", u_errorName(code));
    for (int32_t i = 0; i < len;) {
        UChar32 point;
        char bytes[4];
        U16_NEXT(result, i, len, point);
        faq_put_bytes(out, bytes, faq_utf8_encode(simplified((uint32_t)point), bytes));
    }
    free(source);
    free(result);
}

/* ---- what holds for every text */

static bool origins_ascend(const faq_fold *fold, faq_str text)
{
    for (size_t i = 0; i < fold->text.len; i++) {
        const struct faq_fold_origin *origin = &fold->origins[i];
        if (origin->from >= origin->to || origin->to > text.len)
            return false;
        if (i && (origin->from == origin[-1].from ? origin->to != origin[-1].to
                                                  : origin->from < origin[-1].to))
            return false;
    }
    return true;
}

/* What is wrong with the folding of a text; NULL when nothing is. */
static const char *wrong_fold(faq_fold *fold, faq_str text, faq_buf *want)
{
    faq_buf_reset(want);
    fold_slowly(text, want);
    if (faq_fold_run(fold, text, NULL))
        return "it fails";
    if (!faq_str_equal(faq_buf_text(&fold->text), faq_buf_text(want)))
        return "it is not what ICU and the table make of it";
    if (!origins_ascend(fold, text))
        return "the way back to the source is wrong";
    if (faq_fold_run(fold, faq_buf_text(want), NULL) ||
        !faq_str_equal(faq_buf_text(&fold->text), faq_buf_text(want)))
        return "folding twice changes it";
    return NULL;
}

static void check_fold(faq_fold *fold, faq_str text)
{
    faq_buf want;
    faq_buf_init(&want, faq_mem_default());
    const char *wrong = wrong_fold(fold, text, &want);
    if (wrong) {
        faq_buf_reset(&want);
        for (size_t i = 0; i < text.len && i < 100; i++)
            faq_buf_format(&want, "%02x ", (unsigned char)text.at[i]);
        ck_abort_msg("seed %llu, bytes %.*s: %s", (unsigned long long)test_seed(), (int)want.len,
                     (const char *)want.at, wrong);
    }
    faq_buf_release(&want);
}

static faq_fold new_fold(void)
{
    faq_fold fold;
    faq_error err;
    CHECK_OK(faq_fold_init(&fold, faq_mem_default(), &err), &err);
    return fold;
}

START_TEST(folding_is_icu_and_the_table_on_samples)
{
    faq_fold fold = new_fold();
    for (size_t i = 0; i < COUNT(sample_texts); i++)
        check_fold(&fold, faq_str_of(sample_texts[i]));
    faq_fold_release(&fold);
}
END_TEST

START_TEST(folding_is_icu_and_the_table_on_every_character)
{
    faq_fold fold = new_fold();
    for (uint32_t point = 0; point < 0x110000; point++) {
        char bytes[4];
        if (point >= 0xD800 && point < 0xE000)
            continue;
        check_fold(&fold, (faq_str){bytes, faq_utf8_encode(point, bytes)});
    }
    faq_fold_release(&fold);
}
END_TEST

START_TEST(folding_is_icu_and_the_table_on_random_texts)
{
    faq_fold fold = new_fold();
    faq_buf text;
    faq_buf_init(&text, faq_mem_default());
    test_random random = {test_seed()};
    for (int round = 0; round < 30000; round++) {
        faq_buf_reset(&text);
        add_sample(&random, 24, &text);
        check_fold(&fold, faq_buf_text(&text));
    }
    faq_buf_release(&text);
    faq_fold_release(&fold);
}
END_TEST

START_TEST(folding_is_icu_and_the_table_on_scraped_pages)
{
    static const char *const names[] = {"000_919e1f181bec445d.txt", "001_9ecb8b285aea4caf.txt",
                                        "002_cea0bb016156a425.txt", "004_0001ad8f26d282c7.txt"};
    faq_fold fold = new_fold();
    for (size_t i = 0; i < COUNT(names); i++) {
        char name[64], line[8192];
        snprintf(name, sizeof name, "seeds/%s", names[i]);
        const char *path = test_shared(name);
        FILE *file = path ? fopen(path, "rb") : NULL;
        while (file && fgets(line, sizeof line, file)) /* a long line is cut anywhere */
            check_fold(&fold, faq_str_of(line));
        if (file)
            fclose(file);
    }
    faq_fold_release(&fold);
}
END_TEST

START_TEST(spellings_of_one_text_fold_to_one_form)
{
    static const struct {
        const char *name, *in, *want;
    } rows[] = {
        {"full-width letters become ASCII", "ＡＢＣ１２３", "abc123"},
        {"ideographic space separates", "开户　费用", "开户 费用"},
        {"traditional becomes simplified", "運費險與優惠券", "运费险与优惠券"},
        {"half-width kana join their marks", "ｶﾞﾊﾟ", "ガパ"},
        {"sharp s is two letters", "Straße", "strasse"},
        {"what is invisible goes", "退\u200B货\u00AD", "退货"},
        {"a compatibility ideograph is its twin", "\uF900", "岂"},
        {"half a character becomes U+FFFD", "\xE5\xBC", "\uFFFD"},
        {"each broken byte its own", "\xFF\xFE", "\uFFFD\uFFFD"},
        {"nothing stays nothing", "", ""},
    };
    faq_fold fold = new_fold();
    for (size_t i = 0; i < COUNT(rows); i++) {
        CHECK(!faq_fold_run(&fold, faq_str_of(rows[i].in), NULL), rows[i].name);
        CHECK_STR(faq_buf_text(&fold.text), rows[i].want, rows[i].name);
    }
    faq_fold_release(&fold);
}
END_TEST

START_TEST(folded_bytes_know_where_they_came_from)
{
    faq_fold fold = new_fold();
    ck_assert_int_eq(faq_fold_run(&fold, FAQ_STR("Ａ運\u00ADe\u0301"), NULL), FAQ_OK);
    CHECK_STR(faq_buf_text(&fold.text), "a运é", "folded");
    ck_assert(fold.origins[0].from == 0 && fold.origins[0].to == 3);
    ck_assert(fold.origins[1].from == 3 && fold.origins[3].to == 6);
    ck_assert(fold.origins[4].to == 11 && fold.origins[5].to == 11);
    faq_fold_release(&fold);
}
END_TEST

START_TEST(the_table_is_ascending_and_ends_in_one_step)
{
    for (size_t i = 0; i < COUNT(simplified_pairs); i++) {
        uint32_t from = simplified_pairs[i][0], to = simplified_pairs[i][1];
        ck_assert(from >= FAQ_FOLD_HAN_FIRST && from <= FAQ_FOLD_HAN_LAST);
        ck_assert(!i || simplified_pairs[i - 1][0] < from);
        ck_assert_msg(simplified(to) == to, "U+%04X becomes U+%04X, which becomes another", from,
                      to);
    }
}
END_TEST

START_TEST(no_memory_is_a_status)
{
    faq_str text = FAQ_STR("Straße ẞ ﬁ ｶﾞ 運費險 \u0301\u0323 ＡＢＣ");
    for (size_t n = 1;; n++) {
        test_memory memory;
        test_memory_init(&memory, n, n % 2);
        faq_fold fold;
        faq_status status = faq_fold_init(&fold, &memory.allocator, NULL);
        if (!status)
            status = faq_fold_run(&fold, text, NULL);
        faq_fold_release(&fold);
        ck_assert_uint_eq(memory.live, 0);
        ck_assert_int_eq(status, memory.calls < n ? FAQ_OK : FAQ_NO_MEMORY);
        if (!status)
            break;
    }
}
END_TEST

RUN_TESTS("text/fold", CASE(folding_is_icu_and_the_table_on_samples),
          CASE(folding_is_icu_and_the_table_on_every_character),
          CASE(folding_is_icu_and_the_table_on_random_texts),
          CASE(folding_is_icu_and_the_table_on_scraped_pages),
          CASE(spellings_of_one_text_fold_to_one_form),
          CASE(folded_bytes_know_where_they_came_from),
          CASE(the_table_is_ascending_and_ends_in_one_step), CASE(no_memory_is_a_status))
