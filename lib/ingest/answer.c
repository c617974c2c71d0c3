/* SPDX-License-Identifier: MIT */
/* Which of a record's values is the answer, and whether it is HTML. */
#include "base/str.h"
#include "ingest/html.h"
#include "ingest/making.h"

static faq_str join_answers(faq_making *making)
{
    faq_texts list = {0};
    faq_making_add_all(making, &list, FAQ_WORD_ANSWERS, faq_between_answers);
    faq_texts_drop_repeated(&list, (faq_str){NULL, 0});
    if (list.count == 1)
        return list.at[0];
    bool is_html = false;
    for (size_t i = 0; i < list.count; i++)
        is_html |= faq_html_is(list.at[i]);
    return faq_making_join(making, faq_texts_list(list), is_html ? FAQ_STR("<br>") : FAQ_STR("\n"));
}

static faq_str find_answer(faq_making *making)
{
    faq_record *record = making->record;
    unsigned several = UINT32_MAX, one = UINT32_MAX;
    for (size_t i = 0; i < record->count; i++) {
        const faq_value *value = &record->values[i];
        if (faq_making_is_empty(making, value) || value->kind == FAQ_KIND_OTHER)
            continue;
        if (value->word == FAQ_WORD_ANSWERS && value->rank < several)
            several = value->rank;
        if (value->word == FAQ_WORD_ANSWER && value->rank < one)
            one = value->rank;
    }
    if (several < one)
        return join_answers(making);
    faq_value *answer = faq_making_choose(making, FAQ_WORD_ANSWER);
    if (answer && answer->kind == FAQ_KIND_LIST) {
        faq_texts list = {0};
        faq_making_add(making, &list, answer, faq_between_nothing);
        return faq_making_join(making, faq_texts_list(list), FAQ_STR("\n"));
    }
    return answer ? answer->text : (faq_str){NULL, 0};
}

static void clean_answer(faq_making *making, faq_str html)
{
    faq_intake *intake = making->intake;
    faq_buf_reset(&intake->safe);
    faq_buf_reset(&intake->text);
    faq_html_clean(html, &intake->safe, &intake->text);
    making->failed |= intake->safe.failed || intake->text.failed;
    making->entry.answer = faq_buf_text(&intake->safe);
    making->entry.answer_text = faq_buf_text(&intake->text);
    if (!making->entry.answer.len)
        return;
    making->entry.answer_type = FAQ_ANSWER_HTML;
    if (!making->entry.answer_text.len) /* a picture alone: its tags are not its text */
        making->entry.answer_text = FAQ_STR(" ");
}

void faq_making_answer(faq_making *making)
{
    bool exact = making->record->is_exact;
    faq_value *type = faq_making_choose(making, FAQ_WORD_ANSWER_TYPE);
    faq_value *text = faq_making_choose(making, FAQ_WORD_ANSWER_TEXT);
    faq_str answer = find_answer(making);
    if (!exact && !faq_trim(answer).len && text)
        answer = faq_making_text(making, text);
    bool is_html = type && faq_str_equal(faq_making_text(making, type), FAQ_STR("html"));
    if (is_html || (!exact && faq_html_is(answer)))
        clean_answer(making, answer);
    else
        making->entry.answer = answer;
    if (exact && text)
        making->entry.answer_text = faq_making_text(making, text);
}
