"""Track records of forecasts: made once for the acts in the ledger, found again, made anew when acts come in."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from deltalake import DeltaTable

from detente.formats import icews
from detente.ledger import migrations
from detente.ledger.locking import locked
from detente.ledger.tables import LOCK, Folder
from detente.relations import Ledger, backtest
from detente.relations.windows import ASKED
from tests.examples import coded

STATES = {"JPN": "Japan", "KOR": "South Korea", "CHN": "China", "USA": "United States", "FRA": "France"}
ACTS = ("040", "057", "112", "173", "010")


def events(path: Path, days: int, first: int, seed: int = 1) -> Path:
    """An ICEWS file in which every pair of five states acts on some days."""
    drawn, number, lines = random.Random(seed), first, ["\t".join(icews.EVENTS)]
    for day in range(days):
        for one in STATES:
            for other in STATES:
                if one < other and drawn.random() < 0.4:
                    number += 1
                    row = dict.fromkeys(icews.EVENTS, "")
                    row |= {"Event ID": str(number), "Event Date": str(date(2020, 1, 1) + timedelta(days=day))}
                    row |= {"Source Name": STATES[one], "Source Country": STATES[one], "Target Name": STATES[other]}
                    row |= {"Target Country": STATES[other], "CAMEO Code": drawn.choice(ACTS), "Intensity": "1"}
                    row |= {"Story ID": str(number), "Sentence Number": "1", "Publisher": "A", "Country": "Japan"}
                    lines.append("\t".join(row.values()))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def books(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path / "books")
    assert ledger.import_events("icews", [events(tmp_path / "a.tab", 120, 0)]).added > 200
    return ledger


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The backtests that are made from now on."""
    made: list[int] = []
    real = backtest.backtest

    def noted(given: object, days: int) -> object:
        made.append(days)
        return real(given, days)  # type: ignore[arg-type]

    monkeypatch.setattr(backtest, "backtest", noted)
    return made


def test_a_record_is_made_once_and_again_when_acts_come_in(
    books: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = counted(monkeypatch)
    basis = books.snapshots()[-1].number
    first = books.relation("JPN", "KOR").forecast(7)
    kept = books.track_records("JPN-KOR", 7)
    assert len(kept) == 2 * (1 + len(ASKED)) and {one.basis for one in kept} == {basis} == {books.basis()}
    assert books.snapshots()[-1].action == "forecast"
    again = Ledger(books.path).relation("KOR", "JPN").forecast(7)
    assert made == [7] and (again.chances, again.record, again.pooled) == (first.chances, first.record, first.pooled)
    # Another horizon and another day are other records; what is said of the ledger changes none.
    books.relation("JPN", "KOR").forecast(14)
    books.relation("JPN", "KOR").forecast(7, date(2020, 4, 1))
    assert made == [7, 14, 7]
    made.clear()
    on = date(2020, 4, 20)
    books.add([coded(0)])
    basis = books.basis()
    books.relation("JPN", "KOR").forecast(7, on)
    books.annotate(coded(0).article.id, coded(0).events[0].id, "right", author="Eva")
    books.relation("JPN", "KOR").forecast(7, on)
    assert made == [7] and books.basis() == basis
    books.import_events("icews", [events(tmp_path / "b.tab", 10, 10_000, seed=2)])
    books.relation("JPN", "KOR").forecast(7, on)
    assert made == [7, 7] and books.basis() > basis
    assert {one.basis for one in books.track_records("JPN-KOR", 7)} > {basis, books.basis()}


def test_the_record_of_all_pairs_does_not_depend_on_who_asks(books: Ledger) -> None:
    one, other = (books.relation(*pair).forecast(7) for pair in (("JPN", "KOR"), ("CHN", "FRA")))
    assert one.pooled == other.pooled and one.record != other.record
    assert len(books.track_records(days=7)) == 3 * (1 + len(ASKED))


def test_a_new_version_of_the_model_has_a_record_of_its_own(books: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    books.relation("JPN", "KOR").forecast(7)
    made = counted(monkeypatch)
    monkeypatch.setattr("detente.relations.chances.MODEL", "another")
    books.relation("JPN", "KOR").forecast(7)
    assert made == [7] and {one.model for one in books.track_records()} == {"another", "outlook-2"}


def test_a_forecast_is_given_where_nothing_can_be_kept(books: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.ledger.store.KEEP_SECONDS", 0.0)
    number = books.snapshots()[-1].number
    with locked(books.path / LOCK):
        assert books.relation("JPN", "KOR").forecast(7).record.windows > 5
    assert Ledger(books.path, keeps=False).relation("JPN", "KOR").forecast(7).record.windows > 5
    assert Ledger(books.path, number).relation("JPN", "KOR").forecast(7).record.windows > 5
    assert books.track_records() == () and books.snapshots()[-1].number == number


def test_an_older_ledger_gets_the_table_with_its_first_record(tmp_path: Path) -> None:
    path = tmp_path / "old"
    Folder(path, migrations.MIGRATIONS[:9]).create()
    Ledger(path).import_events("icews", [events(tmp_path / "a.tab", 60, 0)])
    assert Ledger(path).snapshots()[-1].schema_version == migrations.SCHEMA_VERSION
    assert Ledger(path).track_records() == ()
    Ledger(path).relation("JPN", "KOR").forecast(7)
    assert DeltaTable(path / "track_records").to_pyarrow_table().num_rows == 2 * (1 + len(ASKED))
