/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/span.h"
#include "base/str.h"
#include "support/fault.h"
#include "support/test.h"

START_TEST(numbers_are_written_little_endian)
{
    static const uint8_t want[] = {0x01, 0x03, 0x02, 0x07, 0x06, 0x05, 0x04, 0x0F,
                                   0x0E, 0x0D, 0x0C, 0x0B, 0x0A, 0x09, 0x08};
    faq_buf buf;
    faq_buf_init(&buf, faq_mem_default());
    faq_put_u8(&buf, 0x01);
    faq_put_u16(&buf, 0x0203);
    faq_put_u32(&buf, 0x04050607);
    faq_put_u64(&buf, 0x08090A0B0C0D0E0Fu);
    ck_assert_uint_eq(buf.len, sizeof want);
    ck_assert_int_eq(memcmp(buf.at, want, sizeof want), 0);
    faq_buf_release(&buf);
}
END_TEST

START_TEST(varints_have_their_known_bytes)
{
    static const struct {
        const char *name;
        uint64_t value;
        uint8_t bytes[10];
        size_t len;
    } rows[] = {
        {"zero", 0, {0}, 1},
        {"largest of one byte", 127, {0x7F}, 1},
        {"smallest of two", 128, {0x80, 0x01}, 2},
        {"three hundred", 300, {0xAC, 0x02}, 2},
        {"largest of all",
         UINT64_MAX,
         {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01},
         10},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_buf buf;
        faq_buf_init(&buf, faq_mem_default());
        faq_put_varint(&buf, rows[i].value);
        CHECK(buf.len == rows[i].len, rows[i].name);
        CHECK(!memcmp(buf.at, rows[i].bytes, rows[i].len), rows[i].name);
        faq_span in = faq_span_of(buf.at, buf.len, 0);
        CHECK(faq_take_varint(&in) == rows[i].value, rows[i].name);
        CHECK(!in.failed && in.pos == in.len, rows[i].name);
        faq_buf_release(&buf);
    }
}
END_TEST

START_TEST(a_varint_that_is_no_number_fails_and_reads_as_zero)
{
    static const struct {
        const char *name;
        uint8_t bytes[12];
        size_t len;
    } rows[] = {
        {"nothing", {0}, 0},
        {"cut after one byte", {0x81}, 1},
        {"cut after nine", {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, 9},
        {"65 bits", {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02}, 10},
        {"eleven bytes", {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00}, 11},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_span in = faq_span_of(rows[i].bytes, rows[i].len, 0);
        CHECK(faq_take_varint(&in) == 0, rows[i].name);
        CHECK(in.failed && in.pos <= in.len, rows[i].name);
        CHECK(faq_take_u8(&in) == 0 && in.failed, rows[i].name);
    }
}
END_TEST

/* One random write; the same generator state reads it back. */
static void write_one(test_random *random, faq_buf *buf)
{
    uint64_t value = test_next(random) >> test_below(random, 64);
    char text[40];
    size_t len = test_below(random, sizeof text);
    memset(text, (int)(value & 0xFF), sizeof text);
    switch (test_below(random, 6)) {
    case 0:
        faq_put_u8(buf, (uint8_t)value);
        break;
    case 1:
        faq_put_u16(buf, (uint16_t)value);
        break;
    case 2:
        faq_put_u32(buf, (uint32_t)value);
        break;
    case 3:
        faq_put_u64(buf, value);
        break;
    case 4:
        faq_put_varint(buf, value);
        break;
    default:
        faq_put_text(buf, (faq_str){text, len});
    }
}

static bool read_one(test_random *random, faq_span *in)
{
    uint64_t value = test_next(random) >> test_below(random, 64);
    char text[40];
    size_t len = test_below(random, sizeof text);
    memset(text, (int)(value & 0xFF), sizeof text);
    switch (test_below(random, 6)) {
    case 0:
        return faq_take_u8(in) == (uint8_t)value;
    case 1:
        return faq_take_u16(in) == (uint16_t)value;
    case 2:
        return faq_take_u32(in) == (uint32_t)value;
    case 3:
        return faq_take_u64(in) == value;
    case 4:
        return faq_take_varint(in) == value;
    default:
        return faq_str_equal(faq_take_text(in), (faq_str){text, len});
    }
}

START_TEST(what_was_put_is_taken)
{
    for (uint64_t round = 0; round < 200; round++) {
        uint64_t seed = test_seed() + round;
        faq_buf buf;
        faq_buf_init(&buf, faq_mem_default());
        test_random random = {seed};
        for (int i = 0; i < 100; i++)
            write_one(&random, &buf);
        faq_span in = faq_span_of(buf.at, buf.len, 0);
        random.state = seed;
        for (int i = 0; i < 100; i++)
            ck_assert_msg(read_one(&random, &in), "seed %llu, item %d", (unsigned long long)seed,
                          i);
        ck_assert(!in.failed && in.pos == in.len);
        faq_buf_release(&buf);
    }
}
END_TEST

START_TEST(a_read_past_the_end_sticks)
{
    static const uint8_t bytes[] = {1, 2, 3};
    faq_span in = faq_span_of(bytes, sizeof bytes, 1000);
    ck_assert_uint_eq(faq_take_u16(&in), 0x0201);
    ck_assert_uint_eq(faq_span_offset(&in), 1002);
    ck_assert_uint_eq(faq_take_u32(&in), 0);
    ck_assert(in.failed);
    ck_assert_uint_eq(faq_take_u8(&in), 0); /* though one byte is left */
    ck_assert_ptr_null(faq_take_bytes(&in, 0));
    ck_assert_ptr_null(faq_take_text(&in).at);
}
END_TEST

START_TEST(a_text_longer_than_its_bytes_is_refused)
{
    faq_buf buf;
    faq_buf_init(&buf, faq_mem_default());
    faq_put_varint(&buf, UINT64_MAX);
    faq_put_u64(&buf, 0);
    faq_span in = faq_span_of(buf.at, buf.len, 0);
    ck_assert_uint_eq(faq_take_text(&in).len, 0);
    ck_assert(in.failed);
    faq_buf_release(&buf);
}
END_TEST

START_TEST(no_memory_sticks_until_reset)
{
    test_memory memory;
    test_memory_init(&memory, 2, false);
    faq_buf buf;
    faq_buf_init(&buf, &memory.allocator);
    faq_put_u32(&buf, 7);
    faq_put_zeros(&buf, 10000);
    ck_assert(buf.failed);
    ck_assert_uint_eq(buf.len, 4);
    faq_put_u8(&buf, 1); /* there would be room */
    faq_buf_format(&buf, "%d", 5);
    ck_assert_uint_eq(buf.len, 4);
    ck_assert_ptr_null(faq_buf_extend(&buf, 1));
    faq_buf_reset(&buf);
    faq_put_zeros(&buf, 10000);
    ck_assert(!buf.failed);
    ck_assert_uint_eq(buf.len, 10000);
    faq_buf_release(&buf);
    ck_assert_uint_eq(memory.live, 0);
}
END_TEST

START_TEST(a_length_that_overflows_fails)
{
    faq_buf buf;
    faq_buf_init(&buf, faq_mem_default());
    faq_put_u8(&buf, 1);
    ck_assert_ptr_null(faq_buf_extend(&buf, SIZE_MAX));
    ck_assert(buf.failed);
    faq_buf_release(&buf);
}
END_TEST

START_TEST(formatted_text_has_no_terminator)
{
    faq_buf buf;
    faq_buf_init(&buf, faq_mem_default());
    for (int i = 0; i < 300; i++)
        faq_buf_format(&buf, "%d,", i % 10);
    ck_assert_uint_eq(buf.len, 600);
    for (size_t i = 0; i < 300; i++)
        ck_assert(buf.at[i * 2] == '0' + i % 10 && buf.at[i * 2 + 1] == ',');
    faq_buf_format(&buf, "%s", "");
    ck_assert_uint_eq(buf.len, 600);
    faq_buf_release(&buf);
}
END_TEST

RUN_TESTS("base/buf", CASE(numbers_are_written_little_endian), CASE(varints_have_their_known_bytes),
          CASE(a_varint_that_is_no_number_fails_and_reads_as_zero), CASE(what_was_put_is_taken),
          CASE(a_read_past_the_end_sticks), CASE(a_text_longer_than_its_bytes_is_refused),
          CASE(no_memory_sticks_until_reset), CASE(a_length_that_overflows_fails),
          CASE(formatted_text_has_no_terminator))
