/* SPDX-License-Identifier: MIT */
#include "base/error.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cut a message back to whole characters: drop continuation bytes and the lead they belong to. */
static void trim_to_character(char *message, size_t len)
{
    size_t i = len;
    while (i > 0 && ((unsigned char)message[i - 1] & 0xC0) == 0x80)
        i--;
    if (i > 0 && (unsigned char)message[i - 1] >= 0xC0)
        message[i - 1] = '\0';
}

faq_status faq_fail(faq_error *err, faq_status status, uint64_t offset, const char *format, ...)
{
    if (!err)
        return status;
    err->status = status;
    err->offset = offset;
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    if (wanted >= (int)sizeof err->message)
        trim_to_character(err->message, sizeof err->message - 1);
    for (char *p = err->message; *p; p++) {
        if (*p == '\n' || *p == '\r')
            *p = ' ';
    }
    return status;
}

faq_status faq_corrupt(faq_error *err, uint64_t offset, const char *what)
{
    return faq_fail(err, FAQ_CORRUPT, offset, "damaged at byte %" PRIu64 ": %s", offset, what);
}

faq_status faq_no_memory(faq_error *err, const char *what)
{
    return faq_fail(err, FAQ_NO_MEMORY, 0, "no memory to %s", what);
}
