/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_KEYS_H
#define TOOLS_KEYS_H

/*
 * From the IDs on a command line to the keys of entries. Without --locale an ID means its entry in
 * every locale.
 */

#include "session.h"

typedef struct keys_one {
    faq_str id;
    char *locale;  /* owned; NULL: there is no such entry */
    size_t wanted; /* which of the IDs it is for */
} keys_one;

typedef struct keys {
    keys_one *at; /* in the order of the IDs, then by locale; a missing one is there too */
    size_t count, cap;
} keys;

/*
 * Look up IDs, in the locale of --locale or in all. Of a given locale nothing is read: every key is
 * listed as if it existed, and `search` may be NULL. What is found borrows `ids`.
 * Returns 0, or an exit code after saying why. keys_release() in any case.
 */
int keys_find(keys *out, faq_search *search, const options *given, const faq_list *ids);
void keys_release(keys *list);

/* Say that an ID is missing. */
void keys_report_missing(faq_str id);

#endif
