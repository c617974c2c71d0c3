/* SPDX-License-Identifier: MIT */
#ifndef FAQ_STORE_KEYS_H
#define FAQ_STORE_KEYS_H

#include "store/appender.h"
#include "store/snapshot.h"

/*
 * The keys of a segment's entries: `id NUL locale`, so that a key is found and an entry's id is
 * known without reading the entry.
 *
 * KEYS        the keys end to end, by entry
 * KEY_STARTS  u64 for each entry, and one more: where its key begins in KEYS
 * KEY_SLOTS   a hash table of u32, a power of two of them: entry + 1, or 0; the place of a key is
 *             XXH3-64 modulo their number, then the next free one
 */
typedef struct faq_keys {
    faq_span bytes, starts, slots;
    uint32_t n_docs;
    uint64_t n_slots;
} faq_keys;

/* Append a key to a list of keys: its bytes and its start. */
void faq_keys_put(faq_buf *bytes, faq_buf *starts, faq_str id, faq_str locale);

/* Append the three sections for `n_docs` keys that faq_keys_put() laid out. */
faq_status faq_keys_write(faq_appender *appender, uint32_t segment, faq_buf *bytes, faq_buf *starts,
                          uint32_t n_docs, faq_error *err);

faq_status faq_keys_open(faq_keys *keys, const faq_snapshot *snapshot, uint32_t segment,
                         uint32_t n_docs, faq_error *err);

/* The key of an entry, `id NUL locale`; empty where the file is damaged. */
faq_str faq_keys_at(const faq_keys *keys, uint32_t doc);

/* The parts of a key. */
faq_str faq_key_id(faq_str key);
faq_str faq_key_locale(faq_str key);

/* Find a key; UINT32_MAX when there is none. */
uint32_t faq_keys_find(const faq_keys *keys, faq_str key);

#endif
