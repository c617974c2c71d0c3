/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_SECTION_SUPPORT_H
#define TESTS_STORE_SECTION_SUPPORT_H

/* One segment's sections in a file of their own: write, commit, open, look. */

#include "base/file.h"
#include "base/mem.h"
#include "store/appender.h"
#include "support/test.h"

static inline void begin_file(faq_appender *appender, const char *path)
{
    faq_error err;
    CHECK_OK(faq_appender_begin(appender, path, faq_mem_default(), faq_io_default(), 0, false,
                                &err),
             &err);
}

/* Commit what was appended, end the appender, and open the commit. */
static inline faq_snapshot *commit_file(faq_appender *appender, const char *path)
{
    uint64_t generation, bytes;
    faq_error err;
    CHECK_OK(faq_appender_commit(appender, &generation, &bytes, &err), &err);
    faq_appender_release(appender);
    faq_snapshot *snapshot;
    CHECK_OK(faq_snapshot_open(&snapshot, path, faq_mem_default(), faq_io_default(),
                               (faq_snapshot_options){.verify = true}, &err),
             &err);
    return snapshot;
}

#endif
