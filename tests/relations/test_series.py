"""Series against counts made by hand and by Python's calendar; zeros told from what is unknown."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente
from detente.errors import UsageError
from detente.relations import Relation
from detente.relations.planted import Rows, planted_dyad
from detente.relations.series import COVERED_ITEMS, FREQUENCIES, Wanted, series_steps
from detente.relations.steps import joined
from tests.examples import coded


def act(day: date, kind: str = "CONSULT", score: float = 2.5, **other: object) -> dict[str, object]:
    quad = {"CONSULT": 1, "AID": 2, "ACCUSE": 3, "ASSAULT": 4}[kind]
    return {
        "event_id": f"{day}-{other.get('number', 0)}-{kind}",
        "origin": "coded",
        "coder": "test",
        "date_start": day,
        "date_end": other.pop("end", day),
        "actor": "ALA",
        "recipient": "BOR",
        "pair": "ALA-BOR",
        "reciprocal": False,
        "event_type": kind,
        "quad": quad,
        "score": score,
        "status": "actual",
        "historical": False,
        "story": None,
        "mentions": 1,
        "confidence": 0.5,
    } | {name: value for name, value in other.items() if name != "number"}


COLUMNS = pa.schema(
    [
        *((n, pa.string()) for n in ("event_id", "origin", "coder", "actor", "recipient", "pair", "event_type")),
        *((n, pa.string()) for n in ("status", "story")),
        *((n, pa.date32()) for n in ("date_start", "date_end")),
        *((n, pa.bool_()) for n in ("reciprocal", "historical")),
        *((n, pa.int64()) for n in ("quad", "mentions")),
        *((n, pa.float64()) for n in ("score", "confidence")),
        ("contexts", pa.list_(pa.string())),
    ]
)


def relation(*acts: dict[str, object]) -> Relation:
    return Relation(Rows(pa.Table.from_pylist(list(acts), schema=COLUMNS)), "ALA", "BOR")


def lines(table: pa.Table, direction: str = "all") -> list[dict[str, object]]:
    return [row for row in table.to_pylist() if row["direction"] == direction]


def elsewhere(day: date, number: int = COVERED_ITEMS) -> list[dict[str, object]]:
    """Imported rows of another pair: something was read that day."""
    one = act(day, origin="imported", actor="RUR", recipient="SYL", pair="RUR-SYL")
    return [one | {"event_id": f"other-{day}-{i}"} for i in range(number)]


def test_counts_by_direction() -> None:
    january = date(2020, 1, 15)
    table = relation(
        act(january),
        act(january, "ASSAULT", -9.0, number=1),
        act(january, "AID", 10.0, number=2, actor="BOR", recipient="ALA"),
        act(january, number=3, reciprocal=True),
    ).series("month")
    counted = {row["direction"]: (row["events"], row["material_conflict"]) for row in table.to_pylist()}
    assert counted == {"all": (4, 1), "ALA>BOR": (2, 1), "BOR>ALA": (1, 0), "joint": (1, 0)}
    (everything,) = lines(table)
    assert everything["intensity_sum"] == 2.5 - 9.0 + 10.0 + 2.5
    assert everything["intensity_mean"] == 1.5


def test_zero_is_not_unknown() -> None:
    table = relation(
        act(date(2020, 1, 5)),
        *elsewhere(date(2020, 1, 6)),
        *elsewhere(date(2020, 2, 6)),
        *elsewhere(date(2020, 3, 6), 3),
        *elsewhere(date(2020, 5, 6)),
    ).series("month")
    found = [(row["coverage"], row["read"], row["events"]) for row in lines(table)]
    assert found == [("covered", 30, 1), ("covered", 30, 0), ("thin", 3, 0), ("none", 0, None), ("covered", 30, 0)]
    assert [row["cooperation"] is None for row in lines(table)] == [False, False, False, True, False]
    widths = [row["cooperation_high"] - row["cooperation_low"] for row in lines(table) if row["cooperation"]]
    assert widths == sorted(widths), "what is longer ago is known less well"


def test_only_what_lies_in_one_period_counts() -> None:
    year = act(date(2020, 1, 1), end=date(2020, 12, 31))
    undated = act(date(2020, 5, 1), number=1, end=None) | {"date_start": None}
    one = relation(act(date(2020, 5, 2), number=2), year, undated)
    assert [row["events"] for row in lines(one.series("month"))] == [1]
    assert [row["events"] for row in lines(one.series("year"))] == [2]


def test_status_background_and_coder() -> None:
    day = date(2020, 5, 2)
    one = relation(
        act(day),
        act(day, number=1, status="future"),
        act(day, number=2, historical=True),
        act(day, number=3, origin="imported", coder="GDELT 2"),
    )

    def events(**wanted: object) -> object:
        (row,) = lines(one.series("month", **wanted))
        return row["events"]

    assert events() == 2
    assert events(status="future") == 1
    assert events(status=("actual", "future"), historical=True) == 4
    assert events(coder="GDELT") == 1


def test_a_story_counts_once() -> None:
    day = date(2020, 5, 2)
    told = [act(day + timedelta(i), number=i, story="a", confidence=i / 10) for i in range(5)]
    other = [act(day, "ASSAULT", -9.0, story="a"), act(day, number=9)]
    (row,) = lines(relation(*told, *other).series("month"))
    assert row["events"] == 3
    assert row["intensity_sum"] == 2.5 - 9.0 + 2.5


@given(st.lists(st.dates(date(2019, 1, 1), date(2021, 12, 31)), min_size=1, max_size=30), st.sampled_from(FREQUENCIES))
def test_periods_are_those_of_the_calendar(days: list[date], freq: str) -> None:
    def first(day: date) -> date:
        return {
            "day": day,
            "week": date.fromisocalendar(*day.isocalendar()[:2], 1),
            "month": day.replace(day=1),
            "quarter": date(day.year, 3 * ((day.month - 1) // 3) + 1, 1),
            "year": date(day.year, 1, 1),
        }[freq]

    wanted = Wanted(freq)
    rows = Rows(pa.Table.from_pylist([act(day, number=i) for i, day in enumerate(days)], schema=COLUMNS))
    parameters = {"pair": "ALA-BOR", "one": "ALA", "status": ["actual"], "directions": ["all"]}
    table = rows.sql(joined(series_steps(wanted)), parameters | {"since": None, "until": None})
    counted = dict(zip(table["period"].to_pylist(), table["events"].to_pylist(), strict=True))
    for period, events in counted.items():
        assert (events or 0) == sum(first(day) == period for day in days)
    assert sum(events or 0 for events in counted.values()) == len(days)
    ends = zip(table["period"].to_pylist()[1:], table["period_end"].to_pylist(), strict=False)
    assert all(begin == end + timedelta(1) for begin, end in ends)


def test_splits_add_up() -> None:
    one = Relation(Rows(planted_dyad(3, months=12, breaks=0).rows), "ALA", "BOR")
    whole = {(r["period"], r["direction"]): r["events"] for r in one.series("month").to_pylist()}
    for split in ("quad", "type"):
        parts = one.series("month", split=split)  # noqa: F841 - DuckDB finds it by its name
        summed = duckdb.sql("SELECT period, direction, sum(events)::BIGINT FROM parts GROUP BY ALL").fetchall()
        assert {(period, direction): events for period, direction, events in summed} == whole


def test_tracks_have_an_index_each() -> None:
    day = date(2020, 5, 2)
    table = relation(
        act(day, contexts=["economic"]),
        act(day, "ACCUSE", -3.0, number=1, contexts=["territory", "economic"]),
        act(day, number=2, contexts=[]),
        act(day, number=3, contexts=None),
    ).series("month", split="track")
    found = {row["group"]: row for row in lines(table)}
    assert {group: row["events"] for group, row in found.items()} == {"economy": 2, "territory": 1, "on no track": 2}
    assert found["territory"]["cooperation"] < found["economy"]["cooperation"] < found["on no track"]["cooperation"]


def test_since_and_until_bound_it() -> None:
    one = relation(act(date(2020, 5, 2)), *elsewhere(date(2020, 5, 2)))
    table = one.series("month", since=date(2020, 3, 9), until=date(2020, 6, 9))
    assert [row["coverage"] for row in lines(table)] == ["none", "none", "covered", "none"]


def test_nothing_known() -> None:
    ledger = detente.Ledger(":memory:")
    assert ledger.relation("ALA", "BOR").series().num_rows == 0
    ledger.add([coded()])
    assert lines(ledger.relation("ALA", "USA").series())[0]["events"] == 0
    (row,) = lines(ledger.relation("ALA", "BOR").series())
    assert (row["period"], row["events"], row["coverage"], row["read"]) == (date(2025, 6, 1), 1, "thin", 1)


def test_wrong_words() -> None:
    one = relation(act(date(2020, 5, 2)))
    for wrong in ({"freq": "decade"}, {"split": "colour"}, {"status": "maybe"}):
        with pytest.raises(UsageError):
            one.series(**wrong)
    with pytest.raises(UsageError):
        one.series(since=date(2020, 2, 1), until=date(2020, 1, 1))


def test_the_index_covers_what_was_planted() -> None:
    inside = told = 0
    for seed in range(8):
        planted = planted_dyad(seed, shift=2.0)
        found = lines(Relation(Rows(planted.rows), "ALA", "BOR").series())
        truth = dict(zip(planted.months, planted.level, strict=True))
        for row in found:
            if row["cooperation"] is not None:
                told += 1
                inside += bool(row["cooperation_low"] <= truth[row["period"]] <= row["cooperation_high"])
    assert 0.82 <= inside / told <= 0.98


def test_reading_more_does_not_raise_the_index() -> None:
    rows = planted_dyad(5, breaks=0, volume=60, gaps=0.0).rows
    full = Relation(Rows(rows), "ALA", "BOR").series()
    kept = np.random.default_rng(1).random(rows.num_rows) < 0.2
    fewer = Relation(Rows(rows.filter(pa.array(kept))), "ALA", "BOR").series()
    difference = np.array([r["cooperation"] for r in lines(full)]) - np.array([r["cooperation"] for r in lines(fewer)])
    assert abs(difference.mean()) < 0.35
    assert np.mean([r["cooperation_sd"] for r in lines(fewer)]) > np.mean([r["cooperation_sd"] for r in lines(full)])


def test_the_same_seed_plants_the_same() -> None:
    first, second = planted_dyad(1), planted_dyad(1)
    assert first.rows.equals(second.rows)
    assert first.breaks == second.breaks
    assert len(planted_dyad(2, breaks=3).breaks) == 3
    assert planted_dyad(3, gaps=0.5).unread
