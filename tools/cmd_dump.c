/* SPDX-License-Identifier: MIT */
/*
 * faqsearch dump. A table needs its columns first, so csv walks over the entries twice: once for
 * the names of all members, once to write.
 */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "fields.h"
#include "messages.h"
#include "output.h"
#include "session.h"

typedef struct dump_run {
    faq_str *columns; /* owned, with their bytes */
    size_t count, cap;
} dump_run;

/* ---- columns */

static bool has_column(const dump_run *run, faq_str name)
{
    for (size_t i = 0; i < run->count; i++) {
        if (run->columns[i].len == name.len && memcmp(run->columns[i].at, name.at, name.len) == 0)
            return true;
    }
    return false;
}

static faq_status add_column(dump_run *run, faq_str name)
{
    if (has_column(run, name))
        return FAQ_OK;
    if (run->count == run->cap) {
        size_t cap = run->cap ? 2 * run->cap : 32;
        faq_str *columns = realloc(run->columns, cap * sizeof *columns);
        if (!columns)
            return FAQ_NO_MEMORY;
        run->columns = columns;
        run->cap = cap;
    }
    char *copy = malloc(name.len + 1);
    if (!copy)
        return FAQ_NO_MEMORY;
    memcpy(copy, name.at, name.len);
    run->columns[run->count++] = (faq_str){copy, name.len};
    return FAQ_OK;
}

static faq_status gather_columns(void *ctx, const faq_entry *entry, faq_error *err)
{
    (void)err;
    faq_status status = FAQ_OK;
    for (size_t i = 0; i < entry->n_fields && !status; i++)
        status = add_column(ctx, entry->fields[i].name);
    return status;
}

static void release_columns(dump_run *run)
{
    for (size_t i = 0; i < run->count; i++)
        free((void *)(uintptr_t)run->columns[i].at);
    free(run->columns);
}

/* ---- cells */

/* Would a spreadsheet take the cell for a formula? */
static bool is_formula(faq_str cell)
{
    return cell.len && strchr("=+-@\t\r", cell.at[0]) != NULL && cell.at[0];
}

static bool needs_quotes(faq_str cell)
{
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.at[i];
        if (c == '"' || c == ',' || c == '\n' || c == '\r')
            return true;
    }
    return cell.len && (cell.at[0] == ' ' || cell.at[cell.len - 1] == ' ');
}

static void print_cell(faq_str cell)
{
    bool quoted = needs_quotes(cell);
    if (quoted)
        putchar('"');
    if (is_formula(cell))
        putchar('\'');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] == '"')
            putchar('"');
        putchar(cell.at[i]);
    }
    if (quoted)
        putchar('"');
}

static faq_status print_row(void *ctx, const faq_entry *entry, faq_error *err)
{
    (void)err;
    const dump_run *run = ctx;
    for (size_t i = 0; i < run->count; i++) {
        size_t len;
        char *text = fields_text(entry, run->columns[i], &len);
        if (!text)
            return FAQ_NO_MEMORY;
        if (i)
            putchar(',');
        print_cell((faq_str){text, len});
        free(text);
    }
    fputs("\r\n", stdout);
    return output_failed() ? FAQ_CANCELLED : FAQ_OK;
}

static faq_status dump_csv(faq_search *search, faq_error *err)
{
    dump_run run = {0};
    faq_status status = FAQ_OK;
    const char *name;
    for (size_t i = 0; (name = fields_name(i)) && !status; i++)
        status = add_column(&run, faq_text(name));
    if (!status)
        status = faq_search_each(search, gather_columns, &run, err);
    for (size_t i = 0; i < run.count && !status; i++) {
        if (i)
            putchar(',');
        print_cell(run.columns[i]);
    }
    if (!status) {
        fputs("\r\n", stdout);
        status = faq_search_each(search, print_row, &run, err);
    }
    release_columns(&run);
    return status;
}

/* ---- JSON Lines */

static faq_status print_line(void *ctx, const faq_entry *entry, faq_error *err)
{
    (void)ctx, (void)err;
    fields_write_entry(stdout, entry);
    return output_failed() ? FAQ_CANCELLED : FAQ_OK;
}

int command_dump(const options *given)
{
    if (given->n_operands)
        return options_misused(given, SAY("参数太多", "too many arguments"));
    tool_session session;
    int code = session_open(&session, given);
    if (!code) {
        faq_error err = {0};
        faq_status status = options_is(given, OPTION_FORMAT, "csv")
                                ? dump_csv(session.search, &err)
                                : faq_search_each(session.search, print_line, NULL, &err);
        if (status && !output_failed())
            code = messages_failure(session.path, status, &err);
    }
    session_close(&session);
    return code;
}
