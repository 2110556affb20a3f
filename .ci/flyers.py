"""Counts the phone numbers that `pressgang media` and `pressgang read` find on flyers drawn by bench/pictures/flyers.py.

Usage: flyers.py PRESSGANG FOLDER LEAST. Fails when less than LEAST of the numbers are read exactly, or when more than
one in twenty of those that are read stand on no flyer.
"""

import json
import subprocess
import sys
from pathlib import Path

program, folder, least = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
flyers = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
# What a case in all of these languages would name.
languages = sorted({flyer["language"] for flyer in flyers})


def run(arguments, text=None):
    ran = subprocess.run([program, *arguments], input=text, capture_output=True, text=True, timeout=1800)
    if ran.returncode != 0:
        sys.exit(f"{arguments[0]}: status {ran.returncode}\n{ran.stderr}")
    return [json.loads(line) for line in ran.stdout.splitlines()]


named = [part for language in languages for part in ("--language", language)]
readings = run(["media", *named, *(str(folder / flyer["file"]) for flyer in flyers)])
# As a case reads them: line by line, in one text.
posts = [json.dumps({"id": r["file"], "text": "\n".join(line["text"] for line in r["lines"])}) for r in readings]
right = missed = wrong = 0
for flyer, read in zip(flyers, run(["read"], "\n".join(posts) + "\n")):
    found = {c["value"] for c in read["contacts"] if c["kind"] in ("phone", "whatsapp", "viber", "signal")}
    truth = set(flyer["numbers"])
    right += len(found & truth)
    missed += len(truth - found)
    wrong += len(found - truth)
    if found != truth:
        print(f"{flyer['file']} ({flyer['language']}): missed {sorted(truth - found)}, wrong {sorted(found - truth)}")
share = right / (right + missed)
print(f"{right} of {right + missed} numbers on {len(flyers)} flyers in {len(languages)} languages ({share:.3f}), {wrong} wrong")
good = share >= least and wrong <= (right + wrong) / 20
print(f"{int(good)} passed, {int(not good)} failed")
sys.exit(not good)
