#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, and twice over, without a warning, as C and as C++.
# Usage: headers.sh SOURCE C-COMPILER. Prints TAP.

include=$1/include
cc=$2
cxx=$(command -v c++ || command -v g++ || command -v clang++)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0

# compile NAME COMPILER ARGUMENT...: the source in the file `source`
compile() {
    name=$1
    shift
    n=$((n + 1))
    "$@" -fsyntax-only -Wall -Wextra -Wpedantic -Werror -I"$include" "$work/source" >"$work/said" 2>&1 ||
        printf 'not '
    echo "ok $n - $name"
    sed 's/^/# /' "$work/said"
}

for header in types faqsearch ingest; do
    {
        echo "#include <faqsearch/$header.h>"
        echo "#include <faqsearch/$header.h>"
        [ $header = types ] || echo 'static inline bool uses(void)
        {
            faq_query query = FAQ_INIT(faq_query);
            faq_index_info info = FAQ_INIT(faq_index_info);
            return query.size == sizeof query && info.size == sizeof info && !query.exact;
        }'
        echo 'int main(void) { faq_error err; err.offset = 0; return (int)err.offset; }'
    } >"$work/source"
    for standard in c99 c11 c17; do
        compile "$header.h is $standard" "$cc" -x c -std=$standard -Wstrict-prototypes -Wno-unused-function
    done
    for standard in c++11 c++17 c++20; do
        if [ -n "$cxx" ]; then
            # FAQ_INIT names the first member alone
            compile "$header.h is $standard" "$cxx" -x c++ -std=$standard \
                -Wno-unused-function
        else
            n=$((n + 1))
            echo "ok $n - $header.h is $standard # SKIP there is no C++ compiler"
        fi
    done
done
echo "1..$n"
