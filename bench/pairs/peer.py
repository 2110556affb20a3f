"""peer.py rensa|datasketch IN.ndjson OUT.csv [THRESHOLD] -- candidates by the peer's index, then verified exactly."""
import csv, sys
from texts import read, shingles

peer, source, target = sys.argv[1:4]
threshold = float(sys.argv[4]) if len(sys.argv) > 4 else 0.7
ids, texts = read(source)
cache = {}


def shingled(i):
    # Sets are made again when they are too many to keep, as the peers keep sketches only.
    if i not in cache:
        if len(cache) > 200_000:
            cache.clear()
        cache[i] = shingles(texts[i])
    return cache[i]


keep = [i for i in range(len(texts)) if shingled(i)]
if peer == "rensa":
    import rensa
    sketches = []
    for at in range(0, len(keep), 20_000):
        sketches += rensa.RMinHash.from_token_sets([list(shingled(i)) for i in keep[at:at + 20_000]], 128, 42)
    index = rensa.RMinHashLSH(threshold, 128, 32)
    index.insert_many(sketches)
    candidates = ((keep[a], keep[b]) for a, row in enumerate(index.query_all(sketches)) for b in row if a < b)
else:
    from datasketch import MinHash, MinHashLSH
    sketches = MinHash.bulk(([s.encode() for s in shingled(i)] for i in keep), num_perm=128, seed=42)
    index = MinHashLSH(threshold=threshold, num_perm=128)
    for i, sketch in zip(keep, sketches):
        index.insert(i, sketch)
    candidates = ((i, j) for i, sketch in zip(keep, sketches) for j in index.query(sketch) if i < j)
with open(target, "w", newline="", encoding="utf-8") as out:
    write = csv.writer(out, lineterminator="\n").writerow
    write(["a", "b", "similarity"])
    for a, b in candidates:
        x, y = shingled(a), shingled(b)
        shared = len(x & y)
        similarity = shared / (len(x) + len(y) - shared)
        if similarity >= threshold:
            write([ids[a], ids[b], similarity])
