/* SPDX-License-Identifier: MIT */
#include "help.h"

#include <string.h>

#include "messages.h"
#include "width.h"

#define OPTION_COLUMN 26 /* where explanations of options begin */
#define COMMAND_COLUMN 12

static void pad(FILE *out, size_t from, size_t to)
{
    for (; from < to; from++)
        putc(' ', out);
}

/* Lines, each after `indent` blanks but the first, which stands where the output is. */
static void print_lines(FILE *out, const char *text, size_t indent)
{
    for (const char *p = text; *p; p++) {
        putc(*p, out);
        if (*p == '\n' && p[1] != '\n')
            pad(out, 0, indent);
    }
    putc('\n', out);
}

/* "  -n, --limit N" */
static size_t print_name(FILE *out, const option_row *row)
{
    int len = row->letter ? fprintf(out, "  -%c, --%s", row->letter, row->name)
                          : fprintf(out, "      --%s", row->name);
    if (row->kind != OPTION_SWITCH)
        len += fprintf(out, " %s", row->argument);
    return len > 0 ? (size_t)len : 0;
}

static void print_option(FILE *out, const option_row *row)
{
    size_t len = print_name(out, row);
    if (len + 2 > OPTION_COLUMN) {
        putc('\n', out);
        len = 0;
    }
    pad(out, len, OPTION_COLUMN);
    print_lines(out, SAY(row->zh, row->en), OPTION_COLUMN);
}

#define EVERY_COMMAND ((1u << N_COMMANDS) - 1)

/* Of options that all commands share, or of those that are the command's own. */
static void print_options(FILE *out, uint32_t bit, bool shared)
{
    for (size_t i = 0; i < options_n_rows; i++) {
        const option_row *row = &options_rows[i];
        if (row->commands & bit && (row->commands == EVERY_COMMAND) == shared)
            print_option(out, row);
    }
}

static void print_heading(FILE *out, const char *heading)
{
    fprintf(out, "\n%s\n", heading);
}

static void print_command_page(FILE *out, const command_row *command)
{
    fprintf(out, "faqsearch %s: %s\n\n", command->name, SAY(command->zh, command->en));
    fprintf(out, SAY("用法：faqsearch %s [选项]… %s\n\n", "Usage: faqsearch %s [OPTION]... %s\n\n"),
            command->name, command->operands);
    print_lines(out, SAY(command->about_zh, command->about_en), 0);
    print_heading(out, SAY("选项：", "Options:"));
    print_options(out, 1u << command->id, false);
    print_heading(out, SAY("通用选项：", "Options of every command:"));
    print_options(out, 1u << command->id, true);
    print_heading(out, SAY("示例：", "Examples:"));
    fputs("  ", out);
    print_lines(out, SAY(command->examples_zh, command->examples_en), 2);
}

static const char about_zh[] = "把帮助中心导出的问答做成一个索引文件，然后用顾客自己的话来搜索。\n"
                               "\n"
                               "  faqsearch index shop.faq 导出.csv\n"
                               "  faqsearch search shop.faq 买错了想退，运费谁出";

static const char about_en[] =
    "Makes one index file from the questions and answers of a help center, and finds\n"
    "answers to what customers ask in their own words.\n"
    "\n"
    "  faqsearch index shop.faq export.csv\n"
    "  faqsearch search shop.faq 买错了想退，运费谁出";

static const char notes_zh[] =
    "INDEX 是索引文件，名字一般以 .faq 结尾。设置了环境变量 FAQSEARCH_INDEX 后可以省略它：\n"
    "此时第一个参数只有以 .faq 结尾才当作 INDEX。\n"
    "\n"
    "环境变量：\n"
    "  FAQSEARCH_INDEX     省略 INDEX 时使用的索引\n"
    "  FAQSEARCH_OPTS      放在命令行最前面的选项，以空格分隔；当前命令没有的选项会跳过\n"
    "  FAQSEARCH_THREADS   search --batch 的线程数\n"
    "  NO_COLOR            不使用颜色\n"
    "  LC_ALL、LC_MESSAGES、LANG\n"
    "                      以 zh 开头时用中文，否则用英文\n"
    "\n"
    "退出码：0 找到或完成；1 没有找到，或 check 有提醒；2 出错；3 索引已损坏；\n"
    "4 索引属于其他格式版本；130 被中断。";

static const char notes_en[] =
    "INDEX is an index file; its name usually ends in .faq. With FAQSEARCH_INDEX set it\n"
    "may be left out: the first argument is then INDEX only if it ends in .faq.\n"
    "\n"
    "Environment:\n"
    "  FAQSEARCH_INDEX     the index to use when INDEX is left out\n"
    "  FAQSEARCH_OPTS      options put before those of the command line, split at blanks;\n"
    "                      those that the command does not have are passed over\n"
    "  FAQSEARCH_THREADS   threads of search --batch\n"
    "  NO_COLOR            no colours\n"
    "  LC_ALL, LC_MESSAGES, LANG\n"
    "                      Chinese when it begins with zh, else English\n"
    "\n"
    "Exit codes: 0 found or done; 1 nothing found, or check has remarks; 2 error;\n"
    "3 the index is damaged; 4 it is of another format version; 130 interrupted.";

static void print_global_page(FILE *out)
{
    fprintf(out,
            SAY("用法：faqsearch %s [选项]… [参数]…\n\n",
                "Usage: faqsearch %s [OPTION]... [ARGUMENT]...\n\n"),
            SAY("命令", "COMMAND"));
    print_lines(out, SAY(about_zh, about_en), 0);
    print_heading(out, SAY("命令：", "Commands:"));
    for (size_t i = 0; i < N_COMMANDS; i++) {
        const command_row *command = &options_commands[i];
        fprintf(out, "  %s", command->name);
        pad(out, 2 + strlen(command->name), COMMAND_COLUMN);
        fprintf(out, "%s\n", SAY(command->zh, command->en));
    }
    print_heading(out, SAY("每个命令都有的选项：", "Options of every command:"));
    print_options(out, EVERY_COMMAND, true);
    putc('\n', out);
    print_lines(out, SAY(notes_zh, notes_en), 0);
    print_heading(out, SAY("faqsearch 命令 --help 说明一个命令的全部选项并给出示例。",
                           "faqsearch COMMAND --help tells all options of a command, with "
                           "examples."));
}

void help_print(FILE *out, const command_row *command)
{
    if (command)
        print_command_page(out, command);
    else
        print_global_page(out);
}
