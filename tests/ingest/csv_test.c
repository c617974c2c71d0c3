/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "ingest/csv.h"
#include "support/test.h"

/* Rows as text: cells in brackets, `line:` before each row, `!` for one given up. */
static void print_rows(faq_str text, char delimiter, faq_buf *out)
{
    faq_csv csv;
    faq_arena arena;
    uint64_t line;
    faq_str source;
    faq_arena_init(&arena, faq_mem_default());
    faq_csv_init(&csv, text, delimiter);
    for (;;) {
        faq_arena_reset(&arena);
        faq_csv_row got = faq_csv_next(&csv, &arena, &line, &source);
        if (got == FAQ_CSV_END || got == FAQ_CSV_HOPELESS)
            break;
        faq_buf_format(out, "%llu:", (unsigned long long)line);
        if (got == FAQ_CSV_UNCLOSED)
            faq_buf_format(out, "!%.*s", (int)source.len, source.at);
        for (size_t i = 0; got == FAQ_CSV_ROW && i < csv.count; i++)
            faq_buf_format(out, "[%.*s]", (int)csv.cells[i].len, csv.cells[i].at);
        faq_put_u8(out, ' ');
    }
    faq_arena_release(&arena);
}

START_TEST(cells_and_rows_are_parted)
{
    static const struct {
        const char *name, *in, *want;
    } rows[] = {
        {"plain", "a,b\nc,d\n", "1:[a][b] 2:[c][d] "},
        {"no break at the end", "a,b\nc,d", "1:[a][b] 2:[c][d] "},
        {"CRLF and CR", "a\r\nb\rc", "1:[a] 2:[b] 3:[c] "},
        {"empty cells", ",a,\n,,", "1:[][a][] 2:[][][] "},
        {"blank lines are no rows", "\n  \na\n\n\nb\n\n", "3:[a] 6:[b] "},
        {"quotes", "\"a,b\",\"c\"\n", "1:[a,b][c] "},
        {"doubled quotes", "\"a\"\"b\"\"\"", "1:[a\"b\"] "},
        {"an empty quoted cell", "\"\",a", "1:[][a] "},
        {"a break in quotes", "\"a\nb\",c\nd", "1:[a\nb][c] 3:[d] "},
        {"CRLF in quotes", "\"a\r\nb\",c\r\nd", "1:[a\r\nb][c] 3:[d] "},
        {"a quote within a bare cell", "a\"b,5\" x\nc", "1:[a\"b][5\" x] 2:[c] "},
        {"stray quotes on one line", "\"他说\"好\"吧\",x\ny", "1:[他说\"好\"吧][x] 2:[y] "},
        {"unclosed to the end", "a,\"b\nc,d\ne", "1:!a,\"b 2:[c][d] 3:[e] "},
        {"unclosed up to the next quoted cell", "1,\"a\n2,\"b\"\n3,c",
         "1:!1,\"a 2:[2][b] 3:[3][c] "},
        {"unclosed on the last line", "a\n\"b", "1:[a] 2:!\"b "},
        {"a blank cell keeps its blanks", " a , b ", "1:[ a ][ b ] "},
        {"nothing", "", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_buf out;
        faq_buf_init(&out, faq_mem_default());
        print_rows(faq_str_of(rows[i].in), ',', &out);
        CHECK_STR(faq_buf_text(&out), rows[i].want, rows[i].name);
        faq_buf_release(&out);
    }
}
END_TEST

START_TEST(between_tabs_a_lone_quote_is_text)
{
    static const struct {
        const char *name, *in, *want;
    } rows[] = {
        {"a quoted cell", "\"a\tb\"\tc", "1:[a\tb][c] "},
        {"quotes around a part", "\"苹果\"是什么\tb\nc", "1:[\"苹果\"是什么][b] 2:[c] "},
        {"an unclosed one", "a\t\"b\nc\td", "1:[a][\"b] 2:[c][d] "},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_buf out;
        faq_buf_init(&out, faq_mem_default());
        print_rows(faq_str_of(rows[i].in), '\t', &out);
        CHECK_STR(faq_buf_text(&out), rows[i].want, rows[i].name);
        faq_buf_release(&out);
    }
}
END_TEST

/* Whatever cells are written by the RFC is read back. */
START_TEST(what_is_written_is_read)
{
    static const char *const pieces[] = {"a",  "中", "\"", ",", "\n", "\r\n",
                                         "\r", " ",  ";",  "|", ""};
    test_random random = {test_seed()};
    for (int round = 0; round < 20000; round++) {
        faq_buf text, want, got;
        faq_buf_init(&text, faq_mem_default());
        faq_buf_init(&want, faq_mem_default());
        faq_buf_init(&got, faq_mem_default());
        size_t rows = 1 + test_below(&random, 4), line = 1;
        for (size_t row = 0; row < rows; row++) {
            size_t start_line = line;
            faq_buf_format(&want, "%zu:", start_line);
            for (size_t cell = 0, cells = 2 + test_below(&random, 3); cell < cells; cell++) {
                faq_buf_append(&text, cell ? FAQ_STR(",\"") : FAQ_STR("\""));
                faq_put_u8(&want, '[');
                bool after_cr = false;
                for (size_t i = 0, n = test_below(&random, 6); i < n; i++) {
                    const char *piece = pieces[test_below(&random, COUNT(pieces))];
                    faq_buf_append(&want, faq_str_of(piece));
                    faq_buf_append(&text, faq_str_of(*piece == '"' ? "\"\"" : piece));
                    bool joins = after_cr && *piece == '\n';
                    line += (*piece == '\n' || *piece == '\r') && !joins;
                    after_cr = *piece ? strcmp(piece, "\r") == 0 : after_cr;
                }
                faq_put_u8(&text, '"');
                faq_put_u8(&want, ']');
            }
            faq_buf_append(&text, FAQ_STR("\r\n"));
            faq_put_u8(&want, ' ');
            line++;
        }
        print_rows(faq_buf_text(&text), ',', &got);
        ck_assert_msg(faq_str_equal(faq_buf_text(&got), faq_buf_text(&want)), "%.*s\ngives\n%.*s",
                      (int)text.len, (const char *)text.at, (int)got.len, (const char *)got.at);
        faq_buf_release(&text);
        faq_buf_release(&want);
        faq_buf_release(&got);
    }
}
END_TEST

START_TEST(hostile_sizes_take_linear_time)
{
    static const char *const pieces[] = {"\"",      "\"a\n",    "\"\n\"\"",   ",",  "\"\"",
                                         "a,\"b\n", "\"\"\"\n", "x\"\",\"\n", "\n", " \n"};
    for (size_t i = 0; i < COUNT(pieces); i++) {
        faq_buf text, out;
        faq_buf_init(&text, faq_mem_default());
        faq_buf_init(&out, faq_mem_default());
        for (size_t n = 0; n < 1000000; n++)
            faq_buf_append(&text, faq_str_of(pieces[i]));
        print_rows(faq_buf_text(&text), ',', &out); /* meson's timeout is the measure */
        faq_buf_release(&text);
        faq_buf_release(&out);
    }
}
END_TEST

RUN_TESTS("ingest/csv", CASE(cells_and_rows_are_parted), CASE(between_tabs_a_lone_quote_is_text),
          CASE(what_is_written_is_read), CASE(hostile_sizes_take_linear_time))
