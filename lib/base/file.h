/* SPDX-License-Identifier: MIT */
#ifndef FAQ_BASE_FILE_H
#define FAQ_BASE_FILE_H

#include <faqsearch/types.h>

/* The system's files: open, pread, pwrite, fsync, mmap and open-file-description locks. */
const faq_io *faq_io_default(void);

/* Read or write all of `len` bytes; a short count goes on, EINTR is tried again. */
faq_status faq_file_read(const faq_io *io, int file, void *to, size_t len, uint64_t offset,
                         const char *path, faq_error *err);
faq_status faq_file_write(const faq_io *io, int file, const void *from, size_t len, uint64_t offset,
                          const char *path, faq_error *err);

/* A negative errno in words: FAQ_NOT_FOUND for a missing file, FAQ_NO_MEMORY, else FAQ_IO. */
faq_status faq_file_failed(faq_error *err, int negative_errno, const char *doing, const char *path);

#endif
