#!/usr/bin/env bash
# How long pushes and pulls take, and how much processor the server takes for them; beside Debian's docker-registry on the
# same machine, in turn. Needs root.
#
#   large   one image of 500 MB in 5 layers. Each client has it for a repository of its own, so 16 clients move it 16 times.
#   small   200 images, each a repository with a config and 4 layers of 1-20 kB, one of them the same in all. The clients
#           share them out.
#
# The names of repositories and the bytes are new in each round. Both servers run through all rounds; the first round is not
# counted, it is there for the compiler of the JVM. Both keep their files on one ext4 with a journal, in a loop file, and
# have the disk for themselves: what the other has not written yet is written before the clock starts.
#
# All of it is in namespaces of its own, which end with this script, however that ends. Settings: BENCH_ROUNDS;
# BENCH_LARGE_MB; BENCH_ROWS, such as '*-small-*', a row that pulls with the row that pushes; BENCH_VERIFY=1, which has the
# clients hash what they pull.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
program=dev
first_word=bench
source scripts/setup.sh

rounds=${BENCH_ROUNDS:-3}
large_mb=${BENCH_LARGE_MB:-500}
rows=(push-large-1 pull-large-1 push-large-16 pull-large-16 push-small-1 pull-small-1 push-small-16 pull-small-16)
servers=(ours peer)
declare -A port=([ours]=5000 [peer]=5001) process=()
place=/mnt

# Debian starts the server when it is installed, on the port of our registry; that is not what we want it for.
need_peer() {
  has docker-registry && return
  missing=(docker-registry)
  install_missing
  [[ ! -d /run/systemd/system ]] || systemctl disable -q --now docker-registry
}

# --- Namespaces -------------------------------------------------------------------------------------------------------

# Whatever happens to this process, all that it started ends with it: the kernel sees to that.
run_inside() {
  loop_file=$(mktemp /tmp/windlass-bench-XXXXXX)
  trap 'rm -f "$loop_file"; [[ ! ${inside:-} ]] || kill -KILL "$inside" 2>/dev/null || true' EXIT
  trap 'exit 130' INT TERM
  fallocate -l "$((4 * large_mb * (rounds + 1) + 24 * large_mb + 4000))M" "$loop_file"
  setpriv --pdeathsig KILL unshare --mount --net --pid --fork --kill-child --mount-proc \
    "${BASH_SOURCE[0]}" --inside "$loop_file" &
  inside=$!
  wait "$inside"
}

# Once mounted, the loop file needs no name, and is gone with the mount.
mount_store() {
  mkfs.ext4 -q -F "$1"
  mount -o loop "$1" "$place"
  losetup --direct-io=on "$(findmnt -no SOURCE "$place")" # its pages are in memory once, as with any disk
  rm "$1"
}

# --- The servers and the clients --------------------------------------------------------------------------------------

start_ours() {
  export MALLOC_ARENA_MAX=2
  "$java_home/bin/java" "${engine_flags[@]}" -cp "$place/classes:$class_path" RegistryAlone "$place/ours" "${port[ours]}" \
    >"$place/ours.log" 2>&1 &
  process[ours]=$!
}

# It does not write a log, as ours does not.
start_peer() {
  cat >"$place/peer.yml" <<PEER
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {cache: {blobdescriptor: inmemory}, filesystem: {rootdirectory: $place/peer}, delete: {enabled: true}}
http: {addr: "127.0.0.1:${port[peer]}"}
PEER
  docker-registry serve "$place/peer.yml" >"$place/peer.log" 2>&1 &
  process[peer]=$!
}

wait_for() {
  local deadline=$((SECONDS + 20))
  until (: <"/dev/tcp/127.0.0.1/${port[$1]}") 2>/dev/null; do
    if ((SECONDS > deadline)) || ! kill -0 "${process[$1]}" 2>/dev/null; then
      cat "$place/$1.log" >&2
      exit 1
    fi
    read -rt 0.05 <> <(:) || true
  done
}

start_clients() {
  coproc clients {
    exec "$java_home/bin/java" -XX:+UseSerialGC -Xmx512m -cp "$place/classes" RegistryLoad "$large_mb" \
      ${BENCH_VERIFY:+verify}
  }
}

# --- Measuring --------------------------------------------------------------------------------------------------------

# Sets ticks to the processor time that a server took so far, in user and kernel.
read_ticks() {
  local fields
  read -ra fields <"/proc/${process[$1]}/stat"
  ticks=$((fields[13] + fields[14]))
}

# measure ROW SERVER ROUND: sets wall and cpu, in microseconds.
measure() {
  local before
  sync -f "$place"
  read_ticks "$2"
  before=$ticks
  echo "${1//-/ } ${port[$2]} round-$3" >&"${clients[1]}"
  read -r wall <&"${clients[0]}" || {
    echo "bench: $1 failed with $2, see above; its log:" >&2
    tail -20 "$place/$2.log" >&2
    exit 1
  }
  read_ticks "$2"
  cpu=$(((ticks - before) * 1000000 / ticks_per_second))
}

# Each round begins with another server. All figures are kept as `ROW-SERVER-what`.
declare -A figures=()
run_round() {
  local row server turn=("${servers[@]}")
  if (($1 % 2)); then turn=("${servers[1]}" "${servers[0]}"); fi
  for row in "${rows[@]}"; do
    for server in "${turn[@]}"; do
      measure "$row" "$server" "$1"
      if (($1 > 0)); then
        figures[$row-$server-wall]+=" $wall"
        figures[$row-$server-cpu]+=" $cpu"
      fi
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

# milliseconds MICROSECONDS: 1234567 -> 1234.6
milliseconds() { printf '%d.%d' $(($1 / 1000)) $(($1 % 1000 / 100)); }

print_row() {
  local server shown=()
  for server in "${servers[@]}"; do
    statistics "$1-$server-$2"
    shown+=("$(milliseconds "$median")" "$(milliseconds "$low")" "$(milliseconds "$high")")
  done
  printf '%-20s %9s %9s %9s   %9s %9s %9s\n' "$1-$2" "${shown[@]}"
}

print_ratio() {
  local ours hundredths
  statistics "$1-ours-$2"
  ours=$median
  statistics "$1-peer-$2"
  hundredths=$(((ours * 100 + median / 2) / (median ? median : 1)))
  printf 'ratio %s %d.%02d\n' "$1-$2" $((hundredths / 100)) $((hundredths % 100))
}

print_figures() {
  local row what
  printf '%-20s %29s   %29s\n' "$rounds rounds, ms" 'ours: median, lowest, highest' 'docker-registry'
  for row in "${rows[@]}"; do
    for what in wall cpu; do print_row "$row" "$what"; done
  done
  cat <<'REMARK'

wall: of all clients together. cpu: of the server, user and kernel. The clients do not hash what they pull, unless told to.
Both servers force a file to the disk before they answer 201, so both wait for it; docker-registry does not force the
folder that names the file, so a push that it acknowledged can still be lost with the power. Below 1, ours takes less:

REMARK
  for row in "${rows[@]}"; do
    for what in wall cpu; do print_ratio "$row" "$what"; done
  done
}

# A row is left out unless one of the patterns in BENCH_ROWS fits.
choose_rows() {
  local row pattern chosen=()
  for row in "${rows[@]}"; do
    for pattern in ${BENCH_ROWS:-\*}; do
      # shellcheck disable=SC2053 # it is a pattern
      if [[ $row == $pattern ]]; then chosen+=("$row"); fi
    done
  done
  rows=("${chosen[@]}")
}

if [[ ${1:-} != --inside ]]; then
  need_peer
  need_build
  run_inside
  exit
fi

trap 'exit 130' INT TERM
read_stamp
ticks_per_second=$(getconf CLK_TCK)
set -f # patterns are for names of rows here, not of files
choose_rows
ip link set lo up
mount_store "$2"
"$java_home/bin/javac" -proc:none -d "$place/classes" -cp "$class_path" bench/Registry{Load,Alone}.java
start_ours
start_peer
start_clients
for server in "${servers[@]}"; do wait_for "$server"; done
for ((round = 0; round <= rounds; round++)); do run_round "$round"; done
print_figures
