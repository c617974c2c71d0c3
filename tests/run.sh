#!/bin/sh
# SPDX-License-Identifier: MIT
# Sets up, builds and runs every test: plain, under the address and undefined-behaviour sanitizers,
# and what has threads under the thread sanitizer. The last line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/.."

sh tools/setup.sh --tests || exit 2

# build NAME OPTION... : configure build/NAME once and compile it
build() {
    name=$1
    shift
    [ -f "build/$name/build.ninja" ] || meson setup "build/$name" "$@" || return 1
    ninja -C "build/$name"
}

# run NAME OPTION... : run the tests of build/NAME; what they print is counted at the end
run() {
    name=$1
    shift
    printf '\n== %s\n' "$name"
    meson test -C "build/$name" --no-rebuild --print-errorlogs "$@" || failed_runs="$failed_runs $name"
    logs="$logs build/$name/meson-logs/testlog.json"
}

logs=
failed_runs=
for name in plain asan tsan; do
    case $name in
    plain) options="-Dwerror=true" ;;
    asan) options="-Db_sanitize=address,undefined -Db_lundef=false" ;;
    tsan) options="-Db_sanitize=thread -Db_lundef=false" ;;
    esac
    # shellcheck disable=SC2086 # a list of words
    if ! build $name $options >build-$name.log 2>&1; then
        cat build-$name.log
        echo "0 passed, 1 failed"
        exit 1
    fi
    rm -f build-$name.log
done
run plain
run asan --no-suite installed --timeout-multiplier 4
run tsan --suite threads --timeout-multiplier 4

# shellcheck disable=SC2086 # lists of words
python3 tests/count.py "$failed_runs" $logs
