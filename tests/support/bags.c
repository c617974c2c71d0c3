/* SPDX-License-Identifier: MIT */
#include "support/bags.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"

bags *bags_new(void)
{
    bags *all = calloc(1, sizeof *all);
    if (!all || faq_analyzer_new(&all->analyzer, NULL, NULL))
        abort();
    faq_map_init(&all->terms, faq_mem_default());
    return all;
}

void bags_free(bags *all)
{
    faq_analyzer_free(all->analyzer);
    faq_map_release(&all->terms);
    free(all);
}

uint32_t bags_number(bags *all, char field, faq_str text)
{
    char term[4096] = {field};
    size_t len = text.len + (field != 0);
    if (len > sizeof term || all->terms.count == sizeof all->units / sizeof *all->units)
        abort();
    memcpy(term + (field != 0), text.at, text.len);
    uint32_t number = faq_map_add(&all->terms, (faq_str){term, len});
    all->units[number].field = (uint32_t)(strchr(BAG_FIELDS, term[0]) - BAG_FIELDS);
    return number;
}

/* ---- filling */

static void add_bag(bags *all)
{
    size_t end = all->n_bags ? all->at[all->n_bags - 1].end : 0;
    if (all->n_bags == sizeof all->at / sizeof *all->at)
        abort();
    all->at[all->n_bags++] = (bag){end, end, 0};
}

static void add_unit(bags *all, char field, const faq_unit *part)
{
    bag *to = &all->at[all->n_bags - 1];
    uint32_t number = bags_number(all, field, part->term);
    bag_unit *found = &all->units[number];
    if (found->bag != all->n_bags) {
        if (to->end == sizeof all->cells / sizeof *all->cells)
            abort();
        found->bag = all->n_bags;
        found->cell = to->end++;
        all->cells[found->cell] = (struct bag_cell){number, 0};
    }
    all->cells[found->cell].times++;
    found->character |= part->kind == FAQ_UNIT_CHARACTER;
    found->informative |=
        !part->is_question_word && part->kind != FAQ_UNIT_WORD && part->kind != FAQ_UNIT_BIGRAM;
}

static bool is_of_body(const faq_unit *part)
{
    size_t points = 0;
    for (size_t i = 0; i < part->term.len; i++)
        points += ((uint8_t)part->term.at[i] & 0xC0) != 0x80;
    return part->kind == FAQ_UNIT_WORD ? points > 2 : part->kind != FAQ_UNIT_CANONICAL;
}

/* Add the units of a text to the last bag. */
static void add_text(bags *all, faq_str text, bool row, bool body)
{
    faq_analysis cut = {0};
    if (faq_analyzer_run(all->analyzer, text, &cut, NULL))
        abort();
    for (const faq_unit *part = cut.units; part < cut.units + cut.count; part++) {
        all->at[all->n_bags - 1].n_characters += part->kind == FAQ_UNIT_CHARACTER;
        if (row && part->kind != FAQ_UNIT_BIGRAM)
            add_unit(all, "UWC"[part->kind], part);
        if (body && is_of_body(part))
            add_unit(all, 'B', part);
    }
}

static void add_texts(bags *all, faq_list texts)
{
    for (size_t i = 0; i < texts.count; i++)
        add_text(all, texts.at[i], false, true);
}

static void add_entry(bags *all, const faq_entry *entry)
{
    bool has_text = entry->answer_text.len;
    for (size_t i = 0; i <= entry->phrasings.count; i++) {
        add_bag(all);
        add_text(all, i ? entry->phrasings.at[i - 1] : entry->question, true, false);
    }
    add_bag(all);
    add_text(all, has_text ? entry->answer_text : entry->answer, false, true);
    add_texts(all, entry->category);
    add_texts(all, entry->tags);
    for (size_t i = 0; i < entry->n_fields; i++)
        add_text(all, entry->fields[i].text, false, true);
}

static void forget_places(bags *all)
{
    for (size_t u = 0; u < all->terms.count; u++)
        all->units[u].bag = 0;
}

void bags_fill(bags *all, const faq_entry *const *entries, size_t count)
{
    all->n_bags = 0;
    forget_places(all);
    for (size_t i = 0; i < count; i++)
        add_entry(all, entries[i]);
}

bag bags_ask(bags *all, faq_str text)
{
    forget_places(all);
    for (size_t u = 0; u < all->terms.count; u++)
        all->units[u].asked = all->units[u].informative = all->units[u].character = false;
    add_bag(all);
    add_text(all, text, true, true);
    bag own = all->at[--all->n_bags];
    for (size_t c = own.first; c < own.end; c++)
        all->units[all->cells[c].unit].asked = true;
    return own;
}

/* ---- weights */

bool bags_shows_to(const faq_entry *entry, faq_str name)
{
    for (size_t i = 0; i < entry->visibility.count; i++) {
        if (faq_str_equal(entry->visibility.at[i], name))
            return true;
    }
    return !entry->visibility.count && faq_str_equal(name, FAQ_STR("public"));
}

bool bags_counts(const faq_entry *entry)
{
    return bags_shows_to(entry, FAQ_STR("public")) && entry->valid_from == FAQ_NO_TIME &&
           entry->valid_to == FAQ_NO_TIME;
}

static uint32_t weigh(uint64_t n, uint64_t df)
{
    double rarity = log(1 + ((double)(n - df) + 0.5) / ((double)df + 0.5));
    long weight = lround(1000 * pow(rarity, 0.6));
    return weight < 1 ? 1 : (uint32_t)weight;
}

void bags_weigh(bags *all, const faq_entry *const *entries, size_t count)
{
    size_t next = 0; /* the bag that the entry at hand begins with */
    all->n_counted = 0;
    forget_places(all);
    for (size_t u = 0; u < all->terms.count; u++)
        all->units[u].df = 0;
    for (size_t i = 0; i < count; i++) {
        size_t cell = all->at[next].first;
        next += entries[i]->phrasings.count + 2;
        for (; cell < all->at[next - 1].end; cell++) {
            bag_unit *held = &all->units[all->cells[cell].unit];
            held->df += held->bag != i + 1 && bags_counts(entries[i]);
            held->bag = i + 1;
        }
        all->n_counted += bags_counts(entries[i]);
    }
    for (size_t u = 0; u < all->terms.count; u++)
        all->units[u].weight = all->units[u].df ? weigh(all->n_counted, all->units[u].df) : 0;
}

uint64_t bags_weight(const bags *all, uint32_t number)
{
    uint32_t weight = all->units[number].weight;
    return weight ? weight : weigh(all->n_counted, 0);
}
