/* SPDX-License-Identifier: MIT */
#include "text/canon.h"

#include <string.h>

#include "base/check.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/utf8.h"

/* One class a line: its kind ('?' question words and fillers, '=' synonyms), then the phrases. */
static const char *const classes[] = {
#include "text/tables/canonical.inc"
};

#define N_CLASSES (sizeof classes / sizeof *classes)

/* The phrase at `*pos` of a class line; false at its end. */
static bool next_phrase(const char *line, size_t *pos, faq_str *out)
{
    if (!line[*pos])
        return false;
    size_t len = strcspn(line + *pos, " ");
    *out = (faq_str){line + *pos, len};
    *pos += len + (line[*pos + len] == ' ');
    return true;
}

static bool add_phrase(faq_canon *canon, faq_str phrase, size_t class)
{
    uint32_t number = faq_map_add(&canon->phrases, phrase);
    if (number == FAQ_MAP_NONE ||
        !faq_mem_grow(canon->phrases.mem, &canon->class_of, &canon->class_cap, (size_t)number + 1,
                      sizeof *canon->class_of))
        return false;
    canon->class_of[number] = (uint16_t) class;
    canon->longest = faq_max_size(canon->longest, phrase.len);
    size_t used;
    uint32_t first = faq_utf8_decode(phrase.at, phrase.len, &used) & 0xFFFF;
    canon->first_bytes[first / 8] |= (uint8_t)(1u << first % 8);
    return true;
}

faq_status faq_canon_init(faq_canon *canon, const faq_allocator *mem, faq_error *err)
{
    *canon = (faq_canon){0};
    faq_map_init(&canon->phrases, mem);
    canon->first_bytes = faq_mem_new(mem, 0x10000 / 8, 1);
    if (!canon->first_bytes)
        return faq_no_memory(err, "list synonyms");
    for (size_t class = 0; class < N_CLASSES; class ++) {
        size_t pos = 1;
        faq_str phrase;
        while (next_phrase(classes[class], &pos, &phrase)) {
            if (!add_phrase(canon, phrase, class))
                return faq_no_memory(err, "list synonyms");
        }
    }
    return FAQ_OK;
}

void faq_canon_release(faq_canon *canon)
{
    if (!canon->phrases.mem)
        return;
    faq_mem_free(canon->phrases.mem, canon->class_of);
    faq_mem_free(canon->phrases.mem, canon->first_bytes);
    faq_map_release(&canon->phrases);
    *canon = (faq_canon){0};
}

static size_t character_end(faq_str text, size_t at)
{
    while (at < text.len && ((uint8_t)text.at[at] & 0xC0) == 0x80)
        at++;
    return at;
}

bool faq_canon_match_at(const faq_canon *canon, faq_str text, faq_canon_match *out)
{
    size_t used;
    if (!text.len)
        return false;
    uint32_t first = faq_utf8_decode(text.at, text.len, &used) & 0xFFFF;
    if (!(canon->first_bytes[first / 8] & 1u << first % 8))
        return false;
    size_t limit = faq_min_size(canon->longest, text.len), best = 0;
    uint32_t best_number = 0;
    for (size_t end = used; end <= limit; end = character_end(text, end + 1)) {
        uint32_t number = faq_map_find(&canon->phrases, faq_str_part(text, 0, end));
        if (number != FAQ_MAP_NONE) {
            best = end;
            best_number = number;
        }
        if (end == text.len)
            break;
    }
    if (!best)
        return false;
    const char *line = classes[canon->class_of[best_number]];
    size_t pos = 1;
    next_phrase(line, &pos, &out->form);
    out->len = best;
    out->is_question_word = line[0] == '?';
    return true;
}

uint64_t faq_canon_fingerprint(void)
{
    uint64_t hash = 0;
    for (size_t class = 0; class < N_CLASSES; class ++)
        hash = faq_hash_seeded(faq_str_of(classes[class]), hash);
    return hash;
}
