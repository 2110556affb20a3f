#!/usr/bin/env bash
# How right the ratios of verified accounts are: run.sh PRESSGANG SHARED SEED ACCOUNTS
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/accounts.py" "$2" "$work/x" "$3" "$4"
"$1" new "$work/case" --organisation iron-heron --title "evaluation" >/dev/null 2>&1
cat "$work/x/accounts.toml" >> "$work/case/case.toml"
"$1" add "$work/case" "$work/x/verified.ndjson" --role reference >/dev/null 2>&1
"$1" add "$work/case" "$work/x/ordinary.ndjson" --role background >/dev/null 2>&1
"$1" run "$work/case" >/dev/null 2>&1
"$1" evaluate "$work/case"
