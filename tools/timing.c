/* SPDX-License-Identifier: MIT */
#include "timing.h"

#include <stdio.h>
#include <stdlib.h>

void timing_add(timing *times, double cpu_us)
{
    if (times->count == times->cap) {
        size_t cap = times->cap ? 2 * times->cap : 64;
        double *us = realloc(times->us, cap * sizeof *us);
        if (!us)
            return;
        times->us = us;
        times->cap = cap;
    }
    times->us[times->count++] = cpu_us;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* By the nearest rank. */
static double percentile(const timing *times, size_t percent)
{
    size_t rank = (times->count * percent + 99) / 100;
    return times->count ? times->us[(rank ? rank : 1) - 1] : 0;
}

void timing_report(timing *times)
{
    double sum = 0, n = (double)times->count;
    for (size_t i = 0; i < times->count; i++)
        sum += times->us[i];
    if (times->count)
        qsort(times->us, times->count, sizeof *times->us, compare);
    fflush(stdout);
    fprintf(stderr,
            "{\"queries\":%zu,\"p50_us\":%.1f,\"p99_us\":%.1f,\"mean_us\":%.1f,\"qps\":%.1f}\n",
            times->count, percentile(times, 50), percentile(times, 99), n > 0 ? sum / n : 0,
            times->wall_us > 0 ? n / times->wall_us * 1e6 : 0);
}

void timing_release(timing *times)
{
    free(times->us);
    *times = (timing){0};
}
