/* SPDX-License-Identifier: MIT */
/*
 * Merging renumbers: live entries of all segments are put in the order of their keys, which gives
 * each an entry and a first row in the new segment; postings are carried over one by one.
 */
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "index/builder.h"
#include "store/record.h"

#define SAMPLE_BYTES (2u << 20)

/* A live entry of one of the segments. */
typedef struct live_doc {
    faq_str key;
    uint32_t segment, doc;
} live_doc;

/* Where the entries of a segment go: new numbers by old ones; UINT32_MAX: deleted. */
typedef struct renumbering {
    uint32_t *docs, *rows;
} renumbering;

typedef struct merge_state {
    const faq_allocator *mem;
    const faq_segment *segments;
    size_t n_segments;
    uint32_t unknown; /* as faq_segments_merge() takes it */
    live_doc *live;
    size_t n_live;
    renumbering *to;
    faq_documents_reader reader;
} merge_state;

static int compare_live(const void *a, const void *b)
{
    const live_doc *x = a, *y = b;
    return faq_str_compare(x->key, y->key);
}

static bool list_live(merge_state *merger)
{
    size_t total = 0;
    for (size_t i = 0; i < merger->n_segments; i++)
        total += merger->segments[i].n_docs;
    merger->live = faq_mem_new(merger->mem, total, sizeof *merger->live);
    if (!merger->live)
        return false;
    for (uint32_t i = 0; i < merger->n_segments; i++) {
        const faq_segment *segment = &merger->segments[i];
        for (uint32_t doc = 0; doc < segment->n_docs; doc++) {
            if (!faq_segment_is_deleted(segment, doc))
                merger->live[merger->n_live++] =
                    (live_doc){faq_keys_at(&segment->keys, doc), i, doc};
        }
    }
    if (merger->n_live)
        qsort(merger->live, merger->n_live, sizeof *merger->live, compare_live);
    return true;
}

static bool renumber(merge_state *merger)
{
    merger->to = faq_mem_new(merger->mem, merger->n_segments, sizeof *merger->to);
    if (!merger->to)
        return false;
    for (size_t i = 0; i < merger->n_segments; i++) {
        const faq_segment *segment = &merger->segments[i];
        renumbering *to = &merger->to[i];
        to->docs = faq_mem_new(merger->mem, segment->n_docs, sizeof *to->docs);
        to->rows = faq_mem_new(merger->mem, segment->n_rows, sizeof *to->rows);
        if (!to->docs || !to->rows)
            return false;
        memset(to->docs, 0xFF, segment->n_docs * sizeof *to->docs);
        memset(to->rows, 0xFF, segment->n_rows * sizeof *to->rows);
    }
    uint32_t row = 0;
    for (uint32_t i = 0; i < merger->n_live; i++) {
        const live_doc *live = &merger->live[i];
        const faq_segment *segment = &merger->segments[live->segment];
        uint32_t end = faq_segment_first_row(segment, live->doc + 1);
        merger->to[live->segment].docs[live->doc] = i;
        for (uint32_t old = faq_segment_first_row(segment, live->doc); old < end; old++)
            merger->to[live->segment].rows[old] = row++;
    }
    return true;
}

static faq_status read_record(merge_state *merger, size_t i, faq_span *out, faq_error *err)
{
    const live_doc *live = &merger->live[i];
    return faq_documents_read(&merger->segments[live->segment].documents, live->doc,
                              &merger->reader, out, err);
}

/* Records at even steps, for the dictionary. */
static faq_status take_samples(merge_state *merger, faq_buf *samples, faq_buf *lengths,
                               faq_error *err)
{
    size_t step = merger->n_live / 4096 + 1;
    for (size_t i = 0; i < merger->n_live && samples->len < SAMPLE_BYTES; i += step) {
        faq_span record;
        faq_status status = read_record(merger, i, &record, err);
        if (status)
            return status;
        faq_put_bytes(samples, record.at, record.len);
        faq_put_bytes(lengths, &record.len, sizeof record.len);
    }
    return samples->failed || lengths->failed ? faq_no_memory(err, "merge segments") : FAQ_OK;
}

static faq_status begin_builder(merge_state *merger, faq_builder *builder, faq_error *err)
{
    faq_buf samples, lengths;
    faq_buf_init(&samples, merger->mem);
    faq_buf_init(&lengths, merger->mem);
    faq_status status = take_samples(merger, &samples, &lengths, err);
    if (!status)
        status = faq_builder_begin(builder, merger->mem, NULL, faq_buf_text(&samples),
                                   (const size_t *)(const void *)lengths.at,
                                   lengths.len / sizeof(size_t), err);
    faq_buf_release(&samples);
    faq_buf_release(&lengths);
    return status;
}

static faq_status carry_entries(merge_state *merger, faq_builder *builder, faq_error *err)
{
    faq_status status = FAQ_OK;
    for (size_t i = 0; i < merger->n_live && !status; i++) {
        faq_span record;
        status = read_record(merger, i, &record, err);
        if (!status)
            status = faq_builder_add(builder, record, err);
    }
    return status;
}

/* Attributes get the numbers of the merged segment, in the order in which they first come. */
static faq_status map_attributes(const faq_segment *segment, faq_builder *builder,
                                 uint32_t to[FAQ_TEXT_ATTRIBUTES], faq_error *err)
{
    faq_span in;
    const faq_section *section =
        faq_snapshot_find(segment->snapshot, FAQ_SECTION_ATTRIBUTES, segment->number, &in);
    for (uint32_t i = 0; i < FAQ_TEXT_ATTRIBUTES; i++)
        to[i] = FAQ_TEXT_ATTRIBUTES - 1;
    for (uint64_t i = 0; section && i < section->count; i++) {
        faq_str name = faq_take_text(&in);
        if (in.failed)
            return faq_corrupt(err, in.origin, "the attributes are wrong");
        uint32_t number = faq_map_add(&builder->attributes, name);
        if (number == FAQ_MAP_NONE)
            return faq_no_memory(err, "merge segments");
        if (i < FAQ_TEXT_ATTRIBUTES - 1 && number < FAQ_TEXT_ATTRIBUTES)
            to[i] = number;
    }
    return FAQ_OK;
}

static uint16_t map_mask(uint16_t mask, const uint32_t to[FAQ_TEXT_ATTRIBUTES])
{
    uint16_t out = 0;
    for (uint32_t i = 0; i < FAQ_TEXT_ATTRIBUTES; i++) {
        if (mask >> i & 1)
            out |= (uint16_t)(1u << to[i]);
    }
    return out;
}

static bool carry_list(faq_builder *builder, const faq_segment *segment, const renumbering *to,
                       const uint32_t *attributes, const faq_postings *list, bool body,
                       uint32_t term)
{
    bool fits = true;
    for (uint32_t i = 0; i < list->count && fits; i++) {
        uint32_t value = faq_postings_get(list, i);
        if (body) {
            uint32_t doc = value >> 8 < segment->n_docs ? to->docs[value >> 8] : UINT32_MAX;
            if (doc != UINT32_MAX)
                fits = faq_inverter_add_body(&builder->inverter, term, doc, (uint8_t)value,
                                             map_mask(faq_postings_mask(list, i), attributes));
        } else {
            uint32_t row = value < segment->n_rows ? to->rows[value] : UINT32_MAX;
            if (row != UINT32_MAX)
                fits = faq_inverter_add_row(&builder->inverter, term, row);
        }
    }
    return fits;
}

/* Has the epoch that goes on a weight for a term that other segments may not know? */
static bool has_own_weight(const merge_state *merger, const faq_segment *segment, uint32_t number)
{
    return merger->unknown && segment->weights.at &&
           faq_load_u16(segment->weights.at + (size_t)number * 2) != merger->unknown;
}

static faq_status carry_postings(const merge_state *merger, size_t which, faq_builder *builder,
                                 faq_error *err)
{
    const faq_segment *segment = &merger->segments[which];
    uint32_t attributes[FAQ_TEXT_ATTRIBUTES];
    faq_status status = map_attributes(segment, builder, attributes, err);
    faq_terms_walk walk;
    faq_terms_walk_init(&walk, &segment->terms, merger->mem);
    while (!status && faq_terms_walk_next(&walk)) {
        faq_str text = faq_buf_text(&walk.text);
        faq_index_field field = faq_field_of(text);
        faq_postings list;
        if (field == FAQ_INDEX_FIELDS ||
            !faq_postings_open(&list, &segment->postings, &walk.term, field == FAQ_INDEX_BODY)) {
            status = faq_corrupt(err, segment->postings.origin, "a list lies outside");
            break;
        }
        uint32_t term =
            faq_inverter_term(&builder->inverter, field, faq_str_part(text, 1, text.len - 1));
        if (term == FAQ_MAP_NONE ||
            !carry_list(builder, segment, &merger->to[which], attributes, &list,
                        field == FAQ_INDEX_BODY, term) ||
            (has_own_weight(merger, segment, walk.term.number) &&
             !faq_inverter_keep(&builder->inverter, term)))
            status = faq_no_memory(err, "merge segments");
    }
    if (!status && walk.status)
        status = walk.status == FAQ_NO_MEMORY ? faq_no_memory(err, "merge segments")
                                              : faq_corrupt(err, walk.in.origin, "a term is wrong");
    faq_terms_walk_release(&walk);
    return status;
}

static void release(merge_state *merger)
{
    for (size_t i = 0; merger->to && i < merger->n_segments; i++) {
        faq_mem_free(merger->mem, merger->to[i].docs);
        faq_mem_free(merger->mem, merger->to[i].rows);
    }
    faq_mem_free(merger->mem, merger->to);
    faq_mem_free(merger->mem, merger->live);
    faq_documents_reader_release(&merger->reader);
}

faq_status faq_segments_merge(const faq_segment *segments, size_t n_segments, uint32_t unknown,
                              faq_appender *appender, uint32_t number, const faq_allocator *mem,
                              faq_error *err)
{
    merge_state merger = {.mem = mem,
                          .segments = segments,
                          .n_segments = n_segments,
                          .unknown = unknown};
    faq_builder builder = {0};
    faq_documents_reader_init(&merger.reader, mem);
    faq_status status =
        list_live(&merger) && renumber(&merger) ? FAQ_OK : faq_no_memory(err, "merge segments");
    if (!status)
        status = begin_builder(&merger, &builder, err);
    if (!status)
        status = carry_entries(&merger, &builder, err);
    for (size_t i = 0; i < n_segments && !status; i++)
        status = carry_postings(&merger, i, &builder, err);
    if (!status)
        status = faq_builder_finish(&builder, appender, number, err);
    faq_builder_release(&builder);
    release(&merger);
    return status;
}
