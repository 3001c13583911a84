#!/usr/bin/env bash
# Shows that Windlass needs nothing but a Debian 12: makes one in a folder, clones this repository into it, and runs
# the two commands of the README there, the demo twice. Called by `./dev fresh`; wants root, debootstrap and about 4 GB.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
base=${WINDLASS_FRESH:-/var/tmp/windlass-fresh}
root=$base/root

if [[ ! -e $base/made ]]; then
  rm -rf "$base"
  mkdir -p "$base"
  debootstrap --variant=minbase --include=ca-certificates,git,curl bookworm "$base/clean" http://deb.debian.org/debian
  touch "$base/made"
fi

inside() {
  # Mounts, processes and a host name of its own, and the folder as the root of all mounts, as a container has it: what it
  # mounts and starts is gone when it ends.
  unshare --mount --pid --fork --kill-child --uts --propagation private bash -c '
    set -e
    mount --bind "$1" "$1"
    cd "$1"
    mount -t proc proc proc
    for folder in sys dev; do mount --rbind "/$folder" "$folder"; done
    mount -t tmpfs tmpfs run
    mkdir -p .before
    pivot_root . .before
    umount -l /.before
    hostname fresh
    exec env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb bash -c "$2"
  ' inside "$root" "$1"
}

rm -rf "$root"
cp -a "$base/clean" "$root"
cp /etc/resolv.conf "$root/etc/"
# A network that looks into TLS has certificates of its own; the fresh machine must trust them too.
cp -a /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
git clone -q --no-hardlinks "$here" "$root/root/windlass"

inside 'update-ca-certificates >/dev/null 2>&1; cd /root/windlass && time ./windlass demo'
echo "--- and again"
began=$SECONDS
inside 'cd /root/windlass && ./windlass demo >/tmp/demo.txt; code=$?; tail -3 /tmp/demo.txt; exit $code'
took=$((SECONDS - began))
echo "the second demo took $took s"
((took < 15)) || { echo "that is 15 s or more" >&2; exit 1; }
if [[ ${1:-} == --check ]]; then
  inside 'cd /root/windlass && ./dev check'
fi
