/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_LINES_H
#define TOOLS_LINES_H

/* A text file of one thing a line, whole in memory. */

#include <faqsearch/faqsearch.h>

typedef struct lines {
    char *bytes; /* owned */
    faq_str *at; /* without line ends, empty ones included; owned */
    size_t count;
} lines;

/*
 * Read a file; - is standard input. A BOM at its start is left out. Returns false after saying
 * why. lines_release() in any case.
 */
bool lines_read(lines *out, const char *path);
void lines_release(lines *list);

#endif
