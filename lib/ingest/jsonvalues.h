/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_JSONVALUES_H
#define FAQ_INGEST_JSONVALUES_H

#include "ingest/jsonnode.h"
#include "ingest/record.h"

/* Values that grow in the arena. */
typedef struct faq_values {
    faq_arena *arena;
    faq_value *at;
    size_t count, cap;
    bool failed; /* no memory; sticky */
} faq_values;

/* One more value, empty; NULL when there is no memory. */
faq_value *faq_values_add(faq_values *values);

/* What a member of an object means. */
faq_meaning faq_json_meaning(const faq_intake *intake, json_t *object, const char *name);

/* Add what the user's --map finds in an object. */
void faq_values_add_mapped(const faq_intake *intake, faq_values *values, faq_json_node object);

/*
 * Add the members of an object that are not mapped, and what the paths of words.inc find inside
 * them. `exact`: by the names of faq_entry alone. Without `all` only members whose name is not
 * among the values yet.
 */
void faq_values_add_members(const faq_intake *intake, faq_values *values, faq_json_node object,
                            bool exact, bool all);

#endif
