/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "commands.h"
#include "json.h"
#include "messages.h"
#include "output.h"
#include "session.h"

typedef struct check_run {
    const char *path;
    bool as_json;
    uint64_t damage, remarks;
} check_run;

static void print_finding(const check_run *run, const char *severity, const char *line)
{
    if (!run->as_json) {
        printf("%s: ", run->path);
        output_plain(stdout, faq_text(line));
        putchar('\n');
        return;
    }
    json_writer json = json_begin(stdout);
    json_open(&json, NULL, '{');
    json_text(&json, "severity", faq_text(severity));
    json_text(&json, "message", faq_text(line));
    json_close(&json, '}');
    json_end(&json);
}

static void report_damage(void *ctx, const char *line)
{
    check_run *run = ctx;
    run->damage++;
    print_finding(run, "damage", messages_translate(line));
}

static void remark(check_run *run, const char *line)
{
    run->remarks++;
    print_finding(run, "remark", line);
}

static void look_for_remarks(check_run *run, const faq_index *index)
{
    const char *warning;
    for (size_t i = 0; (warning = faq_index_warning(index, i)); i++)
        remark(run, messages_translate(warning));
    faq_index_info info = FAQ_INIT(faq_index_info);
    faq_index_describe(index, &info);
    if (!info.dead_bytes && !info.n_deleted)
        return;
    char line[256], size[OUTPUT_NUMBER_BYTES], count[OUTPUT_NUMBER_BYTES];
    snprintf(line, sizeof line,
             SAY("有 %s 无用的字节和 %s 条已删除的条目，可用 faqsearch compact 收回",
                 "%s dead and %s deleted entries in the file; faqsearch compact gives them back"),
             output_size(size, info.dead_bytes), output_number(count, info.n_deleted));
    remark(run, line);
}

static void summarize(const check_run *run)
{
    if (!run->as_json) {
        if (!run->damage && !run->remarks)
            printf(SAY("%s: 完好\n", "%s: sound\n"), run->path);
        return;
    }
    json_writer json = json_begin(stdout);
    json_open(&json, NULL, '{');
    json_open(&json, "summary", '{');
    json_bool(&json, "sound", !run->damage);
    json_number(&json, "damage", run->damage);
    json_number(&json, "remarks", run->remarks);
    json_close(&json, '}');
    json_close(&json, '}');
    json_end(&json);
}

/* What is damaged badly enough to be refused is found by opening; the rest by checking. */
int command_check(const options *given)
{
    if (!session_has_index(given))
        return EXIT_FAILED;
    if (given->n_operands)
        return options_misused(given, SAY("参数太多", "too many arguments"));
    check_run run = {.path = given->index, .as_json = options_has(given, OPTION_JSON)};
    faq_index *index;
    faq_error err = {0};
    faq_status status = faq_index_open(&index, given->index, NULL, &err);
    if (status == FAQ_CORRUPT) {
        report_damage(&run, err.message);
    } else if (status) {
        return messages_failure(given->index, status, &err);
    } else {
        status = faq_index_check(index, report_damage, &run, &err);
        look_for_remarks(&run, index);
        faq_index_close(index);
        if (status && status != FAQ_CORRUPT)
            return messages_failure(given->index, status, &err);
    }
    summarize(&run);
    if (run.damage)
        return EXIT_DAMAGED;
    return run.remarks ? EXIT_NONE : EXIT_FOUND;
}
