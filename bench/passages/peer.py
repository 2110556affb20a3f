"""peer.py NAME FOLDER OUT.ndjson -- a peer on the pairs that something was planted in, which spares it the search.

difflib and rapidfuzz give equal blocks: those of 8 characters or more, joined over gaps of up to 40, of 24 or more in
all, are taken as passages. winnowing (PyPI) gives fingerprints with their places: common ones are joined in the same way.
text-matcher gives passages itself (Latin letters only).
"""
import contextlib, io, json, sys, time

name, folder, out = sys.argv[1:]
rows = lambda name: [json.loads(line) for line in open(f"{folder}/{name}.ndjson", encoding="utf-8")]
texts = {row["id"]: row["text"] for which in ("posts", "references") for row in rows(which)}
pairs = [(case["a"], case["b"]) for case in rows("truth")]


def joined(blocks):
    passages = []
    for a, b, size in sorted(blocks):
        last = passages[-1] if passages else None
        if last and 0 <= a - last[1] <= 40 and 0 <= b - last[3] <= 40:
            last[1], last[3], last[4] = a + size, b + size, last[4] + size
        else:
            passages.append([a, a + size, b, b + size, size])
    return [p[:4] for p in passages if p[4] >= 24]


def difflib_(a, b):
    import difflib
    blocks = difflib.SequenceMatcher(None, a.lower(), b.lower(), autojunk=False).get_matching_blocks()
    return joined([(m.a, m.b, m.size) for m in blocks if m.size >= 8])


def rapidfuzz_(a, b):
    from rapidfuzz.distance import Indel
    blocks = Indel.editops(a.lower(), b.lower()).as_matching_blocks()
    return joined([(m.a, m.b, m.size) for m in blocks if m.size >= 8])


def winnowing_(a, b):
    from winnowing import winnow
    k = 12
    x, y = ({h: at for at, h in winnow(t, k)} for t in (a, b))
    blocks = sorted((x[h], y[h], k) for h in x.keys() & y.keys())
    passages = []
    for at, to, size in blocks:
        last = passages[-1] if passages else None
        if last and at - last[1] <= 40 and -k <= to - last[3] <= 40:
            last[1], last[3] = max(last[1], at + size), max(last[3], to + size)
        else:
            passages.append([at, at + size, to, to + size])
    return passages


def textmatcher_(a, b):
    from text_matcher.matcher import Matcher, Text
    try:
        found = Matcher(Text(a, "a", removeStopwords=False), Text(b, "b", removeStopwords=False), removeStopwords=False)
    except (IndexError, ValueError):
        return []  # texts without a Latin word
    def span(text, match):
        return text.spans[match[0]][0], text.spans[min(match[0] + match[1], len(text.spans)) - 1][1]
    return [(*span(found.textA, (m.a, m.sizeA)), *span(found.textB, (m.b, m.sizeB))) for m in found.extended_matches]


compare = {"difflib": difflib_, "rapidfuzz": rapidfuzz_, "winnowing": winnowing_, "text-matcher": textmatcher_}[name]
# text-matcher talks on stdout.
with contextlib.redirect_stdout(io.StringIO()):
    compare("warm up the imports, please", "warm up the imports, please")
    start = time.process_time()
    found = [(a, b, compare(texts[a], texts[b])) for a, b in pairs]
    spent = time.process_time() - start
with open(out, "w") as file:
    for a, b, passages in found:
        shown = [dict(a=(p[0], p[1]), b=(p[2], p[3])) for p in passages]
        file.write(json.dumps(dict(a=dict(id=a), b=dict(id=b), passages=shown, unit="points")) + "\n")
print(f"{name}: {1e6 * spent / len(pairs):.0f} microseconds a pair")
