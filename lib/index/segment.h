/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INDEX_SEGMENT_H
#define FAQ_INDEX_SEGMENT_H

#include "index/fields.h"
#include "index/postings.h"
#include "index/terms.h"
#include "store/columns.h"
#include "store/documents.h"
#include "store/keys.h"

/*
 * A segment being read: everything of it that searching needs, borrowed from a snapshot. Extents
 * are checked when it is opened, contents where they are used: numbers are clamped or refused.
 * Entries are numbered by key, rows by entry; the rows of an entry are neighbours, its standard
 * question first.
 */
typedef struct faq_segment {
    const faq_snapshot *snapshot;
    uint32_t number; /* in the manifest */
    uint32_t n_docs, n_rows;
    faq_terms terms;
    faq_span postings, row_starts, counters, hashes;
    faq_span weights;   /* u16 by term; empty until the epoch step of a commit has run */
    faq_span lengths;   /* FAQ_ROW_FIELDS u32 by row; likewise */
    faq_span deletions; /* empty: none */
    uint32_t n_deleted;
    faq_keys keys;
    faq_documents documents;
    faq_column visibility, valid_from, valid_to;
} faq_segment;

/* Open segment `number`. `weighed`: it must have weights and lengths. */
faq_status faq_segment_open(faq_segment *segment, const faq_snapshot *snapshot, uint32_t number,
                            bool weighed, faq_error *err);

/*
 * Open all segments of a snapshot, oldest first. The caller frees `*out`. An index without entries
 * has none: then `*out` is NULL.
 */
faq_status faq_segments_open(faq_segment **out, size_t *count, const faq_snapshot *snapshot,
                             bool weighed, const faq_allocator *mem, faq_error *err);

/* The first row of an entry; of n_docs: n_rows. Never more than n_rows. */
static inline uint32_t faq_segment_first_row(const faq_segment *segment, uint32_t doc)
{
    uint32_t row = faq_load_u32(segment->row_starts.at + (size_t)doc * 4);
    return row < segment->n_rows ? row : segment->n_rows;
}

static inline bool faq_segment_is_deleted(const faq_segment *segment, uint32_t doc)
{
    if (!segment->deletions.len)
        return false;
    return segment->deletions.at[doc / 8] >> doc % 8 & 1;
}

/* Is the set of an entry's visibility one that holds `name`? */
bool faq_segment_shows_to(const faq_segment *segment, uint32_t set, faq_str name);

/* Is an entry public and without a validity window? Only such ones are counted in statistics. */
bool faq_segment_counts(const faq_segment *segment, uint32_t doc);

/*
 * For each entry, whether statistics count it now: live, public, and without a validity window.
 * `out` has room for n_docs; returns how many there are.
 */
uint32_t faq_segment_counted(const faq_segment *segment, uint8_t *out);

/* A column by name; false when the segment has none. */
bool faq_segment_column(const faq_segment *segment, faq_str name, faq_column *out);

/* Is all of it as it should be: orders, ranges, lists? One pass. */
faq_status faq_segment_validate(const faq_segment *segment, const faq_allocator *mem,
                                faq_error *err);

#endif
