"""Writes a Telegram Desktop export of posts with a small picture each, to measure how a case grows with its pictures.

Usage: many.py FOLDER COUNT. Drawn with Pillow, JPEG, 160 x 120 pixels, some 4 kB each: of a hundred ten are copies of
earlier ones at another quality, five the same file again, five crops. Every tenth post recruits for an invented
organisation.
"""

import io
import json
import random
import sys
from multiprocessing import Pool
from pathlib import Path

import numpy
from PIL import Image, ImageDraw

folder, count = Path(sys.argv[1]), int(sys.argv[2])
SIZE = (160, 120)


def scene(seed):
    chance = numpy.random.default_rng(seed)
    picture = numpy.zeros((SIZE[1], SIZE[0], 3), dtype=numpy.float32)
    for cells in (3, 7, 17):
        noise = chance.integers(0, 256, (cells, cells, 3), dtype=numpy.uint8)
        picture += numpy.asarray(Image.fromarray(noise).resize(SIZE, Image.Resampling.BILINEAR), numpy.float32) / cells**0.5
    picture = (picture - picture.min()) / (picture.max() - picture.min()) * 255
    image = Image.fromarray(picture.astype(numpy.uint8))
    draw = ImageDraw.Draw(image)
    pick = random.Random(seed)
    for _ in range(9):
        x, y = pick.randrange(SIZE[0]), pick.randrange(SIZE[1])
        shade = tuple(pick.randrange(256) for _ in range(3))
        draw.polygon([(x, y), (x + pick.randrange(-60, 60), y + pick.randrange(60)), (x + pick.randrange(60), y)], fill=shade)
    return image


def picture(number):
    pick = random.Random(number + 7_000_003)
    kind = pick.randrange(100)
    source, quality = number, 75
    if kind < 20 and number > 100:
        source = pick.randrange(number // 2)
        quality = 75 if kind < 5 else 55
    image = scene(source)
    if kind >= 15 and source != number:
        image = image.crop((12, 9, 148, 111)).resize(SIZE)
    out = io.BytesIO()
    image.save(out, format="JPEG", quality=quality)
    (folder / "photos" / f"photo_{number}.jpg").write_bytes(out.getvalue())
    return len(out.getvalue())


def message(number):
    pick = random.Random(number + 90_000_049)
    things = ["river", "market", "weather", "bread", "football", "concert", "garden", "bus", "school", "film"]
    words = " ".join(pick.choice(things) for _ in range(9))
    if number % 10 == 0:
        call = f"+49 30 2312 5{pick.randrange(1000):03}"
        text = f"Iron Heron is hiring fighters in the north, $3000 a month, contract and lodging, {words}. Call {call}"
    else:
        text = f"Today about the {words} and what came of it."
    return {
        "id": number + 1,
        "type": "message",
        "date": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:{number % 60:02}:00",
        "date_unixtime": str(1_704_067_200 + number * 300),
        "from": "The channel",
        "from_id": "channel1234567890",
        "photo": f"photos/photo_{number}.jpg",
        "width": SIZE[0],
        "height": SIZE[1],
        "text": text,
        "text_entities": [{"type": "plain", "text": text}],
    }


if __name__ == "__main__":
    (folder / "photos").mkdir(parents=True, exist_ok=True)
    with Pool() as pool:
        total = sum(pool.imap_unordered(picture, range(count), chunksize=500))
    export = {
        "name": "The channel",
        "type": "public_channel",
        "id": 1234567890,
        "messages": [message(number) for number in range(count)],
    }
    (folder / "result.json").write_text(json.dumps(export), encoding="utf-8")
    print(f"{count} pictures, {total / count:.0f} bytes each")
