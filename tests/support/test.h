/* SPDX-License-Identifier: MIT */
#ifndef TESTS_SUPPORT_TEST_H
#define TESTS_SUPPORT_TEST_H

/*
 * Check (https://libcheck.github.io) with less to type. A file of tests is a list of cases, each
 * named as a statement of behaviour:
 *
 *     START_TEST(width_is_folded_before_case) { ... } END_TEST
 *     RUN_TESTS("text/fold", CASE(width_is_folded_before_case))
 *
 * The program prints TAP; an argument runs only the cases whose name holds it.
 */

#include <check.h>
#include <stdio.h>

#include <faqsearch/faqsearch.h>

typedef struct test_case {
    const char *name;
    const TTest **test; /* what START_TEST declared */
} test_case;

#define CASE(name)                                                                                 \
    {                                                                                              \
#name, &name                                                                               \
    }
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define RUN_TESTS(suite, ...)                                                                      \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        const test_case cases[] = {__VA_ARGS__};                                                   \
        return test_main(suite, cases, COUNT(cases), argc, argv);                                  \
    }

int test_main(const char *suite, const test_case *cases, size_t count, int argc, char **argv);

/* Fails with the name of the row of a table. */
#define CHECK(claim, row) ck_assert_msg(claim, "%s: %s", row, #claim)
#define CHECK_OK(status, err)                                                                      \
    do {                                                                                           \
        int check_status_ = (status);                                                              \
        ck_assert_msg(check_status_ == FAQ_OK, "%s: status %d (%s)", #status, check_status_,       \
                      check_status_ ? (err)->message : "");                                        \
    } while (0)
#define CHECK_STR(got, want, row)                                                                  \
    do {                                                                                           \
        faq_str check_got_ = (got);                                                                \
        const char *check_want_ = (want);                                                          \
        ck_assert_msg(check_got_.len == strlen(check_want_) &&                                     \
                          (!check_got_.len ||                                                      \
                           memcmp(check_got_.at, check_want_, check_got_.len) == 0),               \
                      "%s: got \"%.*s\", want \"%s\"", row, (int)check_got_.len,                   \
                      check_got_.len ? check_got_.at : "", check_want_);                           \
    } while (0)

/*
 * A seeded generator (splitmix64). FAQ_SEED= in the environment replays a run; the seed is printed
 * as a TAP comment by test_main().
 */
typedef struct test_random {
    uint64_t state;
} test_random;

uint64_t test_seed(void);
uint64_t test_next(test_random *random);
/* 0 .. limit - 1; limit > 0 */
size_t test_below(test_random *random, size_t limit);

/* Where ../shared is; NULL, after a TAP comment that says so, when it is absent. */
const char *test_shared(const char *what);

/* A fresh folder for files of this process, removed at exit; NAME inside it in a static buffer
 * that four later calls leave alone. */
const char *test_path(const char *name);

#endif
