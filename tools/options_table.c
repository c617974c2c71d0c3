/* SPDX-License-Identifier: MIT */
/* All commands and all options, in the order in which help lists them. */
#include "commands.h"
#include "options.h"

const command_row options_commands[N_COMMANDS] = {
    {
        .id = COMMAND_INDEX,
        .name = "index",
        .operands = "INDEX FILE...",
        .takes_index = true,
        .run = command_index,
        .zh = "从导出文件添加或更新条目，没有索引时新建",
        .en = "add or update entries from exports; makes a missing index",
        .about_zh =
            "读取 CSV、TSV、JSON、JSON Lines 文件。FILE 为 - 时读标准输入；为目录时读取其中所有\n"
            "以 csv tsv txt json jsonl ndjson 结尾的文件。id（和 locale）相同的条目会被更新，\n"
            "一次运行中后出现的为准。全部改动在最后一次性提交，中断则什么都不改。\n"
            "\n"
            "有问题的记录不会让运行停下：逐条报告“文件:行号: 原因”，其余照常写入。标准错误的\n"
            "最后一行是 JSON 格式的统计：\n"
            "{\"files\":n,\"added\":n,\"updated\":n,\"unchanged\":n,\"deleted\":n,\"rejected\":n,\n"
            "\"failed\":n,\"entries\":n,\"bytes\":n,\"seconds\":s}",
        .about_en =
            "Reads CSV, TSV, JSON and JSON Lines. A FILE of - is standard input; of a folder all\n"
            "files are read that end in csv tsv txt json jsonl ndjson. An entry with the id (and\n"
            "locale) of an old one replaces it; within one run the later one holds. All changes\n"
            "are committed at once at the end; an interrupted run changes nothing.\n"
            "\n"
            "A bad record never stops the run: it is reported as \"file:line: reason\", and the\n"
            "others are written. The last line on standard error is a count of all, in JSON:\n"
            "{\"files\":n,\"added\":n,\"updated\":n,\"unchanged\":n,\"deleted\":n,\"rejected\":n,\n"
            "\"failed\":n,\"entries\":n,\"bytes\":n,\"seconds\":s}",
        .examples_zh = "faqsearch index shop.faq 导出.csv\n"
                       "faqsearch index shop.faq --sync 每日导出/          与导出保持一致\n"
                       "faqsearch index shop.faq --map question=标题,answer=正文 工单.json\n"
                       "faqsearch index shop.faq --columns id,question,answer 无表头.tsv\n"
                       "curl -s https://example.com/faq.json | faqsearch index shop.faq -",
        .examples_en = "faqsearch index shop.faq export.csv\n"
                       "faqsearch index shop.faq --sync daily/             be as the export is\n"
                       "faqsearch index shop.faq --map question=title,answer=body tickets.json\n"
                       "faqsearch index shop.faq --columns id,question,answer headless.tsv\n"
                       "curl -s https://example.com/faq.json | faqsearch index shop.faq -",
    },
    {
        .id = COMMAND_SEARCH,
        .name = "search",
        .operands = "INDEX [QUERY]...",
        .takes_index = true,
        .run = command_search,
        .zh = "搜索能回答问题的条目",
        .en = "find the entries that answer a question",
        .about_zh =
            "QUERY 可以是几个词，也可以是顾客的整句话；多个参数以空格连接。不给 QUERY "
            "时，在终端上\n"
            "逐行提问，否则把标准输入的每一行当作一个问题。空的 QUERY（''）列出最常问的条目。\n"
            "\n"
            "--json 每行一个结果：\n"
            "{\"id\",\"question\",\"answer\",\"category\",…,\"score\",\"confidence\",\"phrasing\","
            "\n"
            "\"highlights\":{字段:[[起点,长度],…]}}，位置以 UTF-8 字节计，phrasing 是最匹配的\n"
            "问法。没有结果、结果放宽了条件或把握低于 0.3 时，最后再输出一行\n"
            "{\"summary\":{\"query\",\"total\",\"relaxed\",\"confidence\"}}。从标准输入读问题时，\n"
            "每行以 \"query\" 开头；--tsv 则以空行结束每个问题的结果。",
        .about_en =
            "QUERY is a few words or a whole sentence; several arguments are joined with blanks.\n"
            "Without QUERY it asks for questions on a terminal, and else takes each line of\n"
            "standard input as one. An empty QUERY ('') lists what is asked most.\n"
            "\n"
            "--json prints one hit a line:\n"
            "{\"id\",\"question\",\"answer\",\"category\",...,\"score\",\"confidence\","
            "\"phrasing\",\n"
            "\"highlights\":{field:[[start,length],...]}}, places in bytes of UTF-8; phrasing is "
            "the\n"
            "wording that matched best. When nothing is found, hits match only loosely or\n"
            "confidence is below 0.3, a last line follows:\n"
            "{\"summary\":{\"query\",\"total\",\"relaxed\",\"confidence\"}}. With questions from "
            "standard\n"
            "input each line begins with \"query\"; with --tsv an empty line ends each's hits.",
        .examples_zh =
            "faqsearch search shop.faq 怎么申请退货\n"
            "faqsearch search shop.faq -n 3 --json 運費誰出 | jq .question\n"
            "faqsearch search shop.faq --as public,internal 退款 权限\n"
            "faqsearch search shop.faq --tsv --fields id,url < 问题.txt\n"
            "faqsearch search shop.faq --batch queries.tsv --format trec --timing > run.txt",
        .examples_en =
            "faqsearch search shop.faq 怎么申请退货\n"
            "faqsearch search shop.faq -n 3 --json 運費誰出 | jq .question\n"
            "faqsearch search shop.faq --as public,internal 退款 权限\n"
            "faqsearch search shop.faq --tsv --fields id,url < questions.txt\n"
            "faqsearch search shop.faq --batch queries.tsv --format trec --timing > run.txt",
    },
    {
        .id = COMMAND_SHOW,
        .name = "show",
        .operands = "INDEX ID...",
        .takes_index = true,
        .run = command_show,
        .zh = "显示条目的全部内容",
        .en = "show all that is stored of entries",
        .about_zh = "包括不公开的条目。不给 --locale 时显示该 ID 的所有语言版本。有 ID "
                    "找不到时退出码为 1。",
        .about_en = "Hidden entries too. Without --locale, an ID means its entry in every locale.\n"
                    "Exits with 1 when an ID is missing.",
        .examples_zh = "faqsearch show shop.faq return-policy\n"
                       "faqsearch show shop.faq --json return-policy shipping | jq .answer",
        .examples_en = "faqsearch show shop.faq return-policy\n"
                       "faqsearch show shop.faq --json return-policy shipping | jq .answer",
    },
    {
        .id = COMMAND_DELETE,
        .name = "delete",
        .operands = "INDEX ID...",
        .takes_index = true,
        .run = command_delete,
        .zh = "删除条目",
        .en = "delete entries",
        .about_zh = "一次提交删除所有给出的 ID。不给 --locale 时删除该 ID 的所有语言版本。找不到的 "
                    "ID 会报告，\n"
                    "其余照删，退出码为 1。删除的内容在 compact 之前仍留在文件里。",
        .about_en =
            "Deletes all given IDs in one commit. Without --locale, an ID means its entry in\n"
            "every locale. Missing IDs are reported, the others deleted, and the exit code is 1.\n"
            "What is deleted stays in the file until it is compacted.",
        .examples_zh = "faqsearch delete shop.faq old-promotion\n"
                       "faqsearch delete shop.faq --locale en-US return-policy\n"
                       "faqsearch delete shop.faq --ids-from 下架.txt",
        .examples_en = "faqsearch delete shop.faq old-promotion\n"
                       "faqsearch delete shop.faq --locale en-US return-policy\n"
                       "faqsearch delete shop.faq --ids-from withdrawn.txt",
    },
    {
        .id = COMMAND_DUMP,
        .name = "dump",
        .operands = "INDEX",
        .takes_index = true,
        .run = command_dump,
        .zh = "导出全部条目",
        .en = "write all entries out",
        .about_zh = "JSON Lines 是无损的，faqsearch index 读回后完全相同；条目按 id "
                    "排序，成员顺序固定，空成员\n"
                    "省略，时间为 1970 年以来的秒数。csv 供表格软件使用：以 = + - @ "
                    "开头的单元格前加 '，以免\n"
                    "被当作公式。",
        .about_en =
            "JSON Lines lose nothing: faqsearch index reads them back to the same entries. "
            "Entries\n"
            "come by id, members in a fixed order, empty ones left out, times in seconds since\n"
            "1970. csv is for spreadsheets: a cell that begins with = + - @ gets a ' in front, so\n"
            "that none is taken for a formula.",
        .examples_zh = "faqsearch dump shop.faq > backup.jsonl\n"
                       "faqsearch dump shop.faq --format csv > 问答.csv",
        .examples_en = "faqsearch dump shop.faq > backup.jsonl\n"
                       "faqsearch dump shop.faq --format csv > faq.csv",
    },
    {
        .id = COMMAND_STATS,
        .name = "stats",
        .operands = "INDEX",
        .takes_index = true,
        .run = command_stats,
        .zh = "索引的数量、大小和提醒",
        .en = "numbers, sizes and warnings of an index",
        .about_zh = "条目、问法、段、词项的数量，文件各部分的大小，以及可由 compact 收回的字节数。",
        .about_en =
            "How many entries, phrasings, segments and terms there are, how large the parts of\n"
            "the file are, and how many bytes compact would give back.",
        .examples_zh = "faqsearch stats shop.faq\n"
                       "faqsearch stats shop.faq --json | jq .entries",
        .examples_en = "faqsearch stats shop.faq\n"
                       "faqsearch stats shop.faq --json | jq .entries",
    },
    {
        .id = COMMAND_CHECK,
        .name = "check",
        .operands = "INDEX",
        .takes_index = true,
        .run = command_check,
        .zh = "验证索引的全部校验和与结构",
        .en = "verify all checksums and all structure of an index",
        .about_zh =
            "退出码：0 完好；1 完好但有提醒（分析器版本不同、有可收回的字节）；3 已损坏。\n"
            "每行一个发现；--json 为 {\"severity\":\"damage\"|\"remark\",\"message\"}，最后一行为\n"
            "{\"summary\":{\"sound\",\"damage\",\"remarks\"}}。",
        .about_en =
            "Exit code 0: sound; 1: sound, with remarks (analysed by another version, bytes to\n"
            "give back); 3: damaged. One finding a line; with --json\n"
            "{\"severity\":\"damage\"|\"remark\",\"message\"}, and a last line\n"
            "{\"summary\":{\"sound\",\"damage\",\"remarks\"}}.",
        .examples_zh = "faqsearch check shop.faq && echo 完好",
        .examples_en = "faqsearch check shop.faq && echo sound",
    },
    {
        .id = COMMAND_ANALYZE,
        .name = "analyze",
        .operands = "[INDEX] TEXT...",
        .takes_index = true,
        .run = command_analyze,
        .zh = "显示一段文字如何被切分",
        .en = "show how a text is cut into what is searched",
        .about_zh = "依次显示归一化后的文字、单字、词、归并同义后的形式和相邻二字。只有一个参数时它"
                    "是 TEXT，\n"
                    "多于一个时第一个是 INDEX。--json 输出一个对象，每一步一个成员。",
        .about_en =
            "Prints the folded text, characters, words, canonical forms and pairs of neighbouring\n"
            "characters. A lone argument is TEXT; of several the first is INDEX. With --json one\n"
            "object with a member for each step.",
        .examples_zh = "faqsearch analyze ＡＰＰ里怎麼退貨\n"
                       "faqsearch analyze --json 花呗怎么关闭 | jq .words",
        .examples_en = "faqsearch analyze ＡＰＰ里怎麼退貨\n"
                       "faqsearch analyze --json 花呗怎么关闭 | jq .words",
    },
    {
        .id = COMMAND_COMPACT,
        .name = "compact",
        .operands = "INDEX",
        .takes_index = true,
        .run = command_compact,
        .zh = "重写索引，去掉已删除的内容",
        .en = "write the index anew without what was deleted",
        .about_zh = "写一个新文件来替换旧文件；正在搜索的进程不受影响。已删除和被替换的条目从此不在"
                    "文件里。",
        .about_en =
            "Writes a new file and puts it in the place of the old one; those who search are not\n"
            "disturbed. Deleted and replaced entries are then gone from the file.",
        .examples_zh = "faqsearch compact shop.faq",
        .examples_en = "faqsearch compact shop.faq",
    },
};

#define ON(command) (1u << COMMAND_##command)
#define ON_ALL ((1u << N_COMMANDS) - 1)
#define ON_WRITERS (ON(INDEX) | ON(DELETE) | ON(COMPACT))
#define ON_READERS (ON(SEARCH) | ON(SHOW) | ON(DUMP) | ON(STATS))

/* Rows: id, kind, letter, name, argument, commands, least, zh, en. */
const option_row options_rows[] = {
    {OPTION_FORMAT, OPTION_CHOICE, 0, "format", "auto|csv|tsv|json|jsonl", ON(INDEX), 0,
     "文件格式（默认 auto：看内容和文件名）",
     "format of the files (default auto: by content and name)"},
    {OPTION_ENCODING, OPTION_TEXT, 0, "encoding", "NAME", ON(INDEX), 0,
     "文件编码，如 GB18030、Big5（默认 auto）",
     "encoding of the files, such as GB18030 or Big5\n(default auto)"},
    {OPTION_MAP, OPTION_TEXT, 0, "map", "FIELD=COLUMN,...", ON(INDEX), 0,
     "字段取自哪一列；JSON 可写路径，如 answer=data.body",
     "which column a field is read from; in JSON a path, such\nas answer=data.body"},
    {OPTION_COLUMNS, OPTION_TEXT, 0, "columns", "NAME,...", ON(INDEX), 0,
     "没有表头的表格各列的名字", "names of the columns of tables without a header"},
    {OPTION_SYNC, OPTION_SWITCH, 0, "sync", NULL, ON(INDEX), 0,
     "删除这次没有出现的条目；有文件读不了或没有读到条目时\n不删除",
     "delete entries that this run did not bring; not when a\nfile failed or none came"},
    {OPTION_DRY_RUN, OPTION_SWITCH, 0, "dry-run", NULL, ON(INDEX), 0, "照做一遍但不提交",
     "do everything but commit"},
    {OPTION_STRICT, OPTION_SWITCH, 0, "strict", NULL, ON(INDEX), 0,
     "有记录被拒绝时退出码为 2（其余照常提交）",
     "exit with 2 if a record was rejected (the others are\ncommitted)"},
    {OPTION_REJECTS, OPTION_TEXT, 0, "rejects", "FILE", ON(INDEX), 0,
     "有记录被拒绝时写入 FILE，每行\n{\"file\",\"line\",\"record\",\"reason\",\"source\"}",
     "write rejected records, if any, to FILE, one a "
     "line:\n{\"file\",\"line\",\"record\",\"reason\",\"source\"}"},
    {OPTION_MEMORY, OPTION_BYTES, 0, "memory", "BYTES", ON(INDEX), 0,
     "内存中最多攒多少字节的条目再写盘，如 512M（默认 128M）",
     "entries to hold in memory before a segment is written,\nsuch as 512M (default 128M)"},
    {OPTION_VERBOSE, OPTION_SWITCH, 'v', "verbose", NULL, ON(INDEX), 0,
     "报告每个被拒绝的记录，而不是前 20 个", "report every rejected record, not the first 20 only"},

    {OPTION_LIMIT, OPTION_NUMBER, 'n', "limit", "N", ON(SEARCH), 1, "最多 N 个结果（默认 10）",
     "at most N hits (default 10)"},
    {OPTION_OFFSET, OPTION_NUMBER, 0, "offset", "N", ON(SEARCH), 0, "跳过前 N 个结果",
     "leave out the first N hits"},
    {OPTION_FIELDS, OPTION_TEXT, 0, "fields", "NAME,...", ON(SEARCH), 0,
     "只输出这些字段；--tsv 时为各列及其顺序",
     "print these fields only; with --tsv the columns, in\nthis order"},
    {OPTION_AS, OPTION_TEXT, 0, "as", "NAME,...", ON(SEARCH), 0,
     "以谁的身份看：public、internal、draft 或组名\n（默认 public）",
     "who is reading: public, internal, draft or names of\ngroups (default public)"},
    {OPTION_EXACT, OPTION_SWITCH, 0, "exact", NULL, ON(SEARCH), 0, "只要包含问题中每个字词的条目",
     "only entries that hold every part of the question"},
    {OPTION_HIGHLIGHT, OPTION_CHOICE, 0, "highlight", "none|ansi|html|offsets", ON(SEARCH), 0,
     "如何标出匹配处：颜色，转义后加 <mark>，或只给位置\n（仅 --json，为其默认）；终端默认 "
     "ansi，其他 none",
     "how to mark what matched: by colour, with <mark> after\nescaping, by places only (--json's "
     "default, and only\nthere); default ansi on a terminal, else none"},
    {OPTION_TSV, OPTION_SWITCH, 0, "tsv", NULL, ON(SEARCH), 0,
     "每行 id、score、question、category，以制表符分隔，\n制表符、换行和反斜杠转义",
     "id, score, question, category a line, between tabs;\ntab, line break and backslash escaped"},
    {OPTION_BATCH, OPTION_TEXT, 0, "batch", "FILE", ON(SEARCH), 0,
     "回答 FILE 中每行一个的“qid 制表符 问题”；运行完\n退出码即为 0",
     "answer FILE, one \"qid TAB question\" a line; exits\nwith 0 when it ran"},
    {OPTION_FORMAT, OPTION_CHOICE, 0, "format", "trec|json|tsv", ON(SEARCH), 0,
     "--batch 的输出：trec（默认）为 qid id rank score；\njson 和 tsv 在结果前加 qid、rank",
     "of --batch: trec (default) is qid id rank score; json\nand tsv put qid and rank before the "
     "hit"},
    {OPTION_THREADS, OPTION_NUMBER, 0, "threads", "N", ON(SEARCH), 1, "--batch 的线程数（默认 1）",
     "threads of --batch (default 1)"},
    {OPTION_TIMING, OPTION_SWITCH, 0, "timing", NULL, ON(SEARCH), 0,
     "最后在标准错误输出 "
     "{\"queries\",\"p50_us\",\"p99_us\",\n\"mean_us\",\"qps\"}，为每个问题的线程 CPU 时间",
     "at last on standard error {\"queries\",\"p50_us\",\n\"p99_us\",\"mean_us\",\"qps\"}: CPU "
     "time of the thread per\nquestion, its analysis included"},

    {OPTION_LOCALE, OPTION_TEXT, 0, "locale", "NAME", ON(SHOW) | ON(DELETE), 0,
     "只指这个语言版本；'' 表示没有语言的条目",
     "only the entry in this locale; '' is the one without"},
    {OPTION_IDS_FROM, OPTION_TEXT, 0, "ids-from", "FILE", ON(DELETE), 0,
     "再从 FILE 读 ID，每行一个；- 为标准输入",
     "take IDs from FILE too, one a line; - is standard input"},
    {OPTION_FORMAT, OPTION_CHOICE, 0, "format", "jsonl|csv", ON(DUMP), 0, "输出格式（默认 jsonl）",
     "format to write (default jsonl)"},

    {OPTION_WAIT, OPTION_SECONDS, 0, "wait", "SECONDS", ON_WRITERS, 0,
     "索引正被写入时最多等多久（默认 10 秒），之后退出码为 2",
     "how long to wait for another writer (default 10), then\nexit with 2"},
    {OPTION_VERIFY, OPTION_SWITCH, 0, "verify", NULL, ON_READERS, 0, "使用前验证全部校验和与结构",
     "verify all checksums and all structure before use"},
    {OPTION_JSON, OPTION_SWITCH, 0, "json", NULL, ON(INDEX), 0, "把统计行也写到标准输出",
     "print the line of counts to standard output too"},
    {OPTION_JSON, OPTION_SWITCH, 0, "json", NULL, ON(SEARCH), 0, "每行一个 JSON 结果",
     "one hit a line, in JSON"},
    {OPTION_JSON, OPTION_SWITCH, 0, "json", NULL, ON(SHOW), 0, "每行一个 JSON 条目，与 dump 相同",
     "one entry a line in JSON, as dump writes it"},
    {OPTION_JSON, OPTION_SWITCH, 0, "json", NULL,
     ON(DELETE) | ON(STATS) | ON(CHECK) | ON(ANALYZE) | ON(COMPACT), 0, "以 JSON 输出结果",
     "print the result as JSON"},

    {OPTION_QUIET, OPTION_SWITCH, 'q', "quiet", NULL, ON_ALL, 0, "只输出结果和错误",
     "results and errors only"},
    {OPTION_LANG, OPTION_CHOICE, 0, "lang", "zh|en", ON_ALL, 0, "消息的语言",
     "language of messages"},
    {OPTION_HELP, OPTION_SWITCH, 'h', "help", NULL, ON_ALL, 0, "显示帮助", "show help"},
    {OPTION_VERSION, OPTION_SWITCH, 'V', "version", NULL, ON_ALL, 0, "显示版本",
     "show the version"},
};

const size_t options_n_rows = sizeof options_rows / sizeof *options_rows;
