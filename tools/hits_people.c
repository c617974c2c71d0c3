/* SPDX-License-Identifier: MIT */
/* Hits for reading: rank and question, the best other wording, some of the answer, facts. */
#include <stdlib.h>

#include "fields.h"
#include "hits_view.h"
#include "messages.h"
#include "output.h"

#define INDENT 4

static faq_status print_box(const hit_view *view, faq_str text, size_t lines, faq_error *err)
{
    const hits_settings *settings = view->printer->settings;
    marked_text marked;
    faq_status status = hits_mark(view, text, &marked, err);
    if (!status)
        marks_print(view->printer->out, &marked,
                    (marks_box){INDENT, settings->columns - INDENT, lines});
    return status;
}

/* Category, id and score, dim, below the answer. */
static void print_facts(const hit_view *view)
{
    FILE *out = view->printer->out;
    fprintf(out, "%*s", INDENT, "");
    output_on(out, STYLE_DIM);
    for (size_t i = 0; i < view->entry->category.count; i++) {
        if (i)
            fputs(" › ", out);
        output_plain(out, view->entry->category.at[i]);
    }
    if (view->entry->category.count)
        fputs(" · ", out);
    output_plain(out, view->entry->id);
    fprintf(out, " · %.2f", view->hit->score);
    output_off(out);
    putc('\n', out);
}

static faq_status print_answer(const hit_view *view, faq_error *err)
{
    FILE *out = view->printer->out;
    faq_status status = FAQ_OK;
    if (view->hit->phrasing) {
        fprintf(out, "%*s≈ ", INDENT - 2, "");
        status = print_box(view, hits_phrasing(view), 1, err);
    }
    if (!status && fields_answer(view->entry).len) {
        fprintf(out, "%*s", INDENT, "");
        status = print_box(view, fields_answer(view->entry), 2, err);
    }
    print_facts(view);
    return status;
}

/* The fields asked for, "name: text" each. */
static faq_status print_chosen(const hit_view *view)
{
    FILE *out = view->printer->out;
    faq_list chosen = view->printer->settings->fields;
    for (size_t i = 0; i < chosen.count; i++) {
        size_t len;
        char *text = hits_is_named(chosen.at[i], "question")
                         ? NULL
                         : fields_text(view->entry, chosen.at[i], &len);
        if (!text)
            continue;
        faq_str shown = hits_is_named(chosen.at[i], "answer") ? fields_answer(view->entry)
                                                              : (faq_str){text, len};
        fprintf(out, "%*s", INDENT, "");
        output_plain(out, chosen.at[i]);
        fputs(": ", out);
        output_plain(out, shown);
        putc('\n', out);
        free(text);
    }
    return FAQ_OK;
}

faq_status hits_print_for_people(const hit_view *view, faq_error *err)
{
    fprintf(view->printer->out, "%2zu  ", view->rank);
    faq_status status = print_box(view, view->entry->question, 2, err);
    if (status)
        return status;
    return view->printer->settings->fields.count ? print_chosen(view) : print_answer(view, err);
}

void hits_announce_relaxed(const hits_printer *printer)
{
    output_on(printer->out, STYLE_DIM);
    fputs(SAY("以下只是部分相关：", "Only loosely related:"), printer->out);
    output_off(printer->out);
    putc('\n', printer->out);
}
