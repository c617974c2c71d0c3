/* SPDX-License-Identifier: MIT */
#include "index/builder.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/mem.h"
#include "store/counters.h"
#include "store/record.h"
#include "text/utf8.h"

/* ---- columns: made of every entry, named in the file */

enum column {
    COLUMN_VISIBILITY,
    COLUMN_STAGE,
    COLUMN_AUDIENCE,
    COLUMN_CATEGORY,
    COLUMN_TAGS,
    COLUMN_LOCALE,
    COLUMN_VALID_FROM,
    COLUMN_VALID_TO,
    COLUMN_UPDATED,
    COLUMN_COUNT,
};

static const struct {
    const char *name;
    faq_column_kind kind;
} columns[COLUMN_COUNT] = {
    [COLUMN_VISIBILITY] = {"visibility", FAQ_COLUMN_TEXTS},
    [COLUMN_STAGE] = {"stage", FAQ_COLUMN_TEXTS},
    [COLUMN_AUDIENCE] = {"audience", FAQ_COLUMN_TEXTS},
    [COLUMN_CATEGORY] = {"category", FAQ_COLUMN_TEXTS},
    [COLUMN_TAGS] = {"tags", FAQ_COLUMN_TEXTS},
    [COLUMN_LOCALE] = {"locale", FAQ_COLUMN_TEXTS},
    [COLUMN_VALID_FROM] = {"valid_from", FAQ_COLUMN_TIME},
    [COLUMN_VALID_TO] = {"valid_to", FAQ_COLUMN_TIME},
    [COLUMN_UPDATED] = {"updated", FAQ_COLUMN_TIME},
};

/* A category's column holds its path and every ancestor's: a, a/b, a/b/c. */
static faq_list category_paths(faq_builder *builder, faq_list levels)
{
    faq_list none = {NULL, 0};
    faq_str *paths = faq_arena_take(&builder->arena, levels.count, sizeof *paths);
    size_t len = 0;
    for (size_t i = 0; i < levels.count; i++)
        len += levels.at[i].len + 1;
    char *text = faq_arena_take(&builder->arena, len, 1);
    if (!paths || !text)
        return none;
    size_t end = 0;
    for (size_t i = 0; i < levels.count; i++) {
        if (i)
            text[end++] = '/';
        if (levels.at[i].len)
            memcpy(text + end, levels.at[i].at, levels.at[i].len);
        end += levels.at[i].len;
        paths[i] = (faq_str){text, end};
    }
    return (faq_list){paths, levels.count};
}

static void add_columns(faq_builder *builder, const faq_entry *entry)
{
    static const faq_str everyone[] = {{"public", 6}};
    faq_column_writer *all = builder->columns;
    faq_list visibility = entry->visibility.count ? entry->visibility : (faq_list){everyone, 1};
    faq_column_add_texts(&all[COLUMN_VISIBILITY], visibility);
    faq_column_add_texts(&all[COLUMN_STAGE], entry->stage);
    faq_column_add_texts(&all[COLUMN_AUDIENCE], entry->audience);
    faq_column_add_texts(&all[COLUMN_CATEGORY], category_paths(builder, entry->category));
    faq_column_add_texts(&all[COLUMN_TAGS], entry->tags);
    faq_column_add_texts(&all[COLUMN_LOCALE],
                         (faq_list){&entry->locale, entry->locale.len ? 1 : 0});
    faq_column_add_time(&all[COLUMN_VALID_FROM], entry->valid_from);
    faq_column_add_time(&all[COLUMN_VALID_TO], entry->valid_to);
    faq_column_add_time(&all[COLUMN_UPDATED], entry->updated);
}

/* ---- beginning and ending */

static void init_buffers(faq_builder *builder)
{
    faq_buf *buffers[] = {&builder->row_starts, &builder->keys, &builder->key_starts,
                          &builder->hashes, &builder->counters};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        faq_buf_init(buffers[i], builder->mem);
}

faq_status faq_builder_begin(faq_builder *builder, const faq_allocator *mem, faq_analyzer *analyzer,
                             faq_str samples, const size_t *lengths, size_t n_samples,
                             faq_error *err)
{
    *builder = (faq_builder){.mem = mem, .analyzer = analyzer};
    init_buffers(builder);
    faq_inverter_init(&builder->inverter, mem);
    faq_map_init(&builder->attributes, mem);
    faq_arena_init(&builder->arena, mem);
    builder->columns = faq_mem_new(mem, COLUMN_COUNT, sizeof *builder->columns);
    if (!builder->columns)
        return faq_no_memory(err, "build a segment");
    for (int i = 0; i < COLUMN_COUNT; i++)
        faq_column_init(&builder->columns[i], mem, columns[i].kind, faq_str_of(columns[i].name));
    return faq_documents_begin(&builder->documents, mem, samples, lengths, n_samples, err);
}

void faq_builder_release(faq_builder *builder)
{
    const faq_allocator *mem = builder->mem;
    if (!mem)
        return;
    faq_inverter_release(&builder->inverter);
    faq_documents_release(&builder->documents);
    for (int i = 0; builder->columns && i < COLUMN_COUNT; i++)
        faq_column_release(&builder->columns[i]);
    faq_mem_free(mem, builder->columns);
    faq_buf *buffers[] = {&builder->row_starts, &builder->keys, &builder->key_starts,
                          &builder->hashes, &builder->counters};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        faq_buf_release(buffers[i]);
    faq_map_release(&builder->attributes);
    faq_arena_release(&builder->arena);
    faq_mem_free(mem, builder->seen);
    faq_mem_free(mem, builder->touched);
    *builder = (faq_builder){0};
}

/* ---- units */

/* What is remembered of a unit; NULL when there is no memory. */
static faq_builder_seen *unit_seen(faq_builder *builder, faq_index_field field, faq_str unit,
                                   uint32_t *term)
{
    *term = faq_inverter_term(&builder->inverter, field, unit);
    if (*term == FAQ_MAP_NONE)
        return NULL;
    size_t cap = builder->seen_cap;
    if (!faq_mem_grow(builder->mem, &builder->seen, &builder->seen_cap, (size_t)*term + 1,
                      sizeof *builder->seen))
        return NULL;
    if (builder->seen_cap > cap)
        memset(builder->seen + cap, 0, (builder->seen_cap - cap) * sizeof *builder->seen);
    return &builder->seen[*term];
}

static bool add_row_unit(faq_builder *builder, faq_index_field field, faq_str unit)
{
    uint32_t term;
    faq_builder_seen *seen = unit_seen(builder, field, unit, &term);
    if (!seen)
        return false;
    if (seen->place == builder->n_rows + 1)
        return true;
    seen->place = builder->n_rows + 1;
    return faq_inverter_add_row(&builder->inverter, term, builder->n_rows);
}

static faq_status add_row(faq_builder *builder, faq_str phrasing, faq_error *err)
{
    static const faq_index_field fields[] = {
        [FAQ_UNIT_CHARACTER] = FAQ_INDEX_CHARACTERS,
        [FAQ_UNIT_WORD] = FAQ_INDEX_WORDS,
        [FAQ_UNIT_CANONICAL] = FAQ_INDEX_CANONICAL,
    };
    faq_analysis analysis;
    faq_status status = faq_analyzer_cut(builder->analyzer, phrasing,
                                         FAQ_CUT_ALL & ~(unsigned)FAQ_CUT_BIGRAMS, &analysis, err);
    if (status)
        return status;
    for (size_t i = 0; i < analysis.count; i++) {
        const faq_unit *unit = &analysis.units[i];
        if (!add_row_unit(builder, fields[unit->kind], unit->term))
            return faq_no_memory(err, "index an entry");
    }
    return FAQ_OK;
}

static bool add_body_unit(faq_builder *builder, faq_str unit, uint16_t mask)
{
    uint32_t term;
    faq_builder_seen *seen = unit_seen(builder, FAQ_INDEX_BODY, unit, &term);
    if (!seen)
        return false;
    if (seen->place != builder->n_docs + 1) {
        if (!faq_mem_grow(builder->mem, &builder->touched, &builder->touched_cap,
                          builder->n_touched + 1, sizeof *builder->touched))
            return false;
        builder->touched[builder->n_touched++] = term;
        *seen = (faq_builder_seen){.place = builder->n_docs + 1};
    }
    seen->tf++;
    seen->mask |= mask;
    return true;
}

bool faq_unit_is_of_body(const faq_unit *unit)
{
    if (unit->kind == FAQ_UNIT_CANONICAL)
        return false;
    /* words of one or two characters are characters and bigrams already */
    return unit->kind != FAQ_UNIT_WORD || faq_utf8_count(unit->term) > 2;
}

/* Index one text of the body; adds its characters to `len`. */
static faq_status add_body_text(faq_builder *builder, faq_str name, faq_str text, uint32_t *len,
                                faq_error *err)
{
    if (!text.len)
        return FAQ_OK;
    uint32_t attribute = faq_map_add(&builder->attributes, name);
    if (attribute == FAQ_MAP_NONE)
        return faq_no_memory(err, "index an entry");
    if (attribute >= FAQ_TEXT_ATTRIBUTES)
        attribute = FAQ_TEXT_ATTRIBUTES - 1;
    faq_analysis analysis;
    faq_status status =
        faq_analyzer_cut(builder->analyzer, text, FAQ_CUT_ALL & ~(unsigned)FAQ_CUT_CANONICAL,
                         &analysis, err);
    if (status)
        return status;
    for (size_t i = 0; i < analysis.count; i++) {
        const faq_unit *unit = &analysis.units[i];
        *len += unit->kind == FAQ_UNIT_CHARACTER;
        if (faq_unit_is_of_body(unit) &&
            !add_body_unit(builder, unit->term, (uint16_t)(1u << attribute)))
            return faq_no_memory(err, "index an entry");
    }
    return FAQ_OK;
}

static faq_status add_body_list(faq_builder *builder, faq_str name, faq_list texts, uint32_t *len,
                                faq_error *err)
{
    faq_status status = FAQ_OK;
    for (size_t i = 0; i < texts.count && !status; i++)
        status = add_body_text(builder, name, texts.at[i], len, err);
    return status;
}

static faq_status add_body(faq_builder *builder, const faq_entry *entry, faq_error *err)
{
    uint32_t len = 0;
    builder->n_touched = 0;
    faq_status status =
        add_body_text(builder, FAQ_STR("answer"), faq_record_answer_text(entry), &len, err);
    if (!status)
        status = add_body_list(builder, FAQ_STR("category"), entry->category, &len, err);
    if (!status)
        status = add_body_list(builder, FAQ_STR("tags"), entry->tags, &len, err);
    for (size_t i = 0; i < entry->n_fields && !status; i++)
        status = add_body_text(builder, entry->fields[i].name, entry->fields[i].text, &len, err);
    for (size_t i = 0; i < builder->n_touched && !status; i++) {
        uint32_t term = builder->touched[i];
        const faq_builder_seen *seen = &builder->seen[term];
        if (!faq_inverter_add_body(&builder->inverter, term, builder->n_docs,
                                   faq_posting_code(seen->tf, len), seen->mask))
            status = faq_no_memory(err, "index an entry");
    }
    return status;
}

static faq_status add_text(faq_builder *builder, const faq_entry *entry, faq_error *err)
{
    faq_status status = add_row(builder, entry->question, err);
    builder->n_rows++;
    for (size_t i = 0; i < entry->phrasings.count && !status; i++) {
        status = add_row(builder, entry->phrasings.at[i], err);
        builder->n_rows++;
    }
    return status ? status : add_body(builder, entry, err);
}

/* ---- entries */

faq_status faq_builder_add(faq_builder *builder, faq_span record, faq_error *err)
{
    faq_entry entry;
    faq_str bytes = {(const char *)record.at, record.len};
    faq_arena_reset(&builder->arena);
    faq_status status = faq_record_decode(record, &builder->arena, &entry, err);
    if (status)
        return status;
    if (builder->n_docs >= FAQ_SEGMENT_DOCS_MAX ||
        entry.phrasings.count >= FAQ_SEGMENT_ROWS_MAX - builder->n_rows)
        return faq_fail(err, FAQ_BAD_INPUT, 0, "too many entries for one segment");
    faq_put_u32(&builder->row_starts, builder->n_rows);
    if (builder->analyzer)
        status = add_text(builder, &entry, err);
    else
        builder->n_rows += 1 + (uint32_t)entry.phrasings.count;
    if (status)
        return status;
    faq_keys_put(&builder->keys, &builder->key_starts, entry.id, entry.locale);
    faq_put_u64(&builder->hashes, faq_hash(bytes));
    faq_counters_put(&builder->counters, &entry);
    add_columns(builder, &entry);
    builder->n_docs++;
    return faq_documents_add(&builder->documents, bytes, err);
}

static faq_status finish_attributes(faq_builder *builder, faq_appender *appender, uint32_t segment,
                                    faq_error *err)
{
    faq_buf out;
    faq_buf_init(&out, builder->mem);
    for (size_t i = 0; i < builder->attributes.count; i++)
        faq_put_text(&out, builder->attributes.keys[i]);
    faq_status status = out.failed
                            ? faq_no_memory(err, "list attributes")
                            : faq_appender_add(appender, FAQ_SECTION_ATTRIBUTES, segment,
                                               faq_buf_text(&out), builder->attributes.count, err);
    faq_buf_release(&out);
    return status;
}

faq_status faq_builder_finish(faq_builder *builder, faq_appender *appender, uint32_t segment,
                              faq_error *err)
{
    faq_put_u32(&builder->row_starts, builder->n_rows);
    if (builder->row_starts.failed || builder->hashes.failed || builder->counters.failed)
        return faq_no_memory(err, "build a segment");
    uint32_t n_docs = builder->n_docs;
    faq_status status = faq_inverter_finish(&builder->inverter, appender, segment, err);
    if (!status)
        status = faq_appender_add(appender, FAQ_SECTION_ROW_STARTS, segment,
                                  faq_buf_text(&builder->row_starts), n_docs, err);
    if (!status)
        status =
            faq_keys_write(appender, segment, &builder->keys, &builder->key_starts, n_docs, err);
    if (!status)
        status = faq_documents_finish(&builder->documents, appender, segment, err);
    if (!status)
        status = faq_appender_add(appender, FAQ_SECTION_HASHES, segment,
                                  faq_buf_text(&builder->hashes), n_docs, err);
    if (!status)
        status = faq_appender_add(appender, FAQ_SECTION_COUNTERS, segment,
                                  faq_buf_text(&builder->counters), n_docs, err);
    if (!status)
        status = finish_attributes(builder, appender, segment, err);
    for (int i = 0; i < COLUMN_COUNT && !status; i++)
        status = faq_column_finish(&builder->columns[i], appender, segment, err);
    return status;
}
