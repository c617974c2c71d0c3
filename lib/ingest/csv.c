/* SPDX-License-Identifier: MIT */
#include "ingest/csv.h"

#include <string.h>

#include "base/str.h"

/* Rereading may cost this many times the text in all: time stays linear. */
#define REREAD_TIMES 4

typedef enum cell_end { CELL_DONE, CELL_UNCLOSED, CELL_NO_MEMORY } cell_end;

void faq_csv_init(faq_csv *csv, faq_str text, char delimiter)
{
    *csv = (faq_csv){.text = text, .delimiter = delimiter, .line = 1};
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Past the line break at `pos`. */
static size_t skip_break(faq_str text, size_t pos)
{
    bool is_crlf = text.at[pos] == '\r' && pos + 1 < text.len && text.at[pos + 1] == '\n';
    return pos + (is_crlf ? 2 : 1);
}

static size_t line_end(faq_str text, size_t pos)
{
    while (pos < text.len && !is_line_end(text.at[pos]))
        pos++;
    return pos;
}

static bool ends_cell(const faq_csv *csv, size_t pos)
{
    return pos == csv->text.len || csv->text.at[pos] == csv->delimiter ||
           is_line_end(csv->text.at[pos]);
}

static bool push(faq_csv *csv, faq_arena *arena, faq_str cell)
{
    if (csv->count == csv->cap) {
        size_t cap = csv->cap ? 2 * csv->cap : 16;
        faq_str *cells = faq_arena_take(arena, cap, sizeof *cells);
        if (!cells)
            return false;
        if (csv->count)
            memcpy(cells, csv->cells, csv->count * sizeof *cells);
        csv->cells = cells;
        csv->cap = cap;
    }
    csv->cells[csv->count++] = cell;
    return true;
}

static void take_plain(faq_csv *csv, size_t *pos, faq_str *cell)
{
    size_t start = *pos;
    while (!ends_cell(csv, *pos))
        ++*pos;
    *cell = faq_str_part(csv->text, start, *pos - start);
}

/* The closing mark of the cell that opens at `start`; false when there is none to trust. */
static bool find_close(const faq_csv *csv, size_t start, size_t *close, bool *has_doubled)
{
    faq_str text = csv->text;
    bool has_break = false;
    for (size_t i = start + 1; i < text.len; i++) {
        has_break |= is_line_end(text.at[i]);
        if (text.at[i] != '"')
            continue;
        *close = i;
        if (ends_cell(csv, i + 1))
            return true;
        if (text.at[i + 1] == '"') {
            *has_doubled = true;
            i++;
        } else if (has_break || csv->delimiter == '\t') {
            return false;
        }
    }
    *close = text.len;
    return false;
}

static cell_end take_quoted(faq_csv *csv, faq_arena *arena, size_t *pos, faq_str *cell)
{
    bool has_doubled = false;
    size_t close;
    if (!find_close(csv, *pos, &close, &has_doubled)) {
        csv->reread += close - *pos;
        if (csv->delimiter != '\t')
            return CELL_UNCLOSED;
        take_plain(csv, pos, cell);
        return CELL_DONE;
    }
    *cell = faq_str_part(csv->text, *pos + 1, close - *pos - 1);
    *pos = close + 1;
    if (!has_doubled)
        return CELL_DONE;
    char *out = faq_arena_take(arena, cell->len, 1);
    if (!out)
        return CELL_NO_MEMORY;
    size_t len = 0;
    for (size_t i = 0; i < cell->len; i++) {
        out[len++] = cell->at[i];
        if (cell->at[i] == '"' && i + 1 < cell->len && cell->at[i + 1] == '"')
            i++;
    }
    *cell = (faq_str){out, len};
    return CELL_DONE;
}

static cell_end take_cells(faq_csv *csv, faq_arena *arena, size_t *pos)
{
    for (;;) {
        faq_str cell;
        cell_end end = CELL_DONE;
        if (*pos < csv->text.len && csv->text.at[*pos] == '"')
            end = take_quoted(csv, arena, pos, &cell);
        else
            take_plain(csv, pos, &cell);
        if (end)
            return end;
        if (!push(csv, arena, cell))
            return CELL_NO_MEMORY;
        if (*pos == csv->text.len || csv->text.at[*pos] != csv->delimiter)
            return CELL_DONE;
        ++*pos;
    }
}

static uint64_t count_lines(faq_str text)
{
    uint64_t lines = 0;
    for (size_t pos = line_end(text, 0); pos < text.len; pos = line_end(text, pos)) {
        pos = skip_break(text, pos);
        lines++;
    }
    return lines;
}

static void skip_blank_lines(faq_csv *csv)
{
    for (;;) {
        size_t pos = csv->pos;
        while (pos < csv->text.len && csv->text.at[pos] == ' ')
            pos++;
        if (pos == csv->text.len)
            csv->pos = pos;
        if (pos == csv->text.len || !is_line_end(csv->text.at[pos]))
            return;
        csv->pos = skip_break(csv->text, pos);
        csv->line++;
    }
}

faq_csv_row faq_csv_next(faq_csv *csv, faq_arena *arena, uint64_t *line, faq_str *source)
{
    skip_blank_lines(csv);
    if (csv->pos == csv->text.len)
        return FAQ_CSV_END;
    csv->cells = NULL;
    csv->count = csv->cap = 0;
    size_t start = csv->pos, pos = start;
    *line = csv->line;
    cell_end end = take_cells(csv, arena, &pos);
    if (end == CELL_NO_MEMORY)
        return FAQ_CSV_NO_MEMORY;
    if (csv->reread / REREAD_TIMES > csv->text.len)
        return FAQ_CSV_HOPELESS;
    if (end == CELL_UNCLOSED)
        pos = line_end(csv->text, start);
    *source = faq_str_part(csv->text, start, pos - start);
    csv->line += count_lines(*source) + (pos < csv->text.len);
    csv->pos = pos < csv->text.len ? skip_break(csv->text, pos) : pos;
    return end == CELL_UNCLOSED ? FAQ_CSV_UNCLOSED : FAQ_CSV_ROW;
}
