/* SPDX-License-Identifier: MIT */
#include <faqsearch/faqsearch.h>

#include <string.h>

#include "api/arguments.h"
#include "base/check.h"
#include "base/error.h"
#include "base/mem.h"
#include "index/transaction.h"

struct faq_writer {
    faq_allocator mem;
    faq_transaction tx;
    faq_status failed; /* of a change that may be half done: only rollback is left */
};

static faq_status check_whole(const faq_writer *writer, faq_error *err)
{
    return writer->failed ? faq_fail(err, writer->failed, 0,
                                     "a change before this one failed; nothing can be committed")
                          : FAQ_OK;
}

/* Remember a failure after which the transaction is not what the caller asked for. */
static faq_status note(faq_writer *writer, faq_status status)
{
    if (status && status != FAQ_BAD_ARGUMENT && status != FAQ_NOT_FOUND)
        writer->failed = status;
    return status;
}

/* Has every text of an entry the bytes that its length promises? */
static bool is_whole(const faq_entry *entry)
{
    const faq_str texts[] = {entry->id,     entry->locale,      entry->question,
                             entry->answer, entry->answer_text, entry->url};
    const faq_list lists[] = {entry->phrasings, entry->category, entry->stage,
                              entry->audience,  entry->tags,     entry->visibility};
    bool whole = faq_is_list((faq_list){texts, sizeof texts / sizeof *texts}) &&
                 (entry->fields || !entry->n_fields);
    for (size_t i = 0; i < sizeof lists / sizeof *lists && whole; i++)
        whole = faq_is_list(lists[i]);
    for (size_t i = 0; i < entry->n_fields && whole; i++) {
        const faq_field *field = &entry->fields[i];
        whole = faq_is_text(field->name) && faq_is_text(field->json) && faq_is_text(field->text);
    }
    return whole;
}

static faq_status check_options(const faq_write_options **options,
                                const faq_write_options *defaults, const char *path, faq_error *err)
{
    if (!*options)
        *options = defaults;
    if (!path || (*options)->size < sizeof **options)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "writing needs a path and sized options");
    return FAQ_OK;
}

faq_status faq_writer_begin(faq_writer **out, const char *path, const faq_write_options *options,
                            faq_error *err)
{
    faq_write_options defaults = FAQ_INIT(faq_write_options);
    faq_status status = check_options(&options, &defaults, path, err);
    if (status)
        return status;
    if (!out)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "writing needs a place for the writer");
    const faq_allocator *mem = options->allocator ? options->allocator : faq_mem_default();
    faq_writer *writer = faq_mem_new(mem, 1, sizeof *writer);
    if (!writer)
        return faq_no_memory(err, "begin writing");
    writer->mem = *mem;
    status = faq_transaction_begin(&writer->tx, path, options, err);
    if (status) {
        faq_writer_rollback(writer);
        return status;
    }
    *out = writer;
    return FAQ_OK;
}

faq_status faq_writer_put(faq_writer *writer, const faq_entry *entry, faq_change *change,
                          faq_error *err)
{
    faq_change done;
    if (!writer || !entry || entry->size < sizeof *entry)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "putting needs a sized entry");
    if (!is_whole(entry))
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "a text of an entry has a length but no bytes");
    faq_status status = check_whole(writer, err);
    if (!status)
        status = faq_transaction_put(&writer->tx, entry, &done, err);
    if (!status && change)
        *change = done;
    return note(writer, status);
}

faq_status faq_writer_delete(faq_writer *writer, faq_str id, faq_str locale, faq_error *err)
{
    if (!writer || !faq_is_text(id) || !faq_is_text(locale))
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "deleting needs a writer and a key");
    faq_status status = check_whole(writer, err);
    return note(writer, status ? status : faq_transaction_delete(&writer->tx, id, locale, err));
}

bool faq_writer_has(faq_writer *writer, faq_str id, faq_str locale)
{
    return writer && faq_is_text(id) && faq_is_text(locale) &&
           faq_transaction_has(&writer->tx, id, locale);
}

void faq_writer_changes(const faq_writer *writer, faq_changes *out)
{
    const faq_transaction *tx = &writer->tx;
    faq_changes changes = {
        .size = out->size,
        .added = tx->added - tx->updated,
        .updated = tx->updated,
        .unchanged = tx->unchanged,
        .deleted = tx->deleted - tx->updated,
    };
    memcpy(out, &changes, faq_min_size(out->size, sizeof changes));
}

faq_status faq_writer_delete_others(faq_writer *writer, uint64_t *deleted, faq_error *err)
{
    if (!writer)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "deleting needs a writer");
    faq_status status = check_whole(writer, err);
    if (status)
        return status;
    uint64_t count = faq_transaction_delete_others(&writer->tx);
    if (deleted)
        *deleted = count;
    return FAQ_OK;
}

static faq_status check_out(const faq_commit_info *out, faq_error *err)
{
    if (out && out->size < sizeof *out)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "what a commit tells needs a sized struct");
    return FAQ_OK;
}

static faq_status finish(faq_writer *writer, faq_status status, const faq_commit_info *info,
                         faq_commit_info *out)
{
    if (!status && out) {
        size_t size = out->size;
        *out = *info;
        out->size = size;
    }
    faq_writer_rollback(writer);
    return status;
}

faq_status faq_writer_commit(faq_writer *writer, faq_commit_info *out, faq_error *err)
{
    faq_commit_info info = {0};
    if (!writer)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "there is nothing to commit");
    faq_status status = check_out(out, err);
    if (!status)
        status = check_whole(writer, err);
    if (!status)
        status = faq_transaction_commit(&writer->tx, &info, err);
    return finish(writer, status, &info, out);
}

void faq_writer_rollback(faq_writer *writer)
{
    if (!writer)
        return;
    faq_allocator mem = writer->mem;
    faq_transaction_release(&writer->tx);
    faq_mem_free(&mem, writer);
}

faq_status faq_index_compact(const char *path, const faq_write_options *options,
                             faq_commit_info *out, faq_error *err)
{
    faq_write_options defaults = FAQ_INIT(faq_write_options);
    faq_status status = check_options(&options, &defaults, path, err);
    if (!status)
        status = check_out(out, err);
    if (status)
        return status;
    faq_write_options existing = *options;
    existing.must_exist = true;
    faq_writer *writer;
    status = faq_writer_begin(&writer, path, &existing, err);
    if (status)
        return status;
    faq_commit_info info = {0};
    return finish(writer, faq_transaction_compact(&writer->tx, &info, err), &info, out);
}
