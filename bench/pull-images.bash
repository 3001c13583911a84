# shellcheck shell=bash
# The images that pull.sh pulls, made of files of this machine, in a folder that is a registry's storage. `pull.sh` sources
# this; it is made once and used again.
#
#   large    6 layers, some 400 MB compressed, 960 MB unpacked; the top one has a twentieth of it
#   changed  the same with another top layer
#   small    1 layer of 30,000 files of at most 32 kB, and their folders
#   deep     40 layers of 4 MB
#   medium   6 layers, some 70 MB compressed, for the slow link

small_files=30000
megabyte=1000000

# Files that are on every Debian that can build Windlass. Names that hold a newline stay out.
list_files() {
  find /usr/bin /usr/lib/*-linux-gnu /usr/lib/gcc /usr/lib/jvm /usr/lib/python3* /usr/share /usr/lib /opt -xdev -type f \
    ! -name $'*\n*' "$@" -printf '%s\t%p\n' 2>/dev/null | awk -F '\t' '!seen[$2]++'
}

# with_folders <LIST >LIST: names of files with the folders above them, each before what is in it.
with_folders() {
  awk '{
    print
    while (sub(/\/[^\/]*$/, "") && length($0) > 0 && !seen[$0]++) print
  }' | LC_ALL=C sort -u
}

# cut_list NAME SIZES...: of `size TAB name` lines, gives each of NAME-0, NAME-1 … as many as come to its size.
cut_list() {
  local name=$1
  shift
  awk -F '\t' -v name="$name" -v sizes="$*" '
    BEGIN { count = split(sizes, most, " "); at = 1 }
    at <= count { print $2 >(name "-" at - 1); sum += $1 }
    at <= count && sum >= most[at] { at++; sum = 0 }
    END { exit at <= count }
  '
}

# add_layer LIST: sets layer to `digest size diff-id`, and puts the blob into the layout.
add_layer() {
  local digest diff_id size
  with_folders <"$1" |
    tar -C / --no-recursion --transform 's,^/,,' --numeric-owner -P -T - -cf - 2>/dev/null |
    tee >(sha256sum >"$1.diff-id") | gzip -6 >"$1.gz"
  read -r digest _ < <(sha256sum "$1.gz")
  read -r diff_id _ <"$1.diff-id"
  size=$(stat -c %s "$1.gz")
  mv "$1.gz" "$layout/blobs/sha256/$digest"
  echo "$digest $size $diff_id" >"$1.layer"
}

# add_document JSON: sets digest and size.
add_document() {
  size=${#1}
  read -r digest _ < <(printf %s "$1" | sha256sum)
  printf %s "$1" >"$layout/blobs/sha256/$digest"
}

# add_image NAME LAYER-FILES...
add_image() {
  local name=$1 file layers='' diff_ids='' config
  shift
  for file in "$@"; do
    read -r digest size diff_id <"$file"
    layers+=",{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"sha256:$digest\",\"size\":$size}"
    diff_ids+=",\"sha256:$diff_id\""
  done
  add_document "{\"os\":\"linux\",\"architecture\":\"$(dpkg --print-architecture)\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[${diff_ids#,}]}}"
  config="{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"sha256:$digest\",\"size\":$size}"
  add_document "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":$config,\"layers\":[${layers#,}]}"
  index+=",{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"sha256:$digest\",\"size\":$size,\"annotations\":{\"org.opencontainers.image.ref.name\":\"$name\"}}"
}

# All layers, two at a time.
add_layers() {
  local list
  for list in "$@"; do
    while (($(jobs -rp | wc -l) >= 2)); do wait -n; done
    add_layer "$list" &
  done
  wait
}

repeat() { # repeat COUNT WORD
  local i
  for ((i = 0; i < $1; i++)); do echo -n "$2 "; done
}

make_lists() {
  local large=$((185 * megabyte)) top=$((37 * megabyte)) piece=$((36 * megabyte))
  # shellcheck disable=SC2046
  list_files -size -20M | cut_list "$work/large" $(repeat 5 "$large") "$top" "$top" || return 1
  list_files -size +8k -size -400k | cut_list "$work/medium" $(repeat 6 "$piece") || return 1
  list_files -size +2k -size -100k | tac | cut_list "$work/deep" $(repeat 40 $((4 * megabyte))) || return 1
  list_files -size -33k | cut -f 2- | head -n "$small_files" >"$work/small-0"
  (($(wc -l <"$work/small-0") == small_files))
}

# make_images FOLDER: the layout that is pushed to a registry.
make_images() {
  local work=$1/work layout=$1/layout index='' digest size
  rm -rf "$1"
  mkdir -p "$work" "$layout/blobs/sha256"
  echo "Making the images of the benchmark once, in $1 ..." >&2
  make_lists || fail "the images of the benchmark cannot be made" "this machine has too few files in /usr and /opt" \
    "install some more packages, such as llvm-14 and openjdk-17-jdk"
  add_layers "$work"/{large,medium,deep,small}-{?,??}
  add_image large "$work"/large-{0,1,2,3,4,5}.layer
  add_image changed "$work"/large-{0,1,2,3,4,6}.layer
  add_image small "$work"/small-0.layer
  # shellcheck disable=SC2046
  add_image deep $(printf "$work/deep-%d.layer " {0..39})
  add_image medium "$work"/medium-{0,1,2,3,4,5}.layer
  echo '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
  printf '{"schemaVersion":2,"manifests":[%s]}' "${index#,}" >"$layout/index.json"
}
