/* SPDX-License-Identifier: MIT */
/* Any bytes as JSON and as JSON Lines: every entry has what an index needs. */
#include "fuzz/fuzz.h"

#include <stdlib.h>

#include <faqsearch/ingest.h>

static faq_status check_entry(void *ctx, const faq_entry *entry, const faq_place *place,
                              faq_error *err)
{
    (void)ctx, (void)err;
    if (!entry->id.len || entry->id.len > FAQ_KEY_BYTES || !entry->question.len || !place->line)
        abort();
    for (size_t i = 0; i < entry->n_fields; i++) {
        if (!entry->fields[i].json.len)
            abort();
    }
    return FAQ_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const faq_format formats[] = {FAQ_FORMAT_JSON, FAQ_FORMAT_JSONL, FAQ_FORMAT_AUTO};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        faq_ingest_options options = FAQ_INIT(faq_ingest_options);
        options.entry = check_entry;
        options.format = formats[i];
        faq_ingest_bytes((faq_str){(const char *)data, size}, "-", &options, NULL, NULL);
    }
    return 0;
}
