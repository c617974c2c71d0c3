/* SPDX-License-Identifier: MIT */
#ifndef FAQ_INGEST_WORDS_H
#define FAQ_INGEST_WORDS_H

#include "base/map.h"

/* What a column or a member can mean. */
typedef enum faq_word {
    FAQ_WORD_NONE, /* unknown: kept as a field of its own name */
    FAQ_WORD_ID,
    FAQ_WORD_LOCALE,
    FAQ_WORD_QUESTION,
    FAQ_WORD_PHRASINGS,
    FAQ_WORD_ANSWER,
    FAQ_WORD_ANSWERS, /* several that belong together; in one cell parted by ## */
    FAQ_WORD_ANSWER_TYPE,
    FAQ_WORD_ANSWER_TEXT,
    FAQ_WORD_CATEGORY,       /* all levels, or the first */
    FAQ_WORD_CATEGORY_GROUP, /* Salesforce's, levels parted by `_` too */
    FAQ_WORD_CATEGORY_2,     /* the levels below */
    FAQ_WORD_CATEGORY_3,
    FAQ_WORD_STAGE,
    FAQ_WORD_AUDIENCE,
    FAQ_WORD_TAGS,
    FAQ_WORD_URL,
    FAQ_WORD_URL_ID,     /* an address that is the id as well */
    FAQ_WORD_VISIBILITY, /* names of readers, or words as in FAQ_WORD_STATE */
    FAQ_WORD_STATE,      /* published, draft, 启用, 停用, 仅客服可见, ... */
    FAQ_WORD_STATUS_2,   /* a number: 2 and above are published */
    FAQ_WORD_FLAG_0,     /* a number: 0 is in use, the rest is not */
    FAQ_WORD_AUDIT,      /* a number: 0 waits for approval */
    FAQ_WORD_ACCESS_1,   /* a number: 1 is for all */
    FAQ_WORD_CHANNELS,   /* Salesforce: pkb is the public knowledge base */
    FAQ_WORD_ENABLED,    /* false: a draft */
    FAQ_WORD_DISABLED,   /* true: a draft */
    FAQ_WORD_PUBLIC,     /* false: internal */
    FAQ_WORD_RESTRICTED, /* not null: internal */
    FAQ_WORD_PUBLISHED,  /* a time; null: a draft */
    FAQ_WORD_VALID_FROM,
    FAQ_WORD_VALID_TO,
    FAQ_WORD_VALID_UNTIL, /* the last day on which it holds */
    FAQ_WORD_UPDATED,
    FAQ_WORD_ASKED,
    FAQ_WORD_RESOLVED,
    FAQ_WORD_HELPFUL,
    FAQ_WORD_UNHELPFUL,
    FAQ_WORD_VIEWS,
    FAQ_WORD_VOTE_SUM,   /* helpful less unhelpful */
    FAQ_WORD_VOTE_COUNT, /* helpful and unhelpful */
    FAQ_WORD_HAPPY,      /* percent of FAQ_WORD_VOTE_COUNT */
    FAQ_WORD_SAD,
    FAQ_WORD_COUNT,
} faq_word;

/* A row of the table: what a name means, and how surely. */
typedef struct faq_meaning {
    faq_word word;
    unsigned rank; /* of several for one word the lowest wins; see FAQ_RANK_ */
} faq_meaning;

enum {
    FAQ_RANK_MAPPED = 0, /* the user said so */
    FAQ_RANK_SURE = 1,   /* as a question enough to tell a record */
    FAQ_RANK_TITLE = 2,  /* as a question only beside an answer */
    FAQ_RANK_NAME = 3,   /* as a question only beside an answer that is no mere description */
    FAQ_RANK_DESCRIPTION = 5,
};

/* The names of the table, looked up in what a record or a header holds. */
typedef struct faq_words {
    faq_map names;  /* plain forms of the table's names */
    uint16_t *rows; /* by number in `names`: its first row */
} faq_words;

/* Fails with FAQ_NO_MEMORY. Release it also then. */
faq_status faq_words_init(faq_words *words, const faq_allocator *mem, faq_error *err);
void faq_words_release(faq_words *words);

#define FAQ_WORD_BYTES 96

/*
 * The plain form of a name: lower case, half width, without blanks, `_`, `-`, `*` and what stands
 * in brackets. Borrowed from `out`; empty when it does not fit, as no word of ours is that long.
 */
faq_str faq_words_plain(faq_str name, char out[FAQ_WORD_BYTES]);

/* Does the record at hand have a member of that plain name? */
typedef bool (*faq_has_fn)(const void *ctx, faq_str plain);

/*
 * What a name means in a record. Some names mean something only beside another: `has` is asked for
 * it. A number at the end of a known name (问题1, 分类2) makes it a further phrasing or level.
 */
faq_meaning faq_words_find(const faq_words *words, faq_str name, faq_has_fn has, const void *ctx);

/* A path through members such as `replies.content`, each name in plain form. */
typedef struct faq_path {
    const char *path;
    uint8_t word, rank;
} faq_path;

/* All paths of the table. */
const faq_path *faq_words_paths(size_t *count);

/* The word of a member of faq_entry by its exact name ("answer_type"); FAQ_WORD_NONE without one.
 */
faq_word faq_words_own(faq_str name);

/* Who may see an entry, from the least restricted. */
typedef enum faq_access { FAQ_ACCESS_PUBLIC, FAQ_ACCESS_INTERNAL, FAQ_ACCESS_DRAFT } faq_access;

/* What a state such as 已发布 or DRAFT says; false when it says nothing we know. */
bool faq_words_state(faq_str state, faq_access *out);

/* What 是, true, 1, 启用 or their opposites say; false when they say neither. */
bool faq_words_truth(faq_str text, bool *out);

#endif
