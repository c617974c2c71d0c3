/* SPDX-License-Identifier: MIT */
#ifndef FAQ_STORE_APPENDER_H
#define FAQ_STORE_APPENDER_H

#include "base/buf.h"
#include "store/snapshot.h"

/*
 * Writes one commit of an index file. Bytes go after the end of everything that a valid slot
 * names; the commit is the write of the older slot, with a sync before and one after. Until then
 * nobody sees anything, and abandoning leaves only bytes that the next commit overwrites.
 *
 * Three ways to begin: on an existing index (update), on none (the file is written under a
 * temporary name and linked to its own by the commit), and anew beside an existing one
 * (replacement, for compaction: renamed over it by the commit).
 *
 * It points into itself: once begun, it stays where it is.
 */
typedef struct faq_appender {
    faq_allocator mem;
    faq_io io;
    char *path;      /* of the index, links resolved */
    char *temporary; /* path + ".tmp"; where a new file is written */
    int file;        /* what is written to; -1: none */
    int locked;      /* the existing index, locked, when that is not `file`; -1: none */
    bool is_new;     /* `file` is the temporary one */
    bool replaces;
    faq_snapshot *base; /* the commit that this one follows; NULL for a first one */
    uint8_t uuid[FAQ_UUID_BYTES];
    uint64_t end; /* where the next section goes */
    uint32_t next_segment;
    faq_section *sections; /* what the new manifest will name */
    size_t n_sections, sections_cap;
    faq_buf scratch;
} faq_appender;

/*
 * Begin on the index at `path`, taking its lock; another writer is waited for up to `wait_ms`.
 * When there is no file: FAQ_NOT_FOUND if it must exist, else a new one is begun. Stale temporary
 * files of dead writers are removed.
 */
faq_status faq_appender_begin(faq_appender *appender, const char *path, const faq_allocator *mem,
                              const faq_io *io, uint32_t wait_ms, bool must_exist, faq_error *err);

/* Turn a begun appender that follows an index into one that replaces it. Nothing is kept. */
faq_status faq_appender_replace(faq_appender *appender, faq_error *err);

/* Append a section. Fails with FAQ_IO or FAQ_NO_MEMORY; then only abandoning is left. */
faq_status faq_appender_add(faq_appender *appender, uint32_t type, uint32_t segment,
                            faq_str payload, uint64_t count, faq_error *err);

/* Name a section of the base in the new manifest too. */
faq_status faq_appender_keep(faq_appender *appender, const faq_section *section, faq_error *err);

/* Name no section of a segment any more; 0: of no segment but the whole index. */
void faq_appender_drop(faq_appender *appender, uint32_t segment);

/*
 * See what the commit would hold as it stands: a snapshot of all sections named so far, to be
 * released by the caller before the appender. Sections added later are not in it.
 */
faq_status faq_appender_view(faq_appender *appender, faq_snapshot **out, faq_error *err);

/*
 * Make it the newest commit; `out` gets its generation and the file's length.
 *
 * FAQ_LOCKED: another process created the index in the meantime; nothing was changed.
 * FAQ_COMMIT_UNKNOWN: the last write or sync failed. A failed sync is never tried again.
 * Other failures: the index is as it was. The appender is to be released in any case.
 */
faq_status faq_appender_commit(faq_appender *appender, uint64_t *generation, uint64_t *bytes,
                               faq_error *err);

/* Give everything back; what was not committed is gone. Fine after a failed begin. */
void faq_appender_release(faq_appender *appender);

#endif
