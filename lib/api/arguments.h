/* SPDX-License-Identifier: MIT */
#ifndef FAQ_API_ARGUMENTS_H
#define FAQ_API_ARGUMENTS_H

#include <faqsearch/types.h>

/* What callers hand in: has every text the bytes that its length promises? */

static inline bool faq_is_text(faq_str text)
{
    return text.at || !text.len;
}

static inline bool faq_is_list(faq_list list)
{
    bool whole = list.at || !list.count;
    for (size_t i = 0; i < list.count && whole; i++)
        whole = faq_is_text(list.at[i]);
    return whole;
}

#endif
