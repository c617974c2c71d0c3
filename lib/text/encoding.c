/* SPDX-License-Identifier: MIT */
/*
 * Chinese files come as UTF-8, UTF-16, GB18030 or Big5, often without saying which. UTF-8 proves
 * itself; UTF-16 shows in its zero bytes. Between the two-byte encodings the bytes are read as
 * pairs of each: a text falls almost entirely into the rows of frequent characters of its own
 * encoding (GB 2312 level 1, Big5 level 1) and only by half into the other's.
 */
#include "text/encoding.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ucnv.h>

#include "base/check.h"
#include "base/error.h"
#include "base/str.h"
#include "text/utf8.h"

#define SAMPLE_BYTES (256u << 10) /* what the choice between GB18030 and Big5 looks at */
#define PIECE_BYTES (32u << 10)

/* How a text looks when it is read as UTF-8. */
typedef struct utf8_census {
    size_t well_formed; /* characters of more than one byte */
    size_t malformed;
} utf8_census;

static utf8_census census_utf8(faq_str bytes)
{
    utf8_census census = {0, 0};
    for (size_t pos = 0, used; pos < bytes.len; pos += used) {
        if ((uint8_t)bytes.at[pos] < 0x80) {
            used = 1;
            continue;
        }
        uint32_t point = faq_utf8_decode(bytes.at + pos, bytes.len - pos, &used);
        if (point == FAQ_REPLACEMENT && (used != 3 || memcmp(bytes.at + pos, "\xEF\xBF\xBD", 3)))
            census.malformed++;
        else
            census.well_formed++;
    }
    return census;
}

bool faq_encoding_is_utf8(faq_str bytes)
{
    return census_utf8(bytes).malformed == 0;
}

/*
 * UTF-16 without a mark: blanks, digits and line ends have a zero byte, always on the same side.
 * The few on the other side are characters such as U+9000, which a shop's texts are full of.
 */
static const char *guess_utf16(faq_str bytes)
{
    size_t zeros[2] = {0, 0};
    size_t limit = faq_min_size(bytes.len, SAMPLE_BYTES);
    for (size_t i = 0; i < limit; i++)
        zeros[i % 2] += bytes.at[i] == '\0';
    if (bytes.len % 2 || zeros[0] + zeros[1] < limit / 256 + 1)
        return NULL;
    if (zeros[1] > 2 * zeros[0])
        return "UTF-16LE";
    return zeros[0] > 2 * zeros[1] ? "UTF-16BE" : NULL;
}

/* Rows of frequent characters and of punctuation, and which bytes may come second. */
static bool is_frequent_gb(uint8_t lead, uint8_t trail)
{
    return ((lead >= 0xB0 && lead <= 0xD7) || (lead >= 0xA1 && lead <= 0xA3)) && trail >= 0xA1;
}

static bool is_frequent_big5(uint8_t lead, uint8_t trail)
{
    return lead >= 0xA1 && lead <= 0xC6 && ((trail >= 0x40 && trail <= 0x7E) || trail >= 0xA1);
}

static bool is_trail_gb(uint8_t trail)
{
    return trail >= 0x30 && trail != 0x7F && trail != 0xFF;
}

static bool is_trail_big5(uint8_t trail)
{
    return (trail >= 0x40 && trail <= 0x7E) || (trail >= 0xA1 && trail != 0xFF);
}

/* Frequent pairs less twice the faults, of a thousand. */
static int64_t rate_pairs(faq_str bytes, bool (*is_frequent)(uint8_t, uint8_t),
                          bool (*is_trail)(uint8_t))
{
    int64_t pairs = 0, frequent = 0, faults = 0;
    for (size_t i = 0; i + 1 < bytes.len && i < SAMPLE_BYTES; i++) {
        uint8_t lead = (uint8_t)bytes.at[i], trail = (uint8_t)bytes.at[i + 1];
        if (lead < 0x80)
            continue;
        pairs++;
        if (lead == 0x80 || lead == 0xFF || !is_trail(trail)) {
            faults++;
            continue;
        }
        frequent += is_frequent(lead, trail);
        i++;
    }
    return pairs ? (frequent - 2 * faults) * 1000 / pairs : 0;
}

static const char *guess(faq_str bytes)
{
    utf8_census census = census_utf8(bytes);
    const char *utf16 = guess_utf16(bytes);
    if (utf16)
        return utf16;
    if (census.malformed * 8 <= census.well_formed)
        return "UTF-8";
    return rate_pairs(bytes, is_frequent_big5, is_trail_big5) >
                   rate_pairs(bytes, is_frequent_gb, is_trail_gb)
               ? "Big5"
               : "GB18030";
}

/* The encoding that a byte order mark names; NULL when there is none. */
static const char *read_mark(faq_str bytes, size_t *mark)
{
    static const struct {
        const char *bytes;
        size_t len;
        const char *name;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, "UTF-8"},    {"\xFF\xFE\0\0", 4, "UTF-32LE"},
        {"\0\0\xFE\xFF", 4, "UTF-32BE"}, {"\xFF\xFE", 2, "UTF-16LE"},
        {"\xFE\xFF", 2, "UTF-16BE"},     {"\x84\x31\x95\x33", 4, "GB18030"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (faq_str_starts(bytes, (faq_str){marks[i].bytes, marks[i].len})) {
            *mark = marks[i].len;
            return marks[i].name;
        }
    }
    *mark = 0;
    return NULL;
}

static void append_utf8(faq_str bytes, faq_buf *out)
{
    if (faq_encoding_is_utf8(bytes)) {
        faq_buf_append(out, bytes);
        return;
    }
    for (size_t pos = 0, used; pos < bytes.len; pos += used) {
        char character[4];
        uint32_t point = faq_utf8_decode(bytes.at + pos, bytes.len - pos, &used);
        faq_put_bytes(out, character, faq_utf8_encode(point, character));
    }
}

static faq_status convert(UConverter *from, UConverter *to, faq_str bytes, faq_buf *out,
                          faq_error *err)
{
    UChar pivot[4096];
    UChar *pivot_source = pivot, *pivot_target = pivot;
    const char *source = bytes.at, *end = bytes.at + bytes.len;
    UBool reset = 1;
    for (;;) {
        char *room = (char *)faq_buf_extend(out, PIECE_BYTES);
        if (!room)
            return faq_no_memory(err, "convert text");
        char *target = room;
        UErrorCode code = U_ZERO_ERROR;
        ucnv_convertEx(to, from, &target, room + PIECE_BYTES, &source, end, pivot, &pivot_source,
                       &pivot_target, pivot + sizeof pivot / sizeof *pivot, reset, 1, &code);
        out->len -= PIECE_BYTES - (size_t)(target - room);
        if (U_SUCCESS(code))
            return FAQ_OK;
        if (code != U_BUFFER_OVERFLOW_ERROR)
            return faq_fail(err, FAQ_BAD_INPUT, 0, "ICU cannot convert the text: %s",
                            u_errorName(code));
        reset = 0;
    }
}

static faq_status append_converted(faq_str bytes, const char *name, faq_buf *out, faq_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    UConverter *from = ucnv_open(name, &code);
    UConverter *to = ucnv_open("UTF-8", &code);
    faq_status status;
    if (U_SUCCESS(code))
        status = convert(from, to, bytes, out, err);
    else if (code == U_MEMORY_ALLOCATION_ERROR)
        status = faq_no_memory(err, "convert text");
    else
        status = faq_fail(err, FAQ_BAD_INPUT, 0, "ICU knows no encoding named %s", name);
    ucnv_close(from);
    ucnv_close(to);
    return status;
}

faq_status faq_encoding_to_utf8(faq_str bytes, const char *name, faq_buf *out,
                                char used[FAQ_ENCODING_NAME_BYTES], faq_error *err)
{
    size_t mark;
    const char *marked = read_mark(bytes, &mark);
    bool is_told = name && strcmp(name, "auto") != 0;
    if (!is_told)
        name = marked ? marked : guess(bytes);
    if (marked && (!is_told || ucnv_compareNames(name, marked) == 0))
        bytes = faq_str_part(bytes, mark, bytes.len - mark);
    faq_status status = FAQ_OK;
    if (ucnv_compareNames(name, "UTF-8") == 0)
        append_utf8(bytes, out);
    else
        status = append_converted(bytes, name, out, err);
    if (status)
        return status;
    if (out->failed)
        return faq_no_memory(err, "convert text");
    snprintf(used, FAQ_ENCODING_NAME_BYTES, "%s", name);
    return FAQ_OK;
}
