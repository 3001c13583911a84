#!/usr/bin/env bash
# Requests through the ingress, beside nginx as a proxy to the same app: an nginx in a container, which answers 1 KB or 1 MB.
# Over HTTP/1.1 (wrk) and over HTTP/2 without TLS (h2load), with 1 and 64 clients, ours and nginx in turn. The client, the
# proxy and the app share this machine's processors. Needs root.
#
# CPU is that of the proxy alone, user and system, divided by the requests that it answered.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${BENCH_ROUNDS:-3}
seconds=${BENCH_SECONDS:-3}
source bench/beside-podman.bash
own_namespaces "${1:-}" nginx=nginx-light wrk=wrk h2load=nghttp2-client
on_disk 3G
state=$disk/state

# An image with nginx, what it is linked with, and two files.
image() {
  local rootfs=$folder/rootfs library
  mkdir -p "$rootfs"/{etc,tmp,www}
  for library in $(ldd "$(command -v nginx)" | grep -o '/[^ ]*'); do
    install -D "$library" "$rootfs$library"
  done
  install -D "$(command -v nginx)" "$rootfs/nginx"
  echo 'root:x:0:0::/:' >"$rootfs/etc/passwd"
  echo 'root:x:0:' >"$rootfs/etc/group"
  head -c 1024 /dev/zero >"$rootfs/www/1k"
  head -c 1048576 /dev/zero >"$rootfs/www/1m"
  cat >"$rootfs/nginx.conf" <<'CONF'
user root;
daemon off;
worker_processes 1;
pid /tmp/pid;
error_log /dev/stderr;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  keepalive_requests 1000000;
  client_body_temp_path /tmp/a; proxy_temp_path /tmp/b; fastcgi_temp_path /tmp/c; uwsgi_temp_path /tmp/d; scgi_temp_path /tmp/e;
  server { listen 8080; root /www; }
}
CONF
  tar -C "$rootfs" -c . | "${store[@]}" import -q --change 'CMD ["/nginx","-c","/nginx.conf"]' - "$registry/bench/nginx" >/dev/null
  "${store[@]}" push -q --tls-verify=false "$registry/bench/nginx" >/dev/null
}

# What people write who put nginx in front of an app. Two processes, as the ingress has two event loops.
proxy() {
  cat >"$folder/nginx.conf" <<CONF
worker_processes 2;
pid $folder/nginx.pid;
error_log $folder/nginx.log;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 1000000;
  upstream app { server $1:8080; keepalive 64; keepalive_requests 1000000; }
  client_body_temp_path $folder/a; proxy_temp_path $folder/b; fastcgi_temp_path $folder/c; uwsgi_temp_path $folder/d; scgi_temp_path $folder/e;
  server {
    listen 127.0.0.1:8081;
    listen 127.0.0.1:8082 http2;
    location / {
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host \$host;
      proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto \$scheme;
      proxy_set_header X-Forwarded-Host \$host;
    }
  }
}
CONF
  nginx -c "$folder/nginx.conf" -e "$folder/nginx.log"
}

# Microseconds of processor time that processes used so far.
cpu() {
  local pid sum=0
  for pid in "$@"; do
    sum=$((sum + $(awk '{ print $14 + $15 }' "/proc/$pid/stat")))
  done
  echo $((sum * 10000))
}

# ask PROTOCOL CLIENTS FILE PORT: sets rate (requests a second) and late (the slowest of 99 in 100, in microseconds).
ask() {
  case $1 in
    http1)
      wrk -t 1 -c "$2" -d "$seconds" --latency -H "Host: $host" "http://127.0.0.1:$4/$3" >"$folder/out"
      ! grep -q 'Non-2xx' "$folder/out" || { echo "bench: not all were answered with 200" >&2; cat "$folder/out" >&2; exit 1; }
      rate=$(awk '/^Requests\/sec/ { print int($2) }' "$folder/out")
      late=$(awk '$1 == "99%" { n = $2 + 0; if ($2 ~ /ms$/) n *= 1000; else if ($2 ~ /[0-9]s$/) n *= 1000000; print int(n) }' "$folder/out")
      ;;
    h2)
      rm -f "$folder/log"
      h2load -t 1 -c "$2" -m 1 -D "$seconds" --log-file="$folder/log" -H ":authority: $host" "http://127.0.0.1:$4/$3" >"$folder/out"
      grep -q ' 0 failed, 0 errored' "$folder/out" || { echo "bench: not all were answered" >&2; cat "$folder/out" >&2; exit 1; }
      ! awk '$2 != 200 { bad = 1 } END { exit !bad }' "$folder/log" || { echo "bench: not all were answered with 200" >&2; exit 1; }
      rate=$(($(wc -l <"$folder/log") / seconds))
      late=$(awk '{ print $3 }' "$folder/log" | sort -n | awk '{ a[NR] = $1 } END { print a[int(NR * 0.99) + (NR < 100)] }')
      ;;
  esac
}

median() { printf '%s\n' "$@" | sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
spread() { printf '%s\n' "$@" | sort -n | awk '{ a[NR] = $1 } END { printf "%d to %d", a[1], a[NR] }'; }

row() {
  local protocol=$1 clients=$2 file=$3 round who began used
  local -A rates=([ours]= [nginx]=) lates=([ours]= [nginx]=) costs=([ours]= [nginx]=)
  local -A ports=([ours]=$ingress [nginx]=$([[ $protocol == http1 ]] && echo 8081 || echo 8082))
  for ((round = 0; round <= rounds; round++)); do # the first is for warming up
    for who in ours nginx; do
      # shellcheck disable=SC2046
      began=$(cpu $(pids $who))
      ask "$protocol" "$clients" "$file" "${ports[$who]}"
      # shellcheck disable=SC2046
      used=$(($(cpu $(pids $who)) - began))
      ((round > 0)) || continue
      rates[$who]+=" $rate" lates[$who]+=" $late" costs[$who]+=" $((used / (rate * seconds + 1)))"
    done
  done
  local name="$protocol-$clients-$file" what
  for what in rates lates costs; do
    local -n figures=$what
    # shellcheck disable=SC2086
    printf '%-12s %-6s ours %8d (%s)   nginx %8d (%s)\n' "$name" "$what" "$(median ${figures[ours]})" "$(spread ${figures[ours]})" \
      "$(median ${figures[nginx]})" "$(spread ${figures[nginx]})"
    # shellcheck disable=SC2086
    lines+=("$(awk -v n="$name-${what%s}" -v a="$(median ${figures[ours]})" -v b="$(median ${figures[nginx]})" \
      'BEGIN { printf "ratio %s OURS/PEER %.2f", n, a / (b ? b : 1) }')")
  done
}

pids() { [[ $1 == ours ]] && cat "$state/daemon.pid" || pgrep -P "$(<"$folder/nginx.pid")"; }

engine_up "$state"
podman_with 10.98.7.0/24
image
make_app front "$registry/bench/nginx" --min-scale 1 --max-scale 1 --cpu 1 --memory 4G
master=$(pgrep -o -f '^nginx: master process /nginx')
address=$(nsenter -t "$master" -n ip -4 -o addr show scope global | grep -o '10\.[0-9.]*' | head -1)
proxy "$address"
lines=()
echo "rate: requests a second; late: 99 of 100 took less, in µs; cost: µs of the proxy's processor time for a request."
echo "$rounds times $seconds s each, median (least to most). In the ratios above 1 is better for rate, below 1 for late and cost."
for file in 1k 1m; do
  for clients in 1 64; do
    row http1 "$clients" "$file"
    row h2 "$clients" "$file"
  done
done
printf '%s\n' "${lines[@]}"
