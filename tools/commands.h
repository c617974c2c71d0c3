/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_COMMANDS_H
#define TOOLS_COMMANDS_H

/* One function a command, in cmd_NAME.c. Each returns the exit code. */

#include "options.h"

int command_index(const options *given);
int command_search(const options *given);
int command_show(const options *given);
int command_delete(const options *given);
int command_dump(const options *given);
int command_stats(const options *given);
int command_check(const options *given);
int command_analyze(const options *given);
int command_compact(const options *given);

/* The parts of command_search that stand in a file of their own: search --batch. */
int command_batch(const options *given);

#endif
