/* SPDX-License-Identifier: MIT */
/*
 * faqsearch search --batch: many questions at once. Threads take chunks of questions in turn and
 * print each chunk into memory; when all are done the chunks are written in order.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands.h"
#include "hits.h"
#include "lines.h"
#include "messages.h"
#include "output.h"
#include "session.h"
#include "timing.h"

#define CHUNK 64
#define THREADS_MAX 256

typedef struct batch_chunk {
    char *text; /* what to print; owned */
    size_t len;
} batch_chunk;

typedef struct batch_run {
    const options *given;
    tool_session session;
    hits_settings settings;
    hits_question *questions;
    size_t count;
    batch_chunk *chunks;
    size_t n_chunks;
    atomic_size_t next; /* chunk to take */
    atomic_bool failed;
    pthread_mutex_t lock; /* of what follows */
    faq_status status;    /* the first failure */
    faq_error err;
} batch_run;

/* ---- questions */

static bool read_question(batch_run *run, const char *path, faq_str line, size_t number)
{
    const char *tab = memchr(line.at, '\t', line.len);
    size_t len = tab ? (size_t)(tab - line.at) : 0;
    if (!len) {
        messages_error(SAY("%s:%zu: 不是“qid 制表符 问题”", "%s:%zu: not \"qid TAB question\""),
                       path, number);
        return false;
    }
    run->questions[run->count++] =
        (hits_question){.qid = {line.at, len}, .text = {tab + 1, line.len - len - 1}};
    return true;
}

static bool read_questions(batch_run *run, const lines *file, const char *path)
{
    run->questions = calloc(file->count + 1, sizeof *run->questions);
    run->n_chunks = (file->count + CHUNK - 1) / CHUNK;
    run->chunks = calloc(run->n_chunks + 1, sizeof *run->chunks);
    if (!run->questions || !run->chunks) {
        messages_no_memory();
        return false;
    }
    for (size_t i = 0; i < file->count; i++) {
        if (file->at[i].len && !read_question(run, path, file->at[i], i + 1))
            return false;
    }
    run->n_chunks = (run->count + CHUNK - 1) / CHUNK;
    return true;
}

/* ---- threads */

static void fail(batch_run *run, faq_status status, const faq_error *err)
{
    pthread_mutex_lock(&run->lock);
    if (!run->status) {
        run->status = status;
        run->err = *err;
    }
    pthread_mutex_unlock(&run->lock);
    atomic_store(&run->failed, true);
}

static faq_status ask_chunk(batch_run *run, faq_search *search, size_t number, faq_error *err)
{
    batch_chunk *chunk = &run->chunks[number];
    hits_printer printer = {&run->settings, search, open_memstream(&chunk->text, &chunk->len)};
    if (!printer.out)
        return FAQ_NO_MEMORY;
    size_t end = (number + 1) * CHUNK < run->count ? (number + 1) * CHUNK : run->count;
    faq_status status = FAQ_OK;
    for (size_t i = number * CHUNK; i < end && !status; i++)
        status = hits_ask(&printer, &run->questions[i], err);
    if (fclose(printer.out) != 0 && !status)
        status = FAQ_NO_MEMORY;
    return status;
}

static void ask_chunks(batch_run *run, faq_search *search)
{
    faq_error err = {0};
    while (!atomic_load(&run->failed)) {
        size_t number = atomic_fetch_add(&run->next, 1);
        if (number >= run->n_chunks)
            break;
        faq_status status = ask_chunk(run, search, number, &err);
        if (status)
            fail(run, status, &err);
    }
}

static void *work(void *ctx)
{
    batch_run *run = ctx;
    faq_search *search = NULL;
    faq_error err = {0};
    faq_status status = faq_search_new(&search, run->session.index, NULL, &err);
    if (status)
        fail(run, status, &err);
    else
        ask_chunks(run, search);
    faq_search_free(search);
    return NULL;
}

static size_t count_threads(const batch_run *run)
{
    const char *preset = getenv("FAQSEARCH_THREADS");
    unsigned long usual = preset ? strtoul(preset, NULL, 10) : 1;
    size_t count = options_number(run->given, OPTION_THREADS, usual ? usual : 1);
    if (count > THREADS_MAX)
        count = THREADS_MAX;
    return count > run->n_chunks ? run->n_chunks : count;
}

/* This thread works too; fewer than wanted do when the system has no more. */
static void ask_all(batch_run *run)
{
    pthread_t threads[THREADS_MAX];
    size_t wanted = count_threads(run), started = 0;
    while (started + 1 < wanted && pthread_create(&threads[started], NULL, work, run) == 0)
        started++;
    ask_chunks(run, run->session.search);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

/* ---- whole */

static void report_times(const batch_run *run, const struct timespec *start,
                         const struct timespec *end)
{
    timing times = {.wall_us = (double)(end->tv_sec - start->tv_sec) * 1e6 +
                               (double)(end->tv_nsec - start->tv_nsec) * 1e-3};
    for (size_t i = 0; i < run->count; i++)
        timing_add(&times, run->questions[i].cpu_us);
    timing_report(&times);
    timing_release(&times);
}

static int run_batch(batch_run *run)
{
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    ask_all(run);
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (run->status)
        return messages_failure(run->given->index, run->status, &run->err);
    for (size_t i = 0; i < run->n_chunks && !output_failed(); i++)
        fwrite(run->chunks[i].text, 1, run->chunks[i].len, stdout);
    if (options_has(run->given, OPTION_TIMING))
        report_times(run, &start, &end);
    return EXIT_FOUND;
}

static void release(batch_run *run)
{
    for (size_t i = 0; run->chunks && i < run->n_chunks; i++)
        free(run->chunks[i].text);
    free(run->chunks);
    free(run->questions);
    hits_settings_release(&run->settings);
    session_close(&run->session);
    pthread_mutex_destroy(&run->lock);
}

int command_batch(const options *given)
{
    const char *path = options_text(given, OPTION_BATCH, "-");
    if (given->n_operands)
        return options_misused(given, SAY("--batch 时不能再给 QUERY",
                                          "QUERY and --batch exclude each other"));
    batch_run run = {.given = given};
    pthread_mutex_init(&run.lock, NULL);
    lines file = {0};
    int code = hits_settings_read(&run.settings, given);
    if (!code && (!lines_read(&file, path) || !read_questions(&run, &file, path)))
        code = EXIT_FAILED;
    if (!code)
        code = session_open(&run.session, given);
    if (!code)
        code = run_batch(&run);
    release(&run);
    lines_release(&file);
    return code;
}
