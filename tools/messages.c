/* SPDX-License-Identifier: MIT */
#include "messages.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translations.h"

static struct {
    bool chinese, quiet;
    bool shows_progress; /* a line of progress stands on the terminal */
} settings;

/* ---- settings */

static const char *language_of_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "";
}

void messages_set_language(const char *name)
{
    if (!name)
        name = language_of_environment();
    settings.chinese = strncmp(name, "zh", 2) == 0;
}

bool messages_in_chinese(void)
{
    return settings.chinese;
}

void messages_set_quiet(bool quiet)
{
    settings.quiet = quiet;
}

bool messages_is_quiet(void)
{
    return settings.quiet;
}

/* ---- saying */

/* No line breaks, no escape sequences. */
static void make_harmless(char *line)
{
    for (unsigned char *p = (unsigned char *)line; *p; p++) {
        if (*p == '\n' || *p == '\r' || *p == '\t')
            *p = ' ';
        else if (*p < 0x20 || *p == 0x7F)
            *p = '?';
        else if (p[0] == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0)
            p[0] = p[1] = '?'; /* C1 controls, U+0080 .. U+009F */
    }
}

static void say(const char *prefix, const char *format, va_list args) FAQ_PRINTF(2, 0);

static void say(const char *prefix, const char *format, va_list args)
{
    char line[4096];
    vsnprintf(line, sizeof line, format, args);
    make_harmless(line);
    fflush(stdout); /* on a terminal both streams then come in order */
    messages_progress(NULL);
    fprintf(stderr, "%s%s\n", prefix, line);
}

void messages_error(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say("faqsearch: ", format, args);
    va_end(args);
}

void messages_note(const char *format, ...)
{
    if (settings.quiet)
        return;
    va_list args;
    va_start(args, format);
    say("faqsearch: ", format, args);
    va_end(args);
}

void messages_line(const char *format, ...)
{
    if (settings.quiet)
        return;
    va_list args;
    va_start(args, format);
    say("", format, args);
    va_end(args);
}

bool messages_has_progress(void)
{
    return !settings.quiet && isatty(STDERR_FILENO);
}

void messages_progress(const char *line)
{
    if (!line && !settings.shows_progress)
        return;
    if (line && !messages_has_progress())
        return;
    fprintf(stderr, "\r%s\033[K", line ? line : "");
    fflush(stderr);
    settings.shows_progress = line != NULL;
}

/* ---- failures */

const char *messages_errno(int number)
{
    if (!settings.chinese)
        return strerror(number);
    switch (number) {
    case ENOENT:
        return "文件或目录不存在";
    case EACCES:
    case EPERM:
        return "没有权限";
    case ENOSPC:
        return "磁盘空间不足";
    case EDQUOT:
        return "超出磁盘配额";
    case EROFS:
        return "文件系统只读";
    case EISDIR:
        return "这是一个目录";
    case ENOTDIR:
        return "路径中有一段不是目录";
    case EIO:
        return "输入输出错误";
    case EMFILE:
    case ENFILE:
        return "打开的文件太多";
    default:
        return strerror(number);
    }
}

int messages_exit_code(faq_status status)
{
    switch (status) {
    case FAQ_OK:
        return EXIT_FOUND;
    case FAQ_CORRUPT:
        return EXIT_DAMAGED;
    case FAQ_VERSION:
        return EXIT_OTHER_VERSION;
    case FAQ_CANCELLED:
        return EXIT_INTERRUPTED;
    default:
        return EXIT_FAILED;
    }
}

int messages_no_memory(void)
{
    messages_error("%s", SAY("内存不足", "out of memory"));
    return EXIT_FAILED;
}

/* Does the line hold the path as a word? */
static bool names(const char *line, const char *path)
{
    size_t len = strlen(path);
    for (const char *p = strstr(line, path); len && p; p = strstr(p + 1, path)) {
        bool starts = p == line || p[-1] == ' ' || p[-1] == '/';
        if (starts && !isalnum((unsigned char)p[len]) && p[len] != '/')
            return true;
    }
    return false;
}

void messages_error_about(const char *path, const char *detail)
{
    if (names(detail, path))
        messages_error("%s", detail);
    else
        messages_error("%s: %s", path, detail);
}

int messages_failure(const char *path, faq_status status, const faq_error *err)
{
    const char *detail = messages_translate(err->message);
    switch (status) {
    case FAQ_NO_MEMORY:
        return messages_no_memory();
    case FAQ_NOT_FOUND:
        messages_error(SAY("找不到 %s（可以用 faqsearch index %s 文件… 新建索引）",
                           "there is no %s (make one: faqsearch index %s FILE...)"),
                       path, path);
        break;
    case FAQ_LOCKED:
        messages_error(SAY("%s 正被另一个进程写入，请稍后再试，或用 --wait 多等一会儿",
                           "%s is being written by another process; try again, or wait longer "
                           "with --wait"),
                       path);
        break;
    case FAQ_COMMIT_UNKNOWN:
        messages_error(SAY("%s 的提交在最后一步失败，请运行 faqsearch check 查看结果：%s",
                           "the last step of a commit to %s failed, see which one holds with "
                           "faqsearch check: %s"),
                       path, detail);
        break;
    case FAQ_CANCELLED:
        messages_error(SAY("已中断，%s 没有改动", "interrupted, %s is unchanged"), path);
        break;
    default:
        messages_error_about(path, detail);
    }
    return messages_exit_code(status);
}

const char *messages_translate(const char *english)
{
    static char chinese[TRANSLATIONS_BYTES];
    if (!settings.chinese)
        return english;
    translations_find(english, chinese);
    return chinese;
}
