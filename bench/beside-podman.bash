# For benches that run an engine beside podman, in namespaces of their own: what they need, where it runs, and its end.
# Sourced by them from the root of the project, before anything else.
root=$PWD
program=dev
first_word=bench
source scripts/setup.sh

# own_namespaces MARK TOOL=PACKAGE...: installs what is missing and starts the bench again, with --inside, where nobody else
# sees its mounts, links and processes, and where all of them end with it. Inside it returns, with an empty $folder.
own_namespaces() {
  local mark=$1 tool
  shift
  if [[ $mark != --inside ]]; then
    missing=()
    miss_for_build
    miss_for_engine
    for tool in "$@"; do has "${tool%=*}" || missing+=("${tool#*=}"); done
    for tool in podman netavark; do
      [[ -n $(type -P "$tool" || ls /usr/lib/podman/"$tool" 2>/dev/null) ]] || missing+=("$tool")
    done
    install_missing
    ./windlass version >/dev/null # builds
    exec setpriv --pdeathsig KILL unshare --mount --net --propagation private --pid --fork --kill-child --mount-proc "$0" --inside
  fi
  umount /sys/fs/cgroup/unified 2>/dev/null || true # crun refuses to work while it sees both kinds
  ip link set lo up
  folder=$(mktemp -d /tmp/windlass-bench-XXXXXX)
  export WINDLASS_HOME=$folder/home
  trap finish EXIT
  trap 'exit 130' INT TERM
}

# Takes away what the bench left; a bench that started engines elsewhere than in $state names them in $states.
states=()
finish() {
  local one
  for one in "${states[@]:-${state:-}}"; do
    [[ ! $one ]] || ./windlass down --state "$one" >/dev/null 2>&1 || true
  done
  [[ ! ${store:-} ]] || "${store[@]}" rm --all --force --time 0 >/dev/null 2>&1 || true
  umount -R "$folder/disk" 2>/dev/null || umount -l "$folder/disk" 2>/dev/null || true
  rm -rf "$folder"
}

# on_disk SIZE: makes $disk, with a journal, which the disk of this machine may not have.
on_disk() {
  disk=$folder/disk
  truncate -s "$1" "$folder/disk.img"
  mkfs.ext4 -q "$folder/disk.img"
  mkdir "$disk"
  mount -o loop "$folder/disk.img" "$disk"
}

# podman_with SUBNET: sets store, and makes the network `bench`.
podman_with() {
  store=(podman --network-config-dir "$folder/networks" --root "$disk/podman" --runroot "$disk/podman-run"
    --storage-driver overlay --cgroup-manager cgroupfs)
  "${store[@]}" network create --disable-dns --subnet "$1" bench >/dev/null
}

# engine_up STATE OPTION...: starts an engine, and sets registry, ingress and api as it tells them, and engine to its id.
engine_up() {
  ./windlass up -d --state "$1" --port 0 --registry-port 0 --ingress-port 0 "${@:2}" >"$folder/ready"
  registry=$(sed -n 's/^ *Registry *\(localhost:[0-9]*\)$/\1/p' "$folder/ready")
  ingress=$(sed -n 's/^ *Ingress *http:..127.0.0.1:\([0-9]*\)$/\1/p' "$folder/ready")
  api=$(sed -n 's/^ *API *\(http:.*\)$/\1/p' "$folder/ready")
  engine=$(sed -n 's/.*"id" *: *"\([0-9a-f]*\)".*/\1/p' "$1/engine.json")
}

# make_app NAME IMAGE OPTION...: sets host.
make_app() {
  local url
  url=$(./windlass app create --name "$1" --image "$2" "${@:3}" 2>/dev/null | tail -1)
  host=${url#http://}
}

# summary WHAT MICROSECONDS...: prints the median, the least and the most; sets median.
summary() {
  local what=$1 sorted
  shift
  mapfile -t sorted < <(printf '%s\n' "$@" | sort -n)
  median=${sorted[$# / 2]}
  printf '%-40s %7d.%02d ms (%d.%02d to %d.%02d)\n' "$what" $((median / 1000)) $((median % 1000 / 10)) \
    $((sorted[0] / 1000)) $((sorted[0] % 1000 / 10)) $((sorted[-1] / 1000)) $((sorted[-1] % 1000 / 10))
}

# ratio WHAT OURS PEER
ratio() { awk -v what="$1" -v a="$2" -v b="$3" 'BEGIN { printf "ratio %s OURS/PEER %.3f\n", what, a / b }'; }
