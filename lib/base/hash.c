/* SPDX-License-Identifier: MIT */
#include "base/hash.h"

#include <xxhash.h>

uint64_t faq_hash(faq_str bytes)
{
    return XXH3_64bits(bytes.at, bytes.len);
}

uint64_t faq_hash_seeded(faq_str bytes, uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes.at, bytes.len, seed);
}
