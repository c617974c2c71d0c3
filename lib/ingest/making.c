/* SPDX-License-Identifier: MIT */
#include "ingest/making.h"

#include <string.h>

#include "base/str.h"

const char *const faq_between_phrasings[] = {"\n", "\r", "##", "|", "｜", "；", ";", NULL};
const char *const faq_between_names[] = {"\n", "\r", "##", "|",  "｜", "；",
                                         ";",  "、", ",",  "，", NULL};
const char *const faq_between_levels[] = {"/", ">", "／", "＞", "»", NULL};
const char *const faq_between_group_levels[] = {"/", ">", "_", NULL};
const char *const faq_between_answers[] = {"##", NULL};
const char *const faq_between_nothing[] = {NULL};

static bool is_blank_at(faq_str text, size_t pos, size_t *used)
{
    static const char *const blanks[] = {"\xE3\x80\x80", "\xC2\xA0", "\xEF\xBB\xBF",
                                         "\xE2\x80\x8B"};
    *used = 1;
    if ((uint8_t)text.at[pos] <= ' ')
        return true;
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        faq_str blank = faq_str_of(blanks[i]);
        *used = blank.len;
        if (faq_str_starts(faq_str_part(text, pos, text.len - pos), blank))
            return true;
    }
    return false;
}

faq_str faq_trim(faq_str text)
{
    size_t used;
    while (text.len && is_blank_at(text, 0, &used))
        text = faq_str_part(text, used, text.len - used);
    for (;;) {
        size_t back = 1;
        for (; back <= 3 && back <= text.len; back++) {
            if (is_blank_at(text, text.len - back, &used) && used == back)
                break;
        }
        if (back > 3 || back > text.len)
            return text;
        text.len -= back;
    }
}

void faq_making_push(faq_making *making, faq_texts *list, faq_str text)
{
    if (list->count == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 8;
        faq_str *at = faq_arena_take(&making->intake->arena, cap, sizeof *at);
        if (!at) {
            making->failed = true;
            return;
        }
        if (list->count)
            memcpy(at, list->at, list->count * sizeof *at);
        list->at = at;
        list->cap = cap;
    }
    list->at[list->count++] = text;
}

faq_list faq_texts_list(faq_texts list)
{
    return (faq_list){list.at, list.count};
}

bool faq_value_is_scalar(const faq_value *value)
{
    return value->kind == FAQ_KIND_TEXT || value->kind == FAQ_KIND_NUMBER ||
           value->kind == FAQ_KIND_TRUTH;
}

bool faq_making_is_empty(const faq_making *making, const faq_value *value)
{
    if (value->kind == FAQ_KIND_LIST)
        return value->list.count == 0;
    faq_str text = making->record->is_exact ? value->text : faq_trim(value->text);
    return value->kind == FAQ_KIND_NULL || (faq_value_is_scalar(value) && text.len == 0);
}

faq_value *faq_making_choose(faq_making *making, faq_word word)
{
    faq_record *record = making->record;
    faq_value *best = NULL;
    for (size_t i = 0; i < record->count; i++) {
        faq_value *value = &record->values[i];
        if (value->word != word || value->is_used || value->kind == FAQ_KIND_OTHER)
            continue;
        if (faq_making_is_empty(making, value))
            value->is_used = true;
        else if (!best || value->rank < best->rank)
            best = value;
    }
    for (size_t i = 0; best && i < record->count; i++) {
        faq_value *value = &record->values[i];
        if (value == best || (value->word == word && value->kind == best->kind &&
                              faq_value_is_scalar(value) && faq_str_equal(value->text, best->text)))
            value->is_used = true;
    }
    return best;
}

faq_str faq_making_text(const faq_making *making, const faq_value *value)
{
    if (!value)
        return (faq_str){NULL, 0};
    faq_str text = value->kind == FAQ_KIND_LIST ? value->list.at[0] : value->text;
    return making->record->is_exact ? text : faq_trim(text);
}

static size_t separator_at(faq_str text, size_t pos, const char *const *separators)
{
    for (; *separators; separators++) {
        faq_str separator = faq_str_of(*separators);
        if (faq_str_starts(faq_str_part(text, pos, text.len - pos), separator))
            return separator.len;
    }
    return 0;
}

/* Add the pieces of a cell, blanks around them and empty ones left out. */
static void split(faq_making *making, faq_texts *list, faq_str text, const char *const *separators)
{
    size_t start = 0, pos = 0;
    while (pos <= text.len) {
        size_t gap = pos < text.len ? separator_at(text, pos, separators) : 0;
        if (pos < text.len && !gap) {
            pos++;
            continue;
        }
        faq_str piece = faq_trim(faq_str_part(text, start, pos - start));
        if (piece.len)
            faq_making_push(making, list, piece);
        start = pos += pos < text.len ? gap : 1;
    }
}

void faq_making_add(faq_making *making, faq_texts *list, faq_value *value,
                    const char *const *separators)
{
    bool exact = making->record->is_exact;
    value->is_used = true;
    if (value->kind == FAQ_KIND_LIST) {
        for (size_t i = 0; i < value->list.count; i++) {
            faq_str item = exact ? value->list.at[i] : faq_trim(value->list.at[i]);
            if (item.len || exact)
                faq_making_push(making, list, item);
        }
    } else if (faq_value_is_scalar(value)) {
        if (exact)
            faq_making_push(making, list, value->text);
        else
            split(making, list, value->text, separators);
    } else if (value->kind == FAQ_KIND_OTHER) {
        value->is_used = false;
    }
}

void faq_making_add_all(faq_making *making, faq_texts *list, faq_word word,
                        const char *const *separators)
{
    for (size_t i = 0; i < making->record->count; i++) {
        if (making->record->values[i].word == word)
            faq_making_add(making, list, &making->record->values[i], separators);
    }
}

/* Quadratic up to a bound that no list of a person reaches. */
void faq_texts_drop_repeated(faq_texts *list, faq_str known)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool is_new = !faq_str_equal(list->at[i], known);
        for (size_t j = kept; is_new && j-- > 0 && kept - j < 1000;)
            is_new = !faq_str_equal(list->at[i], list->at[j]);
        if (is_new)
            list->at[kept++] = list->at[i];
    }
    list->count = kept;
}

faq_str faq_making_join(faq_making *making, faq_list list, faq_str between)
{
    size_t len = 0;
    for (size_t i = 0; i < list.count; i++)
        len += list.at[i].len + between.len;
    char *out = faq_arena_take(&making->intake->arena, len + 1, 1);
    if (!out) {
        making->failed = true;
        return (faq_str){NULL, 0};
    }
    size_t end = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (i && between.len) {
            memcpy(out + end, between.at, between.len);
            end += between.len;
        }
        if (list.at[i].len)
            memcpy(out + end, list.at[i].at, list.at[i].len);
        end += list.at[i].len;
    }
    return (faq_str){out, end};
}

int64_t faq_small_integer(faq_str text)
{
    bool negative = text.len && text.at[0] == '-';
    int64_t value = 0;
    if (text.len <= negative || text.len > 9)
        return INT64_MIN;
    for (size_t i = negative; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return INT64_MIN;
        value = 10 * value + (text.at[i] - '0');
    }
    return negative ? -value : value;
}
