"""How well a reader parses: attachment, tags, lemmas and names against files that others annotated.

Words are given as the treebank cuts them, so that the figures are those of the parser alone. Intervals are 95 %, by
bootstrap over documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from detente.language.conllu import read_conllu, read_iob2
from detente.language.names import name_spans
from detente.language.parse import Reader

_MEASURES = ("uas", "las", "upos", "xpos", "feats", "lemma")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in per cent with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


@dataclass(frozen=True, slots=True)
class ParseScores:
    """Accuracies over all words, punctuation included; `las` compares relations with their subtypes."""

    uas: Figure
    las: Figure
    upos: Figure
    xpos: Figure
    feats: Figure
    lemma: Figure
    words: int
    sentences: int
    documents: int


@dataclass(frozen=True, slots=True)
class SpanScores:
    """Precision, recall and F1 of spans that must agree in both ends and label."""

    precision: Figure
    recall: Figure
    f1: Figure
    gold: int
    found: int


def parse_scores(path: Path | str, reader: Reader, *, only: str = "", limit: int | None = None) -> ParseScores:
    """Scores the reader on a CoNLL-U file.

    only: keep documents whose id contains this ("_news_" for GUM's news); limit: stop after so many sentences.

    Raises:
        ValueError: the file holds no sentence of that kind.
    """
    labels = reader.labels
    counts: dict[str, np.ndarray] = {}
    sentences = 0
    for sentence in read_conllu(path):
        if only not in sentence.document:
            continue
        if sentences == limit:
            break
        sentences += 1
        reading = reader.parse_words(sentence.forms)
        row = counts.setdefault(sentence.document, np.zeros(1 + len(_MEASURES), np.int64))
        row[0] += len(sentence)
        for i in range(len(sentence)):
            attached = int(reading.heads[i]) == sentence.heads[i]
            upos = int(reading.upos[i])
            row[1:] += (
                attached,
                attached and labels["relations"][reading.relations[i]] == sentence.relations[i],
                labels["upos"][upos] == sentence.upos[i],
                labels["xpos"][reading.xpos[i]] == sentence.xpos[i],
                labels["feats"][reading.feats[i]] == sentence.feats[i],
                reader.lemma(sentence.forms[i], upos, int(reading.lemmas[i])) == sentence.lemmas[i],
            )
    if not counts:
        raise ValueError(f"{path}: no sentence to score")
    table = np.stack(list(counts.values()))
    figures = {name: _ratio(table[:, 1 + i], table[:, 0]) for i, name in enumerate(_MEASURES)}
    return ParseScores(**figures, words=int(table[:, 0].sum()), sentences=sentences, documents=len(table))


def name_scores(path: Path | str, reader: Reader, *, limit: int | None = None) -> SpanScores:
    """Scores names (PER, ORG, LOC) on an IOB2 file; labels other than these three are left out. Sentences stand for
    documents in the intervals, since such files may not say where a document ends."""
    pairs = []
    for number, (words, gold) in enumerate(read_iob2(path)):
        if number == limit:
            break
        reading = reader.parse_words(words)
        found = reader.names(words, reading)
        pairs.append(({span for span in name_spans(gold) if span[2] in ("PER", "ORG", "LOC")}, set(found)))
    return span_scores(pairs)


def span_scores(pairs: Iterable[tuple[set[Any], set[Any]]]) -> SpanScores:
    """Scores sets of gold spans against sets of found ones, one pair a document."""
    table = np.array([(len(gold & found), len(gold), len(found)) for gold, found in pairs])
    right, gold, found = table.T
    return SpanScores(
        precision=_ratio(right, found), recall=_ratio(right, gold), f1=_ratio(2 * right, gold + found),
        gold=int(gold.sum()), found=int(found.sum()),
    )  # fmt: skip


def _ratio(part: np.ndarray, whole: np.ndarray) -> Figure:
    """Sum over sum in per cent, with the interval from 1000 resamples of the rows."""
    draw = np.random.default_rng(0)
    chosen = draw.integers(0, len(part), (1000, len(part)))
    resampled = 100 * part[chosen].sum(1) / np.maximum(whole[chosen].sum(1), 1)
    low, high = np.percentile(resampled, (2.5, 97.5))
    return Figure(round(float(100 * part.sum() / max(whole.sum(), 1)), 2), round(float(low), 2), round(float(high), 2))
