/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_JSON_H
#define TOOLS_JSON_H

/*
 * Writes JSON, one value after another; commas come by themselves. A name of NULL writes the value
 * without one, as in a list. Text that is not UTF-8 is written as U+FFFD where it is malformed.
 *
 *     json_writer json = json_begin(stdout);
 *     json_open(&json, NULL, '{');
 *     json_number(&json, "entries", 3);
 *     json_close(&json, '}');
 *     json_end(&json);                        {"entries":3}\n
 */

#include <stdio.h>

#include <faqsearch/faqsearch.h>

typedef struct json_writer {
    FILE *out;
    bool follows; /* a value stands before: the next one needs a comma */
} json_writer;

json_writer json_begin(FILE *out);

/* The line break after a document. */
void json_end(json_writer *json);

void json_open(json_writer *json, const char *name, char bracket);
void json_close(json_writer *json, char bracket);

void json_text(json_writer *json, const char *name, faq_str text);
void json_number(json_writer *json, const char *name, uint64_t number);
void json_integer(json_writer *json, const char *name, int64_t number);
void json_decimal(json_writer *json, const char *name, double number, int places);
void json_bool(json_writer *json, const char *name, bool value);
void json_list(json_writer *json, const char *name, faq_list list);
void json_ranges(json_writer *json, const char *name, const faq_range *ranges, size_t count);

/* A member whose value is JSON text already. */
void json_raw(json_writer *json, faq_str name, faq_str value);

#endif
