/* SPDX-License-Identifier: MIT */
#ifndef FAQSEARCH_H
#define FAQSEARCH_H

/*
 * libfaqsearch: FAQ search for Chinese shops and help centers.
 *
 * An *index* is one file, `NAME.faq`. It holds *entries* (a question, other phrasings of it, an
 * answer, and what is known about them) and all that is needed to find them.
 *
 *   faq_writer   a transaction on an index file: put and delete entries, then commit or roll back.
 *                One writer at a time per file, across processes.
 *   faq_index    an open index, shared by any number of threads without a lock. What a reader
 *                sees never changes under it; faq_index_refresh() moves it to the newest commit.
 *   faq_search   one per thread: scratch memory, and the hits and entries it returned last.
 *
 *   Text      is faq_str: UTF-8, pointer and length. A malformed byte reads as U+FFFD; no text is
 *             refused for its encoding, and stored bytes are never rewritten.
 *   Errors    a failing call returns a negative faq_status and, when `err` is not NULL, one line
 *             of words. Its out-parameters are untouched and its object stays usable, unless the
 *             call says otherwise.
 *   Options   structs begin with their size: FAQ_INIT(faq_open_options) or zero them and set
 *             `size`; zero in any member means its default, NULL for the struct means all defaults.
 *   Memory    an object made with an allocator uses it for everything of its own; ICU's own
 *             objects are the exception, they come from ICU's heap.
 *   Library   no globals that change, no locale, never prints, aborts or exits.
 */

#include <faqsearch/types.h>

/* An option struct with every default: `faq_query query = FAQ_INIT(faq_query);` */
#ifdef __cplusplus
template <typename type> inline type faq_init()
{
    type value = type();
    value.size = sizeof value;
    return value;
}
#define FAQ_INIT(type) (faq_init<type>())
#else
#define FAQ_INIT(type) ((type){.size = sizeof(type)})
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define FAQ_VERSION_STRING "0.1.0"

/* A faq_str of a terminated string. NULL gives the empty text. */
FAQ_API faq_str faq_text(const char *terminated);

/* The name of a status for logs, such as "damaged"; never NULL. */
FAQ_API const char *faq_status_name(faq_status status);

/* The version of the library that runs, "MAJOR.MINOR.PATCH". */
FAQ_API const char *faq_version(void);

/* ---- entries ------------------------------------------------------------------------------- */

typedef enum faq_answer_type { FAQ_ANSWER_TEXT = 0, FAQ_ANSWER_HTML = 1 } faq_answer_type;

/* A member of an entry that faqsearch does not name: kept as it came, never dropped. */
typedef struct faq_field {
    faq_str name;
    faq_str json; /* the value as JSON text */
    faq_str text; /* what of it is searched: a string's characters, a list's joined; may be empty */
} faq_field;

#define FAQ_KEY_BYTES 511     /* longest id, and longest locale */
#define FAQ_NO_TIME INT64_MIN /* a time that is not set */

/*
 * What a customer reads and how it is found. Only `id` and `question` must be set. All text is
 * borrowed: by faq_writer_put() for the call, by readers from their faq_search.
 */
typedef struct faq_entry {
    size_t size;
    faq_str id;     /* 1 .. FAQ_KEY_BYTES bytes; with `locale` the key of the entry */
    faq_str locale; /* such as zh-CN; may be empty */
    faq_str question;
    faq_list phrasings; /* other ways to ask it; each is searched like the question */
    faq_str answer;
    faq_answer_type answer_type;
    faq_str answer_text; /* plain text of an HTML answer; empty: `answer` is the text */
    faq_list category;   /* levels, outermost first */
    faq_list stage;      /* 售前, 售中, 售后 */
    faq_list audience;   /* 潜在客户, 新客户, 老客户, 获得单独帮助 */
    faq_list tags;
    faq_str url;
    faq_list visibility; /* public, internal, draft, names of groups; [public] reads as empty */
    int64_t valid_from, valid_to; /* seconds since 1970, [from, to); FAQ_NO_TIME: no limit */
    int64_t updated;              /* seconds since 1970 or FAQ_NO_TIME */
    uint64_t asked, resolved, helpful, unhelpful, views;
    const faq_field *fields; /* everything else */
    size_t n_fields;
} faq_entry;

/* An entry with nothing set: no limits in time, all counts 0. */
FAQ_API faq_entry faq_entry_init(void);

/* ---- reading an index ---------------------------------------------------------------------- */

typedef struct faq_index faq_index;

typedef struct faq_open_options {
    size_t size;
    const faq_allocator *allocator; /* copied; NULL: malloc */
    const faq_io *io;               /* copied; NULL: the system's files */
    bool copy;                      /* read the file into memory instead of mapping it */
    bool verify; /* check every checksum and all structure before use, whatever the size */
} faq_open_options;

/*
 * Open an index for reading. Needs neither a lock nor permission to write. Files up to 32 MiB have
 * all checksums verified; larger ones open in a time that does not depend on their size.
 *
 * Fails with FAQ_NOT_FOUND, FAQ_NOT_INDEX, FAQ_VERSION, FAQ_CORRUPT, FAQ_IO or FAQ_NO_MEMORY.
 */
FAQ_API faq_status faq_index_open(faq_index **out, const char *path,
                                  const faq_open_options *options, faq_error *err);

/* End an index. Every faq_search on it must be freed before. NULL is fine. */
FAQ_API void faq_index_close(faq_index *index);

/*
 * Move to the newest commit of the file, also when it was replaced by another one. Searches that
 * run keep what they see until their next call. `changed` (may be NULL) tells if there was any.
 * Any thread may call it at any time. On failure the index stays at its commit.
 */
FAQ_API faq_status faq_index_refresh(faq_index *index, bool *changed, faq_error *err);

typedef struct faq_index_info {
    size_t size;         /* set by the caller: FAQ_INIT(faq_index_info) */
    uint64_t generation; /* counts commits */
    uint64_t n_entries;  /* live entries, hidden ones included */
    uint64_t n_public;   /* public entries without a validity window, when weights were last made */
    uint64_t n_rows;     /* phrasings, standard questions included, of deleted entries too */
    uint64_t n_deleted;  /* entries deleted or replaced, still in the file */
    uint64_t n_segments;
    uint64_t n_terms; /* summed over segments */
    uint64_t file_bytes;
    uint64_t dead_bytes; /* of the file, in use by no commit: compaction gives them back */
    uint32_t format_version;
    char uuid[37];
    bool analyzer_drifted; /* made by another analysis of text: make it anew */
} faq_index_info;

/* Look at an open index. Costs O(segments). */
FAQ_API void faq_index_describe(const faq_index *index, faq_index_info *out);

/* One section of the file, for `stats` and `check`. */
typedef struct faq_section_info {
    const char *name;
    uint64_t offset, bytes, count;
    uint32_t segment; /* number of the segment it belongs to; UINT32_MAX for the whole index */
} faq_section_info;

/* Look at section i; false when there is none of that number. */
FAQ_API bool faq_index_section(const faq_index *index, size_t i, faq_section_info *out);

/* What is not as it should be though the index works, one line each. NULL when there is no ith. */
FAQ_API const char *faq_index_warning(const faq_index *index, size_t i);

/*
 * Verify all checksums and all structure. `report` (may be NULL) gets one line for each finding.
 * Returns FAQ_OK when the index is sound and FAQ_CORRUPT when anything is damaged.
 * Time: one pass over the file.
 */
typedef void (*faq_report_fn)(void *ctx, const char *line);
FAQ_API faq_status faq_index_check(const faq_index *index, faq_report_fn report, void *ctx,
                                   faq_error *err);

/* ---- writing ------------------------------------------------------------------------------- */

typedef struct faq_writer faq_writer;

typedef struct faq_write_options {
    size_t size;
    const faq_allocator *allocator;
    const faq_io *io;
    bool must_exist;  /* do not create a missing index: FAQ_NOT_FOUND */
    uint32_t wait_ms; /* how long to wait for another writer; then FAQ_LOCKED */
    uint64_t memory;  /* bytes of entries to hold before a segment is written; 0: 128 MiB */
} faq_write_options;

/* What a put did. */
typedef enum faq_change { FAQ_ADDED, FAQ_UPDATED, FAQ_UNCHANGED } faq_change;

/*
 * Begin a transaction on the index at `path`, which is created by its first commit when missing.
 * Nothing of it is seen by readers before commit. A writer belongs to one thread at a time.
 *
 * Fails as faq_index_open() does, and with FAQ_LOCKED.
 */
FAQ_API faq_status faq_writer_begin(faq_writer **out, const char *path,
                                    const faq_write_options *options, faq_error *err);

/*
 * Add an entry, or replace the one with the same id and locale. The entry is copied. An entry
 * equal to the stored one changes nothing (FAQ_UNCHANGED).
 *
 * Fails with FAQ_BAD_ARGUMENT for an entry without id or question or with a key too long; the
 * transaction goes on. After FAQ_NO_MEMORY or FAQ_IO only rollback is left.
 */
FAQ_API faq_status faq_writer_put(faq_writer *writer, const faq_entry *entry, faq_change *change,
                                  faq_error *err);

/* Delete an entry. FAQ_NOT_FOUND when there is none of that key; the transaction goes on. */
FAQ_API faq_status faq_writer_delete(faq_writer *writer, faq_str id, faq_str locale,
                                     faq_error *err);

/* Is there an entry of that key in the index as this transaction would leave it? */
FAQ_API bool faq_writer_has(faq_writer *writer, faq_str id, faq_str locale);

/*
 * Delete every entry that this transaction did not put: what is absent from a full export.
 * `deleted` gets their number.
 */
FAQ_API faq_status faq_writer_delete_others(faq_writer *writer, uint64_t *deleted, faq_error *err);

/* What a transaction would change, all in all: an entry put twice is counted once. */
typedef struct faq_changes {
    size_t size; /* set by the caller: FAQ_INIT(faq_changes) */
    uint64_t added, updated;
    uint64_t unchanged; /* put as they are stored */
    uint64_t deleted;
} faq_changes;

/* Look at what commit would do. Costs O(1). */
FAQ_API void faq_writer_changes(const faq_writer *writer, faq_changes *out);

typedef struct faq_commit_info {
    size_t size;
    uint64_t generation, n_entries, file_bytes;
} faq_commit_info;

/*
 * Make all of it durable and visible at once, and end the writer, whatever the outcome. `out` may
 * be NULL. A transaction without changes writes nothing, except that it creates a missing index.
 *
 * FAQ_COMMIT_UNKNOWN: the disk failed in the last step; reopen the index to see which commit holds.
 * Any other failure leaves the index as it was.
 */
FAQ_API faq_status faq_writer_commit(faq_writer *writer, faq_commit_info *out, faq_error *err);

/* Forget all of it and end the writer. NULL is fine. */
FAQ_API void faq_writer_rollback(faq_writer *writer);

/*
 * Write the index anew without deleted entries and dead bytes, as one segment, beside the old
 * file, and put it in its place. Readers go on with the old one until they refresh.
 */
FAQ_API faq_status faq_index_compact(const char *path, const faq_write_options *options,
                                     faq_commit_info *out, faq_error *err);

/* ---- searching ----------------------------------------------------------------------------- */

/* A question asked of an index: one per thread, it owns scratch memory and what it returned. */
typedef struct faq_search faq_search;

#define FAQ_QUERY_BYTES (1u << 20) /* longest question */

typedef struct faq_query {
    size_t size;
    faq_str text;  /* empty: every visible entry, most asked first */
    size_t limit;  /* hits wanted; 0: 10 */
    size_t offset; /* hits to leave out before them */
    faq_list as;   /* who reads: public, internal, draft, groups; empty: public alone */
    bool sees_all; /* read everything, whatever its visibility or validity (maintenance) */
    bool exact;    /* only entries that hold every unit of the question */
    int64_t now;   /* seconds since 1970 for validity windows; 0: the clock's */
} faq_query;

/* One entry found. Borrowed from its faq_search until that runs again or is freed. */
typedef struct faq_hit {
    uint32_t segment, doc; /* where it is; see faq_search_entry() */
    double score;          /* 0 .. 1: the key of the order, comparable across queries */
    double confidence;     /* 0 .. 1: the match alone */
    uint32_t phrasing;     /* which matched best: 0 the question, else 1-based in `phrasings` */
    bool relaxed;          /* taken in because too few entries match */
} faq_hit;

typedef struct faq_hits {
    const faq_hit *at; /* best first; equal scores by times asked, then id, then locale */
    size_t count;
    uint64_t total;    /* all entries that match, relaxed ones included */
    bool relaxed;      /* the list holds entries that match only loosely */
    double confidence; /* of the first hit; 0 without one */
} faq_hits;

typedef struct faq_search_options {
    size_t size;
    const faq_allocator *allocator; /* NULL: the index's */
} faq_search_options;

/* Make a searcher on an index, which it borrows. Fails with FAQ_NO_MEMORY. */
FAQ_API faq_status faq_search_new(faq_search **out, faq_index *index,
                                  const faq_search_options *options, faq_error *err);

/* End a searcher. NULL is fine. */
FAQ_API void faq_search_free(faq_search *search);

/*
 * Find the entries that answer a question best. Exact: no entry that belongs into the list is
 * skipped. Runs on the commit that is newest in the index when it starts.
 *
 * Fails with FAQ_BAD_ARGUMENT, FAQ_NO_MEMORY or FAQ_CORRUPT; the searcher stays usable.
 * Time: one pass over the postings of the question's units. A warm call allocates nothing.
 */
FAQ_API faq_status faq_search_run(faq_search *search, const faq_query *query, faq_hits *out,
                                  faq_error *err);

/*
 * Read the entry of a hit. `out` borrows from the searcher until its next call of any kind
 * but faq_search_highlight().
 * Hits of the last run can be read; a later refresh of the index does not disturb them.
 */
FAQ_API faq_status faq_search_entry(faq_search *search, uint32_t segment, uint32_t doc,
                                    faq_entry *out, faq_error *err);

/*
 * Find an entry by its key in the newest commit, to which the searcher moves: hits of an earlier
 * run are no longer to be read. FAQ_NOT_FOUND when there is none.
 */
FAQ_API faq_status faq_search_find(faq_search *search, faq_str id, faq_str locale,
                                   uint32_t *segment, uint32_t *doc, faq_error *err);

/*
 * Call `visit` for every live entry of the newest commit, hidden ones included, by id; hits of an
 * earlier run are no longer to be read. It may stop the walk by
 * returning a status other than FAQ_OK, which is then returned.
 */
typedef faq_status (*faq_visit_fn)(void *ctx, const faq_entry *entry, faq_error *err);
FAQ_API faq_status faq_search_each(faq_search *search, faq_visit_fn visit, void *ctx,
                                   faq_error *err);

/* A stretch of stored text that matched, in bytes. */
typedef struct faq_range {
    size_t start, len;
} faq_range;

/*
 * Mark what of `text` matches the question that ran last; words that only ask are not marked. The
 * ranges lie in the text as given, ascend and do not touch. They are borrowed until the next call.
 * `text` may be of the entry that faq_search_entry() returned last, which stays readable.
 */
FAQ_API faq_status faq_search_highlight(faq_search *search, faq_str text, const faq_range **out,
                                        size_t *count, faq_error *err);

/* ---- analysis ------------------------------------------------------------------------------ */

/* The steps that text goes through, for people who want to see why something is or isn't found. */
typedef enum faq_unit_kind {
    FAQ_UNIT_CHARACTER, /* field U: a Han character, a run of letters or of digits */
    FAQ_UNIT_WORD,      /* field W: a word as ICU cuts it */
    FAQ_UNIT_CANONICAL, /* field C: as U, question words and synonyms as one form */
    FAQ_UNIT_BIGRAM,    /* two neighbouring Han characters */
} faq_unit_kind;

typedef struct faq_unit {
    faq_unit_kind kind;
    faq_str term;          /* as it is indexed */
    faq_range source;      /* where it stands in the text as given */
    bool is_question_word; /* carries no topic: 怎么, 吗, 请问 */
} faq_unit;

/* Cuts text as an index does. One thread at a time. */
typedef struct faq_analyzer faq_analyzer;

FAQ_API faq_status faq_analyzer_new(faq_analyzer **out, const faq_allocator *allocator,
                                    faq_error *err);
FAQ_API void faq_analyzer_free(faq_analyzer *analyzer);

typedef struct faq_analysis {
    faq_str folded;        /* the text after folding: width, case, traditional to simplified */
    const faq_unit *units; /* in reading order within each kind */
    size_t count;
} faq_analysis;

/* Analyse a text. What `out` holds is borrowed until the next call. */
FAQ_API faq_status faq_analyzer_run(faq_analyzer *analyzer, faq_str text, faq_analysis *out,
                                    faq_error *err);

#ifdef __cplusplus
}
#endif

#endif
