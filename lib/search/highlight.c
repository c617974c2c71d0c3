/* SPDX-License-Identifier: MIT */
#include "search/highlight.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"

/* The unit of a question that equals one of a text in a field; NULL when there is none. */
static const faq_query_unit *find_unit(const faq_query_plan *plan, faq_buf *key,
                                       faq_index_field field, faq_str term)
{
    faq_buf_reset(key);
    faq_put_u8(key, (uint8_t)faq_field_letter(field));
    faq_buf_append(key, term);
    uint32_t number = faq_map_find(&plan->terms, faq_buf_text(key));
    return number == FAQ_MAP_NONE ? NULL : &plan->units[number];
}

static bool is_ascii(faq_str term)
{
    return term.len && (uint8_t)term.at[0] < 0x80;
}

/* Strong evidence stands alone; a single Han character is weak, and question words are none. */
static bool is_strong(const faq_query_plan *plan, faq_buf *key, const faq_unit *unit)
{
    if (unit->is_question_word)
        return false;
    switch (unit->kind) {
    case FAQ_UNIT_WORD:
        return unit->term.len > 3 && find_unit(plan, key, FAQ_INDEX_WORDS, unit->term);
    case FAQ_UNIT_BIGRAM:
        return find_unit(plan, key, FAQ_INDEX_BODY, unit->term);
    case FAQ_UNIT_CHARACTER:
        return is_ascii(unit->term) && find_unit(plan, key, FAQ_INDEX_CHARACTERS, unit->term);
    default:
        return false;
    }
}

static bool is_weak(const faq_query_plan *plan, faq_buf *key, const faq_unit *unit)
{
    if (unit->kind != FAQ_UNIT_CHARACTER)
        return false;
    const faq_query_unit *found = find_unit(plan, key, FAQ_INDEX_CHARACTERS, unit->term);
    return found && found->is_informative;
}

static bool add_range(faq_ranges *out, faq_range range)
{
    if (!faq_mem_grow(out->mem, &out->at, &out->cap, out->count + 1, sizeof *out->at))
        return false;
    out->at[out->count++] = range;
    return true;
}

static int compare_ranges(const void *a, const void *b)
{
    const faq_range *x = a, *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

static void merge_ranges(faq_ranges *out)
{
    if (!out->count)
        return;
    qsort(out->at, out->count, sizeof *out->at, compare_ranges);
    size_t kept = 0;
    for (size_t i = 1; i < out->count; i++) {
        faq_range *last = &out->at[kept], next = out->at[i];
        size_t end = last->start + last->len;
        if (next.start > end)
            out->at[++kept] = next;
        else if (next.start + next.len > end)
            last->len = next.start + next.len - last->start;
    }
    out->count = kept + 1;
}

typedef bool (*is_match_fn)(const faq_query_plan *plan, faq_buf *key, const faq_unit *unit);

static bool collect(const faq_query_plan *plan, const faq_analysis *analysis, is_match_fn is_match,
                    faq_ranges *out)
{
    faq_buf key;
    faq_buf_init(&key, plan->mem);
    /* room for any unit, which is a piece of the folded text, so that no look-up fails later */
    bool fits = faq_buf_extend(&key, analysis->folded.len + 1);
    for (size_t i = 0; i < analysis->count && fits; i++) {
        if (is_match(plan, &key, &analysis->units[i]))
            fits = add_range(out, analysis->units[i].source);
    }
    faq_buf_release(&key);
    return fits;
}

faq_status faq_highlight(const faq_query_plan *plan, faq_analyzer *analyzer, faq_str text,
                         faq_ranges *out, faq_error *err)
{
    faq_analysis analysis;
    faq_status status = faq_analyzer_cut(analyzer, text, FAQ_CUT_ALL & ~(unsigned)FAQ_CUT_CANONICAL,
                                         &analysis, err);
    if (status)
        return status;
    out->count = 0;
    if (!collect(plan, &analysis, is_strong, out) ||
        (!out->count && !collect(plan, &analysis, is_weak, out)))
        return faq_no_memory(err, "highlight");
    merge_ranges(out);
    return FAQ_OK;
}
