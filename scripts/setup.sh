# shellcheck shell=bash
# What `windlass` and `dev` share: finding what they need, installing what is missing, building once. They source this
# file with `root` set to the folder of the repository. Nothing here starts a process when there is nothing to do.

build_folder=$root/.windlass-build
stamp=$build_folder/stamp
jar=$root/platform/target/platform-0.1.0.jar
private_jdk=/opt/windlass/jdk-25
private_ctr=/opt/windlass/ctr

# A message has three parts: what happened, why, what to do now.
fail() {
  printf '%s\n  why: %s\n  fix: %s\n' "$1" "$2" "$3" >&2
  exit 1
}

has() { command -v "$1" >/dev/null; }

# --- A JDK 25 ---------------------------------------------------------------------------------------------------------

# Sets jdk_version to that of the JDK in a folder, from its release file. Empty for what is no JDK.
read_jdk_version() {
  local line
  jdk_version=
  [[ -x $1/bin/javac && -r $1/release ]] || return 0
  while read -r line; do
    if [[ $line == JAVA_RUNTIME_VERSION=* ]]; then
      line=${line#*=}
      jdk_version=${line//\"/}
    fi
  done <"$1/release"
}

# Sets java_home to the first JDK 25 of those in JAVA_HOME, /usr/lib/jvm, our own folder and the PATH. Fails without one.
find_jdk() {
  local candidate on_path=
  if has javac; then
    on_path=$(readlink -f "$(command -v javac)")
    on_path=${on_path%/bin/javac}
  fi
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* "$private_jdk" "$on_path"; do
    read_jdk_version "$candidate"
    if [[ $jdk_version == 25 || $jdk_version == 25[.+-]* ]]; then
      java_home=$candidate
      return 0
    fi
  done
  return 1
}

# --- Flags of the JVM --------------------------------------------------------------------------------------------------

# Compressed class files and native code in jars are opened by name; JDK 25 warns about both unless told that it is meant.
quiet=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
# Two cores and a few hundred megabytes are a usual host. The heap gives memory back when it is idle; both compilers stay,
# as the way in for requests runs hot.
engine_flags=("${quiet[@]}" -XX:+UseSerialGC -Xms16m -Xmx256m -XX:MinHeapFreeRatio=10
  -XX:MaxHeapFreeRatio=30 -XX:ReservedCodeCacheSize=64m -XX:MaxDirectMemorySize=128m -Xss512k)

# --- Debian packages --------------------------------------------------------------------------------------------------

# A program that needs a loader names it at its beginning.
is_static_busybox() {
  local busybox
  busybox=$(command -v busybox) && ! head -c 4096 "$busybox" | grep -aq '/ld-'
}

# Adds what is missing to the array `missing`, as package names.
miss_for_build() {
  has mvn || missing+=(maven)
}

miss_for_engine() {
  has crun || has runc || missing+=(crun)
  has conmon || missing+=(conmon)
  has ip || missing+=(iproute2)
  has nft || missing+=(nftables)
  has unshare || missing+=(util-linux)
  is_static_busybox || missing+=(busybox-static)
  can_inflate_fast || missing+=(libisal2)
}

# Layers are inflated twice as fast with ISA-L, and as well without; so where it cannot be had it is not missed.
can_inflate_fast() {
  compgen -G '/usr/lib/*/libisal.so.2' >/dev/null || ((EUID != 0)) || ! has apt-get
}

miss_for_tests() {
  has skopeo || missing+=(skopeo)
  has podman || missing+=(podman)
  has buildah || missing+=(buildah)
  has objcopy || missing+=(binutils)
  has docker-registry || missing+=(docker-registry)
  has ctr || missing+=(containerd)
  has openssl || missing+=(openssl)
}

# Debian 12's ctr does not say whom it asked for a token in vain; the next one's does, and runs here as it is.
need_newer_ctr() {
  [[ -x $private_ctr/ctr || ! $(ctr --version) =~ containerd\ 1\.[0-6]\. ]] && return
  need_root "a ctr of version 1.7"
  echo "Fetching a newer ctr into $private_ctr ..." >&2
  run_quietly "$root/scripts/next-debian.sh" "$private_ctr.new" containerd
  mkdir -p "$private_ctr"
  mv "$private_ctr.new/usr/bin/ctr" "$private_ctr/ctr"
  rm -rf "$private_ctr.new"
}

apt_ready=
apt_update() {
  if [[ -z $apt_ready ]]; then
    apt_ready=yes
    run_quietly apt-get update -qq
  fi
}

apt_install() {
  echo "Installing $* ..." >&2
  apt_update
  (
    keep_services_off
    run_quietly env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
  )
}

# Some programs for tests bring a service, and docker-registry's would take port 5000 as soon as it is installed.
keep_services_off() {
  local policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    # shellcheck disable=SC2064
    trap "rm -f $policy" EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
}

# Runs a command with its output in a log that is shown only if it fails.
run_quietly() {
  local log=${TMPDIR:-/tmp}/windlass-setup.$$.log code=0
  "$@" >"$log" 2>&1 || code=$?
  if ((code != 0)); then
    tail -30 "$log" >&2
    rm -f "$log"
    fail "\`$*\` failed with exit code $code" "its last lines are above" "mend that and start this again"
  fi
  rm -f "$log"
}

install_missing() {
  if ((${#missing[@]} > 0)); then
    need_root "${missing[*]}"
    apt_install "${missing[@]}"
  fi
}

need_root() {
  has apt-get || fail "Windlass needs $1" "it is not installed, and there is no apt-get to install it with" \
    "install it with the package manager of this system, then start this again"
  ((EUID == 0)) || fail "Windlass needs $1" "it is not installed, and only root may install packages" \
    "run once as root: sudo $root/$program $first_word"
}

# --- The JDK, if it has to be installed -------------------------------------------------------------------------------

need_jdk() {
  find_jdk && return
  need_root "a JDK 25"
  apt_update
  local package
  for package in openjdk-25-jdk-headless temurin-25-jdk; do
    if has_candidate "$package"; then
      apt_install "$package"
      find_jdk && return
    fi
  done
  make_private_jdk
  find_jdk || fail "Windlass needs a JDK 25" "$private_jdk does not have one after all" "remove it and start this again"
}

has_candidate() {
  [[ $(apt-cache policy "$1" 2>/dev/null) =~ Candidate:\ [0-9] ]]
}

# Debian 12 has none, and the package registries carry none either; the next Debian's runs here with its own C library.
make_private_jdk() {
  [[ -x $root/scripts/private-jdk.sh ]] || fail "Windlass needs a JDK 25" \
    "there is none in JAVA_HOME, /usr/lib/jvm or the PATH, and the package sources of this machine have none" \
    "install one, such as temurin-25-jdk from https://adoptium.net/installation/linux, or set JAVA_HOME to one"
  has patchelf || apt_install patchelf
  echo "Making a JDK 25 in $private_jdk ..." >&2
  run_quietly "$root/scripts/private-jdk.sh" "$private_jdk"
}

# --- Building once ----------------------------------------------------------------------------------------------------

# Sets `sources` to all files and folders that the jar is made of. A deleted file shows as a changed folder.
list_sources() {
  shopt -s globstar nullglob dotglob
  sources=("$root"/pom.xml "$root"/.mvn/* "$root"/{picocli,registry-api,oci,platform}/pom.xml "$root"/{registry-api,oci,platform}/src/main/**)
  shopt -u globstar nullglob dotglob
}

# True if the last build is of these sources, by this JDK, in this place. Sets java_home, jdk_version, class_path and key.
read_stamp() {
  local built_root built_count built_version source
  built_sources=
  [[ -r $stamp ]] || return 1
  { read -r built_root && read -r built_count && read -r java_home && read -r built_version &&
    read -r key && read -r class_path && read -r built_sources; } <"$stamp" || return 1
  [[ $built_root == "$root" && -e $jar ]] || return 1
  read_jdk_version "$java_home"
  [[ $jdk_version == "$built_version" ]] || return 1
  list_sources
  ((built_count == ${#sources[@]})) || return 1
  for source in "${sources[@]}"; do
    [[ $source -nt $stamp ]] && return 1
  done
  return 0
}

# Returns at once if there is nothing to build.
need_build() {
  read_stamp && return
  [[ -w $root ]] || fail "Windlass is not built yet" "the sources in $root are newer than the jar, or there is none, \
and this user may not write there" "run once as its owner: $root/$program version"
  mkdir -p "$build_folder"
  exec {lock}>"$build_folder/lock"
  has flock && flock "$lock" # whoever comes second finds it done
  read_stamp || renew_stamp || build
  exec {lock}>&-
}

# For sources that are newer and yet the same, as after `git switch` there and back, and for a JDK that was replaced.
renew_stamp() {
  [[ -e $jar && $built_sources && $built_sources == "$(hash_of_sources)" ]] || return 1
  find_jdk || return 1
  touch "$build_folder/lock"
  write_stamp
}

build() {
  local log=$build_folder/build.log
  missing=()
  miss_for_build
  install_missing
  need_jdk
  touch "$build_folder/lock"
  echo "Building Windlass once (log: $log) ..." >&2
  if ! JAVA_HOME=$java_home mvn -B -q -Dmaven.test.skip=true -f "$root/pom.xml" -pl platform -am package >"$log" 2>&1; then
    cat "$log" >&2
    fail "Windlass did not build" "the messages of the build are above" "mend that and start this again"
  fi
  write_stamp
}

# Replaces the stamp in one step, so that nobody reads half of one. Its time is that of the lock: when the build began, so
# that what was saved during the build is newer.
write_stamp() {
  local library
  list_sources
  class_path=$jar
  for library in "$root"/platform/target/lib/*.jar; do class_path+=:$library; done
  key=$(hash_of_build)
  printf '%s\n' "$root" "${#sources[@]}" "$java_home" "$jdk_version" "$key" "$class_path" "$(hash_of_sources)" \
    >"$stamp.new"
  touch -r "$build_folder/lock" "$stamp.new"
  mv "$stamp.new" "$stamp"
}

# Names the start-up caches. A JVM does not notice a cache of other classes and would run those, so the name has to
# change with everything that is in it: the bytes of the jars, where they are, and the JVM.
hash_of_build() {
  local sum _
  read -r sum _ < <({ echo "$jdk_version $class_path"; cat "$jar" "$root"/platform/target/lib/*.jar; } | sha256sum)
  echo "${sum:0:16}"
}

hash_of_sources() {
  local sum _ file files=()
  list_sources
  for file in "${sources[@]}"; do [[ -f $file ]] && files+=("$file"); done
  read -r sum _ < <(sha256sum "${files[@]}" | sha256sum)
  echo "$sum"
}
