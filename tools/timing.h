/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_TIMING_H
#define TOOLS_TIMING_H

/* How long questions took: what --timing prints. */

#include <stddef.h>

typedef struct timing {
    double *us; /* CPU time of each question; owned */
    size_t count, cap;
    double wall_us; /* of all questions, as a clock on the wall saw it */
} timing;

/* Note a question. Memory that is short makes it go unnoted. */
void timing_add(timing *times, double cpu_us);

/* The line of --timing, on stderr. */
void timing_report(timing *times);
void timing_release(timing *times);

#endif
