/* SPDX-License-Identifier: MIT */
#ifndef FAQ_BASE_BUF_H
#define FAQ_BASE_BUF_H

#include <faqsearch/types.h>

/*
 * Bytes being written, little-endian, growing. Failure (no memory) is sticky: `failed` is set and
 * later writes do nothing, so a writer checks once at the end.
 */
typedef struct faq_buf {
    const faq_allocator *mem;
    uint8_t *at;
    size_t len, cap;
    bool failed;
} faq_buf;

void faq_buf_init(faq_buf *buf, const faq_allocator *mem);
void faq_buf_release(faq_buf *buf);

/* Empty it, keep its memory, forget its failure. */
void faq_buf_reset(faq_buf *buf);

/* Room for `len` bytes at the end, to be filled by the caller; NULL when there is no memory. */
uint8_t *faq_buf_extend(faq_buf *buf, size_t len);

void faq_put_bytes(faq_buf *buf, const void *from, size_t len);
void faq_put_u8(faq_buf *buf, uint8_t value);
void faq_put_u16(faq_buf *buf, uint16_t value);
void faq_put_u32(faq_buf *buf, uint32_t value);
void faq_put_u64(faq_buf *buf, uint64_t value);
void faq_put_varint(faq_buf *buf, uint64_t value);
void faq_put_text(faq_buf *buf, faq_str text); /* length, then bytes */
void faq_put_zeros(faq_buf *buf, size_t len);

/* Bytes without a length, and formatted text. */
void faq_buf_append(faq_buf *buf, faq_str text);
void faq_buf_format(faq_buf *buf, const char *format, ...) FAQ_PRINTF(2, 3);

/* What was written so far; borrowed until the next write. */
static inline faq_str faq_buf_text(const faq_buf *buf)
{
    return (faq_str){(const char *)buf->at, buf->len};
}

/* Write a number of `width` bytes at any address. */
static inline void faq_store(void *to, uint64_t value, size_t width)
{
    uint8_t *at = to;
    for (size_t i = 0; i < width; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

#endif
