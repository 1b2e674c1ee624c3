"""A folder of Delta tables that changes as one: what a batch wrote becomes visible when its snapshot is recorded.

Each table has its own Delta transactions. The table `snapshots` is written last and names the version of every other
table; readers open those versions and nothing newer. A writer that dies leaves versions that no snapshot names: readers
never see them, and the next writer takes them back before it begins.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from deltalake import (
    BloomFilterProperties,
    ColumnProperties,
    DeltaTable,
    PostCommitHookProperties,
    WriterProperties,
    write_deltalake,
)
from deltalake.exceptions import DeltaError
from deltalake.transaction import AddAction, RemoveAction

from detente import __version__
from detente.engines.duck import connect
from detente.errors import LedgerError
from detente.ledger.columns import arrow_type, from_row, to_row
from detente.ledger.flat import SCHEMAS, flattened
from detente.ledger.locking import locked
from detente.ledger.migrations import MIGRATIONS, Migration, add_column
from detente.ledger.runs import NAME as RUN
from detente.ledger.runs import ORDERS, merge_runs
from detente.ledger.schema import BESIDE, CODED, IMPORTED, TABLES, Row

Result = TypeVar("Result")

SNAPSHOTS = "snapshots"
LOCK = ".lock"
ASIDE = ".import-"  # how the names of folders begin that an import works in, each under a lock of its own
WATCH = "watch.json"  # what is known of watched feeds; no table, since nothing that is cited depends on it
SMALL_FILES = 32  # so many files are merged when the next batch is written
SMALL_SNAPSHOTS = 8  # likewise of snapshots, which each writer reads several times
LOOKED_BACK = 16  # snapshots that are compared at once
MERGED_SIZE = 32 * 2**20  # bytes of a file that is merged no further; ten times as much is held while files are merged
# Old versions are read for as long as a snapshot names them: Delta's own clearing by age is switched off.
_KEEP = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}
_HOOKS = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
# Lookups by article skip files by their Bloom filters; ids are random, so that smallest and largest say nothing.
# Rows that are read together: one that is looked up by its id costs as much as its whole group.
GROUP_ROWS = 100_000
_WRITER = WriterProperties(
    compression="ZSTD",
    max_row_group_size=GROUP_ROWS,
    column_properties={
        "article_id": ColumnProperties(bloom_filter_properties=BloomFilterProperties(True, fpp=0.01)),
    },
)
_UNFIT = re.compile(r"[\[\]\\|^\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A citable state of the ledger: how many rows there were, and which version of each table holds them."""

    number: int
    time: datetime
    action: str
    articles: int
    events: int
    quotes: int
    detente: str
    schema_version: int
    articles_version: int
    events_version: int
    quotes_version: int
    imported: int = 0
    mentions: int = 0
    imported_version: int | None = None
    mentions_version: int | None = None
    corrections: int = 0
    corrections_version: int | None = None
    errors: int = 0
    errors_version: int | None = None
    tellings_version: int | None = None
    copies_version: int | None = None
    annotations: int = 0
    annotations_version: int | None = None
    track_records: int = 0
    track_records_version: int | None = None
    acts_version: int | None = None
    parties_version: int | None = None

    def version(self, table: str) -> int | None:
        """The Delta version of a table; None where there was no such table yet."""
        found: int | None = getattr(self, f"{table}_version")
        return found


SNAPSHOT = pa.schema(list(arrow_type(Snapshot)))


class Folder:
    """The tables of one ledger on disk."""

    def __init__(self, path: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
        self.path = path
        self.migrations = migrations
        self._held: tuple[tuple[str, int, int] | None, pa.Table] | None = None
        if unfit := _UNFIT.search(str(path.absolute())):
            raise LedgerError(f"{path}: a ledger's path cannot hold {unfit[0]!r}")

    def exists(self) -> bool:
        """Whether a ledger has been made here."""
        return self._is_table(SNAPSHOTS) and self.listed().num_rows > 0

    def snapshots(self) -> list[Snapshot]:
        """All snapshots, oldest first. LedgerError where there is no ledger."""
        self.snapshot()
        return [_snapshot(row) for row in self.listed().to_pylist()]

    def snapshot(self, number: int | None = None) -> Snapshot:
        """One snapshot by its number, or the newest. LedgerError where there is none."""
        found = self.listed() if self._is_table(SNAPSHOTS) else SNAPSHOT.empty_table()
        if not found.num_rows:
            raise LedgerError(f"no ledger at {self.path}")
        newest = _snapshot(found.slice(found.num_rows - 1).to_pylist()[0])
        if newest.schema_version > len(self.migrations):
            raise LedgerError(
                f"{self.path}: written by detente {newest.detente} (schema {newest.schema_version}); "
                f"this version knows schemas up to {len(self.migrations)}"
            )
        if number is None or number == newest.number:
            return newest
        for row in found.filter(pc.equal(found["number"], number)).to_pylist():
            return _snapshot(row)
        first = found["number"][0].as_py()
        raise LedgerError(f"{self.path}: no snapshot {number}; there are {first} to {newest.number}")

    def listed(self) -> pa.Table:
        """The table of snapshots, oldest first; columns that earlier versions did not write are null."""
        state = _translated(self, self._newest_commit)
        held = self._held
        if held is None or state is None or held[0] != state:
            held = self._held = state, _translated(self, self._listed)
        return held[1]

    def basis(self, number: int | None = None) -> int:
        """The oldest snapshot that tells the same as one (the newest): since then only tables of `BESIDE` changed."""
        last = self.snapshot(number)
        told = {f"{name}_version": last.version(name) for name in TABLES if name not in BESIDE}
        oldest = last.number
        # From the newest back: a ledger that is filed all day has many, and this is asked with every page.
        listed = self.listed()
        listed = listed.select(["number", *(name for name in told if name in listed.column_names)])
        for end in range(listed.num_rows, 0, -LOOKED_BACK):
            start = max(0, end - LOOKED_BACK)
            for row in reversed(listed.slice(start, end - start).to_pylist()):
                if row["number"] > last.number:
                    continue
                if any(row.get(name) != version for name, version in told.items()):
                    return oldest
                oldest = row["number"]
        return oldest

    def files(self, snapshot: Snapshot, names: Iterable[str] = TABLES) -> dict[str, list[str]]:
        """The Parquet files of each table at a snapshot, written as DuckDB wants them."""
        return {name: [_for_duckdb(path) for path in paths] for name, paths in self.paths(snapshot, names).items()}

    def paths(self, snapshot: Snapshot, names: Iterable[str]) -> dict[str, list[str]]:
        """The paths of the Parquet files of each table at a snapshot."""
        return {name: [_path(uri) for uri in _translated(self, partial(self._uris, name, snapshot))] for name in names}

    def create(self) -> None:
        """Make the ledger where there is none yet."""
        if self.exists():
            return
        if self.path.exists() and not self.path.is_dir():
            raise LedgerError(f"{self.path}: is a file, a ledger is a folder")
        strangers = [p.name for p in self.path.iterdir() if p.name not in _NAMES] if self.path.exists() else []
        if strangers:
            raise LedgerError(f"{self.path}: holds other things ({strangers[0]} ...) and no ledger")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerError(f"{self.path}: cannot be made: {error.strerror}") from error
        with locked(self.path / LOCK):
            if not self.exists():
                _translated(self, self._create)

    @contextmanager
    def writing(self, patience: float | None = None) -> Iterator[Writing]:
        """The only writer of this ledger until the block ends.

        LedgerError where another one does not come to an end within `patience` seconds, a minute unless said.

        What a writer that died has left is taken back, and older tables are brought to the current schema first.
        """
        with locked(self.path / LOCK, patience):
            try:
                yield self._begin()
            except _FOREIGN as error:
                raise LedgerError(f"{self.path}: {error}") from error

    def forget(self, before: int) -> int:
        """Forget snapshots with smaller numbers and delete the files that only they need; returns how many went.

        What an import that was killed left behind goes too.
        The newest is always kept. Whoever reads a forgotten snapshot at this moment gets an error.
        """
        with locked(self.path / LOCK):
            return _translated(self, partial(self._forget, before))

    def _forget(self, before: int) -> int:
        for aside in self.path.glob(f"{ASIDE}*"):
            _clear(aside)
        found = self.snapshots()
        kept = [s for s in found if s.number >= before] or found[-1:]
        if len(kept) < len(found):
            self._table(SNAPSHOTS).delete(f"number < {kept[0].number}")
        for name in TABLES:
            versions = {version for s in kept if (version := s.version(name)) is not None}
            if versions:
                self._table(name).vacuum(
                    retention_hours=0,
                    dry_run=False,
                    enforce_retention_duration=False,
                    full=True,
                    keep_versions=sorted(versions),
                )
        return len(found) - len(kept)

    def _begin(self) -> Writing:
        last = self.snapshot()
        tables = {name: self._made(name, schema) for name, schema in TABLES.items()}
        for name, table in tables.items():
            version = last.version(name)
            if version is not None and table.version() != version:
                table.restore(version)
        writing = Writing(self, tables, last)
        if last.schema_version < len(self.migrations):
            for step in self.migrations[last.schema_version :]:
                step(tables)
            writing.record("migrate", schema_version=len(self.migrations))
        return writing

    def _create(self) -> None:
        for name, schema in (*TABLES.items(), (SNAPSHOTS, SNAPSHOT)):
            self._made(name, schema)
        versions = {f"{name}_version": self._table(name).version() for name in TABLES}
        first = Snapshot(0, _now(), "create", 0, 0, 0, __version__, len(self.migrations), **versions)
        self._record(first)

    def _made(self, name: str, schema: pa.Schema) -> DeltaTable:
        """A table, made empty where it is absent: one that an earlier version did not know."""
        return (
            self._table(name)
            if self._is_table(name)
            else DeltaTable.create(self._at(name), schema=schema, mode="ignore", name=name, configuration=_KEEP)
        )

    def _record(self, snapshot: Snapshot) -> DeltaTable:
        table = self._table(SNAPSHOTS)
        for column in SNAPSHOT:
            add_column(table, column.name, column.type)
        row = pa.Table.from_pylist([to_row(Snapshot)(snapshot)], schema=SNAPSHOT)
        self._append(table, row, WriterProperties(compression="ZSTD"))
        return table

    def _append(self, table: DeltaTable, rows: pa.Table, properties: WriterProperties) -> None:
        write_deltalake(
            table,
            rows,
            mode="append",
            writer_properties=properties,
            post_commithook_properties=_HOOKS,
        )

    def _newest_commit(self) -> tuple[str, int, int] | None:
        """What changes whenever the table of snapshots does; every question asks for it, so that it must be cheap."""
        log = self.path / SNAPSHOTS / "_delta_log"
        with os.scandir(log) as entries:
            commits = (one for one in entries if one.name.endswith(".json"))
            newest = max(commits, key=lambda one: one.name, default=None)
        if newest is None:
            return None
        found = newest.stat()
        return newest.name, found.st_ino, found.st_mtime_ns

    def _listed(self) -> pa.Table:
        # Arrow opens the files itself: those that deltalake lends to it call Python from Arrow's threads, and a call
        # that comes while the interpreter ends aborts the process.
        files = map(_path, self._table(SNAPSHOTS).file_uris())
        some = [_plain(pq.read_table(file, partitioning=None)) for file in files]
        return pa.concat_tables([SNAPSHOT.empty_table(), *some], promote_options="permissive").sort_by("number")

    def _uris(self, name: str, snapshot: Snapshot) -> list[str]:
        version = snapshot.version(name)
        return [] if version is None else DeltaTable(self._at(name), version=version).file_uris()

    def _table(self, name: str) -> DeltaTable:
        return DeltaTable(self._at(name))

    def _at(self, name: str) -> Path:
        return self.path.absolute() / name

    def _is_table(self, name: str) -> bool:
        return (self.path / name / "_delta_log").is_dir()


class Writing:
    """One writer at work: changes that nobody sees until `record`."""

    def __init__(self, folder: Folder, tables: dict[str, DeltaTable], last: Snapshot) -> None:
        self.folder = folder
        self.tables = tables
        self.last = last
        self._rows = {name: int(getattr(last, name)) for name in tables if hasattr(last, name)}

    def remove(self, article_ids: Iterable[str]) -> None:
        """Take the rows of these articles out of every table that holds what came from them."""
        listed = ", ".join(f"'{i}'" for i in sorted(article_ids))
        if not listed:
            return
        for name in (*CODED, *SCHEMAS):
            done = self.tables[name].delete(
                f"article_id IN ({listed})", writer_properties=_WRITER, post_commithook_properties=_HOOKS
            )
            if name in self._rows:
                self._rows[name] -= int(done.get("num_deleted_rows") or 0)

    def append(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table; with events, the flat tables that follow from them."""
        if rows.num_rows:
            self.folder._append(self.tables[table], rows, _WRITER)
            if table in self._rows:
                self._rows[table] += rows.num_rows
            if table == "events":
                with connect() as connection:
                    connection.register("events", rows)
                    for name in SCHEMAS:
                        self.append(name, flattened(connection, name, "events"))

    def add(self, rows: dict[str, list[Row]]) -> None:
        """Append rows to the tables."""
        for name, some in rows.items():
            self.append(name, pa.Table.from_pylist(some, schema=TABLES[name]))

    def take_files(self, name: str, files: Iterable[tuple[Path, int]], kind: str = "part") -> None:
        """Move Parquet files, each with the number of its rows, into a table; their names begin with `kind`.

        The files lie on the disk of the ledger and have columns of the table, perhaps not all.
        """
        actions = [self._taken(name, file, rows, kind) for file, rows in files]
        self._commit(name, [action for action, _ in actions])
        self._rows[name] += sum(rows for _, rows in actions)

    def exchange_files(self, name: str, old: Iterable[Path], files: Iterable[tuple[Path, int]], kind: str) -> None:
        """The same rows in other files than the `old` ones."""
        adds = [self._taken(name, file, rows, kind)[0] for file, rows in files]
        moment = int(time.time() * 1000)
        gone = [RemoveAction(path.name, True, moment) for path in old]
        self._commit(name, [*adds, *gone])

    def _taken(self, name: str, file: Path, rows: int, kind: str) -> tuple[AddAction, int]:
        target = self.folder._at(name) / f"{kind}-{uuid4().hex}.parquet"
        file.rename(target)
        found = target.stat()
        said = json.dumps({"numRecords": rows})
        return AddAction(target.name, found.st_size, {}, int(found.st_mtime * 1000), True, said), rows

    def exchange(
        self, name: str, old: Iterable[str], runs: Iterable[tuple[pa.Table, dict[str, Any]]], group: int
    ) -> None:
        """The same rows in other files than the `old` ones, by their names: a file for each run, with what the log says
        of it, in groups of so many rows."""
        adds = []
        for rows, said in runs:
            target = self.folder._at(name) / f"{RUN}{uuid4().hex}.parquet"
            pq.write_table(rows, target, compression="zstd", row_group_size=group)
            found = target.stat()
            moment = int(found.st_mtime * 1000)
            adds.append(AddAction(target.name, found.st_size, {}, moment, True, json.dumps(said)))
        gone = [RemoveAction(file, True, int(time.time() * 1000)) for file in old]
        self._commit(name, [*adds, *gone])

    def delete(self, name: str, condition: str) -> None:
        """Take the rows that fit a condition, in Delta's words, out of a table that is not counted."""
        self.tables[name].delete(condition, writer_properties=_WRITER, post_commithook_properties=_HOOKS)

    def _commit(self, name: str, actions: Sequence[AddAction | RemoveAction]) -> None:
        table = self.tables[name]
        table.create_write_transaction(
            list(actions), mode="append", schema=table.schema(), post_commithook_properties=_HOOKS
        )
        self.tables[name] = self.folder._table(name)

    def drop_rows(self, name: str, ids: pa.Table) -> None:
        """Take the rows with these ids (one column, `id`) out of a table of imported rows."""
        merge = self.tables[name].merge(
            ids,
            predicate="held.id = gone.id",
            source_alias="gone",
            target_alias="held",
            writer_properties=_WRITER,
            post_commithook_properties=_HOOKS,
        )
        done = merge.when_matched_delete().execute()
        self._rows[name] -= int(done.get("num_target_rows_deleted") or 0)

    def files(self, name: str) -> list[str]:
        """The files of a table as it is now."""
        return [_path(uri) for uri in self.tables[name].file_uris()]

    def merge_small_files(self, least: int = SMALL_FILES) -> bool:
        """Merge the files of tables that have at least `least` of them; whether there were any.

        Snapshots keep the files they name.
        """
        merged = merge_runs(self, least)
        for name, table in self.tables.items():
            if name in IMPORTED or name in ORDERS:
                continue
            sizes = pa.table(table.get_add_actions(flatten=True))["size_bytes"].to_pylist()
            if sum(size < MERGED_SIZE for size in sizes) >= least:
                table.optimize.compact(
                    target_size=MERGED_SIZE, writer_properties=_WRITER, post_commithook_properties=_HOOKS
                )
                merged = True
        return merged

    def record(self, action: str, schema_version: int | None = None) -> Snapshot:
        """Make everything since the last snapshot visible, as one."""
        versions: dict[str, Any] = {f"{name}_version": table.version() for name, table in self.tables.items()}
        new = replace(
            self.last,
            number=self.last.number + 1,
            time=_now(),
            action=action,
            detente=__version__,
            schema_version=self.last.schema_version if schema_version is None else schema_version,
            **self._rows,
            **versions,
        )
        snapshots = self.folder._record(new)
        if len(snapshots.file_uris()) >= SMALL_SNAPSHOTS:
            snapshots.optimize.compact(post_commithook_properties=_HOOKS)
        self.last = new
        return new


_FOREIGN = (DeltaError, OSError, pa.ArrowException)
ACCEPTED = "actors.tsv"  # see learning.py
_NAMES = frozenset({*TABLES, SNAPSHOTS, LOCK, WATCH, ACCEPTED})


def _snapshot(row: Row) -> Snapshot:
    # What an earlier version did not write has its default.
    found: Snapshot = from_row(Snapshot)({name: value for name, value in row.items() if value is not None})
    return found


def _plain(rows: pa.Table) -> pa.Table:
    """Rows of the table of snapshots in its types: deltalake writes views of texts where it writes rows again."""
    return rows.cast(pa.schema([SNAPSHOT.field(f.name) if f.name in SNAPSHOT.names else f for f in rows.schema]))


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def _for_duckdb(path: str) -> str:
    """A file's path in which what DuckDB would take for a pattern is bracketed."""
    return re.sub(r"([*?\[])", r"[\1]", path)


def _path(uri: str) -> str:
    return unquote(uri.removeprefix("file://"))


def _clear(aside: Path) -> None:
    """Remove the folder of an import, unless the import is still at work: then it holds the lock."""
    with suppress(LedgerError), locked(aside / LOCK, patience=0):
        shutil.rmtree(aside, ignore_errors=True)


def _translated(folder: Folder, work: Callable[[], Result]) -> Result:
    """What `work` returns; the storage library's errors as ours."""
    try:
        return work()
    except _FOREIGN as error:
        raise LedgerError(f"{folder.path}: {error}") from error
