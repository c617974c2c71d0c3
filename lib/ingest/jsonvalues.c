/* SPDX-License-Identifier: MIT */
#include "ingest/jsonvalues.h"

#include <string.h>

#include "base/str.h"
#include "ingest/jsontext.h"

static bool has_member(const void *ctx, faq_str plain)
{
    const char *name;
    json_t *value;
    char buffer[FAQ_WORD_BYTES];
    json_object_foreach((json_t *)(uintptr_t)ctx, name, value)
    {
        if (faq_str_equal(faq_words_plain(faq_str_of(name), buffer), plain))
            return true;
    }
    return false;
}

faq_meaning faq_json_meaning(const faq_intake *intake, json_t *object, const char *name)
{
    return faq_words_find(&intake->words, faq_str_of(name), has_member, object);
}

faq_value *faq_values_add(faq_values *values)
{
    if (values->count == values->cap) {
        size_t cap = values->cap ? 2 * values->cap : 32;
        faq_value *at = faq_arena_take(values->arena, cap, sizeof *at);
        if (!at) {
            values->failed = true;
            return NULL;
        }
        if (values->count)
            memcpy(at, values->at, values->count * sizeof *at);
        values->at = at;
        values->cap = cap;
    }
    faq_value *value = &values->at[values->count++];
    *value = (faq_value){.kind = FAQ_KIND_NULL};
    return value;
}

static bool is_scalar(const json_t *json)
{
    return json && !faq_json_is_compound(json) && !json_is_null(json);
}

static faq_str scalar_text(faq_json_node node)
{
    if (json_is_string(node.json))
        return (faq_str){json_string_value(node.json), json_string_length(node.json)};
    return faq_json_source(node);
}

static faq_kind scalar_kind(const json_t *json)
{
    if (json_is_string(json))
        return FAQ_KIND_TEXT;
    return json_is_number(json) ? FAQ_KIND_NUMBER
           : json_is_null(json) ? FAQ_KIND_NULL
                                : FAQ_KIND_TRUTH;
}

static void fill_list(faq_values *values, faq_json_node node, faq_value *out)
{
    size_t count = json_array_size(node.json);
    faq_str *items = faq_arena_take(values->arena, count + 1, sizeof *items);
    values->failed |= !items;
    faq_json_node item;
    const char *name;
    size_t filled = 0;
    for (faq_json_walk walk = faq_json_walk_start(node);
         items && faq_json_walk_next(&walk, &name, &item);) {
        if (json_is_null(item.json))
            continue;
        if (faq_json_is_compound(item.json)) {
            out->kind = FAQ_KIND_OTHER;
            return;
        }
        items[filled++] = scalar_text(item);
    }
    out->kind = FAQ_KIND_LIST;
    out->list = (faq_list){items, filled};
}

static void fill_value(faq_values *values, faq_json_node node, faq_value *out)
{
    out->json = faq_json_compact(faq_json_source(node), values->arena);
    values->failed |= !out->json.at;
    if (json_is_object(node.json)) {
        out->kind = FAQ_KIND_OTHER;
    } else if (json_is_array(node.json)) {
        fill_list(values, node, out);
    } else {
        out->kind = scalar_kind(node.json);
        out->text = out->kind == FAQ_KIND_NULL ? (faq_str){NULL, 0} : scalar_text(node);
    }
}

/* Texts found inside a value. */
typedef struct find_list {
    faq_values *values;
    faq_str *at;
    size_t count, cap;
    faq_kind kind; /* of the last */
} find_list;

static void add_find(find_list *finds, faq_str text, faq_kind kind)
{
    if (finds->count == finds->cap) {
        size_t cap = finds->cap ? 2 * finds->cap : 8;
        faq_str *at = faq_arena_take(finds->values->arena, cap, sizeof *at);
        if (!at) {
            finds->values->failed = true;
            return;
        }
        if (finds->count)
            memcpy(at, finds->at, finds->count * sizeof *at);
        finds->at = at;
        finds->cap = cap;
    }
    finds->at[finds->count++] = text;
    finds->kind = kind;
}

/* Collect the scalars at a path of plain names. As deep as the path has names. */
static void collect(find_list *finds, faq_json_node node, const char *path)
{
    faq_json_node inner;
    const char *name;
    char buffer[FAQ_WORD_BYTES];
    size_t len = strcspn(path, ".");
    if (!faq_json_is_compound(node.json)) {
        if (!*path && is_scalar(node.json))
            add_find(finds, scalar_text(node), scalar_kind(node.json));
        return;
    }
    if (json_is_object(node.json) && !*path)
        return;
    for (faq_json_walk walk = faq_json_walk_start(node);
         faq_json_walk_next(&walk, &name, &inner);) {
        if (!name && !json_is_array(inner.json))
            collect(finds, inner, path);
        else if (name &&
                 faq_str_equal(faq_words_plain(faq_str_of(name), buffer), (faq_str){path, len}))
            collect(finds, inner, path + len + (path[len] == '.'));
    }
}

static void add_part(faq_values *values, const find_list *finds, faq_word word, unsigned rank)
{
    faq_value *value = finds->count ? faq_values_add(values) : NULL;
    if (!value)
        return;
    value->word = word;
    value->rank = rank;
    value->is_part = true;
    value->kind = finds->count > 1 ? FAQ_KIND_LIST : finds->kind;
    value->text = finds->at[0];
    value->list = (faq_list){finds->at, finds->count};
}

/* Values that paths of the table find inside a member. */
static void add_parts(faq_values *values, const char *name, faq_json_node node)
{
    char buffer[FAQ_WORD_BYTES];
    faq_str plain = faq_words_plain(faq_str_of(name), buffer);
    size_t n_paths;
    const faq_path *paths = faq_words_paths(&n_paths);
    for (size_t i = 0; i < n_paths; i++) {
        size_t len = strcspn(paths[i].path, ".");
        if (!faq_str_equal(plain, (faq_str){paths[i].path, len}))
            continue;
        find_list finds = {.values = values};
        collect(&finds, node, paths[i].path + len + 1);
        add_part(values, &finds, paths[i].word, paths[i].rank);
    }
}

/* ---- mapped members ------------------------------------------------------------------------ */

void faq_values_add_mapped(const faq_intake *intake, faq_values *values, faq_json_node object)
{
    const faq_ingest_options *options = intake->options;
    for (size_t i = 0; i < options->n_map; i++) {
        faq_json_node found;
        if (!faq_json_find(object, options->map[i].column, &found))
            continue;
        faq_value *value = faq_values_add(values);
        if (!value)
            return;
        value->name = options->map[i].field;
        value->word = faq_words_own(value->name);
        value->rank = FAQ_RANK_MAPPED;
        fill_value(values, found, value);
    }
}

static bool is_mapped(const faq_intake *intake, const char *name)
{
    const faq_ingest_options *options = intake->options;
    for (size_t i = 0; i < options->n_map; i++) {
        if (faq_str_equal(options->map[i].column, faq_str_of(name)))
            return true;
    }
    return false;
}

static bool has_name(const faq_values *values, const char *name)
{
    for (size_t i = 0; i < values->count; i++) {
        if (faq_str_equal(values->at[i].name, faq_str_of(name)))
            return true;
    }
    return false;
}

void faq_values_add_members(const faq_intake *intake, faq_values *values, faq_json_node object,
                            bool exact, bool all)
{
    const char *name;
    faq_json_node member;
    for (faq_json_walk walk = faq_json_walk_start(object);
         faq_json_walk_next(&walk, &name, &member);) {
        if (strcmp(name, "translated_content") == 0 && json_is_object(member.json))
            continue; /* each is an entry of its own */
        if ((!exact && is_mapped(intake, name)) || (!all && has_name(values, name)))
            continue;
        faq_meaning meaning = exact ? (faq_meaning){faq_words_own(faq_str_of(name)), 1}
                                    : faq_json_meaning(intake, object.json, name);
        faq_value *value = faq_values_add(values);
        if (!value)
            return;
        value->name = faq_str_of(name);
        value->word = meaning.word;
        value->rank = meaning.rank;
        fill_value(values, member, value);
        if (!exact && faq_json_is_compound(member.json))
            add_parts(values, name, member);
    }
}
