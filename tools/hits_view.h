/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_HITS_VIEW_H
#define TOOLS_HITS_VIEW_H

/* One hit on its way to the output: what the formats (hits_json.c, hits_tsv.c, hits_people.c)
 * share. */

#include "hits.h"

typedef struct hit_view {
    const hits_printer *printer;
    const hits_question *question;
    const faq_hit *hit;
    const faq_entry *entry;
    size_t rank; /* 1-based */
} hit_view;

/* The wording that matched best. */
faq_str hits_phrasing(const hit_view *view);

bool hits_is_named(faq_str name, const char *word);

/* A text of the entry with what matched in it, which is borrowed until the next call. */
faq_status hits_mark(const hit_view *view, faq_str text, marked_text *out, faq_error *err);

/* The same with the marks in it, in new memory for the caller to free(). */
faq_status hits_with_marks(const hit_view *view, faq_str text, char **out, size_t *len,
                           faq_error *err);

/* The hit, as a line or as several. */
faq_status hits_print_json(const hit_view *view, faq_error *err);
faq_status hits_print_tsv(const hit_view *view, faq_error *err);
faq_status hits_print_trec(const hit_view *view);
faq_status hits_print_for_people(const hit_view *view, faq_error *err);

/* The last line in JSON of a question without a sure answer. */
void hits_print_summary(const hits_printer *printer, const hits_question *question,
                        const faq_hits *hits);

/* For people: a line above the first hit that matches only loosely. */
void hits_announce_relaxed(const hits_printer *printer);

#endif
