/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_CSV_H
#define FAQ_INGEST_CSV_H

#include "base/arena.h"

/*
 * Rows of a table in text (RFC 4180): cells parted by one character, rows by CRLF, LF or CR, cells
 * with either in quotation marks, a doubled mark for one inside. Beyond the RFC, a mark in the
 * middle of a quoted cell of one line stands for itself.
 *
 * A quotation mark that nobody closed would swallow the rest of the file. It shows by the end of
 * the text, or by a stray mark after a line break: the row is given up, and reading goes on at the
 * next line. With a tab between cells, where many writers know no quoting, such a mark is text.
 */
typedef struct faq_csv {
    faq_str text;
    char delimiter;
    size_t pos;     /* of the next row */
    uint64_t line;  /* 1-based, of the next row */
    size_t reread;  /* bytes that rows given up had reached beyond their first line */
    faq_str *cells; /* of the row read last, in the arena; borrowed from the text where it can be */
    size_t count, cap;
} faq_csv;

typedef enum faq_csv_row {
    FAQ_CSV_END,
    FAQ_CSV_ROW,
    FAQ_CSV_UNCLOSED, /* a quotation mark without its partner */
    FAQ_CSV_HOPELESS, /* so many of them that it cannot be this format */
    FAQ_CSV_NO_MEMORY,
} faq_csv_row;

void faq_csv_init(faq_csv *csv, faq_str text, char delimiter);

/*
 * Read the next row that is not blank. `line` gets the number of its first line, `source` its
 * text. Cells live as long as the arena is not reset.
 */
faq_csv_row faq_csv_next(faq_csv *csv, faq_arena *arena, uint64_t *line, faq_str *source);

#endif
