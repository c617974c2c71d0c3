/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "json.h"
#include "messages.h"
#include "output.h"
#include "session.h"
#include "width.h"

/* ---- sections, summed by name */

#define KINDS_MAX 64

typedef struct section_kind {
    const char *name;
    uint64_t bytes, count, sections;
} section_kind;

typedef struct section_kinds {
    section_kind at[KINDS_MAX];
    size_t count;
} section_kinds;

static section_kind *kind_named(section_kinds *kinds, const char *name)
{
    for (size_t i = 0; i < kinds->count; i++) {
        if (strcmp(kinds->at[i].name, name) == 0)
            return &kinds->at[i];
    }
    if (kinds->count == KINDS_MAX)
        return NULL;
    kinds->at[kinds->count] = (section_kind){.name = name};
    return &kinds->at[kinds->count++];
}

static int compare_kinds(const void *a, const void *b)
{
    const section_kind *x = a, *y = b;
    if (x->bytes != y->bytes)
        return x->bytes > y->bytes ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void sum_sections(section_kinds *kinds, const faq_index *index)
{
    faq_section_info section;
    for (size_t i = 0; faq_index_section(index, i, &section); i++) {
        section_kind *kind = kind_named(kinds, section.name);
        if (!kind)
            continue;
        kind->bytes += section.bytes;
        kind->count += section.count;
        kind->sections++;
    }
    qsort(kinds->at, kinds->count, sizeof *kinds->at, compare_kinds);
}

/* ---- for people */

#define LABEL_COLUMNS 18
#define VALUE_COLUMNS 14

static void print_label(const char *label)
{
    printf("  ");
    output_left(stdout, faq_text(label), LABEL_COLUMNS);
}

static void print_number(const char *label, uint64_t number)
{
    char text[OUTPUT_NUMBER_BYTES];
    print_label(label);
    output_right(stdout, faq_text(output_number(text, number)), VALUE_COLUMNS);
    putchar('\n');
}

static void print_size(const char *label, uint64_t bytes)
{
    char text[OUTPUT_NUMBER_BYTES];
    print_label(label);
    output_right(stdout, faq_text(output_size(text, bytes)), VALUE_COLUMNS);
    putchar('\n');
}

static void print_title(const char *title)
{
    output_on(stdout, STYLE_BOLD);
    output_plain(stdout, faq_text(title));
    output_off(stdout);
    putchar('\n');
}

static void print_kinds(const section_kinds *kinds)
{
    char size[OUTPUT_NUMBER_BYTES], count[OUTPUT_NUMBER_BYTES];
    print_title(SAY("文件的各部分", "Parts of the file"));
    for (size_t i = 0; i < kinds->count; i++) {
        const section_kind *kind = &kinds->at[i];
        print_label(kind->name);
        output_right(stdout, faq_text(output_size(size, kind->bytes)), VALUE_COLUMNS);
        output_right(stdout, faq_text(output_number(count, kind->count)), VALUE_COLUMNS);
        putchar('\n');
    }
}

static void print_table(const tool_session *session, const faq_index_info *info,
                        const section_kinds *kinds)
{
    print_title(session->path);
    print_number(SAY("条目", "entries"), info->n_entries);
    print_number(SAY("公开条目", "public entries"), info->n_public);
    print_number(SAY("问法", "phrasings"), info->n_rows);
    print_number(SAY("已删除", "deleted"), info->n_deleted);
    print_number(SAY("段", "segments"), info->n_segments);
    print_number(SAY("词项", "terms"), info->n_terms);
    print_number(SAY("提交次数", "generation"), info->generation);
    print_number(SAY("格式版本", "format version"), info->format_version);
    print_size(SAY("文件大小", "file size"), info->file_bytes);
    print_size(SAY("可收回", "dead"), info->dead_bytes);
    printf("  %s\n\n", info->uuid);
    print_kinds(kinds);
}

/* ---- JSON */

static void write_sections(json_writer *json, const section_kinds *kinds)
{
    json_open(json, "sections", '[');
    for (size_t i = 0; i < kinds->count; i++) {
        json_open(json, NULL, '{');
        json_text(json, "name", faq_text(kinds->at[i].name));
        json_number(json, "bytes", kinds->at[i].bytes);
        json_number(json, "count", kinds->at[i].count);
        json_number(json, "sections", kinds->at[i].sections);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_json(const tool_session *session, const faq_index_info *info,
                       const section_kinds *kinds)
{
    json_writer json = json_begin(stdout);
    json_open(&json, NULL, '{');
    json_number(&json, "entries", info->n_entries);
    json_number(&json, "public", info->n_public);
    json_number(&json, "rows", info->n_rows);
    json_number(&json, "deleted", info->n_deleted);
    json_number(&json, "segments", info->n_segments);
    json_number(&json, "terms", info->n_terms);
    json_number(&json, "generation", info->generation);
    json_number(&json, "format_version", info->format_version);
    json_number(&json, "bytes", info->file_bytes);
    json_number(&json, "dead_bytes", info->dead_bytes);
    json_text(&json, "uuid", faq_text(info->uuid));
    json_bool(&json, "analyzer_drifted", info->analyzer_drifted);
    write_sections(&json, kinds);
    json_open(&json, "warnings", '[');
    const char *warning;
    for (size_t i = 0; (warning = faq_index_warning(session->index, i)); i++)
        json_text(&json, NULL, faq_text(messages_translate(warning)));
    json_close(&json, ']');
    json_close(&json, '}');
    json_end(&json);
}

int command_stats(const options *given)
{
    if (given->n_operands)
        return options_misused(given, SAY("参数太多", "too many arguments"));
    tool_session session;
    int code = session_open(&session, given);
    if (!code) {
        faq_index_info info = FAQ_INIT(faq_index_info);
        section_kinds kinds = {0};
        faq_index_describe(session.index, &info);
        sum_sections(&kinds, session.index);
        if (options_has(given, OPTION_JSON))
            write_json(&session, &info, &kinds);
        else
            print_table(&session, &info, &kinds);
    }
    session_close(&session);
    return code;
}
