"""What was known before a day: decayed counts of entities, acts, pairs and triples."""

from __future__ import annotations

import numpy as np

from benchmarks.forecast.data import Facts, Floats, Ints

HALF_LIVES = (2.0, 10.0, 50.0, float("inf"))  # days


class Decayed:
    """Decayed counts by key.

    `values` is `(n_keys + 1, n_half_lives)`: a fact of age `a` days counts `2 ** -(a / half_life)`. `first`, `last` and
    `before` are the first, last and last but one day on which a key was seen, -1 for never, `days` the number of such
    days. The row after the last key stays empty and stands for keys never seen.
    """

    def __init__(self, keys: Ints) -> None:
        self.keys = np.unique(keys)
        self.values = np.zeros((len(self.keys) + 1, len(HALF_LIVES)), np.float32)
        self.first, self.before, self.last = np.full((3, len(self.keys) + 1), -1, np.int32)
        self.days = np.zeros(len(self.keys) + 1, np.int32)

    def __len__(self) -> int:
        return len(self.keys)

    def index(self, keys: Ints) -> Ints:
        """Rows of keys; those without a row get the empty one."""
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        return np.where(self.keys[at] == keys, at, len(self.keys))

    def add(self, rows: Ints, day: int) -> None:
        """Counts one day's facts and lets a day pass."""
        found, counts = np.unique(rows, return_counts=True)
        self.values[found] += counts[:, None].astype(np.float32)
        self.first[found] = np.where(self.last[found] < 0, day, self.first[found])
        self.before[found], self.last[found] = self.last[found], day
        self.days[found] += 1
        self.values *= np.array([0.5 ** (1 / half_life) for half_life in HALF_LIVES], np.float32)


class History:
    """Facts in both directions, counted up to but without the current day.

    Rows are laid out for all facts given, so that indices stay the same; what a row says stays empty until its day has
    passed. `relations` counts the plain ones; relation `r + relations` is the inverse of `r`. An act is an entity and a
    relation, as subject; its inverse relation makes it the object.
    """

    def __init__(self, facts: Facts, entities: int, relations: int) -> None:
        self.n, self.relations, self.both = entities, relations, 2 * relations
        self.facts = f = facts.both_ways(relations)
        keys = (
            f.subject,
            f.relation,
            f.subject * self.both + f.relation,
            f.subject * self.n + f.object,
            (f.subject * self.both + f.relation) * self.n + f.object,
        )
        self.entity = Decayed(np.arange(self.n))
        self.relation = Decayed(np.arange(self.both))
        self.act, self.pair, self.triple = (Decayed(key) for key in keys[2:])
        self.tables = (self.entity, self.relation, self.act, self.pair, self.triple)
        self._rows = [table.index(key) for table, key in zip(self.tables, keys, strict=True)]

        self.act_entity, self.act_relation = np.divmod(self.act.keys, self.both)
        self.pair_subject, self.pair_object = np.divmod(self.pair.keys, self.n)
        act, self.triple_object = np.divmod(self.triple.keys, self.n)
        self.triple_subject, self.triple_relation = np.divmod(act, self.both)
        self.triple_act = self.act.index(act)
        # The triples of a pair: pair_triples[pair_start[p] : pair_start[p + 1]]; none for the empty row.
        pair = self.triple_subject * self.n + self.triple_object
        self.pair_triples = np.lexsort((self.triple_relation, pair))
        starts = np.searchsorted(pair[self.pair_triples], self.pair.keys)
        self.pair_start = np.append(starts, [len(pair), len(pair)])
        self.day = int(f.day[0]) if len(f) else 0

    def inverse(self, relation: Ints) -> Ints:
        return (relation + self.relations) % self.both

    def act_index(self, entity: Ints, relation: Ints) -> Ints:
        return self.act.index(entity * self.both + relation)

    def pair_index(self, subject: Ints, object_: Ints) -> Ints:
        return self.pair.index(subject * self.n + object_)

    def triple_index(self, subject: Ints, relation: Ints, object_: Ints) -> Ints:
        return self.triple.index((subject * self.both + relation) * self.n + object_)

    def triples_of(self, pairs: Ints) -> tuple[Ints, Ints]:
        """Rows of all triples of the pairs, flat, and beside each the position of its pair in `pairs`."""
        at, owner = spans(self.pair_start[pairs], self.pair_start[pairs + 1])
        return self.pair_triples[at], owner

    def acts_of(self, entities: Ints) -> tuple[Ints, Ints]:
        """Rows of all acts of the entities, flat, and beside each the position of its entity in `entities`."""
        return spans(np.searchsorted(self.act_entity, entities), np.searchsorted(self.act_entity, entities + 1))

    def rows_of_day(self) -> tuple[Ints, ...]:
        """Rows of the current day's facts among entities (as subject), relations, acts, pairs and triples."""
        low, high = np.searchsorted(self.facts.day, [self.day, self.day + 1])
        return tuple(rows[low:high] for rows in self._rows)

    def step(self) -> None:
        """Counts the facts of the current day and goes on to the next."""
        for table, rows in zip(self.tables, self.rows_of_day(), strict=True):
            table.add(rows, self.day)
        self.day += 1


def spans(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """All positions in half-open spans, flat, and beside each the number of its span."""
    lengths = ends - starts
    owner = np.repeat(np.arange(len(starts)), lengths)
    return starts[owner] + np.arange(len(owner)) - (np.cumsum(lengths) - lengths)[owner], owner


def share(part: Floats, whole: Floats) -> Floats:
    """`part / whole`, 0 where there is nothing."""
    return part / np.maximum(whole, 1e-6)
