/* SPDX-License-Identifier: MIT */
#ifndef FAQ_BASE_ERROR_H
#define FAQ_BASE_ERROR_H

#include <faqsearch/types.h>

/*
 * Fill `err` (may be NULL) and return `status`, so that a failure is one statement:
 *
 *     return faq_fail(err, FAQ_BAD_INPUT, line, "line %zu: answer is empty", line);
 *
 * The message is one line without a full stop. Cut at FAQ_ERROR_BYTES, never within a character.
 */
faq_status faq_fail(faq_error *err, faq_status status, uint64_t offset, const char *format, ...)
    FAQ_PRINTF(4, 5);

/* The one door of all reports of damage: a breakpoint here catches its first sign. */
faq_status faq_corrupt(faq_error *err, uint64_t offset, const char *what);

/* FAQ_NO_MEMORY with words. `what` completes "no memory to ...". */
faq_status faq_no_memory(faq_error *err, const char *what);

#endif
