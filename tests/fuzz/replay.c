/* SPDX-License-Identifier: MIT */
/*
 * Runs every file of the folders given through the target, and 200 damaged copies of each: bits
 * flipped and overwritten in every other one, pieces cut out and doubled too in the rest, by a
 * seeded generator. Prints TAP.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz/fuzz.h"

#define COPIES 200

static uint64_t state = 1;

/* splitmix64 (Steele, Lea, Flood 2014) */
static size_t below(size_t limit)
{
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (size_t)((z ^ (z >> 31)) % limit);
}

/* A block of exactly `len` bytes, so that a sanitizer sees the first one read behind it. */
static void run(const uint8_t *bytes, size_t len)
{
    uint8_t *copy = malloc(len ? len : 1);
    if (!copy)
        abort();
    memcpy(copy, bytes, len);
    LLVMFuzzerTestOneInput(copy, len);
    free(copy);
}

/* Damage `len` > 0 bytes in a buffer with room for more; returns the new length. */
static size_t damage(uint8_t *bytes, size_t len, bool in_place)
{
    size_t edits = 1 + below(6);
    for (size_t i = 0; i < edits && len; i++) {
        size_t at = below(len), count = 1 + below(len - at < 32 ? len - at : 32);
        switch (below(in_place ? 2 : 4)) {
        case 0:
            bytes[at] ^= (uint8_t)(1u << below(8));
            break;
        case 1:
            bytes[at] = (uint8_t)below(256);
            break;
        case 2:
            memmove(bytes + at, bytes + at + count, len - at - count);
            len -= count;
            break;
        default:
            memmove(bytes + at + count, bytes + at, len - at);
            len += count;
        }
    }
    return len;
}

static void run_with_copies(const uint8_t *bytes, size_t len)
{
    run(bytes, len);
    uint8_t *copy = malloc(len + 6 * 32 + 1);
    for (int i = 0; copy && len && i < COPIES; i++) {
        memcpy(copy, bytes, len);
        run(copy, damage(copy, len, i % 2));
    }
    free(copy);
}

static int run_file(const char *folder, const char *name)
{
    char path[4096];
    struct stat info;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &info))
        return -1;
    uint8_t *bytes = malloc((size_t)info.st_size + 1);
    size_t len = bytes ? fread(bytes, 1, (size_t)info.st_size, file) : 0;
    fclose(file);
    run_with_copies(bytes, len);
    free(bytes);
    return 0;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        for (struct dirent *item; folder && (item = readdir(folder));) {
            if (item->d_name[0] == '.')
                continue;
            int failed = run_file(argv[i], item->d_name);
            printf("%s %d - %s\n", failed ? "not ok" : "ok", ++count, item->d_name);
        }
        if (folder)
            closedir(folder);
    }
    printf("1..%d\n", count);
    return count ? 0 : 1;
}
