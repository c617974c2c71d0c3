/* SPDX-License-Identifier: MIT */
#include "ingest/words.h"

#include <ctype.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/utf8.h"

typedef struct word_row {
    const char *name;
    const char *beside; /* plain name of a neighbour it needs, or "" */
    uint8_t word, rank;
} word_row;

static const word_row table[] = {
#define WORD(name, word, rank, beside) {name, beside, FAQ_WORD_##word, rank},
#define PATH(path, word, rank)
#include "ingest/words.inc"
#undef WORD
#undef PATH
};

static const faq_path paths[] = {
#define WORD(name, word, rank, beside)
#define PATH(path, word, rank) {path, FAQ_WORD_##word, rank},
#include "ingest/words.inc"
#undef WORD
#undef PATH
};

#define N_ROWS (sizeof table / sizeof *table)

/* The members of faq_entry, as `faqsearch dump` writes them. */
static const struct {
    const char *name;
    faq_word word;
} own[] = {
    {"id", FAQ_WORD_ID},
    {"locale", FAQ_WORD_LOCALE},
    {"question", FAQ_WORD_QUESTION},
    {"phrasings", FAQ_WORD_PHRASINGS},
    {"answer", FAQ_WORD_ANSWER},
    {"answer_type", FAQ_WORD_ANSWER_TYPE},
    {"answer_text", FAQ_WORD_ANSWER_TEXT},
    {"category", FAQ_WORD_CATEGORY},
    {"stage", FAQ_WORD_STAGE},
    {"audience", FAQ_WORD_AUDIENCE},
    {"tags", FAQ_WORD_TAGS},
    {"url", FAQ_WORD_URL},
    {"visibility", FAQ_WORD_VISIBILITY},
    {"valid_from", FAQ_WORD_VALID_FROM},
    {"valid_to", FAQ_WORD_VALID_TO},
    {"updated", FAQ_WORD_UPDATED},
    {"asked", FAQ_WORD_ASKED},
    {"resolved", FAQ_WORD_RESOLVED},
    {"helpful", FAQ_WORD_HELPFUL},
    {"unhelpful", FAQ_WORD_UNHELPFUL},
    {"views", FAQ_WORD_VIEWS},
};

faq_status faq_words_init(faq_words *words, const faq_allocator *mem, faq_error *err)
{
    faq_map_init(&words->names, mem);
    words->rows = faq_mem_new(mem, N_ROWS, sizeof *words->rows);
    bool added = words->rows != NULL;
    for (size_t i = 0; added && i < N_ROWS; i++) {
        size_t known = words->names.count;
        uint32_t number = faq_map_add(&words->names, faq_str_of(table[i].name));
        added = number != FAQ_MAP_NONE;
        if (added && number == known)
            words->rows[number] = (uint16_t)i;
    }
    return added ? FAQ_OK : faq_no_memory(err, "list the words of exports");
}

void faq_words_release(faq_words *words)
{
    faq_mem_free(words->names.mem, words->rows);
    faq_map_release(&words->names);
}

/* Full-width forms of ASCII and the ideographic space as ASCII. */
static uint32_t half_width(uint32_t point)
{
    if (point == 0x3000 || point == 0xA0 || point == 0xFEFF)
        return ' ';
    return point >= 0xFF01 && point <= 0xFF5E ? point - 0xFEE0 : point;
}

faq_str faq_words_plain(faq_str name, char out[FAQ_WORD_BYTES])
{
    size_t len = 0;
    unsigned brackets = 0;
    for (size_t pos = 0, used; pos < name.len; pos += used) {
        uint32_t point = half_width(faq_utf8_decode(name.at + pos, name.len - pos, &used));
        brackets += point == '(' || point == '[' || point == 0x3010;
        if (brackets) {
            brackets -= point == ')' || point == ']' || point == 0x3011;
            continue;
        }
        if (point <= ' ' || point == '_' || point == '-' || point == '*' || point == ':')
            continue;
        if (point < 0x80)
            point = (uint32_t)tolower((int)point);
        if (len + 4 > FAQ_WORD_BYTES)
            return (faq_str){out, 0};
        len += faq_utf8_encode(point, out + len);
    }
    return (faq_str){out, len};
}

static faq_meaning find_plain(const faq_words *words, faq_str plain, faq_has_fn has,
                              const void *ctx)
{
    uint32_t number = faq_map_find(&words->names, plain);
    if (number == FAQ_MAP_NONE)
        return (faq_meaning){FAQ_WORD_NONE, 0};
    for (size_t i = words->rows[number]; i < N_ROWS; i++) {
        const word_row *row = &table[i];
        if (!faq_str_equal(plain, faq_str_of(row->name)))
            continue;
        if (!row->beside[0] || has(ctx, faq_str_of(row->beside)))
            return (faq_meaning){row->word, row->rank};
    }
    return (faq_meaning){FAQ_WORD_NONE, 0};
}

/* What the ith of several columns of one name means: 相似问1, question2, 分类3. */
static faq_meaning number_meaning(faq_meaning stem, unsigned i)
{
    switch (stem.word) {
    case FAQ_WORD_QUESTION:
        return stem.rank == FAQ_RANK_SURE ? (faq_meaning){FAQ_WORD_PHRASINGS, stem.rank}
                                          : (faq_meaning){FAQ_WORD_NONE, 0};
    case FAQ_WORD_ANSWER:
        return (faq_meaning){FAQ_WORD_ANSWERS, stem.rank + i};
    case FAQ_WORD_CATEGORY:
        if (i == 1)
            return stem;
        if (i == 2 || i == 3)
            return (faq_meaning){i == 2 ? FAQ_WORD_CATEGORY_2 : FAQ_WORD_CATEGORY_3, stem.rank};
        return (faq_meaning){FAQ_WORD_NONE, 0};
    case FAQ_WORD_PHRASINGS:
    case FAQ_WORD_TAGS:
        return stem;
    default:
        return (faq_meaning){FAQ_WORD_NONE, 0};
    }
}

faq_meaning faq_words_find(const faq_words *words, faq_str name, faq_has_fn has, const void *ctx)
{
    char buffer[FAQ_WORD_BYTES];
    faq_str plain = faq_words_plain(name, buffer);
    if (faq_str_starts(plain, FAQ_STR("datacategorygroup.")))
        return (faq_meaning){FAQ_WORD_CATEGORY_GROUP, FAQ_RANK_SURE};
    if (memchr(buffer, '.', plain.len))
        return (faq_meaning){FAQ_WORD_NONE, 0};
    faq_meaning meaning = find_plain(words, plain, has, ctx);
    if (meaning.word || !plain.len || !isdigit((unsigned char)plain.at[plain.len - 1]))
        return meaning;
    unsigned i = 0, unit = 1;
    while (plain.len && isdigit((unsigned char)plain.at[plain.len - 1]) && unit <= 100) {
        i += unit * (unsigned)(plain.at[--plain.len] - '0');
        unit *= 10;
    }
    return number_meaning(find_plain(words, plain, has, ctx), i);
}

const faq_path *faq_words_paths(size_t *count)
{
    *count = sizeof paths / sizeof *paths;
    return paths;
}

faq_word faq_words_own(faq_str name)
{
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (faq_str_equal(name, faq_str_of(own[i].name)))
            return own[i].word;
    }
    return FAQ_WORD_NONE;
}

static bool holds(faq_str text, const char *piece)
{
    size_t len = strlen(piece);
    for (size_t i = 0; i + len <= text.len; i++) {
        if (memcmp(text.at + i, piece, len) == 0)
            return true;
    }
    return false;
}

bool faq_words_state(faq_str state, faq_access *out)
{
    /* The first row of which the state holds a piece. */
    static const struct {
        const char *piece;
        faq_access access;
    } rows[] = {
        {"unpublish", FAQ_ACCESS_DRAFT},  {"未", FAQ_ACCESS_DRAFT},
        {"草稿", FAQ_ACCESS_DRAFT},       {"停用", FAQ_ACCESS_DRAFT},
        {"禁用", FAQ_ACCESS_DRAFT},       {"下线", FAQ_ACCESS_DRAFT},
        {"下架", FAQ_ACCESS_DRAFT},       {"下線", FAQ_ACCESS_DRAFT},
        {"失效", FAQ_ACCESS_DRAFT},       {"过期", FAQ_ACCESS_DRAFT},
        {"過期", FAQ_ACCESS_DRAFT},       {"删除", FAQ_ACCESS_DRAFT},
        {"刪除", FAQ_ACCESS_DRAFT},       {"待", FAQ_ACCESS_DRAFT},
        {"审核中", FAQ_ACCESS_DRAFT},     {"驳回", FAQ_ACCESS_DRAFT},
        {"关闭", FAQ_ACCESS_DRAFT},       {"归档", FAQ_ACCESS_DRAFT},
        {"draft", FAQ_ACCESS_DRAFT},      {"archive", FAQ_ACCESS_DRAFT},
        {"disable", FAQ_ACCESS_DRAFT},    {"inactive", FAQ_ACCESS_DRAFT},
        {"delete", FAQ_ACCESS_DRAFT},     {"pending", FAQ_ACCESS_DRAFT},
        {"trash", FAQ_ACCESS_DRAFT},      {"hidden", FAQ_ACCESS_DRAFT},
        {"expired", FAQ_ACCESS_DRAFT},    {"仅", FAQ_ACCESS_INTERNAL},
        {"僅", FAQ_ACCESS_INTERNAL},      {"内部", FAQ_ACCESS_INTERNAL},
        {"內部", FAQ_ACCESS_INTERNAL},    {"internal", FAQ_ACCESS_INTERNAL},
        {"private", FAQ_ACCESS_INTERNAL}, {"不公开", FAQ_ACCESS_INTERNAL},
        {"发布", FAQ_ACCESS_PUBLIC},      {"發布", FAQ_ACCESS_PUBLIC},
        {"启用", FAQ_ACCESS_PUBLIC},      {"啟用", FAQ_ACCESS_PUBLIC},
        {"上线", FAQ_ACCESS_PUBLIC},      {"上線", FAQ_ACCESS_PUBLIC},
        {"上架", FAQ_ACCESS_PUBLIC},      {"正常", FAQ_ACCESS_PUBLIC},
        {"有效", FAQ_ACCESS_PUBLIC},      {"公开", FAQ_ACCESS_PUBLIC},
        {"公開", FAQ_ACCESS_PUBLIC},      {"生效", FAQ_ACCESS_PUBLIC},
        {"通过", FAQ_ACCESS_PUBLIC},      {"通過", FAQ_ACCESS_PUBLIC},
        {"所有", FAQ_ACCESS_PUBLIC},      {"全部", FAQ_ACCESS_PUBLIC},
        {"publish", FAQ_ACCESS_PUBLIC},   {"public", FAQ_ACCESS_PUBLIC},
        {"active", FAQ_ACCESS_PUBLIC},    {"enable", FAQ_ACCESS_PUBLIC},
        {"online", FAQ_ACCESS_PUBLIC},    {"live", FAQ_ACCESS_PUBLIC},
    };
    char buffer[FAQ_WORD_BYTES];
    faq_str plain = faq_words_plain(state, buffer);
    bool truth;
    if (faq_words_truth(plain, &truth)) {
        *out = truth ? FAQ_ACCESS_PUBLIC : FAQ_ACCESS_DRAFT;
        return true;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (holds(plain, rows[i].piece)) {
            *out = rows[i].access;
            return true;
        }
    }
    return false;
}

bool faq_words_truth(faq_str text, bool *out)
{
    static const char *const no[] = {"false", "0",  "no",   "n",    "off", "否",
                                     "不",    "无", "停用", "禁用", "f"};
    static const char *const yes[] = {"true", "1",  "yes",  "y",    "on",
                                      "是",   "有", "启用", "啟用", "t"};
    char buffer[FAQ_WORD_BYTES];
    faq_str plain = faq_words_plain(text, buffer);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        if (faq_str_equal(plain, faq_str_of(no[i])))
            return *out = false, true;
    }
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (faq_str_equal(plain, faq_str_of(yes[i])))
            return *out = true, true;
    }
    return false;
}
