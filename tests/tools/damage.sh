#!/bin/sh
# SPDX-License-Identifier: MIT
# Files that are no index, or a damaged one, or one of another version, or locked: which exit code,
# and one line that says why.
# shellcheck source=tests/tools/tap.sh
. "$(dirname "$0")/tap.sh"

"$program" index -q good.faq "$here/shop.jsonl"

# refused CODE NAME TEXT FILE: every command that opens FILE says TEXT and exits with CODE
refused() {
    want=$1 what=$2 text=$3 file=$4
    for command in "search $file 退货" "show $file pay" "dump $file" "stats $file" "check $file" \
        "analyze $file 退货" "delete $file pay" "compact $file"; do
        # shellcheck disable=SC2086 # words
        run $command
        exits "$want" "$what: ${command%% *}"
        cat out err >both
        grep -qF "$text" both
        result $? "$what: ${command%% *} says why"
    done
}

refused 2 "missing" "there is no missing.faq" missing.faq
: >empty.faq
refused 2 "empty" "is empty" empty.faq
cp "$here/shop.jsonl" foreign.faq
refused 2 "foreign" "is not a faqsearch index" foreign.faq
mkdir folder.faq
refused 2 "a folder" "folder.faq is a folder" folder.faq
cp good.faq newer.faq
"$helper" header newer.faq 16 2
refused 4 "newer version" "version 2" newer.faq
cp good.faq feature.faq
"$helper" header feature.faq 40 1
refused 4 "unknown feature" "newer features" feature.faq
cp good.faq flipped.faq
"$helper" flip flipped.faq 20000
refused 3 "a flipped byte" "damaged" flipped.faq
cp good.faq header.faq
"$helper" flip header.faq 100
refused 3 "a flipped byte in the header" "damaged" header.faq
head -c 5000 good.faq >cut.faq
refused 3 "cut off" "cut.faq" cut.faq
head -c 16384 good.faq >half.faq
refused 3 "half of it" "damaged" half.faq

for file in empty foreign folder newer flipped cut; do
    run index $file.faq "$here/shop.jsonl"
    [ $code -ne 0 ]
    result $? "index does not write over: $file"
done
cmp -s foreign.faq "$here/shop.jsonl"
result $? "a foreign file stays as it is"
run check flipped.faq --json
says "check --json: damage" out '{"severity":"damage","message":"'
says "check --json: summary" out '"sound":false'
run check flipped.faq --lang zh
exits 3 "damage in Chinese"
cp good.faq slot.faq
"$program" delete -q slot.faq pay
"$helper" flip slot.faq 4100
run stats slot.faq --json
says "a damaged slot is a warning" out '"warnings":["'
exits 0 "and the index works" search slot.faq 退货

# locked
mkfifo pipe
"$helper" hold good.faq <pipe >held &
holder=$!
exec 3>pipe
tries=0
while ! grep -q held held && [ $tries -lt 500 ]; do
    sleep 0.02
    tries=$((tries + 1))
done
exits 0 "locked: reading goes on" search good.faq 退货
for command in "index good.faq $here/shop.jsonl" "delete good.faq pay" "compact good.faq"; do
    # shellcheck disable=SC2086 # words
    exits 2 "locked: ${command%% *} gives up" $command --wait 0.1
    says "locked: ${command%% *} says why" err "is being written by another process"
done
"$program" index --wait 20 good.faq "$here/shop.jsonl" >out 2>err 3>&- &
pid=$!
sleep 0.2
exec 3>&-
wait $holder
wait $pid
code=$?
exits 0 "locked: waiting helps"
says "locked: says that it waits" err "waiting..."

# places that cannot be written
exits 2 "no such folder" index no/such/folder.faq "$here/shop.jsonl"
exits 2 "below a file" index good.faq/inside.faq "$here/shop.jsonl"
if [ "$(id -u)" != 0 ]; then
    as_user=
elif command -v setpriv >/dev/null && setpriv --reuid=65534 --clear-groups "$program" --version >out 2>err; then
    as_user="setpriv --reuid=65534 --clear-groups"
else
    as_user=none
fi
if [ "$as_user" = none ]; then
    skip "a read-only place" "root may write everywhere"
else
    mkdir locked
    cp good.faq locked/good.faq
    chmod 755 "$work"
    chmod 555 locked
    chmod 444 locked/good.faq
    # shellcheck disable=SC2086 # words
    $as_user "$program" search locked/good.faq 退货 >out 2>err
    code=$?
    exits 0 "read-only: search"
    # shellcheck disable=SC2086 # words
    $as_user "$program" delete locked/good.faq pay >out 2>err
    code=$?
    exits 2 "read-only: delete"
    one_line "read-only: one line" err
    # shellcheck disable=SC2086 # words
    $as_user "$program" index locked/new.faq "$here/shop.jsonl" >out 2>err
    code=$?
    exits 2 "read-only: index"
    chmod 755 locked
fi

finish
