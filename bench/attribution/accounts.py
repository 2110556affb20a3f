"""Makes exports for `evaluate`: some real accounts of one influence operation as verified ones, and real ordinary texts.

    python3 accounts.py SHARED FOLDER SEED ACCOUNTS

SHARED is the folder of real input beside the checkout. Writes FOLDER/verified.ndjson, FOLDER/ordinary.ndjson and
FOLDER/accounts.toml, the entries for case.toml.
"""

import collections
import json
import pathlib
import random
import subprocess
import sys

shared, folder = map(pathlib.Path, sys.argv[1:3])
random.seed(int(sys.argv[3]))
folder.mkdir(parents=True, exist_ok=True)


def lines(path):
    return subprocess.run(["zstd", "-dcq", path], capture_output=True, text=True, check=True).stdout.rstrip("\n").split("\n")


by_author = collections.defaultdict(list)
for line in lines(shared / "data/ira_1m.ndjson.zst"):
    post = json.loads(line)
    by_author[post["author"]].append(post)
names = sorted(name for name, posts in by_author.items() if len(posts) >= 100)
random.shuffle(names)
chosen = names[: int(sys.argv[4])]
with open(folder / "verified.ndjson", "w") as out:
    for name in chosen:
        for post in by_author[name][:400]:
            out.write(json.dumps({**post, "platform": "x"}) + "\n")
ordinary = [line.split("\t", 1)[-1] for line in lines(shared / "data/language/short-texts.tsv.zst")]
ordinary += (shared / "data/telegram-ads-ru/ham-samples.txt").read_text().rstrip("\n").split("\n")
ordinary += [line.split("\t")[1] for line in lines(shared / "data/translations/tatoeba.tsv.zst")]
with open(folder / "ordinary.ndjson", "w") as out:
    for number, text in enumerate(ordinary):
        out.write(json.dumps({"id": f"o{number}", "text": text, "platform": "web"}) + "\n")
with open(folder / "accounts.toml", "w") as out:
    for name in chosen:
        out.write(
            "\n[[reference_accounts]]\norganisation = \"iron-heron\"\nplatform = \"x\"\n"
            f"handle = \"{name}\"\nverified_by = \"a benchmark\"\nverified_at = 2023-01-01\n"
            "how = \"an account of the same operation\"\ngrade = \"B2\"\n"
        )
