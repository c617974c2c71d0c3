/* SPDX-License-Identifier: MIT */
/* The plain text of real answers against what libxml2's HTML parser makes of them, blanks aside. */
#include <jansson.h>
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "ingest/html.h"
#include "support/test.h"

static void append_text(const xmlNode *node, faq_buf *out)
{
    for (; node; node = node->next) {
        bool is_code = node->name && (strcmp((const char *)node->name, "script") == 0 ||
                                      strcmp((const char *)node->name, "style") == 0);
        if (node->type == XML_TEXT_NODE)
            faq_buf_append(out, faq_str_of((const char *)node->content));
        else if (node->type == XML_ELEMENT_NODE && !is_code)
            append_text(node->children, out);
    }
}

/* Without blanks and no-break blanks. */
static void squeeze(faq_buf *text)
{
    size_t len = 0;
    for (size_t i = 0; i < text->len; i++) {
        if (i + 1 < text->len && memcmp(text->at + i, "\xC2\xA0", 2) == 0)
            i++;
        else if (text->at[i] > ' ')
            text->at[len++] = text->at[i];
    }
    text->len = len;
}

static void check_answer(faq_str html, const char *row)
{
    faq_buf ours, twins;
    faq_buf_init(&ours, faq_mem_default());
    faq_buf_init(&twins, faq_mem_default());
    faq_html_clean(html, NULL, &ours);
    htmlDocPtr document =
        htmlReadMemory(html.at, (int)html.len, NULL, "UTF-8",
                       HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                           HTML_PARSE_NONET | XML_PARSE_HUGE);
    ck_assert_ptr_nonnull(document);
    append_text(xmlDocGetRootElement(document), &twins);
    xmlFreeDoc(document);
    squeeze(&ours);
    squeeze(&twins);
    ck_assert_msg(faq_str_equal(faq_buf_text(&ours), faq_buf_text(&twins)), "%s:\n%.*s\n%.*s", row,
                  (int)ours.len, (const char *)ours.at, (int)twins.len, (const char *)twins.at);
    faq_buf_release(&ours);
    faq_buf_release(&twins);
}

/* Check every string in a document that is HTML. */
static size_t check_strings(json_t *json, const char *row)
{
    size_t i, checked = 0;
    const char *name;
    json_t *inner;
    if (json_is_string(json)) {
        faq_str text = {json_string_value(json), json_string_length(json)};
        if (!faq_html_is(text))
            return 0;
        check_answer(text, row);
        return 1;
    }
    json_array_foreach(json, i, inner) checked += check_strings(inner, row);
    json_object_foreach(json, name, inner) checked += check_strings(inner, row);
    return checked;
}

START_TEST(both_find_the_same_text_in_real_answers)
{
    static const char *const files[] = {
        "exports/iwebshop-help/help.json",
        "exports/cmhk-faq/zh-Hans.json",
        "exports/cmhk-faq/zh-Hant.json",
        "exports/cmhk-faq/en.json",
        "exports/saleyee-faq/faq.json",
        "exports/samples/zendesk/articles-page1.json",
        "exports/samples/zendesk/articles-page2.json",
        "exports/samples/zendesk/articles-zh-tw-cursor.json",
        "exports/samples/intercom/articles.json",
        "exports/samples/sobot-zhichi/search-doc-list.json",
    };
    size_t checked = 0;
    for (size_t i = 0; i < COUNT(files); i++) {
        const char *path = test_shared(files[i]);
        json_t *json = path ? json_load_file(path, 0, NULL) : NULL;
        ck_assert(!path || json);
        checked += check_strings(json, files[i]);
        json_decref(json);
    }
    printf("# %zu answers compared\n", checked);
}
END_TEST

RUN_TESTS("ingest/twin", CASE(both_find_the_same_text_in_real_answers))
