/* SPDX-License-Identifier: MIT */
/*
 * Prints simplified.inc: what ICU's Traditional-Simplified transliterator makes of every single
 * Han character, so that folding never runs a transliterator. Run it by hand after a new ICU:
 *
 *     cc make_simplified.c $(pkg-config --cflags --libs icu-uc icu-i18n) -o make && ./make
 * >simplified.inc
 *
 * 著 is left out: ICU maps it by context (執著 but 著作), a single character has none. 苎 and 苧
 * become each other there; here both become 苎, and what becomes 苧 there, so that folding twice
 * changes nothing.
 */
#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define ZHU 0x8457
#define ZHU_RAMIE 0x82CE /* 苎 */
#define NING 0x82E7      /* 苧 */

int main(void)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar id[32];
    u_uastrcpy(id, "Traditional-Simplified");
    UTransliterator *trans = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status))
        return 1;
    printf("/* SPDX-License-Identifier: Unicode-3.0 */\n");
    printf("/* Made by make_simplified.c from ICU %s. {traditional, simplified}, ascending. */\n",
           U_ICU_VERSION);
    int in_line = 0;
    for (UChar32 c = 0x3400; c < 0x30000; c++) {
        if (!u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) || c == ZHU)
            continue;
        UChar text[8];
        int32_t len = 0, limit;
        U16_APPEND_UNSAFE(text, len, c);
        limit = len;
        status = U_ZERO_ERROR;
        utrans_transUChars(trans, text, &len, 8, 0, &limit, &status);
        if (U_FAILURE(status))
            continue;
        UChar32 to;
        int32_t i = 0;
        U16_NEXT(text, i, len, to);
        if (to == NING)
            to = ZHU_RAMIE;
        if (i == len && to != c) {
            printf("{0x%X, 0x%X},%s", (unsigned)c, (unsigned)to, ++in_line % 6 ? " " : "\n");
        }
    }
    printf("\n");
    utrans_close(trans);
    return 0;
}
