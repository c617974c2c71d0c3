/* SPDX-License-Identifier: MIT */
#include "fields.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef enum field_kind { FIELD_TEXT, FIELD_LIST, FIELD_TYPE, FIELD_TIME, FIELD_COUNT } field_kind;

typedef struct field_row {
    const char *name;
    field_kind kind;
    size_t offset; /* in faq_entry */
} field_row;

static const field_row rows[] = {
    {"id", FIELD_TEXT, offsetof(faq_entry, id)},
    {"locale", FIELD_TEXT, offsetof(faq_entry, locale)},
    {"question", FIELD_TEXT, offsetof(faq_entry, question)},
    {"phrasings", FIELD_LIST, offsetof(faq_entry, phrasings)},
    {"answer", FIELD_TEXT, offsetof(faq_entry, answer)},
    {"answer_type", FIELD_TYPE, offsetof(faq_entry, answer_type)},
    {"answer_text", FIELD_TEXT, offsetof(faq_entry, answer_text)},
    {"category", FIELD_LIST, offsetof(faq_entry, category)},
    {"stage", FIELD_LIST, offsetof(faq_entry, stage)},
    {"audience", FIELD_LIST, offsetof(faq_entry, audience)},
    {"tags", FIELD_LIST, offsetof(faq_entry, tags)},
    {"url", FIELD_TEXT, offsetof(faq_entry, url)},
    {"visibility", FIELD_LIST, offsetof(faq_entry, visibility)},
    {"valid_from", FIELD_TIME, offsetof(faq_entry, valid_from)},
    {"valid_to", FIELD_TIME, offsetof(faq_entry, valid_to)},
    {"updated", FIELD_TIME, offsetof(faq_entry, updated)},
    {"asked", FIELD_COUNT, offsetof(faq_entry, asked)},
    {"resolved", FIELD_COUNT, offsetof(faq_entry, resolved)},
    {"helpful", FIELD_COUNT, offsetof(faq_entry, helpful)},
    {"unhelpful", FIELD_COUNT, offsetof(faq_entry, unhelpful)},
    {"views", FIELD_COUNT, offsetof(faq_entry, views)},
};
#define N_ROWS (sizeof rows / sizeof *rows)

const char *fields_name(size_t i)
{
    return i < N_ROWS ? rows[i].name : NULL;
}

static bool is_named(faq_str text, const char *name)
{
    return text.len == strlen(name) && memcmp(text.at, name, text.len) == 0;
}

static const field_row *row_named(faq_str name)
{
    for (size_t i = 0; i < N_ROWS; i++) {
        if (is_named(name, rows[i].name))
            return &rows[i];
    }
    return NULL;
}

static const faq_field *other_named(const faq_entry *entry, faq_str name)
{
    for (size_t i = 0; i < entry->n_fields; i++) {
        faq_str own = entry->fields[i].name;
        if (own.len == name.len && memcmp(own.at, name.at, name.len) == 0)
            return &entry->fields[i];
    }
    return NULL;
}

faq_str fields_answer(const faq_entry *entry)
{
    return entry->answer_text.len ? entry->answer_text : entry->answer;
}

/* ---- JSON */

static const void *member(const faq_entry *entry, const field_row *row)
{
    return (const char *)entry + row->offset;
}

static bool is_set(const faq_entry *entry, const field_row *row)
{
    const void *at = member(entry, row);
    switch (row->kind) {
    case FIELD_TEXT:
        return ((const faq_str *)at)->len > 0;
    case FIELD_LIST:
        return ((const faq_list *)at)->count > 0;
    case FIELD_TYPE: /* always told: by it a dump is known as one, and read back as it stands */
        return true;
    case FIELD_TIME:
        return *(const int64_t *)at != FAQ_NO_TIME;
    case FIELD_COUNT:
        return *(const uint64_t *)at > 0;
    }
    return false;
}

static const char *type_name(const faq_entry *entry)
{
    return entry->answer_type == FAQ_ANSWER_HTML ? "html" : "text";
}

static void write_row(json_writer *json, const faq_entry *entry, const field_row *row)
{
    const void *at = member(entry, row);
    switch (row->kind) {
    case FIELD_TEXT:
        json_text(json, row->name, *(const faq_str *)at);
        break;
    case FIELD_LIST:
        json_list(json, row->name, *(const faq_list *)at);
        break;
    case FIELD_TYPE:
        json_text(json, row->name, faq_text(type_name(entry)));
        break;
    case FIELD_TIME:
        json_integer(json, row->name, *(const int64_t *)at);
        break;
    case FIELD_COUNT:
        json_number(json, row->name, *(const uint64_t *)at);
        break;
    }
}

void fields_write_others(json_writer *json, const faq_entry *entry)
{
    for (size_t i = 0; i < entry->n_fields; i++)
        json_raw(json, entry->fields[i].name, entry->fields[i].json);
}

void fields_write_entry(FILE *out, const faq_entry *entry)
{
    json_writer json = json_begin(out);
    json_open(&json, NULL, '{');
    for (size_t i = 0; i < N_ROWS; i++) {
        if (is_set(entry, &rows[i]))
            write_row(&json, entry, &rows[i]);
    }
    fields_write_others(&json, entry);
    json_close(&json, '}');
    json_end(&json);
}

void fields_write(json_writer *json, const faq_entry *entry, faq_str name, bool always)
{
    const field_row *row = row_named(name);
    if (row && strcmp(row->name, "answer") == 0) {
        faq_str answer = fields_answer(entry);
        if (answer.len || always)
            json_text(json, "answer", answer);
    } else if (row) {
        if (is_set(entry, row) || always)
            write_row(json, entry, row);
    } else {
        const faq_field *other = other_named(entry, name);
        if (other)
            json_raw(json, other->name, other->json);
    }
}

/* ---- text */

static void put_list(FILE *out, faq_list list, char between)
{
    for (size_t i = 0; i < list.count; i++) {
        if (i)
            putc(between, out);
        fwrite(list.at[i].at, 1, list.at[i].len, out);
    }
}

static void put_row(FILE *out, const faq_entry *entry, const field_row *row)
{
    const void *at = member(entry, row);
    faq_str text;
    switch (row->kind) {
    case FIELD_TEXT:
        text = *(const faq_str *)at;
        fwrite(text.at, 1, text.len, out);
        break;
    case FIELD_LIST:
        put_list(out, *(const faq_list *)at, strcmp(row->name, "category") == 0 ? '/' : ';');
        break;
    case FIELD_TYPE:
        fputs(type_name(entry), out);
        break;
    case FIELD_TIME:
        fprintf(out, "%" PRId64, *(const int64_t *)at);
        break;
    case FIELD_COUNT:
        fprintf(out, "%" PRIu64, *(const uint64_t *)at);
        break;
    }
}

static void put_field(FILE *out, const faq_entry *entry, faq_str name)
{
    const field_row *row = row_named(name);
    if (row && is_set(entry, row)) {
        put_row(out, entry, row);
        return;
    }
    const faq_field *other = row ? NULL : other_named(entry, name);
    if (!other)
        return;
    bool is_string = other->json.len && other->json.at[0] == '"' && other->text.len;
    faq_str text = is_string ? other->text : other->json;
    fwrite(text.at, 1, text.len, out);
}

char *fields_text(const faq_entry *entry, faq_str name, size_t *len)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, len);
    if (!out)
        return NULL;
    put_field(out, entry, name);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}
