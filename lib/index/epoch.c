/* SPDX-License-Identifier: MIT */
#include "index/epoch.h"

#include <math.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/str.h"

uint32_t faq_epoch_weight(uint64_t n, uint64_t df)
{
    if (df > n)
        df = n;
    double odds = ((double)(n - df) + 0.5) / ((double)df + 0.5);
    double weight = floor(1000.0 * pow(log1p(odds), 0.6) + 0.5);
    return weight < 1.0 ? 1 : (uint32_t)weight;
}

faq_status faq_epoch_read(faq_epoch *epoch, const faq_snapshot *snapshot, faq_error *err)
{
    faq_span in;
    if (!faq_snapshot_find(snapshot, FAQ_SECTION_EPOCH, 0, &in) || in.len != FAQ_EPOCH_BYTES)
        return faq_corrupt(err, in.origin, "the epoch is missing or of the wrong size");
    epoch->number = faq_take_u64(&in);
    epoch->n_entries = faq_take_u64(&in);
    epoch->changed = faq_take_u64(&in);
    epoch->unknown = faq_take_u32(&in);
    return FAQ_OK;
}

bool faq_epoch_ends(const faq_epoch *epoch, uint64_t changed)
{
    return (epoch->changed + changed) * 10 > epoch->n_entries;
}

static faq_status put_epoch(faq_appender *appender, const faq_epoch *epoch,
                            const faq_allocator *mem, faq_error *err)
{
    faq_buf out;
    faq_buf_init(&out, mem);
    faq_put_u64(&out, epoch->number);
    faq_put_u64(&out, epoch->n_entries);
    faq_put_u64(&out, epoch->changed);
    faq_put_u32(&out, epoch->unknown);
    faq_put_zeros(&out, FAQ_EPOCH_BYTES - out.len);
    faq_status status =
        out.failed ? faq_no_memory(err, "write the epoch")
                   : faq_appender_add(appender, FAQ_SECTION_EPOCH, 0, faq_buf_text(&out), 1, err);
    faq_buf_release(&out);
    return status;
}

/* ---- counting */

/* What one segment adds: for each of its terms the entries that count and hold it. */
typedef struct counted_segment {
    const faq_segment *segment;
    uint8_t *counts;   /* by entry: is it counted? */
    uint32_t *df;      /* by term */
    uint16_t *weights; /* by term */
    uint32_t *doc_of;  /* by row */
} counted_segment;

static uint32_t count_list(const counted_segment *counted, const faq_postings *list, bool body)
{
    const faq_segment *segment = counted->segment;
    uint32_t df = 0, last = UINT32_MAX;
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t value = faq_postings_get(list, i);
        uint32_t doc = UINT32_MAX;
        if (body)
            doc = value >> 8;
        else if (value < segment->n_rows)
            doc = counted->doc_of[value];
        if (doc < segment->n_docs && doc != last && counted->counts[doc])
            df++;
        last = doc;
    }
    return df;
}

static faq_status walk_failed(const faq_terms_walk *walk, faq_error *err)
{
    if (!walk->status)
        return FAQ_OK;
    return walk->status == FAQ_NO_MEMORY
               ? faq_no_memory(err, "weigh terms")
               : faq_corrupt(err, faq_span_offset(&walk->in), "a term is wrong");
}

static faq_status count_terms(counted_segment *counted, const faq_allocator *mem, faq_error *err)
{
    const faq_segment *segment = counted->segment;
    faq_terms_walk walk;
    faq_terms_walk_init(&walk, &segment->terms, mem);
    faq_status status = FAQ_OK;
    while (!status && faq_terms_walk_next(&walk)) {
        bool body = faq_field_of(faq_buf_text(&walk.text)) == FAQ_INDEX_BODY;
        faq_postings list;
        if (!faq_postings_open(&list, &segment->postings, &walk.term, body))
            status = faq_corrupt(err, segment->postings.origin, "a list lies outside");
        else
            counted->df[walk.term.number] = count_list(counted, &list, body);
    }
    if (!status)
        status = walk_failed(&walk, err);
    faq_terms_walk_release(&walk);
    return status;
}

static void number_rows(counted_segment *counted)
{
    const faq_segment *segment = counted->segment;
    for (uint32_t doc = 0; doc < segment->n_docs; doc++) {
        uint32_t end = faq_segment_first_row(segment, doc + 1);
        for (uint32_t row = faq_segment_first_row(segment, doc); row < end; row++)
            counted->doc_of[row] = doc;
    }
}

static bool alloc_counted(counted_segment *counted, const faq_segment *segment,
                          const faq_allocator *mem)
{
    counted->segment = segment;
    counted->counts = faq_mem_new(mem, segment->n_docs, 1);
    counted->df = faq_mem_new(mem, segment->terms.n_terms, sizeof *counted->df);
    counted->weights = faq_mem_new(mem, segment->terms.n_terms, sizeof *counted->weights);
    counted->doc_of = faq_mem_new(mem, segment->n_rows, sizeof *counted->doc_of);
    if (!counted->counts || !counted->df || !counted->weights || !counted->doc_of)
        return false;
    number_rows(counted);
    return true;
}

static void free_counted(counted_segment *counted, size_t count, const faq_allocator *mem)
{
    for (size_t i = 0; counted && i < count; i++) {
        faq_mem_free(mem, counted[i].counts);
        faq_mem_free(mem, counted[i].df);
        faq_mem_free(mem, counted[i].weights);
        faq_mem_free(mem, counted[i].doc_of);
    }
    faq_mem_free(mem, counted);
}

/* ---- weights */

/* The weight that a term has in the commit before, of the same epoch; 0 when it has none. */
static uint32_t known_weight(const faq_segment *segments, size_t n, faq_str term)
{
    for (size_t i = 0; i < n; i++) {
        faq_term found;
        if (faq_terms_find(&segments[i].terms, term, &found))
            return faq_load_u16(segments[i].weights.at + (size_t)found.number * 2);
    }
    return 0;
}

static uint64_t total_df(const counted_segment *all, size_t n, size_t mine, faq_str term,
                         uint32_t number)
{
    uint64_t df = all[mine].df[number];
    for (size_t i = 0; i < n; i++) {
        faq_term found;
        if (i != mine && faq_terms_find(&all[i].segment->terms, term, &found))
            df += all[i].df[found.number];
    }
    return df;
}

/* How terms of a commit are weighed: by counting, or as the epoch that goes on has them. */
typedef struct weighing {
    const counted_segment *counted;
    size_t n_counted;
    faq_segment *old; /* segments of the commit before */
    size_t n_old;
    bool fresh;
    faq_epoch epoch;
} weighing;

static faq_status weigh_segment(const weighing *how, counted_segment *mine, size_t at,
                                const faq_allocator *mem, faq_error *err)
{
    faq_terms_walk walk;
    faq_terms_walk_init(&walk, &mine->segment->terms, mem);
    while (faq_terms_walk_next(&walk)) {
        faq_str term = faq_buf_text(&walk.text);
        uint32_t weight;
        if (how->fresh)
            weight = faq_epoch_weight(how->epoch.n_entries, total_df(how->counted, how->n_counted,
                                                                     at, term, walk.term.number));
        else
            weight = known_weight(how->old, how->n_old, term);
        mine->weights[walk.term.number] = (uint16_t)(weight ? weight : how->epoch.unknown);
    }
    faq_status status = walk_failed(&walk, err);
    faq_terms_walk_release(&walk);
    return status;
}

/* Add a term's weight to the length of every row that holds it. */
static void lengthen(uint32_t *lengths, const faq_segment *segment, const faq_postings *list,
                     faq_index_field field, uint16_t weight)
{
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t row = faq_postings_get(list, i);
        if (row < segment->n_rows)
            lengths[(size_t)row * FAQ_ROW_FIELDS + field] += weight;
    }
}

static faq_status sum_lengths(const counted_segment *mine, uint32_t *lengths,
                              const faq_allocator *mem, faq_error *err)
{
    const faq_segment *segment = mine->segment;
    faq_terms_walk walk;
    faq_terms_walk_init(&walk, &segment->terms, mem);
    while (faq_terms_walk_next(&walk)) {
        faq_index_field field = faq_field_of(faq_buf_text(&walk.text));
        faq_postings list;
        if (field < FAQ_ROW_FIELDS &&
            faq_postings_open(&list, &segment->postings, &walk.term, false))
            lengthen(lengths, segment, &list, field, mine->weights[walk.term.number]);
    }
    faq_status status = walk_failed(&walk, err);
    faq_terms_walk_release(&walk);
    return status;
}

static faq_status write_segment(faq_appender *appender, const counted_segment *mine,
                                const faq_allocator *mem, faq_error *err)
{
    const faq_segment *segment = mine->segment;
    size_t n_lengths = (size_t)segment->n_rows * FAQ_ROW_FIELDS;
    uint32_t *lengths = faq_mem_new(mem, n_lengths, sizeof *lengths);
    faq_buf out;
    faq_buf_init(&out, mem);
    faq_status status =
        lengths ? sum_lengths(mine, lengths, mem, err) : faq_no_memory(err, "weigh terms");
    for (uint32_t i = 0; i < segment->terms.n_terms && !status; i++)
        faq_put_u16(&out, mine->weights[i]);
    if (!status && out.failed)
        status = faq_no_memory(err, "weigh terms");
    if (!status)
        status = faq_appender_add(appender, FAQ_SECTION_WEIGHTS, segment->number,
                                  faq_buf_text(&out), segment->terms.n_terms, err);
    faq_buf_reset(&out);
    for (size_t i = 0; i < n_lengths && !status; i++)
        faq_put_u32(&out, lengths[i]);
    if (!status && out.failed)
        status = faq_no_memory(err, "weigh terms");
    if (!status)
        status = faq_appender_add(appender, FAQ_SECTION_LENGTHS, segment->number,
                                  faq_buf_text(&out), segment->n_rows, err);
    faq_buf_release(&out);
    faq_mem_free(mem, lengths);
    return status;
}

static faq_status count_all(counted_segment *counted, const faq_segment *segments, size_t n,
                            faq_epoch *epoch, const faq_allocator *mem, faq_error *err)
{
    faq_status status = FAQ_OK;
    for (size_t i = 0; i < n && !status; i++) {
        epoch->n_entries += faq_segment_counted(&segments[i], counted[i].counts);
        status = count_terms(&counted[i], mem, err);
    }
    return status;
}

faq_status faq_epoch_write(faq_appender *appender, const faq_segment *segments, size_t n_segments,
                           const faq_epoch *before, uint64_t changed, const faq_allocator *mem,
                           faq_error *err)
{
    counted_segment *counted = faq_mem_new(mem, n_segments, sizeof *counted);
    bool fits = counted;
    for (size_t i = 0; fits && i < n_segments; i++)
        fits = (before && segments[i].weights.at) || alloc_counted(&counted[i], &segments[i], mem);
    weighing how = {counted, n_segments, NULL, 0, !before, {.number = 1}};
    faq_status status = fits ? FAQ_OK : faq_no_memory(err, "weigh terms");
    if (before && !status) {
        how.epoch = *before;
        how.epoch.changed += changed;
        status = faq_segments_open(&how.old, &how.n_old, appender->base, true, mem, err);
    } else if (!status) {
        status = count_all(counted, segments, n_segments, &how.epoch, mem, err);
        how.epoch.number = appender->base ? appender->base->generation + 1 : 1;
        how.epoch.unknown = faq_epoch_weight(how.epoch.n_entries, 0);
    }
    for (size_t i = 0; i < n_segments && !status; i++) {
        if (before && segments[i].weights.at)
            continue;
        status = weigh_segment(&how, &counted[i], i, mem, err);
        if (!status)
            status = write_segment(appender, &counted[i], mem, err);
    }
    if (!status)
        status = put_epoch(appender, &how.epoch, mem, err);
    faq_mem_free(mem, how.old);
    free_counted(counted, n_segments, mem);
    return status;
}
