"""Turning points on planted truth, against ruptures' own search, and the acts that make them up."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
import ruptures

from detente.errors import UsageError
from detente.relations import Relation
from detente.relations.breaks import LEAST, _candidates, _contrast, _lean, find_breaks
from detente.relations.planted import Rows, planted_dyad
from detente.relations.series import Line


def relation(seed: int, **how: object) -> Relation:
    return Relation(Rows(planted_dyad(seed, **how).rows), "ALA", "BOR")


def steps(*levels: float, length: int = 20, acts: float = 30.0, noise: float = 0.3, seed: int = 0) -> Line:
    """Months that hold one level after the other."""
    size = length * len(levels)
    rng = np.random.default_rng(seed)
    months = tuple(date(2000 + i // 12, i % 12 + 1, 1) for i in range(size))
    means = np.repeat(levels, length) + rng.normal(0, noise, size)
    counts = np.full(size, acts)
    return Line(months, np.full(size, 30.0), counts, counts * 0, means, counts * 5.0)


def test_a_planted_shift_is_found_and_nothing_else() -> None:
    located = 0
    for seed in range(4):
        planted = planted_dyad(seed, shift=3.5)
        (point,) = Relation(Rows(planted.rows), "ALA", "BOR").turning_points()
        (true,) = planted.breaks
        located += abs((point.period - true).days) <= 31
        assert point.earliest <= true <= point.latest
        assert point.earliest <= point.period <= point.latest
        at = planted.months.index(true)
        assert point.change == pytest.approx(planted.level[at] - planted.level[at - 1], abs=2 * planted.deviation)
        assert point.change_low < point.change < point.change_high
        assert point.p_value <= 0.05
    assert located >= 3


def test_quiet_series_have_none() -> None:
    assert sum(len(find_breaks(steps(2.0, 2.0, 2.0, seed=seed))) for seed in range(5)) <= 1
    assert find_breaks(steps(2.0, length=4)) == []


def test_several_shifts() -> None:
    found = find_breaks(steps(3.0, -2.0, 1.0))
    assert [b.at for b in found] == [20, 40]
    assert [b.end for b in found] == [40, 60]
    assert [round(b.after) for b in found] == [-2, 1]


def test_a_stricter_chance_finds_no_more() -> None:
    periods = steps(2.0, 2.5, 2.2, 2.9, noise=0.4)
    assert len(find_breaks(periods, 0.01)) <= len(find_breaks(periods, 0.2))


def test_gaps_are_skipped() -> None:
    periods = steps(3.0, -2.0)
    periods.means[10:14] = periods.counts[10:14] = np.nan
    periods.means[20:23] = periods.counts[20:23] = np.nan
    (found,) = find_breaks(periods)
    assert found.at == 23


def test_equal_weights_give_what_ruptures_finds() -> None:
    y = steps(3.0, 1.0, 2.0).means
    theirs = ruptures.Pelt(model="l2", min_size=LEAST, jump=1).fit(y).predict(pen=2 * np.log(y.size))
    assert _candidates(y, np.ones_like(y)) == theirs[:-1]


def test_the_contrast_is_that_of_weighted_means() -> None:
    rng = np.random.default_rng(0)
    y, weights = rng.normal(size=12), rng.uniform(0.5, 2, 12)
    found = _contrast(y, weights)
    for place, value in enumerate(found):
        cut = place + LEAST
        first, last = (np.average(y[s], weights=weights[s]) for s in (slice(cut), slice(cut, None)))
        variance = 1 / weights[:cut].sum() + 1 / weights[cut:].sum()
        assert value == pytest.approx((first - last) ** 2 / variance)
    assert found.size == 12 - 2 * LEAST + 1


def test_the_common_lean_is_found_beside_shifts() -> None:
    rng = np.random.default_rng(1)
    y = np.repeat([0.0, 5.0], 400) + rng.normal(0, np.sqrt(0.2 + 0.5), 800)
    assert _lean(y, np.full(800, 0.2)) == pytest.approx(0.5, rel=0.35)


def test_contributions_sum_to_the_change_of_the_first_periods() -> None:
    planted = planted_dyad(2, shift=4.0)
    one = Relation(Rows(planted.rows), "ALA", "BOR")
    (point,) = one.turning_points(rows=10_000)
    acts = point.acts.to_pylist()
    assert {act["pair"] for act in acts} == {"ALA-BOR"}
    assert min(act["date_start"] for act in acts) >= point.period
    assert max(act["date_start"] for act in acts) < point.period + timedelta(200)
    total = sum(act["contribution"] for act in acts)
    means: dict[date, list[float]] = {}
    for act in acts:
        means.setdefault(act["period"], []).append(act["score"])
    months = [float(np.mean(scores)) for scores in means.values()]
    assert min(months) <= point.before + total <= max(months)
    sign = 1 if point.change > 0 else -1
    ordered = [sign * act["contribution"] for act in acts]
    assert ordered == sorted(ordered, reverse=True)
    (short,) = one.turning_points(rows=3)
    assert short.acts.num_rows == 3


def test_long_series_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = find_breaks(steps(3.0, -2.0, 1.0))
    monkeypatch.setattr("detente.relations.breaks.MANY_VALUES", 1_000)
    monkeypatch.setattr("detente.relations.breaks.EXACT_PERIODS", 10)
    assert find_breaks(steps(3.0, -2.0, 1.0)) == whole


def test_each_direction_by_itself() -> None:
    planted = planted_dyad(4, shift=4.0, volume=60)
    one = Relation(Rows(planted.rows), "ALA", "BOR")
    (point,) = one.turning_points(direction="ALA>BOR")
    assert set(point.acts["actor"].to_pylist()) == {"ALA"}
    assert point.direction == "ALA>BOR"
    for wrong in ({"direction": "ALA>USA"}, {"chance": 0.0}, {"freq": "hour"}):
        with pytest.raises(UsageError):
            one.turning_points(**wrong)


def test_the_same_rows_give_the_same_answer() -> None:
    first, second = (relation(6, shift=3.0).turning_points() for _ in range(2))
    assert [(p.period, p.p_value) for p in first] == [(p.period, p.p_value) for p in second]


def test_nothing_to_go_by() -> None:
    rows = planted_dyad(0).rows
    assert Relation(Rows(rows.slice(0, 0)), "ALA", "BOR").turning_points() == ()
    one = rows.filter(pa.compute.equal(rows["event_id"], "planted-0"))
    assert Relation(Rows(one), "ALA", "BOR").turning_points() == ()
