/* SPDX-License-Identifier: MIT */
#ifndef TESTS_SUPPORT_MEMFILE_H
#define TESTS_SUPPORT_MEMFILE_H

#include <faqsearch/types.h>

/* A read-only file system with one file, for any path: reads and maps exactly these bytes. */
typedef struct test_memfile {
    const uint8_t *bytes;
    size_t len;
} test_memfile;

faq_io test_memfile_io(test_memfile *file);

#endif
