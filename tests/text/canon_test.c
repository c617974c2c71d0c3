/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "support/fault.h"
#include "support/test.h"
#include "text/canon.h"
#include "text/fold.h"

static const char *const lines[] = {
#include "text/tables/canonical.inc"
};

static faq_canon new_canon(void)
{
    faq_canon canon;
    faq_error err;
    CHECK_OK(faq_canon_init(&canon, faq_mem_default(), &err), &err);
    return canon;
}

/* The next phrase of a line at `*at`; empty at its end. */
static faq_str next(const char **at)
{
    *at += strspn(*at, " ");
    faq_str phrase = {*at, strcspn(*at, " ")};
    *at += phrase.len;
    return phrase;
}

START_TEST(every_phrase_reads_as_the_first_of_its_line)
{
    faq_canon canon = new_canon();
    for (size_t i = 0; i < COUNT(lines); i++) {
        const char *at = lines[i] + 1;
        ck_assert_msg(lines[i][0] == '?' || lines[i][0] == '=', "line %zu: %s", i, lines[i]);
        faq_str form = next(&at);
        ck_assert_msg(form.len, "line %zu is empty", i);
        for (faq_str phrase = form; phrase.len; phrase = next(&at)) {
            faq_canon_match match;
            ck_assert_msg(faq_canon_match_at(&canon, phrase, &match), "%.*s", (int)phrase.len,
                          phrase.at);
            ck_assert_msg(match.len == phrase.len && faq_str_equal(match.form, form),
                          "%.*s of line %zu reads as %.*s", (int)phrase.len, phrase.at, i,
                          (int)match.form.len, match.form.at);
            ck_assert(match.is_question_word == (lines[i][0] == '?'));
        }
    }
    faq_canon_release(&canon);
}
END_TEST

START_TEST(phrases_are_folded_text)
{
    faq_fold fold;
    faq_error err;
    CHECK_OK(faq_fold_init(&fold, faq_mem_default(), &err), &err);
    for (size_t i = 0; i < COUNT(lines); i++) {
        faq_str line = faq_str_of(lines[i]);
        CHECK_OK(faq_fold_run(&fold, line, &err), &err);
        ck_assert_msg(faq_str_equal(faq_buf_text(&fold.text), line), "line %zu: %s", i, lines[i]);
    }
    faq_fold_release(&fold);
}
END_TEST

START_TEST(the_longest_phrase_wins)
{
    static const struct {
        const char *name, *text, *phrase;
    } rows[] = {
        {"longer than its beginning", "怎么样退货", "怎么样"},
        {"only the beginning", "怎么退货", "怎么"},
        {"the whole text", "如何", "如何"},
        {"no phrase", "退", ""},
        {"a phrase further on", "退怎么", ""},
        {"half a phrase", "怎", ""},
        {"nothing", "", ""},
        {"a replacement", "\uFFFD", ""},
        {"beyond the first plane", "𠀀怎么", ""},
    };
    faq_canon canon = new_canon();
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_canon_match match = {.len = 0};
        bool found = faq_canon_match_at(&canon, faq_str_of(rows[i].text), &match);
        CHECK(found == (rows[i].phrase[0] != 0), rows[i].name);
        CHECK(match.len == strlen(rows[i].phrase), rows[i].name);
    }
    faq_canon_release(&canon);
}
END_TEST

START_TEST(no_memory_is_a_status)
{
    for (size_t n = 1;; n++) {
        test_memory memory;
        test_memory_init(&memory, n, false);
        faq_canon canon;
        faq_status status = faq_canon_init(&canon, &memory.allocator, NULL);
        faq_canon_release(&canon);
        ck_assert_uint_eq(memory.live, 0);
        ck_assert_int_eq(status, memory.calls < n ? FAQ_OK : FAQ_NO_MEMORY);
        if (!status)
            break;
    }
}
END_TEST

RUN_TESTS("text/canon", CASE(every_phrase_reads_as_the_first_of_its_line),
          CASE(phrases_are_folded_text), CASE(the_longest_phrase_wins), CASE(no_memory_is_a_status))
