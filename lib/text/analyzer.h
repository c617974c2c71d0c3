/* SPDX-License-Identifier: MIT */
#ifndef FAQ_TEXT_ANALYZER_H
#define FAQ_TEXT_ANALYZER_H

#include <faqsearch/faqsearch.h>

/*
 * The one analyser of entries and questions: fold, then units of four kinds (faq_unit_kind).
 * Public as faq_analyzer; here is what the rooms above need beyond that.
 */

enum {
    FAQ_CUT_CHARACTERS = 1 << FAQ_UNIT_CHARACTER,
    FAQ_CUT_WORDS = 1 << FAQ_UNIT_WORD,
    FAQ_CUT_CANONICAL = 1 << FAQ_UNIT_CANONICAL,
    FAQ_CUT_BIGRAMS = 1 << FAQ_UNIT_BIGRAM,
    FAQ_CUT_ALL = FAQ_CUT_CHARACTERS | FAQ_CUT_WORDS | FAQ_CUT_CANONICAL | FAQ_CUT_BIGRAMS,
};

/* As faq_analyzer_run(), with only the kinds of units that are asked for. */
faq_status faq_analyzer_cut(faq_analyzer *analyzer, faq_str text, unsigned kinds, faq_analysis *out,
                            faq_error *err);

/*
 * A hash of what shapes units: the tables, ICU's version, and how a probe text is cut. Indexes
 * keep it, so that one made by another analysis is noticed.
 */
uint64_t faq_analyzer_fingerprint(faq_analyzer *analyzer);

#endif
