/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "hits.h"
#include "messages.h"
#include "output.h"
#include "session.h"
#include "timing.h"

typedef struct search_run {
    const options *given;
    tool_session session;
    hits_settings settings;
    timing times;
    bool found; /* any question had a hit */
} search_run;

/* On a terminal: how many there are, or that there is nothing. */
static void tell_total(const search_run *run, const hits_question *question)
{
    size_t first = run->settings.query.offset + 1;
    if (run->settings.format != HITS_PEOPLE)
        return;
    if (!question->count)
        messages_note("%s", SAY("没有找到", "nothing found"));
    else if (question->total > question->count && isatty(STDERR_FILENO) && isatty(STDOUT_FILENO))
        messages_note(SAY("第 %zu–%zu 条，共 %llu 条", "%zu-%zu of %llu"), first,
                      first + question->count - 1, (unsigned long long)question->total);
}

static int ask(search_run *run, faq_str text)
{
    hits_printer printer = {&run->settings, run->session.search, stdout};
    hits_question question = {.text = text};
    faq_error err = {0};
    faq_status status = hits_ask(&printer, &question, &err);
    if (status)
        return messages_failure(run->given->index, status, &err);
    timing_add(&run->times, question.cpu_us);
    run->times.wall_us += question.wall_us;
    run->found |= question.count > 0;
    tell_total(run, &question);
    return EXIT_FOUND;
}

/* ---- where questions come from */

static int ask_once(search_run *run)
{
    char *text = session_join(run->given->operands, run->given->n_operands);
    int code = text ? ask(run, faq_text(text)) : messages_no_memory();
    free(text);
    return code;
}

static faq_str trim(char *line, ssize_t len)
{
    while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
        len--;
    return (faq_str){line, (size_t)len};
}

static void prompt(bool is_terminal)
{
    if (!is_terminal)
        return;
    fputs(SAY("问题> ", "question> "), stdout);
    fflush(stdout);
}

/* One question a line. Empty lines are passed over. */
static int ask_lines(search_run *run)
{
    bool is_terminal = isatty(STDIN_FILENO);
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;
    int code = EXIT_FOUND;
    run->settings.tells_query = true;
    prompt(is_terminal);
    while (!code && !output_failed() && (len = getline(&line, &cap, stdin)) >= 0) {
        faq_str text = trim(line, len);
        if (text.len) {
            code = ask(run, text);
            if (run->settings.format == HITS_TSV ||
                (run->settings.format == HITS_PEOPLE && !is_terminal))
                putchar('\n');
            if (run->settings.format != HITS_PEOPLE)
                fflush(stdout); /* whoever asks through a pipe waits for the answer */
        }
        prompt(is_terminal);
    }
    free(line);
    if (is_terminal)
        putchar('\n');
    return code;
}

static int search(search_run *run)
{
    int code = run->given->n_operands ? ask_once(run) : ask_lines(run);
    if (code)
        return code;
    if (options_has(run->given, OPTION_TIMING))
        timing_report(&run->times);
    return run->found ? EXIT_FOUND : EXIT_NONE;
}

int command_search(const options *given)
{
    if (options_has(given, OPTION_BATCH))
        return command_batch(given);
    search_run run = {.given = given};
    int code = hits_settings_read(&run.settings, given);
    if (!code)
        code = session_open(&run.session, given);
    if (!code)
        code = search(&run);
    session_close(&run.session);
    hits_settings_release(&run.settings);
    timing_release(&run.times);
    return code;
}
