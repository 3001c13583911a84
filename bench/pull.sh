#!/usr/bin/env bash
# How long a pull takes, and how much processor and memory; beside Debian's podman and containerd on the same machine, in
# turn, from the same docker-registry. Needs root.
#
#   large   400 MB compressed in 6 layers          small   one layer of 30,000 files
#   deep    40 layers                              changed the large one again, with another top layer
#   medium  70 MB in 6 layers, over a link of 30 ms, 200 Mbit/s and 0.5 % loss
#
# Each pull is cold: the puller has just been started and its store is empty (but for `changed`, where the large image is
# in it). All stores are on one ext4 with a journal, in a loop file; what was not written yet is written before the clock
# starts. The registry's files are in memory, as they were read before.
#
# All of it is in namespaces of its own, which end with this script, however that ends. Settings: BENCH_ROUNDS;
# BENCH_ROWS, such as 'large small'; BENCH_PULLERS, such as 'ours podman'; BENCH_SETTLE, the seconds that a daemon has after
# its start; BENCH_ALONE=1, to have ours without the rest of the engine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
program=dev
first_word=bench
source scripts/setup.sh
source bench/pull-images.bash

rounds=${BENCH_ROUNDS:-5}
settle=${BENCH_SETTLE:-3}
rows=(${BENCH_ROWS:-large small deep changed medium})
pullers=(${BENCH_PULLERS:-ours podman ctr})
cache=/var/tmp/windlass-bench-pull
place=/mnt
near=127.0.0.1:5000
far=127.0.0.1:5001
declare -A figures=()

need_peers() {
  missing=()
  has docker-registry || missing+=(docker-registry)
  has skopeo || missing+=(skopeo)
  has podman || missing+=(podman)
  has ctr || missing+=(containerd)
  has crun || missing+=(crun)
  has nft || missing+=(nftables)
  install_missing
}

# --- The registry and its images --------------------------------------------------------------------------------------

# start_registry ADDRESS
start_registry() {
  cat >"$place/registry-${1##*:}.yml" <<SETTINGS
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {cache: {blobdescriptor: inmemory}, filesystem: {rootdirectory: $cache/registry}}
http: {addr: "$1"}
SETTINGS
  docker-registry serve "$place/registry-${1##*:}.yml" >"$place/registry-${1##*:}.log" 2>&1 &
  registry=$!
}

wait_for() { # wait_for ADDRESS
  local deadline=$((SECONDS + 20))
  until (: <"/dev/tcp/${1%:*}/${1##*:}") 2>/dev/null; do
    ((SECONDS < deadline)) || fail "the benchmark's registry does not answer at $1" "its log is above" "mend that"
    read -rt 0.05 <> <(:) || true
  done
}

# A set of images is known by how it is made.
need_images() {
  local made
  made=$(cksum <bench/pull-images.bash)
  [[ $(cat "$cache/made" 2>/dev/null) == "$made" ]] && return
  shopt -s nullglob
  (make_images "$cache") # a shell of its own, whose only children are those that it waits for
  shopt -u nullglob
  local name
  for name in large changed small deep medium; do
    skopeo copy -q --dest-tls-verify=false "oci:$cache/layout:$name" "docker://$near/bench/$name:v1"
  done
  rm -rf "$cache/layout" "$cache/work"
  echo "$made" >"$cache/made"
}

# --- A slow link ------------------------------------------------------------------------------------------------------

# The kernel here has no netem, so a program carries the packets between two network namespaces and does to them what
# netem would. To all pullers the far registry is on localhost, where they do without TLS.
start_link() {
  mkdir -p /run/netns
  mount -t tmpfs none /run/netns
  ip netns add far
  "$java_home/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmx64m -cp "$place/classes" \
    SlowLink near0 far0 15 200 0.5 >"$place/link.log" 2>&1 &
  local deadline=$((SECONDS + 20))
  until ip link show far0 >/dev/null 2>&1; do
    ((SECONDS < deadline)) || fail "the slow link cannot be made" "$(cat "$place/link.log")" "mend that"
    read -rt 0.05 <> <(:) || true
  done
  ip link set far0 netns far
  ip addr add 10.9.0.1/30 dev near0
  ip link set near0 up mtu 1500 txqueuelen 10000
  ip -n far addr add 10.9.0.2/30 dev far0
  ip -n far link set far0 up mtu 1500 txqueuelen 10000
  ip -n far route change 10.9.0.0/30 dev far0 congctl cubic # as on most servers; this machine may have another
  sysctl -qw net.ipv4.conf.all.route_localnet=1
  nft -f - <<RULES
table ip link {
  chain output { type nat hook output priority -100; ip daddr 127.0.0.1 tcp dport 5001 dnat to 10.9.0.2:5000; }
  chain out { type nat hook postrouting priority 100; oifname near0 masquerade; }
}
RULES
  cat >"$place/registry-far.yml" <<SETTINGS
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {cache: {blobdescriptor: inmemory}, filesystem: {rootdirectory: $cache/registry}}
http: {addr: "10.9.0.2:5000"}
SETTINGS
  ip netns exec far docker-registry serve "$place/registry-far.yml" >"$place/registry-far.log" 2>&1 &
  wait_for "$far"
}

# --- The pullers ------------------------------------------------------------------------------------------------------

# Each has four functions: start_X with an empty store, pull_X REFERENCE, stop_X, and pids_X which sets pids to those of its
# processes that stay.

# The engine as anybody starts it, and the command that asks it; with BENCH_ALONE=1 only the part of it that pulls.
start_ours() {
  [[ ! ${BENCH_ALONE:-} ]] || { start_alone; return; }
  WINDLASS_HOME=$place/home ./windlass up -d --state "$place/ours" --port 0 --registry-port 0 --ingress-port 0 \
    >"$place/ours.log" 2>&1 || { cat "$place/ours.log" >&2; exit 1; }
  find_engine
}
pull_ours() {
  [[ ! ${BENCH_ALONE:-} ]] || { pull_alone "$1"; return; }
  WINDLASS_HOME=$place/home ./windlass image pull "$1" >"$place/ours.log" 2>&1 || { cat "$place/ours.log" >&2; return 1; }
}
stop_ours() {
  [[ ! ${BENCH_ALONE:-} ]] || { stop_daemon; return; }
  ./windlass down --state "$place/ours" >/dev/null
  rm -rf "$place/home"
}

# The process of the engine: the one with our state folder on its command line.
find_engine() {
  local process line
  daemon=
  for process in /proc/[0-9]*; do
    line=$({ tr '\0' ' ' <"$process/cmdline"; } 2>/dev/null) || continue # it ended meanwhile
    if [[ $line == */java\ *dev.windlass.Main\ up\ *"$place/ours"* && $line != *--wait-only* ]]; then
      daemon=${process##*/}
    fi
  done
  [[ $daemon ]] || fail "the benchmark does not find the engine" "no engine runs on $place/ours" "see $place/ours/daemon.log"
}

start_alone() {
  export MALLOC_ARENA_MAX=2
  coproc ours {
    exec "$java_home/bin/java" "${engine_flags[@]}" -cp "$place/classes:$class_path" PullAlone "$place/ours" 2>"$place/ours.log"
  }
  daemon=$ours_PID
  read -r _ <&"${ours[0]}"
}
pull_alone() {
  local answer
  echo "$1" >&"${ours[1]}"
  read -r answer <&"${ours[0]}"
  [[ $answer == pulled* ]] || { echo "$answer" >&2; return 1; }
}

start_podman() { daemon=; }
pull_podman() {
  podman --root "$place/podman" --runroot "$place/podman-run" --storage-driver overlay pull -q --tls-verify=false "$1" \
    >"$place/podman.log" 2>&1 || { cat "$place/podman.log" >&2; return 1; }
}
stop_podman() { umount "$place/podman/overlay" 2>/dev/null || true; }

start_ctr() {
  cat >"$place/containerd.toml" <<SETTINGS
version = 2
root = "$place/ctr"
state = "$place/ctr-run"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
[grpc]
  address = "$place/ctr.sock"
[ttrpc]
  address = "$place/ctr.sock.ttrpc"
SETTINGS
  containerd --config "$place/containerd.toml" >"$place/containerd.log" 2>&1 &
  daemon=$!
  until ctr -a "$place/ctr.sock" version >/dev/null 2>&1; do read -rt 0.05 <> <(:) || true; done
}
pull_ctr() {
  ctr -a "$place/ctr.sock" image pull "$1" >"$place/ctr.log" 2>&1 || { cat "$place/ctr.log" >&2; return 1; }
}
stop_ctr() { stop_daemon; }

stop_daemon() {
  kill "$daemon"
  wait "$daemon" 2>/dev/null || true
}

# --- Measuring --------------------------------------------------------------------------------------------------------

# Sets ticks to the processor time of our children that ended and, with theirs, of the puller's daemon.
read_ticks() {
  local fields
  read -ra fields <"/proc/$$/stat"
  ticks=$((fields[15] + fields[16]))
  if [[ $daemon ]]; then
    read -ra fields <"/proc/$daemon/stat"
    ticks=$((ticks + fields[13] + fields[14] + fields[15] + fields[16]))
  fi
}

# Prints the most memory, in kB, that all processes but those given had together, looking 20 times a second, until the
# file `done` is there.
watch_memory() {
  local others=" $* $BASHPID " most=0 sum process name value _
  while [[ ! -e $place/done ]]; do
    sum=0
    for process in /proc/[0-9]*; do
      [[ $others == *" ${process#/proc/} "* ]] && continue
      while read -r name value _; do
        if [[ $name == VmRSS: ]]; then sum=$((sum + value)); break; fi
      done 2>/dev/null <"$process/status" || true
    done
    ((sum > most)) && most=$sum
    read -rt 0.05 <> <(:) || true
  done
  echo "$most"
}

read_rss() { # sets rss of a process
  local name value _
  rss=0
  [[ $1 ]] || return 0
  while read -r name value _; do
    if [[ $name == VmRSS: ]]; then rss=$value; fi
  done <"/proc/$1/status"
}

# measure ROW PULLER REFERENCE: adds to the figures.
measure() {
  local began ended before idle memory processes watcher
  sync -f "$place"
  read_rss "$daemon"
  idle=$rss
  rm -f "$place/done"
  processes=$(echo /proc/[0-9]*)
  processes=" ${processes//\/proc\//} "
  watch_memory ${processes/ $daemon / } >"$place/memory" &
  watcher=$!
  read_ticks
  before=$ticks
  began=$EPOCHREALTIME
  "pull_$2" "$3" || fail "$2 cannot pull $3" "its words are above" "mend that"
  ended=$EPOCHREALTIME
  read_ticks
  figures[$1-$2-cpu]+=" $(((ticks - before) * 1000000 / ticks_per_second))"
  touch "$place/done"
  wait "$watcher"
  read -r memory <"$place/memory"
  figures[$1-$2-wall]+=" $((${ended/./} - ${began/./}))"
  figures[$1-$2-memory]+=" $(((memory - idle) * 1000))"
}

# run_row ROW PULLER
run_row() {
  "start_$2"
  [[ ! $daemon ]] || read -rt "$settle" <> <(:) || true # running, and no more busy with its start
  case $1 in
    changed)
      "pull_$2" "$near/bench/large:v1"
      measure "$1" "$2" "$near/bench/changed:v1"
      ;;
    medium) measure "$1" "$2" "$far/bench/medium:v1" ;;
    *) measure "$1" "$2" "$near/bench/$1:v1" ;;
  esac
  "stop_$2"
  rm -rf "$place/$2" "$place/$2-run"
}

# Each round begins with another puller.
run_round() {
  local row i
  for row in "${rows[@]}"; do
    for ((i = 0; i < ${#pullers[@]}; i++)); do
      run_row "$row" "${pullers[(i + $1) % ${#pullers[@]}]}"
    done
  done
}

# --- Figures ----------------------------------------------------------------------------------------------------------

# statistics NAME: sets median, low and high.
statistics() {
  local sorted
  mapfile -t sorted < <(printf '%s\n' ${figures[$1]} | sort -n)
  low=${sorted[0]}
  high=${sorted[-1]}
  median=${sorted[${#sorted[@]} / 2]}
}

# thousandths NUMBER: 1234567 -> 1234.6
thousandths() { printf '%d.%d' $(($1 / 1000)) $(($1 % 1000 / 100)); }

print_row() {
  local puller shown=()
  for puller in "${pullers[@]}"; do
    statistics "$1-$puller-$2"
    shown+=("$(thousandths "$median")" "$(thousandths "$low")" "$(thousandths "$high")")
  done
  printf '%-15s' "$1-$2"
  printf ' %9s' "${shown[@]}"
  echo
}

print_ratio() { # print_ratio ROW WHAT PEER
  local ours hundredths
  statistics "$1-ours-$2"
  ours=$median
  statistics "$1-$3-$2"
  hundredths=$(((ours * 100 + median / 2) / (median ? median : 1)))
  printf 'ratio %s-%s OURS/%s %d.%02d\n' "$1" "$2" "${3^^}" $((hundredths / 100)) $((hundredths % 100))
}

print_figures() {
  local row what puller
  printf '%-15s' "$rounds rounds"
  for puller in "${pullers[@]}"; do printf ' %29s' "$puller: median, low, high"; done
  echo
  for row in "${rows[@]}"; do
    for what in wall cpu memory; do print_row "$row" "$what"; done
  done
  cat <<'REMARK'

wall and cpu in ms, memory in kB: the most that the processes held, above what the daemon held before. cpu is of all
processes of a puller, user and kernel. Below 1, ours takes less:

REMARK
  for row in "${rows[@]}"; do
    for what in wall cpu memory; do
      for puller in "${pullers[@]}"; do
        [[ $puller == ours || " ${pullers[*]} " != *" ours "* ]] || print_ratio "$row" "$what" "$puller"
      done
    done
  done
}

# --- Namespaces -------------------------------------------------------------------------------------------------------

# Whatever happens to this process, all that it started ends with it: the kernel sees to that.
run_inside() {
  loop_file=$(mktemp /tmp/windlass-bench-XXXXXX)
  trap 'rm -f "$loop_file"; [[ ! ${inside:-} ]] || kill -KILL "$inside" 2>/dev/null || true' EXIT
  trap 'exit 130' INT TERM
  fallocate -l 12G "$loop_file"
  setpriv --pdeathsig KILL unshare --mount --net --pid --fork --kill-child --mount-proc \
    "${BASH_SOURCE[0]}" --inside "$loop_file" &
  inside=$!
  wait "$inside"
}

# Once mounted, the loop file needs no name, and is gone with the mount. crun refuses a machine with both kinds of cgroups.
mount_store() {
  mkfs.ext4 -q -F "$1"
  mount -o loop "$1" "$place"
  losetup --direct-io=on "$(findmnt -no SOURCE "$place")" # its pages are in memory once, as with any disk
  rm "$1"
  umount /sys/fs/cgroup/unified 2>/dev/null || true
}

if [[ ${1:-} != --inside ]]; then
  need_peers
  ./windlass version >/dev/null # builds, and prepares the start-up cache
  need_build
  run_inside
  exit
fi

trap 'exit 130' INT TERM
read_stamp
ticks_per_second=$(getconf CLK_TCK)
ip link set lo up
mount_store "$2"
"$java_home/bin/javac" -proc:none -d "$place/classes" -cp "$class_path" bench/{PullAlone,SlowLink}.java
start_registry "$near"
wait_for "$near"
need_images
cat "$cache"/registry/docker/registry/v2/blobs/sha256/*/*/data >/dev/null
if [[ " ${rows[*]} " == *" medium "* ]]; then start_link; fi
for ((round = 0; round < rounds; round++)); do run_round "$round"; done
print_figures
