/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INDEX_TERMS_H
#define FAQ_INDEX_TERMS_H

#include "base/buf.h"
#include "store/appender.h"
#include "store/snapshot.h"

/*
 * The dictionary of a segment. Terms are sorted bytewise and numbered in that order.
 *
 * TERMS         all terms, front-coded in blocks of 16:
 *                   shared varint (bytes taken from the term before; 0 at the start of a block),
 *                   rest text, count varint (postings), where varint (see below)
 * TERM_BLOCKS   u64 for each block: where it begins in TERMS
 * TERM_BUCKETS  buckets of 64 bytes, one cache line: four items of 16 bytes each,
 *                   tag u32, number + 1 u32 (0: free), count u32, where u32
 *               The bucket of a term is the high half of its XXH3-64, scaled to their number; tag
 *               is the low half. A full bucket continues in the next one.
 *
 * `where` is the posting itself when a row list has only one, else the place of its list in
 * POSTINGS in words of 4 bytes.
 */

#define FAQ_TERMS_IN_BLOCK 16u
#define FAQ_TERM_BUCKET_ITEMS 4u

typedef struct faq_term {
    uint32_t number;
    uint32_t count; /* postings; 0: kept for its weight, see faq_inverter_keep() */
    uint32_t where;
} faq_term;

/* ---- writing: terms come in ascending order */

typedef struct faq_terms_writer {
    const faq_allocator *mem;
    faq_buf terms, blocks, last, hashes; /* hashes: u64 hash, u32 count, u32 where by number */
    uint32_t n_terms;
} faq_terms_writer;

void faq_terms_init(faq_terms_writer *writer, const faq_allocator *mem);
void faq_terms_release(faq_terms_writer *writer);
void faq_terms_add(faq_terms_writer *writer, faq_str term, uint32_t count, uint32_t where);
faq_status faq_terms_finish(faq_terms_writer *writer, faq_appender *appender, uint32_t segment,
                            faq_error *err);

/* ---- reading */

typedef struct faq_terms {
    faq_span terms, blocks, buckets;
    uint32_t n_terms;
    uint64_t n_buckets;
} faq_terms;

faq_status faq_terms_open(faq_terms *terms, const faq_snapshot *snapshot, uint32_t segment,
                          faq_error *err);

/* Look up a term; false when the segment has none, or is damaged there. */
bool faq_terms_find(const faq_terms *terms, faq_str term, faq_term *out);

/* A walk over all terms in order. The text lives until the next step. */
typedef struct faq_terms_walk {
    const faq_terms *terms;
    faq_span in;
    faq_buf text;
    uint32_t next;
    faq_term term;
    faq_status status; /* FAQ_OK, FAQ_CORRUPT or FAQ_NO_MEMORY when the walk ended early */
} faq_terms_walk;

void faq_terms_walk_init(faq_terms_walk *walk, const faq_terms *terms, const faq_allocator *mem);
bool faq_terms_walk_next(faq_terms_walk *walk);
void faq_terms_walk_release(faq_terms_walk *walk);

#endif
