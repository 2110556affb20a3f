"""Draws flyers with QR codes in them, to measure how many are read: codes.py FOLDER [COUNT] [SEED].

Each flyer is FOLDER/NNNN.jpg or .png; FOLDER/truth.tsv says file, kind of difficulty, payload, a line a code.
Needs the packages segno, pillow and numpy.
"""

import io
import random
import sys
from pathlib import Path

import numpy
import segno
from PIL import Image, ImageDraw, ImageFilter, ImageFont

KINDS = ["plain", "small", "noise", "tilt", "contrast", "jpeg", "inverted", "several", "perspective", "all"]


def payload(chance):
    number = "+1202555%04d" % chance.randrange(100, 200)
    return chance.choice([
        "https://t.me/example_%06d" % chance.randrange(10**6),
        "https://example.org/join?c=%08x&from=flyer" % chance.randrange(2**32),
        "tel:" + number,
        "https://wa.me/" + number[1:],
        "BEGIN:VCARD\nVERSION:3.0\nN:Office\nTEL:%s\nEND:VCARD" % number,
        "Пишите: @example_%04d, звоните %s" % (chance.randrange(10**4), number),
        number,
    ])


def background(chance, width, height):
    shades = numpy.random.default_rng(chance.randrange(2**32))
    corners = shades.integers(40, 256, (2, 2, 3)).astype(numpy.uint8)
    picture = Image.fromarray(corners).resize((width, height), Image.BILINEAR)
    draw = ImageDraw.Draw(picture)
    for _ in range(chance.randrange(3, 12)):
        x, y = chance.randrange(width), chance.randrange(height)
        w, h = chance.randrange(10, width // 3), chance.randrange(10, height // 3)
        colour = tuple(chance.randrange(256) for _ in range(3))
        chance.choice([draw.rectangle, draw.ellipse])([x, y, x + w, y + h], fill=colour)
    for _ in range(chance.randrange(5, 20)):
        font = ImageFont.load_default(size=chance.randrange(14, 60))
        text = " ".join("".join(chance.choices("abdefghiklmnoprstuw0123456789", k=chance.randrange(2, 9))) for _ in range(4))
        colour = tuple(chance.randrange(256) for _ in range(3))
        draw.text((chance.randrange(width), chance.randrange(height)), text, font=font, fill=colour)
    return picture


def perspective(chance, code, most):
    """Coefficients and size that put the code's corners where they are seen from aside."""
    w, h = code.size
    shift = lambda: (chance.uniform(0, most) * w, chance.uniform(0, most) * h)
    (a, b), (c, d), (e, f), (g, k) = shift(), shift(), shift(), shift()
    to = [(a, b), (w - c, d), (w - e, h - f), (g, h - k)]
    rows, wanted = [], []
    for (x, y), (u, v) in zip(to, [(0, 0), (w, 0), (w, h), (0, h)]):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return numpy.linalg.solve(numpy.array(rows), numpy.array(wanted))


def draw_code(chance, text, kind):
    code = segno.make(text, error=chance.choice("lmqh"), micro=False, boost_error=False)
    scale = 3 if kind in ("small", "all") else chance.randrange(4, 9)
    dark, light = (0, 0, 0), (255, 255, 255)
    if kind in ("contrast", "all"):
        middle, half = chance.randrange(90, 166), chance.randrange(30, 45)
        dark, light = (middle - half,) * 3, (middle + half,) * 3
    elif chance.random() < 0.5:
        dark, light = tuple(chance.randrange(90) for _ in range(3)), tuple(chance.randrange(200, 256) for _ in range(3))
    if kind == "inverted":
        dark, light = light, dark
    out = io.BytesIO()
    code.save(out, kind="png", scale=scale, border=4, dark=dark, light=light)
    image = Image.open(out).convert("RGBA")
    if kind in ("perspective",):
        # Drawn larger first, so that seen from aside no module is under three pixels.
        image = image.resize((image.width * 2, image.height * 2), Image.NEAREST)
        image = image.transform(image.size, Image.PERSPECTIVE, perspective(chance, image, 0.16), Image.BICUBIC)
        image = image.resize((image.width * 3 // 4, image.height * 3 // 4), Image.BICUBIC)
    if kind in ("tilt", "perspective") or (kind == "all" and chance.random() < 0.5):
        # The tilted edge must not cost a small code its modules.
        image = image.rotate(chance.uniform(-25, 25) + chance.choice([0, 0, 90, 180]), Image.BICUBIC, expand=True)
    return image


def flyer(chance, kind):
    width, height = chance.randrange(700, 1500), chance.randrange(700, 1500)
    picture = background(chance, width, height)
    payloads, taken = [], []
    for _ in range(chance.randrange(2, 5) if kind == "several" else 1):
        text = payload(chance)
        image = draw_code(chance, text, kind)
        if image.width >= width or image.height >= height:
            continue
        for _ in range(50):
            x, y = chance.randrange(width - image.width), chance.randrange(height - image.height)
            box = (x, y, x + image.width, y + image.height)
            if all(box[2] < t[0] or t[2] < box[0] or box[3] < t[1] or t[3] < box[1] for t in taken):
                picture.paste(image, (x, y), image)
                taken.append(box)
                payloads.append(text)
                break
    if kind in ("noise", "all"):
        noise = numpy.random.default_rng(chance.randrange(2**32)).normal(0, 18 if kind == "all" else 30, (height, width, 3))
        picture = Image.fromarray(numpy.clip(numpy.asarray(picture) + noise, 0, 255).astype(numpy.uint8))
    if kind == "noise" and chance.random() < 0.5:
        picture = picture.filter(ImageFilter.GaussianBlur(0.8))
    return picture, payloads


def main():
    folder = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        picture, payloads = flyer(chance, kind)
        if kind in ("jpeg", "noise", "several", "all"):
            name = "%04d.jpg" % number
            picture.convert("RGB").save(folder / name, quality=40)
        else:
            name = "%04d.png" % number
            picture.save(folder / name)
        lines += ["%s\t%s\t%s\n" % (name, kind, text.encode("unicode_escape").decode()) for text in payloads]
    (folder / "truth.tsv").write_text("".join(lines))


if __name__ == "__main__":
    main()
