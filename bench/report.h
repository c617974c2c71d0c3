/* SPDX-License-Identifier: MIT */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include <jansson.h>
#include <stdbool.h>

/* Print one line: the JSON object itself, or its members as a row of a table with a head of their
 * names whenever the kind of line changes. Takes the object. */
void bench_report(json_t *line, bool as_json);

#endif
