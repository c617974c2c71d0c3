/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_HITS_H
#define TOOLS_HITS_H

/*
 * Asking a question and printing what was found, in one of four formats. A hits_printer belongs to
 * one thread.
 */

#include <stdio.h>

#include <faqsearch/faqsearch.h>

#include "marks.h"
#include "options.h"

typedef enum hits_format { HITS_PEOPLE, HITS_JSON, HITS_TSV, HITS_TREC } hits_format;

/* Below this a reply says that it is not sure of itself. */
#define HITS_LOW_CONFIDENCE 0.3

/* What holds for all questions of a run. */
typedef struct hits_settings {
    hits_format format;
    mark_style marks;
    faq_list fields;  /* empty: those of the format */
    faq_query query;  /* all but its text */
    size_t columns;   /* of the terminal */
    bool tells_query; /* several questions: say to which one a hit belongs */
} hits_settings;

/* From the command line. Returns 0 or an exit code, having said why. Release it in any case. */
int hits_settings_read(hits_settings *out, const options *given);
void hits_settings_release(hits_settings *settings);

typedef struct hits_printer {
    const hits_settings *settings;
    faq_search *search;
    FILE *out;
} hits_printer;

/* A question asked: its name in a batch (empty elsewhere), the text, and what came of it. */
typedef struct hits_question {
    faq_str qid, text;
    double cpu_us, wall_us; /* of finding, analysis included */
    uint64_t total;
    size_t count;
} hits_question;

/* Ask and print. On failure something may have been printed. */
faq_status hits_ask(const hits_printer *printer, hits_question *question, faq_error *err);

#endif
