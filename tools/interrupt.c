/* SPDX-License-Identifier: MIT */
#include "interrupt.h"

#include <signal.h>
#include <stdlib.h>

static volatile sig_atomic_t came;

static void remember(int signal)
{
    (void)signal;
    came = 1;
}

void interrupt_begin(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = remember, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction before;
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL); /* nohup stays in force */
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGPIPE, &ignore, NULL);
}

bool interrupt_came(void)
{
    return came != 0;
}

static void *resize(void *ctx, void *at, size_t len)
{
    (void)ctx;
    return came ? NULL : realloc(at, len);
}

static void release(void *ctx, void *at)
{
    (void)ctx;
    free(at);
}

const faq_allocator *interrupt_allocator(void)
{
    static const faq_allocator allocator = {NULL, resize, release};
    return &allocator;
}
