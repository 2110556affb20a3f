"""The same graphs with leidenalg (the method's authors' own program): peer.py GRAPH RESOLUTION.

Prints seconds, communities, the measure's value, and how near both programs come to the truth (normalised mutual
information), where GRAPH.pressgang and GRAPH.truth are there. leidenalg counts each tie from both ends, so its value is
halved.
"""

import sys
import time
from pathlib import Path

import igraph
import leidenalg
from sklearn.metrics import normalized_mutual_info_score as nmi

path, resolution = sys.argv[1], float(sys.argv[2])
edges = [tuple(map(int, line.split())) for line in open(path)]
graph = igraph.Graph(n=1 + max(map(max, edges)), edges=edges)
for rounds in (2, -1):
    begun = time.perf_counter()
    found = leidenalg.find_partition(graph, leidenalg.CPMVertexPartition, resolution_parameter=resolution, seed=1, n_iterations=rounds)
    seconds = time.perf_counter() - begun
    name = "2 rounds" if rounds == 2 else "until stable"
    print(f"leidenalg, {name}: {seconds:.2f} s, {len(found)} communities, quality {found.quality() / 2:.3f}")
read = lambda end: [int(line) for line in open(path + end)]
if Path(path + ".truth").exists():
    truth = read(".truth")[: graph.vcount()]
    print(f"NMI with the truth: leidenalg {nmi(truth, found.membership):.4f}", end="")
    if Path(path + ".pressgang").exists():
        print(f", pressgang {nmi(truth, read('.pressgang')):.4f}", end="")
    print()
