/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INDEX_BUILDER_H
#define FAQ_INDEX_BUILDER_H

#include "index/inverter.h"
#include "index/segment.h"
#include "text/analyzer.h"

/* What faq_builder_unit() remembers of a unit within one row or body. */
typedef struct faq_builder_seen {
    uint32_t place; /* row or entry + 1 that it was seen in last */
    uint32_t tf;    /* in the body at hand */
    uint16_t mask;
} faq_builder_seen;

/*
 * Builds a segment. Entries come in ascending order of their keys; the bytes that come out depend
 * on the entries alone.
 */
typedef struct faq_builder {
    const faq_allocator *mem;
    faq_analyzer *analyzer; /* borrowed; NULL when postings come from segments */
    faq_inverter inverter;
    faq_documents_writer documents;
    faq_column_writer *columns;
    faq_buf row_starts, keys, key_starts, hashes, counters;
    faq_map attributes;     /* names of text attributes; the first 16 have a mask bit each */
    faq_arena arena;        /* of the entry at hand */
    faq_builder_seen *seen; /* by term number */
    size_t seen_cap;
    uint32_t *touched; /* terms of the body at hand */
    size_t n_touched, touched_cap;
    uint32_t n_docs, n_rows;
} faq_builder;

/* Begin a segment; `samples` as faq_documents_begin() takes them. */
faq_status faq_builder_begin(faq_builder *builder, const faq_allocator *mem, faq_analyzer *analyzer,
                             faq_str samples, const size_t *lengths, size_t n_samples,
                             faq_error *err);
void faq_builder_release(faq_builder *builder);

/* Add the next entry by its record (store/record.h), a hash of which is kept. */
faq_status faq_builder_add(faq_builder *builder, faq_span record, faq_error *err);

/* Which units of a text the body is indexed by: characters, bigrams, words of three and more. */
bool faq_unit_is_of_body(const faq_unit *unit);

/* Append the sections of the segment, weights and lengths excepted (index/epoch.h). */
faq_status faq_builder_finish(faq_builder *builder, faq_appender *appender, uint32_t segment,
                              faq_error *err);

/*
 * Make one segment out of several without analysing text again: live entries by key, postings
 * renumbered. Searching it gives what searching those gives.
 *
 *   unknown  weight of an unknown unit in the epoch that goes on: terms of another weight are kept
 *            even when the last entry that holds them is gone; 0: a new epoch begins
 */
faq_status faq_segments_merge(const faq_segment *segments, size_t n_segments, uint32_t unknown,
                              faq_appender *appender, uint32_t number, const faq_allocator *mem,
                              faq_error *err);

#endif
