# SPDX-License-Identifier: MIT
"""Counts the cases in meson's test logs (JSON Lines, TAP inside) and prints the closing line."""

import json
import re
import sys


def count(test):
    """(passed, failed, skipped) of one test program."""
    output = test.get("stdout") or ""
    lines = re.findall(r"^(ok|not ok)\b(.*)$", output, re.MULTILINE)
    skipped = sum(1 for word, rest in lines if re.search(r"#\s*skip", rest, re.IGNORECASE))
    passed = sum(1 for word, _ in lines if word == "ok") - skipped
    failed = sum(1 for word, _ in lines if word == "not ok")
    if test["result"] in ("FAIL", "ERROR", "TIMEOUT", "INTERRUPT") and not failed:
        failed = 1  # it died before it could say which case
    if not lines and test["result"] == "OK":
        passed = 1
    return passed, failed, skipped


def main(failed_runs, paths):
    totals = [0, 0, 0]
    for path in paths:
        with open(path, encoding="utf-8") as log:
            for line in log:
                test = json.loads(line)
                numbers = count(test)
                totals = [a + b for a, b in zip(totals, numbers)]
                for comment in re.findall(r"^# skipped:.*$", test.get("stdout") or "", re.MULTILINE):
                    print(f"{test['name']}: {comment[2:]}")
    if failed_runs.strip() and not totals[1]:
        totals[1] = 1
    if totals[2]:
        print(f"skipped: {totals[2]}")
    print(f"{totals[0]} passed, {totals[1]} failed")
    return 1 if totals[1] or not totals[0] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
