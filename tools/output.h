/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_OUTPUT_H
#define TOOLS_OUTPUT_H

/*
 * Results: how they look on a terminal, and whether they got through. Errors of standard output
 * are kept by stdio; output_failed() looks at them now and then, output_finish() at the end.
 */

#include <stdio.h>

#include <faqsearch/faqsearch.h>

typedef enum output_style {
    STYLE_DIM,
    STYLE_BOLD,
    STYLE_MARK, /* what matched */
} output_style;

/* Ask the terminal and NO_COLOR once, and give standard output a buffer. */
void output_begin(void);

/* Is standard output a terminal that may get colours? */
bool output_has_colour(void);

/* Start and end a style; nothing where there is no colour. */
void output_on(FILE *out, output_style style);
void output_off(FILE *out);

/* Text for eyes: without controls; a line break becomes a blank. */
void output_plain(FILE *out, faq_str text);

/* The same, made to fill at least `width` columns, with blanks behind or before it. */
void output_left(FILE *out, faq_str text, size_t width);
void output_right(FILE *out, faq_str text, size_t width);

/* Text between tabs: tab, line break and backslash as \t \n \r \\. */
void output_tsv(FILE *out, faq_str text);

/* Text for HTML, with & < > " ' as references. */
void output_html(FILE *out, faq_str text);

/* A number with a comma after each three digits, such as 1,234; the buffer is the caller's. */
#define OUTPUT_NUMBER_BYTES 32
const char *output_number(char buffer[OUTPUT_NUMBER_BYTES], uint64_t number);

/* A size for people, such as 1.5 MiB. */
const char *output_size(char buffer[OUTPUT_NUMBER_BYTES], uint64_t bytes);

/* Has writing to standard output failed? It is of no use to go on then. */
bool output_failed(void);

/* Flush. Returns `code`, or EXIT_FAILED, having said why, when not all was written. */
int output_finish(int code);

#endif
