/* SPDX-License-Identifier: MIT */
/* Any bytes as HTML: what comes out is clean, so cleaning it again changes nothing. */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include <faqsearch/ingest.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    faq_str html = {(const char *)data, size}, safe, text, again;
    if (faq_ingest_html(html, NULL, &safe, &text, NULL))
        return 0;
    if (faq_ingest_html(safe, NULL, &again, NULL, NULL) == FAQ_OK) {
        if (again.len != safe.len || (safe.len && memcmp(again.at, safe.at, safe.len) != 0))
            abort();
        faq_ingest_release(NULL, again);
    }
    faq_ingest_release(NULL, safe);
    faq_ingest_release(NULL, text);
    return 0;
}
