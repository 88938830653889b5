#!/bin/sh
# The service under valgrind: so many small jobs from submission to deletion, then an orderly end. Exit code 0: no memory
# was lost, and no error found.
#   tests/service/leaks.sh [FOLDER OF THE PROGRAMS] [JOBS]
set -eu
programs=${1:-build/release/bin}
jobs=${2:-1000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
valgrind --leak-check=full --show-leak-kinds=definite,indirect --errors-for-leak-kinds=definite,indirect \
  --error-exitcode=99 --log-file="$folder/valgrind.log" \
  "$programs/planwerk-service" serve --folder "$folder/store" --http "" --listen 127.0.0.1:0 --log json \
  2> "$folder/service.log" &
service=$!
port=
while [ -z "$port" ]; do
  sleep 0.2
  kill -0 "$service"
  port=$(sed -n 's/.*"event":"ready".*"port":\([0-9]*\).*/\1/p' "$folder/service.log")
done
"$programs/planwerk_bench_service" submit proto/examples/bakery.textproto --jobs "$jobs" --clients 10 \
  --server "127.0.0.1:$port"
kill -TERM "$service"
code=0
wait "$service" || code=$?
sed -n 's/^==[0-9]*== *//; / lost: /p; /ERROR SUMMARY/p' "$folder/valgrind.log"
exit "$code"
