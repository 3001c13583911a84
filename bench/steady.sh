#!/usr/bin/env bash
# Whether requests fail while an app changes under load: an update, a rollback, a restart, a broken update, scaling from none to
# ten, falling asleep and waking, its registry gone, an instance killed, the engine killed and started again. Counts every request
# and every one that failed.
# Not a race: it has no peer, and ends with code 1 when one failed that should not. Needs root.
#
# A request that an instance works on when it is killed is lost with it, at most one for each client. While the engine is down
# nobody listens: those connections are counted as cut, and when it is back all goes on.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
program=dev
first_word=bench
source scripts/setup.sh
need_jdk
need_build
folder=$(mktemp -d /tmp/windlass-bench-XXXXXX)
export WINDLASS_HOME=$folder/home
state=$folder/state

elsewhere=
finish() {
  [[ ! $elsewhere ]] || kill "$elsewhere" 2>/dev/null || true
  ./windlass down --state "$state" >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM

up() { ./windlass up -d --state "$state" --port 0 --registry-port 0 --ingress-port 0 --scale-window 6 >"$folder/ready"; }

# Those that are not frozen.
instances() {
  local all
  all=$(ls "$state/containers" | wc -l)
  echo $((all - $({ grep -l FROZEN /sys/fs/cgroup/freezer/windlass-"$id"/*/freezer.state 2>/dev/null || true; } | wc -l)))
}

# until WHAT COMMAND...: waits for it.
until_true() {
  local what=$1 deadline=$((SECONDS + 90))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || { echo "bench: $what did not happen" >&2; exit 1; }
    sleep 0.2
  done
}

# under_load WHAT CLIENTS COMMAND...: runs it while CLIENTS ask as fast as they are answered, and says how many requests failed.
bad=0
under_load() {
  local what=$1 clients=$2 asked failed lost
  shift 2
  "$java_home/bin/java" bench/SteadyLoad.java "$ingress" "$host" "$clients" "$folder/stop" >"$folder/load" &
  local load=$!
  sleep 1.5
  "$@" >"$folder/output" 2>&1 || { bad=1; echo "bench: $what was not done:"; cat "$folder/output"; }
  sleep 1.5
  touch "$folder/stop"
  wait "$load"
  rm "$folder/stop"
  read -r asked failed lost _ <"$folder/load"
  printf '%-46s %6d requests, %d failed, %d cut\n' "$what" "$asked" "$failed" "$lost"
  sed -n '2,$s/^/    /p' "$folder/load"
  case $what in
    *instance*killed*) ((failed + lost <= clients)) || bad=1 ;;
    *engine*) ((failed <= clients)) || bad=1 ;; # cut while they were worked on
    *) ((failed + lost == 0)) || bad=1 ;;
  esac
}

update() { ./windlass app update --name web --env "AT=$RANDOM"; }
rollback() { ./windlass app rollback --name web; }
# A restart and a start of one more instance, with nobody there to ask for the image.
without_registry() {
  kill "$elsewhere"
  elsewhere=
  ./windlass app restart --name web
  grow
}
# Half to the revision before, then all to the latest again.
split() {
  local before
  before=$(./windlass revision list --application web 2>/dev/null | awk '$1 ~ /^web-0/ { print $1 }' | sort | tail -2 | head -1)
  ./windlass app traffic --name web --traffic "$before=50" --traffic @latest=50
  sleep 3
  ./windlass app traffic --name web --traffic @latest=100
  sleep 3
}
restart() { ./windlass app restart --name web; }
broken() { ! ./windlass app update --name web --image "$registry/samples/crash" --wait-timeout 15; }
mend() { ./windlass app update --name web --image "$registry/samples/hello"; }
one() { [[ $(instances) == 1 ]]; }
none() { [[ $(instances) == 0 ]]; }
ten() { [[ $(instances) == 10 ]]; }
grow() { until_true 'ten instances' ten; }
kill_instance() {
  local init
  init=$(sed -n 's/.*"init":{[^}]*"pid":\([0-9]*\).*/\1/p' "$state"/containers/web-0*/container.json | head -1)
  kill -KILL "$init"
  sleep 3
}
kill_engine() {
  kill -KILL "$(cat "$state/daemon.pid")"
  sleep 0.2
  ./windlass up -d --state "$state" >/dev/null
}

# Another registry than the engine's own, to be killed.
registry_elsewhere() {
  port=$((20000 + RANDOM % 10000))
  mkdir "$folder/classes"
  "$java_home/bin/javac" -proc:none -cp "$class_path" -d "$folder/classes" bench/RegistryAlone.java
  "$java_home/bin/java" -cp "$folder/classes:$class_path" RegistryAlone "$folder/elsewhere" "$port" samples >"$folder/elsewhere.log" 2>&1 &
  elsewhere=$!
  until grep -q listening "$folder/elsewhere.log"; do sleep 0.2; done
  ./windlass registry create --name elsewhere --server "localhost:$port" --username iamapikey --password bench >/dev/null
}

up
id=$(sed -n 's/.*"id" *: *"\([0-9a-f]*\)".*/\1/p' "$state/engine.json")
registry=$(sed -n 's/^ *Registry *\(localhost:[0-9]*\)$/\1/p' "$folder/ready")
ingress=$(sed -n 's/^ *Ingress *http:..127.0.0.1:\([0-9]*\)$/\1/p' "$folder/ready")
url=$(./windlass app create --name web --image "$registry/samples/hello" --concurrency 2 --max-scale 10 2>/dev/null | tail -1)
host=${url#http://}

under_load 'update' 2 update
under_load 'rollback' 2 rollback
under_load 'half to another revision, and back' 2 split
under_load 'restart' 2 restart
under_load 'broken update, the old one serves on' 2 broken
mend >/dev/null 2>&1
until_true 'sleep' none
under_load 'from none to ten' 40 grow
until_true 'sleep' none
under_load 'from none with one client' 1 sleep 3
until_true 'sleep' none
registry_elsewhere
./windlass app update --name web --image "localhost:$port/samples/hello" --registry-secret elsewhere >/dev/null 2>&1
under_load 'the registry is gone, restart and ten instances' 40 without_registry
until_true 'sleep' none
under_load 'asleep, and the registry is gone' 1 sleep 3
under_load 'an instance is killed' 2 kill_instance
under_load 'the engine is killed and started again' 2 kill_engine
exit "$bad"
