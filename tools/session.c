/* SPDX-License-Identifier: MIT */
#include "session.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "interrupt.h"
#include "messages.h"

bool session_has_index(const options *given)
{
    if (given->index)
        return true;
    options_misused(given, SAY("缺少 INDEX", "INDEX is missing"));
    return false;
}

int session_open(tool_session *out, const options *given)
{
    *out = (tool_session){.path = given->index};
    if (!session_has_index(given))
        return EXIT_FAILED;
    faq_open_options how = FAQ_INIT(faq_open_options);
    how.verify = options_has(given, OPTION_VERIFY);
    faq_error err = {0};
    faq_status status = faq_index_open(&out->index, out->path, &how, &err);
    if (!status)
        status = faq_search_new(&out->search, out->index, NULL, &err);
    if (status)
        return messages_failure(out->path, status, &err);
    const char *line;
    for (size_t i = 0; (line = faq_index_warning(out->index, i)); i++)
        messages_note("%s: %s", out->path, messages_translate(line));
    return EXIT_FOUND;
}

void session_close(tool_session *session)
{
    faq_search_free(session->search);
    faq_index_close(session->index);
}

/* ---- writing */

#define WAIT_MS 10000u
#define STEP_MS 50u

faq_write_options session_write_options(const options *given)
{
    faq_write_options how = FAQ_INIT(faq_write_options);
    how.allocator = interrupt_allocator();
    how.memory = options_number(given, OPTION_MEMORY, 0);
    return how;
}

static void pause_for(uint32_t ms)
{
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    nanosleep(&time, NULL);
}

/* The library could wait as well, but would not hear an interruption. */
int session_begin(faq_writer **out, const options *given, const faq_write_options *how)
{
    faq_error err = {0};
    uint32_t left = options_milliseconds(given, OPTION_WAIT, WAIT_MS);
    faq_status status;
    bool told = false;
    while ((status = faq_writer_begin(out, given->index, how, &err)) == FAQ_LOCKED && left) {
        if (!told)
            messages_note(SAY("%s 正被另一个进程写入，等待中…",
                              "%s is being written by another process, waiting..."),
                          given->index);
        told = true;
        uint32_t step = left < STEP_MS ? left : STEP_MS;
        pause_for(step);
        left -= step;
        if (interrupt_came())
            break;
    }
    if (!status)
        return EXIT_FOUND;
    if (interrupt_came())
        status = FAQ_CANCELLED;
    if (status == FAQ_NOT_FOUND && !how->must_exist)
        status = FAQ_IO; /* it is the place for a new index that is missing */
    return messages_failure(given->index, status, &err);
}

/* ---- lists */

bool session_list(const char *words, faq_list *out)
{
    size_t count = 1;
    for (const char *p = words; *p; p++)
        count += *p == ',';
    faq_str *list = calloc(count, sizeof *list);
    if (!list)
        return false;
    size_t n = 0;
    for (const char *p = words;;) {
        size_t len = strcspn(p, ",");
        if (len)
            list[n++] = (faq_str){p, len};
        if (!p[len])
            break;
        p += len + 1;
    }
    *out = (faq_list){list, n};
    return true;
}

void session_list_release(faq_list *list)
{
    free((void *)(uintptr_t)list->at);
    *list = (faq_list){0};
}

char *session_join(const char *const *words, size_t count)
{
    size_t len = 1;
    for (size_t i = 0; i < count; i++)
        len += strlen(words[i]) + 1;
    char *joined = malloc(len), *to = joined;
    for (size_t i = 0; joined && i < count; i++) {
        size_t n = strlen(words[i]);
        if (i)
            *to++ = ' ';
        memcpy(to, words[i], n);
        to += n;
    }
    if (joined)
        *to = '\0';
    return joined;
}
