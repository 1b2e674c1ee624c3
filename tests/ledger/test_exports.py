"""Events given out in other coders' shapes and as tables, and taken in again."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import ontology
from detente.errors import InputError, LedgerError, UsageError
from detente.formats import gdelt, icews, polecat, write_events
from detente.ledger import Ledger
from detente.ledger.opening import ledger_of
from detente.records import Actor, Coded, Interval, Party, Span
from tests.examples import coded, span
from tests.foreign import write_gdelt, write_icews, write_polecat

KINDS = [(t, m) for t in ontology.types() for m in (None, *(m for of, m in ontology.modes() if of == t))]
COUNTRIES = ("JPN", "KOR", "ROU", "PSE", "KOS", "RUS", "UNO", "EUR", "IGO", "NGO", "MNC", "IMG")
DAY = Interval(date(2025, 6, 9), date(2025, 6, 9), "day", "on Monday")


NAMES_OF_BODIES = {"UNO": "United Nations", "EUR": "European Union"}


def actor(country: str, name: str | None = None) -> Party:
    known = name or NAMES_OF_BODIES.get(country, f"{country} office")
    return Party(span("Dorn"), Actor(f"x:{country}", known, country, "GOV", ("GOV", "MIL")))


def own(*events: dict[str, Any]) -> Coded:
    """One article with events that differ from the example by what is said of each."""
    base = coded(0)
    call = base.events[0]
    made = []
    for number, said in enumerate(events):
        start = number % 40
        words = Span(start, start + 1, base.article.text[start])
        evidence = replace(call.evidence, trigger=words)
        made.append(
            replace(call, **{"id": f"{number:016x}", "date": DAY, "evidence": evidence, "contexts": (), **said})
        )
    return replace(base, events=tuple(made))


def acts(ledger: Ledger, columns: str) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(row.values()) for row in ledger.sql(f"SELECT {columns} FROM journal").to_pylist())


def sent(coded_article: Coded, form: str, folder: Path, columns: str) -> tuple[Counter[Any], Counter[Any]]:
    """The journal of own events, and that of the same events after an export and an import."""
    ledger = Ledger(":memory:")
    ledger.add([coded_article])
    ledger.export_events(form, folder / "out", ["detente"])
    other = Ledger(":memory:")
    other.import_events(form.rstrip("1"), [folder / "out"])
    return acts(ledger, columns), acts(other, columns)


def lines(path: Path) -> list[str]:
    return sorted(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("form", "shape", "name"),
    [
        ("gdelt", "gdelt", "gdelt2_events.tsv"),
        ("gdelt", "gdelt1", "gdelt1_events.tsv"),
        ("icews", "icews", "icews_2018_sample.tab"),
    ],
)
def test_real_rows_come_back_word_for_word(data_dir: Path, tmp_path: Path, form: str, shape: str, name: str) -> None:
    real = data_dir / "formats" / name
    ledger = Ledger(":memory:")
    ledger.import_events(form, [real])
    done = ledger.export_events(shape, tmp_path / "out")
    assert done.rows == len(lines(real)) - (form == "icews")
    width = len(gdelt.EVENTS_1)
    # Rows of GDELT before April 2013 end without an address: they get an empty one.
    wanted = [line + "\t" * (width - 1 - line.count("\t")) if shape == "gdelt1" else line for line in lines(real)]
    assert lines(tmp_path / "out") == sorted(wanted)


def test_polecat_rows_come_back_word_for_word(tmp_path: Path) -> None:
    file = write_polecat(
        tmp_path / "a.txt",
        {},
        {"Event ID": "2_AID", "Event Type": "AID", "Event Mode": "None"},
        {"Event ID": "3_X", "Actor Country": "JPN; USA"},
    )
    ledger = Ledger(":memory:")
    ledger.import_events("polecat", [file])
    ledger.export_events("polecat", tmp_path / "out")
    assert lines(tmp_path / "out") == lines(file)


@pytest.mark.parametrize("form", ["gdelt", "gdelt1", "icews", "polecat"])
def test_own_events_come_back_as_the_same_acts(tmp_path: Path, form: str) -> None:
    events: list[dict[str, Any]] = []
    for number, (kind, mode) in enumerate(KINDS):
        one, other = COUNTRIES[number % 12], COUNTRIES[(number * 5 + 1) % 12]
        events.append(
            {
                "event_type": kind,
                "event_mode": mode,
                "actors": (actor(one),),
                "recipients": (actor(other if other != one else "USA"),),
                "reciprocal": False,
            }
        )
    events.append(
        {
            "event_type": "SANCTION",
            "event_mode": None,
            "reciprocal": False,
            "actors": (actor("JPN"), actor("USA")),
            "recipients": (actor("PRK"),),
        }
    )
    events.append({"actors": (actor("JPN"), actor("KOR"), actor("USA"))})
    columns = "date_start, date_end, actor, recipient, pair, reciprocal, event_type, quad"
    if form == "polecat":
        columns += ", event_mode, score, cameo, published"
    before, after = sent(own(*events), form, tmp_path, columns)
    # CAMEO has no code for a resignation that retreats; its nearest concedes.
    lost = {key for key in before if key[6] == "RETREAT"} if form != "polecat" else set()
    assert set(before - after) <= lost
    assert sum(after.values()) == sum(before.values())


def test_one_coding_alone_is_another_in_cameo() -> None:
    changed = [
        (kind, mode) for kind, mode in KINDS if (ontology.from_cameo(ontology.cameo(kind, mode)) or ("",))[0] != kind
    ]
    assert changed == [("RETREAT", "resign")]


def test_what_a_shape_cannot_hold_is_left_out_and_counted(tmp_path: Path) -> None:
    month = Interval(date(2025, 5, 1), date(2025, 5, 31), "month", "in May")
    parties = {"actors": (actor("JPN"), actor("KOR"))}
    article_coded = own(
        parties, {**parties, "status": "negated"}, {**parties, "date": month}, {**parties, "date": None}
    )
    ledger = Ledger(":memory:")
    ledger.add([article_coded])
    ledger.import_events("icews", [write_icews(tmp_path / "a.tab", {"CAMEO Code": "020"})])
    done = ledger.export_events("polecat", tmp_path / "out")
    assert done.rows == 1
    assert dict(done.left_out) == {
        "planned, hypothetical or denied": 1,
        "of no single day": 1,
        "undated": 1,
        "of no PLOVER type": 1,
    }


def test_acts_without_a_recipient(tmp_path: Path) -> None:
    protest = {"event_type": "PROTEST", "event_mode": None, "reciprocal": False, "actors": (actor("JPN"),)}
    ledger = Ledger(":memory:")
    ledger.add([own(protest)])
    ledger.export_events("icews", tmp_path / "out")
    other = Ledger(":memory:")
    other.import_events("icews", [tmp_path / "out"])
    (row,) = other.sql("SELECT actor, recipient, event_type FROM imported").to_pylist()
    assert row == {"actor": "JPN", "recipient": None, "event_type": "PROTEST"}


@pytest.mark.parametrize("shape", ["gdelt", "icews", "polecat"])
def test_from_one_shape_to_another(tmp_path: Path, shape: str) -> None:
    files = {
        "gdelt": write_gdelt(tmp_path / "g", {"EventCode": "112"}),
        "icews": write_icews(tmp_path / "i", {"Target Country": "Romania"}),
        "polecat": write_polecat(tmp_path / "p", {"Event Type": "ACCUSE", "Event Mode": "None"}),
    }
    ledger = Ledger(":memory:")
    for form, file in files.items():
        ledger.import_events(form, [file])
    assert ledger.export_events(shape, tmp_path / "out").rows == 3
    other = Ledger(":memory:")
    other.import_events(shape, [tmp_path / "out"])
    columns = "date_start, actor, recipient, event_type, quad"
    assert acts(other, columns) == acts(ledger, columns)


def test_tables(tmp_path: Path) -> None:
    ledger = Ledger(":memory:")
    ledger.add([own({"actors": (actor("JPN"), actor("KOR"))})])
    ledger.import_events("gdelt", [write_gdelt(tmp_path / "a", {})])
    for form in ("csv", "parquet", "jsonl"):
        assert ledger.export_events(form, tmp_path / form).rows == 2
    with (tmp_path / "csv").open(encoding="utf-8", newline="") as text:
        rows = {row["coder"]: row for row in csv.DictReader(text)}
    assert (rows["GDELT 2"]["actor"], rows["GDELT 2"]["actor_cow"]) == ("JPN", "740")
    assert rows["detente test"]["origin"] == "coded"
    assert {json.loads(line)["recipient_cow"] for line in lines(tmp_path / "jsonl")} == {732}
    assert pq.read_table(tmp_path / "parquet")["actor_cow"].to_pylist() == [740, 740]
    assert ledger.export_events("csv", tmp_path / "csv", ["gdelt"]).rows == 1
    assert ledger.export_events("csv", tmp_path / "csv", view="imported").rows == 1
    assert ledger.export_events("parquet", tmp_path / "parquet", view="events").rows == 1
    assert pq.read_table(tmp_path / "parquet")["actor_cow"].to_pylist() == [[740, 732]]
    assert ledger.export_events("jsonl", tmp_path / "jsonl", view="mentions").rows == 0
    with pytest.raises(UsageError, match="no view"):
        ledger.export_events("csv", tmp_path / "x", view="articles")
    with pytest.raises(UsageError, match="no format"):
        ledger.export_events("xls", tmp_path / "x")


def test_a_file_is_complete_or_absent(tmp_path: Path) -> None:
    with pytest.raises(LedgerError):
        Ledger(tmp_path / "nowhere").export_events("csv", tmp_path / "out")
    with pytest.raises(InputError, match="cannot be written"):
        Ledger(":memory:").export_events("csv", tmp_path / "no" / "out")
    assert list(tmp_path.iterdir()) == []


def test_events_of_a_file(tmp_path: Path) -> None:
    said = own({"actors": (actor("JPN"), actor("KOR"))})
    with (tmp_path / "events.jsonl").open("wb") as out:
        write_events(((event, said.article) for event in said.events), out, "jsonl")
    ledger_of(tmp_path / "events.jsonl", print).export_events("gdelt", tmp_path / "out")
    assert ledger_of(tmp_path / "out", print).sql("SELECT DISTINCT pair FROM imported").to_pylist() == [
        {"pair": "JPN-KOR"}
    ]
    (tmp_path / "words").write_text("no events")
    with pytest.raises(InputError, match="words: holds no events"):
        ledger_of(tmp_path / "words", print)


NAMES = st.text(max_size=10).filter(lambda name: "\x00" not in name)


@settings(max_examples=10)
@given(st.lists(NAMES, min_size=1, max_size=4), st.sampled_from(["gdelt", "icews", "polecat"]))
def test_any_name_stays_on_its_line(tmp_path_factory: pytest.TempPathFactory, names: list[str], form: str) -> None:
    events: list[dict[str, Any]] = [{"actors": (actor("JPN", name), actor("KOR", "K"))} for name in names]
    folder = tmp_path_factory.mktemp("names")
    columns = "actor, recipient, event_type"
    before, after = sent(own(*events), form, folder, columns)
    assert after == before
    widths = {"gdelt": gdelt.EVENTS_2, "icews": icews.EVENTS, "polecat": polecat.EVENTS}
    text = (folder / "out").read_bytes().decode()
    assert {line.count("\t") + 1 for line in text.removesuffix("\n").split("\n")} == {len(widths[form])}
