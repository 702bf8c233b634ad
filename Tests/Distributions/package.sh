#!/usr/bin/env bash
# Makes the packages of a release: a .deb for it, and a tarball that needs no root. As root, with debootstrap:
#
#     Tests/Distributions/package.sh bookworm|trixie|noble [OUTPUT [FOLDER]]
#
# Both hold the program with Swift's runtime in it. The .deb depends on the release's own libraries, so there is one for each; the tarball
# brings them along and runs on that release and newer ones. Building a commit twice gives the same bytes. FOLDER is where the system is
# laid out (default: a temporary one).
set -euo pipefail
source "$(dirname "$0")/release.sh"

suite=${1:?usage: package.sh SUITE [OUTPUT [FOLDER]]}
mkdir -p "${2:-.build/packages}"
output=$(cd "${2:-.build/packages}" && pwd)

lay_out "$suite" "${3:-}"
bind_toolchain
packages=$(readme_command libncurses-dev | grep -Eo '(lib[a-z0-9+-]+-dev ?)+')
inside "DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends $packages dpkg-dev lintian patchelf xz-utils" >&2

say "Building"
source=/usr/src/twinscope
rm -rf "${root:?}$source"/{Sources,Tests,assets}
mkdir -p "$root$source"
git -C "$clone" archive HEAD | tar -x -C "$root$source"
version=$(sed -n 's/.*static let current = "\(.*\)"/\1/p' "$clone/Sources/Runs/Version.swift")
epoch=$(git -C "$clone" log -1 --format=%ct)
cat >"$root/build-packages.sh" <<END
set -euo pipefail
export SOURCE_DATE_EPOCH=$epoch version=$version source=$source suite=$suite
bash $source/Tests/Distributions/inside.sh
END
inside "bash /build-packages.sh" >&2
cp "$root"/packages/* "$output/"
ls -l "$output"
