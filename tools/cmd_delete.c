/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "interrupt.h"
#include "json.h"
#include "keys.h"
#include "lines.h"
#include "messages.h"
#include "session.h"

typedef struct delete_run {
    const options *given;
    faq_writer *writer;
    uint64_t deleted, missing;
} delete_run;

static faq_status delete_one(delete_run *run, const keys_one *key, faq_error *err)
{
    faq_status status = key->locale
                            ? faq_writer_delete(run->writer, key->id, faq_text(key->locale), err)
                            : FAQ_NOT_FOUND;
    if (status == FAQ_NOT_FOUND) {
        run->missing++;
        keys_report_missing(key->id);
        return FAQ_OK;
    }
    run->deleted += !status;
    return status;
}

static void summarize(const delete_run *run, const faq_commit_info *info)
{
    messages_note(SAY("删除了 %llu 条，%llu 个 ID 不存在", "%llu deleted, %llu missing"),
                  (unsigned long long)run->deleted, (unsigned long long)run->missing);
    if (!options_has(run->given, OPTION_JSON))
        return;
    json_writer json = json_begin(stdout);
    json_open(&json, NULL, '{');
    json_number(&json, "deleted", run->deleted);
    json_number(&json, "missing", run->missing);
    json_number(&json, "entries", info->n_entries);
    json_number(&json, "bytes", info->file_bytes);
    json_close(&json, '}');
    json_end(&json);
}

static int delete_found(delete_run *run, const keys *found)
{
    faq_error err = {0};
    faq_status status = FAQ_OK;
    for (size_t i = 0; i < found->count && !status; i++)
        status = interrupt_came() ? FAQ_CANCELLED : delete_one(run, &found->at[i], &err);
    faq_commit_info info = FAQ_INIT(faq_commit_info);
    if (status)
        faq_writer_rollback(run->writer);
    else
        status = faq_writer_commit(run->writer, &info, &err);
    if (status)
        return messages_failure(run->given->index, interrupt_came() ? FAQ_CANCELLED : status, &err);
    summarize(run, &info);
    return run->missing ? EXIT_NONE : EXIT_FOUND;
}

/* The lock is taken first: what is looked up then cannot change before it is deleted. */
static int delete_ids(const options *given, const faq_list *ids)
{
    delete_run run = {.given = given};
    faq_write_options how = session_write_options(given);
    how.must_exist = true;
    int code = session_begin(&run.writer, given, &how);
    if (code)
        return code;
    tool_session session;
    keys found = {0};
    code = session_open(&session, given);
    if (!code)
        code = keys_find(&found, session.search, given, ids);
    session_close(&session);
    if (code)
        faq_writer_rollback(run.writer);
    else
        code = delete_found(&run, &found);
    keys_release(&found);
    return code;
}

int command_delete(const options *given)
{
    const char *path = options_text(given, OPTION_IDS_FROM, NULL);
    if (!session_has_index(given))
        return EXIT_FAILED;
    if (!given->n_operands && !path)
        return options_misused(given, SAY("缺少 ID", "ID is missing"));
    interrupt_begin();
    lines file = {0};
    if (path && !lines_read(&file, path)) {
        lines_release(&file);
        return EXIT_FAILED;
    }
    faq_str *ids = calloc(given->n_operands + file.count + 1, sizeof *ids);
    faq_list list = {ids, 0};
    for (size_t i = 0; ids && i < given->n_operands; i++)
        ids[list.count++] = faq_text(given->operands[i]);
    for (size_t i = 0; ids && i < file.count; i++) {
        if (file.at[i].len)
            ids[list.count++] = file.at[i];
    }
    int code = ids ? delete_ids(given, &list) : messages_no_memory();
    free(ids);
    lines_release(&file);
    return code;
}
