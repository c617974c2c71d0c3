/* SPDX-License-Identifier: MIT */
#include "store/keys.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/str.h"

void faq_keys_put(faq_buf *bytes, faq_buf *starts, faq_str id, faq_str locale)
{
    faq_put_u64(starts, bytes->len);
    faq_buf_append(bytes, id);
    faq_put_u8(bytes, 0);
    faq_buf_append(bytes, locale);
}

static faq_str key_between(const uint8_t *bytes, size_t len, const uint8_t *starts, uint32_t doc)
{
    uint64_t start = faq_load_u64(starts + (size_t)doc * 8);
    uint64_t end = faq_load_u64(starts + (size_t)doc * 8 + 8);
    if (start > end || end > len)
        return (faq_str){NULL, 0};
    return (faq_str){(const char *)bytes + start, (size_t)(end - start)};
}

static uint64_t slots_for(uint32_t n_docs)
{
    uint64_t n_slots = 8;
    while (n_slots < (uint64_t)n_docs * 2)
        n_slots *= 2;
    return n_slots;
}

faq_status faq_keys_write(faq_appender *appender, uint32_t segment, faq_buf *bytes, faq_buf *starts,
                          uint32_t n_docs, faq_error *err)
{
    uint64_t n_slots = slots_for(n_docs);
    uint8_t *slots = faq_mem_new(&appender->mem, (size_t)n_slots, 4);
    faq_put_u64(starts, bytes->len);
    if (!slots || bytes->failed || starts->failed) {
        faq_mem_free(&appender->mem, slots);
        return faq_no_memory(err, "list keys");
    }
    for (uint32_t doc = 0; doc < n_docs; doc++) {
        uint64_t i = faq_hash(key_between(bytes->at, bytes->len, starts->at, doc));
        while (faq_load_u32(slots + (i & (n_slots - 1)) * 4))
            i++;
        faq_store(slots + (i & (n_slots - 1)) * 4, (uint64_t)doc + 1, 4);
    }
    faq_status status =
        faq_appender_add(appender, FAQ_SECTION_KEYS, segment, faq_buf_text(bytes), n_docs, err);
    if (!status)
        status = faq_appender_add(appender, FAQ_SECTION_KEY_STARTS, segment, faq_buf_text(starts),
                                  n_docs, err);
    if (!status)
        status = faq_appender_add(appender, FAQ_SECTION_KEY_SLOTS, segment,
                                  (faq_str){(char *)slots, (size_t)n_slots * 4}, n_slots, err);
    faq_mem_free(&appender->mem, slots);
    return status;
}

faq_status faq_keys_open(faq_keys *keys, const faq_snapshot *snapshot, uint32_t segment,
                         uint32_t n_docs, faq_error *err)
{
    *keys = (faq_keys){.n_docs = n_docs};
    const faq_section *bytes = faq_snapshot_find(snapshot, FAQ_SECTION_KEYS, segment, &keys->bytes);
    const faq_section *starts =
        faq_snapshot_find(snapshot, FAQ_SECTION_KEY_STARTS, segment, &keys->starts);
    const faq_section *slots =
        faq_snapshot_find(snapshot, FAQ_SECTION_KEY_SLOTS, segment, &keys->slots);
    if (!bytes || !starts || !slots || keys->starts.len != ((uint64_t)n_docs + 1) * 8 ||
        keys->slots.len != slots->count * 4 || slots->count < 1 ||
        (slots->count & (slots->count - 1)))
        return faq_corrupt(err, keys->starts.origin,
                           "a segment's keys are missing or of the wrong size");
    keys->n_slots = slots->count;
    return FAQ_OK;
}

faq_str faq_keys_at(const faq_keys *keys, uint32_t doc)
{
    if (doc >= keys->n_docs)
        return (faq_str){NULL, 0};
    return key_between(keys->bytes.at, keys->bytes.len, keys->starts.at, doc);
}

static size_t split_at(faq_str key)
{
    const char *end = key.len ? memchr(key.at, 0, key.len) : NULL;
    return end ? (size_t)(end - key.at) : key.len;
}

faq_str faq_key_id(faq_str key)
{
    return (faq_str){key.at, split_at(key)};
}

faq_str faq_key_locale(faq_str key)
{
    size_t at = split_at(key);
    return at < key.len ? faq_str_part(key, at + 1, key.len - at - 1) : (faq_str){NULL, 0};
}

uint32_t faq_keys_find(const faq_keys *keys, faq_str key)
{
    uint64_t first = faq_hash(key);
    for (uint64_t step = 0; step < keys->n_slots; step++) {
        uint64_t i = (first + step) & (keys->n_slots - 1);
        uint32_t found = faq_load_u32(keys->slots.at + i * 4);
        if (!found)
            break;
        if (faq_str_equal(faq_keys_at(keys, found - 1), key))
            return found - 1;
    }
    return UINT32_MAX;
}
