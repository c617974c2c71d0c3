/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_FIELDS_H
#define TOOLS_FIELDS_H

/*
 * The members of an entry by name, in the one order in which they are always written: id locale
 * question phrasings answer answer_type answer_text category stage audience tags url visibility
 * valid_from valid_to updated asked resolved helpful unhelpful views, then those that faqsearch
 * does not name. Whoever prints entries goes through here.
 */

#include <faqsearch/faqsearch.h>

#include "json.h"

/* The members that faqsearch names: the ith of them, NULL past the last. */
const char *fields_name(size_t i);

/* What is shown and highlighted as the answer: plain text. */
faq_str fields_answer(const faq_entry *entry);

/* An entry as a JSON object on a line of its own, without its empty members: loses nothing. */
void fields_write_entry(FILE *out, const faq_entry *entry);

/*
 * One member by name, "answer" as plain text. An empty one is left out unless `always`.
 */
void fields_write(json_writer *json, const faq_entry *entry, faq_str name, bool always);

/* The members that faqsearch does not name. */
void fields_write_others(json_writer *json, const faq_entry *entry);

/*
 * One member as text: lists joined with ; (levels of a category with /), times as seconds, what
 * faqsearch does not name as its JSON, or the characters of a JSON string. Empty when it is not
 * set. The text is new memory, for the caller to free(), NULL when there is none.
 */
char *fields_text(const faq_entry *entry, faq_str name, size_t *len);

#endif
