/* SPDX-License-Identifier: MIT */
#include "store/record.h"

#include "base/error.h"
#include "base/str.h"

enum tag {
    TAG_ID = 1,
    TAG_LOCALE,
    TAG_QUESTION,
    TAG_PHRASINGS,
    TAG_ANSWER,
    TAG_ANSWER_TYPE,
    TAG_ANSWER_TEXT,
    TAG_CATEGORY,
    TAG_STAGE,
    TAG_AUDIENCE,
    TAG_TAGS,
    TAG_URL,
    TAG_VISIBILITY,
    TAG_VALID_FROM,
    TAG_VALID_TO,
    TAG_UPDATED,
    TAG_ASKED,
    TAG_RESOLVED,
    TAG_HELPFUL,
    TAG_UNHELPFUL,
    TAG_VIEWS,
    TAG_FIELD, /* once for each: name, json, text */
};

/* Members by kind: one table serves both directions. */
static const struct {
    enum tag tag;
    size_t offset;
} texts[] =
    {
        {TAG_ID, offsetof(faq_entry, id)},
        {TAG_LOCALE, offsetof(faq_entry, locale)},
        {TAG_QUESTION, offsetof(faq_entry, question)},
        {TAG_ANSWER, offsetof(faq_entry, answer)},
        {TAG_ANSWER_TEXT, offsetof(faq_entry, answer_text)},
        {TAG_URL, offsetof(faq_entry, url)},
},
  lists[] =
      {
          {TAG_PHRASINGS, offsetof(faq_entry, phrasings)},
          {TAG_CATEGORY, offsetof(faq_entry, category)},
          {TAG_STAGE, offsetof(faq_entry, stage)},
          {TAG_AUDIENCE, offsetof(faq_entry, audience)},
          {TAG_TAGS, offsetof(faq_entry, tags)},
          {TAG_VISIBILITY, offsetof(faq_entry, visibility)},
},
  times[] =
      {
          {TAG_VALID_FROM, offsetof(faq_entry, valid_from)},
          {TAG_VALID_TO, offsetof(faq_entry, valid_to)},
          {TAG_UPDATED, offsetof(faq_entry, updated)},
},
  counts[] = {
      {TAG_ASKED, offsetof(faq_entry, asked)},     {TAG_RESOLVED, offsetof(faq_entry, resolved)},
      {TAG_HELPFUL, offsetof(faq_entry, helpful)}, {TAG_UNHELPFUL, offsetof(faq_entry, unhelpful)},
      {TAG_VIEWS, offsetof(faq_entry, views)},
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* The member of type `type` at `offset` of an entry. */
#define MEMBER(type, entry, offset) ((type *)(void *)((char *)(entry) + (offset)))
#define CONST_MEMBER(type, entry, offset)                                                          \
    ((const type *)(const void *)((const char *)(entry) + (offset)))

static size_t varint_bytes(uint64_t value)
{
    size_t bytes = 1;
    while (value >>= 7)
        bytes++;
    return bytes;
}

static size_t text_bytes(faq_str text)
{
    return varint_bytes(text.len) + text.len;
}

static void put_list(faq_buf *out, enum tag tag, const faq_list *list)
{
    size_t len = 0;
    for (size_t i = 0; i < list->count; i++)
        len += text_bytes(list->at[i]);
    faq_put_varint(out, tag);
    faq_put_varint(out, len);
    for (size_t i = 0; i < list->count; i++)
        faq_put_text(out, list->at[i]);
}

static void put_field(faq_buf *out, const faq_field *field)
{
    faq_put_varint(out, TAG_FIELD);
    faq_put_varint(out,
                   text_bytes(field->name) + text_bytes(field->json) + text_bytes(field->text));
    faq_put_text(out, field->name);
    faq_put_text(out, field->json);
    faq_put_text(out, field->text);
}

static void put_number(faq_buf *out, enum tag tag, uint64_t value)
{
    faq_put_varint(out, tag);
    faq_put_varint(out, varint_bytes(value));
    faq_put_varint(out, value);
}

/* That is what no visibility means: an export that says it and one that doesn't are equal. */
static bool is_public_alone(const faq_list *visibility)
{
    return visibility->count == 1 && faq_str_equal(visibility->at[0], FAQ_STR("public"));
}

void faq_record_encode(const faq_entry *entry, faq_buf *out)
{
    for (size_t i = 0; i < COUNT(texts); i++) {
        const faq_str *text = CONST_MEMBER(faq_str, entry, texts[i].offset);
        if (text->len) {
            faq_put_varint(out, texts[i].tag);
            faq_put_text(out, *text);
        }
    }
    for (size_t i = 0; i < COUNT(lists); i++) {
        const faq_list *list = CONST_MEMBER(faq_list, entry, lists[i].offset);
        if (list->count && !(lists[i].tag == TAG_VISIBILITY && is_public_alone(list)))
            put_list(out, lists[i].tag, list);
    }
    if (entry->answer_type != FAQ_ANSWER_TEXT)
        put_number(out, TAG_ANSWER_TYPE, (uint64_t)entry->answer_type);
    for (size_t i = 0; i < COUNT(times); i++) {
        int64_t time = *CONST_MEMBER(int64_t, entry, times[i].offset);
        if (time != FAQ_NO_TIME) {
            faq_put_varint(out, times[i].tag);
            faq_put_varint(out, 8);
            faq_put_u64(out, (uint64_t)time);
        }
    }
    for (size_t i = 0; i < COUNT(counts); i++) {
        uint64_t count = *CONST_MEMBER(uint64_t, entry, counts[i].offset);
        if (count)
            put_number(out, counts[i].tag, count);
    }
    for (size_t i = 0; i < entry->n_fields; i++)
        put_field(out, &entry->fields[i]);
}

/* ---- decoding */

static bool take_list(faq_span payload, faq_arena *arena, faq_list *out, faq_status *status)
{
    size_t count = 0;
    for (faq_span in = payload; in.pos < in.len && !in.failed; count++)
        faq_take_text(&in);
    faq_str *at = faq_arena_take(arena, count, sizeof *at);
    if (!at) {
        *status = FAQ_NO_MEMORY;
        return false;
    }
    for (size_t i = 0; i < count; i++)
        at[i] = faq_take_text(&payload);
    *out = (faq_list){at, count};
    return !payload.failed;
}

/* Fields are chained through the arena in any number, then laid out as an array at the end. */
typedef struct field_link {
    struct field_link *next;
    faq_field field;
} field_link;

static bool take_field(faq_span payload, faq_arena *arena, field_link ***last, faq_status *status)
{
    field_link *link = faq_arena_take(arena, 1, sizeof *link);
    if (!link) {
        *status = FAQ_NO_MEMORY;
        return false;
    }
    link->next = NULL;
    link->field.name = faq_take_text(&payload);
    link->field.json = faq_take_text(&payload);
    link->field.text = faq_take_text(&payload);
    **last = link;
    *last = &link->next;
    return !payload.failed;
}

static faq_status collect_fields(const field_link *first, faq_arena *arena, faq_entry *out)
{
    size_t count = 0;
    for (const field_link *link = first; link; link = link->next)
        count++;
    faq_field *at = faq_arena_take(arena, count, sizeof *at);
    if (!at)
        return FAQ_NO_MEMORY;
    out->fields = at;
    out->n_fields = count;
    for (const field_link *link = first; link; link = link->next)
        *at++ = link->field;
    return FAQ_OK;
}

/* Read one member into `out`; false when its bytes are wrong or memory is short. */
static bool take_member(uint64_t tag, faq_span payload, faq_arena *arena, field_link ***last,
                        faq_entry *out, faq_status *status)
{
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (texts[i].tag == tag) {
            *MEMBER(faq_str, out, texts[i].offset) =
                (faq_str){(const char *)payload.at, payload.len};
            return true;
        }
    }
    for (size_t i = 0; i < COUNT(lists); i++) {
        if (lists[i].tag == tag)
            return take_list(payload, arena, MEMBER(faq_list, out, lists[i].offset), status);
    }
    for (size_t i = 0; i < COUNT(times); i++) {
        if (times[i].tag == tag)
            *MEMBER(int64_t, out, times[i].offset) = (int64_t)faq_take_u64(&payload);
    }
    for (size_t i = 0; i < COUNT(counts); i++) {
        if (counts[i].tag == tag)
            *MEMBER(uint64_t, out, counts[i].offset) = faq_take_varint(&payload);
    }
    if (tag == TAG_ANSWER_TYPE)
        out->answer_type = faq_take_varint(&payload) ? FAQ_ANSWER_HTML : FAQ_ANSWER_TEXT;
    if (tag == TAG_FIELD)
        return take_field(payload, arena, last, status);
    return !payload.failed;
}

faq_status faq_record_decode(faq_span record, faq_arena *arena, faq_entry *out, faq_error *err)
{
    faq_entry entry = {
        .size = sizeof entry,
        .valid_from = FAQ_NO_TIME,
        .valid_to = FAQ_NO_TIME,
        .updated = FAQ_NO_TIME,
    };
    field_link *first = NULL, **last = &first;
    faq_status status = FAQ_CORRUPT;
    while (record.pos < record.len) {
        uint64_t tag = faq_take_varint(&record);
        faq_str bytes = faq_take_text(&record);
        uint64_t origin = faq_span_offset(&record) - bytes.len;
        if (record.failed || !take_member(tag, faq_span_of(bytes.at, bytes.len, origin), arena,
                                          &last, &entry, &status)) {
            if (status == FAQ_NO_MEMORY)
                return faq_no_memory(err, "read an entry");
            return faq_corrupt(err, faq_span_offset(&record), "an entry's record is wrong");
        }
    }
    if (first && collect_fields(first, arena, &entry))
        return faq_no_memory(err, "read an entry");
    *out = entry;
    return FAQ_OK;
}

faq_str faq_record_answer_text(const faq_entry *entry)
{
    return entry->answer_text.len ? entry->answer_text : entry->answer;
}
