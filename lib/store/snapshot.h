/* SPDX-License-Identifier: MIT */
#ifndef FAQ_STORE_SNAPSHOT_H
#define FAQ_STORE_SNAPSHOT_H

#include <stdatomic.h>

#include <faqsearch/types.h>

#include "base/span.h"
#include "store/format.h"

/* A section as the manifest names it. */
typedef struct faq_section {
    uint32_t type, segment;
    uint64_t offset; /* of its header */
    uint64_t length; /* of its payload */
    uint64_t count;
    uint64_t checksum; /* of its payload */
} faq_section;

/* The order of a manifest: segment, type, offset. */
int faq_section_compare(const faq_section *a, const faq_section *b);

/* The content of one slot. generation 0: the slot holds no commit. */
typedef struct faq_slot {
    uint64_t generation, offset, length, manifest, end;
    bool damaged; /* not all zeros, and its checksum or extent is wrong */
} faq_slot;

/*
 * One commit of an index file, unchanging. Shared by reference count; the last release unmaps.
 * All memory that it hands out lives as long as it does.
 */
typedef struct faq_snapshot {
    atomic_uint references;
    faq_allocator mem;
    faq_io io;
    const uint8_t *at; /* the file's bytes, mapped or copied */
    uint64_t len;      /* up to the end of this commit */
    bool copied;
    faq_file_info info; /* of the file when it was opened */
    uint8_t uuid[FAQ_UUID_BYTES];
    faq_slot slots[2];
    int active; /* the slot this commit stands in */
    uint64_t generation;
    uint32_t next_segment;
    faq_section *sections; /* by segment, type, offset */
    size_t n_sections;
    size_t n_mapped; /* bytes to unmap */
} faq_snapshot;

typedef struct faq_snapshot_options {
    bool copy;
    bool verify; /* all checksums, whatever the size */
} faq_snapshot_options;

/*
 * Open the newest commit of the file at `path`. Fails as faq_index_open() says. Costs no more for
 * a larger file, unless it is copied or verified.
 */
faq_status faq_snapshot_open(faq_snapshot **out, const char *path, const faq_allocator *mem,
                             const faq_io *io, faq_snapshot_options options, faq_error *err);

/* The same on a file that is already open; it may be closed afterwards. `path` is for messages. */
faq_status faq_snapshot_read(faq_snapshot **out, int file, const char *path,
                             const faq_allocator *mem, const faq_io *io,
                             faq_snapshot_options options, faq_error *err);

/* A snapshot of sections that no manifest names yet, of an open file's first `len` bytes. */
faq_status faq_snapshot_assemble(faq_snapshot **out, int file, uint64_t len,
                                 const faq_section *sections, size_t n_sections,
                                 const faq_allocator *mem, const faq_io *io, faq_error *err);

faq_snapshot *faq_snapshot_retain(faq_snapshot *snapshot);
void faq_snapshot_release(faq_snapshot *snapshot); /* NULL is fine */

/* Are they the same commit of the same file? */
bool faq_snapshot_is_same(const faq_snapshot *a, const faq_snapshot *b);

/*
 * Does the file at `path` name another commit than this as its newest, or is it another file? When
 * the newest is damaged, opening it may lead back to this one: see faq_snapshot_is_same().
 */
faq_status faq_snapshot_is_old(const faq_snapshot *snapshot, const char *path, bool *old,
                               faq_error *err);

/* The payload of the first section of a type and segment; NULL in `out->at` when there is none. */
const faq_section *faq_snapshot_find(const faq_snapshot *snapshot, uint32_t type, uint32_t segment,
                                     faq_span *out);

/* The payload of a section of this snapshot. */
faq_span faq_snapshot_payload(const faq_snapshot *snapshot, const faq_section *section);

/* Verify the header, the payload and the padding of a section. */
faq_status faq_snapshot_verify(const faq_snapshot *snapshot, const faq_section *section,
                               faq_error *err);

#endif
