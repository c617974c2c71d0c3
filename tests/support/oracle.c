/* SPDX-License-Identifier: MIT */
#include "support/oracle.h"

#include <stdlib.h>

#include "base/str.h"
#include "support/bags.h"

#define ONE (1u << 24)

struct oracle {
    bags *bags;
    const faq_entry *const *entries;
    size_t n_entries;
    oracle_hit hits[1 << 16], relaxed[1 << 16];
};

oracle *oracle_new(void)
{
    oracle *all = calloc(1, sizeof *all);
    if (!all)
        abort();
    all->bags = bags_new();
    return all;
}

void oracle_free(oracle *all)
{
    bags_free(all->bags);
    free(all);
}

void oracle_see(oracle *all, const faq_entry *const *entries, size_t count, bool epoch_begins)
{
    all->entries = entries;
    all->n_entries = count;
    bags_fill(all->bags, entries, count);
    if (epoch_begins)
        bags_weigh(all->bags, entries, count);
}

bool oracle_counts(const faq_entry *entry)
{
    return bags_counts(entry);
}

uint64_t oracle_counted(const oracle *all)
{
    return all->bags->n_counted;
}

uint32_t oracle_weight(oracle *all, faq_str term)
{
    return (uint32_t)bags_weight(all->bags, bags_number(all->bags, 0, term));
}

/* ---- one entry */

/* What a bag weighs in each field, and what of it is in the question. */
typedef struct sums {
    uint64_t all[4], shared[4], body, characters; /* of B: weight times code; characters alone */
    bool informative;
} sums;

static sums sum_up(const bags *all, const bag *of)
{
    sums out = {0};
    for (size_t c = of->first; c < of->end; c++) {
        const bag_unit *held = &all->units[all->cells[c].unit];
        uint64_t weight = bags_weight(all, all->cells[c].unit), times = all->cells[c].times;
        out.all[held->field] += weight;
        if (!held->asked)
            continue;
        out.shared[held->field] += weight;
        out.informative |= held->informative;
        if (held->field != BAG_B)
            continue;
        /* the code: 255 times / (times + 0.9 (1 - 0.8 + 0.8 characters / 120)), rounded up */
        uint64_t bottom = 500 * times + 90 + 3 * of->n_characters;
        out.body += weight * ((255 * 500 * times + bottom - 1) / bottom);
        out.characters += held->character ? weight : 0;
    }
    return out;
}

static bool is_visible(const faq_entry *entry, const faq_query *query)
{
    bool shown = !query->as.count && bags_shows_to(entry, FAQ_STR("public"));
    for (size_t i = 0; i < query->as.count; i++)
        shown |= bags_shows_to(entry, query->as.at[i]);
    shown &= entry->valid_from == FAQ_NO_TIME || entry->valid_from <= query->now;
    shown &= entry->valid_to == FAQ_NO_TIME || query->now < entry->valid_to;
    return shown || query->sees_all;
}

/* Does the entry of `out`, whose bags begin at `row`, match the question? And its score. */
static bool score_entry(const bags *all, const bag *row, const sums *q, bool exact, oracle_hit *out,
                        bool *informative)
{
    static const uint64_t share[3] = {[BAG_U] = 2, [BAG_C] = 2, [BAG_W] = 1};
    uint32_t n_rows = (uint32_t)out->entry->phrasings.count + 1;
    sums body = sum_up(all, row + n_rows);
    bool matches = q->characters && body.characters * (exact ? 1 : 3) >= q->characters;
    uint64_t best = 0;
    *informative = body.informative;
    for (uint32_t i = 0; i < n_rows; i++) {
        sums d = sum_up(all, row + i);
        uint64_t score = 0, fields = 0;
        for (int f = 0; f < 3; f++) {
            if (!q->all[f])
                continue;
            uint64_t m = d.shared[f];
            score += share[f] * (5 * m * ONE / (5 * q->all[f] + 3 * (d.all[f] - m)));
            fields += share[f];
            matches |= exact ? f == BAG_U && m == q->all[f] : 3 * m >= q->all[f];
        }
        *informative |= d.informative;
        if (fields && score / fields > best) {
            best = score / fields;
            out->phrasing = i;
        }
    }
    uint64_t filled = q->all[BAG_B] ? body.body * (ONE / 256) / q->all[BAG_B] * 35 / 100 : 0;
    out->score = best + (ONE - best) * filled / ONE;
    return matches;
}

/* ---- all entries */

static int compare(const void *a, const void *b)
{
    const oracle_hit *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->entry->asked != y->entry->asked)
        return x->entry->asked > y->entry->asked ? -1 : 1;
    int order = faq_str_compare(x->entry->id, y->entry->id);
    return order ? order : faq_str_compare(x->entry->locale, y->entry->locale);
}

oracle_hits oracle_search(oracle *all, const faq_query *query)
{
    bag asked = bags_ask(all->bags, query->text);
    sums q = sum_up(all->bags, &asked);
    const bag *next = all->bags->at;
    size_t n = 0, n_relaxed = 0, limit = query->limit ? query->limit : 10;
    for (size_t i = 0; i < all->n_entries; i++) {
        oracle_hit hit = {.entry = all->entries[i]};
        const bag *row = next;
        bool informative = false, matches = true;
        next += hit.entry->phrasings.count + 2;
        if (!is_visible(hit.entry, query))
            continue;
        if (query->text.len)
            matches = score_entry(all->bags, row, &q, query->exact, &hit, &informative);
        if (matches)
            all->hits[n++] = hit;
        else if (informative && !query->exact)
            all->relaxed[n_relaxed++] = hit;
    }
    qsort(all->relaxed, n_relaxed, sizeof *all->relaxed, compare);
    for (size_t i = 0; i < n_relaxed && n < 10; i++) {
        all->relaxed[i].relaxed = true;
        all->hits[n++] = all->relaxed[i];
    }
    qsort(all->hits, n, sizeof *all->hits, compare);
    size_t first = query->offset < n ? query->offset : n;
    size_t count = n - first < limit ? n - first : limit;
    oracle_hits out = {all->hits + first, count, n, false, n ? all->hits[0].score : 0};
    for (size_t i = 0; i < count; i++)
        out.relaxed |= out.at[i].relaxed;
    return out;
}
