# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Tests of a program in the shell, printed as TAP. Sourced by the scripts beside it, each of which
# is run as `sh NAME.sh PROGRAM HELPER`. FAQ_UPDATE_GOLDEN=1 rewrites the expected outputs (*.out).

# absolute PATH
absolute() {
    echo "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"
}

program=$(absolute "$1")
# shellcheck disable=SC2034 # for the scripts
helper=$(absolute "$2")
[ -x "$program" ] || { echo "Bail out! there is no $program"; exit 1; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1

unset FAQSEARCH_INDEX FAQSEARCH_OPTS FAQSEARCH_THREADS NO_COLOR LC_MESSAGES LANG
LC_ALL=C
COLUMNS=80
export LC_ALL COLUMNS

n_tests=0

# result RC NAME: one line of TAP
result() {
    n_tests=$((n_tests + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $n_tests - $2"
    else
        echo "not ok $n_tests - $2"
        sed 's/^/# /' err
    fi
}

# run ARGUMENT...: the program's output in files out and err, its exit code in $code
run() {
    "$program" "$@" >out 2>err </dev/null
    code=$?
}

# feed TEXT ARGUMENT...: the same with TEXT (for printf) as standard input
feed() {
    text=$1
    shift
    # shellcheck disable=SC2059 # a format on purpose
    printf "$text" | "$program" "$@" >out 2>err
    code=$?
}

# exits CODE NAME [ARGUMENT...]: run with the arguments, if any, and compare the exit code
exits() {
    want=$1 name=$2
    shift 2
    [ $# -eq 0 ] || run "$@"
    [ "$code" -eq "$want" ] || echo "# exit code $code, not $want"
    [ "$code" -eq "$want" ]
    result $? "$name"
}

# holds NAME COMMAND...: the command succeeds
holds() {
    name=$1
    shift
    "$@"
    result $? "$name"
}

# says NAME FILE TEXT: the file holds the text
says() {
    grep -qF -e "$3" "$2"
    result $? "$1"
}

# one_line NAME FILE
one_line() {
    [ "$(wc -l <"$2")" -eq 1 ]
    result $? "$1"
}

# golden NAME FILE: the file is as it was when somebody looked at it last
golden() {
    if [ "${FAQ_UPDATE_GOLDEN:-}" = 1 ]; then
        cp "$2" "$here/$1.out"
    fi
    diff -u "$here/$1.out" "$2" >difference 2>&1
    equal=$?
    [ $equal -eq 0 ] || sed 's/^/# /' difference
    result $equal "$1 is as expected"
}

# count_lines N FILE
count_lines() {
    [ "$(wc -l <"$2")" -eq "$1" ]
}

skip() {
    n_tests=$((n_tests + 1))
    echo "ok $n_tests - $1 # SKIP $2"
}

finish() {
    echo "1..$n_tests"
}
