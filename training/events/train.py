"""Trains the event model: `python -m training.events.train --output build/events/events.pt`.

`--cross-validate` scores `type_between` by five folds of ZSP's labelled sentences, grouped by sentence, instead.
`--without-zsp` leaves that set out of the training. Reads DETENTE_DATA (default ../shared/data).
"""

from __future__ import annotations

import argparse
import copy
import logging
import random
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor
from torch.nn import functional as F

from detente.evaluation.pairs import macro_f1, quad
from detente.language import model_folder
from training.events.corpus import YIELD, Record, against_the_codebook, teaching, variants, zsp
from training.events.data import IGNORE, Batch, Example, batch, batches, examples
from training.events.model import MODES, TYPES, Meaning, Scores
from training.events.news import news
from training.language.data import data_folder
from training.language.model import LAYERS

log = logging.getLogger("training.events")
ZSP_TYPES = (*(t for t in TYPES if t not in ("CONCEDE", "RETREAT")), YIELD)
_OF_TYPE = torch.tensor([[owner == t for owner, _ in MODES] for t in TYPES])


def start(model: Meaning) -> None:
    """Fills the layers with the last ones of the shipped encoder, read back from its int8 weights."""
    stored = onnx.load(str(model_folder() / "model.onnx")).graph.initializer
    weights = {item.name: numpy_helper.to_array(item) for item in stored}
    for i, layer in enumerate(model.layers):
        source = f"trunk.layers.{LAYERS - len(model.layers) + i}"
        state = {}
        for part in ("qkv", "attended", "inner", "outer"):
            site = f"{source}.{part}"
            rows = weights[f"{site}.int8"].T.astype(np.float32) * weights[f"{site}.scales"][:, None]
            state[f"{part}.weight"] = torch.from_numpy(rows * weights[f"{site}.inverse"])
            state[f"{part}.bias"] = torch.from_numpy(weights[f"{site}.bias"].copy())
        for part in ("norm1", "norm2"):
            for kind in ("weight", "bias"):
                state[f"{part}.{kind}"] = torch.from_numpy(weights[f"{source}.{part}.{kind}"].copy())
        layer.load_state_dict(state)


def loss(scores: Scores, b: Batch, config: dict) -> Tensor:
    """The weighted sum of the losses of the heads that the records have labels for.

    ZSP's sentences have types alone: that all of them hold an event would teach that everything is one.
    """
    weights, smooth = config["loss"], config["smoothing"]
    event = b.event_type.amax(-1)
    logs = F.log_softmax(scores.types, dim=-1)
    # of YIELD's two types the model may share the probability as it likes
    right = torch.logsumexp(logs.masked_fill(b.event_type == 0, -1e4), dim=-1)
    typed = -(1 - smooth) * right - smooth * logs.mean(-1)
    total = weights["type"] * (typed * event).sum() / len(event)
    there = F.binary_cross_entropy_with_logits(scores.event[:, 0], event * (1 - smooth) + smooth / 2, reduction="none")
    total = total + weights["event"] * (there * b.event_known).sum() / len(event)
    # a mode competes with the modes of its own type only
    others = ~_OF_TYPE[b.event_type.argmax(-1)]
    modes = F.cross_entropy(scores.modes.masked_fill(others, -1e4), b.mode, ignore_index=IGNORE, reduction="sum")
    total = total + weights["mode"] * modes / len(event)
    statuses = F.cross_entropy(scores.status, b.status, ignore_index=IGNORE, reduction="sum")
    total = total + weights["status"] * statuses / len(event)
    contexts = F.binary_cross_entropy_with_logits(scores.contexts, b.contexts, reduction="none").sum(-1)
    return total + weights["contexts"] * (contexts * b.has_contexts).sum() / len(event)


def fit(model: Meaning, data: Sequence[Example], config: dict, phase: str, seed: int) -> None:
    """One phase of training, "teach" or "tune"."""
    settings = config[phase]
    draw = random.Random(seed)
    torch.manual_seed(seed)
    rates = [
        {"params": model.layers.parameters(), "lr": 0.0, "peak": settings["layers"]},
        {"params": [p for n, p in model.named_parameters() if not n.startswith("layers.")], "lr": 0.0,
         "peak": settings["heads"]},
    ]  # fmt: skip
    optimiser = torch.optim.AdamW(rates, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    size, epochs = config["batch"], settings["epochs"]
    steps = epochs * sum(1 for _ in batches(data, size))
    step, began = 0, time.monotonic()
    model.train()
    for epoch in range(1, epochs + 1):
        running, count = 0.0, 0
        for some in batches(data, size, draw):
            step += 1
            share = min(step / max(1, 0.1 * steps), max(0.01, (steps - step) / (0.9 * steps)))
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * share
            b = batch(some)
            # half of the time without the predicate, as `type_between` asks
            hidden = (torch.rand(len(some)) < config["hide_predicate"])[:, None] & (b.roles == 3)
            with torch.autocast("cpu", torch.bfloat16, enabled=config["precision"] == "bf16"):
                scores = model(b.vectors, b.roles.masked_fill(hidden, 0), b.real)
            total = loss(scores, b, config)
            optimiser.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            running, count = running + total.item(), count + 1
        log.info("%s %d of %d: loss %.3f, %.0f s", phase, epoch, epochs, running / count, time.monotonic() - began)
    model.eval()


@torch.no_grad()
def predict(model: Meaning, data: Sequence[Example], hide_predicate: bool = True) -> dict[str, np.ndarray]:
    """Logits of every head, one row an example."""
    order = sorted(range(len(data)), key=lambda i: len(data[i].roles))
    rows: dict[str, list] = {}
    for at in range(0, len(order), 32):
        b = batch([data[i] for i in order[at : at + 32]])
        roles = b.roles.masked_fill(b.roles == 3, 0) if hide_predicate else b.roles
        with torch.autocast("cpu", torch.bfloat16):
            scores = model(b.vectors, roles, b.real)
        for name in ("types", "event", "modes", "status", "contexts"):
            rows.setdefault(name, []).append(getattr(scores, name).float().numpy())
    back = np.argsort(order)
    return {name: np.concatenate(parts)[back] for name, parts in rows.items()}


def taught(config: dict, data: Sequence[Example], seed: int, kept: Path | None = None) -> Meaning:
    """A model after the first phase, on the teaching corpus alone; taken from the file `kept` where that is there."""
    torch.manual_seed(seed)
    model = Meaning(config["layers"], config["dropout"])
    if kept is not None and kept.exists():
        model.load_state_dict(torch.load(kept, weights_only=True))
        return model.eval()
    start(model)
    if data:
        fit(model, data, config, "teach", seed)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        torch.save(model.state_dict(), kept)
    return model


def zsp_classes(logits: np.ndarray) -> np.ndarray:
    """Log probabilities of ZSP's fifteen types, in the order of ZSP_TYPES, from those of the sixteen."""
    logs = logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)
    columns = [logs[:, TYPES.index(t)] for t in ZSP_TYPES[:-1]]
    joined = np.logaddexp(logs[:, TYPES.index("CONCEDE")], logs[:, TYPES.index("RETREAT")])
    return np.stack([*columns, joined], axis=1)


def folds(records: Sequence[Record], count: int, seed: int) -> list[list[int]]:
    """Positions of each fold: sentences stay together, types are spread evenly."""
    draw = random.Random(seed)
    groups: dict[str, list[int]] = {}
    for position, record in enumerate(records):
        groups.setdefault(record.text, []).append(position)
    order = sorted(groups.values(), key=lambda g: (records[g[0]].event_type, draw.random()))
    found: list[list[int]] = [[] for _ in range(count)]
    for number, group in enumerate(order):
        found[number % count].extend(group)
    return found


def tuned(config: dict, first: Meaning, labelled: Sequence[Example], seeds: Sequence[int]) -> list[Meaning]:
    """Models tuned from the same beginning, one a seed."""
    models = [copy.deepcopy(first) for _ in seeds]
    for model, seed in zip(models, seeds, strict=True):
        fit(model, labelled, config, "tune", seed)
    return models


def types_of(models: Sequence[Meaning], data: Sequence[Example]) -> np.ndarray:
    """Log probabilities of the types, averaged over the models, one row an example."""
    logits = [predict(model, data)["types"] for model in models]
    return np.mean([rows - np.logaddexp.reduce(rows, axis=-1, keepdims=True) for rows in logits], axis=0)


def cross_validate(config: dict, first: Meaning, labelled: list[Example], runs: int, average: int) -> None:
    """Prints macro-F1 of types and quads by run, with intervals by bootstrap over sentences.

    runs: divisions into five folds; average: models that are averaged in each fold.

    first: what each fold's model begins as; it has seen nothing of ZSP.
    """
    gold = [e.record.event_type for e in labelled]
    agrees = np.array([not against_the_codebook(e.record) for e in labelled])
    report(gold, zsp_classes(predict(first, labelled)["types"]), agrees, "taught alone")
    every = []
    for seed in range(runs):
        logits = np.zeros((len(labelled), len(TYPES)), np.float32)
        for fold in folds([e.record for e in labelled], 5, seed):
            held = set(fold)
            others = [e for i, e in enumerate(labelled) if i not in held and agrees[i]]
            models = tuned(config, first, others, [seed + 100 * i for i in range(average)])
            logits[fold] = types_of(models, [labelled[i] for i in fold])
        every.append(zsp_classes(logits))
        report(gold, every[-1], agrees, f"seed {seed}")
    report(gold, np.mean(every, axis=0), agrees, "seeds averaged (an ensemble)")


def report(gold: Sequence[str], logs: np.ndarray, agrees: np.ndarray, name: str) -> None:
    """One line: macro-F1 and accuracy of types, macro-F1 of quads, with 95 % intervals; the other convention apart."""
    found = [ZSP_TYPES[i] for i in logs.argmax(1)]
    found_quads = [quad(t) for t in found]
    gold_quads = [quad(t) for t in gold]
    draw, sampled = np.random.default_rng(0), []
    for _ in range(500):
        chosen = draw.integers(0, len(gold), len(gold))
        sampled.append((
            macro_f1([gold[i] for i in chosen], [found[i] for i in chosen]),
            macro_f1([gold_quads[i] for i in chosen], [found_quads[i] for i in chosen]),
        ))  # fmt: skip
    low, high = np.percentile(sampled, (2.5, 97.5), axis=0)
    right = np.array([g == f for g, f in zip(gold, found, strict=True)])
    print(
        f"{name}: type macro-F1 {macro_f1(gold, found):.3f} [{low[0]:.3f}, {high[0]:.3f}], "
        f"accuracy {right.mean():.3f}; "
        f"quad macro-F1 {macro_f1(gold_quads, found_quads):.3f} [{low[1]:.3f}, {high[1]:.3f}]; "
        f"against the codebook: {right[~agrees].sum()} of {(~agrees).sum()} as ZSP has them",
        flush=True,
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("build/events/events.pt"))
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.toml"))
    parser.add_argument("--without-zsp", action="store_true")
    parser.add_argument("--cross-validate", type=int, metavar="RUNS", default=0)
    parser.add_argument("--average", type=int, default=1, help="models that are averaged in each fold")
    parser.add_argument("--taught", type=Path, help="file that keeps the model after its first phase, or gives it")
    parser.add_argument("--untaught", action="store_true", help="leave the teaching corpus out, to compare")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = tomllib.loads(arguments.config.read_text())
    torch.set_num_threads(config["threads"])
    kept = None if arguments.untaught else arguments.taught
    to_teach = not arguments.untaught and not (kept is not None and kept.exists())
    records = teaching() if to_teach else []
    real = news(data_folder(), config["seed"], config["untold"]) if to_teach else []
    teach = examples([*records, *variants(records), *real])
    labelled = [] if arguments.without_zsp else examples(zsp(data_folder()))
    log.info("%d records to teach, %d of them of real news, and %d of ZSP", len(teach), len(real), len(labelled))
    first = taught(config, teach, config["seed"], kept)
    if arguments.cross_validate:
        cross_validate(config, first, labelled, arguments.cross_validate, arguments.average)
        return
    agreeing = [e for e in labelled if not against_the_codebook(e.record)]
    seeds = [config["seed"] + i for i in range(config["seeds"])]
    last = tuned(config, first, agreeing, seeds) if agreeing else [first]
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    part = arguments.output.with_suffix(".part")
    saved = {
        "taught": first.state_dict(),
        "tuned": [model.state_dict() for model in last],
        "config": config,
        "with_zsp": bool(labelled),
    }
    torch.save(saved, part)
    part.replace(arguments.output)
    log.info("wrote %s", arguments.output)


if __name__ == "__main__":
    main()
