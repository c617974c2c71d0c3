/* SPDX-License-Identifier: MIT */
#include "support/memfile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

static int file_open(void *ctx, const char *path, int flags, uint32_t mode)
{
    (void)ctx, (void)path, (void)mode;
    return flags & FAQ_IO_WRITE ? -EROFS : 3;
}

static int file_close(void *ctx, int file)
{
    (void)ctx, (void)file;
    return 0;
}

static int64_t file_read(void *ctx, int file, void *to, size_t len, uint64_t offset)
{
    const test_memfile *from = ctx;
    (void)file;
    if (offset >= from->len)
        return 0;
    size_t count = faq_min_size(len, from->len - (size_t)offset);
    memcpy(to, from->bytes + offset, count);
    return (int64_t)count;
}

static int file_stat(void *ctx, int file, faq_file_info *out)
{
    (void)file;
    *out = (faq_file_info){.bytes = ((const test_memfile *)ctx)->len, .inode = 1};
    return 0;
}

static int path_stat(void *ctx, const char *path, faq_file_info *out)
{
    (void)path;
    return file_stat(ctx, 3, out);
}

/* A copy of exactly the file's size, so that a sanitizer sees the first byte read behind it. */
static int file_map(void *ctx, int file, size_t len, const void **out)
{
    void *copy = malloc(len ? len : 1);
    if (!copy)
        return -ENOMEM;
    file_read(ctx, file, copy, len, 0);
    *out = copy;
    return 0;
}

static int file_unmap(void *ctx, const void *at, size_t len)
{
    (void)ctx, (void)len;
    free((void *)(uintptr_t)at);
    return 0;
}

faq_io test_memfile_io(test_memfile *file)
{
    return (faq_io){
        .ctx = file,
        .open = file_open,
        .close = file_close,
        .read = file_read,
        .stat_file = file_stat,
        .stat_path = path_stat,
        .map = file_map,
        .unmap = file_unmap,
    };
}
