/* SPDX-License-Identifier: MIT */
#include "api/index.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/check.h"
#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"

/* ---- opening */

static void warn(faq_index *index, const char *line)
{
    if (index->n_warnings < FAQ_INDEX_WARNINGS)
        index->warnings[index->n_warnings++] = line;
}

static void look_for_drift(faq_index *index)
{
    char now[17];
    snprintf(now, sizeof now, "%016" PRIx64, faq_analyzer_fingerprint(index->spare));
    index->drifted = strcmp(now, index->reader->fingerprint) != 0;
    if (index->drifted)
        warn(index, "the entries were analysed by another version of ICU or faqsearch and may not "
                    "all be found; make the index anew from what `faqsearch dump` writes");
}

static void look_at_slots(faq_index *index)
{
    const faq_snapshot *snapshot = index->reader->snapshot;
    if (snapshot->slots[0].damaged || snapshot->slots[1].damaged)
        warn(index, "one of the two commit slots is damaged; the commit of the other is used");
}

static faq_status open_index(faq_index *index, const char *path, faq_error *err)
{
    index->path = faq_mem_text(&index->mem, faq_str_of(path));
    if (!index->path)
        return faq_no_memory(err, "open an index");
    faq_status status =
        faq_reader_open(&index->reader, path, &index->mem, &index->io, index->options, err);
    if (!status)
        status = faq_analyzer_new(&index->spare, &index->mem, err);
    if (status)
        return status;
    look_for_drift(index);
    look_at_slots(index);
    return FAQ_OK;
}

faq_status faq_index_open(faq_index **out, const char *path, const faq_open_options *options,
                          faq_error *err)
{
    faq_open_options defaults = FAQ_INIT(faq_open_options);
    if (!options)
        options = &defaults;
    if (!out || !path || options->size < sizeof *options)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "opening needs a path and sized options");
    const faq_allocator *mem = options->allocator ? options->allocator : faq_mem_default();
    faq_index *index = faq_mem_new(mem, 1, sizeof *index);
    if (!index)
        return faq_no_memory(err, "open an index");
    index->mem = *mem;
    index->io = options->io ? *options->io : *faq_io_default();
    index->options = (faq_snapshot_options){.copy = options->copy, .verify = options->verify};
    pthread_mutex_init(&index->lock, NULL);
    pthread_mutex_init(&index->refreshing, NULL);
    faq_status status = open_index(index, path, err);
    if (status) {
        faq_index_close(index);
        return status;
    }
    *out = index;
    return FAQ_OK;
}

void faq_index_close(faq_index *index)
{
    if (!index)
        return;
    faq_allocator mem = index->mem;
    faq_reader_release(index->reader);
    faq_analyzer_free(index->spare);
    pthread_mutex_destroy(&index->lock);
    pthread_mutex_destroy(&index->refreshing);
    faq_mem_free(&mem, index->path);
    faq_mem_free(&mem, index);
}

/* ---- sharing */

faq_reader *faq_index_reader(faq_index *index)
{
    pthread_mutex_lock(&index->lock);
    faq_reader *reader = faq_reader_retain(index->reader);
    pthread_mutex_unlock(&index->lock);
    return reader;
}

static bool is_same_allocator(const faq_allocator *a, const faq_allocator *b)
{
    return a->ctx == b->ctx && a->resize == b->resize && a->release == b->release;
}

faq_status faq_index_take_analyzer(faq_index *index, const faq_allocator *mem, faq_analyzer **out,
                                   faq_error *err)
{
    faq_analyzer *analyzer = NULL;
    if (is_same_allocator(mem, &index->mem)) {
        pthread_mutex_lock(&index->lock);
        analyzer = index->spare;
        index->spare = NULL;
        pthread_mutex_unlock(&index->lock);
    }
    if (!analyzer)
        return faq_analyzer_new(out, mem, err);
    *out = analyzer;
    return FAQ_OK;
}

/* One at a time, so that a slow one never takes the index back to an older commit. */
static faq_status refresh(faq_index *index, bool *changed, faq_error *err)
{
    faq_reader *reader = faq_index_reader(index), *fresh = NULL;
    bool old = false;
    faq_status status = faq_snapshot_is_old(reader->snapshot, index->path, &old, err);
    if (!status && old)
        status = faq_reader_open(&fresh, index->path, &index->mem, &index->io, index->options, err);
    if (fresh && faq_snapshot_is_same(fresh->snapshot, reader->snapshot)) {
        faq_reader_release(fresh);
        fresh = NULL;
        old = false;
    }
    faq_reader_release(reader);
    if (status)
        return status;
    if (fresh) {
        pthread_mutex_lock(&index->lock);
        faq_reader *before = index->reader;
        index->reader = fresh;
        pthread_mutex_unlock(&index->lock);
        faq_reader_release(before);
    }
    *changed = old;
    return FAQ_OK;
}

faq_status faq_index_refresh(faq_index *index, bool *changed, faq_error *err)
{
    bool own;
    if (!index)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "there is no index to refresh");
    pthread_mutex_lock(&index->refreshing);
    faq_status status = refresh(index, changed ? changed : &own, err);
    pthread_mutex_unlock(&index->refreshing);
    return status;
}

/* ---- looking */

static void format_uuid(const uint8_t uuid[FAQ_UUID_BYTES], char out[37])
{
    size_t at = 0;
    for (size_t i = 0; i < FAQ_UUID_BYTES; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[at++] = '-';
        at += (size_t)snprintf(out + at, 3, "%02x", uuid[i]);
    }
}

static uint64_t live_bytes(const faq_snapshot *snapshot)
{
    uint64_t bytes = FAQ_DATA_OFFSET + FAQ_SECTION_HEADER_BYTES +
                     faq_round_up(snapshot->slots[snapshot->active].length, FAQ_SECTION_ALIGN);
    for (size_t i = 0; i < snapshot->n_sections; i++)
        bytes += FAQ_SECTION_HEADER_BYTES +
                 faq_round_up(snapshot->sections[i].length, FAQ_SECTION_ALIGN);
    return bytes;
}

static void describe(const faq_index *index, const faq_reader *reader, faq_index_info *out)
{
    const faq_snapshot *snapshot = reader->snapshot;
    faq_index_info info = {
        .size = out->size,
        .generation = snapshot->generation,
        .n_public = reader->epoch.n_entries,
        .n_segments = reader->n_segments,
        .file_bytes = snapshot->info.bytes, /* with what an abandoned commit left at the end */
        .format_version = FAQ_FORMAT_VERSION,
        .analyzer_drifted = index->drifted,
    };
    for (size_t i = 0; i < reader->n_segments; i++) {
        const faq_segment *segment = &reader->segments[i];
        info.n_entries += segment->n_docs - segment->n_deleted;
        info.n_deleted += segment->n_deleted;
        info.n_rows += segment->n_rows;
        info.n_terms += segment->terms.n_terms;
    }
    uint64_t live = live_bytes(snapshot);
    info.dead_bytes = info.file_bytes > live ? info.file_bytes - live : 0;
    format_uuid(snapshot->uuid, info.uuid);
    memcpy(out, &info, faq_min_size(out->size, sizeof info));
}

/* The lock is not part of what const promises: readers share the index. */
static faq_index *shared(const faq_index *index)
{
    return (faq_index *)(uintptr_t)index;
}

void faq_index_describe(const faq_index *index, faq_index_info *out)
{
    faq_reader *reader = faq_index_reader(shared(index));
    describe(index, reader, out);
    faq_reader_release(reader);
}

bool faq_index_section(const faq_index *index, size_t i, faq_section_info *out)
{
    faq_reader *reader = faq_index_reader(shared(index));
    bool found = i < reader->snapshot->n_sections;
    if (found) {
        const faq_section *section = &reader->snapshot->sections[i];
        const char *name = faq_section_name(section->type);
        *out = (faq_section_info){
            .name = name ? name : "unknown",
            .offset = section->offset,
            .bytes = section->length,
            .count = section->count,
            .segment = section->segment ? section->segment : UINT32_MAX,
        };
    }
    faq_reader_release(reader);
    return found;
}

const char *faq_index_warning(const faq_index *index, size_t i)
{
    return i < index->n_warnings ? index->warnings[i] : NULL;
}

/* ---- checking */

static faq_status check_reader(const faq_reader *reader, faq_report_fn report, void *ctx,
                               faq_error *err)
{
    faq_status worst = FAQ_OK;
    const faq_snapshot *snapshot = reader->snapshot;
    faq_error found;
    for (size_t i = 0; i < snapshot->n_sections; i++) {
        if (!faq_snapshot_verify(snapshot, &snapshot->sections[i], &found))
            continue;
        worst = faq_fail(err, found.status, found.offset, "%s", found.message);
        if (report)
            report(ctx, found.message);
    }
    for (size_t i = 0; i < reader->n_segments; i++) {
        if (!faq_segment_validate(&reader->segments[i], &reader->mem, &found))
            continue;
        worst = faq_fail(err, found.status, found.offset, "%s", found.message);
        if (report)
            report(ctx, found.message);
    }
    return worst;
}

faq_status faq_index_check(const faq_index *index, faq_report_fn report, void *ctx, faq_error *err)
{
    if (!index)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "there is no index to check");
    faq_reader *reader = faq_index_reader(shared(index));
    faq_status status = check_reader(reader, report, ctx, err);
    faq_reader_release(reader);
    return status;
}
