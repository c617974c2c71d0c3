/* SPDX-License-Identifier: MIT */
#ifndef FAQ_TEXT_CANON_H
#define FAQ_TEXT_CANON_H

#include "base/map.h"

/*
 * Question words and common synonyms of shop Chinese, each class with one canonical form: 如何,
 * 怎样 and 咋 read as 怎么. The table is tables/canonical.inc; phrases are folded text.
 */
typedef struct faq_canon {
    faq_map phrases;    /* phrase -> number */
    uint16_t *class_of; /* by phrase number */
    size_t class_cap;
    size_t longest;       /* bytes of the longest phrase */
    uint8_t *first_bytes; /* a bit for each first character up to U+FFFF that begins a phrase */
} faq_canon;

typedef struct faq_canon_match {
    faq_str form; /* the class's canonical form; lives as long as the program */
    size_t len;   /* bytes of the text that it stands for */
    bool is_question_word;
} faq_canon_match;

faq_status faq_canon_init(faq_canon *canon, const faq_allocator *mem, faq_error *err);
void faq_canon_release(faq_canon *canon);

/* The longest phrase that `text` begins with and that ends between characters. */
bool faq_canon_match_at(const faq_canon *canon, faq_str text, faq_canon_match *out);

/* A hash of the table. */
uint64_t faq_canon_fingerprint(void);

#endif
