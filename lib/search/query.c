/* SPDX-License-Identifier: MIT */
#include "search/query.h"

#include "base/error.h"
#include "base/mem.h"
#include "index/builder.h"

void faq_query_plan_init(faq_query_plan *plan, const faq_allocator *mem)
{
    *plan = (faq_query_plan){.mem = mem};
    faq_map_init(&plan->terms, mem);
    faq_buf_init(&plan->key, mem);
}

void faq_query_plan_release(faq_query_plan *plan)
{
    if (!plan->mem)
        return;
    faq_map_release(&plan->terms);
    faq_buf_release(&plan->key);
    faq_mem_free(plan->mem, plan->units);
    faq_mem_free(plan->mem, plan->lists);
    *plan = (faq_query_plan){0};
}

static bool add_unit(faq_query_plan *plan, faq_index_field field, const faq_unit *unit)
{
    faq_buf_reset(&plan->key);
    faq_put_u8(&plan->key, (uint8_t)faq_field_letter(field));
    faq_buf_append(&plan->key, unit->term);
    if (plan->key.failed)
        return false;
    size_t before = plan->terms.count;
    uint32_t number = faq_map_add(&plan->terms, faq_buf_text(&plan->key));
    if (number == FAQ_MAP_NONE || !faq_mem_grow(plan->mem, &plan->units, &plan->units_cap,
                                                (size_t)number + 1, sizeof *plan->units))
        return false;
    faq_query_unit *known = &plan->units[number];
    if (number == before)
        *known = (faq_query_unit){.field = field, .term = plan->terms.keys[number]};
    known->is_informative |=
        !unit->is_question_word && unit->kind != FAQ_UNIT_WORD && unit->kind != FAQ_UNIT_BIGRAM;
    known->is_character |= unit->kind == FAQ_UNIT_CHARACTER;
    return true;
}

static bool add_everywhere(faq_query_plan *plan, const faq_unit *unit)
{
    bool fits = true;
    if (unit->kind == FAQ_UNIT_CHARACTER)
        fits = add_unit(plan, FAQ_INDEX_CHARACTERS, unit);
    else if (unit->kind == FAQ_UNIT_CANONICAL)
        fits = add_unit(plan, FAQ_INDEX_CANONICAL, unit);
    else if (unit->kind == FAQ_UNIT_WORD)
        fits = add_unit(plan, FAQ_INDEX_WORDS, unit);
    return fits && (!faq_unit_is_of_body(unit) || add_unit(plan, FAQ_INDEX_BODY, unit));
}

/* The unit's list in every segment, and its weight: any segment that has it knows. */
static faq_status look_up(faq_query_plan *plan, size_t u, const faq_reader *reader, faq_error *err)
{
    faq_query_unit *unit = &plan->units[u];
    size_t n_units = plan->terms.count;
    bool body = unit->field == FAQ_INDEX_BODY;
    unit->weight = reader->epoch.unknown;
    for (size_t s = 0; s < reader->n_segments; s++) {
        const faq_segment *segment = &reader->segments[s];
        faq_postings *list = &plan->lists[s * n_units + u];
        faq_term term;
        *list = (faq_postings){0};
        if (!faq_terms_find(&segment->terms, unit->term, &term))
            continue;
        unit->weight = faq_load_u16(segment->weights.at + (size_t)term.number * 2);
        if (!faq_postings_open(list, &segment->postings, &term, body)) {
            *list = (faq_postings){0};
            return faq_corrupt(err, segment->postings.origin, "a list lies outside");
        }
    }
    return FAQ_OK;
}

static void weigh(faq_query_plan *plan)
{
    static const uint64_t weights[FAQ_ROW_FIELDS] = FAQ_SCORE_WEIGHTS;
    plan->score = (faq_score_query){0};
    for (size_t u = 0; u < plan->terms.count; u++) {
        const faq_query_unit *unit = &plan->units[u];
        if (unit->field < FAQ_ROW_FIELDS)
            plan->score.q[unit->field] += unit->weight;
        else
            plan->score.q_body_units += unit->weight;
        if (unit->field == FAQ_INDEX_BODY && unit->is_character)
            plan->score.q_body += unit->weight;
    }
    for (int f = 0; f < FAQ_ROW_FIELDS; f++)
        plan->score.field_weights += plan->score.q[f] ? weights[f] : 0;
}

faq_status faq_query_plan_make(faq_query_plan *plan, faq_analyzer *analyzer, faq_str text,
                               const faq_reader *reader, faq_error *err)
{
    faq_map_reset(&plan->terms);
    faq_analysis analysis;
    faq_status status = faq_analyzer_cut(analyzer, text, FAQ_CUT_ALL, &analysis, err);
    if (status)
        return status;
    for (size_t i = 0; i < analysis.count; i++) {
        if (!add_everywhere(plan, &analysis.units[i]))
            return faq_no_memory(err, "read a question");
    }
    size_t n_lists;
    if (!faq_mul_size(plan->terms.count, reader->n_segments, &n_lists) ||
        !faq_mem_grow(plan->mem, &plan->lists, &plan->lists_cap, n_lists, sizeof *plan->lists))
        return faq_no_memory(err, "read a question");
    for (size_t u = 0; u < plan->terms.count && !status; u++)
        status = look_up(plan, u, reader, err);
    weigh(plan);
    return status;
}
