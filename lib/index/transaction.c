/* SPDX-License-Identifier: MIT */
#include "index/transaction.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "store/record.h"
#include "store/settings.h"

#define DEFAULT_BUDGET (128u << 20)
#define SAMPLE_BYTES (2u << 20)

static size_t bitmap_bytes(uint32_t n_docs)
{
    return ((size_t)n_docs + 63) / 64 * 8;
}

static bool test_bit(const uint8_t *bits, uint32_t i)
{
    return bits[i / 8] >> i % 8 & 1;
}

static void set_bit(uint8_t *bits, uint32_t i)
{
    bits[i / 8] |= (uint8_t)(1u << i % 8);
}

static void clear_bit(uint8_t *bits, uint32_t i)
{
    bits[i / 8] &= (uint8_t) ~(1u << i % 8);
}

/* ---- the view */

static void free_segments(faq_transaction *tx)
{
    for (size_t i = 0; tx->struck && i < tx->n_segments; i++) {
        faq_mem_free(&tx->mem, tx->struck[i].bits);
        faq_mem_free(&tx->mem, tx->struck[i].seen);
    }
    faq_mem_free(&tx->mem, tx->struck);
    faq_mem_free(&tx->mem, tx->segments);
    tx->struck = NULL;
    tx->segments = NULL;
    tx->n_segments = 0;
}

/* Take over the segments of a view, of which the first ones are known already. */
static bool adopt_segments(faq_transaction *tx, faq_segment *segments, size_t count)
{
    struct faq_struck *struck = faq_mem_resize(&tx->mem, tx->struck, count + 1, sizeof *struck);
    if (!struck)
        return false;
    memset(struck + tx->n_segments, 0, (count - tx->n_segments) * sizeof *struck);
    faq_mem_free(&tx->mem, tx->segments);
    tx->struck = struck;
    tx->segments = segments;
    tx->n_segments = count;
    return true;
}

/* Bitmaps for segments from `first` on; the deletions of a segment are then those in memory. */
static faq_status open_struck(faq_transaction *tx, size_t first, faq_error *err)
{
    struct faq_struck *struck = tx->struck;
    for (size_t i = 0; i < tx->n_segments; i++) {
        faq_segment *segment = &tx->segments[i];
        size_t len = bitmap_bytes(segment->n_docs);
        if (i >= first) {
            struck[i].bits = faq_mem_new(&tx->mem, len, 1);
            struck[i].seen = faq_mem_new(&tx->mem, len, 1);
            if (!struck[i].bits || !struck[i].seen)
                return faq_no_memory(err, "list deletions");
            if (segment->deletions.len)
                memcpy(struck[i].bits, segment->deletions.at, len);
            struck[i].count = segment->n_deleted;
        }
        segment->deletions = faq_span_of(struck[i].bits, len, segment->deletions.origin);
        segment->n_deleted = struck[i].count;
    }
    return FAQ_OK;
}

/* Does a segment stand in the commit before, or did this transaction flush it? */
static bool is_of_base(const faq_transaction *tx, size_t i)
{
    return tx->appender.base && tx->segments[i].number < tx->appender.base->next_segment;
}

static size_t n_base_segments(const faq_transaction *tx)
{
    size_t count = 0;
    while (count < tx->n_segments && is_of_base(tx, count))
        count++;
    return count;
}

/* Look at the sections that the commit would have now: the segments so far, and new ones. */
static faq_status renew_view(faq_transaction *tx, faq_error *err)
{
    size_t before = tx->n_segments, count;
    faq_snapshot *view;
    faq_segment *segments;
    faq_status status = faq_appender_view(&tx->appender, &view, err);
    if (status)
        return status;
    status = faq_segments_open(&segments, &count, view, false, &tx->mem, err);
    if (!status && !adopt_segments(tx, segments, count)) {
        faq_mem_free(&tx->mem, segments);
        status = faq_no_memory(err, "list deletions");
    }
    if (status) {
        faq_snapshot_release(view);
        return status;
    }
    faq_snapshot_release(tx->view);
    tx->view = view;
    for (size_t i = 0; i < n_base_segments(tx); i++)
        faq_snapshot_find(tx->appender.base, FAQ_SECTION_WEIGHTS, tx->segments[i].number,
                          &tx->segments[i].weights);
    return open_struck(tx, before, err);
}

/* Sections that a following commit may write anew are named at its end. */
static bool is_kept_at_begin(const faq_section *section)
{
    return section->segment && section->type != FAQ_SECTION_DELETIONS &&
           section->type != FAQ_SECTION_WEIGHTS && section->type != FAQ_SECTION_LENGTHS;
}

static faq_status keep_base(faq_transaction *tx, faq_error *err)
{
    const faq_snapshot *base = tx->appender.base;
    faq_status status = FAQ_OK;
    for (size_t i = 0; i < base->n_sections && !status; i++) {
        if (is_kept_at_begin(&base->sections[i]))
            status = faq_appender_keep(&tx->appender, &base->sections[i], err);
    }
    faq_segment *segments;
    size_t count;
    if (!status)
        status = faq_segments_open(&segments, &count, base, true, &tx->mem, err);
    if (status)
        return status;
    if (!adopt_segments(tx, segments, count)) {
        faq_mem_free(&tx->mem, segments);
        return faq_no_memory(err, "list deletions");
    }
    tx->view = faq_snapshot_retain(tx->appender.base);
    return open_struck(tx, 0, err);
}

faq_status faq_transaction_begin(faq_transaction *tx, const char *path,
                                 const faq_write_options *options, faq_error *err)
{
    *tx = (faq_transaction){.mem = options->allocator ? *options->allocator : *faq_mem_default()};
    tx->budget = options->memory ? options->memory : DEFAULT_BUDGET;
    faq_buf_init(&tx->records, &tx->mem);
    faq_buf_init(&tx->scratch, &tx->mem);
    faq_map_init(&tx->keys, &tx->mem);
    const faq_io *io = options->io ? options->io : faq_io_default();
    faq_status status = faq_appender_begin(&tx->appender, path, &tx->mem, io, options->wait_ms,
                                           options->must_exist, err);
    if (!status && tx->appender.base)
        status = keep_base(tx, err);
    if (!status)
        status = faq_analyzer_new(&tx->analyzer, &tx->mem, err);
    return status;
}

void faq_transaction_release(faq_transaction *tx)
{
    if (!tx->mem.resize)
        return;
    free_segments(tx);
    faq_snapshot_release(tx->view);
    faq_buf_release(&tx->records);
    faq_buf_release(&tx->scratch);
    faq_map_release(&tx->keys);
    faq_mem_free(&tx->mem, tx->pending);
    faq_analyzer_free(tx->analyzer);
    faq_appender_release(&tx->appender);
    *tx = (faq_transaction){0};
}

/* ---- segments of pending entries */

static int compare_pending(const void *a, const void *b)
{
    const faq_pending *x = a, *y = b;
    return faq_str_compare(x->key, y->key);
}

static faq_str record_of(const faq_transaction *tx, const faq_pending *pending)
{
    return faq_str_part(faq_buf_text(&tx->records), pending->start, pending->len);
}

static faq_status begin_builder(faq_transaction *tx, faq_builder *builder, size_t count,
                                faq_error *err)
{
    faq_buf samples, lengths;
    faq_buf_init(&samples, &tx->mem);
    faq_buf_init(&lengths, &tx->mem);
    size_t step = count / 4096 + 1;
    for (size_t i = 0; i < count && samples.len < SAMPLE_BYTES; i += step) {
        if (tx->pending[i].dead)
            continue;
        faq_buf_append(&samples, record_of(tx, &tx->pending[i]));
        faq_put_bytes(&lengths, &tx->pending[i].len, sizeof tx->pending[i].len);
    }
    faq_status status =
        samples.failed || lengths.failed
            ? faq_no_memory(err, "build a segment")
            : faq_builder_begin(builder, &tx->mem, tx->analyzer, faq_buf_text(&samples),
                                (const size_t *)(const void *)lengths.at,
                                lengths.len / sizeof(size_t), err);
    faq_buf_release(&samples);
    faq_buf_release(&lengths);
    return status;
}

/* Make a segment of the pending entries and look at it. */
static faq_status flush(faq_transaction *tx, faq_error *err)
{
    size_t count = tx->keys.count;
    if (!tx->n_live_pending)
        return FAQ_OK;
    qsort(tx->pending, count, sizeof *tx->pending, compare_pending);
    faq_builder builder = {0};
    faq_status status = begin_builder(tx, &builder, count, err);
    for (size_t i = 0; i < count && !status; i++) {
        faq_str record = record_of(tx, &tx->pending[i]);
        if (!tx->pending[i].dead)
            status = faq_builder_add(&builder, faq_span_of(record.at, record.len, 0), err);
    }
    if (!status)
        status = faq_builder_finish(&builder, &tx->appender, tx->appender.next_segment, err);
    faq_builder_release(&builder);
    if (status)
        return status;
    tx->appender.next_segment++;
    faq_map_reset(&tx->keys);
    faq_buf_reset(&tx->records);
    tx->n_live_pending = 0;
    return renew_view(tx, err);
}

/* ---- putting and deleting */

static bool find_live(const faq_transaction *tx, faq_str key, size_t *segment, uint32_t *doc)
{
    for (size_t i = 0; i < tx->n_segments; i++) {
        uint32_t found = faq_keys_find(&tx->segments[i].keys, key);
        if (found != UINT32_MAX && !test_bit(tx->struck[i].bits, found)) {
            *segment = i;
            *doc = found;
            return true;
        }
    }
    return false;
}

/* The entry of a key in the commit that this one follows, struck by now or not. */
static bool find_base(const faq_transaction *tx, faq_str key, size_t *segment, uint32_t *doc)
{
    for (size_t i = 0; i < tx->n_segments && is_of_base(tx, i); i++) {
        faq_span deletions;
        uint32_t found = faq_keys_find(&tx->segments[i].keys, key);
        faq_snapshot_find(tx->appender.base, FAQ_SECTION_DELETIONS, tx->segments[i].number,
                          &deletions);
        if (found != UINT32_MAX && (!deletions.len || !test_bit(deletions.at, found))) {
            *segment = i;
            *doc = found;
            return true;
        }
    }
    return false;
}

static bool is_in_base(const faq_transaction *tx, faq_str key)
{
    size_t segment;
    uint32_t doc;
    return find_base(tx, key, &segment, &doc);
}

static void see(faq_transaction *tx, size_t segment, uint32_t doc)
{
    uint8_t *seen = tx->struck[segment].seen;
    tx->unchanged += is_of_base(tx, segment) && !test_bit(seen, doc);
    set_bit(seen, doc);
}

static void strike(faq_transaction *tx, size_t segment, uint32_t doc)
{
    struct faq_struck *struck = &tx->struck[segment];
    bool counts = faq_segment_counts(&tx->segments[segment], doc);
    set_bit(struck->bits, doc);
    tx->segments[segment].n_deleted = ++struck->count;
    struck->changed = true;
    if (is_of_base(tx, segment)) {
        tx->deleted++;
        tx->changed += counts;
        tx->unchanged -= test_bit(struck->seen, doc);
        clear_bit(struck->seen, doc);
    } else { /* as if it had never been put */
        tx->added--;
        tx->changed -= counts;
        tx->updated -= is_in_base(tx, faq_keys_at(&tx->segments[segment].keys, doc));
    }
}

/* Take back that an entry of the base was struck: it was put again as it is stored. */
static void restore(faq_transaction *tx, size_t segment, uint32_t doc)
{
    struct faq_struck *struck = &tx->struck[segment];
    clear_bit(struck->bits, doc);
    tx->segments[segment].n_deleted = --struck->count;
    tx->deleted--;
    tx->changed -= faq_segment_counts(&tx->segments[segment], doc);
    see(tx, segment, doc);
}

static void strike_pending(faq_transaction *tx, faq_pending *pending)
{
    pending->dead = true;
    tx->n_live_pending--;
    tx->added--;
    tx->updated -= pending->updates;
    tx->changed -= pending->counts;
}

/* The key of an id and locale in scratch; borrowed until the next one. */
static faq_str make_key(faq_transaction *tx, faq_str id, faq_str locale)
{
    faq_buf_reset(&tx->scratch);
    faq_buf_append(&tx->scratch, id);
    faq_put_u8(&tx->scratch, 0);
    faq_buf_append(&tx->scratch, locale);
    return tx->scratch.failed ? (faq_str){NULL, 0} : faq_buf_text(&tx->scratch);
}

static faq_status check_entry(const faq_entry *entry, faq_error *err)
{
    if (!entry->id.len || !entry->question.len)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "an entry needs an id and a question");
    if (entry->id.len > FAQ_KEY_BYTES || entry->locale.len > FAQ_KEY_BYTES)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "an id or locale is longer than %d bytes",
                        FAQ_KEY_BYTES);
    if (memchr(entry->id.at, 0, entry->id.len) ||
        (entry->locale.len && memchr(entry->locale.at, 0, entry->locale.len)))
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "an id or locale holds a NUL byte");
    return FAQ_OK;
}

/* As faq_segment_counts(), of an entry that is in no segment yet. */
static bool entry_counts(const faq_entry *entry)
{
    bool is_public = !entry->visibility.count;
    for (size_t i = 0; i < entry->visibility.count; i++)
        is_public |= faq_str_equal(entry->visibility.at[i], FAQ_STR("public"));
    return is_public && entry->valid_from == FAQ_NO_TIME && entry->valid_to == FAQ_NO_TIME;
}

/* Keep the record that was just appended at `start` for the next segment. */
static faq_status put_pending(faq_transaction *tx, faq_str key, size_t start, bool updates,
                              bool counts, faq_error *err)
{
    uint32_t number = faq_map_add(&tx->keys, key);
    if (number == FAQ_MAP_NONE || !faq_mem_grow(&tx->mem, &tx->pending, &tx->pending_cap,
                                                (size_t)number + 1, sizeof *tx->pending))
        return faq_no_memory(err, "keep an entry");
    tx->pending[number] = (faq_pending){
        .key = tx->keys.keys[number],
        .start = start,
        .len = tx->records.len - start,
        .updates = updates,
        .counts = counts,
    };
    tx->n_live_pending++;
    tx->added++;
    tx->updated += updates;
    tx->changed += counts;
    return FAQ_OK;
}

static bool is_stored(const faq_transaction *tx, size_t segment, uint32_t doc, faq_str record)
{
    return faq_load_u64(tx->segments[segment].hashes.at + (size_t)doc * 8) == faq_hash(record);
}

/*
 * Make way for the record of a key: strike what this transaction put or the base has, unless it is
 * the same. True when there is nothing left to keep. `updates` tells if the base has the key.
 */
static bool is_settled(faq_transaction *tx, faq_str key, faq_str record, faq_change *change,
                       bool *updates)
{
    size_t segment;
    uint32_t doc, number = faq_map_find(&tx->keys, key);
    *change = FAQ_UNCHANGED;
    if (number != FAQ_MAP_NONE && !tx->pending[number].dead) {
        if (faq_str_equal(record_of(tx, &tx->pending[number]), record))
            return true;
        strike_pending(tx, &tx->pending[number]);
        *change = FAQ_UPDATED;
    } else if (find_live(tx, key, &segment, &doc)) {
        if (is_stored(tx, segment, doc, record)) {
            see(tx, segment, doc);
            return true;
        }
        strike(tx, segment, doc);
        *change = FAQ_UPDATED;
    }
    *updates = find_base(tx, key, &segment, &doc);
    if (*updates && is_stored(tx, segment, doc, record)) {
        restore(tx, segment, doc);
        return true;
    }
    if (*change == FAQ_UNCHANGED)
        *change = FAQ_ADDED;
    return false;
}

faq_status faq_transaction_put(faq_transaction *tx, const faq_entry *entry, faq_change *change,
                               faq_error *err)
{
    faq_status status = check_entry(entry, err);
    if (status)
        return status;
    if (tx->records.len > tx->budget) {
        status = flush(tx, err);
        if (status)
            return status;
    }
    size_t start = tx->records.len;
    faq_record_encode(entry, &tx->records);
    faq_str key = make_key(tx, entry->id, entry->locale);
    if (tx->records.failed || !key.at)
        return faq_no_memory(err, "keep an entry");
    faq_str record = {(char *)tx->records.at + start, tx->records.len - start};
    if (record.len > FAQ_RECORD_BYTES) {
        tx->records.len = start;
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "an entry is larger than %u MiB",
                        FAQ_RECORD_BYTES >> 20);
    }
    bool updates;
    if (is_settled(tx, key, record, change, &updates)) {
        tx->records.len = start;
        return FAQ_OK;
    }
    return put_pending(tx, key, start, updates, entry_counts(entry), err);
}

bool faq_transaction_has(faq_transaction *tx, faq_str id, faq_str locale)
{
    faq_str key = make_key(tx, id, locale);
    uint32_t number = key.at ? faq_map_find(&tx->keys, key) : FAQ_MAP_NONE;
    size_t segment;
    uint32_t doc;
    if (number != FAQ_MAP_NONE && !tx->pending[number].dead)
        return true;
    return key.at && find_live(tx, key, &segment, &doc);
}

faq_status faq_transaction_delete(faq_transaction *tx, faq_str id, faq_str locale, faq_error *err)
{
    faq_str key = make_key(tx, id, locale);
    if (!key.at)
        return faq_no_memory(err, "delete an entry");
    uint32_t number = faq_map_find(&tx->keys, key);
    size_t segment;
    uint32_t doc;
    if (number != FAQ_MAP_NONE && !tx->pending[number].dead) {
        strike_pending(tx, &tx->pending[number]);
        return FAQ_OK;
    }
    if (!find_live(tx, key, &segment, &doc))
        return faq_fail(err, FAQ_NOT_FOUND, 0, "there is no entry %.*s", (int)id.len, id.at);
    strike(tx, segment, doc);
    return FAQ_OK;
}

uint64_t faq_transaction_delete_others(faq_transaction *tx)
{
    uint64_t before = tx->deleted;
    size_t n_base = n_base_segments(tx);
    for (size_t i = 0; i < n_base; i++) {
        for (uint32_t doc = 0; doc < tx->segments[i].n_docs; doc++) {
            if (!test_bit(tx->struck[i].bits, doc) && !test_bit(tx->struck[i].seen, doc))
                strike(tx, i, doc);
        }
    }
    return tx->deleted - before;
}

/* ---- commit */

static uint64_t live_in(const faq_segment *segment)
{
    return segment->n_docs - segment->n_deleted;
}

static uint64_t count_live(const faq_transaction *tx)
{
    uint64_t live = 0;
    for (size_t i = 0; i < tx->n_segments; i++)
        live += live_in(&tx->segments[i]);
    return live;
}

/* Take segment i out of the commit. Its bitmaps go with it. */
static void drop_segment(faq_transaction *tx, size_t i)
{
    faq_appender_drop(&tx->appender, tx->segments[i].number);
    faq_mem_free(&tx->mem, tx->struck[i].bits);
    faq_mem_free(&tx->mem, tx->struck[i].seen);
    size_t after = tx->n_segments - i - 1;
    memmove(&tx->segments[i], &tx->segments[i + 1], after * sizeof *tx->segments);
    memmove(&tx->struck[i], &tx->struck[i + 1], after * sizeof *tx->struck);
    tx->n_segments--;
}

/* While an epoch goes on, terms of empty segments of the base keep their weights. */
static void drop_empty(faq_transaction *tx, bool epoch_ends)
{
    for (size_t i = tx->n_segments; i-- > 0;) {
        if (!live_in(&tx->segments[i]) && (epoch_ends || !is_of_base(tx, i)))
            drop_segment(tx, i);
    }
}

/*
 * Too many segments: merge all but the largest, or all when the largest is not much larger than
 * the rest. `unknown` as faq_segments_merge() takes it.
 */
static faq_status merge_small(faq_transaction *tx, uint32_t unknown, faq_error *err)
{
    size_t largest = 0;
    for (size_t i = 1; i < tx->n_segments; i++) {
        if (tx->segments[i].n_docs > tx->segments[largest].n_docs)
            largest = i;
    }
    bool all = live_in(&tx->segments[largest]) < count_live(tx) / 2;
    faq_segment *chosen = faq_mem_new(&tx->mem, tx->n_segments, sizeof *chosen);
    if (!chosen)
        return faq_no_memory(err, "merge segments");
    size_t n = 0;
    for (size_t i = 0; i < tx->n_segments; i++) {
        if (all || i != largest)
            chosen[n++] = tx->segments[i];
    }
    uint32_t number = tx->appender.next_segment++;
    faq_status status =
        faq_segments_merge(chosen, n, unknown, &tx->appender, number, &tx->mem, err);
    for (size_t i = tx->n_segments; i-- > 0 && !status;) {
        if (all || i != largest)
            drop_segment(tx, i);
    }
    faq_mem_free(&tx->mem, chosen);
    return status ? status : renew_view(tx, err);
}

/* Name the base's section of a type again, for one segment. */
static faq_status keep_section(faq_transaction *tx, uint32_t type, uint32_t segment, faq_error *err)
{
    faq_span payload;
    const faq_section *section =
        tx->appender.base ? faq_snapshot_find(tx->appender.base, type, segment, &payload) : NULL;
    return section ? faq_appender_keep(&tx->appender, section, err) : FAQ_OK;
}

static faq_status write_deletions(faq_transaction *tx, faq_error *err)
{
    faq_status status = FAQ_OK;
    for (size_t i = 0; i < tx->n_segments && !status; i++) {
        const struct faq_struck *struck = &tx->struck[i];
        uint32_t number = tx->segments[i].number;
        faq_str bits = {(const char *)struck->bits, bitmap_bytes(tx->segments[i].n_docs)};
        if (struck->changed)
            status = faq_appender_add(&tx->appender, FAQ_SECTION_DELETIONS, number, bits,
                                      struck->count, err);
        else if (struck->count)
            status = keep_section(tx, FAQ_SECTION_DELETIONS, number, err);
    }
    return status;
}

/* Weights of the epoch that goes on after `before`, or of a new one when that is NULL. */
static faq_status write_epoch(faq_transaction *tx, const faq_epoch *before, faq_error *err)
{
    faq_status status = FAQ_OK;
    for (size_t i = 0; before && i < n_base_segments(tx) && !status; i++) {
        status = keep_section(tx, FAQ_SECTION_WEIGHTS, tx->segments[i].number, err);
        if (!status)
            status = keep_section(tx, FAQ_SECTION_LENGTHS, tx->segments[i].number, err);
    }
    return status ? status
                  : faq_epoch_write(&tx->appender, tx->segments, tx->n_segments, before,
                                    tx->changed, &tx->mem, err);
}

static faq_status write_settings(faq_transaction *tx, faq_error *err)
{
    faq_span payload;
    const faq_section *old =
        tx->appender.base ? faq_snapshot_find(tx->appender.base, FAQ_SECTION_SETTINGS, 0, &payload)
                          : NULL;
    if (old && !tx->appender.replaces)
        return faq_appender_keep(&tx->appender, old, err);
    if (old)
        return faq_appender_add(&tx->appender, FAQ_SECTION_SETTINGS, 0,
                                (faq_str){(const char *)payload.at, payload.len}, old->count, err);
    char hex[17];
    snprintf(hex, sizeof hex, "%016" PRIx64, faq_analyzer_fingerprint(tx->analyzer));
    faq_buf_reset(&tx->scratch);
    faq_settings_put(&tx->scratch, FAQ_STR(FAQ_SETTING_FINGERPRINT), faq_str_of(hex));
    if (tx->scratch.failed)
        return faq_no_memory(err, "write the settings");
    return faq_appender_add(&tx->appender, FAQ_SECTION_SETTINGS, 0, faq_buf_text(&tx->scratch), 1,
                            err);
}

/* Deletions, weights, settings, manifest, slot. */
static faq_status seal(faq_transaction *tx, const faq_epoch *before, faq_commit_info *out,
                       faq_error *err)
{
    faq_status status = write_deletions(tx, err);
    if (!status)
        status = write_epoch(tx, before, err);
    if (!status)
        status = write_settings(tx, err);
    if (!status)
        status = faq_appender_commit(&tx->appender, &out->generation, &out->file_bytes, err);
    if (!status)
        out->n_entries = count_live(tx);
    return status;
}

faq_status faq_transaction_commit(faq_transaction *tx, faq_commit_info *out, faq_error *err)
{
    const faq_snapshot *base = tx->appender.base;
    if (base && !tx->added && !tx->deleted) {
        out->generation = base->generation;
        out->file_bytes = base->len;
        out->n_entries = count_live(tx);
        return FAQ_OK;
    }
    faq_epoch before;
    faq_status status = base ? faq_epoch_read(&before, base, err) : FAQ_OK;
    if (!status)
        status = flush(tx, err);
    if (status)
        return status;
    bool fresh = !base || faq_epoch_ends(&before, tx->changed);
    drop_empty(tx, fresh);
    if (tx->n_segments > FAQ_SEGMENTS_MAX)
        status = merge_small(tx, fresh ? 0 : before.unknown, err);
    return status ? status : seal(tx, fresh ? NULL : &before, out, err);
}

faq_status faq_transaction_compact(faq_transaction *tx, faq_commit_info *out, faq_error *err)
{
    for (size_t i = 0; i < tx->n_segments; i++)
        faq_appender_drop(&tx->appender, tx->segments[i].number);
    faq_status status = faq_appender_replace(&tx->appender, err);
    if (!status && count_live(tx)) {
        uint32_t number = tx->appender.next_segment++;
        status = faq_segments_merge(tx->segments, tx->n_segments, 0, &tx->appender, number,
                                    &tx->mem, err);
    }
    if (status)
        return status;
    free_segments(tx);
    if (tx->appender.n_sections)
        status = renew_view(tx, err);
    return status ? status : seal(tx, NULL, out, err);
}
