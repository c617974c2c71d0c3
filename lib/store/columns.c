/* SPDX-License-Identifier: MIT */
#include "store/columns.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/str.h"

#define HEAD_BYTES 16u

/* ---- writing */

void faq_column_init(faq_column_writer *column, const faq_allocator *mem, faq_column_kind kind,
                     faq_str name)
{
    *column = (faq_column_writer){.kind = kind, .name = name};
    faq_map_init(&column->values, mem);
    faq_map_init(&column->sets, mem);
    faq_buf_init(&column->cells, mem);
    faq_buf_init(&column->scratch, mem);
}

void faq_column_release(faq_column_writer *column)
{
    if (!column->values.mem)
        return;
    faq_map_release(&column->values);
    faq_map_release(&column->sets);
    faq_buf_release(&column->cells);
    faq_buf_release(&column->scratch);
}

static int compare_u32(const void *a, const void *b)
{
    uint32_t x = faq_load_u32(a), y = faq_load_u32(b);
    return (x > y) - (x < y);
}

void faq_column_add_texts(faq_column_writer *column, faq_list texts)
{
    faq_buf *set = &column->scratch;
    faq_buf_reset(set);
    for (size_t i = 0; i < texts.count; i++) {
        uint32_t value = faq_map_add(&column->values, texts.at[i]);
        if (value == FAQ_MAP_NONE)
            column->cells.failed = true;
        faq_put_u32(set, value);
    }
    if (set->failed || column->cells.failed) {
        column->cells.failed = true;
        return;
    }
    if (set->len)
        qsort(set->at, set->len / 4, 4, compare_u32);
    size_t kept = 0;
    for (size_t i = 0; i < set->len; i += 4) {
        if (kept && faq_load_u32(set->at + kept - 4) == faq_load_u32(set->at + i))
            continue;
        memmove(set->at + kept, set->at + i, 4);
        kept += 4;
    }
    uint32_t number = faq_map_add(&column->sets, (faq_str){(char *)set->at, kept});
    if (number == FAQ_MAP_NONE)
        column->cells.failed = true;
    faq_put_u32(&column->cells, number);
    column->n_docs++;
}

void faq_column_add_number(faq_column_writer *column, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    faq_put_u64(&column->cells, bits);
    column->n_docs++;
}

void faq_column_add_time(faq_column_writer *column, int64_t time)
{
    faq_put_u64(&column->cells, (uint64_t)time);
    column->n_docs++;
}

typedef struct numbered_value {
    faq_str text;
    uint32_t number; /* as the map gave it */
} numbered_value;

static int compare_values(const void *a, const void *b)
{
    const numbered_value *x = a, *y = b;
    return faq_str_compare(x->text, y->text);
}

/* Values are written sorted bytewise, so that equal content gives equal bytes. */
static bool sort_values(const faq_map *values, numbered_value *order, uint32_t *rank)
{
    if (!order || !rank)
        return false;
    for (uint32_t i = 0; i < values->count; i++)
        order[i] = (numbered_value){values->keys[i], i};
    qsort(order, values->count, sizeof *order, compare_values);
    for (uint32_t i = 0; i < values->count; i++)
        rank[order[i].number] = i;
    return true;
}

static void put_sets(faq_buf *out, const faq_map *sets, const uint32_t *rank)
{
    uint32_t start = 0;
    for (size_t i = 0; i <= sets->count; i++) {
        faq_put_u32(out, start);
        start += i < sets->count ? (uint32_t)(sets->keys[i].len / 4) : 0;
    }
    for (size_t i = 0; i < sets->count; i++) {
        size_t first = out->len;
        for (size_t j = 0; j < sets->keys[i].len; j += 4)
            faq_put_u32(out, rank[faq_load_u32(sets->keys[i].at + j)]);
        if (!out->failed && out->len > first)
            qsort(out->at + first, (out->len - first) / 4, 4, compare_u32);
    }
}

static void put_values(faq_buf *out, const numbered_value *order, size_t count)
{
    uint64_t start = 0;
    for (size_t i = 0; i <= count; i++) {
        faq_put_u32(out, (uint32_t)start);
        start += i < count ? order[i].text.len : 0;
    }
    if (start > UINT32_MAX)
        out->failed = true;
    for (size_t i = 0; i < count; i++)
        faq_buf_append(out, order[i].text);
}

faq_status faq_column_finish(faq_column_writer *column, faq_appender *appender, uint32_t segment,
                             faq_error *err)
{
    const faq_allocator *mem = column->values.mem;
    numbered_value *order = faq_mem_new(mem, column->values.count + 1, sizeof *order);
    uint32_t *rank = faq_mem_new(mem, column->values.count + 1, sizeof *rank);
    bool sorted = sort_values(&column->values, order, rank);
    faq_buf out;
    faq_buf_init(&out, mem);
    bool texts = column->kind == FAQ_COLUMN_TEXTS;
    if (sorted) {
        faq_put_u32(&out, column->kind);
        faq_put_u32(&out, (uint32_t)column->name.len);
        faq_put_u32(&out, texts ? (uint32_t)column->values.count : 0);
        faq_put_u32(&out, texts ? (uint32_t)column->sets.count : 0);
        faq_put_bytes(&out, column->cells.at, column->cells.len);
        if (texts) {
            put_sets(&out, &column->sets, rank);
            put_values(&out, order, column->values.count);
        }
        faq_buf_append(&out, column->name);
    }
    faq_status status = !sorted || out.failed || column->cells.failed
                            ? faq_no_memory(err, "write a column")
                            : faq_appender_add(appender, FAQ_SECTION_COLUMN, segment,
                                               faq_buf_text(&out), column->n_docs, err);
    faq_buf_release(&out);
    faq_mem_free(mem, order);
    faq_mem_free(mem, rank);
    return status;
}

/* ---- reading */

static faq_status wrong_size(const faq_span *in, faq_error *err)
{
    return faq_corrupt(err, in->origin, "a column is of the wrong size");
}

faq_status faq_column_open(faq_column *column, faq_span in, uint32_t n_docs, faq_error *err)
{
    *column = (faq_column){.n_docs = n_docs};
    uint32_t kind = faq_take_u32(&in);
    size_t name_len = faq_take_u32(&in);
    column->n_values = faq_take_u32(&in);
    column->n_sets = faq_take_u32(&in);
    if (kind < FAQ_COLUMN_TEXTS || kind > FAQ_COLUMN_TIME)
        return faq_corrupt(err, in.origin, "a column is of an unknown kind");
    column->kind = (faq_column_kind)kind;
    column->cells = faq_take_bytes(&in, (size_t)n_docs * (kind == FAQ_COLUMN_TEXTS ? 4 : 8));
    if (kind == FAQ_COLUMN_TEXTS && !in.failed) {
        column->set_starts = faq_take_bytes(&in, ((size_t)column->n_sets + 1) * 4);
        if (!in.failed)
            column->n_members = faq_load_u32(column->set_starts + (size_t)column->n_sets * 4);
        column->members = faq_take_bytes(&in, (size_t)column->n_members * 4);
        column->value_starts = faq_take_bytes(&in, ((size_t)column->n_values + 1) * 4);
        size_t len =
            in.failed ? 0 : faq_load_u32(column->value_starts + (size_t)column->n_values * 4);
        column->bytes = (faq_str){(const char *)faq_take_bytes(&in, len), len};
    }
    column->name = (faq_str){(const char *)faq_take_bytes(&in, name_len), name_len};
    if (kind != FAQ_COLUMN_TEXTS && (column->n_values || column->n_sets))
        in.failed = true; /* numbers and times have none */
    return in.failed || in.pos != in.len ? wrong_size(&in, err) : FAQ_OK;
}

uint32_t faq_column_set(const faq_column *column, uint32_t doc)
{
    uint32_t set =
        doc < column->n_docs ? faq_load_u32(column->cells + (size_t)doc * 4) : UINT32_MAX;
    return set < column->n_sets ? set : column->n_sets;
}

uint32_t faq_column_set_size(const faq_column *column, uint32_t set)
{
    if (set >= column->n_sets)
        return 0;
    uint32_t start = faq_load_u32(column->set_starts + (size_t)set * 4);
    uint32_t end = faq_load_u32(column->set_starts + (size_t)set * 4 + 4);
    return start <= end && end <= column->n_members ? end - start : 0;
}

faq_str faq_column_set_value(const faq_column *column, uint32_t set, uint32_t i)
{
    faq_str none = {NULL, 0};
    if (i >= faq_column_set_size(column, set))
        return none;
    size_t member = (size_t)faq_load_u32(column->set_starts + (size_t)set * 4) + i;
    size_t value = faq_load_u32(column->members + member * 4);
    if (value >= column->n_values)
        return none;
    size_t start = faq_load_u32(column->value_starts + value * 4);
    size_t end = faq_load_u32(column->value_starts + value * 4 + 4);
    if (start > end || end > column->bytes.len)
        return none;
    return faq_str_part(column->bytes, start, end - start);
}

int64_t faq_column_time(const faq_column *column, uint32_t doc)
{
    if (column->kind != FAQ_COLUMN_TIME || doc >= column->n_docs)
        return INT64_MIN;
    return (int64_t)faq_load_u64(column->cells + (size_t)doc * 8);
}

double faq_column_number(const faq_column *column, uint32_t doc)
{
    if (column->kind != FAQ_COLUMN_NUMBER || doc >= column->n_docs)
        return NAN;
    uint64_t bits = faq_load_u64(column->cells + (size_t)doc * 8);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}
