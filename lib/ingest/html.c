/* SPDX-License-Identifier: MIT */
/*
 * One stack of open elements, fed by a tokenizer; no tree. A start tag first closes what cannot
 * hold it (a block closes a paragraph, an item closes an item), an end tag closes down to its
 * start tag, and what is still open at the end is closed there. Since these rules find nothing to
 * close in what they wrote, cleaning twice changes nothing.
 */
#include "ingest/html.h"

#include <string.h>

#include "base/str.h"
#include "ingest/attributes.h"
#include "ingest/elements.h"
#include "ingest/markup.h"
#include "text/utf8.h"

#define DEPTH_MAX 200 /* deeper elements are left out, their content stays */

typedef enum text_gap { GAP_NONE, GAP_BLANK, GAP_TAB, GAP_LINE } text_gap;

typedef struct cleaner {
    faq_markup in;
    faq_buf *safe, *text; /* either may be NULL */
    size_t text_start;
    text_gap gap; /* what goes before the next character of the text */
    unsigned pre; /* open elements in which blanks count */
    size_t depth;
    const faq_element *stack[DEPTH_MAX];
    bool unended[FAQ_ELEMENTS]; /* no end tag of it is left in the input */
} cleaner;

/* ---- what is written ----------------------------------------------------------------------- */

static void write_safe(cleaner *clean, const char *literal)
{
    if (clean->safe)
        faq_buf_append(clean->safe, faq_str_of(literal));
}

static void widen_gap(cleaner *clean, text_gap wanted)
{
    if (clean->gap < wanted)
        clean->gap = wanted;
}

static void write_text(cleaner *clean, faq_str piece)
{
    static const char *const gaps[] = {"", " ", "\t", "\n"};
    if (!clean->text)
        return;
    if (clean->text->len > clean->text_start)
        faq_buf_append(clean->text, faq_str_of(gaps[clean->gap]));
    clean->gap = GAP_NONE;
    faq_buf_append(clean->text, piece);
}

/* One character that is not a run of plain ones: a blank, markup, or what a reference gave. */
static void write_point(cleaner *clean, uint32_t point)
{
    char bytes[4];
    faq_str character = {bytes, 0};
    bool is_blank = point == ' ' || point == '\t' || point == '\n' || point == 0xA0;
    if ((point < ' ' && !is_blank) || (point >= 0x7F && point < 0xA0))
        return;
    character.len = faq_utf8_encode(point, bytes);
    if (point == '<')
        write_safe(clean, "&lt;");
    else if (point == '>')
        write_safe(clean, "&gt;");
    else if (point == '&')
        write_safe(clean, "&amp;");
    else if (clean->safe)
        faq_buf_append(clean->safe, character);
    if (!is_blank)
        write_text(clean, character);
    else if (!clean->pre)
        widen_gap(clean, GAP_BLANK);
    else if (point == '\n')
        widen_gap(clean, GAP_LINE);
    else
        write_text(clean, FAQ_STR(" "));
}

static bool is_plain(char c)
{
    return (uint8_t)c > ' ' && c != '&' && c != '<' && c != '>' && (uint8_t)c != 0xC2 && c != 0x7F;
}

static void write_run(cleaner *clean, faq_str run)
{
    for (size_t pos = 0, used; pos < run.len; pos += used) {
        for (used = 0; pos + used < run.len && is_plain(run.at[pos + used]);)
            used++;
        if (used) {
            faq_str plain = faq_str_part(run, pos, used);
            if (clean->safe)
                faq_buf_append(clean->safe, plain);
            write_text(clean, plain);
            continue;
        }
        uint32_t point;
        faq_str rest = faq_str_part(run, pos, run.len - pos);
        used = run.at[pos] == '&' ? faq_markup_reference(rest, &point) : 0;
        if (!used)
            point = faq_utf8_decode(rest.at, rest.len, &used);
        if (point == '\r')
            point = used < rest.len && rest.at[used] == '\n' ? 0 : '\n';
        write_point(clean, point);
    }
}

/* ---- nesting ------------------------------------------------------------------------------- */

static void pop(cleaner *clean)
{
    const faq_element *top = clean->stack[--clean->depth];
    clean->pre -= (top->flags & FAQ_ELEMENT_KEEP_PRE) != 0;
    if (clean->safe)
        faq_buf_format(clean->safe, "</%s>", top->name);
    if (top->flags & FAQ_ELEMENT_BLOCK)
        widen_gap(clean, GAP_LINE);
}

static void pop_to(cleaner *clean, size_t depth)
{
    while (clean->depth > depth)
        pop(clean);
}

/* A set of kinds. */
#define KIND(kind) (1u << (kind))

/* The depth of the innermost open element of some kinds; SIZE_MAX without one this side of a
 * barrier. */
static size_t find_open(const cleaner *clean, unsigned kinds, unsigned barriers)
{
    for (size_t i = clean->depth; i-- > 0;) {
        unsigned kind = KIND(clean->stack[i]->kind);
        if (kind & kinds)
            return i;
        if (kind & barriers)
            break;
    }
    return SIZE_MAX;
}

static void close_kinds(cleaner *clean, unsigned kinds, unsigned barriers)
{
    size_t depth = find_open(clean, kinds, barriers);
    if (depth != SIZE_MAX)
        pop_to(clean, depth);
}

static void push(cleaner *clean, const faq_element *what, faq_str source)
{
    size_t start = clean->safe ? clean->safe->len : 0;
    if (clean->safe)
        faq_buf_format(clean->safe, "<%s", what->name);
    bool has_url = faq_attributes_write(what->name, source, clean->safe);
    bool points_nowhere = (what->kind == FAQ_TAG_LINK || what->kind == FAQ_TAG_IMAGE) && !has_url;
    write_safe(clean, ">");
    if (points_nowhere && clean->safe && !clean->safe->failed)
        clean->safe->len = start;
    if (points_nowhere || what->flags & FAQ_ELEMENT_VOID)
        return;
    clean->stack[clean->depth++] = what;
    clean->pre += (what->flags & FAQ_ELEMENT_KEEP_PRE) != 0;
}

/* Close what cannot hold the element. False when it cannot stand here. */
static bool make_room(cleaner *clean, const faq_element *what)
{
    const unsigned cells = KIND(FAQ_TAG_CELL) | KIND(FAQ_TAG_TABLE);
    unsigned holders = KIND(FAQ_TAG_TABLE);
    if (what->flags & FAQ_ELEMENT_BLOCK)
        close_kinds(clean, KIND(FAQ_TAG_P), 0);
    switch (what->kind) {
    case FAQ_TAG_LINK:
        close_kinds(clean, KIND(FAQ_TAG_LINK), 0);
        return true;
    case FAQ_TAG_HEADING:
        close_kinds(clean, KIND(FAQ_TAG_HEADING), ~KIND(FAQ_TAG_OTHER) & ~KIND(FAQ_TAG_LINK));
        return true;
    case FAQ_TAG_ITEM:
        close_kinds(clean, KIND(FAQ_TAG_ITEM), KIND(FAQ_TAG_LIST) | cells);
        return true;
    case FAQ_TAG_TERM:
        close_kinds(clean, KIND(FAQ_TAG_TERM), KIND(FAQ_TAG_DL) | cells);
        return true;
    case FAQ_TAG_CELL:
        holders |= KIND(FAQ_TAG_ROW); /* fall through */
    case FAQ_TAG_ROW:
        holders |= KIND(FAQ_TAG_SECTION); /* fall through */
    case FAQ_TAG_SECTION:
    case FAQ_TAG_CAPTION: {
        size_t holder = find_open(clean, holders, 0);
        if (holder == SIZE_MAX)
            return false;
        pop_to(clean, holder + 1);
        return true;
    }
    default:
        return true;
    }
}

static void open_tag(cleaner *clean, const faq_token *tag, const faq_element *what)
{
    if (what->kind == FAQ_TAG_CELL)
        widen_gap(clean, GAP_TAB);
    if (what->flags & FAQ_ELEMENT_BLOCK || strcmp(what->name, "br") == 0)
        widen_gap(clean, GAP_LINE);
    if (what->flags & FAQ_ELEMENT_DROP) {
        bool *unended = &clean->unended[faq_element_number(what)];
        if (!*unended && !faq_markup_skip(&clean->in, what->name))
            *unended = true;
        if (*unended && what->flags & FAQ_ELEMENT_TO_END)
            clean->in.pos = clean->in.in.len;
        return;
    }
    if (what->flags & FAQ_ELEMENT_UNWRAP)
        return;
    if (what->as)
        what = faq_element_named(faq_str_of(what->as));
    if (!make_room(clean, what))
        return;
    if (what->kind == FAQ_TAG_CELL && clean->depth + 1 < DEPTH_MAX &&
        clean->stack[clean->depth - 1]->kind != FAQ_TAG_ROW)
        push(clean, faq_element_named(FAQ_STR("tr")), FAQ_STR(">"));
    if (clean->depth < DEPTH_MAX || what->flags & FAQ_ELEMENT_VOID)
        push(clean, what, tag->attributes);
}

static void close_tag(cleaner *clean, const faq_element *what)
{
    if (what->flags & FAQ_ELEMENT_BLOCK)
        widen_gap(clean, GAP_LINE);
    if (strcmp(what->name, "br") == 0)
        write_safe(clean, "<br>"), widen_gap(clean, GAP_LINE);
    if (what->flags & (FAQ_ELEMENT_VOID | FAQ_ELEMENT_DROP | FAQ_ELEMENT_UNWRAP))
        return;
    if (what->as)
        what = faq_element_named(faq_str_of(what->as));
    bool crosses_cells = what->kind >= FAQ_TAG_TABLE;
    for (size_t i = clean->depth; i-- > 0;) {
        const faq_element *open = clean->stack[i];
        if (open == what) {
            pop_to(clean, i);
            return;
        }
        if (open->kind == FAQ_TAG_TABLE || (open->kind == FAQ_TAG_CELL && !crosses_cells))
            return;
    }
}

void faq_html_clean(faq_str html, faq_buf *safe, faq_buf *text)
{
    cleaner clean = {.in = {.in = html}, .safe = safe, .text = text};
    clean.text_start = text ? text->len : 0;
    faq_token token;
    while (faq_markup_next(&clean.in, &token)) {
        if (token.mark == FAQ_MARK_TEXT) {
            write_run(&clean, token.text);
            continue;
        }
        const faq_element *what = faq_element_named(token.name);
        if (what && token.mark == FAQ_MARK_OPEN)
            open_tag(&clean, &token, what);
        else if (what)
            close_tag(&clean, what);
    }
    pop_to(&clean, 0);
}

bool faq_html_is(faq_str text)
{
    faq_markup in = {.in = text};
    faq_token token;
    uint32_t point;
    while (faq_markup_next(&in, &token)) {
        if (token.mark != FAQ_MARK_TEXT) {
            if (faq_element_named(token.name))
                return true;
            continue;
        }
        for (size_t i = 0; i < token.text.len; i++) {
            const char *at = memchr(token.text.at + i, '&', token.text.len - i);
            if (!at)
                break;
            i = (size_t)(at - token.text.at);
            size_t used =
                faq_markup_reference(faq_str_part(token.text, i, token.text.len - i), &point);
            if (used && at[used - 1] == ';')
                return true;
        }
    }
    return false;
}
