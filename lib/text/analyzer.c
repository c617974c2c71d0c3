/* SPDX-License-Identifier: MIT */
/*
 * Units come out in one pass over the folded text for characters, one over those for canonical
 * forms and bigrams, and one by ICU for words. Terms of characters, bigrams and words are slices
 * of the folded text; nothing is copied.
 */
#include "text/analyzer.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/canon.h"
#include "text/cut.h"
#include "text/fold.h"
#include "text/utf8.h"

struct faq_analyzer {
    faq_allocator mem;
    faq_fold fold;
    faq_cut cut;
    faq_canon canon;
    faq_unit *units;
    size_t n_units, units_cap;
    size_t n_characters; /* the first units, of kind CHARACTER */
};

faq_status faq_analyzer_new(faq_analyzer **out, const faq_allocator *allocator, faq_error *err)
{
    if (!out)
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "there is no place for the analyser");
    if (!allocator)
        allocator = faq_mem_default();
    faq_analyzer *analyzer = faq_mem_new(allocator, 1, sizeof *analyzer);
    if (!analyzer)
        return faq_no_memory(err, "analyse text");
    analyzer->mem = *allocator;
    faq_status status = faq_fold_init(&analyzer->fold, &analyzer->mem, err);
    if (!status)
        status = faq_canon_init(&analyzer->canon, &analyzer->mem, err);
    if (!status)
        status = faq_cut_init(&analyzer->cut, err);
    if (status) {
        faq_analyzer_free(analyzer);
        return status;
    }
    *out = analyzer;
    return FAQ_OK;
}

void faq_analyzer_free(faq_analyzer *analyzer)
{
    if (!analyzer)
        return;
    faq_allocator mem = analyzer->mem;
    faq_fold_release(&analyzer->fold);
    faq_canon_release(&analyzer->canon);
    faq_cut_release(&analyzer->cut);
    faq_mem_free(&mem, analyzer->units);
    faq_mem_free(&mem, analyzer);
}

/* What a character does to the units round it. */
typedef enum char_class { CLASS_NONE, CLASS_SINGLE, CLASS_LETTER, CLASS_DIGIT } char_class;

/* Kana, Bopomofo and Hangul syllables are single units as Han characters are. */
static char_class class_of(uint32_t point)
{
    if (point < 0x80) {
        if (point >= 'a' && point <= 'z')
            return CLASS_LETTER;
        return point >= '0' && point <= '9' ? CLASS_DIGIT : CLASS_NONE;
    }
    if ((point >= 0x3400 && point <= 0x9FFF) || (point >= 0x3040 && point <= 0x312F) ||
        (point >= 0xAC00 && point <= 0xD7A3))
        return point == 0x30FB ? CLASS_NONE : CLASS_SINGLE;
    if (u_hasBinaryProperty((UChar32)point, UCHAR_IDEOGRAPHIC))
        return CLASS_SINGLE;
    switch (u_charType((UChar32)point)) {
    case U_DECIMAL_DIGIT_NUMBER:
        return CLASS_DIGIT;
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_LETTER_NUMBER:
        return CLASS_LETTER;
    default:
        return CLASS_NONE;
    }
}

/* Add the unit of folded bytes [start, end). */
static bool add_unit(faq_analyzer *analyzer, faq_unit_kind kind, size_t start, size_t end)
{
    if (!faq_mem_grow(&analyzer->mem, &analyzer->units, &analyzer->units_cap, analyzer->n_units + 1,
                      sizeof *analyzer->units))
        return false;
    const faq_fold *fold = &analyzer->fold;
    size_t from = fold->origins[start].from;
    analyzer->units[analyzer->n_units++] = (faq_unit){
        .kind = kind,
        .term = faq_str_part(faq_buf_text(&fold->text), start, end - start),
        .source = {from, fold->origins[end - 1].to - from},
    };
    return true;
}

static bool cut_characters(faq_analyzer *analyzer)
{
    faq_str text = faq_buf_text(&analyzer->fold.text);
    size_t run = 0; /* where the run of letters or digits that is open began */
    char_class open = CLASS_NONE;
    for (size_t pos = 0, used; pos < text.len; pos += used) {
        char_class class = class_of(faq_utf8_decode(text.at + pos, text.len - pos, &used));
        if (open != CLASS_NONE && class != open) {
            if (!add_unit(analyzer, FAQ_UNIT_CHARACTER, run, pos))
                return false;
            open = CLASS_NONE;
        }
        if (class == CLASS_SINGLE) {
            if (!add_unit(analyzer, FAQ_UNIT_CHARACTER, pos, pos + used))
                return false;
        } else if (class != open) {
            open = class;
            run = pos;
        }
    }
    if (open != CLASS_NONE && !add_unit(analyzer, FAQ_UNIT_CHARACTER, run, text.len))
        return false;
    analyzer->n_characters = analyzer->n_units;
    return true;
}

static size_t folded_start(const faq_analyzer *analyzer, const faq_unit *unit)
{
    return (size_t)(unit->term.at - (const char *)analyzer->fold.text.at);
}

/* The number of character units from i on that fill exactly `len` folded bytes; 0 when none do. */
static size_t units_within(const faq_analyzer *analyzer, size_t i, size_t len)
{
    size_t end = folded_start(analyzer, &analyzer->units[i]) + len;
    for (size_t j = i; j < analyzer->n_characters; j++) {
        const faq_unit *unit = &analyzer->units[j];
        size_t unit_end = folded_start(analyzer, unit) + unit->term.len;
        if (unit_end >= end)
            return unit_end == end ? j - i + 1 : 0;
    }
    return 0;
}

/* Canonical forms; marks the characters of question words on the way. */
static bool cut_canonical(faq_analyzer *analyzer, bool emit)
{
    faq_str text = faq_buf_text(&analyzer->fold.text);
    for (size_t i = 0; i < analyzer->n_characters;) {
        size_t start = folded_start(analyzer, &analyzer->units[i]);
        faq_canon_match match;
        size_t covered = 0;
        if (faq_canon_match_at(&analyzer->canon, faq_str_part(text, start, text.len - start),
                               &match))
            covered = units_within(analyzer, i, match.len);
        size_t len = covered ? match.len : analyzer->units[i].term.len;
        if (emit) {
            if (!add_unit(analyzer, FAQ_UNIT_CANONICAL, start, start + len))
                return false;
            if (covered) {
                faq_unit *unit = &analyzer->units[analyzer->n_units - 1];
                unit->term = match.form;
                unit->is_question_word = match.is_question_word;
            }
        }
        for (size_t j = i; j < i + covered; j++)
            analyzer->units[j].is_question_word = match.is_question_word;
        i += covered ? covered : 1;
    }
    return true;
}

static bool is_single(faq_str term)
{
    size_t used;
    uint32_t point = faq_utf8_decode(term.at, term.len, &used);
    return used == term.len && class_of(point) == CLASS_SINGLE;
}

static bool cut_bigrams(faq_analyzer *analyzer)
{
    for (size_t i = 0; i + 1 < analyzer->n_characters; i++) {
        faq_str a = analyzer->units[i].term, b = analyzer->units[i + 1].term;
        if (a.at + a.len != b.at || !is_single(a) || !is_single(b))
            continue;
        size_t start = folded_start(analyzer, &analyzer->units[i]);
        if (!add_unit(analyzer, FAQ_UNIT_BIGRAM, start, start + a.len + b.len))
            return false;
        analyzer->units[analyzer->n_units - 1].is_question_word =
            analyzer->units[i].is_question_word && analyzer->units[i + 1].is_question_word;
    }
    return true;
}

/*
 * Do question words fill the folded bytes [start, end)? `next` is the first character that may lie
 * there, and moves on.
 */
static bool is_of_question_words(const faq_analyzer *analyzer, size_t start, size_t end,
                                 size_t *next)
{
    bool all = true, any = false;
    for (; *next < analyzer->n_characters; ++*next) {
        const faq_unit *unit = &analyzer->units[*next];
        size_t at = folded_start(analyzer, unit);
        if (at >= end)
            break;
        if (at < start)
            continue;
        any = true;
        all = all && unit->is_question_word;
    }
    return any && all;
}

static faq_status cut_words(faq_analyzer *analyzer, faq_error *err)
{
    faq_status status = faq_cut_begin(&analyzer->cut, faq_buf_text(&analyzer->fold.text), err);
    if (status)
        return status;
    size_t start, end, next = 0;
    while (faq_cut_next(&analyzer->cut, &start, &end)) {
        bool asks = is_of_question_words(analyzer, start, end, &next);
        if (!add_unit(analyzer, FAQ_UNIT_WORD, start, end))
            return faq_no_memory(err, "cut words");
        analyzer->units[analyzer->n_units - 1].is_question_word = asks;
    }
    return FAQ_OK;
}

faq_status faq_analyzer_cut(faq_analyzer *analyzer, faq_str text, unsigned kinds, faq_analysis *out,
                            faq_error *err)
{
    analyzer->n_units = analyzer->n_characters = 0;
    faq_status status = faq_fold_run(&analyzer->fold, text, err);
    if (status)
        return status;
    if (!cut_characters(analyzer) || !cut_canonical(analyzer, kinds & FAQ_CUT_CANONICAL) ||
        ((kinds & FAQ_CUT_BIGRAMS) && !cut_bigrams(analyzer)))
        return faq_no_memory(err, "cut text");
    if (kinds & FAQ_CUT_WORDS) {
        status = cut_words(analyzer, err);
        if (status)
            return status;
    }
    size_t skip = kinds & FAQ_CUT_CHARACTERS ? 0 : analyzer->n_characters;
    *out = (faq_analysis){
        .folded = faq_buf_text(&analyzer->fold.text),
        .units = analyzer->units ? analyzer->units + skip : NULL,
        .count = analyzer->n_units - skip,
    };
    return FAQ_OK;
}

faq_status faq_analyzer_run(faq_analyzer *analyzer, faq_str text, faq_analysis *out, faq_error *err)
{
    if (!analyzer || !out || (text.len && !text.at))
        return faq_fail(err, FAQ_BAD_ARGUMENT, 0, "an analysis needs an analyser and a text");
    return faq_analyzer_cut(analyzer, text, FAQ_CUT_ALL, out, err);
}

uint64_t faq_analyzer_fingerprint(faq_analyzer *analyzer)
{
    static const char probe[] = "七天无理由退货怎么申请？iPhone15Pro的電池壞了，找人工客服要多久ｶﾞ";
    uint64_t hash = faq_hash_seeded(faq_str_of(U_ICU_VERSION), faq_canon_fingerprint());
    hash ^= faq_fold_fingerprint(&analyzer->fold);
    UVersionInfo version;
    u_getVersion(version);
    hash = faq_hash_seeded((faq_str){(const char *)version, sizeof version}, hash);
    faq_analysis analysis;
    if (faq_analyzer_cut(analyzer, faq_str_of(probe), FAQ_CUT_ALL, &analysis, NULL))
        return hash;
    for (size_t i = 0; i < analysis.count; i++)
        hash = faq_hash_seeded(analysis.units[i].term, hash + (uint64_t)analysis.units[i].kind);
    return hash;
}
