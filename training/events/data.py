"""Records to arrays: the shipped encoder's vectors of their words, the role of each word, and the labels."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from detente import language
from training.events.corpus import NONE, YIELD, Record
from training.events.model import CONTEXTS, MODES, ROLES, STATUSES, TYPES

IGNORE = -100


@dataclass(frozen=True, slots=True)
class Example:
    """One record as arrays. vectors: float16 `(n, 384)`; roles: int64 `(n,)`; event_type: 0-1 `(16,)`, all zero for no
    event (two ones for ZSP's YIELD); mode, status: class or IGNORE; contexts: 0-1 `(37,)` or None."""

    record: Record
    vectors: np.ndarray
    roles: np.ndarray
    event_type: np.ndarray
    mode: int
    status: int
    contexts: np.ndarray | None


def examples(records: Sequence[Record]) -> list[Example]:
    """The records as arrays; texts are read once each."""
    reader = language.load("en")
    read: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}
    found = []
    for record in records:
        if record.text not in read:
            doc = reader(record.text, vectors=True)
            words = [t for t in doc if not t.is_space]
            starts = np.array([t.idx for t in words])
            ends = starts + np.array([len(t) for t in words])
            read[record.text] = reader.vectors(doc, 0, len(doc)), starts, ends
        vectors, starts, ends = read[record.text]
        roles = np.zeros(len(starts), np.int64)
        for mark in sorted(record.marks, key=lambda m: m.role == "predicate"):
            roles[(starts < mark.end) & (ends > mark.start)] = ROLES.index(mark.role)
        found.append(_example(record, vectors, roles))
    return found


def _example(record: Record, vectors: np.ndarray, roles: np.ndarray) -> Example:
    wanted = {YIELD: ("CONCEDE", "RETREAT"), NONE: ()}.get(record.event_type, (record.event_type,))
    event_type = np.array([float(t in wanted) for t in TYPES], np.float32)
    teaches_mode = record.contexts is not None and record.event_type != NONE
    mode = MODES.index((record.event_type, record.mode)) if teaches_mode else IGNORE
    status = STATUSES.index(record.status) if record.status else IGNORE
    contexts = (
        None if record.contexts is None else np.array([float(c in record.contexts) for c in CONTEXTS], np.float32)
    )
    return Example(record, vectors, roles, event_type, mode, status, contexts)


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples side by side, padded to the longest."""

    vectors: Tensor
    roles: Tensor
    real: Tensor
    event_type: Tensor
    mode: Tensor
    status: Tensor
    contexts: Tensor
    has_contexts: Tensor
    event_known: Tensor


def batch(some: Sequence[Example]) -> Batch:
    """One batch."""
    n = max(len(e.roles) for e in some)
    vectors = np.zeros((len(some), n, some[0].vectors.shape[1]), np.float32)
    roles = np.zeros((len(some), n), np.int64)
    real = np.zeros((len(some), n), np.float32)
    for row, e in enumerate(some):
        vectors[row, : len(e.roles)] = e.vectors
        roles[row, : len(e.roles)] = e.roles
        real[row, : len(e.roles)] = 1
    return Batch(
        torch.from_numpy(vectors),
        torch.from_numpy(roles),
        torch.from_numpy(real),
        torch.from_numpy(np.stack([e.event_type for e in some])),
        torch.tensor([e.mode for e in some]),
        torch.tensor([e.status for e in some]),
        torch.from_numpy(np.stack([_zeros() if e.contexts is None else e.contexts for e in some])),
        torch.tensor([float(e.contexts is not None) for e in some]),
        torch.tensor([float(e.record.event_known) for e in some]),
    )


def _zeros() -> np.ndarray:
    return np.zeros(len(CONTEXTS), np.float32)


def batches(data: Sequence[Example], size: int, draw: random.Random | None = None) -> Iterator[list[Example]]:
    """All examples once, in batches of like length; shuffled where `draw` is given."""
    order = list(range(len(data)))
    if draw:
        draw.shuffle(order)
    pool = size * 20
    groups = []
    for start in range(0, len(order), pool):
        part = sorted(order[start : start + pool], key=lambda i: len(data[i].roles))
        groups += [part[i : i + size] for i in range(0, len(part), size)]
    if draw:
        draw.shuffle(groups)
    for group in groups:
        yield [data[i] for i in group]
