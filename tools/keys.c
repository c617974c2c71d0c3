/* SPDX-License-Identifier: MIT */
#include "keys.h"

#include <stdlib.h>
#include <string.h>

#include "messages.h"

static int compare(faq_str a, faq_str b)
{
    size_t least = a.len < b.len ? a.len : b.len;
    int order = least ? memcmp(a.at, b.at, least) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

static faq_status add(keys *list, faq_str id, faq_str locale, size_t wanted)
{
    if (list->count == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 16;
        keys_one *at = realloc(list->at, cap * sizeof *at);
        if (!at)
            return FAQ_NO_MEMORY;
        list->at = at;
        list->cap = cap;
    }
    char *copy = calloc(locale.len + 1, 1);
    if (!copy)
        return FAQ_NO_MEMORY;
    if (locale.len)
        memcpy(copy, locale.at, locale.len);
    list->at[list->count++] = (keys_one){id, copy, wanted};
    return FAQ_OK;
}

/* ---- looking at all entries */

/* The IDs, sorted, with where they stood. */
typedef struct wanted_id {
    faq_str id;
    size_t place;
    bool seen;
} wanted_id;

typedef struct finder {
    keys *out;
    wanted_id *wanted;
    size_t count, next; /* IDs below `next` come no more: entries are visited by id */
} finder;

static int compare_wanted(const void *a, const void *b)
{
    const wanted_id *x = a, *y = b;
    int order = compare(x->id, y->id);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

static faq_status visit(void *ctx, const faq_entry *entry, faq_error *err)
{
    (void)err;
    finder *find = ctx;
    while (find->next < find->count && compare(find->wanted[find->next].id, entry->id) < 0)
        find->next++;
    if (find->next == find->count)
        return FAQ_CANCELLED; /* all are behind us */
    faq_status status = FAQ_OK;
    for (size_t i = find->next; i < find->count && !status; i++) {
        wanted_id *wanted = &find->wanted[i];
        if (compare(wanted->id, entry->id) != 0)
            break;
        wanted->seen = true;
        status = add(find->out, wanted->id, entry->locale, wanted->place);
    }
    return status;
}

static int compare_found(const void *a, const void *b)
{
    const keys_one *x = a, *y = b;
    if (x->wanted != y->wanted)
        return x->wanted < y->wanted ? -1 : 1;
    if (!x->locale || !y->locale)
        return 0;
    return strcmp(x->locale, y->locale);
}

static faq_status add_missing(finder *find)
{
    for (size_t i = 0; i < find->count; i++) {
        if (find->wanted[i].seen)
            continue;
        faq_status status =
            add(find->out, find->wanted[i].id, (faq_str){NULL, 0}, find->wanted[i].place);
        if (status)
            return status;
        keys_one *missing = &find->out->at[find->out->count - 1];
        free(missing->locale);
        missing->locale = NULL;
    }
    return FAQ_OK;
}

static faq_status find_all(finder *find, faq_search *search, const faq_list *ids, faq_error *err)
{
    for (size_t i = 0; i < ids->count; i++)
        find->wanted[i] = (wanted_id){ids->at[i], i, false};
    find->count = ids->count;
    qsort(find->wanted, find->count, sizeof *find->wanted, compare_wanted);
    faq_status status = faq_search_each(search, visit, find, err);
    if (status == FAQ_CANCELLED)
        status = FAQ_OK;
    if (!status)
        status = add_missing(find);
    if (!status && find->out->count)
        qsort(find->out->at, find->out->count, sizeof *find->out->at, compare_found);
    return status;
}

static int find_locales(keys *out, faq_search *search, const options *given, const faq_list *ids)
{
    finder find = {.out = out, .wanted = calloc(ids->count + 1, sizeof(wanted_id))};
    if (!find.wanted)
        return messages_no_memory();
    faq_error err = {0};
    faq_status status = find_all(&find, search, ids, &err);
    free(find.wanted);
    return status ? messages_failure(given->index, status, &err) : EXIT_FOUND;
}

/* ---- whole */

int keys_find(keys *out, faq_search *search, const options *given, const faq_list *ids)
{
    *out = (keys){0};
    const char *locale = options_text(given, OPTION_LOCALE, NULL);
    if (!locale)
        return find_locales(out, search, given, ids);
    for (size_t i = 0; i < ids->count; i++) {
        if (add(out, ids->at[i], faq_text(locale), i))
            return messages_no_memory();
    }
    return EXIT_FOUND;
}

void keys_release(keys *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->at[i].locale);
    free(list->at);
    *list = (keys){0};
}

void keys_report_missing(faq_str id)
{
    messages_note(SAY("没有条目 %.*s", "there is no entry %.*s"), (int)id.len, id.at);
}
