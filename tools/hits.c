/* SPDX-License-Identifier: MIT */
#include "hits.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "hits_view.h"
#include "messages.h"
#include "output.h"
#include "session.h"
#include "width.h"

/* ---- settings */

static bool choose_format(hits_settings *out, const options *given)
{
    bool is_batch = options_has(given, OPTION_BATCH);
    if (!is_batch && (options_has(given, OPTION_FORMAT) || options_has(given, OPTION_THREADS))) {
        options_misused(given, SAY("--format 和 --threads 只能与 --batch 一起使用",
                                   "--format and --threads go with --batch"));
        return false;
    }
    out->format = is_batch ? HITS_TREC : HITS_PEOPLE;
    if (options_has(given, OPTION_TSV))
        out->format = HITS_TSV;
    if (options_has(given, OPTION_JSON))
        out->format = HITS_JSON;
    if (options_is(given, OPTION_FORMAT, "json"))
        out->format = HITS_JSON;
    else if (options_is(given, OPTION_FORMAT, "tsv"))
        out->format = HITS_TSV;
    else if (options_is(given, OPTION_FORMAT, "trec"))
        out->format = HITS_TREC;
    return true;
}

static bool choose_marks(hits_settings *out, const options *given)
{
    if (options_is(given, OPTION_HIGHLIGHT, "none"))
        out->marks = MARK_NONE;
    else if (options_is(given, OPTION_HIGHLIGHT, "ansi"))
        out->marks = MARK_ANSI;
    else if (options_is(given, OPTION_HIGHLIGHT, "html"))
        out->marks = MARK_HTML;
    else if (options_is(given, OPTION_HIGHLIGHT, "offsets") || out->format == HITS_JSON)
        out->marks = MARK_OFFSETS;
    else
        out->marks = output_has_colour() && out->format == HITS_PEOPLE ? MARK_ANSI : MARK_NONE;
    if (out->marks == MARK_OFFSETS && out->format != HITS_JSON) {
        options_misused(given, SAY("--highlight offsets 需要 --json",
                                   "--highlight offsets goes with --json"));
        return false;
    }
    return true;
}

int hits_settings_read(hits_settings *out, const options *given)
{
    *out = (hits_settings){.query = FAQ_INIT(faq_query)};
    if (!choose_format(out, given) || !choose_marks(out, given))
        return EXIT_FAILED;
    out->columns = width_of_terminal(STDOUT_FILENO);
    out->query.limit = options_number(given, OPTION_LIMIT, 10);
    out->query.offset = options_number(given, OPTION_OFFSET, 0);
    out->query.exact = options_has(given, OPTION_EXACT);
    const char *as = options_text(given, OPTION_AS, NULL);
    const char *fields = options_text(given, OPTION_FIELDS, NULL);
    if ((as && !session_list(as, &out->query.as)) ||
        (fields && !session_list(fields, &out->fields)))
        return messages_no_memory();
    return EXIT_FOUND;
}

void hits_settings_release(hits_settings *settings)
{
    session_list_release(&settings->query.as);
    session_list_release(&settings->fields);
}

/* ---- one hit */

faq_str hits_phrasing(const hit_view *view)
{
    uint32_t n = view->hit->phrasing;
    faq_list phrasings = view->entry->phrasings;
    return n && n <= phrasings.count ? phrasings.at[n - 1] : view->entry->question;
}

faq_status hits_mark(const hit_view *view, faq_str text, marked_text *out, faq_error *err)
{
    *out = (marked_text){.text = text, .style = view->printer->settings->marks};
    if (out->style == MARK_NONE || !text.len)
        return FAQ_OK;
    return faq_search_highlight(view->printer->search, text, &out->ranges, &out->count, err);
}

faq_status hits_with_marks(const hit_view *view, faq_str text, char **out, size_t *len,
                           faq_error *err)
{
    marked_text marked;
    faq_status status = hits_mark(view, text, &marked, err);
    if (status)
        return status;
    *out = marks_apply(&marked, len);
    return *out ? FAQ_OK : FAQ_NO_MEMORY;
}

bool hits_is_named(faq_str name, const char *word)
{
    return name.len == strlen(word) && memcmp(name.at, word, name.len) == 0;
}

/* ---- whole */

static faq_status print_hit(const hit_view *view, faq_error *err)
{
    switch (view->printer->settings->format) {
    case HITS_JSON:
        return hits_print_json(view, err);
    case HITS_TSV:
        return hits_print_tsv(view, err);
    case HITS_TREC:
        return hits_print_trec(view);
    default:
        return hits_print_for_people(view, err);
    }
}

static faq_status print_hits(const hits_printer *printer, const hits_question *question,
                             const faq_hits *hits, faq_error *err)
{
    bool announces = printer->settings->format == HITS_PEOPLE;
    for (size_t i = 0; i < hits->count; i++) {
        faq_entry entry;
        const faq_hit *hit = &hits->at[i];
        faq_status status = faq_search_entry(printer->search, hit->segment, hit->doc, &entry, err);
        if (status)
            return status;
        if (announces && hit->relaxed) {
            announces = false;
            hits_announce_relaxed(printer);
        }
        hit_view view = {printer, question, hit, &entry, printer->settings->query.offset + i + 1};
        status = print_hit(&view, err);
        if (status)
            return status;
    }
    return FAQ_OK;
}

static bool needs_summary(const hits_question *question, const faq_hits *hits)
{
    bool is_unsure = question->text.len && hits->confidence < HITS_LOW_CONFIDENCE;
    return !hits->count || hits->relaxed || is_unsure;
}

static double microseconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec * 1e-3;
}

faq_status hits_ask(const hits_printer *printer, hits_question *question, faq_error *err)
{
    faq_query query = printer->settings->query;
    query.text = question->text;
    faq_hits hits;
    double wall = microseconds(CLOCK_MONOTONIC), cpu = microseconds(CLOCK_THREAD_CPUTIME_ID);
    faq_status status = faq_search_run(printer->search, &query, &hits, err);
    if (status)
        return status;
    question->cpu_us = microseconds(CLOCK_THREAD_CPUTIME_ID) - cpu;
    question->wall_us = microseconds(CLOCK_MONOTONIC) - wall;
    question->total = hits.total;
    question->count = hits.count;
    status = print_hits(printer, question, &hits, err);
    if (!status && printer->settings->format == HITS_JSON && needs_summary(question, &hits))
        hits_print_summary(printer, question, &hits);
    return status;
}
