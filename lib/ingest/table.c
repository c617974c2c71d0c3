/* SPDX-License-Identifier: MIT */
#include "ingest/table.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "ingest/csv.h"
#include "ingest/record.h"

#define HEADER_ROWS 10           /* a header stands among the first so many rows */
#define LOOK_BYTES (1024u << 10) /* of which so much text is looked at */
#define COLUMNS_MAX 4096

typedef struct table_column {
    faq_str name;
    faq_meaning meaning;
} table_column;

typedef struct table_reader {
    faq_intake *intake;
    faq_csv csv;
    faq_arena arena; /* of the header */
    table_column *columns;
    size_t n_columns;
} table_reader;

/* The cells of a row that may be a header, and their plain forms for neighbours. */
typedef struct header_row {
    const faq_str *cells;
    size_t count;
} header_row;

static bool has_cell(const void *ctx, faq_str plain)
{
    const header_row *row = ctx;
    char buffer[FAQ_WORD_BYTES];
    for (size_t i = 0; i < row->count; i++) {
        if (faq_str_equal(faq_words_plain(row->cells[i], buffer), plain))
            return true;
    }
    return false;
}

/* What the user's --map says about a column; its field's name goes to `name`. */
static bool find_mapped(const faq_intake *intake, faq_str cell, faq_str *name, faq_meaning *meaning)
{
    char a[FAQ_WORD_BYTES], b[FAQ_WORD_BYTES];
    for (size_t i = 0; i < intake->options->n_map; i++) {
        const faq_mapping *map = &intake->options->map[i];
        faq_str wanted = faq_words_plain(map->column, a);
        if (!faq_str_equal(map->column, cell) &&
            !(wanted.len && faq_str_equal(wanted, faq_words_plain(cell, b))))
            continue;
        *name = map->field;
        *meaning = (faq_meaning){faq_words_own(map->field), FAQ_RANK_MAPPED};
        return true;
    }
    return false;
}

static faq_meaning find_meaning(const faq_intake *intake, const header_row *row, size_t i,
                                faq_str *name)
{
    faq_meaning meaning;
    *name = row->cells[i];
    if (!find_mapped(intake, row->cells[i], name, &meaning))
        meaning = faq_words_find(&intake->words, row->cells[i], has_cell, row);
    return meaning;
}

/* How many columns a row names; 0 when no question is among them. */
static size_t rate_header(const faq_intake *intake, const header_row *row)
{
    size_t named = 0;
    bool has_question = false;
    faq_str name;
    for (size_t i = 0; i < row->count && i < COLUMNS_MAX; i++) {
        faq_meaning meaning = find_meaning(intake, row, i, &name);
        named += meaning.word != FAQ_WORD_NONE;
        has_question |= meaning.word == FAQ_WORD_QUESTION;
    }
    return has_question ? named : 0;
}

/* ---- the delimiter ------------------------------------------------------------------------- */

/*
 * How well a delimiter fits the first rows: by the columns that their best header names, else by
 * how many of them have the number of columns that the options name, or two and more.
 */
static faq_status rate_delimiter(faq_intake *intake, faq_str text, char delimiter, size_t *rate)
{
    faq_csv csv;
    faq_csv_init(&csv, text, delimiter);
    size_t wanted = intake->options->columns.count, best = 0, fitting = 0, several = 0;
    uint64_t line;
    faq_str source;
    for (unsigned i = 0; i < HEADER_ROWS; i++) {
        faq_arena_reset(&intake->arena);
        faq_csv_row got = faq_csv_next(&csv, &intake->arena, &line, &source);
        if (got == FAQ_CSV_NO_MEMORY)
            return faq_intake_no_memory(intake);
        if (got == FAQ_CSV_END || got == FAQ_CSV_HOPELESS)
            break;
        if (got == FAQ_CSV_UNCLOSED)
            continue;
        size_t named = rate_header(intake, &(header_row){csv.cells, csv.count});
        best = named > best ? named : best;
        fitting += csv.count == wanted;
        several += csv.count > 1;
    }
    *rate = wanted ? fitting * 100 + several : best * 100 + several;
    return FAQ_OK;
}

static faq_status find_delimiter(faq_intake *intake, faq_str text, char *out)
{
    static const char candidates[] = {',', '\t', ';', '|'};
    faq_str look = {text.at, text.len < LOOK_BYTES ? text.len : LOOK_BYTES};
    size_t best = 0;
    *out = ',';
    for (size_t i = 0; i < sizeof candidates; i++) {
        size_t rate = 0;
        faq_status status = rate_delimiter(intake, look, candidates[i], &rate);
        if (status)
            return status;
        if (rate > best) {
            best = rate;
            *out = candidates[i];
        }
    }
    return FAQ_OK;
}

/* ---- the header ---------------------------------------------------------------------------- */

/* A column's own name: without the mark of required ones, numbered if it stands there twice. */
static faq_str name_column(table_reader *table, faq_map *names, faq_str cell, size_t i)
{
    char numbered[64];
    while (cell.len && (cell.at[0] == '*' || (uint8_t)cell.at[0] <= ' '))
        cell = faq_str_part(cell, 1, cell.len - 1);
    while (cell.len && (uint8_t)cell.at[cell.len - 1] <= ' ')
        cell.len--;
    if (!cell.len || faq_map_find(names, cell) != FAQ_MAP_NONE) {
        snprintf(numbered, sizeof numbered, "column_%zu", i + 1);
        cell = faq_str_of(numbered);
    }
    if (faq_map_add(names, cell) == FAQ_MAP_NONE)
        return (faq_str){NULL, 0};
    return faq_arena_text(&table->arena, cell);
}

static faq_status set_columns(table_reader *table, const header_row *row)
{
    faq_intake *intake = table->intake;
    size_t count = row->count < COLUMNS_MAX ? row->count : COLUMNS_MAX;
    faq_map names;
    faq_map_init(&names, intake->mem);
    table->columns = faq_arena_take(&table->arena, count + 1, sizeof *table->columns);
    bool has_memory = table->columns != NULL;
    for (size_t i = 0; has_memory && i < count; i++) {
        table_column *column = &table->columns[i];
        column->meaning = find_meaning(intake, row, i, &column->name);
        column->name = name_column(table, &names, column->name, i);
        has_memory = column->name.at != NULL;
    }
    table->n_columns = count;
    faq_map_release(&names);
    return has_memory ? FAQ_OK : faq_intake_no_memory(intake);
}

static bool names_question(const table_reader *table)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].meaning.word == FAQ_WORD_QUESTION)
            return true;
    }
    return false;
}

static faq_status fail_without_question(table_reader *table, faq_str found)
{
    int len = found.len > 300 ? 300 : (int)found.len;
    return faq_intake_fail(table->intake, 0, "no question column among: %.*s", len, found.at);
}

/* Find the header row and stand behind it. */
static faq_status read_header(table_reader *table)
{
    faq_intake *intake = table->intake;
    faq_csv start = table->csv;
    faq_str first = {"", 0};
    uint64_t line;
    for (unsigned i = 0; i < HEADER_ROWS; i++) {
        faq_str source;
        faq_arena_reset(&intake->arena);
        faq_csv_row got = faq_csv_next(&table->csv, &intake->arena, &line, &source);
        if (got == FAQ_CSV_NO_MEMORY)
            return faq_intake_no_memory(intake);
        if (got == FAQ_CSV_END || got == FAQ_CSV_HOPELESS)
            break;
        if (!first.len)
            first = source;
        header_row row = {table->csv.cells, table->csv.count};
        if (got == FAQ_CSV_ROW && rate_header(intake, &row))
            return set_columns(table, &row);
    }
    table->csv = start;
    return fail_without_question(table, first);
}

static faq_status name_columns(table_reader *table)
{
    faq_list columns = table->intake->options->columns;
    faq_status status = set_columns(table, &(header_row){columns.at, columns.count});
    if (status)
        return status;
    return names_question(table)
               ? FAQ_OK
               : faq_intake_fail(table->intake, 0, "the columns named hold no question");
}

/* ---- rows ---------------------------------------------------------------------------------- */

static bool is_blank_row(const faq_csv *csv)
{
    for (size_t i = 0; i < csv->count; i++) {
        for (size_t j = 0; j < csv->cells[i].len; j++) {
            if ((uint8_t)csv->cells[i].at[j] > ' ')
                return false;
        }
    }
    return true;
}

static faq_status give_row(table_reader *table, faq_str source)
{
    faq_intake *intake = table->intake;
    const faq_csv *csv = &table->csv;
    faq_value *values = faq_arena_take(&intake->arena, csv->count + 1, sizeof *values);
    if (!values)
        return faq_intake_no_memory(intake);
    for (size_t i = 0; i < csv->count; i++) {
        values[i] = (faq_value){.kind = FAQ_KIND_TEXT, .text = csv->cells[i]};
        if (i < table->n_columns) {
            values[i].name = table->columns[i].name;
            values[i].word = table->columns[i].meaning.word;
            values[i].rank = table->columns[i].meaning.rank;
            continue;
        }
        char name[32];
        snprintf(name, sizeof name, "column_%zu", i + 1);
        values[i].name = faq_arena_text(&intake->arena, faq_str_of(name));
        if (!values[i].name.at)
            return faq_intake_no_memory(intake);
    }
    return faq_record_give(intake,
                           &(faq_record){.values = values, .count = csv->count, .source = source});
}

static faq_status read_rows(table_reader *table)
{
    faq_intake *intake = table->intake;
    for (;;) {
        uint64_t line;
        faq_str source;
        faq_status status = FAQ_OK;
        faq_arena_reset(&intake->arena);
        faq_csv_row got = faq_csv_next(&table->csv, &intake->arena, &line, &source);
        switch (got) {
        case FAQ_CSV_END:
            return FAQ_OK;
        case FAQ_CSV_NO_MEMORY:
            return faq_intake_no_memory(intake);
        case FAQ_CSV_HOPELESS:
            return faq_intake_fail(intake, line, "too many quotation marks are not closed");
        case FAQ_CSV_UNCLOSED:
            faq_intake_next(intake, line);
            faq_intake_reject(intake, "a quotation mark is not closed", source);
            break;
        case FAQ_CSV_ROW:
            if (is_blank_row(&table->csv))
                break;
            faq_intake_next(intake, line);
            status = give_row(table, source);
            break;
        }
        if (status)
            return status;
    }
}

faq_status faq_table_read(faq_intake *intake, faq_str text, char delimiter)
{
    table_reader table = {.intake = intake};
    faq_arena_init(&table.arena, intake->mem);
    faq_status status = FAQ_OK;
    if (!delimiter)
        status = find_delimiter(intake, text, &delimiter);
    if (!status) {
        intake->result.format = delimiter == '\t' ? FAQ_FORMAT_TSV : FAQ_FORMAT_CSV;
        faq_csv_init(&table.csv, text, delimiter);
        status = intake->options->columns.count ? name_columns(&table) : read_header(&table);
    }
    if (!status)
        status = read_rows(&table);
    faq_arena_release(&table.arena);
    return status;
}
