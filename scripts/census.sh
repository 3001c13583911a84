#!/usr/bin/env bash
# Counts what containers leave behind when somebody forgets to clean up. `./dev check` runs it before and after the
# tests and wants the two to be equal.
set -euo pipefail

count() { printf '%-11s %d\n' "$1" "$(wc -l)"; }

cat /proc/self/mountinfo | count mounts
for process in /proc/[0-9]*; do readlink "$process/ns/net" || true; done 2>/dev/null | sort -u | count namespaces
find /sys/fs/cgroup -type d -path '*windlass-*' 2>/dev/null | count cgroups
ip -o link show | count links
{ nft list tables 2>/dev/null || true; } | count tables
for process in /proc/[0-9]*; do
  { tr '\0' ' ' <"$process/cmdline"; echo; } 2>/dev/null || true
done | { grep -E '^(\S*/)?(conmon|crun|runc) |dev\.windlass\.Main up' || true; } | count processes
