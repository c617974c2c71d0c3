/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "support/fault.h"
#include "support/test.h"

static int make_file(test_io *io, const char *path)
{
    int file = io->io.open(io, path, FAQ_IO_WRITE | FAQ_IO_CREATE, 0600);
    ck_assert_int_ge(file, 0);
    return file;
}

/* Fill a file of its own with a pattern, read it back, and compare. */
static void write_and_read(test_io *io, const char *name)
{
    char bytes[10000], back[sizeof bytes];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7);
    faq_error err;
    int file = make_file(io, test_path(name));
    CHECK_OK(faq_file_write(&io->io, file, bytes, sizeof bytes, 5, name, &err), &err);
    CHECK_OK(faq_file_read(&io->io, file, back, sizeof back, 5, name, &err), &err);
    ck_assert_int_eq(memcmp(bytes, back, sizeof bytes), 0);
    io->io.close(io, file);
}

START_TEST(short_and_interrupted_calls_go_on)
{
    test_io io;
    test_io_init(&io, 1, true, TEST_SHORT);
    write_and_read(&io, "short");
    ck_assert_uint_gt(io.of[TEST_IO_WRITE], 5);
    ck_assert_uint_gt(io.of[TEST_IO_READ], 5);
    test_io_init(&io, 2, true, EINTR);
    write_and_read(&io, "interrupted");
    ck_assert_uint_gt(io.of[TEST_IO_WRITE], 5);
}
END_TEST

START_TEST(a_file_that_ends_early_is_damaged)
{
    test_io io;
    test_io_init(&io, 0, false, 0);
    faq_error err;
    int file = make_file(&io, test_path("early"));
    CHECK_OK(faq_file_write(&io.io, file, "abc", 3, 0, "early", &err), &err);
    char back[4];
    ck_assert_int_eq(faq_file_read(&io.io, file, back, 4, 0, "early", &err), FAQ_CORRUPT);
    ck_assert_uint_eq(err.offset, 3);
    io.io.close(&io, file);
}
END_TEST

START_TEST(errors_have_a_status_and_words)
{
    static const struct {
        int error;
        faq_status status;
    } rows[] = {{ENOENT, FAQ_NOT_FOUND}, {ENOTDIR, FAQ_NOT_FOUND}, {ENOMEM, FAQ_NO_MEMORY},
                {EIO, FAQ_IO},           {ENOSPC, FAQ_IO},         {EMFILE, FAQ_IO}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_error err;
        ck_assert_int_eq(faq_file_failed(&err, -rows[i].error, "open", "shop.faq"), rows[i].status);
        char want[200];
        snprintf(want, sizeof want, "cannot open shop.faq: %s", strerror(rows[i].error));
        ck_assert_str_eq(err.message, want);
    }
}
END_TEST

START_TEST(creating_never_replaces)
{
    const faq_io *io = faq_io_default();
    const char *path = test_path("once");
    int file = io->open(io->ctx, path, FAQ_IO_WRITE | FAQ_IO_CREATE, 0600);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(io->open(io->ctx, path, FAQ_IO_WRITE | FAQ_IO_CREATE, 0600), -EEXIST);
    ck_assert_int_eq(io->link(io->ctx, path, path), -EEXIST);
    io->close(io->ctx, file);
}
END_TEST

START_TEST(a_lock_is_of_the_handle)
{
    const faq_io *io = faq_io_default();
    const char *path = test_path("locked");
    int first = io->open(io->ctx, path, FAQ_IO_WRITE | FAQ_IO_CREATE, 0600);
    int second = io->open(io->ctx, path, FAQ_IO_WRITE, 0);
    ck_assert_int_eq(io->lock(io->ctx, first), 0);
    ck_assert_int_eq(io->lock(io->ctx, second), -EAGAIN);
    int third = io->open(io->ctx, path, FAQ_IO_READ, 0);
    io->close(io->ctx, third); /* with a lock of the process this would drop it */
    ck_assert_int_eq(io->lock(io->ctx, second), -EAGAIN);
    io->close(io->ctx, first);
    ck_assert_int_eq(io->lock(io->ctx, second), 0);
    io->close(io->ctx, second);
}
END_TEST

START_TEST(a_mapping_outlives_its_handle)
{
    test_io io;
    test_io_init(&io, 0, false, 0);
    faq_error err;
    int file = make_file(&io, test_path("mapped"));
    CHECK_OK(faq_file_write(&io.io, file, "mapped", 6, 0, "mapped", &err), &err);
    const void *at;
    ck_assert_int_eq(io.io.map(&io, file, 6, &at), 0);
    io.io.close(&io, file);
    ck_assert_int_eq(memcmp(at, "mapped", 6), 0);
    ck_assert_int_eq(io.mappings, 1);
    io.io.unmap(&io, at, 6);
    ck_assert_int_eq(io.mappings + io.open_files, 0);
}
END_TEST

START_TEST(owner_and_mode_are_copied)
{
    const faq_io *io = faq_io_default();
    int file = io->open(io->ctx, test_path("mine"), FAQ_IO_WRITE | FAQ_IO_CREATE, 0600);
    faq_file_info info;
    ck_assert_int_eq(io->stat_file(io->ctx, file, &info), 0);
    info.mode = 0640;
    ck_assert_int_eq(io->own(io->ctx, file, &info), 0);
    faq_file_info after;
    ck_assert_int_eq(io->stat_path(io->ctx, test_path("mine"), &after), 0);
    ck_assert_uint_eq(after.mode, 0640);
    ck_assert(after.uid == info.uid && after.inode == info.inode && !after.is_folder);
    io->close(io->ctx, file);
}
END_TEST

START_TEST(links_are_resolved)
{
    const faq_io *io = faq_io_default();
    int file = io->open(io->ctx, test_path("real"), FAQ_IO_WRITE | FAQ_IO_CREATE, 0600);
    io->close(io->ctx, file);
    ck_assert_int_eq(symlink("real", test_path("alias")), 0);
    char real[4096], alias[4096], small[4];
    ck_assert_int_eq(io->resolve(io->ctx, test_path("real"), real, sizeof real), 0);
    ck_assert_int_eq(io->resolve(io->ctx, test_path("alias"), alias, sizeof alias), 0);
    ck_assert_str_eq(real, alias);
    ck_assert_int_eq(io->resolve(io->ctx, test_path("alias"), small, sizeof small), -ENAMETOOLONG);
    ck_assert_int_eq(io->resolve(io->ctx, test_path("none"), real, sizeof real), -ENOENT);
}
END_TEST

START_TEST(a_folder_is_synced_by_the_name_of_a_file)
{
    const faq_io *io = faq_io_default();
    ck_assert_int_eq(io->sync_folder(io->ctx, test_path("any")), 0);
    ck_assert_int_eq(io->sync_folder(io->ctx, "any"), 0);
    ck_assert_int_eq(io->sync_folder(io->ctx, test_path("no/any")), -ENOENT);
}
END_TEST

RUN_TESTS("base/file", CASE(short_and_interrupted_calls_go_on),
          CASE(a_file_that_ends_early_is_damaged), CASE(errors_have_a_status_and_words),
          CASE(creating_never_replaces), CASE(a_lock_is_of_the_handle),
          CASE(a_mapping_outlives_its_handle), CASE(owner_and_mode_are_copied),
          CASE(links_are_resolved), CASE(a_folder_is_synced_by_the_name_of_a_file))
