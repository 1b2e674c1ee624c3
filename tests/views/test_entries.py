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


def test_rates(books: Path) -> None:
    shown = run("promises", "--rates", "promiser", "--on", "2026-06-01", "--ledger", books).output
    assert "BOR" in shown and "1.00 (0.27 to 1.00)" in shown


def test_what_cannot_be(books: Path) -> None:
    assert run("promises", "--state", "kept", "--ledger", books).exit_code == 2
    assert run("promises", "--link", "a", "b", "--unlink", "a", "b", "--ledger", books).exit_code == 2
    assert run("promises", "--link", "zz", "yy", "--ledger", books).exit_code == 1
    assert run("contacts", "--between", "Japan", "KOR", "--ledger", books).exit_code == 2
