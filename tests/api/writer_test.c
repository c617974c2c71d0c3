/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "support/corpus.h"

static faq_error err;

static const char *fresh_path(void)
{
    const char *path = test_path("writer.faq");
    remove(path);
    return path;
}

static faq_writer *begin(const char *path)
{
    faq_writer *writer;
    faq_write_options options = corpus_options();
    CHECK_OK(faq_writer_begin(&writer, path, &options, &err), &err);
    return writer;
}

static faq_change put(faq_writer *writer, const char *id, const char *locale, const char *question)
{
    faq_change change;
    faq_entry entry = faq_entry_init();
    entry.id = faq_text(id);
    entry.locale = faq_text(locale);
    entry.question = faq_text(question);
    CHECK_OK(faq_writer_put(writer, &entry, &change, &err), &err);
    return change;
}

static faq_commit_info commit(faq_writer *writer)
{
    faq_commit_info info = FAQ_INIT(faq_commit_info);
    CHECK_OK(faq_writer_commit(writer, &info, &err), &err);
    return info;
}

static faq_index_info describe(const char *path)
{
    faq_index *index;
    faq_index_info info = FAQ_INIT(faq_index_info);
    CHECK_OK(faq_index_open(&index, path, NULL, &err), &err);
    faq_index_describe(index, &info);
    faq_index_close(index);
    return info;
}

START_TEST(a_put_tells_what_it_did)
{
    const char *path = fresh_path();
    faq_writer *writer = begin(path);
    ck_assert_int_eq(put(writer, "1", "", "退货"), FAQ_ADDED);
    ck_assert_int_eq(put(writer, "1", "", "退货"), FAQ_UNCHANGED);
    ck_assert_int_eq(put(writer, "1", "", "换货"), FAQ_UPDATED);
    ck_assert_int_eq(put(writer, "1", "zh-TW", "換貨"), FAQ_ADDED);
    CHECK_OK(faq_writer_delete(writer, FAQ_STR("1"), FAQ_STR(""), &err), &err);
    ck_assert_int_eq(put(writer, "1", "", "换货"), FAQ_ADDED);
    ck_assert_uint_eq(commit(writer).n_entries, 2);
    writer = begin(path);
    ck_assert_int_eq(put(writer, "1", "", "换货"), FAQ_UNCHANGED);
    ck_assert_int_eq(put(writer, "1", "zh-TW", "退貨"), FAQ_UPDATED);
    ck_assert_int_eq(put(writer, "1", "zh-TW", "退貨"), FAQ_UNCHANGED);
    ck_assert_int_eq(put(writer, "2", "", "包邮"), FAQ_ADDED);
    ck_assert_uint_eq(commit(writer).n_entries, 3);
}
END_TEST

START_TEST(a_commit_without_changes_writes_nothing)
{
    const char *path = fresh_path();
    struct stat before, after;
    faq_writer *writer = begin(path);
    put(writer, "1", "", "退货");
    commit(writer);
    ck_assert_int_eq(stat(path, &before), 0);
    writer = begin(path);
    put(writer, "1", "", "退货");
    put(writer, "2", "", "never");
    CHECK_OK(faq_writer_delete(writer, FAQ_STR("2"), FAQ_STR(""), &err), &err);
    faq_commit_info info = commit(writer);
    ck_assert_uint_eq(info.generation, 1);
    ck_assert_uint_eq(info.n_entries, 1);
    ck_assert_uint_eq(info.size, sizeof info);
    ck_assert_int_eq(stat(path, &after), 0);
    ck_assert(before.st_size == after.st_size && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec);
}
END_TEST

START_TEST(a_rollback_leaves_the_index_as_it_was)
{
    const char *path = fresh_path();
    faq_index *index;
    faq_writer *writer = begin(path);
    put(writer, "1", "", "退货");
    faq_writer_rollback(writer);
    ck_assert_int_eq(faq_index_open(&index, path, NULL, &err), FAQ_NOT_FOUND);
    writer = begin(path);
    put(writer, "1", "", "退货");
    commit(writer);
    writer = begin(path);
    put(writer, "2", "", "换货");
    CHECK_OK(faq_writer_delete(writer, FAQ_STR("1"), FAQ_STR(""), &err), &err);
    faq_writer_rollback(writer);
    faq_index_info info = describe(path);
    ck_assert_uint_eq(info.generation, 1);
    ck_assert_uint_eq(info.n_entries, 1);
    faq_writer_rollback(NULL);
}
END_TEST

START_TEST(what_must_exist_is_not_created)
{
    faq_writer *writer = NULL;
    faq_write_options options = corpus_options();
    options.must_exist = true;
    const char *path = fresh_path();
    ck_assert_int_eq(faq_writer_begin(&writer, path, &options, &err), FAQ_NOT_FOUND);
    ck_assert_int_eq(faq_index_compact(path, &options, NULL, &err), FAQ_NOT_FOUND);
    ck_assert(!writer);
}
END_TEST

START_TEST(a_second_writer_is_told_to_wait)
{
    const char *path = fresh_path();
    faq_writer *writer = begin(path), *other = NULL;
    faq_write_options options = corpus_options();
    commit(writer);
    writer = begin(path);
    ck_assert_int_eq(faq_writer_begin(&other, path, &options, &err), FAQ_LOCKED);
    ck_assert_int_eq(faq_index_compact(path, &options, NULL, &err), FAQ_LOCKED);
    ck_assert(!other);
    faq_writer_rollback(writer);
    faq_writer_rollback(begin(path));
}
END_TEST

START_TEST(a_writer_knows_what_the_index_would_hold)
{
    const char *path = fresh_path();
    faq_writer *writer = begin(path);
    put(writer, "old", "", "退货");
    commit(writer);
    writer = begin(path);
    ck_assert(faq_writer_has(writer, FAQ_STR("old"), FAQ_STR("")));
    ck_assert(!faq_writer_has(writer, FAQ_STR("old"), FAQ_STR("zh")));
    ck_assert(!faq_writer_has(writer, FAQ_STR("new"), FAQ_STR("")));
    put(writer, "new", "", "换货");
    ck_assert(faq_writer_has(writer, FAQ_STR("new"), FAQ_STR("")));
    CHECK_OK(faq_writer_delete(writer, FAQ_STR("old"), FAQ_STR(""), &err), &err);
    CHECK_OK(faq_writer_delete(writer, FAQ_STR("new"), FAQ_STR(""), &err), &err);
    ck_assert(!faq_writer_has(writer, FAQ_STR("old"), FAQ_STR("")));
    ck_assert(!faq_writer_has(writer, FAQ_STR("new"), FAQ_STR("")));
    ck_assert_int_eq(faq_writer_delete(writer, FAQ_STR("old"), FAQ_STR(""), &err), FAQ_NOT_FOUND);
    ck_assert_int_eq(faq_writer_delete(writer, FAQ_STR("new"), FAQ_STR(""), &err), FAQ_NOT_FOUND);
    ck_assert_uint_eq(commit(writer).n_entries, 0);
}
END_TEST

START_TEST(what_a_full_export_lacks_is_deleted)
{
    for (uint64_t memory = 0; memory < 2; memory++) { /* 1: a segment for each entry */
        const char *path = fresh_path();
        faq_write_options options = corpus_options();
        faq_writer *writer = begin(path);
        for (char id[] = "a"; *id <= 'f'; ++*id)
            put(writer, id, "", "退货");
        commit(writer);
        options.memory = memory;
        uint64_t deleted = 99;
        CHECK_OK(faq_writer_begin(&writer, path, &options, &err), &err);
        ck_assert_int_eq(put(writer, "a", "", "退货"), FAQ_UNCHANGED);
        ck_assert_int_eq(put(writer, "b", "", "换货"), FAQ_UPDATED);
        ck_assert_int_eq(put(writer, "g", "", "包邮"), FAQ_ADDED);
        CHECK_OK(faq_writer_delete(writer, FAQ_STR("c"), FAQ_STR(""), &err), &err);
        CHECK_OK(faq_writer_delete_others(writer, &deleted, &err), &err);
        ck_assert_uint_eq(deleted, 3);
        ck_assert(!faq_writer_has(writer, FAQ_STR("f"), FAQ_STR("")));
        CHECK_OK(faq_writer_delete_others(writer, &deleted, &err), &err);
        ck_assert_uint_eq(deleted, 0);
        ck_assert_uint_eq(commit(writer).n_entries, 3);
        CHECK_OK(faq_index_compact(path, &options, NULL, &err), &err);
        faq_index_info info = describe(path);
        ck_assert_uint_eq(info.n_entries, 3);
        ck_assert_uint_eq(info.n_deleted, 0);
        ck_assert_uint_eq(info.n_segments, 1);
        ck_assert_uint_eq(info.n_public, 3);
    }
}
END_TEST

START_TEST(a_refused_entry_does_not_end_the_transaction)
{
    static char long_key[FAQ_KEY_BYTES + 1];
    memset(long_key, 'k', sizeof long_key);
    static const struct {
        const char *name;
        faq_str id, locale, question;
        faq_status want;
    } rows[] = {
        {"no id", {NULL, 0}, {NULL, 0}, {"q", 1}, FAQ_BAD_ARGUMENT},
        {"no question", {"1", 1}, {NULL, 0}, {NULL, 0}, FAQ_BAD_ARGUMENT},
        {"an id that is too long",
         {long_key, sizeof long_key},
         {NULL, 0},
         {"q", 1},
         FAQ_BAD_ARGUMENT},
        {"a locale that is too long",
         {"1", 1},
         {long_key, sizeof long_key},
         {"q", 1},
         FAQ_BAD_ARGUMENT},
        {"a NUL byte in an id", {"a\0b", 3}, {NULL, 0}, {"q", 1}, FAQ_BAD_ARGUMENT},
        {"a NUL byte in a locale", {"1", 1}, {"\0", 1}, {"q", 1}, FAQ_BAD_ARGUMENT},
        {"the longest key", {long_key, FAQ_KEY_BYTES}, {long_key, FAQ_KEY_BYTES}, {"q", 1}, FAQ_OK},
    };
    faq_writer *writer = begin(fresh_path());
    for (size_t i = 0; i < COUNT(rows); i++) {
        faq_change change = (faq_change)77;
        faq_entry entry = faq_entry_init();
        entry.id = rows[i].id;
        entry.locale = rows[i].locale;
        entry.question = rows[i].question;
        CHECK(faq_writer_put(writer, &entry, &change, &err) == rows[i].want, rows[i].name);
        CHECK((change == (faq_change)77) == (rows[i].want != FAQ_OK), rows[i].name);
    }
    ck_assert_uint_eq(commit(writer).n_entries, 1);
}
END_TEST

static void check_changes(const faq_writer *writer, const char *row, uint64_t added,
                          uint64_t updated, uint64_t unchanged, uint64_t deleted)
{
    faq_changes now = FAQ_INIT(faq_changes);
    faq_writer_changes(writer, &now);
    CHECK(now.added == added, row);
    CHECK(now.updated == updated, row);
    CHECK(now.unchanged == unchanged, row);
    CHECK(now.deleted == deleted, row);
}

/* `memory` as small as can be: every put ends in a segment of its own. */
static void count_changes(uint64_t memory)
{
    const char *path = fresh_path();
    faq_writer *writer = begin(path);
    put(writer, "a", "", "甲");
    put(writer, "b", "", "乙");
    put(writer, "c", "", "丙");
    check_changes(writer, "three are new", 3, 0, 0, 0);
    commit(writer);
    faq_write_options options = corpus_options();
    options.memory = memory;
    CHECK_OK(faq_writer_begin(&writer, path, &options, &err), &err);
    put(writer, "a", "", "甲一");
    put(writer, "a", "", "甲二");
    put(writer, "d", "", "丁");
    put(writer, "d", "", "丁一");
    check_changes(writer, "put twice, counted once", 1, 1, 0, 0);
    put(writer, "b", "", "乙");
    put(writer, "b", "", "乙");
    check_changes(writer, "as it was", 1, 1, 1, 0);
    put(writer, "a", "", "甲");
    check_changes(writer, "put back as it was", 1, 0, 2, 0);
    CHECK_OK(faq_writer_delete(writer, faq_text("d"), faq_text(""), &err), &err);
    CHECK_OK(faq_writer_delete(writer, faq_text("b"), faq_text(""), &err), &err);
    check_changes(writer, "one never was, one is gone", 0, 0, 1, 1);
    put(writer, "b", "", "乙");
    check_changes(writer, "and back", 0, 0, 2, 0);
    uint64_t deleted;
    CHECK_OK(faq_writer_delete_others(writer, &deleted, &err), &err);
    ck_assert_uint_eq(deleted, 1);
    check_changes(writer, "what was not put is gone", 0, 0, 2, 1);
    ck_assert_uint_eq(commit(writer).n_entries, 2);
}

START_TEST(changes_are_counted_all_in_all)
{
    count_changes(0);
    count_changes(1);
}
END_TEST

RUN_TESTS("api/writer", CASE(changes_are_counted_all_in_all), CASE(a_put_tells_what_it_did),
          CASE(a_commit_without_changes_writes_nothing),
          CASE(a_rollback_leaves_the_index_as_it_was), CASE(what_must_exist_is_not_created),
          CASE(a_second_writer_is_told_to_wait), CASE(a_writer_knows_what_the_index_would_hold),
          CASE(what_a_full_export_lacks_is_deleted),
          CASE(a_refused_entry_does_not_end_the_transaction))
