/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/mem.h"

void faq_buf_init(faq_buf *buf, const faq_allocator *mem)
{
    *buf = (faq_buf){.mem = mem};
}

void faq_buf_release(faq_buf *buf)
{
    faq_mem_free(buf->mem, buf->at);
    buf->at = NULL;
    buf->len = buf->cap = 0;
}

void faq_buf_reset(faq_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
}

uint8_t *faq_buf_extend(faq_buf *buf, size_t len)
{
    size_t wanted;
    if (buf->failed || !faq_add_size(buf->len, len, &wanted) ||
        !faq_mem_grow(buf->mem, &buf->at, &buf->cap, faq_max_size(wanted, 64), 1)) {
        buf->failed = true;
        return NULL;
    }
    uint8_t *at = buf->at + buf->len;
    buf->len = wanted;
    return at;
}

void faq_put_bytes(faq_buf *buf, const void *from, size_t len)
{
    uint8_t *at = faq_buf_extend(buf, len);
    if (at && len)
        memcpy(at, from, len);
}

static void put_number(faq_buf *buf, uint64_t value, size_t width)
{
    uint8_t *at = faq_buf_extend(buf, width);
    if (at)
        faq_store(at, value, width);
}

void faq_put_u8(faq_buf *buf, uint8_t value)
{
    put_number(buf, value, 1);
}

void faq_put_u16(faq_buf *buf, uint16_t value)
{
    put_number(buf, value, 2);
}

void faq_put_u32(faq_buf *buf, uint32_t value)
{
    put_number(buf, value, 4);
}

void faq_put_u64(faq_buf *buf, uint64_t value)
{
    put_number(buf, value, 8);
}

void faq_put_varint(faq_buf *buf, uint64_t value)
{
    while (value >= 0x80) {
        faq_put_u8(buf, (uint8_t)(value | 0x80));
        value >>= 7;
    }
    faq_put_u8(buf, (uint8_t)value);
}

void faq_put_text(faq_buf *buf, faq_str text)
{
    faq_put_varint(buf, text.len);
    faq_put_bytes(buf, text.at, text.len);
}

void faq_put_zeros(faq_buf *buf, size_t len)
{
    uint8_t *at = faq_buf_extend(buf, len);
    if (at)
        memset(at, 0, len);
}

void faq_buf_append(faq_buf *buf, faq_str text)
{
    faq_put_bytes(buf, text.at, text.len);
}

void faq_buf_format(faq_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int wanted = vsnprintf(NULL, 0, format, args);
    va_end(args);
    /* one byte more for the terminator, which is then taken back */
    uint8_t *at = wanted < 0 ? NULL : faq_buf_extend(buf, (size_t)wanted + 1);
    if (at) {
        vsnprintf((char *)at, (size_t)wanted + 1, format, again);
        buf->len--;
    }
    va_end(again);
}
