/* SPDX-License-Identifier: MIT */
#include "text/cut.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/error.h"

static faq_status failed(faq_error *err, UErrorCode code, const char *doing)
{
    return faq_fail(err, code == U_MEMORY_ALLOCATION_ERROR ? FAQ_NO_MEMORY : FAQ_IO, 0,
                    "ICU cannot %s: %s", doing, u_errorName(code));
}

faq_status faq_cut_init(faq_cut *cut, faq_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    *cut = (faq_cut){0};
    cut->breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &code);
    if (U_FAILURE(code))
        return failed(err, code, "open its word rules");
    return FAQ_OK;
}

void faq_cut_release(faq_cut *cut)
{
    if (cut->breaks)
        ubrk_close(cut->breaks);
    if (cut->text)
        utext_close(cut->text);
    *cut = (faq_cut){0};
}

faq_status faq_cut_begin(faq_cut *cut, faq_str text, faq_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    cut->text = utext_openUTF8(cut->text, text.len ? text.at : "", (int64_t)text.len, &code);
    ubrk_setUText(cut->breaks, cut->text, &code);
    if (U_FAILURE(code))
        return failed(err, code, "cut text");
    ubrk_first(cut->breaks);
    return FAQ_OK;
}

bool faq_cut_next(faq_cut *cut, size_t *start, size_t *end)
{
    int32_t from = ubrk_current(cut->breaks);
    for (;;) {
        int32_t to = ubrk_next(cut->breaks);
        if (to == UBRK_DONE)
            return false;
        if (ubrk_getRuleStatus(cut->breaks) >= UBRK_WORD_NONE_LIMIT) {
            *start = (size_t)from;
            *end = (size_t)to;
            return true;
        }
        from = to;
    }
}
