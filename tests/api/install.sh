#!/bin/sh
# SPDX-License-Identifier: MIT
# faqsearch as others meet it: as a subproject of a small project, installed, and found by
# pkg-config. Usage: install.sh SOURCE C-COMPILER. Prints TAP; takes as long as building the library.

source=$1
cc=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0

# result RC NAME: one line of TAP, and what was said when it failed
result() {
    n=$((n + 1))
    [ "$1" -eq 0 ] || printf 'not '
    echo "ok $n - $2"
    [ "$1" -eq 0 ] || sed 's/^/# /' "$work/said" | tail -n 40
}

# does NAME COMMAND...
does() {
    name=$1
    shift
    "$@" >"$work/said" 2>&1
    result $? "$name"
}

mkdir -p "$work/parent/subprojects" "$work/root"
ln -s "$source" "$work/parent/subprojects/faqsearch"
cat >"$work/parent/meson.build" <<'END'
project('shop', 'c', default_options: ['c_std=c11', 'prefix=/usr'])
faqsearch = dependency('faqsearch', fallback: 'faqsearch')
executable('shop', 'shop.c', dependencies: faqsearch)
executable('import', 'import.c',
    dependencies: [faqsearch, dependency('faqsearch-ingest', fallback: 'faqsearch')])
END
cat >"$work/parent/shop.c" <<'END'
#include <faqsearch/faqsearch.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    faq_error err = {0};
    faq_writer *writer;
    faq_index *index;
    faq_search *search;
    faq_hits hits;
    faq_entry entry = faq_entry_init();
    faq_query query = FAQ_INIT(faq_query);
    entry.id = faq_text("refund");
    entry.question = faq_text("怎么退货");
    query.text = faq_text("如何退貨？");
    if (argc != 2 || faq_writer_begin(&writer, argv[1], NULL, &err) ||
        faq_writer_put(writer, &entry, NULL, &err) || faq_writer_commit(writer, NULL, &err) ||
        faq_index_open(&index, argv[1], NULL, &err) || faq_search_new(&search, index, NULL, &err) ||
        faq_search_run(search, &query, &hits, &err) || hits.count != 1 ||
        faq_search_entry(search, hits.at[0].segment, hits.at[0].doc, &entry, &err))
        return fprintf(stderr, "%s\n", err.message), 1;
    printf("%.*s\n", (int)entry.id.len, entry.id.at);
    faq_search_free(search);
    faq_index_close(index);
    return 0;
}
END
cat >"$work/parent/import.c" <<'END'
#include <faqsearch/ingest.h>

int main(void)
{
    faq_format format;
    return faq_format_named(faq_text("csv"), &format) && format == FAQ_FORMAT_CSV ? 0 : 1;
}
END

# In an environment of its own: flags of the tests' build are not the shop's.
unset CFLAGS LDFLAGS
CC=$cc
export CC
does 'a project takes it as a subproject' meson setup "$work/build" "$work/parent"
does 'which builds' ninja -C "$work/build"
says_refund() {
    [ "$("$@")" = refund ]
}
does 'and searches' says_refund "$work/build/shop" "$work/one.faq"
does 'and imports' "$work/build/import"
does 'it installs' meson install --no-rebuild -C "$work/build" --destdir "$work/root"

(cd "$work/root/usr" && find . -type f -o -type l) | sed 's/\.so\..*/.so.*/' | sort -u >"$work/installed"
for file in include/faqsearch/faqsearch.h include/faqsearch/types.h include/faqsearch/ingest.h \
    libfaqsearch.a 'libfaqsearch.so' 'libfaqsearch.so.*' pkgconfig/faqsearch.pc \
    libfaqsearch-ingest.so pkgconfig/faqsearch-ingest.pc; do
    does "installed: $file" grep -qF "/$file" "$work/installed"
done
grep -qE 'bin/faqsearch|test|\.map$' "$work/installed"
[ $? -eq 1 ]
result $? 'a subproject installs no tools and no tests'

libdir=$(dirname "$(find "$work/root" -name libfaqsearch.a)")
PKG_CONFIG_PATH=$libdir/pkgconfig
PKG_CONFIG_SYSROOT_DIR=$work/root
LD_LIBRARY_PATH=$libdir
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR LD_LIBRARY_PATH
# compile NAME PACKAGE...
compile() {
    name_of=$1
    shift
    # shellcheck disable=SC2046 # a list of words
    "$cc" -o "$work/$name_of" "$work/parent/$name_of.c" $(pkg-config --cflags --libs "$@")
}
does 'a program compiles against what pkg-config says' compile shop faqsearch
does 'and runs' says_refund "$work/shop" "$work/two.faq"
does 'one that imports compiles' compile import faqsearch-ingest faqsearch
does 'and runs' "$work/import"
pkg-config --exists --print-errors 'faqsearch >= 0.1.0' >"$work/said" 2>&1
result $? 'pkg-config knows its version'
echo "1..$n"
