#!/usr/bin/env bash
# The story of Windlass with real output, on a throw-away engine. Exits 0 only if each step was seen to hold.
# Called by `./windlass demo`, which has installed and built what is needed.
set -euo pipefail
windlass=${1:?the launcher}
folder=$(mktemp -d /tmp/windlass-demo-XXXXXX)
export WINDLASS_HOME=$folder/home
state=$folder/state
output=$folder/output
began=$SECONDS

if [[ -t 1 ]]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; else bold='' dim='' plain=''; fi

finish() {
  local code=$?
  trap - EXIT
  if ! "$windlass" down --state "$state" >"$output" 2>&1; then
    cat "$output" >&2
    code=1
  fi
  if ((code != 0)) && [[ -s $state/daemon.log ]]; then
    echo "The engine's log ends with:" >&2
    tail -20 "$state/daemon.log" >&2
  fi
  rm -rf "$folder"
  if ((code == 0)); then
    printf '\n%sAll of it held, in %d s, and nothing is left behind.%s\n' "$bold" $((SECONDS - began)) "$plain"
    printf 'Next: %s up\n' "$windlass"
  fi
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT TERM

say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }

# Runs a command as a user would type it, shows its output, and keeps it for `expect`.
run() {
  printf '%s$ %s%s\n' "$dim" "${*/#$windlass/windlass}" "$plain"
  code=0
  "$@" >"$output" 2>&1 || code=$?
  sed 's/^/  /' "$output"
}
works() {
  run "$@"
  ((code == 0)) || broken "this should have worked, and ended with exit code $code"
}
fails() {
  run "$@"
  ((code == 1)) || broken "this should have failed with exit code 1, and ended with $code"
}
expect() { grep -qF -- "$1" "$output" || broken "the output should have said: $1"; }
broken() {
  printf '\nThe demo stops here: %s\n' "$1" >&2
  exit 1
}
field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" "$2" | head -1; }

say "1. An engine of our own, on free ports"
works "$windlass" up -d --state "$state" --port 0 --registry-port 0 --ingress-port 0
registry=$(sed -n 's/^ *Registry *//p' "$output")

say "2. An image becomes an app"
works "$windlass" sample push hello "$registry/demo/web:v1" --release "the first image"
works "$windlass" app create --name web --image "$registry/demo/web:v1"
url=$(tail -1 "$output")
works curl -sS --max-time 10 "$url"
expect "the first image"

say "3. Somebody pushes another image under the same tag"
works "$windlass" sample push hello "$registry/demo/web:v1" --release "the second image"
works "$windlass" app get --name web
expect "(pinned to "
pinned=$(sed -n 's/.*(pinned to \([0-9a-f]*\)).*/\1/p' "$output" | head -1)
works curl -sS --max-time 10 "$url"
expect "the first image"
printf '  The revision keeps its digest, %s…, for life.\n' "$pinned"

say "4. An update takes the new image, without a failed request"
works "$windlass" app update --name web
works curl -sS --max-time 10 "$url"
expect "the second image"
works "$windlass" revision list --application web
expect "web-00002"

say "5. A job of five indices"
works "$windlass" job create --name five --image "$registry/samples/job" --array-indices 0-4
works "$windlass" jobrun submit --job five --name five-1 --wait
works "$windlass" jobrun get --name five-1
expect "Succeeded"
works "$windlass" jobrun logs --instance five-1-3-0
expect "JOB_INDEX=3"

say "6. Why can't it pull my image? A tag that is not there"
fails "$windlass" app create --name wrong-tag --image "$registry/demo/web:v7"
expect "Unable to pull the image"
expect "why:"
expect "fix:"

say "7. A private repository, and no secret"
works "$windlass" sample push job "$registry/private/report:v1"
fails "$windlass" app create --name private --image "$registry/private/report:v1"
expect "Unable to pull the image"
expect "registry create"

say "8. A registry that is not there"
fails "$windlass" app create --name dead --image "localhost:1/demo/web:v1"
expect "Unable to pull the image"
works "$windlass" app attempts --name dead
expect "connection_refused"
