/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H

/*
 * The command line. One table of commands and one of options (options_table.c) say all there is to
 * know; the parser here, the help pages (help.c) and every check of a value are made from them.
 *
 * Options may stand anywhere, also before the command; `--` ends them; `-` is an operand. A value
 * is given as `--name value`, `--name=value`, `-n value` or `-nvalue`; of an option given twice the
 * later one holds. The words of FAQSEARCH_OPTS, split at blanks, come first; of those, options that
 * only other commands have are passed over, so that one setting serves all commands.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum command_id {
    COMMAND_INDEX,
    COMMAND_SEARCH,
    COMMAND_SHOW,
    COMMAND_DELETE,
    COMMAND_DUMP,
    COMMAND_STATS,
    COMMAND_CHECK,
    COMMAND_ANALYZE,
    COMMAND_COMPACT,
    N_COMMANDS,
} command_id;

typedef enum option_id {
    OPTION_FORMAT,
    OPTION_ENCODING,
    OPTION_MAP,
    OPTION_COLUMNS,
    OPTION_SYNC,
    OPTION_DRY_RUN,
    OPTION_STRICT,
    OPTION_REJECTS,
    OPTION_MEMORY,
    OPTION_VERBOSE,
    OPTION_LIMIT,
    OPTION_OFFSET,
    OPTION_FIELDS,
    OPTION_AS,
    OPTION_EXACT,
    OPTION_HIGHLIGHT,
    OPTION_TSV,
    OPTION_BATCH,
    OPTION_THREADS,
    OPTION_TIMING,
    OPTION_LOCALE,
    OPTION_IDS_FROM,
    OPTION_WAIT,
    OPTION_JSON,
    OPTION_VERIFY,
    OPTION_QUIET,
    OPTION_LANG,
    OPTION_HELP,
    OPTION_VERSION,
    N_OPTIONS,
} option_id;

/* What an option's value is. */
typedef enum option_kind {
    OPTION_SWITCH, /* it has none */
    OPTION_TEXT,
    OPTION_CHOICE,  /* one of the words of `argument`, separated by | */
    OPTION_NUMBER,  /* a whole number, `least` and up */
    OPTION_SECONDS, /* a number, 0 and up, decimals allowed */
    OPTION_BYTES,   /* a whole number with an optional K, M or G */
} option_kind;

/* One option as some commands understand it; another row may explain it to others. */
typedef struct option_row {
    option_id id;
    option_kind kind; /* the same in all rows of a name */
    char letter;      /* of the short form; 0: none */
    const char *name;
    const char *argument; /* how help names the value */
    uint32_t commands;    /* a bit for each command_id */
    uint64_t least;       /* of a number */
    const char *zh, *en;  /* for help; '\n' breaks the line */
} option_row;

typedef struct options options;

typedef struct command_row {
    command_id id;
    const char *name;
    const char *operands; /* for the usage line */
    bool takes_index;     /* the first operand is INDEX */
    int (*run)(const options *given);
    const char *zh, *en;                   /* one line */
    const char *about_zh, *about_en;       /* paragraphs */
    const char *examples_zh, *examples_en; /* lines */
} command_row;

extern const command_row options_commands[N_COMMANDS];
extern const option_row options_rows[];
extern const size_t options_n_rows;

/* A command line, read. Values borrow from argv and the environment. */
struct options {
    const command_row *command;    /* NULL: none given */
    const char *values[N_OPTIONS]; /* NULL: not given; "" for a switch */
    const char *index;             /* INDEX, from the operands or FAQSEARCH_INDEX */
    const char **operands;         /* those after INDEX */
    size_t n_operands;
    const char **words; /* all of the command line, owned */
    char *extra;        /* copy of FAQSEARCH_OPTS, owned */
};

/*
 * Read a command line. On failure has said why, in one line. Help and version asked for are never
 * failures. Call options_release() in any case.
 */
bool options_read(options *out, int argc, char **argv);
void options_release(options *given);

bool options_has(const options *given, option_id id);

/* The value, or `otherwise` when it was not given. The parser has checked them. */
const char *options_text(const options *given, option_id id, const char *otherwise);
uint64_t options_number(const options *given, option_id id, uint64_t otherwise);
uint32_t options_milliseconds(const options *given, option_id id, uint32_t otherwise);

/* Is the value this word? */
bool options_is(const options *given, option_id id, const char *word);

/* The row that tells `command` (NULL: any) about an option; NULL when it has none. */
const option_row *options_row(const command_row *command, const char *name, size_t len);

/* Is this a value of the option? Says so when it is not. */
bool options_check(const option_row *row, const char *value);

/* Say that a command line is wrong, pointing to --help. Returns the exit code. */
int options_misused(const options *given, const char *why);

#endif
