/* SPDX-License-Identifier: MIT */
#include "search/reader.h"

#include "base/error.h"
#include "base/mem.h"
#include "index/transaction.h"
#include "store/settings.h"

static void read_fingerprint(faq_reader *reader)
{
    faq_span settings;
    faq_str value;
    if (faq_snapshot_find(reader->snapshot, FAQ_SECTION_SETTINGS, 0, &settings) &&
        faq_settings_get(settings, FAQ_STR(FAQ_SETTING_FINGERPRINT), &value) &&
        value.len < sizeof reader->fingerprint)
        memcpy(reader->fingerprint, value.at, value.len);
}

faq_status faq_reader_open(faq_reader **out, const char *path, const faq_allocator *mem,
                           const faq_io *io, faq_snapshot_options options, faq_error *err)
{
    faq_reader *reader = faq_mem_new(mem, 1, sizeof *reader);
    if (!reader)
        return faq_no_memory(err, "open an index");
    atomic_init(&reader->references, 1);
    reader->mem = *mem;
    faq_status status = faq_snapshot_open(&reader->snapshot, path, mem, io, options, err);
    if (!status)
        status = faq_segments_open(&reader->segments, &reader->n_segments, reader->snapshot, true,
                                   mem, err);
    if (!status)
        status = faq_epoch_read(&reader->epoch, reader->snapshot, err);
    for (size_t i = 0; i < reader->n_segments && options.verify && !status; i++)
        status = faq_segment_validate(&reader->segments[i], mem, err);
    if (status) {
        faq_reader_release(reader);
        return status;
    }
    read_fingerprint(reader);
    *out = reader;
    return FAQ_OK;
}

faq_reader *faq_reader_retain(faq_reader *reader)
{
    atomic_fetch_add_explicit(&reader->references, 1, memory_order_relaxed);
    return reader;
}

void faq_reader_release(faq_reader *reader)
{
    if (!reader || atomic_fetch_sub_explicit(&reader->references, 1, memory_order_acq_rel) != 1)
        return;
    faq_allocator mem = reader->mem;
    faq_mem_free(&mem, reader->segments);
    faq_snapshot_release(reader->snapshot);
    faq_mem_free(&mem, reader);
}
