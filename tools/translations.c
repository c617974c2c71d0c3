/* SPDX-License-Identifier: MIT */
#include "translations.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct translation {
    const char *en, *zh; /* with as many * in the same order */
} translation;

static const translation patterns[] = {
    /* files */
    {"cannot open *: *", "无法打开 *：*"},
    {"cannot create *: *", "无法创建 *：*"},
    {"cannot read *: *", "无法读取 *：*"},
    {"cannot write *: *", "无法写入 *：*"},
    {"cannot sync *: *", "无法把 * 写到磁盘：*"},
    {"cannot lock *: *", "无法锁定 *：*"},
    {"cannot map *: *", "无法映射 *：*"},
    {"cannot replace *: *", "无法替换 *：*"},
    {"cannot remove *: *", "无法删除 *：*"},
    {"cannot look at *: *", "无法查看 *：*"},
    {"cannot sync the folder of *: *", "无法把 * 所在的目录写到磁盘：*"},
    {"cannot set the owner of *: *", "无法设置 * 的所有者：*"},
    {"the folder of * does not exist", "* 所在的目录不存在"},
    {"No such file or directory", "文件或目录不存在"},
    {"Permission denied", "没有权限"},
    {"Operation not permitted", "没有权限"},
    {"No space left on device", "磁盘空间不足"},
    {"Disk quota exceeded", "超出磁盘配额"},
    {"Read-only file system", "文件系统只读"},
    {"Is a directory", "这是一个目录"},
    {"Not a directory", "路径中有一段不是目录"},
    {"Input/output error", "输入输出错误"},
    {"File too large", "文件太大"},
    {"Too many open files", "打开的文件太多"},
    {"File name too long", "文件名太长"},

    /* what is no index, or another one */
    {"* is a folder, not an index", "* 是目录，不是索引"},
    {"* is empty, not a faqsearch index", "* 是空文件，不是索引"},
    {"* is not a faqsearch index", "* 不是 faqsearch 的索引"},
    {"* has format version * with newer features, this faqsearch reads version *",
     "* 的格式版本为 *，用到了更新的功能，本程序能读版本 *"},
    {"* has format version *, this faqsearch reads version *",
     "* 的格式版本为 *，本程序能读版本 *"},
    {"the index holds sections of an unknown type *", "索引含有未知类型 * 的部分"},
    {"* is too large for this machine", "* 对本机来说太大"},

    /* damage */
    {"damaged at byte *: *", "第 * 字节处损坏：*"},
    {"the checksum of section \"*\" is wrong", "“*”部分的校验和不对"},
    {"the header's checksum is wrong", "文件头的校验和不对"},
    {"the endian tag is wrong", "字节序标记不对"},
    {"neither commit slot is intact", "两个提交槽都已损坏"},
    {"the manifest is out of order", "清单的顺序不对"},
    {"the manifest contradicts its slot", "清单与提交槽矛盾"},
    {"a section lies outside the file", "有一部分超出了文件"},
    {"a section's header is wrong", "一个部分的头不对"},
    {"padding is not zero", "填充字节不是零"},
    {"segment *: * missing or of the wrong size", "第 * 段：* 缺失或大小不对"},
    {"* is cut off after * bytes", "* 在 * 字节处被截断"},
    {"* ends early", "* 提前结束"},
    {"one of the two commit slots is damaged; the commit of the other is used",
     "两个提交槽中有一个已损坏，使用的是另一个的提交"},
    {"the entries were analysed by another version of ICU or faqsearch and may not all be found; "
     "make the index anew from what `faqsearch dump` writes",
     "条目是用另一版本的 ICU 或 faqsearch 分析的，可能有搜不到的；请用 faqsearch dump "
     "导出后重建索引"},

    /* entries and questions */
    {"a question is longer than * bytes", "问题超过 * 字节"},
    {"an entry needs an id and a question", "条目必须有 id 和 question"},
    {"an id or locale is longer than * bytes", "id 或 locale 超过 * 字节"},
    {"an id or locale holds a NUL byte", "id 或 locale 含有 NUL 字节"},
    {"an entry is larger than * MiB", "条目超过 * MiB"},
    {"there is no entry *", "没有条目 *"},
    {"there is no index *", "没有索引 *"},

    /* exports */
    {"no question", "缺少问题（question）"},
    {"a quotation mark is not closed", "引号没有闭合"},
    {"too many quotation marks are not closed", "没有闭合的引号太多"},
    {"the columns named hold no question", "指定的列里缺少问题（question）"},
    {"no question column among: *", "找不到表示问题的列，现有的列：*"},
    {"no member is a question among: *", "找不到表示问题的字段，现有的字段：*"},
    {"is empty", "是空文件"},
    {"is no text", "不是文本文件"},
    {"is of no known format", "不是能识别的格式"},
    {"is a workbook or archive, which is not read yet", "是工作簿或压缩包，目前还不能读取"},
    {"ICU knows no encoding named *", "不认识名为 * 的编码"},
    {"column *: invalid token near *", "第 * 列：* 附近不是合法的 JSON"},
    {"column *: premature end of input near *", "第 * 列：JSON 在 * 附近不完整"},
    {"column *: string or '}' expected near *", "第 * 列：* 附近应为字符串或 }"},
    {"column *: '}' expected near *", "第 * 列：* 附近应为 }"},
    {"column *: ']' expected near *", "第 * 列：* 附近应为 ]"},
    {"column *: ':' expected near *", "第 * 列：* 附近应为冒号"},
    {"column *: end of file expected near *", "第 * 列：* 附近应已结束"},
    {"column *: *", "第 * 列：*"},
    {"*: line *: *", "*：第 * 行：*"},
    {"*: *", "*：*"}, /* any file: whatever is known of it */
};
#define N_PATTERNS (sizeof patterns / sizeof *patterns)

#define HOLES_MAX 4
#define HOLE_BYTES 512

typedef struct holes {
    char text[HOLES_MAX][HOLE_BYTES];
    size_t count;
} holes;

static bool keep_hole(holes *found, const char *at, size_t len)
{
    if (found->count == HOLES_MAX || len >= HOLE_BYTES)
        return false;
    memcpy(found->text[found->count], at, len);
    found->text[found->count++][len] = '\0';
    return true;
}

/* Does the pattern fit the whole line? Each * takes as little as it can. */
static bool fits(const char *pattern, const char *line, holes *found)
{
    found->count = 0;
    for (;;) {
        size_t literal = strcspn(pattern, "*");
        if (strncmp(line, pattern, literal) != 0)
            return false;
        line += literal;
        pattern += literal;
        if (!*pattern)
            return !*line;
        pattern++;
        size_t next = strcspn(pattern, "*");
        const char *end = line + strlen(line);
        if (next && !pattern[next]) { /* the last piece stands at the end of the line */
            end -= (size_t)(end - line) < next ? 0 : next;
        } else if (next) {
            char piece[HOLE_BYTES];
            snprintf(piece, sizeof piece, "%.*s", (int)next, pattern);
            end = strstr(line, piece);
        }
        if (!end || !keep_hole(found, line, (size_t)(end - line)))
            return false;
        line = end;
    }
}

static const translation *find(const char *english, holes *found)
{
    for (size_t i = 0; i < N_PATTERNS; i++) {
        if (fits(patterns[i].en, english, found))
            return &patterns[i];
    }
    return NULL;
}

/* Put what was filled in into the Chinese, in order. */
static void fill(const char *zh, const holes *found, char *out)
{
    size_t used = 0, hole = 0;
    for (const char *p = zh; *p && used + 1 < TRANSLATIONS_BYTES; p++) {
        if (*p != '*') {
            out[used++] = *p;
            continue;
        }
        const char *text = hole < found->count ? found->text[hole++] : "";
        size_t len = strlen(text), room = TRANSLATIONS_BYTES - 1 - used;
        memcpy(out + used, text, len < room ? len : room);
        used += len < room ? len : room;
    }
    out[used] = '\0';
}

/* One level down is deep enough: "damaged at byte 5: the checksum ...". */
static void translate_hole(char text[HOLE_BYTES])
{
    holes inner;
    char out[TRANSLATIONS_BYTES];
    const translation *found = find(text, &inner);
    if (!found)
        return;
    fill(found->zh, &inner, out);
    snprintf(text, HOLE_BYTES, "%.*s", HOLE_BYTES - 1, out);
}

void translations_find(const char *english, char *out)
{
    holes found;
    const translation *match = find(english, &found);
    if (!match) {
        snprintf(out, TRANSLATIONS_BYTES, "%s", english);
        return;
    }
    for (size_t i = 0; i < found.count; i++)
        translate_hole(found.text[i]);
    fill(match->zh, &found, out);
}
