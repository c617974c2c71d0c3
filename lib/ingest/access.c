/* SPDX-License-Identifier: MIT */
/* Who may see an entry: every state, flag and list of readers in a record has a say. */
#include <string.h>

#include "base/str.h"
#include "ingest/making.h"

static void restrict_to(faq_making *making, faq_access access)
{
    if (making->access < access)
        making->access = access;
}

static bool holds(faq_str text, const char *piece)
{
    size_t len = strlen(piece);
    for (size_t i = 0; i + len <= text.len; i++) {
        if (memcmp(text.at + i, piece, len) == 0)
            return true;
    }
    return false;
}

static bool read_truth(faq_str text, bool *truth)
{
    faq_access access;
    if (faq_words_truth(text, truth))
        return true;
    if (!faq_words_state(text, &access))
        return false;
    *truth = access == FAQ_ACCESS_PUBLIC;
    return true;
}

/* What one value says about access; false when it says nothing that we understand. */
static bool read_access(const faq_value *value, faq_access *out)
{
    faq_str text = faq_trim(value->text);
    int64_t number = faq_small_integer(text);
    bool truth = false;
    *out = FAQ_ACCESS_PUBLIC;
    switch (value->word) {
    case FAQ_WORD_STATE:
        return faq_words_state(text, out);
    case FAQ_WORD_STATUS_2:
        *out = number >= 2 ? FAQ_ACCESS_PUBLIC : FAQ_ACCESS_DRAFT;
        return number != INT64_MIN || faq_words_state(text, out);
    case FAQ_WORD_FLAG_0:
        *out = number == 0 ? FAQ_ACCESS_PUBLIC : FAQ_ACCESS_DRAFT;
        return number != INT64_MIN;
    case FAQ_WORD_AUDIT:
        *out = number == 0 ? FAQ_ACCESS_DRAFT : FAQ_ACCESS_PUBLIC;
        return number != INT64_MIN;
    case FAQ_WORD_ACCESS_1:
        *out = number == 1 ? FAQ_ACCESS_PUBLIC : FAQ_ACCESS_INTERNAL;
        return number != INT64_MIN;
    case FAQ_WORD_CHANNELS:
        *out = holds(text, "pkb") ? FAQ_ACCESS_PUBLIC : FAQ_ACCESS_INTERNAL;
        return true;
    case FAQ_WORD_ENABLED:
    case FAQ_WORD_DISABLED:
        if (!read_truth(text, &truth))
            return false;
        *out = truth == (value->word == FAQ_WORD_ENABLED) ? FAQ_ACCESS_PUBLIC : FAQ_ACCESS_DRAFT;
        return true;
    case FAQ_WORD_PUBLIC:
        *out = faq_words_truth(text, &truth) && truth ? FAQ_ACCESS_PUBLIC : FAQ_ACCESS_INTERNAL;
        return true;
    default:
        return false;
    }
}

/* Values whose presence alone speaks; they stay as fields. */
static void note_presence(faq_making *making, faq_value *value)
{
    if (value->word == FAQ_WORD_RESTRICTED && value->kind != FAQ_KIND_NULL)
        restrict_to(making, FAQ_ACCESS_INTERNAL);
    if (value->word == FAQ_WORD_PUBLISHED && faq_making_is_empty(making, value))
        restrict_to(making, FAQ_ACCESS_DRAFT);
}

/* Names of readers; words such as 内部 among them restrict like a state. */
static void make_readers(faq_making *making, faq_texts *readers)
{
    faq_texts list = {0};
    faq_making_add_all(making, &list, FAQ_WORD_VISIBILITY, faq_between_names);
    for (size_t i = 0; i < list.count; i++) {
        faq_access access;
        if (making->record->is_exact || !faq_words_state(list.at[i], &access))
            faq_making_push(making, readers, list.at[i]);
        else
            restrict_to(making, access);
    }
}

void faq_making_visibility(faq_making *making)
{
    faq_texts readers = {0};
    make_readers(making, &readers);
    for (size_t i = 0; i < making->record->count; i++) {
        faq_value *value = &making->record->values[i];
        faq_access access;
        note_presence(making, value);
        if (!faq_value_is_scalar(value) || faq_making_is_empty(making, value) ||
            !read_access(value, &access))
            continue;
        value->is_used = true;
        restrict_to(making, access);
    }
    if (making->access != FAQ_ACCESS_PUBLIC) {
        readers.count = 0;
        faq_making_push(making, &readers,
                        making->access == FAQ_ACCESS_DRAFT ? FAQ_STR("draft")
                                                           : FAQ_STR("internal"));
    }
    making->entry.visibility = faq_texts_list(readers);
}
