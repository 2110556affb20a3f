"""Chooses the few small inputs of a fuzzer's corpus that are committed: those that reach most code for their size.

Usage: keep.py TARGET FOLDER..., in the folder of this file, after `cargo fuzz build`. The chosen inputs replace those
in corpus/TARGET/.
"""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

MOST_FILES, MOST_BYTES, LONGEST = 400, 500_000, 12_000

here = Path(__file__).resolve().parent
target, folders = sys.argv[1], [Path(folder) for folder in sys.argv[2:]]
binary = next((here / "target").glob(f"*/release/{target}"))
kept = here / "corpus" / target
kept.mkdir(parents=True, exist_ok=True)

with tempfile.TemporaryDirectory() as scratch:
    scratch = Path(scratch)
    short, control = scratch / "in", scratch / "control"
    short.mkdir()
    (scratch / "out").mkdir()
    for folder in [kept, *folders]:
        for path in folder.iterdir():
            data = path.read_bytes()
            if len(data) <= LONGEST:
                (short / hashlib.sha1(data).hexdigest()).write_bytes(data)
    # Merging writes down what each input reaches.
    command = [binary, "-merge=1", "-use_counters=0", f"-merge_control_file={control}", scratch / "out", short]
    subprocess.run(command, check=True, capture_output=True)
    lines = control.read_text().splitlines()
    files = [Path(name) for name in lines[2 : 2 + int(lines[0])]]
    reached = {}
    for line in lines[2 + len(files) :]:
        word, at, *edges = line.split()
        if word in {"FT", "COV"}:
            # The control file names only what no input before it had, for edges; features are named whole.
            reached.setdefault(files[int(at)], set()).update((word, edge) for edge in edges)
    data = {path: path.read_bytes() for path in reached}

known, size, chosen = set(), 0, []
gain = {path: len(edges) for path, edges in reached.items()}
while len(chosen) < MOST_FILES and gain:
    # Gains only shrink, so the best by what was known before is looked at again first.
    path = max(gain, key=lambda path: gain[path] / (200 + len(data[path])))
    now = len(reached[path] - known)
    if now < gain[path]:
        if now:
            gain[path] = now
        else:
            del gain[path]
        continue
    del gain[path]
    if size + len(data[path]) <= MOST_BYTES:
        chosen.append(path)
        size += len(data[path])
        known |= reached[path]

for path in kept.iterdir():
    path.unlink()
for path in chosen:
    (kept / path.name[:16]).write_bytes(data[path])
everything = set().union(*reached.values())
print(f"{target}: {len(chosen)} of {len(reached)} inputs, {size} bytes, {len(known)} of {len(everything)} features")
