"""`detente actors learned`: what articles teach is listed, accepted, and used when the same ledger is added to."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from detente.views.cli import app

TEXT = "French President Jane Doe met German Chancellor Angela Merkel in Berlin on Monday."


def run(*arguments: object) -> str:
    done = CliRunner().invoke(app, [str(a) for a in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_learned_is_listed_accepted_and_used(tmp_path: Path) -> None:
    books, report = tmp_path / "books", tmp_path / "report.txt"
    report.write_text(TEXT)
    run("add", report, "--published", "2019-05-07", "--ledger", books)
    listed = run("actors", "learned", "--ledger", books)
    assert "news   person:jane-doe  Jane Doe, President of FRA" in listed
    assert "a new President? The tables have Emmanuel Macron" in listed
    assert "Merkel" not in listed
    assert "known  person:angela-merkel" in run("actors", "learned", "--all", "--ledger", books)
    assert run("actors", "learned", "--sources", 2, "--ledger", books) == ""
    assert "1 accepted, 1 in use" in run("actors", "learned", "--accept", "--ledger", books)
    assert run("actors", "learned", "--ledger", books) == ""
    assert "1 replaced" in run("add", report, "--published", "2019-05-07", "--ledger", books)
    assert "1 unchanged" in run("add", report, "--published", "2019-05-07", "--ledger", books)
