#!/bin/sh
# SPDX-License-Identifier: MIT
# faqsearch index: what it counts, what it reports, when it commits.
# shellcheck source=tests/tools/tap.sh
. "$(dirname "$0")/tap.sh"

# counts NAME "added":1,"updated":2 ...: the last line on stderr holds these, in its one form
counts() {
    tail -n 1 err >last
    grep -qE '^\{"files":[0-9]+,"added":[0-9]+,"updated":[0-9]+,"unchanged":[0-9]+,"deleted":[0-9]+,"rejected":[0-9]+,"failed":[0-9]+,"entries":[0-9]+,"bytes":[0-9]+,"seconds":[0-9]+\.[0-9]+\}$' last &&
        grep -qF "$2" last
    result $? "$1"
}

exits 0 "a first index" index shop.faq "$here/shop.jsonl"
counts "all are added" '"files":1,"added":8,"updated":0,"unchanged":0,"deleted":0,"rejected":0,"failed":0,"entries":8'
holds "nothing on stdout" [ ! -s out ]
exits 0 "the same again" index shop.faq "$here/shop.jsonl" --json
counts "all are unchanged" '"added":0,"updated":0,"unchanged":8'
holds "--json: the line on stdout" cmp -s out last
one_line "--json: nothing else" out
exits 0 "quiet" index -q shop.faq "$here/shop.jsonl"
holds "quiet: nothing is said" [ ! -s err ]

feed '{"id":"pay","question":"付款失败"}\n{"id":"new","question":"新问题"}\n' index shop.faq -
exits 0 "from standard input"
counts "one updated, one added" '"added":1,"updated":1,"unchanged":0,"deleted":0,"rejected":0,"failed":0,"entries":9'
feed '{"id":"twice","question":"甲"}\n{"id":"twice","question":"乙"}\n' index shop.faq -
run show shop.faq twice --json
says "of the same key the later one holds" out '"question":"乙"'

# records that cannot be used
printf '{"id":"good","question":"好的"}\n{"id":"bad"}\nnot json\n' >mixed.jsonl
exits 0 "bad records do not stop a run" index mixed.faq mixed.jsonl --rejects rejects.jsonl
counts "they are counted" '"added":1,"updated":0,"unchanged":0,"deleted":0,"rejected":2,"failed":0,"entries":1'
says "with file and line" err "mixed.jsonl:2: "
says "and the next" err "mixed.jsonl:3: "
holds "rejects are written" count_lines 2 rejects.jsonl
says "rejects: place" rejects.jsonl '{"file":"mixed.jsonl","line":2,"record":2,"reason":"'
says "rejects: source" rejects.jsonl '"source":"not json"'
exits 2 "--strict" index strict.faq mixed.jsonl --strict
run stats strict.faq --json
says "--strict commits the good ones" out '"entries":1,'
exits 2 "no place for rejects" index strict.faq mixed.jsonl --rejects no/such/place
i=0
while [ $i -lt 30 ]; do
    echo "{\"id\":\"$i\"}"
    i=$((i + 1))
done >many.jsonl
echo '{"id":"x","question":"x"}' >>many.jsonl
run index many.faq many.jsonl
holds "20 reports are enough" [ "$(grep -c '^many.jsonl:' err)" -eq 20 ]
says "the others are counted" err "10 more rejected"
run index many.faq many.jsonl --verbose
holds "--verbose: all of them" [ "$(grep -c '^many.jsonl:' err)" -eq 30 ]
run index mixed.faq mixed.jsonl --lang zh
says "reasons in Chinese" err "mixed.jsonl:2: 缺少问题"

# files that cannot be used
exits 2 "a missing file among others" index part.faq missing.csv "$here/shop.jsonl"
counts "the others are committed" '"files":2,"added":8,"updated":0,"unchanged":0,"deleted":0,"rejected":0,"failed":1,"entries":8'
says "the missing one is named" err "missing.csv"
exits 2 "only a missing file" index none.faq missing.csv
holds "leaves no index" [ ! -e none.faq ]
head -c 4096 "$program" >junk.csv
exits 2 "binary junk" index none.faq junk.csv
counts "junk is a failed file" '"failed":1,"entries":0'
printf 'colour,size\nred,1\n' >nothing.csv
exits 2 "a table without questions" index none.faq nothing.csv
says "names its columns" err "colour"
printf 'colour,size\nhow do I pay,1\n' >mapped.csv
exits 0 "--map" index mapped.faq mapped.csv --map question=colour
counts "--map: added" '"added":1,'
printf 'q1\thow do I pay\tby card\n' >bare.tsv
exits 0 "--columns" index bare.faq bare.tsv --columns id,question,answer
run show bare.faq q1
says "--columns: taken" out "by card"
printf '\301\313\275\342\315\313\273\365\n' >gbk.txt
exits 0 "--encoding" index gbk.faq gbk.txt --encoding GB18030 --format csv --columns question
run search gbk.faq 了解退货 --tsv
says "--encoding: read" out "了解退货"
mkdir folder folder/deep empty
cp "$here/shop.jsonl" folder/deep/b.JSONL
echo '{"id":"a","question":"a"}' >folder/a.ndjson
touch folder/readme.pdf folder/.hidden.csv
exits 0 "a folder" index folder.faq folder
counts "is walked" '"files":2,"added":9'
says "other files are counted" err "not read: 1 file"
exits 2 "a folder without exports" index none.faq empty
says "says so" err "empty holds no export"
exits 2 "a missing folder's name" index none.faq folder/nowhere/

# --sync and --dry-run
head -n 3 "$here/shop.jsonl" >three.jsonl
run stats part.faq --json && cp out before
exits 0 "--dry-run" index part.faq three.jsonl --sync --dry-run
counts "--dry-run counts what would be" '"added":0,"updated":0,"unchanged":3,"deleted":5,"rejected":0,"failed":0,"entries":3'
run stats part.faq --json
holds "--dry-run changes nothing" cmp -s before out
exits 0 "--dry-run without an index" index dry.faq three.jsonl --dry-run
holds "--dry-run makes none" [ ! -e dry.faq ]
exits 2 "--sync with a failed file" index part.faq three.jsonl missing.csv --sync
counts "deletes nothing" '"deleted":0,"rejected":0,"failed":1,"entries":8'
says "and says so" err "--sync deletes nothing"
echo '{"id":"bad"}' >bad.jsonl
exits 2 "--sync with nothing read" index part.faq bad.jsonl --sync
says "says so" err "--sync would empty the index"
run stats part.faq --json
says "keeps all" out '"entries":8,'
exits 0 "--sync" index part.faq three.jsonl --sync
counts "deletes what is absent" '"added":0,"updated":0,"unchanged":3,"deleted":5,"rejected":0,"failed":0,"entries":3'

# what would lose something
cp "$here/shop.jsonl" own.jsonl
exits 2 "rejects over the input" index own.faq own.jsonl --rejects own.jsonl
holds "the input is whole" cmp -s "$here/shop.jsonl" own.jsonl
exits 0 "an index" index own.faq own.jsonl
cp own.faq own.copy
exits 2 "rejects over the index" index own.faq mixed.jsonl --rejects own.faq
holds "the index is whole" cmp -s own.faq own.copy
echo keep >kept.txt
exits 0 "nothing rejected" index own.faq own.jsonl --rejects kept.txt
holds "then the file for rejects is left alone" grep -q keep kept.txt
"$program" delete own.faq nosuch >out 2>&-
"$program" check own.faq >out 2>err
code=$?
holds "a closed standard error does not write into the index" [ "$code" -le 1 ]
printf '{"id":"good","question":"好的"}\n{"id":"bad","question":"旧的"}\n' >two.jsonl
run index sync.faq two.jsonl
printf '{"id":"good","question":"好的"}\n{"id":"bad"}\n' >two.jsonl
exits 0 "--sync with a bad record" index sync.faq two.jsonl --sync
counts "deletes nothing" '"deleted":0,"rejected":1,"failed":0,"entries":2'
says "and says so" err "--sync deletes nothing"
printf '{"id":"a","question":"甲"}\n{"id":"a","question":"乙"}\n{"id":"b","question":"丙"}\n' >same.jsonl
run index same.faq same.jsonl
counts "one id twice is one entry" '"added":2,"updated":0,"unchanged":0'
says "which is told" err "1 records have the id of a later one"
cp same.faq same.copy
run index same.faq same.jsonl
counts "and unchanged the next time" '"added":0,"updated":0,"unchanged":2'
holds "without a byte written" cmp -s same.faq same.copy
mkdir center
echo '{"categories":[{"id":1,"name":"售后"}]}' >center/categories.json
cp "$here/shop.jsonl" center/
exits 0 "a folder with a list of categories" index center.faq center
says "which is passed over" err "categories.json holds no entries"
exits 2 "the list of categories itself" index center.faq center/categories.json
exits 2 "a folder that does not exist" index nowhere/x.faq own.jsonl
says "is named" err "nowhere/x.faq does not exist"

# interruption: nothing is changed
mkfifo pipe
env --default-signal=INT "$program" index part.faq - <pipe >out 2>err &
pid=$!
exec 3>pipe
echo '{"id":"late","question":"late"}' >&3
sleep 0.2
kill -INT $pid
sleep 0.1
exec 3>&-
wait $pid
code=$?
exits 130 "interrupted"
says "interrupted: said so" err "interrupted, part.faq is unchanged"
run show part.faq late
exits 1 "interrupted: rolled back"

finish
