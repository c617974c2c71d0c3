/* SPDX-License-Identifier: MIT */
/* Any bytes as a table: every entry has what an index needs, every refusal a place. */
#include "fuzz/fuzz.h"

#include <stdlib.h>

#include <faqsearch/ingest.h>

static faq_status check_entry(void *ctx, const faq_entry *entry, const faq_place *place,
                              faq_error *err)
{
    (void)ctx, (void)err;
    if (!entry->id.len || entry->id.len > FAQ_KEY_BYTES || !entry->question.len || !place->line)
        abort();
    return FAQ_OK;
}

static void check_refusal(void *ctx, const faq_place *place, const char *reason, faq_str record)
{
    (void)ctx, (void)record;
    if (!place->line || !reason[0])
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    faq_ingest_options options = FAQ_INIT(faq_ingest_options);
    options.entry = check_entry;
    options.rejected = check_refusal;
    options.format = FAQ_FORMAT_CSV;
    faq_ingest_bytes((faq_str){(const char *)data, size}, "fuzz.csv", &options, NULL, NULL);
    return 0;
}
