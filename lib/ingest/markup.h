/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_MARKUP_H
#define FAQ_INGEST_MARKUP_H

#include <faqsearch/types.h>

/*
 * HTML cut into tags and text as a browser's tokenizer cuts it, comments and declarations left
 * out. Two habits of exports are understood beside that: `\"` around attribute values and `<\/`
 * for `</`, left over from quoting that nobody undid.
 */
typedef enum faq_mark { FAQ_MARK_TEXT, FAQ_MARK_OPEN, FAQ_MARK_CLOSE } faq_mark;

typedef struct faq_markup {
    faq_str in;
    size_t pos;
    unsigned unclosed; /* tags without an end so far: `<` is text after a few of them */
} faq_markup;

typedef struct faq_token {
    faq_mark mark;
    faq_str text;       /* of FAQ_MARK_TEXT, character references undecoded */
    faq_str name;       /* of a tag, as written */
    faq_str attributes; /* of a tag: all after the name, the `>` included */
} faq_token;

/* The next token, borrowed from the input; false at the end. Linear in the input over all calls. */
bool faq_markup_next(faq_markup *markup, faq_token *out);

/* Step over everything up to and including the end tag of `name`; false, and no step, without one.
 */
bool faq_markup_skip(faq_markup *markup, const char *name);

/* The next attribute of a tag, taken off `attributes`; false when there is none. */
bool faq_markup_attribute(faq_str *attributes, faq_str *name, faq_str *value);

/*
 * The character that a reference stands for: `text` begins with `&`. Returns the bytes of the
 * reference, 0 when it is none that we know.
 */
size_t faq_markup_reference(faq_str text, uint32_t *point);

/* Do the names match, ASCII case aside? */
bool faq_markup_named(faq_str name, const char *lower_case);

#endif
