/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_JSONNODE_H
#define FAQ_INGEST_JSONNODE_H

#include <jansson.h>

#include <faqsearch/types.h>

/* A value of jansson's tree together with the place in the text where it starts. */
typedef struct faq_json_node {
    json_t *json;
    const char *at;
} faq_json_node;

/* The members of an object, or the items of an array, in the order of the text. */
typedef struct faq_json_walk {
    json_t *json;
    void *member;
    size_t i;
    const char *at;
} faq_json_walk;

/* Begin at the first member or item; `of` is an object or an array. */
faq_json_walk faq_json_walk_start(faq_json_node of);

/* Step to the next; false at the end. `name` gets the member's name, NULL for an item. */
bool faq_json_walk_next(faq_json_walk *walk, const char **name, faq_json_node *out);

/* Is it an object or an array? */
bool faq_json_is_compound(const json_t *json);

/* The text of a value. */
faq_str faq_json_source(faq_json_node node);

/*
 * The value at a path of exact names joined by dots; a name may hold dots itself. Lists on the way
 * are gone through by their first item. False when there is none.
 */
bool faq_json_find(faq_json_node from, faq_str path, faq_json_node *out);

#endif
