/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* getentropy */
#include "store/appender.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/str.h"

#define PATH_BYTES 4096
#define POLL_MS 10
#define CREATE_ATTEMPTS 100 /* at a temporary file that others create and remove */

/* ---- locks */

static void close_file(const faq_io *io, int *file)
{
    if (*file >= 0)
        io->close(io->ctx, *file);
    *file = -1;
}

/* Is the open file the one that the path names now? A negative errno when the system won't say. */
static int is_same(const faq_io *io, int file, const char *path, bool *same)
{
    faq_file_info mine, theirs;
    int failed = io->stat_file(io->ctx, file, &mine);
    if (!failed)
        failed = io->stat_path(io->ctx, path, &theirs);
    *same = !failed && mine.inode == theirs.inode && mine.device == theirs.device;
    return failed == -ENOENT ? 0 : failed;
}

static void sleep_ms(uint32_t ms)
{
    struct timespec time = {ms / 1000, (long)(ms % 1000) * 1000000};
    nanosleep(&time, NULL);
}

static faq_status lock_failed(int failed, const char *path, faq_error *err)
{
    if (failed == -EAGAIN)
        return faq_fail(err, FAQ_LOCKED, 0, "another process is writing to %s", path);
    return faq_file_failed(err, failed, "lock", path);
}

/*
 * Open a file for writing and lock it, as the file that its path names: a compaction may put
 * another in its place between the two steps. `wait_ms` counts down what was waited.
 */
static faq_status open_locked(const faq_io *io, const char *path, uint32_t *wait_ms, int *out,
                              faq_error *err)
{
    for (;;) {
        int file = io->open(io->ctx, path, FAQ_IO_WRITE, 0);
        if (file < 0)
            return faq_file_failed(err, file, "open", path);
        bool same = false;
        int failed = io->lock(io->ctx, file);
        if (!failed)
            failed = is_same(io, file, path, &same);
        if (same) {
            *out = file;
            return FAQ_OK;
        }
        io->close(io->ctx, file);
        if (failed && (failed != -EAGAIN || !*wait_ms))
            return lock_failed(failed, path, err);
        if (failed) {
            uint32_t step = *wait_ms < POLL_MS ? *wait_ms : POLL_MS;
            sleep_ms(step);
            *wait_ms -= step;
        }
    }
}

/*
 * Remove the temporary file of a writer that died. One that is alive holds its lock. A writer that
 * died between linking a new index and removing the temporary name left two names of one file,
 * which is locked by us then.
 */
static faq_status remove_stale(faq_appender *appender, uint32_t *wait_ms, faq_error *err)
{
    const faq_io *io = &appender->io;
    faq_file_info info;
    bool is_ours = false;
    int failed = io->stat_path(io->ctx, appender->temporary, &info);
    if (failed == -ENOENT)
        return FAQ_OK;
    if (!failed && appender->file >= 0)
        failed = is_same(io, appender->file, appender->temporary, &is_ours);
    if (failed)
        return faq_file_failed(err, failed, "look at", appender->temporary);
    int file = -1;
    faq_status status =
        is_ours ? FAQ_OK : open_locked(io, appender->temporary, wait_ms, &file, err);
    if (status)
        return status == FAQ_NOT_FOUND ? FAQ_OK : status;
    failed = io->unlink(io->ctx, appender->temporary);
    close_file(io, &file);
    return failed && failed != -ENOENT ? faq_file_failed(err, failed, "remove", appender->temporary)
                                       : FAQ_OK;
}

/* ---- beginning */

static void drop_temporary(faq_appender *appender)
{
    if (appender->is_new && appender->file >= 0)
        appender->io.unlink(appender->io.ctx, appender->temporary);
    close_file(&appender->io, &appender->file);
    appender->is_new = false;
    appender->end = 0;
}

static faq_status make_uuid(uint8_t uuid[FAQ_UUID_BYTES], faq_error *err)
{
    if (getentropy(uuid, FAQ_UUID_BYTES))
        return faq_file_failed(err, -errno, "get random bytes from", "the system");
    uuid[6] = (uint8_t)((uuid[6] & 0x0F) | 0x40); /* RFC 9562, version 4 */
    uuid[8] = (uint8_t)((uuid[8] & 0x3F) | 0x80);
    return FAQ_OK;
}

static void put_block(uint8_t block[FAQ_BLOCK_BYTES])
{
    uint64_t hash = faq_hash((faq_str){(const char *)block, FAQ_BLOCK_BYTES - 8});
    faq_store(block + FAQ_BLOCK_BYTES - 8, hash, 8);
}

static faq_status write_header(faq_appender *appender, faq_error *err)
{
    uint8_t blocks[FAQ_DATA_OFFSET] = {0}; /* the header and two slots never written */
    memcpy(blocks, FAQ_FORMAT_MAGIC, sizeof FAQ_FORMAT_MAGIC - 1);
    faq_store(blocks + 16, FAQ_FORMAT_VERSION, 4);
    faq_store(blocks + 20, FAQ_FORMAT_ENDIAN, 4);
    memcpy(blocks + 48, appender->uuid, FAQ_UUID_BYTES);
    put_block(blocks);
    return faq_file_write(&appender->io, appender->file, blocks, sizeof blocks, 0,
                          appender->temporary, err);
}

/* Open the temporary file, new and locked. -EEXIST: another writer has it, or took it for stale. */
static int open_temporary(faq_appender *appender)
{
    const faq_io *io = &appender->io;
    int file = io->open(io->ctx, appender->temporary, FAQ_IO_WRITE | FAQ_IO_CREATE, 0666);
    if (file < 0)
        return file;
    bool same = false;
    int failed = io->lock(io->ctx, file);
    if (!failed)
        failed = is_same(io, file, appender->temporary, &same);
    if (same)
        return file;
    if (failed && failed != -EAGAIN)
        io->unlink(io->ctx, appender->temporary);
    io->close(io->ctx, file);
    return failed && failed != -EAGAIN ? failed : -EEXIST;
}

static faq_status create_temporary(faq_appender *appender, uint32_t wait_ms, faq_error *err)
{
    int file = -EEXIST;
    for (int i = 0; i < CREATE_ATTEMPTS && file == -EEXIST; i++) {
        faq_status status = remove_stale(appender, &wait_ms, err);
        if (status)
            return status;
        file = open_temporary(appender);
    }
    if (file == -ENOENT)
        return faq_fail(err, FAQ_IO, 0, "the folder of %s does not exist", appender->path);
    if (file < 0)
        return faq_file_failed(err, file, "create", appender->path);
    appender->file = file;
    appender->is_new = true;
    appender->end = FAQ_DATA_OFFSET;
    return write_header(appender, err);
}

static faq_status name_files(faq_appender *appender, const char *path, faq_error *err)
{
    char real[PATH_BYTES];
    const faq_io *io = &appender->io;
    int failed = io->resolve(io->ctx, path, real, sizeof real);
    if (failed && failed != -ENOENT)
        return faq_file_failed(err, failed, "find", path);
    faq_str name = faq_str_of(failed ? path : real);
    appender->path = faq_mem_text(&appender->mem, name);
    appender->temporary = faq_mem_resize(&appender->mem, NULL, name.len + 5, 1);
    if (!appender->path || !appender->temporary)
        return faq_no_memory(err, "begin a commit");
    memcpy(appender->temporary, name.at, name.len);
    memcpy(appender->temporary + name.len, ".tmp", 5);
    return FAQ_OK;
}

/* Follow an index that exists: lock, newest commit, and where new bytes may go. */
static faq_status follow(faq_appender *appender, uint32_t wait_ms, faq_error *err)
{
    const faq_io *io = &appender->io;
    faq_status status = open_locked(io, appender->path, &wait_ms, &appender->file, err);
    if (!status)
        status = faq_snapshot_read(&appender->base, appender->file, appender->path, &appender->mem,
                                   io, (faq_snapshot_options){0}, err);
    if (status)
        return status;
    if (faq_load_u64(appender->base->at + FAQ_RO_COMPAT_OFFSET))
        return faq_fail(err, FAQ_VERSION, FAQ_RO_COMPAT_OFFSET,
                        "%s has newer features, this faqsearch can only read it", appender->path);
    memcpy(appender->uuid, appender->base->uuid, FAQ_UUID_BYTES);
    appender->next_segment = appender->base->next_segment;
    for (int i = 0; i < 2; i++) {
        if (appender->base->slots[i].end > appender->end)
            appender->end = appender->base->slots[i].end;
    }
    appender->end = faq_round_up(appender->end, FAQ_SECTION_ALIGN);
    return remove_stale(appender, &wait_ms, err);
}

faq_status faq_appender_begin(faq_appender *appender, const char *path, const faq_allocator *mem,
                              const faq_io *io, uint32_t wait_ms, bool must_exist, faq_error *err)
{
    *appender = (faq_appender){.mem = *mem, .io = *io, .file = -1, .locked = -1};
    faq_buf_init(&appender->scratch, &appender->mem);
    faq_status status = name_files(appender, path, err);
    if (status)
        return status;
    faq_file_info info;
    int failed = io->stat_path(io->ctx, path, &info);
    if (!failed && info.is_folder)
        return faq_fail(err, FAQ_NOT_INDEX, 0, "%s is a folder, not an index", path);
    if (!failed)
        return follow(appender, wait_ms, err);
    if (failed != -ENOENT)
        return faq_file_failed(err, failed, "look at", path);
    if (must_exist)
        return faq_fail(err, FAQ_NOT_FOUND, 0, "there is no index %s", path);
    appender->next_segment = 1;
    status = make_uuid(appender->uuid, err);
    if (!status)
        status = create_temporary(appender, wait_ms, err);
    if (status)
        return status;
    failed = io->stat_path(io->ctx, path, &info);
    if (failed)
        return failed == -ENOENT ? FAQ_OK : faq_file_failed(err, failed, "look at", path);
    /* Created while we waited for the temporary file. Its lock kept all later creators out. */
    drop_temporary(appender);
    return follow(appender, wait_ms, err);
}

faq_status faq_appender_replace(faq_appender *appender, faq_error *err)
{
    appender->locked = appender->file;
    appender->file = -1;
    appender->replaces = true;
    appender->next_segment = 1;
    appender->n_sections = 0;
    return create_temporary(appender, 0, err);
}

/* ---- sections */

static faq_status note_section(faq_appender *appender, faq_section section, faq_error *err)
{
    if (!faq_mem_grow(&appender->mem, &appender->sections, &appender->sections_cap,
                      appender->n_sections + 1, sizeof *appender->sections))
        return faq_no_memory(err, "list sections");
    appender->sections[appender->n_sections++] = section;
    return FAQ_OK;
}

static void encode_header(uint8_t header[FAQ_SECTION_HEADER_BYTES], const faq_section *section)
{
    memset(header, 0, FAQ_SECTION_HEADER_BYTES);
    faq_store(header, FAQ_SECTION_MAGIC, 4);
    faq_store(header + 4, section->type, 4);
    faq_store(header + 8, section->segment, 4);
    faq_store(header + 16, section->length, 8);
    faq_store(header + 24, section->count, 8);
    faq_store(header + 32, section->checksum, 8);
    faq_store(header + 56, faq_hash((faq_str){(const char *)header, 56}), 8);
}

static faq_status write_at(faq_appender *appender, const void *from, size_t len, uint64_t offset,
                           faq_error *err)
{
    return faq_file_write(&appender->io, appender->file, from, len, offset,
                          appender->is_new ? appender->temporary : appender->path, err);
}

static faq_status write_section(faq_appender *appender, faq_section *section, faq_str payload,
                                faq_error *err)
{
    static const uint8_t zeros[FAQ_SECTION_ALIGN] = {0};
    uint8_t header[FAQ_SECTION_HEADER_BYTES];
    section->offset = appender->end;
    section->length = payload.len;
    section->checksum = faq_hash(payload);
    encode_header(header, section);
    uint64_t at = appender->end + sizeof header;
    uint64_t padded = faq_round_up(at + payload.len, FAQ_SECTION_ALIGN);
    faq_status status = write_at(appender, header, sizeof header, appender->end, err);
    if (!status && payload.len)
        status = write_at(appender, payload.at, payload.len, at, err);
    if (!status && padded > at + payload.len)
        status =
            write_at(appender, zeros, (size_t)(padded - at - payload.len), at + payload.len, err);
    appender->end = padded;
    return status;
}

faq_status faq_appender_add(faq_appender *appender, uint32_t type, uint32_t segment,
                            faq_str payload, uint64_t count, faq_error *err)
{
    faq_section section = {.type = type, .segment = segment, .count = count};
    faq_status status = write_section(appender, &section, payload, err);
    return status ? status : note_section(appender, section, err);
}

faq_status faq_appender_keep(faq_appender *appender, const faq_section *section, faq_error *err)
{
    return note_section(appender, *section, err);
}

void faq_appender_drop(faq_appender *appender, uint32_t segment)
{
    size_t kept = 0;
    for (size_t i = 0; i < appender->n_sections; i++) {
        if (appender->sections[i].segment != segment)
            appender->sections[kept++] = appender->sections[i];
    }
    appender->n_sections = kept;
}

/* ---- commit */

static int compare_items(const void *a, const void *b)
{
    return faq_section_compare(a, b);
}

static void sort_sections(faq_appender *appender)
{
    if (appender->n_sections)
        qsort(appender->sections, appender->n_sections, sizeof *appender->sections, compare_items);
}

faq_status faq_appender_view(faq_appender *appender, faq_snapshot **out, faq_error *err)
{
    sort_sections(appender);
    return faq_snapshot_assemble(out, appender->file, appender->end, appender->sections,
                                 appender->n_sections, &appender->mem, &appender->io, err);
}

static faq_status write_manifest(faq_appender *appender, uint64_t generation, faq_section *manifest,
                                 faq_error *err)
{
    faq_buf *out = &appender->scratch;
    faq_buf_reset(out);
    sort_sections(appender);
    faq_put_u64(out, generation);
    faq_put_u32(out, appender->next_segment);
    faq_put_u32(out, (uint32_t)appender->n_sections);
    for (size_t i = 0; i < appender->n_sections; i++) {
        const faq_section *section = &appender->sections[i];
        faq_put_u32(out, section->type);
        faq_put_u32(out, section->segment);
        faq_put_u64(out, section->offset);
        faq_put_u64(out, section->length);
        faq_put_u64(out, section->count);
        faq_put_u64(out, section->checksum);
    }
    if (out->failed)
        return faq_no_memory(err, "write the manifest");
    *manifest = (faq_section){.type = FAQ_SECTION_MANIFEST, .count = appender->n_sections};
    return write_section(appender, manifest, faq_buf_text(out), err);
}

static faq_status write_slot(faq_appender *appender, int slot, uint64_t generation,
                             const faq_section *manifest, faq_error *err)
{
    uint8_t block[FAQ_BLOCK_BYTES] = {0};
    memcpy(block, FAQ_SLOT_MAGIC, 8);
    faq_store(block + 8, generation, 8);
    faq_store(block + 16, manifest->offset, 8);
    faq_store(block + 24, manifest->length, 8);
    faq_store(block + 32, manifest->checksum, 8);
    faq_store(block + 40, appender->end, 8);
    put_block(block);
    return write_at(appender, block, sizeof block,
                    FAQ_SLOT_OFFSET + (uint64_t)slot * FAQ_BLOCK_BYTES, err);
}

static faq_status sync_file(faq_appender *appender, faq_error *err)
{
    int failed = appender->io.sync(appender->io.ctx, appender->file);
    return failed ? faq_file_failed(err, failed, "sync", appender->path) : FAQ_OK;
}

static faq_status unknown(faq_appender *appender, faq_error *err)
{
    faq_error cause = {0};
    if (err)
        cause = *err;
    return faq_fail(err, FAQ_COMMIT_UNKNOWN, 0,
                    "the last step of the commit to %s failed, reopen it to see which commit "
                    "holds: %s",
                    appender->path, cause.message);
}

/* The file has its name now: make that durable. */
static faq_status settle_name(faq_appender *appender, faq_error *err)
{
    appender->is_new = false;
    int failed = appender->io.sync_folder(appender->io.ctx, appender->path);
    if (!failed)
        return FAQ_OK;
    faq_file_failed(err, failed, "sync the folder of", appender->path);
    return unknown(appender, err);
}

/* Give the finished temporary file the name of the index, without replacing one that appeared. */
static faq_status publish_new(faq_appender *appender, faq_error *err)
{
    const faq_io *io = &appender->io;
    int failed = io->link(io->ctx, appender->temporary, appender->path);
    if (failed == -EEXIST)
        return faq_fail(err, FAQ_LOCKED, 0, "another process created %s", appender->path);
    bool linked = !failed;
    if (failed == -EPERM || failed == -EOPNOTSUPP || failed == -ENOSYS) {
        /* a file system without hard links: a rename, guarded by a look */
        faq_file_info info;
        failed = io->stat_path(io->ctx, appender->path, &info);
        if (!failed)
            return faq_fail(err, FAQ_LOCKED, 0, "another process created %s", appender->path);
        if (failed == -ENOENT)
            failed = io->rename(io->ctx, appender->temporary, appender->path);
    }
    if (failed)
        return faq_file_failed(err, failed, "create", appender->path);
    if (linked)
        io->unlink(io->ctx, appender->temporary);
    return settle_name(appender, err);
}

static faq_status publish_replacement(faq_appender *appender, faq_error *err)
{
    const faq_io *io = &appender->io;
    int failed = io->sync_folder(io->ctx, appender->path);
    if (!failed)
        failed = io->rename(io->ctx, appender->temporary, appender->path);
    if (failed)
        return faq_file_failed(err, failed, "replace", appender->path);
    return settle_name(appender, err);
}

/* A file of its own: slot A is written with the rest, the name is what commits. */
static faq_status commit_new(faq_appender *appender, uint64_t generation,
                             const faq_section *manifest, faq_error *err)
{
    const faq_io *io = &appender->io;
    faq_status status = write_slot(appender, 0, generation, manifest, err);
    if (!status && appender->replaces) {
        int failed = io->own(io->ctx, appender->file, &appender->base->info);
        if (failed)
            status = faq_file_failed(err, failed, "set the owner of", appender->temporary);
    }
    if (!status)
        status = sync_file(appender, err);
    if (status)
        return status;
    return appender->replaces ? publish_replacement(appender, err) : publish_new(appender, err);
}

static faq_status commit_following(faq_appender *appender, uint64_t generation,
                                   const faq_section *manifest, faq_error *err)
{
    faq_status status = sync_file(appender, err);
    if (status)
        return status;
    faq_error own;
    if (!err)
        err = &own;
    status = write_slot(appender, 1 - appender->base->active, generation, manifest, err);
    if (!status)
        status = sync_file(appender, err);
    return status ? unknown(appender, err) : FAQ_OK;
}

faq_status faq_appender_commit(faq_appender *appender, uint64_t *generation, uint64_t *bytes,
                               faq_error *err)
{
    uint64_t next = appender->base ? appender->base->generation + 1 : 1;
    faq_section manifest;
    faq_status status = write_manifest(appender, next, &manifest, err);
    if (!status)
        status = appender->is_new ? commit_new(appender, next, &manifest, err)
                                  : commit_following(appender, next, &manifest, err);
    if (status)
        return status;
    *generation = next;
    *bytes = appender->end;
    return FAQ_OK;
}

void faq_appender_release(faq_appender *appender)
{
    const faq_io *io = &appender->io;
    if (!appender->mem.resize)
        return;
    drop_temporary(appender);
    close_file(io, &appender->locked);
    faq_snapshot_release(appender->base);
    faq_mem_free(&appender->mem, appender->path);
    faq_mem_free(&appender->mem, appender->temporary);
    faq_mem_free(&appender->mem, appender->sections);
    faq_buf_release(&appender->scratch);
    *appender = (faq_appender){.file = -1, .locked = -1};
}
