"""The commands: what they print, where, and how they end."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from detente import pipeline
from detente.errors import DetenteError, InputError
from detente.formats import event_to_json, read_events, write_events
from detente.ledger import Ledger
from detente.records import Article, Coded
from detente.views.cli import app
from detente.views.console import state
from tests.examples import TEXT, coded
from tests.foreign import write_gdelt

Run = Callable[..., Result]


class FakeCoder:
    """Codes every article as the example, but for texts that say what shall go wrong."""

    def __init__(self) -> None:
        self.scope = ""

    @property
    def name(self) -> str:
        return "detente test"

    def set(self, scope: str) -> FakeCoder:
        self.scope = scope
        return self

    def pipe(
        self, articles: Iterable[Article], workers: int = 1, on_error: Callable[[InputError], None] | None = None
    ) -> Iterator[Coded]:
        assert on_error is not None
        for number, article in enumerate(articles):
            if "French" in article.text:
                on_error(InputError(pipeline.where(article), "it does not read as English"))
            elif "bug" in article.text:
                raise ZeroDivisionError("division by zero")
            elif "power" in article.text:
                raise KeyboardInterrupt
            elif "nothing" in article.text:
                yield Coded(article)
            else:
                yield coded(number)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setattr(pipeline, "load", lambda *_args, **_options: FakeCoder())
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DETENTE_LEDGER", raising=False)
    monkeypatch.delenv("DETENTE_TRACEBACK", raising=False)

    def invoke(*arguments: str, **options: object) -> Result:
        return CliRunner().invoke(app, list(arguments), **options)  # type: ignore[arg-type]

    return invoke


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def books(tmp_path: Path) -> Path:
    Ledger(tmp_path / "books").add([coded(0), coded(1)])
    return tmp_path / "books"


def test_code_prints_an_index(run: Run, report: Path) -> None:
    done = run("code", str(report), "--published", "2025-06-10")
    assert done.exit_code == 0
    assert "Ada Berg (ALA) ⇄ Carl Dorn (BOR)" in done.stdout
    assert done.stderr == ""
    assert "\x1b" not in done.stdout


def test_code_says_where_it_found_nothing(run: Run, report: Path) -> None:
    report.write_text("There is nothing here.")
    done = run("code", str(report))
    assert done.exit_code == 0
    assert "no event found" in done.stdout


def test_code_in_every_format(run: Run, report: Path, tmp_path: Path) -> None:
    wanted = [event_to_json(e, coded().article) for e in coded().events]
    assert [json.loads(line) for line in run("code", str(report), "--format", "jsonl").stdout.splitlines()] == wanted
    rows = list(csv.DictReader(io.StringIO(run("code", str(report), "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == [w["id"] for w in wanted]
    table = pq.read_table(io.BytesIO(run("code", str(report), "--format", "parquet").stdout_bytes))
    assert table["id"].to_pylist() == [w["id"] for w in wanted]
    for ending in ("jsonl", "csv", "parquet", "txt"):
        done = run("code", str(report), "-o", f"out.{ending}")
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert [event_to_json(e, c) for e, c in read_events(tmp_path / "out.jsonl")] == wanted
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 2
    assert "Ada Berg (ALA) ⇄" in (tmp_path / "out.txt").read_text(encoding="utf-8")


def test_what_cannot_be_used_is_named_and_the_rest_is_done(run: Run, report: Path, tmp_path: Path) -> None:
    french = tmp_path / "french.txt"
    french.write_text("French words.")
    done = run("code", "absent.txt", str(french), str(report), "--format", "jsonl")
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 2
    absent, other = done.stderr.splitlines()
    assert absent.startswith("detente: absent.txt")
    assert other.startswith(f"detente: {french}, ")
    assert other.endswith("it does not read as English")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["code"],
        ["code", "x", "--format", "xls"],
        ["code", "x", "--published", "June"],
        ["code", "x", "--workers", "0"],
        ["events", "--type", "FIGHT"],
        ["events", "--between", "JPN"],
        ["events", "--status", "done"],
        ["evaluate"],
        ["evaluate", "a", "b", "c"],
        ["evaluate", "weather", "."],
        ["actor", "Japan"],
        ["brew"],
    ],
)
def test_wrong_usage_ends_with_2(run: Run, books: Path, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stderr or not arguments
    assert "Traceback" not in done.output


def test_bugs_show_no_traceback(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report.write_text("A bug.")
    done = run("code", str(report), "-o", "out.jsonl")
    assert done.exit_code == 1
    assert done.stderr == (
        "detente: internal error: ZeroDivisionError: division by zero (DETENTE_TRACEBACK=1 shows where)\n"
    )
    assert not Path("out.jsonl").exists()
    monkeypatch.setenv("DETENTE_TRACEBACK", "1")
    assert isinstance(run("code", str(report)).exception, ZeroDivisionError)


def test_interrupted(run: Run, report: Path) -> None:
    report.write_text("The power failed.")
    done = run("code", str(report), "-o", "out.jsonl")
    assert done.exit_code == 130
    assert done.output == ""
    assert [p.name for p in Path().iterdir()] == ["report.txt"]


def test_add_twice(run: Run, report: Path) -> None:
    first = run("add", str(report))
    assert first.exit_code == 0
    assert "1 added, 0 replaced, 0 unchanged; 2 events, 1 quotations written; snapshot 1" in first.stdout
    assert "0 added, 0 replaced, 1 unchanged" in run("add", str(report)).stdout
    assert Ledger("books").events().num_rows == 2


def test_errors_are_kept(run: Run, report: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": "Good news."}\n{broken\n{"text": "French words."}\n')
    for _ in range(2):
        assert run("add", "*.jsonl").exit_code == 1
        rows = [json.loads(line) for line in run("errors", "--format", "jsonl").stdout.splitlines()]
        assert [(row["file"], row["offset"]) for row in rows] == [("bad.jsonl", 23), ("bad.jsonl", None)]
        assert rows[0]["item"] == "line 2"
        assert rows[1]["reason"] == "it does not read as English"
    assert "bad.jsonl, line 2 (byte 23): is not valid JSON" in run("errors").stdout
    assert len(run("errors", "--limit", "1").stdout.splitlines()) == 1


def test_progress_says_what_is_done_and_what_is_left() -> None:
    assert state(1, 0, 0, 0.5, None) == "1 article, 0 events"
    said = state(1500, 2000, 1, 300.0, 0.25)
    assert said == "1,500 articles, 2,000 events, 1 error, 5.0 a second, 25%, 0:15:00 to go"


def test_the_ledger_is_named_by_option_or_environment(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", str(report), "--ledger", "mine")
    assert not Path("books").exists()
    monkeypatch.setenv("DETENTE_LEDGER", "mine")
    assert "Ada Berg" in run("events").stdout
    monkeypatch.setenv("DETENTE_LEDGER", "nowhere")
    done = run("events")
    assert (done.exit_code, done.stderr) == (1, "detente: no ledger at nowhere\n")


def test_events(run: Run, books: Path) -> None:
    assert run("events").stdout.count("Ada Berg (ALA) ⇄ Carl Dorn (BOR)") == 2

    def count(*filters: str) -> int:
        return len(run("events", "--format", "jsonl", *filters).stdout.splitlines())

    assert count() == 4
    assert count("--between", "ALA", "BOR") == 4
    assert count("--involving", "USA") == 0
    assert count("--since", "2025-06-09", "--until", "2025-06-09") == 2
    assert count("--type", "CONSULT", "--type", "AGREE", "--status", "future") == 2
    assert count("--background") == 0
    assert count("--no-background") == 4
    assert count("--attributed-to", "government") == 2
    assert count("--article", coded(1).article.id) == 2
    assert count("--limit", "3") == 3
    assert count("--snapshot", "0") == 0
    assert run("events", "--snapshot", "9").exit_code == 1
    done = run("events", "-o", "out.csv")
    assert done.exit_code == 0
    assert len(list(csv.DictReader(io.StringIO(Path("out.csv").read_text(encoding="utf-8"))))) == 4
    run("events", "-o", "index.txt")
    assert Path("index.txt").read_text(encoding="utf-8") == run("events").stdout


def test_quotes(run: Run, books: Path) -> None:
    done = run("quotes", "--limit", "1")
    assert "Ada Berg (ALA) · reporters\n   “We had a good talk,”" in done.stdout
    said = [json.loads(line) for line in run("quotes", "--format", "jsonl").stdout.splitlines()]
    assert [s["name"] for s in said] == ["Ada Berg", "Ada Berg"]


def test_snapshots_and_remove(run: Run, books: Path) -> None:
    done = run("remove", coded(0).article.id[:8])
    assert (done.exit_code, done.stdout) == (0, f"books: article {coded(0).article.id} removed\n")
    assert run("remove", "0000").exit_code == 1
    lines = run("snapshots").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["0", "1", "2"]
    assert lines[-1].split()[3:] == ["remove", "1", "2", "1", "0"]


def test_import_and_export(run: Run, books: Path, tmp_path: Path) -> None:
    write_gdelt(tmp_path / "a.CSV", {}, {"GLOBALEVENTID": "x"})
    done = run("import", "gdelt", "a.CSV")
    assert done.exit_code == 1
    assert done.stdout == "books: 1 added, 0 replaced, 0 unchanged; 1 rows refused; snapshot 2\n"
    assert done.stderr == "detente: a.CSV, line 2: GLOBALEVENTID is 'x', which is no number\n"
    out = run("export", "gdelt", "--coder", "gdelt")
    assert out.stdout == (tmp_path / "a.CSV").read_text().splitlines(keepends=True)[0]
    assert run("export", "polecat", "--from", "a.CSV", "-o", "p.txt").exit_code == 1
    assert len((tmp_path / "p.txt").read_text().splitlines()) == 2
    own = run("export", "gdelt", "--version", "1", "--coder", "detente")
    assert [line.count("\t") for line in own.stdout.splitlines()] == [57] * 4
    assert own.stderr == "detente: 2 events left out, planned, hypothetical or denied: gdelt has no place for them\n"
    assert run("compact").stdout == "books: snapshot 3\n"
    assert run("remove", "--imported", "a.CSV").stdout == "books: 1 imported rows of a.CSV removed\n"
    assert run("remove", "--imported", "a.CSV").exit_code == 1
    assert run("remove").exit_code == 2
    assert run("import", "cnn", "a.CSV").exit_code == 2


def test_explain_from_the_ledger_and_from_a_file(run: Run, books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.views import finding

    monkeypatch.setattr(finding, "parsed", lambda _event, _article: None)
    event = coded(1).events[0]
    done = run("explain", event.id[:8])
    assert done.exit_code == 0
    assert "[who: President Ada Berg] [did: spoke] with Borduria's" in " ".join(done.stdout.split())
    with Path("events.jsonl").open("wb") as out:
        write_events(((e, coded(1).article) for e in coded(1).events), out, "jsonl")
    done = run("explain", event.id[:8], "--from", "events.jsonl")
    assert "[did: spoke]" in done.stdout
    assert "Decisions\n  not kept here" in done.stdout
    missing = run("explain", "zzz", "--from", "events.jsonl")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert missing.stderr.startswith("detente: events.jsonl: no event 'zzz'")
    assert run("explain", "zzz").exit_code == 1


def test_explain_codes_an_article_again(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.views import finding

    monkeypatch.setattr(finding, "load", lambda *_args, **_options: FakeCoder())
    monkeypatch.setattr(finding, "parsed", lambda _event, _article: None)
    done = run("explain", coded().events[1].id, "--from", str(report))
    assert "[who: Dorn] hopes to [did: visit]" in done.stdout


def test_actor(run: Run) -> None:
    known = run("actor", "Japan", "--on", "2020-01-01")
    assert known.exit_code == 0
    assert "country  JPN" in known.stdout
    unknown = run("actor", "Xyzzy Plugh", "--on", "2020-01-01")
    assert unknown.exit_code == 0
    assert unknown.stdout.startswith("unresolved: ")


def test_evaluate_names_what_it_cannot_use(run: Run, tmp_path: Path) -> None:
    assert "there is no such file" in run("evaluate", "nowhere").stderr
    done = run("evaluate", str(tmp_path))
    assert done.exit_code == 1
    assert "name one of articles, records, parse, names, dates" in done.stderr


def test_errors_of_the_project_end_with_1(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object, **_options: object) -> None:
        raise DetenteError("the model is damaged")

    monkeypatch.setattr(pipeline, "load", fails)
    done = run("code", str(report))
    assert (done.exit_code, done.stderr) == (1, "detente: the model is damaged\n")


def command(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """The command as users start it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "detente", *arguments], capture_output=True, text=True, check=False, **options
    )  # type: ignore[call-overload,no-any-return]


def test_version() -> None:
    import detente

    done = command("--version")
    assert (done.returncode, done.stdout) == (0, f"detente {detente.__version__}\n")


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    # More than a pipe holds, so that the command is still writing when the reader leaves.
    Ledger(tmp_path / "books").add(coded(number) for number in range(300))
    script = f"{sys.executable} -m detente events --format jsonl | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stderr == ""
    first, status = done.stdout.splitlines()
    assert json.loads(first)["event_type"] == "CONSULT"
    assert status == "0"


def test_names_in_any_script_are_printed_in_any_terminal(tmp_path: Path) -> None:
    Ledger(tmp_path / "books").add([coded(0)])
    done = command("events", cwd=tmp_path, env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "Ada Berg (ALA) ? Carl Dorn (BOR)" in done.stdout


def test_what_a_cluster_cannot_do_is_wrong_usage(run: Run, report: Path) -> None:
    file = str(report)
    for arguments, said in (
        (("add", file, "--master", "yarn"), "--engine spark"),
        (("code", file, "--conf", "spark.x=1"), "--engine spark"),
        (("add", file, "--engine", "spark", "--workers", "2"), "--workers"),
        (("add", file, "--engine", "spark", "--conf", "memory"), "spark.KEY=VALUE"),
        (("add", "-", "--engine", "spark"), "standard input"),
        (("code", file, "--engine", "spark"), "-o"),
        (("code", file, "--engine", "spark", "-o", "x.jsonl", "--format", "jsonl"), "Parquet"),
    ):
        ended = run(*arguments)
        assert (ended.exit_code, said in ended.stderr) == (2, True), (arguments, ended.stderr)
