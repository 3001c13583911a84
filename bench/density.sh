#!/usr/bin/env bash
# What many apps cost an engine: 200 that sleep and 100 that run, each with one instance of the same small web server; memory of
# the engine and of what stands beside each instance, and the processor time that the engine takes while nobody asks.
# Beside podman with 50 containers of the same image, for what one more running app costs. Needs root.
#
# Memory is Pss: what is shared is divided by those who share it. The cgroup of an instance is the same for both and is counted.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
asleep=${BENCH_ASLEEP:-200}
running=${BENCH_RUNNING:-100}
peers=${BENCH_PEERS:-50}
rest=${BENCH_REST:-60}
source bench/beside-podman.bash
own_namespaces "${1:-}" curl=curl
on_disk 6G
state=$disk/state
states=("$state" "$disk/other")

# pss PID...: kibibytes.
pss() {
  local pid sum=0
  for pid in "$@"; do
    sum=$((sum + $(awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup" 2>/dev/null || echo 0)))
  done
  echo "$sum"
}

# working CGROUP...: kibibytes that it keeps from others.
working() {
  local group sum=0
  for group in "$@"; do
    sum=$((sum + $(<"$group/memory.usage_in_bytes") - $(awk '$1 == "total_inactive_file" { print $2 }' "$group/memory.stat")))
  done
  echo $((sum / 1024))
}

# Ticks of a hundredth of a second.
used() { awk '{ print $14 + $15 }' "/proc/$process/stat"; }

# create NAME MIN_SCALE
create() {
  curl -fsS -o /dev/null -H "Authorization: Bearer $key" -H 'Content-Type: application/json' "$api/v2/projects/$project/apps" -d @- <<APP
{"name": "$1", "image_reference": "$registry/samples/hello", "scale_min_instances": $2, "scale_cpu_limit": "0.25", "scale_memory_limit": "0.5G"}
APP
}

frozen() { { grep -l FROZEN /sys/fs/cgroup/freezer/windlass-"$engine"/*/freezer.state 2>/dev/null || true; } | wc -l; }
up() { ls -d /sys/fs/cgroup/memory/windlass-"$engine"/*/ 2>/dev/null | wc -l; }

# settled FROZEN UP: waits until so many are there.
settled() {
  local deadline=$((SECONDS + 300))
  until [[ $(frozen) == "$1" && $(up) == "$2" ]]; do
    ((SECONDS < deadline)) || { echo "bench: $(frozen) of $1 sleep, $(up) of $2 are there" >&2; exit 1; }
    sleep 0.5
  done
  sleep 5 # the engine gives memory back and writes down what it saw
}

engine_up "$state" --scale-window 6 --quota apps=$((asleep + running + 1)) --quota app_revisions=$((2 * (asleep + running) + 1))
process=$(<"$state/daemon.pid")
key=$(<"$state/api-key")
project=$(curl -fsS -H "Authorization: Bearer $key" "$api/v2/projects" | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4)
create first 1
settled 0 1

engine_alone=$(pss "$process")
for ((i = 0; i < asleep; i++)); do create "sleeps-$i" 0; done
settled "$asleep" $((asleep + 1))
engine_asleep=$(pss "$process")
# shellcheck disable=SC2046 # a list
beside_asleep=$(pss $(pgrep conmon))
instances_asleep=$(working /sys/fs/cgroup/memory/windlass-"$engine"/*/)
for ((i = 0; i < running; i++)); do create "runs-$i" 1; done
settled "$asleep" $((asleep + running + 1))
before=$(used)
sleep "$rest"
resting=$(($(used) - before))
engine_all=$(pss "$process")
# shellcheck disable=SC2046 # a list
beside_all=$(pss $(pgrep conmon))
instances_all=$(working /sys/fs/cgroup/memory/windlass-"$engine"/*/)
./windlass down --state "$state" >/dev/null

engine_up "$disk/other" # for its registry
podman_with 10.98.0.0/16
"${store[@]}" pull -q --tls-verify=false "$registry/samples/hello" >/dev/null
./windlass down --state "$disk/other" >/dev/null
for ((i = 0; i < peers; i++)); do
  "${store[@]}" run --detach --name "peer-$i" --network bench --env PORT=8080 "$registry/samples/hello" >/dev/null
done
sleep 5
# shellcheck disable=SC2046 # a list
peer=$((($(pss $(pgrep conmon)) + $(working /sys/fs/cgroup/memory/libpod_parent/libpod-*/)) / peers))

each() { echo $((($1 - $2) / $3)); }
a_sleeper=$(each $((engine_asleep + beside_asleep + instances_asleep)) "$engine_alone" "$asleep")
a_runner=$(each $((engine_all + beside_all + instances_all)) $((engine_asleep + beside_asleep + instances_asleep)) "$running")
printf '%-58s %8d KiB\n' \
  'the engine with one app' "$engine_alone" \
  "the engine with $asleep apps that sleep and $running that run" "$engine_all" \
  'an app that sleeps, frozen, with all that is for it' "$a_sleeper" \
  'an app that runs, with all that is for it' "$a_runner" \
  'a container of podman that runs' "$peer"
awk -v ticks="$resting" -v rest="$rest" \
  'BEGIN { printf "%-58s %10.2f %% of a processor, for %d s\n", "the engine while nobody asks", ticks / rest, rest }'
echo 'memory; a ratio below 1 is less:'
ratio memory-of-an-app-that-sleeps "$a_sleeper" "$peer"
ratio memory-of-an-app-that-runs "$a_runner" "$peer"
