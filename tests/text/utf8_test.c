/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <unicode/utf8.h>

#include "base/str.h"
#include "support/test.h"
#include "text/utf8.h"

START_TEST(each_maximal_subpart_reads_as_one_replacement)
{
    static const struct {
        const char *name, *bytes;
        size_t used[5]; /* of each character, 0 ends */
    } rows[] = {
        {"well-formed", "aé退𠀀", {1, 2, 3, 4}},
        {"a lone continuation byte", "\x80z", {1, 1}},
        {"a lead byte at the end", "\xE9", {1}},
        {"half a Han character", "\xE9\x80", {2}},
        {"half of one before a letter", "\xE9\x80z", {2, 1}},
        {"three quarters of four bytes", "\xF0\x9F\x98", {3}},
        {"overlong slash", "\xC0\xAF", {1, 1}},
        {"overlong of three bytes", "\xE0\x80\xAF", {1, 1, 1}},
        {"a surrogate", "\xED\xA0\x80", {1, 1, 1}},
        {"beyond U+10FFFF", "\xF4\x90\x80\x80", {1, 1, 1, 1}},
        {"a byte that never occurs", "\xFF\xFE", {1, 1}},
        {"table 3-8 of Unicode", "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", {2, 1, 3, 2, 1}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t len = strlen(rows[i].bytes), at = 0, n = 0;
        while (at < len) {
            size_t used;
            faq_utf8_decode(rows[i].bytes + at, len - at, &used);
            CHECK(n < 5 && used == rows[i].used[n], rows[i].name);
            at += used;
            n++;
        }
        CHECK(at == len && (n == 5 || !rows[i].used[n]), rows[i].name);
        CHECK(faq_utf8_count(faq_str_of(rows[i].bytes)) == n, rows[i].name);
    }
}
END_TEST

static void check_against_icu(const uint8_t bytes[4], int32_t len)
{
    int32_t at = 0;
    UChar32 want;
    U8_NEXT_OR_FFFD(bytes, at, len, want);
    size_t used;
    uint32_t got = faq_utf8_decode((const char *)bytes, (size_t)len, &used);
    if (got != (uint32_t)want || used != (size_t)at)
        ck_abort_msg("%02x %02x %02x %02x, %d bytes: U+%04X of %zu, want U+%04X of %d", bytes[0],
                     bytes[1], bytes[2], bytes[3], (int)len, got, used, (unsigned)want, (int)at);
}

START_TEST(decoding_equals_icu_on_any_bytes)
{
    static const uint8_t borders[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0,
                                      0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF};
    for (unsigned pair = 0; pair < 0x10000; pair++) {
        for (size_t i = 0; i < COUNT(borders); i++) {
            for (size_t j = 0; j < COUNT(borders); j++) {
                uint8_t bytes[4] = {(uint8_t)(pair >> 8), (uint8_t)pair, borders[i], borders[j]};
                check_against_icu(bytes, 4);
                if (!j)
                    check_against_icu(bytes, 3);
            }
        }
        uint8_t bytes[4] = {(uint8_t)(pair >> 8), (uint8_t)pair, 0, 0};
        check_against_icu(bytes, 2);
        check_against_icu(bytes, 1);
    }
}
END_TEST

START_TEST(every_character_comes_back)
{
    for (uint32_t point = 0; point < 0x110000; point++) {
        char bytes[4];
        size_t used;
        if (point >= 0xD800 && point < 0xE000)
            continue;
        size_t len = faq_utf8_encode(point, bytes);
        ck_assert_uint_eq(faq_utf8_decode(bytes, len, &used), point);
        ck_assert_uint_eq(used, len);
    }
}
END_TEST

RUN_TESTS("text/utf8", CASE(each_maximal_subpart_reads_as_one_replacement),
          CASE(decoding_equals_icu_on_any_bytes), CASE(every_character_comes_back))
