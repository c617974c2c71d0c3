/* SPDX-License-Identifier: MIT */
/*
 * Composes a corpus of any size from real entries, the same for the same seed: a question of one
 * entry asked of some product, two of its phrasings, and an answer of a sentence of its own plus
 * others that share its category with probability 0.6. Times asked fall like 1 / rank^0.8. Composed
 * entries cluster less than real ones, so what bounds can skip is understated.
 */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <faqsearch/ingest.h>

typedef struct source {
    char *question, *category;
    char **phrasings, **sentences;
    size_t n_phrasings, n_sentences;
} source;

typedef struct sources {
    source *at;
    size_t count, cap;
} sources;

static const char *const products[] = {
    "手机壳",   "蓝牙耳机",   "电饭煲",   "羽绒服",   "运动鞋", "婴儿车", "保温杯",   "床上四件套",
    "电动牙刷", "扫地机器人", "口红",     "面膜",     "猫粮",   "狗窝",   "行李箱",   "书包",
    "台灯",     "显示器",     "机械键盘", "空气炸锅", "洗衣液", "牛奶",   "茶叶",     "坚果礼盒",
    "大闸蟹",   "车厘子",     "瑜伽垫",   "跑步机",   "帐篷",   "钓鱼竿", "儿童手表", "积木",
    "绘本",     "净水器",     "空调",     "冰箱",     "热水器", "沙发",   "床垫",     "窗帘",
};

static const char *const scenes[] = {"",       "",           "",       "请问",
                                     "刚买的", "昨天下单的", "送人的", "给爸妈买的"};

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static size_t below(uint64_t *state, size_t limit)
{
    return (size_t)(next(state) % limit);
}

static void *need(void *memory)
{
    if (!memory) {
        fprintf(stderr, "faqsearch-generate: no memory\n");
        exit(2);
    }
    return memory;
}

static char *copy(faq_str text)
{
    char *at = need(malloc(text.len + 1));
    if (text.len)
        memcpy(at, text.at, text.len);
    at[text.len] = '\0';
    return at;
}

/* Cut an answer behind each 。 and line break. */
static void add_sentences(source *to, faq_str text)
{
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool full_stop = i + 3 <= text.len && memcmp(text.at + i, "。", 3) == 0;
        size_t end = full_stop ? i + 3 : i;
        if (!full_stop && text.at[i] != '\n' && i + 1 < text.len)
            continue;
        if (!full_stop && text.at[i] != '\n')
            end = text.len;
        if (end > start + 6) {
            to->sentences =
                need(realloc(to->sentences, (to->n_sentences + 1) * sizeof *to->sentences));
            to->sentences[to->n_sentences++] = copy((faq_str){text.at + start, end - start});
        }
        start = full_stop ? i + 3 : i + 1;
        i = start - 1;
    }
}

static faq_status keep(void *ctx, const faq_entry *entry, const faq_place *place, faq_error *err)
{
    (void)place, (void)err;
    sources *all = ctx;
    source one = {.question = copy(entry->question)};
    one.category = copy(entry->category.count ? entry->category.at[0] : (faq_str){"", 0});
    one.phrasings = need(calloc(entry->phrasings.count + 1, sizeof *one.phrasings));
    for (size_t i = 0; i < entry->phrasings.count; i++)
        one.phrasings[one.n_phrasings++] = copy(entry->phrasings.at[i]);
    add_sentences(&one, entry->answer_text.len ? entry->answer_text : entry->answer);
    if (all->count == all->cap) {
        all->cap = all->cap ? 2 * all->cap : 64;
        all->at = need(realloc(all->at, all->cap * sizeof *all->at));
    }
    all->at[all->count++] = one;
    return FAQ_OK;
}

/* A source, of the same category as `like` six times in ten. */
static const source *pick(const sources *all, const source *like, uint64_t *state)
{
    bool near = below(state, 10) < 6;
    for (int tries = 0; tries < 64; tries++) {
        const source *one = &all->at[below(state, all->count)];
        if (one->n_sentences && (!near || strcmp(one->category, like->category) == 0))
            return one;
    }
    return like;
}

static json_t *compose_answer(const sources *all, const source *base, uint64_t *state)
{
    char text[8192];
    size_t len = 0, n_sentences = 2 + below(state, 4);
    for (size_t i = 0; i < n_sentences; i++) {
        const source *from = i ? pick(all, base, state) : base;
        if (!from->n_sentences)
            continue;
        const char *sentence = from->sentences[below(state, from->n_sentences)];
        size_t n = strlen(sentence);
        if (len + n >= sizeof text)
            break;
        memcpy(text + len, sentence, n);
        len += n;
    }
    return json_stringn(text, len);
}

static void compose(const sources *all, size_t number, uint64_t *state)
{
    const source *base = &all->at[below(state, all->count)];
    const char *product = products[below(state, sizeof products / sizeof *products)];
    const char *scene = scenes[below(state, sizeof scenes / sizeof *scenes)];
    char text[4096], id[32];
    snprintf(id, sizeof id, "g%09zu", number);
    snprintf(text, sizeof text, "%s%s%s", scene, product, base->question);
    json_t *phrasings = json_array();
    for (size_t i = 0; i < 2 && base->n_phrasings; i++)
        json_array_append_new(phrasings,
                              json_string(base->phrasings[below(state, base->n_phrasings)]));
    double rank = 1.0 + (double)below(state, 1000000);
    json_t *line = json_pack("{s:s s:s s:o s:o s:[s] s:I}", "id", id, "question", text, "phrasings",
                             phrasings, "answer", compose_answer(all, base, state), "category",
                             base->category, "asked", (json_int_t)(1e5 / pow(rank, 0.8)));
    json_dumpf(need(line), stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(line);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: faqsearch-generate ENTRIES SEED FILE...\n");
        return 2;
    }
    sources all = {0};
    faq_ingest_options options = FAQ_INIT(faq_ingest_options);
    options.entry = keep;
    options.ctx = &all;
    for (int i = 3; i < argc; i++) {
        faq_error err = {0};
        if (faq_ingest_file(argv[i], &options, NULL, &err)) {
            fprintf(stderr, "faqsearch-generate: %s\n", err.message);
            return 2;
        }
    }
    if (!all.count) {
        fprintf(stderr, "faqsearch-generate: the files hold no entries\n");
        return 2;
    }
    size_t n = strtoull(argv[1], NULL, 10);
    uint64_t state = strtoull(argv[2], NULL, 10);
    for (size_t i = 0; i < n; i++)
        compose(&all, i, &state);
    return fflush(stdout) ? 2 : 0; /* the sources live as long as the program */
}
