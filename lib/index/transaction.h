/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INDEX_TRANSACTION_H
#define FAQ_INDEX_TRANSACTION_H

#include "index/builder.h"
#include "index/epoch.h"

/* Commits that would leave more segments than this merge the small ones. */
#define FAQ_SEGMENTS_MAX 8u

/* A new entry that waits for its segment. */
typedef struct faq_pending {
    faq_str key;
    size_t start, len; /* of its record in `records` */
    bool dead;         /* deleted again */
    bool updates;      /* the base has an entry of its key */
    bool counts;       /* in statistics, as faq_segment_counts() */
} faq_pending;

/*
 * All changes of one commit. New entries wait in memory as records; when they outgrow `budget`
 * they become a segment, which nobody sees before the commit. Old entries are struck out in
 * bitmaps.
 */
typedef struct faq_transaction {
    faq_allocator mem;
    faq_appender appender;
    faq_analyzer *analyzer;
    uint64_t budget;
    faq_snapshot *view;    /* the base, or it with the segments flushed so far; NULL: none yet */
    faq_segment *segments; /* of the view, oldest first; deletions point to `struck` */
    size_t n_segments;
    struct faq_struck {
        uint8_t *bits;  /* deleted entries */
        uint8_t *seen;  /* entries put again unchanged */
        uint32_t count; /* bits set */
        bool changed;
    } * struck; /* by segment */
    faq_buf records, scratch;
    faq_map keys; /* of pending entries; a number is a place in `pending` */
    faq_pending *pending;
    size_t pending_cap;
    uint64_t n_live_pending;
    uint64_t added, deleted;     /* put and not in the base as it is; of the base and struck */
    uint64_t updated, unchanged; /* those of added whose key the base has; put as the base has it */
    uint64_t changed;            /* those of added and deleted that statistics count */
} faq_transaction;

/* Begin; the options are those of faq_writer_begin(). Release is needed also after a failure. */
faq_status faq_transaction_begin(faq_transaction *tx, const char *path,
                                 const faq_write_options *options, faq_error *err);
faq_status faq_transaction_put(faq_transaction *tx, const faq_entry *entry, faq_change *change,
                               faq_error *err);

/* FAQ_NOT_FOUND when there is no entry of that key; `err` is then filled. */
faq_status faq_transaction_delete(faq_transaction *tx, faq_str id, faq_str locale, faq_error *err);
bool faq_transaction_has(faq_transaction *tx, faq_str id, faq_str locale);

/* Delete what this transaction did not put. Returns how many. */
uint64_t faq_transaction_delete_others(faq_transaction *tx);

faq_status faq_transaction_commit(faq_transaction *tx, faq_commit_info *out, faq_error *err);

/* Write the index anew as one segment, in place of the old file. Nothing may have been put. */
faq_status faq_transaction_compact(faq_transaction *tx, faq_commit_info *out, faq_error *err);
void faq_transaction_release(faq_transaction *tx);

/* The setting that keeps the analyser's fingerprint, 16 hexadecimal digits. */
#define FAQ_SETTING_FINGERPRINT "analyzer"

#endif
