#!/usr/bin/env bash
# run.sh PRESSGANG IN.ndjson[.zst] [POSTS] [CORE] -- pressgang pairs beside rensa and datasketch on the first POSTS posts
# of one file (0: all), each pinned to one core, in one go; recall and precision against the exact truth.
# PEERS="rensa datasketch" chooses peers; TRUTH=no leaves the truth out, which takes long on more than 200,000 posts.
set -euo pipefail
program=$(realpath "$1") input=$(realpath "$2") posts=${3:-50000} core=${4:-0}
here=$(dirname "$(realpath "$0")")
work=${WORK:-$(mktemp -d)}
mkdir -p "$work"
cat_input() { case $input in *.zst) zstd -dc "$input" ;; *) cat "$input" ;; esac; }
if [ "$posts" -gt 0 ]; then cat_input | awk -v n="$posts" 'NR <= n' > "$work/in.ndjson"; else cat_input > "$work/in.ndjson"; fi
python=$work/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet rensa==0.5.0 datasketch==2.0.0 || echo "peers could not be installed; they are left out" >&2
fi
timed() { # timed NAME COMMAND... : output to NAME.csv
    local name=$1
    shift
    RAYON_NUM_THREADS=1 taskset -c "$core" /usr/bin/time -f "$name: wall %e s, user %U s, system %S s, %M KB" -o "$work/$name.time" "$@"
    cat "$work/$name.time"
}
timed pressgang bash -c '"$0" pairs --all "$1" > "$2"' "$program" "$work/in.ndjson" "$work/pressgang.csv"
timed pressgang-groups bash -c '"$0" pairs "$1" > "$2"' "$program" "$work/in.ndjson" "$work/groups.csv"
for peer in ${PEERS:-rensa datasketch}; do
    "$python" -c "import $peer" 2> "$work/$peer.err" && timed "$peer" "$python" "$here/peer.py" "$peer" "$work/in.ndjson" "$work/$peer.csv"
done
if [ "${TRUTH:-yes}" = yes ]; then
    python3 "$here/exact.py" "$work/in.ndjson" "$work/truth.csv"
    for found in pressgang ${PEERS:-rensa datasketch}; do
        if [ -s "$work/$found.csv" ]; then echo "$found: $(python3 "$here/compare.py" "$work/$found.csv" "$work/truth.csv")"; fi
    done
fi
