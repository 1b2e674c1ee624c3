"""Promises and contacts on the command line: filters, formats, corrections."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

import detente
from detente.views.cli import app
from tests.relations.books import ADA, BOR, CARL, act, report
from tests.relations.test_agreements import mention


@pytest.fixture
def books(tmp_path: Path) -> Path:
    path = tmp_path / "books"
    hope = act(
        "AGREE",
        actors=(CARL,),
        recipients=(ADA,),
        planned=("CONSULT", None, None),
        status="future",
        strength="hoped",
        sentence="Dorn hopes to meet Berg.",
        trigger="hopes",
    )
    met = act(
        "CONSULT", on="2025-06-17", actors=(ADA, CARL), sentence="Berg met Dorn in Tokyo.", trigger="met", place="Tokyo"
    )
    threat = act(
        "SANCTION",
        actors=(ADA,),
        recipients=(BOR,),
        status="future",
        sentence="Berg will sanction Borduria.",
        trigger="sanction",
    )
    detente.Ledger(path).add([report("2025-06-10", hope, threat), report("2025-06-18", met)])
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"USER": "clerk", "LOGNAME": "clerk"})


def test_promises_as_a_page(books: Path) -> None:
    shown = run("promises", "--ledger", books)
    assert shown.exit_code == 0, shown.output
    assert "fulfilled · intention, hoped: CONSULT · after 7 days" in shown.output
    assert "“Berg met Dorn in Tokyo.”" in shown.output
    assert max(map(len, shown.output.splitlines())) <= 80
    assert "CONSULT" not in run("promises", "--kind", "threat", "--ledger", books).output
    assert "threat" not in run("promises", "--state", "fulfilled", "--ledger", books).output
    assert run("promises", "--involving", "JPN", "--ledger", books).output == ""


def test_formats(books: Path, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in run("promises", "--ledger", books, "--format", "jsonl").output.splitlines()]
    by_act = {one["planned_type"]: one for one in lines}
    assert by_act["CONSULT"]["links"][0]["citation"]["sentence"] == "Berg met Dorn in Tokyo."
    rows = list(csv.DictReader(run("promises", "--ledger", books, "--format", "csv").output.splitlines()))
    assert {row["links"] for row in rows} == {"", f"fulfils:{by_act['CONSULT']['links'][0]['citation']['event_id']}"}
    out = tmp_path / "contacts.parquet"
    assert run("contacts", "--ledger", books, "-o", out).exit_code == 0
    (contact,) = pq.read_table(out).to_pylist()
    assert (contact["kind"], contact["host"], contact["evidence"][0]["trigger"]) == ("meeting", "JPN", "met")


def test_contacts_by_filter(books: Path) -> None:
    assert (
        "meeting · leaders · host JPN · Tokyo" in run("contacts", "--between", "BOR", "ALA", "--ledger", books).output
    )
    for no in (("--since", "2025-06-18"), ("--until", "2025-06-16"), ("--kind", "call"), ("--level", "ministers")):
        assert run("contacts", *no, "--ledger", books).output == ""


def test_a_link_taken_away_and_made_again(books: Path) -> None:
    promise = detente.Ledger(books).relation("ALA", "BOR").promises()
    (kept,) = (one for one in promise if one.state == "fulfilled")
    met = kept.links[0].citation.event_id
    done = run("promises", "--unlink", kept.id[:8], met[:8], "--note", "another meeting", "--ledger", books)
    assert done.exit_code == 0 and "has nothing to do with" in done.output and "clerk" in done.output
    assert "fulfilled" not in run("promises", "--ledger", books).output
    assert run("promises", "--link", kept.id, met, "--as", "breaks", "--author", "me", "--ledger", books).exit_code == 0
    assert "breaks (by me)" in run("promises", "--ledger", books).output


def test_contacts_put_right_by_hand(books: Path) -> None:
    (contact,) = detente.Ledger(books).relation("ALA", "BOR").contacts()
    put = run("contacts", "--put", contact.id[:8], "level=ministers", "--note", "deputies", "--ledger", books)
    assert put.exit_code == 0 and "level is ministers, says clerk" in put.output
    shown = run("contacts", "--level", "ministers", "--ledger", books).output
    assert "meeting · ministers" in shown and "level: ministers, said clerk on" in shown
    assert run("contacts", "--drop", contact.id, "--ledger", books).exit_code == 0
    assert run("contacts", "--ledger", books).output == ""
    listed = [json.loads(x) for x in run("corrections", "--ledger", books, "--format", "jsonl").output.splitlines()]
    assert [(one["about"], one["relation"], one["value"]) for one in listed] == [
        ("contact", "level", "ministers"),
        ("contact", None, None),
    ]
    assert run("corrections", "--undo", listed[1]["id"], "--author", "me", "--ledger", books).exit_code == 0
    assert "meeting · ministers" in run("contacts", "--ledger", books).output
    page = run("corrections", "--about", "contact", "--ledger", books).output
    assert "is no contact (taken back)" in page and "deputies" in page
    assert run("corrections", "--undo", listed[1]["id"], "--ledger", books).exit_code == 1
    assert run("corrections", "--about", "promise", "--ledger", books).output == ""


def test_agreements_put_right_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "books"
    signed = act("CONSULT", on="2025-01-10", actors=(ADA, CARL), sentence="Both signed the pact.", trigger="signed")
    pact = mention(report("2025-01-10", signed), 1, "signed", (ADA, CARL), topic="trade")
    cut = act("SANCTION", on="2025-05-01", actors=(ADA,), recipients=(BOR,), sentence="Berg cut trade.", trigger="cut")
    detente.Ledger(path).add([pact, report("2025-05-02", cut, name="later")])
    ledger = detente.Ledger(path)
    (entry,) = ledger.relation("ALA", "BOR").agreements()
    event = ledger.sql("SELECT id FROM events WHERE event_type = 'SANCTION'")["id"][0].as_py()
    done = run("agreements", "--link", entry.id[:8], event[:8], "--as", "suspended", "--ledger", path)
    assert done.exit_code == 0 and f"{event[:8]} suspended {entry.id[:8]}" in done.output
    shown = run("agreements", "--standing", "suspended", "--ledger", path).output
    assert "suspended by Ada Berg · 2025-05-01" in shown and event[:8] in shown
    assert run("agreements", "--put", entry.id, "name=Trade Pact", "--ledger", path).exit_code == 0
    assert "Trade Pact" in run("agreements", "--ledger", path).output
    assert run("agreements", "--unlink", entry.id, event, "--ledger", path).exit_code == 0
    assert "suspended" not in run("agreements", "--ledger", path).output
    assert run("agreements", "--link", entry.id, event, "--as", "kissed", "--ledger", path).exit_code == 2
    assert run("agreements", "--link", entry.id, event, "--drop", entry.id, "--ledger", path).exit_code == 2


def test_rates(books: Path) -> None:
    shown = run("promises", "--rates", "promiser", "--on", "2026-06-01", "--ledger", books).output
    assert "BOR" in shown and "1.00 (0.27 to 1.00)" in shown


def test_what_cannot_be(books: Path) -> None:
    assert run("promises", "--state", "kept", "--ledger", books).exit_code == 2
    assert run("promises", "--link", "a", "b", "--unlink", "a", "b", "--ledger", books).exit_code == 2
    assert run("promises", "--link", "zz", "yy", "--ledger", books).exit_code == 1
    assert run("contacts", "--between", "Japan", "KOR", "--ledger", books).exit_code == 2
