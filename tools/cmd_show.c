/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands.h"
#include "fields.h"
#include "keys.h"
#include "messages.h"
#include "output.h"
#include "session.h"
#include "width.h"

#define NAME_COLUMNS 14

/* ---- an entry for people */

/* The lines of a text, each but the first below the first. */
static void print_lines(faq_str text)
{
    for (size_t from = 0; from <= text.len;) {
        const char *end = memchr(text.at + from, '\n', text.len - from);
        size_t to = end ? (size_t)(end - text.at) : text.len;
        if (from)
            printf("%*s", NAME_COLUMNS, "");
        output_plain(stdout, (faq_str){text.at + from, to - from});
        putchar('\n');
        from = to + 1;
    }
}

static void print_name(faq_str name)
{
    output_on(stdout, STYLE_DIM);
    output_left(stdout, name, NAME_COLUMNS - 1);
    output_off(stdout);
    putchar(' ');
}

static void print_text(faq_str name, faq_str text)
{
    if (!text.len)
        return;
    print_name(name);
    print_lines(text);
}

static void print_phrasings(const faq_entry *entry)
{
    for (size_t i = 0; i < entry->phrasings.count; i++) {
        print_name(faq_text(i ? "" : "phrasings"));
        print_lines(entry->phrasings.at[i]);
    }
}

/* 2024-05-01T08:00:00Z; times that no calendar holds stay numbers. */
static void print_time(const char *name, int64_t seconds)
{
    struct tm tm;
    char text[64];
    time_t time = (time_t)seconds;
    if (seconds == FAQ_NO_TIME)
        return;
    if (!gmtime_r(&time, &tm) || !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm))
        snprintf(text, sizeof text, "%" PRId64, seconds);
    print_text(faq_text(name), faq_text(text));
}

static bool is_time(const char *name, const faq_entry *entry, int64_t *out)
{
    if (strcmp(name, "valid_from") == 0)
        *out = entry->valid_from;
    else if (strcmp(name, "valid_to") == 0)
        *out = entry->valid_to;
    else if (strcmp(name, "updated") == 0)
        *out = entry->updated;
    else
        return false;
    return true;
}

static void print_field(const faq_entry *entry, faq_str name)
{
    size_t len;
    char *text = fields_text(entry, name, &len);
    if (text)
        print_text(name, (faq_str){text, len});
    free(text);
}

static void print_entry(const faq_entry *entry)
{
    const char *name;
    int64_t time;
    for (size_t i = 0; (name = fields_name(i)); i++) {
        if (strcmp(name, "phrasings") == 0)
            print_phrasings(entry);
        else if (is_time(name, entry, &time))
            print_time(name, time);
        else if (strcmp(name, "answer_type") != 0 || entry->answer_type == FAQ_ANSWER_HTML)
            print_field(entry, faq_text(name));
    }
    for (size_t i = 0; i < entry->n_fields; i++)
        print_field(entry, entry->fields[i].name);
}

/* ---- showing */

typedef struct show_run {
    const options *given;
    tool_session session;
    size_t shown, missing;
} show_run;

static faq_status show_one(show_run *run, const keys_one *key, faq_error *err)
{
    uint32_t segment, doc;
    faq_entry entry;
    faq_status status = key->locale ? faq_search_find(run->session.search, key->id,
                                                      faq_text(key->locale), &segment, &doc, err)
                                    : FAQ_NOT_FOUND;
    if (status == FAQ_NOT_FOUND) {
        run->missing++;
        keys_report_missing(key->id);
        return FAQ_OK;
    }
    if (!status)
        status = faq_search_entry(run->session.search, segment, doc, &entry, err);
    if (status)
        return status;
    if (options_has(run->given, OPTION_JSON)) {
        fields_write_entry(stdout, &entry);
    } else {
        if (run->shown)
            putchar('\n');
        print_entry(&entry);
    }
    run->shown++;
    return FAQ_OK;
}

static int show_all(show_run *run, const keys *found)
{
    faq_error err = {0};
    faq_status status = FAQ_OK;
    for (size_t i = 0; i < found->count && !status && !output_failed(); i++)
        status = show_one(run, &found->at[i], &err);
    if (status)
        return messages_failure(run->given->index, status, &err);
    return run->missing ? EXIT_NONE : EXIT_FOUND;
}

static int show_ids(const options *given, const faq_list *ids)
{
    keys found;
    show_run run = {.given = given};
    int code = session_open(&run.session, given);
    if (code) {
        session_close(&run.session);
        return code;
    }
    code = keys_find(&found, run.session.search, given, ids);
    if (!code)
        code = show_all(&run, &found);
    keys_release(&found);
    session_close(&run.session);
    return code;
}

int command_show(const options *given)
{
    if (!session_has_index(given))
        return EXIT_FAILED;
    if (!given->n_operands)
        return options_misused(given, SAY("缺少 ID", "ID is missing"));
    faq_str *ids = calloc(given->n_operands, sizeof *ids);
    if (!ids)
        return messages_no_memory();
    for (size_t i = 0; i < given->n_operands; i++)
        ids[i] = faq_text(given->operands[i]);
    faq_list list = {ids, given->n_operands};
    int code = show_ids(given, &list);
    free(ids);
    return code;
}
