/* SPDX-License-Identifier: MIT */
#ifndef FAQ_SEARCH_READER_H
#define FAQ_SEARCH_READER_H

#include <stdatomic.h>

#include "index/epoch.h"
#include "index/segment.h"

/* One commit made ready for searching: snapshot, segments, epoch. Unchanging, counted references.
 */
typedef struct faq_reader {
    atomic_uint references;
    faq_allocator mem;
    faq_snapshot *snapshot;
    faq_segment *segments;
    size_t n_segments;
    faq_epoch epoch;
    char fingerprint[17]; /* of the analyser that made the entries */
} faq_reader;

faq_status faq_reader_open(faq_reader **out, const char *path, const faq_allocator *mem,
                           const faq_io *io, faq_snapshot_options options, faq_error *err);
faq_reader *faq_reader_retain(faq_reader *reader);
void faq_reader_release(faq_reader *reader); /* NULL is fine */

#endif
