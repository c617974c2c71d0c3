/* SPDX-License-Identifier: MIT */
#include "base/hash.h"
#include "base/str.h"
#include "support/test.h"

/* From the self-check of xxHash's own xxhsum: index files depend on these values. */
START_TEST(hashes_are_those_of_the_standard)
{
    static const struct {
        size_t len;
        uint64_t hash;
    } rows[] = {
        {0, 0x2D06800538D394C2u},    {1, 0xC44BDFF4074EECDBu},    {6, 0x27B56A84CD2D7325u},
        {12, 0xA713DAF0DFBB77E7u},   {24, 0xA3FE70BF9D3510EBu},   {48, 0x397DA259ECBA1F11u},
        {80, 0xBCDEFBBB2C47C90Au},   {195, 0xCD94217EE362EC3Au},  {403, 0xCDEB804D65C6DEA4u},
        {512, 0x617E49599013CB6Bu},  {2048, 0xDD59E2C3A5F038E0u}, {2240, 0x6E73A90539CF2948u},
        {2367, 0xCB37AEB9E5D361EDu},
    };
    char bytes[2367];
    uint64_t state = 2654435761u;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(state >> 56);
        state *= 11400714785074694797u;
    }
    for (size_t i = 0; i < COUNT(rows); i++)
        ck_assert_msg(faq_hash((faq_str){bytes, rows[i].len}) == rows[i].hash, "%zu bytes: %llx",
                      rows[i].len, (unsigned long long)faq_hash((faq_str){bytes, rows[i].len}));
}
END_TEST

START_TEST(a_seed_changes_the_hash)
{
    faq_str text = FAQ_STR("退货");
    ck_assert_uint_eq(faq_hash_seeded(text, 0), faq_hash(text));
    ck_assert_uint_ne(faq_hash_seeded(text, 1), faq_hash(text));
    ck_assert_uint_eq(faq_hash((faq_str){NULL, 0}), faq_hash(FAQ_STR("")));
}
END_TEST

RUN_TESTS("base/hash", CASE(hashes_are_those_of_the_standard), CASE(a_seed_changes_the_hash))
