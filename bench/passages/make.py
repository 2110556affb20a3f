"""make.py SHARED OUT [SEED] -- real posts into which passages of other real posts are planted, with the truth.

References: posts, and runs of sentences in 19 languages. Hosts: other posts. Into a quarter of the hosts a run of words of
a reference is planted (of a script without spaces, of characters), changed the way PAN's sets are: not at all, in its
surface (case, punctuation, emoji, spaces), in its numbers, or in 5, 10 or 20 of 100 words (left out, put in, replaced).
Writes references.ndjson, posts.ndjson, background.ndjson, ordinary.ndjson and truth.ndjson; offsets are in code points.
"""
import json, random, re, subprocess, sys, unicodedata

shared, out = sys.argv[1], sys.argv[2]
rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)


def lines(path):
    return subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout.decode().rstrip("\n").split("\n")


def trimmed(text):
    """Without what is no letter, digit or mark at either end."""
    inner = [i for i, c in enumerate(text) if unicodedata.category(c)[0] in "LNM"]
    return text[inner[0] : inner[-1] + 1] if inner else ""


def letters(text):
    return "".join(c for c in text.casefold() if c.isalnum())


# Posts, only one of each beginning, so that what is shared without being planted is little.
posts, seen = [], set()
for line in lines(f"{shared}/data/ira_200k.ndjson.zst"):
    post = json.loads(line)
    text = re.sub(r"https?://\S+|@\w+", "", post["text"])
    key = letters(text)[:24]
    if len(letters(text)) >= 50 and key not in seen:
        seen.add(key)
        posts.append((post.get("lang", "und"), post["text"]))
rng.shuffle(posts)
by_language = {}
for line in lines(f"{shared}/data/translations/tatoeba.tsv.zst"):
    language, sentence, _ = line.split("\t")
    if letters(sentence) not in seen:
        seen.add(letters(sentence))
        by_language.setdefault(language, []).append(sentence)
adverts = [l for l in open(f"{shared}/data/telegram-ads-ru/spam-samples.txt", encoding="utf-8").read().splitlines() if len(l) > 150]

UNSPACED = {"cmn", "jpn", "tha"}
references, hosts = [], []
for language, sentences in sorted(by_language.items()):
    half = len(sentences) // 2
    gap = "" if language in UNSPACED else " "
    for some, into, each in ((sentences[:half], references, 4), (sentences[half:], hosts, 3)):
        for i in range(0, len(some) - each + 1, each):
            into.append((language, gap.join(some[i : i + each])))
references += [("ru", text[:1500]) for text in adverts[:200]]
several = len(references)
hosts *= 20
references += posts[: 10000 - len(references)]
left = posts[10000:]
hosts += left[: 20000 - len(hosts)]
rng.shuffle(hosts)
background = left[20000:60000]
planted = references[:several] * 4 + references[several : several + 3000]
rng.shuffle(planted)


def units(text, language):
    return re.findall(r"\w\w?|\W+", text) if language in UNSPACED else re.findall(r"\S+\s*", text)


words = {}
for language, text in hosts:
    words.setdefault(language, []).extend(w for w in units(text, language) if w[0].isalnum())


def surface(text, language):
    kind = rng.randrange(5)
    if kind == 0:
        return text.upper() if rng.random() < 0.5 else text.lower()
    if kind == 1:
        return "".join(c for c in text if unicodedata.category(c)[0] not in "PS")
    if kind == 2:
        return re.sub(r"\s+", lambda m: rng.choice([" ", " ", " ", " 🔥 ", "!!! ", " — "]), text)
    if kind == 3:
        return re.sub(r"\s+", "\n", text)
    return "".join(c + ("\u200b" if rng.random() < 0.05 else "") for c in text)


def numbers(text, language):
    return re.sub(r"\d", lambda m: str(rng.randrange(10)), text)


def edited(share):
    def change(text, language):
        changed = []
        for unit in units(text, language):
            if unit[0].isalnum() and rng.random() < share:
                kind, other = rng.randrange(3), rng.choice(words.get(language) or words["en"])
                changed.extend({0: [], 1: [unit, other], 2: [other]}[kind])
            else:
                changed.append(unit)
        return "".join(changed)

    return change


CHANGES = {
    "none": lambda text, language: text,
    "surface": surface,
    "numbers": numbers,
    "words-5": edited(0.05),
    "words-10": edited(0.10),
    "words-20": edited(0.20),
}


def main():
    truth, written = [], []
    ids = {text: f"r{i}" for i, (_, text) in enumerate(references)}
    for i, (language, host) in enumerate(hosts):
        if i % 4 == 0 and planted:
            of, reference = planted.pop()
            parts = units(reference, of)
            first = rng.randrange(max(1, len(parts) // 2))
            last = first
            weight = 3 if of == "cmn" else 1
            most = rng.randrange(36, 160)
            while last < len(parts) and weight * len(letters("".join(parts[first:last]))) < most:
                last += 1
            # Links and handles are not compared, so the truth is without them, and begins and ends with a letter.
            passage = re.split(r"https?://|www\.|@|t\.co", "".join(parts[first:last]))[0]
            passage = trimmed(passage)
            start = reference.find(passage)
            if weight * len(letters(passage)) >= 36:
                kind = rng.choice(list(CHANGES))
                if kind == "numbers" and not re.search(r"\d", passage):
                    kind = "none"
                changed = trimmed(CHANGES[kind](passage, of))
                cut = rng.choice([0, len(host)] + [m.end() for m in re.finditer(r"\s", host)])
                before, after = host[:cut].rstrip(), host[cut:].lstrip()
                # Behind a link or a handle the passage would be part of it.
                text = before + " " + changed + " " + after
                at = len(before) + 1
                truth.append(dict(a=f"p{i}", b=ids[reference], change=kind, language=of, a_start=at,
                                  a_end=at + len(changed), b_start=start, b_end=start + len(passage)))
                host = text
        written.append(dict(id=f"p{i}", text=host))
    def write(name, rows):
        with open(f"{out}/{name}.ndjson", "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    write("references", [dict(id=f"r{i}", text=text) for i, (_, text) in enumerate(references)])
    write("posts", written)
    write("background", [dict(id=f"o{i}", text=text) for i, (_, text) in enumerate(background)])
    write("truth", truth)
    print(f"{len(references)} references, {len(written)} posts, {len(truth)} planted, {len(background)} ordinary posts")


main()
