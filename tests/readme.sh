#!/bin/sh
# SPDX-License-Identifier: MIT
# README's example is compiled against the built library and run on an index of corpus/, and prints
# questions. Arguments: the source folder, the build folder.
set -u
source=$1
build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo 1..1
{
    echo '#include <stdio.h>'
    echo 'static int fail(const char *words) { return puts(words), 1; }'
    sed -n '/^```c$/,/^```$/p' "$source/README.md" | grep '^#include'
    echo 'int main(void) {'
    sed -n '/^```c$/,/^```$/p' "$source/README.md" | grep -v -e '^```' -e '^#include'
    echo 'faq_search_free(search); faq_index_close(index); return 0; }'
} >"$work/example.c"

if "$build/tools/faqsearch" index -q "$work/shop.faq" "$source/corpus/entries" 2>"$work/log" &&
    ${CC:-cc} -Wall -Werror -I"$source/include" "$work/example.c" -o "$work/example" \
        -L"$build/lib" -lfaqsearch -Wl,-rpath,"$build/lib" 2>>"$work/log" &&
    (cd "$work" && ./example >answers 2>>log) && grep -q 退货 "$work/answers"; then
    echo "ok 1 - the example in README compiles and answers"
else
    sed 's/^/# /' "$work/log"
    echo "not ok 1 - the example in README compiles and answers"
fi
