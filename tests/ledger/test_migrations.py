"""Ledgers of earlier versions are read as they are, and brought up to date by the first writer."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from benchmarks.migrating import taken_back
from detente.errors import LedgerError
from detente.ledger import Ledger, flat, linking
from detente.ledger.migrations import MIGRATIONS, SCHEMA_VERSION, add_column
from detente.ledger.schema import TABLES, rows_of
from detente.ledger.tables import Folder
from tests.examples import coded
from tests.ledger.test_stories import later


@pytest.fixture
def version_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger with one article, as it was before articles had a digest and there were corrections."""
    path = tmp_path / "books"
    articles = TABLES["articles"]
    with monkeypatch.context() as then:
        then.setitem(TABLES, "articles", articles.remove(articles.get_field_index("digest")))
        then.delitem(TABLES, "corrections")
        folder = Folder(path, migrations=())
        folder.create()
        with folder.writing() as writing:
            writing.add(rows_of(coded(0)))
            writing.record("add")
    assert "digest" not in DeltaTable(path / "articles").schema().to_json()
    return path


def test_an_old_ledger_can_be_read(version_0: Path) -> None:
    ledger = Ledger(version_0)
    assert ledger.events().num_rows == 2
    assert ledger.sql("SELECT digest FROM articles").to_pylist() == [{"digest": None}]
    assert ledger.corrections() == ()
    assert ledger.snapshots()[-1].schema_version == 0


def test_the_first_writer_upgrades_it(version_0: Path) -> None:
    done = Ledger(version_0).add([coded(0), coded(1)])
    assert (done.added, done.replaced) == (1, 1)
    ledger = Ledger(version_0)
    assert [(s.action, s.schema_version) for s in ledger.snapshots()] == [
        ("create", 0),
        ("add", 0),
        ("migrate", SCHEMA_VERSION),
        ("link", SCHEMA_VERSION),
        ("add", SCHEMA_VERSION),
    ]
    assert ledger.events().num_rows == 4
    assert Ledger(version_0).add([coded(0), coded(1)]).unchanged == 2
    for number, rows in enumerate((0, 2, 2, 2, 4)):
        assert Ledger(version_0, snapshot=number).events().num_rows == rows


def test_an_upgraded_ledger_has_the_columns_of_a_new_one(version_0: Path) -> None:
    Ledger(version_0).add([])
    Ledger(version_0).add([coded(1)])
    new = Ledger(":memory:")
    for name in TABLES:
        upgraded, fresh = DeltaTable(version_0 / name).schema(), DeltaTable(new.path / name).schema()
        assert {f.name: f.type for f in upgraded.fields} == {f.name: f.type for f in fresh.fields}


def test_a_step_that_dies_is_taken_again(version_0: Path) -> None:
    def dies(tables: dict[str, DeltaTable]) -> None:
        MIGRATIONS[0](tables)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Folder(version_0, (dies,)).writing():
        pass
    assert Ledger(version_0).snapshots()[-1].schema_version == 0
    assert Ledger(version_0).add([coded(1)]).added == 1
    assert Ledger(version_0).events().num_rows == 4


def test_a_later_step_runs_alone(tmp_path: Path) -> None:
    path = tmp_path / "books"
    Ledger(path).add([coded(0)])
    ran = []

    def m_next(tables: dict[str, DeltaTable]) -> None:
        ran.append(True)
        add_column(tables["events"], "weight", pa.float64())

    with Folder(path, (*MIGRATIONS, m_next)).writing() as writing:
        assert writing.last.schema_version == SCHEMA_VERSION + 1
    assert ran == [True]
    with pytest.raises(LedgerError, match="written by detente"):
        Ledger(path).events()


SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["detente.ledger", "tests.examples", "duckdb", "deltalake", "pyarrow"])
SOME = [later(n, 9 * (n // 2)) for n in range(12)]
ONE_MORE = later(99, 30)


def few_at_once() -> None:
    linking.LINKED = tuple(replace(linked, at_once=3) for linked in linking.LINKED)
    flat.EVENTS = 5


def killed_at(call: int, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, whose process is killed at so many calls of it."""
    calls = iter(range(1, call + 1))

    def killing(*given: Any, **said: Any) -> Any:
        if next(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*given, **said)

    return killing


def upgrade_until(path: Path, where: str, call: int) -> None:
    few_at_once()
    if where == "flat":
        flat.flattened = killed_at(call, flat.flattened)
    else:
        linking._link = killed_at(call, linking._link)
    Ledger(path).add([ONE_MORE])


@pytest.mark.parametrize(
    ("version", "where", "call"), [(6, "groups", 6), (10, "flat", 2), (10, "flat", 7), (10, "groups", 4)]
)
def test_an_old_ledger_is_brought_up_to_date_in_slices_and_may_be_killed_at_it(
    version: int, where: str, call: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = Ledger(tmp_path / "new"), tmp_path / "old"
    new.add(SOME)
    taken_back(new.path, old, version)
    acts, stories = "SELECT * FROM journal ORDER BY ALL", "SELECT id, story FROM events ORDER BY id"
    texts = "SELECT * FROM copies ORDER BY ALL"
    untold = acts.replace("*", "* EXCLUDE (story)")
    before = Ledger(old).sql(untold)
    assert before == new.sql(untold)

    child = SERVER.Process(target=upgrade_until, args=(old, where, call))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    last = Ledger(old).snapshots()[-1]
    assert last.schema_version == (version if where == "flat" else SCHEMA_VERSION)
    assert Ledger(old).sql(untold) == before

    monkeypatch.setattr(linking, "LINKED", linking.LINKED)
    monkeypatch.setattr(flat, "EVENTS", flat.EVENTS)
    few_at_once()
    if version >= linking.ROWS_SINCE:  # what the rows say, but for their groups, is not made again
        monkeypatch.setattr(linking, "_made", None)
    assert Ledger(old).add([ONE_MORE]).added == 1
    new.add([ONE_MORE])
    for query in (acts, stories, texts, "SELECT * FROM parties ORDER BY ALL"):
        assert Ledger(old).sql(query) == new.sql(query)
    Ledger(old).forget(0)
    assert not list(old.glob(".import-*"))


def test_tables_are_those_of_the_newest_version() -> None:
    """Whoever changes a table adds a migration, and then `tables.json` says what the new version's tables are."""
    kept = json.loads((Path(__file__).parent / "tables.json").read_text(encoding="utf-8"))
    assert kept["version"] == SCHEMA_VERSION
    assert {name: [str(field) for field in schema] for name, schema in sorted(TABLES.items())} == kept["tables"]
