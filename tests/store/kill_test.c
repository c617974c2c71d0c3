/* SPDX-License-Identifier: MIT */
/*
 * A writer is killed again and again, at any moment. It tells through a pipe each commit that was
 * acknowledged; what is found afterwards must be that commit or the one that was under way. Every
 * commit gives all entries one stamp, so that a reader, which looks all the time, sees at once
 * when it is shown half of a commit.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/state.h"
#include "support/test.h"

#define ENTRIES 20u

/* Commit stamp after stamp, compacting now and then, until killed. */
static void write_forever(const char *path, unsigned stamp, int acknowledged)
{
    faq_error err;
    for (;; stamp++) {
        faq_status status;
        /* one entry comes and goes; the others are all put anew */
        if (stamp % 2)
            status = state_write(path, NULL, 0, ENTRIES + 1, stamp, 0, 0, &err);
        else
            status = state_write(path, NULL, 0, ENTRIES, stamp, ENTRIES, ENTRIES + 1, &err);
        if (status || write(acknowledged, &stamp, sizeof stamp) != sizeof stamp)
            break;
        if (stamp % 5 == 0)
            status = faq_index_compact(path, NULL, NULL, &err);
        if (status)
            break;
    }
    fprintf(stderr, "writer: %s\n", err.message);
    _exit(1);
}

static void check_commit(unsigned stamp, unsigned count, const char *how, const faq_error *err)
{
    if (stamp != UINT32_MAX && count == ENTRIES + stamp % 2)
        return;
    fprintf(stderr, "reader, %s: stamp %u, %u entries, %s\n", how, stamp, count, err->message);
    _exit(1);
}

/*
 * Look until killed, by opening and by refreshing in turn; leave with 1 when anything but a whole
 * commit is seen, or an older one than before.
 */
static void read_forever(const char *path)
{
    faq_index *index;
    faq_search *search;
    faq_error err = {0};
    if (faq_index_open(&index, path, NULL, &err) || faq_search_new(&search, index, NULL, &err))
        _exit(1);
    for (unsigned last = 0;;) {
        unsigned count = 0;
        unsigned opened = state_stamp(path, &count, &err);
        check_commit(opened, count, "opening", &err);
        if (faq_index_refresh(index, NULL, &err))
            check_commit(UINT32_MAX, 0, "refreshing", &err);
        unsigned refreshed = state_stamp_in(search, &count, &err);
        check_commit(refreshed, count, "refreshing", &err);
        if (opened < last || refreshed < opened)
            check_commit(UINT32_MAX, 0, "going back in time", &err);
        last = refreshed;
    }
}

static unsigned last_acknowledged(int pipe_end, unsigned last)
{
    unsigned stamp;
    while (read(pipe_end, &stamp, sizeof stamp) == sizeof stamp)
        last = stamp;
    return last;
}

static void sleep_us(useconds_t us)
{
    struct timespec time = {.tv_sec = us / 1000000, .tv_nsec = (long)(us % 1000000) * 1000};
    nanosleep(&time, NULL);
}

/* Let a writer go on after `last`, kill it, and return the stamp that is found then. */
static unsigned kill_once(const char *path, unsigned last, test_random *random)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t writer = fork();
    ck_assert_int_ge(writer, 0);
    if (!writer) {
        close(ends[0]);
        write_forever(path, last + 1, ends[1]);
    }
    close(ends[1]);
    sleep_us((useconds_t)(2000 + test_below(random, 60000)));
    kill(writer, SIGKILL);
    int how;
    waitpid(writer, &how, 0);
    ck_assert_msg(WIFSIGNALED(how), "the writer failed by itself");
    unsigned acknowledged = last_acknowledged(ends[0], last), count;
    close(ends[0]);
    faq_error err = {0};
    unsigned found = state_stamp(path, &count, &err);
    ck_assert_msg(found == acknowledged || found == acknowledged + 1,
                  "commit %u was acknowledged, %u is found: %s", acknowledged, found, err.message);
    ck_assert_uint_eq(count, ENTRIES + found % 2);
    return found;
}

START_TEST(a_killed_writer_loses_nothing)
{
    const char *path = test_path("kill.faq");
    faq_error err;
    test_random random = {test_seed()};
    CHECK_OK(state_write(path, NULL, 0, ENTRIES, 2, 0, 0, &err), &err);
    pid_t reader = fork();
    ck_assert_int_ge(reader, 0);
    if (!reader)
        read_forever(path);
    const char *wanted = getenv("FAQ_KILLS");
    unsigned kills = wanted ? (unsigned)atoi(wanted) : 50, last = 2;
    for (unsigned i = 0; i < kills; i++)
        last = kill_once(path, last, &random);
    int how;
    ck_assert_msg(waitpid(reader, &how, WNOHANG) == 0, "the reader saw half of a commit");
    kill(reader, SIGKILL);
    waitpid(reader, &how, 0);
    printf("# %u kills, %u commits\n", kills, last);
    ck_assert_uint_gt(last, kills / 4); /* else nothing was ever under way */
}
END_TEST

RUN_TESTS("store/kill", CASE(a_killed_writer_loses_nothing))
