/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "store/section_support.h"
#include "support/builder.h"
#include "support/fault.h"

static faq_status begin_with(faq_appender *appender, const char *path, const faq_io *io,
                             uint32_t wait_ms, faq_error *err)
{
    return faq_appender_begin(appender, path, faq_mem_default(), io, wait_ms, false, err);
}

static bool exists(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}

static uint64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static faq_buf entries_of(const char *path)
{
    faq_buf out;
    faq_error err;
    faq_buf_init(&out, faq_mem_default());
    CHECK_OK(test_print_index(path, NULL, &out, &err), &err);
    return out;
}

static faq_index_info info_of(const char *path)
{
    faq_index *index;
    faq_error err;
    CHECK_OK(faq_index_open(&index, path, NULL, &err), &err);
    faq_index_info info = FAQ_INIT(faq_index_info);
    faq_index_describe(index, &info);
    faq_index_close(index);
    return info;
}

/* ---- beginning */

START_TEST(there_is_no_file_before_the_first_commit)
{
    const char *path = test_path("first.faq"), *temporary = test_path("first.faq.tmp");
    faq_appender appender;
    begin_file(&appender, path);
    ck_assert(!exists(path) && exists(temporary));
    faq_snapshot *snapshot = commit_file(&appender, path);
    ck_assert_uint_eq(snapshot->generation, 1);
    ck_assert(exists(path) && !exists(temporary));
    faq_snapshot_release(snapshot);
}
END_TEST

START_TEST(what_is_abandoned_leaves_nothing)
{
    const char *path = test_path("left.faq"), *temporary = test_path("left.faq.tmp");
    faq_error err;
    faq_appender appender;
    begin_file(&appender, path);
    CHECK_OK(faq_appender_add(&appender, FAQ_SECTION_KEYS, 1, FAQ_STR("x"), 1, &err), &err);
    faq_appender_release(&appender);
    ck_assert(!exists(path) && !exists(temporary));
    CHECK_OK(test_put(path, 0, 5, 1, NULL, &err), &err);
    faq_buf before = entries_of(path);
    begin_file(&appender, path);
    CHECK_OK(faq_appender_add(&appender, FAQ_SECTION_KEYS, 1, FAQ_STR("x"), 1, &err), &err);
    faq_appender_release(&appender);
    begin_file(&appender, path);
    CHECK_OK(faq_appender_replace(&appender, &err), &err);
    ck_assert(exists(temporary));
    faq_appender_release(&appender);
    ck_assert(!exists(temporary));
    faq_buf after = entries_of(path);
    test_same_text(&after, &before, "abandoned");
    faq_buf_release(&before);
    faq_buf_release(&after);
}
END_TEST

START_TEST(places_without_an_index_are_told_apart)
{
    faq_appender appender;
    faq_error err;
    const faq_io *io = faq_io_default();
    faq_status status = faq_appender_begin(&appender, test_path("absent.faq"), faq_mem_default(),
                                           io, 0, true, &err);
    ck_assert_int_eq(status, FAQ_NOT_FOUND);
    faq_appender_release(&appender);
    ck_assert_int_eq(begin_with(&appender, test_path("no/such/folder.faq"), io, 0, &err), FAQ_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "folder.faq does not exist"));
    faq_appender_release(&appender);
    ck_assert_int_eq(mkdir(test_path("folder.faq"), 0700), 0);
    ck_assert_int_eq(begin_with(&appender, test_path("folder.faq"), io, 0, &err), FAQ_NOT_INDEX);
    faq_appender_release(&appender);
    ck_assert(test_write_file(test_path("text.faq"), "id,question\n", 12));
    ck_assert_int_eq(begin_with(&appender, test_path("text.faq"), io, 0, &err), FAQ_NOT_INDEX);
    faq_appender_release(&appender);
    struct stat info;
    ck_assert_int_eq(stat(test_path("text.faq"), &info), 0);
    ck_assert_int_eq(info.st_size, 12); /* a file that is not ours stays as it is */
}
END_TEST

START_TEST(temporary_files_of_dead_writers_are_removed)
{
    const char *path = test_path("stale.faq"), *temporary = test_path("stale.faq.tmp");
    faq_error err;
    ck_assert(test_write_file(temporary, "half of an index", 16));
    CHECK_OK(test_put(path, 0, 3, 1, NULL, &err), &err); /* creates */
    ck_assert(!exists(temporary));
    ck_assert(test_write_file(temporary, "half of another", 15));
    CHECK_OK(test_put(path, 0, 3, 2, NULL, &err), &err); /* updates */
    ck_assert(!exists(temporary));
    ck_assert(test_write_file(temporary, "half of a third", 15));
    CHECK_OK(faq_index_compact(path, NULL, NULL, &err), &err);
    ck_assert(!exists(temporary));
}
END_TEST

START_TEST(a_second_name_left_by_a_dead_creator_locks_nobody_out)
{
    const char *path = test_path("twice.faq"), *temporary = test_path("twice.faq.tmp");
    faq_error err;
    CHECK_OK(test_put(path, 0, 3, 1, NULL, &err), &err);
    ck_assert_int_eq(link(path, temporary), 0); /* died between link and unlink */
    CHECK_OK(test_put(path, 3, 3, 1, NULL, &err), &err);
    ck_assert(!exists(temporary));
    ck_assert_uint_eq(info_of(path).n_entries, 6);
}
END_TEST

START_TEST(a_temporary_name_that_leads_nowhere_is_a_status)
{
    const char *path = test_path("nowhere.faq");
    faq_appender appender;
    faq_error err;
    ck_assert_int_eq(symlink("/nonexistent/place", test_path("nowhere.faq.tmp")), 0);
    ck_assert_int_eq(begin_with(&appender, path, faq_io_default(), 0, &err), FAQ_IO);
    faq_appender_release(&appender);
    ck_assert(!exists(path));
}
END_TEST

/* ---- one writer */

START_TEST(a_second_writer_waits_and_is_then_refused)
{
    const char *path = test_path("locked.faq");
    faq_error err;
    CHECK_OK(test_put(path, 0, 3, 1, NULL, &err), &err);
    static const struct {
        const char *name;
        uint32_t wait_ms;
    } rows[] = {{"not at all", 0}, {"for a moment", 120}};
    for (int creates = 0; creates < 2; creates++) {
        const char *at = creates ? test_path("locked2.faq") : path;
        faq_appender first;
        begin_file(&first, at);
        for (size_t i = 0; i < COUNT(rows); i++) {
            faq_appender second;
            uint64_t start = milliseconds();
            CHECK(begin_with(&second, at, faq_io_default(), rows[i].wait_ms, &err) == FAQ_LOCKED,
                  rows[i].name);
            CHECK(milliseconds() - start >= rows[i].wait_ms, rows[i].name);
            faq_appender_release(&second);
        }
        faq_appender_release(&first);
        faq_appender second;
        CHECK_OK(begin_with(&second, at, faq_io_default(), 0, &err), &err);
        faq_appender_release(&second);
    }
    faq_index_info info = info_of(path);
    ck_assert_uint_eq(info.generation, 1);
}
END_TEST

START_TEST(a_writer_that_waits_gets_its_turn)
{
    const char *path = test_path("turns.faq");
    faq_error err;
    CHECK_OK(test_put(path, 0, 3, 1, NULL, &err), &err);
    int ready[2];
    ck_assert_int_eq(pipe(ready), 0);
    pid_t child = fork();
    if (!child) { /* holds the lock for a while, then dies without a word */
        faq_appender first;
        if (begin_with(&first, path, faq_io_default(), 0, &err) || write(ready[1], "x", 1) != 1)
            _exit(1);
        nanosleep(&(struct timespec){.tv_nsec = 150000000}, NULL);
        _exit(0);
    }
    char byte;
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    faq_write_options options = FAQ_INIT(faq_write_options);
    options.wait_ms = 20000;
    CHECK_OK(test_put(path, 3, 3, 2, &options, &err), &err);
    int how;
    ck_assert_int_eq(waitpid(child, &how, 0), child);
    ck_assert_uint_eq(info_of(path).n_entries, 6);
}
END_TEST

START_TEST(processes_that_create_one_index_at_once_lose_nothing)
{
    enum { WRITERS = 6, ROUNDS = 8 };
    for (int round = 0; round < ROUNDS; round++) {
        char name[32];
        snprintf(name, sizeof name, "race%d.faq", round);
        const char *path = test_path(name);
        pid_t children[WRITERS];
        for (uint32_t i = 0; i < WRITERS; i++) {
            children[i] = fork();
            if (children[i])
                continue;
            faq_write_options options = FAQ_INIT(faq_write_options);
            faq_error err = {0};
            options.wait_ms = 60000;
            faq_status status = test_put(path, 10 * i, 3, 1, &options, &err);
            if (status)
                fprintf(stderr, "writer %u: %d %s\n", i, status, err.message);
            _exit(status ? 1 : 0);
        }
        for (uint32_t i = 0; i < WRITERS; i++) {
            int how;
            ck_assert_int_eq(waitpid(children[i], &how, 0), children[i]);
            ck_assert_msg(WIFEXITED(how) && !WEXITSTATUS(how), "round %d: writer %u failed", round,
                          i);
        }
        ck_assert_uint_eq(info_of(path).n_entries, 3 * WRITERS);
        ck_assert_uint_eq(info_of(path).generation, WRITERS);
    }
}
END_TEST

START_TEST(an_index_that_appears_meanwhile_is_not_replaced)
{
    const char *path = test_path("appears.faq"), *other = test_path("other.faq");
    faq_error err;
    CHECK_OK(test_put(other, 0, 4, 1, NULL, &err), &err);
    faq_appender appender;
    begin_file(&appender, path);
    ck_assert_int_eq(link(other, path), 0); /* by other means, without our lock */
    uint64_t generation, bytes;
    ck_assert_int_eq(faq_appender_commit(&appender, &generation, &bytes, &err), FAQ_LOCKED);
    faq_appender_release(&appender);
    ck_assert_uint_eq(info_of(path).n_entries, 4);
    ck_assert(!exists(test_path("appears.faq.tmp")));
}
END_TEST

static int no_links(void *ctx, const char *from, const char *to)
{
    (void)ctx, (void)from, (void)to;
    return -EPERM;
}

START_TEST(a_file_system_without_links_is_good_enough)
{
    const char *path = test_path("fat.faq");
    faq_error err;
    test_io files;
    test_io_init(&files, 0, false, 0);
    files.io.link = no_links;
    faq_write_options options = FAQ_INIT(faq_write_options);
    options.io = &files.io;
    CHECK_OK(test_put(path, 0, 3, 1, &options, &err), &err);
    CHECK_OK(test_put(path, 3, 3, 1, &options, &err), &err);
    CHECK_OK(faq_index_compact(path, &options, NULL, &err), &err);
    ck_assert_uint_eq(info_of(path).n_entries, 6);
    ck_assert(!exists(test_path("fat.faq.tmp")));
    unlink(path);
    faq_appender appender;
    CHECK_OK(begin_with(&appender, path, &files.io, 0, &err), &err);
    ck_assert(test_write_file(path, "mine", 4)); /* appears meanwhile */
    uint64_t generation, bytes;
    ck_assert_int_eq(faq_appender_commit(&appender, &generation, &bytes, &err), FAQ_LOCKED);
    faq_appender_release(&appender);
    struct stat info;
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_int_eq(info.st_size, 4);
    ck_assert(files.open_files == 0 && files.mappings == 0);
}
END_TEST

/* Between opening and locking, once: a compaction puts another file in place of the one opened. */
static const char *replaced;

static int lock_after_compaction(void *ctx, int file)
{
    const char *path = replaced;
    replaced = NULL;
    if (path && faq_index_compact(path, NULL, NULL, NULL))
        abort();
    return faq_io_default()->lock(ctx, file);
}

START_TEST(a_writer_that_locked_a_replaced_file_starts_over)
{
    const char *path = test_path("replaced.faq");
    faq_error err;
    CHECK_OK(test_put(path, 0, 4, 1, NULL, &err), &err);
    CHECK_OK(test_delete(path, 0, 1, NULL, &err), &err);
    test_io files;
    test_io_init(&files, 0, false, 0);
    files.io.lock = lock_after_compaction;
    replaced = path;
    faq_write_options options = FAQ_INIT(faq_write_options);
    options.io = &files.io;
    CHECK_OK(test_put(path, 9, 1, 1, &options, &err), &err);
    faq_index_info info = info_of(path);
    ck_assert_uint_eq(info.n_entries, 4);
    ck_assert_uint_eq(info.generation, 4);
    ck_assert_int_eq(files.open_files, 0);
}
END_TEST

/* ---- what a commit may touch */

START_TEST(bytes_that_a_commit_named_are_never_written_again)
{
    const char *path = test_path("append.faq");
    faq_error err;
    faq_buf before, after;
    faq_buf_init(&before, faq_mem_default());
    faq_buf_init(&after, faq_mem_default());
    CHECK_OK(test_put(path, 0, 8, 1, NULL, &err), &err);
    for (uint32_t i = 0; i < 12; i++) {
        faq_buf_reset(&before);
        ck_assert(test_read_file(path, &before));
        if (i % 3 == 2)
            CHECK_OK(test_delete(path, i, 1, NULL, &err), &err);
        else
            CHECK_OK(test_put(path, i, 5, 2 + i, NULL, &err), &err);
        faq_buf_reset(&after);
        ck_assert(test_read_file(path, &after));
        ck_assert_uint_ge(after.len, before.len);
        ck_assert_msg(!memcmp(after.at + FAQ_DATA_OFFSET, before.at + FAQ_DATA_OFFSET,
                              before.len - FAQ_DATA_OFFSET),
                      "commit %u wrote over an older one", i);
        ck_assert(!memcmp(after.at, before.at, FAQ_BLOCK_BYTES)); /* the header */
        bool a = memcmp(after.at + 4096, before.at + 4096, 4096);
        bool b = memcmp(after.at + 8192, before.at + 8192, 4096);
        ck_assert_msg(a != b, "commit %u wrote %s slots", i, a ? "both" : "no");
    }
    faq_buf_release(&before);
    faq_buf_release(&after);
}
END_TEST

START_TEST(a_transaction_without_changes_writes_nothing)
{
    const char *path = test_path("same.faq");
    faq_error err;
    CHECK_OK(test_put(path, 0, 8, 1, NULL, &err), &err);
    test_io files;
    test_io_init(&files, 0, false, 0);
    faq_write_options options = FAQ_INIT(faq_write_options);
    options.io = &files.io;
    CHECK_OK(test_put(path, 0, 8, 1, &options, &err), &err);
    ck_assert_uint_eq(files.of[TEST_IO_WRITE] + files.of[TEST_IO_SYNC], 0);
    ck_assert_uint_eq(info_of(path).generation, 1);
}
END_TEST

START_TEST(a_link_to_an_index_stays_a_link)
{
    const char *path = test_path("target.faq"), *alias = test_path("alias.faq");
    faq_error err;
    struct stat info;
    CHECK_OK(test_put(path, 0, 3, 1, NULL, &err), &err);
    ck_assert_int_eq(symlink("target.faq", alias), 0);
    CHECK_OK(test_put(alias, 3, 3, 1, NULL, &err), &err);
    CHECK_OK(faq_index_compact(alias, NULL, NULL, &err), &err);
    ck_assert(lstat(alias, &info) == 0 && S_ISLNK(info.st_mode));
    ck_assert(lstat(path, &info) == 0 && S_ISREG(info.st_mode));
    ck_assert_uint_eq(info_of(path).n_entries, 6);
    faq_appender first, second;
    begin_file(&first, path);
    ck_assert_int_eq(begin_with(&second, alias, faq_io_default(), 0, &err), FAQ_LOCKED);
    faq_appender_release(&second);
    faq_appender_release(&first);
}
END_TEST

START_TEST(compaction_keeps_who_and_what_the_index_is)
{
    const char *path = test_path("compact.faq");
    faq_error err;
    for (uint32_t i = 0; i < 5; i++)
        CHECK_OK(test_put(path, i, 10, i, NULL, &err), &err);
    CHECK_OK(test_delete(path, 2, 3, NULL, &err), &err);
    ck_assert_int_eq(chmod(path, 0640), 0);
    faq_index_info before = info_of(path);
    faq_commit_info commit = FAQ_INIT(faq_commit_info);
    CHECK_OK(faq_index_compact(path, NULL, &commit, &err), &err);
    faq_index_info after = info_of(path);
    struct stat info;
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_uint_eq(info.st_mode & 07777, 0640);
    ck_assert_str_eq(after.uuid, before.uuid);
    ck_assert_uint_eq(after.generation, before.generation + 1);
    ck_assert_uint_eq(after.n_entries, before.n_entries);
    ck_assert_uint_eq(after.n_segments, 1);
    ck_assert_uint_eq(after.n_deleted, 0);
    ck_assert_uint_eq(after.dead_bytes, 0);
    ck_assert_uint_lt(after.file_bytes, before.file_bytes);
    ck_assert(commit.generation == after.generation && commit.file_bytes == after.file_bytes &&
              commit.n_entries == after.n_entries);
    ck_assert(!exists(test_path("compact.faq.tmp")));
}
END_TEST

START_TEST(a_replacement_keeps_no_section_unless_it_is_added)
{
    const char *path = test_path("nothing.faq");
    faq_appender appender;
    begin_file(&appender, path);
    faq_error err;
    CHECK_OK(faq_appender_add(&appender, FAQ_SECTION_KEYS, 1, FAQ_STR("old"), 1, &err), &err);
    faq_snapshot *old = commit_file(&appender, path);
    begin_file(&appender, path);
    CHECK_OK(faq_appender_keep(&appender, &old->sections[0], &err), &err);
    CHECK_OK(faq_appender_replace(&appender, &err), &err);
    CHECK_OK(faq_appender_add(&appender, FAQ_SECTION_KEYS, 2, FAQ_STR("new"), 1, &err), &err);
    faq_snapshot *fresh = commit_file(&appender, path);
    ck_assert_uint_eq(fresh->n_sections, 1);
    ck_assert_uint_eq(fresh->sections[0].segment, 2);
    ck_assert(!memcmp(fresh->uuid, old->uuid, sizeof old->uuid));
    faq_snapshot_release(old);
    faq_snapshot_release(fresh);
}
END_TEST

/* ---- what the system refuses to tell */

START_TEST(a_path_that_cannot_be_looked_at_is_not_taken_for_missing)
{
    const char *path = test_path("hidden.faq");
    faq_error err;
    CHECK_OK(test_put(path, 0, 3, 1, NULL, &err), &err);
    for (size_t n = 1; n <= 3; n++) {
        test_io files;
        test_io_init(&files, n, true, EACCES);
        faq_appender appender;
        faq_status status =
            faq_appender_begin(&appender, path, faq_mem_default(), &files.io, 0, true, &err);
        ck_assert_msg(status == FAQ_IO, "call %zu: status %d", n, status);
        faq_appender_release(&appender);
        ck_assert_int_eq(files.open_files, 0);
    }
}
END_TEST

/* The first looks at a path are answered, later ones are not. */
static int looks_left;

static int look_while_allowed(void *ctx, const char *path, faq_file_info *out)
{
    if (looks_left-- <= 0)
        return -EIO;
    (void)ctx;
    return faq_io_default()->stat_path(NULL, path, out);
}

START_TEST(a_writer_that_may_not_look_any_more_gives_up)
{
    const char *path = test_path("look.faq"), *temporary = test_path("look.faq.tmp");
    faq_error err;
    for (int is_there = 0; is_there < 2; is_there++) {
        for (int allowed = 0; allowed < 8; allowed++) {
            unlink(path);
            if (is_there)
                CHECK_OK(test_put(path, 0, 3, 1, NULL, &err), &err);
            test_io files;
            test_io_init(&files, 0, false, 0);
            files.io.stat_path = look_while_allowed;
            looks_left = allowed;
            faq_write_options options = FAQ_INIT(faq_write_options);
            options.io = &files.io;
            faq_status status = test_put(path, 5, 1, 1, &options, &err);
            ck_assert_msg(status == FAQ_OK || status == FAQ_IO, "%d looks: status %d", allowed,
                          status);
            ck_assert(files.open_files == 0 && files.mappings == 0);
            ck_assert(status == FAQ_OK || !exists(temporary));
            ck_assert(exists(path) == (is_there || status == FAQ_OK));
        }
    }
}
END_TEST

RUN_TESTS("store/appender", CASE(there_is_no_file_before_the_first_commit),
          CASE(what_is_abandoned_leaves_nothing), CASE(places_without_an_index_are_told_apart),
          CASE(temporary_files_of_dead_writers_are_removed),
          CASE(a_second_name_left_by_a_dead_creator_locks_nobody_out),
          CASE(a_temporary_name_that_leads_nowhere_is_a_status),
          CASE(a_second_writer_waits_and_is_then_refused), CASE(a_writer_that_waits_gets_its_turn),
          CASE(processes_that_create_one_index_at_once_lose_nothing),
          CASE(an_index_that_appears_meanwhile_is_not_replaced),
          CASE(a_file_system_without_links_is_good_enough),
          CASE(a_writer_that_locked_a_replaced_file_starts_over),
          CASE(bytes_that_a_commit_named_are_never_written_again),
          CASE(a_transaction_without_changes_writes_nothing), CASE(a_link_to_an_index_stays_a_link),
          CASE(compaction_keeps_who_and_what_the_index_is),
          CASE(a_replacement_keeps_no_section_unless_it_is_added),
          CASE(a_path_that_cannot_be_looked_at_is_not_taken_for_missing),
          CASE(a_writer_that_may_not_look_any_more_gives_up))
