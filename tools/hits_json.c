/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "fields.h"
#include "hits_view.h"
#include "json.h"

/* A text that may carry marks. */
static faq_status write_marked(json_writer *json, const hit_view *view, const char *name,
                               faq_str text, faq_error *err)
{
    mark_style style = view->printer->settings->marks;
    if (style == MARK_NONE || style == MARK_OFFSETS) {
        json_text(json, name, text);
        return FAQ_OK;
    }
    char *with_marks;
    size_t len;
    faq_status status = hits_with_marks(view, text, &with_marks, &len, err);
    if (status)
        return status;
    json_text(json, name, (faq_str){with_marks, len});
    free(with_marks);
    return FAQ_OK;
}

static faq_status write_field(json_writer *json, const hit_view *view, faq_str name, bool always,
                              faq_error *err)
{
    if (hits_is_named(name, "question"))
        return write_marked(json, view, "question", view->entry->question, err);
    if (hits_is_named(name, "answer"))
        return write_marked(json, view, "answer", fields_answer(view->entry), err);
    fields_write(json, view->entry, name, always);
    return FAQ_OK;
}

static faq_status write_fields(json_writer *json, const hit_view *view, faq_error *err)
{
    static const char *const always[] = {"id", "question", "answer", "category"};
    static const char *const others[] = {"locale", "stage", "audience", "tags", "url", "updated"};
    faq_list chosen = view->printer->settings->fields;
    faq_status status = FAQ_OK;
    for (size_t i = 0; i < chosen.count && !status; i++)
        status = write_field(json, view, chosen.at[i], false, err);
    if (chosen.count || status)
        return status;
    for (size_t i = 0; i < sizeof always / sizeof *always && !status; i++)
        status = write_field(json, view, faq_text(always[i]), true, err);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        fields_write(json, view->entry, faq_text(others[i]), false);
    fields_write_others(json, view->entry);
    return status;
}

static bool shows(const hit_view *view, const char *name)
{
    faq_list chosen = view->printer->settings->fields;
    for (size_t i = 0; i < chosen.count; i++) {
        if (hits_is_named(chosen.at[i], name))
            return true;
    }
    return !chosen.count;
}

static faq_status write_ranges(json_writer *json, const hit_view *view, const char *name,
                               faq_str text, faq_error *err)
{
    marked_text marked;
    faq_status status = hits_mark(view, text, &marked, err);
    if (!status && marked.count)
        json_ranges(json, name, marked.ranges, marked.count);
    return status;
}

static faq_status write_highlights(json_writer *json, const hit_view *view, faq_error *err)
{
    faq_status status = FAQ_OK;
    if (view->printer->settings->marks == MARK_NONE)
        return status;
    json_open(json, "highlights", '{');
    if (shows(view, "question"))
        status = write_ranges(json, view, "question", view->entry->question, err);
    if (!status && shows(view, "answer"))
        status = write_ranges(json, view, "answer", fields_answer(view->entry), err);
    if (!status && view->hit->phrasing)
        status = write_ranges(json, view, "phrasing", hits_phrasing(view), err);
    json_close(json, '}');
    return status;
}

static void write_lead(json_writer *json, const hit_view *view)
{
    if (view->question->qid.len) {
        json_text(json, "qid", view->question->qid);
        json_number(json, "rank", view->rank);
    } else if (view->printer->settings->tells_query) {
        json_text(json, "query", view->question->text);
    }
}

faq_status hits_print_json(const hit_view *view, faq_error *err)
{
    json_writer json = json_begin(view->printer->out);
    json_open(&json, NULL, '{');
    write_lead(&json, view);
    faq_status status = write_fields(&json, view, err);
    json_decimal(&json, "score", view->hit->score, 6);
    json_decimal(&json, "confidence", view->hit->confidence, 6);
    json_text(&json, "phrasing", hits_phrasing(view));
    if (view->hit->relaxed)
        json_bool(&json, "relaxed", true);
    if (!status)
        status = write_highlights(&json, view, err);
    json_close(&json, '}');
    json_end(&json);
    return status;
}

void hits_print_summary(const hits_printer *printer, const hits_question *question,
                        const faq_hits *hits)
{
    json_writer json = json_begin(printer->out);
    json_open(&json, NULL, '{');
    json_open(&json, "summary", '{');
    if (question->qid.len)
        json_text(&json, "qid", question->qid);
    json_text(&json, "query", question->text);
    json_number(&json, "total", hits->total);
    json_bool(&json, "relaxed", hits->relaxed);
    json_decimal(&json, "confidence", hits->confidence, 6);
    json_close(&json, '}');
    json_close(&json, '}');
    json_end(&json);
}
