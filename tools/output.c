/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "messages.h"
#include "width.h"

#define BUFFER_BYTES (1u << 16)

static bool has_colour;

void output_begin(void)
{
    const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool is_terminal = isatty(STDOUT_FILENO);
    has_colour =
        is_terminal && !(refused && *refused) && !(terminal && strcmp(terminal, "dumb") == 0);
    if (!is_terminal)
        setvbuf(stdout, NULL, _IOFBF, BUFFER_BYTES);
}

bool output_has_colour(void)
{
    return has_colour;
}

void output_on(FILE *out, output_style style)
{
    static const char *const codes[] = {
        [STYLE_DIM] = "\033[2m",
        [STYLE_BOLD] = "\033[1m",
        [STYLE_MARK] = "\033[1;31m",
    };
    if (has_colour)
        fputs(codes[style], out);
}

void output_off(FILE *out)
{
    if (has_colour)
        fputs("\033[0m", out);
}

/* ---- texts */

void output_plain(FILE *out, faq_str text)
{
    for (size_t i = 0; i < text.len;) {
        width_char c = width_take(text.at + i, text.len - i);
        if (width_is_control(c.code))
            putc(' ', out);
        else if (c.code == 0xFFFD)
            fputs("\xef\xbf\xbd", out);
        else
            fwrite(text.at + i, 1, c.len, out);
        i += c.len;
    }
}

static void blanks(FILE *out, size_t count)
{
    while (count--)
        putc(' ', out);
}

static size_t missing(faq_str text, size_t width)
{
    size_t own = width_of(text);
    return own < width ? width - own : 0;
}

void output_left(FILE *out, faq_str text, size_t width)
{
    output_plain(out, text);
    blanks(out, missing(text, width));
}

void output_right(FILE *out, faq_str text, size_t width)
{
    blanks(out, missing(text, width));
    output_plain(out, text);
}

/* Write `text` with some bytes replaced: replacements[i] stands for specials[i]. */
static void replace(FILE *out, faq_str text, const char *specials, const char *const *replacements)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *found = text.at[i] ? strchr(specials, text.at[i]) : NULL;
        if (!found)
            continue;
        fwrite(text.at + from, 1, i - from, out);
        fputs(replacements[found - specials], out);
        from = i + 1;
    }
    if (from < text.len)
        fwrite(text.at + from, 1, text.len - from, out);
}

void output_tsv(FILE *out, faq_str text)
{
    static const char *const escapes[] = {"\\t", "\\n", "\\r", "\\\\"};
    replace(out, text, "\t\n\r\\", escapes);
}

void output_html(FILE *out, faq_str text)
{
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    replace(out, text, "&<>\"'", references);
}

const char *output_number(char buffer[OUTPUT_NUMBER_BYTES], uint64_t number)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, number), at = 0;
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            buffer[at++] = ',';
        buffer[at++] = digits[i];
    }
    buffer[at] = '\0';
    return buffer;
}

const char *output_size(char buffer[OUTPUT_NUMBER_BYTES], uint64_t bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    double size = (double)bytes;
    size_t unit = 0;
    while (size >= 1024 && unit + 1 < sizeof units / sizeof *units) {
        size /= 1024;
        unit++;
    }
    snprintf(buffer, OUTPUT_NUMBER_BYTES, "%.*f %s", unit ? 1 : 0, size, units[unit]);
    return buffer;
}

/* ---- did it get through? */

static int first_errno;

static void keep_errno(void)
{
    if (!first_errno)
        first_errno = errno ? errno : EIO;
}

bool output_failed(void)
{
    if (ferror(stdout))
        keep_errno();
    return ferror(stdout) != 0;
}

int output_finish(int code)
{
    bool failed = output_failed();
    if (fflush(stdout) != 0) {
        keep_errno();
        failed = true;
    }
    if (!failed)
        return code;
    if (first_errno != EPIPE) /* who reads has seen enough: nothing to complain about */
        messages_error(SAY("无法写到标准输出：%s", "cannot write to standard output: %s"),
                       messages_errno(first_errno));
    return EXIT_FAILED;
}
