#!/usr/bin/env bash
# Makes a JDK 25 on a Debian that has none: Debian 12, whose own newest is 17.
#
#   private-jdk.sh FOLDER
#
# The next Debian's packages are fetched and unpacked into FOLDER, and nothing of the system is changed. They want a newer
# C library than this Debian has, so that comes along, and the JDK's programs are told to use it; all other programs of
# the machine go on with their own. Needs root, apt and patchelf.
set -euo pipefail
jdk=${1:?the folder for the JDK}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$(dirname "$0")/next-debian.sh" "$work/root" openjdk-25-jre-headless openjdk-25-jdk-headless libc6

made=$(echo "$work"/root/usr/lib/jvm/java-25-openjdk-*)
# The packages keep the settings in /etc and link to them; a JDK of its own carries them itself.
find "$made" -type l -lname '/etc/java-25-openjdk/*' | while read -r link; do
  target=$(readlink "$link")
  rm "$link"
  cp -rL "$work/root$target" "$link"
done
rm -rf "$made"/{jmods,demo,man,docs,src.zip}
mkdir "$made/glibc"
cp -a "$work"/root/usr/lib/*-linux-gnu*/*.so* "$made/glibc/"
loader=$(basename "$(ls "$made"/glibc/ld-linux-*)")
for program in "$made"/bin/* "$made/lib/jspawnhelper"; do
  [[ -L $program ]] || patchelf --set-interpreter "$jdk/glibc/$loader" --force-rpath --set-rpath "$jdk/glibc:$jdk/lib" "$program"
done

rm -rf "$jdk"
mkdir -p "$(dirname "$jdk")"
mv "$made" "$jdk"
"$jdk/bin/java" -version >/dev/null 2>&1 || {
  echo "The JDK in $jdk does not start." >&2
  exit 1
}
