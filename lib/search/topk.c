/* SPDX-License-Identifier: MIT */
#include "search/topk.h"

#include "base/mem.h"
#include "base/str.h"

void faq_topk_init(faq_topk *top, const faq_allocator *mem)
{
    *top = (faq_topk){.mem = mem};
}

void faq_topk_release(faq_topk *top)
{
    if (top->mem)
        faq_mem_free(top->mem, top->at);
    *top = (faq_topk){0};
}

void faq_topk_begin(faq_topk *top, const faq_reader *reader, size_t k)
{
    top->reader = reader;
    top->count = 0;
    top->k = k;
}

static faq_str key_of(const faq_topk *top, const faq_candidate *candidate)
{
    return faq_keys_at(&top->reader->segments[candidate->segment].keys, candidate->doc);
}

/* Does `a` come before `b` in the list? */
static bool is_better(const faq_topk *top, const faq_candidate *a, const faq_candidate *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    if (a->prior != b->prior)
        return a->prior > b->prior;
    return faq_str_compare(key_of(top, a), key_of(top, b)) < 0;
}

/* Let the candidate at `i` sink until no worse one is under it. */
static void sift_down(const faq_topk *top, size_t i, size_t count)
{
    faq_candidate sinking = top->at[i];
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= count)
            break;
        if (child + 1 < count && is_better(top, &top->at[child], &top->at[child + 1]))
            child++;
        if (!is_better(top, &sinking, &top->at[child]))
            break;
        top->at[i] = top->at[child];
        i = child;
    }
    top->at[i] = sinking;
}

static void sift_up(const faq_topk *top, size_t i)
{
    faq_candidate rising = top->at[i];
    while (i > 0 && is_better(top, &top->at[(i - 1) / 2], &rising)) {
        top->at[i] = top->at[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    top->at[i] = rising;
}

bool faq_topk_add(faq_topk *top, const faq_candidate *candidate)
{
    if (!top->k)
        return true;
    if (top->count == top->k) {
        if (is_better(top, candidate, &top->at[0])) {
            top->at[0] = *candidate;
            sift_down(top, 0, top->count);
        }
        return true;
    }
    if (!faq_mem_grow(top->mem, &top->at, &top->cap, top->count + 1, sizeof *top->at))
        return false;
    top->at[top->count++] = *candidate;
    sift_up(top, top->count - 1);
    return true;
}

/* Heapsort: the worst goes to the end, again and again. */
void faq_topk_sort(faq_topk *top)
{
    for (size_t left = top->count; left > 1; left--) {
        faq_candidate worst = top->at[0];
        top->at[0] = top->at[left - 1];
        sift_down(top, 0, left - 1);
        top->at[left - 1] = worst;
    }
}
