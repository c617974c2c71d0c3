/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_HTML_H
#define FAQ_INGEST_HTML_H

#include "base/buf.h"

/*
 * HTML made safe to embed, and its plain text, in one pass.
 *
 * Safe by what is written, not by what is recognized: the output holds only elements and
 * attributes of a fixed list, properly nested, every other `<`, `>`, `&` and `"` escaped, every
 * address of a known scheme. Cleaning clean HTML changes nothing.
 *
 *   html  well-formed UTF-8
 *   safe  gets the HTML appended; may be NULL
 *   text  gets the text appended: block elements on lines of their own, cells of a row parted by
 *         tabs, blanks folded; may be NULL
 *
 * Fails by the sticky failure of the buffers. Time is linear, memory that of the buffers.
 */
void faq_html_clean(faq_str html, faq_buf *safe, faq_buf *text);

/* Does a text hold tags or character references that show it to be HTML? `a < b` does not. */
bool faq_html_is(faq_str text);

#endif
