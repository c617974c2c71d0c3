/* SPDX-License-Identifier: MIT */
#include "index/segment.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/counters.h"

bool faq_segment_column(const faq_segment *segment, faq_str name, faq_column *out)
{
    const faq_snapshot *snapshot = segment->snapshot;
    for (size_t i = 0; i < snapshot->n_sections; i++) {
        const faq_section *section = &snapshot->sections[i];
        if (section->type != FAQ_SECTION_COLUMN || section->segment != segment->number)
            continue;
        if (!faq_column_open(out, faq_snapshot_payload(snapshot, section), segment->n_docs, NULL) &&
            faq_str_equal(out->name, name))
            return true;
    }
    return false;
}

/* A span that must be there with exactly `len` bytes. */
static bool take_section(const faq_segment *segment, uint32_t type, uint64_t len, faq_span *out)
{
    return faq_snapshot_find(segment->snapshot, type, segment->number, out) && out->len == len;
}

static bool open_columns(faq_segment *segment)
{
    return faq_segment_column(segment, FAQ_STR("visibility"), &segment->visibility) &&
           faq_segment_column(segment, FAQ_STR("valid_from"), &segment->valid_from) &&
           faq_segment_column(segment, FAQ_STR("valid_to"), &segment->valid_to) &&
           segment->visibility.kind == FAQ_COLUMN_TEXTS &&
           segment->valid_from.kind == FAQ_COLUMN_TIME && segment->valid_to.kind == FAQ_COLUMN_TIME;
}

static bool open_deletions(faq_segment *segment)
{
    const faq_section *deletions = faq_snapshot_find(segment->snapshot, FAQ_SECTION_DELETIONS,
                                                     segment->number, &segment->deletions);
    if (!deletions)
        return true;
    segment->n_deleted = (uint32_t)deletions->count;
    return deletions->count <= segment->n_docs &&
           segment->deletions.len == ((uint64_t)segment->n_docs + 63) / 64 * 8;
}

static faq_status missing(const faq_segment *segment, const char *what, faq_error *err)
{
    return faq_fail(err, FAQ_CORRUPT, 0, "segment %u: %s missing or of the wrong size",
                    (unsigned)segment->number, what);
}

faq_status faq_segment_open(faq_segment *segment, const faq_snapshot *snapshot, uint32_t number,
                            bool weighed, faq_error *err)
{
    *segment = (faq_segment){.snapshot = snapshot, .number = number};
    const faq_section *starts =
        faq_snapshot_find(snapshot, FAQ_SECTION_ROW_STARTS, number, &segment->row_starts);
    if (!starts || starts->count > FAQ_SEGMENT_DOCS_MAX ||
        segment->row_starts.len != (starts->count + 1) * 4)
        return missing(segment, "row starts", err);
    uint64_t n_docs = starts->count;
    segment->n_docs = (uint32_t)n_docs;
    segment->n_rows = faq_load_u32(segment->row_starts.at + n_docs * 4);
    if (segment->n_rows > FAQ_SEGMENT_ROWS_MAX)
        return missing(segment, "row starts", err);
    faq_status status = faq_terms_open(&segment->terms, snapshot, number, err);
    if (!status)
        status = faq_keys_open(&segment->keys, snapshot, number, segment->n_docs, err);
    if (!status)
        status = faq_documents_open(&segment->documents, snapshot, number, segment->n_docs, err);
    if (status)
        return status;
    if (!faq_snapshot_find(snapshot, FAQ_SECTION_POSTINGS, number, &segment->postings))
        return missing(segment, "postings", err);
    if (!take_section(segment, FAQ_SECTION_COUNTERS, n_docs * FAQ_COUNTERS_BYTES,
                      &segment->counters) ||
        !take_section(segment, FAQ_SECTION_HASHES, n_docs * 8, &segment->hashes))
        return missing(segment, "counters or hashes", err);
    bool has_weights =
        take_section(segment, FAQ_SECTION_WEIGHTS, (uint64_t)segment->terms.n_terms * 2,
                     &segment->weights) &&
        take_section(segment, FAQ_SECTION_LENGTHS, (uint64_t)segment->n_rows * FAQ_ROW_FIELDS * 4,
                     &segment->lengths);
    if (weighed && !has_weights)
        return missing(segment, "weights or lengths", err);
    if (!open_columns(segment))
        return missing(segment, "columns", err);
    return open_deletions(segment) ? FAQ_OK : missing(segment, "deletions", err);
}

faq_status faq_segments_open(faq_segment **out, size_t *count, const faq_snapshot *snapshot,
                             bool weighed, const faq_allocator *mem, faq_error *err)
{
    size_t found = 0;
    for (size_t i = 0; i < snapshot->n_sections; i++)
        found += snapshot->sections[i].type == FAQ_SECTION_ROW_STARTS;
    *count = found;
    *out = NULL;
    if (!found)
        return FAQ_OK;
    faq_segment *segments = faq_mem_new(mem, found, sizeof *segments);
    if (!segments)
        return faq_no_memory(err, "open segments");
    faq_status status = FAQ_OK;
    size_t n = 0;
    for (size_t i = 0; i < snapshot->n_sections && !status; i++) {
        if (snapshot->sections[i].type == FAQ_SECTION_ROW_STARTS)
            status = faq_segment_open(&segments[n++], snapshot, snapshot->sections[i].segment,
                                      weighed, err);
    }
    if (status) {
        faq_mem_free(mem, segments);
        return status;
    }
    *out = segments;
    return FAQ_OK;
}

bool faq_segment_shows_to(const faq_segment *segment, uint32_t set, faq_str name)
{
    uint32_t size = faq_column_set_size(&segment->visibility, set);
    for (uint32_t i = 0; i < size; i++) {
        if (faq_str_equal(faq_column_set_value(&segment->visibility, set, i), name))
            return true;
    }
    return false;
}

bool faq_segment_counts(const faq_segment *segment, uint32_t doc)
{
    return faq_column_time(&segment->valid_from, doc) == FAQ_NO_TIME &&
           faq_column_time(&segment->valid_to, doc) == FAQ_NO_TIME &&
           faq_segment_shows_to(segment, faq_column_set(&segment->visibility, doc),
                                FAQ_STR("public"));
}

uint32_t faq_segment_counted(const faq_segment *segment, uint8_t *out)
{
    uint32_t total = 0;
    for (uint32_t doc = 0; doc < segment->n_docs; doc++) {
        out[doc] = !faq_segment_is_deleted(segment, doc) && faq_segment_counts(segment, doc);
        total += out[doc];
    }
    return total;
}

/* ---- validation */

static faq_status validate_rows(const faq_segment *segment, faq_error *err)
{
    uint32_t before = 0;
    for (uint32_t doc = 0; doc <= segment->n_docs; doc++) {
        uint32_t row = faq_load_u32(segment->row_starts.at + (size_t)doc * 4);
        if (doc == 0 ? row != 0 : row <= before)
            return faq_corrupt(err, segment->row_starts.origin + (uint64_t)doc * 4,
                               "row starts do not ascend");
        before = row;
    }
    return FAQ_OK;
}

static faq_status validate_list(const faq_segment *segment, faq_str term, const faq_term *found,
                                faq_error *err)
{
    faq_index_field field = faq_field_of(term);
    bool body = field == FAQ_INDEX_BODY;
    faq_postings list;
    if (field == FAQ_INDEX_FIELDS || !faq_postings_open(&list, &segment->postings, found, body))
        return faq_corrupt(err, segment->postings.origin, "a list lies outside of the postings");
    uint64_t limit = body ? segment->n_docs : segment->n_rows;
    uint64_t next = 0;
    for (uint32_t i = 0; i < list.count; i++) {
        uint32_t value = faq_postings_get(&list, i);
        uint64_t place = body ? value >> 8 : value;
        if (place < next || place >= limit || (body && !(value & 0xFF)))
            return faq_corrupt(err, segment->postings.origin + (uint64_t)found->where * 4,
                               "a list of postings is wrong");
        next = place + 1;
    }
    return FAQ_OK;
}

static faq_status validate_terms(const faq_segment *segment, const faq_allocator *mem,
                                 faq_error *err)
{
    faq_terms_walk walk;
    faq_buf before;
    faq_terms_walk_init(&walk, &segment->terms, mem);
    faq_buf_init(&before, mem);
    faq_status status = FAQ_OK;
    while (!status && faq_terms_walk_next(&walk)) {
        faq_str text = faq_buf_text(&walk.text);
        faq_term found;
        if (walk.term.number && faq_str_compare(faq_buf_text(&before), text) >= 0)
            status = faq_corrupt(err, walk.in.origin, "terms do not ascend");
        else if (!faq_terms_find(&segment->terms, text, &found) ||
                 found.number != walk.term.number || found.count != walk.term.count ||
                 found.where != walk.term.where)
            status = faq_corrupt(err, segment->terms.buckets.origin, "a term is not found");
        else
            status = validate_list(segment, text, &walk.term, err);
        faq_buf_reset(&before);
        faq_buf_append(&before, text);
        if (!status && before.failed)
            status = faq_no_memory(err, "check terms");
    }
    if (!status && walk.status)
        status = walk.status == FAQ_NO_MEMORY
                     ? faq_no_memory(err, "check terms")
                     : faq_corrupt(err, faq_span_offset(&walk.in), "a term is wrong");
    faq_terms_walk_release(&walk);
    faq_buf_release(&before);
    return status;
}

static faq_status validate_docs(const faq_segment *segment, const faq_allocator *mem,
                                faq_error *err)
{
    faq_documents_reader reader;
    faq_documents_reader_init(&reader, mem);
    faq_status status = FAQ_OK;
    uint32_t deleted = 0;
    for (uint32_t doc = 0; doc < segment->n_docs && !status; doc++) {
        faq_span record;
        deleted += faq_segment_is_deleted(segment, doc);
        if (faq_keys_find(&segment->keys, faq_keys_at(&segment->keys, doc)) != doc)
            status = faq_corrupt(err, segment->keys.bytes.origin, "a key is not found");
        else if (faq_column_set(&segment->visibility, doc) >= segment->visibility.n_sets)
            status = faq_corrupt(err, 0, "an entry has no visibility");
        else
            status = faq_documents_read(&segment->documents, doc, &reader, &record, err);
    }
    if (!status && deleted != segment->n_deleted)
        status = faq_corrupt(err, segment->deletions.origin, "deletions are miscounted");
    faq_documents_reader_release(&reader);
    return status;
}

faq_status faq_segment_validate(const faq_segment *segment, const faq_allocator *mem,
                                faq_error *err)
{
    faq_status status = validate_rows(segment, err);
    if (!status)
        status = validate_terms(segment, mem, err);
    return status ? status : validate_docs(segment, mem, err);
}
