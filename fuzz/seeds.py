"""Makes the dictionary and the first inputs of every target from the fixtures.

Usage: seeds.py FOLDER. Inputs go to FOLDER/TARGET/, the dictionary to FOLDER/dictionary. Parquet files that lie in FOLDER are taken too.
"""

import bz2
import gzip
import io
import lzma
import random
import re
import sys
import tarfile
import zipfile
from pathlib import Path

here = Path(__file__).resolve().parent
posts = here.parent / "crates" / "pressgang-posts"
fixtures = sorted(path for path in (posts / "tests" / "fixtures").rglob("*") if path.is_file())
out = Path(sys.argv[1])

longest = 16 << 10
dice = random.Random(1)


def put(target, name, data):
    folder = out / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data[:longest])


words = set()
for path in fixtures:
    data, format = path.read_bytes(), path.parent.name
    name = f"{format}-{path.name}"
    put("detect_and_read", name, data)
    put("each_format", name, format.encode() + b"\n" + data)
    for kind in [7, 8, 9, 10, 11, 12, 13, 14, 15]:
        put("containers", f"{kind}-{name}", bytes([kind]) + data)
    start = dice.randrange(max(1, len(data) - 200))
    put("repeated", name, f"{format} {start} {dice.randrange(1, 150)}\n".encode() + data)
    first = data.split(b"\n")[0] if path.suffix in {".csv", ".tsv"} else b""
    words.update(re.findall(rb'"([A-Za-z_$][\w.$@-]{0,40})"\s*:', data))
    words.update(word.strip(b'" ') for word in re.split(rb"[,;\t]", first))
# Containers as bytes, to be damaged anywhere.
small = [path.read_bytes() for path in fixtures if path.stat().st_size < 3000]
for at, data in enumerate(small[:24]):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", data)
        archive.writestr("data/b.csv", small[at - 1])
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=[tarfile.GNU_FORMAT, tarfile.PAX_FORMAT][at % 2]) as archive:
        for name in ["a.json", "b" * 120 + "ü"]:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    for kind, made in [
        (0, gzip.compress(data, mtime=0)),
        (0, gzip.compress(plain.getvalue(), mtime=0)),
        (2, lzma.compress(data)),
        (3, bz2.compress(data)),
        (4, packed.getvalue()),
        (6, plain.getvalue()),
    ]:
        put("containers", f"{kind}-raw-{at}-{len(made)}", bytes([kind]) + made)

CELLS = b"""<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>date</t></is></c></row><row r="2"><c r="A2"><v>12345</v></c><c r="B2" t="inlineStr"><is><r><t>a &amp; b</t></r><rPh><t>x</t></rPh></is></c><c r="C2" s="1"><v>43851.70744212963</v></c></row><row r="3"><c r="A3" t="str"><f>A2</f><v>2</v></c><c r="B3" t="b"><v>1</v></c><c r="C3" t="d"><v>2020-01-01</v></c></row>"""
put("containers", "17-cells", bytes([17]) + CELLS)
sheet = b'<worksheet><sheetData>' + CELLS + b'</sheetData></worksheet>'
styles = b'<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="d mmm yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/></cellXfs></styleSheet>'
strings = b'<sst><si><t>id</t></si><si><t>text</t></si><si><r><t>a_x000D_</t></r></si></sst>'
relations = b'<Relationships><Relationship Id="r0" Type="x/worksheet" Target="worksheets/sheet0.xml"/><Relationship Id="s" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
book = b'<workbook><workbookPr date1904="1"/><sheets><sheet name="a" sheetId="0" r:id="r0"/></sheets></workbook>'
for at in range(1, 8):
    given = [styles, strings, relations, book, b"", sheet, sheet]
    given = [part if turn == at - 1 or at == 7 else b"" for turn, part in enumerate(given)]
    put("containers", f"16-{at}", bytes([16]) + b"\n%\n".join(given))
for path in sorted(out.glob("*.parquet")):
    put("containers", f"5-{path.name}", bytes([5]) + path.read_bytes())
    put("detect_and_read", path.name, path.read_bytes())

words.update(path.parent.name.encode() for path in fixtures)
words.update([b"[Content_Types].xml", b"xl/workbook.xml", b"window.YTD.tweets.part0 = ", b"sharedStrings", b"</row>", b"%"])
words = {word for word in words if 1 < len(word) < 60 and all(32 <= byte < 127 for byte in word)}
quoted = [word.replace(b"\\", b"\\\\").replace(b'"', b'\\"') for word in sorted(words)]
(out / "dictionary").write_bytes(b"".join(b'"' + word + b'"\n' for word in quoted))
