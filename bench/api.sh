#!/usr/bin/env bash
# How many resources the API makes and gets in a second with 5,000 stored; beside PostgreSQL, whose bare insert and select
# of rows of the same size are the reference. Ours and theirs take turns. Needs root, and installs PostgreSQL.
#
# The resources are jobs: they are kept as apps are, and start nothing. Both keep their files on the same journaled file
# system and force each commit to it; clients and servers share the processors.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${BENCH_ROUNDS:-5}
stored=5000
burst=2000
seconds=4
clients=16
root=$PWD
program=dev
first_word=bench
source scripts/setup.sh
need_jdk
folder=$(mktemp -d /tmp/windlass-bench-XXXXXX)
export WINDLASS_HOME=$folder/home
disk=$folder/disk

finish() {
  ./windlass down --state "$disk/state" >/dev/null 2>&1 || true
  as_postgres pg_ctl --pgdata "$disk/postgres" --mode immediate stop >/dev/null 2>&1 || true
  umount "$disk" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM

as_postgres() { setpriv --reuid postgres --regid postgres --clear-groups env PATH="$postgres:$PATH" "$@"; }

missing=()
[[ -n $(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null) ]] || missing+=(postgresql)
install_missing
postgres=$(dirname "$(ls -d /usr/lib/postgresql/*/bin/initdb | tail -1)")

truncate -s 3G "$folder/disk.img"
mkfs.ext4 -q "$folder/disk.img"
mkdir "$disk"
mount -o loop "$folder/disk.img" "$disk"
chmod 755 "$folder" "$disk"

start_windlass() {
  ./windlass up -d --state "$disk/state" --port 0 --registry-port 0 --ingress-port 0 --quota jobs=1000000 >"$folder/ready"
  api=$(sed -n 's/^ *API *http:..127.0.0.1:\([0-9]*\)$/\1/p' "$folder/ready")
  key=$(sed -n 's/.*"api_key": *"\([^"]*\)".*/\1/p' "$WINDLASS_HOME/config.json")
  project=$(sed -n 's/.*"id": *"\([^"]*\)".*/\1/p' "$WINDLASS_HOME/config.json")
}

start_postgres() {
  install -d -o postgres -g postgres "$disk/postgres"
  as_postgres initdb --auth trust --pgdata "$disk/postgres" >/dev/null
  as_postgres pg_ctl --pgdata "$disk/postgres" --log "$disk/postgres/log" --wait start \
    --options "-k $disk/postgres -c listen_addresses='' -c shared_buffers=512MB" >/dev/null
  as_postgres psql -q -h "$disk/postgres" postgres <<'SQL'
create table resource (kind text, project text, name text, id text unique, tag text, wanted text, observed text,
  primary key (kind, project, name));
create sequence numbers;
insert into resource select 'job', 'p', 'job-' || n, 'id-' || n, '1', repeat('x', 400), '{}' from generate_series(0, 4999) n;
SQL
  cat >"$folder/insert.sql" <<'SQL'
insert into resource select 'job', 'p', 'new-' || n, 'new-' || n, '1', repeat('x', 400), '{}' from nextval('numbers') n;
SQL
  cat >"$folder/select.sql" <<'SQL'
\set n random(0, 4999)
select * from resource where kind = 'job' and project = 'p' and name = 'job-' || :n;
SQL
}

# pg FILE: sets rate.
pg() {
  rate=$(as_postgres pgbench -n -h "$disk/postgres" -M prepared -c "$clients" -j 2 -T "$seconds" -f "$1" postgres \
    | sed -n 's/^tps = \([0-9]*\).*/\1/p')
}

# ours WHAT A B: sets rate and late.
ours() { read -r rate late < <("$java_home/bin/java" bench/ApiLoad.java "$api" "$key" "$project" "$@" "$clients"); }

median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)], all[1], all[NR] }'; }

start_windlass
start_postgres
ours create 0 "$stored" # these are what is stored
next=$stored
: >"$folder/figures"
for ((round = 0; round <= rounds; round++)); do # the first is for warming up
  ours create "$next" "$burst"
  next=$((next + burst))
  ((round == 0)) || echo "create windlass $rate $late" >>"$folder/figures"
  pg "$folder/insert.sql"
  ((round == 0)) || echo "create postgresql $rate 0" >>"$folder/figures"
  ours get "$stored" "$seconds"
  ((round == 0)) || echo "get windlass $rate $late" >>"$folder/figures"
  pg "$folder/select.sql"
  ((round == 0)) || echo "get postgresql $rate 0" >>"$folder/figures"
done

echo "$rounds rounds, $clients connections, $stored stored; a second, median (least to most); a ratio above 1 is more of them:"
for what in create get; do
  read -r mine low high < <(awk -v w="$what" '$1 == w && $2 == "windlass" { print $3 }' "$folder/figures" | median)
  read -r theirs least most < <(awk -v w="$what" '$1 == w && $2 == "postgresql" { print $3 }' "$folder/figures" | median)
  read -r late _ < <(awk -v w="$what" '$1 == w && $2 == "windlass" { print $4 }' "$folder/figures" | median)
  printf '%-7s windlass %d (%d to %d), 99 of 100 within %d.%03d ms; postgresql %d (%d to %d)\n' "$what" \
    "$mine" "$low" "$high" $((late / 1000)) $((late % 1000)) "$theirs" "$least" "$most"
  awk -v w="$what" -v a="$mine" -v b="$theirs" 'BEGIN { printf "ratio %ss-per-second OURS/PEER %.2f\n", w, a / b }'
done
