#!/usr/bin/env python3
"""ordinary.py: writes crates/pressgang-meaning/data/ordinary.tsv, the ordinary posts that say what is usual in a language.

They are twelve of the invented posts of each language in training/trials/posts.jsonl: adverts for work, and talk.
"""

import collections
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# How many of each kind: mostly adverts, since what is compared are adverts.
KINDS = {("advert", "job"): 4, ("advert", "guard"): 1, ("advert", "short"): 1, ("recruitment", "civil"): 1,
         ("recruitment", "direct"): 1, ("other", "talk"): 1, ("other", "sale"): 1, ("other", "charity"): 1, ("other", "war"): 1}

taken = collections.Counter()
with open(ROOT / "crates/pressgang-meaning/data/ordinary.tsv", "w", encoding="utf-8", newline="\n") as out:
    for line in open(ROOT / "training/trials/posts.jsonl", encoding="utf-8"):
        post = json.loads(line)
        kind = (post["label"], post["kind"])
        taken[post["language"], kind] += 1
        if taken[post["language"], kind] <= KINDS.get(kind, 0):
            text = " ".join(post["text"].split())
            out.write(f"{post['language']}\t{text}\n")
