"""Makes copies of photographs as people pass them on, and flyers of one template with other words: edits.py FOLDER PHOTO...

A copy is FOLDER/GROUP__EDIT.jpg; pictures of one group show the same, pictures of different groups do not. Flyers are
FOLDER/flyer-TEMPLATE-N__text.jpg, with a photograph in the upper half halfphoto-..., and such that differ in nothing but
the number number-.... Needs pillow and numpy.
"""

import io
import random
import sys
from pathlib import Path

import numpy
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps


def words(chance, count):
    return " ".join("".join(chance.choices("abdefghiklmnoprstuvw", k=chance.randrange(2, 9))) for _ in range(count))


def crop(share):
    def edit(chance, picture):
        side = share ** 0.5
        w, h = int(picture.width * side), int(picture.height * side)
        x, y = chance.randrange(picture.width - w + 1), chance.randrange(picture.height - h + 1)
        return picture.crop((x, y, x + w, y + h))
    return edit


def border(chance, picture):
    colour = tuple(chance.randrange(256) for _ in range(3))
    return ImageOps.expand(picture, int(max(picture.size) * chance.uniform(0.05, 0.2)), colour)


def letterbox(chance, picture):
    w, h = picture.size
    to = (w, int(w * 1.6)) if w >= h else (int(h * 1.8), h)
    page = Image.new("RGB", (max(to[0], w), max(to[1], h)))
    page.paste(picture, ((page.width - w) // 2, (page.height - h) // 2))
    return page


def logo(chance, picture):
    picture = picture.copy()
    side = int(min(picture.size) * 0.22)
    x = chance.choice([10, picture.width - side - 10])
    y = chance.choice([10, picture.height - side - 10])
    draw = ImageDraw.Draw(picture)
    draw.ellipse((x, y, x + side, y + side), fill=(200, 20, 30), outline=(255, 255, 255), width=4)
    draw.text((x + side // 5, y + side // 3), words(chance, 1), font=ImageFont.load_default(side // 4), fill="white")
    return picture


def caption_below(chance, picture):
    bar = picture.height // 4
    page = Image.new("RGB", (picture.width, picture.height + bar), chance.choice(["white", "black", (240, 200, 0)]))
    page.paste(picture, (0, 0))
    shade = "white" if page.getpixel((2, page.height - 2)) == (0, 0, 0) else "black"
    font = ImageFont.load_default(max(12, bar // 4))
    for line in range(2):
        ImageDraw.Draw(page).text((10, picture.height + bar // 8 + line * bar // 3), words(chance, 6), font=font, fill=shade)
    return page


def caption_over(chance, picture):
    picture = picture.copy()
    font = ImageFont.load_default(max(12, picture.height // 9))
    y = chance.choice([picture.height // 20, picture.height * 3 // 4])
    ImageDraw.Draw(picture).text((10, y), words(chance, 4), font=font, fill="white", stroke_width=3, stroke_fill="black")
    return picture


def resize(share):
    return lambda chance, picture: picture.resize((int(picture.width * share), int(picture.height * share)), Image.LANCZOS)


def screenshot(chance, picture):
    small = picture.resize((640, int(640 * picture.height / picture.width)), Image.LANCZOS)
    page = Image.new("RGB", (720, small.height + 500), (250, 250, 250))
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 720, 90), fill=(40, 90, 160))
    draw.text((30, 30), words(chance, 2), font=ImageFont.load_default(30), fill="white")
    page.paste(small, (40, 150))
    for line in range(6):
        draw.text((40, small.height + 180 + line * 45), words(chance, 6), font=ImageFont.load_default(24), fill=(30, 30, 30))
    return page


def both(first, second):
    return lambda chance, picture: second(chance, first(chance, picture))


EDITS = {
    "crop90": crop(0.9), "crop75": crop(0.75), "crop60": crop(0.6), "crop40": crop(0.4), "border": border,
    "letterbox": letterbox, "logo": logo, "caption-below": caption_below, "caption-over": caption_over,
    "mirrored": lambda chance, picture: ImageOps.mirror(picture),
    "turned": lambda chance, picture: picture.rotate(90, expand=True),
    "half": resize(0.5), "third": resize(0.33), "bright": lambda chance, picture: ImageEnhance.Brightness(picture).enhance(1.3),
    "again": lambda chance, picture: picture, "screenshot": screenshot, "crop75-border": both(crop(0.75), border),
    "crop75-half-logo": both(both(crop(0.75), resize(0.5)), logo),
}


def synthetic(chance):
    """Noise of several scales, blurred, with shapes: like no other."""
    random_numbers = numpy.random.default_rng(chance.randrange(2**32))
    w, h = chance.randrange(500, 1000), chance.randrange(500, 1000)
    total = numpy.zeros((h, w, 3))
    for octave in range(2, 8):
        grid = random_numbers.integers(0, 256, (2**octave, 2**octave, 3)).astype(numpy.uint8)
        total += numpy.asarray(Image.fromarray(grid).resize((w, h), Image.BICUBIC)) * 0.6**octave
    total -= total.min()
    picture = Image.fromarray((total / total.max() * 255).astype(numpy.uint8))
    draw = ImageDraw.Draw(picture)
    for _ in range(chance.randrange(5, 40)):
        x, y, s = chance.randrange(w), chance.randrange(h), chance.randrange(5, 150)
        colour = tuple(chance.randrange(256) for _ in range(3))
        chance.choice([draw.rectangle, draw.ellipse])((x, y, x + s, y + s * chance.uniform(0.3, 2)), fill=colour)
    return picture.filter(ImageFilter.GaussianBlur(1))


def flyer(template, chance, photo=None, number=None):
    """A flyer of a template with words and a number of its own."""
    layout = random.Random(template)
    w, h = layout.choice([(800, 1000), (1080, 1080), (720, 1280)])
    paper, ink = (layout.randrange(180, 256),) * 3, tuple(layout.randrange(70) for _ in range(3))
    if layout.random() < 0.4:
        paper, ink = ink, paper
    page = Image.new("RGB", (w, h), paper)
    draw = ImageDraw.Draw(page)
    y = 0
    if photo is not None:
        top = photo.resize((w, h // 2), Image.LANCZOS)
        page.paste(top, (0, 0))
        y = h // 2
    bar = layout.randrange(60, 140)
    draw.rectangle((0, y, w, y + bar), fill=(layout.randrange(256), layout.randrange(100), layout.randrange(100)))
    draw.text((20, y + 15), words(layout, 2), font=ImageFont.load_default(bar // 2), fill="white")
    y += bar + 20
    size = layout.randrange(22, 40)
    while y < h - 150:
        if layout.random() < 0.3:
            text = words(layout, 4)
        else:
            text = words(chance, layout.randrange(3, 7))
        draw.text((30, y), text, font=ImageFont.load_default(size), fill=ink)
        y += int(size * 1.5)
    number = "+1 202 555 0%03d" % (chance.randrange(100, 200) if number is None else number)
    draw.text((30, h - 110), number, font=ImageFont.load_default(60), fill=(200, 0, 0))
    return page


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    photos = []
    for path in sys.argv[2:]:
        picture = Image.open(path).convert("RGB")
        picture.thumbnail((1280, 1280))
        photos.append((Path(path).stem, picture))
    # Four quarters of a photograph are four pictures that show different things alike.
    for name, picture in list(photos):
        w, h = picture.width // 2, picture.height // 2
        quarters = [(0, 0), (w, 0), (0, h), (w, h)]
        photos += [("%s-quarter%d" % (name, n), picture.crop((x, y, x + w, y + h))) for n, (x, y) in enumerate(quarters)]
    photos += [("synthetic-%03d" % n, synthetic(random.Random(n))) for n in range(60)]
    for name, picture in photos:
        chance = random.Random(name)
        picture.save(folder / (name + "__original.jpg"), quality=90)
        if "-quarter" in name:
            continue
        for edit, change in EDITS.items():
            change(chance, picture).convert("RGB").save(folder / ("%s__%s.jpg" % (name, edit)), quality=chance.choice([40, 60, 80]))
    for template in range(40):
        photo = photos[template % len(photos)][1] if template % 4 == 3 else None
        for n in range(6):
            picture = flyer(template, random.Random(template * 100 + n), photo)
            kind = "halfphoto" if photo is not None else "flyer"
            picture.save(folder / ("%s-%02d-%d__text.jpg" % (kind, template, n)), quality=70)
        for n in range(3 if photo is None else 0):
            picture = flyer(template, random.Random(template), None, 100 + n * 31)
            picture.save(folder / ("number-%02d-%d__text.jpg" % (template, n)), quality=70)


if __name__ == "__main__":
    main()
