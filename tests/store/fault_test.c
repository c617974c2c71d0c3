/* SPDX-License-Identifier: MIT */
/*
 * Every allocation and every system call fails once, and once with all that follow: the call
 * returns a status, gives everything back, and leaves the old index, or after FAQ_OK and
 * FAQ_COMMIT_UNKNOWN possibly the new one.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/builder.h"
#include "support/fault.h"
#include "support/state.h"
#include "support/test.h"

#define ENTRIES 12u
#define FIRST_STAMP 1u
#define SECOND_STAMP 2u

static const char *path;

/* An index of two commits, made once and then copied, or none. */
static void begin(bool exists)
{
    static faq_buf whole;
    path = test_path("fault.faq");
    unlink(path);
    char temporary[512];
    snprintf(temporary, sizeof temporary, "%s.tmp", path);
    unlink(temporary);
    if (!exists)
        return;
    if (!whole.len) {
        faq_error err;
        faq_buf_init(&whole, faq_mem_default());
        CHECK_OK(state_write(path, NULL, 0, ENTRIES, FIRST_STAMP, 0, 0, &err), &err);
        CHECK_OK(state_write(path, NULL, 0, 1, FIRST_STAMP, 2, 3, &err), &err);
        ck_assert(test_read_file(path, &whole));
    }
    ck_assert(test_write_file(path, whole.at, whole.len));
}

/* ---- what is tried */

static faq_status update(const faq_allocator *mem, const faq_io *io, faq_error *err)
{
    faq_write_options options = FAQ_INIT(faq_write_options);
    options.allocator = mem;
    options.io = io;
    return state_write(path, &options, 0, 4, SECOND_STAMP, 5, 7, err);
}

/* Entries outgrow the budget, so that segments are flushed on the way. */
static faq_status update_in_pieces(const faq_allocator *mem, const faq_io *io, faq_error *err)
{
    faq_write_options options = FAQ_INIT(faq_write_options);
    options.allocator = mem;
    options.io = io;
    options.memory = 600;
    return state_write(path, &options, 0, ENTRIES, SECOND_STAMP, 3, 5, err);
}

static faq_status compact(const faq_allocator *mem, const faq_io *io, faq_error *err)
{
    faq_write_options options = FAQ_INIT(faq_write_options);
    options.allocator = mem;
    options.io = io;
    return faq_index_compact(path, &options, NULL, err);
}

static faq_status search(const faq_allocator *mem, const faq_io *io, faq_error *err)
{
    faq_open_options options = FAQ_INIT(faq_open_options);
    options.allocator = mem;
    options.io = io;
    uint64_t digest;
    return state_read(path, &options, &digest, err);
}

static faq_status search_copy(const faq_allocator *mem, const faq_io *io, faq_error *err)
{
    faq_open_options options = FAQ_INIT(faq_open_options);
    options.allocator = mem;
    options.io = io;
    options.copy = options.verify = true;
    uint64_t digest;
    return state_read(path, &options, &digest, err);
}

static const struct scenario {
    const char *name;
    faq_status (*run)(const faq_allocator *mem, const faq_io *io, faq_error *err);
    bool exists, writes;
} scenarios[] = {
    {"create", update_in_pieces, false, true}, {"update", update, true, true},
    {"flush", update_in_pieces, true, true},   {"compact", compact, true, true},
    {"search", search, true, false},           {"search a copy", search_copy, true, false},
};

/* ---- the loops */

static uint64_t before, after;

static void learn_states(const struct scenario *scenario)
{
    faq_error err;
    begin(scenario->exists);
    before = state_of(path);
    faq_status status = scenario->run(NULL, NULL, &err);
    /* an update of entries that a first commit lacks deletes none */
    if (status == FAQ_NOT_FOUND)
        ck_abort_msg("%s: %s", scenario->name, err.message);
    CHECK_OK(status, &err);
    after = state_of(path);
}

static void check_state(const struct scenario *scenario, faq_status status, uint64_t n)
{
    uint64_t now = state_of(path);
    bool may_be_new = status == FAQ_OK || status == FAQ_COMMIT_UNKNOWN;
    ck_assert_msg(status == FAQ_OK ? now == after || !scenario->writes
                                   : now == before || (may_be_new && now == after),
                  "%s, call %llu: status %d left another state", scenario->name,
                  (unsigned long long)n, status);
}

/* An update after the failure must succeed: no lock, no leftover stands in its way. */
static void check_goes_on(const struct scenario *scenario, uint64_t n)
{
    faq_error err;
    test_io files;
    test_io_init(&files, 0, false, EIO);
    faq_write_options options = FAQ_INIT(faq_write_options);
    options.io = &files.io;
    if (scenario->writes)
        ck_assert_msg(!state_write(path, &options, 0, ENTRIES, SECOND_STAMP + 1, 0, 0, &err),
                      "%s, call %llu: %s", scenario->name, (unsigned long long)n, err.message);
}

START_TEST(any_allocation_may_fail)
{
    for (size_t s = 0; s < COUNT(scenarios); s++) {
        const struct scenario *scenario = &scenarios[s];
        learn_states(scenario);
        uint64_t tried = 0;
        for (int mode = 0; mode < 2; mode++) {
            for (uint64_t n = 1;; n++) {
                test_memory memory;
                faq_error err;
                begin(scenario->exists);
                test_memory_init(&memory, n, mode);
                faq_status status = scenario->run(&memory.allocator, NULL, &err);
                ck_assert_msg(memory.live == 0, "%s, allocation %llu: %zu blocks not given back",
                              scenario->name, (unsigned long long)n, memory.live);
                ck_assert_msg(status == FAQ_OK || status == FAQ_NO_MEMORY,
                              "%s, allocation %llu: status %d", scenario->name,
                              (unsigned long long)n, status);
                if (memory.calls < n)
                    break;
                check_state(scenario, status, n);
                tried++;
            }
        }
        printf("# %s: %llu allocations failed\n", scenario->name, (unsigned long long)tried);
    }
}
END_TEST

START_TEST(any_system_call_may_fail)
{
    static const int errors[] = {EIO, ENOSPC, EDQUOT, EMFILE, EINTR, TEST_SHORT};
    for (size_t s = 0; s < COUNT(scenarios); s++) {
        const struct scenario *scenario = &scenarios[s];
        learn_states(scenario);
        uint64_t tried = 0;
        for (size_t kind = 0; kind < 2 * COUNT(errors); kind++) {
            for (uint64_t n = 1;; n++) {
                test_io files;
                faq_error err = {0};
                begin(scenario->exists);
                test_io_init(&files, n, kind % 2, errors[kind / 2]);
                faq_status status = scenario->run(NULL, &files.io, &err);
                ck_assert_msg(files.open_files == 0 && files.mappings == 0,
                              "%s, call %llu: %ld files and %ld mappings not given back",
                              scenario->name, (unsigned long long)n, files.open_files,
                              files.mappings);
                ck_assert_msg(!status || err.message[0], "%s, call %llu: no words", scenario->name,
                              (unsigned long long)n);
                if (files.calls < n)
                    break;
                check_state(scenario, status, n);
                check_goes_on(scenario, n);
                tried++;
            }
        }
        printf("# %s: %llu system calls failed\n", scenario->name, (unsigned long long)tried);
    }
}
END_TEST

START_TEST(a_commit_costs_two_syncs)
{
    faq_error err;
    test_io files;
    begin(true);
    test_io_init(&files, 0, false, EIO);
    CHECK_OK(update(NULL, &files.io, &err), &err);
    ck_assert_uint_eq(files.of[TEST_IO_SYNC] + files.of[TEST_IO_SYNC_FOLDER], 2);
}
END_TEST

RUN_TESTS("store/fault", CASE(any_allocation_may_fail), CASE(any_system_call_may_fail),
          CASE(a_commit_costs_two_syncs))
