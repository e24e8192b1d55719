#!/bin/sh
# Makes this folder ready: `tools/setup.sh run` to open Rembug, `tools/setup.sh test` to check it as well.
#
# 1. Looks for what the system must bring (tools/system-needs.txt) and a fitting Python. Root on Debian or Ubuntu: installs
#    what is missing; anyone else is told the command to give.
# 2. Makes .venv and installs requirements.lock into it: exact versions, checked against their hashes, wheels only.
#
# When nothing is missing it needs no network and ends in well under a second.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { printf '%s\n' "$*" >&2; }

# The first Python that PySide6 and our other wheels exist for, or nothing.
find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
}

# Names of the packages that would bring what is not there, on one line.
missing_packages() {
    python=$(find_python)
    [ -n "$python" ] || printf 'python3 '
    [ -n "$python" ] && "$python" -c 'import ensurepip, venv' 2>/dev/null || printf 'python3-venv '
    libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    while read -r needed_to kind name package; do
        case "$purpose $needed_to" in "run run" | "test run" | "test test") ;; *) continue ;; esac
        case $kind in
            lib) case $libraries in *"	$name "*) continue ;; esac ;;
            cmd) if command -v "$name" >/dev/null; then continue; fi ;;
        esac
        printf '%s ' "$package"
    done <tools/system-needs.txt
}

install_packages() { # names
    say "Memasang kebutuhan sistem: $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >&2 || say "Daftar paket tidak dapat diperbarui; dicoba dengan daftar yang ada."
    apt-get install -y -q --no-install-recommends "$@" >&2
}

ensure_system() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
        # shellcheck disable=SC2086 # one word per package
        install_packages $missing
        missing=$(missing_packages)
        [ -n "$missing" ] || return 0
        say "Masih kurang setelah pemasangan: $missing"
    elif command -v apt-get >/dev/null; then
        say "Rembug memerlukan beberapa paket sistem. Jalankan perintah ini, lalu ulangi:"
        say "    sudo apt-get install --no-install-recommends $missing"
    else
        say "Rembug memerlukan yang berikut (nama paket di Debian): $missing"
        say "Pasang padanannya di sistem ini, lalu ulangi. Python yang sesuai: 3.11 sampai 3.14."
    fi
    exit 1
}

# The mark says for which lock and which Python .venv was completed; it is written last.
ensure_environment() {
    python=$(find_python)
    version=$("$python" --version)
    wanted=$({ cat requirements.lock; echo "$version"; } | sha256sum | cut -c1-16)
    present=$(.venv/bin/python --version 2>/dev/null || echo none)
    if [ -e ".venv/complete-$wanted" ] && [ "$present" = "$version" ]; then
        return 0
    fi
    say "Menyiapkan .venv: mengunduh sekitar 150 MB, sekali saja."
    rm -f .venv/complete-*
    if [ "$present" != "$version" ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --clear .venv
    fi
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes --no-deps --only-binary :all: -r requirements.lock || {
        say "Komponen tidak dapat diunduh. Periksa sambungan internet, lalu ulangi."
        exit 1
    }
    : >".venv/complete-$wanted"
}

case $purpose in
    run | test) ;;
    *) say "Pakai: tools/setup.sh run|test"; exit 2 ;;
esac
ensure_system
ensure_environment
