/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_TRANSLATIONS_H
#define TOOLS_TRANSLATIONS_H

/*
 * The library's messages in Chinese. They come as finished English lines, so the table holds
 * patterns with * for what was filled in; what was filled in is looked up in turn. A line that no
 * pattern fits stays English.
 */

#include <stddef.h>

#define TRANSLATIONS_BYTES 1024

/* Write the Chinese of `english` to `out`, which has TRANSLATIONS_BYTES. */
void translations_find(const char *english, char *out);

#endif
