"""editions.py OUT EDITION -- verses of the New Testament in an edition as posts, beside the King James Version as references; the truth
is which verse is which, so a verse that stands in another book too is not of it. Needs the packages pythonbible-*."""
import importlib, json, sys

out, edition = sys.argv[1:]


def verses(name):
    bible = importlib.import_module(f"pythonbible_{name}.plain_text_bible").bible
    found = {}
    for verse, start in bible.verse_start_indices.items():
        if 40_000_000 < verse < 67_000_000:
            text = bible.scripture_content[start : bible.verse_end_indices[verse]]
            found[verse] = " ".join(text.split()).replace("[", "").replace("]", "")
    return found


old, new = verses("kjv"), verses(edition)
with open(f"{out}/references.ndjson", "w") as file:
    file.writelines(json.dumps(dict(id=f"r{v}", text=t)) + "\n" for v, t in old.items())
with open(f"{out}/posts.ndjson", "w") as posts, open(f"{out}/truth.ndjson", "w") as truth:
    for verse in sorted(set(old) & set(new)):
        if len(old[verse]) >= 40 and len(new[verse]) >= 40:
            posts.write(json.dumps(dict(id=f"p{verse}", text=new[verse])) + "\n")
            row = dict(a=f"p{verse}", b=f"r{verse}", change=edition, language="en", a_start=0, a_end=len(new[verse]),
                       b_start=0, b_end=len(old[verse]))
            truth.write(json.dumps(row) + "\n")
