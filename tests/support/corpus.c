/* SPDX-License-Identifier: MIT */
#include "support/corpus.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/record.h"

static const char *const tiny[] = {"退", "货", "款", "怎么", "我", "吗", "的", "卡", "a", "7", " "};

static const char *const shop[] = {
    "怎么",        "如何",     "怎样",
    "为什么",      "可以",     "能不能",
    "吗",          "呢",       "请问",
    "什么时候",    "多久",     "在哪里",
    "我",          "你们",     "我的",
    "的",          "了",       "是",
    "不",          "没有",     "要",
    "一下",        "申请",     "取消",
    "修改",        "查询",     "查看",
    "开通",        "关闭",     "绑定",
    "解绑",        "退",       "退货",
    "退款",        "换货",     "发货",
    "收货",        "付款",     "支付",
    "还款",        "借款",     "提前还款",
    "开发票",      "补开",     "寄回",
    "签收",        "拒收",     "催单",
    "下单",        "拍下",     "改价",
    "降价",        "保价",     "包邮",
    "预售",        "定金",     "尾款",
    "优惠券",      "红包",     "积分",
    "会员",        "店铺",     "客服",
    "人工客服",    "投诉",     "评价",
    "差评",        "订单",     "订单号",
    "物流",        "快递",     "运费",
    "运费险",      "地址",     "收货地址",
    "电话",        "手机号",   "密码",
    "账号",        "账户",     "银行卡",
    "信用卡",      "零钱",     "花呗",
    "借呗",        "微粒贷",   "分期",
    "分期付款",    "额度",     "利息",
    "手续费",      "逾期",     "账单",
    "发票",        "电子发票", "抬头",
    "税号",        "质量问题", "七天无理由退货",
    "保修",        "维修",     "尺码",
    "颜色",        "型号",     "电池",
    "充电器",      "屏幕",     "耳机",
    "iPhone15Pro", "USB-C",    "app",
    "wifi",        "5G",       "7天",
    "3",           "100元",    "２４小时",
    "ＡＰＰ",      "優惠券",   "運費",
    "退貨",        "訂單",     "付款後",
    "電話",        "，",       "？",
    "！",          "、",       " ",
    "。",          "\n",       "😀",
    "カード",      "é",        "\xe9\x80",
    "\xff",
};

static const char *word(test_random *random, corpus_kind kind)
{
    return kind == CORPUS_TINY ? tiny[test_below(random, COUNT(tiny))]
                               : shop[test_below(random, COUNT(shop))];
}

size_t corpus_write(test_random *random, corpus_kind kind, size_t words, char *out, size_t room)
{
    size_t len = 0;
    for (size_t left = 1 + test_below(random, words); left; left--) {
        const char *next = word(random, kind);
        if (strlen(next) > room - len)
            break;
        memcpy(out + len, next, strlen(next));
        len += strlen(next);
    }
    return len;
}

static faq_str write_into(test_random *random, corpus_kind kind, size_t words, corpus_entry *made)
{
    size_t room = sizeof made->text - made->used;
    faq_str text = {made->text + made->used,
                    corpus_write(random, kind, words, made->text + made->used, room)};
    made->used += text.len;
    return text;
}

/* Up to `cap` texts into a list. */
static faq_list write_list(test_random *random, corpus_kind kind, size_t words, size_t cap,
                           faq_str *at, corpus_entry *made)
{
    size_t count = test_below(random, cap + 1);
    for (size_t i = 0; i < count; i++)
        at[i] = write_into(random, kind, words, made);
    return (faq_list){at, count};
}

void corpus_hide(test_random *random, corpus_entry *made)
{
    static const char *const names[] = {"internal", "draft", "vip"};
    faq_entry *entry = &made->entry;
    size_t how = test_below(random, 5);
    entry->visibility = (faq_list){NULL, 0};
    entry->valid_from = entry->valid_to = FAQ_NO_TIME;
    if (how < 3) {
        made->visibility[0] = faq_text(names[how]);
        made->visibility[1] = faq_text(names[test_below(random, COUNT(names))]);
        entry->visibility = (faq_list){made->visibility, 1 + test_below(random, 2)};
    } else if (how == 3) {
        entry->valid_from = 10000 + (int64_t)test_below(random, 9);
    } else {
        entry->valid_to = (int64_t)test_below(random, 9);
    }
}

/* Half of what has a window is seen at times 1000 .. 3000. */
static void open_window(test_random *random, faq_entry *entry)
{
    if (test_below(random, 2))
        entry->valid_from = 1000 * (int64_t)test_below(random, 5);
    if (test_below(random, 2))
        entry->valid_to = 1000 * (int64_t)test_below(random, 5);
}

corpus_entry *corpus_make(test_random *random, corpus_kind kind, size_t n_ids, size_t max_phrasings,
                          size_t hidden)
{
    corpus_entry *made = calloc(1, sizeof *made);
    if (!made)
        abort();
    faq_entry *entry = &made->entry;
    *entry = faq_entry_init();
    made->used = (size_t)snprintf(made->text, sizeof made->text, "%zu", test_below(random, n_ids));
    entry->id = (faq_str){made->text, made->used};
    if (!test_below(random, 4))
        entry->locale = FAQ_STR("zh-TW");
    size_t words = kind == CORPUS_TINY ? 4 : 9;
    entry->question = write_into(random, kind, words, made);
    entry->phrasings =
        write_list(random, kind, words,
                   faq_str_equal(entry->id, FAQ_STR("1")) ? CORPUS_LIST : max_phrasings,
                   made->phrasings, made);
    if (test_below(random, 4))
        entry->answer = write_into(random, kind, kind == CORPUS_TINY ? 8 : 60, made);
    if (!test_below(random, 6)) {
        entry->answer_type = FAQ_ANSWER_HTML;
        entry->answer_text = write_into(random, kind, words, made);
    }
    entry->category = write_list(random, kind, 2, test_below(random, 4), made->category, made);
    entry->tags = write_list(random, kind, 1, test_below(random, 3), made->tags, made);
    entry->n_fields = test_below(random, 6) ? 0 : 1 + test_below(random, 2);
    for (size_t i = 0; i < entry->n_fields; i++)
        made->fields[i] = (faq_field){i ? FAQ_STR("备注") : FAQ_STR("型号"), FAQ_STR("\"\""),
                                      write_into(random, kind, words, made)};
    entry->fields = made->fields;
    entry->asked = test_below(random, 3) ? 0 : test_below(random, 3);
    if (test_below(random, 100) < hidden) {
        corpus_hide(random, made);
        if (!test_below(random, 3))
            open_window(random, entry);
    }
    return made;
}

static int skip_sync(void *ctx, int file)
{
    (void)ctx, (void)file;
    return 0;
}

static int skip_sync_folder(void *ctx, const char *path)
{
    (void)ctx, (void)path;
    return 0;
}

static faq_io io;

static void make_io(void)
{
    io = *faq_io_default();
    io.sync = skip_sync;
    io.sync_folder = skip_sync_folder;
}

const faq_io *corpus_io(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_io);
    return &io;
}

faq_write_options corpus_options(void)
{
    faq_write_options options = FAQ_INIT(faq_write_options);
    options.io = corpus_io();
    return options;
}

void corpus_commit(const char *path, corpus_entry *const *entries, size_t count, uint64_t memory)
{
    faq_error err;
    faq_writer *writer;
    faq_write_options options = corpus_options();
    options.memory = memory;
    CHECK_OK(faq_writer_begin(&writer, path, &options, &err), &err);
    for (size_t i = 0; i < count; i++)
        CHECK_OK(faq_writer_put(writer, &entries[i]->entry, NULL, &err), &err);
    CHECK_OK(faq_writer_commit(writer, NULL, &err), &err);
}

static uint64_t hash_entry(const faq_entry *entry)
{
    faq_buf record;
    faq_buf_init(&record, faq_mem_default());
    faq_record_encode(entry, &record);
    uint64_t hash = faq_hash(faq_buf_text(&record));
    faq_buf_release(&record);
    return hash;
}

/* Entries read so far, each as a line, by where they are: reading one takes longer than finding it.
 */
typedef struct shown_entries {
    faq_map places;
    faq_buf lines;
    size_t *starts;
    size_t cap;
} shown_entries;

static const char *show(shown_entries *shown, faq_search *search, const faq_hit *hit)
{
    faq_error err;
    faq_entry entry;
    uint32_t place[2] = {hit->segment, hit->doc};
    size_t before = shown->places.count;
    uint32_t number = faq_map_add(&shown->places, (faq_str){(char *)place, sizeof place});
    if (number < before)
        return (char *)shown->lines.at + shown->starts[number];
    ck_assert(faq_mem_grow(faq_mem_default(), &shown->starts, &shown->cap, number + (size_t)1,
                           sizeof *shown->starts));
    shown->starts[number] = shown->lines.len;
    CHECK_OK(faq_search_entry(search, hit->segment, hit->doc, &entry, &err), &err);
    faq_buf_format(&shown->lines, "%.*s %.*s %016llx", (int)entry.id.len, entry.id.at,
                   (int)entry.locale.len, entry.locale.len ? entry.locale.at : "",
                   (unsigned long long)hash_entry(&entry));
    faq_put_u8(&shown->lines, 0);
    return (char *)shown->lines.at + shown->starts[number];
}

static void write_hits(shown_entries *shown, faq_search *search, const faq_hits *hits, faq_buf *out)
{
    faq_buf_format(out, "total %llu relaxed %d confidence %.17g\n", (unsigned long long)hits->total,
                   hits->relaxed, hits->confidence);
    for (size_t i = 0; i < hits->count; i++) {
        const faq_hit *hit = &hits->at[i];
        faq_buf_format(out, "  %s %.17g %.17g %u %d\n", show(shown, search, hit), hit->score,
                       hit->confidence, hit->phrasing, hit->relaxed);
    }
}

char *corpus_answers(const char *path, const faq_str *questions, size_t count, faq_query query)
{
    faq_error err;
    faq_index *index;
    faq_search *search;
    faq_buf out;
    shown_entries shown = {0};
    faq_buf_init(&out, faq_mem_default());
    faq_buf_init(&shown.lines, faq_mem_default());
    faq_map_init(&shown.places, faq_mem_default());
    CHECK_OK(faq_index_open(&index, path, NULL, &err), &err);
    CHECK_OK(faq_search_new(&search, index, NULL, &err), &err);
    for (size_t i = 0; i < count; i++) {
        faq_hits hits;
        query.text = questions[i];
        CHECK_OK(faq_search_run(search, &query, &hits, &err), &err);
        faq_buf_format(&out, "%zu \"%.*s\" ", i, (int)questions[i].len, questions[i].at);
        write_hits(&shown, search, &hits, &out);
    }
    faq_search_free(search);
    faq_index_close(index);
    faq_map_release(&shown.places);
    faq_buf_release(&shown.lines);
    free(shown.starts);
    faq_put_u8(&out, 0);
    ck_assert(!out.failed);
    return (char *)out.at; /* of malloc */
}
