#!/bin/sh
# SPDX-License-Identifier: MIT
# The commands on single entries and whole indexes: show delete dump stats analyze compact.
# shellcheck source=tests/tools/tap.sh
. "$(dirname "$0")/tap.sh"

"$program" index -q shop.faq "$here/shop.jsonl"

run show shop.faq return vip
golden show-people out
run show shop.faq fee --json
golden show-json out
run show shop.faq pay fee --json --locale en-US
exits 1 "one of two IDs is not in that locale"
one_line "the other one is shown" out
says "the missing one is named" err "there is no entry pay"
exits 0 "the empty locale" show shop.faq pay --locale '' --json
exits 0 "hidden entries are shown" show shop.faq staff old --json
holds "in the order asked for" [ "$(cut -c1-12 out | tr '\n' ' ')" = '{"id":"staff {"id":"old", ' ]
exits 1 "no such ID" show shop.faq nowhere
exits 1 "no such ID, before all others" show shop.faq 0

exits 0 "dump" dump shop.faq
golden dump out
cp out first
exits 0 "dump is read back" index copy.faq first
run dump copy.faq
holds "to the same entries" cmp -s first out
run index shop.faq first
says "and changes nothing where they came from" err '"unchanged":8,'
"$program" index -q odd.faq "$here/odd.jsonl"
run dump odd.faq
holds "odd entries are dumped as they came" cmp -s out "$here/odd.jsonl"
run dump shop.faq --format csv
golden dump-csv out
printf '{"id":"1","question":"=cmd()"}\n{"id":"2","question":"a, \\"b\\""}\n{"id":"3","question":"-1\\n+2"}\n' >evil.jsonl
"$program" index -q evil.faq evil.jsonl
run dump evil.faq --format csv
golden dump-csv-evil out

run stats shop.faq --json
holds "stats --json" grep -qE '^\{"entries":8,"public":5,"rows":10,"deleted":0,"segments":1,"terms":[0-9]+,"generation":1,"format_version":1,"bytes":[0-9]+,"dead_bytes":0,"uuid":"[0-9a-f-]{36}","analyzer_drifted":false,"sections":\[.*\],"warnings":\[\]\}$' out
exits 0 "stats" stats shop.faq
says "stats for people" out "  entries                        8"
exits 0 "check of a fresh index" check shop.faq
says "check says so" out "shop.faq: sound"
run check shop.faq --json
holds "check --json" [ "$(cat out)" = '{"summary":{"sound":true,"damage":0,"remarks":0}}' ]

# deleting
exits 1 "delete with a missing ID" delete shop.faq pay nowhere --json
holds "delete --json" grep -qE '^\{"deleted":1,"missing":1,"entries":7,"bytes":[0-9]+\}$' out
says "the missing ID is named" err "there is no entry nowhere"
exits 1 "it is gone" show shop.faq pay
exits 0 "delete in one locale" delete shop.faq fee --locale zh-CN
run show shop.faq fee --json
one_line "the other locale is left" out
printf 'staff\r\n\nfee\n' >ids.txt
exits 0 "delete --ids-from" delete shop.faq --ids-from ids.txt
run stats shop.faq --json
says "five are left" out '{"entries":4,'
feed 'vip\n' delete shop.faq --ids-from -
exits 0 "delete --ids-from standard input"
exits 2 "--ids-from a missing file" delete shop.faq --ids-from nowhere.txt
exits 1 "check has remarks" check shop.faq
says "about deleted entries" out "5 deleted entries"
run check shop.faq --json
says "remarks in JSON" out '{"severity":"remark","message":"'
exits 0 "compact" compact shop.faq --json
holds "compact --json" grep -qE '^\{"entries":3,"generation":[0-9]+,"bytes_before":[0-9]+,"bytes":[0-9]+\}$' out
exits 0 "no remarks after it" check shop.faq
run search shop.faq 发票 --tsv -n 1
says "and it still answers" out "invoice"

# analysis
run analyze 'ＡＰＰ里怎麼退貨？'
golden analyze-people out
run analyze --json '花呗怎么关闭 iPhone15Pro'
golden analyze-json out
exits 0 "analyze with an index" analyze shop.faq 退货
exits 2 "analyze with a missing index" analyze nowhere.faq 退货
exits 0 "analyze nothing" analyze ''
FAQSEARCH_INDEX=nowhere.faq exits 0 "analyze needs no index" analyze 退货

# the other language
run stats shop.faq --lang zh
says "stats in Chinese" out "条目"
run show shop.faq nowhere --lang zh
says "show in Chinese" err "没有条目 nowhere"
run compact nowhere.faq --lang zh
says "a missing index in Chinese" err "找不到 nowhere.faq"

finish
