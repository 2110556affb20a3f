#!/usr/bin/env python3
"""Writes the demo case of Pressgang from texts/*.toml. Everything it writes is invented.

    python3 generate.py           write exports/, records/, case-parts.toml and planted.json
    python3 generate.py --check   write nothing; exit 1 when a committed file differs

Python 3.11 or newer, standard library only. Seeded by strings, so the same texts give the same bytes.
Licence: Apache-2.0.
"""
import csv, gzip, html, io, json, re, sys, tomllib, unicodedata
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
UTC = timezone.utc
ADS = tomllib.loads((HERE / "texts/ads.toml").read_text(encoding="utf-8"))
REF = tomllib.loads((HERE / "texts/reference.toml").read_text(encoding="utf-8"))
LANGS = {}
for p in sorted((HERE / "texts").glob("??.toml")):
    d = tomllib.loads(p.read_text(encoding="utf-8"))
    LANGS[d["language"]] = d

SEED = "iron-heron-demo"
FIRST, LAST = datetime(2022, 8, 2, 9, 14, 5, tzinfo=UTC), datetime(2023, 5, 24, 16, 41, 32, tzinfo=UTC)
VIEWS_FROM = datetime(2022, 12, 15, tzinfo=UTC)        # X publishes view counts from here on
LONG_FROM = datetime(2023, 2, 10, tzinfo=UTC)          # X shows long posts from here on
VIEWS_TOTAL = 119_247
N_X_SEARCH, N_X_FLAT, N_AGAIN, N_FACEBOOK, N_BACKGROUND = 1300, 300, 15, 1500, 800
HARD = {"job_ad": 420, "news": 160, "warning": 120, "joke": 80, "talk": 140}
N_WARN_QUOTE, N_LIVE, N_CITY = 10, 150, 80
N_RT_RECRUITMENT, N_RT_OTHER, N_REPLY, N_QUOTE = 8, 32, 60, 20
WEIGHT = {"en": 14, "ru": 12, "es": 9, "fr": 9, "de": 6}     # the others weigh 3
LIVE, CITY = "https://news.example.com/live", "t.me/city_news_example"
X_LANG = {"id": "in", "kk": "und", "sw": "und"}        # what X writes for languages it names otherwise or does not know
TG_ID, TG_NAME = 9900000417, "Железная цапля | набор"
VK_ID, VK_NAME, VK_HANDLE = 990000417, "Железная цапля", "ironheron_example"
REMOVED = ("a-tr-1", "a-it-1")                          # one on X, one on Facebook
AGAIN = ("a-en-1", "b-es-1", "a-el-1")                  # planted posts seen again later, with higher counts
ONLY_FLAT = ("a-de-1", "a-cs-1", "b-en-4", "a-id-2", "b-fr-2")

ROLES = {"A": ["0310", "8322", "7231", "5120", "2221"], "B": ["2512", "2522", "0310", "2211", "2240", "2634"],
         "B-fr": ["2512", "2522", "0310", "2211", "3258", "2634"]}  # French asks for ambulance workers, not paramedics


# ---------------------------------------------------------------- texts as the similarity measure sees them
URL = re.compile(r"https?://\S+|www\.\S+|\bt\.co/\S+")
MENTION = re.compile(r"@\w+")


def norm(t):
    t = unicodedata.normalize("NFKC", t).casefold()
    return " ".join(MENTION.sub(" ", URL.sub(" ", t)).split())


def shingles(t):
    s = norm(t)
    return {s} - {""} if len(s) < 5 else {s[i:i + 5] for i in range(len(s) - 4)}


def jaccard(a, b):
    return len(a & b) / len(a | b) if a and b else 0.0


# ---------------------------------------------------------------- small helpers
def rfc(t):
    return t.strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(r, lo=FIRST, hi=LAST):
    return lo + timedelta(seconds=r.randrange(int((hi - lo).total_seconds())))


def tweet_id(t, r):
    """A snowflake of that second. Machine number 1023 keeps it apart from ids that were ever given out."""
    ms = int(t.timestamp()) * 1000 + r.randrange(1000)
    return str(((ms - 1288834974657) << 22) | (1023 << 12) | r.randrange(4096))


def share(total, langs, allow=None):
    """total spread over languages by weight; every language gets at least one."""
    langs = [l for l in langs if not allow or allow(l)]
    w = {l: WEIGHT.get(l, 3) for l in langs}
    s = sum(w.values())
    out = {l: max(1, total * w[l] // s) for l in langs}
    for i in range(total - sum(out.values())):
        out[langs[i % len(langs)]] += 1
    while sum(out.values()) > total:
        out[max(out, key=out.get)] -= 1
    return out


# ---------------------------------------------------------------- telephone numbers, only from ranges reserved for fiction
CAMPAIGN_DIGITS = {c["value"].lstrip("+") for c in ADS["contacts"].values() if c["kind"] == "phone"}


def phone(r, lang):
    while True:
        home = {"en": "usukau", "fr": "fr", "de": "de"}.get(lang, "")
        kind = r.choice([k for k in ("de", "fr", "us", "uk", "se", "au") if not home or k in home] or ["de"])
        n3 = f"{r.randrange(1000):03d}"
        abroad = not home or r.random() < 0.3
        if kind == "de":
            a, b = r.choice([("30", "23125"), ("69", "90009"), ("40", "66969"), ("221", "4710"), ("89", "99998")])
            e164 = f"49{a}{b}{n3}"
            s = f"+49 {a} {b} {n3}" if abroad else r.choice([f"0{a} {b}{n3}", f"0{a}/{b}-{n3}", f"0{a} {b} {n3}"])
        elif kind == "fr":
            a = r.choice(["199 00", "261 91", "353 01", "465 71", "536 49", "639 98"])
            x, y = n3[0] + str(r.randrange(10)), n3[1:]
            e164 = "33" + a.replace(" ", "") + x + y
            s = f"+33 {a[0]} {a[1:3]} {a[4:]} {x} {y}" if abroad else f"0{a[0]} {a[1:3]} {a[4:]} {x} {y}"
        elif kind == "us":
            a, x = r.choice(["202", "312", "415", "503", "617"]), f"{r.randrange(100):02d}"
            e164 = f"1{a}55501{x}"
            s = f"+1 {a} 555 01{x}" if abroad else r.choice([f"({a}) 555-01{x}", f"{a}-555-01{x}"])
        elif kind == "uk":
            if r.random() < 0.6:
                e164, s = f"442079460{n3}", (f"+44 20 7946 0{n3}" if abroad else f"020 7946 0{n3}")
            else:
                e164, s = f"447700900{n3}", (f"+44 7700 900{n3}" if abroad else f"07700 900{n3}")
        elif kind == "se":
            x = f"{r.randrange(5, 100):02d}"
            e164, s = f"46701740 6{x}".replace(" ", ""), (f"+46 70 174 06 {x}" if abroad else f"070-174 06 {x}")
        else:
            e164, s = "61491570006", ("+61 491 570 006" if abroad else "0491 570 006")
        if e164 not in CAMPAIGN_DIGITS:
            return s


# ---------------------------------------------------------------- ordinary texts and hard negatives
SEEN = set()
SR = dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш"))


def cyrillic(t):
    """Serbian Latin to Cyrillic, word by word; addresses, numbers and handles stay."""
    def word(w):
        if re.search(r"[@_/\d]|\.\w", w) or w.startswith("Telegram"):
            return w
        for a, b in (("lj", "љ"), ("nj", "њ"), ("dž", "џ"), ("Lj", "Љ"), ("Nj", "Њ"), ("Dž", "Џ")):
            w = w.replace(a, b)
        return "".join(SR[c] if c in SR else SR[c.lower()].upper() if c.lower() in SR else c for c in w)
    return " ".join(word(w) for w in t.split(" "))




class Maker:
    def __init__(self, lang, seed):
        self.l, self.lang, self.r = LANGS[lang], lang, Random(f"{SEED}/{seed}/{lang}")

    def pick(self, key, default=""):
        v = self.l.get(key)
        return self.r.choice(v) if v else default

    def fill(self, t, contact=""):
        r = self.r
        h = f"{r.choice(['jobs', 'staff', 'crew', 'hire', 'team', 'desk'])}{r.randrange(10, 1000)}_{self.lang}_example"
        for _ in range(3):
            if "{call}" in t:
                t = t.replace("{call}", self.pick("calls"))
        slots = {"in": self.pick("in"), "company": self.pick("companies"), "pay": self.pick("pays"), "n": str(r.randrange(5, 20)),
                 "t": f"{r.randrange(6, 23)}:{r.choice(['00', '15', '30', '45', '05', '50'])}", "day": self.pick("days"),
                 "source": self.pick("sources"), "phone": phone(r, self.lang), "tg": "@" + h, "tgname": h,
                 "mail": f"{r.choice(['job', 'hr', 'office', 'hello'])}{r.randrange(10, 100)}@{r.choice(['sample', 'fixture', 'stub'])}.example.com", "contact": contact}
        return re.sub(r"\{(\w+)\}", lambda m: slots[m[1]], t)

    def join(self, *parts):
        return " ".join(p for p in parts if p).strip()

    def make(self, kind, contact=""):
        for i in range(400):
            r = self.r
            if kind == "job_ad":
                t = self.pick("special") if r.random() < 0.16 else self.join(self.pick("jobs"), self.pick("perks"), self.pick("ages"), self.pick("calls"))
            elif kind == "news":
                t = self.join(self.pick("news"), self.pick("news_more"))
            elif kind == "warning":
                t = self.pick("warn_quote") if contact else self.join(self.pick("warn"), self.pick("warn_more"))
            elif kind == "joke":
                o = self.pick("open")
                t = self.join(o if o.endswith((":", "!")) else "", self.pick("joke"), self.pick("tails"))
            elif kind == "talk":
                t = self.join(self.pick("talk"), self.pick("talk_more"))
            else:
                two = self.pick("chat") if r.random() < 0.45 else ""
                one, o = self.pick("chat"), self.pick("open")
                if o and not o.endswith((":", "!")) and not one.startswith("I "):
                    one = one[0].lower() + one[1:]
                t = self.join(o, one, two if two != one else "", self.pick("tails") if r.random() < 0.7 else "")
            t = re.sub(r"(?<!\.)\.\.(?!\.)", ".", self.fill(t, contact))
            if self.lang == "sr" and not contact and r.random() < .35:
                t = cyrillic(t)
            t = t[0].upper() + t[1:]
            key = norm(t)
            if key not in SEEN:
                SEEN.add(key)
                return t
        raise SystemExit(f"texts/{self.lang}.toml: too few texts for {kind}")


# ---------------------------------------------------------------- the planted posts
def fill_ad(p):
    if "text" in p:
        return p["text"]
    return ADS["templates"][p["template"]].format(open=p.get("open", ""), name=p["name"], pay=p["pay"], age=p["age"], contact=p["contact"], close=p.get("close", ""))


def planted_posts():
    r, out = Random(f"{SEED}/planted"), []
    for p in ADS["post"]:
        q = dict(key=p["key"], platform=p["platform"], campaign=p["key"][0].upper(), text=fill_ad(p), named=p["named"],
                 lang=p.get("lang") or (p["template"][2:] if "template" in p else p["key"][2:4]), near_copy="template" in p,
                 picture=p.get("picture", False), number_in_picture=p.get("number_in_picture"), obfuscated=p.get("obfuscated", False), contacts=p["contacts"], kind="recruitment",
                 roles=p.get("roles") or ROLES.get(p.get("template")) or ROLES[p["key"][0].upper()], pay_min=p.get("pay_min", 240000))
        out.append(q)
    xs = [q for q in out if q["platform"] == "x"]
    fb = [q for q in out if q["platform"] == "facebook"]
    short = [q for q in xs if len(q["text"]) <= 270 and not q["near_copy"] and q["key"] not in AGAIN]
    early = set(q["key"] for q in r.sample(short, 6))
    for q in xs:
        q["media"] = "photo" if q["key"] == "a-en-3" else r.choice(["", "", "photo", "video"])
        if q["key"] in early:
            q["at"] = moment(r, FIRST, VIEWS_FROM - timedelta(days=2))
        else:
            q["at"] = moment(r, LONG_FROM if len(q["text"]) > 270 else VIEWS_FROM + timedelta(days=2), datetime(2023, 5, 23, tzinfo=UTC))
    # Facebook: 22 films publish a count, 9 other posts do not
    still = set(q["key"] for q in r.sample([q for q in fb if not q["picture"]], 9))
    for q in fb:
        q["at"] = moment(r)
        q["type"] = r.choice(["Photo", "Status"]) if q["key"] in still else "Native Video"
    min(fb, key=lambda q: q["at"])["at"] = FIRST
    max(xs, key=lambda q: q["at"])["at"] = LAST
    counted = [q for q in out if (q["platform"] == "x" and q["at"] >= VIEWS_FROM) or q.get("type") == "Native Video"]
    w = [r.lognormvariate(0, 1.0) for _ in counted]
    for q, x in zip(counted, w):
        q["views"] = max(31, int(VIEWS_TOTAL * x / sum(w)))
    top = max(counted, key=lambda q: q["views"])
    top["views"] += VIEWS_TOTAL - sum(q["views"] for q in counted)
    for q in out:
        q.setdefault("views", None)
        q["author"] = (q["campaign"], r.randrange({"Ax": 11, "Afacebook": 13, "Bx": 6, "Bfacebook": 4}[q["campaign"] + q["platform"]]))
    return out


# ---------------------------------------------------------------- accounts
NICKS = ["mila", "tomo", "ana", "lev", "kim", "noor", "jan", "rosa", "ivo", "sami", "lena", "paul", "zoe", "omar", "vera", "hugo"]


class Accounts:
    def __init__(self, platform):
        self.p, self.r, self.by = platform, Random(f"{SEED}/accounts/{platform}"), {}

    def get(self, key, lang):
        if key not in self.by:
            n, r = len(self.by), self.r
            nick = ("job" if key[0] in "AB" else r.choice(NICKS)) + str(100 + n)
            base = dict(handle=f"{nick}_example", name=f"{nick.capitalize()} (invented)", n=n, lang=lang, followers=r.randrange(20, 9000), since=moment(r, datetime(2010, 1, 1, tzinfo=UTC), datetime(2022, 6, 30, tzinfo=UTC)))
            base["id"] = f"99000000{n:011d}" if self.p == "x" else f"9900000000{n:05d}"
            self.by[key] = base
        return self.by[key]


# ---------------------------------------------------------------- X
LINK = re.compile(r"https?://\S+|(?<![\w./@])(?:t\.me|news\.example\.com)/\w+")


def x_text(text, links, r, esc=True):
    """What X makes of a text: every link becomes a short one; & < > are escaped. Returns text and entities."""
    urls, out, pos = [], "", 0
    e = (lambda s: html.escape(s, quote=False)) if esc else (lambda s: s)
    for m in list(LINK.finditer(text)):
        out += e(text[pos:m.start()])
        long = m[0] if m[0].startswith("http") else "https://" + m[0]
        if long not in links:
            links[long] = f"https://t.co/demo{len(links):06d}"
        u = links[long]
        urls.append({"start": len(out), "end": len(out) + len(u), "url": u, "expanded_url": long, "display_url": long.split("://")[1]})
        out += u
        pos = m.end()
    out += e(text[pos:])
    ent = {}
    if urls:
        ent["urls"] = urls
    tags = [{"start": m.start(), "end": m.end(), "tag": m[1]} for m in re.finditer(r"(?<!\w)#(\w+)", out)]
    if tags:
        ent["hashtags"] = tags
    ments = [{"start": m.start(), "end": m.end(), "username": m[1], "id": "99" + f"{sum(map(ord, m[1])):017d}"} for m in re.finditer(r"(?<![\w/.])@(\w+)", out)]
    if ments:
        ent["mentions"] = ments
    return out, ent


class X:
    def __init__(self):
        self.r, self.links, self.acc, self.media = Random(f"{SEED}/x"), {}, Accounts("x"), {}

    def user(self, a):
        return {"id": a["id"], "name": a["name"], "username": a["handle"], "created_at": rfc(a["since"]).replace("Z", ".000Z"), "description": "Invented account of a demo.",
                "verified": False, "protected": False, "url": "", "profile_image_url": f"https://media.example.org/avatars/{a['n']}.jpg",
                "public_metrics": {"followers_count": a["followers"], "following_count": a["followers"] // 3 + 7, "tweet_count": a["followers"] * 2 + 11, "listed_count": a["followers"] % 9}}

    def tweet(self, q):
        """A post as the API gives it; kept in q["tweet"]."""
        r, a = self.r, q["acc"]
        text, ent = x_text(q["text"], self.links, r)
        if q.get("reply_to"):
            lead = f"@{q['reply_to']['acc']['handle']} "
            text, ent = x_text(lead + q["text"], self.links, r)
            for m in ent.get("mentions", [])[:1]:
                m["id"] = q["reply_to"]["acc"]["id"]
        t = {"id": q["id"], "author_id": a["id"], "created_at": rfc(q["at"]).replace("Z", ".000Z"), "conversation_id": q["id"], "lang": X_LANG.get(q["lang"], q["lang"]),
             "edit_history_tweet_ids": [q["id"]], "edit_controls": {"edits_remaining": "5", "is_edit_eligible": True, "editable_until": rfc(q["at"] + timedelta(minutes=30)).replace("Z", ".000Z")},
             "possibly_sensitive": False, "reply_settings": "everyone"}
        if q.get("rt_of"):
            o = q["rt_of"]
            whole = html.unescape(o["tweet"].get("note_tweet", {}).get("text") or o["tweet"]["text"])
            lead = f"RT @{o['acc']['handle']}: "
            text = lead + html.escape(whole, quote=False)
            if len(text) > 140:
                text = text[:139] + "…"
            ent = {"mentions": [{"start": 3, "end": 4 + len(o["acc"]["handle"]), "username": o["acc"]["handle"], "id": o["acc"]["id"]}]}
            t["referenced_tweets"] = [{"type": "retweeted", "id": o["id"]}]
        if q.get("quote_of"):
            o = q["quote_of"]
            u = f"https://t.co/demoQ{o['id'][-6:]}"
            ent = dict(ent, urls=ent.get("urls", []) + [{"start": len(text) + 1, "end": len(text) + 1 + len(u), "url": u, "expanded_url": f"https://twitter.com/{o['acc']['handle']}/status/{o['id']}", "display_url": f"twitter.com/{o['acc']['handle']}/…"}])
            text += " " + u
            t["referenced_tweets"] = [{"type": "quoted", "id": o["id"]}]
        if q.get("reply_to"):
            o = q["reply_to"]
            t["referenced_tweets"] = [{"type": "replied_to", "id": o["id"]}]
            t["in_reply_to_user_id"], t["conversation_id"] = o["acc"]["id"], o["id"]
        m = q.get("media")
        if m and not q.get("rt_of"):
            key = ("3_" if m == "photo" else "7_") + str(int(q["id"]) - 4096 * 977)
            w, h = r.choice([(1200, 675), (1080, 1350), (900, 900)])
            self.media[key] = ({"media_key": key, "type": "photo", "url": f"https://media.example.org/x/{key}.jpg", "width": w, "height": h} if m == "photo" else
                               {"media_key": key, "type": "video", "preview_image_url": f"https://media.example.org/x/{key}.jpg", "duration_ms": r.randrange(6000, 61000), "width": 720, "height": 1280,
                                "variants": [{"bit_rate": 632000, "content_type": "video/mp4", "url": f"https://media.example.org/x/{key}.mp4"}]})
            t["attachments"] = {"media_keys": [key]}
            u = f"https://t.co/demoM{q['id'][-6:]}"
            kind = "photo" if m == "photo" else "video"
            ent = dict(ent, urls=ent.get("urls", []) + [{"start": len(text) + 1, "end": len(text) + 1 + len(u), "url": u, "expanded_url": f"https://twitter.com/{a['handle']}/status/{q['id']}/{kind}/1", "display_url": f"pic.twitter.com/demoM{q['id'][-6:]}", "media_key": key}])
            text += " " + u
        if len(text) > 280 + (25 if m else 0) and not q.get("rt_of"):
            t["note_tweet"] = {"text": text}
            if ent:
                t["note_tweet"]["entities"] = ent
            cut = text[:276].rsplit(" ", 1)[0]
            u = f"https://t.co/demoL{q['id'][-6:]}"
            ent = {k: [x for x in v if x["end"] <= len(cut)] for k, v in ent.items()}
            ent = {k: v for k, v in ent.items() if v}
            text = cut + "… " + u
            ent["urls"] = ent.get("urls", []) + [{"start": len(text) - len(u), "end": len(text), "url": u, "expanded_url": f"https://twitter.com/i/web/status/{q['id']}", "display_url": "twitter.com/i/web/status/…"}]
        t["text"] = text
        if ent:
            t["entities"] = ent
        t["public_metrics"] = self.metrics(q, q["views_first"])
        q["tweet"] = t
        return t

    def metrics(self, q, views):
        r = Random(f"{SEED}/metrics/{q['id']}")
        base = views if views is not None else r.randrange(20, 3000)
        like = int(base * r.uniform(0.001, 0.03))
        m = {"retweet_count": like // 4, "reply_count": like // 6, "like_count": like, "quote_count": like // 20}
        if q["at"] >= VIEWS_FROM:
            m["bookmark_count"] = like // 15
            m["impression_count"] = 0 if q.get("rt_of") else views
        return m


# ---------------------------------------------------------------- Facebook
FB_HEADER = ["Page Name", "User Name", "Facebook Id", "Page Category", "Page Admin Top Country", "Page Description", "Page Created", "Likes at Posting", "Followers at Posting", "Post Created", "Post Created Date",
             "Post Created Time", "Type", "Total Interactions", "Likes", "Comments", "Shares", "Love", "Wow", "Haha", "Sad", "Angry", "Care", "Video Share Status", "Is Video Owner?", "Post Views", "Total Views",
             "Total Views For All Crossposts", "Video Length", "URL", "Message", "Link", "Final Link", "Image Text", "Link Text", "Description", "Sponsor Id", "Sponsor Name", "Sponsor Category",
             "Overperforming Score (weighted  —  Likes 1x Shares 1x Comments 1x Love 1x Wow 1x Haha 1x Sad 1x Angry 1x Care 1x )"]


def eastern(t):
    """US Eastern time for the demo's window."""
    dst = not (datetime(2022, 11, 6, 6, tzinfo=UTC) <= t < datetime(2023, 3, 12, 7, tzinfo=UTC))
    l = t - timedelta(hours=4 if dst else 5)
    return l, "EDT" if dst else "EST"


def fb_row(q, r):
    a, (l, z) = q["acc"], eastern(q["at"])
    video = q["type"] == "Native Video"
    base = q["views"] if video else r.randrange(30, 26000)
    likes, com, sh = int(base * r.uniform(0.004, 0.06)), int(base * r.uniform(0.001, 0.01)), int(base * r.uniform(0.0, 0.02))
    re_ = [int(likes * r.uniform(0, 0.12)) for _ in range(6)]
    total = likes + com + sh + sum(re_)
    seg = "videos" if video else "posts"
    url = f"https://www.facebook.com/{a['handle']}/{seg}/{q['id']}"
    m = LINK.search(q["text"])
    link = (m[0] if m[0].startswith("http") else "https://" + m[0]) if m else (f"https://www.facebook.com/{a['handle']}/photos/{q['id']}" if q["type"] == "Photo" else url if video else "")
    views = [q["views"], q["views"] + (0 if r.random() < .6 else r.randrange(1, 400))] if video else [0, 0]
    cross = views[1] if video else 0
    image_text = q.get("image_text", "")
    return [a["name"], a["handle"], a["id"], r.choice(["COMMUNITY", "LOCAL", "JOB_AGENCY", "PERSONAL_BLOG"]), r.choice(["DE", "FR", "US", "SE", ""]), "Invented page of a demo", a["since"].strftime("%Y-%m-%d %H:%M:%S"),
            a["followers"] - a["followers"] // 20, a["followers"], l.strftime("%Y-%m-%d %H:%M:%S ") + z, l.strftime("%Y-%m-%d"), l.strftime("%H:%M:%S"), q["type"], f"{total:,}", likes, com, sh, *re_,
            "owned" if video else "", "Yes" if video else "", views[0], views[1], cross, f"00:00:{r.randrange(7, 59):02d}" if video else "N/A", url, q["text"], link, link if m else "", image_text,
            "Live" if LIVE in q["text"] else "", "", "", "", "", f"{r.uniform(-9, 9):.2f}"]


# ---------------------------------------------------------------- Telegram and VK
TG_ENT = re.compile(r"(?P<mention>@\w+)|(?P<phone>\+\d[\d ]{9,}\d)|(?P<link>(?:https?://|t\.me/)\S+)|(?P<hashtag>#\w+)")


def tg_text(text, bold):
    parts, pos = [], 0
    if bold:
        i = text.find(".") + 1
        parts.append({"type": "bold", "text": text[:i]})
        pos = i
    for m in TG_ENT.finditer(text, pos):
        if m.start() > pos:
            parts.append({"type": "plain", "text": text[pos:m.start()]})
        parts.append({"type": m.lastgroup, "text": m[0]})
        pos = m.end()
    if pos < len(text):
        parts.append({"type": "plain", "text": text[pos:]})
    flat = [p["text"] if p["type"] == "plain" else p for p in parts]
    return (text if all(p["type"] == "plain" for p in parts) else flat), parts


def telegram():
    r, msgs = Random(f"{SEED}/telegram"), []
    ads = [fill_ad(a) for a in ADS["reference"] if a["where"] == "telegram"]
    items = [("ad", t) for t in ads] + [("post", t) for t in REF["telegram"]]
    times = sorted(moment(r, datetime(2022, 6, 3, 5, tzinfo=UTC), datetime(2023, 5, 20, tzinfo=UTC)) for _ in items)
    r.shuffle(items)
    def stamp(t):
        summer = not (datetime(2022, 10, 30, 1, tzinfo=UTC) <= t < datetime(2023, 3, 26, 1, tzinfo=UTC))
        return (t + timedelta(hours=2 if summer else 1)).strftime("%Y-%m-%dT%H:%M:%S"), str(int(t.timestamp()))
    t0 = datetime(2022, 6, 1, 7, 30, tzinfo=UTC)
    d, u = stamp(t0)
    who = {"from": TG_NAME, "from_id": f"channel{TG_ID}"}
    msgs.append({"id": 1, "type": "service", "date": d, "date_unixtime": u, "actor": TG_NAME, "actor_id": f"channel{TG_ID}", "action": "create_channel", "title": TG_NAME, "text": "", "text_entities": []})
    n, post = 1, 0
    for (kind, text), t in zip(items, times):
        n += r.randrange(1, 4)
        d, u = stamp(t)
        if kind == "post":
            post += 1
            if post == 9:
                text += "\x1f"
        body, ents = tg_text(text, kind == "ad")
        m = {"id": n, "type": "message", "date": d, "date_unixtime": u}
        if kind == "ad" and r.random() < .5:
            d2, u2 = stamp(t + timedelta(hours=3))
            m |= {"edited": d2, "edited_unixtime": u2}
        m |= who
        if kind == "post" and r.random() < .3:
            m |= {"photo": "(File not included. Change data exporting settings to download.)", "width": 1280, "height": 960}
        m |= {"text": body, "text_entities": ents}
        if r.random() < .7:
            m["reactions"] = [{"type": "emoji", "count": r.randrange(2, 90), "emoji": e} for e in r.sample(["👍", "🔥", "❤", "😁"], 2)]
        msgs.append(m)
    s = json.dumps({"name": TG_NAME, "type": "public_channel", "id": TG_ID, "messages": msgs}, ensure_ascii=False, indent=1)
    return s.replace("\\u001f", "\\x1F") + "\n"       # Telegram Desktop writes control characters so, which JSON forbids


def vk():
    r, items = Random(f"{SEED}/vk"), []
    ads = [fill_ad(a) for a in ADS["reference"] if a["where"] == "vk"]
    texts = [("ad", t) for t in ads] + [("post", t) for t in REF["vk"]]
    times = sorted(int(moment(r, datetime(2022, 6, 10, tzinfo=UTC), datetime(2023, 5, 20, tzinfo=UTC)).timestamp()) for _ in texts)
    r.shuffle(texts)
    pid = 11
    for (kind, text), t in zip(texts, times):
        pid += r.randrange(1, 9)
        p = {"id": pid, "owner_id": -VK_ID, "from_id": -VK_ID, "date": t, "marked_as_ads": 0, "post_type": "post", "text": text, "attachments": [],
             "post_source": {"type": "vk"}, "comments": {"count": r.randrange(12), "can_post": 0}, "likes": {"count": r.randrange(3, 160), "user_likes": 0, "can_like": 1, "can_publish": 1},
             "reposts": {"count": r.randrange(20), "user_reposted": 0}, "views": {"count": r.randrange(300, 6000)}, "is_favorite": False}
        if r.random() < .3:
            k = VK_ID * 10 + pid
            p["attachments"] = [{"type": "photo", "photo": {"id": k, "owner_id": -VK_ID, "date": t, "sizes": [{"type": "m", "width": 130, "height": 98, "url": f"https://media.example.org/vk/{k}_m.jpg"}, {"type": "x", "width": 604, "height": 453, "url": f"https://media.example.org/vk/{k}_x.jpg"}]}}]
        items.append(p)
    first_ad = next(p for p in items if p["text"] == ads[0])
    items.append({"id": pid + 3, "owner_id": -VK_ID, "from_id": -VK_ID, "date": times[-1] + 86400, "marked_as_ads": 0, "post_type": "post", "text": "",
                  "copy_history": [{"id": first_ad["id"], "owner_id": -VK_ID, "from_id": -VK_ID, "date": first_ad["date"], "post_type": "post", "text": first_ad["text"], "post_source": {"type": "vk"}}],
                  "post_source": {"type": "vk"}, "comments": {"count": 1, "can_post": 0}, "likes": {"count": 22, "user_likes": 0, "can_like": 1, "can_publish": 1}, "reposts": {"count": 4, "user_reposted": 0}, "views": {"count": 1480}, "is_favorite": False})
    items.reverse()
    doc = {"response": {"count": len(items), "items": items, "profiles": [{"id": 990000901, "first_name": "Demo", "last_name": "Editor", "screen_name": "demo_editor_example", "can_access_closed": True, "is_closed": False}],
                        "groups": [{"id": VK_ID, "name": VK_NAME, "screen_name": VK_HANDLE, "is_closed": 0, "type": "group", "members_count": 4117, "photo_50": "https://media.example.org/vk/group.jpg"}]}}
    return json.dumps(doc, ensure_ascii=False, indent=1) + "\n"


# ---------------------------------------------------------------- records
def table(header, rows, end="\n"):
    f = io.StringIO()
    w = csv.writer(f, lineterminator=end)
    if header:
        w.writerow(header)
    w.writerows(rows)
    return f.getvalue()


def rates():
    r, rows = Random(f"{SEED}/rates"), []
    d, end = date(2022, 7, 1), date(2023, 5, 31)
    days = (end - d).days
    for i in range(days + 1):
        x = d + timedelta(days=i)
        if x.weekday() >= 5:
            continue
        v = 57 + (86.5 - 57) * i / days
        if 0 < i < days:
            v += r.uniform(-0.45, 0.45)
        s = "85.7143" if x == date(2023, 5, 29) else f"{v:.4f}"
        rows.append([x.isoformat(), "RUB", s, "demo, invented"])
    return table(["date", "currency", "units_per_eur", "source"], rows)


CASE_PARTS = f'''# The parts of case.toml that a researcher fills in by hand. Written by generate.py; everything is invented.
[case]
title = "Who recruits for the Iron Heron Company? (demo, invented)"
window = {{ from = 2022-08-01, to = 2023-05-31 }}
time_zone = "Europe/Brussels"
currency = "EUR"
as_of = 2023-05-29

[[reference_accounts]]
organisation = "iron-heron"
platform = "telegram"
id = "{TG_ID}"
handle = "ironheron_example"
name = "{TG_NAME}"
verified_by = "Examplia Research Desk (invented)"
verified_at = 2023-04-11
how = "The organisation's own web site (heron.example.org, invented) links to the channel; the channel shows the same seal."
grade = "B2"

[[reference_accounts]]
organisation = "iron-heron"
platform = "vk"
id = "-{VK_ID}"
handle = "{VK_HANDLE}"
name = "{VK_NAME}"
verified_by = "Examplia Research Desk (invented)"
verified_at = 2023-04-12
how = "The verified Telegram channel names this community as its own in its description, read on two days."
grade = "B2"

[[collection]]
from = 2023-04-28
to = 2023-05-26
platforms = ["x"]
tool = "twarc2 (demo)"
by = "Examplia Research Desk (invented)"
terms = ["Iron Heron", "железная цапля", "Garza de Hierro", "Héron de Fer", "240000", "contract 6 months insurance"]
note = "Full-archive search, three runs (28 April, 12 May, 26 May 2023); pages kept as they came."

[[collection]]
from = 2023-05-29
to = 2023-05-29
platforms = ["x"]
tool = "twarc2 hydrate and flatten (demo)"
by = "Port Sample Radio, second reader (invented)"
terms = ["drone operator 240000", "оператор бпла контракт", "heron_otbor", "ironheron_join"]
note = "A second, independent list of post numbers, fetched again with later counts."

[[collection]]
from = 2023-05-02
to = 2023-05-27
platforms = ["facebook"]
tool = "CrowdTangle search export (demo)"
by = "Examplia Research Desk (invented)"
terms = ["Iron Heron", "железная цапля", "Diệc Sắt", "Bangau Besi", "Gvozdena čaplja", "+49 30 23125"]
note = "Pages and public groups; the tool counts views for films only."

[[collection]]
from = 2023-05-20
to = 2023-05-21
platforms = ["telegram", "vk"]
tool = "Telegram Desktop export; VK wall.get (demo)"
by = "Examplia Research Desk (invented)"
terms = []
note = "The two reference accounts, read without joining or writing."
'''


# ---------------------------------------------------------------- everything together
def build():
    r = Random(f"{SEED}/build")
    planted = planted_posts()
    for q in planted:
        SEEN.add(norm(q["text"]))
    langs = sorted(LANGS, key=lambda l: (-WEIGHT.get(l, 3), l))
    refs = [fill_ad(a) for a in ADS["reference"]]
    ad_shingles = [shingles(t) for t in refs + [q["text"] for q in planted]]

    # hard negatives
    hard = []
    quotable = ["+49 30 23125 001", "t.me/heron_otbor_example", "+46 70 174 06 12", "t.me/ironheron_join_example", "+33 1 99 00 12 34", "+1 202 555 0143", "+49 69 90009 417"]
    with_quote = [l for l in langs if LANGS[l].get("warn_quote")]
    for kind, total in HARD.items():
        if kind == "warning":
            for i in range(N_WARN_QUOTE):
                l = with_quote[i % len(with_quote)]
                hard.append(dict(kind=kind, lang=l, text=Maker(l, f"quote{i}").make("warning", quotable[i % len(quotable)]), quotes=True))
            total -= N_WARN_QUOTE
        for l, n in share(total, langs).items():
            m = Maker(l, kind)
            hard += [dict(kind=kind, lang=l, text=m.make(kind)) for _ in range(n)]
    r.shuffle(hard)
    n_x = N_X_SEARCH + N_X_FLAT - N_AGAIN
    px, pf = [[q for q in planted if q["platform"] == p] for p in ("x", "facebook")]
    n_rt = N_RT_RECRUITMENT + N_RT_OTHER
    hx, hf = hard[:len(hard) // 2], hard[len(hard) // 2:]
    ox, of = n_x - len(px) - len(hx) - n_rt, N_FACEBOOK - len(pf) - len(hf)
    chat = []
    for l, n in share(ox + of, langs).items():
        m = Maker(l, "chat")
        chat += [dict(kind="ordinary", lang=l, text=m.make("chat")) for _ in range(n)]
    r.shuffle(chat)
    for q in chat[:N_LIVE]:
        q["text"] += " " + LIVE
    for q in chat[N_LIVE:N_LIVE + N_CITY]:
        q["text"] += " " + CITY
    r.shuffle(chat)
    for q in hard + chat:
        s = shingles(q["text"])
        if max(jaccard(s, a) for a in ad_shingles) >= 0.5:
            raise SystemExit("too near to a planted post: " + q["text"])

    # X
    x = X()
    xs = px + hx + chat[:ox]
    used = set()
    for q in px + sorted(hx + chat[:ox], key=lambda q: q["text"]):
        q["platform"] = "x"
        q.setdefault("at", moment(r, FIRST - timedelta(days=1), LAST + timedelta(days=1)))
        if "views" not in q:
            q["views"] = int(r.lognormvariate(5.6, 1.3)) + 3 if q["at"] >= VIEWS_FROM else None
        if "media" not in q:
            q["media"] = r.choice([""] * 8 + ["photo", "video"])
        q["id"] = tweet_id(q["at"], r)
        assert q["id"] not in used
        used.add(q["id"])
        key = q["author"] if "author" in q else ("o", q["lang"], r.randrange(34 if q["lang"] in WEIGHT else 12))
        q["acc"] = x.acc.get(key, q["lang"])
    ordinary_x = sorted((q for q in xs if q["kind"] != "recruitment"), key=lambda q: q["id"])
    plain = [q for q in ordinary_x if q["kind"] == "ordinary"]
    # seen again later, with higher counts
    again = [q for q in px if q["key"] in AGAIN] + r.sample(plain, N_AGAIN - len(AGAIN))
    # replies and quotes answer an earlier post
    by_lang = {}
    for q in sorted(plain, key=lambda q: q["id"]):
        by_lang.setdefault(q["lang"], []).append(q)
    free = [q for q in plain if q not in again and q is not by_lang[q["lang"]][0]]
    chosen = r.sample(free, N_REPLY + N_QUOTE)
    for i, q in enumerate(chosen):
        earlier = [o for o in by_lang[q["lang"]] if o["id"] < q["id"] and o not in chosen] or [by_lang[q["lang"]][0]]
        q["reply_to" if i < N_REPLY else "quote_of"] = r.choice(earlier)
        q["media"] = ""
    warn_x = [q for q in hx if q["kind"] == "warning" and not q.get("quotes")]
    for q in r.sample(warn_x, 6):
        older = [o for o in px if o["id"] < q["id"] and o["lang"] == q["lang"]] or [o for o in px if o["id"] < q["id"]]
        if older:
            q["quote_of"], q["media"] = r.choice(older), ""
    for q in xs:
        q["views_first"] = q["views"]
        if q in again and q["views"] is not None:
            q["views_first"] = max(1, int(q["views"] * r.uniform(.55, .9)))
    for q in sorted(xs, key=lambda q: q["id"]):
        x.tweet(q)
    # retweets
    rts = []
    targets = r.sample([q for q in px if q["at"] < LAST - timedelta(days=9)], N_RT_RECRUITMENT) + r.sample([q for q in ordinary_x if q["at"] < LAST - timedelta(days=9)], N_RT_OTHER)
    for o in targets:
        at = moment(r, o["at"] + timedelta(minutes=5), o["at"] + timedelta(days=6))
        q = dict(kind="repost", platform="x", lang=o["lang"], text="", at=at, rt_of=o, id=tweet_id(at, r), views=None, views_first=0, acc=x.acc.get(("o", o["lang"], r.randrange(12)), o["lang"]))
        assert q["id"] not in used
        used.add(q["id"])
        x.tweet(q)
        rts.append(q)
    flat_only = [q for q in px if q["key"] in ONLY_FLAT]
    rest = [q for q in ordinary_x if not q.get("reply_to") and not q.get("quote_of") and q not in again]
    flat_only += r.sample(rest, N_X_FLAT - N_AGAIN - len(flat_only))
    flat_ids = {q["id"] for q in flat_only}
    search = [q for q in xs if q["id"] not in flat_ids] + rts
    assert len(search) == N_X_SEARCH, len(search)

    def find(id_):
        return next(q for q in xs if q["id"] == id_)
    runs = [datetime(2023, 4, 28, 9, 30, tzinfo=UTC), datetime(2023, 5, 12, 9, 30, tzinfo=UTC), datetime(2023, 5, 26, 13, 0, tzinfo=UTC)]
    runs_q = [[], [], []]
    for q in sorted(search, key=lambda q: q["id"]):
        ok = [i for i, t in enumerate(runs) if t > q["at"] + timedelta(hours=1)]
        runs_q[ok[0] if r.random() < .8 else r.choice(ok)].append(q)
    pages, token = [], 0
    missing = 0
    for i, qs in enumerate(runs_q):
        qs.sort(key=lambda q: q["id"], reverse=True)
        chunks = [qs[k:k + 100] for k in range(0, len(qs), 100)]
        for c, chunk in enumerate(chunks):
            users, tweets, media = {}, {}, {}
            for q in chunk:
                users[q["acc"]["id"]] = x.user(q["acc"])
                for ref in q["tweet"].get("referenced_tweets", []):
                    o = find(ref["id"])
                    tweets[o["id"]] = o["tweet"]
                    users[o["acc"]["id"]] = x.user(o["acc"])
                for t in [q["tweet"]] + [tweets[ref["id"]] for ref in q["tweet"].get("referenced_tweets", [])]:
                    for k in t.get("attachments", {}).get("media_keys", []):
                        media[k] = x.media[k]
            inc = {"users": list(users.values())}
            if tweets:
                inc["tweets"] = list(tweets.values())
            if media:
                inc["media"] = list(media.values())
            page = {"data": [q["tweet"] for q in chunk], "includes": inc}
            if c == 1:
                missing += 1
                gone = f"15500000000000000{missing:02d}"
                page["errors"] = [{"resource_id": gone, "parameter": "referenced_tweets.id", "resource_type": "tweet", "section": "includes", "title": "Not Found Error", "value": gone,
                                   "detail": f"Could not find tweet with referenced_tweets.id: [{gone}].", "type": "https://api.twitter.com/2/problems/resource-not-found"}]
            page["meta"] = {"newest_id": chunk[0]["id"], "oldest_id": chunk[-1]["id"], "result_count": len(chunk)}
            if c + 1 < len(chunks):
                token += 1
                page["meta"]["next_token"] = f"demo{token:012d}"
            at = runs[i] + timedelta(seconds=4 * c)
            page["__twarc"] = {"url": "https://api.twitter.com/2/tweets/search/all?expansions=author_id%2Creferenced_tweets.id%2Cattachments.media_keys&max_results=100", "version": "2.13.0", "retrieved_at": at.strftime("%Y-%m-%dT%H:%M:%S+00:00")}
            pages.append(page)
    x_search = "".join(json.dumps(p, ensure_ascii=False, separators=(",", ":")) + "\n" for p in pages)
    flat = []
    at = datetime(2023, 5, 29, 8, 0, tzinfo=UTC)
    for q in sorted(flat_only + again, key=lambda q: q["id"]):
        t = dict(q["tweet"], author=x.user(q["acc"]), public_metrics=x.metrics(q, q["views"]))
        if q in again:
            t["public_metrics"]["like_count"] += 3
            t["public_metrics"]["retweet_count"] += 1
        if "attachments" in t:
            t["attachments"] = {"media_keys": t["attachments"]["media_keys"], "media": [x.media[k] for k in t["attachments"]["media_keys"]]}
        t["__twarc"] = {"url": "https://api.twitter.com/2/tweets?expansions=author_id%2Cattachments.media_keys", "version": "2.13.0", "retrieved_at": at.strftime("%Y-%m-%dT%H:%M:%S+00:00")}
        flat.append(json.dumps(t, ensure_ascii=False, separators=(",", ":")) + "\n")

    # Facebook
    acc, fbs, n = Accounts("facebook"), pf + hf + chat[ox:], 0
    for q in fbs:
        q["platform"] = "facebook"
        q.setdefault("at", moment(r, FIRST - timedelta(days=1), LAST + timedelta(days=1)))
        q.setdefault("type", r.choice(["Photo", "Photo", "Status", "Status", "Native Video", "Link" if "://" in q["text"] else "Status"]))
        if "views" not in q:
            q["views"] = int(r.lognormvariate(6, 1.2)) + 5 if q["type"] == "Native Video" else None
        key = q["author"] if "author" in q else ("o", q["lang"], r.randrange(30 if q["lang"] in WEIGHT else 10))
        q["acc"] = acc.get(key, q["lang"])
        if q["kind"] == "ordinary" and q["type"] == "Photo" and r.random() < .08:
            q["image_text"] = r.choice(["OPEN", "Menu 7,50", "Platform 4", "No parking", "Sample Day"])
        if r.random() < .12:
            q["text"] = q["text"].replace(". ", ".\n")
    fbs.sort(key=lambda q: (q["at"], q["text"]), reverse=True)
    for q in fbs:
        n += 1
        q["id"] = f"99{100000000 + n * 7919 + r.randrange(7000):014d}"
    rf = Random(f"{SEED}/facebook")
    head = ",".join(FB_HEADER[:-1]) + f',"{FB_HEADER[-1]}"\n'      # CrowdTangle quotes its last heading
    facebook = "\ufeff" + head + table(None, [fb_row(q, rf) for q in fbs])

    # background
    back = []
    for l, k in share(N_BACKGROUND, langs).items():
        m = Maker(l, "background")
        for i in range(k):
            kind = "job_ad" if i % 8 == 7 else "chat"
            back.append([l, m.make(kind)])
    r.shuffle(back)
    rows = []
    for i, (l, t) in enumerate(back):
        at, plat = moment(r), r.choice(["x", "facebook"])
        id_ = tweet_id(at, r) if plat == "x" else f"98{100000000 + i * 6007:014d}"
        assert id_ not in used
        used.add(id_)
        rows.append([id_, plat, f"{r.choice(NICKS)}{5000 + i}_example", rfc(at), l, t])
    background = table(["id", "platform", "author", "created_at", "lang", "text"], rows)

    # records
    obs, ro = [], Random(f"{SEED}/observations")
    desk, second = "Examplia Research Desk (invented)", "Port Sample Radio (invented)"
    end = datetime(2023, 5, 29, 16, 0, tzinfo=UTC)
    for i, q in enumerate(sorted(planted, key=lambda q: (q["platform"], q["id"]))):
        look = end - timedelta(minutes=3 * (len(planted) - 1 - i))
        if q["key"] in REMOVED:
            obs.append([q["platform"], q["id"], rfc(end - timedelta(days=3, minutes=7 * i)), "up", desk, "browser, logged out", "before the enquiry"])
            obs.append([q["platform"], q["id"], rfc(look), "removed", desk, "browser, logged out", "page says: this content is no longer available"])
        else:
            if i % 9 == 4:
                obs.append([q["platform"], q["id"], rfc(end - timedelta(days=2, minutes=11 * i)), ro.choice(["up", "login_wall", "unknown"]), second, "browser, logged out", ""])
            obs.append([q["platform"], q["id"], rfc(look), "up", desk, "browser, logged out", ""])
    obs.sort(key=lambda o: (o[2], o[0], o[1]))
    observations = table(["platform", "id", "observed_at", "status", "by", "tool", "note"], obs)
    corr = [["phone", ADS["contacts"][k]["value"], "iron-heron", "An official of Examplia (invented)", "official-analysis", "2023-05-22T10:00:00Z", "B2", note]
            for k, note in (("P1", "Used by the organisation's recruiters, by a separate analysis."), ("P2", "Registered by a front company of the organisation, by a separate analysis."))]
    corroborations = table(["kind", "value", "organisation", "source", "origin", "received_at", "grade", "note"], corr)

    # the truth
    def truth(q):
        cs = []
        for k in q["contacts"]:
            c = ADS["contacts"][k]
            where = "link" if q["platform"] == "x" and c["kind"] in ("telegram", "url") and any(c["value"] in m[0] for m in LINK.finditer(q["text"])) else "text"
            cs.append({"kind": c["kind"], "value": c["value"], "where": where} | ({"common": True} if k in ("LIVE", "CITY") else {}))
        age = {"min": 22, "max": 55}
        return {"platform": q["platform"], "id": q["id"], "key": q["key"], "language": q["lang"], "text_only_in_picture": q["picture"], "number_in_picture": q["number_in_picture"], "views": q["views"], "roles": sorted(q["roles"]),
                "pay": {"min": q["pay_min"], "max": 240000, "currency": "RUB", "period": "month"}, "age": age, "contacts": cs, "campaign": q["campaign"], "obfuscated": q["obfuscated"],
                "named": q["named"], "near_copy_of_reference": q["near_copy"], "first_sign": "name" if q["named"] else "wording" if q["near_copy"] else "contact"}
    views = [q["views"] for q in planted if q["views"] is not None]
    facts = {"posts_found": len(planted), "platforms": sorted({q["platform"] for q in planted}), "languages": sorted({q["lang"] for q in planted}),
             "window": {"first": rfc(min(q["at"] for q in planted)), "last": rfc(max(q["at"] for q in planted))}, "views_at_least": sum(views), "views_posts": len(views),
             "still_up": len(planted) - len(REMOVED), "removed": len(REMOVED), "unknown_status": 0, "phones_confirmed": len(corr),
             "pay": {"min": 180000, "max": 240000, "currency": "RUB", "period": "month", "usual": 240000, "eur_at_as_of": 2800}, "roles": sorted({c for q in planted for c in q["roles"]})}
    doc = {"recruitment": [truth(q) for q in sorted(planted, key=lambda q: q["key"])],
           "hard_negatives": [{"platform": q["platform"], "id": q["id"], "kind": q["kind"], "language": q["lang"]} | ({"quotes_contact": True} if q.get("quotes") else {}) for q in sorted(hard, key=lambda q: (q["platform"], q["id"]))],
           "reposts": [{"platform": "x", "id": q["id"], "of": q["rt_of"]["id"], "of_recruitment": q["rt_of"]["kind"] == "recruitment"} for q in sorted(rts, key=lambda q: q["id"])],
           "facts": facts}
    lines = lambda xs: "[\n" + ",\n".join("  " + json.dumps(v, ensure_ascii=False) for v in xs) + "\n ]"
    planted_json = "{\n" + ",\n".join(f' "{k}": ' + (lines(v) if isinstance(v, list) else json.dumps(v, ensure_ascii=False)) for k, v in doc.items()) + "\n}\n"

    # what must hold, whatever the texts say
    by_template = {}
    for a in ADS["reference"]:
        by_template.setdefault(a["template"], []).append(shingles(fill_ad(a)))
    for p, q in zip(ADS["post"], planted):
        if "template" in p:
            t = q["tweet"].get("note_tweet", q["tweet"])["text"] if q["platform"] == "x" else q["text"]
            best = max(jaccard(shingles(html.unescape(t)), s) for s in by_template[p["template"]])
            assert best >= 0.75, (p["key"], best)
    assert len(planted) == 60 and facts["views_at_least"] == VIEWS_TOTAL and len(views) == 45, (len(views), facts)
    assert Counter(q["kind"] for q in hard) == Counter(HARD)

    return {"exports/x_search.jsonl.gz": x_search, "exports/x_flat.jsonl": "".join(flat), "exports/facebook_posts.csv": facebook, "exports/telegram_reference.json": telegram(), "exports/vk_reference.json": vk(),
            "exports/background.csv.gz": background, "records/observations.csv": observations, "records/corroborations.csv": corroborations, "records/rates.csv": rates(), "case-parts.toml": CASE_PARTS, "planted.json": planted_json}


def pack(name, text):
    data = text.encode("utf-8")
    return gzip.compress(data, 9, mtime=0) if name.endswith(".gz") else data


def main(args):
    if args not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 1
    bad = 0
    for name, text in build().items():
        path, data = HERE / name, pack(name, text)
        if args:
            have = path.read_bytes() if path.exists() else b""
            # compressed members are compared by content: zlib builds may differ in their bytes
            same = have == data or (name.endswith(".gz") and have and gzip.decompress(have) == text.encode("utf-8"))
            if not same:
                bad += 1
                print(f"{name}: differs from what generate.py writes", file=sys.stderr)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
