/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_MARKS_H
#define TOOLS_MARKS_H

/* Texts in which what matched is marked. */

#include <stdio.h>

#include <faqsearch/faqsearch.h>

typedef enum mark_style {
    MARK_NONE,
    MARK_ANSI,    /* colour */
    MARK_HTML,    /* <mark>, everything else escaped */
    MARK_OFFSETS, /* the text stays as it is; places are told apart from it */
} mark_style;

typedef struct marked_text {
    faq_str text;
    const faq_range *ranges; /* ascending, apart */
    size_t count;
    mark_style style;
} marked_text;

/* The text with its marks, in new memory, for the caller to free(); NULL when it is short. */
char *marks_apply(const marked_text *marked, size_t *len);

/* Where a text stands on a terminal. */
typedef struct marks_box {
    size_t indent;  /* blanks before each line but the first */
    size_t columns; /* of a line, without the indent */
    size_t lines;   /* at most; what does not fit gives way to an ellipsis */
} marks_box;

/*
 * Print a text into a box, white space as single blanks, controls left out, and end the line. When
 * the first match would not be seen, it begins shortly before that.
 */
void marks_print(FILE *out, const marked_text *marked, marks_box box);

#endif
