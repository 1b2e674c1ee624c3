"""Writes the event model beside the encoder it was trained on: `events.onnx` (int8) and `events.json`.

`python -m training.events.export build/events/events.pt --output src/detente/language/model_en`

Prints how far int8 weights answer as those of the checkpoint do.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from detente import language
from training.events.corpus import teaching, zsp
from training.events.data import Example, examples
from training.events.model import CONTEXTS, MODES, ROLES, SIZES, STATUSES, TYPES
from training.language.data import data_folder
from training.language.export import MICROSOFT, Graph, session

log = logging.getLogger("training.events")


class EventGraph(Graph):
    """All towers, node by node; a batch is one candidate, so that nothing else changes its result."""

    def pooled(self, words: str, *roles: str) -> str:
        """The mean of the words of these roles, zero where there is none."""
        members = np.array([role in roles for role in ROLES], np.float32)
        chosen = self.add("Gather", self.constant(f"is_{roles[0]}", members), "roles")
        weights = self.add("Unsqueeze", chosen, self.constant("last_axis", np.array([-1])))
        axes = self.constant("word_axis", np.array([1]))
        total = self.add("ReduceSum", self.add("Mul", words, weights), axes, keepdims=0)
        count = self.add("ReduceSum", weights, axes, keepdims=0)
        return self.add("Div", total, self.add("Max", count, self.constant("at_least", np.array(1, np.float32))))

    def tower(self, name: str, layers: range) -> str:
        """One model: the logits of its heads."""
        roles = self.add("Gather", self.constant(f"{name}.roles", self.state[f"{name}.roles"]), "roles")
        summary = self.constant(f"{name}.summary", self.state[f"{name}.summary"][None, None])
        x = self.add("Concat", summary, self.add("Add", "vectors", roles), axis=1)
        for i in layers:
            x = self.layer(x, i)
        start, end, axis = (self.constant(n, np.array([v])) for n, v in (("from", 1), ("to", 2**31 - 1), ("axis", 1)))
        words = self.add("Slice", x, start, end, axis)
        first = self.add("Gather", x, self.constant("first_word", np.array(0)), axis=1)
        pools = self.pooled(words, "actor", "party"), self.pooled(words, "recipient", "party")
        together = self.add("Concat", first, *pools, axis=-1)
        hidden = self.add("Gelu", self.dense(together, f"{name}.middle", site=f"{name}.middle"), domain=MICROSOFT)
        return self.dense(hidden, f"{name}.heads", site=f"{name}.heads")

    def events(self, layers: int, tuned: int) -> onnx.ModelProto:
        """The graph: vectors float `(1, n, 384)` and roles int64 `(1, n)` to the logits of each head.

        The logits of `types` are the log probabilities of the tuned towers, averaged.
        """
        logs = [
            self.add("LogSoftmax", self.tower(f"tuned{k}", range(k * layers, (k + 1) * layers)), axis=-1)
            for k in range(tuned)
        ]
        outputs = {"types": self.add("Mean", *logs)}
        parts = self.add(
            "Split", self.tower("taught", range(tuned * layers, (tuned + 1) * layers)),
            self.constant("sizes", np.array(list(SIZES.values()))), outputs=len(SIZES), axis=-1,
        )  # fmt: skip
        outputs.update(zip(("predicate_types", *list(SIZES)[1:]), parts, strict=True))
        nodes = [*self.nodes, *(helper.make_node("Identity", [value], [name]) for name, value in outputs.items())]
        graph = helper.make_graph(
            nodes,
            "detente-events",
            [
                helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [1, "n", 384]),
                helper.make_tensor_value_info("roles", TensorProto.INT64, [1, "n"]),
            ],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
            [numpy_helper.from_array(value, name) for name, value in self.weights.items()],
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def feed(example: Example) -> dict[str, np.ndarray]:
    """One example as the graph takes it."""
    return {"vectors": example.vectors[None].astype(np.float32), "roles": example.roles[None]}


def channel_ranges(
    state: dict[str, np.ndarray], shape: tuple[int, int], data: Sequence[Example]
) -> dict[str, np.ndarray]:
    """The largest magnitude of each input channel of each linear step, over some of the training records."""
    graph = EventGraph(state)
    model = graph.events(*shape)
    for name in set(graph.sites.values()):
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    run = session(model)
    ranges: dict[str, np.ndarray] = {}
    for example in data:
        for site, values in zip(graph.sites, run.run(list(graph.sites.values()), feed(example)), strict=True):
            peak = np.abs(values).reshape(-1, values.shape[-1]).max(0)
            ranges[site] = np.maximum(ranges.get(site, 0), peak)
    return ranges


def named(saved: dict) -> dict[str, np.ndarray]:
    """The weights of all towers under the names that the graph uses; of each the heads that it answers with."""
    types, layers = slice(SIZES["types"]), saved["config"]["layers"]
    towers = [(f"tuned{k}", weights, types) for k, weights in enumerate(saved["tuned"])]
    state = {}
    for number, (tower, weights, rows) in enumerate([*towers, ("taught", saved["taught"], slice(None))]):
        for name, value in weights.items():
            weight = value.float().numpy()
            part, _, rest = name.partition(".")
            if part == "layers":
                layer, _, rest = rest.partition(".")
                state[f"trunk.layers.{int(layer) + number * layers}.{rest}"] = weight
            else:
                kept = weight[rows] if part == "heads" else weight
                state[f"{tower}.roles" if part == "roles" else f"{tower}.{name}"] = kept
    return state


def export(checkpoint: Path, output: Path) -> None:
    """Writes `events.onnx` and `events.json`; keeps the rest of `events.json` (the weights of the mix) where it is."""
    saved = torch.load(checkpoint, weights_only=True)
    state, shape = named(saved), (saved["config"]["layers"], len(saved["tuned"]))
    data = examples(teaching()[::20])
    onnx.save(EventGraph(state, channel_ranges(state, shape, data)).events(*shape), output / "events.onnx")
    path = output / "events.json"
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    stored.update(
        encoder=language.load("en").model_hash,
        roles=ROLES,
        types=TYPES,
        modes=MODES,
        statuses=STATUSES,
        contexts=CONTEXTS,
        with_zsp=saved["with_zsp"],
    )
    path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    log.info("%s: %.1f MB", output / "events.onnx", (output / "events.onnx").stat().st_size / 1e6)


def compare(checkpoint: Path, output: Path) -> str:
    """What the shipped int8 graph and the same in fp32 get right, on ZSP's sentences and a tenth of the others."""
    saved = torch.load(checkpoint, weights_only=True)
    exact = session(EventGraph(named(saved)).events(saved["config"]["layers"], len(saved["tuned"])))
    shipped = session(onnx.load(output / "events.onnx"))
    rows = []
    for head, data in (("types", examples(zsp(data_folder()))), ("predicate_types", examples(teaching()[7::10]))):
        for example in data:
            (one, there), (other, found) = (run.run([head, "event"], feed(example)) for run in (exact, shipped))
            told = example.event_type.any()
            right = [bool(example.event_type[logits.argmax()]) if told else np.nan for logits in (one, other)]
            rows.append((*right, one.argmax() == other.argmax(), (there.item() > 0) == (found.item() > 0)))
    shares = np.nanmean(np.array(rows, float), axis=0)
    return (
        f"{len(rows)} records: types right {shares[0]:.3f} in fp32, {shares[1]:.3f} in int8; the same type in "
        f"{shares[2]:.3f}, event or none the same in {shares[3]:.3f}"
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    export(arguments.checkpoint, arguments.output)
    print(compare(arguments.checkpoint, arguments.output), flush=True)


if __name__ == "__main__":
    main()
