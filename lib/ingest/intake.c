/* SPDX-License-Identifier: MIT */
#include "ingest/intake.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

void faq_intake_next(faq_intake *intake, uint64_t line)
{
    intake->place.line = line;
    intake->place.record++;
}

void faq_intake_reject(faq_intake *intake, const char *reason, faq_str source)
{
    if (!intake->result.rejected++) {
        snprintf(intake->first_reason, sizeof intake->first_reason, "%s", reason);
        intake->first_refused = intake->place.line;
    }
    if (intake->options->rejected)
        intake->options->rejected(intake->options->ctx, &intake->place, reason, source);
}

faq_status faq_intake_fail(faq_intake *intake, uint64_t line, const char *format, ...)
{
    char words[FAQ_ERROR_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    if (!line)
        return faq_fail(intake->err, FAQ_BAD_INPUT, 0, "%s: %s", intake->place.file, words);
    return faq_fail(intake->err, FAQ_BAD_INPUT, line, "%s: line %" PRIu64 ": %s",
                    intake->place.file, line, words);
}

faq_status faq_intake_no_memory(faq_intake *intake)
{
    return faq_no_memory(intake->err, "read an export");
}

uint32_t faq_intake_count(faq_intake *intake, faq_str locale, faq_str question)
{
    char *key = faq_arena_take(&intake->arena, locale.len + 1 + question.len, 1);
    if (!key)
        return 0;
    if (locale.len)
        memcpy(key, locale.at, locale.len);
    key[locale.len] = '\0';
    memcpy(key + locale.len + 1, question.at, question.len);
    size_t known = intake->questions.count;
    uint32_t number =
        faq_map_add(&intake->questions, (faq_str){key, locale.len + 1 + question.len});
    if (number == FAQ_MAP_NONE || !faq_mem_grow(intake->mem, &intake->times, &intake->times_cap,
                                                (size_t)number + 1, sizeof *intake->times))
        return 0;
    if (number == known)
        intake->times[number] = 0;
    return ++intake->times[number];
}
