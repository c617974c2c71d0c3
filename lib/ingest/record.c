/* SPDX-License-Identifier: MIT */
#include "ingest/record.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/str.h"
#include "ingest/attributes.h"
#include "ingest/html.h"
#include "ingest/jsontext.h"
#include "ingest/making.h"

/* ---- question and lists -------------------------------------------------------------------- */

static faq_list make_names(faq_making *making, faq_word word)
{
    faq_texts list = {0};
    faq_making_add_all(making, &list, word, faq_between_names);
    if (!making->record->is_exact)
        faq_texts_drop_repeated(&list, (faq_str){NULL, 0});
    return faq_texts_list(list);
}

static void make_category(faq_making *making)
{
    faq_texts list = {0};
    faq_value *first = faq_making_choose(making, FAQ_WORD_CATEGORY);
    faq_value *second = faq_making_choose(making, FAQ_WORD_CATEGORY_2);
    faq_value *third = faq_making_choose(making, FAQ_WORD_CATEGORY_3);
    if (!first)
        first = faq_making_choose(making, FAQ_WORD_CATEGORY_GROUP);
    for (size_t i = 0; i < making->record->parents.count; i++)
        faq_making_push(making, &list, making->record->parents.at[i]);
    bool is_group = first && first->word == FAQ_WORD_CATEGORY_GROUP;
    if (first)
        faq_making_add(making, &list, first,
                       second     ? faq_between_nothing
                       : is_group ? faq_between_group_levels
                                  : faq_between_levels);
    if (second)
        faq_making_add(making, &list, second, third ? faq_between_nothing : faq_between_levels);
    if (third)
        faq_making_add(making, &list, third, faq_between_levels);
    making->entry.category = faq_texts_list(list);
}

static void make_question(faq_making *making)
{
    faq_texts list = {0};
    faq_value *value = faq_making_choose(making, FAQ_WORD_QUESTION);
    making->entry.question = faq_making_text(making, value);
    for (size_t i = 1; value && i < value->list.count; i++)
        faq_making_push(making, &list,
                        faq_making_text(making, &(faq_value){.text = value->list.at[i]}));
    faq_making_add_all(making, &list, FAQ_WORD_PHRASINGS, faq_between_phrasings);
    if (!making->record->is_exact)
        faq_texts_drop_repeated(&list, making->entry.question);
    making->entry.phrasings = faq_texts_list(list);
}

/* ---- key, address, fields ------------------------------------------------------------------ */

/* zh_cn, ZH-hans-cn: language small, script with a capital, country large, parted by `-`. */
static faq_str tidy_locale(faq_making *making, faq_str locale)
{
    char *out = faq_arena_take(&making->intake->arena, locale.len + 1, 1);
    making->failed |= !out;
    size_t start = 0;
    for (size_t i = 0; out && i <= locale.len; i++) {
        if (i < locale.len && locale.at[i] != '-' && locale.at[i] != '_') {
            char c = locale.at[i];
            out[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
            continue;
        }
        size_t len = i - start;
        for (size_t j = 0; start && (len == 2 || len == 4) && j < (len == 2 ? len : 1); j++) {
            char *c = &out[start + j];
            *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
        }
        out[i] = '-';
        start = i + 1;
    }
    return (faq_str){out, locale.len};
}

static void make_locale(faq_making *making)
{
    faq_value *value = faq_making_choose(making, FAQ_WORD_LOCALE);
    faq_str locale = faq_making_text(making, value);
    if (locale.len > FAQ_KEY_BYTES)
        value->is_used = false;
    else
        making->entry.locale = making->record->is_exact ? locale : tidy_locale(making, locale);
}

/* A key of bounded length: what does not fit is cut, and a hash of all of it put in its place. */
static faq_str fit_key(faq_making *making, faq_str text, uint32_t times)
{
    char suffix[12] = "", hash[20] = "";
    int suffix_len = times > 1 ? snprintf(suffix, sizeof suffix, "~%" PRIu32, times) : 0;
    int hash_len = 0;
    size_t len = text.len;
    if (len + (size_t)suffix_len > FAQ_KEY_BYTES) {
        hash_len = snprintf(hash, sizeof hash, "~%016" PRIx64, faq_hash(text));
        len = FAQ_KEY_BYTES - (size_t)suffix_len - (size_t)hash_len;
        while (len && ((uint8_t)text.at[len] & 0xC0) == 0x80)
            len--;
    }
    faq_texts parts = {0};
    faq_making_push(making, &parts, faq_str_part(text, 0, len));
    faq_making_push(making, &parts, (faq_str){hash, (size_t)hash_len});
    faq_making_push(making, &parts, (faq_str){suffix, (size_t)suffix_len});
    return making->failed ? text
                          : faq_making_join(making, faq_texts_list(parts), (faq_str){NULL, 0});
}

static void make_key(faq_making *making)
{
    faq_value *id = faq_making_choose(making, FAQ_WORD_ID);
    faq_value *address = faq_making_choose(making, FAQ_WORD_URL_ID);
    making->entry.url = faq_making_text(making, address);
    if (!id)
        id = address;
    if (id) {
        making->entry.id = fit_key(making, faq_making_text(making, id), 1);
        return;
    }
    uint32_t times = faq_intake_count(making->intake, making->entry.locale, making->entry.question);
    making->failed |= times == 0;
    making->entry.id = fit_key(making, making->entry.question, times);
}

static void make_url(faq_making *making)
{
    faq_value *value = faq_making_choose(making, FAQ_WORD_URL);
    if (value &&
        (making->entry.url.len || !faq_attributes_is_safe_url(faq_making_text(making, value))))
        value->is_used = false;
    else if (value)
        making->entry.url = faq_making_text(making, value);
}

static bool is_name_taken(const faq_record *record, faq_str name)
{
    for (size_t i = 0; i < record->count; i++) {
        if (!record->values[i].is_part && faq_str_equal(record->values[i].name, name))
            return true;
    }
    return false;
}

/* A field may not be called like a member of an entry, or a dump could not be read again. */
static faq_str name_field(faq_making *making, faq_str name)
{
    bool is_taken = faq_words_own(name) != FAQ_WORD_NONE;
    while (is_taken && !making->failed) {
        faq_texts parts = {0};
        faq_making_push(making, &parts, FAQ_STR("source_"));
        faq_making_push(making, &parts, name);
        if (!making->failed)
            name = faq_making_join(making, faq_texts_list(parts), (faq_str){NULL, 0});
        is_taken = is_name_taken(making->record, name);
    }
    return name;
}

/* The text of HTML in a field, so that no tag is searched. */
static faq_str plain_text(faq_making *making, faq_str html)
{
    faq_buf text;
    faq_buf_init(&text, making->intake->mem);
    faq_html_clean(html, NULL, &text);
    faq_str kept = faq_arena_text(&making->intake->arena, faq_buf_text(&text));
    making->failed |= text.failed || !kept.at;
    faq_buf_release(&text);
    return kept;
}

static void fill_field(faq_making *making, const faq_value *value, faq_field *out)
{
    out->name = making->record->is_exact ? value->name : name_field(making, value->name);
    out->json = value->json;
    if (!value->json.len)
        out->json = faq_json_quote(value->text, &making->intake->arena);
    making->failed |= !out->json.at;
    out->text = (faq_str){NULL, 0};
    if (value->kind == FAQ_KIND_TEXT)
        out->text = value->text;
    else if (value->kind == FAQ_KIND_LIST)
        out->text = faq_making_join(making, value->list, FAQ_STR("\n"));
    if (faq_html_is(out->text))
        out->text = plain_text(making, out->text);
}

static void make_fields(faq_making *making)
{
    faq_record *record = making->record;
    faq_field *fields = faq_arena_take(&making->intake->arena, record->count + 1, sizeof *fields);
    making->failed |= !fields;
    size_t count = 0;
    for (size_t i = 0; !making->failed && i < record->count; i++) {
        const faq_value *value = &record->values[i];
        bool is_empty_cell = !value->json.len && faq_trim(value->text).len == 0;
        if (!value->is_used && !value->is_part && !is_empty_cell)
            fill_field(making, value, &fields[count++]);
    }
    making->entry.fields = fields;
    making->entry.n_fields = count;
}

faq_status faq_record_give(faq_intake *intake, faq_record *record)
{
    faq_making making = {.intake = intake, .record = record, .entry = faq_entry_init()};
    make_question(&making);
    if (making.failed)
        return faq_intake_no_memory(intake);
    if (!making.entry.question.len) {
        faq_intake_reject(intake, "no question", record->source);
        return FAQ_OK;
    }
    make_locale(&making);
    make_key(&making);
    make_url(&making);
    faq_making_answer(&making);
    make_category(&making);
    making.entry.stage = make_names(&making, FAQ_WORD_STAGE);
    making.entry.audience = make_names(&making, FAQ_WORD_AUDIENCE);
    making.entry.tags = make_names(&making, FAQ_WORD_TAGS);
    faq_making_visibility(&making);
    faq_making_numbers(&making);
    make_fields(&making);
    if (making.failed)
        return faq_intake_no_memory(intake);
    faq_status status =
        intake->options->entry(intake->options->ctx, &making.entry, &intake->place, intake->err);
    intake->result.entries += status == FAQ_OK;
    return status;
}
