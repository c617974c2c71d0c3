/* SPDX-License-Identifier: MIT */
/*
 * The door: a file's bytes become UTF-8, a table of formats finds the reader, the reader gives
 * records (record.h). A new format is a row here and a reader beside json.c and table.c.
 */
#include <faqsearch/ingest.h>

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "ingest/html.h"
#include "ingest/intake.h"
#include "ingest/json.h"
#include "ingest/table.h"
#include "text/encoding.h"
#include "text/utf8.h"

#define SAMPLE_BYTES (64u << 10) /* what is looked at to tell text from other bytes */
#define JUNK_SHARE 10            /* one character of so many */

/* A text to be read, terminated beyond its length; a reader may change it. */
typedef struct mutable_text {
    char *at;
    size_t len;
} mutable_text;

static faq_status read_csv(faq_intake *intake, mutable_text text)
{
    return faq_table_read(intake, (faq_str){text.at, text.len}, 0);
}

static faq_status read_tsv(faq_intake *intake, mutable_text text)
{
    return faq_table_read(intake, (faq_str){text.at, text.len}, '\t');
}

static faq_status read_json(faq_intake *intake, mutable_text text)
{
    return faq_json_read(intake, text.at, text.len);
}

static faq_status read_lines(faq_intake *intake, mutable_text text)
{
    return faq_json_read_lines(intake, text.at, text.len);
}

static const struct {
    const char *name; /* on the command line */
    faq_format format;
    const char *endings; /* of file names, each with a blank behind */
    faq_status (*read)(faq_intake *intake, mutable_text text);
} formats[] = {
    {"jsonl", FAQ_FORMAT_JSONL, ".jsonl .ndjson ", read_lines},
    {"json", FAQ_FORMAT_JSON, ".json ", read_json},
    {"tsv", FAQ_FORMAT_TSV, ".tsv .tab ", read_tsv},
    {"csv", FAQ_FORMAT_CSV, ".csv ", read_csv},
};

#define N_FORMATS (sizeof formats / sizeof *formats)

bool faq_format_named(faq_str name, faq_format *out)
{
    for (size_t i = 0; i < N_FORMATS; i++) {
        if (faq_str_equal(name, faq_str_of(formats[i].name)))
            return *out = formats[i].format, true;
    }
    return faq_str_equal(name, FAQ_STR("auto")) && (*out = FAQ_FORMAT_AUTO, true);
}

/* ---- telling formats ----------------------------------------------------------------------- */

static faq_format format_by_ending(const char *file)
{
    char ending[12];
    const char *dot = strrchr(file, '.');
    if (!dot || strlen(dot) + 2 > sizeof ending)
        return FAQ_FORMAT_AUTO;
    snprintf(ending, sizeof ending, "%s ", dot);
    for (char *c = ending; *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
    for (size_t i = 0; i < N_FORMATS; i++) {
        if (strstr(formats[i].endings, ending))
            return formats[i].format;
    }
    return FAQ_FORMAT_AUTO;
}

static bool is_blank(mutable_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((uint8_t)text.at[i] > ' ')
            return false;
    }
    return true;
}

static char first_character(mutable_text text)
{
    size_t i = 0;
    while (i < text.len && (uint8_t)text.at[i] <= ' ')
        i++;
    return i < text.len ? text.at[i] : '\0';
}

/* By content, and by the name where content fits several. */
static faq_format find_format(mutable_text text, const char *file)
{
    faq_format named = format_by_ending(file);
    char first = first_character(text);
    if (named == FAQ_FORMAT_JSONL)
        return named;
    if (first == '{' && faq_json_has_lines((faq_str){text.at, text.len}))
        return FAQ_FORMAT_JSONL;
    if ((first == '{' || first == '[') && named != FAQ_FORMAT_CSV && named != FAQ_FORMAT_TSV)
        return FAQ_FORMAT_JSON;
    if (first == '<' && named == FAQ_FORMAT_AUTO)
        return FAQ_FORMAT_AUTO;
    return named == FAQ_FORMAT_AUTO ? FAQ_FORMAT_CSV : named;
}

/* Is one character of ten no character of a text? */
static bool is_junk(mutable_text text)
{
    size_t junk = 0, all = 0, end = text.len < SAMPLE_BYTES ? text.len : SAMPLE_BYTES;
    for (size_t pos = 0, used; pos < end; pos += used) {
        uint32_t point = faq_utf8_decode(text.at + pos, text.len - pos, &used);
        bool is_control = point < ' ' && point != '\t' && point != '\n' && point != '\r';
        junk += is_control || (point >= 0x7F && point < 0xA0) || point == FAQ_REPLACEMENT;
        all++;
    }
    return junk * JUNK_SHARE > all;
}

static faq_status read_text(faq_intake *intake, mutable_text text)
{
    faq_format format = intake->options->format;
    if (is_blank(text) &&
        (format == FAQ_FORMAT_JSONL || format_by_ending(intake->place.file) == FAQ_FORMAT_JSONL)) {
        intake->result.format = FAQ_FORMAT_JSONL;
        return FAQ_OK; /* the dump of an empty index */
    }
    if (is_blank(text))
        return faq_intake_fail(intake, 0, "is empty");
    if (is_junk(text))
        return faq_intake_fail(intake, 0, "is no text");
    if (format == FAQ_FORMAT_AUTO)
        format = find_format(text, intake->place.file);
    for (size_t i = 0; i < N_FORMATS; i++) {
        if (formats[i].format == format) {
            intake->result.format = format;
            return formats[i].read(intake, text);
        }
    }
    return faq_intake_fail(intake, 0, "is of no known format");
}

/* ---- bytes and files ----------------------------------------------------------------------- */

static faq_status check_options(const faq_ingest_options *options, faq_error *err)
{
    if (!options || !options->entry)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "an export needs a function that takes entries");
    if (options->format > FAQ_FORMAT_JSONL)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "no format has the number %d", options->format);
    return FAQ_OK;
}

static bool is_archive(faq_str bytes)
{
    return faq_str_starts(bytes, FAQ_STR("PK\x03\x04"));
}

/* Decode the bytes, give them back, read the text. */
static faq_status read_bytes(faq_intake *intake, faq_str bytes, void *owned)
{
    faq_buf decoded;
    faq_buf_init(&decoded, intake->mem);
    faq_status status = FAQ_OK;
    if (is_archive(bytes))
        status = faq_intake_fail(intake, 0, "is a workbook or archive, which is not read yet");
    if (!status)
        status = faq_encoding_to_utf8(bytes, intake->options->encoding, &decoded,
                                      intake->result.encoding, intake->err);
    faq_mem_free(intake->mem, owned);
    if (!status) {
        faq_put_u8(&decoded, '\0');
        status = decoded.failed
                     ? faq_intake_no_memory(intake)
                     : read_text(intake, (mutable_text){(char *)decoded.at, decoded.len - 1});
    }
    faq_buf_release(&decoded);
    return status;
}

static faq_status ingest(faq_str bytes, void *owned, const char *name,
                         const faq_ingest_options *options, faq_ingest_result *out, faq_error *err)
{
    faq_intake intake = {.options = options, .mem = options->allocator, .err = err};
    if (!intake.mem)
        intake.mem = faq_mem_default();
    intake.place.file = name ? name : "-";
    intake.result.size = sizeof intake.result;
    faq_arena_init(&intake.arena, intake.mem);
    faq_map_init(&intake.questions, intake.mem);
    faq_buf_init(&intake.safe, intake.mem);
    faq_buf_init(&intake.text, intake.mem);
    faq_status status = faq_words_init(&intake.words, intake.mem, err);
    if (status)
        faq_mem_free(intake.mem, owned);
    else
        status = read_bytes(&intake, bytes, owned);
    if (out) {
        intake.result.size = out->size;
        *out = intake.result;
    }
    faq_words_release(&intake.words);
    faq_buf_release(&intake.safe);
    faq_buf_release(&intake.text);
    faq_mem_free(intake.mem, intake.times);
    faq_map_release(&intake.questions);
    faq_arena_release(&intake.arena);
    return status;
}

faq_status faq_ingest_bytes(faq_str bytes, const char *name, const faq_ingest_options *options,
                            faq_ingest_result *out, faq_error *err)
{
    faq_status status = check_options(options, err);
    return status ? status : ingest(bytes, NULL, name, options, out, err);
}

static faq_status read_file(const faq_io *io, int file, const char *path, const faq_allocator *mem,
                            faq_str *out, faq_error *err)
{
    faq_file_info info;
    int failed = io->stat_file(io->ctx, file, &info);
    if (failed)
        return faq_file_failed(err, failed, "look at", path);
    if (info.is_folder)
        return faq_fail(err, FAQ_BAD_INPUT, 0, "%s: is a folder", path);
    if (info.bytes >= SIZE_MAX / 2)
        return faq_no_memory(err, "read a file of that size");
    char *bytes = faq_mem_resize(mem, NULL, (size_t)info.bytes + 1, 1);
    if (!bytes)
        return faq_no_memory(err, "read a file");
    faq_status status = faq_file_read(io, file, bytes, (size_t)info.bytes, 0, path, err);
    if (status)
        faq_mem_free(mem, bytes);
    else
        *out = (faq_str){bytes, (size_t)info.bytes};
    return status;
}

faq_status faq_ingest_file(const char *path, const faq_ingest_options *options,
                           faq_ingest_result *out, faq_error *err)
{
    faq_status status = check_options(options, err);
    if (status)
        return status;
    const faq_io *io = faq_io_default();
    const faq_allocator *mem = options->allocator ? options->allocator : faq_mem_default();
    int file = io->open(io->ctx, path, FAQ_IO_READ, 0);
    if (file < 0)
        return faq_file_failed(err, file, "open", path);
    faq_str bytes;
    status = read_file(io, file, path, mem, &bytes, err);
    io->close(io->ctx, file);
    if (status)
        return status;
    return ingest(bytes, (void *)(uintptr_t)bytes.at, path, options, out, err);
}

/* ---- HTML ---------------------------------------------------------------------------------- */

/* A buffer's bytes as the caller's own; an empty text needs no memory. */
static faq_str give_away(faq_buf *buf)
{
    faq_str text = faq_buf_text(buf);
    if (text.len)
        return text;
    faq_buf_release(buf);
    return (faq_str){NULL, 0};
}

faq_status faq_ingest_html(faq_str html, const faq_allocator *allocator, faq_str *safe,
                           faq_str *text, faq_error *err)
{
    const faq_allocator *mem = allocator ? allocator : faq_mem_default();
    faq_buf mended, safe_buf, text_buf;
    faq_buf_init(&mended, mem);
    faq_buf_init(&safe_buf, mem);
    faq_buf_init(&text_buf, mem);
    faq_status status = FAQ_OK;
    if (!faq_encoding_is_utf8(html)) {
        char used[FAQ_ENCODING_NAME_BYTES];
        status = faq_encoding_to_utf8(html, "UTF-8", &mended, used, err);
        html = faq_buf_text(&mended);
    }
    if (!status) {
        faq_html_clean(html, safe ? &safe_buf : NULL, text ? &text_buf : NULL);
        if (safe_buf.failed || text_buf.failed)
            status = faq_no_memory(err, "clean HTML");
    }
    faq_buf_release(&mended);
    if (status) {
        faq_buf_release(&safe_buf);
        faq_buf_release(&text_buf);
        return status;
    }
    if (safe)
        *safe = give_away(&safe_buf);
    if (text)
        *text = give_away(&text_buf);
    return FAQ_OK;
}

void faq_ingest_release(const faq_allocator *allocator, faq_str text)
{
    faq_mem_free(allocator ? allocator : faq_mem_default(), (void *)(uintptr_t)text.at);
}
