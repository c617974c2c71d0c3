/* SPDX-License-Identifier: MIT */
/* Hits as tab-separated columns, and as the runs of evaluation campaigns. */
#include <stdlib.h>

#include "fields.h"
#include "hits_view.h"
#include "output.h"

static void put_text(FILE *out, faq_str text, size_t i)
{
    if (i)
        putc('\t', out);
    output_tsv(out, text);
}

static faq_status put_marked(const hit_view *view, faq_str text, size_t i, faq_error *err)
{
    char *with_marks;
    size_t len;
    faq_status status = hits_with_marks(view, text, &with_marks, &len, err);
    if (status)
        return status;
    put_text(view->printer->out, (faq_str){with_marks, len}, i);
    free(with_marks);
    return FAQ_OK;
}

static faq_status put_number(const hit_view *view, double number, size_t i)
{
    char text[32];
    snprintf(text, sizeof text, "%.6f", number);
    put_text(view->printer->out, faq_text(text), i);
    return FAQ_OK;
}

/* Column i, of an entry's field or of the hit itself. */
static faq_status put_column(const hit_view *view, faq_str name, size_t i, faq_error *err)
{
    if (hits_is_named(name, "question"))
        return put_marked(view, view->entry->question, i, err);
    if (hits_is_named(name, "answer"))
        return put_marked(view, fields_answer(view->entry), i, err);
    if (hits_is_named(name, "phrasing"))
        return put_marked(view, hits_phrasing(view), i, err);
    if (hits_is_named(name, "score"))
        return put_number(view, view->hit->score, i);
    if (hits_is_named(name, "confidence"))
        return put_number(view, view->hit->confidence, i);
    size_t len;
    char *text = fields_text(view->entry, name, &len);
    if (!text)
        return FAQ_NO_MEMORY;
    put_text(view->printer->out, (faq_str){text, len}, i);
    free(text);
    return FAQ_OK;
}

faq_status hits_print_tsv(const hit_view *view, faq_error *err)
{
    static const faq_str usual[] = {{"id", 2}, {"score", 5}, {"question", 8}, {"category", 8}};
    FILE *out = view->printer->out;
    faq_list columns = view->printer->settings->fields;
    if (!columns.count)
        columns = (faq_list){usual, sizeof usual / sizeof *usual};
    if (view->question->qid.len) {
        output_tsv(out, view->question->qid);
        fprintf(out, "\t%zu\t", view->rank);
    }
    faq_status status = FAQ_OK;
    for (size_t i = 0; i < columns.count && !status; i++)
        status = put_column(view, columns.at[i], i, err);
    putc('\n', out);
    return status;
}

faq_status hits_print_trec(const hit_view *view)
{
    FILE *out = view->printer->out;
    output_tsv(out, view->question->qid);
    putc('\t', out);
    output_tsv(out, view->entry->id);
    fprintf(out, "\t%zu\t%.6f\n", view->rank, view->hit->score);
    return FAQ_OK;
}
