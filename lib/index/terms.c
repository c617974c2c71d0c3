/* SPDX-License-Identifier: MIT */
#include "index/terms.h"

#include "base/check.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/str.h"

#define ITEM_BYTES 16u
#define BUCKET_BYTES (FAQ_TERM_BUCKET_ITEMS * ITEM_BYTES)

/* ---- writing */

void faq_terms_init(faq_terms_writer *writer, const faq_allocator *mem)
{
    *writer = (faq_terms_writer){.mem = mem};
    faq_buf_init(&writer->terms, mem);
    faq_buf_init(&writer->blocks, mem);
    faq_buf_init(&writer->last, mem);
    faq_buf_init(&writer->hashes, mem);
}

void faq_terms_release(faq_terms_writer *writer)
{
    if (!writer->mem)
        return;
    faq_buf_release(&writer->terms);
    faq_buf_release(&writer->blocks);
    faq_buf_release(&writer->last);
    faq_buf_release(&writer->hashes);
}

static size_t shared_prefix(faq_str a, faq_str b)
{
    size_t i = 0, limit = faq_min_size(a.len, b.len);
    while (i < limit && a.at[i] == b.at[i])
        i++;
    return i;
}

void faq_terms_add(faq_terms_writer *writer, faq_str term, uint32_t count, uint32_t where)
{
    size_t shared = 0;
    if (writer->n_terms % FAQ_TERMS_IN_BLOCK == 0)
        faq_put_u64(&writer->blocks, writer->terms.len);
    else
        shared = shared_prefix(faq_buf_text(&writer->last), term);
    faq_put_varint(&writer->terms, shared);
    faq_put_text(&writer->terms, faq_str_part(term, shared, term.len - shared));
    faq_put_varint(&writer->terms, count);
    faq_put_varint(&writer->terms, where);
    faq_buf_reset(&writer->last);
    faq_buf_append(&writer->last, term);
    faq_put_u64(&writer->hashes, faq_hash(term));
    faq_put_u32(&writer->hashes, count);
    faq_put_u32(&writer->hashes, where);
    writer->n_terms++;
}

static uint64_t bucket_of(uint64_t hash, uint64_t n_buckets)
{
    return (hash >> 32) * n_buckets >> 32;
}

static void fill_bucket(uint8_t *buckets, uint64_t n_buckets, const uint8_t *item, uint32_t number)
{
    uint64_t hash = faq_load_u64(item);
    uint64_t items = n_buckets * FAQ_TERM_BUCKET_ITEMS;
    uint64_t i = bucket_of(hash, n_buckets) * FAQ_TERM_BUCKET_ITEMS;
    while (faq_load_u32(buckets + i * ITEM_BYTES + 4))
        i = (i + 1) % items;
    uint8_t *to = buckets + i * ITEM_BYTES;
    faq_store(to, (uint32_t)hash, 4);
    faq_store(to + 4, (uint64_t)number + 1, 4);
    memcpy(to + 8, item + 8, 8);
}

faq_status faq_terms_finish(faq_terms_writer *writer, faq_appender *appender, uint32_t segment,
                            faq_error *err)
{
    uint64_t n_buckets = writer->n_terms / 3 + 1; /* three of four items filled */
    uint8_t *buckets = faq_mem_new(writer->mem, (size_t)n_buckets, BUCKET_BYTES);
    if (!buckets || writer->terms.failed || writer->blocks.failed || writer->last.failed ||
        writer->hashes.failed) {
        faq_mem_free(writer->mem, buckets);
        return faq_no_memory(err, "write the dictionary");
    }
    for (uint32_t i = 0; i < writer->n_terms; i++)
        fill_bucket(buckets, n_buckets, writer->hashes.at + (size_t)i * ITEM_BYTES, i);
    faq_status status = faq_appender_add(appender, FAQ_SECTION_TERMS, segment,
                                         faq_buf_text(&writer->terms), writer->n_terms, err);
    if (!status)
        status = faq_appender_add(appender, FAQ_SECTION_TERM_BLOCKS, segment,
                                  faq_buf_text(&writer->blocks), writer->blocks.len / 8, err);
    if (!status)
        status = faq_appender_add(appender, FAQ_SECTION_TERM_BUCKETS, segment,
                                  (faq_str){(char *)buckets, (size_t)n_buckets * BUCKET_BYTES},
                                  n_buckets, err);
    faq_mem_free(writer->mem, buckets);
    return status;
}

/* ---- reading */

faq_status faq_terms_open(faq_terms *terms, const faq_snapshot *snapshot, uint32_t segment,
                          faq_error *err)
{
    const faq_section *list =
        faq_snapshot_find(snapshot, FAQ_SECTION_TERMS, segment, &terms->terms);
    const faq_section *blocks =
        faq_snapshot_find(snapshot, FAQ_SECTION_TERM_BLOCKS, segment, &terms->blocks);
    const faq_section *buckets =
        faq_snapshot_find(snapshot, FAQ_SECTION_TERM_BUCKETS, segment, &terms->buckets);
    if (!list || !blocks || !buckets || list->count > UINT32_MAX - 1 ||
        terms->blocks.len != (list->count + FAQ_TERMS_IN_BLOCK - 1) / FAQ_TERMS_IN_BLOCK * 8 ||
        !buckets->count || buckets->count > UINT32_MAX ||
        terms->buckets.len != buckets->count * BUCKET_BYTES)
        return faq_corrupt(err, terms->terms.origin,
                           "a segment's dictionary is missing or of the wrong size");
    terms->n_terms = (uint32_t)list->count;
    terms->n_buckets = buckets->count;
    return FAQ_OK;
}

/* One front-coded item: how much is kept of the term before, and what follows it. */
typedef struct coded_term {
    uint64_t shared;
    faq_str rest;
    uint64_t count, where;
} coded_term;

static bool take_coded(faq_span *in, coded_term *out)
{
    out->shared = faq_take_varint(in);
    out->rest = faq_take_text(in);
    out->count = faq_take_varint(in);
    out->where = faq_take_varint(in);
    return !in->failed && out->count <= UINT32_MAX && out->where <= UINT32_MAX;
}

static bool enter_block(const faq_terms *terms, uint32_t number, faq_span *out)
{
    uint64_t start = faq_load_u64(terms->blocks.at + (size_t)(number / FAQ_TERMS_IN_BLOCK) * 8);
    if (start > terms->terms.len)
        return false;
    *out = faq_span_of(terms->terms.at + start, terms->terms.len - (size_t)start,
                       terms->terms.origin + start);
    return true;
}

/*
 * Is term `number` this text? Walks its block and keeps only how many leading bytes of `text` the
 * term at hand shares, which is enough to decide.
 */
static bool is_term(const faq_terms *terms, uint32_t number, faq_str text)
{
    faq_span in;
    if (!enter_block(terms, number, &in))
        return false;
    size_t agreed = 0, len = 0; /* leading bytes equal to `text`; length of the term at hand */
    for (uint32_t i = 0; i <= number % FAQ_TERMS_IN_BLOCK; i++) {
        coded_term item;
        if (!take_coded(&in, &item) || item.shared > len)
            return false;
        size_t shared = (size_t)item.shared;
        if (agreed >= shared) {
            faq_str tail = faq_str_part(text, shared, text.len - shared);
            agreed = shared + shared_prefix(item.rest, tail);
        }
        len = shared + item.rest.len;
    }
    return agreed == len && len == text.len;
}

bool faq_terms_find(const faq_terms *terms, faq_str term, faq_term *out)
{
    uint64_t hash = faq_hash(term);
    uint64_t items = terms->n_buckets * FAQ_TERM_BUCKET_ITEMS;
    uint64_t i = bucket_of(hash, terms->n_buckets) * FAQ_TERM_BUCKET_ITEMS;
    for (uint64_t step = 0; step < items; step++, i = i + 1 == items ? 0 : i + 1) {
        const uint8_t *item = terms->buckets.at + i * ITEM_BYTES;
        uint32_t number = faq_load_u32(item + 4);
        if (!number)
            return false;
        if (faq_load_u32(item) != (uint32_t)hash || number > terms->n_terms ||
            !is_term(terms, number - 1, term))
            continue;
        *out = (faq_term){number - 1, faq_load_u32(item + 8), faq_load_u32(item + 12)};
        return true;
    }
    return false;
}

void faq_terms_walk_init(faq_terms_walk *walk, const faq_terms *terms, const faq_allocator *mem)
{
    *walk = (faq_terms_walk){.terms = terms, .in = terms->terms};
    faq_buf_init(&walk->text, mem);
}

bool faq_terms_walk_next(faq_terms_walk *walk)
{
    coded_term item;
    if (walk->status || walk->next == walk->terms->n_terms)
        return false;
    if (!take_coded(&walk->in, &item) || item.shared > walk->text.len ||
        (walk->next % FAQ_TERMS_IN_BLOCK == 0 && item.shared)) {
        walk->status = FAQ_CORRUPT;
        return false;
    }
    walk->text.len = (size_t)item.shared;
    faq_buf_append(&walk->text, item.rest);
    if (walk->text.failed) {
        walk->status = FAQ_NO_MEMORY;
        return false;
    }
    walk->term = (faq_term){walk->next++, (uint32_t)item.count, (uint32_t)item.where};
    return true;
}

void faq_terms_walk_release(faq_terms_walk *walk)
{
    faq_buf_release(&walk->text);
}
