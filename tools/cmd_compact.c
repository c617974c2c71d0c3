/* SPDX-License-Identifier: MIT */
#include <sys/stat.h>

#include "commands.h"
#include "interrupt.h"
#include "json.h"
#include "messages.h"
#include "output.h"
#include "session.h"

static uint64_t bytes_of(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 ? (uint64_t)info.st_size : 0;
}

static void summarize(const options *given, uint64_t before, const faq_commit_info *info)
{
    char old[OUTPUT_NUMBER_BYTES], new[OUTPUT_NUMBER_BYTES];
    messages_note(SAY("%s：%s → %s", "%s: %s -> %s"), given->index, output_size(old, before),
                  output_size(new, info->file_bytes));
    if (!options_has(given, OPTION_JSON))
        return;
    json_writer json = json_begin(stdout);
    json_open(&json, NULL, '{');
    json_number(&json, "entries", info->n_entries);
    json_number(&json, "generation", info->generation);
    json_number(&json, "bytes_before", before);
    json_number(&json, "bytes", info->file_bytes);
    json_close(&json, '}');
    json_end(&json);
}

/* An empty transaction waits for the lock where an interruption is heard; compacting takes it. */
int command_compact(const options *given)
{
    if (!session_has_index(given))
        return EXIT_FAILED;
    if (given->n_operands)
        return options_misused(given, SAY("参数太多", "too many arguments"));
    interrupt_begin();
    faq_write_options how = session_write_options(given);
    how.must_exist = true;
    faq_writer *writer;
    int code = session_begin(&writer, given, &how);
    if (code)
        return code;
    faq_writer_rollback(writer);
    uint64_t before = bytes_of(given->index);
    faq_commit_info info = FAQ_INIT(faq_commit_info);
    faq_error err = {0};
    how.wait_ms = options_milliseconds(given, OPTION_WAIT, 10000);
    faq_status status = faq_index_compact(given->index, &how, &info, &err);
    if (status)
        return messages_failure(given->index, interrupt_came() ? FAQ_CANCELLED : status, &err);
    summarize(given, before, &info);
    return EXIT_FOUND;
}
