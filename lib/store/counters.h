/* SPDX-License-Identifier: MIT */
#ifndef FAQ_STORE_COUNTERS_H
#define FAQ_STORE_COUNTERS_H

#include <faqsearch/faqsearch.h>

#include "base/buf.h"
#include "base/span.h"

/*
 * COUNTERS: for each entry of a segment 40 bytes: asked, resolved, helpful, unhelpful, views, u64
 * each. A section of its own, so that counts can change in a commit that touches nothing else.
 */
#define FAQ_COUNTERS_BYTES 40u

static inline void faq_counters_put(faq_buf *out, const faq_entry *entry)
{
    faq_put_u64(out, entry->asked);
    faq_put_u64(out, entry->resolved);
    faq_put_u64(out, entry->helpful);
    faq_put_u64(out, entry->unhelpful);
    faq_put_u64(out, entry->views);
}

/* How often an entry was asked. `doc` must be one of the section's. */
static inline uint64_t faq_counters_asked(const faq_span *counters, uint32_t doc)
{
    return faq_load_u64(counters->at + (size_t)doc * FAQ_COUNTERS_BYTES);
}

#endif
