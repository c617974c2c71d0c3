#!/bin/sh
# SPDX-License-Identifier: MIT
# A shared library exports the FAQ_API functions of its header: all of them, and nothing else.
# Usage: exports.sh LIBRARY HEADER... Prints TAP.

library=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tr '\n' ' ' <"$1" | grep -oE 'FAQ_API [^;({]*\(' | sed 's/.*[ *]\(faq_[a-z_0-9]*\)(/\1/' | sort >"$work/declared"
nm -D --defined-only "$library" | awk '$2 != "A" { print $3 }' | sed 's/@.*//' | sort >"$work/exported"
tell() {
    sed "s/^/# $1: /"
}

[ -s "$work/declared" ] || printf 'not '
echo "ok 1 - the header declares functions: $(wc -l <"$work/declared")"
comm -23 "$work/declared" "$work/exported" >"$work/missing"
[ ! -s "$work/missing" ] || printf 'not '
echo "ok 2 - every declared function is exported"
tell missing <"$work/missing"
comm -13 "$work/declared" "$work/exported" >"$work/extra"
[ ! -s "$work/extra" ] || printf 'not '
echo "ok 3 - nothing else is exported"
tell extra <"$work/extra"
echo 1..3
