#!/usr/bin/env bash
# Debian and Ubuntu packages that Cordon needs beside its locked Python dependencies.
#
#   system-packages.sh [--print] {python|run|test}
#
#   python   an interpreter that can make a virtual environment
#   run      that, and what the tray (Qt on X11) and writing the clipboard need
#   test     that, and the programs of the end-to-end tests' virtual desktop
#
# Nothing missing: silent, exit 0. Missing: installs them as root or through passwordless sudo, otherwise prints the one
# line that does and exits 1. --print only prints that line (nothing when nothing is missing). It never removes, upgrades
# or configures anything. Not Debian: names what is needed; `test` exits 1 if a program is not there.
set -euo pipefail

# `a|b`: either will do; `a` is what apt-get is asked for. Distributions that moved to 64-bit time renamed some packages
# and let the old name stand for the new one.
python_packages=()
run_packages=(
    libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 'libglib2.0-0|libglib2.0-0t64' libgssapi-krb5-2 libzstd1
    libx11-6 libx11-xcb1 libxcb-cursor0 libxcb-glx0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1
    libxcb1 libxkbcommon-x11-0 libxkbcommon0
    xclip # writes the clipboard; Qt's fonts come with libfontconfig1
)
test_packages=(
    xvfb openbox tint2 xfce4-notifyd xterm xdotool xsel x11-utils
    dbus dbus-x11 gnome-keyring
    fonts-inter fonts-dejavu-core # screenshots look the same everywhere
    nginx postgresql # the server's replicas; both are started by the tests themselves
)
test_programs=(Xvfb openbox tint2 xterm xdotool xclip xsel xprop dbus-daemon dbus-send gnome-keyring-daemon setpriv)

say() {
    printf 'cordon: %s\n' "$*" >&2
}

add_python_packages() {
    local python=${PYTHON:-python3} path version
    if ! path=$(command -v "$python"); then
        python_packages+=(python3 python3-venv)
    elif [[ $path == /usr/bin/* ]] && ! "$path" -c 'import ensurepip, venv' 2>/dev/null; then
        # Debian keeps ensurepip out of its interpreter's package. Others bring it along.
        version=$("$path" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        python_packages+=("python$version-venv")
    fi
}

is_installed() { # is_installed 'a|b'
    local name names
    IFS='|' read -r -a names <<<"$1"
    for name in "${names[@]}"; do
        [[ -n ${installed[$name]:-} ]] && return 0
    done
    return 1
}

name_what_is_needed() { # on systems whose package names are not known here
    local program missing=()
    [[ $wanted == python ]] && return 0
    say "this is not Debian or Ubuntu; Qt needs the X11, xcb, xkbcommon, EGL, GL, D-Bus and fontconfig libraries," \
        "and writing the clipboard needs xclip"
    [[ $wanted == run ]] && return 0
    for program in "${test_programs[@]}"; do
        command -v "$program" >/dev/null || missing+=("$program")
    done
    if ((${#missing[@]})); then
        say "the end-to-end tests also need: ${missing[*]}"
        return 1
    fi
}

print_only=false
if [[ ${1:-} == --print ]]; then
    print_only=true
    shift
fi
wanted=${1:-}
if [[ $# -ne 1 || ! $wanted =~ ^(python|run|test)$ ]]; then
    say "usage: system-packages.sh [--print] {python|run|test}"
    exit 2
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    name_what_is_needed
    exit
fi

add_python_packages
candidates=("${python_packages[@]}")
[[ $wanted == python ]] || candidates+=("${run_packages[@]}")
[[ $wanted == test ]] && candidates+=("${test_packages[@]}")

declare -A installed=()
while read -r status name; do
    [[ $status == installed ]] && installed[$name]=yes
done < <(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n')

missing=()
for candidate in "${candidates[@]}"; do
    is_installed "$candidate" || missing+=("${candidate%%|*}")
done
((${#missing[@]})) || exit 0

install=(apt-get install --yes --no-install-recommends "${missing[@]}")
line="sudo apt-get update && sudo ${install[*]}"
if $print_only; then
    printf '%s\n' "$line"
    exit 0
fi

as_root=()
if [[ $(id -u) != 0 ]]; then
    if ! sudo -n true 2>/dev/null; then
        say "these packages are missing and installing them needs an administrator. Run this, then try again:"
        printf '%s\n' "$line" >&2
        exit 1
    fi
    as_root=(sudo -n)
fi

say "installing ${#missing[@]} missing system packages (takes a minute): ${missing[*]}"
as_root+=(env DEBIAN_FRONTEND=noninteractive)
# An index that cannot be refreshed may still be good enough; if it is not, installing says so.
"${as_root[@]}" apt-get -qq update || say "the package index could not be refreshed; going on with the one that is here"
# Only what goes wrong is worth reading (standard error).
if ! "${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=120 "${install[@]:1}" </dev/null >/dev/null; then
    say "apt-get failed. When its reason above is solved, this installs what is missing:"
    printf '%s\n' "$line" >&2
    exit 1
fi
