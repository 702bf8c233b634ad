#!/usr/bin/env bash
# Compiles all C of the package for arm64, runs its kernels there in QEMU, and compares what they compute with this processor:
#
#     Tests/Distributions/arm64.sh
#
# Needs clang and lld (Swift's toolchain has both), and of Debian: libc6-dev-arm64-cross linux-libc-dev-arm64-cross
# libgcc-12-dev-arm64-cross qemu-user-static. The Swift code is not compiled: that takes a Swift SDK for arm64.
set -euo pipefail
clone=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
arm=(--target=aarch64-linux-gnu -isystem /usr/aarch64-linux-gnu/include)

# The libraries' headers are those of this machine, but not its own libc's.
mkdir "$scratch/include"
for header in png.h pngconf.h pnglibconf.h jpeglib.h jmorecfg.h jerror.h zlib.h zconf.h curses.h ncurses.h ncurses_dll.h unctrl.h term.h \
    libpng16 oneapi x86_64-linux-gnu/jconfig.h; do
    [ -e "/usr/include/$header" ] && ln -s "/usr/include/$header" "$scratch/include/"
done
ln -s /usr/include/dnnl*.h "$scratch/include/"
count=0
for file in "$clone"/Sources/C*/*.c; do
    clang "${arm[@]}" -isystem "$scratch/include" -I"$(dirname "$file")/include" -I"$clone/Sources/CCrash/include" -O2 -Wall -Werror \
        -c "$file" -o "$scratch/$count.o"
    count=$((count + 1))
done
echo "$count C files compile for arm64 without a warning"

kernels=("$clone"/Sources/CKernels/*.c "$clone/Tests/Distributions/kernels.c")
clang -O2 -I"$clone/Sources/CKernels/include" "${kernels[@]}" -lm -o "$scratch/kernels-here"
gcc=$(echo /usr/lib/gcc-cross/aarch64-linux-gnu/*)
clang "${arm[@]}" -O2 -static -fuse-ld=lld -B/usr/aarch64-linux-gnu/lib -B"$gcc" -L/usr/aarch64-linux-gnu/lib -L"$gcc" \
    -I"$clone/Sources/CKernels/include" "${kernels[@]}" -lm -o "$scratch/kernels-arm64"
"$scratch/kernels-here" >"$scratch/here"
qemu-aarch64-static "$scratch/kernels-arm64" >"$scratch/arm64"
python3 - "$scratch/here" "$scratch/arm64" <<'END'
import sys

here, there = ([line.split() for line in open(path)] for path in sys.argv[1:])
assert len(here) == len(there) > 1000 and all(a[:2] == b[:2] for a, b in zip(here, there)), "other numbers were computed"
worst = max((abs(float(a[2]) - float(b[2])) / max(1, abs(float(a[2]))), a[0], a[1]) for a, b in zip(here, there))
print(f"{len(here)} numbers of the kernels, largest difference {worst[0]:.1e} ({worst[1]})")
# A bfloat16 number that is rounded the other way differs by 2^-8.
sys.exit(worst[0] > 4e-3)
END
