/* SPDX-License-Identifier: MIT */
/* An index file by somebody who makes all checksums right: open, walk, search, highlight, check. */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include <faqsearch/faqsearch.h>

#include "support/damage.h"
#include "support/memfile.h"

static faq_status look(void *ctx, const faq_entry *entry, faq_error *err)
{
    (void)err;
    *(size_t *)ctx += entry->question.len + entry->answer.len;
    return FAQ_OK;
}

static void ask(faq_search *search, const char *text)
{
    faq_query query = FAQ_INIT(faq_query);
    query.text = faq_text(text);
    query.sees_all = true;
    faq_hits hits;
    if (faq_search_run(search, &query, &hits, NULL))
        return;
    for (size_t i = 0; i < hits.count; i++) {
        faq_entry entry;
        const faq_range *ranges;
        size_t count;
        if (!faq_search_entry(search, hits.at[i].segment, hits.at[i].doc, &entry, NULL))
            faq_search_highlight(search, entry.question, &ranges, &count, NULL);
    }
}

static void use(faq_index *index)
{
    faq_search *search;
    if (faq_search_new(&search, index, NULL, NULL))
        return;
    size_t bytes = 0;
    faq_search_each(search, look, &bytes, NULL);
    ask(search, "");
    ask(search, "怎么退货，运费谁出");
    ask(search, "第5次 stamp1 發票");
    faq_search_free(search);
    faq_index_check(index, NULL, NULL, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *bytes = malloc(size ? size : 1);
    if (!bytes)
        return 0;
    memcpy(bytes, data, size);
    test_repair_checksums(bytes, size);
    test_memfile file = {bytes, size};
    faq_io io = test_memfile_io(&file);
    faq_open_options options = FAQ_INIT(faq_open_options);
    options.io = &io;
    faq_index *index;
    if (!faq_index_open(&index, "memory", &options, NULL)) {
        use(index);
        faq_index_close(index);
    }
    free(bytes);
    return 0;
}
