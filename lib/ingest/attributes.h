/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_ATTRIBUTES_H
#define FAQ_INGEST_ATTRIBUTES_H

#include "base/buf.h"

/*
 * Write those attributes of a tag that an element may have, each after a blank, values escaped,
 * addresses of known schemes only. `out` may be NULL. Tells if an address was among them.
 */
bool faq_attributes_write(const char *element, faq_str source, faq_buf *out);

/* Is it a relative address or one of http, https, mailto and tel? */
bool faq_attributes_is_safe_url(faq_str url);

#endif
