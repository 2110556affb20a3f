#!/usr/bin/env python3
"""Draws the demo's two pictures that hold a number to call: a flyer, and a film that shows it for two seconds.

Run by hand, with Pillow and ffmpeg installed, from this folder: the files are part of the repository, since encoders
differ from version to version. Everything in them is invented; the numbers are reserved for fiction (the German
regulator's +49 30 23125..., North America's 555-01XX).
"""
import math
import pathlib
import subprocess
import tempfile

from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf"
OUT = pathlib.Path(__file__).parent / "media"
FLYER_NUMBER = "+49 30 23125 014"
FILM_NUMBER = "+1 202 555 0178"
FLYER = "3_1630311572947788982.jpg"
FILM = "9900000103250532.mp4"


def font(size):
    return ImageFont.truetype(FONT, size)


def heron(draw, x, y, size, colour):
    """An invented emblem: a long-legged bird of three strokes."""
    s = size / 100
    draw.ellipse([x - 30 * s, y - 15 * s, x + 30 * s, y + 15 * s], fill=colour)
    draw.line([x + 22 * s, y - 6 * s, x + 34 * s, y - 44 * s, x + 62 * s, y - 40 * s], fill=colour, width=int(7 * s))
    for leg in (-6, 8):
        draw.line([x + leg * s, y + 10 * s, x + (leg - 4) * s, y + 60 * s], fill=colour, width=int(5 * s))


def flyer():
    w, h = 900, 1100
    picture = Image.new("RGB", (w, h))
    draw = ImageDraw.Draw(picture)
    for y in range(h):
        draw.line([0, y, w, y], fill=(26 + y // 24, 38 + y // 30, 52 + y // 18))
    draw.polygon([(0, 700), (260, 560), (470, 690), (690, 520), (900, 660), (900, 1100), (0, 1100)], fill=(20, 27, 33))
    heron(draw, 440, 200, 190, (222, 226, 218))
    for text, size, y, colour in [
        ("WE ARE HIRING", 92, 370, (240, 236, 220)),
        ("fighters, drivers, medics", 52, 500, (214, 208, 190)),
        ("240,000 rubles a month", 58, 590, (240, 200, 90)),
        ("life and health insurance", 46, 690, (214, 208, 190)),
        ("Call now", 60, 820, (240, 236, 220)),
        (FLYER_NUMBER, 78, 910, (250, 214, 100)),
    ]:
        f = font(size)
        draw.text(((w - draw.textlength(text, font=f)) / 2, y), text, font=f, fill=colour)
    picture.save(OUT / FLYER, quality=62, optimize=True)


def film():
    w, h, rate = 640, 360, 8
    scenes = [(0, 3, "SE BUSCAN CONDUCTORES Y MECÁNICOS", (40, 62, 50)), (3, 6, "Sueldo 240.000 rublos al mes", (66, 44, 38)), (6, 8, FILM_NUMBER, (30, 40, 70))]
    with tempfile.TemporaryDirectory() as folder:
        for n in range(8 * rate):
            t = n / rate
            start, _, text, ground = next(s for s in scenes if s[0] <= t < s[1])
            frame = Image.new("RGB", (w, h), ground)
            draw = ImageDraw.Draw(frame)
            for hill in range(3):
                y = 250 + 30 * hill
                line = [(x, y + 26 * math.sin(x / 90 + hill * 2 + start + t / 3)) for x in range(0, w + 20, 20)]
                draw.polygon(line + [(w, h), (0, h)], fill=tuple(max(0, c - 12 * hill) for c in ground))
            heron(draw, 60 + 40 * t, 90, 70, (205, 210, 200))
            f = font(52 if text == FILM_NUMBER else 30)
            if text == FILM_NUMBER:
                draw.text(((w - draw.textlength("Llame ahora", font=font(34))) / 2, 120), "Llame ahora", font=font(34), fill=(240, 236, 220))
            draw.text(((w - draw.textlength(text, font=f)) / 2, 180), text, font=f, fill=(250, 226, 140))
            frame.save(f"{folder}/{n:03}.png")
        subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-framerate", str(rate), "-i", f"{folder}/%03d.png", "-c:v", "libx264", "-crf", "30",
             "-preset", "veryslow", "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-fflags", "+bitexact", "-flags:v", "+bitexact", str(OUT / FILM)],
            check=True,
        )


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    flyer()
    film()
