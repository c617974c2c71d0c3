#!/bin/sh
# SPDX-License-Identifier: MIT
# faqsearch search: its formats, who sees what, and exit codes.
# shellcheck source=tests/tools/tap.sh
. "$(dirname "$0")/tap.sh"

"$program" index -q shop.faq "$here/shop.jsonl"

run search shop.faq 怎么退货
golden search-people out
exits 0 "found"
run search shop.faq 怎么退货 --json
golden search-json out
run search shop.faq 怎么退货 --tsv
golden search-tsv out
run search shop.faq 退货 --highlight html --json -n 2
golden search-html out
"$program" index -q odd.faq "$here/odd.jsonl"
run search odd.faq 脚本 --highlight html -n 1
says "html is escaped first" out '脚本</mark> &amp; &quot;引号&quot;'
run search shop.faq 退货 --highlight ansi -n 1
says "ansi by request" out "$(printf '\033[1;31m')"
run search shop.faq 退货 --highlight none --json -n 1
holds "none: no highlights" [ "$(grep -c highlights out)" -eq 0 ]
run search shop.faq 退货 --fields url,brand -n 1 --json
golden search-fields out
run search shop.faq 退货 --fields id,answer,tags -n 1 --tsv
golden search-fields-tsv out
run search shop.faq 退货 --fields id,answer -n 1
golden search-fields-people out
COLUMNS=40 run search shop.faq 运费谁出
golden search-narrow out
run search shop.faq 东西 不想要了 --tsv -n 1
says "arguments are joined" out "怎么申请退货"

# nothing, or not sure
exits 1 "nothing found" search shop.faq qqqqqqqq
says "nothing found: said so" err "nothing found"
exits 1 "nothing found, quietly" search -q shop.faq qqqqqqqq
holds "quiet: nothing is said" [ ! -s err ]
exits 1 "nothing found, in JSON" search shop.faq --json qqqqqqqq
golden search-nothing out
run search shop.faq --json 退货可以帮我把电脑修理好吗谢谢
says "unsure: a summary" out '{"summary":{"query":"退货可以帮我把电脑修理好吗谢谢","total":'
exits 0 "an empty question lists all" search shop.faq '' --tsv
holds "all that is public, most asked first" [ "$(cut -f1 out | tr '\n' ' ')" = "return fee fee invoice pay " ]
exits 1 "past the last hit" search shop.faq '' --tsv --offset 100
run search shop.faq '' --tsv -n 2 --offset 1
holds "--limit and --offset" [ "$(cut -f1 out | tr '\n' ' ')" = "fee fee " ]
exits 1 "--exact" search shop.faq 怎么退货洗衣机 --exact
long=$(head -c 10000 /dev/zero | tr '\0' x)
exits 1 "a question of 10000 characters" search shop.faq "$long"
exits 0 "a question of 10000 characters, some of them known" search shop.faq "退货$long"

# who sees what
run search shop.faq 退货 --tsv
holds "public only" [ "$(grep -cE 'staff|vip|old' out)" -eq 0 ]
run search shop.faq 退货 --tsv --as internal,vip
holds "--as" [ "$(grep -cE '^(staff|vip)' out)" -eq 2 ]
holds "--as: what is over stays hidden" [ "$(grep -c '^old' out)" -eq 0 ]

# questions from standard input
feed '退货\n\n发票\r\n' search shop.faq --tsv -n 1
golden search-stdin-tsv out
feed '退货\n发票\n' search shop.faq --json -n 1 --fields id
golden search-stdin-json out
feed '退货\n发票\n' search shop.faq -n 1
golden search-stdin-people out
feed 'qqqq\n发票\n' search shop.faq
exits 0 "one of two is found"
feed 'qqqq\nzzzz\n' search shop.faq
exits 1 "none of two is found"
feed '' search shop.faq
exits 1 "no questions"

# batch
printf '\357\273\277q1\t退货\nq2\tqqqqqq\r\n\nq3\t发票\r\n' >queries.tsv
exits 0 "--batch" search shop.faq --batch queries.tsv -n 2
golden batch-trec out
run search shop.faq --batch queries.tsv -n 1 --format json
golden batch-json out
run search shop.faq --batch queries.tsv -n 1 --format tsv
golden batch-tsv out
feed 'q\t发票\n' search shop.faq --batch -
says "--batch from standard input" out "q	invoice	1	"
run search shop.faq --batch queries.tsv --timing
holds "--timing is the last line on stderr" sh -c \
    'tail -n 1 err | grep -qE "^\{\"queries\":3,\"p50_us\":[0-9.]+,\"p99_us\":[0-9.]+,\"mean_us\":[0-9.]+,\"qps\":[0-9.]+\}$"'
run search shop.faq 发票 --timing
says "--timing of one question" err '{"queries":1,'
printf 'no tab here\n' >wrong.tsv
exits 2 "a batch line without a tab" search shop.faq --batch wrong.tsv
says "is named" err 'wrong.tsv:1: not "qid TAB question"'
exits 2 "a missing batch" search shop.faq --batch nowhere.tsv
printf '' >none.tsv
exits 0 "an empty batch" search shop.faq --batch none.tsv --timing

finish
