#!/usr/bin/env python3
"""10,000 posts over 8 hosts through the whole program, killed five times: is any host asked too often, is anything lost?

Usage: run.py PRESSGANG FOLDER [POSTS] [HOSTS] [KILLS]. Only the standard library.

Eight local servers behave like Mastodon's; of every 20 posts one is gone, and one request in a hundred is told to come
later. The program is killed with SIGKILL at random times and begun again. Every server notes when it was asked and when
it had answered.
"""

import json
import random
import re
import sqlite3
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

program, folder = sys.argv[1], Path(sys.argv[2])
posts, hosts, kills = (int(a) for a in (sys.argv[3:] + ["10000", "8", "5"][len(sys.argv) - 3:]))
names = [f"inst{n}.example.org" for n in range(hosts)]
asked = [[] for _ in names]
told_later = set()
lock = threading.Lock()
chance = random.Random("pressgang")


def server(number):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_GET(self):
            began = time.monotonic()
            found = re.search(r"/statuses/(\d+)", self.path)
            id_ = int(found[1]) if found else None
            status, headers, body = self.answer(id_)
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            for header in headers:
                self.send_header(*header)
            self.end_headers()
            self.wfile.write(data)
            with lock:
                asked[number].append((began, time.monotonic(), id_, status, self.headers.get("User-Agent", "")))

        def answer(self, id_):
            if id_ is None:
                return 200, [], {"id": "1", "username": "heron", "acct": "heron", "suspended": False, "url": f"https://{names[number]}/@heron"}
            with lock:
                if id_ % 100 == 7 and id_ not in told_later:
                    told_later.add(id_)
                    return 429, [("Retry-After", "2")], {"error": "Too many requests"}
            if id_ % 20 == 3:
                return 404, [], {"error": "Record not found"}
            url = f"https://{names[number]}/@heron/{id_}"
            return 200, [], {"id": str(id_), "uri": url, "url": url, "created_at": "2023-04-02T10:00:00.000Z", "visibility": "public", "content": "<p>invented</p>", "account": {"id": "1", "username": "heron", "acct": "heron", "url": f"https://{names[number]}/@heron"}, "media_attachments": []}

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving.daemon_threads = True
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    return serving.server_address[1]


ports = [server(n) for n in range(hosts)]
folder.mkdir(parents=True)
with open(folder / "posts.ndjson", "w") as out:
    for n in range(posts):
        id_ = 110_000_000_000_000 + n
        url = f"https://{names[n % hosts]}/@heron/{id_}"
        text = f"The Iron Heron Company is hiring drivers and fighters for unit {n}. Pay 3000 euros a month, age 22 to 55. Call +49 30 23125 001 now!"
        out.write(json.dumps({"platform": "mastodon", "id": url, "url": url, "author_handle": "heron", "created_at": "2023-04-02T10:00:00Z", "text": text}) + "\n")
case = folder / "case"
run = lambda *args: subprocess.run([program, *map(str, args)], check=True, capture_output=True, text=True)
run("new", case, "--organisation", "iron-heron")
run("add", case, folder / "posts.ndjson")
run("run", case)
check = [program, "check", str(case), "--contact", "desk@example.org", "--interval", "30d"]
for name, port in zip(names, ports):
    check += ["--endpoint", f"{name}=http://127.0.0.1:{port}", "--allow", f"127.0.0.1:{port}"]
began = time.monotonic()
killed = 0
while True:
    child = subprocess.Popen(check, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if killed < kills:
        time.sleep(chance.uniform(0.5, 1.5) * max(4.0, posts / hosts * 1.1 / (kills + 1)))
        if child.poll() is None:
            child.kill()
            child.wait()
            killed += 1
            continue
    said = child.communicate()[1]
    if child.returncode == 0:
        break
    assert child.returncode == 2, said
    print(said.strip().splitlines()[-1])
took = time.monotonic() - began
run("run", case)
run("verify", case)
with sqlite3.connect(case / "ledger.sqlite") as db:
    looks = db.execute("select p.content, e.body from entries e join personal p using (number) where kind = 'observation'").fetchall()
states = {}
for personal, body in looks:
    key = json.loads(personal)["id"]
    states.setdefault(key, []).append(json.loads(body)["status"])
once = sum(len(s) == 1 for s in states.values())
truth = lambda key: "removed" if int(key.rsplit("/", 1)[1]) % 20 == 3 else "up"
right = sum(s[-1] == truth(k) for k, s in states.items())
gaps = sorted(b[0] - a[1] for times in asked for a, b in zip(sorted(times), sorted(times)[1:]))
requests = sum(map(len, asked))
status_requests = {}
for times in asked:
    for *_, id_, status, _ in times:
        if id_ is not None and status != 429:
            status_requests[id_] = status_requests.get(id_, 0) + 1
extra = sum(n - (2 if id_ % 20 == 3 else 1) for id_, n in status_requests.items())
agents = {a for times in asked for *_, a in times}
print(f"{posts} posts over {hosts} hosts, killed {killed} times: {took:.0f} s, {requests} requests ({max(map(len, asked))} at the host asked most)")
print(f"least pause at one host, from the end of an answer to the next request: {gaps[0] * 1000:.1f} ms of 1100; overlapping: {sum(g < 0 for g in gaps)}")
print(f"posts with a look: {len(states)}, with exactly one: {once}, right: {right}; requests made again after kills: {extra}")
print(f"named as: {', '.join(agents)}")
sys.exit(0 if len(states) == once == right == posts and gaps[0] >= 1.0 else 1)
