/* SPDX-License-Identifier: MIT */
#include "support/fault.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file.h"

#define EINTR_CALLS 50

/* ---- memory */

static void *memory_resize(void *ctx, void *at, size_t len)
{
    test_memory *memory = ctx;
    memory->calls++;
    if (memory->fail_at && (memory->calls == memory->fail_at ||
                            (memory->from_then_on && memory->calls > memory->fail_at)))
        return NULL;
    void *fresh = realloc(at, len);
    if (fresh && !at)
        memory->live++;
    return fresh;
}

static void memory_release(void *ctx, void *at)
{
    test_memory *memory = ctx;
    if (!at || !memory->live)
        abort(); /* never NULL, never more than was taken */
    memory->live--;
    free(at);
}

void test_memory_init(test_memory *memory, size_t fail_at, bool from_then_on)
{
    *memory = (test_memory){
        .allocator = {memory, memory_resize, memory_release},
        .fail_at = fail_at,
        .from_then_on = from_then_on,
    };
}

/* ---- files */

/* Count a call; true when it is to fail. */
static bool fails(test_io *io, test_io_call call, const char *name)
{
    io->calls++;
    io->of[call]++;
    if (!io->fail_at || io->calls < io->fail_at)
        return false;
    if (io->calls > io->fail_at &&
        (!io->from_then_on || (io->error == EINTR && io->calls > io->fail_at + EINTR_CALLS)))
        return false;
    if (!io->failed)
        io->failed = name;
    return true;
}

/* The same for calls that cannot be short. */
static bool fails_whole(test_io *io, test_io_call call, const char *name)
{
    return fails(io, call, name) && io->error != TEST_SHORT;
}

#define SYSTEM faq_io_default()

static int fault_open(void *ctx, const char *path, int flags, uint32_t mode)
{
    test_io *io = ctx;
    if (fails_whole(io, TEST_IO_OPEN, "open"))
        return -io->error;
    int file = SYSTEM->open(SYSTEM->ctx, path, flags, mode);
    io->open_files += file >= 0;
    return file;
}

static int fault_close(void *ctx, int file)
{
    test_io *io = ctx;
    bool failed = fails_whole(io, TEST_IO_CLOSE, "close");
    int status = SYSTEM->close(SYSTEM->ctx, file);
    if (status)
        abort(); /* closed twice, or never opened */
    io->open_files--;
    return failed ? -io->error : status;
}

static size_t half(size_t len)
{
    return len > 1 ? len / 2 : len;
}

static int64_t fault_read(void *ctx, int file, void *to, size_t len, uint64_t offset)
{
    test_io *io = ctx;
    if (fails(io, TEST_IO_READ, "read")) {
        if (io->error != TEST_SHORT)
            return -io->error;
        len = half(len);
    }
    return SYSTEM->read(SYSTEM->ctx, file, to, len, offset);
}

static int64_t fault_write(void *ctx, int file, const void *from, size_t len, uint64_t offset)
{
    test_io *io = ctx;
    if (fails(io, TEST_IO_WRITE, "write")) {
        if (io->error != TEST_SHORT)
            return -io->error;
        len = half(len);
    }
    return SYSTEM->write(SYSTEM->ctx, file, from, len, offset);
}

/* Syncs are counted and left out: nobody pulls the plug here, and thousands would take minutes. */
static int fault_sync(void *ctx, int file)
{
    test_io *io = ctx;
    (void)file;
    return fails_whole(io, TEST_IO_SYNC, "sync") ? -io->error : 0;
}

static int fault_stat_file(void *ctx, int file, faq_file_info *out)
{
    test_io *io = ctx;
    return fails_whole(io, TEST_IO_STAT_FILE, "stat_file")
               ? -io->error
               : SYSTEM->stat_file(SYSTEM->ctx, file, out);
}

static int fault_stat_path(void *ctx, const char *path, faq_file_info *out)
{
    test_io *io = ctx;
    return fails_whole(io, TEST_IO_STAT_PATH, "stat_path")
               ? -io->error
               : SYSTEM->stat_path(SYSTEM->ctx, path, out);
}

static int fault_map(void *ctx, int file, size_t len, const void **out)
{
    test_io *io = ctx;
    if (fails_whole(io, TEST_IO_MAP, "map"))
        return -io->error;
    int status = SYSTEM->map(SYSTEM->ctx, file, len, out);
    io->mappings += !status;
    return status;
}

static int fault_unmap(void *ctx, const void *at, size_t len)
{
    test_io *io = ctx;
    bool failed = fails_whole(io, TEST_IO_UNMAP, "unmap");
    int status = SYSTEM->unmap(SYSTEM->ctx, at, len);
    if (status)
        abort();
    io->mappings--;
    return failed ? -io->error : status;
}

static int fault_lock(void *ctx, int file)
{
    test_io *io = ctx;
    return fails_whole(io, TEST_IO_LOCK, "lock") ? -io->error : SYSTEM->lock(SYSTEM->ctx, file);
}

static int fault_own(void *ctx, int file, const faq_file_info *like)
{
    test_io *io = ctx;
    return fails_whole(io, TEST_IO_OWN, "own") ? -io->error : SYSTEM->own(SYSTEM->ctx, file, like);
}

static int fault_link(void *ctx, const char *from, const char *to)
{
    test_io *io = ctx;
    return fails_whole(io, TEST_IO_LINK, "link") ? -io->error : SYSTEM->link(SYSTEM->ctx, from, to);
}

static int fault_rename(void *ctx, const char *from, const char *to)
{
    test_io *io = ctx;
    return fails_whole(io, TEST_IO_RENAME, "rename") ? -io->error
                                                     : SYSTEM->rename(SYSTEM->ctx, from, to);
}

static int fault_unlink(void *ctx, const char *path)
{
    test_io *io = ctx;
    return fails_whole(io, TEST_IO_UNLINK, "unlink") ? -io->error
                                                     : SYSTEM->unlink(SYSTEM->ctx, path);
}

static int fault_sync_folder(void *ctx, const char *path)
{
    test_io *io = ctx;
    (void)path;
    return fails_whole(io, TEST_IO_SYNC_FOLDER, "sync_folder") ? -io->error : 0;
}

static int fault_resolve(void *ctx, const char *path, char *out, size_t len)
{
    test_io *io = ctx;
    return fails_whole(io, TEST_IO_RESOLVE, "resolve")
               ? -io->error
               : SYSTEM->resolve(SYSTEM->ctx, path, out, len);
}

void test_io_init(test_io *io, size_t fail_at, bool from_then_on, int error)
{
    *io = (test_io){
        .io = {.ctx = io,
               .open = fault_open,
               .close = fault_close,
               .read = fault_read,
               .write = fault_write,
               .sync = fault_sync,
               .stat_file = fault_stat_file,
               .stat_path = fault_stat_path,
               .map = fault_map,
               .unmap = fault_unmap,
               .lock = fault_lock,
               .own = fault_own,
               .link = fault_link,
               .rename = fault_rename,
               .unlink = fault_unlink,
               .sync_folder = fault_sync_folder,
               .resolve = fault_resolve},
        .fail_at = fail_at,
        .from_then_on = from_then_on,
        .error = error,
    };
}
