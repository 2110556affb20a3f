"""Hashes pictures with this project and with the package pdqhash, one after the other: hashes.py PROGRAM FILE...

PROGRAM is target/release/examples/pictures. Needs pdqhash, pillow and numpy. Times are milliseconds a picture on one core.
"""

import json
import subprocess
import sys
import time

import numpy
import pdqhash
from PIL import Image

program, files = sys.argv[1], sys.argv[2:]
ours = [json.loads(line) for line in subprocess.run([program, *files], capture_output=True, check=True).stdout.splitlines()]
opening = hashing = shrinking = 0.0
distances = {"as it is": [], "made smaller first": []}
for mine in ours:
    began = time.perf_counter()
    picture = Image.open(mine["file"]).convert("RGB")
    pixels = numpy.asarray(picture)
    opened = time.perf_counter()
    plain, _ = pdqhash.compute(pixels)
    hashed = time.perf_counter()
    picture.thumbnail((512, 512))
    small, _ = pdqhash.compute(numpy.asarray(picture))
    opening, hashing = opening + opened - began, hashing + hashed - opened
    shrinking += time.perf_counter() - hashed
    hexadecimal = lambda bits: numpy.packbits(bits).tobytes().hex()
    for kind, bits in (("as it is", plain), ("made smaller first", small)):
        distances[kind].append((int(hexadecimal(bits), 16) ^ int(mine["pdq"], 16)).bit_count())
count = len(ours)
megapixels = sum(mine["width"] * mine["height"] for mine in ours) / 1e6
print(f"{count} pictures, {megapixels / count:.2f} megapixels each")
for part in ("open", "hash", "turned", "corners", "search"):
    print(f"ours {part}: {sum(mine[part] for mine in ours) / count:.2f} ms")
print(f"pillow open: {1000 * opening / count:.2f} ms, pdqhash: {1000 * hashing / count:.2f} ms, "
      f"made smaller first: {1000 * shrinking / count:.2f} ms")
for kind, bits in distances.items():
    bits.sort()
    print(f"distance to pdqhash {kind}: median {bits[count // 2]}, 95 % {bits[count * 95 // 100]}, most {bits[-1]}")
