#!/bin/sh
# SPDX-License-Identifier: MIT
# Index files written by earlier versions (tests/golden/) can be read, checked, asked and added to.
# shellcheck source=tests/tools/tap.sh
. "$(dirname "$0")/tap.sh"

golden=$here/../golden

for version in 1; do
    cp "$golden/format-v$version.faq" old.faq
    run dump old.faq
    exits 0 "version $version opens"
    if [ -n "${FAQ_UPDATE_GOLDEN:-}" ]; then
        cp out "$golden/format-v$version.out"
    fi
    diff "$golden/format-v$version.out" out >err
    result $? "version $version: every entry is as it was"
    run search old.faq --tsv 怎么退货
    exits 0 "version $version answers"
    grep -q '^return' out
    result $? "version $version: the answer is the right one"
    run check old.faq
    [ "$code" -le 1 ]
    result $? "version $version is sound"
    run index -q old.faq "$here/shop.jsonl"
    exits 0 "version $version takes new entries"
    run search old.faq --tsv 退货的运费谁出
    grep -q '^fee' out
    result $? "version $version: what was added is found"
done

finish
