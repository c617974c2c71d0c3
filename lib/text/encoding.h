/* SPDX-License-Identifier: MIT */
#ifndef FAQ_TEXT_ENCODING_H
#define FAQ_TEXT_ENCODING_H

#include "base/buf.h"

#define FAQ_ENCODING_NAME_BYTES 32

/*
 * Turn bytes of any encoding into UTF-8.
 *
 *   name  an encoding as ICU names it, or NULL / "auto": a byte order mark decides; else valid
 *         UTF-8 is UTF-8; else UTF-16 by its zero bytes; else GB18030 or Big5, whichever decodes
 *         the bytes with fewer faults and into more frequent characters
 *   out   gets the text appended, without a byte order mark; bytes that mean nothing become U+FFFD
 *   used  gets the name of the encoding that was used, terminated
 *
 * Fails with FAQ_BAD_INPUT for an encoding that ICU does not know, and FAQ_NO_MEMORY.
 */
faq_status faq_encoding_to_utf8(faq_str bytes, const char *name, faq_buf *out,
                                char used[FAQ_ENCODING_NAME_BYTES], faq_error *err);

/* Is every byte part of well-formed UTF-8? */
bool faq_encoding_is_utf8(faq_str bytes);

#endif
