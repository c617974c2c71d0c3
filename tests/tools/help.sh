#!/bin/sh
# SPDX-License-Identifier: MIT
# The command line itself: help, languages, options and their mistakes.
# shellcheck source=tests/tools/tap.sh
. "$(dirname "$0")/tap.sh"

for lang in en zh; do
    run --help --lang $lang
    golden "help-$lang" out
    exits 0 "--help exits with 0 ($lang)"
    for command in index search show delete dump stats check analyze compact; do
        run $command --help --lang $lang
        golden "help-$command-$lang" out
    done
done
run help search
cp out first
run search -h
holds "'help COMMAND' is 'COMMAND --help'" cmp -s first out

exits 2 "no command at all" --lang en
says "no command at all: help is shown" err "Usage: faqsearch"
exits 0 "--version" --version
says "--version" out "faqsearch 0."
exits 0 "--version wins over missing operands" search -V

LC_ALL=zh_CN.UTF-8 run serch x
says "LC_ALL=zh...: Chinese" err '没有“serch”这个命令，是不是想用 search？'
LC_ALL='' LANG=zh_TW run serch x
says "LANG=zh...: Chinese" err '没有“serch”这个命令'
LC_ALL='' LC_MESSAGES=en_US LANG=zh_TW run serch x
says "LC_MESSAGES stands before LANG" err "unknown command"
LC_ALL=zh_CN run --lang en serch x
says "--lang stands before the environment" err "unknown command"

# mistakes: one line, exit code 2
wrong() {
    name=$1 text=$2
    shift 2
    exits 2 "$name" "$@"
    one_line "$name: one line" err
    says "$name: what to do" err "$text"
}
wrong "unknown command" 'unknown command "serch"; did you mean search?' serch x
wrong "nothing like a command" 'unknown command "quux"; see faqsearch --help' quux
wrong "unknown option" "index has no option --formt; did you mean --format?" index --formt x
wrong "option begun" "did you mean --highlight?" search --high none x
wrong "unknown letter" "search has no option -x; see faqsearch search --help" search -x
wrong "unknown letter behind a known one" "search has no option -x" search -qx
wrong "option of another command" "stats has no option --sync" stats --sync x.faq
wrong "unknown option without a command" "faqsearch has no option --versoin; did you mean --version?" --versoin
wrong "value missing" "--limit needs a value: N" search x.faq y -n
wrong "value of a switch" "--json takes no value" search x.faq --json=1
wrong "not a number" '--limit takes a whole number from 1 up, not "x"' search x.faq y -n x
wrong "number too small" "from 1 up" search x.faq y -n 0
wrong "number too large" "from 1 up" search x.faq y -n 99999999999999999999999
wrong "negative number" "from 0 up" search x.faq y --offset=-1
wrong "not a choice" '--format takes auto|csv|tsv|json|jsonl, not "cvs"' index x.faq y --format cvs
wrong "empty choice" "--format takes" index x.faq y --format=
wrong "part of a choice" "--format takes" index x.faq y --format=js
wrong "not a size" '--memory takes bytes, such as 512M or 2G, not "12X"' index x.faq y --memory 12X
wrong "size past 64 bits" "--memory takes bytes" index x.faq y --memory 99999999999G
wrong "not seconds" '--wait takes seconds, not "soon"' index x.faq y --wait soon
wrong "other language" "--lang takes zh|en" search --lang fr x.faq y
wrong "no INDEX" "INDEX is missing" search
wrong "no FILE" "FILE is missing" index x.faq
wrong "no ID to show" "ID is missing" show x.faq
wrong "no ID to delete" "ID is missing" delete x.faq
wrong "no TEXT" "TEXT is missing" analyze
for command in dump stats check compact; do
    wrong "too much for $command" "too many arguments" $command x.faq y
done
wrong "--format without --batch" "go with --batch" search x.faq y --format trec
wrong "--threads without --batch" "go with --batch" search x.faq y --threads 2
wrong "QUERY with --batch" "exclude each other" search x.faq y --batch z
wrong "offsets without --json" "goes with --json" search x.faq y --highlight offsets
wrong "no map" '--map: "question" is not FIELD=COLUMN' index x.faq y --map question

# where options stand, and how
"$program" index shop.faq "$here/shop.jsonl" -q
"$program" search shop.faq -n 1 --tsv 退货 >want 2>err
same() {
    name=$1
    shift
    run "$@"
    holds "$name" cmp -s want out
}
same "options before the command" --tsv -n 1 search shop.faq 退货
same "options behind the operands" search shop.faq 退货 -n1 --tsv
same "--name=value" search --limit=1 shop.faq --tsv 退货
same "the later of two holds" search -n 3 shop.faq --tsv 退货 -n 1
same "letters together" search -qn1 shop.faq --tsv 退货
same "-- ends options" search -n 1 --tsv -- shop.faq 退货
FAQSEARCH_OPTS='-n 1 --tsv' same "FAQSEARCH_OPTS" search shop.faq 退货
FAQSEARCH_OPTS='-n 5 --tsv' same "the command line stands before FAQSEARCH_OPTS" search -n 1 shop.faq 退货
FAQSEARCH_OPTS='--sync --wait 3 -n 1' same "options of others in FAQSEARCH_OPTS" search --tsv shop.faq 退货
FAQSEARCH_INDEX=shop.faq same "FAQSEARCH_INDEX" search -n 1 --tsv 退货
FAQSEARCH_INDEX=other.faq same "INDEX stands before FAQSEARCH_INDEX" search -n 1 --tsv shop.faq 退货
FAQSEARCH_OPTS='--quux' exits 2 "unknown option in FAQSEARCH_OPTS" search shop.faq 退货
exits 1 "behind -- an option is text" search --exact shop.faq -- --json

finish
