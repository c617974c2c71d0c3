/* SPDX-License-Identifier: MIT */
/*
 * Every sample of ../shared/exports against what a reader should get from it (expected.json there),
 * and the real exports against their numbers of entries.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include <faqsearch/ingest.h>

#include "base/str.h"
#include "ingest/time.h"
#include "support/test.h"

/* The entries of a file, as JSON. */
typedef struct reaped {
    json_t *entries;
    uint64_t rejected;
    char first_reason[128];
} reaped;

static json_t *text_json(faq_str text)
{
    return json_stringn(text.len ? text.at : "", text.len);
}

static json_t *list_json(faq_list list)
{
    json_t *out = json_array();
    for (size_t i = 0; i < list.count; i++)
        json_array_append_new(out, text_json(list.at[i]));
    return out;
}

static faq_status collect(void *ctx, const faq_entry *entry, const faq_place *place, faq_error *err)
{
    (void)place, (void)err;
    reaped *harvest = ctx;
    faq_str text = entry->answer_text.len ? entry->answer_text : entry->answer;
    json_t *json =
        json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:I,s:I,s:I,s:I,s:i}", "id",
                  text_json(entry->id), "locale", text_json(entry->locale), "question",
                  text_json(entry->question), "similar", list_json(entry->phrasings), "text",
                  text_json(text), "category", list_json(entry->category), "tags",
                  list_json(entry->tags), "url", text_json(entry->url), "visibility",
                  list_json(entry->visibility), "updated", (json_int_t)entry->updated, "views",
                  (json_int_t)entry->views, "up", (json_int_t)entry->helpful, "down",
                  (json_int_t)entry->unhelpful, "fields", (int)entry->n_fields);
    ck_assert_ptr_nonnull(json);
    json_array_append_new(harvest->entries, json);
    return FAQ_OK;
}

static void refuse(void *ctx, const faq_place *place, const char *reason, faq_str record)
{
    (void)record;
    reaped *harvest = ctx;
    if (!harvest->rejected++)
        snprintf(harvest->first_reason, sizeof harvest->first_reason, "line %llu: %s",
                 (unsigned long long)place->line, reason);
}

static reaped reap(const char *path)
{
    reaped harvest = {.entries = json_array()};
    faq_error err = {0};
    faq_ingest_options options = FAQ_INIT(faq_ingest_options);
    options.entry = collect;
    options.rejected = refuse;
    options.ctx = &harvest;
    CHECK_OK(faq_ingest_file(path, &options, NULL, &err), &err);
    return harvest;
}

/* ---- comparing ----------------------------------------------------------------------------- */

/* Without blanks and Markdown marks, as expected.json wants answers compared. */
static char *squeeze(const char *text)
{
    char *out = malloc(strlen(text) + 1), *to = out;
    ck_assert_ptr_nonnull(out);
    for (; *text; text++) {
        if ((unsigned char)*text > ' ' && !strchr("*_#|`", *text))
            *to++ = *text;
        if (strncmp(text, "\xC2\xA0", 2) == 0) {
            to--;
            text++;
        }
    }
    *to = '\0';
    return out;
}

static bool holds_squeezed(const char *text, const char *piece)
{
    char *a = squeeze(text), *b = squeeze(piece);
    bool holds = strstr(a, b) != NULL;
    free(a);
    free(b);
    return holds;
}

static const char *string_at(json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static json_t *find_entry(json_t *entries, json_t *want)
{
    size_t i;
    json_t *entry;
    json_array_foreach(entries, i, entry)
    {
        const char *locale = string_at(entry, "locale");
        if (json_equal(json_object_get(entry, "id"), json_object_get(want, "id")) &&
            (!*locale || strcmp(locale, string_at(want, "locale")) == 0))
            return entry;
    }
    return NULL;
}

/* What needs files beside the sample, which are read by a later import. */
static bool needs_siblings(const char *file, const char *member)
{
    if (strncmp(file, "salesforce/", 11) == 0)
        return strcmp(member, "answer_contains") == 0;
    return strcmp(member, "category") == 0 &&
           (strncmp(file, "zendesk/", 8) == 0 || strncmp(file, "intercom/", 9) == 0);
}

static void check_visibility(json_t *got, const char *want, const char *row)
{
    json_t *list = json_object_get(got, "visibility");
    const char *first =
        json_array_size(list) ? json_string_value(json_array_get(list, 0)) : "public";
    ck_assert_msg(strcmp(first, want) == 0, "%s: visibility is %s, want %s", row, first, want);
}

static void check_updated(json_t *got, const char *want, const char *row)
{
    faq_time time;
    ck_assert(faq_time_read(faq_str_of(want), &time));
    ck_assert_msg(json_integer_value(json_object_get(got, "updated")) == time.seconds,
                  "%s: updated is not %s", row, want);
}

static void check_member(json_t *got, const char *name, json_t *want, const char *row)
{
    size_t i;
    json_t *piece;
    int64_t up = json_integer_value(json_object_get(got, "up"));
    int64_t down = json_integer_value(json_object_get(got, "down"));
    if (strcmp(name, "answer_contains") == 0) {
        json_array_foreach(want, i, piece)
            ck_assert_msg(holds_squeezed(string_at(got, "text"), json_string_value(piece)),
                          "%s: the answer lacks %s in %s", row, json_string_value(piece),
                          string_at(got, "text"));
        ck_assert_msg(!strstr(string_at(got, "text"), "<p") &&
                          !strstr(string_at(got, "text"), "script"),
                      "%s: %s", row, string_at(got, "text"));
    } else if (strcmp(name, "visibility") == 0) {
        check_visibility(got, json_string_value(want), row);
    } else if (strcmp(name, "updated") == 0) {
        check_updated(got, json_string_value(want), row);
    } else if (strcmp(name, "votes_up") == 0) {
        ck_assert_msg(up == json_integer_value(want), "%s: votes up", row);
    } else if (strcmp(name, "votes_down") == 0) {
        ck_assert_msg(down == json_integer_value(want), "%s: votes down", row);
    } else if (strcmp(name, "vote_sum") == 0) {
        ck_assert_msg(up - down == json_integer_value(want), "%s: vote sum", row);
    } else if (strcmp(name, "vote_count") == 0) {
        ck_assert_msg(up + down == json_integer_value(want), "%s: vote count", row);
    } else if (strcmp(name, "locale") != 0) {
        char *a = json_dumps(json_object_get(got, name), JSON_ENCODE_ANY);
        char *b = json_dumps(want, JSON_ENCODE_ANY);
        ck_assert_msg(json_equal(json_object_get(got, name), want), "%s: %s is %s, want %s", row,
                      name, a, b);
        free(a);
        free(b);
    }
}

static void check_file(const char *file, json_t *wants, const char *path)
{
    reaped harvest = reap(path);
    size_t i;
    json_t *want, *member;
    const char *name;
    printf("# %-44s %2zu of %2zu entries, %llu refused\n", file, json_array_size(harvest.entries),
           json_array_size(wants), (unsigned long long)harvest.rejected);
    ck_assert_msg(harvest.rejected == 0, "%s: %s", file, harvest.first_reason);
    json_array_foreach(wants, i, want)
    {
        char row[256];
        snprintf(row, sizeof row, "%s, %s", file, string_at(want, "question"));
        json_t *got = find_entry(harvest.entries, want);
        ck_assert_msg(got != NULL, "%s: not found", row);
        json_object_foreach(want, name, member)
        {
            if (!needs_siblings(file, name))
                check_member(got, name, member, row);
        }
    }
    ck_assert_msg(json_array_size(harvest.entries) == json_array_size(wants),
                  "%s: %zu entries, want %zu", file, json_array_size(harvest.entries),
                  json_array_size(wants));
    json_decref(harvest.entries);
}

static bool is_in_scope(const char *file)
{
    static const char *const endings[] = {".csv", ".tsv", ".json", ".jsonl", "utf16.txt"};
    for (size_t i = 0; i < COUNT(endings); i++) {
        size_t len = strlen(endings[i]);
        if (strlen(file) > len && strcmp(file + strlen(file) - len, endings[i]) == 0)
            return true;
    }
    return false;
}

START_TEST(every_sample_gives_what_a_reader_expects)
{
    const char *path = test_shared("exports/samples/expected.json");
    if (!path)
        return;
    json_t *expected = json_load_file(path, 0, NULL), *wants;
    ck_assert_ptr_nonnull(expected);
    const char *file;
    unsigned checked = 0;
    json_object_foreach(expected, file, wants)
    {
        char name[512];
        snprintf(name, sizeof name, "exports/samples/%s", file);
        if (!is_in_scope(file))
            continue;
        path = test_shared(name);
        ck_assert_msg(path != NULL, "%s is absent", name);
        check_file(file, wants, path);
        checked++;
    }
    printf("# %u samples checked\n", checked);
    json_decref(expected);
}
END_TEST

START_TEST(real_exports_give_all_their_entries)
{
    static const struct {
        const char *file;
        size_t entries, phrasings;
    } rows[] = {
        {"exports/baidu-anyq-faq/faq.tsv", 16, 0},
        {"exports/medical-qa-gbk/internal-medicine.csv", 1500, 0},
        {"exports/saleyee-faq/faq.json", 187, 0},
        {"exports/iwebshop-help/help.json", 28, 0},
        {"exports/cmhk-faq/zh-Hans.json", 25, 0},
        {"exports/cmhk-faq/zh-Hant.json", 25, 0},
        {"exports/cmhk-faq/en.json", 17, 0},
        {"exports/chatopera-faq-export/credit-card.faqs.json", 0, 0},
        {"exports/chatopera-faq-export/fridge-repair.faqs.json", 0, 0},
        {"exports/chatopera-faq-export/legal-service.faqs.json", 0, 0},
        {"exports/chatopera-faq-export/liquor-shop.faqs.json", 0, 0},
        {"exports/chatopera-faq-export/tax-service.faqs.json", 0, 0},
        {"exports/chatopera-faq-export/training-school.faqs.json", 0, 0},
    };
    size_t chatopera = 0, phrasings = 0;
    if (!test_shared("exports"))
        return;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *path = test_shared(rows[i].file);
        ck_assert_msg(path != NULL, "%s is absent", rows[i].file);
        reaped harvest = reap(path);
        size_t count = json_array_size(harvest.entries), j;
        json_t *entry;
        printf("# %-56s %4zu entries, %llu refused\n", rows[i].file, count,
               (unsigned long long)harvest.rejected);
        CHECK(harvest.rejected == 0, rows[i].file);
        ck_assert_msg(!rows[i].entries || count == rows[i].entries, "%s: %zu entries", rows[i].file,
                      count);
        json_array_foreach(harvest.entries, j, entry)
        {
            const char *text = string_at(entry, "text");
            ck_assert_msg(!strstr(text, "<p") && !strstr(text, "MsoNormal"), "%s: %s", rows[i].file,
                          text);
            if (!rows[i].entries)
                phrasings += json_array_size(json_object_get(entry, "similar"));
        }
        chatopera += rows[i].entries ? 0 : count;
        json_decref(harvest.entries);
    }
    printf("# chatopera: %zu entries with %zu phrasings\n", chatopera, phrasings);
    ck_assert_uint_eq(chatopera, 134);
}
END_TEST

RUN_TESTS("ingest/samples", CASE(every_sample_gives_what_a_reader_expects),
          CASE(real_exports_give_all_their_entries))
