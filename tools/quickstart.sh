#!/bin/sh
# SPDX-License-Identifier: MIT
# From a fresh Debian machine to answers: sets up, builds, indexes corpus/, asks five questions.
set -eu
cd "$(dirname "$0")/.."

sh tools/setup.sh
[ -f build/release/build.ninja ] || meson setup build/release -Dbuildtype=release >&2
ninja -C build/release tools/faqsearch >&2

faqsearch=build/release/tools/faqsearch
index=build/shop.faq
rm -f "$index"
"$faqsearch" index "$index" corpus/entries

ask() {
    printf '\n$ faqsearch search %s %s\n' "$index" "$1"
    "$faqsearch" search "$index" -n 3 "$1"
}
ask '买错了想退，运费谁出'
ask '忘記密碼怎麼登入'
ask '怎么把栗借关掉'
ask '优惠卷用不了'
ask 'plus会员自动扣费怎么取消'

printf '\nAsk your own: %s search %s 怎么开发票\n' "$faqsearch" "$index"
