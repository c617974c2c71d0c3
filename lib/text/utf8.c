/* SPDX-License-Identifier: MIT */
#include "text/utf8.h"

/* Length of a sequence by its lead byte, 0 for a byte that leads none. */
static size_t sequence_length(uint8_t lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* Does the second byte keep the sequence shortest, below U+110000 and out of the surrogates? */
static bool second_fits(uint8_t lead, uint8_t second)
{
    uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    return second >= low && second <= high;
}

uint32_t faq_utf8_decode(const char *at, size_t len, size_t *used)
{
    const uint8_t *bytes = (const uint8_t *)at;
    size_t wanted = sequence_length(bytes[0]);
    *used = 1;
    if (wanted == 1)
        return bytes[0];
    if (wanted == 0 || len < 2 || !second_fits(bytes[0], bytes[1]))
        return FAQ_REPLACEMENT;
    uint32_t point = bytes[0] & (0x7Fu >> wanted);
    for (size_t i = 1; i < wanted; i++) {
        if (i >= len || (bytes[i] & 0xC0) != 0x80) {
            *used = i;
            return FAQ_REPLACEMENT;
        }
        point = point << 6 | (bytes[i] & 0x3F);
    }
    *used = wanted;
    return point;
}

size_t faq_utf8_encode(uint32_t point, char out[4])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

size_t faq_utf8_count(faq_str text)
{
    size_t count = 0, used;
    for (size_t i = 0; i < text.len; i += used) {
        faq_utf8_decode(text.at + i, text.len - i, &used);
        count++;
    }
    return count;
}
