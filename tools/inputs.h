/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_INPUTS_H
#define TOOLS_INPUTS_H

/*
 * Which files to read: those named, and of folders those below them whose names end like an
 * export, by name, the files of a folder before those of its folders. Hidden ones are passed over,
 * and links to folders are not followed.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct inputs {
    char **paths;
    size_t count, cap;
    uint64_t n_skipped; /* files of folders that do not end like an export */
    uint64_t n_failed;  /* folders that could not be read or held nothing to read */
} inputs;

/* Add a file, a folder's files, or - for standard input. False when memory is short. */
bool inputs_add(inputs *list, const char *operand);
void inputs_release(inputs *list);

/* All of a stream in new memory, for the caller to free(). False with errno set. */
bool inputs_read_all(int file, char **out, size_t *len);

#endif
