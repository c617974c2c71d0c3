#!/bin/sh
# SPDX-License-Identifier: MIT
# The rooms of lib/ include only what lies under them, tools and bench only the public headers.
# Usage: layers.sh SOURCE. Prints TAP.

cd "$1" || exit 1
n=0

# check FOLDER ALLOWED...: every quoted #include of the folder names one of these rooms or itself
check() {
    folder=$1
    shift
    n=$((n + 1))
    wrong=
    for seen in $(find "$folder" -name '*.[chS]' -o -name '*.inc' | sort |
        xargs sed -n 's|^[[:space:]]*#[[:space:]]*include[[:space:]]*"\([^"/]*\)/.*|\1|p' /dev/null | sort -u); do
        case " $(basename "$folder") $* " in
        *" $seen "*) ;;
        *) wrong="$wrong $seen" ;;
        esac
    done
    [ -z "$wrong" ] || { printf 'not '; }
    echo "ok $n - $folder includes only: ${*:-itself}${wrong:+, but found:}$wrong"
}

check lib/base
check lib/text base
check lib/store base
check lib/index base text store
check lib/usage base store
check lib/search base text store index usage
check lib/ingest base text
check lib/api base text store index usage search
check tools
check bench

# No room is missing in the table, and none is reached by a path that climbs.
n=$((n + 1))
rooms=$(find lib -mindepth 1 -maxdepth 1 -type d ! -name decisions | sort | tr '\n' ' ')
[ "$rooms" = 'lib/api lib/base lib/index lib/ingest lib/search lib/store lib/text lib/usage ' ] ||
    printf 'not '
echo "ok $n - the rooms are those of the table: $rooms"
n=$((n + 1))
grep -rnE '#[[:space:]]*include[[:space:]]*["<][^">]*\.\./' lib tools bench && printf 'not '
echo "ok $n - no #include climbs out of its folder"
echo "1..$n"
