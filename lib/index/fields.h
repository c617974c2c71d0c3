/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INDEX_FIELDS_H
#define FAQ_INDEX_FIELDS_H

#include "base/str.h"

/*
 * The fields that units are indexed in. A term of the dictionary is the field's letter and the
 * unit: "U退", "W退货", "C怎么", "B退货". U, W, C number rows (phrasings), B numbers entries.
 */
typedef enum faq_index_field {
    FAQ_INDEX_CHARACTERS, /* U: characters, runs of letters or digits */
    FAQ_INDEX_CANONICAL,  /* C: the same with question words and synonyms as one form */
    FAQ_INDEX_WORDS,      /* W: words as ICU cuts them */
    FAQ_INDEX_BODY,       /* B: answers and other text: characters, bigrams, longer words */
    FAQ_INDEX_FIELDS,
} faq_index_field;

#define FAQ_ROW_FIELDS FAQ_INDEX_BODY /* the first fields number rows and have lengths */

static inline char faq_field_letter(faq_index_field field)
{
    return "UCWB"[field];
}

/* The field of a dictionary term; FAQ_INDEX_FIELDS for none. */
static inline faq_index_field faq_field_of(faq_str term)
{
    for (int field = 0; term.len && field < FAQ_INDEX_FIELDS; field++) {
        if (term.at[0] == faq_field_letter((faq_index_field)field))
            return (faq_index_field)field;
    }
    return FAQ_INDEX_FIELDS;
}

#endif
