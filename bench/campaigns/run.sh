#!/usr/bin/env bash
# Communities of graphs with known ones: pressgang and leidenalg beside it. Needs python3 with venv; takes some minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=${1:-$(mktemp -d)}
mkdir -p "$work"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check numpy igraph leidenalg scikit-learn
cat > "$work/karate" <<'GRAPH'
0 1
0 2
0 3
0 4
0 5
0 6
0 7
0 8
0 10
0 11
0 12
0 13
0 17
0 19
0 21
0 31
1 2
1 3
1 7
1 13
1 17
1 19
1 21
1 30
2 3
2 7
2 8
2 9
2 13
2 27
2 28
2 32
3 7
3 12
3 13
4 6
4 10
5 6
5 10
5 16
6 16
8 30
8 32
8 33
9 33
13 33
14 32
14 33
15 32
15 33
18 32
18 33
19 33
20 32
20 33
22 32
22 33
23 25
23 27
23 29
23 32
23 33
24 25
24 27
24 31
25 31
26 29
26 33
27 33
28 31
28 33
29 32
29 33
30 32
30 33
31 32
31 33
32 33
GRAPH
python=$work/venv/bin/python
compare() {
    echo "== $1, resolution $2"
    PRESSGANG_GRAPH=$1 PRESSGANG_RESOLUTION=$2 cargo test --release --quiet -p pressgang-case --lib -- \
        --ignored --nocapture speed_and_quality_on_a_graph_from_elsewhere 2>&1 | grep nodes
    "$python" bench/campaigns/peer.py "$1" "$2"
}
compare "$work/karate" 0.06
for mixing in 0.1 0.3 0.5; do
    "$python" bench/campaigns/graphs.py 10000 20 "$mixing" 1 "$work/planted-$mixing"
    compare "$work/planted-$mixing" 0.01
done
"$python" bench/campaigns/graphs.py 100000 23 0.3 1 "$work/large"
compare "$work/large" 0.01
