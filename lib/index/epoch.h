/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INDEX_EPOCH_H
#define FAQ_INDEX_EPOCH_H

#include "index/segment.h"

/*
 * Weights of units, frozen for an epoch. An epoch's start gives every unit an integer weight from
 * how many entries hold it; until the next one additions and deletions do not change them, so that
 * scores stay comparable and a commit stays cheap. Only live public entries without a validity
 * window are counted, when weighing and when deciding that an epoch ends: what is hidden leaves no
 * trace.
 *
 *   weight = round(1000 ln(1 + (N - df + 0.5) / (df + 0.5)) ^ 0.6), at least 1
 *
 *   N   entries counted at the start of the epoch
 *   df  those that hold the unit in the field
 *
 * A unit that was unknown then has the weight of df = 0.
 *
 * EPOCH    64 bytes: number u64 (1 and up), N u64, counted entries added or deleted since u64,
 *          weight of an unknown unit u32, zeros
 * WEIGHTS  u16 by term number, for each segment
 * LENGTHS  by row, u32 each for U, C, W: the sum of the weights of its distinct units
 */
typedef struct faq_epoch {
    uint64_t number, n_entries, changed;
    uint32_t unknown; /* weight of a unit that no entry held */
} faq_epoch;

#define FAQ_EPOCH_BYTES 64u

/* The weight of a unit that `df` of `n` entries hold. */
uint32_t faq_epoch_weight(uint64_t n, uint64_t df);

/* Read the epoch of a commit. An index without entries has one too. */
faq_status faq_epoch_read(faq_epoch *epoch, const faq_snapshot *snapshot, faq_error *err);

/*
 * Append the EPOCH section, and WEIGHTS and LENGTHS for the segments in need of them. `segments`
 * are those of the commit to be, oldest first, without weights where they are new. Weights of an
 * epoch that goes on are taken from the appender's base.
 *
 *   before   the epoch that goes on; NULL to start one (then all segments get new weights)
 *   changed  counted entries added and deleted by this commit
 */
faq_status faq_epoch_write(faq_appender *appender, const faq_segment *segments, size_t n_segments,
                           const faq_epoch *before, uint64_t changed, const faq_allocator *mem,
                           faq_error *err);

/* Does a commit that changes so many entries begin a new epoch? More than one in ten does. */
bool faq_epoch_ends(const faq_epoch *epoch, uint64_t changed);

#endif
