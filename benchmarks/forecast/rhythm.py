"""How an entity goes about things: by turns rather than days, and how often it turns to someone new."""

from __future__ import annotations

import numpy as np

from benchmarks.forecast.data import Floats, Ints
from benchmarks.forecast.history import HALF_LIVES, Decayed, History, share

ACT_TURNS = (2.0, 8.0, 30.0)  # half-lives in facts
OBJECT_TURNS = (2.0, 8.0)
PAIR_TURNS = (5.0, 20.0, 80.0)
_EVER = HALF_LIVES.index(float("inf"))
_NOVELTY_DAYS = 50.0  # half-life
_PRIOR = 3.0  # facts that a rate of novelty is drawn towards the relation's by


class Turns:
    """What part of a doer's last facts fell to each key, with half-lives counted in the doer's own facts, so that the
    quiet are remembered as long as the busy. `doer` `(n_keys + 1,)` is the row in `doers` of each key of a table."""

    def __init__(self, doers: Decayed, doer: Ints, half_lives: tuple[float, ...]) -> None:
        self._doers, self._doer = doers, doer
        self._kept = np.array([0.5 ** (1 / half_life) for half_life in half_lives], np.float32)
        self._values = np.zeros((len(doer), len(half_lives)), np.float32)
        self._at = np.zeros(len(doer), np.float32)

    def _now(self, rows: Ints) -> Floats:
        return self._doers.values[self._doer[rows], _EVER]

    def add(self, rows: Ints) -> None:
        """Takes in one day's facts, once `doers` has counted them; those of a day count as one turn's."""
        found, counts = np.unique(rows, return_counts=True)
        now = self._now(found)
        self._values[found] = self._values[found] * self._kept ** (now - self._at[found])[:, None] + counts[:, None]
        self._at[found] = now

    def shares(self, rows: Ints) -> Floats:
        """Shares `(n, n_half_lives)` of the doer's last facts."""
        return self._values[rows] * self._kept ** self.since(rows)[:, None] * (1 - self._kept)

    def since(self, rows: Ints) -> Floats:
        """How many facts of its doer followed the last of each key `(n,)`."""
        return self._now(rows) - self._at[rows]


class Novelty:
    """How many facts of an entity, act or relation met an object for the first time: in that relation (`triple`), or at
    all (`pair`). Counts fade with a half-life of 50 days."""

    def __init__(self, history: History) -> None:
        sizes = len(history.entity), len(history.relation), len(history.act)
        # New triples, new pairs, and all facts, by row.
        self._entity, self._relation, self._act = (np.zeros((size + 1, 3), np.float32) for size in sizes)

    def learn(self, history: History) -> None:
        """Takes in the current day's facts, before they are counted."""
        entity, relation, act, pair, triple = history.rows_of_day()
        new = history.triple.last[triple] < 0, history.pair.last[pair] < 0, np.ones(len(pair), bool)
        for table, rows in zip((self._entity, self._relation, self._act), (entity, relation, act), strict=True):
            table *= 0.5 ** (1 / _NOVELTY_DAYS)
            for column, is_new in enumerate(new):
                table[:, column] += np.bincount(rows, is_new, len(table))

    def rates(self, subject: Ints, relation: Ints, object_: Ints, own: Ints, act: Ints) -> dict[str, Floats]:
        """Shares of new ones, and for the object their number, by name `(n,)`. `own` and `act` are the rows of the
        subject's and the object's acts."""
        found = {}
        for column, kind in enumerate(("triple", "pair")):
            usual = (self._relation[relation, column] + 0.5) / (self._relation[relation, 2] + 1)
            found[f"new_{kind}_relation"] = usual
            for name, rows in (("own_act", own), ("act", act)):
                table = self._act[rows]
                found[f"new_{kind}_{name}"] = (table[:, column] + _PRIOR * usual) / (table[:, 2] + _PRIOR)
            for name, rows in (("subject", subject), ("object", object_)):
                table = self._entity[rows]
                found[f"new_{kind}_{name}"] = (table[:, column] + 0.5) / (table[:, 2] + 1)
            found[f"new_{kind}s_act"] = self._act[act, column]
            found[f"new_{kind}s_object"] = self._entity[object_, column]
        return found


class Rhythm:
    """Turns and novelty of one history, brought forward with it."""

    def __init__(self, history: History) -> None:
        def with_empty(rows: Ints, table: Decayed) -> Ints:
            return np.append(rows, len(table))

        by_object = history.act_index(history.triple_object, history.inverse(history.triple_relation))
        self.of_act = Turns(history.act, with_empty(history.triple_act, history.act), ACT_TURNS)
        self.of_object = Turns(history.act, with_empty(by_object, history.act), OBJECT_TURNS)
        self.of_subject = Turns(history.entity, with_empty(history.pair_subject, history.entity), PAIR_TURNS)
        self.novelty = Novelty(history)

    def step(self, history: History) -> None:
        """Takes in the current day's facts and lets the history count them and go on."""
        self.novelty.learn(history)
        *_, pair, triple = history.rows_of_day()
        history.step()
        self.of_act.add(triple)
        self.of_object.add(triple)
        self.of_subject.add(pair)


def breadth(counts: Floats, owner: Ints, size: int) -> Floats:
    """Over how many each owner's counts are spread `(size,)`: the inverse of the sum of squared shares."""
    whole, squares = np.bincount(owner, counts, size), np.bincount(owner, counts.astype(float) ** 2, size)
    return share(whole**2, squares).astype(np.float32)
