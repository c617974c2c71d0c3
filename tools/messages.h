/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_MESSAGES_H
#define TOOLS_MESSAGES_H

/*
 * What the program says to people: one line each, to stderr, in Chinese or English. Both texts of
 * a message stand side by side where it is said, so the compiler checks both against the same
 * arguments: `messages_error(SAY("找不到 %s", "there is no %s"), path)`.
 *
 * Whatever is printed here is made harmless to a terminal first, whoever wrote it.
 */

#include <stdbool.h>

#include <faqsearch/faqsearch.h>

#define SAY(zh, en) (messages_in_chinese() ? (zh) : (en))

/* Exit codes, as users rely on them. */
enum {
    EXIT_FOUND = 0, /* found, done */
    EXIT_NONE = 1,  /* nothing found, or remarks */
    EXIT_FAILED = 2,
    EXIT_DAMAGED = 3,
    EXIT_OTHER_VERSION = 4,
    EXIT_INTERRUPTED = 130,
};

bool messages_in_chinese(void);

/* Take the language from a name such as "zh_CN.UTF-8"; NULL: from the environment. */
void messages_set_language(const char *name);

/* After this, messages_note() says nothing. */
void messages_set_quiet(bool quiet);
bool messages_is_quiet(void);

/* "faqsearch: ..." on stderr, also when quiet. */
void messages_error(const char *format, ...) FAQ_PRINTF(1, 2);

/* An error of a file: "path: detail", or the detail alone where it names the file already. */
void messages_error_about(const char *path, const char *detail);

/* As messages_error(); not when quiet. */
void messages_note(const char *format, ...) FAQ_PRINTF(1, 2);

/* A line as it is, without "faqsearch: "; not when quiet. */
void messages_line(const char *format, ...) FAQ_PRINTF(1, 2);

/*
 * How far a long run has come, on one line of a terminal that each call writes over and the next
 * message replaces. NULL takes it away. Nothing when quiet or when stderr is no terminal.
 */
void messages_progress(const char *line);
bool messages_has_progress(void);

/* The words of an errno. */
const char *messages_errno(int number);

/* Say why a call on the file `path` failed. Returns the exit code that goes with it. */
int messages_failure(const char *path, faq_status status, const faq_error *err);

int messages_no_memory(void);

/* The exit code of a status. */
int messages_exit_code(faq_status status);

/*
 * A text of the library in the user's language: itself when there is no translation. Borrowed until
 * the next call.
 */
const char *messages_translate(const char *english);

#endif
