/* SPDX-License-Identifier: MIT */
#ifndef FAQ_STORE_DOCUMENTS_H
#define FAQ_STORE_DOCUMENTS_H

#include "base/arena.h"
#include "store/appender.h"
#include "store/snapshot.h"

/*
 * The records of a segment's entries, in compressed blocks.
 *
 * DOCUMENTS        the blocks, one zstd frame each
 * DOCUMENT_BLOCKS  for each block 24 bytes: offset u64 in DOCUMENTS, compressed u32, raw u32,
 *                  first entry u32, entries u32
 * DICTIONARY       a zstd dictionary for all of them; only where one was trained
 *
 * A raw block: the end of each record u32, counted from the end of that list, then the records.
 */

#define FAQ_DOCUMENT_BLOCK_BYTES 8192u /* a block is closed when it has grown to this */

/* ---- writing */

typedef struct faq_documents_writer {
    const faq_allocator *mem;
    void *compressor; /* ZSTD_CCtx */
    faq_buf dictionary, ends, raw, frames, blocks;
    uint32_t n_docs, block_first;
} faq_documents_writer;

/*
 * Begin a segment's documents. `samples` are records laid end to end whose `lengths` are given: a
 * dictionary is trained on them when there is enough of them to learn from.
 */
faq_status faq_documents_begin(faq_documents_writer *writer, const faq_allocator *mem,
                               faq_str samples, const size_t *lengths, size_t count,
                               faq_error *err);
faq_status faq_documents_add(faq_documents_writer *writer, faq_str record, faq_error *err);

/* Append the sections. */
faq_status faq_documents_finish(faq_documents_writer *writer, faq_appender *appender,
                                uint32_t segment, faq_error *err);
void faq_documents_release(faq_documents_writer *writer);

/* ---- reading */

/* A segment's documents, borrowed from a snapshot. */
typedef struct faq_documents {
    faq_span frames, blocks, dictionary;
    uint32_t n_docs;
    uint64_t n_blocks;
} faq_documents;

/* Decompression scratch of one thread; keeps the block it read last. */
typedef struct faq_documents_reader {
    const faq_allocator *mem;
    void *decompressor; /* ZSTD_DCtx */
    uint8_t *raw;
    size_t raw_cap, raw_len;
    const uint8_t *frame; /* the block in `raw`, by the address of its frame; NULL: none */
    uint64_t origin;      /* of that frame in the file */
    void *dictionary;     /* ZSTD_DDict, digested from: */
    const uint8_t *dictionary_at;
} faq_documents_reader;

faq_status faq_documents_open(faq_documents *documents, const faq_snapshot *snapshot,
                              uint32_t segment, uint32_t n_docs, faq_error *err);

void faq_documents_reader_init(faq_documents_reader *reader, const faq_allocator *mem);
void faq_documents_reader_release(faq_documents_reader *reader);

/* Forget the block read last. To be called before a snapshot that was read from is released. */
void faq_documents_reader_forget(faq_documents_reader *reader);

/* The record of an entry, borrowed from the reader until its next call. */
faq_status faq_documents_read(const faq_documents *documents, uint32_t doc,
                              faq_documents_reader *reader, faq_span *out, faq_error *err);

#endif
