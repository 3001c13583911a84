#!/usr/bin/env bash
# How long until the engine is ready, how much memory it takes when idle, and how long a command takes; beside podman on
# the same machine. Ours and theirs take turns, so that a busy machine is busy for both. Needs root.
#
# `podman info` is the first thing podman can be asked; `podman system service` is its daemon; `podman ps` its list.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${BENCH_ROUNDS:-11}
settle=${BENCH_SETTLE:-3}
folder=$(mktemp -d /tmp/windlass-bench-XXXXXX)
state=$folder/state
export WINDLASS_HOME=$folder/home
service=

finish() {
  ./windlass down --state "$state" >/dev/null 2>&1 || true
  [[ -z $service ]] || kill "$service" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Sets took to the microseconds that a command takes.
measure() {
  local began=$EPOCHREALTIME ended
  "$@" >"$folder/output" 2>&1 || {
    cat "$folder/output" >&2
    echo "bench: \`$*\` failed, see above" >&2
    exit 1
  }
  ended=$EPOCHREALTIME
  took=$((${ended/./} - ${began/./}))
}

up() { ./windlass up -d --state "$state" --port 0 --registry-port 0 --ingress-port 0; }
down() { ./windlass down --state "$state"; }

# Sets rss to the kB that a process holds.
read_rss() {
  local name value _
  rss=0
  while read -r name value _; do
    if [[ $name == VmRSS: ]]; then rss=$value; fi
  done <"/proc/$1/status"
}

# The process of the engine: the one with our state folder on its command line. 
find_engine() {
  local process line
  engine=
  for process in /proc/[0-9]*; do
    line=$(tr '\0' ' ' <"$process/cmdline" 2>/dev/null) || continue
    if [[ $line == */java\ *dev.windlass.Main\ up\ *"$state"* && $line != *--wait-only* ]]; then engine=${process##*/}; fi
  done
  [[ $engine ]] || { echo "bench: no engine runs on $state" >&2; exit 1; }
}

start_service() {
  podman system service --time 0 "unix://$folder/podman.sock" >"$folder/service.log" 2>&1 &
  service=$!
  local deadline=$((SECONDS + 20))
  until [[ -S $folder/podman.sock ]]; do
    if ((SECONDS > deadline)) || ! kill -0 "$service" 2>/dev/null; then
      cat "$folder/service.log" >&2
      exit 1
    fi
    read -rt 0.05 <> <(:) || true
  done
}

# statistics ARRAY: sets median, low and high.
statistics() {
  local -n values=$1
  local sorted
  mapfile -t sorted < <(printf '%s\n' "${values[@]}" | sort -n)
  low=${sorted[0]}
  high=${sorted[-1]}
  median=${sorted[${#sorted[@]} / 2]}
}

# thousandths NUMBER: 1234 -> 1.234
thousandths() { printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)); }

# row WHAT UNIT ARRAY: all numbers are in thousandths of the unit.
row() {
  statistics "$3"
  printf '%-34s %10s %10s %10s  %s\n' "$1" "$(thousandths "$median")" "$(thousandths "$low")" "$(thousandths "$high")" "$2"
}

ratio() {
  local ours theirs hundredths
  statistics "$2"
  ours=$median
  statistics "$3"
  theirs=$median
  hundredths=$(((ours * 100 + theirs / 2) / theirs))
  printf 'ratio %s OURS/PEER %d.%02d\n' "$1" $((hundredths / 100)) $((hundredths % 100))
}

# Whoever comes first pays for reading the disk; that is not what this measures.
measure up
measure down
measure podman info
measure podman ps

starts=() infos=()
for ((i = 0; i < rounds; i++)); do
  measure up
  starts+=("$took")
  measure podman info
  infos+=("$took")
  if ((i < rounds - 1)); then measure down; fi
done

find_engine
start_service
ours_rss=() their_rss=() lists=() pss=()
read -rt "$settle" <> <(:) || true # idle means that the start is over
for ((i = 0; i < rounds; i++)); do
  measure ./windlass app list
  lists+=("$took")
  measure podman ps
  pss+=("$took")
  read_rss "$engine"
  ours_rss+=("$rss")
  read_rss "$service"
  their_rss+=("$rss")
done

printf '%-34s %10s %10s %10s\n' '' median lowest highest
row 'windlass up -d, until ready' ms starts
row 'podman info' ms infos
row 'windlass app list' ms lists
row 'podman ps' ms pss
row 'engine, idle' MB ours_rss
row 'podman system service, idle' MB their_rss
echo
ratio start starts infos
ratio list lists pss
ratio memory ours_rss their_rss
