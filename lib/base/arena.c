/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <string.h>

#include "base/check.h"
#include "base/mem.h"

#define CHUNK_BYTES 16384
#define ALIGN 16

struct faq_arena_chunk {
    faq_arena_chunk *next;
    size_t len; /* bytes at `at` */
    _Alignas(ALIGN) char at[];
};

void faq_arena_init(faq_arena *arena, const faq_allocator *mem)
{
    *arena = (faq_arena){.mem = mem};
}

static void release_chunks(faq_arena *arena, faq_arena_chunk *chunk)
{
    while (chunk) {
        faq_arena_chunk *next = chunk->next;
        arena->total -= chunk->len;
        faq_mem_free(arena->mem, chunk);
        chunk = next;
    }
}

void faq_arena_release(faq_arena *arena)
{
    release_chunks(arena, arena->chunks);
    arena->chunks = NULL;
    arena->used = 0;
}

/* Several chunks make way for one of their size, taken when it is needed. */
void faq_arena_reset(faq_arena *arena)
{
    if (arena->chunks && arena->chunks->next) {
        arena->least = arena->total;
        faq_arena_release(arena);
    }
    arena->used = 0;
}

static bool add_chunk(faq_arena *arena, size_t len)
{
    size_t wanted = faq_max_size(faq_max_size(len, CHUNK_BYTES), arena->total / 2);
    wanted = faq_max_size(wanted, arena->least);
    size_t whole;
    if (!faq_add_size(wanted, sizeof(faq_arena_chunk), &whole))
        return false;
    faq_arena_chunk *chunk = faq_mem_resize(arena->mem, NULL, whole, 1);
    if (!chunk)
        return false;
    chunk->next = arena->chunks;
    chunk->len = wanted;
    arena->chunks = chunk;
    arena->total += wanted;
    arena->used = 0;
    return true;
}

void *faq_arena_take(faq_arena *arena, size_t count, size_t size)
{
    size_t len;
    if (!faq_mul_size(count, size, &len) || len > SIZE_MAX / 2)
        return NULL;
    len = faq_round_up(faq_max_size(len, 1), ALIGN);
    if (!arena->chunks || arena->chunks->len - arena->used < len) {
        if (!add_chunk(arena, len))
            return NULL;
    }
    void *at = arena->chunks->at + arena->used;
    arena->used += len;
    return at;
}

faq_str faq_arena_text(faq_arena *arena, faq_str text)
{
    char *copy = faq_arena_take(arena, text.len + 1, 1);
    if (!copy)
        return (faq_str){NULL, 0};
    if (text.len)
        memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    return (faq_str){copy, text.len};
}
