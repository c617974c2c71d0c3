/* SPDX-License-Identifier: MIT */
#include "nearest.h"

#include <string.h>

#define NAME_MAX_LEN 32

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: like Levenshtein's, and swapping two neighbours costs 1. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t d[NAME_MAX_LEN + 1][NAME_MAX_LEN + 1];
    for (size_t i = 0; i <= n; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= m; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        for (size_t j = 1; j <= m; j++) {
            size_t replaced = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            d[i][j] = least(replaced, least(d[i - 1][j], d[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[n][m];
}

nearest_name nearest_begin(const char *wrong, size_t len)
{
    /* one letter in three may be wrong, but a lone one says nothing */
    size_t allowed = len / 3 > 2 ? len / 3 : len > 2 ? 2 : len / 2;
    return (nearest_name){.wrong = wrong, .len = len, .distance = allowed + 1};
}

void nearest_try(nearest_name *best, const char *name)
{
    size_t len = strlen(name);
    if (best->len > NAME_MAX_LEN || len > NAME_MAX_LEN)
        return;
    size_t d = distance(best->wrong, best->len, name, len);
    if (best->len > 2 && len > best->len && strncmp(best->wrong, name, best->len) == 0)
        d = 1; /* a name begun: --high for --highlight */
    if (d < best->distance) {
        best->distance = d;
        best->name = name;
    }
}
