/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INDEX_INVERTER_H
#define FAQ_INDEX_INVERTER_H

#include "base/map.h"
#include "index/fields.h"
#include "store/appender.h"

/*
 * Turns (unit, place) pairs into sorted lists and a dictionary. Pairs are kept in the order they
 * come; finish deals them out to their terms by counting and sorts what is out of order.
 */
typedef struct faq_inverter {
    const faq_allocator *mem;
    faq_map terms; /* field letter and unit */
    faq_buf key;
    uint32_t *pair_terms, *pair_values; /* value: a row, or entry and code */
    size_t n_pairs, pair_terms_cap, pair_values_cap;
    uint32_t *body_terms;  /* of body pairs */
    uint64_t *body_values; /* entry and code, then mask in the low 16 bits */
    size_t n_body, body_terms_cap, body_values_cap;
    bool *kept; /* by term, to the last one that is */
    size_t n_kept, kept_cap;
} faq_inverter;

void faq_inverter_init(faq_inverter *inverter, const faq_allocator *mem);
void faq_inverter_release(faq_inverter *inverter);

/* The number of a unit of a field; FAQ_MAP_NONE when there is no memory. */
uint32_t faq_inverter_term(faq_inverter *inverter, faq_index_field field, faq_str unit);

/* A unit stands in a row, or in the body of an entry. False when there is no memory. */
bool faq_inverter_add_row(faq_inverter *inverter, uint32_t term, uint32_t row);
bool faq_inverter_add_body(faq_inverter *inverter, uint32_t term, uint32_t doc, uint8_t code,
                           uint16_t mask);

/*
 * Keep a term in the dictionary though no posting of it may be left: it was weighed when the epoch
 * began, and keeps its weight as long as that goes on. False when there is no memory.
 */
bool faq_inverter_keep(faq_inverter *inverter, uint32_t term);

/* Append the dictionary and the postings of a segment. */
faq_status faq_inverter_finish(faq_inverter *inverter, faq_appender *appender, uint32_t segment,
                               faq_error *err);

#endif
