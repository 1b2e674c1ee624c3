"""Scores `type_between` on sentences with a marked source and target and a PLOVER type: the format of ZSP.

Hu et al. 2024, "Leveraging Codebook Knowledge with NLI and ChatGPT for Zero-Shot Political Relation Classification".
Their fifteen types join CONCEDE and RETREAT as YIELD, a type of quad class 2.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente import ontology
from detente.errors import InputError

YIELD = "YIELD"
JOINED = ("CONCEDE", "RETREAT")
COLUMNS = ("sentence_id", "marked_sentence", "type")
_MARK = re.compile(r"<(/?)([st])>")

Types = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence: characters of the source and the target in its text, half-open, and the type between them.

    Of a party that is marked twice the first words are taken; one that the sentence does not name is None.
    """

    id: str
    text: str
    actor: tuple[int, int] | None
    recipient: tuple[int, int] | None
    event_type: str


@dataclass(frozen=True, slots=True)
class PairScores:
    """Macro-F1 over the types and quad classes that the file has, and the share of sentences with the right type."""

    sentences: int
    types: float
    quads: float
    accuracy: float


def read_pairs(path: Path) -> list[Pair]:
    """The sentences of a tab-separated file. Raises InputError that names file and line."""
    found = []
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            if missing := set(COLUMNS) - set(rows.fieldnames or ()):
                raise InputError(str(path), f"has no column {min(missing)!r}")
            for row in rows:
                found.append(_pair(f"{path}, line {rows.line_num}", row))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(str(path), f"not labelled sentences ({error})") from error
    return found


def _pair(where: str, row: Mapping[str, str | None]) -> Pair:
    marked, event_type = row["marked_sentence"] or "", row["type"] or ""
    text, position = "", 0
    opened: dict[str, int] = {}
    spans: dict[str, tuple[int, int]] = {}
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        position = match.end()
        if not match[1]:
            opened[match[2]] = len(text)
        elif match[2] not in opened:
            raise InputError(where, f"{match[0]} closes nothing")
        else:
            spans.setdefault(match[2], (opened.pop(match[2]), len(text)))
    if opened or not spans:
        raise InputError(where, "source and target are marked as <s>...</s> and <t>...</t>")
    if event_type != YIELD and event_type not in ontology.types():
        raise InputError(where, f"unknown type {event_type!r}")
    text += marked[position:]
    return Pair(str(row["sentence_id"]), text, spans.get("s"), spans.get("t"), event_type)


def score_pairs(pairs: Sequence[Pair], type_between: Callable[[Pair], Types]) -> PairScores:
    """Scores the likeliest type of each sentence; where the file has YIELD, its two types are added up."""
    gold = [p.event_type for p in pairs]
    joined = YIELD in gold
    best = []
    for pair in pairs:
        shares = as_named(type_between(pair), joined)
        best.append(max(shares, key=shares.__getitem__))
    right = sum(g == b for g, b in zip(gold, best, strict=True))
    return PairScores(
        len(pairs),
        macro_f1(gold, best),
        macro_f1([quad(t) for t in gold], [quad(t) for t in best]),
        right / max(1, len(pairs)),
    )


def as_named(shares: Types, joined: bool) -> dict[str, float]:
    """The probabilities of the types as the file names them."""
    if not joined:
        return dict(shares)
    kept = {t: share for t, share in shares.items() if t not in JOINED}
    return {**kept, YIELD: sum(shares[t] for t in JOINED)}


def quad(event_type: str) -> int:
    """The quad class of a type; of YIELD that which ZSP gives it."""
    return 2 if event_type == YIELD else ontology.quad(event_type)


def macro_f1(gold: Sequence[object], found: Sequence[object]) -> float:
    """The mean over the classes of the gold of their F1."""
    scores = []
    for label in sorted(set(gold), key=str):
        right = sum(g == f == label for g, f in zip(gold, found, strict=True))
        scores.append(2 * right / (sum(g == label for g in gold) + sum(f == label for f in found)))
    return sum(scores) / max(1, len(scores))
