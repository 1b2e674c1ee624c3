"""The protocol: single-step, time-aware filtered ranks, both directions, ties at their expected rank.

Every fact of a day asks two questions, (subject, relation, ?) and (object, inverse relation, ?), both answered from
what was known before that day. All entities are ranked. Other entities that are right answers to the same question on
the same day are left out of the ranking. An entity that ties with the answer counts half: the expected rank when ties
are broken by lot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.forecast.data import Facts, Floats, Ints


@dataclass(frozen=True, slots=True)
class Queries:
    """The different questions of one day, `subject` and `relation` `(n_queries,)`, and their answers: `answer` `(n,)`,
    with the number of its query in `query`."""

    subject: Ints
    relation: Ints
    query: Ints
    answer: Ints

    def __len__(self) -> int:
        return len(self.subject)

    def part(self, chosen: Ints) -> Queries:
        """The chosen queries, given by ascending number, numbered anew."""
        number = np.full(len(self), -1)
        number[chosen] = np.arange(len(chosen))
        kept = number[self.query] >= 0
        return Queries(self.subject[chosen], self.relation[chosen], number[self.query[kept]], self.answer[kept])


def queries(facts: Facts) -> Queries:
    """The questions that facts of one day ask; pass the facts in both directions."""
    pairs, query = np.unique(np.stack([facts.subject, facts.relation], axis=1), axis=0, return_inverse=True)
    return Queries(pairs[:, 0], pairs[:, 1], query.ravel(), facts.object)


def ranks(scores: Floats, asked: Queries) -> npt.NDArray[np.float64]:
    """Filtered ranks `(n_answers,)` from scores of all entities `(n_queries, n_entities)`."""
    own = scores[asked.query, asked.answer]
    others = scores.copy()
    others[asked.query, asked.answer] = -np.inf
    others = others[asked.query]
    return 1 + (others > own[:, None]).sum(axis=1) + (others == own[:, None]).sum(axis=1) / 2


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean reciprocal rank and the share of answers ranked first, in the first three, and in the first ten."""

    answers: int
    mrr: float
    hits1: float
    hits3: float
    hits10: float


def figures(found: npt.NDArray[np.float64]) -> Figures:
    """The figures of all ranks; each direction has as many, so their mean is that of both."""
    hits = [float((found <= k).mean()) for k in (1, 3, 10)]
    return Figures(len(found), float((1 / found).mean()), *hits)
