/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/utf16.h>

#include "base/mem.h"
#include "text/cut.h"
#include "text/fold.h"
#include "text/samples.h"

typedef struct wide_text {
    UChar *units;
    int32_t len;
    size_t *bytes; /* where each unit stands in UTF-8, and the end */
} wide_text;

static wide_text widen(faq_str text)
{
    wide_text wide = {calloc(text.len + 1, 2 * sizeof *wide.units), 0,
                      calloc(2 * text.len + 2, sizeof *wide.bytes)};
    for (size_t i = 0, used; i < text.len; i += used) {
        uint32_t point = faq_utf8_decode(text.at + i, text.len - i, &used);
        wide.bytes[wide.len] = i;
        if (point > 0xFFFF)
            wide.bytes[wide.len + 1] = i;
        U16_APPEND_UNSAFE(wide.units, wide.len, point);
    }
    wide.bytes[wide.len] = text.len;
    return wide;
}

/* The words that ubrk finds in UTF-16 are those that we find in UTF-8. */
static void check_cut(faq_cut *cut, UBreakIterator *breaks, faq_str text)
{
    wide_text wide = widen(text);
    UErrorCode code = U_ZERO_ERROR;
    faq_error err;
    ubrk_setText(breaks, wide.units, wide.len, &code);
    ck_assert(U_SUCCESS(code));
    CHECK_OK(faq_cut_begin(cut, text, &err), &err);
    size_t start, end;
    for (int32_t from = ubrk_first(breaks), to; (to = ubrk_next(breaks)) != UBRK_DONE; from = to) {
        if (ubrk_getRuleStatus(breaks) < UBRK_WORD_NONE_LIMIT)
            continue;
        if (!faq_cut_next(cut, &start, &end) || start != wide.bytes[from] || end != wide.bytes[to])
            ck_abort_msg("\"%.*s\": another word at byte %zu", (int)text.len, text.at,
                         wide.bytes[from]);
    }
    ck_assert_msg(!faq_cut_next(cut, &start, &end), "\"%.*s\": a word too many", (int)text.len,
                  text.len ? text.at : "");
    free(wide.units);
    free(wide.bytes);
}

/* Cut texts as they come from folding, which are well-formed. */
static void check_folded(faq_cut *cut, UBreakIterator *breaks, faq_fold *fold, faq_str text)
{
    faq_error err;
    CHECK_OK(faq_fold_run(fold, text, &err), &err);
    check_cut(cut, breaks, faq_buf_text(&fold->text));
}

START_TEST(words_are_those_of_icu)
{
    faq_cut cut;
    faq_fold fold;
    faq_error err;
    faq_buf text;
    UErrorCode code = U_ZERO_ERROR;
    UBreakIterator *breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &code);
    ck_assert(U_SUCCESS(code));
    CHECK_OK(faq_cut_init(&cut, &err), &err);
    CHECK_OK(faq_fold_init(&fold, faq_mem_default(), &err), &err);
    faq_buf_init(&text, faq_mem_default());
    for (size_t i = 0; i < COUNT(sample_texts); i++)
        check_folded(&cut, breaks, &fold, faq_str_of(sample_texts[i]));
    test_random random = {test_seed()};
    for (int round = 0; round < 10000; round++) {
        faq_buf_reset(&text);
        add_sample(&random, 40, &text);
        check_folded(&cut, breaks, &fold, faq_buf_text(&text));
    }
    faq_buf_release(&text);
    faq_fold_release(&fold);
    faq_cut_release(&cut);
    ubrk_close(breaks);
}
END_TEST

START_TEST(blanks_and_punctuation_are_no_words)
{
    static const char *const want[] = {"申请", "ok", "15"};
    faq_str text = FAQ_STR("  申请，！ ok…  15 ");
    faq_cut cut;
    faq_error err;
    CHECK_OK(faq_cut_init(&cut, &err), &err);
    for (int round = 0; round < 2; round++) { /* a second run begins anew */
        CHECK_OK(faq_cut_begin(&cut, text, &err), &err);
        size_t start, end;
        for (size_t i = 0; i < COUNT(want); i++) {
            ck_assert(faq_cut_next(&cut, &start, &end));
            CHECK_STR(faq_str_part(text, start, end - start), want[i], "word");
        }
        ck_assert(!faq_cut_next(&cut, &start, &end));
    }
    CHECK_OK(faq_cut_begin(&cut, (faq_str){NULL, 0}, &err), &err);
    size_t start, end;
    ck_assert(!faq_cut_next(&cut, &start, &end));
    faq_cut_release(&cut);
}
END_TEST

RUN_TESTS("text/cut", CASE(words_are_those_of_icu), CASE(blanks_and_punctuation_are_no_words))
