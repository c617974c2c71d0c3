/* SPDX-License-Identifier: MIT */
#ifndef FAQ_BASE_HASH_H
#define FAQ_BASE_HASH_H

#include <faqsearch/types.h>

/*
 * XXH3, 64 bits (https://github.com/Cyan4973/xxHash, its stable form): checksums of sections and
 * places in hash tables. Not for secrets. The same value on every machine.
 */
uint64_t faq_hash(faq_str bytes);

/* As above with a seed, for tables whose keys a stranger chooses. */
uint64_t faq_hash_seeded(faq_str bytes, uint64_t seed);

#endif
