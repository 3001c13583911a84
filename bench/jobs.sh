#!/usr/bin/env bash
# How many short instances a job run gets through: 500 that run `true`, and 100 that sleep a second, from the submit to the end of
# the run; beside `podman run --rm` of the same image, as many at a time, driven by xargs. Ours and theirs take turns.
# For the record bare crun, one after the other, without network, log or limits, which is what the rest is added to. Needs root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${BENCH_ROUNDS:-3}
quick=${BENCH_QUICK:-500}
slow=${BENCH_SLOW:-100}
bare=${BENCH_BARE:-100}
# The smallest instance that there is takes an eighth of a processor, so this many run at a time here.
together=$(($(nproc) * 8))
source bench/beside-podman.bash
own_namespaces "${1:-}" curl=curl crun=crun
on_disk 6G
state=$disk/state

# timed COMMAND...: sets took to its microseconds.
timed() {
  local began=$EPOCHREALTIME ended
  "$@"
  ended=$EPOCHREALTIME
  took=$((${ended/./} - ${began/./}))
}

# ours NAME INDICES COMMAND ARGUMENT
ours() {
  ./windlass jobrun submit --name "$1" --image "$image" --array-size "$2" --cpu 0.125 --memory 0.25G \
    --command "$3" ${4:+--argument "$4"} --wait --quiet >/dev/null
}

# theirs INDICES COMMAND ARGUMENT
theirs() {
  seq "$1" | xargs -P "$together" -I INDEX "${store[@]}" run --rm --network bench --env JOB_INDEX=INDEX \
    --cpus 0.125 --memory 256m --entrypoint "$2" "$image" ${3:+"$3"}
}

alone() {
  local i
  for ((i = 0; i < bare; i++)); do crun --cgroup-manager=disabled run --bundle "$folder/bundle" "bare-$$-$i"; done
}

# rate WHAT INSTANCES MICROSECONDS...: prints instances each second from the median; sets median and each.
rate() {
  local what=$1 instances=$2
  shift 2
  summary "$what" "$@" >/dev/null
  each=$((median / instances))
  awk -v what="$what" -v n="$instances" -v us="$median" 'BEGIN {
    printf "%-44s %8.1f a second, %7.2f ms each, %6.2f s in all\n", what, n * 1e6 / us, us / 1e3 / n, us / 1e6 }'
}

engine_up "$state"
image=$registry/samples/job
podman_with 10.98.0.0/16
"${store[@]}" pull -q --tls-verify=false "$image" >/dev/null

mkdir "$folder/bundle"
crun spec --bundle "$folder/bundle"
sed -i -e 's/"terminal": true/"terminal": false/' -e 's/"sh"/"true"/' "$folder/bundle/config.json"
ln -s "$("${store[@]}" image mount "$image")" "$folder/bundle/rootfs"

ours warm 20 true
theirs 4 true
ours_quick=() theirs_quick=() ours_slow=() theirs_slow=() alone=()
for ((round = 1; round <= rounds; round++)); do
  timed ours "quick-$round" "$quick" true && ours_quick+=("$took")
  timed theirs "$quick" true && theirs_quick+=("$took")
  timed ours "slow-$round" "$slow" sleep 1 && ours_slow+=("$took")
  timed theirs "$slow" sleep 1 && theirs_slow+=("$took")
  timed alone && alone+=("$took")
done

rate "ours, $quick of true" "$quick" "${ours_quick[@]}" && ours=$each
rate "podman, $quick of true, $together at a time" "$quick" "${theirs_quick[@]}" && theirs=$each
rate "bare crun, $bare of true, one at a time" "$bare" "${alone[@]}" && bare_crun=$each
rate "ours, $slow of sleep 1" "$slow" "${ours_slow[@]}" && ours_sleeping=$each
rate "podman, $slow of sleep 1, $together at a time" "$slow" "${theirs_slow[@]}" && theirs_sleeping=$each
ideal=$((1000000 / together))
printf 'beyond the sleep itself, for each instance: ours %.1f ms, podman %.1f ms\n' \
  "$(((ours_sleeping - ideal) / 10))e-2" "$(((theirs_sleeping - ideal) / 10))e-2"
echo 'instances each second; a ratio above 1 is more:'
ratio quick-instances-beside-podman "$theirs" "$ours"
ratio sleeping-instances-beside-podman "$theirs_sleeping" "$ours_sleeping"
ratio quick-instances-beside-bare-crun "$bare_crun" "$ours"
