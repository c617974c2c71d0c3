/* SPDX-License-Identifier: MIT */
#include "support/builder.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "support/test.h"

static const char *const things[] = {"退货",     "运费险", "花呗账单", "优惠券",   "发票",
                                     "快递单号", "密码",   "会员等级", "收货地址", "iPhone 15 Pro",
                                     "电子发票", "定金",   "保修卡"};
static const char *const acts[] = {"怎么申请",   "多久到账", "在哪里查询",   "可以取消吗",
                                   "为什么失败", "怎么修改", "需要什么材料", "如何开通"};
static const char *const stages[] = {"售前", "售中", "售后"};
static const char *const audiences[] = {"潜在客户", "新客户", "老客户", "获得单独帮助"};

#define PICK(list, i) ((list)[(i) % COUNT(list)])

void test_entry_make(test_entry *out, uint32_t i, uint32_t stamp)
{
    *out = (test_entry){.entry = faq_entry_init()};
    faq_entry *entry = &out->entry;
    const char *thing = PICK(things, i), *act = PICK(acts, i / 3);
    snprintf(out->id, sizeof out->id, "e%05u", (unsigned)i);
    snprintf(out->question, sizeof out->question, "%s%s？第%u题", thing, act, (unsigned)i);
    snprintf(out->other, sizeof out->other, "请问%s的%s怎么办", PICK(things, i + 5), thing);
    snprintf(out->text, sizeof out->text,
             "您好，%s请在“我的订单”里%s，第%u题，版本%u。超过七天请联系客服。", thing, act,
             (unsigned)i, (unsigned)stamp);
    snprintf(out->stamp, sizeof out->stamp, "\"stamp%u\"", (unsigned)stamp);
    entry->id = faq_str_of(out->id);
    entry->question = faq_str_of(out->question);
    if (i % 3 == 0) {
        out->phrasings[0] = faq_str_of(out->other);
        out->phrasings[1] = FAQ_STR("转人工客服");
        entry->phrasings = (faq_list){out->phrasings, 1 + i % 2};
    }
    if (i % 4 == 0) {
        snprintf(out->answer, sizeof out->answer, "<p>%s</p>", out->text);
        entry->answer_type = FAQ_ANSWER_HTML;
        entry->answer = faq_str_of(out->answer);
        entry->answer_text = faq_str_of(out->text);
    } else {
        entry->answer = faq_str_of(out->text);
    }
    out->category[0] = FAQ_STR("帮助中心");
    out->category[1] = faq_str_of(thing);
    entry->category = (faq_list){out->category, 2};
    out->stage[0] = faq_str_of(PICK(stages, i));
    entry->stage = (faq_list){out->stage, 1};
    out->audience[0] = faq_str_of(PICK(audiences, i));
    out->audience[1] = faq_str_of(PICK(audiences, i + 1));
    entry->audience = (faq_list){out->audience, 1 + i % 2};
    out->tags[0] = faq_str_of(out->stamp);
    entry->tags = (faq_list){out->tags, 1};
    if (i % 7 == 6) {
        out->visibility[0] = FAQ_STR("internal");
        entry->visibility = (faq_list){out->visibility, 1};
    }
    if (i % 11 == 10)
        entry->locale = FAQ_STR("zh-TW");
    if (i % 13 == 12) {
        entry->valid_from = 1700000000;
        entry->valid_to = 1900000000;
    }
    entry->updated = 1700000000 + (int64_t)stamp;
    entry->asked = i * 37 % 101;
    entry->helpful = i % 5;
    if (i % 5 == 0) {
        out->fields[0] =
            (faq_field){FAQ_STR("note"), faq_str_of(out->stamp),
                        faq_str_part(faq_str_of(out->stamp), 1, strlen(out->stamp) - 2)};
        entry->fields = out->fields;
        entry->n_fields = 1;
    }
}

/* ---- writing */

static faq_status put_all(faq_writer *writer, uint32_t first, uint32_t count, uint32_t stamp,
                          faq_error *err)
{
    faq_status status = FAQ_OK;
    for (uint32_t i = first; i < first + count && !status; i++) {
        test_entry made;
        test_entry_make(&made, i, stamp);
        status = faq_writer_put(writer, &made.entry, NULL, err);
    }
    return status;
}

static faq_status delete_all(faq_writer *writer, uint32_t first, uint32_t count, faq_error *err)
{
    faq_status status = FAQ_OK;
    for (uint32_t i = first; i < first + count && !status; i++) {
        test_entry made;
        test_entry_make(&made, i, 0);
        status = faq_writer_delete(writer, made.entry.id, made.entry.locale, err);
    }
    return status;
}

static faq_status finish(faq_writer *writer, faq_status status, faq_error *err)
{
    if (!status)
        return faq_writer_commit(writer, NULL, err);
    faq_writer_rollback(writer);
    return status;
}

faq_status test_put(const char *path, uint32_t first, uint32_t count, uint32_t stamp,
                    const faq_write_options *options, faq_error *err)
{
    faq_writer *writer;
    faq_status status = faq_writer_begin(&writer, path, options, err);
    return status ? status : finish(writer, put_all(writer, first, count, stamp, err), err);
}

faq_status test_delete(const char *path, uint32_t first, uint32_t count,
                       const faq_write_options *options, faq_error *err)
{
    faq_writer *writer;
    faq_status status = faq_writer_begin(&writer, path, options, err);
    return status ? status : finish(writer, delete_all(writer, first, count, err), err);
}

/* ---- printing */

static void print_text(faq_buf *out, const char *name, faq_str text)
{
    if (!text.len)
        return;
    faq_buf_format(out, " %s=", name);
    faq_buf_append(out, text);
}

static void print_list(faq_buf *out, const char *name, faq_list list)
{
    if (!list.count)
        return;
    faq_buf_format(out, " %s=", name);
    for (size_t i = 0; i < list.count; i++) {
        faq_buf_append(out, list.at[i]);
        faq_put_u8(out, '|');
    }
}

static void print_time(faq_buf *out, const char *name, int64_t time)
{
    if (time != FAQ_NO_TIME)
        faq_buf_format(out, " %s=%" PRId64, name, time);
}

void test_print_entry(faq_buf *out, const faq_entry *entry)
{
    faq_buf_append(out, entry->id);
    print_text(out, "locale", entry->locale);
    print_text(out, "question", entry->question);
    print_list(out, "phrasings", entry->phrasings);
    print_text(out, "answer", entry->answer);
    faq_buf_format(out, " type=%d", (int)entry->answer_type);
    print_text(out, "answer_text", entry->answer_text);
    print_list(out, "category", entry->category);
    print_list(out, "stage", entry->stage);
    print_list(out, "audience", entry->audience);
    print_list(out, "tags", entry->tags);
    print_text(out, "url", entry->url);
    print_list(out, "visibility", entry->visibility);
    print_time(out, "valid_from", entry->valid_from);
    print_time(out, "valid_to", entry->valid_to);
    print_time(out, "updated", entry->updated);
    faq_buf_format(out, " counts=%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64,
                   entry->asked, entry->resolved, entry->helpful, entry->unhelpful, entry->views);
    for (size_t i = 0; i < entry->n_fields; i++) {
        print_text(out, "field", entry->fields[i].name);
        print_text(out, "json", entry->fields[i].json);
        print_text(out, "text", entry->fields[i].text);
    }
    faq_put_u8(out, '\n');
}

static faq_status visit(void *ctx, const faq_entry *entry, faq_error *err)
{
    (void)err;
    test_print_entry(ctx, entry);
    return FAQ_OK;
}

faq_status test_print_entries(faq_search *search, faq_buf *out, faq_error *err)
{
    return faq_search_each(search, visit, out, err);
}

static const char *const questions[] = {"",
                                        "怎么退货",
                                        "運費險如何申請",
                                        "iphone15pro",
                                        "发票",
                                        "第7题",
                                        "花呗帐单",
                                        "转人工",
                                        "zzz",
                                        "stamp1",
                                        "优惠券可以取消吗",
                                        "\xff货",
                                        "我的订单里版本2超过七天请联系客服",
                                        "ＩＰＨＯＮＥ"};

static faq_status print_hit(faq_search *search, const faq_hit *hit, faq_buf *out, faq_error *err)
{
    faq_entry entry;
    faq_status status = faq_search_entry(search, hit->segment, hit->doc, &entry, err);
    if (status)
        return status;
    faq_put_u8(out, ' ');
    faq_buf_append(out, entry.id);
    faq_buf_format(out, ":%.9f:%.9f:%u%s", hit->score, hit->confidence, (unsigned)hit->phrasing,
                   hit->relaxed ? "~" : "");
    faq_str question = entry.question; /* stays until the next entry is read */
    const faq_range *ranges;
    size_t count;
    status = faq_search_highlight(search, question, &ranges, &count, err);
    for (size_t i = 0; i < count && !status; i++)
        faq_buf_format(out, "[%zu+%zu]", ranges[i].start, ranges[i].len);
    return status;
}

static faq_status print_answer(faq_search *search, const faq_query *query, faq_buf *out,
                               faq_error *err)
{
    faq_hits hits;
    faq_status status = faq_search_run(search, query, &hits, err);
    if (status)
        return status;
    faq_buf_format(out, "total=%" PRIu64 "%s", hits.total, hits.relaxed ? "~" : "");
    for (size_t i = 0; i < hits.count && !status; i++)
        status = print_hit(search, &hits.at[i], out, err);
    faq_put_u8(out, '\n');
    return status;
}

faq_status test_print_answers(faq_search *search, faq_buf *out, faq_error *err)
{
    faq_status status = FAQ_OK;
    for (size_t i = 0; i < COUNT(questions) && !status; i++) {
        faq_query query = FAQ_INIT(faq_query);
        query.text = faq_str_of(questions[i]);
        query.sees_all = i % 2;
        query.exact = i % 5 == 4;
        query.limit = 5;
        query.now = 1800000000;
        faq_buf_format(out, "? %s: ", questions[i]);
        status = print_answer(search, &query, out, err);
    }
    return status;
}

faq_status test_print_index(const char *path, const faq_open_options *options, faq_buf *out,
                            faq_error *err)
{
    faq_index *index;
    faq_status status = faq_index_open(&index, path, options, err);
    if (status)
        return status;
    faq_search *search = NULL;
    status = faq_search_new(&search, index, NULL, err);
    if (!status)
        status = test_print_entries(search, out, err);
    if (!status)
        status = test_print_answers(search, out, err);
    faq_search_free(search);
    faq_index_close(index);
    return status;
}

/* ---- files */

bool test_read_file(const char *path, faq_buf *out)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    char piece[65536];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, file)))
        faq_put_bytes(out, piece, n);
    bool failed = ferror(file);
    return !fclose(file) && !failed && !out->failed;
}

bool test_write_file(const char *path, const void *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool written = fwrite(bytes, 1, len, file) == len;
    return !fclose(file) && written;
}

void test_same_text(const faq_buf *got, const faq_buf *want, const char *row)
{
    if (faq_str_equal(faq_buf_text(got), faq_buf_text(want)))
        return;
    size_t i = 0;
    while (i < got->len && i < want->len && got->at[i] == want->at[i])
        i++;
    while (i && want->at[i - 1] != '\n')
        i--;
    size_t end = i;
    while (end < got->len && got->at[end] != '\n')
        end++;
    ck_abort_msg("%s: differs at byte %zu of %zu and %zu; got \"%.*s\"", row, i, got->len,
                 want->len, (int)(end - i), end > i ? (const char *)got->at + i : "");
}
