"""Makes films and copies of them, to count which copies are found: films.py FOLDER SEED PHOTO...

Writes FOLDER/GROUP__EDIT.mp4. Films of one group are copies of one another; those of different groups are not, though
some have the studio, the template of slides, or the black leader and the logo in common. Needs ffmpeg, numpy and Pillow.
`cargo run --release -p pressgang-media --example same_films FOLDER` counts.
"""

import math
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy
from PIL import Image, ImageDraw, ImageFont

folder, seed, photos = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
WIDTH, HEIGHT, FPS = 640, 360, 25
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
chance = random.Random(seed)


def ffmpeg(*arguments, feed=None):
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-threads", "1", *map(str, arguments)]
    if feed is None:
        subprocess.run(command, check=True)
        return
    command.remove("-nostdin")
    with subprocess.Popen(command, stdin=subprocess.PIPE) as running:
        for frame in feed:
            running.stdin.write(frame.tobytes())
        running.stdin.close()
    assert running.returncode == 0


def scene(pick, size=(1600, 1000)):
    """Drawn, where there are no photographs left: shades of several sizes and things with edges."""
    grid = numpy.random.default_rng(pick.randrange(2**32))
    picture = numpy.zeros((size[1], size[0], 3), dtype=numpy.float32)
    for cells in (3, 7, 17, 41, 97):
        noise = grid.integers(0, 256, (cells, cells, 3), dtype=numpy.uint8)
        picture += numpy.asarray(Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC), numpy.float32) / cells**0.5
    picture = (picture - picture.min()) / (picture.max() - picture.min()) * 255
    image = Image.fromarray(picture.astype(numpy.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(60):
        x, y = pick.randrange(size[0]), pick.randrange(size[1])
        shade = tuple(pick.randrange(256) for _ in range(3))
        if pick.random() < 0.5:
            draw.polygon([(x + pick.randrange(-180, 180), y + pick.randrange(-180, 180)) for _ in range(4)], fill=shade)
        else:
            draw.ellipse((x, y, x + pick.randrange(20, 260), y + pick.randrange(20, 260)), fill=shade)
    return image


# A photograph stands in one film of a set only.
pool = list(photos)
chance.shuffle(pool)


def still(pick):
    if pool:
        image = Image.open(pool.pop()).convert("RGB")
        if min(image.size) >= 300:
            return image
    return scene(pick)


def window(image, centre, scale):
    """What a camera sees: a part of a picture, `scale` of the largest part of the right shape."""
    width = min(image.width, image.height * WIDTH / HEIGHT) * scale
    height = width * HEIGHT / WIDTH
    x = min(max(centre[0] * image.width, width / 2), image.width - width / 2)
    y = min(max(centre[1] * image.height, height / 2), image.height - height / 2)
    box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR, box=box)


def grained(image, grid):
    return numpy.clip(numpy.asarray(image, numpy.int16) + grid.integers(-6, 7, (HEIGHT, WIDTH, 1)), 0, 255).astype(numpy.uint8)


def camera(pick, seconds):
    """Shots of two to five seconds, each a move over a picture, held by hand."""
    grid = numpy.random.default_rng(pick.randrange(2**32))
    left = seconds
    while left > 0:
        length = min(left, pick.uniform(2, 5))
        left -= length if left - length > 1 else left
        image = still(pick)
        ends = [(pick.uniform(0.3, 0.7), pick.uniform(0.3, 0.7), pick.uniform(0.55, 0.95)) for _ in range(2)]
        shake, count = [0.0, 0.0], int(length * FPS)
        for n in range(count):
            along = n / count
            x, y, scale = (a + (b - a) * along for a, b in zip(*ends))
            shake = [0.9 * s + pick.gauss(0, 0.0015) for s in shake]
            yield grained(window(image, (x + shake[0], y + shake[1]), scale), grid)


def studio(pick, seconds, back):
    """Somebody in front of what never moves."""
    grid = numpy.random.default_rng(pick.randrange(2**32))
    background = window(back, (0.5, 0.5), 0.9)
    skin, coat = (tuple(pick.randrange(40, 220) for _ in range(3)) for _ in range(2))
    phase = [pick.uniform(0, 6) for _ in range(4)]
    for n in range(int(seconds * FPS)):
        image, t = background.copy(), n / FPS
        draw = ImageDraw.Draw(image)
        x = WIDTH * (0.45 + 0.12 * math.sin(0.7 * t + phase[0]))
        y = HEIGHT * (0.45 + 0.03 * math.sin(1.9 * t + phase[1]))
        draw.ellipse((x - 150, y + 60, x + 150, y + 400), fill=coat)
        draw.ellipse((x - 55, y - 75, x + 55, y + 75), fill=skin)
        for side in (-1, 1):
            arm = 90 * math.sin(1.3 * t + phase[2 + (side > 0)])
            draw.line((x + side * 110, y + 140, x + side * 190, y + 60 + arm), fill=coat, width=34)
        yield grained(image, grid)


WORDS = "river market fighters contract salary north bus garden winter family school train office number friend paper".split()


def slides(pick, seconds):
    """Slides of one template, which all sets have in common."""
    font, small = ImageFont.truetype(FONT, 40), ImageFont.truetype(FONT, 24)
    while seconds > 0:
        image = Image.new("RGB", (WIDTH, HEIGHT), (28, 40, 70))
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, WIDTH, 56), fill=(180, 30, 40))
        draw.ellipse((WIDTH - 60, 6, WIDTH - 16, 50), fill=(240, 220, 60))
        draw.text((20, 6), "IRON HERON", font=font, fill="white")
        for line in range(5):
            draw.text((40, 90 + 46 * line), " ".join(pick.choice(WORDS) for _ in range(5)), font=small, fill="white")
        held = min(seconds, pick.uniform(2, 4))
        seconds -= held
        for _ in range(int(held * FPS)):
            yield numpy.asarray(image)


def leader(pick, seconds):
    """Three seconds of black and a logo for two, as on all of these; then something else."""
    for _ in range(3 * FPS):
        yield numpy.zeros((HEIGHT, WIDTH, 3), numpy.uint8)
    logo = Image.new("RGB", (WIDTH, HEIGHT), (250, 250, 245))
    draw = ImageDraw.Draw(logo)
    draw.polygon([(250, 90), (390, 90), (430, 220), (320, 290), (210, 220)], fill=(20, 90, 60))
    draw.text((235, 300), "HERON TV", font=ImageFont.truetype(FONT, 34), fill=(20, 90, 60))
    for _ in range(2 * FPS):
        yield numpy.asarray(logo)
    yield from camera(pick, seconds - 5)


def drawn(frames):
    return lambda to: ffmpeg(
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", FPS, "-i", "-", *ENCODE, to, feed=frames
    )


def generated(source):
    return lambda to: ffmpeg("-f", "lavfi", "-t", chance.uniform(10, 16), "-i", source, *ENCODE, to)


ENCODE = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"]


def originals():
    size, rate = f"{WIDTH}x{HEIGHT}", FPS
    for n in range(6):
        yield f"camera{n}", drawn(camera(random.Random(chance.random()), chance.uniform(11, 19)))
    back = still(chance)
    for n in range(3):
        yield f"studio{n}", drawn(studio(random.Random(chance.random()), chance.uniform(10, 15), back))
    for n in range(3):
        yield f"slides{n}", drawn(slides(random.Random(chance.random()), chance.uniform(12, 18)))
    for n in range(3):
        yield f"leader{n}", drawn(leader(random.Random(chance.random()), chance.uniform(14, 18)))
    yield "testsrc0", generated(f"testsrc2=s={size}:r={rate}")
    for n in range(2):
        x, y, scale = chance.choice([(-0.743, -0.131, 0.3), (-1.25, 0.02, 0.2), (0.285, 0.01, 0.25), (-0.1, 0.9, 0.3)])
        source = f"mandelbrot=s={size}:r={rate}:start_x={x + chance.uniform(-0.01, 0.01)}:start_y={y}:start_scale={scale * chance.uniform(0.8, 3)}"
        yield f"mandelbrot{n}", generated(source)
        source = f"life=s=80x45:r=5:ratio=0.3:seed={chance.randrange(10**6)}:mold=10:life_color=#40ff60:death_color=#a02000,scale={size}:flags=neighbor,fps={rate}"
        yield f"life{n}", generated(source)
        yield f"gradients{n}", generated(f"gradients=s={size}:r={rate}:seed={chance.randrange(10**6)}:n=6:speed=0.02")


def edits(name, length, pick):
    """Name, arguments before the input, filter, arguments of the encoder."""
    fine, coarse = ["-crf", "24"], ["-b:v", "160k"]
    size = f"{WIDTH}:{HEIGHT}"
    crop = "crop=iw*0.9:ih*0.9"
    one_side = f"crop=iw*0.92:ih*0.94:iw*{pick.uniform(0, 0.08):.3f}:ih*{pick.uniform(0, 0.06):.3f}"
    side = int(WIDTH * 0.15)
    x, y = pick.choice([8, WIDTH - side - 8]), pick.choice([8, HEIGHT - side // 2 - 8])
    shade = f"0x{pick.randrange(0x1000000):06x}"
    logo = f"drawbox={x}:{y}:{side}:{side // 2}:{shade}:fill,drawbox={x + 8}:{y + 8}:{side // 3}:{side // 2 - 16}:white:fill"
    begin = pick.uniform(0.1, 0.35) * length
    cut = ["-ss", f"{begin:.3f}", "-t", f"{pick.uniform(0.5, 0.6) * length:.3f}"]
    return {
        "small": ([], "scale=iw*2/3:-2", ["-crf", "34"]),
        "coarse": ([], "null", coarse),
        "crop5": ([], f"{crop},scale={size}", fine),
        "side": ([], f"{one_side},scale={size}", fine),
        "crop10": ([], f"crop=iw*0.8:ih*0.8,scale={size}", fine),
        "logo": ([], logo, fine),
        "letterbox": ([], "pad=iw:ih*4/3:0:oh/8", fine),
        "cut": (cut, "null", fine),
        "mirrored": ([], "hflip", fine),
        "crop5-cut": (cut, f"{crop},scale={size}", fine),
        "logo-coarse": ([], f"{logo},scale=iw*2/3:-2", coarse),
        "letterbox-crop-cut": (cut, f"{crop},pad=iw:ih*4/3:0:oh/8", fine),
        "mirrored-cut": (cut, "hflip", fine),
    }


def main():
    folder.mkdir(parents=True, exist_ok=True)
    jobs, names = [], []
    for name, make in originals():
        to = folder / f"{name}__original.mp4"
        make(to)
        names.append(name)
        asked = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(to)]
        length = float(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
        pick = random.Random(f"{seed} {name}")
        for edit, (before, graph, encoder) in edits(name, length, pick).items():
            encode = ["-vf", graph, "-c:v", "libx264", "-preset", "veryfast", *encoder, "-pix_fmt", "yuv420p"]
            jobs.append([*before, "-i", to, *encode, folder / f"{name}__{edit}.mp4"])
    # Within a longer film, behind six seconds that no other film has.
    for name in names:
        extra = folder / f"{name}.extra.mp4"
        drawn(camera(random.Random(f"{seed} before {name}"), 6))(extra)
        graph = f"[0:v]fps={FPS}[a];[1:v]fps={FPS}[b];[a][b]concat=n=2"
        jobs.append(["-i", extra, "-i", folder / f"{name}__original.mp4", "-filter_complex", graph, *ENCODE, folder / f"{name}__inside.mp4"])
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda job: ffmpeg(*job), jobs))
    for name in names:
        (folder / f"{name}.extra.mp4").unlink()
    print(f"{len(names)} films, {len(list(folder.glob('*.mp4')))} files")


main()
