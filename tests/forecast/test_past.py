"""Features against sums over all facts, one by one, and the wall between a day and what was known before it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("lightgbm", reason="needs the extra `forecast`")

from benchmarks.forecast import learner, recurrence
from benchmarks.forecast.data import Facts
from benchmarks.forecast.features import features
from benchmarks.forecast.history import HALF_LIVES
from benchmarks.forecast.learner import candidates, fit, lessons
from benchmarks.forecast.past import Day, Past
from benchmarks.forecast.protocol import Queries, queries
from benchmarks.forecast.rules import PAIR_RATES

NAMES = ("France", "Police (France)", "Mali", "Police (Mali)", "Ann", "Bob", "Citizen (Mali)", "Zoe")
RELATIONS = 3
quadruple = st.tuples(
    st.integers(0, len(NAMES) - 1), st.integers(0, RELATIONS - 1), st.integers(0, len(NAMES) - 1), st.integers(0, 11)
)
histories = st.lists(quadruple, min_size=1, max_size=40, unique=True)


def facts(rows: list[tuple[int, int, int, int]]) -> Facts:
    table = np.array(sorted(rows, key=lambda row: row[3]), dtype=np.int64).reshape(-1, 4)
    return Facts(*table.T)


def at(rows: list[tuple[int, int, int, int]], day: int) -> Past:
    past = Past(facts([(0, 0, 0, 0), *rows]), NAMES, RELATIONS)
    past.advance(day)
    return past


def everything() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    grid = np.meshgrid(np.arange(len(NAMES)), np.arange(2 * RELATIONS), np.arange(len(NAMES)), indexing="ij")
    return tuple(part.ravel() for part in grid)  # type: ignore[return-value]


def every_query() -> Queries:
    grid = np.meshgrid(np.arange(len(NAMES)), np.arange(2 * RELATIONS), indexing="ij")
    none = np.zeros(0, dtype=np.int64)
    return Queries(grid[0].ravel(), grid[1].ravel(), none, none)


def all_features(past: Past) -> dict[str, np.ndarray]:
    """Features of all entities for all questions, by name, `(n_subjects, n_relations, n_objects)`."""
    day, asked = Day(past), every_query()
    s, r, o = everything()
    paths = day.paths(asked.subject, asked.relation)
    first = day.choice_scores(asked.subject, asked.relation, paths["alike_do"])
    table = features(day, s, r, o, first.ravel(), {name: path.toarray().ravel() for name, path in paths.items()})
    shape = (len(NAMES), 2 * RELATIONS, len(NAMES))
    return {name: table.values[:, column].reshape(shape) for column, name in enumerate(table.names)}


@given(histories, st.integers(1, 12))
@settings(max_examples=25)
def test_counts_ages_and_shares_are_sums_over_earlier_facts(rows, day):
    found = all_features(at(rows, day))
    known = [row for row in [(0, 0, 0, 0), *rows] if row[3] < day]
    known = list(dict.fromkeys(known)) if (0, 0, 0, 0) not in rows else [(0, 0, 0, 0), *[k for k in rows if k[3] < day]]
    both = [(s, r, o, t) for s, r, o, t in known] + [(o, r + RELATIONS, s, t) for s, r, o, t in known]
    whole: dict[tuple[str, float], np.ndarray] = {}
    kinds = {
        "triple": lambda s, r, o: (s, r, o),
        "pair": lambda s, r, o: (s, slice(None), o),
        "own_act": lambda s, r, o: (s, r, slice(None)),
        "act": lambda s, r, o: (slice(None), r, o),
        "object": lambda s, r, o: (slice(None), slice(None), o),
        "reverse": lambda s, r, o: (s, (r + RELATIONS) % (2 * RELATIONS), o),
    }
    shape = (len(NAMES), 2 * RELATIONS, len(NAMES))
    for half_life in HALF_LIVES:
        for kind, place in kinds.items():
            total, last = np.zeros(shape), np.full(shape, np.nan)
            for s, r, o, t in both:
                total[place(s, r, o)] += 0.5 ** ((day - t) / half_life)
                last[place(s, r, o)] = np.fmax(last[place(s, r, o)], t)
            whole[kind, half_life] = total
            name = f"{kind}_{half_life:g}"
            if name in found:
                np.testing.assert_allclose(found[name], total, rtol=1e-4, atol=1e-6)
            np.testing.assert_allclose(found[f"{kind}_age"], day - last)
    part, all_ = whole["triple", 10.0], whole["own_act", 10.0]
    np.testing.assert_allclose(found["triple_share_10"], part / np.maximum(all_, 1e-6), rtol=1e-4, atol=1e-6)


@given(histories, st.integers(1, 12))
@settings(max_examples=15)
def test_rates_of_succession_share_each_fact_out_among_its_causes(rows, day):
    past = at(rows, day)
    both = facts([(0, 0, 0, 0), *rows]).both_ways(RELATIONS)
    table = list(zip(*both.columns, strict=True))
    size = 2 * RELATIONS
    lives = [HALF_LIVES[k] for k in PAIR_RATES]
    received, exposure = np.full((size, size, len(lives)), 1e-3), np.full((size, len(lives)), 5.0)
    rates = received / exposure[:, None]

    def count(pair, cause, now, life):
        return sum(0.5 ** ((now - t) / life) for s, r, o, t in table if t < now and (s, o) == pair and r == cause)

    for now in range(day):
        added = np.zeros_like(received)
        for s, r, o, t in table:
            if t == now:
                parts = np.array(
                    [
                        [rates[b, r, j] * count((s, o), b, now, life) for j, life in enumerate(lives)]
                        for b in range(size)
                    ]
                )
                if parts.sum() > 0:
                    added[:, r] += parts / max(parts.sum(), 1e-9)
        received += added
        for _, r, _, t in table:
            if t < now:
                exposure[r] += [0.5 ** ((now - t) / life) for life in lives]
        rates = received / exposure[:, None]
    np.testing.assert_allclose(past.rules.pair.values, rates, rtol=1e-3)


@given(histories, st.integers(1, 12))
@settings(max_examples=15)
def test_paths_go_over_all_third_parties(rows, day):
    past = at(rows, day)
    found = all_features(past)
    n, both = len(NAMES), 2 * RELATIONS
    table = list(zip(*facts([(0, 0, 0, 0), *rows]).both_ways(RELATIONS).columns, strict=True))
    targets, partners = np.zeros((n, both, n)), np.zeros((n, n))
    for s, r, o, t in table:
        if t < day:
            targets[s, r, o] += 0.5 ** ((day - t) / 50)
            partners[s, o] += 0.5 ** ((day - t) / 10)
    targets /= targets.sum(axis=2, keepdims=True) + 1
    partners /= partners.sum(axis=1, keepdims=True) + 1
    np.testing.assert_allclose(found["partners_do"], np.einsum("sm,mro->sro", partners, targets), rtol=1e-2, atol=2e-3)
    np.testing.assert_allclose(
        found["targets_partners"], np.einsum("srm,mo->sro", targets, partners), rtol=1e-2, atol=2e-3
    )
    np.testing.assert_allclose(found["partners_partners"][:, 0], partners @ partners, rtol=1e-2, atol=2e-3)


@given(histories, histories, st.integers(1, 12))
@settings(max_examples=25)
def test_features_do_not_see_the_day_nor_what_follows(rows, others, day):
    before = [row for row in rows if row[3] < day]
    changed = before + [row for row in others if row[3] >= day]
    seen, cut, other = (all_features(at(version, day)) for version in (rows, before, changed))
    for name, column in seen.items():
        np.testing.assert_array_equal(column, cut[name], err_msg=name)
        np.testing.assert_array_equal(column, other[name], err_msg=name)


def random_history(seed: int, days: int, per_day: int) -> list[tuple[int, int, int, int]]:
    lot = np.random.default_rng(seed)
    found = {
        (int(lot.integers(len(NAMES))), int(lot.integers(RELATIONS)), int(lot.integers(len(NAMES))), day)
        for day in range(days)
        for _ in range(per_day)
    }
    return sorted(found, key=lambda row: row[3])


def test_predictions_do_not_change_when_the_day_and_what_follows_are_taken_away_or_replaced():
    day = 20
    rows = random_history(1, 30, 12)
    before = [row for row in rows if row[3] < day]
    asked = every_query()
    found = []
    for version in (rows, before, before + [row for row in random_history(2, 30, 12) if row[3] >= day]):
        past = Past(facts(version), NAMES, RELATIONS)
        ranker = fit(list(lessons(past, range(8, day), 100)), 5)
        past.advance(day)
        found.append(ranker.scores(Day(past), asked))
        assert np.isfinite(found[-1]).all()
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[0], found[2])


def test_every_entity_is_ranked_and_those_outside_the_candidates_come_last(monkeypatch):
    monkeypatch.setattr(learner, "CANDIDATES", 3)
    past = Past(facts(random_history(3, 20, 10)), NAMES, RELATIONS)
    ranker = fit(list(lessons(past, range(8, 19), 100)), 5)
    past.advance(19)
    day, asked = Day(past), every_query()
    first = candidates(day, asked)
    scores = ranker.scores(day, asked)
    assert scores.shape == (len(asked), len(NAMES))
    for row in range(len(asked)):
        inside = set(first.entity[row].tolist())
        outside = [entity for entity in range(len(NAMES)) if entity not in inside]
        assert len(inside) == 3
        assert min(scores[row, list(inside)]) > max(scores[row, outside])
        assert np.array_equal(np.argsort(scores[row, outside]), np.argsort(first.first[row, outside].astype(float)))


@given(histories, st.integers(1, 12))
@settings(max_examples=25)
def test_the_recurrence_baseline_weighs_recency_and_the_relations_favourites(rows, day):
    past = at(rows, day)
    asked = every_query()
    found = recurrence.scores(past.history, asked)
    table = [
        row for row in zip(*facts([(0, 0, 0, 0), *rows]).both_ways(RELATIONS).columns, strict=True) if row[3] < day
    ]
    for number in range(len(asked)):
        s, r = asked.subject[number], asked.relation[number]
        of_relation = [o for _, relation, o, _ in table if relation == r]
        for o in range(len(NAMES)):
            times = [t for *triple, t in table if triple == [s, r, o]]
            recent = 2 ** (-recurrence.DECAY * (day - max(times))) if times else 0
            popular = of_relation.count(o) / len(of_relation) if of_relation else 0
            wanted = recurrence.WEIGHT * recent + (1 - recurrence.WEIGHT) * popular
            assert math.isclose(found[number, o], wanted, rel_tol=1e-5, abs_tol=1e-9)


def test_queries_of_a_day_are_asked_once_with_all_their_answers():
    asked = queries(facts([(0, 0, 1, 3), (0, 0, 2, 3), (4, 1, 5, 3)]).both_ways(RELATIONS))
    pairs = list(zip(asked.subject.tolist(), asked.relation.tolist(), strict=True))
    assert sorted(pairs) == [(0, 0), (1, 3), (2, 3), (4, 1), (5, 4)]
    answers = {(pairs[q], int(o)) for q, o in zip(asked.query, asked.answer, strict=True)}
    assert answers == {((0, 0), 1), ((0, 0), 2), ((1, 3), 0), ((2, 3), 0), ((4, 1), 5), ((5, 4), 4)}
