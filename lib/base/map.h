/* SPDX-License-Identifier: MIT */
#ifndef FAQ_BASE_MAP_H
#define FAQ_BASE_MAP_H

#include "base/arena.h"

/*
 * Numbers texts: the first new text gets 0, the next 1, and so on. Texts are copied. Open
 * addressing with linear probes, at most 5/8 full; growth rehashes stored hashes, not texts.
 */
typedef struct faq_map {
    const faq_allocator *mem;
    faq_arena texts;
    faq_str *keys;    /* by number */
    uint64_t *hashes; /* by number */
    size_t count, keys_cap, hashes_cap;
    uint32_t *slots; /* number + 1, or 0 */
    size_t n_slots;  /* a power of two */
} faq_map;

#define FAQ_MAP_NONE UINT32_MAX

void faq_map_init(faq_map *map, const faq_allocator *mem);
void faq_map_release(faq_map *map);

/* Forget all texts, keep the memory. */
void faq_map_reset(faq_map *map);

/* The number of a text, which is added when it is new; FAQ_MAP_NONE when there is no memory. */
uint32_t faq_map_add(faq_map *map, faq_str key);

/* The number of a text or FAQ_MAP_NONE. */
uint32_t faq_map_find(const faq_map *map, faq_str key);

#endif
