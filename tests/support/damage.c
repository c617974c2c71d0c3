/* SPDX-License-Identifier: MIT */
#include "support/damage.h"

#include "base/buf.h"
#include "base/check.h"
#include "base/hash.h"
#include "base/span.h"
#include "store/format.h"

static uint64_t hash(const uint8_t *at, size_t len)
{
    return faq_hash((faq_str){(const char *)at, len});
}

static void repair_block(uint8_t *block)
{
    faq_store(block + FAQ_BLOCK_BYTES - 8, hash(block, FAQ_BLOCK_BYTES - 8), 8);
}

/* The payload of the section whose header is at `offset`; NULL when it is not within the file. */
static uint8_t *payload_at(uint8_t *bytes, size_t len, uint64_t offset, uint64_t length)
{
    uint64_t start;
    if (__builtin_add_overflow(offset, FAQ_SECTION_HEADER_BYTES, &start) ||
        !faq_within(start, length, len))
        return NULL;
    return bytes + start;
}

/* Both hashes of a section's header; returns that of the payload. */
static uint64_t repair_section(uint8_t *header, const uint8_t *payload, uint64_t length)
{
    uint64_t sum = hash(payload, (size_t)length);
    faq_store(header + 32, sum, 8);
    faq_store(header + 56, hash(header, 56), 8);
    return sum;
}

static void repair_manifest(uint8_t *bytes, size_t len, uint8_t *manifest, uint64_t length)
{
    for (uint64_t at = FAQ_MANIFEST_HEAD_BYTES; faq_within(at, FAQ_MANIFEST_ITEM_BYTES, length);
         at += FAQ_MANIFEST_ITEM_BYTES) {
        uint8_t *item = manifest + at;
        uint64_t offset = faq_load_u64(item + 8), item_len = faq_load_u64(item + 16);
        uint8_t *payload = payload_at(bytes, len, offset, item_len);
        if (payload)
            faq_store(item + 32, repair_section(bytes + offset, payload, item_len), 8);
    }
}

static void repair_slot(uint8_t *bytes, size_t len, uint8_t *slot)
{
    uint64_t offset = faq_load_u64(slot + 16), length = faq_load_u64(slot + 24);
    uint8_t *manifest = payload_at(bytes, len, offset, length);
    if (!faq_load_u64(slot + 8))
        return; /* never written */
    if (manifest) {
        repair_manifest(bytes, len, manifest, length);
        faq_store(slot + 32, repair_section(bytes + offset, manifest, length), 8);
    }
    repair_block(slot);
}

void test_repair_checksums(uint8_t *bytes, size_t len)
{
    if (len < FAQ_DATA_OFFSET)
        return;
    repair_block(bytes);
    repair_slot(bytes, len, bytes + FAQ_SLOT_OFFSET);
    repair_slot(bytes, len, bytes + FAQ_SLOT_OFFSET + FAQ_BLOCK_BYTES);
}
