/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_INTAKE_H
#define FAQ_INGEST_INTAKE_H

#include <faqsearch/ingest.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "ingest/words.h"

/*
 * One call of faq_ingest_file() or faq_ingest_bytes(): what the readers of formats share. For each
 * record a reader resets `arena`, fills it, calls faq_intake_next(), and ends the record with
 * faq_record_give() or faq_intake_reject().
 */
typedef struct faq_intake {
    const faq_ingest_options *options;
    const faq_allocator *mem;
    faq_error *err;
    faq_words words;
    faq_arena arena;   /* of the record at hand */
    faq_map questions; /* locale, NUL, question of entries without an id of their own */
    uint32_t *times;   /* how often, by number in `questions` */
    size_t times_cap;
    faq_buf safe, text; /* an HTML answer, cleaned */
    faq_place place;    /* of the record at hand */
    faq_ingest_result result;
    char first_reason[96]; /* of the first record refused, and where */
    uint64_t first_refused;
} faq_intake;

/* Begin a record whose first line is given. */
void faq_intake_next(faq_intake *intake, uint64_t line);

/* Refuse the record at hand. */
void faq_intake_reject(faq_intake *intake, const char *reason, faq_str source);

/* Fail the call: FAQ_BAD_INPUT with "FILE: line N: ...", without a line when that is 0. */
faq_status faq_intake_fail(faq_intake *intake, uint64_t line, const char *format, ...)
    FAQ_PRINTF(3, 4);

/* FAQ_NO_MEMORY with words. */
faq_status faq_intake_no_memory(faq_intake *intake);

/* How often the question of that locale came without an id in this call, this time included; 0
 * when there is no memory. */
uint32_t faq_intake_count(faq_intake *intake, faq_str locale, faq_str question);

#endif
