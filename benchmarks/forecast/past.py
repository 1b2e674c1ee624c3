"""All that is known before a day, and what is derived from it once a day for all queries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse

from benchmarks.forecast.data import Facts, Floats, Ints
from benchmarks.forecast.history import History, share, spans
from benchmarks.forecast.homes import Homes
from benchmarks.forecast.likeness import Likeness, Names
from benchmarks.forecast.rhythm import Rhythm, breadth
from benchmarks.forecast.rules import Rules

LIKENESS_DAYS = 5  # likeness is taken anew every so many days
CHOICE_WEIGHTS = {"triple": 1.0, "pair": 1.0, "act": 1.0, "popularity": 0.1, "alike": 3.0}


class Past:
    """History, rules, rhythm and likeness, brought forward day by day together."""

    def __init__(self, facts: Facts, names: Sequence[str], relations: int) -> None:
        self.history = History(facts, len(names), relations)
        self.rules = Rules(2 * relations)
        self.rhythm = Rhythm(self.history)
        self.names = Names(names)
        self._likeness: Likeness | None = None

    def advance(self, day: int) -> None:
        """Takes in all facts before `day`, which must not lie before the current day."""
        anchor = day - day % LIKENESS_DAYS
        while self.history.day < day:
            if self.history.day == anchor:
                self._likeness = Likeness(self.history)
            self.rules.learn(self.history)
            self.rhythm.step(self.history)
        if day == anchor or self._likeness is None:
            self._likeness = Likeness(self.history)

    @property
    def likeness(self) -> Likeness:
        assert self._likeness is not None, "advance first"
        return self._likeness


class Day:
    """What holds for all queries of one day: sparse shares, breadth, homes, first scores without the subject."""

    def __init__(self, past: Past) -> None:
        self.past = past
        h = self.history = past.history
        self.alike = past.likeness.alike
        self.object_rates = past.rules.of_entities(h)
        # Of what a subject does by a relation (half-life 50 days), and of all its dealings (10, 50), the share of each.
        done = h.triple.values[:-1, 2]
        self.targets = self._sparse(
            done / (h.act.values[h.triple_act, 2] + 1), h.triple_act, h.triple_object, len(h.act) + 1
        )
        self.partners, self.partners_long = (
            self._sparse(
                h.pair.values[:-1, k] / (h.entity.values[h.pair_subject, k] + 1), h.pair_subject, h.pair_object, h.n
            )
            for k in (1, 2)
        )
        self.partners_now = self._sparse(
            h.pair.values[:-1, 0] / (h.entity.values[h.pair_subject, 0] + 1), h.pair_subject, h.pair_object, h.n
        )
        self.targets_now = self._sparse(
            h.triple.values[:-1, 1] / (h.act.values[h.triple_act, 1] + 0.5),
            h.triple_act,
            h.triple_object,
            len(h.act) + 1,
        )
        self.act_breadth = breadth(done, h.triple_act, len(h.act) + 1)
        self.entity_breadth = breadth(h.pair.values[:-1, 2], h.pair_subject, h.n)
        self.homes = Homes(past)
        self._choice_base()

    def _sparse(self, values: Floats, row: Ints, column: Ints, rows: int) -> sparse.csr_matrix:
        live = values > 1e-3
        return sparse.csr_matrix((values[live], (row[live], column[live])), (rows, self.history.n), dtype=np.float32)

    def _choice_base(self) -> None:
        h = self.history
        base = np.zeros((h.both, h.n), np.float32)
        relation = h.inverse(h.act_relation)  # the relation whose object the entity is
        for k in (1, 2):
            part = share(h.act.values[:-1, k], h.relation.values[relation, k])
            base[relation, h.act_entity] += np.log1p(part * 1e4)
        seen = h.entity.values[:-1, 2]
        base += CHOICE_WEIGHTS["popularity"] * np.log(share(seen, seen.sum()) + np.float32(1e-6))
        self._base = base

    def choice_scores(self, s: Ints, r: Ints, alike: sparse.csr_matrix) -> Floats:
        """First scores of all entities `(n_queries, n)`: logarithms of decayed counts of the triple, the pair, the
        object in the relation, and what entities like the subject do (`alike`), added up."""
        h = self.history
        scores = self._base[r]

        def add(low: Ints, high: Ints, objects: Ints, values: Floats) -> None:
            at, owner = spans(low, high)
            scores[owner, objects[at]] += np.log1p(values[at][:, (1, 3)] / np.float32(0.03)).sum(axis=1)

        add(np.searchsorted(h.pair_subject, s), np.searchsorted(h.pair_subject, s + 1), h.pair_object, h.pair.values)
        key = (s * h.both + r) * h.n
        low, high = np.searchsorted(h.triple.keys, key), np.searchsorted(h.triple.keys, key + h.n)
        add(low, high, h.triple_object, h.triple.values)
        like = alike.tocoo()
        scores[like.row, like.col] += CHOICE_WEIGHTS["alike"] * np.log1p(like.data * np.float32(1e3))
        return scores

    def paths(self, s: Ints, r: Ints) -> dict[str, sparse.csr_matrix]:
        """Shares that reach each entity over a third one `(n_queries, n)`, by way."""
        h = self.history
        own = self.targets[h.act_index(s, r)]
        partners = self.partners[s]
        ways = {
            "alike_do": self._done_by(self.alike[s], r, self.targets),
            "partners_do": self._done_by(partners, r, self.targets),
            "targets_partners": own @ self.partners,
            "targets_alike": own @ self.alike,
            "partners_alike": self.partners_long[s] @ self.alike,
            "partners_partners": partners @ self.partners,
            "partners_partners_now": self.partners_now[s] @ self.partners_now,
            "partners_do_now": self._done_by(partners, r, self.targets_now),
        }
        for way in ways.values():
            way.sort_indices()
        return ways

    def _done_by(self, third: sparse.csr_matrix, r: Ints, targets: sparse.csr_matrix) -> sparse.csr_matrix:
        """What the third parties (weights `(n_queries, n)`) do by each query's relation."""
        h = self.history
        third = third.tocoo()
        act = h.act_index(third.col.astype(np.int64), r[third.row])
        known = act < len(h.act)
        weights = (third.data[known], (third.row[known], act[known]))
        return sparse.csr_matrix(weights, (len(r), len(h.act) + 1)) @ targets
