#!/usr/bin/env bash
# What an app notices of a neighbour that takes all it may: the slowest of 99 in 100 answers of a quiet app, asked by one client
# again and again (wrk), alone and beside an app that burns its processor, fills its memory until the kernel kills it, and starts again; the same
# with two containers of podman under the same limits. Ours and theirs in turn. Needs root.
#
# The engine, podman's containers, both apps and the client share this machine's processors.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${BENCH_ROUNDS:-5}
seconds=${BENCH_SECONDS:-10}
source bench/beside-podman.bash
own_namespaces "${1:-}" wrk=wrk
on_disk 4G
state=$disk/state
address=10.98.7.9

# Takes the whole of its processor at once, and all of its memory every few seconds.
noise='/srv/serve & while :; do :; done & while :; do head -c 2000m /dev/zero | tail -c 1900m >/dev/null; done'

# late HOST PORT: sets it to the microseconds within which 99 of 100 requests were answered.
late() {
  wrk -t 1 -c 1 -d "$seconds" --latency -H "Host: $1" "http://$2:$3/" >"$folder/out"
  ! grep -q 'Non-2xx' "$folder/out" || { echo "bench: not all were answered with 200" >&2; cat "$folder/out" >&2; exit 1; }
  late=$(awk '$1 == "99%" { n = $2 + 0; if ($2 ~ /ms$/) n *= 1000; else if ($2 ~ /[0-9]s$/) n *= 1000000; print int(n) }' "$folder/out")
}

ours() { late "$host" 127.0.0.1 "$ingress"; }
theirs() { late peer "$address" 8080; }

make_ours_noisy() {
  ./windlass app create --name noisy --image "$registry/samples/hello" --cpu 1 --memory 2G --min-scale 1 --no-wait \
    --command sh --argument -c --argument "$noise" >/dev/null 2>&1
  until grep -qs . /sys/fs/cgroup/memory/windlass-"$engine"/noisy-*/cgroup.procs; do sleep 0.2; done
}
make_ours_quiet() {
  ./windlass app delete --name noisy --force >/dev/null
  while ls -d /sys/fs/cgroup/memory/windlass-"$engine"/noisy-* >/dev/null 2>&1; do sleep 0.2; done
}
make_theirs_noisy() {
  "${store[@]}" run --detach --name noisy --network bench --cpus 1 --memory 2g --memory-swap 2g --restart always --env PORT=8080 \
    --entrypoint sh "$registry/samples/hello" -c "$noise" >/dev/null
}
make_theirs_quiet() { "${store[@]}" rm --force --time 0 noisy >/dev/null; }

engine_up "$state"
make_app quiet "$registry/samples/hello" --cpu 1 --memory 2G --min-scale 1
podman_with 10.98.7.0/24
"${store[@]}" pull -q --tls-verify=false "$registry/samples/hello" >/dev/null
"${store[@]}" run --detach --name quiet --network bench --ip "$address" --cpus 1 --memory 2g --env PORT=8080 \
  "$registry/samples/hello" >/dev/null

for ((i = 0; i < 3; i++)); do ours; theirs; done # the engine compiles what it does often
declare -A seen
for ((round = 0; round < rounds; round++)); do
  for who in ours theirs; do
    "$who"
    seen[$who,alone]+=" $late"
    "make_${who}_noisy"
    "$who"
    seen[$who,beside]+=" $late"
    "make_${who}_quiet"
  done
done

echo "99 of 100 answers within, $rounds times $seconds s, median (least to most):"
declare -A middle
for row in 'ours,alone' 'ours,beside' 'theirs,alone' 'theirs,beside'; do
  name=${row/ours,/windlass, }
  # shellcheck disable=SC2086 # numbers
  summary "${name/theirs,/podman, }" ${seen[$row]}
  middle[$row]=$median
done
for who in ours theirs; do
  awk -v who="$who" -v a="${middle[$who,beside]}" -v b="${middle[$who,alone]}" \
    'BEGIN { printf "%s: %.2f times as long beside the noisy one as alone\n", who == "ours" ? "windlass" : "podman", a / b }'
done
echo 'a ratio below 1 is less time:'
ratio p99-beside-noise "${middle[ours,beside]}" "${middle[theirs,beside]}"
