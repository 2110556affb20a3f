"""Reads pictures with `pressgang media` and with other people's libraries, which must agree.

Usage: media.py PRESSGANG. Draws pictures with Pillow and compares SHA-256 with hashlib, PDQ with Meta's code (pdqhash),
codes with ZXing, sizes with Pillow.
"""

import hashlib
import io
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import pdqhash
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageOps

program = sys.argv[1]
passed = failed = 0
# Decoders of JPEG and WebP round differently; Meta's own test allows 16.
MOST_DISTANCE = 4


def check(what, found, good):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}: {found!r}")


def scene(seed, size):
    """Something like a photograph: soft shades of several sizes and a few things with edges."""
    chance = numpy.random.default_rng(seed)
    width, height = size
    picture = numpy.zeros((height, width, 3), dtype=numpy.float32)
    for cells in (3, 7, 17, 41):
        noise = chance.integers(0, 256, (cells, cells, 3), dtype=numpy.uint8)
        picture += numpy.asarray(Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC), numpy.float32) / cells**0.5
    picture = (picture - picture.min()) / (picture.max() - picture.min()) * 255
    image = Image.fromarray(picture.astype(numpy.uint8))
    draw = ImageDraw.Draw(image)
    pick = random.Random(seed)
    for _ in range(6):
        x, y = pick.randrange(width), pick.randrange(height)
        shade = tuple(pick.randrange(256) for _ in range(3))
        draw.ellipse((x, y, x + pick.randrange(20, width // 2), y + pick.randrange(20, height // 2)), fill=shade)
    return image


def code(kind, payload, scale=6):
    barcode = zxingcpp.create_barcode(payload, kind)
    image = Image.fromarray(numpy.array(zxingcpp.write_barcode_to_image(barcode, scale=scale))).convert("L")
    return ImageOps.expand(image, border=8 * scale, fill=255)


def saved(image, **how):
    out = io.BytesIO()
    image.save(out, **how)
    return out.getvalue()


def pictures():
    """Name, bytes, whether PDQ is compared, and the payloads on it."""
    for seed, size in enumerate([(640, 480), (1200, 900), (300, 700), (65, 90), (2400, 1350)]):
        image = scene(seed, size)
        yield f"{seed}.png", saved(image, format="PNG"), True, []
        yield f"{seed}.jpg", saved(image, format="JPEG", quality=85), True, []
        yield f"{seed}-40.jpg", saved(image, format="JPEG", quality=40, subsampling=2, progressive=True), True, []
        yield f"{seed}.webp", saved(image, format="WEBP", quality=80), True, []
        yield f"{seed}-gray.png", saved(image.convert("L"), format="PNG"), True, []
        yield f"{seed}.bmp", saved(image, format="BMP"), True, []
    for radius in (15, 40, 90):
        flat = scene(8, (600, 600)).filter(ImageFilter.GaussianBlur(radius))
        yield f"flat-{radius}.png", saved(flat, format="PNG"), True, []
    exif = Image.Exif()
    for orientation in range(2, 9):
        exif[0x0112] = orientation
        yield f"turned-{orientation}.jpg", saved(scene(9, (500, 400)), format="JPEG", exif=exif), True, []
    formats = zxingcpp.BarcodeFormat
    texts = {
        "link": (formats.QRCode, "https://example.org/iron-heron"),
        "phone": (formats.QRCode, "tel:+493023125001"),
        "words": (formats.QRCode, "Железная цапля, +49 30 23125 002"),
        "long": (formats.QRCode, "Iron Heron is hiring. " * 12),
        "aztec": (formats.Aztec, "https://example.org/iron-heron"),
        "matrix": (formats.DataMatrix, "https://example.org/iron-heron"),
        "ean": (formats.EAN13, "4006381333931"),
    }
    for name, (kind, payload) in texts.items():
        image = code(kind, payload)
        yield f"{name}.png", saved(image, format="PNG"), False, [payload]
        yield f"{name}.jpg", saved(image, format="JPEG", quality=40), False, [payload]
        if kind == formats.QRCode:
            tilted = image.rotate(17, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
            yield f"{name}-tilted.png", saved(tilted, format="PNG"), False, [payload]
            yield f"{name}-light.png", saved(ImageOps.invert(image), format="PNG"), False, [payload]
            poster = scene(5, (1000, 1000))
            poster.paste(image.resize((420, 420)), (500, 520))
            yield f"{name}-poster.jpg", saved(poster, format="JPEG", quality=60), False, [payload]
            blurred = image.filter(ImageFilter.GaussianBlur(2))
            yield f"{name}-blurred.jpg", saved(blurred, format="JPEG", quality=60), False, [payload]


distances = []
with tempfile.TemporaryDirectory() as folder:
    drawn = []
    for name, content, hashed, payloads in pictures():
        path = Path(folder) / name
        path.write_bytes(content)
        drawn.append((path, content, hashed, payloads))
    ran = subprocess.run(
        [program, "media", "--no-text", *(str(path) for path, *_ in drawn)], capture_output=True, text=True, timeout=600
    )
    check("status", (ran.returncode, ran.stderr), ran.returncode == 0)
    readings = [json.loads(line) for line in ran.stdout.splitlines()]
    check("a line for each file, in order", len(readings), [r["file"] for r in readings] == [str(p) for p, *_ in drawn])

    for (path, content, hashed, payloads), reading in zip(drawn, readings):
        name = path.name
        image = ImageOps.exif_transpose(Image.open(path))
        check(f"{name} SHA-256", reading["sha256"], reading["sha256"] == hashlib.sha256(content).hexdigest())
        check(f"{name} size", reading["bytes"], reading["bytes"] == len(content))
        check(f"{name} kind", reading["kind"], reading["kind"] == "picture")
        shown = (reading["width"], reading["height"])
        check(f"{name} pixels", shown, shown == image.size)
        check(f"{name} problems", reading["problems"], reading["problems"] == [])
        if hashed:
            # Meta's programs make larger pictures smaller before they hash them; pdqhash leaves that to who calls it.
            small = image.convert("RGB")
            small.thumbnail((512, 512))
            bits, quality = pdqhash.compute(numpy.asarray(small))
            found = numpy.unpackbits(numpy.frombuffer(bytes.fromhex(reading["hashes"][0]["pdq"]), numpy.uint8))
            # Below a quality of 50 the hash says nothing, by Meta's own rule.
            if quality >= 50:
                distance = int((found != bits).sum())
                distances.append(distance)
                check(f"{name} PDQ distance", distance, distance <= MOST_DISTANCE)
            stated = reading["hashes"][0]["quality"]
            check(f"{name} PDQ quality, {quality} by pdqhash", stated, abs(stated - quality) <= 1)
        by_zxing = sorted(found.text for found in zxingcpp.read_barcodes(image))
        check(f"{name} is read by ZXing", by_zxing, by_zxing == payloads)
        found = sorted(code["payload"] for code in reading["codes"])
        check(f"{name} codes", found, found == payloads)

print(f"PDQ distances: {sum(d == 0 for d in distances)} of {len(distances)} are 0, the largest is {max(distances)}")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
