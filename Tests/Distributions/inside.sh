# Builds the packages inside of a release: called by package.sh, with `version`, `source`, `suite` and SOURCE_DATE_EPOCH.
set -euo pipefail
cd "$source"
flags=(-c release --product twinscope --static-swift-stdlib -Xswiftc -DPACKAGED -Xswiftc -gnone -Xcc -g0 -Xlinker --build-id=none)
swift build "${flags[@]}"
built=$(swift build "${flags[@]}" --show-bin-path)/twinscope
binary=/tmp/twinscope
strip --strip-all -o "$binary" "$built"
if grep -qaF "$source" "$binary"; then
    echo "package: the binary holds paths of its build:" >&2
    strings "$binary" | grep -F "$source" | sort -u | head >&2
    exit 1
fi
rm -rf /packages && mkdir /packages

# What `find` meets in any order and whenever it was made becomes the same archive.
settle() { find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +; }

deb() {
    local tree=/tmp/deb
    rm -rf $tree && mkdir -p $tree/DEBIAN
    install -Dm755 "$binary" $tree/usr/bin/twinscope
    mkdir -p $tree/usr/share/twinscope
    cp -r assets $tree/usr/share/twinscope/
    rm -rf $tree/usr/share/twinscope/assets/screenshots
    mkdir -p $tree/usr/share/man/man1
    "$binary" manual | gzip -9n >$tree/usr/share/man/man1/twinscope.1.gz
    install -Dm644 <("$binary" completions bash) $tree/usr/share/bash-completion/completions/twinscope
    install -Dm644 <("$binary" completions zsh) $tree/usr/share/zsh/vendor-completions/_twinscope
    install -Dm644 <("$binary" completions fish) $tree/usr/share/fish/vendor_completions.d/twinscope.fish
    local documents=$tree/usr/share/doc/twinscope
    mkdir -p "$documents"
    {
        printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nCopyright: %s\nLicense: MIT\n' \
            "$(sed -n 's/^Copyright (c) //p' LICENSE)"
        sed -n '/^Permission/,$p' LICENSE | sed 's/^$/./; s/^/ /'
    } >"$documents/copyright"
    printf 'twinscope (%s) %s; urgency=medium\n\n  * Release %s.\n\n -- The Twinscope authors <twinscope@localhost>  %s\n' \
        "$version" "$suite" "$version" "$(date -Ru --date="@$SOURCE_DATE_EPOCH")" | gzip -9n >"$documents/changelog.gz"
    find $tree -type d -exec chmod 755 {} +
    find $tree/usr/share -type f -exec chmod 644 {} +

    # dpkg-shlibdeps reads debian/control of a source package, which there is none of: an empty one will do.
    mkdir -p /tmp/shlibdeps/debian && printf 'Source: twinscope\n\nPackage: twinscope\nArchitecture: any\n' >/tmp/shlibdeps/debian/control
    local depends
    depends=$(cd /tmp/shlibdeps && dpkg-shlibdeps -O "$binary" | sed 's/^shlibs:Depends=//')
    cat >$tree/DEBIAN/control <<END
Package: twinscope
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: The Twinscope authors <twinscope@localhost>
Installed-Size: $(du -sk --apparent-size $tree/usr | cut -f1)
Depends: $depends
Section: science
Priority: optional
Description: trains Siamese networks on images, watched and steered in a terminal
 Twinscope trains networks that tell whether two images show the same thing
 (faces, signatures, characters, products). A dashboard in the terminal shows
 losses, layers and pairs with their distances while the training goes on, and
 lets it be paused, questioned and changed.
END
    (cd $tree && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >$tree/DEBIAN/md5sums
    settle $tree
    dpkg-deb --root-owner-group -Zxz --build $tree "/packages/twinscope_${version}_${suite}_$(dpkg --print-architecture).deb"
}

tarball() {
    local name=twinscope-$version-linux-$(uname -m)
    local tree=/tmp/tarball/$name
    rm -rf /tmp/tarball && mkdir -p "$tree/lib"
    install -m755 "$binary" "$tree/twinscope"
    cp -r assets LICENSE "$tree/"
    rm -rf "$tree/assets/screenshots"
    # All but libc, which belongs to the system.
    ldd "$binary" | awk '$3 ~ /^\// { print $1, $3 }' | grep -Ev '^(libc|libm|libdl|libpthread|librt|ld-linux[^ ]*)\.so' | while read -r library file; do
        install -m644 "$file" "$tree/lib/$library"
        patchelf --set-rpath '$ORIGIN' "$tree/lib/$library"
    done
    patchelf --set-rpath '$ORIGIN/lib' "$tree/twinscope"
    # For systems that know no terminal.
    mkdir "$tree/terminfo"
    for terminal in xterm xterm-256color screen screen-256color tmux tmux-256color linux vt100; do
        file=$(find /lib/terminfo /usr/share/terminfo /etc/terminfo -name "$terminal" 2>/dev/null | head -n 1)
        [ -z "$file" ] || install -Dm644 "$(realpath "$file")" "$tree/terminfo/${terminal:0:1}/$terminal"
    done
    settle "$tree"
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C /tmp/tarball -c "$name" | xz -9e -T1 \
        >"/packages/$name-$suite.tar.xz"
}

deb
tarball
lintian --fail-on error "/packages/"*.deb
(cd /packages && sha256sum -- * >SHA256SUMS)
