/* SPDX-License-Identifier: MIT */
#ifndef FAQ_STORE_COLUMNS_H
#define FAQ_STORE_COLUMNS_H

#include "base/map.h"
#include "store/appender.h"
#include "store/snapshot.h"

/*
 * A typed value for every entry of a segment, for filters, facets and visibility.
 *
 * COLUMN
 *      0   4  kind         faq_column_kind
 *      4   4  name         its length in bytes
 *      8   4  n_values     distinct texts (0 for numbers and times)
 *     12   4  n_sets       distinct sets of them
 *     16      cells        for each entry: u32 number of its set, or 8 bytes: a double's bits for
 *                          numbers (NaN: none), seconds since 1970 for times (INT64_MIN: none)
 *             set starts   u32 for each set, and one more: index into the next list
 *             set members  u32: values of each set, ascending
 *             value starts u32 for each value, and one more: where it begins in the bytes
 *             bytes        of the values, ascending bytewise
 *             name
 *
 * Entries share sets, so a condition is decided once for each set and looked up for each entry.
 */
typedef enum faq_column_kind {
    FAQ_COLUMN_TEXTS = 1,
    FAQ_COLUMN_NUMBER = 2,
    FAQ_COLUMN_TIME = 3,
} faq_column_kind;

/* ---- writing */

typedef struct faq_column_writer {
    faq_column_kind kind;
    faq_str name;
    faq_map values, sets; /* a set is keyed by its members' numbers, 4 bytes each, ascending */
    faq_buf cells, scratch;
    uint32_t n_docs;
} faq_column_writer;

/* `name` is borrowed until finish. */
void faq_column_init(faq_column_writer *column, const faq_allocator *mem, faq_column_kind kind,
                     faq_str name);
void faq_column_release(faq_column_writer *column);

/* The value of the next entry. Texts may repeat. Failure is sticky until finish. */
void faq_column_add_texts(faq_column_writer *column, faq_list texts);
void faq_column_add_number(faq_column_writer *column, double number);
void faq_column_add_time(faq_column_writer *column, int64_t time);

faq_status faq_column_finish(faq_column_writer *column, faq_appender *appender, uint32_t segment,
                             faq_error *err);

/* ---- reading */

typedef struct faq_column {
    faq_column_kind kind;
    faq_str name;
    uint32_t n_docs, n_values, n_sets;
    const uint8_t *cells, *set_starts, *members, *value_starts;
    uint32_t n_members;
    faq_str bytes;
} faq_column;

/* Open the column of a payload. Checks all extents, no contents. */
faq_status faq_column_open(faq_column *column, faq_span payload, uint32_t n_docs, faq_error *err);

/* The set of an entry; n_sets where the file is damaged. */
uint32_t faq_column_set(const faq_column *column, uint32_t doc);

/* The members of a set; fewer where the file is damaged. */
uint32_t faq_column_set_size(const faq_column *column, uint32_t set);
faq_str faq_column_set_value(const faq_column *column, uint32_t set, uint32_t i);

int64_t faq_column_time(const faq_column *column, uint32_t doc);
double faq_column_number(const faq_column *column, uint32_t doc);

#endif
