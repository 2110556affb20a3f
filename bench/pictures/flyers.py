"""Draws flyers of an invented organisation in 12 scripts, with phone numbers of reserved ranges only, as bad as they
come on social media: small, tilted, noisy, pale, on busy ground, light on dark, JPEG at 40.

Usage: flyers.py FOLDER [COUNT [SEED]]. Needs Pillow, numpy, chromium (which shapes every script) and Noto fonts.
Writes NNN.jpg and truth.json: per flyer its language, script, the numbers on it (E.164, and as shown) and what was done
to it.
"""

import html
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
from PIL import Image, ImageFilter

# language: script, native digits (or none), fonts, and the lines: who, whom, pay, age, "call".
LANGUAGES = {
    "en": ("Latin", None, ["Noto Sans", "Noto Serif", "DejaVu Sans", "Liberation Sans", "Liberation Serif"],
           ["Iron Heron is hiring", "drivers, medics, drone pilots", "2,400 euros a month, housing and insurance", "age 22 to 55", "Call us", "WhatsApp"]),
    "de": ("Latin", None, ["Noto Sans", "Noto Serif", "Liberation Sans", "DejaVu Serif"],
           ["Iron Heron sucht", "Fahrer, Sanitäter, Drohnenpiloten", "2.400 Euro im Monat, Unterkunft und Versicherung", "Alter 22 bis 55", "Telefon", "WhatsApp"]),
    "fr": ("Latin", None, ["Noto Sans", "Noto Serif", "Liberation Sans"],
           ["Iron Heron recrute", "chauffeurs, médecins, pilotes de drones", "2 400 euros par mois, logement et assurance", "de 22 à 55 ans", "Téléphone", "WhatsApp"]),
    "vi": ("Latin", None, ["Noto Sans", "Noto Serif", "DejaVu Sans"],
           ["Iron Heron tuyển dụng", "lái xe, y tá, người điều khiển thiết bị bay", "2.400 euro một tháng, có chỗ ở và bảo hiểm", "tuổi từ 22 đến 55", "Điện thoại", "WhatsApp"]),
    "ru": ("Cyrillic", None, ["Noto Sans", "Noto Serif", "DejaVu Sans", "Liberation Sans", "Liberation Serif"],
           ["Железная цапля набирает", "водителей, медиков, операторов дронов", "240 000 рублей в месяц, жильё и страховка", "возраст от 22 до 55 лет", "Звоните", "WhatsApp"]),
    "uk": ("Cyrillic", None, ["Noto Sans", "Noto Serif", "DejaVu Sans", "Liberation Sans"],
           ["Залізна чапля набирає", "водіїв, медиків, операторів дронів", "2 400 євро на місяць, житло і страхування", "вік від 22 до 55 років", "Телефонуйте", "WhatsApp"]),
    "ar": ("Arabic", "٠١٢٣٤٥٦٧٨٩", ["Noto Sans Arabic", "Noto Naskh Arabic", "Noto Kufi Arabic", "DejaVu Sans"],
           ["البلشون الحديدي يوظف", "سائقين وأطباء ومشغلي طائرات", "راتب ممتاز كل شهر مع السكن والتأمين", "العمر من ٢٢ إلى ٥٥ سنة", "اتصل بنا", "واتساب"]),
    "fa": ("Arabic", "۰۱۲۳۴۵۶۷۸۹", ["Noto Sans Arabic", "Noto Naskh Arabic", "DejaVu Sans"],
           ["حواصیل آهنی استخدام می‌کند", "راننده، پزشک و خلبان پهپاد", "حقوق عالی ماهانه با مسکن و بیمه", "سن از ۲۲ تا ۵۵ سال", "تماس بگیرید", "واتساپ"]),
    "hi": ("Devanagari", "०१२३४५६७८९", ["Noto Sans Devanagari", "Noto Serif Devanagari"],
           ["आयरन हेरॉन में भर्ती", "ड्राइवर, डॉक्टर और ड्रोन पायलट", "हर महीने अच्छा वेतन, रहना और बीमा", "उम्र २२ से ५५ साल", "संपर्क करें", "व्हाट्सएप"]),
    "bn": ("Bengali", "০১২৩৪৫৬৭৮৯", ["Noto Sans Bengali", "Noto Serif Bengali"],
           ["আয়রন হেরন নিয়োগ দিচ্ছে", "চালক, ডাক্তার ও ড্রোন পাইলট", "প্রতি মাসে ভালো বেতন, থাকা ও বীমা", "বয়স ২২ থেকে ৫৫", "যোগাযোগ করুন", "হোয়াটসঅ্যাপ"]),
    "th": ("Thai", "๐๑๒๓๔๕๖๗๘๙", ["Noto Sans Thai", "Noto Serif Thai", "Noto Looped Thai"],
           ["กระสาเหล็ก รับสมัครงาน", "คนขับรถ แพทย์ และนักบินโดรน", "เงินเดือนดี มีที่พักและประกัน", "อายุ 22 ถึง 55 ปี", "โทร", "ติดต่อ"]),
    "he": ("Hebrew", None, ["Noto Sans Hebrew", "Noto Serif Hebrew", "DejaVu Sans"],
           ["אנפת ברזל מגייסת", "נהגים, רופאים ומפעילי רחפנים", "שכר מצוין בכל חודש, דיור וביטוח", "גיל 22 עד 55", "התקשרו", "טלפון"]),
    "el": ("Greek", None, ["Noto Sans", "Noto Serif", "DejaVu Sans", "Liberation Sans"],
           ["Ο Σιδερένιος Ερωδιός προσλαμβάνει", "οδηγούς, γιατρούς, χειριστές", "2.400 ευρώ τον μήνα, στέγη και ασφάλεια", "ηλικία 22 έως 55", "Τηλέφωνο", "Καλέστε"]),
    "ka": ("Georgian", None, ["Noto Sans Georgian", "Noto Serif Georgian", "DejaVu Sans"],
           ["რკინის ყანჩა აცხადებს მიღებას", "მძღოლები, ექიმები, პილოტები", "კარგი ხელფასი ყოველთვიურად", "ასაკი 22-დან 55-მდე", "დაგვირეკეთ", "ტელეფონი"]),
    "hy": ("Armenian", None, ["Noto Sans Armenian", "Noto Serif Armenian", "DejaVu Sans"],
           ["Երկաթե տառեղը հավաքագրում է", "վարորդներ, բժիշկներ, օդաչուներ", "բարձր աշխատավարձ ամեն ամիս", "տարիքը 22-ից 55", "Զանգահարեք", "Հեռախոս"]),
    "zh": ("Han", None, ["Noto Sans CJK SC", "Noto Serif CJK SC"],
           ["铁鹭公司招聘", "司机、医生、无人机飞手", "每月2400欧元，包食宿和保险", "年龄22至55岁", "电话", "联系电话"]),
    "ja": ("Japanese", None, ["Noto Sans CJK JP", "Noto Serif CJK JP"],
           ["アイアンヘロン 募集中", "運転手・医師・ドローン操縦士", "月給2400ユーロ、住居と保険つき", "年齢22歳から55歳まで", "電話", "お問い合わせ"]),
    "ko": ("Korean", None, ["Noto Sans CJK KR", "Noto Serif CJK KR"],
           ["아이언 헤론 모집", "운전사, 의사, 드론 조종사", "월급 2,400유로, 숙소와 보험 제공", "나이 22세부터 55세까지", "전화", "연락처"]),
}
# Scripts come up equally often, not languages: Japanese counts as Han.
SCRIPTS = [["en", "de", "fr", "vi"], ["ru", "uk"], ["ar", "fa"], ["hi"], ["bn"], ["th"], ["he"], ["el"], ["ka"], ["hy"],
           ["zh", "ja"], ["ko"]]
RIGHT_TO_LEFT = {"ar", "fa", "he"}


def number(random_, language):
    """A number of a reserved range: E.164, and as it is shown."""
    digits = lambda n: "".join(random_.choice("0123456789") for _ in range(n))
    kind = random_.choice(["uk", "uk2", "us", "de", "fr", "se", "au"])
    if kind == "uk":
        d = digits(3)
        code, groups, national = "44", ["7700", "900" + d], "07700 900" + d
    elif kind == "uk2":
        d = digits(3)
        code, groups, national = "44", ["20", "7946", "0" + d], "020 7946 0" + d
    elif kind == "us":
        area, d = random_.choice(["202", "312", "415", "617"]), f"01{digits(2)}"
        code, groups, national = "1", [area, "555", d], f"({area}) 555-{d}"
    elif kind == "de":
        d = digits(3)
        town, start = random_.choice([("30", "23125"), ("69", "90009"), ("40", "66969"), ("89", "99998")])
        code, groups, national = "49", [town, start, d], f"0{town} {start} {d}"
    elif kind == "fr":
        d = digits(4)
        start = random_.choice(["63998", "19900", "26191", "35301", "46571", "53649"])
        code, groups = "33", [start[0], start[1:3], start[3:], d[:2], d[2:]]
        national = f"0{start[0]} {start[1:3]} {start[3:]} {d[:2]} {d[2:]}"
    elif kind == "se":
        d = f"{random_.randrange(605, 700)}"
        code, groups, national = "46", ["70", "174", "0" + d], "070-174 0" + d
    else:
        d = random_.choice(["006", "156", "157", "158", "159", "110"])
        code, groups, national = "61", ["491", "570", d], "0491 570 " + d
    e164 = "+" + code + "".join(groups)
    if {"uk": "en", "uk2": "en", "de": "de", "fr": "fr"}.get(kind) == language and random_.random() < 0.5:
        return e164, national
    separator = random_.choice([" ", " ", " ", "-", ".", ""])
    plus = random_.choice(["+", "+", "+", "+", "00"])
    first = f"{plus}{code}" + (separator if separator != "" else "")
    if random_.random() < 0.15 and separator == " ":
        return e164, f"{first}({groups[0]}) " + separator.join(groups[1:])
    return e164, first + separator.join(groups)


def hsl(hue, saturation, light):
    return f"hsl({hue:.0f},{saturation:.0f}%,{light:.0f}%)"


def colours(r, how):
    """Ground and letters."""
    hue, other = r.uniform(0, 360), r.uniform(0, 360)
    if how == "pale":
        light = r.uniform(55, 85)
        return hsl(hue, r.uniform(0, 40), light), hsl(hue, r.uniform(0, 40), light - r.uniform(20, 28))
    if how == "hue":
        # Much the same brightness, another colour.
        return r.choice([("rgb(205,45,45)", "rgb(60,120,230)"), ("rgb(40,130,60)", "rgb(215,70,60)"),
                         ("rgb(150,60,170)", "rgb(50,125,60)"), ("rgb(235,150,40)", "rgb(60,190,215)")])
    if how == "dark":
        return hsl(hue, r.uniform(10, 90), r.uniform(5, 25)), hsl(other, r.uniform(30, 100), r.uniform(78, 98))
    return hsl(hue, r.uniform(0, 90), r.uniform(82, 98)), hsl(other, r.uniform(0, 90), r.uniform(5, 28))


def busy(r, width, height, ground, seed):
    """Shapes and clouds behind the letters, of the ground's own brightness give or take."""
    shapes = []
    for _ in range(r.randrange(8, 25)):
        x, y, size = r.uniform(0, width), r.uniform(0, height), r.uniform(20, width / 3)
        fill = f'fill="{r.choice(["#fff", "#000", "#777"])}" fill-opacity="{r.uniform(0.04, 0.2):.2f}"'
        shapes.append(r.choice([
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size / 2:.0f}" {fill}/>',
            f'<rect x="{x:.0f}" y="{y:.0f}" width="{size:.0f}" height="{size / r.uniform(0.5, 9):.0f}" {fill} transform="rotate({r.uniform(0, 90):.0f} {x:.0f} {y:.0f})"/>',
            f'<line x1="{x:.0f}" y1="{y:.0f}" x2="{r.uniform(0, width):.0f}" y2="{r.uniform(0, height):.0f}" stroke="#888" stroke-opacity="0.35" stroke-width="{r.uniform(1, 5):.1f}"/>']))
    return (f'<svg width="{width}" height="{height}" style="position:absolute;left:0;top:0"><filter id="c{seed}">'
            f'<feTurbulence type="fractalNoise" baseFrequency="{r.uniform(0.004, 0.03):.4f}" numOctaves="4" seed="{r.randrange(999)}"/>'
            f'<feColorMatrix type="saturate" values="0.3"/></filter><rect width="100%" height="100%" filter="url(#c{seed})" opacity="{r.uniform(0.15, 0.35):.2f}"/>'
            + "".join(shapes) + "</svg>")


def flyer(r, index, language):
    script, native, fonts, lines = LANGUAGES[language]
    width, height = r.choice([(640, 640), (720, 900), (800, 800), (960, 720), (1080, 1080), (1080, 1350), (1280, 720)])
    how = r.choices(["plain", "dark", "pale", "hue"], [40, 35, 18, 7])[0]
    ground, letters = colours(r, how)
    is_busy = how in ("plain", "dark") and r.random() < 0.4
    small = r.random() < 0.25
    scale = width / 1000
    size = r.uniform(15, 19) if small else r.uniform(24, 52) * max(scale, 0.8)
    numbers = [number(r, language) for _ in range(r.choice([1, 1, 2]))]
    use_native = native is not None and r.random() < 0.25
    body = []
    title = min(r.uniform(1.3, 2.2) * size, width / 14)
    style = lambda px, weight: f"font-size:{px:.1f}px;font-weight:{weight};margin:{px * r.uniform(0.2, 0.7):.0f}px 0"
    body.append(f'<div style="{style(title, r.choice([700, 900]))}">{lines[0]}</div>')
    for line in lines[1:4]:
        if r.random() < 0.85:
            body.append(f'<div style="{style(min(size * r.uniform(0.7, 1.0), width / 22) if not small else size, r.choice([400, 400, 700]))}">{line}</div>')
    shown = []
    for i, (_, text) in enumerate(numbers):
        if use_native:
            text = "".join(native[int(c)] if c.isdigit() else c for c in text)
        shown.append(text)
        px = min(size * r.uniform(0.9, 1.4), (width - 80) / 14)
        label = r.choice([lines[4] + ": ", lines[4] + " ", "", lines[5] + ": "])
        body.append(f'<div style="{style(px, r.choice([400, 700, 700, 900]))}">{label}<bdo dir="ltr" style="white-space:nowrap">{html.escape(text)}</bdo></div>')
    if r.random() < 0.3:
        body.append(f'<div style="{style(size * 0.8, 400)}"><bdi dir="ltr">t.me/iron_heron_{r.choice(["jobs", "team", "info"])}</bdi></div>')
    if r.random() < 0.3:
        body.append(f'<div style="{style(size * 0.7, 400)}"><bdi dir="ltr">{r.randrange(1, 29)}.{r.randrange(1, 13):02}.2025, {r.randrange(7, 21)}:{r.choice(["00", "30"])}</bdi></div>')
    font = r.choice(fonts)
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    align = r.choice(["center", "start"])
    page = (f'<div style="position:relative;overflow:hidden;width:{width}px;height:{height}px;background:{ground};color:{letters};font-family:\'{font}\',\'Noto Sans\'" lang="{language}" dir="{direction}">'
            + (busy(r, width, height, ground, index) if is_busy else "")
            + f'<div style="position:absolute;inset:0;padding:{width * 0.05:.0f}px;text-align:{align};display:flex;flex-direction:column;justify-content:center;line-height:1.25">' + "".join(body) + "</div></div>")
    tilt = 0.0 if r.random() < 0.35 else r.uniform(-8, 8)
    noise = r.choice([0, 3, 6, 10])
    blur = r.choice([0, 0, 0.5, 0.8]) if not small else 0
    about = {"language": language, "script": script, "numbers": [n for n, _ in numbers], "shown": shown, "font": font,
             "ground": how + ("+busy" if is_busy else ""), "small": small, "native_digits": use_native,
             "tilt": round(tilt, 2), "noise": noise, "blur": blur, "size": [width, height], "letters_px": round(size, 1)}
    return page, about


def spoil(picture, about, r):
    """Tilts, blurs and adds noise; the corners take the colour of the edge."""
    edge = picture.getpixel((2, 2))
    if about["tilt"]:
        picture = picture.rotate(about["tilt"], resample=Image.BICUBIC, expand=True, fillcolor=edge)
    if about["blur"]:
        picture = picture.filter(ImageFilter.GaussianBlur(about["blur"]))
    if about["noise"]:
        values = numpy.asarray(picture, dtype=numpy.float32)
        noise = numpy.random.default_rng(r.randrange(2**32)).normal(0, about["noise"], values.shape)
        picture = Image.fromarray(numpy.clip(values + noise, 0, 255).astype(numpy.uint8))
    return picture


def screenshot(pages, width, height, folder):
    source, target = folder / "sheet.html", folder / "sheet.png"
    source.write_text('<!doctype html><meta charset="utf-8"><style>*{margin:0}body{background:#fff}</style>' + "".join(pages), encoding="utf-8")
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-device-scale-factor=1",
                    f"--user-data-dir={folder}/profile", f"--window-size={width},{height}", f"--screenshot={target}",
                    f"file://{source}"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Image.open(target).convert("RGB")


def main():
    out = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    out.mkdir(parents=True, exist_ok=True)
    r = random.Random(seed)
    made = [flyer(r, i, r.choice(SCRIPTS[i % len(SCRIPTS)])) for i in range(count)]
    truth = []
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, count, 8):
            sheet = made[first:first + 8]
            picture = screenshot([page for page, _ in sheet], 1280, sum(a["size"][1] for _, a in sheet), Path(folder))
            top = 0
            for i, (_, about) in enumerate(sheet, first):
                width, height = about["size"]
                one = spoil(picture.crop((0, top, width, top + height)), about, r)
                top += height
                one.save(out / f"{i:03}.jpg", quality=40)
                truth.append({"file": f"{i:03}.jpg", **about})
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


main()
