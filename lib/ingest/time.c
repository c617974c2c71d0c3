/* SPDX-License-Identifier: MIT */
#include "ingest/time.h"

#include <faqsearch/faqsearch.h>

#include "base/str.h"

#define DAY_SECONDS 86400

/* A text being read front to back. */
typedef struct scan {
    faq_str text;
    size_t pos;
} scan;

static bool take(scan *in, const char *piece)
{
    faq_str wanted = faq_str_of(piece);
    faq_str rest = faq_str_part(in->text, in->pos, in->text.len - in->pos);
    if (!faq_str_starts(rest, wanted))
        return false;
    in->pos += wanted.len;
    return true;
}

static bool take_any(scan *in, const char *const *pieces)
{
    for (; *pieces; pieces++) {
        if (take(in, *pieces))
            return true;
    }
    return false;
}

static bool take_number(scan *in, unsigned max_digits, int64_t *out)
{
    unsigned digits = 0;
    int64_t value = 0;
    while (digits < max_digits && in->pos < in->text.len) {
        char c = in->text.at[in->pos];
        if (c < '0' || c > '9')
            break;
        value = 10 * value + (c - '0');
        in->pos++;
        digits++;
    }
    *out = value;
    return digits > 0;
}

/* Days since 1970 of a date of the Gregorian calendar (years from March, eras of 400 years). */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static bool is_date(int64_t year, int64_t month, int64_t day)
{
    static const int8_t lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > lengths[month - 1])
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month != 2 || day <= 28 + leap;
}

/* `+08:00`, `+0800`, `Z` or nothing. */
static bool take_offset(scan *in, int64_t *seconds)
{
    *seconds = 0;
    if (take(in, "Z") || take(in, "z") || take(in, " UTC") || take(in, " GMT"))
        return true;
    take(in, " ");
    int64_t hours, minutes = 0;
    bool west = take(in, "-");
    if (!west && !take(in, "+"))
        return true;
    if (!take_number(in, 2, &hours))
        return false;
    take(in, ":");
    take_number(in, 2, &minutes);
    *seconds = (west ? -1 : 1) * (hours * 3600 + minutes * 60);
    return hours <= 18 && minutes < 60;
}

static bool take_clock(scan *in, int64_t *seconds)
{
    int64_t hour, minute, second = 0, offset, ignored;
    if (!take_number(in, 2, &hour) || (!take(in, ":") && !take(in, "时") && !take(in, "：")) ||
        !take_number(in, 2, &minute))
        return false;
    if (take(in, ":") || take(in, "：") || take(in, "分")) {
        if (take_number(in, 2, &second))
            take(in, "秒");
    }
    if (take(in, ".") || take(in, ","))
        take_number(in, 9, &ignored);
    if (hour > 24 || minute > 59 || second > 60 || !take_offset(in, &offset))
        return false;
    *seconds = hour * 3600 + minute * 60 + second - offset;
    return true;
}

static bool read_date(faq_str text, faq_time *out)
{
    static const char *const parts[] = {"-", "/", ".", "年", "月", NULL};
    static const char *const before_clock[] = {"T", "t", " ", NULL};
    scan in = {text, 0};
    int64_t year, month, day, clock = 0;
    if (!take_number(&in, 4, &year) || in.pos != 4 || !take_any(&in, parts) ||
        !take_number(&in, 2, &month) || !take_any(&in, parts) || !take_number(&in, 2, &day) ||
        !is_date(year, month, day))
        return false;
    take(&in, "日");
    out->is_day = in.pos == text.len;
    if (!out->is_day) {
        if (!take_any(&in, before_clock))
            return false;
        while (take(&in, " "))
            ;
        if (!take_clock(&in, &clock) || in.pos != text.len)
            return false;
    }
    out->seconds = year == 9999 ? FAQ_NO_TIME : days_of(year, month, day) * DAY_SECONDS + clock;
    return true;
}

static bool read_number(faq_str text, faq_time *out)
{
    scan in = {text, 0};
    bool negative = take(&in, "-");
    int64_t value;
    if (!take_number(&in, 18, &value))
        return false;
    size_t digits = in.pos - negative;
    take(&in, ".0");
    if (in.pos != text.len)
        return false;
    int64_t year = value / 10000, month = value / 100 % 100, day = value % 100;
    out->is_day = digits == 8 && !negative && year >= 1970 && is_date(year, month, day);
    if (out->is_day)
        out->seconds = year == 9999 ? FAQ_NO_TIME : days_of(year, month, day) * DAY_SECONDS;
    else if (digits >= 12)
        out->seconds = value / 1000 * (negative ? -1 : 1);
    else
        out->seconds = negative ? -value : value;
    return true;
}

bool faq_time_read(faq_str text, faq_time *out)
{
    static const char *const never[] = {"永久", "长期",  "長期",  "不限", "无限",
                                        "無限", "never", "Never", NULL};
    while (text.len && (uint8_t)text.at[text.len - 1] <= ' ')
        text.len--;
    while (text.len && (uint8_t)text.at[0] <= ' ')
        text = faq_str_part(text, 1, text.len - 1);
    scan in = {text, 0};
    if (take_any(&in, never)) {
        *out = (faq_time){FAQ_NO_TIME, false};
        return true;
    }
    return read_date(text, out) || read_number(text, out);
}
