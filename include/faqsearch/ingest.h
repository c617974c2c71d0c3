/* SPDX-License-Identifier: MIT */
#ifndef FAQSEARCH_INGEST_H
#define FAQSEARCH_INGEST_H

/*
 * libfaqsearch-ingest: reads help-center exports and hands out entries, one at a time. It knows
 * no index; the caller puts what it gets into a faq_writer, or anywhere else.
 *
 * A record that cannot be used never stops a file: it goes to the `rejected` callback with its
 * place and the reason. A file that cannot be read as any format is a failure of the call.
 */

#include <faqsearch/faqsearch.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Formats told apart by content and name when `format` is FAQ_FORMAT_AUTO. */
typedef enum faq_format {
    FAQ_FORMAT_AUTO = 0,
    FAQ_FORMAT_CSV,   /* any of , ; tab | between cells, guessed unless named */
    FAQ_FORMAT_TSV,   /* tab between cells */
    FAQ_FORMAT_JSON,  /* one document: an array, or objects that hold one */
    FAQ_FORMAT_JSONL, /* one object a line; what `faqsearch dump` writes is of this format */
} faq_format;

/* The format of a name as on the command line ("csv"); false when there is none. */
FAQ_API bool faq_format_named(faq_str name, faq_format *out);

/* One renaming: the entry's `field` is read from the export's `column`. */
typedef struct faq_mapping {
    faq_str field;  /* id, question, answer, phrasings, category, ... or a name of one's own */
    faq_str column; /* header word of a table, or path of a JSON member such as data.title */
} faq_mapping;

/* Where in the user's file something stands. */
typedef struct faq_place {
    const char *file; /* as given */
    uint64_t line;    /* 1-based, of the record's first line; 0: unknown */
    uint64_t record;  /* 1-based number of the record in the file */
} faq_place;

/* An entry read. Borrowed for the call. A status other than FAQ_OK ends the file and is returned.
 */
typedef faq_status (*faq_entry_fn)(void *ctx, const faq_entry *entry, const faq_place *place,
                                   faq_error *err);

/* A record refused: `reason` is one line, `record` its source text (may be empty, UTF-8). */
typedef void (*faq_reject_fn)(void *ctx, const faq_place *place, const char *reason,
                              faq_str record);

typedef struct faq_ingest_options {
    size_t size;
    const faq_allocator *allocator;
    faq_format format;
    const char *encoding; /* ICU's name of it; NULL or "auto": told from the bytes */
    const faq_mapping *map;
    size_t n_map;
    faq_list columns;       /* names of a table's columns; the file then has no header line */
    faq_entry_fn entry;     /* must be set */
    faq_reject_fn rejected; /* may be NULL */
    void *ctx;              /* for both */
} faq_ingest_options;

typedef struct faq_ingest_result {
    size_t size;
    uint64_t entries, rejected;
    faq_format format;
    char encoding[32];
} faq_ingest_result;

/*
 * Read one file. `name` is used in places and to guess the format from its ending. `out` may be
 * NULL; it is filled also when the call fails, with what was done until then.
 *
 * A record's id is its own, else its question; the second and later of the same question and
 * locale in one call get `~2`, `~3`. HTML answers are sanitized for display and made into
 * `answer_text`.
 *
 * Fails with FAQ_BAD_INPUT (of no known format, or without a question column: the message names
 * the columns found), FAQ_NOT_FOUND (no such file, or sound JSON in which nothing is a question,
 * such as a list of categories), FAQ_IO, FAQ_NO_MEMORY, or what the callback returned.
 */
FAQ_API faq_status faq_ingest_file(const char *path, const faq_ingest_options *options,
                                   faq_ingest_result *out, faq_error *err);
FAQ_API faq_status faq_ingest_bytes(faq_str bytes, const char *name,
                                    const faq_ingest_options *options, faq_ingest_result *out,
                                    faq_error *err);

/*
 * An HTML fragment made safe to embed (known-good elements and attributes only, no scripts, no
 * event handlers, links of known schemes) and its plain text (block elements on lines of their
 * own). The caller gives both back with faq_ingest_release(). Either out may be NULL.
 */
FAQ_API faq_status faq_ingest_html(faq_str html, const faq_allocator *allocator, faq_str *safe,
                                   faq_str *text, faq_error *err);
FAQ_API void faq_ingest_release(const faq_allocator *allocator, faq_str text);

#ifdef __cplusplus
}
#endif

#endif
