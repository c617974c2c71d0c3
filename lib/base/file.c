/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* F_OFD_SETLK */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

static int result(int64_t returned)
{
    return returned < 0 ? -errno : (int)returned;
}

static int io_open(void *ctx, const char *path, int flags, uint32_t mode)
{
    (void)ctx;
    int how = flags & FAQ_IO_WRITE ? O_RDWR : O_RDONLY;
    if (flags & FAQ_IO_CREATE)
        how |= O_CREAT | O_EXCL;
    return result(open(path, how | O_CLOEXEC, (mode_t)mode));
}

static int io_close(void *ctx, int file)
{
    (void)ctx;
    return result(close(file));
}

static int64_t io_read(void *ctx, int file, void *to, size_t len, uint64_t offset)
{
    (void)ctx;
    ssize_t n = pread(file, to, len, (off_t)offset);
    return n < 0 ? -errno : n;
}

static int64_t io_write(void *ctx, int file, const void *from, size_t len, uint64_t offset)
{
    (void)ctx;
    ssize_t n = pwrite(file, from, len, (off_t)offset);
    return n < 0 ? -errno : n;
}

static int io_sync(void *ctx, int file)
{
    (void)ctx;
    return result(fsync(file));
}

static void copy_info(faq_file_info *out, const struct stat *info)
{
    *out = (faq_file_info){
        .bytes = (uint64_t)info->st_size,
        .device = (uint64_t)info->st_dev,
        .inode = (uint64_t)info->st_ino,
        .mode = info->st_mode & 07777,
        .uid = info->st_uid,
        .gid = info->st_gid,
        .is_folder = S_ISDIR(info->st_mode),
    };
}

static int io_stat_file(void *ctx, int file, faq_file_info *out)
{
    (void)ctx;
    struct stat info;
    if (fstat(file, &info))
        return -errno;
    copy_info(out, &info);
    return 0;
}

static int io_stat_path(void *ctx, const char *path, faq_file_info *out)
{
    (void)ctx;
    struct stat info;
    if (stat(path, &info))
        return -errno;
    copy_info(out, &info);
    return 0;
}

static int io_map(void *ctx, int file, size_t len, const void **out)
{
    (void)ctx;
    void *at = mmap(NULL, len, PROT_READ, MAP_SHARED, file, 0);
    if (at == MAP_FAILED)
        return -errno;
    *out = at;
    return 0;
}

static int io_unmap(void *ctx, const void *at, size_t len)
{
    (void)ctx;
    return result(munmap((void *)(uintptr_t)at, len));
}

/* The header block is locked; the lock ends with the descriptor, so a dead writer leaves none. */
static int io_lock(void *ctx, int file)
{
    (void)ctx;
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 4096};
    int status = result(fcntl(file, F_OFD_SETLK, &lock));
    return status == -EACCES ? -EAGAIN : status;
}

static int io_own(void *ctx, int file, const faq_file_info *like)
{
    (void)ctx;
    faq_file_info now = {0};
    int status = io_stat_file(NULL, file, &now);
    if (!status && (now.uid != like->uid || now.gid != like->gid))
        status = result(fchown(file, like->uid, like->gid));
    if (!status)
        status = result(fchmod(file, (mode_t)like->mode));
    return status;
}

static int io_link(void *ctx, const char *from, const char *to)
{
    (void)ctx;
    return result(link(from, to));
}

static int io_rename(void *ctx, const char *from, const char *to)
{
    (void)ctx;
    return result(rename(from, to));
}

static int io_unlink(void *ctx, const char *path)
{
    (void)ctx;
    return result(unlink(path));
}

static int io_sync_folder(void *ctx, const char *path)
{
    (void)ctx;
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
    if (!folder)
        return -ENOMEM;
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (file < 0)
        return -errno;
    int status = result(fsync(file));
    close(file);
    return status;
}

static int io_resolve(void *ctx, const char *path, char *out, size_t len)
{
    (void)ctx;
    char *real = realpath(path, NULL);
    if (!real)
        return -errno;
    size_t needed = strlen(real) + 1;
    if (needed <= len)
        memcpy(out, real, needed);
    free(real);
    return needed <= len ? 0 : -ENAMETOOLONG;
}

const faq_io *faq_io_default(void)
{
    static const faq_io posix = {
        .open = io_open,
        .close = io_close,
        .read = io_read,
        .write = io_write,
        .sync = io_sync,
        .stat_file = io_stat_file,
        .stat_path = io_stat_path,
        .map = io_map,
        .unmap = io_unmap,
        .lock = io_lock,
        .own = io_own,
        .link = io_link,
        .rename = io_rename,
        .unlink = io_unlink,
        .sync_folder = io_sync_folder,
        .resolve = io_resolve,
    };
    return &posix;
}

faq_status faq_file_failed(faq_error *err, int negative_errno, const char *doing, const char *path)
{
    char words[128];
    const char *why = strerror_r(-negative_errno, words, sizeof words);
    faq_status status = FAQ_IO;
    if (negative_errno == -ENOENT || negative_errno == -ENOTDIR)
        status = FAQ_NOT_FOUND;
    else if (negative_errno == -ENOMEM)
        status = FAQ_NO_MEMORY;
    return faq_fail(err, status, 0, "cannot %s %s: %s", doing, path, why);
}

faq_status faq_file_read(const faq_io *io, int file, void *to, size_t len, uint64_t offset,
                         const char *path, faq_error *err)
{
    size_t done = 0;
    while (done < len) {
        int64_t n = io->read(io->ctx, file, (char *)to + done, len - done, offset + done);
        if (n == -EINTR)
            continue;
        if (n < 0)
            return faq_file_failed(err, (int)n, "read", path);
        if (n == 0)
            return faq_fail(err, FAQ_CORRUPT, offset + done, "%s ends early", path);
        done += (size_t)n;
    }
    return FAQ_OK;
}

faq_status faq_file_write(const faq_io *io, int file, const void *from, size_t len, uint64_t offset,
                          const char *path, faq_error *err)
{
    size_t done = 0;
    while (done < len) {
        int64_t n = io->write(io->ctx, file, (const char *)from + done, len - done, offset + done);
        if (n == -EINTR)
            continue;
        if (n <= 0)
            return faq_file_failed(err, n ? (int)n : -ENOSPC, "write", path);
        done += (size_t)n;
    }
    return FAQ_OK;
}
