"""Writes the shipped model: one int8 ONNX graph of the encoder and all heads, and the inventories beside it.

`python -m training.language.export build/language/epoch-10.pt --output src/detente/language/model_en`

The graph is written node by node rather than traced: the quantisation scheme then stands here in full, and exporting
needs no tracer. Weights are int8 per output channel; the embedding table is int8 per row.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from detente.language.conllu import Sentence
from detente.language.pieces import WordPieces
from training.language.boundaries import train as train_boundaries
from training.language.data import data_folder, treebank
from training.language.model import ATTENTION_HEADS, LAYERS, WIDTH, base_folder

MICROSOFT = "com.microsoft"
# Of 0.5, 0.7 and 0.85 tried on 300 sentences of GUM dev after one epoch: heads as in fp32 for 96.1, 98.6 and 98.6 % of
# the words, and for 97.3 % without smoothing.
SMOOTHING = 0.8
# The word vectors that later models read are those of this layer: the last layers serve the parse, and know less of
# meaning (model card).
SHARED = 4
log = logging.getLogger("training.language")
TAGS = ("upos", "xpos", "feats", "lemmas", "mentions", "names")


class Graph:
    """Collects nodes and weights; each method adds a step and returns the name of its result.

    ranges: for each linear step, the largest magnitude of each of its input channels; None makes a graph of floats.
    """

    def __init__(self, state: dict[str, np.ndarray], ranges: dict[str, np.ndarray] | None = None) -> None:
        self.state, self.ranges = state, ranges
        self.nodes: list[onnx.NodeProto] = []
        self.weights: dict[str, np.ndarray] = {}
        self.sites: dict[str, str] = {}
        self._count = 0

    def constant(self, name: str, value: np.ndarray) -> str:
        """Stores a weight once and returns its name."""
        self.weights.setdefault(name, value)
        return name

    def add(self, op: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes: object) -> str | list[str]:
        """Adds one node."""
        self._count += 1
        names = [f"{op}_{self._count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(op, inputs, names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def smoothed(self, x: str, weight: np.ndarray, site: str) -> tuple[str, np.ndarray]:
        """Scales each input channel so that no channel alone sets the rounding step of all; the weights take the
        opposite. Returns the new input and weight. (After Xiao et al. 2023, SmoothQuant.)"""
        reach = np.maximum(self.ranges[site], 1e-4)
        strength = np.maximum(np.abs(weight).max(0), 1e-4)
        scale = reach**SMOOTHING / strength ** (1 - SMOOTHING)
        scale /= np.exp(np.log(scale).mean())
        x = self.add("Mul", x, self.constant(f"{site}.inverse", (1 / scale).astype(np.float32)))
        return x, (weight * scale).astype(np.float32)

    def linear(self, x: str, weight: np.ndarray, bias: np.ndarray, site: str) -> str:
        """`x @ weight.T + bias`, with `x` rounded to 8 bits by its range and weights by row; weight: `(out, in)`."""
        scale = np.maximum(np.abs(weight).max(1), 1e-8) / 127
        values = np.clip(np.round(weight / scale[:, None]), -127, 127).astype(np.int8)
        return self.add(
            "DynamicQuantizeMatMul",
            x,
            self.constant(f"{site}.int8", np.ascontiguousarray(values.T)),
            self.constant(f"{site}.scales", scale.astype(np.float32)),
            self.constant(f"{site}.zeros", np.zeros(len(scale), np.int8)),
            self.constant(f"{site}.bias", bias),
            domain=MICROSOFT,
        )

    def dense(self, x: str, *names: str, site: str) -> str:
        """One linear step from the named parameters of the model, side by side."""
        self.sites[site] = x
        weight = np.concatenate([self.state[f"{name}.weight"] for name in names])
        bias = np.concatenate([self.state[f"{name}.bias"] for name in names])
        if self.ranges is None:
            return self.add(
                "Add", self.add("MatMul", x, self.constant(f"{site}.weight", np.ascontiguousarray(weight.T))),
                self.constant(f"{site}.bias", bias),
            )  # fmt: skip
        x, weight = self.smoothed(x, weight, site)
        return self.linear(x, weight, bias, site)

    def norm(self, x: str, y: str, name: str) -> str:
        """Layer norm of `x + y`. Two steps on purpose: the fused kernel took a fifth of the whole run."""
        weight = self.constant(f"{name}.weight", self.state[f"{name}.weight"])
        bias = self.constant(f"{name}.bias", self.state[f"{name}.bias"])
        return self.add("LayerNormalization", self.add("Add", x, y), weight, bias, axis=-1, epsilon=1e-12)

    def embed(self) -> str:
        """Pieces to the first layer's input."""
        table = self.state["trunk.words.weight"]
        if self.ranges is None:
            words = self.add("Gather", self.constant("word_table", table), "ids")
        else:
            scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127
            rows = np.clip(np.round(table / scale), -127, 127).astype(np.int8)
            picked = self.add("Gather", self.constant("word_table", rows), "ids")
            steps = self.add("Gather", self.constant("word_scales", scale.astype(np.float32)), "ids")
            words = self.add("Mul", self.add("Cast", picked, to=TensorProto.FLOAT), steps)
        shapes = self.add("Gather", self.constant("shape_table", self.state["trunk.shapes.weight"]), "shapes")
        length = self.add(
            "Slice", self.add("Shape", "ids"), self.constant("one", np.array([1])), self.constant("two", np.array([2]))
        )
        positions = self.add(
            "Slice", self.constant("position_table", self.state["trunk.positions.weight"]),
            self.constant("zero", np.array([0])), length, self.constant("zero", np.array([0])),
        )  # fmt: skip
        return self.norm(self.add("Add", words, positions), shapes, "trunk.norm")

    def layer(self, x: str, i: int) -> str:
        """One transformer layer."""
        name = f"trunk.layers.{i}"
        qkv = self.dense(x, f"{name}.qkv", site=f"{name}.qkv")
        sizes = self.constant("thirds", np.array([WIDTH] * 3))
        q, k, v = self.add("Split", qkv, sizes, outputs=3, axis=-1)
        attended = self.add("MultiHeadAttention", q, k, v, domain=MICROSOFT, num_heads=ATTENTION_HEADS)
        x = self.norm(self.dense(attended, f"{name}.attended", site=f"{name}.attended"), x, f"{name}.norm1")
        inner = self.add("Gelu", self.dense(x, f"{name}.inner", site=f"{name}.inner"), domain=MICROSOFT)
        return self.norm(self.dense(inner, f"{name}.outer", site=f"{name}.outer"), x, f"{name}.norm2")

    def words(self, pieces: str) -> str:
        """Pieces to words: the mean of the first and last piece of each."""
        first = self.add(
            "GatherND", pieces, self.add("Unsqueeze", "first", self.constant("minus", np.array([-1]))), batch_dims=1
        )
        last = self.add(
            "GatherND", pieces, self.add("Unsqueeze", "last", self.constant("minus", np.array([-1]))), batch_dims=1
        )
        return self.add("Mul", self.add("Add", first, last), self.constant("half", np.array(0.5, np.float32)))

    def heads(self, pieces: str, sizes: list[int]) -> dict[str, str]:
        """All heads; returns output names to the names of their values."""
        words = self.words(pieces)
        start = self.add(
            "Slice", pieces, self.constant("zero", np.array([0])), self.constant("one", np.array([1])),
            self.constant("one", np.array([1])),
        )  # fmt: skip
        both = self.add("Concat", start, words, axis=1)
        everything = self.dense(
            both, "tags", "arc_dependent", "arc_governor", "relation_dependent", "relation_governor", site="heads"
        )
        parts = self.add(
            "Split", everything, self.constant("parts", np.array([*sizes, WIDTH, WIDTH, WIDTH, WIDTH])),
            outputs=len(sizes) + 4, axis=-1,
        )  # fmt: skip
        classes = {}
        for name, part in zip(TAGS, parts, strict=False):
            classes[name] = self.add("Cast", self.add("ArgMax", part, axis=-1, keepdims=0), to=TensorProto.INT32)
        dependent, governor, rel_dependent, rel_governor = parts[len(sizes) :]
        dependent = self.add("Gelu", dependent, domain=MICROSOFT)
        governor = self.add("Gelu", governor, domain=MICROSOFT)
        moved = self.add(
            "Add", self.add("MatMul", dependent, self.constant("arc_weight", self.state["arc_weight"])),
            self.constant("arc_bias", self.state["arc_bias"]),
        )  # fmt: skip
        arcs = self.add("MatMul", moved, self.add("Transpose", governor, perm=[0, 2, 1]))
        return {
            **classes, "names_scores": parts[5], "arcs": arcs, "dependent": rel_dependent, "governor": rel_governor,
        }  # fmt: skip

    def model(self, sizes: list[int]) -> onnx.ModelProto:
        """The whole graph."""
        x = self.embed()
        for i in range(LAYERS):
            x = self.layer(x, i)
            if i == SHARED - 1:
                vectors = self.words(x)
        outputs = {**self.heads(x, sizes), "vectors": vectors}
        nodes = [*self.nodes, *(helper.make_node("Identity", [value], [name]) for name, value in outputs.items())]
        kinds = dict.fromkeys(TAGS, TensorProto.INT32)
        graph = helper.make_graph(
            nodes,
            "detente-language",
            [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "m"]) for name in ("ids", "shapes")]
            + [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "n"]) for name in ("first", "last")],
            [helper.make_tensor_value_info(name, kinds.get(name, TensorProto.FLOAT), None) for name in outputs],
            [numpy_helper.from_array(value, name) for name, value in self.weights.items()],
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def session(model: onnx.ModelProto) -> onnxruntime.InferenceSession:
    """Runs a graph on one core."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def channel_ranges(
    state: dict[str, np.ndarray], sizes: list[int], sentences: list[Sentence], pieces: WordPieces
) -> dict[str, np.ndarray]:
    """The largest magnitude of each input channel of each linear step, over training sentences."""
    graph = Graph(state)
    model = graph.model(sizes)
    for name in set(graph.sites.values()):
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    run = session(model)
    ranges = {site: np.zeros(1, np.float32) for site in graph.sites}
    for sentence in sentences:
        one = pieces.sentence(sentence.forms)
        if len(one.ids) > 500:
            continue
        feed = {"ids": one.ids[None], "shapes": one.shapes[None], "first": one.first[None], "last": one.last[None]}
        for site, values in zip(graph.sites, run.run(list(graph.sites.values()), feed), strict=True):
            ranges[site] = np.maximum(ranges[site], np.abs(values[0]).max(0))
    return ranges


def export(checkpoint: Path, output: Path, *, as_float: bool = False) -> None:
    """Writes the model folder from a checkpoint of training; `as_float` leaves the graph in fp32, to compare."""
    saved = torch.load(checkpoint, weights_only=True)
    state = {name: value.float().numpy() for name, value in saved["model"].items()}
    labels = saved["labels"]
    sizes = [len(labels[name]) for name in TAGS]
    output.mkdir(parents=True, exist_ok=True)
    pieces = WordPieces(base_folder() / "tokenizer.json")
    folder = data_folder()
    calibration = treebank(folder, "en_gum-train")[::14] + treebank(folder, "en_ewt-train")[::60]
    ranges = None if as_float else channel_ranges(state, sizes, calibration, pieces)
    onnx.save(Graph(state, ranges).model(sizes), output / "model.onnx")
    np.savez(
        output / "relations.npz",
        weight=np.ascontiguousarray(state["relation.weight"].T).astype(np.float16),
        bias=state["relation.bias"].astype(np.float16),
    )
    shutil.copyfile(base_folder() / "tokenizer.json", output / "tokenizer.json")
    inventories = {**labels, "lookup": saved["lookup"]}
    (output / "labels.json").write_text(json.dumps(inventories, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    boundaries = train_boundaries(treebank(folder, "en_ewt-train") + treebank(folder, "en_gum-train"))
    (output / "sentences.json").write_text(
        json.dumps(boundaries, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8"
    )
    digest = hashlib.sha256((output / "model.onnx").read_bytes()).hexdigest()
    log.info("%s: %.1f MB, SHA-256 %s", output, sum(f.stat().st_size for f in output.iterdir()) / 1e6, digest)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="leave the graph in fp32, to compare")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    export(arguments.checkpoint, arguments.output, as_float=arguments.float)


if __name__ == "__main__":
    main()
