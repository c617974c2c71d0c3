/* SPDX-License-Identifier: MIT */
#include <faqsearch/faqsearch.h>

#include "base/str.h"

faq_str faq_text(const char *terminated)
{
    return faq_str_of(terminated);
}

const char *faq_version(void)
{
    return FAQ_VERSION_STRING;
}

const char *faq_status_name(faq_status status)
{
    switch (status) {
    case FAQ_OK:
        return "ok";
    case FAQ_NO_MEMORY:
        return "no memory";
    case FAQ_BAD_ARGUMENT:
        return "bad argument";
    case FAQ_NOT_FOUND:
        return "not found";
    case FAQ_BAD_INPUT:
        return "bad input";
    case FAQ_IO:
        return "system error";
    case FAQ_CORRUPT:
        return "damaged";
    case FAQ_VERSION:
        return "another version";
    case FAQ_LOCKED:
        return "locked";
    case FAQ_COMMIT_UNKNOWN:
        return "commit unknown";
    case FAQ_CANCELLED:
        return "cancelled";
    case FAQ_NOT_INDEX:
        return "not an index";
    }
    return "unknown status";
}

faq_entry faq_entry_init(void)
{
    return (faq_entry){
        .size = sizeof(faq_entry),
        .valid_from = FAQ_NO_TIME,
        .valid_to = FAQ_NO_TIME,
        .updated = FAQ_NO_TIME,
    };
}
