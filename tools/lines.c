/* SPDX-License-Identifier: MIT */
#include "lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inputs.h"
#include "messages.h"

static bool read_bytes(lines *out, const char *path, size_t *len)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int file = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    bool fine = file >= 0 && inputs_read_all(file, &out->bytes, len);
    if (!fine)
        messages_error("%s: %s", path, messages_errno(errno));
    if (file >= 0 && !is_stdin)
        close(file);
    return fine;
}

static size_t count_lines(const char *at, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += at[i] == '\n';
    return count + (len && at[len - 1] != '\n');
}

static void split(lines *out, faq_str rest)
{
    while (rest.len) {
        const char *end = memchr(rest.at, '\n', rest.len);
        size_t len = end ? (size_t)(end - rest.at) : rest.len, step = end ? len + 1 : len;
        size_t shown = len && rest.at[len - 1] == '\r' ? len - 1 : len;
        out->at[out->count++] = (faq_str){rest.at, shown};
        rest = (faq_str){rest.at + step, rest.len - step};
    }
}

bool lines_read(lines *out, const char *path)
{
    *out = (lines){0};
    size_t len;
    if (!read_bytes(out, path, &len))
        return false;
    faq_str all = {out->bytes, len};
    if (len >= 3 && memcmp(all.at, "\xef\xbb\xbf", 3) == 0)
        all = (faq_str){all.at + 3, len - 3};
    out->at = calloc(count_lines(all.at, all.len) + 1, sizeof *out->at);
    if (!out->at) {
        messages_no_memory();
        return false;
    }
    split(out, all);
    return true;
}

void lines_release(lines *list)
{
    free(list->at);
    free(list->bytes);
    *list = (lines){0};
}
