/* SPDX-License-Identifier: MIT */
#ifndef FAQ_API_INDEX_H
#define FAQ_API_INDEX_H

#include <pthread.h>

#include <faqsearch/faqsearch.h>

#include "search/reader.h"
#include "text/analyzer.h"

#define FAQ_INDEX_WARNINGS 4

/* `lock` guards `reader`, the newest commit known, and `spare`; refreshes take turns. */
struct faq_index {
    faq_allocator mem;
    faq_io io;
    char *path;
    faq_snapshot_options options;
    pthread_mutex_t lock, refreshing;
    faq_reader *reader;
    faq_analyzer
        *spare; /* made to look for drift; the first searcher of the same memory takes it */
    bool drifted;
    const char *warnings[FAQ_INDEX_WARNINGS];
    size_t n_warnings;
};

/* The newest commit, for the caller to release. */
faq_reader *faq_index_reader(faq_index *index);

/* An analyser for a searcher that has its memory from `mem`; it then owns it. */
faq_status faq_index_take_analyzer(faq_index *index, const faq_allocator *mem, faq_analyzer **out,
                                   faq_error *err);

#endif
