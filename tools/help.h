/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_HELP_H
#define TOOLS_HELP_H

/* Help pages, made from the table of options. */

#include <stdio.h>

#include "options.h"

/* The page of a command; NULL: of the program. */
void help_print(FILE *out, const command_row *command);

#endif
