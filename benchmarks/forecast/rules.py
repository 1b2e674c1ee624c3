"""Which relation follows which: rates of succession, learnt day by day from the past alone.

The rate of relation `r` for a pair is taken as a sum over the relations `b` seen between the two before, each with its
decayed count: a Hawkes process, rate(r) = sum over b and half-lives of A[b, r] * count(b). `A` is estimated by
expectation and maximisation in one pass (Lewis and Mohler 2011): each fact is shared out among the earlier facts that
may have brought it about, in proportion to the rates known so far, and `A` is what was so received divided by the
exposure. The same is done for what an entity goes through with anybody.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.forecast.data import Floats, Ints
from benchmarks.forecast.history import HALF_LIVES, Decayed, History

PAIR_RATES = (0, 1, 3)  # positions in HALF_LIVES
ENTITY_RATES = (0, 1, 2)
_PRIOR = 1e-3, 5.0  # successions, and units of exposure, before any was seen


class Succession:
    """Rates `(n_causes, n_effects, n_rates)` at which a unit of decayed count of one relation brings about another."""

    def __init__(self, relations: int, rates: tuple[int, ...]) -> None:
        self.size, self.rates = relations, rates
        self._received = np.full((relations * relations, len(rates)), _PRIOR[0])
        self._exposure = np.full((relations, len(rates)), _PRIOR[1])
        self.values: npt.NDArray[np.float32]
        self._settle()

    def _settle(self) -> None:
        received = self._received.reshape(self.size, self.size, -1)
        self.values = (received / self._exposure[:, None]).astype(np.float32)

    def learn(self, cause: Ints, effect: Ints, count: Floats, fact: Ints, table: Decayed, relation: Ints) -> None:
        """Takes in one day: for each of its facts (`fact` numbers them) the possible causes with their decayed counts
        `(n, n_rates)`, and the exposure of that day, all counts of `table` by `relation`."""
        weight = self.values[cause, effect] * count
        total = np.bincount(fact, weight.sum(1), minlength=1)
        weight /= np.maximum(total, 1e-9)[fact][:, None]
        key = cause * self.size + effect
        touched, at = np.unique(key, return_inverse=True)
        for j, rate in enumerate(self.rates):
            if len(touched):
                self._received[touched, j] += np.bincount(at, weight[:, j], len(touched))
            self._exposure[:, j] += np.bincount(relation, table.values[:-1, rate], self.size)
        self._settle()


class Rules:
    """Successions between two (`pair`) and for one entity with anybody (`entity`)."""

    def __init__(self, relations: int) -> None:
        self.pair = Succession(relations, PAIR_RATES)
        self.entity = Succession(relations, ENTITY_RATES)

    def learn(self, history: History) -> None:
        """Takes in the facts of the history's current day, on what was known before it."""
        f = history.facts.on(history.day)
        triples, fact = history.triples_of(history.pair_index(f.subject, f.object))
        self.pair.learn(
            history.triple_relation[triples],
            f.relation[fact],
            history.triple.values[triples][:, PAIR_RATES],
            fact,
            history.triple,
            history.triple_relation,
        )
        acts, fact = history.acts_of(f.object)
        self.entity.learn(
            history.act_relation[acts],
            f.relation[fact],
            history.act.values[acts][:, ENTITY_RATES],
            fact,
            history.act,
            history.act_relation,
        )

    def between(self, history: History, subject: Ints, relation: Ints, object_: Ints) -> tuple[Floats, Ints]:
        """Rates `(n, n_rates)` of each relation between the two, by half-life of what brings it about, and how many
        relations they had before `(n,)`."""
        triples, row = history.triples_of(history.pair_index(subject, object_))
        rates = self.pair.values[history.triple_relation[triples], relation[row]]
        parts = rates * history.triple.values[triples][:, PAIR_RATES]
        summed = [np.bincount(row, parts[:, j], len(subject)) for j in range(len(PAIR_RATES))]
        known = np.bincount(row, history.triple.last[triples] >= 0, len(subject))
        return np.stack(summed, axis=1).astype(np.float32), known.astype(np.int64)

    def causes(
        self, history: History, subject: int, relation: int, object_: int
    ) -> list[tuple[float, int, int, float]]:
        """What makes the relation likely between the two, the strongest first: share of the whole rate, earlier
        relation, its row among the triples, half-life in days."""
        pair = history.pair_index(np.array([subject]), np.array([object_]))
        triples, _ = history.triples_of(pair)
        earlier = history.triple_relation[triples]
        parts = self.pair.values[earlier, relation] * history.triple.values[triples][:, PAIR_RATES]
        total = float(parts.sum())
        found = [
            (float(part) / total, int(earlier[i]), int(triples[i]), HALF_LIVES[PAIR_RATES[j]])
            for (i, j), part in np.ndenumerate(parts)
            if part > 0
        ]
        return sorted(found, reverse=True)

    def of_entities(self, history: History) -> Floats:
        """Rates `(n_entities, n_relations)` at which each entity becomes the object of each relation."""
        import scipy.sparse as sparse

        rates = np.zeros((history.n, history.both), np.float32)
        for j, rate in enumerate(ENTITY_RATES):
            counts = history.act.values[:-1, rate]
            where = (history.act_entity, history.act_relation)
            rates += sparse.csr_matrix((counts, where), (history.n, history.both)) @ self.entity.values[:, :, j]
        return rates
