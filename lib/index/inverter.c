/* SPDX-License-Identifier: MIT */
#include "index/inverter.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "index/terms.h"

void faq_inverter_init(faq_inverter *inverter, const faq_allocator *mem)
{
    *inverter = (faq_inverter){.mem = mem};
    faq_map_init(&inverter->terms, mem);
    faq_buf_init(&inverter->key, mem);
}

void faq_inverter_release(faq_inverter *inverter)
{
    const faq_allocator *mem = inverter->mem;
    if (!mem)
        return;
    faq_map_release(&inverter->terms);
    faq_buf_release(&inverter->key);
    faq_mem_free(mem, inverter->pair_terms);
    faq_mem_free(mem, inverter->pair_values);
    faq_mem_free(mem, inverter->body_terms);
    faq_mem_free(mem, inverter->body_values);
    faq_mem_free(mem, inverter->kept);
    *inverter = (faq_inverter){0};
}

uint32_t faq_inverter_term(faq_inverter *inverter, faq_index_field field, faq_str unit)
{
    faq_buf_reset(&inverter->key);
    faq_put_u8(&inverter->key, (uint8_t)faq_field_letter(field));
    faq_buf_append(&inverter->key, unit);
    return inverter->key.failed ? FAQ_MAP_NONE
                                : faq_map_add(&inverter->terms, faq_buf_text(&inverter->key));
}

bool faq_inverter_add_row(faq_inverter *inverter, uint32_t term, uint32_t row)
{
    size_t n = inverter->n_pairs;
    if (!faq_mem_grow(inverter->mem, &inverter->pair_terms, &inverter->pair_terms_cap, n + 1,
                      sizeof *inverter->pair_terms) ||
        !faq_mem_grow(inverter->mem, &inverter->pair_values, &inverter->pair_values_cap, n + 1,
                      sizeof *inverter->pair_values))
        return false;
    inverter->pair_terms[n] = term;
    inverter->pair_values[n] = row;
    inverter->n_pairs++;
    return true;
}

bool faq_inverter_add_body(faq_inverter *inverter, uint32_t term, uint32_t doc, uint8_t code,
                           uint16_t mask)
{
    size_t n = inverter->n_body;
    if (!faq_mem_grow(inverter->mem, &inverter->body_terms, &inverter->body_terms_cap, n + 1,
                      sizeof *inverter->body_terms) ||
        !faq_mem_grow(inverter->mem, &inverter->body_values, &inverter->body_values_cap, n + 1,
                      sizeof *inverter->body_values))
        return false;
    inverter->body_terms[n] = term;
    inverter->body_values[n] = ((uint64_t)doc << 8 | code) << 16 | mask;
    inverter->n_body++;
    return true;
}

bool faq_inverter_keep(faq_inverter *inverter, uint32_t term)
{
    if (!faq_mem_grow(inverter->mem, &inverter->kept, &inverter->kept_cap, (size_t)term + 1,
                      sizeof *inverter->kept))
        return false;
    while (inverter->n_kept <= term)
        inverter->kept[inverter->n_kept++] = false;
    inverter->kept[term] = true;
    return true;
}

/* ---- finishing */

/* All pairs dealt out: the values of term t are values[starts[t]] .. values[starts[t + 1] - 1]. */
typedef struct dealt {
    size_t *starts;
    uint64_t *values;
} dealt;

static bool deal(dealt *out, const faq_inverter *inverter)
{
    size_t n_terms = inverter->terms.count, n = inverter->n_pairs + inverter->n_body;
    out->starts = faq_mem_new(inverter->mem, n_terms + 2, sizeof *out->starts);
    out->values = faq_mem_resize(inverter->mem, NULL, n, sizeof *out->values);
    if (!out->starts || !out->values)
        return false;
    size_t *next = out->starts + 1; /* one ahead, so that filling leaves the starts in place */
    for (size_t i = 0; i < inverter->n_pairs; i++)
        next[inverter->pair_terms[i] + 1]++;
    for (size_t i = 0; i < inverter->n_body; i++)
        next[inverter->body_terms[i] + 1]++;
    for (size_t t = 1; t <= n_terms; t++)
        next[t] += next[t - 1];
    for (size_t i = 0; i < inverter->n_pairs; i++)
        out->values[next[inverter->pair_terms[i]]++] = inverter->pair_values[i];
    for (size_t i = 0; i < inverter->n_body; i++)
        out->values[next[inverter->body_terms[i]]++] = inverter->body_values[i];
    return true;
}

static int compare_u64(const void *a, const void *b)
{
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static void sort_values(uint64_t *values, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (values[i] < values[i - 1]) {
            qsort(values, count, sizeof *values, compare_u64);
            return;
        }
    }
}

/* Write a list; returns its `where`. */
static uint32_t put_list(faq_buf *out, const uint64_t *values, size_t count, bool body)
{
    if (!count)
        return 0;
    if (!body && count == 1)
        return (uint32_t)values[0];
    size_t where = out->len / 4;
    for (size_t i = 0; i < count; i++)
        faq_put_u32(out, (uint32_t)(body ? values[i] >> 16 : values[i]));
    for (size_t i = 0; body && i < count; i++)
        faq_put_u16(out, (uint16_t)values[i]);
    if (body && count % 2)
        faq_put_u16(out, 0);
    if (where > UINT32_MAX)
        out->failed = true;
    return (uint32_t)where;
}

typedef struct sorted_term {
    faq_str text;
    uint32_t number;
} sorted_term;

static bool is_kept(const faq_inverter *inverter, uint32_t term)
{
    return term < inverter->n_kept && inverter->kept[term];
}

static int compare_terms(const void *a, const void *b)
{
    const sorted_term *x = a, *y = b;
    return faq_str_compare(x->text, y->text);
}

static sorted_term *sort_terms(const faq_inverter *inverter)
{
    const faq_map *terms = &inverter->terms;
    sorted_term *order = faq_mem_new(inverter->mem, terms->count, sizeof *order);
    for (uint32_t i = 0; order && i < terms->count; i++)
        order[i] = (sorted_term){terms->keys[i], i};
    if (order)
        qsort(order, terms->count, sizeof *order, compare_terms);
    return order;
}

faq_status faq_inverter_finish(faq_inverter *inverter, faq_appender *appender, uint32_t segment,
                               faq_error *err)
{
    dealt lists = {0};
    faq_terms_writer terms;
    faq_buf postings;
    faq_terms_init(&terms, inverter->mem);
    faq_buf_init(&postings, inverter->mem);
    sorted_term *order = sort_terms(inverter);
    bool fits = order && deal(&lists, inverter);
    for (size_t i = 0; fits && i < inverter->terms.count; i++) {
        size_t start = lists.starts[order[i].number];
        size_t count = lists.starts[order[i].number + 1] - start;
        bool body = faq_field_of(order[i].text) == FAQ_INDEX_BODY;
        if (!count && !is_kept(inverter, order[i].number))
            continue;
        sort_values(lists.values + start, count);
        uint32_t where = put_list(&postings, lists.values + start, count, body);
        faq_terms_add(&terms, order[i].text, (uint32_t)count, where);
    }
    faq_status status = FAQ_OK;
    if (!fits || postings.failed)
        status = faq_no_memory(err, "sort postings");
    if (!status)
        status = faq_terms_finish(&terms, appender, segment, err);
    if (!status)
        status = faq_appender_add(appender, FAQ_SECTION_POSTINGS, segment, faq_buf_text(&postings),
                                  postings.len / 4, err);
    faq_mem_free(inverter->mem, order);
    faq_mem_free(inverter->mem, lists.starts);
    faq_mem_free(inverter->mem, lists.values);
    faq_buf_release(&postings);
    faq_terms_release(&terms);
    return status;
}
