/* SPDX-License-Identifier: MIT */
#ifndef FAQ_STORE_RECORD_H
#define FAQ_STORE_RECORD_H

#include <faqsearch/faqsearch.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

/*
 * An entry as bytes: members that are set, in a fixed order, each `tag varint, length varint,
 * payload`. Payloads: a text is its bytes; a list is its texts, each with its length in front; a
 * number is a varint; a time is 8 bytes. Equal entries have equal records. Unknown tags are
 * skipped, so members can be added.
 */

#define FAQ_RECORD_BYTES (64u << 20) /* longest record */

/* Append the record of an entry; failure is sticky in `out`. */
void faq_record_encode(const faq_entry *entry, faq_buf *out);

/*
 * Read a record. Texts borrow from its bytes, lists and fields from `arena`. Fails with
 * FAQ_CORRUPT and FAQ_NO_MEMORY.
 */
faq_status faq_record_decode(faq_span record, faq_arena *arena, faq_entry *out, faq_error *err);

/* What `answer_text` is for searching: itself, or `answer` where it is not given. */
faq_str faq_record_answer_text(const faq_entry *entry);

#endif
