# A release of Debian or Ubuntu in a folder, for the scripts beside this file. Sourced.

say() { printf '\n== %s\n' "$*" >&2; }
clone=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# What the toolchain itself needs on a bare system, as its download page lists it.
toolchain_packages="binutils ca-certificates gcc git libc6-dev libcurl4 libedit2 libncurses6 libsqlite3-0 libstdc++-12-dev libxml2 tzdata zlib1g-dev"

# lay_out SUITE [FOLDER]: a minimal system. Sets `root` and `enter`, a command that runs a shell line inside.
lay_out() {
    suite=$1
    root=${2:-$(mktemp -d)}
    [ "${2:-}" ] || trap 'rm -rf --one-file-system "$root"' EXIT
    mkdir -p "$root"
    root=$(cd "$root" && pwd)
    scratch_mounts=()
    if [ ! -e "$root/etc/os-release" ]; then
        say "Laying out $suite in $root"
        local options=(--variant=minbase)
        local script=
        case $suite in
        jammy | noble | resolute)
            options+=(--components=main,universe --keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg)
            # All of Ubuntu's releases are laid out by one script; an older debootstrap does not know the newer names.
            script=/usr/share/debootstrap/scripts/gutsy
            [ -r /usr/share/keyrings/ubuntu-archive-keyring.gpg ] || apt-get install -y ubuntu-archive-keyring >&2
            ;;
        esac
        if [ "$script" ]; then
            debootstrap "${options[@]}" "$suite" "$root" "$(sed -n 's/^default_mirror //p' "$script")" "$script" >&2
        else
            debootstrap "${options[@]}" "$suite" "$root" >&2
        fi
    fi
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    # The mounts live in a namespace of their own and are gone with the command.
    enter=(unshare --mount --pid --fork --kill-child "$clone/Tests/Distributions/enter.sh" "$root")
}

# bind_toolchain: the host's Swift, and what its git puts in the place of addresses (a mirror, a copy on disk), hold inside too.
bind_toolchain() {
    local swift
    swift=$(realpath "$(command -v swift)")
    export TWINSCOPE_BINDS="${swift%/usr/bin/*}"
    export TWINSCOPE_PATH="${swift%/swift*}"
    inside "apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends $toolchain_packages" >&2
    local key value place
    while read -r key value; do
        place=${key#url.}
        place=${place%.insteadof}
        # One place may stand for several addresses.
        inside "git config --system --fixed-value --replace-all url.$place.insteadOf $value $value"
        [ -d "$place" ] && TWINSCOPE_BINDS+=" $place"
    done < <(git config --get-regexp '^url\..*\.insteadof$')
    inside "git config --system --replace-all safe.directory '*'"
}

inside() { "${enter[@]}" "$1"; }

# readme_command WORD: the line of the README's shell blocks that has the word.
readme_command() { sed -n '/^```sh$/,/^```$/p' "$clone/README.md" | grep -m 1 -- "$1"; }

# line RESULT: a row for the table of systems.
line() {
    local name version
    name=$(. "$root/etc/os-release" && echo "$PRETTY_NAME")
    version=$(inside "dpkg-query -W -f='\${Version}' libdnnl-dev" 2>/dev/null || echo -)
    printf '| %s | %s | %s | tested on %s |\n' "$name" "$version" "$1" "$(date +%F)"
}
