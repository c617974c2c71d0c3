/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SESSION_H
#define TOOLS_SESSION_H

/* An index opened for reading, as all commands that read do it. */

#include <faqsearch/faqsearch.h>

#include "options.h"

typedef struct tool_session {
    const char *path;
    faq_index *index;
    faq_search *search;
} tool_session;

/*
 * Open INDEX and make a searcher. Its warnings are said in one line each. Returns 0, or an exit
 * code after saying why. session_close() in any case.
 */
int session_open(tool_session *out, const options *given);
void session_close(tool_session *session);

/* Is there an INDEX on the command line? Says so when there is none. */
bool session_has_index(const options *given);

/* What a writer is to be begun with: --wait and --memory; `wait_ms` is left to the caller. */
faq_write_options session_write_options(const options *given);

/*
 * Begin a transaction, waiting --wait seconds for another writer; interruption ends the wait.
 * Returns 0, or an exit code after saying why.
 */
int session_begin(faq_writer **out, const options *given, const faq_write_options *how);

/* A list of comma-separated words, which it borrows. False when memory is short. */
bool session_list(const char *words, faq_list *out);
void session_list_release(faq_list *list);

/* Words joined with blanks, in new memory; NULL when it is short. */
char *session_join(const char *const *words, size_t count);

#endif
