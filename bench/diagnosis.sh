#!/usr/bin/env bash
# Which program names the cause when an image cannot be pulled, and says what to do: `windlass doctor`, `podman pull`,
# `skopeo inspect` and `ctr images pull`, against every pull fault of the registry that fails. Writes
# docs/reference/scoreboard.md with the outputs. What counts is in bench/diagnosis-words.txt, the same for all.
#
# Needs root. All of it is in a mount namespace of its own, in which the authority of the kit's certificates is trusted, so
# that TLS fails only where it should. Settings: BENCH_FAULTS, a regular expression for names of faults.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
program=dev
first_word=bench
source scripts/setup.sh

if [[ ${1:-} != --inside ]]; then
  missing=()
  miss_for_build
  miss_for_engine
  miss_for_tests
  install_missing
  need_newer_ctr
  need_jdk
  ./windlass version >/dev/null # builds
  export JAVA_HOME=$java_home
  exec setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc "${BASH_SOURCE[0]}" --inside
fi

scratch=$(mktemp -d /tmp/windlass-bench-XXXXXX)
trap 'umount -R "$scratch"/podman/overlay 2>/dev/null || true; rm -rf "$scratch"' EXIT
export WINDLASS_HOME=$scratch/home
bundle=/etc/ssl/certs/ca-certificates.crt
cp "$bundle" "$scratch/bundle.pem"
mount --bind "$scratch/bundle.pem" "$bundle"

coproc CHAOS { exec ./windlass registry-chaos -o json; }
read -r faults <&"${CHAOS[0]}"
printf '%s' "$faults" >"$scratch/faults.json"
"$JAVA_HOME/bin/java" bench/Diagnosis.java authority "$scratch/faults.json" >>"$scratch/bundle.pem"

cat >"$scratch/containerd.toml" <<SETTINGS
version = 2
root = "$scratch/containerd/root"
state = "$scratch/containerd/state"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
[grpc]
address = "$scratch/containerd.sock"
[ttrpc]
address = "$scratch/containerd.ttrpc"
SETTINGS
containerd --config "$scratch/containerd.toml" >"$scratch/containerd.log" 2>&1 &
until [[ -S $scratch/containerd.sock ]]; do sleep 0.1; done

"$JAVA_HOME/bin/java" bench/Diagnosis.java play "$scratch" "${BENCH_FAULTS:-.*}"
