/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_TABLE_H
#define FAQ_INGEST_TABLE_H

#include "ingest/intake.h"

/*
 * Read a table (CSV, TSV): its header is the first of the first rows that names a question column,
 * unless the options name the columns; every later row is a record. `delimiter` is the character
 * between cells, or 0 to find it.
 */
faq_status faq_table_read(faq_intake *intake, faq_str text, char delimiter);

#endif
