#!/usr/bin/env bash
# Whether `jobrun logs -f` keeps up with instances that write much: 50 write 50 MB a second together, in lines of a kilobyte, for
# ten seconds; the engine is told that it has room for so many. Printed are how many of the bytes written came out, how long after the last was
# written, and how much memory the engine and the command took meanwhile. Needs root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
writers=${BENCH_WRITERS:-50}
rate=${BENCH_MEGABYTES:-50}
seconds=${BENCH_SECONDS:-10}
source bench/beside-podman.bash
own_namespaces "${1:-}" curl=curl
on_disk 8G
state=$disk/state

# peak PID: the most memory that it ever had, in KiB.
peak() { awk '/^VmHWM:/ { print $2 }' "/proc/$1/status" 2>/dev/null || echo 0; }
resident() { awk '/^VmRSS:/ { print $2 }' "/proc/$1/status"; }

engine_up "$state" --job-capacity "$writers,${writers}G"
process=$(<"$state/daemon.pid")
ask() { curl -fsS -H "Authorization: Bearer $(<"$state/api-key")" "$api/v2/projects$1"; }
project=$(ask '' | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4)
each=$((rate * 1000000 / writers / 10)) # bytes, ten times a second
# shellcheck disable=SC2016 # for the shell in the container
script='line=$(head -c 999 /dev/zero | tr "\0" x); i=0
while [ $i -lt '"$((seconds * 10))"' ]; do yes "$line" | head -c '"$each"'; i=$((i + 1)); sleep 0.09; done; echo; echo over'
before=$(resident "$process")
./windlass jobrun submit --name writes --image "$registry/samples/job" --array-size "$writers" --cpu 0.125 --memory 0.25G \
  --command sh --argument -c --argument "$script" --quiet >/dev/null 2>&1
began=${EPOCHREALTIME/./}
./windlass jobrun logs --name writes --follow --raw >"$folder/out" 2>/dev/null &
reader=$!
sleep 2
command=$(pgrep -P "$reader" java || echo "$reader")
until ask "/$project/job_runs/writes" | grep -q '"status":"\(completed\|failed\)"'; do
  most=$(peak "$command")
  sleep 0.5
done
written=$((${EPOCHREALTIME/./} - began))
wait "$reader" || true
followed=$((${EPOCHREALTIME/./} - began))
got=$(stat -c %s "$folder/out")
wanted=$((each * seconds * 10 * writers))
ended=$(grep -c '^over$' "$folder/out" || true)

printf '%-52s %10d MB of %d, all of %d of %d instances\n' 'came out' $((got / 1000000)) $((wanted / 1000000)) "$ended" "$writers"
printf '%-52s %10.1f MB a second\n' 'written' "$((wanted * 10 / written))e-1"
printf '%-52s %10.2f s\n' 'the last line came after the last was written' "$(((followed - written) / 10000))e-2"
printf '%-52s %10d KiB before, %d at most\n' 'memory of the engine' "$before" "$(peak "$process")"
printf '%-52s %10d KiB at most\n' 'memory of the command' "${most:-0}"
echo 'bytes; 1 is all:'
ratio bytes-that-came-out-of-those-written "$got" "$wanted"
