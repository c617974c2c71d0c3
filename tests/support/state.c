/* SPDX-License-Identifier: MIT */
#include "support/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"

static const char *const subjects[] = {"退货", "换货", "运费", "发票", "会员", "退款到账", "快递"};
static const char *const questions[] = {"怎么退货", "运费",      "會員發票",
                                        "第三次",   "e5 stamp7", "完全无关的问题"};

faq_status state_put(faq_writer *writer, unsigned first, unsigned end, unsigned stamp,
                     faq_error *err)
{
    for (unsigned i = first; i < end; i++) {
        char id[32], question[128], other[128], answer[256];
        const char *subject = subjects[i % (sizeof subjects / sizeof *subjects)];
        snprintf(id, sizeof id, "e%u", i);
        snprintf(question, sizeof question, "第%u次%s怎么办 stamp%u", i, subject, stamp);
        snprintf(other, sizeof other, "%s要多久%u", subject, i * 7);
        snprintf(answer, sizeof answer, "请在订单页申请%s，编号%u，批次%u。", subject, i, stamp);
        faq_str phrasings[] = {faq_str_of(other)};
        faq_entry entry = faq_entry_init();
        entry.id = faq_str_of(id);
        entry.question = faq_str_of(question);
        entry.phrasings = (faq_list){phrasings, 1};
        entry.answer = faq_str_of(answer);
        entry.asked = stamp;
        faq_status status = faq_writer_put(writer, &entry, NULL, err);
        if (status)
            return status;
    }
    return FAQ_OK;
}

faq_status state_write(const char *path, const faq_write_options *options, unsigned first,
                       unsigned end, unsigned stamp, unsigned gone, unsigned gone_end,
                       faq_error *err)
{
    faq_writer *writer;
    faq_status status = faq_writer_begin(&writer, path, options, err);
    if (status)
        return status;
    status = state_put(writer, first, end, stamp, err);
    for (unsigned i = gone; i < gone_end && !status; i++) {
        char id[32];
        snprintf(id, sizeof id, "e%u", i);
        status = faq_writer_delete(writer, faq_str_of(id), (faq_str){NULL, 0}, err);
    }
    if (status) {
        faq_writer_rollback(writer);
        return status;
    }
    return faq_writer_commit(writer, NULL, err);
}

static faq_status add_entry(void *ctx, const faq_entry *entry, faq_error *err)
{
    (void)err;
    uint64_t *digest = ctx;
    *digest = faq_hash_seeded(entry->id, *digest);
    *digest = faq_hash_seeded(entry->question, *digest);
    *digest = faq_hash_seeded(entry->answer, *digest + entry->asked);
    return FAQ_OK;
}

static faq_status add_hits(faq_search *search, const char *text, uint64_t *digest, faq_error *err)
{
    faq_query query = FAQ_INIT(faq_query);
    query.text = faq_str_of(text);
    faq_hits hits;
    faq_status status = faq_search_run(search, &query, &hits, err);
    for (size_t i = 0; !status && i < hits.count; i++) {
        const faq_hit *hit = &hits.at[i];
        faq_entry entry;
        status = faq_search_entry(search, hit->segment, hit->doc, &entry, err);
        if (!status)
            *digest = faq_hash_seeded(entry.id, *digest + (uint64_t)(hit->score * 1e9));
    }
    if (!status)
        *digest = *digest * 31 + hits.total;
    return status;
}

faq_status state_read(const char *path, const faq_open_options *options, uint64_t *digest,
                      faq_error *err)
{
    faq_index *index;
    faq_search *search = NULL;
    faq_status status = faq_index_open(&index, path, options, err);
    if (status)
        return status;
    uint64_t sum = 1;
    status = faq_search_new(&search, index, NULL, err);
    if (!status)
        status = faq_search_each(search, add_entry, &sum, err);
    for (size_t i = 0; !status && i < sizeof questions / sizeof *questions; i++)
        status = add_hits(search, questions[i], &sum, err);
    faq_search_free(search);
    faq_index_close(index);
    if (!status)
        *digest = sum;
    return status;
}

uint64_t state_of(const char *path)
{
    uint64_t digest;
    faq_error err;
    faq_status status = state_read(path, NULL, &digest, &err);
    if (status == FAQ_NOT_FOUND)
        return 0;
    if (status) {
        fprintf(stderr, "%s: status %d: %s\n", path, status, err.message);
        abort();
    }
    return digest;
}

typedef struct stamps {
    unsigned stamp, count;
    bool differ;
} stamps;

static faq_status see_stamp(void *ctx, const faq_entry *entry, faq_error *err)
{
    (void)err;
    stamps *seen = ctx;
    if (seen->count++ && seen->stamp != entry->asked)
        seen->differ = true;
    seen->stamp = (unsigned)entry->asked;
    return FAQ_OK;
}

unsigned state_stamp_in(faq_search *search, unsigned *count, faq_error *err)
{
    stamps seen = {0};
    faq_status status = faq_search_each(search, see_stamp, &seen, err);
    *count = seen.count;
    return status || seen.differ ? UINT32_MAX : seen.stamp;
}

unsigned state_stamp(const char *path, unsigned *count, faq_error *err)
{
    faq_index *index;
    faq_search *search;
    if (faq_index_open(&index, path, NULL, err))
        return UINT32_MAX;
    unsigned stamp = UINT32_MAX;
    if (!faq_search_new(&search, index, NULL, err)) {
        stamp = state_stamp_in(search, count, err);
        faq_search_free(search);
    }
    faq_index_close(index);
    return stamp;
}
