/* SPDX-License-Identifier: MIT */
/* The caller's mistakes: FAQ_BAD_ARGUMENT with words at every door, and nothing is done. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/corpus.h"

static faq_error err;
static const faq_str no_bytes = {NULL, 3}; /* a length without bytes */

/* The call must be refused, and say why in one line without a full stop. */
#define CHECK_REFUSED(call)                                                                        \
    do {                                                                                           \
        err = (faq_error){FAQ_OK, 0, ""};                                                          \
        CHECK((call) == FAQ_BAD_ARGUMENT, #call);                                                  \
        CHECK(err.status == FAQ_BAD_ARGUMENT, #call);                                              \
        CHECK(err.message[0] && !strchr(err.message, '\n') && !strstr(err.message, ". "), #call);  \
    } while (0)

static const char *make_index(const char *name)
{
    const char *path = test_path(name);
    test_random random = {test_seed()};
    corpus_entry *made = corpus_make(&random, CORPUS_SHOP, 1, 2, 0);
    remove(path);
    corpus_commit(path, &made, 1, 0);
    free(made);
    return path;
}

START_TEST(opening_refuses_bad_arguments)
{
    const char *path = make_index("open.faq");
    faq_index *index = NULL;
    faq_open_options small = FAQ_INIT(faq_open_options);
    small.size--;
    CHECK_REFUSED(faq_index_open(NULL, path, NULL, &err));
    CHECK_REFUSED(faq_index_open(&index, NULL, NULL, &err));
    CHECK_REFUSED(faq_index_open(&index, path, &small, &err));
    CHECK_REFUSED(faq_index_refresh(NULL, NULL, &err));
    CHECK_REFUSED(faq_index_check(NULL, NULL, NULL, &err));
    ck_assert(!index);
    faq_index_close(NULL);
}
END_TEST

START_TEST(describing_fills_no_more_than_the_caller_has)
{
    const char *path = make_index("open.faq");
    faq_index *index;
    CHECK_OK(faq_index_open(&index, path, NULL, &err), &err);
    struct {
        faq_index_info info;
        uint64_t behind;
    } out = {.info = {.size = offsetof(faq_index_info, n_rows)}, .behind = 7};
    out.info.n_rows = 99;
    faq_index_describe(index, &out.info);
    ck_assert_uint_eq(out.info.n_entries, 1);
    ck_assert_uint_eq(out.info.n_rows, 99);
    ck_assert_uint_eq(out.behind, 7);
    faq_section_info section;
    ck_assert(faq_index_section(index, 0, &section));
    ck_assert(!faq_index_section(index, SIZE_MAX, &section));
    ck_assert_ptr_null(faq_index_warning(index, 0));
    ck_assert_ptr_null(faq_index_warning(index, SIZE_MAX));
    faq_index_close(index);
}
END_TEST

START_TEST(writing_refuses_bad_arguments)
{
    const char *path = make_index("write.faq");
    faq_writer *writer = NULL;
    faq_write_options small = FAQ_INIT(faq_write_options);
    faq_commit_info no_size = {0};
    small.size--;
    CHECK_REFUSED(faq_writer_begin(NULL, path, NULL, &err));
    CHECK_REFUSED(faq_writer_begin(&writer, NULL, NULL, &err));
    CHECK_REFUSED(faq_writer_begin(&writer, path, &small, &err));
    ck_assert(!writer);
    CHECK_REFUSED(faq_index_compact(NULL, NULL, NULL, &err));
    CHECK_REFUSED(faq_index_compact(path, &small, NULL, &err));
    CHECK_REFUSED(faq_index_compact(path, NULL, &no_size, &err));
    CHECK_REFUSED(faq_writer_put(NULL, NULL, NULL, &err));
    CHECK_REFUSED(faq_writer_delete(NULL, FAQ_STR("0"), FAQ_STR(""), &err));
    CHECK_REFUSED(faq_writer_delete_others(NULL, NULL, &err));
    CHECK_REFUSED(faq_writer_commit(NULL, NULL, &err));
    ck_assert(!faq_writer_has(NULL, FAQ_STR("0"), FAQ_STR("")));
    CHECK_OK(faq_writer_begin(&writer, path, NULL, &err), &err);
    CHECK_REFUSED(faq_writer_delete(writer, no_bytes, FAQ_STR(""), &err));
    CHECK_REFUSED(faq_writer_delete(writer, FAQ_STR("0"), no_bytes, &err));
    ck_assert(!faq_writer_has(writer, no_bytes, FAQ_STR("")));
    ck_assert(!faq_writer_has(writer, FAQ_STR("0"), no_bytes));
    CHECK_REFUSED(faq_writer_commit(writer, &no_size, &err)); /* which ends it nevertheless */
    CHECK_OK(faq_writer_begin(&writer, path, NULL, &err), &err);
    faq_writer_rollback(writer);
}
END_TEST

START_TEST(putting_refuses_texts_without_bytes)
{
    faq_writer *writer;
    faq_field field = {no_bytes, FAQ_STR(""), FAQ_STR("")};
    faq_list bad_item = {&no_bytes, 1}, no_items = {NULL, 1};
    CHECK_OK(faq_writer_begin(&writer, make_index("put.faq"), NULL, &err), &err);
    faq_entry entry = faq_entry_init(), good;
    entry.id = FAQ_STR("1");
    entry.question = FAQ_STR("退货");
    good = entry;
    entry.size--;
    CHECK_REFUSED(faq_writer_put(writer, &entry, NULL, &err));
    CHECK_REFUSED(faq_writer_put(writer, NULL, NULL, &err));
    faq_str *texts[] = {&entry.id,     &entry.locale,      &entry.question,
                        &entry.answer, &entry.answer_text, &entry.url};
    for (size_t i = 0; i < COUNT(texts); i++) {
        entry = good;
        *texts[i] = no_bytes;
        CHECK_REFUSED(faq_writer_put(writer, &entry, NULL, &err));
    }
    faq_list *lists[] = {&entry.phrasings, &entry.category, &entry.stage,
                         &entry.audience,  &entry.tags,     &entry.visibility};
    for (size_t i = 0; i < COUNT(lists); i++) {
        entry = good;
        *lists[i] = bad_item;
        CHECK_REFUSED(faq_writer_put(writer, &entry, NULL, &err));
        *lists[i] = no_items;
        CHECK_REFUSED(faq_writer_put(writer, &entry, NULL, &err));
    }
    entry = good;
    entry.n_fields = 1;
    CHECK_REFUSED(faq_writer_put(writer, &entry, NULL, &err));
    entry.fields = &field;
    CHECK_REFUSED(faq_writer_put(writer, &entry, NULL, &err));
    CHECK_OK(faq_writer_put(writer, &good, NULL, &err), &err);
    faq_writer_rollback(writer);
}
END_TEST

static faq_status visit(void *ctx, const faq_entry *entry, faq_error *unused)
{
    (void)ctx, (void)entry, (void)unused;
    return FAQ_OK;
}

START_TEST(searching_refuses_bad_arguments)
{
    const char *path = make_index("search.faq");
    faq_index *index;
    faq_search *search = NULL;
    faq_search_options small = FAQ_INIT(faq_search_options);
    faq_query query = FAQ_INIT(faq_query);
    faq_hits hits = {.total = 99};
    faq_entry entry;
    const faq_range *ranges = NULL;
    size_t count = 99;
    uint32_t segment = 99, doc = 99;
    CHECK_OK(faq_index_open(&index, path, NULL, &err), &err);
    small.size--;
    CHECK_REFUSED(faq_search_new(NULL, index, NULL, &err));
    CHECK_REFUSED(faq_search_new(&search, NULL, NULL, &err));
    CHECK_REFUSED(faq_search_new(&search, index, &small, &err));
    ck_assert(!search);
    CHECK_OK(faq_search_new(&search, index, NULL, &err), &err);

    CHECK_REFUSED(faq_search_run(NULL, &query, &hits, &err));
    CHECK_REFUSED(faq_search_run(search, NULL, &hits, &err));
    CHECK_REFUSED(faq_search_run(search, &query, NULL, &err));
    query.size--;
    CHECK_REFUSED(faq_search_run(search, &query, &hits, &err));
    query = FAQ_INIT(faq_query);
    query.text = no_bytes;
    CHECK_REFUSED(faq_search_run(search, &query, &hits, &err));
    query.text = FAQ_STR("退货");
    query.as = (faq_list){NULL, 1};
    CHECK_REFUSED(faq_search_run(search, &query, &hits, &err));
    query.as = (faq_list){&no_bytes, 1};
    CHECK_REFUSED(faq_search_run(search, &query, &hits, &err));
    query = FAQ_INIT(faq_query);
    char *large = calloc(FAQ_QUERY_BYTES + 1, 1);
    query.text = (faq_str){large, FAQ_QUERY_BYTES + 1};
    CHECK_REFUSED(faq_search_run(search, &query, &hits, &err));
    query.text.len--;
    CHECK_OK(faq_search_run(search, &query, &hits, &err), &err);
    free(large);
    ck_assert_uint_eq(hits.total, 0);

    CHECK_REFUSED(faq_search_entry(NULL, 0, 0, &entry, &err));
    CHECK_REFUSED(faq_search_entry(search, 0, 0, NULL, &err));
    CHECK_REFUSED(faq_search_entry(search, 1, 0, &entry, &err));
    CHECK_REFUSED(faq_search_entry(search, 0, 1, &entry, &err));
    CHECK_REFUSED(faq_search_entry(search, UINT32_MAX, UINT32_MAX, &entry, &err));
    CHECK_REFUSED(faq_search_find(NULL, FAQ_STR("0"), FAQ_STR(""), &segment, &doc, &err));
    CHECK_REFUSED(faq_search_find(search, FAQ_STR("0"), FAQ_STR(""), NULL, &doc, &err));
    CHECK_REFUSED(faq_search_find(search, FAQ_STR("0"), FAQ_STR(""), &segment, NULL, &err));
    CHECK_REFUSED(faq_search_find(search, no_bytes, FAQ_STR(""), &segment, &doc, &err));
    CHECK_REFUSED(faq_search_find(search, FAQ_STR("0"), no_bytes, &segment, &doc, &err));
    ck_assert_int_eq(faq_search_find(search, FAQ_STR("none"), FAQ_STR(""), &segment, &doc, &err),
                     FAQ_NOT_FOUND);
    ck_assert(segment == 99 && doc == 99);
    CHECK_REFUSED(faq_search_each(NULL, visit, NULL, &err));
    CHECK_REFUSED(faq_search_each(search, NULL, NULL, &err));
    CHECK_REFUSED(faq_search_highlight(NULL, FAQ_STR("a"), &ranges, &count, &err));
    CHECK_REFUSED(faq_search_highlight(search, no_bytes, &ranges, &count, &err));
    CHECK_REFUSED(faq_search_highlight(search, FAQ_STR("a"), NULL, &count, &err));
    CHECK_REFUSED(faq_search_highlight(search, FAQ_STR("a"), &ranges, NULL, &err));
    ck_assert(!ranges && count == 99);
    faq_search_free(search);
    faq_search_free(NULL);
    faq_index_close(index);
}
END_TEST

START_TEST(analysis_refuses_bad_arguments)
{
    faq_analyzer *analyzer;
    faq_analysis out;
    CHECK_REFUSED(faq_analyzer_new(NULL, NULL, &err));
    CHECK_OK(faq_analyzer_new(&analyzer, NULL, &err), &err);
    CHECK_REFUSED(faq_analyzer_run(NULL, FAQ_STR("a"), &out, &err));
    CHECK_REFUSED(faq_analyzer_run(analyzer, no_bytes, &out, &err));
    CHECK_REFUSED(faq_analyzer_run(analyzer, FAQ_STR("a"), NULL, &err));
    faq_analyzer_free(analyzer);
    faq_analyzer_free(NULL);
}
END_TEST

START_TEST(an_error_may_be_left_out)
{
    ck_assert_int_eq(faq_index_open(NULL, NULL, NULL, NULL), FAQ_BAD_ARGUMENT);
    ck_assert_int_eq(faq_writer_put(NULL, NULL, NULL, NULL), FAQ_BAD_ARGUMENT);
    ck_assert_int_eq(faq_search_run(NULL, NULL, NULL, NULL), FAQ_BAD_ARGUMENT);
}
END_TEST

START_TEST(every_status_has_a_name_of_its_own)
{
    for (int a = FAQ_NOT_INDEX; a <= FAQ_OK; a++) {
        for (int b = FAQ_NOT_INDEX - 1; b < a; b++)
            ck_assert_str_ne(faq_status_name((faq_status)a), faq_status_name((faq_status)b));
    }
    ck_assert_str_eq(faq_status_name((faq_status)5), "unknown status");
    ck_assert_str_eq(faq_version(), FAQ_VERSION_STRING);
    ck_assert_uint_eq(faq_text(NULL).len, 0);
}
END_TEST

RUN_TESTS("api/arguments", CASE(opening_refuses_bad_arguments),
          CASE(describing_fills_no_more_than_the_caller_has), CASE(writing_refuses_bad_arguments),
          CASE(putting_refuses_texts_without_bytes), CASE(searching_refuses_bad_arguments),
          CASE(analysis_refuses_bad_arguments), CASE(an_error_may_be_left_out),
          CASE(every_status_has_a_name_of_its_own))
