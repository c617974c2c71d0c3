/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "support/fault.h"
#include "support/test.h"
#include "text/encoding.h"

/* The text of some bytes, and the encoding that was used. */
typedef struct decoded {
    faq_buf text;
    char used[FAQ_ENCODING_NAME_BYTES];
} decoded;

static decoded decode(faq_str bytes, const char *name)
{
    decoded out;
    faq_error err;
    faq_buf_init(&out.text, faq_mem_default());
    CHECK_OK(faq_encoding_to_utf8(bytes, name, &out.text, out.used, &err), &err);
    return out;
}

START_TEST(an_encoding_is_told_from_the_bytes)
{
#define BYTES(text) text, sizeof(text) - 1
    static const struct {
        const char *name, *in;
        size_t len;
        const char *used, *want;
    } rows[] = {
        {"nothing", BYTES(""), "UTF-8", ""},
        {"ASCII", BYTES("abc"), "UTF-8", "abc"},
        {"UTF-8", BYTES("退货"), "UTF-8", "退货"},
        {"UTF-8 with a mark", BYTES("\xEF\xBB\xBF退货"), "UTF-8", "退货"},
        {"UTF-8 with a bad byte among many good ones", BYTES("怎么申请退货退款呢请问\xE5一下"),
         "UTF-8", "怎么申请退货退款呢请问\xEF\xBF\xBD一下"},
        {"UTF-8 cut in a character", BYTES("怎么申请退货退款\xE5\xBC"), "UTF-8",
         "怎么申请退货退款\xEF\xBF\xBD"},
        {"GB18030", BYTES("\xCE\xCA\xCC\xE2,\xB4\xF0\xB0\xB8"), "GB18030", "问题,答案"},
        {"GB18030, one word", BYTES("\xCD\xCB\xBB\xF5"), "GB18030", "退货"},
        {"Big5", BYTES("\xBD\x73\xB8\xB9,\xB0\xDD\xC3\x44,\xB5\xAA\xAE\xD7"), "Big5",
         "編號,問題,答案"},
        {"UTF-16LE with a mark", BYTES("\xFF\xFE\x00\x90\x27\x8D,\0"), "UTF-16LE", "退货,"},
        {"UTF-16BE with a mark", BYTES("\xFE\xFF\x90\x00\x8D\x27\0,"), "UTF-16BE", "退货,"},
        {"UTF-16LE without", BYTES("a\0,\0\x00\x90\x27\x8D\n\0"), "UTF-16LE", "a,退货\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        decoded got = decode((faq_str){rows[i].in, rows[i].len}, NULL);
        ck_assert_msg(strcmp(got.used, rows[i].used) == 0, "%s: taken for %s", rows[i].name,
                      got.used);
        ck_assert_msg(faq_str_equal(faq_buf_text(&got.text), faq_str_of(rows[i].want)),
                      "%s: got \"%.*s\"", rows[i].name, (int)got.text.len,
                      got.text.len ? (const char *)got.text.at : "");
        faq_buf_release(&got.text);
    }
}
END_TEST

START_TEST(an_encoding_may_be_told)
{
    static const struct {
        const char *name, *in, *encoding, *want;
    } rows[] = {
        {"GBK by an old name", "\xCD\xCB\xBB\xF5", "gbk", "退货"},
        {"GB2312", "\xCD\xCB\xBB\xF5", "gb2312", "退货"},
        {"auto is no encoding", "\xCD\xCB\xBB\xF5", "auto", "退货"},
        {"Latin-1", "caf\xE9", "ISO-8859-1", "café"},
        {"UTF-8 though it is not", "caf\xE9", "utf-8", "caf\xEF\xBF\xBD"},
        {"UTF-8 and a mark", "\xEF\xBB\xBFx", "utf8", "x"},
        {"a byte without meaning",
         "a\xFF"
         "b",
         "GB18030",
         "a\xEF\xBF\xBD"
         "b"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        decoded got = decode(faq_str_of(rows[i].in), rows[i].encoding);
        CHECK_STR(faq_buf_text(&got.text), rows[i].want, rows[i].name);
        faq_buf_release(&got.text);
    }
    faq_buf out;
    char used[FAQ_ENCODING_NAME_BYTES];
    faq_error err;
    faq_buf_init(&out, faq_mem_default());
    ck_assert_int_eq(faq_encoding_to_utf8(FAQ_STR("x"), "no-such", &out, used, &err),
                     FAQ_BAD_INPUT);
    faq_buf_release(&out);
}
END_TEST

/* Texts of a shop through ICU's own converters and back. */
START_TEST(texts_of_a_shop_come_back_from_every_encoding)
{
    static const char *const simplified[] = {
        "退货", "怎么申请退货退款？",
        "编号,分类,问题,答案\n1,售后服务/退换货,运费怎么算？,满 ¥88 包邮\n", "红包用不了",
        "id,question\n1,花呗怎么还款\n"};
    static const char *const traditional[] = {
        "如何申請退貨退款？",
        "編號,分類,問題,答案\n1,售後服務/退換貨,運費怎麼計算？,滿 NT$390 免運\n", "退款多久會入帳",
        "id,question\n1,超商取貨付款怎麼用\n"};
    static const struct {
        const char *encoding;
        const char *const *texts;
        size_t count;
    } rows[] = {
        {"GB18030", simplified, COUNT(simplified)},  {"Big5", traditional, COUNT(traditional)},
        {"UTF-16LE", simplified, COUNT(simplified)}, {"UTF-16BE", traditional, COUNT(traditional)},
        {"UTF-8", simplified, COUNT(simplified)},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t j = 0; j < rows[i].count; j++) {
            char bytes[512];
            UErrorCode code = U_ZERO_ERROR;
            const char *text = rows[i].texts[j];
            bool told = strncmp(rows[i].encoding, "UTF-16", 6) == 0 && !strchr(text, ',');
            int32_t len = ucnv_convert(rows[i].encoding, "UTF-8", bytes, sizeof bytes, text,
                                       (int32_t)strlen(text), &code);
            ck_assert(U_SUCCESS(code));
            decoded got = decode((faq_str){bytes, (size_t)len}, told ? rows[i].encoding : NULL);
            ck_assert_msg(strcmp(got.used, rows[i].encoding) == 0, "%s in %s: taken for %s", text,
                          rows[i].encoding, got.used);
            CHECK_STR(faq_buf_text(&got.text), text, rows[i].encoding);
            faq_buf_release(&got.text);
        }
    }
}
END_TEST

static faq_str read_whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    char *bytes = malloc(1u << 20);
    ck_assert_ptr_nonnull(bytes);
    size_t len = fread(bytes, 1, 1u << 20, file);
    fclose(file);
    return (faq_str){bytes, len};
}

static size_t count_replacements(faq_str text)
{
    size_t count = 0;
    for (size_t i = 0; i + 3 <= text.len; i++)
        count += memcmp(text.at + i, "\xEF\xBF\xBD", 3) == 0;
    return count;
}

START_TEST(real_files_are_told_and_decoded_without_a_fault)
{
    static const struct {
        const char *file, *used, *holds;
    } rows[] = {
        {"exports/samples/plain/faq-utf8-bom.csv", "UTF-8", "怎么申请退货退款"},
        {"exports/samples/plain/faq-gbk.csv", "GB18030", "怎么申请退货退款"},
        {"exports/samples/plain/faq-big5.csv", "Big5", "如何申請退貨退款"},
        {"exports/samples/plain/faq-utf16.txt", "UTF-16LE", "怎么申请退货退款"},
        {"exports/samples/plain/faq-utf8.tsv", "UTF-8", "怎么申请退货退款"},
        {"exports/samples/plain/faq-qa.txt", "GB18030", "怎么申请退货退款"},
        {"exports/samples/wechat-aispeech/skills.csv", NULL, "补充用户问题"},
        {"exports/samples/cn-kefu-template/knowledge-import-gbk.csv", "GB18030", "一级分类"},
        {"exports/samples/schema-org/faqpage-microdata.html", "Big5", "如何申請退貨退款"},
        {"exports/medical-qa-gbk/internal-medicine.csv", "GB18030", "department,title,ask,answer"},
    };
    if (!test_shared("exports/samples"))
        return;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *path = test_shared(rows[i].file);
        ck_assert_msg(path != NULL, "%s is absent", rows[i].file);
        faq_str bytes = read_whole(path);
        decoded got = decode(bytes, NULL);
        faq_put_u8(&got.text, '\0');
        ck_assert_msg(!rows[i].used || strcmp(got.used, rows[i].used) == 0, "%s: taken for %s",
                      rows[i].file, got.used);
        CHECK(strstr((const char *)got.text.at, rows[i].holds) != NULL, rows[i].file);
        ck_assert_msg(count_replacements(faq_buf_text(&got.text)) == 0, "%s: %zu faults",
                      rows[i].file, count_replacements(faq_buf_text(&got.text)));
        faq_buf_release(&got.text);
        free((void *)(uintptr_t)bytes.at);
    }
}
END_TEST

START_TEST(any_bytes_become_well_formed)
{
    static const char *const names[] = {NULL, "UTF-8", "GB18030", "Big5", "UTF-16LE", "UTF-16"};
    test_random random = {test_seed()};
    for (int round = 0; round < 20000; round++) {
        char bytes[64];
        size_t len = test_below(&random, sizeof bytes);
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)test_next(&random);
        decoded got = decode((faq_str){bytes, len}, names[test_below(&random, COUNT(names))]);
        ck_assert(faq_encoding_is_utf8(faq_buf_text(&got.text)));
        faq_buf_release(&got.text);
    }
}
END_TEST

START_TEST(out_of_memory_is_a_status)
{
    for (size_t n = 1; n < 10; n++) {
        test_memory memory;
        test_memory_init(&memory, n, true);
        faq_buf out;
        char used[FAQ_ENCODING_NAME_BYTES];
        faq_error err;
        faq_buf_init(&out, &memory.allocator);
        faq_status status =
            faq_encoding_to_utf8(FAQ_STR("\xCD\xCB\xBB\xF5"), NULL, &out, used, &err);
        ck_assert_int_eq(status, memory.calls < n ? FAQ_OK : FAQ_NO_MEMORY);
        faq_buf_release(&out);
        ck_assert_uint_eq(memory.live, 0);
        if (memory.calls < n)
            break;
    }
}
END_TEST

RUN_TESTS("text/encoding", CASE(an_encoding_is_told_from_the_bytes), CASE(an_encoding_may_be_told),
          CASE(texts_of_a_shop_come_back_from_every_encoding),
          CASE(real_files_are_told_and_decoded_without_a_fault), CASE(any_bytes_become_well_formed),
          CASE(out_of_memory_is_a_status))
