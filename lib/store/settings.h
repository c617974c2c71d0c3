/* SPDX-License-Identifier: MIT */
#ifndef FAQ_STORE_SETTINGS_H
#define FAQ_STORE_SETTINGS_H

#include "base/buf.h"
#include "base/span.h"
#include "base/str.h"

/*
 * SETTINGS: named texts of the whole index, each `name text, value text` with their lengths in
 * front, by ascending name.
 */

static inline void faq_settings_put(faq_buf *out, faq_str name, faq_str value)
{
    faq_put_text(out, name);
    faq_put_text(out, value);
}

/* The value of a setting; false when it is not there. Borrowed from the payload. */
static inline bool faq_settings_get(faq_span settings, faq_str name, faq_str *out)
{
    while (settings.pos < settings.len && !settings.failed) {
        faq_str found = faq_take_text(&settings), value = faq_take_text(&settings);
        if (!settings.failed && faq_str_equal(found, name)) {
            *out = value;
            return true;
        }
    }
    return false;
}

#endif
