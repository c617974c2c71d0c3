/* SPDX-License-Identifier: MIT */
#include "index/postings.h"

/* Everything times 100, so that the code is the same on every machine. */
#define K1_FIXED 18u  /* k1 (1 - b) */
#define K1_LENGTH 72u /* k1 b */
#define LENGTH 120u

uint8_t faq_posting_code(uint32_t tf, uint32_t len)
{
    /* saturation / (k1 + 1) = tf / (tf + k1 (1 - b) + k1 b len / L), below 1 */
    uint64_t top = (uint64_t)tf * 100 * LENGTH;
    uint64_t bottom = top + (uint64_t)K1_FIXED * LENGTH + (uint64_t)K1_LENGTH * len;
    return (uint8_t)((top * 255 + bottom - 1) / bottom);
}
