/* SPDX-License-Identifier: MIT */
#include "marks.h"

#include <stdlib.h>

#include "output.h"
#include "width.h"

static void open_mark(FILE *out, mark_style style)
{
    if (style == MARK_ANSI)
        fputs("\033[1;31m", out);
    else if (style == MARK_HTML)
        fputs("<mark>", out);
}

static void close_mark(FILE *out, mark_style style)
{
    if (style == MARK_ANSI)
        fputs("\033[0m", out);
    else if (style == MARK_HTML)
        fputs("</mark>", out);
}

/* ---- whole texts */

static void put_piece(FILE *out, const marked_text *marked, size_t from, size_t to)
{
    faq_str piece = {marked->text.at + from, to - from};
    if (marked->style == MARK_HTML)
        output_html(out, piece);
    else if (piece.len)
        fwrite(piece.at, 1, piece.len, out);
}

char *marks_apply(const marked_text *marked, size_t *len)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, len);
    if (!out)
        return NULL;
    size_t from = 0;
    for (size_t i = 0; i < marked->count; i++) {
        faq_range range = marked->ranges[i];
        put_piece(out, marked, from, range.start);
        open_mark(out, marked->style);
        put_piece(out, marked, range.start, range.start + range.len);
        close_mark(out, marked->style);
        from = range.start + range.len;
    }
    put_piece(out, marked, from, marked->text.len);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

/* ---- boxes */

/* A text being laid out: the next character, and where the output stands. */
typedef struct layout {
    FILE *out;
    const marked_text *marked;
    marks_box box;
    size_t at, end;      /* in the text; its trailing white space is left out */
    size_t range;        /* the next range that is not behind us */
    size_t line, column; /* both from 0 */
    bool in_mark;
} layout;

static bool is_blank(uint32_t code)
{
    return width_is_control(code) || code == ' ' || code == 0x3000 || code == 0x2028 ||
           code == 0x2029;
}

static width_char char_at(const layout *lay, size_t at)
{
    return width_take(lay->marked->text.at + at, lay->end - at);
}

static size_t skip_blanks(const layout *lay, size_t at)
{
    while (at < lay->end) {
        width_char c = char_at(lay, at);
        if (!is_blank(c.code))
            break;
        at += c.len;
    }
    return at;
}

static void set_end(layout *lay)
{
    size_t end = 0, at = 0;
    lay->end = lay->marked->text.len;
    while (at < lay->end) {
        width_char c = char_at(lay, at);
        at += c.len;
        if (!is_blank(c.code))
            end = at;
    }
    lay->end = end;
}

/* Where to begin so that the first match is seen: far enough before it to read. */
static size_t choose_start(const layout *lay)
{
    if (!lay->marked->count)
        return 0;
    faq_range first = lay->marked->ranges[0];
    size_t room = lay->box.columns * lay->box.lines, lead = room / 4, before = 0;
    if (first.start >= lay->end ||
        width_of((faq_str){lay->marked->text.at, first.start + first.len}) + 4 <= room)
        return 0;
    size_t start = first.start;
    while (start > 0 && before < lead) { /* back by characters */
        do
            start--;
        while (start > 0 && ((unsigned char)lay->marked->text.at[start] & 0xC0) == 0x80);
        before += char_at(lay, start).width;
    }
    return start;
}

/* Open or close a mark where the output stands. */
static void follow_marks(layout *lay)
{
    const marked_text *marked = lay->marked;
    while (lay->range < marked->count &&
           marked->ranges[lay->range].start + marked->ranges[lay->range].len <= lay->at)
        lay->range++;
    bool inside = lay->range < marked->count && marked->ranges[lay->range].start <= lay->at;
    if (inside == lay->in_mark)
        return;
    lay->in_mark = inside;
    (inside ? open_mark : close_mark)(lay->out, marked->style);
}

static void put(layout *lay, faq_str text, size_t width)
{
    if (lay->marked->style == MARK_HTML)
        output_html(lay->out, text);
    else
        output_plain(lay->out, text);
    lay->column += width;
}

static void break_line(layout *lay)
{
    fprintf(lay->out, "\n%*s", (int)lay->box.indent, "");
    lay->line++;
    lay->column = 0;
}

static bool is_last_line(const layout *lay)
{
    return lay->line + 1 >= lay->box.lines;
}

/* Columns of the word of Latin letters, digits and signs at `at`; 0 where there is none. */
static size_t word_width(const layout *lay, size_t at)
{
    size_t width = 0;
    for (; at < lay->end && width <= lay->box.columns; at++) {
        unsigned char c = (unsigned char)lay->marked->text.at[at];
        if (c <= ' ' || c >= 0x7F)
            break;
        width++;
    }
    return width;
}

/*
 * White space: a blank, or a line break when the word behind it would not fit. A mark may end
 * before it, but none begins with it.
 */
static void put_blanks(layout *lay)
{
    if (lay->in_mark)
        follow_marks(lay);
    lay->at = skip_blanks(lay, lay->at);
    size_t word = word_width(lay, lay->at);
    if (lay->column && !is_last_line(lay) && word <= lay->box.columns &&
        lay->column + 1 + word > lay->box.columns)
        break_line(lay);
    else if (lay->column)
        put(lay, faq_text(" "), 1);
}

/* One character; false when the box is full. */
static bool put_char(layout *lay, width_char c)
{
    size_t after = lay->at + c.len;
    size_t room = lay->box.columns - (is_last_line(lay) && after < lay->end ? 1 : 0);
    if (lay->column + c.width > room) {
        if (is_last_line(lay))
            return false;
        break_line(lay);
    }
    follow_marks(lay);
    put(lay, (faq_str){lay->marked->text.at + lay->at, c.len}, c.width);
    lay->at = after;
    return true;
}

void marks_print(FILE *out, const marked_text *marked, marks_box box)
{
    layout lay = {.out = out, .marked = marked, .box = box};
    set_end(&lay);
    lay.at = choose_start(&lay);
    bool fits = true;
    if (lay.at)
        put(&lay, faq_text("…"), 1);
    lay.at = skip_blanks(&lay, lay.at);
    while (fits && lay.at < lay.end) {
        width_char c = char_at(&lay, lay.at);
        if (is_blank(c.code))
            put_blanks(&lay);
        else
            fits = put_char(&lay, c);
    }
    if (lay.in_mark)
        close_mark(out, marked->style);
    if (!fits)
        fputs("…", out);
    putc('\n', out);
}
