/* SPDX-License-Identifier: MIT */
#ifndef TESTS_SUPPORT_FAULT_H
#define TESTS_SUPPORT_FAULT_H

/*
 * A world that fails on demand: memory and files that refuse the Nth call, once or from then on,
 * and count what was taken and not given back. One thread at a time.
 *
 *     for (size_t n = 1;; n++) {
 *         test_memory memory;
 *         test_memory_init(&memory, n, false);
 *         faq_status status = ... &memory.allocator ...;
 *         ck_assert_uint_eq(memory.live, 0);
 *         if (memory.calls < n)
 *             break; // nothing is left to fail
 *     }
 */

#include <faqsearch/faqsearch.h>

typedef struct test_memory {
    faq_allocator allocator; /* points to this struct: do not copy it */
    size_t calls;            /* requests so far */
    size_t fail_at;          /* the request that fails, 1 and up; 0: none */
    bool from_then_on;       /* and all after it */
    size_t live;             /* blocks taken and not released */
} test_memory;

void test_memory_init(test_memory *memory, size_t fail_at, bool from_then_on);

/* The calls of an I/O table, in its order. */
typedef enum test_io_call {
    TEST_IO_OPEN,
    TEST_IO_CLOSE,
    TEST_IO_READ,
    TEST_IO_WRITE,
    TEST_IO_SYNC,
    TEST_IO_STAT_FILE,
    TEST_IO_STAT_PATH,
    TEST_IO_MAP,
    TEST_IO_UNMAP,
    TEST_IO_LOCK,
    TEST_IO_OWN,
    TEST_IO_LINK,
    TEST_IO_RENAME,
    TEST_IO_UNLINK,
    TEST_IO_SYNC_FOLDER,
    TEST_IO_RESOLVE,
    TEST_IO_CALLS
} test_io_call;

#define TEST_SHORT 0 /* as `error`: reads and writes do half of what is asked, nothing fails */

/*
 * faq_io_default() with a fault. A close or unmap that fails has done its work all the same, as on
 * Linux. EINTR from then on ends after 50 calls, so that loops which try again come to an end.
 */
typedef struct test_io {
    faq_io io;                 /* points to this struct: do not copy it */
    size_t calls;              /* of all kinds */
    size_t of[TEST_IO_CALLS];  /* of each kind */
    size_t fail_at;            /* the call that fails, 1 and up; 0: none */
    bool from_then_on;         /* and all after it */
    int error;                 /* an errno such as EIO, or TEST_SHORT */
    const char *failed;        /* what failed first, such as "sync"; NULL: nothing yet */
    long open_files, mappings; /* opened and not closed; mapped and not unmapped */
} test_io;

void test_io_init(test_io *io, size_t fail_at, bool from_then_on, int error);

#endif
