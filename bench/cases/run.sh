#!/usr/bin/env bash
# What a case of a million posts costs: the whole run, 1 % more posts, lookups.
#
#   bench/cases/run.sh PRESSGANG IRA_1M.ndjson [WORK]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
program="$1" posts="$2" work="${3:-$(mktemp -d)}"
all=$(wc -l < "$posts")
more=$((all / 100))
head -n $((all - more)) "$posts" > "$work/most.ndjson"
tail -n "$more" "$posts" > "$work/more.ndjson"
rm -rf "$work/case"
"$program" new "$work/case" --organisation wagner > /dev/null 2>&1
timed() { python3 - "$@" <<'P'
import os, resource, subprocess, sys, time
started = time.time()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{time.time() - started:.1f} s, {used.ru_utime + used.ru_stime:.1f} CPU s, {used.ru_maxrss >> 10} MB")
P
}
"$program" add "$work/case" "$work/most.ndjson" > /dev/null 2>&1
echo "$((all - more)) posts: $(timed "$program" run "$work/case")"
echo "nothing new: $(timed "$program" run "$work/case")"
"$program" add "$work/case" "$work/more.ndjson" > /dev/null 2>&1
echo "$more more: $(timed "$program" run "$work/case")"
du -sh "$work/case/index" "$work/case/tables" | sed 's/\t.*case/ /'
python3 "$here/lookups.py" "$program" "$work/case" "$posts"
