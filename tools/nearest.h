/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_NEAREST_H
#define TOOLS_NEAREST_H

/* Which of some names did someone mean who typed a wrong one? */

#include <stddef.h>

typedef struct nearest_name {
    const char *wrong;
    size_t len;
    const char *name; /* the nearest so far; NULL: none is near enough */
    size_t distance;  /* letters to insert, delete, replace or swap */
} nearest_name;

nearest_name nearest_begin(const char *wrong, size_t len);
void nearest_try(nearest_name *best, const char *name);

#endif
