/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_INTERRUPT_H
#define TOOLS_INTERRUPT_H

/*
 * SIGINT, SIGTERM and SIGHUP ask a writer to give up: the first one is remembered here, and the
 * transaction is rolled back at its next step. A second one ends the program at once, which loses
 * nothing either, since a commit is whole or not there.
 */

#include <faqsearch/faqsearch.h>

/* From now on signals are remembered, and a closed pipe is an error instead of the end. */
void interrupt_begin(void);

bool interrupt_came(void);

/*
 * malloc, until an interruption comes: then there is no memory any more. That is how a call of the
 * library that takes long, such as a commit, is left in an orderly way.
 */
const faq_allocator *interrupt_allocator(void);

#endif
