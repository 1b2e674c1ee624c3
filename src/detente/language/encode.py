"""The encoder: one sentence's words in, scores of all heads out, through the shipped int8 graph.

Each sentence is a batch of its own. Activations are rounded to 8 bits with a step set by their range, so sentences that
shared a batch would change each other's results; alone they cannot, nothing is padded, and memory stays bounded.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from detente.language.decode import tree_from_scores
from detente.language.pieces import Pieces, WordPieces

WINDOW = 500  # pieces read at once, [CLS] and [SEP] included; the base model knows 512 positions
ADDED = 256  # the first columns of the relation vectors are added, the others multiplied
# Rows multiplied at once: products this small stay on one thread. Numpy would share a larger one among all cores, whose
# waiting for each other costs more than the product.
_ROWS = 12
_TAGS = ("upos", "xpos", "feats", "lemmas", "mentions", "names")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says of one sentence of `n` words.

    upos, xpos, feats, lemmas, mentions, names: int `(n,)`, classes of the inventories.
    heads: int64 `(n,)`, 0 is the root, else the 1-based position of the head; relations: int `(n,)`.
    vectors: float32 `(n, 384)` or None.
    """

    upos: np.ndarray
    xpos: np.ndarray
    feats: np.ndarray
    lemmas: np.ndarray
    mentions: np.ndarray
    names: np.ndarray
    heads: np.ndarray
    relations: np.ndarray
    vectors: np.ndarray | None


class Encoder:
    """The model's graph with the inventories that its classes index."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        stored = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.lookup: dict[str, str] = stored.pop("lookup")
        self.labels: dict[str, list[str]] = stored
        self.pieces = WordPieces(folder / "tokenizer.json")
        with np.load(folder / "relations.npz") as head:
            self._weight, self._bias = head["weight"].astype(np.float32), head["bias"].astype(np.float32)
        self._parataxis = self.labels["relations"].index("parataxis")
        self._root = self.labels["relations"].index("root")

    def read(self, words: Sequence[str], vectors: bool = False) -> Reading:
        """Reads one sentence of at least one word. One too long for the encoder is read in windows; the later windows'
        roots then hang on the first one's."""
        pieces = self.pieces.sentence(words)
        if len(pieces.ids) <= WINDOW:
            return self._run(pieces, vectors)
        parts, start = [], 0
        while start < len(words):
            end = self._window_end(words, pieces, start)
            parts.append((start, self._run(self.pieces.sentence(words[start:end]), vectors)))
            start = end
        return self._join(parts)

    def _window_end(self, words: Sequence[str], pieces: Pieces, start: int) -> int:
        """Where a window that begins at word `start` ends: if possible after the last comma or the like in its second
        half."""
        room = pieces.first[start] + WINDOW - 2
        end = int(np.searchsorted(pieces.last, room, side="left"))
        if end >= len(words):
            return len(words)
        for position in range(end - 1, start + (end - start) // 2, -1):
            if words[position] in (",", ";", ":", "-", "--", "—"):
                return position + 1
        return max(end, start + 1)

    def _run(self, pieces: Pieces, vectors: bool) -> Reading:
        outputs = [*_TAGS, "arcs", "dependent", "governor"] + (["vectors"] if vectors else [])
        feed = {
            "ids": pieces.ids[None],
            "shapes": pieces.shapes[None],
            "first": pieces.first[None],
            "last": pieces.last[None],
        }
        found = self._session.run(outputs, feed)
        # row 0 of all but the vectors is [CLS], which stands for the root
        heads = tree_from_scores(found[6][0][1:])
        dependent, governor = found[7][0][1:], found[8][0][heads]
        features = dependent * governor
        np.maximum(dependent[:, :ADDED] + governor[:, :ADDED], 0, out=features[:, :ADDED])
        scores = np.empty((len(heads), len(self._bias)), np.float32)
        for start in range(0, len(heads), _ROWS):
            scores[start : start + _ROWS] = features[start : start + _ROWS] @ self._weight
        scores += self._bias
        # the root's relation is "root" and nothing else is
        scores[:, self._root] = np.where(heads == 0, np.inf, -np.inf)
        upos, xpos, feats, lemmas, mentions, names = (part[0][1:] for part in found[:6])
        return Reading(
            upos,
            xpos,
            feats,
            lemmas,
            mentions,
            names, heads=heads, relations=scores.argmax(1),
            vectors=found[9][0] if vectors else None,
        )  # fmt: skip

    def _join(self, parts: list[tuple[int, Reading]]) -> Reading:
        root = int(np.flatnonzero(parts[0][1].heads == 0)[0]) + 1
        heads, relations = [], []
        for start, part in parts:
            own, labels = np.where(part.heads == 0, 0, part.heads + start), part.relations.copy()
            if start:
                labels[own == 0] = self._parataxis
                own[own == 0] = root
            heads.append(own)
            relations.append(labels)
        readings = [part for _, part in parts]
        classes = {name: np.concatenate([getattr(part, name) for part in readings]) for name in _TAGS}
        vectors = None if readings[0].vectors is None else np.concatenate([part.vectors for part in readings])
        return Reading(**classes, heads=np.concatenate(heads), relations=np.concatenate(relations), vectors=vectors)
