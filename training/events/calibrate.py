"""Fits the confidence of events on news: `python -m training.events.calibrate --output src/detente/language/model_en`.

What the coder finds in the hand-coded development articles counts as right or wrong by their gold; what it finds in
articles on domestic politics, accidents, sport and science counts as wrong, though some of it is real. Together with
the labelled sentences of `training.events.mix` these say what the terms of the logistic sum are worth. Writes them into
`events.json` and prints a reliability table in which each article is judged by terms fitted on the others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from benchmarks.accuracy import ROOT, data_dir, gold_dir
from detente.evaluation import articles as gold_scores
from detente.events.meaning import Meaning
from detente.events.votes import Found, Judgement, Verdict, event_terms
from detente.formats.events import event_to_json
from detente.pipeline import Coder, load
from detente.records import Article, Event

# Of 0.01, 0.03, 0.1 and 0.3 the lowest log loss on articles left out.
RIDGE = 0.03
TERMS = ("bias", "event", "agreement", "direct", "weak", "named")


@dataclass(frozen=True, slots=True)
class Case:
    """One coded event: the article it is from, the terms of its sum, whether it is right."""

    article: str
    terms: tuple[float, ...]
    right: bool


@dataclass
class Noting:
    """The shipped event model, which notes the terms of each candidate by its trigger."""

    model: Meaning
    noted: dict[tuple[int, int], tuple[float, ...]] = field(default_factory=dict)

    def judge(self, doc: Any, sentences: Any, spans: list[tuple[int, int, str]]) -> Judgement:
        """As the model's."""
        self._trigger = next((start, end) for start, end, role in spans if role == "predicate")
        return self.model.judge(doc, sentences, spans)

    def weigh(self, found: Found, judgement: Judgement) -> Verdict:
        """As the model's."""
        self.noted[self._trigger] = event_terms(found, judgement)
        return self.model.weigh(found, judgement)

    @property
    def weights(self) -> Any:
        """As the model's."""
        return self.model.weights

    @property
    def reader(self) -> Any:
        """As the model's."""
        return self.model.reader


def coded(coder: Coder, record: dict) -> Iterator[tuple[Event, dict, tuple[float, ...]]]:
    """The events of an article, as records and as JSON, with their terms."""
    assert coder.meaning is not None
    noting = Noting(coder.meaning)
    published = record.get("published")
    article = Article(record["text"], date.fromisoformat(published) if published else None, record.get("title"))
    other = Coder(coder.reader, coder.settings, meaning=noting)  # type: ignore[arg-type]
    for event in other.code(article).events:
        trigger = event.evidence.trigger
        yield event, event_to_json(event, article), noting.noted[trigger.start, trigger.end]


def gold_cases(coder: Coder) -> Iterator[Case]:
    """Right and wrong events of the hand-coded articles; optional ones are left out."""
    for gold, record in gold_scores.gold_files(gold_dir() / "dev"):
        found = list(coded(coder, dict(record)))
        wanted = gold_scores.gold_pairs(gold["events"])
        for _, event, terms in found:
            pairs = gold_scores.coded_pairs([event])
            used = gold_scores._assign(wanted, pairs)
            if used or not all(gold_scores._costs_nothing(pair, wanted) for pair in pairs):
                yield Case(gold["doc"], terms, bool(used))


def unpolitical_cases(coder: Coder) -> Iterator[Case]:
    """Events of articles that as a rule have none."""
    listed = (ROOT / "benchmarks" / "unpolitical.txt").read_text(encoding="utf-8").splitlines()
    with (data_dir() / "news" / "wikinews_en_2019_2020.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["id"] in listed:
                for _, _, terms in coded(coder, record):
                    yield Case(record["id"], terms, False)


def fitted(cases: Sequence[Case], prior: np.ndarray) -> np.ndarray:
    """The terms that make the labels likeliest, drawn to `prior`; the bias is free."""
    rows = torch.tensor([c.terms for c in cases], dtype=torch.float64)
    labels = torch.tensor([float(c.right) for c in cases], dtype=torch.float64)
    start = torch.from_numpy(prior)
    weights = start.clone().requires_grad_(True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value = F.binary_cross_entropy_with_logits(rows @ weights, labels)
        value = value + RIDGE * ((weights - start)[1:] ** 2).sum()
        value.backward()
        return value

    optimiser.step(closure)
    return weights.detach().numpy()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    path = parser.parse_args().output / "events.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    coder = load()
    cases = [*gold_cases(coder), *unpolitical_cases(coder)]
    # Of the labelled sentences, whose parties are given, nothing is learnt about how the rules came to their parties.
    prior = np.array([0.0 if name in ("direct", "weak") else stored["weights"][name] for name in TERMS])
    shares = np.zeros(len(cases))
    for article in {c.article for c in cases}:
        terms = fitted([c for c in cases if c.article != article], prior)
        for i, case in enumerate(cases):
            if case.article == article:
                shares[i] = 1 / (1 + np.exp(-np.dot(terms, case.terms)))
    right = np.array([c.right for c in cases])
    loss = -np.log(np.where(right, shares, 1 - shares)).mean()
    print(f"{len(cases)} events, {right.sum()} right; log loss on articles left out {loss:.3f}")
    for least in (0.2, 0.3, 0.4, 0.5):
        print(f"below {least}: {right[shares < least].sum()} right, {(~right)[shares < least].sum()} wrong")
    for low, high in ((0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = (shares >= low) & (shares < high)
        if inside.any():
            print(
                f"confidence {low} to {min(high, 1)}: {shares[inside].mean():.2f} expected, "
                f"{right[inside].mean():.2f} right of {inside.sum()}"
            )
    stored["weights"].update(zip(TERMS, (round(float(w), 3) for w in fitted(cases, prior)), strict=True))
    path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
