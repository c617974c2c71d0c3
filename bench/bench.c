/* SPDX-License-Identifier: MIT */
/*
 * Builds an index of each set, opens it, asks all its questions and compares the answers with the
 * judgments. README.md says what is printed.
 */
#define _GNU_SOURCE /* mkdtemp and CPU clocks under every libc */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "metrics.h"
#include "report.h"

#define OPEN_TIMES 21

typedef struct bench_run {
    const char *set;
    char path[64]; /* of the index */
    bool as_json;
    faq_writer *writer;
    uint64_t entries, text_bytes;
} bench_run;

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The q-quantile of sorted values, by the nearest rank. */
static double quantile(const double *sorted, size_t count, double q)
{
    size_t rank = (size_t)(q * (double)count + 0.999999);
    return count ? sorted[(rank ? rank : 1) - 1] : 0.0;
}

static bool failed(const char *what, const faq_error *err)
{
    fprintf(stderr, "faqsearch-bench: %s: %s\n", what, err->message);
    return false;
}

/* ---- build */

static faq_status put_entry(void *ctx, const faq_entry *entry, const faq_place *place,
                            faq_error *err)
{
    (void)place;
    bench_run *run = ctx;
    run->entries++;
    run->text_bytes +=
        entry->question.len + (entry->answer_text.len ? entry->answer_text.len : entry->answer.len);
    for (size_t i = 0; i < entry->phrasings.count; i++)
        run->text_bytes += entry->phrasings.at[i].len;
    return faq_writer_put(run->writer, entry, NULL, err);
}

static bool build(bench_run *run)
{
    faq_error err = {0};
    faq_commit_info info = FAQ_INIT(faq_commit_info);
    double start = cpu_seconds();
    if (faq_writer_begin(&run->writer, run->path, NULL, &err))
        return failed(run->set, &err);
    if (bench_entries(run->set, put_entry, run, &err)) {
        faq_writer_rollback(run->writer);
        return failed(run->set, &err);
    }
    if (faq_writer_commit(run->writer, &info, &err))
        return failed(run->set, &err);
    double seconds = cpu_seconds() - start;
    double entries = (double)run->entries, text = (double)run->text_bytes;
    bench_report(json_pack("{s:s s:s s:I s:I s:f s:f s:I s:f}", "bench", "build", "set", run->set,
                           "entries", (json_int_t)run->entries, "text_bytes",
                           (json_int_t)run->text_bytes, "cpu_seconds", seconds, "entries_per_s",
                           seconds > 0 ? entries / seconds : 0.0, "index_bytes",
                           (json_int_t)info.file_bytes, "per_text_byte",
                           text > 0 ? (double)info.file_bytes / text : 0.0),
                 run->as_json);
    return true;
}

/* ---- open */

static bool open_once(const bench_run *run, faq_index **index, faq_search **search)
{
    faq_error err = {0};
    if (faq_index_open(index, run->path, NULL, &err))
        return failed(run->path, &err);
    if (faq_search_new(search, *index, NULL, &err)) {
        faq_index_close(*index);
        return failed(run->path, &err);
    }
    return true;
}

static bool measure_open(const bench_run *run)
{
    double us[OPEN_TIMES];
    for (size_t i = 0; i < OPEN_TIMES; i++) {
        faq_index *index;
        faq_search *search;
        double start = cpu_seconds();
        if (!open_once(run, &index, &search))
            return false;
        us[i] = (cpu_seconds() - start) * 1e6;
        faq_search_free(search);
        faq_index_close(index);
    }
    qsort(us, OPEN_TIMES, sizeof *us, compare_doubles);
    bench_report(json_pack("{s:s s:s s:f s:f}", "bench", "open", "set", run->set, "p50_us",
                           quantile(us, OPEN_TIMES, 0.5), "max_us", us[OPEN_TIMES - 1]),
                 run->as_json);
    return true;
}

/* ---- search */

/* Questions of one kind, as a set's kinds.tsv names it. */
typedef struct bench_kind {
    const char *name; /* up to a tab; borrowed from the file's bytes */
    size_t len;
    bench_metrics metrics;
} bench_kind;

typedef struct bench_answers {
    double *us;
    size_t n_empty;
    bench_metrics metrics;
    const bench_pairs *kinds_of; /* by question, sorted */
    bench_kind *kinds;
    size_t n_kinds;
} bench_answers;

/* The metrics of a question's kind; NULL when the set names none for it, or without memory. */
static bench_metrics *find_kind(bench_answers *answers, const char *question)
{
    size_t found;
    const bench_pair *pair = bench_pairs_find(answers->kinds_of, question, &found);
    if (!found)
        return NULL;
    size_t len = strcspn(pair->value, "\t");
    for (size_t i = 0; i < answers->n_kinds; i++) {
        const bench_kind *kind = &answers->kinds[i];
        if (kind->len == len && memcmp(kind->name, pair->value, len) == 0)
            return &answers->kinds[i].metrics;
    }
    bench_kind *kinds = realloc(answers->kinds, (answers->n_kinds + 1) * sizeof *kinds);
    if (!kinds)
        return NULL;
    answers->kinds = kinds;
    answers->kinds[answers->n_kinds] = (bench_kind){.name = pair->value, .len = len};
    return &answers->kinds[answers->n_kinds++].metrics;
}

static bool read_ids(faq_search *search, const faq_hits *hits, char **ids)
{
    faq_error err = {0};
    for (size_t i = 0; i < hits->count; i++) {
        faq_entry entry;
        if (faq_search_entry(search, hits->at[i].segment, hits->at[i].doc, &entry, &err))
            return failed("an entry", &err);
        ids[i] = strndup(entry.id.at, entry.id.len);
    }
    return true;
}

static bool ask(faq_search *search, const bench_pair *question, const bench_pairs *qrels,
                bench_answers *answers, size_t i)
{
    faq_error err = {0};
    faq_query query = FAQ_INIT(faq_query);
    query.text = faq_text(question->value);
    query.limit = METRICS_DEPTH;
    faq_hits hits;
    double start = cpu_seconds();
    if (faq_search_run(search, &query, &hits, &err))
        return failed(question->key, &err);
    answers->us[i] = (cpu_seconds() - start) * 1e6;
    answers->n_empty += hits.count == 0;
    size_t n_right;
    const bench_pair *right = bench_pairs_find(qrels, question->key, &n_right);
    char *ids[METRICS_DEPTH] = {NULL};
    bool fine = read_ids(search, &hits, ids);
    bench_metrics *of_kind = find_kind(answers, question->key);
    if (fine)
        bench_metrics_add(&answers->metrics, ids, hits.count, right, n_right);
    if (fine && of_kind)
        bench_metrics_add(of_kind, ids, hits.count, right, n_right);
    for (size_t k = 0; k < METRICS_DEPTH; k++)
        free(ids[k]);
    return fine;
}

static void report_search(const bench_run *run, const char *questions, bench_answers *answers,
                          size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += answers->us[i];
    qsort(answers->us, count, sizeof *answers->us, compare_doubles);
    const bench_metrics *m = &answers->metrics;
    double n = m->judged ? (double)m->judged : 1.0;
    bench_report(json_pack("{s:s s:s s:s s:I s:f s:f s:f s:I s:f s:f s:f s:f s:I}", "bench",
                           "search", "set", run->set, "questions", questions, "count",
                           (json_int_t)count, "p50_us", quantile(answers->us, count, 0.5), "p99_us",
                           quantile(answers->us, count, 0.99), "mean_us", sum / (double)count,
                           "judged", (json_int_t)m->judged, "mrr10", m->mrr / n, "r1", m->r1 / n,
                           "r10", m->r10 / n, "ndcg10", m->ndcg / n, "empty",
                           (json_int_t)answers->n_empty),
                 run->as_json);
}

static void report_kinds(const bench_run *run, const bench_answers *answers)
{
    for (size_t i = 0; i < answers->n_kinds; i++) {
        const bench_kind *kind = &answers->kinds[i];
        const bench_metrics *m = &kind->metrics;
        if (!m->judged)
            continue; /* nothing answers them */
        double n = (double)m->judged;
        bench_report(json_pack("{s:s s:s% s:s s:I s:f s:f s:f}", "bench", "kind", "kind",
                               kind->name, kind->len, "set", run->set, "judged",
                               (json_int_t)m->judged, "mrr10", m->mrr / n, "r1", m->r1 / n, "any10",
                               m->any / n),
                     run->as_json);
    }
}

static bool measure_search(const bench_run *run, faq_search *search, const char *questions,
                           const bench_pairs *qrels, const bench_pairs *kinds)
{
    bench_pairs queries;
    if (!bench_pairs_read(&queries, run->set, questions) || !queries.count)
        return true; /* a set without questions is built and opened only */
    bench_answers answers = {.us = calloc(queries.count, sizeof(double)), .kinds_of = kinds};
    bool fine = answers.us != NULL;
    for (size_t i = 0; i < queries.count && fine; i++)
        fine = ask(search, &queries.at[i], qrels, &answers, i);
    if (fine)
        report_search(run, questions, &answers, queries.count);
    if (fine)
        report_kinds(run, &answers);
    free(answers.us);
    free(answers.kinds);
    bench_pairs_release(&queries);
    return fine;
}

static bool measure_searches(const bench_run *run)
{
    faq_index *index;
    faq_search *search;
    if (!open_once(run, &index, &search))
        return false;
    bench_pairs qrels, kinds;
    bench_pairs_read(&qrels, run->set, "qrels.tsv");
    bench_pairs_sort(&qrels);
    bench_pairs_read(&kinds, run->set, "kinds.tsv");
    bench_pairs_sort(&kinds);
    bool fine = measure_search(run, search, "queries.tsv", &qrels, &kinds);
    char variant[256] = "";
    while (fine &&
           bench_next_variant(run->set, variant[0] ? variant : NULL, variant, sizeof variant))
        fine = measure_search(run, search, variant, &qrels, &kinds);
    bench_pairs_release(&qrels);
    bench_pairs_release(&kinds);
    faq_search_free(search);
    faq_index_close(index);
    return fine;
}

/* ---- whole */

static void report_environment(bool as_json)
{
    char processor[128] = "unknown", line[256];
    FILE *file = fopen("/proc/cpuinfo", "r");
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, "model name : %127[^\n]", processor) == 1)
            break;
    }
    if (file)
        fclose(file);
    bench_report(json_pack("{s:s s:s s:s s:s}", "bench", "environment", "processor", processor,
                           "compiler", __VERSION__, "faqsearch", faq_version()),
                 as_json);
}

static bool measure(const char *set, bool as_json)
{
    char folder[] = "/tmp/faqsearch-bench-XXXXXX";
    if (!mkdtemp(folder)) {
        fprintf(stderr, "faqsearch-bench: no place for an index in /tmp\n");
        return false;
    }
    bench_run run = {.set = set, .as_json = as_json};
    snprintf(run.path, sizeof run.path, "%s/set.faq", folder);
    bool fine = build(&run) && measure_open(&run) && measure_searches(&run);
    unlink(run.path);
    rmdir(folder);
    return fine;
}

int main(int argc, char **argv)
{
    bool as_json = argc > 1 && strcmp(argv[1], "--json") == 0;
    int first = as_json ? 2 : 1;
    if (first >= argc || argv[first][0] == '-') {
        fprintf(stderr, "usage: faqsearch-bench [--json] SET...\n");
        return 2;
    }
    report_environment(as_json);
    for (int i = first; i < argc; i++) {
        if (!measure(argv[i], as_json))
            return 2;
    }
    return 0;
}
