/* SPDX-License-Identifier: MIT */
/*
 * Rows are taken in windows of 4,096, whose sums fit the first-level cache: every list adds its
 * weight to the rows it holds, then the rows are read once in order. The rows of an entry are
 * neighbours, so the best of them is known when the next entry begins; an entry on the border of
 * two windows is carried over. Sums of the body are kept for the entries of the window.
 *
 * Nothing is skipped that could enter: a row is left out only if an upper bound of its score (T of
 * a field is at most M / Q) is below what the entry or the list already has.
 */
#include "search/match.h"

#include "base/error.h"
#include "base/mem.h"
#include "store/counters.h"

#define INFORMATIVE 0x80000000u
#define SUM_MASK 0x7FFFFFFFu

void faq_matcher_init(faq_matcher *matcher, const faq_allocator *mem)
{
    *matcher = (faq_matcher){.mem = mem};
    faq_topk_init(&matcher->hits, mem);
    faq_topk_init(&matcher->relaxed, mem);
}

void faq_matcher_release(faq_matcher *matcher)
{
    const faq_allocator *mem = matcher->mem;
    if (!mem)
        return;
    for (int f = 0; f < FAQ_ROW_FIELDS; f++)
        faq_mem_free(mem, matcher->rows[f]);
    faq_mem_free(mem, matcher->body);
    faq_mem_free(mem, matcher->body_sum);
    faq_mem_free(mem, matcher->cursors);
    faq_mem_free(mem, matcher->visible);
    faq_topk_release(&matcher->hits);
    faq_topk_release(&matcher->relaxed);
    *matcher = (faq_matcher){0};
}

static bool has_windows(faq_matcher *matcher)
{
    const faq_allocator *mem = matcher->mem;
    for (int f = 0; f < FAQ_ROW_FIELDS; f++) {
        if (!matcher->rows[f])
            matcher->rows[f] = faq_mem_new(mem, FAQ_WINDOW_ROWS, sizeof *matcher->rows[f]);
        if (!matcher->rows[f])
            return false;
    }
    if (!matcher->body)
        matcher->body = faq_mem_new(mem, FAQ_WINDOW_ROWS, sizeof *matcher->body);
    if (!matcher->body_sum)
        matcher->body_sum = faq_mem_new(mem, FAQ_WINDOW_ROWS, sizeof *matcher->body_sum);
    return matcher->body && matcher->body_sum;
}

/* ---- visibility */

static bool is_shown(const faq_segment *segment, uint32_t set, const faq_audience *audience)
{
    if (audience->sees_all)
        return true;
    if (!audience->names.count)
        return faq_segment_shows_to(segment, set, FAQ_STR("public"));
    for (size_t i = 0; i < audience->names.count; i++) {
        if (faq_segment_shows_to(segment, set, audience->names.at[i]))
            return true;
    }
    return false;
}

/* Decided once for each distinct visibility, then looked up for each entry. */
static bool prepare_visibility(faq_matcher *matcher, const faq_segment *segment,
                               const faq_audience *audience)
{
    uint32_t n_sets = segment->visibility.n_sets;
    if (!faq_mem_grow(matcher->mem, &matcher->visible, &matcher->visible_cap, (size_t)n_sets + 1,
                      1))
        return false;
    for (uint32_t set = 0; set < n_sets; set++)
        matcher->visible[set] = is_shown(segment, set, audience);
    matcher->visible[n_sets] = false; /* what a damaged cell reads as */
    return true;
}

static bool is_visible(const faq_matcher *matcher, const faq_segment *segment,
                       const faq_audience *audience, uint32_t doc)
{
    if (faq_segment_is_deleted(segment, doc))
        return false;
    if (audience->sees_all)
        return true;
    int64_t from = faq_column_time(&segment->valid_from, doc);
    int64_t to = faq_column_time(&segment->valid_to, doc);
    return matcher->visible[faq_column_set(&segment->visibility, doc)] &&
           (from == FAQ_NO_TIME || from <= audience->now) &&
           (to == FAQ_NO_TIME || audience->now < to);
}

/* ---- one segment */

/* The entry whose rows are being read. */
typedef struct current_entry {
    uint32_t doc;
    uint32_t first_row;
    bool open;
    bool matches, informative;
    uint64_t best; /* score of its best row */
    uint32_t best_row;
    uint64_t body_match, body_sum;
} current_entry;

typedef struct segment_run {
    faq_matcher *matcher;
    const faq_reader *reader;
    const faq_segment *segment;
    uint32_t number; /* of the segment in the reader */
    const faq_query_plan *plan;
    const faq_audience *audience;
    bool exact;
    bool has_rows, has_body;      /* does the question have lists there? */
    double bound[FAQ_ROW_FIELDS]; /* score that a unit of M can add at most */
    current_entry entry;
    uint32_t body_first, body_end; /* entries that the body sums are of */
} segment_run;

static bool open_cursors(segment_run *run)
{
    faq_matcher *matcher = run->matcher;
    size_t n_units = faq_query_plan_count(run->plan);
    if (!faq_mem_grow(matcher->mem, &matcher->cursors, &matcher->cursors_cap, n_units,
                      sizeof *matcher->cursors))
        return false;
    size_t n = 0;
    for (int body = 0; body < 2; body++) {
        for (size_t u = 0; u < n_units; u++) {
            const faq_query_unit *unit = &run->plan->units[u];
            const faq_postings *list = &run->plan->lists[run->number * n_units + u];
            if (list->count && (unit->field == FAQ_INDEX_BODY) == body)
                matcher->cursors[n++] = (faq_match_cursor){list, unit, 0};
        }
        if (!body)
            matcher->n_row_cursors = n;
    }
    matcher->n_cursors = n;
    run->has_rows = matcher->n_row_cursors > 0;
    run->has_body = n > matcher->n_row_cursors;
    return true;
}

static faq_status damaged_list(const segment_run *run, faq_error *err)
{
    return faq_corrupt(err, run->segment->postings.origin, "a list of postings is out of order");
}

/* Add up the rows [first, end). */
static faq_status add_rows(segment_run *run, uint32_t first, uint32_t end, faq_error *err)
{
    faq_matcher *matcher = run->matcher;
    for (int f = 0; f < FAQ_ROW_FIELDS; f++)
        memset(matcher->rows[f], 0, (end - first) * sizeof *matcher->rows[f]);
    for (size_t c = 0; c < matcher->n_row_cursors; c++) {
        faq_match_cursor *cursor = &matcher->cursors[c];
        uint32_t *sums = matcher->rows[cursor->unit->field];
        uint32_t weight = cursor->unit->weight;
        uint32_t mark = cursor->unit->is_informative ? INFORMATIVE : 0;
        uint32_t i = cursor->next, count = cursor->list->count;
        for (; i < count; i++) {
            uint32_t row = faq_postings_get(cursor->list, i);
            if (row >= end)
                break;
            if (row < first)
                return damaged_list(run, err);
            sums[row - first] = (sums[row - first] + weight) | mark;
        }
        cursor->next = i;
    }
    return FAQ_OK;
}

/* Add up the bodies of entries [first, end), at most as many as a window has rows. */
static faq_status add_bodies(segment_run *run, uint32_t first, uint32_t end, faq_error *err)
{
    faq_matcher *matcher = run->matcher;
    memset(matcher->body, 0, (end - first) * sizeof *matcher->body);
    memset(matcher->body_sum, 0, (end - first) * sizeof *matcher->body_sum);
    run->body_first = first;
    run->body_end = end;
    for (size_t c = matcher->n_row_cursors; c < matcher->n_cursors; c++) {
        faq_match_cursor *cursor = &matcher->cursors[c];
        const faq_query_unit *unit = cursor->unit;
        uint32_t weight = unit->is_character ? unit->weight : 0;
        uint32_t mark = unit->is_informative ? INFORMATIVE : 0;
        uint32_t i = cursor->next, count = cursor->list->count;
        for (; i < count; i++) {
            uint32_t posting = faq_postings_get(cursor->list, i), doc = posting >> 8;
            if (doc >= end)
                break;
            if (doc < first)
                return damaged_list(run, err);
            matcher->body[doc - first] = (matcher->body[doc - first] + weight) | mark;
            matcher->body_sum[doc - first] += (uint64_t)unit->weight * (posting & 0xFF);
        }
        cursor->next = i;
    }
    return FAQ_OK;
}

static void begin_entry(segment_run *run, uint32_t doc)
{
    faq_matcher *matcher = run->matcher;
    run->entry = (current_entry){
        .doc = doc,
        .first_row = faq_segment_first_row(run->segment, doc),
        .open = true,
    };
    if (!run->has_body)
        return;
    const faq_score_query *query = &run->plan->score;
    uint32_t sum = matcher->body[doc - run->body_first];
    uint64_t m = sum & SUM_MASK;
    run->entry.informative = sum & INFORMATIVE;
    run->entry.body_match = m;
    run->entry.body_sum = matcher->body_sum[doc - run->body_first];
    run->entry.matches =
        query->q_body && (run->exact ? m >= query->q_body : 3 * m >= query->q_body);
}

static bool offer(segment_run *run, faq_topk *top, uint64_t score, bool relaxed)
{
    const current_entry *entry = &run->entry;
    faq_candidate candidate = {
        .score = score,
        .match = score,
        .prior = faq_counters_asked(&run->segment->counters, entry->doc),
        .segment = run->number,
        .doc = entry->doc,
        .phrasing = entry->best_row - entry->first_row,
        .relaxed = relaxed,
    };
    return faq_topk_add(top, &candidate);
}

/* All rows of the entry were read: count it, and offer it. False when there is no memory. */
static bool end_entry(segment_run *run)
{
    faq_matcher *matcher = run->matcher;
    current_entry *entry = &run->entry;
    bool was_open = entry->open;
    entry->open = false;
    bool relaxes = entry->informative && !run->exact;
    if (!was_open || (!entry->matches && !relaxes) ||
        !is_visible(matcher, run->segment, run->audience, entry->doc))
        return true;
    uint64_t body = faq_score_body(&run->plan->score, entry->body_sum);
    uint64_t score = faq_score_entry(entry->best, body);
    if (!entry->matches)
        return score < faq_topk_floor(&matcher->relaxed) ||
               offer(run, &matcher->relaxed, score, true);
    matcher->n_matches++;
    return score < faq_topk_floor(&matcher->hits) || offer(run, &matcher->hits, score, false);
}

/* Read one row of the window: does it match, and is it the entry's best? */
static void read_row(segment_run *run, uint32_t row, uint32_t first)
{
    const faq_score_query *query = &run->plan->score;
    current_entry *entry = &run->entry;
    uint64_t m[FAQ_ROW_FIELDS];
    uint32_t any = 0;
    double bound = 0;
    bool covers = !run->exact;
    for (int f = 0; f < FAQ_ROW_FIELDS; f++) {
        uint32_t sum = run->matcher->rows[f][row - first];
        any |= sum;
        m[f] = sum & SUM_MASK;
        bound += run->bound[f] * (double)m[f];
        if (!run->exact && query->q[f] && 3 * m[f] >= query->q[f])
            entry->matches = true;
    }
    if (!any)
        return;
    if (run->exact) {
        covers = query->q[FAQ_INDEX_CHARACTERS] &&
                 m[FAQ_INDEX_CHARACTERS] >= query->q[FAQ_INDEX_CHARACTERS];
        entry->matches |= covers;
    }
    entry->informative |= (any & INFORMATIVE) != 0;
    if (bound + 2.0 <= (double)entry->best)
        return;
    uint32_t d[FAQ_ROW_FIELDS];
    const uint8_t *lengths = run->segment->lengths.at + (size_t)row * FAQ_ROW_FIELDS * 4;
    for (int f = 0; f < FAQ_ROW_FIELDS; f++)
        d[f] = faq_load_u32(lengths + (size_t)f * 4);
    uint64_t score = faq_score_row(query, m, d);
    if (score > entry->best) {
        entry->best = score;
        entry->best_row = row;
    }
}

/* Rows [first, end), whose first belongs to entry `*doc` or a later one. */
static faq_status run_window(segment_run *run, uint32_t first, uint32_t end, uint32_t *doc,
                             faq_error *err)
{
    const faq_segment *segment = run->segment;
    faq_status status = add_rows(run, first, end, err);
    if (status)
        return status;
    if (run->has_body) {
        /* the entries that begin in this window; the one carried over has its sums already */
        uint32_t from = run->entry.open ? *doc + 1 : *doc, to = from;
        while (to < segment->n_docs && faq_segment_first_row(segment, to) < end &&
               to - from < FAQ_WINDOW_ROWS)
            to++;
        status = add_bodies(run, from, to, err);
        if (status)
            return status;
    }
    for (uint32_t row = first; row < end; row++) {
        while (!run->entry.open || row >= faq_segment_first_row(segment, *doc + 1)) {
            if (run->entry.open) {
                if (!end_entry(run))
                    return faq_no_memory(err, "keep hits");
                ++*doc;
            }
            if (*doc >= segment->n_docs ||
                (run->has_body && (*doc < run->body_first || *doc >= run->body_end)))
                return faq_corrupt(err, segment->row_starts.origin, "row starts are wrong");
            begin_entry(run, *doc);
        }
        if (run->entry.best_row < run->entry.first_row)
            run->entry.best_row = run->entry.first_row;
        read_row(run, row, first);
    }
    return FAQ_OK;
}

static faq_status run_segment(segment_run *run, faq_error *err)
{
    static const uint64_t weights[FAQ_ROW_FIELDS] = FAQ_SCORE_WEIGHTS;
    const faq_segment *segment = run->segment;
    const faq_score_query *query = &run->plan->score;
    if (!prepare_visibility(run->matcher, segment, run->audience) || !open_cursors(run))
        return faq_no_memory(err, "search");
    if (!run->has_rows && !run->has_body)
        return FAQ_OK;
    for (int f = 0; f < FAQ_ROW_FIELDS; f++)
        run->bound[f] = query->q[f] ? (double)(weights[f] * FAQ_SCORE_ONE) /
                                          (double)(query->q[f] * query->field_weights)
                                    : 0.0;
    uint32_t doc = 0;
    faq_status status = FAQ_OK;
    for (uint32_t first = 0; first < segment->n_rows && !status; first += FAQ_WINDOW_ROWS) {
        uint32_t left = segment->n_rows - first;
        status = run_window(run, first, first + (left < FAQ_WINDOW_ROWS ? left : FAQ_WINDOW_ROWS),
                            &doc, err);
    }
    if (!status && !end_entry(run))
        status = faq_no_memory(err, "keep hits");
    return status;
}

/* ---- all segments */

/* Fill up a list of few matches with the best of those that match loosely. */
static faq_status take_relaxed(faq_matcher *matcher, uint64_t *total, faq_error *err)
{
    *total = matcher->n_matches;
    if (matcher->n_matches >= FAQ_RELAXED_HITS)
        return FAQ_OK;
    faq_topk_sort(&matcher->relaxed);
    size_t room = FAQ_RELAXED_HITS - (size_t)matcher->n_matches;
    for (size_t i = 0; i < matcher->relaxed.count && i < room; i++) {
        if (!faq_topk_add(&matcher->hits, &matcher->relaxed.at[i]))
            return faq_no_memory(err, "keep hits");
        ++*total;
    }
    return FAQ_OK;
}

static bool begin_run(faq_matcher *matcher, const faq_reader *reader, size_t k)
{
    matcher->n_matches = 0;
    faq_topk_begin(&matcher->hits, reader, k);
    faq_topk_begin(&matcher->relaxed, reader, FAQ_RELAXED_HITS);
    return has_windows(matcher);
}

faq_status faq_matcher_run(faq_matcher *matcher, const faq_reader *reader,
                           const faq_query_plan *plan, const faq_audience *audience, size_t k,
                           bool exact, uint64_t *total, faq_error *err)
{
    if (!begin_run(matcher, reader, k))
        return faq_no_memory(err, "search");
    faq_status status = FAQ_OK;
    for (uint32_t i = 0; i < reader->n_segments && !status; i++) {
        segment_run run = {
            .matcher = matcher,
            .reader = reader,
            .segment = &reader->segments[i],
            .number = i,
            .plan = plan,
            .audience = audience,
            .exact = exact,
        };
        status = run_segment(&run, err);
    }
    if (!status)
        status = take_relaxed(matcher, total, err);
    if (!status)
        faq_topk_sort(&matcher->hits);
    return status;
}

faq_status faq_matcher_hot(faq_matcher *matcher, const faq_reader *reader,
                           const faq_audience *audience, size_t k, uint64_t *total, faq_error *err)
{
    *total = 0;
    faq_topk_begin(&matcher->hits, reader, k);
    for (uint32_t i = 0; i < reader->n_segments; i++) {
        const faq_segment *segment = &reader->segments[i];
        if (!prepare_visibility(matcher, segment, audience))
            return faq_no_memory(err, "search");
        for (uint32_t doc = 0; doc < segment->n_docs; doc++) {
            if (!is_visible(matcher, segment, audience, doc))
                continue;
            ++*total;
            faq_candidate candidate = {
                .prior = faq_counters_asked(&segment->counters, doc),
                .segment = i,
                .doc = doc,
            };
            if (!faq_topk_add(&matcher->hits, &candidate))
                return faq_no_memory(err, "keep hits");
        }
    }
    faq_topk_sort(&matcher->hits);
    return FAQ_OK;
}
