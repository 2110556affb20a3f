"""Opens a finished case with the tools its readers use: DuckDB, Polars, pyarrow, an HTML parser.

Usage: outside.py CASE. Nothing here shares code with the program: every figure of the report is computed again,
in SQL, from the tables alone.
"""

import gzip
import json
import re
import sys
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
    check(f"{name} has files", bool(files), True)
    if not files:
        continue
    table = pyarrow.concat_tables([pyarrow.parquet.read_table(f) for f in files])
    check(f"{name} columns", table.column_names, documented)
    check(f"{name} rows in polars", polars.read_parquet(files).height, table.num_rows)
    check(f"{name} rows in duckdb", rows(f"select count(*) from read_parquet({files})")[0][0], table.num_rows)
    duckdb.sql(f"create view {name} as select * from read_parquet({files})")

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
# Looks at an account count for its posts; what a source says without knowing whether a post is up does not.
looks = """
    select platform, id, status, observed_at, entry from observations
    where id is not null and observed_at is not null and (source is null or status <> 'unknown')
    union all
    select o.platform, p.id, o.status, o.observed_at, o.entry
    from observations o join posts p on o.platform = p.platform and o.account = p.author_id
    where o.observed_at is not null and o.status <> 'unknown'
"""
last = f"""
    select platform, id, arg_max(status, (observed_at, coalesce(entry, 0))) s
    from found join ({looks}) using (platform, id) group by all
"""
check("still up", claims["still_up"]["value"], one(f"select count(*) from ({last}) where s = 'up'"))
check("removed", claims["removed"]["value"], one(f"select count(*) from ({last}) where s = 'removed'"))
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
check("claims in the table", len(report["claims"]), one("select count(*) from claims"))
known = {f"{p}:{i}" for p, i in rows("select platform, id from posts")}
check("claims rest on known posts", [p for c in report["claims"] for p in c["posts"] if p not in known], [])

# The spans of offers lie inside their posts.
check(
    "spans",
    one("select count(*) from offers join posts using (source, platform, id) where \"end\" > strlen(\"text\") or start >= \"end\""),
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

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
