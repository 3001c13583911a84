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
root=$PWD
program=dev
first_word=bench
source scripts/setup.sh

if [[ ${1:-} != --inside ]]; then
  missing=()
  miss_for_build
  miss_for_engine
  has curl || missing+=(curl)
  for tool in podman netavark; do
    [[ -n $(type -P "$tool" || ls /usr/lib/podman/"$tool" 2>/dev/null) ]] || missing+=("$tool")
  done
  install_missing
  ./windlass version >/dev/null # builds
  exec setpriv --pdeathsig KILL unshare --mount --net --propagation private --pid --fork --kill-child --mount-proc \
    "${BASH_SOURCE[0]}" --inside
fi

umount /sys/fs/cgroup/unified 2>/dev/null || true
ip link set lo up
folder=$(mktemp -d /tmp/windlass-bench-XXXXXX)
export WINDLASS_HOME=$folder/home
disk=$folder/disk
state=$disk/state
network=bench
store=(podman --network-config-dir "$folder/networks" --root "$disk/podman" --runroot "$disk/podman-run" --storage-driver overlay --cgroup-manager cgroupfs)

finish() {
  ./windlass down --state "$state" >/dev/null 2>&1 || true
  "${store[@]}" rm --all --force --time 0 >/dev/null 2>&1 || true
  "${store[@]}" network rm "$network" >/dev/null 2>&1 || true
  umount -R "$disk" 2>/dev/null || umount -l "$disk" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM

truncate -s 6G "$folder/disk.img"
mkfs.ext4 -q "$folder/disk.img"
mkdir "$disk"
mount -o loop "$folder/disk.img" "$disk"

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
used() { awk '{ print $14 + $15 }' "/proc/$engine/stat"; }

# create NAME MIN_SCALE
create() {
  curl -fsS -o /dev/null -H "Authorization: Bearer $key" -H 'Content-Type: application/json' "$api/v2/projects/$project/apps" -d @- <<APP
{"name": "$1", "image_reference": "$registry/samples/hello", "scale_min_instances": $2, "scale_cpu_limit": "0.25", "scale_memory_limit": "0.5G"}
APP
}

frozen() { { grep -l FROZEN /sys/fs/cgroup/freezer/windlass-"$id"/*/freezer.state 2>/dev/null || true; } | wc -l; }
up() { ls -d /sys/fs/cgroup/memory/windlass-"$id"/*/ 2>/dev/null | wc -l; }

# settled FROZEN UP: waits until so many are there.
settled() {
  local deadline=$((SECONDS + 300))
  until [[ $(frozen) == "$1" && $(up) == "$2" ]]; do
    ((SECONDS < deadline)) || { echo "bench: $(frozen) of $1 sleep, $(up) of $2 are there" >&2; exit 1; }
    sleep 0.5
  done
  sleep 5 # the engine gives memory back and writes down what it saw
}

./windlass up -d --state "$state" --port 0 --registry-port 0 --ingress-port 0 --scale-window 6 \
  --quota apps=$((asleep + running + 1)) --quota app_revisions=$((2 * (asleep + running) + 1)) >"$folder/ready"
engine=$(<"$state/daemon.pid")
id=$(sed -n 's/.*"id" *: *"\([0-9a-f]*\)".*/\1/p' "$state/engine.json")
registry=$(sed -n 's/^ *Registry *\(localhost:[0-9]*\)$/\1/p' "$folder/ready")
api=$(sed -n 's/^ *API *\(http:.*\)$/\1/p' "$folder/ready")
key=$(<"$state/api-key")
project=$(curl -fsS -H "Authorization: Bearer $key" "$api/v2/projects" | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4)
create first 1
settled 0 1

engine_alone=$(pss "$engine")
for ((i = 0; i < asleep; i++)); do create "sleeps-$i" 0; done
settled "$asleep" $((asleep + 1))
engine_asleep=$(pss "$engine")
# shellcheck disable=SC2046 # a list
beside_asleep=$(pss $(pgrep conmon))
instances_asleep=$(working /sys/fs/cgroup/memory/windlass-"$id"/*/)
for ((i = 0; i < running; i++)); do create "runs-$i" 1; done
settled "$asleep" $((asleep + running + 1))
before=$(used)
sleep "$rest"
resting=$(($(used) - before))
engine_all=$(pss "$engine")
# shellcheck disable=SC2046 # a list
beside_all=$(pss $(pgrep conmon))
instances_all=$(working /sys/fs/cgroup/memory/windlass-"$id"/*/)
./windlass down --state "$state" >/dev/null

./windlass up -d --state "$state" >"$folder/ready"
registry=$(sed -n 's/^ *Registry *\(localhost:[0-9]*\)$/\1/p' "$folder/ready")
"${store[@]}" pull -q --tls-verify=false "$registry/samples/hello" >/dev/null
./windlass down --state "$state" >/dev/null
"${store[@]}" network create --disable-dns --subnet 10.98.0.0/16 "$network" >/dev/null
for ((i = 0; i < peers; i++)); do
  "${store[@]}" run --detach --name "peer-$i" --network "$network" --env PORT=8080 "$registry/samples/hello" >/dev/null
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
awk -v a="$a_sleeper" -v b="$peer" 'BEGIN { printf "ratio memory-of-an-app-that-sleeps OURS/PEER %.2f\n", a / b }'
awk -v a="$a_runner" -v b="$peer" 'BEGIN { printf "ratio memory-of-an-app-that-runs OURS/PEER %.2f\n", a / b }'
