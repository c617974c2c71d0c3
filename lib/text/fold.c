/* SPDX-License-Identifier: MIT */
/*
 * A text is folded in groups: a group starts where ICU's normalizer has a boundary, so groups can
 * be normalized one by one with the result of the whole. ASCII and Han characters, nearly all of
 * a Chinese text, are groups of their own that need no call to ICU.
 */
#include "text/fold.h"

#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/mem.h"
#include "text/utf8.h"

#define HAN_COUNT (FAQ_FOLD_HAN_LAST - FAQ_FOLD_HAN_FIRST + 1)

static const uint16_t simplified_pairs[][2] = {
#include "text/tables/simplified.inc"
};

faq_status faq_fold_init(faq_fold *fold, const faq_allocator *mem, faq_error *err)
{
    *fold = (faq_fold){.mem = mem};
    faq_buf_init(&fold->text, mem);
    UErrorCode code = U_ZERO_ERROR;
    fold->nfkc = unorm2_getNFKCCasefoldInstance(&code);
    if (U_FAILURE(code))
        return faq_fail(err, FAQ_IO, 0, "ICU has no NFKC case folding: %s", u_errorName(code));
    fold->simplified = faq_mem_resize(mem, NULL, HAN_COUNT, sizeof *fold->simplified);
    if (!fold->simplified)
        return faq_no_memory(err, "fold text");
    for (uint32_t i = 0; i < HAN_COUNT; i++)
        fold->simplified[i] = (uint16_t)(FAQ_FOLD_HAN_FIRST + i);
    for (size_t i = 0; i < sizeof simplified_pairs / sizeof *simplified_pairs; i++)
        fold->simplified[simplified_pairs[i][0] - FAQ_FOLD_HAN_FIRST] = simplified_pairs[i][1];
    return FAQ_OK;
}

void faq_fold_release(faq_fold *fold)
{
    if (!fold->mem)
        return;
    faq_buf_release(&fold->text);
    faq_mem_free(fold->mem, fold->simplified);
    faq_mem_free(fold->mem, fold->origins);
    faq_mem_free(fold->mem, fold->group);
    faq_mem_free(fold->mem, fold->result);
    *fold = (faq_fold){0};
}

uint64_t faq_fold_fingerprint(const faq_fold *fold)
{
    (void)fold;
    return faq_hash((faq_str){(const char *)simplified_pairs, sizeof simplified_pairs});
}

static bool is_han(uint32_t point)
{
    return point >= FAQ_FOLD_HAN_FIRST && point <= FAQ_FOLD_HAN_LAST;
}

/* Append a folded character that came from source bytes [start, end). */
static void emit(faq_fold *fold, uint32_t point, size_t start, size_t end)
{
    if (is_han(point))
        point = fold->simplified[point - FAQ_FOLD_HAN_FIRST];
    char bytes[4];
    size_t len = faq_utf8_encode(point, bytes);
    size_t at = fold->text.len;
    if (!faq_mem_grow(fold->mem, &fold->origins, &fold->origins_cap, at + len,
                      sizeof *fold->origins))
        fold->text.failed = true;
    faq_put_bytes(&fold->text, bytes, len);
    if (fold->text.failed)
        return;
    for (size_t i = at; i < at + len; i++)
        fold->origins[i] = (struct faq_fold_origin){(uint32_t)start, (uint32_t)end};
}

static bool group_add(faq_fold *fold, size_t *count, uint32_t point)
{
    if (!faq_mem_grow(fold->mem, &fold->group, &fold->group_cap, *count + 2, sizeof *fold->group))
        return false;
    U16_APPEND_UNSAFE(fold->group, *count, point);
    return true;
}

/* Normalize the `count` units of fold->group, which are source bytes [start, end). */
static faq_status emit_group(faq_fold *fold, size_t count, size_t start, size_t end, faq_error *err)
{
    int32_t len;
    for (;;) {
        UErrorCode code = U_ZERO_ERROR;
        len = unorm2_normalize(fold->nfkc, (const UChar *)fold->group, (int32_t)count,
                               (UChar *)fold->result, (int32_t)fold->result_cap, &code);
        if (U_SUCCESS(code))
            break;
        if (code != U_BUFFER_OVERFLOW_ERROR ||
            !faq_mem_grow(fold->mem, &fold->result, &fold->result_cap, (size_t)len + 1,
                          sizeof *fold->result))
            return faq_no_memory(err, "normalize text");
    }
    for (int32_t i = 0; i < len;) {
        UChar32 point;
        U16_NEXT(fold->result, i, len, point);
        emit(fold, (uint32_t)point, start, end);
    }
    return FAQ_OK;
}

/* Fold the group that begins at `start` with `point`, which ends at `end`; returns its end. */
static size_t fold_group(faq_fold *fold, faq_str text, size_t start, uint32_t point, size_t end,
                         faq_status *status, faq_error *err)
{
    size_t count = 0;
    bool fits = group_add(fold, &count, point);
    while (fits && end < text.len) {
        size_t used;
        uint32_t next = faq_utf8_decode(text.at + end, text.len - end, &used);
        if (unorm2_hasBoundaryBefore(fold->nfkc, (UChar32)next))
            break;
        fits = group_add(fold, &count, next);
        end += used;
    }
    *status = fits ? emit_group(fold, count, start, end, err) : faq_no_memory(err, "fold text");
    return end;
}

/* Is the character that ends at `end` a group by itself, as far as what follows can tell? */
static bool stands_alone(faq_str text, size_t end)
{
    return end >= text.len || (uint8_t)text.at[end] < 0x80;
}

faq_status faq_fold_run(faq_fold *fold, faq_str text, faq_error *err)
{
    faq_buf_reset(&fold->text);
    if (text.len > UINT32_MAX / 4)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "a text of %zu bytes is too long", text.len);
    faq_status status = FAQ_OK;
    for (size_t pos = 0; pos < text.len && !status;) {
        size_t used;
        uint32_t point = faq_utf8_decode(text.at + pos, text.len - pos, &used);
        size_t end = pos + used;
        if (is_han(point)) {
            emit(fold, point, pos, end);
            pos = end;
        } else if (point < 0x80 && stands_alone(text, end)) {
            emit(fold, point >= 'A' && point <= 'Z' ? point + 32 : point, pos, end);
            pos = end;
        } else {
            pos = fold_group(fold, text, pos, point, end, &status, err);
        }
    }
    if (!status && fold->text.failed)
        return faq_no_memory(err, "fold text");
    return status;
}
