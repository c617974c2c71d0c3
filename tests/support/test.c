/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* nftw */
#include "support/test.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int test_main(const char *suite, const test_case *cases, size_t count, int argc, char **argv)
{
    Suite *whole = suite_create(suite);
    for (size_t i = 0; i < count; i++) {
        if (argc > 1 && !strstr(cases[i].name, argv[1]))
            continue;
        TCase *one = tcase_create(cases[i].name);
        tcase_set_timeout(one, 0); /* meson's timeout covers the program */
        tcase_add_test(one, *cases[i].test);
        suite_add_tcase(whole, one);
    }
    printf("# seed %llu\n", (unsigned long long)test_seed());
    fflush(stdout);
    SRunner *runner = srunner_create(whole);
    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

uint64_t test_seed(void)
{
    static uint64_t seed;
    if (!seed) {
        const char *given = getenv("FAQ_SEED");
        seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    }
    return seed;
}

uint64_t test_next(test_random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

size_t test_below(test_random *random, size_t limit)
{
    return (size_t)(test_next(random) % limit);
}

const char *test_shared(const char *what)
{
    static char path[4096];
    const char *root = getenv("FAQ_SHARED");
    struct stat info;
    snprintf(path, sizeof path, "%s/%s", root ? root : "../shared", what);
    if (stat(path, &info) == 0)
        return path;
    printf("# skipped: %s is absent\n", path);
    return NULL;
}

static char folder[64];

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info, (void)kind, (void)where;
    return remove(path);
}

static void remove_folder(void)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *test_path(const char *name)
{
    static char paths[5][512];
    static unsigned next;
    if (!folder[0]) {
        snprintf(folder, sizeof folder, "/tmp/faqsearch-test-XXXXXX");
        if (!mkdtemp(folder))
            abort();
        atexit(remove_folder);
    }
    char *path = paths[next++ % COUNT(paths)];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}
