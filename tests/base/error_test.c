/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "support/test.h"
#include "text/utf8.h"

/* Is a text of whole, well-formed characters? */
static bool is_whole(const char *text)
{
    size_t len = strlen(text), used;
    for (size_t i = 0; i < len; i += used) {
        if (faq_utf8_decode(text + i, len - i, &used) == FAQ_REPLACEMENT)
            return false;
    }
    return true;
}

START_TEST(a_message_is_cut_between_characters)
{
    static const char *const characters[] = {"a", "é", "退", "𠀀"};
    for (size_t kind = 0; kind < COUNT(characters); kind++) {
        for (size_t shift = 0; shift < 8; shift++) {
            char text[2 * FAQ_ERROR_BYTES] = "";
            memset(text, 'x', shift);
            while (strlen(text) + 5 < sizeof text)
                strcat(text, characters[kind]);
            faq_error err = {0};
            ck_assert_int_eq(faq_fail(&err, FAQ_IO, 9, "%s", text), FAQ_IO);
            size_t len = strlen(err.message);
            ck_assert_msg(is_whole(err.message), "kind %zu, shift %zu: %s", kind, shift,
                          err.message);
            ck_assert_msg(len < FAQ_ERROR_BYTES && len + 5 > FAQ_ERROR_BYTES - 1,
                          "kind %zu, shift %zu: %zu bytes", kind, shift, len);
            ck_assert_int_eq(memcmp(err.message, text, len), 0);
        }
    }
}
END_TEST

START_TEST(a_message_that_fits_is_whole)
{
    char text[FAQ_ERROR_BYTES] = "";
    memset(text, 'x', FAQ_ERROR_BYTES - 4);
    strcat(text, "退"); /* FAQ_ERROR_BYTES - 1 bytes */
    faq_error err;
    faq_fail(&err, FAQ_IO, 0, "%s", text);
    ck_assert_str_eq(err.message, text);
}
END_TEST

START_TEST(a_message_is_one_line)
{
    faq_error err;
    faq_fail(&err, FAQ_BAD_INPUT, 3, "a\nb\r\nc");
    ck_assert_str_eq(err.message, "a b  c");
    ck_assert_int_eq(err.status, FAQ_BAD_INPUT);
    ck_assert_uint_eq(err.offset, 3);
}
END_TEST

START_TEST(an_error_nobody_wants_is_still_a_status)
{
    ck_assert_int_eq(faq_fail(NULL, FAQ_LOCKED, 0, "x"), FAQ_LOCKED);
    ck_assert_int_eq(faq_corrupt(NULL, 7, "x"), FAQ_CORRUPT);
    ck_assert_int_eq(faq_no_memory(NULL, "x"), FAQ_NO_MEMORY);
}
END_TEST

START_TEST(damage_says_where)
{
    faq_error err;
    faq_corrupt(&err, 12345678901u, "padding is not zero");
    ck_assert_uint_eq(err.offset, 12345678901u);
    ck_assert_str_eq(err.message, "damaged at byte 12345678901: padding is not zero");
}
END_TEST

RUN_TESTS("base/error", CASE(a_message_is_cut_between_characters),
          CASE(a_message_that_fits_is_whole), CASE(a_message_is_one_line),
          CASE(an_error_nobody_wants_is_still_a_status), CASE(damage_says_where))
