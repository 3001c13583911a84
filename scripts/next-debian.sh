#!/usr/bin/env bash
# Unpacks packages of the next Debian into a folder. Nothing of the system is changed.
#
#   next-debian.sh FOLDER PACKAGE...
#
# Needs root and apt.
set -euo pipefail
folder=${1:?the folder to unpack into}
shift
release=trixie
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

chmod 755 "$work"
mkdir -p "$work"/{lists,archives}/partial "$folder"
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m1 debian.org || echo http://deb.debian.org/debian)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $release main" >"$work/sources.list"
private=(-o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists="$work/lists"
  -o Dir::Cache="$work" -o APT::Sandbox::User=root -qq)
apt-get "${private[@]}" update
(cd "$work/archives" && apt-get "${private[@]}" download "$@")
for package in "$work"/archives/*.deb; do dpkg-deb -x "$package" "$folder"; done
