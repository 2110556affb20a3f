"""compare.py FOUND.csv TRUTH.csv -- recall, precision, and how many similarities differ."""
import csv, sys


def pairs(path):
    with open(path, newline="", encoding="utf-8") as lines:
        rows = csv.reader(lines)
        next(rows)
        return {(min(a, b), max(a, b)): float(s) for a, b, s in rows}


found, truth = pairs(sys.argv[1]), pairs(sys.argv[2])
both = found.keys() & truth.keys()
print(f"pairs {len(found)} truth {len(truth)} recall {len(both) / max(1, len(truth)):.6f} "
      f"precision {len(both) / max(1, len(found)):.6f} "
      f"other similarity {sum(found[p] != truth[p] for p in both)}")
