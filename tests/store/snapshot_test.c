/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "store/section_support.h"
#include "support/builder.h"
#include "support/damage.h"
#include "support/fault.h"

#define SLOT_A FAQ_SLOT_OFFSET
#define SLOT_B (FAQ_SLOT_OFFSET + FAQ_BLOCK_BYTES)

static faq_status open_at(const char *path, faq_snapshot **out, faq_error *err)
{
    return faq_snapshot_open(out, path, faq_mem_default(), faq_io_default(),
                             (faq_snapshot_options){0}, err);
}

static faq_snapshot *must_open(const char *path)
{
    faq_snapshot *snapshot;
    faq_error err;
    CHECK_OK(open_at(path, &snapshot, &err), &err);
    return snapshot;
}

/* An index of as many commits, each with other entries. */
static void make_commits(const char *path, uint32_t count)
{
    faq_error err;
    unlink(path);
    for (uint32_t i = 0; i < count; i++)
        CHECK_OK(test_put(path, i, 3, i + 1, NULL, &err), &err);
}

static faq_buf bytes_of(const char *path)
{
    faq_buf bytes;
    faq_buf_init(&bytes, faq_mem_default());
    ck_assert(test_read_file(path, &bytes));
    return bytes;
}

static faq_status status_of_bytes(const faq_buf *bytes, faq_error *err)
{
    static char path[512]; /* callers keep a path of their own */
    if (!path[0])
        snprintf(path, sizeof path, "%s", test_path("changed.faq"));
    ck_assert(test_write_file(path, bytes->at, bytes->len));
    faq_snapshot *snapshot;
    faq_status status = open_at(path, &snapshot, err);
    if (!status)
        faq_snapshot_release(snapshot);
    return status;
}

/* ---- slots */

START_TEST(commits_alternate_between_the_slots)
{
    const char *path = test_path("alternate.faq");
    faq_error err;
    for (uint32_t n = 1; n <= 6; n++) {
        CHECK_OK(test_put(path, 0, 2, n, NULL, &err), &err);
        faq_snapshot *snapshot = must_open(path);
        ck_assert_uint_eq(snapshot->generation, n);
        ck_assert_int_eq(snapshot->active, (int)(n + 1) % 2);
        ck_assert_uint_eq(snapshot->slots[1 - snapshot->active].generation, n - 1);
        faq_snapshot_release(snapshot);
    }
}
END_TEST

START_TEST(a_torn_slot_falls_back_to_the_commit_before)
{
    const char *path = test_path("torn.faq"), *copy = test_path("torn2.faq");
    make_commits(path, 4); /* the newest stands in slot B */
    static const struct {
        const char *name;
        size_t from, len; /* within the slot: bytes that never reached the disk */
    } rows[] = {{"its checksum", 4088, 8},
                {"its beginning", 0, 512},
                {"its generation", 8, 1},
                {"its tail", 512, 3584}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_buf torn = bytes_of(path);
        for (size_t at = 0; at < rows[i].len; at++)
            torn.at[SLOT_B + rows[i].from + at] ^= 0x5A;
        ck_assert(test_write_file(copy, torn.at, torn.len));
        faq_snapshot *snapshot = must_open(copy);
        CHECK(snapshot->generation == 3 && snapshot->active == 0, rows[i].name);
        CHECK(snapshot->slots[1].damaged && !snapshot->slots[0].damaged, rows[i].name);
        faq_snapshot_release(snapshot);
        faq_buf_release(&torn);
    }
}
END_TEST

START_TEST(a_slot_that_reaches_beyond_the_end_is_skipped)
{
    const char *path = test_path("short.faq");
    make_commits(path, 2);
    faq_snapshot *snapshot = must_open(path);
    uint64_t first_end = snapshot->slots[0].end, end = snapshot->slots[1].end;
    faq_snapshot_release(snapshot);
    const uint64_t lens[] = {end - 1, (first_end + end) / 2, first_end};
    for (size_t i = 0; i < COUNT(lens); i++) {
        ck_assert_int_eq(truncate(path, (off_t)lens[i]), 0);
        snapshot = must_open(path);
        ck_assert_uint_eq(snapshot->generation, 1);
        ck_assert(snapshot->slots[1].damaged);
        faq_snapshot_release(snapshot);
    }
    ck_assert_int_eq(truncate(path, (off_t)first_end - 1), 0);
    ck_assert_int_eq(open_at(path, &snapshot, NULL), FAQ_CORRUPT);
}
END_TEST

START_TEST(a_commit_whose_manifest_is_damaged_is_skipped)
{
    const char *path = test_path("manifest.faq");
    make_commits(path, 2);
    faq_snapshot *snapshot = must_open(path);
    uint64_t manifest = snapshot->slots[1].offset + FAQ_SECTION_HEADER_BYTES;
    faq_snapshot_release(snapshot);
    faq_buf bytes = bytes_of(path);
    bytes.at[manifest + 20] ^= 1;
    ck_assert(test_write_file(path, bytes.at, bytes.len));
    snapshot = must_open(path);
    ck_assert_uint_eq(snapshot->generation, 1);
    faq_snapshot_release(snapshot);
    faq_buf_release(&bytes);
}
END_TEST

START_TEST(two_bad_slots_are_damage)
{
    const char *path = test_path("bad.faq");
    make_commits(path, 2);
    faq_buf bytes = bytes_of(path);
    bytes.at[SLOT_A + 100] ^= 1;
    bytes.at[SLOT_B + 100] ^= 1;
    faq_error err;
    ck_assert_int_eq(status_of_bytes(&bytes, &err), FAQ_CORRUPT);
    ck_assert_uint_eq(err.offset, SLOT_A);
    memset(bytes.at + SLOT_A, 0, 2 * FAQ_BLOCK_BYTES); /* never written */
    ck_assert_int_eq(status_of_bytes(&bytes, &err), FAQ_CORRUPT);
    faq_buf_release(&bytes);
}
END_TEST

START_TEST(an_update_after_a_torn_commit_goes_on_from_the_one_before)
{
    const char *path = test_path("mend.faq");
    make_commits(path, 3); /* the newest stands in slot A */
    faq_buf bytes = bytes_of(path);
    bytes.at[SLOT_A + 8] ^= 1;
    ck_assert(test_write_file(path, bytes.at, bytes.len));
    faq_error err;
    CHECK_OK(test_put(path, 40, 1, 9, NULL, &err), &err);
    faq_snapshot *snapshot = must_open(path);
    ck_assert_uint_eq(snapshot->generation, 3);
    ck_assert(!snapshot->slots[0].damaged && !snapshot->slots[1].damaged);
    ck_assert_uint_eq(snapshot->slots[1].generation, 2);
    faq_snapshot_release(snapshot);
    faq_buf_release(&bytes);
}
END_TEST

/* ---- header */

START_TEST(headers_of_other_kinds_and_versions_are_told_apart)
{
    static const struct {
        const char *name;
        size_t offset;
        uint64_t value;
        size_t width;
        faq_status want;
    } rows[] = {
        {"another magic", 0, 'F', 1, FAQ_NOT_INDEX},
        {"a newer version", 16, 2, 4, FAQ_VERSION},
        {"no version", 16, 0, 4, FAQ_VERSION},
        {"another byte order", 20, 0x04030201, 4, FAQ_CORRUPT},
        {"a feature that may be ignored", 24, 1, 8, FAQ_OK},
        {"a feature for writers", 32, 1, 8, FAQ_OK},
        {"a feature that may not be ignored", 40, 1u << 20, 8, FAQ_VERSION},
    };
    const char *path = test_path("header.faq");
    make_commits(path, 1);
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_buf bytes = bytes_of(path);
        faq_store(bytes.at + rows[i].offset, rows[i].value, rows[i].width);
        test_repair_checksums(bytes.at, bytes.len);
        faq_error err;
        faq_status status = status_of_bytes(&bytes, &err);
        ck_assert_msg(status == rows[i].want, "%s: status %d, %s", rows[i].name, status,
                      status ? err.message : "");
        faq_buf_release(&bytes);
    }
}
END_TEST

START_TEST(a_feature_for_writers_keeps_writers_out)
{
    const char *path = test_path("readable.faq");
    make_commits(path, 1);
    faq_buf bytes = bytes_of(path);
    faq_store(bytes.at + FAQ_RO_COMPAT_OFFSET, 1, 8);
    test_repair_checksums(bytes.at, bytes.len);
    ck_assert(test_write_file(path, bytes.at, bytes.len));
    faq_error err;
    ck_assert_int_eq(test_put(path, 9, 1, 1, NULL, &err), FAQ_VERSION);
    ck_assert_int_eq(faq_index_compact(path, NULL, NULL, &err), FAQ_VERSION);
    faq_buf after = bytes_of(path);
    ck_assert(faq_str_equal(faq_buf_text(&bytes), faq_buf_text(&after)));
    faq_buf_release(&bytes);
    faq_buf_release(&after);
}
END_TEST

START_TEST(what_is_no_index_is_refused)
{
    faq_snapshot *snapshot;
    faq_error err;
    const char *path = test_path("other.faq");
    ck_assert_int_eq(open_at(test_path("none.faq"), &snapshot, &err), FAQ_NOT_FOUND);
    ck_assert(test_write_file(path, "", 0));
    ck_assert_int_eq(open_at(path, &snapshot, &err), FAQ_NOT_INDEX);
    ck_assert(test_write_file(path, "id,question\n", 12));
    ck_assert_int_eq(open_at(path, &snapshot, &err), FAQ_NOT_INDEX);
    ck_assert(test_write_file(path, FAQ_FORMAT_MAGIC, 16));
    ck_assert_int_eq(open_at(path, &snapshot, &err), FAQ_CORRUPT);
    unlink(path);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_assert_int_eq(open_at(path, &snapshot, &err), FAQ_NOT_INDEX);
}
END_TEST

/* ---- sections */

static faq_status status_with_section(uint32_t type)
{
    const char *path = test_path("unknown.faq");
    faq_error err;
    unlink(path);
    faq_appender appender;
    begin_file(&appender, path);
    CHECK_OK(faq_appender_add(&appender, type, 0, FAQ_STR("of a newer version"), 1, &err), &err);
    uint64_t generation, bytes;
    CHECK_OK(faq_appender_commit(&appender, &generation, &bytes, &err), &err);
    faq_appender_release(&appender);
    faq_snapshot *snapshot;
    faq_status status = open_at(path, &snapshot, &err);
    if (!status)
        faq_snapshot_release(snapshot);
    return status;
}

START_TEST(unknown_sections_are_skipped_when_optional_else_refused)
{
    ck_assert_int_eq(status_with_section(FAQ_SECTION_OPTIONAL | 999), FAQ_OK);
    ck_assert_int_eq(status_with_section(999), FAQ_VERSION);
    ck_assert_int_eq(status_with_section(0), FAQ_VERSION);
}
END_TEST

START_TEST(sections_are_found_by_type_and_segment)
{
    const char *path = test_path("find.faq");
    faq_error err;
    faq_appender appender;
    begin_file(&appender, path);
    static const struct {
        uint32_t type, segment;
        const char *text;
    } rows[] = {{FAQ_SECTION_KEYS, 2, "keys 2"},     {FAQ_SECTION_COLUMN, 1, "column 1 a"},
                {FAQ_SECTION_COLUMN, 1, "column b"}, {FAQ_SECTION_KEYS, 1, "keys 1"},
                {FAQ_SECTION_SETTINGS, 0, ""},       {FAQ_SECTION_DELETIONS, 3, "gone"}};
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK_OK(faq_appender_add(&appender, rows[i].type, rows[i].segment,
                                  faq_str_of(rows[i].text), i, &err),
                 &err);
    faq_appender_drop(&appender, 3);
    faq_snapshot *snapshot = commit_file(&appender, path);
    ck_assert_uint_eq(snapshot->n_sections, 5);
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_span payload;
        const faq_section *section =
            faq_snapshot_find(snapshot, rows[i].type, rows[i].segment, &payload);
        if (i == 2)
            continue; /* the first of a type is found */
        ck_assert((section != NULL) == (rows[i].segment != 3));
        if (section) {
            faq_str text = {(const char *)payload.at, payload.len};
            CHECK_STR(text, rows[i].text, rows[i].text);
            ck_assert_uint_eq(section->count, i);
            ck_assert_uint_eq(section->offset % FAQ_SECTION_ALIGN, 0);
        }
    }
    faq_span none;
    ck_assert_ptr_null(faq_snapshot_find(snapshot, FAQ_SECTION_HASHES, 1, &none));
    ck_assert_ptr_null(none.at);
    faq_snapshot_release(snapshot);
}
END_TEST

START_TEST(a_flip_in_header_payload_or_padding_of_a_section_is_found)
{
    const char *path = test_path("flip.faq");
    faq_appender appender;
    begin_file(&appender, path);
    faq_error err;
    CHECK_OK(faq_appender_add(&appender, FAQ_SECTION_KEYS, 1, FAQ_STR("退货"), 1, &err), &err);
    faq_snapshot *snapshot = commit_file(&appender, path);
    uint64_t start = snapshot->sections[0].offset;
    faq_snapshot_release(snapshot);
    faq_buf bytes = bytes_of(path);
    for (size_t at = start; at < start + 2 * FAQ_SECTION_ALIGN; at++) {
        bytes.at[at] ^= 0x10;
        ck_assert_msg(status_of_bytes(&bytes, &err) == FAQ_CORRUPT, "byte %zu of the section",
                      at - start);
        bytes.at[at] ^= 0x10;
    }
    ck_assert_int_eq(status_of_bytes(&bytes, &err), FAQ_OK);
    faq_buf_release(&bytes);
}
END_TEST

/* Manifests with sound checksums that lie: item i begins at 16 + 40 i. */
START_TEST(a_manifest_that_lies_is_refused)
{
    static const struct {
        const char *name;
        size_t offset; /* in the manifest */
        uint64_t value;
        size_t width;
        faq_status want;
    } rows[] = {
        {"another generation", 0, 7, 8, FAQ_CORRUPT},
        {"more sections", 12, 3, 4, FAQ_CORRUPT},
        {"very many sections", 12, UINT32_MAX, 4, FAQ_CORRUPT},
        {"fewer sections", 12, 1, 4, FAQ_CORRUPT},
        {"a section in the slots", 16 + 8, FAQ_SLOT_OFFSET, 8, FAQ_CORRUPT},
        {"a section that is not aligned", 16 + 8, FAQ_DATA_OFFSET + 8, 8, FAQ_CORRUPT},
        {"a section beyond the end", 16 + 8, 1u << 30, 8, FAQ_CORRUPT},
        {"an offset that wraps", 16 + 8, UINT64_MAX - 63, 8, FAQ_CORRUPT},
        {"a length beyond the end", 16 + 16, 1u << 30, 8, FAQ_CORRUPT},
        {"a length that wraps", 16 + 16, UINT64_MAX - 4, 8, FAQ_CORRUPT},
        {"the order of segments", 16 + 4, 9, 4, FAQ_CORRUPT},
        {"twice the same", 16 + 40 + 8, FAQ_DATA_OFFSET, 8, FAQ_CORRUPT},
        {"an unknown type", 16, 99, 4, FAQ_VERSION},
        {"another count", 16 + 24, 99, 8, FAQ_CORRUPT}, /* than the section's own header */
        {"the truth", 8, 1, 4, FAQ_OK},
    };
    const char *path = test_path("lies.faq");
    faq_appender appender;
    begin_file(&appender, path);
    faq_error err;
    CHECK_OK(faq_appender_add(&appender, FAQ_SECTION_KEYS, 1, FAQ_STR("one"), 1, &err), &err);
    CHECK_OK(faq_appender_add(&appender, FAQ_SECTION_KEYS, 1, FAQ_STR("two"), 1, &err), &err);
    faq_snapshot *snapshot = commit_file(&appender, path);
    uint64_t manifest = snapshot->slots[0].offset + FAQ_SECTION_HEADER_BYTES;
    faq_snapshot_release(snapshot);
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_buf bytes = bytes_of(path);
        faq_store(bytes.at + manifest + rows[i].offset, rows[i].value, rows[i].width);
        test_repair_checksums(bytes.at, bytes.len);
        faq_status status = status_of_bytes(&bytes, &err);
        ck_assert_msg(status == rows[i].want, "%s: status %d, %s", rows[i].name, status,
                      status ? err.message : "");
        faq_buf_release(&bytes);
    }
}
END_TEST

/* ---- reading */

START_TEST(reading_makes_no_call_that_writes)
{
    const char *path = test_path("media.faq");
    make_commits(path, 2);
    ck_assert_int_eq(chmod(path, 0444), 0);
    for (int copy = 0; copy < 2; copy++) {
        test_io files;
        test_io_init(&files, 0, false, 0);
        faq_open_options options = FAQ_INIT(faq_open_options);
        options.io = &files.io;
        options.copy = copy;
        faq_buf out;
        faq_error err;
        faq_buf_init(&out, faq_mem_default());
        CHECK_OK(test_print_index(path, &options, &out, &err), &err);
        static const test_io_call writing[] = {TEST_IO_WRITE,  TEST_IO_SYNC,       TEST_IO_LOCK,
                                               TEST_IO_OWN,    TEST_IO_LINK,       TEST_IO_RENAME,
                                               TEST_IO_UNLINK, TEST_IO_SYNC_FOLDER};
        for (size_t i = 0; i < COUNT(writing); i++)
            ck_assert_uint_eq(files.of[writing[i]], 0);
        ck_assert_uint_eq(files.of[TEST_IO_OPEN], 1);
        ck_assert(files.open_files == 0 && files.mappings == 0);
        faq_buf_release(&out);
    }
}
END_TEST

START_TEST(a_copy_of_the_file_is_the_index)
{
    const char *path = test_path("source.faq"), *copy = test_path("copied.faq");
    make_commits(path, 3);
    faq_buf bytes = bytes_of(path), a, b;
    ck_assert(test_write_file(copy, bytes.at, bytes.len));
    faq_buf_init(&a, faq_mem_default());
    faq_buf_init(&b, faq_mem_default());
    faq_error err;
    CHECK_OK(test_print_index(path, NULL, &a, &err), &err);
    CHECK_OK(test_print_index(copy, NULL, &b, &err), &err);
    test_same_text(&b, &a, "copy");
    CHECK_OK(test_put(copy, 60, 2, 1, NULL, &err), &err); /* and may be written to */
    faq_buf_release(&bytes);
    faq_buf_release(&a);
    faq_buf_release(&b);
}
END_TEST

START_TEST(a_snapshot_knows_when_it_is_old)
{
    const char *path = test_path("old.faq");
    faq_error err;
    bool old = true;
    make_commits(path, 1);
    faq_snapshot *snapshot = must_open(path);
    CHECK_OK(faq_snapshot_is_old(snapshot, path, &old, &err), &err);
    ck_assert(!old);
    CHECK_OK(test_put(path, 1, 1, 5, NULL, &err), &err);
    CHECK_OK(faq_snapshot_is_old(snapshot, path, &old, &err), &err);
    ck_assert(old);
    faq_snapshot_release(snapshot);
    snapshot = must_open(path);
    CHECK_OK(faq_snapshot_is_old(snapshot, path, &old, &err), &err);
    ck_assert(!old);
    CHECK_OK(faq_index_compact(path, NULL, NULL, &err), &err); /* another file */
    CHECK_OK(faq_snapshot_is_old(snapshot, path, &old, &err), &err);
    ck_assert(old);
    unlink(path);
    ck_assert_int_eq(faq_snapshot_is_old(snapshot, path, &old, &err), FAQ_NOT_FOUND);
    faq_snapshot_release(snapshot);
}
END_TEST

/* ---- readers through the public door */

typedef struct opened {
    faq_index *index;
    faq_search *search;
} opened;

static opened open_index(const char *path, bool copy)
{
    opened out;
    faq_error err;
    faq_open_options options = FAQ_INIT(faq_open_options);
    options.copy = copy;
    CHECK_OK(faq_index_open(&out.index, path, &options, &err), &err);
    CHECK_OK(faq_search_new(&out.search, out.index, NULL, &err), &err);
    return out;
}

static void close_index(opened *in)
{
    faq_search_free(in->search);
    faq_index_close(in->index);
}

static faq_buf print_opened(const opened *in)
{
    faq_buf out;
    faq_error err;
    faq_buf_init(&out, faq_mem_default());
    CHECK_OK(test_print_entries(in->search, &out, &err), &err);
    CHECK_OK(test_print_answers(in->search, &out, &err), &err);
    return out;
}

static faq_buf print_path(const char *path)
{
    faq_buf out;
    faq_error err;
    faq_buf_init(&out, faq_mem_default());
    CHECK_OK(test_print_index(path, NULL, &out, &err), &err);
    return out;
}

START_TEST(a_reader_sees_its_commit_until_it_refreshes)
{
    for (int copy = 0; copy < 2; copy++) {
        const char *path = test_path("refresh.faq");
        make_commits(path, 2);
        opened reader = open_index(path, copy);
        for (int step = 0; step < 4; step++) { /* update, delete, compact, update */
            faq_error err;
            faq_buf before = print_opened(&reader);
            if (step == 1)
                CHECK_OK(test_delete(path, 0, 2, NULL, &err), &err);
            else if (step == 2)
                CHECK_OK(faq_index_compact(path, NULL, NULL, &err), &err);
            else
                CHECK_OK(test_put(path, 0, 9, 70 + (uint32_t)step, NULL, &err), &err);
            faq_buf still = print_opened(&reader);
            test_same_text(&still, &before, "before the refresh");
            bool changed = false;
            CHECK_OK(faq_index_refresh(reader.index, &changed, &err), &err);
            ck_assert(changed);
            faq_buf fresh = print_opened(&reader), want = print_path(path);
            test_same_text(&fresh, &want, "after the refresh");
            CHECK_OK(faq_index_refresh(reader.index, &changed, &err), &err);
            ck_assert(!changed);
            faq_buf *all[] = {&before, &still, &fresh, &want};
            for (size_t i = 0; i < COUNT(all); i++)
                faq_buf_release(all[i]);
        }
        close_index(&reader);
    }
}
END_TEST

START_TEST(a_refresh_that_fails_keeps_the_commit)
{
    const char *path = test_path("gone.faq");
    make_commits(path, 2);
    opened reader = open_index(path, false);
    faq_buf before = print_opened(&reader);
    faq_error err;
    unlink(path);
    ck_assert_int_eq(faq_index_refresh(reader.index, NULL, &err), FAQ_NOT_FOUND);
    ck_assert(test_write_file(path, "no index", 8));
    ck_assert_int_eq(faq_index_refresh(reader.index, NULL, &err), FAQ_NOT_INDEX);
    faq_buf after = print_opened(&reader);
    test_same_text(&after, &before, "after the failures");
    make_commits(path, 1); /* another index in its place */
    CHECK_OK(faq_index_refresh(reader.index, NULL, &err), &err);
    faq_buf fresh = print_opened(&reader), want = print_path(path);
    test_same_text(&fresh, &want, "after all");
    faq_buf *all[] = {&before, &after, &fresh, &want};
    for (size_t i = 0; i < COUNT(all); i++)
        faq_buf_release(all[i]);
    close_index(&reader);
}
END_TEST

RUN_TESTS("store/snapshot", CASE(commits_alternate_between_the_slots),
          CASE(a_torn_slot_falls_back_to_the_commit_before),
          CASE(a_slot_that_reaches_beyond_the_end_is_skipped),
          CASE(a_commit_whose_manifest_is_damaged_is_skipped), CASE(two_bad_slots_are_damage),
          CASE(an_update_after_a_torn_commit_goes_on_from_the_one_before),
          CASE(headers_of_other_kinds_and_versions_are_told_apart),
          CASE(a_feature_for_writers_keeps_writers_out), CASE(what_is_no_index_is_refused),
          CASE(unknown_sections_are_skipped_when_optional_else_refused),
          CASE(sections_are_found_by_type_and_segment),
          CASE(a_flip_in_header_payload_or_padding_of_a_section_is_found),
          CASE(a_manifest_that_lies_is_refused), CASE(reading_makes_no_call_that_writes),
          CASE(a_copy_of_the_file_is_the_index), CASE(a_snapshot_knows_when_it_is_old),
          CASE(a_reader_sees_its_commit_until_it_refreshes),
          CASE(a_refresh_that_fails_keeps_the_commit))
