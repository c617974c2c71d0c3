/* SPDX-License-Identifier: MIT */
/*
 * A small index of two commits, damaged in every way: each flipped bit and each truncation is
 * detected, or proved harmless by equal answers; with checksums made right again, anything may be
 * answered, but nothing may crash, hang or read beyond the file.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "search/reader.h"
#include "support/damage.h"
#include "support/memfile.h"
#include "support/state.h"
#include "support/test.h"

#define ENTRIES 30u

static uint8_t *whole;
static size_t whole_len;
static uint64_t newest, oldest; /* states of the two commits */

static void make_index(void)
{
    faq_error err;
    if (whole)
        return;
    const char *path = test_path("damage.faq");
    CHECK_OK(state_write(path, NULL, 0, ENTRIES, 1, 0, 0, &err), &err);
    oldest = state_of(path);
    CHECK_OK(state_write(path, NULL, 0, 1, 2, 5, 6, &err), &err);
    newest = state_of(path);
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    whole = malloc(1 << 20);
    whole_len = fread(whole, 1, 1 << 20, file);
    ck_assert_uint_lt(whole_len, 1 << 20);
    fclose(file);
}

/* What a damaged file comes to. */
typedef enum verdict { DETECTED, HARMLESS, OLDER, WRONG } verdict;

static bool warns(const faq_io *io)
{
    faq_index *index;
    faq_open_options options = FAQ_INIT(faq_open_options);
    options.io = io;
    if (faq_index_open(&index, "memory", &options, NULL))
        return false;
    bool found = faq_index_warning(index, 0) != NULL;
    faq_index_close(index);
    return found;
}

/* Opening alone tells most damage, and costs little; answers are compared only after that. */
static verdict judge(const uint8_t *bytes, size_t len)
{
    test_memfile file = {bytes, len};
    faq_io io = test_memfile_io(&file);
    faq_reader *reader;
    faq_error err;
    if (faq_reader_open(&reader, "memory", faq_mem_default(), &io, (faq_snapshot_options){0}, &err))
        return DETECTED;
    faq_reader_release(reader);
    faq_open_options options = FAQ_INIT(faq_open_options);
    options.io = &io;
    uint64_t digest;
    if (state_read("memory", &options, &digest, &err))
        return DETECTED;
    if (digest == newest)
        return HARMLESS;
    return digest == oldest && warns(&io) ? OLDER : WRONG;
}

START_TEST(any_flipped_bit_is_detected_or_harmless)
{
    make_index();
    size_t counts[4] = {0};
    for (size_t bit = 0; bit < whole_len * 8; bit++) {
        whole[bit / 8] ^= (uint8_t)(1u << bit % 8);
        verdict found = judge(whole, whole_len);
        whole[bit / 8] ^= (uint8_t)(1u << bit % 8);
        counts[found]++;
        ck_assert_msg(found != WRONG, "bit %zu of byte %zu: a wrong answer", bit % 8, bit / 8);
    }
    printf("# %zu bytes; flips detected %zu, harmless %zu, the commit before with a warning %zu\n",
           whole_len, counts[DETECTED], counts[HARMLESS], counts[OLDER]);
    ck_assert_uint_gt(counts[DETECTED], counts[HARMLESS]);
}
END_TEST

START_TEST(any_truncation_is_detected_or_leaves_the_commit_before)
{
    make_index();
    size_t counts[4] = {0};
    for (size_t len = 0; len < whole_len; len++) {
        verdict found = judge(whole, len);
        counts[found]++;
        ck_assert_msg(found == DETECTED || found == OLDER, "cut to %zu bytes: verdict %d", len,
                      found);
    }
    printf("# truncations detected %zu, the commit before with a warning %zu\n", counts[DETECTED],
           counts[OLDER]);
}
END_TEST

/* Edit bytes of the part that sections fill, where hostile numbers would stand. */
static void edit(test_random *random, uint8_t *bytes, size_t len)
{
    static const uint8_t values[] = {0, 1, 0x7F, 0x80, 0xFF};
    size_t count = 1 + test_below(random, 4);
    for (size_t i = 0; i < count; i++) {
        size_t at =
            test_below(random, 8) ? test_below(random, len - 4096) + 4096 : test_below(random, len);
        bytes[at] = test_below(random, 2) ? values[test_below(random, sizeof values)]
                                          : (uint8_t)test_next(random);
    }
}

START_TEST(a_forged_file_gives_a_status_or_some_answer)
{
    make_index();
    test_random random = {test_seed()};
    uint8_t *bytes = malloc(whole_len);
    ck_assert_ptr_nonnull(bytes);
    size_t rounds = getenv("FAQ_FULL") ? 1000000 : 4000, opened = 0;
    for (size_t i = 0; i < rounds; i++) {
        memcpy(bytes, whole, whole_len);
        edit(&random, bytes, whole_len);
        test_repair_checksums(bytes, whole_len);
        test_memfile file = {bytes, whole_len};
        faq_io io = test_memfile_io(&file);
        faq_open_options options = FAQ_INIT(faq_open_options);
        options.io = &io;
        uint64_t digest;
        opened += state_read("memory", &options, &digest, NULL) == FAQ_OK;
        options.verify = i % 2;
        faq_index *index;
        if (!faq_index_open(&index, "memory", &options, NULL)) {
            faq_index_check(index, NULL, NULL, NULL);
            faq_index_close(index);
        }
    }
    printf("# of %zu forged files %zu were answered from\n", rounds, opened);
    free(bytes);
}
END_TEST

RUN_TESTS("store/damage", CASE(any_flipped_bit_is_detected_or_harmless),
          CASE(any_truncation_is_detected_or_leaves_the_commit_before),
          CASE(a_forged_file_gives_a_status_or_some_answer))
