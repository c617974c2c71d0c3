/* SPDX-License-Identifier: MIT */
#ifndef FAQ_BASE_ARENA_H
#define FAQ_BASE_ARENA_H

#include <faqsearch/types.h>

/*
 * Memory with one lifetime: taken in pieces, given back in one go. Pieces never move. A reset
 * keeps one chunk, or has the next one be as large as all it frees, so that a warm arena allocates
 * nothing.
 */
typedef struct faq_arena_chunk faq_arena_chunk;

typedef struct faq_arena {
    const faq_allocator *mem;
    faq_arena_chunk *chunks; /* newest first */
    size_t used;             /* bytes taken of the newest chunk */
    size_t total;            /* bytes of all chunks */
    size_t least;            /* bytes of the next chunk, at least: what was needed before */
} faq_arena;

void faq_arena_init(faq_arena *arena, const faq_allocator *mem);
void faq_arena_release(faq_arena *arena);

/* Empty it; everything that was taken is gone. */
void faq_arena_reset(faq_arena *arena);

/* `count` items of `size` bytes, aligned to 16, undefined. NULL when there is no memory. */
void *faq_arena_take(faq_arena *arena, size_t count, size_t size);

/* A terminated copy of a text. `at` is NULL when there is no memory, and only then. */
faq_str faq_arena_text(faq_arena *arena, faq_str text);

#endif
