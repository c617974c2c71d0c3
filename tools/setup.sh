#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what building needs (and, with `--tests`, what testing needs) from Debian's packages.
# Reaches the network only for what is missing.
set -eu

needed="gcc libc6-dev meson ninja-build pkg-config libicu-dev libxxhash-dev libzstd-dev
    libjansson-dev"
if [ "${1:-}" = --tests ]; then
    needed="$needed check libxml2-dev g++ binutils procps"
fi

missing=
for package in $needed; do
    status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)
    case $status in
    ii*) ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
    echo "missing packages; as root: apt-get install$missing" >&2
    exit 2
fi
export DEBIAN_FRONTEND=noninteractive
echo "installing:$missing" >&2
apt-get update -qq >&2
# shellcheck disable=SC2086 # a list of words
apt-get install -y -qq --no-install-recommends $missing >&2
