/* SPDX-License-Identifier: MIT */
/* Any bytes as a question, as an entry's text, and as what is highlighted. */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <unistd.h>

#include "support/state.h"

static faq_index *index_of_all;
static faq_search *search;

static void open_index(void)
{
    char path[] = "/tmp/faqsearch-fuzz-XXXXXX";
    int file = mkstemp(path);
    if (file < 0)
        abort();
    close(file);
    unlink(path);
    if (state_write(path, NULL, 0, 40, 1, 0, 0, NULL) ||
        faq_index_open(&index_of_all, path, NULL, NULL) ||
        faq_search_new(&search, index_of_all, NULL, NULL))
        abort();
    unlink(path); /* the mapping stays */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!search)
        open_index();
    faq_str text = {(const char *)data, size};
    faq_query query = FAQ_INIT(faq_query);
    query.text = text;
    query.exact = size % 2;
    faq_hits hits;
    if (faq_search_run(search, &query, &hits, NULL))
        return 0;
    const faq_range *ranges;
    size_t count, end = 0;
    if (faq_search_highlight(search, text, &ranges, &count, NULL))
        return 0;
    for (size_t i = 0; i < count; i++) {
        if (ranges[i].start < end || ranges[i].len == 0 || ranges[i].start > size ||
            ranges[i].len > size - ranges[i].start)
            abort();
        end = ranges[i].start + ranges[i].len;
    }
    return 0;
}
