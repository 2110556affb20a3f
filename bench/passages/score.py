"""score.py FOLDER FOUND.ndjson [WEIGHT] -- PAN's measures of what was found: M. Potthast et al., "An evaluation framework
for plagiarism detection", COLING 2010 (macro-averaged over cases and detections, in characters of both texts).

Detections of pairs that nothing was planted in are listed apart: those that share 30 or more letters in one run are
shared text of the real posts, the rest are mistakes. With WEIGHT, passages of less weight are left out.
"""
import collections, json, math, sys

folder, found = sys.argv[1:3]
least = float(sys.argv[3]) if len(sys.argv) > 3 else 0.0
rows = lambda name: [json.loads(line) for line in open(name, encoding="utf-8")]
texts = {row["id"]: row["text"] for name in ("posts", "references") for row in rows(f"{folder}/{name}.ndjson")}
truth = collections.defaultdict(list)
for case in rows(f"{folder}/truth.ndjson"):
    truth[case["a"], case["b"]].append(case)


def points(text, span):
    """Bytes to code points."""
    raw = text.encode()
    return len(raw[: span["start"]].decode()), len(raw[: span["end"]].decode())


detections = []
for line in rows(found):
    a, b = line["a"]["id"], line["b"]["id"]
    for passage in line["passages"]:
        if passage.get("weight", 1.0) >= least:
            spans = [passage[side] for side in "ab"]
            if line.get("unit") != "points":
                spans = [points(texts[i], s) for i, s in zip((a, b), spans)]
            detections.append(((a, b), *map(tuple, spans), passage))


def common(x, y):
    return max(0, min(x[1], y[1]) - max(x[0], y[0]))


cases = [case for several in truth.values() for case in several]
# What of each case was found, and how much of each detection is of a case.
covered = collections.defaultdict(lambda: [set(), set(), 0])
precisions, unplanted = [], []
for pair, a, b, passage in detections:
    if pair not in truth:
        unplanted.append((pair, passage))
        continue
    right = 0
    for number, case in enumerate(truth[pair]):
        x, y = (case["a_start"], case["a_end"]), (case["b_start"], case["b_end"])
        if common(a, x) and common(b, y):
            right += common(a, x) + common(b, y)
            of = covered[pair, number]
            of[0].update(range(max(a[0], x[0]), min(a[1], x[1])))
            of[1].update(range(max(b[0], y[0]), min(b[1], y[1])))
            of[2] += 1
    precisions.append(right / (a[1] - a[0] + b[1] - b[0]))


def measures(wanted):
    recalls, times = [], []
    for pair, several in truth.items():
        for number, case in enumerate(several):
            if not wanted(case):
                continue
            of = covered.get((pair, number))
            size = case["a_end"] - case["a_start"] + case["b_end"] - case["b_start"]
            recalls.append((len(of[0]) + len(of[1])) / size if of else 0.0)
            if of:
                times.append(of[2])
    recall = sum(recalls) / max(1, len(recalls))
    return recall, len(times) / max(1, len(recalls)), sum(times) / max(1, len(times)), len(recalls)


recall, cases_found, granularity, number = measures(lambda case: True)
precision = sum(precisions) / max(1, len(precisions))
f1 = 2 * precision * recall / max(1e-9, precision + recall)
print(f"recall {recall:.4f} precision {precision:.4f} granularity {granularity:.4f} "
      f"plagdet {f1 / math.log2(1 + granularity):.4f} cases found {cases_found:.4f} of {number}")
for key in ("change", "language"):
    values = sorted({case[key] for case in cases})
    if 1 < len(values):
        shown = [(v, *measures(lambda case: case[key] == v)) for v in values]
        print(f"  by {key}: " + ", ".join(f"{v} {r:.3f}/{c:.3f} ({n})" for v, r, c, _, n in shown if n >= 20))


def longest(a, b):
    """The longest run of letters in common."""
    a, b = ("".join(c for c in t.casefold() if c.isalnum()) for t in (a, b))
    best, row = 0, [0] * (len(b) + 1)
    for x in a:
        row = [0] + [row[j] + 1 if x == y else 0 for j, y in enumerate(b)]
        best = max(best, max(row))
    return best


if unplanted:
    some = unplanted[:: len(unplanted) // 1000 + 1]
    shared = sum(longest(texts[a], texts[b]) >= 30 for (a, b), _ in some)
    print(f"  {len(unplanted)} detections where nothing was planted; of {len(some)} of them {shared} share 30 letters or more in a run")
