"""The event model: what a sentence tells between two parties, from the vectors that the encoder has made of it anyway.

Two small transformer layers read the words of a sentence with the roles that somebody gave them (actor, recipient,
predicate, party) and answer which PLOVER type, mode, status and contexts, and whether there is an event at all. The
weights lie beside the encoder's and fit no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from spacy.tokens import Doc

from detente.errors import ModelError
from detente.events.votes import Found, Judgement, Verdict, Weights, weigh
from detente.language import Reader, model_folder

ROLES = ("", "actor", "recipient", "predicate", "party")
HEADS = ("types", "predicate_types", "event", "modes", "status", "contexts")


class Meaning:
    """The shipped event model of a language. Get it with `Meaning.load`."""

    def __init__(self, folder: Path, reader: Reader) -> None:
        self.reader = reader
        stored = json.loads((folder / "events.json").read_text(encoding="utf-8"))
        if stored["encoder"] != reader.model_hash:
            raise ModelError(f"{folder / 'events.onnx'} was trained on another encoder than {folder / 'model.onnx'}")
        self.weights = Weights(**stored["weights"])
        self._types: list[str] = stored["types"]
        self._modes = [(owner, mode) for owner, mode in stored["modes"]]
        self._of_type = np.array([[owner == t for owner, _ in self._modes] for t in self._types])
        self._statuses: list[str] = stored["statuses"]
        self._contexts: list[str] = stored["contexts"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "events.onnx"), options, providers=["CPUExecutionProvider"]
        )

    @staticmethod
    def load(name: str, reader: Reader) -> Meaning | None:
        """The event model of a language package, loaded once a process; None where the package has none.

        Raises ModelError where it belongs to another encoder.
        """
        folder = model_folder(name)
        return _load(folder, reader) if (folder / "events.onnx").is_file() else None

    def logits(self, vectors: np.ndarray, roles: np.ndarray) -> dict[str, np.ndarray]:
        """The graph's own answer: vectors `(n, 384)`, roles int `(n,)`, indices in ROLES."""
        given = {"vectors": vectors[None].astype(np.float32), "roles": roles[None].astype(np.int64)}
        return {name: found[0] for name, found in zip(HEADS, self._session.run(HEADS, given), strict=True)}

    def judge(self, doc: Doc, sentences: Sequence[tuple[int, int]], spans: Iterable[tuple[int, int, str]]) -> Judgement:
        """Judges sentences that follow one another, given as first and last token, half-open.

        spans: characters of the Doc's text, half-open, with their role in ROLES; the predicate wins where two overlap.
        """
        tokens = [doc[i] for start, end in sentences for i in range(start, end) if not doc[i].is_space]
        starts = np.array([t.idx for t in tokens])
        ends = starts + np.array([len(t) for t in tokens])
        roles = np.zeros(len(tokens), np.int64)
        for first, last, role in sorted(spans, key=lambda span: span[2] == "predicate"):
            roles[(starts < last) & (ends > first)] = ROLES.index(role)
        vectors = np.concatenate([self.reader.vectors(doc, start, end) for start, end in sentences])
        return self._judgement(self.logits(vectors, roles))

    def weigh(self, found: Found, judgement: Judgement) -> Verdict:
        """Lexicon and model together; see `detente.events.votes`."""
        return weigh(found, judgement, self.weights)

    def _judgement(self, logits: dict[str, np.ndarray]) -> Judgement:
        types = _softmax(logits["types"] / self.weights.temperature)
        modes: dict[tuple[str, str | None], float] = {}
        for row in self._of_type:
            of_type = np.flatnonzero(row)
            for i, share in zip(of_type, _softmax(logits["modes"][of_type]), strict=True):
                modes[self._modes[i]] = float(share)
        return Judgement(
            dict(zip(self._types, map(float, types), strict=True)),
            dict(zip(self._types, map(float, _softmax(logits["predicate_types"])), strict=True)),
            float(_sigmoid(logits["event"])[0]),
            modes,
            dict(zip(self._statuses, map(float, _softmax(logits["status"])), strict=True)),
            dict(zip(self._contexts, map(float, _sigmoid(logits["contexts"])), strict=True)),
        )


@lru_cache(maxsize=4)
def _load(folder: Path, reader: Reader) -> Meaning:
    return Meaning(folder, reader)


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers: np.ndarray = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum())


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-logits)))
