/* SPDX-License-Identifier: MIT */
#ifndef FAQ_BASE_SPAN_H
#define FAQ_BASE_SPAN_H

#include <string.h>

#include <faqsearch/types.h>

/*
 * Bytes being read front to back, little-endian. Failure is sticky: a read past the end sets
 * `failed`, returns 0, and makes later reads return 0 too, so a codec reads as its format and is
 * checked once. `origin` is where the bytes stand in their file, for messages.
 */
typedef struct faq_span {
    const uint8_t *at;
    size_t len;
    size_t pos; /* <= len */
    uint64_t origin;
    bool failed;
} faq_span;

static inline faq_span faq_span_of(const void *at, size_t len, uint64_t origin)
{
    return (faq_span){at, len, 0, origin, false};
}

/* Where the next byte stands in the file. */
static inline uint64_t faq_span_offset(const faq_span *span)
{
    return span->origin + span->pos;
}

/* The next `len` bytes, borrowed; NULL when there are fewer. */
static inline const uint8_t *faq_take_bytes(faq_span *span, size_t len)
{
    if (span->failed || len > span->len - span->pos) {
        span->failed = true;
        return NULL;
    }
    const uint8_t *at = span->at + span->pos;
    span->pos += len;
    return at;
}

/* Numbers at any address. memcpy and a swap where needed compile to one load. */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define FAQ_FROM_LITTLE(bits, value) __builtin_bswap##bits(value)
#else
#define FAQ_FROM_LITTLE(bits, value) (value)
#endif

static inline uint16_t faq_load_u16(const void *from)
{
    uint16_t value;
    memcpy(&value, from, sizeof value);
    return FAQ_FROM_LITTLE(16, value);
}

static inline uint32_t faq_load_u32(const void *from)
{
    uint32_t value;
    memcpy(&value, from, sizeof value);
    return FAQ_FROM_LITTLE(32, value);
}

static inline uint64_t faq_load_u64(const void *from)
{
    uint64_t value;
    memcpy(&value, from, sizeof value);
    return FAQ_FROM_LITTLE(64, value);
}

static inline uint8_t faq_take_u8(faq_span *span)
{
    const uint8_t *at = faq_take_bytes(span, 1);
    return at ? *at : 0;
}

static inline uint16_t faq_take_u16(faq_span *span)
{
    const uint8_t *at = faq_take_bytes(span, 2);
    return at ? faq_load_u16(at) : 0;
}

static inline uint32_t faq_take_u32(faq_span *span)
{
    const uint8_t *at = faq_take_bytes(span, 4);
    return at ? faq_load_u32(at) : 0;
}

static inline uint64_t faq_take_u64(faq_span *span)
{
    const uint8_t *at = faq_take_bytes(span, 8);
    return at ? faq_load_u64(at) : 0;
}

/* A LEB128 number of at most ten bytes; a longer or overflowing one is a failure. */
static inline uint64_t faq_take_varint(faq_span *span)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte = faq_take_u8(span);
        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80))
            return span->failed ? 0 : value;
    }
    span->failed = true;
    return 0;
}

/* A text with its length in front, as faq_put_text() wrote it; borrowed. */
static inline faq_str faq_take_text(faq_span *span)
{
    uint64_t len = faq_take_varint(span);
    if (len > SIZE_MAX)
        span->failed = true;
    const uint8_t *at = faq_take_bytes(span, (size_t)len);
    return at ? (faq_str){(const char *)at, (size_t)len} : (faq_str){NULL, 0};
}

#endif
