/* SPDX-License-Identifier: MIT */
#ifndef FAQ_TEXT_UTF8_H
#define FAQ_TEXT_UTF8_H

#include <faqsearch/types.h>

#define FAQ_REPLACEMENT 0xFFFDu

/*
 * The code point at `at`, of the `len` > 0 bytes left, and its bytes in `used` (1 .. 4). What is
 * not well-formed reads as U+FFFD, one for each maximal subpart (Unicode 15, 3.9, table 3-8).
 */
uint32_t faq_utf8_decode(const char *at, size_t len, size_t *used);

/* Write a code point (a scalar value); returns its bytes, 1 .. 4. */
size_t faq_utf8_encode(uint32_t point, char out[4]);

/* The code points of a text, malformed pieces counting one each. */
size_t faq_utf8_count(faq_str text);

#endif
