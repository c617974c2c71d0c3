/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_TIME_H
#define FAQ_INGEST_TIME_H

#include <faqsearch/types.h>

/* A time read: seconds since 1970, and whether it names a day only. */
typedef struct faq_time {
    int64_t seconds; /* INT64_MIN: no limit, as 永久有效 or the year 9999 say */
    bool is_day;
} faq_time;

/*
 * Read a time as exports write it: ISO 8601 with or without offset, `2026/1/2 3:04`,
 * `2026年1月2日`, 20260102, seconds or milliseconds since 1970, 永久有效. Without an offset it is
 * UTC. False when it is none of these.
 */
bool faq_time_read(faq_str text, faq_time *out);

#endif
