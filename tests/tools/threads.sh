#!/bin/sh
# SPDX-License-Identifier: MIT
# faqsearch search --batch --threads: the same output from any number of threads.
# shellcheck source=tests/tools/tap.sh
. "$(dirname "$0")/tap.sh"

"$program" index -q shop.faq "$here/shop.jsonl"
i=0
while [ $i -lt 200 ]; do
    printf 'a%d\t怎么退货\nb%d\t发票怎么开\nc%d\tqqqq\n' $i $i $i
    i=$((i + 1))
done >queries.tsv

run search shop.faq --batch queries.tsv
cp out want
for threads in 2 3 8 100000; do
    exits 0 "$threads threads run" search shop.faq --batch queries.tsv --threads $threads
    holds "$threads threads print the same" cmp -s want out
done
FAQSEARCH_THREADS=4 run search shop.faq --batch queries.tsv --timing
holds "FAQSEARCH_THREADS" cmp -s want out
says "all are timed" err '{"queries":600,'
head -c 1100000 /dev/zero | tr '\0' x >long
printf 'q\t%s\n' "$(cat long)" >>queries.tsv
exits 2 "a question that is too long ends the batch" search shop.faq --batch queries.tsv --threads 2

finish
