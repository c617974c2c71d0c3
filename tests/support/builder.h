/* SPDX-License-Identifier: MIT */
#ifndef TESTS_SUPPORT_BUILDER_H
#define TESTS_SUPPORT_BUILDER_H

/* Small indexes of generated entries, and what an index holds as text that can be compared. */

#include <faqsearch/faqsearch.h>

#include "base/buf.h"

/*
 * Entry number i of a generated shop: the same for the same `i` and `stamp`. Its id is "e" and i in
 * five digits; every text of it that may change names the stamp. Every seventh is internal, every
 * eleventh has a locale, some have phrasings, HTML answers, validity, counts and fields.
 */
typedef struct test_entry {
    faq_entry entry; /* points to this struct: do not copy it */
    char id[16], question[160], other[160], answer[320], text[320], stamp[32];
    faq_str phrasings[2], category[2], stage[1], audience[2], tags[2], visibility[1];
    faq_field fields[1];
} test_entry;

void test_entry_make(test_entry *out, uint32_t i, uint32_t stamp);

/* Put entries first .. first + count - 1 with one commit. `options` may be NULL. */
faq_status test_put(const char *path, uint32_t first, uint32_t count, uint32_t stamp,
                    const faq_write_options *options, faq_error *err);

/* Delete entries first .. first + count - 1 with one commit. */
faq_status test_delete(const char *path, uint32_t first, uint32_t count,
                       const faq_write_options *options, faq_error *err);

/* Append one line with all members of an entry. */
void test_print_entry(faq_buf *out, const faq_entry *entry);

/* Append every entry of an index, a line each, by id. */
faq_status test_print_entries(faq_search *search, faq_buf *out, faq_error *err);

/* Append the hits of a dozen fixed questions: id, score, phrasing, highlights. */
faq_status test_print_answers(faq_search *search, faq_buf *out, faq_error *err);

/* Open the index at `path` and append its entries and answers. `options` may be NULL. */
faq_status test_print_index(const char *path, const faq_open_options *options, faq_buf *out,
                            faq_error *err);

/* All bytes of a file, appended; false when it cannot be read. And the other way. */
bool test_read_file(const char *path, faq_buf *out);
bool test_write_file(const char *path, const void *bytes, size_t len);

/* Fails the test and shows the first line that differs. */
void test_same_text(const faq_buf *got, const faq_buf *want, const char *row);

#endif
