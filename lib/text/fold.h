/* SPDX-License-Identifier: MIT */
#ifndef FAQ_TEXT_FOLD_H
#define FAQ_TEXT_FOLD_H

#include "base/buf.h"

/*
 * Folding brings spellings of one text to one form: NFKC case folding (width, case, compatibility
 * forms, default-ignorable characters; Unicode 15, UAX #15 and 3.13) and traditional to simplified
 * characters, one by one. What was folded is kept, with a map back to the bytes it came from.
 */
typedef struct faq_fold {
    const faq_allocator *mem;
    const void *nfkc;     /* ICU's UNormalizer2, borrowed from ICU */
    uint16_t *simplified; /* by character, from FAQ_FOLD_HAN_FIRST; itself when unchanged */
    faq_buf text;         /* folded UTF-8, always well-formed */
    struct faq_fold_origin {
        uint32_t from, to; /* source bytes [from, to) */
    } * origins;           /* for each folded byte */
    size_t origins_cap;
    uint16_t *group, *result; /* scratch: UTF-16 of what is normalized together */
    size_t group_cap, result_cap;
} faq_fold;

#define FAQ_FOLD_HAN_FIRST 0x3400
#define FAQ_FOLD_HAN_LAST 0x9FFF

/* Fails with FAQ_NO_MEMORY. What init left half done is given back by release. */
faq_status faq_fold_init(faq_fold *fold, const faq_allocator *mem, faq_error *err);
void faq_fold_release(faq_fold *fold);

/*
 * Fold a text of at most UINT32_MAX / 4 bytes into fold->text and origins, which stay until the
 * next run. Malformed bytes become U+FFFD. Fails with FAQ_NO_MEMORY and FAQ_BAD_ARGUMENT (too
 * long).
 */
faq_status faq_fold_run(faq_fold *fold, faq_str text, faq_error *err);

/* A hash of the tables that shape what folding does. */
uint64_t faq_fold_fingerprint(const faq_fold *fold);

#endif
