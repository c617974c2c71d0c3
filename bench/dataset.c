/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* strsep, scandir */
#include "dataset.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *read_all(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    struct stat info;
    char *bytes = NULL;
    if (fstat(fileno(file), &info) == 0)
        bytes = malloc((size_t)info.st_size + 1);
    if (bytes)
        bytes[fread(bytes, 1, (size_t)info.st_size, file)] = '\0';
    fclose(file);
    return bytes;
}

/* The path of a set's file, in `judged/` when it is not beside the entries. */
static bool find_file(const char *folder, const char *name, char *path, size_t len)
{
    static const char *const places[] = {"", "judged/"};
    for (size_t i = 0; i < 2; i++) {
        struct stat info;
        snprintf(path, len, "%s/%s%s", folder, places[i], name);
        if (stat(path, &info) == 0)
            return true;
    }
    return false;
}

static size_t count_lines(const char *text)
{
    size_t count = 0;
    for (; (text = strchr(text, '\n')); text++)
        count++;
    return count + 1;
}

bool bench_pairs_read(bench_pairs *pairs, const char *folder, const char *name)
{
    char path[4096];
    *pairs = (bench_pairs){0};
    if (!find_file(folder, name, path, sizeof path) || !(pairs->bytes = read_all(path)))
        return false;
    pairs->at = calloc(count_lines(pairs->bytes), sizeof *pairs->at);
    if (!pairs->at) {
        bench_pairs_release(pairs);
        return false;
    }
    char *rest = pairs->bytes;
    for (char *line; (line = strsep(&rest, "\n"));) {
        char *tab = strchr(line, '\t');
        if (!tab)
            continue;
        *tab = '\0';
        pairs->at[pairs->count++] = (bench_pair){line, tab + 1};
    }
    return true;
}

void bench_pairs_release(bench_pairs *pairs)
{
    free(pairs->at);
    free(pairs->bytes);
    *pairs = (bench_pairs){0};
}

static int compare_pairs(const void *a, const void *b)
{
    const bench_pair *left = a, *right = b;
    int order = strcmp(left->key, right->key);
    return order ? order : strcmp(left->value, right->value);
}

void bench_pairs_sort(bench_pairs *pairs)
{
    if (pairs->count)
        qsort(pairs->at, pairs->count, sizeof *pairs->at, compare_pairs);
}

const bench_pair *bench_pairs_find(const bench_pairs *pairs, const char *key, size_t *count)
{
    size_t low = 0, high = pairs->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(pairs->at[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < pairs->count && strcmp(pairs->at[low + *count].key, key) == 0)
        ++*count;
    return pairs->at + low;
}

static int is_visible(const struct dirent *item)
{
    return item->d_name[0] != '.';
}

faq_status bench_entries(const char *folder, faq_entry_fn visit, void *ctx, faq_error *err)
{
    static const faq_str columns[] = {{"id", 2}, {"question", 8}};
    faq_ingest_options options = FAQ_INIT(faq_ingest_options);
    options.entry = visit;
    options.ctx = ctx;
    char path[4096];
    if (find_file(folder, "corpus.tsv", path, sizeof path)) {
        options.format = FAQ_FORMAT_TSV;
        options.columns = (faq_list){columns, 2};
        return faq_ingest_file(path, &options, NULL, err);
    }
    char entries[4000];
    struct dirent **items;
    snprintf(entries, sizeof entries, "%s/entries", folder);
    int n = scandir(entries, &items, is_visible, alphasort);
    faq_status status = n < 0 ? FAQ_NOT_FOUND : FAQ_OK;
    if (status && err)
        snprintf(err->message, sizeof err->message, "%s has no corpus.tsv and no entries/", folder);
    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%.3000s/%.1000s", entries, items[i]->d_name);
        if (!status)
            status = faq_ingest_file(path, &options, NULL, err);
        free(items[i]);
    }
    if (n >= 0)
        free(items);
    return status;
}

bool bench_next_variant(const char *folder, const char *after, char *name, size_t len)
{
    DIR *items = opendir(folder);
    bool found = false;
    for (struct dirent *item; items && (item = readdir(items));) {
        const char *candidate = item->d_name;
        size_t n = strlen(candidate);
        bool fits = strncmp(candidate, "queries.", 8) == 0 && n > 12 &&
                    strcmp(candidate + n - 4, ".tsv") == 0 && n < len &&
                    strncmp(candidate, "queries.suggest", 15) != 0;
        if (fits && (!after || strcmp(candidate, after) > 0) &&
            (!found || strcmp(candidate, name) < 0)) {
            snprintf(name, len, "%s", candidate);
            found = true;
        }
    }
    if (items)
        closedir(items);
    return found;
}
