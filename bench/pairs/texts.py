"""What all scripts here read: the texts of an export, and their sets of 5 code points, as `pressgang pairs` defines them."""
import json, re, unicodedata

LINK = re.compile(r"https?://\S+|www\.\S+|\bt\.co/\S+")
MENTION = re.compile(r"@\w+")
SPACE = re.compile(r"\s+")


def normal(text):
    text = unicodedata.normalize("NFKC", text).casefold()
    return SPACE.sub(" ", MENTION.sub(" ", LINK.sub(" ", text))).strip()


def shingles(text):
    text = normal(text)
    if len(text) < 5:
        return {text} if text else set()
    return {text[i:i + 5] for i in range(len(text) - 4)}


def read(path):
    with open(path, encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [r["id"] for r in records], [r["text"] for r in records]
