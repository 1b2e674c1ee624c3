"""What changed most: bursts that are usual for a pair surprise nobody, a jump, a silence and a turn of the mean do."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from io import StringIO

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from scipy.special import ndtr
from scipy.stats import nbinom

from detente.relations.index import cooperation, last_errors
from detente.relations.lately import changed, changes_table, surprise_of_mean, surprise_of_number
from detente.relations.planted import Rows, planted_dyad
from detente.views.periods import print_changes

LAST = date(2021, 6, 30)
WEEKS = 40


def journal(counts: dict[str, list[int]], scores: dict[str, list[float]]) -> Rows:
    """Acts by week, the newest last, each told at the end of its week."""
    template = planted_dyad(1, months=12, breaks=0).rows.schema
    template = template if "published" in template.names else template.append(pa.field("published", pa.date32()))
    rows = []
    for pair, numbers in counts.items():
        one, other = pair.split("-")
        for week, number in enumerate(numbers):
            day = LAST - timedelta(days=7 * (len(numbers) - 1 - week))
            for n in range(number):
                rows.append(
                    dict.fromkeys(template.names)
                    | {"event_id": f"{pair}-{week}-{n}", "pair": pair, "actor": one, "recipient": other}
                    | {"status": "actual", "historical": False, "published": day, "date_start": day, "date_end": day}
                    | {"score": scores[pair][week] + (n % 3 - 1), "origin": "coded", "coder": "planted"}
                )
    return Rows(pa.Table.from_pylist(rows, schema=template))


@pytest.fixture(scope="module")
def world() -> tuple[Rows, dict[str, list[int]], dict[str, list[float]]]:
    rng = np.random.default_rng(3)
    names = [f"A{chr(65 + i)}A-B{chr(65 + i)}B" for i in range(20)]
    counts = {name: nbinom.rvs(2, 2 / 12, size=WEEKS, random_state=rng).tolist() for name in names}
    scores = {name: [2.0] * WEEKS for name in names}
    counts["JPN-KOR"] = [10, 12, 9, 11] * 9 + [10, 12, 9, 40]
    counts["CHN-USA"] = [30, 28, 33, 31] * 9 + [30, 28, 33, 0]
    counts["FRA-DEU"] = [10, 12, 9, 11] * 10
    scores |= {"JPN-KOR": [2.0] * WEEKS, "CHN-USA": [2.0] * WEEKS, "FRA-DEU": [2.0] * (WEEKS - 1) + [-7.0]}
    return journal(counts, scores), counts, scores


def test_a_jump_a_silence_and_a_turn_stand_first(
    world: tuple[Rows, dict[str, list[int]], dict[str, list[float]]],
) -> None:
    found = {c.pair: c for c in changed(world[0], limit=30)}
    assert set(list(found)[:3]) == {"JPN-KOR", "CHN-USA", "FRA-DEU"}
    jump, silence, turn = found["JPN-KOR"], found["CHN-USA"], found["FRA-DEU"]
    assert (jump.events, silence.events) == (40, 0) and jump.last == LAST and (jump.last - jump.since).days == 6
    assert jump.expected == pytest.approx(10.5, abs=0.2)
    assert silence.score is None and silence.surprise_mean is None and silence.score_before == pytest.approx(2, abs=0.1)
    assert turn.surprise_mean is not None and turn.surprise_mean > 5 > turn.surprise_number
    assert changes_table(tuple(found.values())).to_pylist() == [asdict(c) for c in found.values()]


def test_pairs_that_are_as_ever_are_no_change() -> None:
    quiet = {"SWE-NOR": [1, 0, 0, 1] * 10, "AAA-BBB": ([0] * 8 + [1]) * 4 + [0] * 4}
    loud = {"JPN-KOR": [10, 12, 9, 11] * 9 + [10, 12, 9, 40]}
    rows = journal(quiet | loud, {pair: [2.0] * WEEKS for pair in quiet | loud})
    assert [c.pair for c in changed(rows, limit=30)] == ["JPN-KOR"]


@given(
    st.lists(
        st.lists(st.none() | st.lists(st.floats(-10, 10), min_size=1, max_size=6), min_size=12, max_size=12),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([1.0, 7.0, 30.0]),
)
@settings(max_examples=25, deadline=None)
def test_the_distance_of_the_last_mean_is_that_of_the_index(drawn: list[list[list[float] | None]], days: float) -> None:
    """The oracle is the model of statsmodels, a series at a time."""
    drawn = [[*series[:-1], series[-1] or [2.5]] for series in drawn]
    means = np.array([[np.nan if week is None else np.mean(week) for week in series] for series in drawn])
    counts = np.array([[0.0 if week is None else len(week) for week in series] for series in drawn])
    squares = np.array([[0.0 if week is None else np.var(week) * len(week) for week in series] for series in drawn])
    distance, weights = last_errors(means, counts, squares, days)
    below = (weights * ndtr(distance)).sum(axis=1)
    for n in range(len(drawn)):
        index = cooperation(means[n], counts[n], squares[n], np.full(12, days))
        assert -np.log2(2 * min(below[n], 1 - below[n])) == pytest.approx(index.surprise[-1], rel=1e-6, abs=1e-6)


def test_few_acts_surprise_less_than_many() -> None:
    """A mean that is as far off is less of a surprise where it rests on one act; unknown means surprise nobody."""
    counts = np.array([[5.0] * 20 + [1.0], [5.0] * 20 + [5.0], [5.0] * 20 + [0.0], [0.0] * 20 + [3.0]])
    means = np.where(counts > 0, 2.0, np.nan)
    means[:2, -1] = -7.0
    bits = surprise_of_mean(means, counts, 8.0 * counts, 7.0)
    assert 4 < bits[0] < bits[1] and np.isnan(bits[2:]).all()


def test_bursts_that_are_usual_raise_few_alarms() -> None:
    """Of pairs that do not change one in twenty has 4.3 bits or more, also where counts are far from Poisson's."""
    rng = np.random.default_rng(5)
    for size, mean in ((0.5, 3.0), (2.0, 10.0), (50.0, 6.0)):
        counts = nbinom.rvs(size, size / (size + mean), size=(3000, 53), random_state=rng).astype(float)
        alarms = (surprise_of_number(counts) >= np.log2(20)).mean()
        assert 0.01 < alarms < 0.075


def test_without_a_past_there_is_nothing_to_tell(
    world: tuple[Rows, dict[str, list[int]], dict[str, list[float]]],
) -> None:
    assert changed(journal({"JPN-KOR": [3, 9]}, {"JPN-KOR": [0.0, 0.0]})) == ()
    assert changed(journal({"JPN-KOR": []}, {"JPN-KOR": []})) == ()
    assert changes_table(()).num_rows == 0


def test_changes_read_in_80_columns(world: tuple[Rows, dict[str, list[int]], dict[str, list[float]]]) -> None:
    out = StringIO()
    print_changes(Console(file=out, width=80), changes_table(changed(world[0], limit=3)))
    first, _, *lines = out.getvalue().splitlines()
    assert first == "2021-06-24 to 2021-06-30, against up to a year before"
    (silent,) = (line.split() for line in lines if line.startswith("CHN-USA"))
    assert silent[:4] == ["CHN-USA", "0", "30.5", "+2.0"] and max(map(len, lines)) <= 80
    print_changes(Console(file=out), changes_table(()))
    assert "too few weeks" in out.getvalue()
