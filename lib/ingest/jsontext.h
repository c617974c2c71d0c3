/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_JSONTEXT_H
#define FAQ_INGEST_JSONTEXT_H

#include "base/arena.h"

/*
 * JSON as text. jansson proves a document well-formed and decodes it; these read the same text
 * again where its tree has lost something: the digits of a number, where a value stands, how it
 * was written. All of them take text that jansson has accepted, terminated by a NUL byte.
 */

/* Past blanks. */
const char *faq_json_skip_blank(const char *at);

/* Past the value that starts at `at`, which is not blank. No recursion. */
const char *faq_json_skip(const char *at);

/* Past the separator after a value, to the next value, member or closing bracket. */
const char *faq_json_next(const char *at);

/* The value of the member whose name starts at `at`. */
const char *faq_json_member(const char *at);

/* A value without the blanks between its parts, on one line. `at` is NULL without memory. */
faq_str faq_json_compact(faq_str value, faq_arena *arena);

/* A text as a JSON string, quotation marks included. `at` is NULL without memory. */
faq_str faq_json_quote(faq_str text, faq_arena *arena);

/* Make every half of a surrogate pair that stands alone (\uD83D) read \uFFFD, in place. */
void faq_json_mend_surrogates(char *text, size_t len);

#endif
