/* SPDX-License-Identifier: MIT */
#ifndef FAQ_TEXT_CUT_H
#define FAQ_TEXT_CUT_H

#include <faqsearch/types.h>

/*
 * Cuts folded text into words with ICU's word rules and dictionary (UAX #29, root locale), so that
 * no result depends on the locale of the process. One thread at a time.
 */
typedef struct faq_cut {
    void *breaks; /* ICU's UBreakIterator */
    void *text;   /* ICU's UText, opened anew for each run */
} faq_cut;

faq_status faq_cut_init(faq_cut *cut, faq_error *err);
void faq_cut_release(faq_cut *cut);

/* Begin on a well-formed text, which must outlive the run. */
faq_status faq_cut_begin(faq_cut *cut, faq_str text, faq_error *err);

/* The next word (not blanks or punctuation) as bytes [start, end); false when there is none. */
bool faq_cut_next(faq_cut *cut, size_t *start, size_t *end);

#endif
