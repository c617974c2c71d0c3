/* SPDX-License-Identifier: MIT */
/*
 * Help centers wrap their records in ever other envelopes, so none is known by name: a record is
 * an object with a member that means a question (words.inc), wherever it stands. A category that
 * holds a list of records is told from a record by that list. Tree and text are walked together
 * (jsonnode.h).
 */
#include "ingest/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/str.h"
#include "ingest/jsontext.h"
#include "ingest/jsonvalues.h"

#define DEPTH_MAX 16 /* records stand no deeper in a document */
#define PARSE_FLAGS (JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL)

typedef struct json_reader {
    faq_intake *intake;
    const char *counted; /* up to here lines are counted; NULL: all is on one line */
    uint64_t line;
    faq_str parents[DEPTH_MAX];
    size_t n_parents;
    bool saw_empty_list;
} json_reader;

/* ---- telling records ----------------------------------------------------------------------- */

static bool is_mapped_record(const json_reader *reader, faq_json_node object)
{
    const faq_ingest_options *options = reader->intake->options;
    faq_json_node found;
    for (size_t i = 0; i < options->n_map; i++) {
        if (faq_words_own(options->map[i].field) == FAQ_WORD_QUESTION &&
            faq_json_find(object, options->map[i].column, &found))
            return true;
    }
    return false;
}

static bool is_record(const json_reader *reader, faq_json_node object)
{
    unsigned question = UINT32_MAX, answer = UINT32_MAX;
    const char *name;
    json_t *value;
    if (!json_is_object(object.json))
        return false;
    json_object_foreach(object.json, name, value)
    {
        faq_meaning meaning = faq_json_meaning(reader->intake, object.json, name);
        bool has_text = json_is_string(value) || json_is_null(value);
        if (meaning.word == FAQ_WORD_QUESTION && !json_is_object(value) && meaning.rank < question)
            question = meaning.rank;
        if ((meaning.word == FAQ_WORD_ANSWER || meaning.word == FAQ_WORD_ANSWER_TEXT) && has_text &&
            meaning.rank < answer)
            answer = meaning.rank;
        if (meaning.word == FAQ_WORD_ANSWERS || strcmp(name, "Solutions") == 0)
            answer = FAQ_RANK_SURE;
    }
    if (question == FAQ_RANK_SURE)
        return true;
    if (question == FAQ_RANK_TITLE && answer != UINT32_MAX)
        return true;
    if (question == FAQ_RANK_NAME && answer < FAQ_RANK_DESCRIPTION)
        return true;
    return is_mapped_record(reader, object);
}

static bool holds_records(const json_reader *reader, faq_json_node list)
{
    const char *name;
    faq_json_node item;
    if (!json_is_array(list.json))
        return false;
    faq_json_walk walk = faq_json_walk_start(list);
    while (faq_json_walk_next(&walk, &name, &item)) {
        if (is_record(reader, item))
            return true;
    }
    return false;
}

/*
 * Is it a category: a title, and records in a list where an answer would stand, or children? Its
 * list and its title go to the out-parameters.
 */
static bool is_category(const json_reader *reader, faq_json_node object, faq_json_node *list,
                        faq_str *title)
{
    static const char *const children[] = {"children", "items",     "articles", "list",
                                           "faqs",     "questions", "faq"};
    const char *name;
    faq_json_node member;
    bool found = false;
    unsigned best = UINT32_MAX;
    if (!json_is_object(object.json))
        return false;
    for (faq_json_walk walk = faq_json_walk_start(object);
         faq_json_walk_next(&walk, &name, &member);) {
        faq_meaning meaning = faq_json_meaning(reader->intake, object.json, name);
        if ((meaning.word == FAQ_WORD_QUESTION || meaning.word == FAQ_WORD_CATEGORY) &&
            json_is_string(member.json) && meaning.rank < best) {
            best = meaning.rank;
            *title = (faq_str){json_string_value(member.json), json_string_length(member.json)};
        }
        bool may_hold = meaning.word == FAQ_WORD_ANSWER;
        for (size_t i = 0; i < sizeof children / sizeof *children; i++)
            may_hold |= strcmp(name, children[i]) == 0;
        if (!found && may_hold && holds_records(reader, member)) {
            found = true;
            *list = member;
        }
    }
    return found && best != UINT32_MAX;
}

/* ---- giving records ------------------------------------------------------------------------ */

static bool is_text(json_t *json, const char *text)
{
    return json_is_string(json) && strcmp(json_string_value(json), text) == 0;
}

/* A line that `faqsearch dump` wrote: it always says what its answer is. */
static bool is_dumped(const json_reader *reader, json_t *object)
{
    json_t *type = json_object_get(object, "answer_type");
    return reader->intake->options->n_map == 0 &&
           (is_text(type, "text") || is_text(type, "html")) &&
           json_is_string(json_object_get(object, "id")) &&
           json_is_string(json_object_get(object, "question"));
}

static faq_status give_values(json_reader *reader, faq_values *values, faq_json_node object,
                              bool exact)
{
    if (values->failed)
        return faq_intake_no_memory(reader->intake);
    faq_record record = {
        .values = values->at,
        .count = values->count,
        .is_exact = exact,
        .parents = {reader->parents, reader->n_parents},
        .source = faq_json_source(object),
    };
    return faq_record_give(reader->intake, &record);
}

static void stand_at(json_reader *reader, const char *at)
{
    for (; reader->counted && reader->counted < at; reader->counted++)
        reader->line += *reader->counted == '\n';
    faq_arena_reset(&reader->intake->arena);
    faq_intake_next(reader->intake, reader->line);
}

/* Intercom: what a translation does not say, its article says. */
static faq_status give_translation(json_reader *reader, faq_json_node object, const char *locale,
                                   faq_json_node inner)
{
    stand_at(reader, object.at);
    faq_values values = {.arena = &reader->intake->arena};
    faq_value *value = faq_values_add(&values);
    if (value) {
        value->name = FAQ_STR("locale");
        value->word = FAQ_WORD_LOCALE;
        value->kind = FAQ_KIND_TEXT;
        value->text = faq_str_of(locale);
    }
    faq_values_add_members(reader->intake, &values, inner, false, true);
    faq_values_add_members(reader->intake, &values, object, false, false);
    return give_values(reader, &values, object, false);
}

static faq_status give_translations(json_reader *reader, faq_json_node object)
{
    const char *name, *locale;
    faq_json_node member, inner;
    json_t *own = json_object_get(object.json, "default_locale");
    for (faq_json_walk walk = faq_json_walk_start(object);
         faq_json_walk_next(&walk, &name, &member);) {
        if (strcmp(name, "translated_content") != 0 || !json_is_object(member.json))
            continue;
        for (faq_json_walk each = faq_json_walk_start(member);
             faq_json_walk_next(&each, &locale, &inner);) {
            json_t *title = json_object_get(inner.json, "title");
            if (!json_is_string(title) || !json_string_length(title) || is_text(own, locale))
                continue;
            faq_status status = give_translation(reader, object, locale, inner);
            if (status)
                return status;
        }
    }
    return FAQ_OK;
}

static faq_status give(json_reader *reader, faq_json_node object)
{
    bool exact = is_dumped(reader, object.json);
    stand_at(reader, object.at);
    faq_values values = {.arena = &reader->intake->arena};
    if (!exact)
        faq_values_add_mapped(reader->intake, &values, object);
    faq_values_add_members(reader->intake, &values, object, exact, true);
    faq_status status = give_values(reader, &values, object, exact);
    return status || exact ? status : give_translations(reader, object);
}

/* ---- finding them -------------------------------------------------------------------------- */

static faq_status search(json_reader *reader, faq_json_node node, unsigned depth);

static faq_status search_list(json_reader *reader, faq_json_node list, unsigned depth)
{
    const char *name;
    faq_json_node item;
    bool is_list_of_records = holds_records(reader, list);
    reader->saw_empty_list |= json_array_size(list.json) == 0;
    for (faq_json_walk walk = faq_json_walk_start(list); faq_json_walk_next(&walk, &name, &item);) {
        uint64_t before = reader->intake->place.record;
        faq_status status = search(reader, item, depth + 1);
        if (status)
            return status;
        if (is_list_of_records && reader->intake->place.record == before) {
            stand_at(reader, item.at);
            faq_intake_reject(reader->intake, "no question", faq_json_source(item));
        }
    }
    return FAQ_OK;
}

/* Give every record in a value. As deep as DEPTH_MAX. */
static faq_status search(json_reader *reader, faq_json_node value, unsigned depth)
{
    const char *name;
    faq_json_node member, list;
    faq_str title;
    if (!faq_json_is_compound(value.json) || depth > DEPTH_MAX)
        return FAQ_OK;
    if (json_is_array(value.json))
        return search_list(reader, value, depth);
    if (reader->n_parents < DEPTH_MAX && is_category(reader, value, &list, &title)) {
        reader->parents[reader->n_parents++] = title;
        faq_status status = search_list(reader, list, depth + 1);
        reader->n_parents--;
        return status;
    }
    if (is_record(reader, value))
        return give(reader, value);
    for (faq_json_walk walk = faq_json_walk_start(value);
         faq_json_walk_next(&walk, &name, &member);) {
        faq_status status = search(reader, member, depth + 1);
        if (status)
            return status;
    }
    return FAQ_OK;
}

/* Qiyu: the records are JSON again, as a string in a member of the document. */
static faq_status search_strings(json_reader *reader, json_t *document)
{
    const char *name;
    json_t *value;
    json_reader inner = *reader;
    inner.counted = NULL;
    if (!json_is_object(document))
        return FAQ_OK;
    json_object_foreach(document, name, value)
    {
        if (!json_is_string(value) || !strchr("[{", json_string_value(value)[0]))
            continue;
        const char *text = json_string_value(value);
        json_t *json = json_loadb(text, json_string_length(value), PARSE_FLAGS, NULL);
        faq_status status =
            json ? search(&inner, (faq_json_node){json, faq_json_skip_blank(text)}, 1) : FAQ_OK;
        json_decref(json);
        if (status)
            return status;
    }
    return FAQ_OK;
}

/* Give what a document holds; `*found` tells if that was anything. */
static faq_status read_document(json_reader *reader, json_t *json, const char *at, bool *found)
{
    uint64_t before = reader->intake->place.record;
    at = faq_json_skip_blank(at);
    faq_status status = search(reader, (faq_json_node){json, at}, 0);
    if (!status && reader->intake->place.record == before)
        status = search_strings(reader, json);
    *found = reader->intake->place.record != before;
    return status;
}

/* ---- documents and lines ------------------------------------------------------------------- */

/* The names of the first object in a document, for a message. */
static void list_names(json_t *json, char *out, size_t len)
{
    size_t end = 0;
    const char *name;
    json_t *value;
    out[0] = '\0';
    while (json_is_array(json))
        json = json_array_get(json, 0);
    json_object_foreach(json, name, value)
    {
        int wanted = snprintf(out + end, len - end, "%s%s", end ? ", " : "", name);
        if (wanted < 0 || end + (size_t)wanted >= len)
            return;
        end += (size_t)wanted;
    }
}

static bool is_out_of_memory(const json_error_t *error)
{
    return json_error_code(error) == json_error_out_of_memory;
}

faq_status faq_json_read(faq_intake *intake, char *text, size_t len)
{
    json_error_t error;
    bool found = false;
    faq_json_mend_surrogates(text, len);
    json_t *json = json_loadb(text, len, PARSE_FLAGS, &error);
    if (!json && is_out_of_memory(&error))
        return faq_intake_no_memory(intake);
    if (!json)
        return faq_intake_fail(intake, (uint64_t)error.line, "column %d: %s", error.column,
                               error.text);
    json_reader reader = {.intake = intake, .counted = text, .line = 1};
    faq_status status = read_document(&reader, json, text, &found);
    if (!status && !found && !reader.saw_empty_list) {
        char names[300];
        list_names(json, names, sizeof names);
        status = faq_fail(intake->err, FAQ_NOT_FOUND, 0, "%s: no member is a question among: %s",
                          intake->place.file, names);
    }
    json_decref(json);
    return status;
}

static faq_status read_line(faq_intake *intake, faq_str text, uint64_t line)
{
    json_error_t error;
    bool found = false;
    json_t *json = json_loadb(text.at, text.len, PARSE_FLAGS, &error);
    if (!json && is_out_of_memory(&error))
        return faq_intake_no_memory(intake);
    faq_status status = FAQ_OK;
    json_reader reader = {.intake = intake, .line = line};
    if (json)
        status = read_document(&reader, json, text.at, &found);
    if (!status && !found) {
        char reason[JSON_ERROR_TEXT_LENGTH + 32];
        snprintf(reason, sizeof reason, "column %d: %s", error.column, error.text);
        faq_intake_next(intake, line);
        faq_intake_reject(intake, json ? "no question" : reason, text);
    }
    json_decref(json);
    return status;
}

/* The next line that is not blank, cut off `rest`. */
static bool next_line(faq_str *rest, faq_str *line, uint64_t *number)
{
    while (rest->len) {
        const char *end = memchr(rest->at, '\n', rest->len);
        size_t len = end ? (size_t)(end - rest->at) : rest->len;
        *line = faq_str_part(*rest, 0, len);
        *rest = faq_str_part(*rest, len + (end != NULL), rest->len - len - (end != NULL));
        ++*number;
        for (size_t i = 0; i < line->len; i++) {
            if ((uint8_t)line->at[i] > ' ')
                return true;
        }
    }
    return false;
}

faq_status faq_json_read_lines(faq_intake *intake, char *text, size_t len)
{
    faq_str rest = {text, len}, line;
    uint64_t number = 0;
    faq_json_mend_surrogates(text, len);
    while (next_line(&rest, &line, &number)) {
        faq_status status = read_line(intake, line, number);
        if (status)
            return status;
    }
    if (!intake->result.entries && intake->result.rejected)
        return faq_intake_fail(intake, intake->first_refused, "%s", intake->first_reason);
    return FAQ_OK;
}

static bool is_object(faq_str line)
{
    json_t *json = json_loadb(line.at, line.len, PARSE_FLAGS, NULL);
    bool is = json_is_object(json);
    json_decref(json);
    return is;
}

bool faq_json_has_lines(faq_str text)
{
    faq_str line;
    uint64_t number = 0;
    return next_line(&text, &line, &number) && is_object(line) && next_line(&text, &line, &number);
}
