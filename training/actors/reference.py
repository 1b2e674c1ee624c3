"""Fits the weights by which antecedents are chosen, on GUM's gold trees, mentions and chains.

    python -m training.actors.reference [--folds 10] [--output src/detente/data/actors/reference.tsv]

Every third-person pronoun and every definite noun of the train and dev documents is one question; the right answers are
the earlier mentions of its chain that `detente.actors.ranking` offers, or none. The weights maximise the probability
of the right answers less a penalty on their squares. With `--folds` the figures are printed for documents that took no
part in the fit. Two rounds: what an article has said before a word depends on the answers given so far.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.actors import cast
from detente.actors.memory import Memory
from detente.actors.ranking import (
    Anaphor,
    Answer,
    Feature,
    Ranker,
    Weights,
    bound,
    candidates,
    lasting,
    none_features,
    places,
    standing,
    written,
)
from detente.evaluation.coreference import GoldDocument, read_documents, score

TABLE = Path("src/detente/data/actors/reference.tsv")
RARE = 5  # a feature seen less often gets no weight


@dataclass(frozen=True, slots=True)
class Example:
    """One question: the features of each answer, "none" first, and which answers are right."""

    sort: str
    answers: tuple[tuple[Feature, ...], ...]
    right: tuple[bool, ...]


class Recorder(Ranker):
    """A ranker that keeps what it was asked."""

    def __init__(self, weights: Weights) -> None:
        super().__init__(weights)
        self.asked: list[tuple[Anaphor, list[tuple[int, tuple[Feature, ...]]], tuple[Feature, ...]]] = []

    def choose(self, anaphor: Anaphor, memory: Memory) -> tuple[Answer | None, float]:
        found = candidates(anaphor, memory)
        rows = []
        for seen, rank, nth in places(found):
            distance = anaphor.sentence - seen.sentence
            place = standing(distance, rank, memory.count(seen))
            rows.append((seen.token, (*lasting(anaphor, seen), *place, *bound(anaphor, seen, distance, nth))))
        self.asked.append((anaphor, rows, tuple(none_features(anaphor, found))))
        return super().choose(anaphor, memory)


def examples(document: GoldDocument, weights: Weights) -> list[Example]:
    """The questions of one document, with what had been read by then under these weights."""
    recorder = Recorder(weights)
    cast(document.parse, ranker=recorder)
    chains: dict[int, set[str]] = defaultdict(set)
    for m in document.mentions:
        chains[m.head].add(m.chain)
        chains[-1 - _last(document, m.head, m.end)].add(m.chain)  # a coordination stands under its last member
    found = []
    for anaphor, rows, none in recorder.asked:
        mine = chains.get(anaphor.token.i)
        if mine is None:
            continue
        right = [bool(mine & (chains.get(token, set()) | chains.get(-1 - token, set()))) for token, _ in rows]
        answers = (none, *(f for _, f in rows))
        found.append(Example(anaphor.sort, answers, (not any(right), *right)))
    return found


def _last(document: GoldDocument, head: int, end: int) -> int:
    joined = [c.i for c in document.parse.doc[head].children if c.dep_ == "conj" and c.i < end]
    return joined[-1] if joined else head


def fit(found: Iterable[Example], *, penalty: float = 2.0, steps: int = 300) -> dict[str, dict[Feature, float]]:
    """Weights for each sort of word."""
    by_sort: dict[str, list[Example]] = defaultdict(list)
    for example in found:
        by_sort[example.sort].append(example)
    return {sort: _fit_sort(rows, penalty, steps) for sort, rows in sorted(by_sort.items())}


def _fit_sort(found: Sequence[Example], penalty: float, steps: int) -> dict[Feature, float]:
    counts: dict[Feature, int] = defaultdict(int)
    for example in found:
        for feature in {f for answer in example.answers for f in answer}:
            counts[feature] += 1
    names = [f for f, n in sorted(counts.items(), key=lambda p: str(p[0])) if n >= RARE]
    number = {f: i for i, f in enumerate(names)}
    answer_rows, columns, question, right = [], [], [], []
    total = 0
    for q, example in enumerate(found):
        for answer, good in zip(example.answers, example.right, strict=True):
            known = [number[f] for f in answer if f in number]
            answer_rows += [total] * len(known)
            columns += known
            question.append(q)
            right.append(good)
            total += 1
    rows, cols = np.array(answer_rows), np.array(columns)
    of, good = np.array(question), np.array(right)
    weights, mean, square = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, steps + 1):
        scores = np.bincount(rows, weights[cols], total)
        every = _softmax(scores, of, len(found))
        those = _softmax(np.where(good, scores, -1e9), of, len(found))
        slope = np.bincount(cols, (every - those)[rows], len(names)) + penalty * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights = weights - 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {f: round(float(w), 3) for f, w in zip(names, weights, strict=True)}


def _softmax(scores: np.ndarray, of: np.ndarray, questions: int) -> np.ndarray:
    high = np.full(questions, -np.inf)
    np.maximum.at(high, of, scores)
    powers = np.exp(scores - high[of])
    return powers / np.bincount(of, powers, questions)[of]


def train(documents: Sequence[GoldDocument], start: Weights, *, penalty: float = 2.0) -> Weights:
    """Two rounds of reading and fitting."""
    weights = start
    for _ in range(2):
        weights = fit((e for d in documents for e in examples(d, weights)), penalty=penalty)
    return weights


def folds(documents: Sequence[GoldDocument], number: int) -> list[list[GoldDocument]]:
    """Documents dealt out at random."""
    dealt = list(documents)
    random.Random(0).shuffle(dealt)
    return [dealt[i::number] for i in range(number)]


def crossed(
    documents: Sequence[GoldDocument], number: int, *, penalty: float = 2.0
) -> list[tuple[GoldDocument, Weights]]:
    """Each document with weights that were fitted without it."""
    found = []
    for part in folds(documents, number):
        ids = {d.id for d in part}
        weights = train([d for d in documents if d.id not in ids], {}, penalty=penalty)
        found += [(d, weights) for d in part]
    return found


def save(weights: Weights, path: Path) -> None:
    """Writes the table."""
    lines = [
        "# Weights of an answer's features, for pronouns (he, it, they) and definite nouns; see actors/ranking.py.",
        "# Fitted by: python -m training.actors.reference, on UD English-GUM train and dev (CC BY, CC BY-SA).",
        "word\tfeature\tvalue\tweight",
    ]
    for sort, table in weights.items():
        for (name, value), weight in sorted(table.items(), key=lambda p: (p[0][0], written(p[0][1]))):
            if abs(weight) >= 0.01:
                lines.append(f"{sort}\t{name}\t{written(value)}\t{weight:g}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Prints cross-validated figures, then fits on all documents and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebanks", nargs="+", type=Path, help="CoNLL-U files with Entity annotation")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--penalty", type=float, default=2.0)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    documents = [d for path in options.treebanks for d in read_documents(path)]
    if options.folds:
        pairs = crossed(documents, options.folds, penalty=options.penalty)
        answers = [(d, cast(d.parse, ranker=Ranker(w)).antecedents) for d, w in pairs]
        for label, some in (("all", answers), ("news", [p for p in answers if p[0].genre == "news"])):
            scores = score(some)
            for kind, share in scores.shares.items():
                print(f"{label:5} {kind:14} {share}")
            print(f"{label:5} false links    {scores.false_links} of {scores.new} definite nouns that begin a chain")
    if options.output:
        save(train(documents, {}, penalty=options.penalty), options.output)


if __name__ == "__main__":
    main()
