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
source bench/beside-podman.bash
own_namespaces "${1:-}"
on_disk 3G
address=10.98.7.9
rungs=(cold created frozen)
states=("$disk/cold" "$disk/created" "$disk/frozen")

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

ours() { first_byte 127.0.0.1 "${door[$1]}" "${name[$1]}"; }
theirs() {
  "${store[@]}" start peer >/dev/null
  first_byte "$address" 8080 peer
}

# sleeps RUNG: whether the app of that engine does, in that way.
sleeps() {
  case $1 in
    cold) [[ -z $(ls "$disk/cold/containers") ]] ;;
    created) grep -qs '"created":true' "$disk"/created/containers/*/container.json ;;
    frozen) grep -qs FROZEN /sys/fs/cgroup/freezer/windlass-"$engine"/*/freezer.state ;;
  esac
}

asleep() {
  local deadline=$((SECONDS + 60))
  until sleeps "$1"; do
    ((SECONDS < deadline)) || { echo "bench: the app does not fall asleep" >&2; exit 1; }
    sleep 0.2
  done
}

declare -A door name
for rung in "${rungs[@]}"; do # frozen is the last, and so is its engine's id
  export WINDLASS_HOME=$folder/home-$rung
  engine_up "$disk/$rung" --scale-window 6 --standby "$rung"
  make_app sleepy "$registry/samples/hello"
  door[$rung]=$ingress
  name[$rung]=$host
done

podman_with 10.98.7.0/24
"${store[@]}" pull -q --tls-verify=false "$registry/samples/hello" >/dev/null
"${store[@]}" create --name peer --network bench --ip "$address" --env PORT=8080 "$registry/samples/hello" >/dev/null
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

echo "$rounds wakes, first byte seen from outside, median (least to most); a ratio below 1 is less time:"
declare -A ours
for rung in "${rungs[@]}"; do
  # shellcheck disable=SC2086 # numbers
  summary "windlass, $rung" ${wakes[$rung]}
  ours[$rung]=$median
done
summary 'podman start' "${starts[@]}"
for rung in "${rungs[@]}"; do
  ratio "$rung-start" "${ours[$rung]}" "$median"
done
