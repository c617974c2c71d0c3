/* SPDX-License-Identifier: MIT */
#ifndef TESTS_SUPPORT_CORPUS_H
#define TESTS_SUPPORT_CORPUS_H

#include "support/test.h"

/*
 * Random entries and questions. TINY texts are of a dozen characters, so that ties and matches are
 * frequent; SHOP texts are what customers of a shop write, with traditional characters, full width,
 * Latin words, numbers, and broken bytes now and then.
 */
typedef enum corpus_kind { CORPUS_TINY, CORPUS_SHOP } corpus_kind;

enum { CORPUS_TEXT_BYTES = 4096, CORPUS_LIST = 12 };

/* An entry with room for what it points to. Never copied. */
typedef struct corpus_entry {
    faq_entry entry;
    char text[CORPUS_TEXT_BYTES];
    size_t used;
    faq_str phrasings[CORPUS_LIST], visibility[2], tags[2], category[3], stage[2];
    faq_field fields[2];
    bool mark;             /* for the test's own use, as is: */
    uint32_t segment, doc; /* where the index has it */
} corpus_entry;

/* A text, one to `words` words long. */
size_t corpus_write(test_random *random, corpus_kind kind, size_t words, char *out, size_t room);

/*
 * A new entry, freed with free(). Its id is one of `n_ids`, so that entries meet their elders.
 * `hidden` is the percentage of entries that are internal, drafts, for groups, or limited in time.
 */
corpus_entry *corpus_make(test_random *random, corpus_kind kind, size_t n_ids, size_t max_phrasings,
                          size_t hidden);

/* Make an entry one that the public may not see. */
void corpus_hide(test_random *random, corpus_entry *made);

/* The system's files without syncs: nobody pulls the plug here. */
const faq_io *corpus_io(void);

/* Write options with that table. */
faq_write_options corpus_options(void);

/* Put these entries in one commit. `memory` as in faq_write_options. */
void corpus_commit(const char *path, corpus_entry *const *entries, size_t count, uint64_t memory);

/*
 * All that a reader of an index gets to see of some questions, as one text to compare and to free:
 * totals, ids, scores, phrasings, and stored entries. `query` says how to ask; its text is set
 * here.
 */
char *corpus_answers(const char *path, const faq_str *questions, size_t count, faq_query query);

#endif
