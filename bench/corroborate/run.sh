#!/usr/bin/env bash
# run.sh PRESSGANG [ASKED] [HELD] -- a private matching of 10,000 contacts with a list of 1,000,000, 100 of them in common,
# on one core: seconds by the clock, of the processor, and the most memory of each step. The numbers are made up.
set -euo pipefail
program=$(realpath "$1") asked=${2:-10000} held=${3:-1000000}
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cd "$work"
python3 - "$asked" "$held" <<'PY'
import random, sys
asked, held = int(sys.argv[1]), int(sys.argv[2])
random.seed(5)
theirs = [f"+4915{n:09d}" for n in random.sample(range(10**9), held)]
ours = random.sample(theirs, 100) + [f"+4916{n:09d}" for n in random.sample(range(10**9), asked - 100)]
random.shuffle(ours)
for name, numbers in (("ours", ours), ("theirs", theirs)):
    with open(name, "w") as file:
        file.writelines(number + "\n" for number in numbers)
PY
step() {
    local name=$1
    shift
    RAYON_NUM_THREADS=1 /usr/bin/time -f "$name: %e s, %U s of the processor, %M KB" taskset -c 0 "$program" corroborate "$@" >"$name.out" 2>"$name.err" ||
        { cat "$name.err" >&2; exit 1; }
    tail -n 1 "$name.err"
}
"$program" corroborate key asker --name Asker >/dev/null 2>&1
"$program" corroborate key holder --name Holder >/dev/null 2>&1
"$program" corroborate enrol holder asker/identity.txt >/dev/null 2>&1
step request request --contacts ours --keys asker --holder holder/identity.txt --session session --out request
step answer answer request --keys holder --list theirs --out answer
step finish finish answer --session session --keys asker
[ "$(wc -l <finish.out)" = 101 ] || { echo "not 100 contacts in common" >&2; exit 1; }
step answer-again answer request --keys holder --list theirs --out answer
stat -c '%n %s bytes' request session answer holder/prepared
