#!/usr/bin/env bash
# How long a request waits for an app that sleeps: from the connection to the first byte of the answer, through the ingress, with
# nothing kept, with its container made ahead, and frozen; beside `podman start` of a container of the same image that was made
# before, until it gives the first byte at its own address. Ours and theirs take turns. Needs root.
#
# Each of ours is the app of an engine of its own, as how apps sleep is said for an engine. The bench sees when it sleeps; podman's
# container is stopped and stays. All have a network of their own, and answer from the same image. An engine that is in use has
# compiled what it does often, so each app is asked a thousand times before.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${BENCH_ROUNDS:-50}
warm=${BENCH_WARM:-1000}
root=$PWD
program=dev
first_word=bench
source scripts/setup.sh

if [[ ${1:-} != --inside ]]; then
  missing=()
  miss_for_build
  miss_for_engine
  for tool in podman netavark; do
    [[ -n $(type -P "$tool" || ls /usr/lib/podman/"$tool" 2>/dev/null) ]] || missing+=("$tool")
  done
  install_missing
  ./windlass version >/dev/null # builds
  # crun refuses the hybrid cgroups of some machines while it sees both kinds
  exec setpriv --pdeathsig KILL unshare --mount --net --propagation private --pid --fork --kill-child --mount-proc \
    "${BASH_SOURCE[0]}" --inside
fi

umount /sys/fs/cgroup/unified 2>/dev/null || true
ip link set lo up
folder=$(mktemp -d /tmp/windlass-bench-XXXXXX)
disk=$folder/disk
network=bench
address=10.98.7.9
store=(podman --network-config-dir "$folder/networks" --root "$disk/podman" --runroot "$disk/podman-run" --storage-driver overlay --cgroup-manager cgroupfs)

rungs=(cold created frozen)

finish() {
  local rung
  for rung in "${rungs[@]}"; do
    ./windlass down --state "$disk/$rung" >/dev/null 2>&1 || true
  done
  "${store[@]}" rm --force --time 0 peer >/dev/null 2>&1 || true
  "${store[@]}" network rm "$network" >/dev/null 2>&1 || true
  umount -R "$disk" 2>/dev/null || umount -l "$disk" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM

truncate -s 3G "$folder/disk.img"
mkfs.ext4 -q "$folder/disk.img"
mkdir "$disk"
mount -o loop "$folder/disk.img" "$disk"

# first_byte HOST PORT NAME: until the first line of an answer is here. Tries again as long as nobody listens.
first_byte() {
  local connection line deadline=$((SECONDS + 30))
  until exec {connection}<>"/dev/tcp/$1/$2"; do
    ((SECONDS < deadline)) || { echo "bench: nobody listens at $1:$2" >&3; exit 1; }
  done 3>&2 2>/dev/null
  printf 'GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$3" >&"$connection"
  read -r line <&"$connection"
  exec {connection}>&-
  [[ $line == *' 200 '* ]] || { echo "bench: $3 answered $line" >&2; exit 1; }
}

# timed COMMAND...: sets took to its microseconds.
timed() {
  local began=$EPOCHREALTIME ended
  "$@"
  ended=$EPOCHREALTIME
  took=$((${ended/./} - ${began/./}))
}

ours() { first_byte 127.0.0.1 "${ingress[$1]}" "${host[$1]}"; }
theirs() {
  "${store[@]}" start peer >/dev/null
  first_byte "$address" 8080 peer
}

# sleeps RUNG: whether the app of that engine does, in that way.
sleeps() {
  case $1 in
    cold) [[ -z $(ls "$disk/cold/containers") ]] ;;
    created) grep -qs '"created":true' "$disk"/created/containers/*/container.json ;;
    frozen) grep -qs FROZEN /sys/fs/cgroup/freezer/windlass-"${engine[frozen]}"/*/freezer.state ;;
  esac
}

asleep() {
  local deadline=$((SECONDS + 60))
  until sleeps "$1"; do
    ((SECONDS < deadline)) || { echo "bench: the app does not fall asleep" >&2; exit 1; }
    sleep 0.2
  done
}

declare -A engine ingress host
for rung in "${rungs[@]}"; do
  export WINDLASS_HOME=$folder/home-$rung
  ./windlass up -d --state "$disk/$rung" --port 0 --registry-port 0 --ingress-port 0 --scale-window 6 --standby "$rung" >"$folder/ready"
  registry=$(sed -n 's/^ *Registry *\(localhost:[0-9]*\)$/\1/p' "$folder/ready")
  ingress[$rung]=$(sed -n 's/^ *Ingress *http:..127.0.0.1:\([0-9]*\)$/\1/p' "$folder/ready")
  engine[$rung]=$(sed -n 's/.*"id" *: *"\([0-9a-f]*\)".*/\1/p' "$disk/$rung/engine.json")
  url=$(./windlass app create --name sleepy --image "$registry/samples/hello" 2>/dev/null | tail -1)
  host[$rung]=${url#http://}
done

"${store[@]}" pull -q --tls-verify=false "$registry/samples/hello" >/dev/null
"${store[@]}" network create --disable-dns --subnet 10.98.7.0/24 "$network" >/dev/null
"${store[@]}" create --name peer --network "$network" --ip "$address" --env PORT=8080 "$registry/samples/hello" >/dev/null
for rung in "${rungs[@]}"; do
  for ((i = 0; i < warm; i++)); do ours "$rung"; done
done

declare -A wakes
starts=()
for ((round = 0; round <= rounds; round++)); do # the first is for warming up
  for rung in "${rungs[@]}"; do
    asleep "$rung"
    timed ours "$rung"
    ((round == 0)) || wakes[$rung]+=" $took"
  done
  timed theirs
  ((round == 0)) || starts+=("$took")
  "${store[@]}" stop --time 0 peer >/dev/null 2>&1
done

# summary WHAT NUMBERS...: sets median.
summary() {
  local what=$1 sorted
  shift
  mapfile -t sorted < <(printf '%s\n' "$@" | sort -n)
  median=${sorted[$# / 2]}
  printf '%-34s %7d.%d ms (%d.%d to %d.%d)\n' "$what" $((median / 1000)) $((median / 100 % 10)) \
    $((sorted[0] / 1000)) $((sorted[0] / 100 % 10)) $((sorted[-1] / 1000)) $((sorted[-1] / 100 % 10))
}

echo "$rounds wakes, first byte seen from outside, median (least to most); a ratio below 1 is less time:"
declare -A ours
for rung in "${rungs[@]}"; do
  # shellcheck disable=SC2086 # numbers
  summary "windlass, $rung" ${wakes[$rung]}
  ours[$rung]=$median
done
summary 'podman start' "${starts[@]}"
for rung in "${rungs[@]}"; do
  awk -v what="$rung" -v a="${ours[$rung]}" -v b="$median" 'BEGIN { printf "ratio %s-start OURS/PEER %.3f\n", what, a / b }'
done
