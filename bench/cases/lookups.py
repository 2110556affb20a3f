"""Looks posts up in a case one after the other, each after the answer to the one before, and says how long answers took.

python3 lookups.py PRESSGANG CASE POSTS.ndjson [NUMBER]
"""

import json
import random
import subprocess
import sys
import time

program, case, posts = sys.argv[1:4]
number = int(sys.argv[4]) if len(sys.argv) > 4 else 20_000
texts = [json.loads(line)["text"] for line in open(posts)]
random.Random(5).shuffle(texts)

started = time.perf_counter()
child = subprocess.Popen([program, "match", case], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def ask(text):
    child.stdin.write((json.dumps({"id": "q", "text": text}) + "\n").encode())
    child.stdin.flush()
    return child.stdout.readline()


ask("the first one")
print(f"first answer after {time.perf_counter() - started:.3f} s")
times, seen = [], 0
for text in texts[:number]:
    before = time.perf_counter()
    answer = ask(text)
    times.append(time.perf_counter() - before)
    seen += bool(json.loads(answer)["seen"])
child.stdin.close()
child.wait()
times.sort()
at = lambda share: 1e3 * times[min(int(len(times) * share), len(times) - 1)]
print(
    f"{len(times)} posts, {seen} seen: mean {1e3 * sum(times) / len(times):.3f} ms, median {at(0.5):.3f}, "
    f"99 % within {at(0.99):.3f}, slowest {at(1):.3f}; {len(times) / sum(times):.0f} a second"
)
