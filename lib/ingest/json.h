/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_JSON_H
#define FAQ_INGEST_JSON_H

#include "ingest/intake.h"

/*
 * JSON through jansson, which uses the C library's heap rather than our allocator: its hooks are
 * global, and a library changes no globals. Its tree costs about ten times the text of a document,
 * of a line in JSON Lines. It bounds nesting (2,048 levels), and refuses members that repeat.
 *
 * `text` is terminated by a NUL byte beyond its length, and is changed: see
 * faq_json_mend_surrogates().
 */

/* One document: an object that is a record, or arrays of records at any place in it. */
faq_status faq_json_read(faq_intake *intake, char *text, size_t len);

/* A document a line. A line that is none is refused, the rest goes on. */
faq_status faq_json_read_lines(faq_intake *intake, char *text, size_t len);

/* Is the text one JSON object a line, and at least two of them? */
bool faq_json_has_lines(faq_str text);

#endif
