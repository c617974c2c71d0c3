/* SPDX-License-Identifier: MIT */
/* The times and counts of an entry. */
#include "ingest/making.h"
#include "ingest/time.h"

#define DAY_SECONDS 86400

static void make_time(faq_making *making, faq_word word, int64_t *out)
{
    faq_time time;
    faq_value *value = faq_making_choose(making, word);
    if (!value)
        return;
    if (!faq_value_is_scalar(value) || !faq_time_read(value->text, &time)) {
        value->is_used = false; /* keep what we cannot read */
        return;
    }
    *out = time.seconds;
    if (word == FAQ_WORD_VALID_UNTIL && time.is_day && time.seconds != FAQ_NO_TIME)
        *out += DAY_SECONDS;
}

/* Seconds of a line of `dump`, where every number is seconds however large. */
static void make_exact_time(faq_making *making, faq_word word, int64_t *out)
{
    faq_value *value = faq_making_choose(making, word);
    if (!value)
        return;
    bool negative = value->text.len && value->text.at[0] == '-';
    uint64_t seconds = 0;
    bool is_number = value->kind == FAQ_KIND_NUMBER && value->text.len <= 20;
    for (size_t i = negative; is_number && i < value->text.len; i++) {
        char c = value->text.at[i];
        is_number = c >= '0' && c <= '9' && seconds <= INT64_MAX / 10;
        seconds = seconds * 10 + (uint64_t)(c - '0');
    }
    if (is_number && seconds <= INT64_MAX) {
        *out = negative ? -(int64_t)seconds : (int64_t)seconds;
        return;
    }
    value->is_used = false;
    make_time(making, word, out);
}

/* A count such as 18234, "18,234" or 12.0; false when it is none. */
static bool read_count(const faq_value *value, uint64_t *out)
{
    faq_str text = faq_trim(value->text);
    size_t i = 0, digits = 0;
    uint64_t count = 0;
    for (; i < text.len && text.at[i] != '.'; i++) {
        if (text.at[i] == ',' && digits)
            continue;
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        uint64_t digit = (uint64_t)(text.at[i] - '0');
        if (__builtin_mul_overflow(count, (uint64_t)10, &count) ||
            __builtin_add_overflow(count, digit, &count))
            return false;
        digits++;
    }
    for (i += i < text.len; i < text.len; i++) {
        if (text.at[i] != '0')
            return false;
    }
    *out = count;
    return digits > 0;
}

static void make_count(faq_making *making, faq_word word, uint64_t *out)
{
    faq_value *value = faq_making_choose(making, word);
    if (value && !(faq_value_is_scalar(value) && read_count(value, out)))
        value->is_used = false;
}

/* A share such as 91.8 in tenths of a percent, or -1. */
static int64_t permille(const faq_value *value)
{
    if (!value || !faq_value_is_scalar(value))
        return -1;
    int64_t whole = 0, tenth = 0;
    size_t i = 0;
    for (; i < value->text.len && i < 4 && value->text.at[i] >= '0' && value->text.at[i] <= '9';
         i++)
        whole = 10 * whole + (value->text.at[i] - '0');
    if (i + 1 < value->text.len && value->text.at[i] == '.')
        tenth = value->text.at[i + 1] - '0';
    return i && whole <= 100 && tenth >= 0 && tenth <= 9 ? 10 * whole + tenth : -1;
}

/* Votes that come as sum and number, or as number and shares. */
static void make_votes(faq_making *making)
{
    faq_value *sum = faq_making_choose(making, FAQ_WORD_VOTE_SUM);
    faq_value *count = faq_making_choose(making, FAQ_WORD_VOTE_COUNT);
    int64_t happy = permille(faq_making_choose(making, FAQ_WORD_HAPPY));
    int64_t sad = permille(faq_making_choose(making, FAQ_WORD_SAD));
    uint64_t votes;
    if (!count || !faq_value_is_scalar(count) || !read_count(count, &votes) || votes > INT32_MAX)
        return;
    if (sum) {
        int64_t balance = faq_small_integer(sum->text);
        if (balance < -(int64_t)votes || balance > (int64_t)votes)
            return;
        making->entry.helpful = (uint64_t)((int64_t)votes + balance) / 2;
        making->entry.unhelpful = votes - making->entry.helpful;
    } else if (happy >= 0 && sad >= 0) {
        making->entry.helpful = (votes * (uint64_t)happy + 500) / 1000;
        making->entry.unhelpful = (votes * (uint64_t)sad + 500) / 1000;
    }
}

void faq_making_numbers(faq_making *making)
{
    faq_entry *entry = &making->entry;
    void (*time)(faq_making *, faq_word, int64_t *) =
        making->record->is_exact ? make_exact_time : make_time;
    time(making, FAQ_WORD_VALID_FROM, &entry->valid_from);
    time(making, FAQ_WORD_VALID_UNTIL, &entry->valid_to);
    time(making, FAQ_WORD_VALID_TO, &entry->valid_to);
    time(making, FAQ_WORD_UPDATED, &entry->updated);
    make_votes(making);
    make_count(making, FAQ_WORD_ASKED, &entry->asked);
    make_count(making, FAQ_WORD_RESOLVED, &entry->resolved);
    make_count(making, FAQ_WORD_HELPFUL, &entry->helpful);
    make_count(making, FAQ_WORD_UNHELPFUL, &entry->unhelpful);
    make_count(making, FAQ_WORD_VIEWS, &entry->views);
}
