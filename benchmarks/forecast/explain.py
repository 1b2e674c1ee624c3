"""Why an entity is ranked where it is: what its features add to its score, by family, and the facts behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.forecast.features import FAMILIES
from benchmarks.forecast.learner import Ranker, candidates
from benchmarks.forecast.past import Day
from benchmarks.forecast.protocol import Queries


@dataclass(frozen=True, slots=True)
class Reason:
    """What a family of features adds to the score of an answer beyond the mean of the candidates, and in words."""

    family: str
    adds: float
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A candidate, its score among all candidates, and what carried it, the strongest first."""

    entity: int
    score: float
    reasons: tuple[Reason, ...]


def explain(
    ranker: Ranker, day: Day, subject: int, relation: int, relations: Sequence[str], top: int = 3
) -> list[Answer]:
    """The first answers to a question, each with its reasons. `relations` names the plain ones.

    What features add is the exact division of the score of trees (SHAP values; Lundberg et al. 2020), summed by family.
    """
    none = np.zeros(0, np.int64)
    asked = Queries(np.array([subject]), np.array([relation]), none, none)
    found = candidates(day, asked)
    table = found.table(day, asked)
    parts = np.asarray(ranker.booster.predict(table.values[:, ranker.used], pred_contrib=True))[:, :-1]
    scores = parts.sum(axis=1)
    above = parts - parts.mean(axis=0)
    families = [table.families[at] for at in ranker.used]
    answers = []
    for row in np.argsort(-scores, kind="stable")[:top]:
        entity = int(found.entity[0, row])
        adds = dict.fromkeys(families, 0.0)
        for family, value in zip(families, above[row], strict=True):
            adds[family] += float(value)
        known = dict(zip(table.names, map(float, table.values[row]), strict=True))
        reasons = [
            Reason(family, value, _words(family, known, day, subject, relation, entity, relations))
            for family, value in sorted(adds.items(), key=lambda item: -item[1])
        ]
        answers.append(Answer(entity, float(scores[row]), tuple(reasons)))
    return answers


def relation_name(relation: int, relations: Sequence[str]) -> str:
    """The name of a relation; an inverse one is told from the object's side."""
    return (
        relations[relation] if relation < len(relations) else f"{relations[relation - len(relations)]} (by the other)"
    )


def _ago(known: dict[str, float], name: str) -> str:
    age = known[f"{name}_age"]
    return "never before" if np.isnan(age) else f"{_times(known[f'{name}_inf'])} so far, last {age:.0f} days ago"


def _times(count: float) -> str:
    return "once" if round(count) == 1 else f"{count:.0f} times"


def _words(
    family: str, known: dict[str, float], day: Day, subject: int, relation: int, entity: int, relations: Sequence[str]
) -> str:
    said = FAMILIES[family]
    if family == "recurrence":
        return f"{said}: {_ago(known, 'triple')}; {known['triple_share_50']:.0%} of what it lately did by this relation"
    if family == "reverse":
        return f"{said}: {_ago(known, 'reverse')}"
    if family == "pair":
        return f"{said}: {_ago(known, 'pair')}; {known['pair_share_10']:.0%} of its recent dealings"
    if family == "object in relation":
        return f"{said}: {_ago(known, 'act')}"
    if family == "popularity":
        return f"{said}: {_ago(known, 'object')}"
    if family == "homes and roles":
        times, shared = known["homes_relation_50"], known["shared_home"]
        return f"{said}: this relation {times:.1f} times lately; shared home {shared:.0%}"
    if family == "turns":
        return f"{said}: {known['turns_8']:.0%} by this relation, {known['pair_turns_20']:.0%} by any"
    if family == "rhythm":
        if np.isnan(known["pair_pause"]):
            return f"{said}: not known yet"
        return f"{said}: {known['pair_pause']:.1f} days between dealings, {known['pair_age']:.0f} since the last"
    if family == "novelty":
        return f"{said}: {known['new_triple_own_act']:.0%} of what the one does by this relation"
    if family == "rules":
        causes = day.past.rules.causes(day.history, subject, relation, entity)[:2]
        last = day.history.triple.last
        told = [
            f"{relation_name(earlier, relations)} {day.history.day - int(last[row])} days ago ({part:.0%})"
            for part, earlier, row, _ in causes
        ]
        return f"{said}: {', '.join(told) if told else 'nothing passed between them yet'}"
    return said
