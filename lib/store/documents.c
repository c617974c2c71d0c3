/* SPDX-License-Identifier: MIT */
#define ZSTD_STATIC_LINKING_ONLY /* contexts with an allocator of ours */
#include "store/documents.h"

#include <zdict.h>
#include <zstd.h>

#include "base/check.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/record.h"

#define LEVEL 6
#define BLOCK_ITEM_BYTES 24u
#define DICTIONARY_BYTES (64u << 10)
#define SAMPLES_TO_LEARN 64u /* fewer records teach nothing that pays for the dictionary */
#define RAW_BYTES_MAX (FAQ_RECORD_BYTES + (1u << 20))

static void *zstd_alloc(void *ctx, size_t len)
{
    const faq_allocator *mem = ctx;
    return mem->resize(mem->ctx, NULL, len);
}

static void zstd_free(void *ctx, void *at)
{
    faq_mem_free(ctx, at);
}

static ZSTD_customMem zstd_memory(const faq_allocator *mem)
{
    return (ZSTD_customMem){zstd_alloc, zstd_free, (void *)(uintptr_t)mem};
}

/* ---- writing */

static void train(faq_documents_writer *writer, faq_str samples, const size_t *lengths,
                  size_t count)
{
    size_t wanted = faq_min_size(DICTIONARY_BYTES, samples.len / 16);
    if (count < SAMPLES_TO_LEARN || wanted < 1024)
        return;
    uint8_t *at = faq_buf_extend(&writer->dictionary, wanted);
    if (!at)
        return;
    size_t len = ZDICT_trainFromBuffer(at, wanted, samples.at, lengths, (unsigned)count);
    writer->dictionary.len = ZDICT_isError(len) ? 0 : len; /* records too alike or too different */
}

faq_status faq_documents_begin(faq_documents_writer *writer, const faq_allocator *mem,
                               faq_str samples, const size_t *lengths, size_t count, faq_error *err)
{
    *writer = (faq_documents_writer){.mem = mem};
    faq_buf *buffers[] = {&writer->dictionary, &writer->ends, &writer->raw, &writer->frames,
                          &writer->blocks};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        faq_buf_init(buffers[i], mem);
    train(writer, samples, lengths, count);
    ZSTD_CCtx *compressor = ZSTD_createCCtx_advanced(zstd_memory(mem));
    writer->compressor = compressor;
    if (!compressor || writer->dictionary.failed)
        return faq_no_memory(err, "compress entries");
    size_t code = ZSTD_CCtx_setParameter(compressor, ZSTD_c_compressionLevel, LEVEL);
    if (!ZSTD_isError(code) && writer->dictionary.len)
        code = ZSTD_CCtx_loadDictionary(compressor, writer->dictionary.at, writer->dictionary.len);
    return ZSTD_isError(code) ? faq_no_memory(err, "compress entries") : FAQ_OK;
}

static faq_status close_block(faq_documents_writer *writer, faq_error *err)
{
    if (!writer->ends.len)
        return FAQ_OK;
    uint32_t count = writer->n_docs - writer->block_first;
    faq_put_bytes(&writer->ends, writer->raw.at, writer->raw.len); /* the raw block, whole */
    size_t bound = ZSTD_compressBound(writer->ends.len);
    size_t offset = writer->frames.len;
    uint8_t *to = writer->ends.failed ? NULL : faq_buf_extend(&writer->frames, bound);
    if (!to)
        return faq_no_memory(err, "compress entries");
    size_t len = ZSTD_compress2(writer->compressor, to, bound, writer->ends.at, writer->ends.len);
    if (ZSTD_isError(len))
        return faq_no_memory(err, "compress entries");
    writer->frames.len = offset + len;
    faq_put_u64(&writer->blocks, offset);
    faq_put_u32(&writer->blocks, (uint32_t)len);
    faq_put_u32(&writer->blocks, (uint32_t)writer->ends.len);
    faq_put_u32(&writer->blocks, writer->block_first);
    faq_put_u32(&writer->blocks, count);
    writer->block_first = writer->n_docs;
    faq_buf_reset(&writer->ends);
    faq_buf_reset(&writer->raw);
    return writer->blocks.failed ? faq_no_memory(err, "compress entries") : FAQ_OK;
}

faq_status faq_documents_add(faq_documents_writer *writer, faq_str record, faq_error *err)
{
    /* a long record has a block of its own, so that its neighbours stay cheap to read */
    if (record.len >= FAQ_DOCUMENT_BLOCK_BYTES) {
        faq_status status = close_block(writer, err);
        if (status)
            return status;
    }
    faq_buf_append(&writer->raw, record);
    faq_put_u32(&writer->ends, (uint32_t)writer->raw.len);
    writer->n_docs++;
    if (writer->raw.failed || writer->ends.failed)
        return faq_no_memory(err, "compress entries");
    return writer->raw.len >= FAQ_DOCUMENT_BLOCK_BYTES ? close_block(writer, err) : FAQ_OK;
}

faq_status faq_documents_finish(faq_documents_writer *writer, faq_appender *appender,
                                uint32_t segment, faq_error *err)
{
    faq_status status = close_block(writer, err);
    if (!status)
        status = faq_appender_add(appender, FAQ_SECTION_DOCUMENTS, segment,
                                  faq_buf_text(&writer->frames), writer->n_docs, err);
    if (!status)
        status = faq_appender_add(appender, FAQ_SECTION_DOCUMENT_BLOCKS, segment,
                                  faq_buf_text(&writer->blocks),
                                  writer->blocks.len / BLOCK_ITEM_BYTES, err);
    if (!status && writer->dictionary.len)
        status = faq_appender_add(appender, FAQ_SECTION_DICTIONARY, segment,
                                  faq_buf_text(&writer->dictionary), 1, err);
    return status;
}

void faq_documents_release(faq_documents_writer *writer)
{
    ZSTD_freeCCtx(writer->compressor);
    faq_buf *buffers[] = {&writer->dictionary, &writer->ends, &writer->raw, &writer->frames,
                          &writer->blocks};
    for (size_t i = 0; writer->mem && i < sizeof buffers / sizeof *buffers; i++)
        faq_buf_release(buffers[i]);
    *writer = (faq_documents_writer){0};
}

/* ---- reading */

faq_status faq_documents_open(faq_documents *documents, const faq_snapshot *snapshot,
                              uint32_t segment, uint32_t n_docs, faq_error *err)
{
    *documents = (faq_documents){.n_docs = n_docs};
    const faq_section *frames =
        faq_snapshot_find(snapshot, FAQ_SECTION_DOCUMENTS, segment, &documents->frames);
    const faq_section *blocks =
        faq_snapshot_find(snapshot, FAQ_SECTION_DOCUMENT_BLOCKS, segment, &documents->blocks);
    faq_snapshot_find(snapshot, FAQ_SECTION_DICTIONARY, segment, &documents->dictionary);
    if (!frames || !blocks || frames->count != n_docs ||
        documents->blocks.len != blocks->count * BLOCK_ITEM_BYTES)
        return faq_corrupt(err, 0, "a segment's documents are missing or of the wrong size");
    documents->n_blocks = blocks->count;
    return FAQ_OK;
}

void faq_documents_reader_init(faq_documents_reader *reader, const faq_allocator *mem)
{
    *reader = (faq_documents_reader){.mem = mem};
}

void faq_documents_reader_release(faq_documents_reader *reader)
{
    faq_documents_reader_forget(reader);
    ZSTD_freeDCtx(reader->decompressor);
    if (reader->mem)
        faq_mem_free(reader->mem, reader->raw);
    *reader = (faq_documents_reader){.mem = reader->mem};
}

void faq_documents_reader_forget(faq_documents_reader *reader)
{
    ZSTD_freeDDict(reader->dictionary);
    reader->dictionary = NULL;
    reader->dictionary_at = NULL;
    reader->frame = NULL;
}

typedef struct block {
    uint64_t offset;
    uint32_t compressed, raw, first, count;
} block;

static block load_block(const faq_documents *documents, uint64_t i)
{
    const uint8_t *at = documents->blocks.at + i * BLOCK_ITEM_BYTES;
    return (block){faq_load_u64(at), faq_load_u32(at + 8), faq_load_u32(at + 12),
                   faq_load_u32(at + 16), faq_load_u32(at + 20)};
}

/* The last block whose first entry is not after `doc`. */
static bool find_block(const faq_documents *documents, uint32_t doc, block *out)
{
    uint64_t low = 0, high = documents->n_blocks;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (load_block(documents, middle).first <= doc)
            low = middle + 1;
        else
            high = middle;
    }
    if (!low)
        return false;
    *out = load_block(documents, low - 1);
    return doc - out->first < out->count;
}

/* Digesting a dictionary costs more than a block does, so it is done once. */
static bool digest_dictionary(faq_documents_reader *reader, const faq_span *dictionary)
{
    if (reader->dictionary_at == dictionary->at)
        return true;
    faq_documents_reader_forget(reader);
    reader->dictionary = ZSTD_createDDict_advanced(dictionary->at, dictionary->len, ZSTD_dlm_byRef,
                                                   ZSTD_dct_auto, zstd_memory(reader->mem));
    if (reader->dictionary)
        reader->dictionary_at = dictionary->at;
    return reader->dictionary;
}

static faq_status decompress(const faq_documents *documents, const block *found,
                             faq_documents_reader *reader, faq_error *err)
{
    const uint8_t *frame = documents->frames.at + found->offset;
    uint64_t origin = documents->frames.origin + found->offset;
    reader->frame = NULL;
    if (!reader->decompressor)
        reader->decompressor = ZSTD_createDCtx_advanced(zstd_memory(reader->mem));
    if (!reader->decompressor ||
        !faq_mem_grow(reader->mem, &reader->raw, &reader->raw_cap, found->raw, 1) ||
        (documents->dictionary.at && !digest_dictionary(reader, &documents->dictionary)))
        return faq_no_memory(err, "read entries");
    size_t len = documents->dictionary.at
                     ? ZSTD_decompress_usingDDict(reader->decompressor, reader->raw, found->raw,
                                                  frame, found->compressed, reader->dictionary)
                     : ZSTD_decompressDCtx(reader->decompressor, reader->raw, found->raw, frame,
                                           found->compressed);
    if (ZSTD_isError(len) || len != found->raw)
        return faq_corrupt(err, origin, "a block of entries does not decompress");
    reader->raw_len = len;
    reader->frame = frame;
    reader->origin = origin;
    return FAQ_OK;
}

faq_status faq_documents_read(const faq_documents *documents, uint32_t doc,
                              faq_documents_reader *reader, faq_span *out, faq_error *err)
{
    block found;
    if (doc >= documents->n_docs || !find_block(documents, doc, &found) ||
        !faq_within(found.offset, found.compressed, documents->frames.len) ||
        found.raw > RAW_BYTES_MAX || found.count > found.raw / 4)
        return faq_corrupt(err, documents->blocks.origin, "the table of blocks is wrong");
    if (reader->frame != documents->frames.at + found.offset || reader->raw_len != found.raw) {
        faq_status status = decompress(documents, &found, reader, err);
        if (status)
            return status;
    }
    size_t head = (size_t)found.count * 4, i = doc - found.first;
    size_t start = i ? faq_load_u32(reader->raw + (i - 1) * 4) : 0;
    size_t end = faq_load_u32(reader->raw + i * 4);
    if (start > end || end > reader->raw_len - head)
        return faq_corrupt(err, reader->origin, "a block of entries is wrong");
    *out = faq_span_of(reader->raw + head + start, end - start, reader->origin);
    return FAQ_OK;
}
