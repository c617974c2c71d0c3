#!/bin/sh
# SPDX-License-Identifier: MIT
# Standard streams: closed pipes, full disks, terminals and colours.
# shellcheck source=tests/tools/tap.sh
. "$(dirname "$0")/tap.sh"

i=0
while [ $i -lt 3000 ]; do
    echo "{\"id\":\"$i\",\"question\":\"怎么退货 $i\",\"answer\":\"在订单里申请，几天内退款。\"}"
    i=$((i + 1))
done >many.jsonl
"$program" index -q many.faq many.jsonl

"$program" dump many.faq 2>err | head -n 1 >out
holds "a closed pipe: the first line came" one_line "one line" out
holds "a closed pipe is nothing to complain about" [ ! -s err ]
(
    trap '' PIPE
    "$program" dump many.faq 2>err
    echo $? >code
) | head -n 1 >out
holds "nor where SIGPIPE was ignored" [ ! -s err ]

if [ -w /dev/full ]; then
    for command in "dump many.faq" "search many.faq 退货" "stats many.faq" "--help" "search many.faq 退货 --json"; do
        # shellcheck disable=SC2086 # words
        "$program" $command >/dev/full 2>err
        code=$?
        exits 2 "a full disk: ${command%% *}"
        says "a full disk: ${command%% *} says so" err "cannot write to standard output: No space left on device"
    done
    "$program" --lang zh dump many.faq >/dev/full 2>err
    says "a full disk in Chinese" err "无法写到标准输出：磁盘空间不足"
    "$program" index r.faq "$here/shop.jsonl" --rejects /dev/full >out 2>err
    code=$?
    exits 0 "rejects on a full disk, none rejected"
    echo '{"id":"x"}' >bad.jsonl
    exits 2 "rejects on a full disk" index r.faq bad.jsonl --rejects /dev/full
else
    skip "a full disk" "there is no /dev/full"
fi
"$program" stats many.faq >&- 2>err
code=$?
exits 2 "a closed standard output"

# terminals
escape=$(printf '\033')
on_terminal() {
    script -qec "$*" /dev/null </dev/null >out 2>err
}
if command -v script >/dev/null && on_terminal true; then
    on_terminal "'$program' search many.faq -n 1 退货"
    says "a terminal gets colours" out "${escape}[1;31m"
    NO_COLOR=1 on_terminal "'$program' search many.faq -n 1 退货"
    holds "NO_COLOR" [ "$(grep -cF "${escape}[" out)" -eq 0 ]
    TERM=dumb on_terminal "'$program' search many.faq -n 1 退货"
    holds "TERM=dumb" [ "$(grep -cF "${escape}[" out)" -eq 0 ]
    NO_COLOR=1 on_terminal "'$program' search many.faq -n 1 --highlight ansi 退货"
    says "--highlight ansi stands before NO_COLOR" out "${escape}[1;31m"
    on_terminal "'$program' search many.faq -n 1 --json 退货"
    holds "no colours in JSON" [ "$(grep -cF "${escape}[" out)" -eq 0 ]
    printf '退货\n' | script -qec "'$program' search many.faq -n 1 --lang zh" /dev/null >out 2>err
    says "a terminal is asked for questions" out "问题> "
else
    skip "terminals" "there is no script(1)"
fi
run search many.faq -n 1 退货
holds "a pipe gets no colours" [ "$(grep -cF "${escape}[" out)" -eq 0 ]

# what is stored cannot steer a terminal
printf '{"id":"e","question":"\\u001b[2Jclear \\u009bx","answer":"a\\u0007b"}\n' >evil.jsonl
"$program" index -q evil.faq evil.jsonl
run search evil.faq clear
holds "search prints no stored escapes" [ "$(LC_ALL=C tr -d '\n\40-\176\200-\377' <out | wc -c)" -eq 0 ]
run show evil.faq e
holds "show prints no stored escapes" [ "$(LC_ALL=C tr -d '\n\40-\176\200-\377' <out | wc -c)" -eq 0 ]
run show evil.faq "${escape}[2J"
holds "messages print no escapes" [ "$(grep -cF "$escape" err)" -eq 0 ]

finish
