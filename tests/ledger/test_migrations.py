"""Ledgers of earlier versions are read as they are, and brought up to date by the first writer."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from detente.errors import LedgerError
from detente.ledger import Ledger
from detente.ledger.migrations import MIGRATIONS, SCHEMA_VERSION, add_column
from detente.ledger.schema import TABLES, rows_of
from detente.ledger.tables import Folder
from tests.examples import coded


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
