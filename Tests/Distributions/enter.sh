#!/usr/bin/env bash
# enter.sh ROOT LINE: runs a shell line in a system that lies in a folder. Called in a mount namespace of its own.
set -euo pipefail
root=$1
mount --make-rprivate /
for folder in ${TWINSCOPE_BINDS:-}; do
    mkdir -p "$root$folder"
    mount --bind "$folder" "$root$folder"
    mount -o remount,bind,ro "$root$folder"
done
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
exec env -i HOME=/root TERM="${TERM:-xterm-256color}" LANG=C.UTF-8 \
    PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin${TWINSCOPE_PATH:+:$TWINSCOPE_PATH}" \
    chroot "$root" /bin/bash -c "$2"
