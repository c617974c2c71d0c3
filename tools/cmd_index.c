/* SPDX-License-Identifier: MIT */
/*
 * faqsearch index: one transaction around all files. What a file brings goes straight into the
 * writer; only a failing writer or an interruption ends the run early, and then nothing is changed.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <faqsearch/ingest.h>

#include "commands.h"
#include "inputs.h"
#include "interrupt.h"
#include "json.h"
#include "messages.h"
#include "output.h"
#include "session.h"

#define REPORTED_MAX 20
#define PROGRESS_MS 100

typedef struct index_run {
    const options *given;
    faq_writer *writer;
    faq_ingest_options how;
    FILE *rejects;                /* NULL: none yet */
    bool rejects_failed;          /* they could not be written */
    faq_status fatal;             /* of the writer or an interruption: ends the run */
    faq_error err;                /* goes with it */
    struct timespec start, shown; /* of the run; when progress was shown last */
    uint64_t files, n_read, rejected, failed, entries, bytes;
    faq_changes changes; /* all in all, once every file was read */
} index_run;

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) * 1e-9;
}

/* ---- records */

static void show_progress(index_run *run)
{
    if (run->n_read % 64 || !messages_has_progress() ||
        seconds_since(&run->shown) * 1000 < PROGRESS_MS)
        return;
    char line[128], number[OUTPUT_NUMBER_BYTES];
    snprintf(line, sizeof line, SAY("已读取 %s 条", "%s entries read"),
             output_number(number, run->n_read));
    messages_progress(line);
    clock_gettime(CLOCK_MONOTONIC, &run->shown);
}

/* The file is opened by the first record for it: a run without any leaves it alone. */
static bool open_rejects(index_run *run)
{
    const char *path = options_text(run->given, OPTION_REJECTS, NULL);
    if (!path || run->rejects_failed)
        return false;
    if (!run->rejects)
        run->rejects = fopen(path, "w");
    if (!run->rejects) {
        run->rejects_failed = true;
        messages_error("%s: %s", path, messages_errno(errno));
    }
    return run->rejects != NULL;
}

static void write_reject(index_run *run, const faq_place *place, const char *reason, faq_str record)
{
    json_writer json = json_begin(run->rejects);
    json_open(&json, NULL, '{');
    json_text(&json, "file", faq_text(place->file));
    json_number(&json, "line", place->line);
    json_number(&json, "record", place->record);
    json_text(&json, "reason", faq_text(reason));
    json_text(&json, "source", record);
    json_close(&json, '}');
    json_end(&json);
}

static void reject(void *ctx, const faq_place *place, const char *reason, faq_str record)
{
    index_run *run = ctx;
    const char *words = messages_translate(reason);
    if (run->rejected++ < REPORTED_MAX || options_has(run->given, OPTION_VERBOSE)) {
        if (place->line)
            messages_line("%s:%llu: %s", place->file, (unsigned long long)place->line, words);
        else
            messages_line(SAY("%s: 第 %llu 条记录: %s", "%s: record %llu: %s"), place->file,
                          (unsigned long long)place->record, words);
    }
    if (open_rejects(run))
        write_reject(run, place, reason, record);
}

static faq_status end_run(index_run *run, faq_status status, const faq_error *err)
{
    run->fatal = status;
    if (err)
        run->err = *err;
    return status;
}

static faq_status put(void *ctx, const faq_entry *entry, const faq_place *place, faq_error *err)
{
    index_run *run = ctx;
    faq_error own = {0};
    if (interrupt_came())
        return end_run(run, FAQ_CANCELLED, err);
    faq_status status = faq_writer_put(run->writer, entry, NULL, &own);
    if (status == FAQ_BAD_ARGUMENT) { /* this entry cannot be kept; the next one may */
        reject(run, place, own.message, entry->question);
        return FAQ_OK;
    }
    if (status) {
        if (err)
            *err = own;
        return end_run(run, status, &own);
    }
    run->n_read++;
    show_progress(run);
    return FAQ_OK;
}

/* ---- files */

static faq_status read_stdin(index_run *run, faq_error *err)
{
    faq_str bytes;
    char *at;
    if (!inputs_read_all(STDIN_FILENO, &at, &bytes.len)) {
        snprintf(err->message, sizeof err->message, "%s", messages_errno(errno));
        return interrupt_came() ? end_run(run, FAQ_CANCELLED, NULL) : FAQ_IO;
    }
    bytes.at = at;
    faq_status status = faq_ingest_bytes(bytes, "-", &run->how, NULL, err);
    free(at);
    return status;
}

/* Was the path given as such, not found in a folder? */
static bool is_operand(const index_run *run, const char *path)
{
    for (size_t i = 0; i < run->given->n_operands; i++) {
        if (strcmp(run->given->operands[i], path) == 0)
            return true;
    }
    return false;
}

static void read_file(index_run *run, const char *path)
{
    faq_error err = {0};
    run->files++;
    faq_status status = strcmp(path, "-") == 0 ? read_stdin(run, &err)
                                               : faq_ingest_file(path, &run->how, NULL, &err);
    if (!status || run->fatal)
        return;
    if (status == FAQ_NOT_FOUND && !is_operand(run, path)) {
        messages_note(SAY("%s 里没有条目，已跳过", "%s holds no entries, passed over"), path);
        run->files--;
        return;
    }
    run->failed++;
    messages_error_about(path, messages_translate(err.message));
}

static void read_inputs(index_run *run, const inputs *list)
{
    run->failed = list->n_failed;
    if (list->n_skipped)
        messages_note(SAY("目录中有 %llu 个其他类型的文件没有读取%s",
                          "not read: %llu file%s of other kinds in folders"),
                      (unsigned long long)list->n_skipped,
                      SAY("", list->n_skipped == 1 ? "" : "s"));
    for (size_t i = 0; i < list->count && !run->fatal; i++)
        read_file(run, list->paths[i]);
    messages_progress(NULL);
    if (run->rejected > REPORTED_MAX && !options_has(run->given, OPTION_VERBOSE))
        messages_line(SAY("还有 %llu 条被拒绝的记录（--verbose 全部列出，--rejects 写入文件）",
                          "%llu more rejected (--verbose lists all, --rejects FILE keeps them)"),
                      (unsigned long long)(run->rejected - REPORTED_MAX));
}

/* ---- the end */

/* What the index holds now, for runs that change nothing. */
static void count_existing(index_run *run)
{
    faq_index *index;
    faq_index_info info = FAQ_INIT(faq_index_info);
    if (faq_index_open(&index, run->given->index, NULL, NULL))
        return;
    faq_index_describe(index, &info);
    run->entries = info.n_entries;
    run->bytes = info.file_bytes;
    faq_index_close(index);
}

static int roll_back(index_run *run)
{
    faq_writer_rollback(run->writer);
    run->writer = NULL;
    if (interrupt_came())
        run->fatal = FAQ_CANCELLED;
    if (run->fatal)
        return messages_failure(run->given->index, run->fatal, &run->err);
    count_existing(run);
    if (options_has(run->given, OPTION_DRY_RUN))
        run->entries += run->changes.added - run->changes.deleted;
    return EXIT_FOUND;
}

static int commit(index_run *run)
{
    faq_commit_info info = FAQ_INIT(faq_commit_info);
    faq_error err = {0};
    faq_status status = faq_writer_commit(run->writer, &info, &err);
    run->writer = NULL;
    if (status) {
        if (status == FAQ_NOT_FOUND)
            status = FAQ_IO; /* of the place for it, not of the index */
        run->fatal = interrupt_came() ? FAQ_CANCELLED : status;
        return messages_failure(run->given->index, run->fatal, &err);
    }
    run->entries = info.n_entries;
    run->bytes = info.file_bytes;
    return EXIT_FOUND;
}

/* --sync: delete what no file brought. False when the run had better change nothing. */
static bool synchronize(index_run *run)
{
    if (!options_has(run->given, OPTION_SYNC))
        return true;
    if (!run->n_read) {
        messages_error("%s", SAY("没有读到任何条目，--sync 会清空索引，因此什么都没有改",
                                 "no entry was read: --sync would empty the index, so nothing is "
                                 "changed"));
        return false;
    }
    if (run->failed || run->rejected) {
        messages_error("%s",
                       SAY("有文件或记录没能读取，因此 --sync 没有删除任何条目",
                           "a file or a record could not be read, so --sync deletes nothing"));
        return true;
    }
    faq_error err = {0};
    faq_status status = faq_writer_delete_others(run->writer, NULL, &err);
    if (status)
        end_run(run, status, &err);
    return !status;
}

/* Entries of one id in one run: the later one holds, which not everybody expects. */
static void count_changes(index_run *run)
{
    run->changes = FAQ_INIT(faq_changes);
    faq_writer_changes(run->writer, &run->changes);
    uint64_t kept = run->changes.added + run->changes.updated + run->changes.unchanged;
    char number[OUTPUT_NUMBER_BYTES];
    if (run->n_read > kept)
        messages_note(SAY("有 %s 条记录的 ID 与后面的记录相同，以后出现的为准",
                          "%s records have the id of a later one, which is the one that is kept"),
                      output_number(number, run->n_read - kept));
}

/* A run that only failed leaves no empty index behind. */
static bool is_fruitless(const index_run *run)
{
    return run->failed && !run->n_read && access(run->given->index, F_OK) != 0;
}

static int finish(index_run *run)
{
    if (run->fatal)
        return roll_back(run);
    bool refused = !synchronize(run);
    count_changes(run);
    int code;
    if (refused || is_fruitless(run) || options_has(run->given, OPTION_DRY_RUN))
        code = roll_back(run);
    else
        code = commit(run);
    if (!code && (refused || run->failed))
        code = EXIT_FAILED;
    if (!code && run->rejected && options_has(run->given, OPTION_STRICT))
        code = EXIT_FAILED;
    return code;
}

static void summarize(const index_run *run)
{
    char line[512];
    snprintf(line, sizeof line,
             "{\"files\":%llu,\"added\":%llu,\"updated\":%llu,\"unchanged\":%llu,\"deleted\":%llu,"
             "\"rejected\":%llu,\"failed\":%llu,\"entries\":%llu,\"bytes\":%llu,\"seconds\":%.3f}",
             (unsigned long long)run->files, (unsigned long long)run->changes.added,
             (unsigned long long)run->changes.updated, (unsigned long long)run->changes.unchanged,
             (unsigned long long)run->changes.deleted, (unsigned long long)run->rejected,
             (unsigned long long)run->failed, (unsigned long long)run->entries,
             (unsigned long long)run->bytes, seconds_since(&run->start));
    messages_line("%s", line);
    if (options_has(run->given, OPTION_JSON))
        puts(line);
}

static int close_rejects(index_run *run, int code)
{
    bool broke = run->rejects_failed;
    if (run->rejects) {
        broke |= ferror(run->rejects) != 0;
        broke |= fclose(run->rejects) != 0;
        if (broke)
            messages_error("%s: %s", options_text(run->given, OPTION_REJECTS, ""),
                           SAY("没能写完整", "could not be written in full"));
    }
    return broke && !code ? EXIT_FAILED : code;
}

static int run_index(index_run *run, const inputs *list)
{
    faq_write_options how = session_write_options(run->given);
    int code = session_begin(&run->writer, run->given, &how);
    bool began = !code;
    if (began) {
        read_inputs(run, list);
        code = finish(run);
    }
    code = close_rejects(run, code);
    if (began && !run->fatal)
        summarize(run);
    return code;
}

/* ---- options */

/* "field=column,..." */
static bool read_map(index_run *run, const char *words)
{
    faq_list pairs;
    if (!session_list(words, &pairs))
        return messages_no_memory(), false;
    faq_mapping *map = calloc(pairs.count + 1, sizeof *map);
    bool fine = map != NULL;
    for (size_t i = 0; i < pairs.count && fine; i++) {
        faq_str pair = pairs.at[i];
        const char *equals = memchr(pair.at, '=', pair.len);
        size_t len = equals ? (size_t)(equals - pair.at) : 0;
        fine = len > 0 && len + 1 < pair.len;
        if (fine)
            map[i] = (faq_mapping){{pair.at, len}, {equals + 1, pair.len - len - 1}};
        else
            messages_error(SAY("--map 的“%.*s”不是 字段=列名 的形式",
                               "--map: \"%.*s\" is not FIELD=COLUMN"),
                           (int)pair.len, pair.at);
    }
    run->how.map = map;
    run->how.n_map = pairs.count;
    session_list_release(&pairs);
    return fine;
}

static bool read_options(index_run *run)
{
    const options *given = run->given;
    run->how = FAQ_INIT(faq_ingest_options);
    run->how.encoding = options_text(given, OPTION_ENCODING, NULL);
    run->how.entry = put;
    run->how.rejected = reject;
    run->how.ctx = run;
    faq_format_named(faq_text(options_text(given, OPTION_FORMAT, "auto")), &run->how.format);
    const char *map = options_text(given, OPTION_MAP, NULL);
    const char *columns = options_text(given, OPTION_COLUMNS, NULL);
    if (columns && !session_list(columns, &run->how.columns))
        return messages_no_memory(), false;
    return !map || read_map(run, map);
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat of_a, of_b;
    return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
           of_a.st_ino == of_b.st_ino;
}

/* Rejected records must not be written over what they come from or go to. */
static bool check_rejects(const index_run *run, const inputs *list)
{
    const char *path = options_text(run->given, OPTION_REJECTS, NULL);
    bool taken =
        path && (is_same_file(path, run->given->index) || strcmp(path, run->given->index) == 0);
    for (size_t i = 0; path && i < list->count && !taken; i++)
        taken = is_same_file(path, list->paths[i]);
    if (taken)
        messages_error(SAY("--rejects 的 %s 就是索引或要读取的文件",
                           "--rejects: %s is the index or a file to be read"),
                       path);
    return !taken;
}

static bool gather_inputs(const options *given, inputs *list)
{
    for (size_t i = 0; i < given->n_operands; i++) {
        if (!inputs_add(list, given->operands[i]))
            return messages_no_memory(), false;
    }
    return true;
}

int command_index(const options *given)
{
    if (!session_has_index(given))
        return EXIT_FAILED;
    if (!given->n_operands)
        return options_misused(given, SAY("缺少 FILE", "FILE is missing"));
    interrupt_begin();
    index_run run = {.given = given};
    clock_gettime(CLOCK_MONOTONIC, &run.start);
    inputs list = {0};
    int code = EXIT_FAILED;
    if (read_options(&run) && gather_inputs(given, &list) && check_rejects(&run, &list))
        code = run_index(&run, &list);
    inputs_release(&list);
    free((void *)(uintptr_t)run.how.map);
    session_list_release(&run.how.columns);
    return code;
}
