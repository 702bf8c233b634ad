#!/usr/bin/env bash
# Tries the README's commands on a release of Debian or Ubuntu that is laid out fresh in a folder: packages, tests, and the dashboard in a
# pseudo-terminal. Prints one line for the table of systems in the README. As root, with debootstrap:
#
#     Tests/Distributions/try.sh bookworm|trixie|jammy|noble [FOLDER] [--filter TESTS]
#
# FOLDER (default: a temporary one) is kept when it is named, and a second call goes on in it. The Swift toolchain is the host's.
set -euo pipefail
source "$(dirname "$0")/release.sh"

suite=${1:?usage: try.sh SUITE [FOLDER] [--filter TESTS]}
shift
folder=
[ "${1:-}" ] && [ "${1#--}" = "$1" ] && folder=$1 && shift
tests=("$@")

lay_out "$suite" "$folder"
bind_toolchain

say "The clone"
inside 'rm -rf /twinscope/Sources /twinscope/Tests'
mkdir -p "$root/twinscope"
git -C "$clone" archive HEAD | tar -x -C "$root/twinscope"

say "The README's first command"
command=$(readme_command 'libncurses-dev')
python3 "$(dirname "$0")/drive.py" --answers 'q s' -- "${enter[@]}" "cd /twinscope && $command" | tee "$root/dashboard.log" || {
    line "the first command failed"
    exit 1
}

say "The README's second command"
status=passed
inside "cd /twinscope && swift test ${tests[*]@Q}" 2>&1 | tee "$root/tests.log" || status=failed
count=$(grep -Eo 'Test run with [0-9]+ tests?' "$root/tests.log" | grep -Eo '[0-9]+' | tail -n 1)
line "dashboard opened and left; ${count:-no} tests${tests[*]:+ (${tests[*]})} $status"
[ "$status" = passed ]
