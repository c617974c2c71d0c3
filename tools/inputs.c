/* SPDX-License-Identifier: MIT */
#include "inputs.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "interrupt.h"
#include "messages.h"

/* A list of paths as such; takes over `path`. */
static bool push(inputs *list, char *path)
{
    if (path && list->count == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 16;
        char **paths = realloc(list->paths, cap * sizeof *paths);
        if (paths) {
            list->paths = paths;
            list->cap = cap;
        }
    }
    if (!path || list->count == list->cap) {
        free(path);
        return false;
    }
    list->paths[list->count++] = path;
    return true;
}

void inputs_release(inputs *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->paths[i]);
    free(list->paths);
    *list = (inputs){0};
}

static bool ends_like_export(const char *name)
{
    static const char *const endings[] = {"csv", "tsv", "txt", "json", "jsonl", "ndjson"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++) {
        if (strcasecmp(dot + 1, endings[i]) == 0)
            return true;
    }
    return false;
}

static char *join(const char *folder, const char *name)
{
    size_t len = strlen(folder);
    const char *slash = len && folder[len - 1] == '/' ? "" : "/";
    char *path = malloc(len + strlen(name) + 2);
    if (path)
        sprintf(path, "%s%s%s", folder, slash, name);
    return path;
}

/* One thing in a folder: a file to read, a folder for later, or nothing for us. */
static bool sort_in(inputs *list, inputs *folders, const char *folder, const char *name)
{
    struct stat info, link;
    char *path = join(folder, name);
    if (!path)
        return false;
    bool is_there = lstat(path, &link) == 0 && stat(path, &info) == 0;
    bool is_folder = is_there && S_ISDIR(info.st_mode);
    if (is_folder && !S_ISLNK(link.st_mode))
        return push(folders, path);
    if (is_there && S_ISREG(info.st_mode) && ends_like_export(name))
        return push(list, path);
    list->n_skipped += is_there && !is_folder;
    free(path);
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What is in a folder, by bytes of the name. */
static bool read_names(const char *folder, inputs *names)
{
    DIR *dir = opendir(folder);
    if (!dir) {
        messages_error("%s: %s", folder, messages_errno(errno));
        names->n_failed++;
        return true;
    }
    bool fits = true;
    for (struct dirent *entry; fits && (entry = readdir(dir));) {
        if (entry->d_name[0] != '.')
            fits = push(names, strdup(entry->d_name));
    }
    closedir(dir);
    if (names->count)
        qsort(names->paths, names->count, sizeof *names->paths, compare_names);
    return fits;
}

static bool walk(inputs *list, inputs *folders, const char *folder)
{
    inputs names = {0};
    bool fits = read_names(folder, &names);
    for (size_t i = 0; fits && i < names.count; i++)
        fits = sort_in(list, folders, folder, names.paths[i]);
    list->n_failed += names.n_failed;
    inputs_release(&names);
    return fits;
}

static bool add_folder(inputs *list, const char *operand)
{
    inputs folders = {0};
    size_t before = list->count;
    uint64_t failed_before = list->n_failed;
    bool fits = push(&folders, strdup(operand));
    for (size_t i = 0; fits && i < folders.count; i++)
        fits = walk(list, &folders, folders.paths[i]);
    inputs_release(&folders);
    if (fits && list->count == before && list->n_failed == failed_before) {
        messages_error(SAY("%s 里没有可读的导出文件（csv tsv txt json jsonl ndjson）",
                           "%s holds no export (csv tsv txt json jsonl ndjson)"),
                       operand);
        list->n_failed++;
    }
    return fits;
}

bool inputs_add(inputs *list, const char *operand)
{
    struct stat info;
    if (strcmp(operand, "-") != 0 && stat(operand, &info) == 0 && S_ISDIR(info.st_mode))
        return add_folder(list, operand);
    return push(list, strdup(operand));
}

#define CHUNK_BYTES (1u << 16)

bool inputs_read_all(int file, char **out, size_t *len)
{
    size_t cap = 0, used = 0;
    char *bytes = NULL;
    for (;;) {
        if (cap - used < CHUNK_BYTES) {
            cap = 2 * cap + CHUNK_BYTES;
            char *more = realloc(bytes, cap);
            if (!more)
                break;
            bytes = more;
        }
        ssize_t n = read(file, bytes + used, cap - used);
        if (n < 0) {
            if (errno == EINTR && !interrupt_came())
                continue;
            break;
        }
        if (n == 0) {
            *out = bytes;
            *len = used;
            return true;
        }
        used += (size_t)n;
    }
    free(bytes);
    return false;
}
