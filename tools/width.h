/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_WIDTH_H
#define TOOLS_WIDTH_H

/*
 * How many columns of a terminal a text takes, whatever the locale says: Han characters, kana,
 * Hangul, full-width forms and emoji take two, combining marks and zero-width characters none.
 */

#include <faqsearch/faqsearch.h>

/* A character: what it is and how it is written. */
typedef struct width_char {
    uint32_t code;  /* U+FFFD for a malformed byte */
    size_t len;     /* bytes it takes in the text */
    unsigned width; /* columns: 0, 1 or 2 */
} width_char;

/* The character at the start of a text of at least one byte. */
width_char width_take(const char *at, size_t len);

size_t width_of(faq_str text);

/* Must a terminal not see it? C0 and C1 controls, which may start escape sequences. */
bool width_is_control(uint32_t code);

/* Columns to fit output into: of the terminal behind `file`, else of COLUMNS, else 80. */
size_t width_of_terminal(int file);

#endif
