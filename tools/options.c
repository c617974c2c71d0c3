/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "messages.h"
#include "nearest.h"

/* ---- the tables */

static uint32_t bit_of(const command_row *command)
{
    return command ? 1u << command->id : UINT32_MAX;
}

const option_row *options_row(const command_row *command, const char *name, size_t len)
{
    for (size_t i = 0; i < options_n_rows; i++) {
        const option_row *row = &options_rows[i];
        if (row->commands & bit_of(command) && strlen(row->name) == len &&
            memcmp(row->name, name, len) == 0)
            return row;
    }
    return NULL;
}

static const option_row *row_of_letter(const command_row *command, char letter)
{
    for (size_t i = 0; i < options_n_rows; i++) {
        const option_row *row = &options_rows[i];
        if (row->commands & bit_of(command) && row->letter == letter)
            return row;
    }
    return NULL;
}

static const command_row *command_named(const char *name)
{
    for (size_t i = 0; i < N_COMMANDS; i++) {
        if (strcmp(options_commands[i].name, name) == 0)
            return &options_commands[i];
    }
    return NULL;
}

/* ---- reading words */

/* One word of the command line: a position in it and what may be known at that moment. */
typedef struct word_reader {
    options *out;
    size_t at, count;
    size_t n_extra;     /* words from FAQSEARCH_OPTS */
    bool ended;         /* `--` was met */
    bool finds_command; /* first pass: look for the command only, check nothing */
} word_reader;

static bool is_option(const word_reader *reader, const char *word)
{
    return !reader->ended && word[0] == '-' && word[1];
}

static bool refuse_unknown(const word_reader *reader, const char *word, size_t len)
{
    const command_row *command = reader->out->command;
    nearest_name best = nearest_begin(word, len);
    for (size_t i = 0; i < options_n_rows; i++) {
        if (options_rows[i].commands & bit_of(command))
            nearest_try(&best, options_rows[i].name);
    }
    const char *program = command ? command->name : "faqsearch", *blank = command ? " " : "";
    const char *dashes = len == 1 || (unsigned char)word[0] >= 0x80 ? "-" : "--";
    if (best.name && len > 1)
        messages_error(SAY("%s 没有选项 %s%.*s，是不是想用 --%s？",
                           "%s has no option %s%.*s; did you mean --%s?"),
                       program, dashes, (int)len, word, best.name);
    else
        messages_error(SAY("%s 没有选项 %s%.*s，请看 faqsearch %s%s--help",
                           "%s has no option %s%.*s; see faqsearch %s%s--help"),
                       program, dashes, (int)len, word, command ? command->name : "", blank);
    return false;
}

static bool set_value(word_reader *reader, const option_row *row, const char *value)
{
    if (reader->finds_command)
        return true;
    if (!options_check(row, value))
        return false;
    reader->out->values[row->id] = value;
    return true;
}

/* The value that is the next word. */
static bool take_value(word_reader *reader, const option_row *row, const char **out)
{
    if (reader->at == reader->count) {
        if (reader->finds_command)
            return *out = "", true;
        messages_error(SAY("--%s 后面缺少 %s", "--%s needs a value: %s"), row->name, row->argument);
        return false;
    }
    *out = reader->out->words[reader->at++];
    return true;
}

/* Options known to other commands only are passed over when they come from FAQSEARCH_OPTS. */
static const option_row *row_or_foreign(const word_reader *reader, const option_row *own,
                                        const option_row *any, bool *foreign)
{
    *foreign = !own && any && reader->at <= reader->n_extra;
    return *foreign ? any : own;
}

static bool read_long(word_reader *reader, const char *name)
{
    const command_row *command = reader->finds_command ? NULL : reader->out->command;
    const char *equals = strchr(name, '=');
    size_t len = equals ? (size_t)(equals - name) : strlen(name);
    bool foreign;
    const option_row *row = row_or_foreign(reader, options_row(command, name, len),
                                           options_row(NULL, name, len), &foreign);
    const char *value = equals ? equals + 1 : "";
    if (!row)
        return reader->finds_command || refuse_unknown(reader, name, len);
    if (row->kind == OPTION_SWITCH && equals && !reader->finds_command) {
        messages_error(SAY("--%s 不带值", "--%s takes no value"), row->name);
        return false;
    }
    if (row->kind != OPTION_SWITCH && !equals && !take_value(reader, row, &value))
        return false;
    return foreign || set_value(reader, row, value);
}

/* `-qn5`: switches, then perhaps one option with its value. */
static bool read_short(word_reader *reader, const char *letters)
{
    const command_row *command = reader->finds_command ? NULL : reader->out->command;
    for (const char *p = letters; *p; p++) {
        bool foreign;
        const option_row *row =
            row_or_foreign(reader, row_of_letter(command, *p), row_of_letter(NULL, *p), &foreign);
        if (!row) /* a letter, or the bytes of a character */
            return reader->finds_command ||
                   refuse_unknown(reader, p, (unsigned char)*p < 0x80 ? 1 : strlen(p));
        const char *value = p + 1;
        bool has_value = row->kind != OPTION_SWITCH;
        if (has_value && !*value && !take_value(reader, row, &value))
            return false;
        if (!foreign && !set_value(reader, row, has_value ? value : ""))
            return false;
        if (has_value)
            break;
    }
    return true;
}

static bool read_option(word_reader *reader, const char *word)
{
    if (strcmp(word, "--") == 0) {
        reader->ended = true;
        return true;
    }
    return word[1] == '-' ? read_long(reader, word + 2) : read_short(reader, word + 1);
}

/* ---- the command */

/* Where the command stands in the words; `count` when there is none. */
static size_t find_command(const word_reader *from)
{
    word_reader reader = *from;
    reader.finds_command = true;
    while (reader.at < reader.count) {
        size_t at = reader.at++;
        const char *word = reader.out->words[at];
        if (!is_option(&reader, word))
            return at;
        read_option(&reader, word);
    }
    return reader.count;
}

static bool refuse_command(const char *name)
{
    nearest_name best = nearest_begin(name, strlen(name));
    for (size_t i = 0; i < N_COMMANDS; i++)
        nearest_try(&best, options_commands[i].name);
    if (best.name)
        messages_error(SAY("没有“%s”这个命令，是不是想用 %s？",
                           "unknown command \"%s\"; did you mean %s?"),
                       name, best.name);
    else
        messages_error(SAY("没有“%s”这个命令，请看 faqsearch --help",
                           "unknown command \"%s\"; see faqsearch --help"),
                       name);
    return false;
}

static void drop_word(word_reader *reader, size_t at)
{
    const char **words = reader->out->words;
    memmove(words + at, words + at + 1, (reader->count - at - 1) * sizeof *words);
    reader->count--;
    if (at < reader->n_extra)
        reader->n_extra--;
}

/* Take the command's name out of the words. `help COMMAND` is `COMMAND --help`. */
static bool take_command(word_reader *reader)
{
    options *out = reader->out;
    size_t at = find_command(reader);
    if (at == reader->count)
        return true;
    const char *name = out->words[at];
    drop_word(reader, at);
    if (strcmp(name, "help") == 0) {
        out->values[OPTION_HELP] = "";
        at = find_command(reader);
        if (at == reader->count)
            return true;
        name = out->words[at];
        drop_word(reader, at);
    }
    out->command = command_named(name);
    return out->command || refuse_command(name);
}

/* ---- operands */

static bool ends_like_index(const char *name)
{
    size_t len = strlen(name);
    return len > 4 && strcmp(name + len - 4, ".faq") == 0;
}

/*
 * The first operand is INDEX. With FAQSEARCH_INDEX set it is INDEX only if its name ends in .faq.
 * `analyze` takes one operand as TEXT, and can do without an index.
 */
static void take_index(options *out)
{
    const char *preset = getenv("FAQSEARCH_INDEX");
    bool analyzes = out->command->id == COMMAND_ANALYZE;
    size_t least = analyzes ? 2 : 1;
    if (preset && !*preset)
        preset = NULL;
    if (out->n_operands >= least && (!preset || ends_like_index(out->operands[0]))) {
        out->index = out->operands[0];
        out->operands++;
        out->n_operands--;
        return;
    }
    out->index = analyzes ? NULL : preset;
}

static bool read_words(word_reader *reader)
{
    options *out = reader->out;
    while (reader->at < reader->count) {
        const char *word = out->words[reader->at++];
        if (!is_option(reader, word))
            out->operands[out->n_operands++] = word;
        else if (!read_option(reader, word))
            return false;
    }
    return true;
}

/* ---- whole */

/* The words of FAQSEARCH_OPTS and of argv behind each other, with room for as many operands. */
static bool gather_words(options *out, int argc, char **argv, size_t *n_extra, size_t *count)
{
    const char *extra = getenv("FAQSEARCH_OPTS");
    size_t n_argv = argc > 0 ? (size_t)argc - 1 : 0;
    out->extra = strdup(extra ? extra : "");
    size_t most = n_argv + (out->extra ? strlen(out->extra) / 2 + 1 : 0);
    out->words = calloc(2 * most + 1, sizeof *out->words);
    if (!out->extra || !out->words) {
        messages_no_memory();
        return false;
    }
    size_t n = 0;
    char *rest;
    for (char *word = strtok_r(out->extra, " \t\n", &rest); word;
         word = strtok_r(NULL, " \t\n", &rest))
        out->words[n++] = word;
    *n_extra = n;
    for (size_t i = 0; i < n_argv; i++)
        out->words[n++] = argv[i + 1];
    *count = n;
    out->operands = out->words + most;
    return true;
}

/* The language and quietness hold for messages about the command line too: look for them first. */
static void apply_settings(const options *given)
{
    messages_set_language(given->values[OPTION_LANG]);
    messages_set_quiet(options_has(given, OPTION_QUIET));
}

static void peek_language(const word_reader *reader)
{
    messages_set_language(NULL);
    for (size_t i = 0; i < reader->count; i++) {
        const char *word = reader->out->words[i];
        if (strcmp(word, "--") == 0)
            break;
        if (strncmp(word, "--lang=", 7) == 0)
            messages_set_language(word + 7);
        else if (strcmp(word, "--lang") == 0 && i + 1 < reader->count)
            messages_set_language(reader->out->words[i + 1]);
    }
}

bool options_read(options *out, int argc, char **argv)
{
    *out = (options){0};
    messages_set_language(NULL);
    word_reader reader = {.out = out};
    if (!gather_words(out, argc, argv, &reader.n_extra, &reader.count))
        return false;
    peek_language(&reader);
    if (!take_command(&reader) || !read_words(&reader))
        return false;
    apply_settings(out);
    if (out->command && out->command->takes_index)
        take_index(out);
    return true;
}

void options_release(options *given)
{
    free(given->words);
    free(given->extra);
    *given = (options){0};
}

int options_misused(const options *given, const char *why)
{
    messages_error(SAY("%s，请看 faqsearch %s --help", "%s; see faqsearch %s --help"), why,
                   given->command->name);
    return EXIT_FAILED;
}
