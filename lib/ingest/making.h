/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_MAKING_H
#define FAQ_INGEST_MAKING_H

#include "ingest/record.h"

/* An entry in the making: what record.c, answer.c, access.c and numbers.c share. */

/* A list of texts that grows in the arena. */
typedef struct faq_texts {
    faq_str *at;
    size_t count, cap;
} faq_texts;

/* The entry in the making. Failure (no memory) is sticky. */
typedef struct faq_making {
    faq_intake *intake;
    faq_record *record;
    faq_entry entry;
    faq_access access;
    bool failed;
} faq_making;

/* A text without blanks at its ends, ideographic and invisible ones included. */
faq_str faq_trim(faq_str text);

void faq_making_push(faq_making *making, faq_texts *list, faq_str text);
faq_list faq_texts_list(faq_texts list);

/* Drop repetitions, and what equals `known`. */
void faq_texts_drop_repeated(faq_texts *list, faq_str known);

/* An integer of at most nine characters such as -1; INT64_MIN for other text. */
int64_t faq_small_integer(faq_str text);

/* Is it a text, a number or a truth? */
bool faq_value_is_scalar(const faq_value *value);

/* Does it say nothing? Blanks do in a line of `dump` alone. */
bool faq_making_is_empty(const faq_making *making, const faq_value *value);

/*
 * The value of a word: the surest that is not empty. Empty ones and copies of it are used up with
 * it; others stay and become fields.
 */
faq_value *faq_making_choose(faq_making *making, faq_word word);

/* The text of a value that should be one text; of a list the first; NULL gives the empty text. */
faq_str faq_making_text(const faq_making *making, const faq_value *value);

/* What parts the pieces of a cell, by what the cell holds. */
extern const char *const faq_between_phrasings[],
    *const faq_between_names[], *const faq_between_levels[], *const faq_between_group_levels[],
                                                                 *const faq_between_answers[],
                                                                     *const faq_between_nothing[];

/* Add the texts of a value: the items of a list as they are, a cell split. */
void faq_making_add(faq_making *making, faq_texts *list, faq_value *value,
                    const char *const *separators);

/* The same for all values of a word. */
void faq_making_add_all(faq_making *making, faq_texts *list, faq_word word,
                        const char *const *separators);

/* Texts one after the other. */
faq_str faq_making_join(faq_making *making, faq_list list, faq_str between);

/* Fill the members of the entry that the name says. */
void faq_making_answer(faq_making *making);
void faq_making_visibility(faq_making *making);
void faq_making_numbers(faq_making *making);

#endif
