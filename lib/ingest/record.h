/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_RECORD_H
#define FAQ_INGEST_RECORD_H

#include "ingest/intake.h"

/*
 * From named values, as a row or an object has them, to an entry. Readers of formats say what each
 * value means (faq_words_find); here the best of several is chosen, cells are split, states become
 * visibility, HTML is cleaned, an id is found, and what has no meaning becomes a field.
 */

typedef enum faq_kind {
    FAQ_KIND_NULL,
    FAQ_KIND_TEXT,
    FAQ_KIND_NUMBER,
    FAQ_KIND_TRUTH,
    FAQ_KIND_LIST,  /* of texts, numbers and truths */
    FAQ_KIND_OTHER, /* only `json` says what */
} faq_kind;

typedef struct faq_value {
    faq_str name; /* as in the export: of the field, if it becomes one */
    faq_word word;
    unsigned rank;
    faq_kind kind;
    faq_str text;  /* characters, digits, "true" or "false" */
    faq_list list; /* of FAQ_KIND_LIST, each as in `text` */
    faq_str json;  /* on one line; empty for a cell of a table */
    bool is_part;  /* stands in another value too, so it never becomes a field */
    bool is_used;  /* for faq_record_give() */
} faq_value;

typedef struct faq_record {
    faq_value *values;
    size_t count;
    bool is_exact;    /* a line of `faqsearch dump`: taken as it stands, nothing is guessed */
    faq_list parents; /* categories around it */
    faq_str source;   /* its text, for the report when it is refused */
} faq_record;

/*
 * Make the entry of the record at hand and hand it to the caller, or refuse it. Returns what the
 * caller's function returned, or FAQ_NO_MEMORY. The values are marked on the way.
 */
faq_status faq_record_give(faq_intake *intake, faq_record *record);

#endif
