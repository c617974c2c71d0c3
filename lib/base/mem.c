/* SPDX-License-Identifier: MIT */
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

static void *default_resize(void *ctx, void *at, size_t len)
{
    (void)ctx;
    return realloc(at, len);
}

static void default_release(void *ctx, void *at)
{
    (void)ctx;
    free(at);
}

const faq_allocator *faq_mem_default(void)
{
    static const faq_allocator system = {NULL, default_resize, default_release};
    return &system;
}

void *faq_mem_resize(const faq_allocator *mem, void *at, size_t count, size_t size)
{
    size_t len;
    if (!faq_mul_size(count, size, &len))
        return NULL;
    return mem->resize(mem->ctx, at, len ? len : 1);
}

void *faq_mem_new(const faq_allocator *mem, size_t count, size_t size)
{
    void *at = faq_mem_resize(mem, NULL, count, size);
    if (at)
        memset(at, 0, count * size);
    return at;
}

void faq_mem_free(const faq_allocator *mem, void *at)
{
    if (at)
        mem->release(mem->ctx, at);
}

bool faq_mem_grow(const faq_allocator *mem, void *at, size_t *cap, size_t count, size_t size)
{
    if (count <= *cap)
        return true;
    size_t wanted = faq_max_size(count, faq_max_size(16, *cap + *cap / 2));
    void *old;
    memcpy(&old, at, sizeof old); /* `at` is a pointer to a pointer of any type */
    void *grown = faq_mem_resize(mem, old, wanted, size);
    if (!grown)
        return false;
    memcpy(at, &grown, sizeof grown);
    *cap = wanted;
    return true;
}

char *faq_mem_text(const faq_allocator *mem, faq_str text)
{
    char *copy = faq_mem_resize(mem, NULL, text.len + 1, 1);
    if (!copy)
        return NULL;
    if (text.len)
        memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    return copy;
}
