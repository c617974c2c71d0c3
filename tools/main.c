/* SPDX-License-Identifier: MIT */
/* The program `faqsearch`: reads the command line and runs one command. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "commands.h"
#include "help.h"
#include "messages.h"
#include "options.h"
#include "output.h"

static int run(const options *given)
{
    if (options_has(given, OPTION_VERSION)) {
        printf("faqsearch %s\n", faq_version());
        return EXIT_FOUND;
    }
    if (options_has(given, OPTION_HELP)) {
        help_print(stdout, given->command);
        return EXIT_FOUND;
    }
    if (!given->command) {
        help_print(stderr, NULL);
        return EXIT_FAILED;
    }
    return given->command->run(given);
}

/* A closed standard stream must not become the descriptor of an index; writing to it still fails.
 */
static bool hold_standard_streams(void)
{
    int file;
    do
        file = open("/dev/null", O_RDONLY);
    while (file >= 0 && file <= STDERR_FILENO);
    return file >= 0 && close(file) == 0;
}

int main(int argc, char **argv)
{
    if (!hold_standard_streams())
        return EXIT_FAILED;
    signal(SIGPIPE, SIG_DFL); /* whoever closes the pipe has seen enough */
    output_begin();
    options given;
    int code = options_read(&given, argc, argv) ? run(&given) : EXIT_FAILED;
    options_release(&given);
    return output_finish(code);
}
