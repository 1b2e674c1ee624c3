"""The features by which candidates are ranked, each with the family it belongs to and what it says in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.forecast.data import Floats, Ints
from benchmarks.forecast.history import HALF_LIVES, Decayed, share
from benchmarks.forecast.past import Day
from benchmarks.forecast.rhythm import ACT_TURNS, OBJECT_TURNS, PAIR_TURNS
from benchmarks.forecast.rules import PAIR_RATES

HEAD = 30  # the candidates that a candidate is compared with: the first by the first score
COMPARED = (
    "triple_2 triple_10 triple_50 triple_inf pair_2 pair_10 pair_50 pair_inf rules latent alike_do partners_do "
    "targets_partners targets_alike partners_alike partners_partners partners_partners_now homes_relation_50 "
    "home_relation_object_10 home_relation_object_50 home_relation_kind_50 act_share_10 act_share_inf entity_rule "
    "turns_8 turns_30 pair_turns_5 pair_turns_20 object_turns_8 bond"
).split()
SHARED_OUT = ("triple_10", "pair_10", "pair_50", "rules")  # also taken as shares of their sum
FAMILIES = {
    "recurrence": "it did this to it before",
    "reverse": "the other did this to it before",
    "pair": "the two deal with each other",
    "rules": "what passed between the two is often followed by this",
    "object in relation": "this is often done to it",
    "popularity": "it is much in the news",
    "paths": "third parties lead from one to the other",
    "likeness": "entities like the one do this to it, or it to entities like the other",
    "homes and roles": "what its country and role, and those of the other, have with each other",
    "turns": "its part in the other's last doings, however long ago",
    "rhythm": "how long they usually pause, and have paused now",
    "novelty": "how often they turn to someone new",
    "query": "how much the subject, and this relation, are in the news",
    "first score": "recurrence, dealings and popularity taken together",
}


@dataclass(frozen=True, slots=True)
class Table:
    """Features `(n_rows, n_features)` with their names and families."""

    names: tuple[str, ...]
    families: tuple[str, ...]
    values: Floats


def features(day: Day, s: Ints, r: Ints, o: Ints, first: Floats, paths: dict[str, Floats]) -> Table:
    """Features of the candidates `o` for the queries `(s, r)`, all `(n_rows,)`: decayed counts (by half-life in days),
    ages in days (nan for never), shares, rates a day. `first` are the first scores, `paths` the
    shares of `Day.paths`."""
    found = list(_columns(day, s, r, o, first, paths))
    return Table(
        tuple(name for name, _, _ in found),
        tuple(family for _, family, _ in found),
        np.stack([np.asarray(column, np.float32) for _, _, column in found], axis=1),
    )


Column = tuple[str, str, Floats]


def _columns(day: Day, s: Ints, r: Ints, o: Ints, first: Floats, paths: dict[str, Floats]) -> Iterator[Column]:
    h = day.history

    def counts(
        name: str, family: str, table: Decayed, rows: Ints, which: tuple[int, ...] = (0, 1, 2, 3)
    ) -> Iterator[Column]:
        for k in which:
            yield f"{name}_{HALF_LIVES[k]:g}", family, table.values[rows, k]
        last = table.last[rows]
        yield f"{name}_age", family, np.where(last < 0, np.float32(np.nan), h.day - last)

    triple, pair = h.triple_index(s, r, o), h.pair_index(s, o)
    act, own_act = h.act_index(o, h.inverse(r)), h.act_index(s, r)
    yield from counts("triple", "recurrence", h.triple, triple)
    yield from counts("reverse", "reverse", h.triple, h.triple_index(s, h.inverse(r), o), (1, 3))
    yield from counts("pair", "pair", h.pair, pair)
    yield from counts("act", "object in relation", h.act, act)
    yield from counts("as_subject", "object in relation", h.act, h.act_index(o, r), (1, 3))
    yield from counts("object", "popularity", h.entity, o)
    yield from counts("own_act", "query", h.act, own_act)
    yield from counts("subject", "query", h.entity, s, (1, 3))
    yield "relation_50", "query", h.relation.values[r, 2]
    for k in (1, 2, 3):
        of, life = f"{HALF_LIVES[k]:g}", k
        triples, pairs, acts = h.triple.values[triple, life], h.pair.values[pair, life], h.act.values[act, life]
        objects = h.entity.values[o, life]
        yield f"triple_share_{of}", "recurrence", share(triples, h.act.values[own_act, life])
        yield f"pair_share_{of}", "pair", share(pairs, h.entity.values[s, life])
        yield f"act_share_{of}", "object in relation", share(acts, h.relation.values[r, life])
        yield f"triple_in_pair_{of}", "recurrence", share(triples, pairs)
        yield f"pair_in_object_{of}", "pair", share(pairs, objects)
        yield f"act_in_object_{of}", "object in relation", share(acts, objects)
    yield "relation", "query", r.astype(np.float32)
    yield "weekday", "query", np.full(len(s), h.day % 7, np.float32)
    yield "first", "first score", first
    rates, kinds = day.past.rules.between(h, s, r, o)
    yield "rules", "rules", rates.sum(axis=1)
    for j, k in enumerate(PAIR_RATES):
        yield f"rules_{HALF_LIVES[k]:g}", "rules", rates[:, j]
    yield "kinds", "pair", kinds
    yield "entity_rule", "rules", day.object_rates[o, r]
    likeness = day.past.likeness
    yield "latent", "likeness", np.einsum("ij,ij->i", likeness.taste[s], likeness.offer[act])
    yield "bond", "likeness", np.einsum("ij,ij->i", likeness.bond[s], likeness.bound[o])
    for name, column in paths.items():
        yield name, "likeness" if "alike" in name else "paths", column
    homes, place = day.homes, "homes and roles"
    hs, ho = homes.home[s], homes.home[o]
    yield "shared_home", place, np.einsum("ij,ij->i", homes.belongs[s], homes.belongs[o])
    yield "same_home", place, np.where((hs >= 0) & (ho >= 0), (hs == ho).astype(np.float32), np.float32(np.nan))
    yield "relation_at_home", place, homes.at_home[r]
    for name, column in homes.counts(s, r, o):
        yield name, place, column
    yield "role", place, homes.role[o]
    yield from _turns(day, triple, pair, h.pair_index(o, s))
    yield from _rhythm(day, s, o, triple, pair, act)
    for name, column in day.past.rhythm.novelty.rates(s, r, o, own_act, act).items():
        yield name, "novelty", column
    for name, column in (("own_act", day.act_breadth[own_act]), ("act", day.act_breadth[act])):
        yield f"{name}_breadth", "novelty", column
    for name, column in (("subject", day.entity_breadth[s]), ("object", day.entity_breadth[o])):
        yield f"{name}_breadth", "novelty", column


def _turns(day: Day, triple: Ints, pair: Ints, turned: Ints) -> Iterator[Column]:
    rhythm = day.past.rhythm
    for name, turns, rows, half_lives in (
        ("turns", rhythm.of_act, triple, ACT_TURNS),
        ("object_turns", rhythm.of_object, triple, OBJECT_TURNS),
        ("pair_turns", rhythm.of_subject, pair, PAIR_TURNS),
        ("turned_turns", rhythm.of_subject, turned, PAIR_TURNS),
    ):
        shares = turns.shares(rows)
        for j, half_life in enumerate(half_lives):
            yield f"{name}_{half_life:g}", "turns", shares[:, j]
        if rows is not turned:
            yield f"{name}_since", "turns", np.where(shares[:, 0] > 0, turns.since(rows), np.float32(np.nan))


def _rhythm(day: Day, s: Ints, o: Ints, triple: Ints, pair: Ints, act: Ints) -> Iterator[Column]:
    h, unknown = day.history, np.float32(np.nan)
    for name, table, rows in (
        ("triple", h.triple, triple),
        ("pair", h.pair, pair),
        ("act", h.act, act),
        ("object", h.entity, o),
        ("subject", h.entity, s),
    ):
        first, last = table.first[rows], table.last[rows]
        yield f"{name}_known", "rhythm", np.where(first < 0, unknown, h.day - first)
        yield f"{name}_burst", "rhythm", share(table.values[rows, 0], table.values[rows, 2])
        if name in ("triple", "pair"):
            days = table.days[rows]
            pause = np.where(days > 1, (last - first) / np.maximum(days - 1, 1), unknown)
            yield f"{name}_pause", "rhythm", pause
            yield f"{name}_paused", "rhythm", (h.day - last) / np.maximum(pause, 1)
            yield f"{name}_days", "rhythm", days
    before = h.triple.before[triple]
    yield "triple_last_pause", "rhythm", np.where(before < 0, unknown, h.triple.last[triple] - before)


def compared(table: Table, sizes: Ints) -> Table:
    """The table with, for some features, each row's share of the highest, or of the sum, among the first `HEAD` rows of
    its query, and its position by first score. Rows stand query by query (`sizes`), the highest first score first."""
    query = np.repeat(np.arange(len(sizes)), sizes)
    position = np.arange(len(query)) - (np.cumsum(sizes) - sizes)[query]
    head = position < HEAD
    first = table.values[:, table.names.index("first")]
    below = first - first[position == 0][query]
    columns = [position.astype(np.float32), below]
    names, families = ["position", "first_below"], ["first score", "first score"]
    for name in COMPARED:
        at = table.names.index(name)
        column = table.values[:, at]
        highest = np.zeros(len(sizes), np.float32)
        np.maximum.at(highest, query[head], column[head])
        columns.append(np.where(highest[query] > 0, column / np.maximum(highest[query], 1e-9), np.float32(0)))
        names.append(f"{name}_compared")
        families.append(table.families[at])
    for name, column in (
        *((name, table.values[:, table.names.index(name)]) for name in SHARED_OUT),
        ("first", np.exp(below)),
    ):
        whole = np.bincount(query[head], column[head], len(sizes)).astype(np.float32)[query]
        columns += [share(column, whole), whole]
        names += [f"{name}_of_all", f"{name}_all"]
        families += [table.families[table.names.index(name)]] * 2
    values = np.concatenate([table.values, np.stack(columns, axis=1)], axis=1)
    return Table((*table.names, *names), (*table.families, *families), values)
