/* SPDX-License-Identifier: MIT */
#ifndef TESTS_SUPPORT_STATE_H
#define TESTS_SUPPORT_STATE_H

#include <faqsearch/faqsearch.h>

/*
 * Indexes whose whole state can be told at a glance: entries `e0` .. `eN` whose questions and
 * answers carry a stamp.
 */

/* Put entries [first, end) with a stamp. */
faq_status state_put(faq_writer *writer, unsigned first, unsigned end, unsigned stamp,
                     faq_error *err);

/* One transaction on `path`: put [first, end), delete [gone, gone_end). `options` may be NULL. */
faq_status state_write(const char *path, const faq_write_options *options, unsigned first,
                       unsigned end, unsigned stamp, unsigned gone, unsigned gone_end,
                       faq_error *err);

/*
 * What a reader finds: a hash over all entries, and over the hits and scores of some questions.
 * `options` may be NULL. Any failure on the way is returned.
 */
faq_status state_read(const char *path, const faq_open_options *options, uint64_t *digest,
                      faq_error *err);

/* Is there an index at `path`, and what state has it? 0 when there is none; aborts on damage. */
uint64_t state_of(const char *path);

/* As state_stamp(), of the newest commit that the index of a search knows. */
unsigned state_stamp_in(faq_search *search, unsigned *count, faq_error *err);

/* All entries must carry one stamp, which is returned; UINT32_MAX when they differ or fail. */
unsigned state_stamp(const char *path, unsigned *count, faq_error *err);

#endif
