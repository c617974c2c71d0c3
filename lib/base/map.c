/* SPDX-License-Identifier: MIT */
#include "base/map.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/str.h"

#define FIRST_SLOTS 64

void faq_map_init(faq_map *map, const faq_allocator *mem)
{
    *map = (faq_map){.mem = mem};
    faq_arena_init(&map->texts, mem);
}

void faq_map_release(faq_map *map)
{
    faq_arena_release(&map->texts);
    faq_mem_free(map->mem, map->keys);
    faq_mem_free(map->mem, map->hashes);
    faq_mem_free(map->mem, map->slots);
    faq_map_init(map, map->mem);
}

void faq_map_reset(faq_map *map)
{
    faq_arena_reset(&map->texts);
    map->count = 0;
    if (map->slots)
        memset(map->slots, 0, map->n_slots * sizeof *map->slots);
}

/* The slot that holds `key`, or the free one where it belongs. Needs one free slot. */
static size_t find_slot(const faq_map *map, faq_str key, uint64_t hash)
{
    size_t mask = map->n_slots - 1;
    size_t i = (size_t)hash & mask;
    while (map->slots[i]) {
        uint32_t number = map->slots[i] - 1;
        if (map->hashes[number] == hash && faq_str_equal(map->keys[number], key))
            break;
        i = (i + 1) & mask;
    }
    return i;
}

static bool grow_slots(faq_map *map)
{
    size_t n_slots = map->n_slots ? map->n_slots * 2 : FIRST_SLOTS;
    uint32_t *slots = faq_mem_new(map->mem, n_slots, sizeof *slots);
    if (!slots)
        return false;
    for (size_t number = 0; number < map->count; number++) {
        size_t i = (size_t)map->hashes[number] & (n_slots - 1);
        while (slots[i])
            i = (i + 1) & (n_slots - 1);
        slots[i] = (uint32_t)number + 1;
    }
    faq_mem_free(map->mem, map->slots);
    map->slots = slots;
    map->n_slots = n_slots;
    return true;
}

uint32_t faq_map_add(faq_map *map, faq_str key)
{
    if ((map->count + 1) * 8 > map->n_slots * 5 && !grow_slots(map))
        return FAQ_MAP_NONE;
    uint64_t hash = faq_hash(key);
    size_t slot = find_slot(map, key, hash);
    if (map->slots[slot])
        return map->slots[slot] - 1;
    if (map->count >= FAQ_MAP_NONE - 1 ||
        !faq_mem_grow(map->mem, &map->keys, &map->keys_cap, map->count + 1, sizeof *map->keys) ||
        !faq_mem_grow(map->mem, &map->hashes, &map->hashes_cap, map->count + 1,
                      sizeof *map->hashes))
        return FAQ_MAP_NONE;
    faq_str copy = faq_arena_text(&map->texts, key);
    if (!copy.at)
        return FAQ_MAP_NONE;
    map->keys[map->count] = copy;
    map->hashes[map->count] = hash;
    map->slots[slot] = (uint32_t)++map->count;
    return (uint32_t)map->count - 1;
}

uint32_t faq_map_find(const faq_map *map, faq_str key)
{
    if (!map->n_slots)
        return FAQ_MAP_NONE;
    uint32_t found = map->slots[find_slot(map, key, faq_hash(key))];
    return found ? found - 1 : FAQ_MAP_NONE;
}
