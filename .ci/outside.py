"""Opens a finished case with the tools its readers use: DuckDB, Polars, pyarrow, an HTML parser.

Usage: outside.py CASE. Nothing here shares code with the program: every figure of the report is computed again,
in SQL, from the tables alone.
"""

import gzip
import hmac
import json
import math
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import html5lib
import polars
import pyarrow.parquet

case = Path(sys.argv[1])
docs = Path(__file__).resolve().parent.parent / "docs" / "tables"
report = json.loads((case / "report" / "report.json").read_text(encoding="utf-8"))
passed = failed = 0


def check(what, found, expected):
    global passed, failed
    if found == expected:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}: found {found!r}, expected {expected!r}")


def rows(sql):
    return duckdb.sql(sql).fetchall()


# Every table opens, with the documented columns, and three engines count the same rows.
for page in sorted(docs.glob("*.md")):
    name = page.stem
    files = sorted(str(f) for f in (case / "tables" / name).glob("*.parquet"))
    documented = re.findall(r"^\| `(\w+)` \|", page.read_text(encoding="utf-8"), flags=re.M)
    # Meanings are only there where the run names a sentence model.
    check(f"{name} has files", bool(files) or name == "meanings", True)
    if not files:
        continue
    table = pyarrow.concat_tables([pyarrow.parquet.read_table(f) for f in files])
    check(f"{name} columns", table.column_names, documented)
    check(f"{name} rows in polars", polars.read_parquet(files).height, table.num_rows)
    check(f"{name} rows in duckdb", rows(f"select count(*) from read_parquet({files})")[0][0], table.num_rows)
    duckdb.sql(f"create view {name} as select * from read_parquet({files})")

# The ledger holds by the script that docs/ledger.md gives, and not if anything is changed.
script = re.search(r"^```python\n(.*?)^```", (docs.parent / "ledger.md").read_text(encoding="utf-8"), flags=re.M | re.S)[1]
verified = lambda folder, *head: subprocess.run([sys.executable, "-c", script, str(folder), *head], capture_output=True, text=True)
answer = verified(case, report["ledger"]["head"])
check("the ledger is verified", (answer.returncode, answer.stderr), (0, ""))
check("a head that is none", verified(case, "0" * 64).returncode, 1)
with tempfile.TemporaryDirectory() as copies:
    copy = Path(copies) / "case"
    shutil.copytree(case, copy)
    with sqlite3.connect(copy / "ledger.sqlite") as db:
        db.execute("drop trigger entries_stay")
        db.execute("update entries set at = at + 1 where number = 3")
    check("an altered entry", "entry 3" in verified(copy).stderr, True)

# The claims follow from the tables.
claims = {c["kind"]: c for c in report["claims"]}
duckdb.sql("create view found as select distinct platform, id from campaigns")
one = lambda sql: rows(sql)[0][0]
check("posts found", claims["posts_found"]["value"], one("select count(*) from found"))
check("platforms", claims["platforms"]["value"], [r[0] for r in rows("select distinct platform from found order by 1")])
check(
    "languages",
    claims["languages"]["value"],
    [r[0] for r in rows("select distinct language from found join readings using (platform, id) where language <> 'und' order by 1")],
)
views = "select platform, id, max(views) v from found join metrics using (platform, id) group by all having max(views) is not null"
check("views", claims["views_at_least"]["value"], one(f"select sum(v) from ({views})"))
check("posts with views", len(claims["views_at_least"]["posts"]), one(f"select count(*) from ({views})"))
# A post that was never observed has no row and is neither up nor removed.
# Looks at an account that went count for its posts; what a source says without knowing whether a post is up does not.
looks = """
    select platform, id, status, observed_at, entry from observations
    where id is not null and observed_at is not null and (source is null or status <> 'unknown')
    union all
    select o.platform, p.id, o.status, o.observed_at, o.entry
    from observations o join posts p on o.platform = p.platform and o.account = p.author_id
    where o.observed_at is not null and o.status not in ('unknown', 'up')
"""
last = f"""
    select platform, id, arg_max(status, (observed_at, coalesce(entry, 0))) s
    from found join ({looks}) using (platform, id) group by all
"""
check("still up", claims["still_up"]["value"], one(f"select count(*) from ({last}) where s = 'up'"))
removed = "('removed', 'removed_by_platform', 'removed_by_author')"
restricted = "('private', 'geo_blocked', 'age_gate')"
in_state = lambda what: one(f"select count(*) from ({last}) where s {what}")
check("removed", claims["removed"]["value"], in_state(f"in {removed}"))
check("gone with their account", claims["account_gone"]["value"], in_state("= 'account_gone'"))
check("not shown to everybody", claims["restricted"]["value"], in_state(f"in {restricted}"))
unknown = one("select count(*) from found") - in_state(f"in ('up', 'account_gone') or s in {removed} or s in {restricted}")
check("unknown", claims["unknown_status"]["value"], unknown)
status = claims["status"]["value"]
check("the states are all posts", status["posts"], sum(status[k] for k in ("still_up", "removed", "account_gone", "restricted", "unknown")))
# The looks as a series: each post's last look by the end of each day with looks.
zone = report["time_zone"]
days = rows(f"""
    with entered as (
        select platform, id, status, observed_at, entry, (observed_at at time zone '{zone}')::date d
        from observations join found using (platform, id) where source is null
    ),
    looked as (select d, count(*) n from entered group by d)
    select strftime(l.d, '%Y-%m-%d'), any_value(l.n), s, count(*) from looked l, lateral (
        select platform, id, arg_max(status, (observed_at, entry)) s from entered e where e.d <= l.d group by platform, id
    ) group by l.d, s order by l.d, s
""")
series = {}
for day, looks_made, state, n in days:
    series.setdefault(day, {"day": day, "looks": looks_made, "states": {}})["states"][state] = n
check("the series of looks", report["look_days"], list(series.values()))

# How long posts stay up: the curves again from the lives that the report gives, and the lives from the looks.
survival = report["survival"]


def begin(lives, least):
    for t in sorted({l["entered"] for l in lives}):
        seen = lambda l: l["first_missed"] - 1e-13 if l["exact"] else l["last_seen"]
        if sum(l["entered"] <= t < seen(l) for l in lives) >= least:
            return t


def kaplan_meier(lives, start, early):
    ends = []
    for l in lives:
        if l["first_missed"] is None:
            end, gone = l["last_seen"], 0
        elif early and not l["exact"]:
            end, gone = math.nextafter(l["last_seen"], math.inf), 1
        else:
            end, gone = l["first_missed"], 1
        if l["entered"] < end:
            ends.append((l["entered"], end, gone))
    share, greenwood, out = 1.0, 0.0, []
    for t in sorted({t for _, t, _ in ends if t > start}):
        risk, gone = sum(a < t <= b for a, b, _ in ends), sum(e for _, b, e in ends if b == t)
        if risk == gone and any(a >= t for a, _, _ in ends):
            break
        share *= (risk - gone) / risk
        if risk > gone:
            greenwood += gone / (risk * (risk - gone))
        low = high = None
        if 0 < share < 1:
            wide = 1.959963984540054 * math.sqrt(greenwood) / abs(math.log(share))
            low, high = share ** math.exp(wide), share ** math.exp(-wide)
        out.append((t, risk, gone, share, low, high))
    return out


near = lambda a, b, by: (a is None) == (b is None) and (a is None or abs(a - b) < by)
for group in survival["groups"]:
    lives = survival["lives"]
    if group["group"] in ("notified", "not_notified"):
        lives = [l for l in survival["spells"] if l["notified"] == (group["group"] == "notified")]
    if group["platform"]:
        lives = [l for l in lives if l["platform"] == group["platform"]]
    name = f"survival of {group['platform'] or group['group']}"
    check(f"{name}: posts", (group["posts"], group["removed"]), (len(lives), sum(l["first_missed"] is not None for l in lives)))
    start = begin(lives, survival["least_at_risk"]) if len(lives) >= survival["least_posts"] else None
    check(f"{name} is drawn", group["curves"] is None, start is None)
    if start is None:
        continue
    outer = {curve: kaplan_meier(lives, start, curve == "earliest") for curve in ("latest", "earliest")}
    for curve, mine in outer.items():
        theirs = group["curves"][curve]
        check(f"{name}, {curve}: times", len(theirs), len(mine))
        fits = all(
            near(t, p["day"], 2e-6) and (risk, gone) == (p["at_risk"], p["removed"])
            and near(share, p["still_up"], 1e-9) and near(low, p["low"], 1e-9) and near(high, p["high"], 1e-9)
            for (t, risk, gone, share, low, high), p in zip(mine, theirs)
        )
        check(f"{name}, {curve}", fits, True)
    # Where the curve ends, and what is said of it, given the likeliest curve.
    least, drops, cuts = survival["least_at_risk"], group["curves"]["likeliest"], group["curves"]["cut"]
    latest = outer["latest"]
    few = next((i for i, (_, risk, gone, *_) in enumerate(latest) if gone and risk < least), None)
    ends = [max((t for t, risk, *_ in latest if risk >= least), default=start)]
    if few is not None:
        ends.append(latest[few - 1][0] if few else start)
    if cuts[2] is not None:
        ends.append(cuts[2])
    until = max(start, min(ends))
    check(f"{name}: until", near(until, group["curves"]["until"], 2e-6), True)
    until += 2e-6
    first = lambda curve, test: next((p[0] for p in outer[curve] if test(p)), None)
    within = lambda t: t if t is not None and t <= until else None
    half = 0.5 + 1e-9
    lows = [first(c, lambda p: p[3] == 0 if p[4] is None else p[4] <= half) for c in outer]
    highs = [first(c, lambda p: p[5] is not None and p[5] <= half) for c in outer]
    halves = [first(c, lambda p: p[3] <= half) for c in outer]
    if drops is not None:
        between = next(((d["after"], d["by"]) for d in drops if d["still_up"] <= half), None)
        lost = cuts[2] is not None
    else:
        between = None if None in halves else (min(halves), max(halves))
        lost = cuts[0] is not None or halves[1] is not None
    lost = lost or cuts[1] is not None or between is not None or any(gone and t > until for t, _, gone, *_ in latest)
    after, by = between if between and between[1] <= until else (None, None)
    median = {
        "after": after, "by": by, "beyond": until if by is None and lost else None,
        "low": within(min((t for t in lows if t is not None), default=None)),
        "high": None if None in highs else within(max(highs)),
    }
    for key, mine in median.items():
        check(f"{name}, median: {key}", near(mine, group["curves"]["median"][key], 5e-6), True)
    watched = lambda day: sum(
        l["entered"] <= day <= end for l in lives for end in [l["first_missed"] or l["last_seen"]] if l["entered"] < end
    )
    marks = [day for day in (1, 7, 30, 90, 180, 365) if start <= day <= until and watched(day) >= least]
    check(f"{name}: marks", [mark["day"] for mark in group["curves"]["still_up"]], marks)
    for mark in group["curves"]["still_up"] if drops is not None else []:
        day, before = mark["day"], [1.0]
        before += [d["still_up"] for d in drops if d["by"] <= day]
        inside = [d["still_up"] for d in drops if d["after"] < day < d["by"]]
        check(f"{name}: up after {day}", (mark["most"], mark["least"]), (before[-1], (inside or before)[-1]))
removed_lives = one(f"""
    with looks as ({looks}),
    gone as (
        select platform, id from looks join found using (platform, id) group by all
        having arg_max(status, (observed_at, coalesce(entry, 0))) in {removed} and count_if(status = 'up') > 0
    ) select count(*) from gone
""")
check("removed while they were watched", sum(l["first_missed"] is not None for l in survival["lives"]), removed_lives)

# Who was told and what others wrote, from the ledger.
with sqlite3.connect(case / "ledger.sqlite") as db:
    entered = [
        (kind, json.loads(body), json.loads(personal or "null"))
        for kind, body, personal in db.execute("select kind, body, content from entries left join personal using (number) order by number")
    ]
for notice in report["notices"]:
    body, personal = next((b, p) for k, b, p in entered if k == "notice" and b["notice"] == notice["notice"])
    sent = [b["sent_at"] for k, b, _ in entered if k == "notice_sent" and b["notice"] == notice["notice"]]
    check(f"notice {notice['notice']}", (notice["posts"], notice["due"], notice["sent_at"]), (len(personal["posts"]), body["due"], sent[-1]))
    of_platform = {p.split(":")[0] for p in personal["posts"]}
    check(f"posts of notice {notice['notice']}", of_platform, {notice["platform"]})
for number in report["claims_of_others"]:
    body = next(b for k, b, _ in entered if k == "claim_of_others" and b["value"] == number["value"])
    check("another's number", (number["value"], number["of"], number["on"]), (body["value"], body["of"], body["on"]))
check(
    "roles",
    claims["roles"]["value"],
    [r[0] for r in rows("select distinct isco from found join offers using (platform, id) where fact = 'role' order by 1")],
)
pay = claims["pay"]["value"]
check(
    "posts without a currency",
    pay["posts_without_currency"],
    one(f"""
        select count(distinct platform || id) from found join offers using (platform, id)
        where fact = 'pay' and kind = 'salary' and currency_implied and currency = '{pay["currency"]}'
        and period is not distinct from {repr(pay["period"]) if pay["period"] else "null"}
    """),
)
days = rows("select min(created_at), max(created_at) from found join posts using (platform, id)")[0]
check("first seen", claims["window"]["value"]["first_seen"], days[0].strftime("%Y-%m-%dT%H:%M:%SZ"))
check("last seen", claims["window"]["value"]["last_seen"], days[1].strftime("%Y-%m-%dT%H:%M:%SZ"))
published = {c["id"]: c for c in report["claims"]}
check("ids of claims", len(published), len(report["claims"]))
for claim, value, text, evidence in rows("select claim, value, text, evidence from claims"):
    shown = published[claim]
    check(f"{claim} as in the table", (shown["value"], shown["text"], shown["evidence"]), (json.loads(value), text, evidence))
# Claims about campaigns, posts and contacts, computed again.
for name, n in rows("select campaign, count(*) from campaigns group by 1"):
    check(f"posts of {name}", published[f"campaign:{name}:posts"]["value"], n)
    members = {f"{p}:{i}" for p, i in rows(f"select platform, id from campaigns where campaign = '{name}'")}
    for part in ("posts", "assessment", "confidence"):
        check(f"{name} {part} rests on its posts", set(published[f"campaign:{name}:{part}"]["posts"]), members)
counts = dict(rows(f"select platform || ':' || id, v from ({views})"))
statuses = dict(rows(f"select platform || ':' || id, s from ({last})"))
for post, in rows("select platform || ':' || id from found"):
    check(f"views of {post}", published[f"post:{post}:views"]["value"], counts.get(post))
    check(f"status of {post}", published[f"post:{post}:status"]["value"], statuses.get(post))
    if post in statuses:
        check(f"a look at {post} has its time", published[f"post:{post}:status"]["observed_at"] is None, False)
for language, n in rows("select language, count(*) from (select distinct platform, id, language from found join readings using (platform, id)) group by 1"):
    check(f"posts in {language}", published["posts_by_language"]["value"].get(language), n)
for source, sha256, n in rows("select file, sha256, posts from sources"):
    check(f"posts of {source}", published[f"source:{sha256[:16]}"]["value"]["posts"], n)
check("posts studied", published["posts_studied"]["value"], one("select count(distinct platform || ':' || id) from posts join sources using (source) where role = 'observed'"))
known = {f"{p}:{i}" for p, i in rows("select platform, id from posts")}
check("claims rest on known posts", [p for c in report["claims"] for p in c["posts"] if p not in known], [])

# Pictures and films: files have the hashes they are named by, lines stand where the table says, and what was read in a
# picture stands in its text.
import hashlib

held = rows("select distinct file, sha256, bytes from attachments where state = 'held'")
for file, sha256, size in held:
    data = (case / file).read_bytes()
    check(f"{file} is held", (hashlib.sha256(data).hexdigest(), len(data)), (sha256, size))
check("only held files are read", rows("select distinct sha256 from media except select sha256 from attachments where state = 'held'"), [])
texts = {}
for sha256, line, start, text in rows("select distinct sha256, line, start, text from media_texts order by sha256, line"):
    known = texts.get(sha256, b"")
    check(f"line {line} of {sha256[:8]} begins", start, len(known))
    texts[sha256] = known + text.encode() + b"\n"
for media, start, end, kind, value in rows('select media, start, "end", kind, value from contacts where media is not null'):
    said = texts[media][start:end].decode()
    digits = lambda text: "".join(c for c in text if c.isdigit())
    check(f"{kind} in {media[:8]}", bool(said.strip()), True)
    if kind == "phone":
        check(f"{kind} in {media[:8]} by its last digits", digits(said)[-5:], digits(value)[-5:])
check("boxes lie in their pictures", one("""select count(*) from contacts c join media m on c.media = m.sha256 and c.source = m.source
    where c.x + c.width > m.width or c.y + c.height > m.height"""), 0)
check("every read file is in one group", rows("select sha256 from (select distinct sha256 from media) where (select count(*) from media_groups g where g.sha256 = sha256) = 0"), [])
shown = {p["sha256"] for post in report["posts"] for p in post["pictures"]}
check("shown files", shown, {r[0] for r in rows("select distinct sha256 from attachments join found using (platform, id) where state = 'held'")})

# Campaigns: sizes, languages, accounts, days and contacts follow from the posts, and ids from their history.
sizes = rows("select campaign, count(*) from campaigns group by 1 order by 2 desc, 1")
check("campaign sizes", sorted((c["campaign"], c["posts"]) for c in report["campaigns"]), sorted(sizes))
check("campaigns, largest first", [c["posts"] for c in report["campaigns"]], [n for _, n in sizes])
check("posts in one campaign only", one("select count(*) from campaigns"), one("select count(*) from found"))
check("organisations of a campaign", one("select max(n) from (select count(distinct organisation) n from campaigns group by campaign)"), 1)
# Where several sources have a post, the longest text speaks.
duckdb.sql("""
    create view speaking as select campaign, p.* from campaigns c join posts p using (platform, id)
    qualify row_number() over (partition by platform, id order by strlen("text") desc, source) = 1
""")
zone = report["time_zone"]
duckdb.sql("""
    create view carried as select distinct platform, id, value,
        case when kind in ('whatsapp', 'viber', 'signal') then 'phone' else kind end kind from contacts
""")
for c in report["campaigns"]:
    name = c["campaign"]
    of = f"from speaking where campaign = '{name}'"
    check(f"{name} first and last", [c["first"], c["last"]],
          [d.strftime("%Y-%m-%dT%H:%M:%SZ") for d in rows(f"select min(created_at), max(created_at) {of}")[0]])
    check(f"{name} languages", {(l["value"], l["posts"]) for l in c["languages"]},
          set(rows(f"select language, count(*) from speaking join readings using (source, platform, id) where campaign = '{name}' group by 1")))
    check(f"{name} platforms", {(p["value"], p["posts"]) for p in c["platforms"]}, set(rows(f"select platform, count(*) {of} group by 1")))
    check(f"{name} accounts", sorted(a["posts"] for a in c["accounts"]),
          sorted(n for (n,) in rows(f"select count(*) {of} and coalesce(author_handle, author_name, author_id) is not null group by platform, coalesce(author_handle, author_name, author_id)")))
    check(f"{name} days", {(d["day"], d["posts"]) for d in c["days"]},
          set(rows(f"select strftime(timezone('{zone}', created_at), '%Y-%m-%d'), count(*) {of} and created_at is not null group by 1")))
    for kinds, shown in (("not in", c["contacts"]), ("in", c["links"])):
        check(f"{name} contacts {kinds} links", sorted((s["kind"], s["posts"]) for s in shown),
              sorted((k, n) for k, _, n in rows(f"select kind, value, count(*) from campaigns join carried using (platform, id) where campaign = '{name}' and kind {kinds} ('url', 'domain') group by 1, 2")))
shown_ties = {p["post"]: len(p["campaign_ties"]) for p in report["posts"]}
check("ties shown", sum(shown_ties.values()), one("select count(*) from campaign_ties"))
check("ties are of members", one("select count(*) from campaign_ties t anti join campaigns c using (campaign, platform, id)"), 0)
check(
    "others are members of the same campaign or references",
    one("select count(*) from campaign_ties t anti join campaigns c on t.campaign = c.campaign and t.other_platform = c.platform and t.other_id = c.id where not reference"),
    0,
)
check(
    "members of campaigns of several posts without a tie to another or to a reference",
    one("select count(*) from campaigns c anti join campaign_ties t using (campaign, platform, id) where campaign in (select campaign from campaigns group by 1 having count(*) > 1)"),
    0,
)
check(
    "near duplicates are those of the matches",
    one("""
        select count(*) from campaign_ties t anti join matches m on m.kind = 'near_duplicate' and m.score = t.score
        where t.kind = 'near_duplicate'
    """),
    0,
)
begun = [c for (c,) in rows("select campaign from campaign_history where event in ('begun', 'split')")]
gone = {c for (c,) in rows("select campaign from campaign_history where event in ('merged', 'ended')")}
check("ids are given once", len(begun), len(set(begun)))
check("ids of campaigns", sorted(c for c, _ in sizes), sorted(set(begun) - gone))

# Hubs: who carries a contact, counted again. Of ordinary posts only keyed hashes are there.
key = (case / ".key").read_text(encoding="utf-8").strip().encode()
hashed = lambda kind, value: hmac.new(key, f"{kind}:{value}".encode(), "sha256").hexdigest()[:32]
counts = dict(rows("select hash, sum(posts)::int from contact_counts group by 1"))
carriers = {}
for kind, value, role, adverts, elsewhere, n in rows("""
    with ranked as (
        select platform, id, case when count(*) filter (where role = 'reference') > 0 then 'reference' else 'observed' end role
        from posts join sources using (source) where role <> 'background' and not is_repost group by all
    ), spoken as (
        select platform, id, greatest(recruitment, advert) >= 0.5 advert from readings join posts using (source, platform, id)
        qualify row_number() over (partition by platform, id order by strlen("text") desc, source) = 1
    )
    select k.kind, k.value, role, count(*) filter (where advert),
        count(*) filter (where not advert and f.id is null), count(*)
    from carried k join ranked using (platform, id) join spoken using (platform, id)
    left join found f on f.platform = k.platform and f.id = k.id group by 1, 2, 3
"""):
    carriers.setdefault((kind, value), {})[role] = (n, adverts, elsewhere)
expected_hubs = {}
counted = {(k, v): n for k, v, n in rows("select kind, value, count(*) from campaigns join carried using (platform, id) group by 1, 2")}
for (kind, value), by_role in carriers.items():
    (candidates, adverts, others), (references, _, _) = by_role.get("observed", (0, 0, 0)), by_role.get("reference", (0, 0, 0))
    ordinary = counts.get(hashed(kind, value), 0)
    many, known = candidates + references, counted.get((kind, value), 0)
    if (many > 1 or known) and (ordinary + others > 20 or many > 51):
        expected_hubs[(kind, value)] = (candidates, adverts, references, ordinary, known)
hubs = {(r[0], r[1]): r[2:] for r in rows('select kind, value, candidates, adverts, "references", ordinary, counted from hubs')}
check("hubs", hubs, expected_hubs)
check("hubs shown", len(report["hubs"]), one('select count(*) from hubs where counted > 0 or "references" > 0'))

# The spans of offers lie inside their posts.
check(
    "spans",
    one("select count(*) from offers join posts using (source, platform, id) where offers.media is null and ( \"end\" > strlen(\"text\") or start >= \"end\")"),
    0,
)

# The records of candidates are the bytes of their sources, at the places that their posts name.
kept = rows("""
    select s.file, p."offset", p.length, r.raw from records r
    join posts p using (source, platform, id) join sources s using (source) where p.member is null
""")
check("some records are kept", bool(kept), True)
contents = {}
for name, offset, length, raw in kept:
    if name not in contents:
        path = case / name
        contents[name] = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    if contents[name][offset : offset + length].decode("utf-8") != raw:
        check(f"record at {offset} of {name}", "other bytes", "the same")
check("records of candidates", one("select count(*) from records"), len(kept))

# The page is HTML without an error, leads nowhere, and loads nothing.
page = (case / "report" / "report.html").read_text(encoding="utf-8")
parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
tree = parser.parse(page)
check("errors of the HTML", [str(e) for e in parser.errors], [])
leaves = [e.get(a) for e in tree.iter() for a in ("href", "src", "action") if e.get(a) and not e.get(a).startswith("#")]
check("addresses in the page", [a for a in leaves if not a.startswith("data:")], [])
ids = [e.get("id") for e in tree.iter() if e.get("id")]
check("ids used twice", sorted({i for i in ids if ids.count(i) > 1}), [])
check("links to places that are not there", [a for a in leaves + [e.get("href") for e in tree.iter("a")] if a and a.startswith("#") and a[1:] not in ids], [])

# Every number on the page stands in a claim, but for quoted posts, hashes, the title and the scales.
def loose(element, inside):
    tag = element.tag if isinstance(element.tag, str) else "comment"
    classes = (element.get("class") or "").split()
    inside = inside or tag in ("title", "style", "h1", "code", "q", "comment") or "text" in classes or "scales" in classes
    inside = inside or (element.get("id") or "").startswith("claim-") or element.get("data-claim") is not None
    words = [] if inside else (element.text or "").split()
    for child in element:
        words += loose(child, inside)
        words += [] if inside else (child.tail or "").split()
    return [w for w in words if w.lstrip("".join(c for c in set(w) if not c.isalnum()))[:1].isnumeric()]


check("numbers in no claim", loose(tree, False), [])
claimed = [i.removeprefix("claim-") for i in ids if i.startswith("claim-")]
claimed += [e.get("data-claim") for e in tree.iter() if e.get("data-claim")]
check("claims of the page that the JSON lacks", [i for i in claimed if i not in published], [])

# Reports are kept as they were published, and the ledger has their hashes.
import sqlite3

ledger = sqlite3.connect(case / "ledger.sqlite")
entries = [json.loads(body) for (body,) in ledger.execute("select body from entries where kind = 'report' order by number")]
check("reports entered", [e["number"] for e in entries], list(range(1, len(entries) + 1)))
for entry in entries:
    for path, about in entry["files"].items():
        if path.startswith("report/published/") or entry is entries[-1]:
            check(path, hashlib.sha256((case / path).read_bytes()).hexdigest(), about["sha256"])

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
