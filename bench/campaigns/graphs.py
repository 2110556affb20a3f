"""Graphs with known communities, as `a b` lines: graphs.py NODES DEGREE MIXING SEED OUT.

Sizes of communities follow a power law (exponent 1.5, 20 to 1,000), degrees one with exponent 2.5, as in the benchmark of
Lancichinetti, Fortunato and Radicchi (2008); a share MIXING of each node's ties leads anywhere. OUT.truth has the
community of each node.
"""

import sys

import numpy

nodes, degree, mixing, seed = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
out = sys.argv[5]
chance = numpy.random.default_rng(seed)


def power_law(low, high, exponent, n):
    u = chance.random(n)
    a = 1.0 - exponent
    return (low**a + u * (high**a - low**a)) ** (1 / a)


sizes = []
while sum(sizes) < nodes:
    sizes.append(int(power_law(20, 1000, 1.5, 1)[0]))
sizes[-1] -= sum(sizes) - nodes
truth = numpy.repeat(numpy.arange(len(sizes)), sizes)
first = numpy.concatenate([[0], numpy.cumsum(sizes)[:-1]])
wanted = power_law(1, 30, 2.5, nodes)
wanted = numpy.maximum(1, wanted * degree / wanted.mean() / 2).astype(int)
a = numpy.repeat(numpy.arange(nodes), wanted)
outside = chance.random(len(a)) < mixing
group = truth[a]
b = numpy.where(outside, chance.integers(0, nodes, len(a)), first[group] + (chance.random(len(a)) * numpy.array(sizes)[group]).astype(int))
edges = numpy.unique(numpy.stack([numpy.minimum(a, b), numpy.maximum(a, b)], axis=1)[a != b], axis=0)
numpy.savetxt(out, edges, fmt="%d")
numpy.savetxt(out + ".truth", truth, fmt="%d")
print(f"{nodes} nodes, {len(edges)} edges, {len(sizes)} communities")
