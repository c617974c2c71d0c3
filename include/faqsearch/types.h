/* SPDX-License-Identifier: MIT */
#ifndef FAQSEARCH_TYPES_H
#define FAQSEARCH_TYPES_H

/*
 * The plain types that every part of faqsearch shares: text, status, error, and the two tables
 * through which it reaches the world (memory, files). faqsearch.h includes this header.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define FAQ_API __attribute__((visibility("default")))
#define FAQ_PRINTF(at, first) __attribute__((format(printf, at, first)))
#else
#define FAQ_API
#define FAQ_PRINTF(at, first)
#endif

/* A piece of text or bytes: borrowed, `len` bytes at `at`, no terminator, NUL bytes allowed. */
typedef struct faq_str {
    const char *at; /* may be NULL when len is 0 */
    size_t len;     /* bytes */
} faq_str;

/* A list of texts, borrowed. */
typedef struct faq_list {
    const faq_str *at;
    size_t count;
} faq_list;

/* What a call came to. 0 is success, failures are negative. */
typedef enum faq_status {
    FAQ_OK = 0,
    FAQ_NO_MEMORY = -1,    /* the allocator refused */
    FAQ_BAD_ARGUMENT = -2, /* the caller's mistake; nothing was done */
    FAQ_NOT_FOUND = -3,    /* no such file, entry or index */
    FAQ_BAD_INPUT = -4,    /* a user's file or record that cannot be used */
    FAQ_IO = -5,           /* the system refused: permission, full disk, failing device */
    FAQ_CORRUPT = -6,      /* an index file is damaged; the error's offset says where */
    FAQ_VERSION = -7,      /* an index of another format version */
    FAQ_LOCKED = -8,       /* another writer holds the index */
    FAQ_COMMIT_UNKNOWN =
        -9,              /* the last step of a commit failed: reopen to see which commit holds */
    FAQ_CANCELLED = -10, /* a callback asked to stop, or the deadline passed */
    FAQ_NOT_INDEX = -11, /* the file is not a faqsearch index */
} faq_status;

#define FAQ_ERROR_BYTES 512 /* room for a message, terminator included; longer ones are cut */

/*
 * The words to a failed status. The caller owns it and may pass NULL where it does not care.
 * Untouched by calls that succeed.
 */
typedef struct faq_error {
    faq_status status;
    uint64_t offset; /* byte in the index file or line in a user's file; 0 when neither applies */
    char message[FAQ_ERROR_BYTES]; /* one line, UTF-8, no full stop, terminated */
} faq_error;

/*
 * Where memory comes from. `resize` works like realloc: `at` NULL asks for new memory; it returns
 * NULL when there is none, and the old block then stays. `release` takes what resize gave, never
 * NULL. Both are called from any thread that uses the object they were given to.
 */
typedef struct faq_allocator {
    void *ctx;
    void *(*resize)(void *ctx, void *at, size_t len);
    void (*release)(void *ctx, void *at);
} faq_allocator;

/* What `stat` of the I/O table tells. Two handles with the same device and inode are one file. */
typedef struct faq_file_info {
    uint64_t bytes;
    uint64_t device, inode;
    uint32_t mode;     /* permission bits */
    uint32_t uid, gid; /* owner */
    bool is_folder;
} faq_file_info;

enum { FAQ_IO_READ = 1, FAQ_IO_WRITE = 2, FAQ_IO_CREATE = 4 /* fails if it exists */ };

/*
 * Every system call that touches an index file. A function returns 0 (or a count) on success and
 * a negative errno on failure. Handles are >= 0. The default table is POSIX; tests replace it to
 * make the Nth call fail, memory-only hosts to have no files at all.
 */
typedef struct faq_io {
    void *ctx;
    int (*open)(void *ctx, const char *path, int flags, uint32_t mode);
    int (*close)(void *ctx, int file);
    int64_t (*read)(void *ctx, int file, void *to, size_t len, uint64_t offset);
    int64_t (*write)(void *ctx, int file, const void *from, size_t len, uint64_t offset);
    int (*sync)(void *ctx, int file);
    int (*stat_file)(void *ctx, int file, faq_file_info *out);
    int (*stat_path)(void *ctx, const char *path, faq_file_info *out); /* follows links */
    int (*map)(void *ctx, int file, size_t len, const void **out);     /* read-only, shared */
    int (*unmap)(void *ctx, const void *at, size_t len);
    int (*lock)(void *ctx, int file); /* exclusive, dies with the handle; -EAGAIN when taken */
    int (*own)(void *ctx, int file, const faq_file_info *like); /* copies owner and mode */
    int (*link)(void *ctx, const char *from, const char *to);   /* fails with -EEXIST */
    int (*rename)(void *ctx, const char *from, const char *to);
    int (*unlink)(void *ctx, const char *path);
    int (*sync_folder)(void *ctx, const char *path); /* of the folder that holds `path` */
    /* the real path behind symbolic links, into `out` of `len` bytes; -ENOENT when there is none */
    int (*resolve)(void *ctx, const char *path, char *out, size_t len);
} faq_io;

#ifdef __cplusplus
}
#endif

#endif
