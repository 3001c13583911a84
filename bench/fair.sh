#!/usr/bin/env bash
# Whether job runs that are submitted at the same time share the machine: 20 runs of 50 indices, each of which sleeps a fifth of a
# second, with room for fewer than one run. Printed are when the first and the last run ended, and Jain's index of the indices that
# each run got done by the time at which half of all were done: 1 when all got the same, 1/20 when one got everything. At last
# the runs are deleted, and what is left of them is counted. Needs root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=${BENCH_RUNS:-20}
indices=${BENCH_INDICES:-50}
source bench/beside-podman.bash
own_namespaces "${1:-}" curl=curl
on_disk 6G
state=$disk/state

ask() { curl -fsS -H "Authorization: Bearer $key" -H 'Content-Type: application/json' "$@"; }

# submit NAME
submit() {
  ask -o /dev/null "$api/v2/projects/$project/job_runs?preflight=false" -d @- <<RUN
{"name": "$1", "image_reference": "$registry/samples/job", "run_commands": ["sleep", "0.2"], "scale_array_spec": "0-$((indices - 1))",
 "scale_cpu_limit": "0.125", "scale_memory_limit": "0.25G"}
RUN
}

left() { ls -d /sys/fs/cgroup/memory/windlass-"$engine"/*/ 2>/dev/null | wc -l; }

engine_up "$state"
key=$(<"$state/api-key")
project=$(ask "$api/v2/projects" | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4)
./windlass jobrun submit --name warm --image "$registry/samples/job" --array-size 20 --cpu 0.125 --memory 0.25G --command true --wait --quiet >/dev/null 2>&1

began=${EPOCHREALTIME/./}
for ((i = 1; i <= runs; i++)); do submit "run-$i"; done
submitted=$((${EPOCHREALTIME/./} - began))
total=$((runs * indices)) first='' half=''
deadline=$((SECONDS + 400))
while :; do
  now=$((${EPOCHREALTIME/./} - began))
  all=$(./windlass jobrun list 2>/dev/null | awk '$1 ~ /^run-/')
  done_now=$(awk '{ sum += $6 } END { print sum + 0 }' <<<"$all")
  over=$(awk -v n="$indices" '$6 + $2 >= n { over++ } END { print over + 0 }' <<<"$all")
  [[ $half || $done_now -lt $((total / 2)) ]] || half=$(awk '{ n++; sum += $6; squares += $6 * $6 } END { printf "%.3f", sum * sum / (n * squares) }' <<<"$all")
  [[ $first || $over -eq 0 ]] || first=$now
  ((over < runs)) || break
  ((SECONDS < deadline)) || { echo "bench: only $over of $runs runs are over" >&2; exit 1; }
  sleep 0.3
done
last=$((${EPOCHREALTIME/./} - began))

printf '%-52s %7.2f s\n' "$runs runs submitted after" "$((submitted / 10000))e-2" \
  'the first run was over after' "$((first / 10000))e-2" 'the last run was over after' "$((last / 10000))e-2"
printf '%-52s %7.1f\n' 'indices a second, together' "$((total * 10000000 / last))e-1"
for ((i = 1; i <= runs; i++)); do ./windlass jobrun delete --name "run-$i" --force --quiet >/dev/null; done
./windlass jobrun delete --name warm --force --quiet >/dev/null
sleep 5
printf '%-52s %7d\n' 'containers and cgroups left after deleting them' "$(($(left) + $(ls "$state/containers" | wc -l)))"
echo "fairness between $runs runs of $indices indices: $half (Jain, 1 is best)"
