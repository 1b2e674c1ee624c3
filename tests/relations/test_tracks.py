"""Tracks by period, whether they move together, and who else is on the scene."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from detente.errors import UsageError
from detente.records import Unresolved
from detente.relations.moves import correlation, moves
from detente.relations.tracks import tracks
from tests.relations.books import ALA, BOR, CARL, SYL, act, books, report


def _does(event_type: str, on: str, sentence: str, contexts: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    given = {"actors": (ALA,), "recipients": (BOR,), "contexts": contexts, "trigger": sentence.split()[1], **fields}
    return act(event_type, on=on, sentence=sentence, **given)


def test_acts_by_track_and_period() -> None:
    ledger = books(
        [
            report(
                "2025-06-10",
                _does("COOPERATE", "2025-06-01", "Aland traded wheat.", ("economic",)),
                _does("ACCUSE", "2025-06-02", "Aland blamed it for wartime forced labor.", ("diplomatic",)),
                _does("CONSULT", "2025-06-03", "Aland wrote to Borduria.", ("diplomatic",)),
                _does("REJECT", "2025-07-03", "Aland refused.", ()),
                _does("SANCTION", "2025", "Aland curbed trade.", ("economic",)),
                _does("AID", "2025-06-03", "Aland gave aid.", ("economic",), status="future"),
            )
        ]
    )
    rows = ledger.relation("BOR", "ALA").tracks().to_pylist()
    assert [(r["period"], r["track"], r["events"], r["cooperation"], r["conflict"]) for r in rows] == [
        (date(2025, 6, 1), "diplomacy", 1, 1, 0),
        (date(2025, 6, 1), "economy", 1, 1, 0),
        (date(2025, 6, 1), "history", 1, 0, 1),
        (date(2025, 7, 1), "none", 1, 0, 1),
    ]
    assert all(len(row["event_ids"]) == row["events"] for row in rows)
    yearly = {r["track"]: r["events"] for r in ledger.relation("ALA", "BOR").tracks("year").to_pylist()}
    assert yearly == {"diplomacy": 1, "economy": 2, "history": 1, "none": 1}
    assert set(yearly) <= {*tracks(), "none"}
    with pytest.raises(UsageError):
        ledger.relation("ALA", "BOR").tracks("decade")
    assert all(one.reason is not None and one.verdict == "open" for one in ledger.relation("ALA", "BOR").moves())


def _series(mine: Any, theirs: Any) -> pa.Table:
    rows = []
    for number, (a, b) in enumerate(zip(mine, theirs, strict=True)):
        period = date(2000 + number // 12, number % 12 + 1, 1)
        rows += [{"period": period, "track": t, "score_mean": float(v)} for t, v in (("economy", a), ("security", b))]
    return pa.Table.from_pylist(rows)


def test_tracks_that_move_together_apart_and_freely() -> None:
    random = np.random.default_rng(1)
    base = random.normal(size=60).cumsum()
    (together,) = moves(_series(base, base + random.normal(size=60) / 2))
    (apart,) = moves(_series(base, -base + random.normal(size=60) / 2))
    assert (together.verdict, apart.verdict, together.periods) == ("together", "apart", 60)
    assert together.low is not None and together.correlation is not None and together.high is not None
    assert together.low <= together.correlation <= together.high
    (few,) = moves(_series(base[:20], base[:20]))
    assert (few.verdict, few.correlation) == ("open", None) and few.reason is not None
    assert isinstance(correlation(np.ones(30), base[:30]), Unresolved)


def test_the_interval_holds_nothing_about_as_often_as_it_says() -> None:
    """Independent white series: the 90% interval should hold 0 in about nine of ten cases."""
    random = np.random.default_rng(7)
    held = 0
    for number in range(40):
        found = correlation(random.normal(size=60), random.normal(size=60), seed=number)
        assert not isinstance(found, Unresolved)
        held += found[1] <= 0 <= found[2]
    assert held >= 29


def test_correlation_against_a_known_value() -> None:
    # With ranks d apart: 1 - 6 * sum(d^2) / (n (n^2 - 1)), here neighbours swapped: 1 - 6 * 24 / (24 * 575).
    one = np.arange(24.0)
    found = correlation(one, one.reshape(-1, 2)[:, ::-1].reshape(-1))
    assert not isinstance(found, Unresolved)
    assert found[0] == pytest.approx(1 - 6 * 24 / (24 * 575))


def test_third_parties() -> None:
    both = act("CONSULT", on="2025-06-01", actors=(ALA, CARL, SYL), sentence="All met.", trigger="met")
    pressure = act(
        "SANCTION", on="2025-06-02", actors=(SYL,), recipients=(BOR,), sentence="Syldavia cut trade.", trigger="cut"
    )
    back = act(
        "ACCUSE", on="2025-06-03", actors=(ALA,), recipients=(SYL,), sentence="Aland blamed it.", trigger="blamed"
    )
    relation = books([report("2025-06-10", both, pressure, back)]).relation("ALA", "BOR")
    edges = {(e.kind, e.source, e.target): e for e in relation.third_parties()}
    assert set(edges) == {
        ("with", "SYL", "ALA-BOR"),
        ("on", "SYL", "BOR"),
        ("on", "ALA", "SYL"),
        ("aligned", "ALA-BOR", "SYL"),
    }
    assert edges["with", "SYL", "ALA-BOR"].weight == 1 and len(edges["with", "SYL", "ALA-BOR"].event_ids) == 1
    assert (edges["on", "SYL", "BOR"].mean or 0) < 0 and edges["on", "SYL", "BOR"].since == date(2025, 6, 2)
    assert edges["aligned", "ALA-BOR", "SYL"].mean is None and edges["aligned", "ALA-BOR", "SYL"].reason
    assert relation.third_parties(limit=0) == ()


def test_the_newest_events_of_a_third_party() -> None:
    days = [*(f"2025-06-{n:02}" for n in range(1, 24)), "2025-06-23", None]
    acts = [
        act("SANCTION", on=on, actors=(SYL,), recipients=(BOR,), sentence=f"{n} cut.", trigger="cut")
        for n, on in enumerate(days)
    ]
    ledger = books([report("2025-06-30", one, name=str(n)) for n, one in enumerate(acts)])
    (edge,) = (e for e in ledger.relation("ALA", "BOR").third_parties() if e.kind == "on")
    told = ledger.sql("SELECT id, date_start FROM events").to_pylist()
    ordered = sorted(
        told, key=lambda row: (row["date_start"] is None, -(row["date_start"] or date.min).toordinal(), row["id"])
    )
    assert edge.event_ids == tuple(row["id"] for row in ordered[:20])
    assert (edge.weight, edge.since, edge.until) == (25, date(2025, 6, 1), date(2025, 6, 23))
