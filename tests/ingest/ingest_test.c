/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <faqsearch/ingest.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "support/fault.h"
#include "support/test.h"

/* ---- what an import gave, as text ---------------------------------------------------------- */

typedef struct import {
    faq_ingest_options options;
    faq_ingest_result result;
    faq_status status;
    faq_error err;
    faq_buf out; /* an entry or a refusal a line */
} import;

static void print_text(faq_buf *out, const char *name, faq_str text)
{
    faq_buf_append(out, faq_str_of(name));
    faq_buf_append(out, text); /* as it is, NUL bytes too */
}

static void print_list(faq_buf *out, const char *name, faq_list list)
{
    for (size_t i = 0; i < list.count; i++)
        print_text(out, i ? "+" : name, list.at[i]);
}

static void print_number(faq_buf *out, const char *name, int64_t number, int64_t unset)
{
    if (number != unset)
        faq_buf_format(out, "%s%" PRId64, name, number);
}

static faq_status print_entry(void *ctx, const faq_entry *entry, const faq_place *place,
                              faq_error *err)
{
    (void)place, (void)err;
    faq_buf *out = &((import *)ctx)->out;
    print_text(out, "", entry->id);
    if (entry->locale.len)
        print_text(out, "@", entry->locale);
    print_text(out, " ?", entry->question);
    print_list(out, " ~", entry->phrasings);
    if (entry->answer.len)
        print_text(out, entry->answer_type ? " !html:" : " !", entry->answer);
    print_list(out, " c:", entry->category);
    print_list(out, " s:", entry->stage);
    print_list(out, " a:", entry->audience);
    print_list(out, " t:", entry->tags);
    if (entry->url.len)
        print_text(out, " u:", entry->url);
    print_list(out, " v:", entry->visibility);
    print_number(out, " from:", entry->valid_from, FAQ_NO_TIME);
    print_number(out, " to:", entry->valid_to, FAQ_NO_TIME);
    print_number(out, " at:", entry->updated, FAQ_NO_TIME);
    print_number(out, " asked:", (int64_t)entry->asked, 0);
    print_number(out, " resolved:", (int64_t)entry->resolved, 0);
    print_number(out, " up:", (int64_t)entry->helpful, 0);
    print_number(out, " down:", (int64_t)entry->unhelpful, 0);
    print_number(out, " views:", (int64_t)entry->views, 0);
    for (size_t i = 0; i < entry->n_fields; i++) {
        print_text(out, " ", entry->fields[i].name);
        print_text(out, "=", entry->fields[i].json);
    }
    faq_put_u8(out, '\n');
    return FAQ_OK;
}

static void print_refusal(void *ctx, const faq_place *place, const char *reason, faq_str record)
{
    (void)record;
    faq_buf_format(&((import *)ctx)->out, "%" PRIu64 " refused: %s\n", place->line, reason);
}

static void start(import *given)
{
    *given = (import){.options = FAQ_INIT(faq_ingest_options)};
    given->options.entry = print_entry;
    given->options.rejected = print_refusal;
    given->options.ctx = given;
    given->result.size = sizeof given->result;
    faq_buf_init(&given->out, faq_mem_default());
}

static void feed(import *given, const char *name, faq_str bytes)
{
    given->status = faq_ingest_bytes(bytes, name, &given->options, &given->result, &given->err);
}

typedef struct sample {
    const char *name, *file, *in, *want;
} sample;

static void check_rows(const sample *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
import given;
        start(&given);
        feed(&given, rows[i].file, faq_str_of(rows[i].in));
        ck_assert_msg(given.status == FAQ_OK, "%s: %s", rows[i].name, given.err.message);
        CHECK_STR(faq_buf_text(&given.out), rows[i].want, rows[i].name);
        faq_buf_release(&given.out);
    }
}

/* ---- tables -------------------------------------------------------------------------------- */

START_TEST(a_table_is_read_by_the_words_of_its_header)
{
    static const sample rows[] = {
        {"English", "f.csv", "id,question,answer\n1,q,a\n", "1 ?q !a\n"},
        {"Chinese", "f.csv", "编号,问题,答案\n1,怎么退,点退款\n", "1 ?怎么退 !点退款\n"},
        {"full width, blanks, stars, brackets", "f.csv",
         "＊标准问题（必填）, Similar_Questions ,*答案\nq,b,a\n", "q ?q ~b !a\n"},
        {"semicolons", "f.csv", "question;answer\nq,r;a,b\n", "q,r ?q,r !a,b\n"},
        {"bars", "f.csv", "question|answer\nq,r|a;b\n", "q,r ?q,r !a;b\n"},
        {"tabs in a .txt", "f.txt", "question\tanswer\nq,r\ta\n", "q,r ?q,r !a\n"},
        {"one column", "f.csv", "question\nq\nr\n", "q ?q\nr ?r\n"},
        {"notes above the header", "f.csv", "说明：请勿改动表头,\n,\n问题,答案\nq,a\n",
         "q ?q !a\n"},
        {"levels in columns", "f.csv", "一级分类,二级分类,三级分类,问题\n售后,退/换,,q\n",
         "q ?q c:售后+退+换\n"},
        {"levels in a cell", "f.csv", "分类,问题\n售后 / 退货>运费,q\n", "q ?q c:售后+退货+运费\n"},
        {"phrasings in a cell", "f.csv", "问题,相似问法\nq,\"a\r\nb##c|d；e\"\n",
         "q ?q ~a+b+c+d+e\n"},
        {"phrasings in columns", "f.csv", "问题,相似问1,相似问2,问题3\nq,a,,b\n", "q ?q ~a+b\n"},
        {"a pause comma parts no phrasings", "f.csv", "问题,相似问法\nq,密码、手机\n",
         "q ?q ~密码、手机\n"},
        {"repeated phrasings are one", "f.csv", "问题,相似问法\nq,a|q|a\n", "q ?q ~a\n"},
        {"tags", "f.csv", "问题,标签,关键词\nq,a、b,\"c, d\"\n", "q ?q t:a+b+c+d\n"},
        {"states", "f.csv", "问题,状态\na,草稿\nb,已发布\nc,停用\nd,仅客服可见\ne,未发布\nf,启用\n",
         "a ?a v:draft\nb ?b\nc ?c v:draft\nd ?d v:internal\ne ?e v:draft\nf ?f\n"},
        {"an unknown state is kept", "f.csv", "问题,状态\na,红色\n", "a ?a 状态=\"红色\"\n"},
        {"on and off", "f.csv", "问题,是否启用\na,是\nb,否\n", "a ?a\nb ?b v:draft\n"},
        {"readers", "f.csv", "question,visibility\na,internal\nb,\"vip,partner\"\nc,public\n",
         "a ?a v:internal\nb ?b v:vip+partner\nc ?c\n"},
        {"validity", "f.csv", "问题,生效时间,失效时间\nq,2026/1/2 3:04,永久有效\n",
         "q ?q from:1767323040\n"},
        {"the last day counts", "f.csv", "问题,有效期至\nq,2026-01-01\n", "q ?q to:1767312000\n"},
        {"counts", "f.csv",
         "question,asked,views,helpful,unhelpful,resolved\nq,\"1,200\",7,3,1.0,2\n",
         "q ?q asked:1200 resolved:2 up:3 down:1 views:7\n"},
        {"a count that is none is kept", "f.csv", "question,views\nq,许多\n",
         "q ?q source_views=\"许多\"\n"},
        {"stage and audience", "f.csv", "问题,阶段,适用人群\nq,售前、售中,新客户\n",
         "q ?q s:售前+售中 a:新客户\n"},
        {"unknown columns are fields", "f.csv", "question,店铺,空\nq,\"a\"\"b\",\n",
         "q ?q 店铺=\"a\\\"b\"\n"},
        {"columns of one name, without a name, beyond the header", "f.csv",
         "question,x,x,\nq,1,2,3,4\n",
         "q ?q x=\"1\" column_3=\"2\" column_4=\"3\" column_5=\"4\"\n"},
        {"HTML is told by its tags", "f.csv", "question,answer\nq,<p>a<script>x</script></p>\n",
         "q ?q !html:<p>a</p>\n"},
        {"blank rows are no records", "f.csv", "question,answer\n,\n\nq,a\n , \n", "q ?q !a\n"},
        {"no question", "f.csv", "question,answer\n,a\nq,b\n", "2 refused: no question\nq ?q !b\n"},
        {"no answer", "f.csv", "question,answer\nq\n", "q ?q\n"},
        {"an unclosed quote", "f.csv", "question,answer\nq,\"a\nr,b\n",
         "2 refused: a quotation mark is not closed\nr ?r !b\n"},
        {"an address that runs script is no address", "f.csv",
         "question,url\nq,javascript:alert(1)\n", "q ?q source_url=\"javascript:alert(1)\"\n"},
        {"locales", "f.csv", "question,locale\nq,zh_cn\nr,ZH-HANT-TW\n",
         "q@zh-CN ?q\nr@zh-Hant-TW ?r\n"},
    };
    check_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(the_user_may_name_columns)
{
    faq_mapping map[] = {{FAQ_STR("question"), FAQ_STR("主题词")},
                         {FAQ_STR("answer"), FAQ_STR("body.text")},
                         {FAQ_STR("shop"), FAQ_STR("店")}};
    faq_str columns[] = {FAQ_STR("question"), FAQ_STR("answer"), FAQ_STR("自定")};
import given;
    start(&given);
    given.options.map = map;
    given.options.n_map = COUNT(map);
    feed(&given, "f.csv", FAQ_STR("主题词,body.text,店\nq,a,s\n"));
    CHECK_OK(given.status, &given.err);
    CHECK_STR(faq_buf_text(&given.out), "q ?q !a shop=\"s\"\n", "mapped columns");
    faq_buf_reset(&given.out);
    feed(&given, "f.json", FAQ_STR("[{\"主题词\":\"q\",\"body\":{\"text\":\"a\"},\"店\":1.50}]"));
    CHECK_OK(given.status, &given.err);
    CHECK_STR(faq_buf_text(&given.out), "q ?q !a shop=1.50 body={\"text\":\"a\"}\n",
              "mapped members");
    faq_buf_reset(&given.out);
    given.options.n_map = 0;
    given.options.columns = (faq_list){columns, COUNT(columns)};
    feed(&given, "f.csv", FAQ_STR("question,x,y\nq;a;b\n"));
    CHECK_OK(given.status, &given.err);
    CHECK_STR(faq_buf_text(&given.out), "question ?question !x 自定=\"y\"\nq;a;b ?q;a;b\n",
              "no header line");
    faq_buf_release(&given.out);
}
END_TEST

/* ---- ids ----------------------------------------------------------------------------------- */

START_TEST(an_entry_without_an_id_is_known_by_its_question)
{
    static const sample rows[] = {
        {"repeated questions", "f.csv", "question\nq\nr\nq\nq\n", "q ?q\nr ?r\nq~2 ?q\nq~3 ?q\n"},
        {"by locale", "f.csv", "question,locale\nq,zh-CN\nq,zh-TW\nq,zh-TW\n",
         "q@zh-CN ?q\nq@zh-TW ?q\nq~2@zh-TW ?q\n"},
        {"own ids are left alone", "f.csv", "id,question\n7,q\n7,q\n,q\n", "7 ?q\n7 ?q\nq ?q\n"},
        {"numbers keep their digits", "f.json",
         "[{\"id\":12345678901234567890,\"question\":\"q\"}]", "12345678901234567890 ?q\n"},
    };
    check_rows(rows, COUNT(rows));
}
END_TEST

static faq_status keep_ids(void *ctx, const faq_entry *entry, const faq_place *place,
                           faq_error *err)
{
    (void)place, (void)err;
    faq_buf *out = &((import *)ctx)->out;
    CHECK(entry->id.len > 0 && entry->id.len <= FAQ_KEY_BYTES, "id");
    faq_put_text(out, entry->id);
    return FAQ_OK;
}

START_TEST(long_keys_are_cut_to_different_ones)
{
    faq_buf text, first;
    faq_buf_init(&text, faq_mem_default());
    faq_buf_append(&text, FAQ_STR("question\n"));
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 200; j++)
            faq_buf_append(&text, FAQ_STR("问题"));
        faq_buf_format(&text, "%d\n", i / 2);
    }
import given;
    for (int round = 0; round < 2; round++) {
        start(&given);
        given.options.entry = keep_ids;
        feed(&given, "f.csv", faq_buf_text(&text));
        CHECK_OK(given.status, &given.err);
        ck_assert_uint_eq(given.result.entries, 4);
        if (round == 0)
            first = given.out;
    }
    ck_assert(faq_str_equal(faq_buf_text(&first), faq_buf_text(&given.out)));
    size_t quarter = first.len / 4;
    ck_assert(memcmp(first.at, first.at + 2 * quarter, quarter) != 0);
    faq_buf_release(&first);
    faq_buf_release(&given.out);
    faq_buf_release(&text);
}
END_TEST

/* ---- JSON ---------------------------------------------------------------------------------- */

START_TEST(records_are_found_in_any_envelope)
{
    static const sample rows[] = {
        {"an array", "f.json", "[{\"question\":\"q\"},{\"question\":\"r\"}]", "q ?q\nr ?r\n"},
        {"one object", "f.json", "{\"question\":\"q\",\"answer\":\"a\"}", "q ?q !a\n"},
        {"wrapped twice", "f.json", "{\"code\":0,\"data\":{\"items\":[{\"question\":\"q\"}]}}",
         "q ?q\n"},
        {"a title needs an answer beside it", "f.json",
         "{\"sections\":[{\"title\":\"s\",\"name\":\"s\",\"id\":1}],\"articles\":[{\"title\":\"q\","
         "\"body\":null}]}",
         "q ?q\n"},
        {"a name needs more than a description", "f.json",
         "{\"a\":[{\"name\":\"s\",\"description\":\"d\"}],\"b\":[{\"name\":\"q\",\"content\":\"a\"}"
         "]}",
         "q ?q !a\n"},
        {"categories around", "f.json",
         "[{\"title\":\"售后\",\"content\":[{\"title\":\"q\",\"content\":\"a\"}]}]",
         "q ?q !a c:售后\n"},
        {"JSON in a string", "f.json",
         "{\"code\":200,\"message\":\"{\\\"data\\\":[{\\\"id\\\":1,\\\"question\\\":\\\"q\\\"}]}"
         "\"}",
         "1 ?q\n"},
        {"lists and nested answers", "f.json",
         "[{\"post\":\"q\",\"similarQuestions\":[\"a/b\",\"c|d\"],\"replies\":[{\"content\":\"x\"},"
         "{\"content\":\"y\"}],\"enabled\":false}]",
         "q ?q ~a/b+c|d !x\ny v:draft replies=[{\"content\":\"x\"},{\"content\":\"y\"}]\n"},
        {"one element without a question", "f.json",
         "[\n{\"question\":\"q\"},\n{\"answer\":\"a\"},\n3]",
         "q ?q\n3 refused: no question\n4 refused: no question\n"},
        {"an empty list", "f.json", "{\"articles\":[]}", ""},
        {"half a surrogate pair", "f.json",
         "[{\"question\":\"q\\ud83d\",\"answer\":\"\\\\ud83d\"}]",
         "q\xEF\xBF\xBD ?q\xEF\xBF\xBD !\\ud83d\n"},
        {"fields keep how they were written", "f.json",
         "[{\"question\":\"q\",\"n\": 0.90, \"o\" : { \"a\" : [1, 2e5 ] }, \"s\":\"a\\u4e2d \\\" "
         "b\"}]",
         "q ?q n=0.90 o={\"a\":[1,2e5]} s=\"a\\u4e2d \\\" b\"\n"},
        {"votes", "f.json", "[{\"title\":\"q\",\"body\":\"a\",\"vote_sum\":-2,\"vote_count\":10}]",
         "q ?q !a up:4 down:6\n"},
        {"a question of several", "f.json", "[{\"question\":[\"q\",\"r\"],\"answer\":\"a\"}]",
         "q ?q ~r !a\n"},
    };
    check_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(a_bad_line_is_refused_and_the_rest_goes_on)
{
    static const sample rows[] = {
        {"bad in the middle", "f.jsonl",
         "{\"question\":\"q\"}\n{\"question\":\n\n{\"question\":\"r\"}",
         "q ?q\n2 refused: column 12: unexpected token near end of file\nr ?r\n"},
        {"without a question", "f.jsonl", "{\"question\":\"q\"}\n{\"x\":1}\n",
         "q ?q\n2 refused: no question\n"},
        {"told by its content", "-", "{\"question\":\"q\"}\n{\"question\":\"r\"}\n",
         "q ?q\nr ?r\n"},
        {"repeated members", "f.jsonl",
         "{\"question\":\"q\"}\n{\"id\":1,\"id\":2,\"question\":\"r\"}\n",
         "q ?q\n2 refused: column 12: duplicate object key near '\"id\"'\n"},
        {"no lines", "f.jsonl", "\n", ""},
    };
    check_rows(rows, COUNT(rows));
}
END_TEST

/* ---- failures ------------------------------------------------------------------------------ */

START_TEST(what_is_no_export_fails_with_its_place)
{
    static const struct {
        const char *name, *file, *in;
        size_t len;
        const char *want;
        faq_status status;
    } rows[] = {
#define BYTES(text) text, sizeof(text) - 1
        {"no question column", "f.csv", BYTES("a,b\n1,2\n"), "f.csv: no question column among: a,b",
         FAQ_BAD_INPUT},
        {"no question member", "f.json", BYTES("{\"a\":1,\"b\":[{}]}"),
         "f.json: no member is a question among: a, b", FAQ_NOT_FOUND},
        {"damaged JSON", "f.json", BYTES("[\n{\"question\":\"q\"},\n{]"),
         "f.json: line 3: column 2: string or '}' expected near ']'", FAQ_BAD_INPUT},
        {"all lines bad", "f.jsonl", BYTES("{\n}\n"),
         "f.jsonl: line 1: column 1: string or '}' expected near end of file", FAQ_BAD_INPUT},
        {"empty", "f.csv", BYTES(" \n"), "f.csv: is empty", FAQ_BAD_INPUT},
        {"binary", "f.csv", BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f"),
         "f.csv: is no text", FAQ_BAD_INPUT},
        {"a workbook", "f.xlsx", BYTES("PK\3\4\x14\0\6\0"),
         "f.xlsx: is a workbook or archive, which is not read yet", FAQ_BAD_INPUT},
        {"a page", "f.html", BYTES("<html><p>x"), "f.html: is of no known format", FAQ_BAD_INPUT},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
import given;
        start(&given);
        feed(&given, rows[i].file, (faq_str){rows[i].in, rows[i].len});
        ck_assert_msg(given.status == rows[i].status, "%s: status %d", rows[i].name, given.status);
        CHECK_STR(faq_str_of(given.err.message), rows[i].want, rows[i].name);
        faq_buf_release(&given.out);
    }
}
END_TEST

START_TEST(files_are_opened_or_their_absence_is_told)
{
import given;
    start(&given);
    ck_assert_int_eq(faq_ingest_file(test_path("absent.csv"), &given.options, NULL, &given.err),
                     FAQ_NOT_FOUND);
    ck_assert_int_eq(faq_ingest_file("/", &given.options, NULL, &given.err), FAQ_BAD_INPUT);
    const char *path = test_path("f.csv");
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs("question\nq\n", file);
    fclose(file);
    CHECK_OK(faq_ingest_file(path, &given.options, &given.result, &given.err), &given.err);
    ck_assert_uint_eq(given.result.entries, 1);
    ck_assert_str_eq(given.result.encoding, "UTF-8");
    given.options.encoding = "x-no-such";
    ck_assert_int_eq(faq_ingest_file(path, &given.options, NULL, &given.err), FAQ_BAD_INPUT);
    given.options.entry = NULL;
    ck_assert_int_eq(faq_ingest_file(path, &given.options, NULL, &given.err), FAQ_BAD_ARGUMENT);
    faq_buf_release(&given.out);
}
END_TEST

static faq_status stop(void *ctx, const faq_entry *entry, const faq_place *place, faq_error *err)
{
    (void)ctx, (void)entry, (void)place, (void)err;
    return FAQ_CANCELLED;
}

START_TEST(the_caller_may_stop)
{
    static const char *const texts[] = {"question\nq\nr\n", "[{\"question\":\"q\"}]",
                                        "{\"question\":\"q\"}\n{\"question\":\"r\"}"};
    for (size_t i = 0; i < COUNT(texts); i++) {
import given;
        start(&given);
        given.options.entry = stop;
        feed(&given, "-", faq_str_of(texts[i]));
        ck_assert_int_eq(given.status, FAQ_CANCELLED);
        ck_assert_uint_eq(given.result.entries, 0);
    }
}
END_TEST

START_TEST(formats_have_names)
{
    faq_format format;
    ck_assert(faq_format_named(FAQ_STR("jsonl"), &format) && format == FAQ_FORMAT_JSONL);
    ck_assert(faq_format_named(FAQ_STR("auto"), &format) && format == FAQ_FORMAT_AUTO);
    ck_assert(!faq_format_named(FAQ_STR("pdf"), &format));
}
END_TEST

/* ---- a dump comes back --------------------------------------------------------------------- */

START_TEST(a_dumped_entry_comes_back_as_it_was)
{
    static const char line[] =
        "{\"id\":\" 1\",\"locale\":\"zh_cn\",\"question\":\" q \\u0000 "
        "##\",\"phrasings\":[\"a|b\",\" \"],"
        "\"answer\":\"<b>x</b> < y\",\"answer_type\":\"text\",\"answer_text\":\"t\","
        "\"category\":[\"a/b\",\"c\"],\"stage\":[\"售前\"],\"audience\":[\"新客户\"],"
        "\"tags\":[\"a,b\",\"a,b\"],\"url\":\"/x\",\"visibility\":[\"仅客服\",\"public\"],"
        "\"valid_from\":-5,\"valid_to\":\"2026-01-02T03:04:05Z\",\"updated\":20260101,"
        "\"asked\":1,\"resolved\":2,\"helpful\":3,\"unhelpful\":4,\"views\":18446744073709551615,"
        "\"标题\":\"x\",\"title\":null,\"n\":0.10,\"Tags\":[1,\"2\"]}";
    static const char want[] =
        " 1@zh_cn ? q \0 ## ~a|b+  !<b>x</b> < y c:a/b+c s:售前 a:新客户 t:a,b+a,b u:/x "
        "v:仅客服+public from:-5 to:1767323045 at:20260101 asked:1 resolved:2 up:3 down:4 views:-1 "
        "标题=\"x\" title=null n=0.10 Tags=[1,\"2\"]\n";
import given;
    start(&given);
    feed(&given, "-", (faq_str){line, sizeof line - 1});
    CHECK_OK(given.status, &given.err);
    faq_str got = faq_buf_text(&given.out);
    ck_assert_msg(faq_str_equal(got, (faq_str){want, sizeof want - 1}), "%.*s", (int)got.len,
                  got.at);
    faq_buf_release(&given.out);
}
END_TEST

/* ---- sizes and memory ---------------------------------------------------------------------- */

START_TEST(large_and_deep_files_are_bounded)
{
    static const struct {
        const char *name, *file, *head, *piece, *tail;
        size_t times;
        faq_status want;
    } rows[] = {
        {"a cell of 30 MB", "f.csv", "question,answer\nq,\"", "很长的\"\"答案\n", "\"\n", 1500000,
         FAQ_OK},
        {"a string of 30 MB", "f.jsonl", "{\"question\":\"q\",\"answer\":\"", "很长的答案", "\"}\n",
         2000000, FAQ_OK},
        {"a million columns", "f.csv", "question", ",x", "\nq\n", 1000000, FAQ_OK},
        {"a million members of a list", "f.json", "[{\"question\":\"q\",\"tags\":[1", ",1", "]}]",
         1000000, FAQ_OK},
        {"a million levels", "f.json", "", "[", "", 1000000, FAQ_BAD_INPUT},
        {"a thousand levels", "f.json", "{\"question\":\"q\",\"x\":", "[", "", 1000, FAQ_BAD_INPUT},
        {"quotation marks alone", "f.csv", "question\n", "\"a\nb\"c\n", "", 300000, FAQ_OK},
        {"one long line", "f.csv", "question,answer\n", "x", "", 30000000, FAQ_OK},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
import given;
        start(&given);
        faq_buf text;
        faq_buf_init(&text, faq_mem_default());
        faq_buf_append(&text, faq_str_of(rows[i].head));
        for (size_t n = 0; n < rows[i].times; n++)
            faq_buf_append(&text, faq_str_of(rows[i].piece));
        faq_buf_append(&text, faq_str_of(rows[i].tail));
        feed(&given, rows[i].file, faq_buf_text(&text));
        ck_assert_msg(given.status == rows[i].want, "%s: %d %s", rows[i].name, given.status,
                      given.status ? given.err.message : "");
        faq_buf_release(&text);
        faq_buf_release(&given.out);
    }
}
END_TEST

static faq_status ignore(void *ctx, const faq_entry *entry, const faq_place *place, faq_error *err)
{
    (void)ctx, (void)entry, (void)place, (void)err;
    return FAQ_OK;
}

START_TEST(out_of_memory_is_a_status)
{
    static const struct {
        const char *file, *in;
    } rows[] = {
        {"f.csv", "分类,问题,相似问法,答案,x\na/b,q,c|d,<p>a</p>,1\n,q,,\"a\"\"b\",\n"},
        {"f.json",
         "{\"data\":[{\"post\":\"q\",\"similarQuestions\":[\"a\"],\"replies\":[{\"content\":"
         "\"<b>x\"},{\"content\":\"y\"}],\"url\":\"x:y\",\"z\":{\"a\":1}}]}"},
        {"f.jsonl", "{\"id\":1,\"question\":\"q\",\"answer\":\"a\"}\n{}\n"},
        {"f.csv", "\xCE\xCA\xCC\xE2,\xB4\xF0\xB0\xB8\n\xCE\xCA\xCC\xE2,\xB4\xF0\xB0\xB8\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t n = 1;; n++) {
            test_memory memory;
            test_memory_init(&memory, n, i % 2 == 1);
            faq_ingest_options options = FAQ_INIT(faq_ingest_options);
            faq_error err;
            options.entry = ignore;
            options.allocator = &memory.allocator;
            faq_status status =
                faq_ingest_bytes(faq_str_of(rows[i].in), rows[i].file, &options, NULL, &err);
            ck_assert_msg(status == (memory.calls < n ? FAQ_OK : FAQ_NO_MEMORY),
                          "%s: status %d at allocation %zu: %s", rows[i].file, status, n,
                          status ? err.message : "");
            ck_assert_uint_eq(memory.live, 0);
            if (memory.calls < n)
                break;
        }
    }
}
END_TEST

RUN_TESTS("ingest/ingest", CASE(a_table_is_read_by_the_words_of_its_header),
          CASE(the_user_may_name_columns), CASE(an_entry_without_an_id_is_known_by_its_question),
          CASE(long_keys_are_cut_to_different_ones), CASE(records_are_found_in_any_envelope),
          CASE(a_bad_line_is_refused_and_the_rest_goes_on),
          CASE(what_is_no_export_fails_with_its_place),
          CASE(files_are_opened_or_their_absence_is_told), CASE(the_caller_may_stop),
          CASE(formats_have_names), CASE(a_dumped_entry_comes_back_as_it_was),
          CASE(large_and_deep_files_are_bounded), CASE(out_of_memory_is_a_status))
