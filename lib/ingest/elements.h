/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_ELEMENTS_H
#define FAQ_INGEST_ELEMENTS_H

#include <faqsearch/types.h>

/* The elements of HTML, and what becomes of each. */

/* Those that close each other. */
typedef enum faq_tag_kind {
    FAQ_TAG_OTHER,
    FAQ_TAG_P,
    FAQ_TAG_HEADING,
    FAQ_TAG_LIST,
    FAQ_TAG_ITEM,
    FAQ_TAG_DL,
    FAQ_TAG_TERM,
    FAQ_TAG_LINK,
    FAQ_TAG_IMAGE,
    FAQ_TAG_TABLE,
    FAQ_TAG_SECTION, /* of a table: head, body, foot */
    FAQ_TAG_CAPTION,
    FAQ_TAG_ROW,
    FAQ_TAG_CELL,
} faq_tag_kind;

enum {
    FAQ_ELEMENT_BLOCK = 1,    /* on lines of its own; closes a paragraph */
    FAQ_ELEMENT_VOID = 2,     /* has no content */
    FAQ_ELEMENT_UNWRAP = 4,   /* the tag goes, the content stays */
    FAQ_ELEMENT_DROP = 8,     /* goes with its content, if it ends */
    FAQ_ELEMENT_TO_END = 16,  /* to be dropped: unended, all that follows is its content */
    FAQ_ELEMENT_KEEP_PRE = 32 /* blanks count */
};

typedef struct faq_element {
    const char *name;
    const char *as; /* the element written for it; NULL: itself */
    uint8_t kind;   /* FAQ_TAG_ */
    uint8_t flags;  /* FAQ_ELEMENT_ */
} faq_element;

/* An element by its name, whatever the case; NULL for one that is not listed: it is unwrapped. */
const faq_element *faq_element_named(faq_str name);

#define FAQ_ELEMENTS 96 /* numbers of elements are below */

/* A small number of its own for each element. */
size_t faq_element_number(const faq_element *element);

#endif
