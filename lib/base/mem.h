/* SPDX-License-Identifier: MIT */
#ifndef FAQ_BASE_MEM_H
#define FAQ_BASE_MEM_H

#include <faqsearch/types.h>

/* malloc and free. */
const faq_allocator *faq_mem_default(void);

/* `count` zeroed items of `size` bytes; NULL when there is no memory or the product overflows. */
void *faq_mem_new(const faq_allocator *mem, size_t count, size_t size);

/* Resize to `count` items of `size` bytes, new ones undefined. NULL: failed, old block stays. */
void *faq_mem_resize(const faq_allocator *mem, void *at, size_t count, size_t size);

/* Give memory back. NULL is fine. */
void faq_mem_free(const faq_allocator *mem, void *at);

/*
 * Make room for `count` items in a growing array, by half of it at least:
 *
 *     if (!faq_mem_grow(mem, &list->at, &list->cap, list->count + 1, sizeof *list->at))
 *         return faq_no_memory(err, "list terms");
 *
 * `at` points to the array pointer. On failure (false) nothing has changed.
 */
bool faq_mem_grow(const faq_allocator *mem, void *at, size_t *cap, size_t count, size_t size);

/* A terminated copy of text; NULL when there is no memory. */
char *faq_mem_text(const faq_allocator *mem, faq_str text);

#endif
