/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TEXT_SAMPLES_H
#define TESTS_TEXT_SAMPLES_H

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "support/test.h"
#include "text/utf8.h"

/* Texts that are hard to fold or cut, and random mixes of many scripts, broken bytes included. */

static const char *const sample_texts[] = {
    "",
    "七天无理由退货怎么申请？",
    "ＡＢＣ　ａｂｃ１２３％",
    "iPhone15Pro的電池壞了",
    "花唄帳單，運費險；優惠券！",
    "ｶﾞｷﾞｸﾞ ﾊﾟ ガギグ",
    "Straße ẞ ﬁ ﬀ Ⅷ ㎏ ㈱ ㍿ ½ ①",
    "e\u0301 é E\u0301\u0323 \u0323\u0301",
    "각 \u1100\u1161\u11A8 한글",
    "服(fu)務(wu) 優(yōu)化",
    "👨\u200D👩\u200D👧 👍🏽 ☎\uFE0F",
    "a\u00ADb\u200Bc\u2060d\uFEFFe",
    "\u202Eabc\u202C اللغة العربية हिन्दी ไทย",
    "豈 更 車 \u2F00 \u2E9F ⿰",
    "𠀀𠮷𡃁 𝐀𝔅𝟘",
    "İIıi ǅ ǆ ς σ Σ",
    "退\u3099货\u0301",
    "\u0301开头 \u00AD\u0301 e\u00AD\u0301",
    "价格￥99.00，满￥1,000减￥50",
    "http://a.cn/b?c=d&e=%E9 x@y.com",
    "\xFF\xFE\x80 退\xE8\xB4 货\xC0\xAF \xED\xA0\x80 \xF0\x9F\x98",
    "\xE8",
};

static const uint32_t sample_points[] = {
    'a',    'Z',     '0',     '9',     ' ',     '.',     '-',     '_',     '\'',    '\n',
    0x00,   0xA0,    0xAD,    0xB5,    0xC5,    0xDF,    0xFF,    0x130,   0x131,   0x17F,
    0x1C5,  0x300,   0x301,   0x323,   0x345,   0x34F,   0x390,   0x3A3,   0x3C2,   0x410,
    0x5D0,  0x627,   0x64B,   0x915,   0x93C,   0x94D,   0xE01,   0xE33,   0x1100,  0x1161,
    0x11A8, 0x1E9E,  0x200B,  0x200D,  0x2028,  0x2060,  0x2103,  0x212B,  0x2160,  0x2460,
    0x24B6, 0x2E9F,  0x2F00,  0x3000,  0x3002,  0x3042,  0x304B,  0x3099,  0x309A,  0x30A2,
    0x30AB, 0x30FB,  0x30FC,  0x3105,  0x3131,  0x3231,  0x3300,  0x3400,  0x4E00,  0x4E7E,
    0x5462, 0x9000,  0x8CA8,  0x904B,  0x9FFF,  0xAC00,  0xD7A3,  0xF900,  0xFA0E,  0xFB01,
    0xFDFA, 0xFE0F,  0xFE4F,  0xFEFF,  0xFF01,  0xFF21,  0xFF76,  0xFF9E,  0xFF9F,  0xFFFD,
    0xFFFE, 0x1D15E, 0x1D400, 0x1F600, 0x1F3FD, 0x20000, 0x2F800, 0xE0001, 0xE0100, 0x10FFFF};

/* Append a random text of up to `limit` characters or broken bytes. */
static inline void add_sample(test_random *random, size_t limit, faq_buf *out)
{
    size_t count = test_below(random, limit);
    uint32_t around = sample_points[test_below(random, COUNT(sample_points))];
    for (size_t i = 0; i < count; i++) {
        char bytes[4];
        uint32_t point = 0;
        switch (test_below(random, 8)) {
        case 0:
            faq_put_u8(out, (uint8_t)(0x80 + test_below(random, 0x80)));
            continue;
        case 1:
            point = (uint32_t)test_below(random, 0x110000);
            break;
        case 2:
            point = 0x4E00 + (uint32_t)test_below(random, 0x5200);
            break;
        case 3:
            point = around + (uint32_t)test_below(random, 16);
            break;
        default:
            point = sample_points[test_below(random, COUNT(sample_points))];
        }
        if ((point >= 0xD800 && point < 0xE000) || point > 0x10FFFF)
            point = '?';
        size_t len = faq_utf8_encode(point, bytes);
        if (len > 1 && test_below(random, 30) == 0)
            len--; /* cut off */
        faq_put_bytes(out, bytes, len);
    }
}

#endif
