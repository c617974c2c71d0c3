/* SPDX-License-Identifier: MIT */
#include <time.h>

#include "api/arguments.h"
#include "api/index.h"
#include "base/error.h"
#include "base/mem.h"
#include "search/highlight.h"
#include "search/match.h"
#include "store/record.h"

/* One thread's searcher. `reader` is the commit of its last call; what it returned lives there. */
struct faq_search {
    faq_allocator mem;
    faq_index *index;
    faq_reader *reader;
    faq_analyzer *analyzer;
    faq_query_plan plan;
    faq_matcher matcher;
    faq_documents_reader documents;
    faq_arena arena; /* of the entry returned last */
    faq_ranges ranges;
    faq_hit *hits;
    size_t hits_cap;
    faq_buf key;
};

faq_status faq_search_new(faq_search **out, faq_index *index, const faq_search_options *options,
                          faq_error *err)
{
    if (!out || !index || (options && options->size < sizeof *options))
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "searching needs an index");
    const faq_allocator *mem = options && options->allocator ? options->allocator : &index->mem;
    faq_search *search = faq_mem_new(mem, 1, sizeof *search);
    if (!search)
        return faq_no_memory(err, "search");
    search->mem = *mem;
    search->index = index;
    faq_query_plan_init(&search->plan, &search->mem);
    faq_matcher_init(&search->matcher, &search->mem);
    faq_documents_reader_init(&search->documents, &search->mem);
    faq_arena_init(&search->arena, &search->mem);
    faq_buf_init(&search->key, &search->mem);
    search->ranges.mem = &search->mem;
    faq_status status = faq_index_take_analyzer(index, &search->mem, &search->analyzer, err);
    if (status) {
        faq_search_free(search);
        return status;
    }
    *out = search;
    return FAQ_OK;
}

void faq_search_free(faq_search *search)
{
    if (!search)
        return;
    faq_allocator mem = search->mem;
    faq_documents_reader_release(&search->documents);
    faq_reader_release(search->reader);
    faq_analyzer_free(search->analyzer);
    faq_query_plan_release(&search->plan);
    faq_matcher_release(&search->matcher);
    faq_arena_release(&search->arena);
    faq_buf_release(&search->key);
    faq_mem_free(&mem, search->ranges.at);
    faq_mem_free(&mem, search->hits);
    faq_mem_free(&mem, search);
}

/* Move to the newest commit that the index knows. */
static void pin(faq_search *search)
{
    faq_reader *newest = faq_index_reader(search->index);
    if (newest != search->reader)
        faq_documents_reader_forget(&search->documents);
    faq_reader_release(search->reader);
    search->reader = newest;
}

static faq_status export_hits(faq_search *search, size_t offset, faq_hits *out, faq_error *err)
{
    const faq_topk *top = &search->matcher.hits;
    size_t count = top->count > offset ? top->count - offset : 0;
    if (!faq_mem_grow(&search->mem, &search->hits, &search->hits_cap, count, sizeof *search->hits))
        return faq_no_memory(err, "keep hits");
    out->relaxed = false;
    for (size_t i = 0; i < count; i++) {
        const faq_candidate *from = &top->at[offset + i];
        search->hits[i] = (faq_hit){
            .segment = from->segment,
            .doc = from->doc,
            .score = (double)from->score / FAQ_SCORE_ONE,
            .confidence = (double)from->match / FAQ_SCORE_ONE,
            .phrasing = from->phrasing,
            .relaxed = from->relaxed,
        };
        out->relaxed |= from->relaxed;
    }
    out->at = search->hits;
    out->count = count;
    out->confidence = top->count ? (double)top->at[0].match / FAQ_SCORE_ONE : 0;
    return FAQ_OK;
}

#define DEFAULT_LIMIT 10

faq_status faq_search_run(faq_search *search, const faq_query *query, faq_hits *out, faq_error *err)
{
    if (!search || !query || query->size < sizeof *query || !out || !faq_is_text(query->text) ||
        !faq_is_list(query->as))
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "a search needs a sized query");
    if (query->text.len > FAQ_QUERY_BYTES)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "a question is longer than %u bytes",
                        FAQ_QUERY_BYTES);
    faq_audience audience = {query->as, query->sees_all, query->now ? query->now : time(NULL)};
    size_t limit = query->limit ? query->limit : DEFAULT_LIMIT, k;
    if (!faq_add_size(limit, query->offset, &k))
        k = SIZE_MAX;
    uint64_t total = 0;
    pin(search);
    faq_status status =
        faq_query_plan_make(&search->plan, search->analyzer, query->text, search->reader, err);
    if (status)
        return status;
    if (query->text.len)
        status = faq_matcher_run(&search->matcher, search->reader, &search->plan, &audience, k,
                                 query->exact, &total, err);
    else
        status = faq_matcher_hot(&search->matcher, search->reader, &audience, k, &total, err);
    faq_hits hits = {.total = total};
    if (!status)
        status = export_hits(search, query->offset, &hits, err);
    if (!status)
        *out = hits;
    return status;
}

/* ---- entries */

static faq_status read_entry(faq_search *search, uint32_t segment, uint32_t doc, faq_entry *out,
                             faq_error *err)
{
    faq_span record;
    faq_status status = faq_documents_read(&search->reader->segments[segment].documents, doc,
                                           &search->documents, &record, err);
    if (status)
        return status;
    faq_arena_reset(&search->arena);
    return faq_record_decode(record, &search->arena, out, err);
}

faq_status faq_search_entry(faq_search *search, uint32_t segment, uint32_t doc, faq_entry *out,
                            faq_error *err)
{
    if (!search || !out)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "reading an entry needs a place for it");
    if (!search->reader)
        pin(search);
    if (segment >= search->reader->n_segments || doc >= search->reader->segments[segment].n_docs)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "there is no entry %u in segment %u",
                        (unsigned)doc, (unsigned)segment);
    return read_entry(search, segment, doc, out, err);
}

faq_status faq_search_find(faq_search *search, faq_str id, faq_str locale, uint32_t *segment,
                           uint32_t *doc, faq_error *err)
{
    if (!search || !segment || !doc || !faq_is_text(id) || !faq_is_text(locale))
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "finding an entry needs a place for it");
    pin(search);
    faq_buf_reset(&search->key);
    faq_buf_append(&search->key, id);
    faq_put_u8(&search->key, 0);
    faq_buf_append(&search->key, locale);
    if (search->key.failed)
        return faq_no_memory(err, "find an entry");
    for (uint32_t i = 0; i < search->reader->n_segments; i++) {
        const faq_segment *candidate = &search->reader->segments[i];
        uint32_t found = faq_keys_find(&candidate->keys, faq_buf_text(&search->key));
        if (found != UINT32_MAX && !faq_segment_is_deleted(candidate, found)) {
            *segment = i;
            *doc = found;
            return FAQ_OK;
        }
    }
    return faq_fail(err, FAQ_NOT_FOUND, 0, "there is no entry %.*s", (int)id.len, id.at);
}

/* The segment whose next live entry comes first by key; n_segments when all are read. */
static size_t first_segment(const faq_reader *reader, uint32_t *next)
{
    size_t best = reader->n_segments;
    faq_str best_key = {NULL, 0};
    for (size_t i = 0; i < reader->n_segments; i++) {
        const faq_segment *segment = &reader->segments[i];
        while (next[i] < segment->n_docs && faq_segment_is_deleted(segment, next[i]))
            next[i]++;
        if (next[i] == segment->n_docs)
            continue;
        faq_str key = faq_keys_at(&segment->keys, next[i]);
        if (best == reader->n_segments || faq_str_compare(key, best_key) < 0) {
            best = i;
            best_key = key;
        }
    }
    return best;
}

faq_status faq_search_each(faq_search *search, faq_visit_fn visit, void *ctx, faq_error *err)
{
    if (!search || !visit)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "a walk needs somebody to visit");
    pin(search);
    uint32_t *next = faq_mem_new(&search->mem, search->reader->n_segments, sizeof *next);
    if (!next)
        return faq_no_memory(err, "walk over entries");
    faq_status status = FAQ_OK;
    while (!status) {
        size_t i = first_segment(search->reader, next);
        if (i == search->reader->n_segments)
            break;
        faq_entry entry;
        status = read_entry(search, (uint32_t)i, next[i]++, &entry, err);
        if (!status)
            status = visit(ctx, &entry, err);
    }
    faq_mem_free(&search->mem, next);
    return status;
}

faq_status faq_search_highlight(faq_search *search, faq_str text, const faq_range **out,
                                size_t *count, faq_error *err)
{
    if (!search || !out || !count || !faq_is_text(text))
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "highlighting needs a text");
    faq_status status = faq_highlight(&search->plan, search->analyzer, text, &search->ranges, err);
    if (status)
        return status;
    *out = search->ranges.at;
    *count = search->ranges.count;
    return FAQ_OK;
}
