"""exact.py IN.ndjson OUT.csv [THRESHOLD] -- every pair, exactly, by a prefix-filtered join on sets of strings."""
import collections, csv, math, sys
from texts import read, shingles

source, target = sys.argv[1:3]
threshold = float(sys.argv[3]) if len(sys.argv) > 3 else 0.7
ids, texts = read(source)
sets = [shingles(text) for text in texts]
frequency = collections.Counter(s for one in sets for s in one)
ordered = [sorted(one, key=lambda s: (frequency[s], s)) for one in sets]
index = collections.defaultdict(list)
with open(target, "w", newline="", encoding="utf-8") as out:
    write = csv.writer(out, lineterminator="\n").writerow
    write(["a", "b", "similarity"])
    for x in sorted(range(len(sets)), key=lambda i: (len(sets[i]), i)):
        size = len(sets[x])
        if not size:
            continue
        candidates = set()
        for shingle in ordered[x][:size - math.ceil(threshold * size - 1e-9) + 1]:
            candidates.update(index[shingle])
            index[shingle].append(x)
        for y in candidates:
            if len(sets[y]) + 1e-9 < threshold * size:
                continue
            shared = len(sets[x] & sets[y])
            similarity = shared / (size + len(sets[y]) - shared)
            if similarity >= threshold:
                write([ids[min(x, y)], ids[max(x, y)], similarity])
