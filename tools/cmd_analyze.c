/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "json.h"
#include "messages.h"
#include "output.h"
#include "session.h"

/* A step of analysis: the units of one kind. */
typedef struct step_row {
    faq_unit_kind kind;
    const char *name; /* in JSON */
    const char *zh, *en;
} step_row;

static const step_row steps[] = {
    {FAQ_UNIT_CHARACTER, "characters", "单字", "characters"},
    {FAQ_UNIT_WORD, "words", "词", "words"},
    {FAQ_UNIT_CANONICAL, "canonical", "归并", "canonical"},
    {FAQ_UNIT_BIGRAM, "bigrams", "二字", "bigrams"},
};
#define N_STEPS (sizeof steps / sizeof *steps)

#define LABEL_COLUMNS 12

static void print_label(const char *label)
{
    output_on(stdout, STYLE_DIM);
    output_left(stdout, faq_text(label), LABEL_COLUMNS);
    output_off(stdout);
}

/* Question words, which carry no topic, stand in brackets. */
static void print_step(const faq_analysis *analysis, const step_row *step)
{
    print_label(SAY(step->zh, step->en));
    bool follows = false;
    for (size_t i = 0; i < analysis->count; i++) {
        const faq_unit *unit = &analysis->units[i];
        if (unit->kind != step->kind)
            continue;
        fputs(follows ? " " : "", stdout);
        fputs(unit->is_question_word ? "[" : "", stdout);
        output_plain(stdout, unit->term);
        fputs(unit->is_question_word ? "]" : "", stdout);
        follows = true;
    }
    putchar('\n');
}

static void print_analysis(const faq_analysis *analysis)
{
    print_label(SAY("归一化", "folded"));
    output_plain(stdout, analysis->folded);
    putchar('\n');
    for (size_t i = 0; i < N_STEPS; i++)
        print_step(analysis, &steps[i]);
}

static void write_step(json_writer *json, const faq_analysis *analysis, const step_row *step)
{
    json_open(json, step->name, '[');
    for (size_t i = 0; i < analysis->count; i++) {
        if (analysis->units[i].kind == step->kind)
            json_text(json, NULL, analysis->units[i].term);
    }
    json_close(json, ']');
}

static void write_analysis(faq_str text, const faq_analysis *analysis)
{
    json_writer json = json_begin(stdout);
    json_open(&json, NULL, '{');
    json_text(&json, "text", text);
    json_text(&json, "folded", analysis->folded);
    for (size_t i = 0; i < N_STEPS; i++)
        write_step(&json, analysis, &steps[i]);
    json_open(&json, "question_words", '[');
    for (size_t i = 0; i < analysis->count; i++) {
        if (analysis->units[i].kind == FAQ_UNIT_CANONICAL && analysis->units[i].is_question_word)
            json_text(&json, NULL, analysis->units[i].term);
    }
    json_close(&json, ']');
    json_close(&json, '}');
    json_end(&json);
}

static int analyze(const options *given, faq_str text)
{
    faq_analyzer *analyzer = NULL;
    faq_analysis analysis;
    faq_error err = {0};
    faq_status status = faq_analyzer_new(&analyzer, NULL, &err);
    if (!status)
        status = faq_analyzer_run(analyzer, text, &analysis, &err);
    if (!status && options_has(given, OPTION_JSON))
        write_analysis(text, &analysis);
    else if (!status)
        print_analysis(&analysis);
    faq_analyzer_free(analyzer);
    return status ? messages_failure("analyze", status, &err) : EXIT_FOUND;
}

int command_analyze(const options *given)
{
    if (!given->n_operands)
        return options_misused(given, SAY("缺少 TEXT", "TEXT is missing"));
    int code = EXIT_FOUND;
    if (given->index) { /* its warnings tell whether it was cut like this */
        tool_session session;
        code = session_open(&session, given);
        session_close(&session);
    }
    char *text = code ? NULL : session_join(given->operands, given->n_operands);
    if (!code)
        code = text ? analyze(given, faq_text(text)) : messages_no_memory();
    free(text);
    return code;
}
