"""Trains the English model: `python -m training.language.train --output build/language`.

Reads English-EWT and GUM from the folder named by DETENTE_DATA (default ../shared/data). Writes a checkpoint after
every epoch: `epoch-N.pt` holds the averaged weights and the label inventories.
"""

from __future__ import annotations

import argparse
import dataclasses
import logging
import random
import time
import tomllib
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from detente.language.pieces import WordPieces
from training.language.data import (
    IGNORE,
    Batch,
    Example,
    batches,
    data_folder,
    examples,
    label_inventories,
    lemma_lookup,
    treebank,
)
from training.language.model import LAYERS, Reader, Trunk, base_folder, load_base

log = logging.getLogger("training.language")
TAGS = ("upos", "xpos", "feats", "lemma", "mention", "name")


def tensors(batch: Batch) -> dict[str, Tensor]:
    """The batch's arrays as tensors, by name."""
    return {item.name: torch.from_numpy(getattr(batch, item.name)) for item in dataclasses.fields(batch)}


def parameter_groups(model: Reader, config: dict) -> list[dict]:
    """Learning rates by depth: heads highest, then the last layer of the trunk, each lower layer less."""
    rate, decay = config["trunk"], config["layer_decay"]
    groups: dict[tuple[float, float], list] = {}
    for name, parameter in model.named_parameters():
        if name.startswith("trunk.layers."):
            lr = rate * decay ** (LAYERS - 1 - int(name.split(".")[2]))
        elif name == "trunk.shapes.weight":
            lr = config["heads"]
        elif name.startswith("trunk."):
            lr = rate * decay**LAYERS
        else:
            lr = config["heads"]
        shrink = 0.0 if parameter.ndim < 2 or "words" in name else config["weight_decay"]
        groups.setdefault((lr, shrink), []).append(parameter)
    return [{"params": values, "lr": lr, "peak": lr, "weight_decay": shrink} for (lr, shrink), values in groups.items()]


@torch.no_grad()
def base_vectors(data: list[Example], pieces: WordPieces, words_per_batch: int) -> Tensor:
    """The untouched base model's sentence vectors `(sentences, 384)`, of length one."""
    trunk = Trunk().eval()
    load_base(trunk, base_folder())
    vectors = torch.zeros(len(data), 384)
    for batch in batches(data, pieces, words_per_batch=words_per_batch):
        t = tensors(batch)
        with torch.autocast("cpu", torch.bfloat16):
            states = trunk(t["ids"], t["shapes"] * 0, t["real"]).float()
        vectors[t["rows"]] = sentence_vectors(states, t["real"])
    return vectors


def sentence_vectors(states: Tensor, real: Tensor) -> Tensor:
    """Mean over the pieces, scaled to length one: `(b, m, 384)` to `(b, 384)`."""
    weights = real[:, :, None].to(states.dtype)
    return F.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)


def losses(model: Reader, t: dict[str, Tensor], target: Tensor | None, weights: dict) -> Tensor:
    """The weighted sum of all heads' losses on one batch."""
    scores, states = model(t["ids"], t["shapes"], t["real"], t["first"], t["last"])
    total = torch.zeros(())
    for name, predicted, gold in zip(TAGS, scores.tags, t["tags"], strict=True):
        if (gold != IGNORE).any():
            total = total + weights[name] * F.cross_entropy(
                predicted.float().flatten(0, 1), gold.flatten(), ignore_index=IGNORE
            )
    words = t["heads"] != IGNORE
    beyond = torch.cat([torch.ones_like(words[:, :1]), words], dim=1)[:, None, :]
    arcs = scores.arcs.float().masked_fill(~beyond, -1e4)
    total = total + weights["arc"] * F.cross_entropy(arcs.flatten(0, 1), t["heads"].flatten(), ignore_index=IGNORE)
    relations = model.relations(scores, t["heads"].clamp(min=0)).float()
    total = total + weights["relation"] * F.cross_entropy(
        relations.flatten(0, 1), t["relations"].flatten(), ignore_index=IGNORE
    )
    if target is not None and weights["retained"]:
        ours = F.normalize(model.retained(sentence_vectors(states.float(), t["real"])), dim=-1)
        total = total + weights["retained"] * (1 - (ours * target).sum(-1)).mean()
    return total


@torch.no_grad()
def quick_scores(model: Reader, data: list[Example], pieces: WordPieces) -> dict[str, float]:
    """Accuracies in per cent with greedy heads: a guide during training, not the figures to publish."""
    model.eval()
    right = dict.fromkeys((*TAGS, "uas", "las"), 0)
    seen = dict.fromkeys(right, 0)
    for batch in batches(data, pieces, words_per_batch=1500):
        t = tensors(batch)
        with torch.autocast("cpu", torch.bfloat16):
            scores, _ = model(t["ids"], t["shapes"], t["real"], t["first"], t["last"])
            words = t["heads"] != IGNORE
            beyond = torch.cat([torch.ones_like(words[:, :1]), words], dim=1)[:, None, :]
            heads = scores.arcs.float().masked_fill(~beyond, -1e4).argmax(-1)
            relations = model.relations(scores, heads).argmax(-1)
        for name, predicted, gold in zip(TAGS, scores.tags, t["tags"], strict=True):
            right[name] += int(((predicted.argmax(-1) == gold) & (gold != IGNORE)).sum())
            seen[name] += int((gold != IGNORE).sum())
        right["uas"] += int(((heads == t["heads"]) & words).sum())
        right["las"] += int(((heads == t["heads"]) & (relations == t["relations"]) & words).sum())
        seen["uas"] += int(words.sum())
        seen["las"] += int(words.sum())
    return {name: round(100 * right[name] / seen[name], 2) for name in right if seen[name]}


def train(config: dict, output: Path, limit: int | None = None) -> None:
    """Trains for all epochs of the configuration; `limit` keeps so many sentences of each treebank, to try things."""
    torch.manual_seed(config["seed"])
    draw = random.Random(config["seed"])
    torch.set_num_threads(config["threads"])
    output.mkdir(parents=True, exist_ok=True)
    folder = data_folder()
    ewt, gum = treebank(folder, "en_ewt-train")[:limit], treebank(folder, "en_gum-train")[:limit]
    labels = label_inventories(ewt + gum)
    data = examples(ewt, labels, with_mentions=False) + examples(gum, labels, with_mentions=True)
    development = {
        "EWT dev": examples(treebank(folder, "en_ewt-dev")[:limit], labels, with_mentions=False),
        "GUM dev": examples(treebank(folder, "en_gum-dev")[:limit], labels, with_mentions=True),
    }
    pieces = WordPieces(base_folder() / "tokenizer.json")
    model = Reader(
        [
            len(labels.upos),
            len(labels.xpos),
            len(labels.feats),
            len(labels.lemmas),
            len(labels.mentions),
            len(labels.names),
        ],
        len(labels.relations),
    )
    load_base(model.trunk, base_folder())
    size = config["words_per_batch"]
    targets = base_vectors(data, pieces, size) if config["loss"]["retained"] else None
    log.info("%d sentences, base vectors done", len(data))
    average = {name: value.clone() for name, value in model.state_dict().items()}
    rates = config["learning_rate"]
    optimiser = torch.optim.AdamW(parameter_groups(model, rates), betas=(0.9, 0.98), fused=True)
    steps = config["epochs"] * sum(1 for _ in batches(data, pieces, words_per_batch=size, draw=random.Random(0)))
    warmup, step, began = max(1, int(rates["warmup"] * steps)), 0, time.monotonic()
    for epoch in range(1, config["epochs"] + 1):
        model.train()
        running = 0.0
        for batch in batches(
            data,
            pieces,
            words_per_batch=size,
            draw=draw,
            recase=config["noise"]["recase"],
            mask=config["noise"]["mask"],
        ):
            step += 1
            share = min(step / warmup, max(0.01, (steps - step) / max(1, steps - warmup)))
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * share
            t = tensors(batch)
            with torch.autocast("cpu", torch.bfloat16, enabled=config["precision"] == "bf16"):
                loss = losses(model, t, targets[t["rows"]] if targets is not None else None, config["loss"])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimiser.step()
            decay = min(config["average"]["decay"], (1 + step) / (10 + step))
            with torch.no_grad():
                names = list(average)
                state = model.state_dict()
                torch._foreach_lerp_([average[name] for name in names], [state[name] for name in names], 1 - decay)
            running += loss.item()
            if step % 50 == 0:
                log.info("step %d of %d, loss %.3f, %.0f s", step, steps, running / 50, time.monotonic() - began)
                running = 0.0
        current = {name: value.clone() for name, value in model.state_dict().items()}
        model.load_state_dict(average)
        for name, sentences in development.items():
            log.info("epoch %d, %s: %s", epoch, name, quick_scores(model, sentences, pieces))
        saved = {
            "model": {name: value for name, value in model.state_dict().items() if not name.startswith("retained")},
            "labels": dataclasses.asdict(labels),
            "lookup": lemma_lookup(ewt + gum, at_least=2),
            "config": config,
            "epoch": epoch,
        }
        torch.save(saved, output / f"epoch-{epoch}.part")
        (output / f"epoch-{epoch}.part").replace(output / f"epoch-{epoch}.pt")
        model.load_state_dict(current)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("build/language"))
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.toml"))
    parser.add_argument("--limit", type=int, help="sentences of each treebank, to try things out")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    np.random.seed(0)
    train(tomllib.loads(arguments.config.read_text()), arguments.output, arguments.limit)


if __name__ == "__main__":
    main()
