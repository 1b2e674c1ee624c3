"""The ledger that users hold: add coded articles, ask for events, cite a snapshot."""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from detente.engines.duck import connect
from detente.errors import InputError, LedgerError
from detente.formats.files import part_of
from detente.ledger.annotations import Annotation, annotation
from detente.ledger.columns import from_row, to_row
from detente.ledger.corrections import UNDONE, Correction, correction
from detente.ledger.exports import Exported, export_events
from detente.ledger.filed import Filed
from detente.ledger.filters import event_filter
from detente.ledger.imports import Imported, import_files, remove_file, sort_files
from detente.ledger.linking import catch_up, link, taken_out
from detente.ledger.parts import file_parts
from detente.ledger.schema import CODED, FILED, TABLES, Row, article_of, event_of, quote_of, rows_of, tables_of, told_of
from detente.ledger.scores import Scored
from detente.ledger.tables import SNAPSHOT, Folder, Snapshot, Writing
from detente.ledger.unreadable import Unreadable, unreadable
from detente.ledger.views import chosen, create_stored, create_views
from detente.records import Article, Cited, Coded, Event, Quote, Sentence

# A batch is one transaction. It ends at whichever comes first; the last of the three lets others see slow work grow.
BATCH_ARTICLES = 500
BATCH_CHARACTERS = 8_000_000
BATCH_SECONDS = 60.0
LOOKED_UP = 64  # articles that are looked up at once before they are coded
ASKED = ("articles", "tellings", "copies")  # tables
KEEP_SECONDS = 2.0  # that a question waits for its turn to file a track record
ROWS = 2_000  # rows that are held while records are read


Item = TypeVar("Item")


class Ledger:
    """Coded articles in a folder. One process writes at a time; any number read, also while it is written.

    `path` ":memory:" is a temporary folder that goes with the object. `snapshot` opens an earlier state for reading.
    A question that takes longer than `seconds` is given up with LedgerError. keeps: whether a forecast files its track
    record, so that it is computed once.
    A ledger is made by the first `add`; reading where there is none raises LedgerError.
    """

    def __init__(
        self, path: str | Path, snapshot: int | None = None, *, seconds: float | None = None, keeps: bool = True
    ) -> None:
        temporary = str(path) == ":memory:"
        self.path = Path(tempfile.mkdtemp(prefix="detente-") if temporary else path)
        if temporary:
            weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
        self._folder = Folder(self.path)
        self._fixed = None if snapshot is None else self._folder.snapshot(snapshot)
        self._reader: tuple[int, duckdb.DuckDBPyConnection] | None = None
        self._coded: tuple[int, duckdb.DuckDBPyConnection] | None = None
        self._opening = threading.Lock()
        self._seconds = seconds
        self._keeps = keeps
        if temporary:
            self._folder.create()

    def __repr__(self) -> str:
        return f"Ledger({str(self.path)!r})"

    def add(self, coded: Iterable[Coded]) -> Filed:
        """File coded articles, in batches that are each filed whole or not at all.

        An article that is there already is replaced; where nothing about it differs, nothing is written. Articles are
        taken from the iterable as they are needed. LedgerError where the ledger cannot be written.
        """
        self._folder.create()
        total = Filed(snapshot=self._writable().number)
        for batch in _batches(coded):
            total += self._file(batch)
        return total

    def take(self, files: Iterable[Path]) -> Filed:
        """File coded articles from Parquet files with rows as `parts.PART` has them: all of them or none.

        As with `add`, what is there already is replaced where it differs, and a doubled article counts once.
        """
        self._folder.create()
        self._writable()
        with self._folder.writing() as writing:
            catch_up(writing)
            done = file_parts(self._stored(writing.last), writing, files)
            if done.added or done.replaced:
                writing.merge_small_files()
                writing.record("add")
            return replace(done, snapshot=writing.last.number)

    def unfiled(
        self, articles: Iterable[Article], coder: str, on_filed: Callable[[Article], None] | None = None
    ) -> Iterator[Article]:
        """The articles that this coder (`coder.name`) has still to code; `on_filed` is told of the others.

        So a run that was cut off goes on where it ended. Articles are looked up some at a time.
        """
        for some in _bounded(articles, LOOKED_UP):
            filed = self.coders({article.id for article in some})
            for article in some:
                if filed.get(article.id) != coder:
                    yield article
                elif on_filed is not None:
                    on_filed(article)

    def coders(self, ids: Iterable[str]) -> dict[str, str | None]:
        """Which coder read these articles, as far as they are filed: id -> its name (None where no name was kept)."""
        if not self._folder.exists():
            return {}
        cursor = self._stored(self._fixed or self._folder.snapshot()).cursor()
        cursor.register("asked", pa.table({"article_id": pa.array(ids, pa.string())}))
        found = cursor.execute("SELECT article_id, coder FROM stored_articles SEMI JOIN asked USING (article_id)")
        return dict(found.fetchall())

    def report(self, problems: Iterable[tuple[str, InputError]]) -> int:
        """File what could not be read: pairs of a file and the error about it; returns how many were not known yet."""
        met = {row.id: row for row in (unreadable(error, file) for file, error in problems)}
        if not met:
            return 0
        self._folder.create()
        self._writable()
        with self._folder.writing() as writing:
            cursor = self._connection(writing.last).cursor()
            cursor.register("met", pa.table({"id": list(met)}))
            known = {i for (i,) in cursor.execute("SELECT id FROM stored_errors SEMI JOIN met USING (id)").fetchall()}
            new = [to_row(Unreadable)(row) for i, row in met.items() if i not in known]
            if new:
                writing.add({"errors": new})
                writing.merge_small_files()
                writing.record("errors")
        return len(new)

    def errors(self, limit: int | None = None) -> Iterator[Unreadable]:
        """What could not be read, in the order in which it was met."""
        bound = "" if limit is None else f"LIMIT {int(limit)}"
        for row in self._rows(f"SELECT * FROM stored_errors ORDER BY time, file, id {bound}", {}):
            yield from_row(Unreadable)(row)

    def import_events(
        self, form: str, files: Iterable[str | Path], on_error: Callable[[InputError], None] | None = None
    ) -> Imported:
        """Take in events, or mentions of events, of another coder: files of "gdelt", "icews" or "polecat".

        Files may lie in zip or gzip. A row whose event is held already replaces it where it says something else, and
        changes nothing where it does not. Files are filed in groups, each whole or not at all. What cannot be used is
        told to `on_error` with file, line and reason, and the rest goes on; without it the first such is raised.
        """
        self._folder.create()
        total = Imported(snapshot=self._writable().number)
        for one in import_files(self._folder, form, files, on_error or _raised):
            total = Imported(
                total.added + one.added,
                total.replaced + one.replaced,
                total.unchanged + one.unchanged,
                total.refused + one.refused,
                one.snapshot,
            )
        return total

    def export_events(self, form: str, path: str | Path, coders: Sequence[str] = (), view: str = "journal") -> Exported:
        """Write events to a file, which is complete or absent.

        form: "gdelt" (61 columns), "gdelt1" (58), "icews" or "polecat" for the shape of that coder; "csv", "parquet" or
        "jsonl" for a `view`: "journal", "imported", "events" or "mentions", with Correlates of War numbers beside the
        codes of countries. coders: only those whose name begins so ("detente", "GDELT 2"); all of them unless said.
        What a shape cannot hold is left out and counted, see docs/reference/formats.md.
        """
        try:
            with part_of(Path(path)) as part:
                return export_events(self._cursor(), form, part, coders, view)
        except duckdb.Error as error:
            raise LedgerError(f"{self.path}: {error}") from error

    def remove_imported(self, file: str) -> int:
        """Take out all that was imported from a file, by the name it had; returns the number of rows."""
        self._writable()
        return remove_file(self._folder, file)

    def remove(self, article_id: str) -> str:
        """Take an article out, with all that came from it; returns its id. A beginning of the id that fits one will do.

        Earlier snapshots keep it until they are forgotten.
        """
        self._writable()
        (found,) = self._one("articles", article_id, "article")
        with self._folder.writing() as writing:
            catch_up(writing)
            stored = self._stored(writing.last)
            gone = taken_out(stored, [found])
            writing.remove([found])
            link(stored, writing, {}, gone)
            writing.record("remove")
        return found

    def events(self, **wanted: Any) -> pa.Table:
        """The events that fit all conditions, as the columns of the view `events`, by day of publication.

        between: two codes with an act of one towards the other, or of both together, between them. involving: one code
        on either side. since, until: first and last day; an event counts when it may have happened then, an undated
        one does not. types, status, contexts: one or several. historical: only background (True) or none of it
        (False). attributed_to: part of the source's name or words, or its country's code. article: its id. limit: at
        most so many, after the first `offset`. newest_first: the latest day first. Unknown types and the like raise
        UsageError.
        """
        condition, values = event_filter(**wanted)
        return self.sql(f"SELECT * FROM events {condition}", values)

    def count(self, **wanted: Any) -> int:
        """How many events fit all conditions."""
        condition, values = event_filter(**wanted)
        found = self.sql(f"SELECT count(*) AS n FROM (SELECT id FROM filed_events {condition})", values)
        return int(found["n"][0].as_py())

    def records(self, **wanted: Any) -> Iterator[tuple[Event, Cited]]:
        """The same events as records, each with its article (without the text)."""
        condition, values = event_filter(**wanted)
        order = "article.published DESC NULLS LAST" if wanted.get("newest_first") else "article.published"
        wanted_ids = chosen(f"SELECT id FROM filed_events {condition}")
        query = f"SELECT * FROM ({wanted_ids}) ORDER BY {order}, article_id, position"
        for row in self._rows(query, values):
            yield event_of(row)

    def stories(self, *, least: int = 1, limit: int | None = None, **wanted: Any) -> pa.Table:
        """The stories of which some telling fits all conditions, as the columns of the view `stories`, latest first.

        A story is one event with all articles that tell of it. least: told by so many independent sources or more.
        limit: at most so many. The other conditions are those of `events`.
        """
        condition, values = event_filter(**wanted)
        bound = "" if limit is None else f"LIMIT {int(limit)}"
        return self.sql(
            f"SELECT * FROM stories SEMI JOIN (SELECT story AS id FROM events {condition}) AS told USING (id) "
            f"WHERE independent >= {int(least)} ORDER BY last_published DESC NULLS LAST, id {bound}",
            values,
        )

    def quotes(self, article: str | None = None, limit: int | None = None) -> Iterator[tuple[Quote, Cited]]:
        """Quotations with their articles, by day of publication."""
        condition = "" if article is None else "WHERE article_id = $article"
        bound = "" if limit is None else f"LIMIT {int(limit)}"
        query = f"SELECT * FROM stored_quotes {condition} ORDER BY article.published, article_id, position {bound}"
        for row in self._rows(query, {} if article is None else {"article": article}):
            yield quote_of(row)

    def event(self, event_id: str) -> tuple[Event, Article]:
        """One event with its whole article. A beginning of the id that fits only one will do; LedgerError else."""
        (found,) = self._one("events", event_id, "event")
        row = next(self._rows("SELECT * FROM stored_events WHERE id = $id", {"id": found}))
        event, _ = event_of(row)
        article, _ = self.article(event.article_id)
        return event, article

    def article(self, article_id: str) -> tuple[Article, tuple[Sentence, ...]]:
        """One article as it was filed, and its sentences. A beginning of the id will do."""
        (found,) = self._one("articles", article_id, "article")
        return article_of(next(self._rows("SELECT * FROM stored_articles WHERE article_id = $id", {"id": found})))

    def sql(self, query: str, parameters: dict[str, Any] | None = None) -> pa.Table:
        """The answer to a query on the views of docs/reference/ledger.md."""
        cursor = self._cursor()
        try:
            with self._limited(cursor):
                return cursor.execute(query, parameters or {}).to_arrow_table()
        except duckdb.InterruptException as error:
            raise LedgerError(f"{self.path}: the question took longer than {self._seconds:g} s") from error
        except duckdb.Error as error:
            raise LedgerError(f"{self.path}: {error}") from error

    def snapshots(self) -> list[Snapshot]:
        """The states of this ledger that can be opened and cited, oldest first."""
        return self._folder.snapshots()

    def correct(
        self,
        one: str,
        other: str | None = None,
        relation: str | None = None,
        *,
        author: str,
        note: str | None = None,
        about: str = "promise",
        value: str | None = None,
    ) -> Correction:
        """Put right by hand what the books make of events; see `Correction` for what may be said.

        `one` is an event that tells of a promise or contact, or a mention of an agreement (its id or its event's);
        `other` an event that belongs to it by `relation`, or does not (None). Without `other`, `relation` is a field of
        the entry and `value` what holds; None: it is no such entry. Beginnings of ids will do. LedgerError where there
        is no such event, UsageError where the decision makes no sense.
        """
        self._writable()
        events = "SELECT id FROM filed_events UNION ALL SELECT id FROM imported"
        mentions = "SELECT unnest([id, event_id]) AS id FROM matters"
        agreement = about == "agreement"
        (one,) = self._one(f"({mentions if agreement else events})", one, "agreement" if agreement else "event")
        if other is not None:
            known = f"{events} UNION ALL {mentions}" if agreement else events
            (other,) = self._one(f"({known})", other, "event")
        return self._decide(correction(one, other, relation, author, note, about, value))

    def undo(self, decision: str, *, author: str, note: str | None = None) -> Correction:
        """Take a correction back, by its id or a beginning of it: what was decided or read before holds again.

        Both stay in the ledger. LedgerError where there is no such correction.
        """
        self._writable()
        undone = f"relation = '{UNDONE}'"
        standing = (
            f"(SELECT id FROM corrections WHERE ({undone}) IS NOT true AND id NOT IN "
            f"(SELECT value FROM corrections WHERE {undone}))"
        )
        (found,) = self._one(standing, decision, "correction")
        was = next(one for one in self.corrections() if one.id == found)
        return self._decide(correction(was.one, was.other, UNDONE, author, note, was.about, was.id))

    def _decide(self, made: Correction) -> Correction:
        with self._folder.writing() as writing:
            writing.add({"corrections": [to_row(Correction)(made)]})
            writing.record("correct")
        return made

    def corrections(self) -> tuple[Correction, ...]:
        """Everything that was put right by hand, oldest first."""
        rows = self._rows("SELECT * FROM corrections ORDER BY time, id", {})
        return tuple(from_row(Correction)(row) for row in rows)

    def annotate(self, article: str, event: str | None, verdict: str, *, author: str, **said: Any) -> Annotation:
        """Say by hand whether an event is right, wrong, to be put otherwise (corrected), or missing (event None).

        article, event: ids or their beginnings. `said` holds the fields of `Annotation` from `text` on. No event is
        changed. LedgerError where there is no such article or event, UsageError where the judgement makes no sense.
        """
        self._writable()
        (article,) = self._one("articles", article, "article")
        if event is not None:
            (event,) = self._one("events", event, "event")
        made = annotation(article, event, verdict, author, **said)
        with self._folder.writing() as writing:
            writing.add({"annotations": [to_row(Annotation)(made)]})
            writing.record("annotate")
        return made

    def annotations(self, article: str | None = None) -> tuple[Annotation, ...]:
        """What was said of the coder's work, oldest first; of one article where its id is given."""
        condition = "" if article is None else "WHERE article_id = $article"
        query = f"SELECT * FROM stored_annotations {condition} ORDER BY time, id"
        return tuple(
            from_row(Annotation)(row) for row in self._rows(query, {} if article is None else {"article": article})
        )

    def basis(self) -> int:
        """The oldest snapshot that tells the same as the open one: answers made then still hold."""
        return self._folder.basis(None if self._fixed is None else self._fixed.number)

    def track_records(
        self, pair: str | None = None, days: int | None = None, basis: int | None = None
    ) -> tuple[Scored, ...]:
        """How forecasts have done, as far as that is kept, by time.

        pair: of these two ("JPN-KOR") and of all pairs; days: of this horizon; basis: of the acts of this snapshot.
        """
        asked = {"pair": pair, "days": days, "basis": basis}
        said = {"pair": "(pair = $pair OR pair IS NULL)", "days": "days = $days", "basis": "basis = $basis"}
        where = " AND ".join(said[name] for name, value in asked.items() if value is not None) or "true"
        order = "time, pair NULLS FIRST, event_type NULLS FIRST"
        query = f"SELECT * FROM stored_track_records WHERE {where} ORDER BY {order}"
        rows = self._rows(query, {name: value for name, value in asked.items() if value is not None})
        return tuple(from_row(Scored)(row) for row in rows)

    def keep_track_records(self, made: Sequence[Scored]) -> bool:
        """File track records that are not kept yet; whether they are kept then.

        They are not where the ledger is open at a snapshot or for reading only, where another process is writing, or
        where acts have come in since they were made. Nothing else depends on it, so that none of this is an error.
        """
        if self._fixed is not None or not self._keeps or not made:
            return False
        try:
            with self._folder.writing(patience=KEEP_SECONDS) as writing:
                if self._folder.basis() != made[0].basis:
                    return False
                known = {one.id for one in self.track_records(basis=made[0].basis)}
                if new := [to_row(Scored)(one) for one in made if one.id not in known]:
                    writing.add({"track_records": new})
                    writing.record("forecast")
        except LedgerError:
            return False
        return True

    def compact(self) -> Snapshot:
        """Merge small files and sort imported events by pair and day; snapshots stay readable.

        `add` and `import_events` merge now and then by themselves; after a large import this makes questions about one
        pair of countries quick.
        """
        self._writable()
        with self._folder.writing() as writing:
            merged = writing.merge_small_files(least=2)
            ordered = sort_files(self._folder, writing, least=1)
            return writing.record("compact") if merged or ordered else writing.last

    def forget(self, before: int) -> int:
        """Forget the snapshots with smaller numbers and free the space that only they need; returns how many."""
        self._writable()
        return self._folder.forget(before)

    def _file(self, batch: Sequence[Coded]) -> Filed:
        rows = {one.article.id: rows_of(one) for one in batch}
        with self._folder.writing() as writing:
            catch_up(writing)
            known = self._digests(writing, rows)
            changed = {i: r for i, r in rows.items() if known.get(i, "") != r["articles"][0]["digest"]}
            if not changed:
                return Filed(unchanged=len(rows))
            written: dict[str, list[Row]] = {name: [] for name in CODED}
            filed = {one.article.id: one for one in batch if one.article.id in changed}
            for tables in (*changed.values(), *map(told_of, filed.values())):
                for name, some in tables.items():
                    written[name] += some
            made, held = tables_of(written), changed.keys() & known.keys()
            stored = self._stored(writing.last)
            gone = taken_out(stored, held)
            writing.remove(held)
            for name in FILED:
                writing.append(name, made[name])
            link(stored, writing, made, gone)
            writing.merge_small_files()
            snapshot = writing.record("add")
        replaced = len(held)
        return Filed(
            added=len(changed) - replaced,
            replaced=replaced,
            unchanged=len(rows) - len(changed),
            events=made["events"].num_rows,
            quotes=made["quotes"].num_rows,
            snapshot=snapshot.number,
        )

    def _digests(self, writing: Writing, rows: dict[str, Any]) -> dict[str, str | None]:
        """What is filed of these articles: id -> digest (None for one filed before there were digests)."""
        cursor = self._stored(writing.last).cursor()
        # A table, since every value of a parameter that is a list costs DuckDB a search for optional packages.
        cursor.register("coded", pa.table({"article_id": list(rows)}))
        found = cursor.execute("SELECT article_id, digest FROM stored_articles SEMI JOIN coded USING (article_id)")
        return dict(found.fetchall())

    def _writable(self) -> Snapshot:
        if self._fixed is not None:
            raise LedgerError(f"{self.path}: opened at snapshot {self._fixed.number}, which does not change")
        return self._folder.snapshot()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        return self._connection(self._fixed or self._folder.snapshot()).cursor()

    def _connection(self, snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
        """DuckDB with the views over a snapshot; made anew when the ledger has moved on."""
        with self._opening:
            if self._reader is None or self._reader[0] != snapshot.number:
                connection = connect()
                listed = [s for s in self._folder.snapshots() if s.number <= snapshot.number]
                stored = pa.Table.from_pylist([to_row(Snapshot)(s) for s in listed], schema=SNAPSHOT)  # noqa: F841
                connection.execute("CREATE TABLE stored_snapshots AS SELECT * FROM stored")
                self._made(connection, create_views, snapshot, TABLES)
                self._reader = (snapshot.number, connection)
            return self._reader[1]

    def _stored(self, snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
        """Likewise with no more than the tables that a filing asks for."""
        with self._opening:
            if self._coded is None or self._coded[0] != snapshot.number:
                connection = connect()
                self._made(connection, create_stored, snapshot, ASKED)
                self._coded = (snapshot.number, connection)
            return self._coded[1]

    def _made(
        self,
        connection: duckdb.DuckDBPyConnection,
        create: Callable[[duckdb.DuckDBPyConnection, dict[str, list[str]]], None],
        snapshot: Snapshot,
        tables: Iterable[str],
    ) -> None:
        try:
            create(connection, self._folder.files(snapshot, tables))
        except duckdb.Error as error:
            raise LedgerError(f"{self.path}, snapshot {snapshot.number}: {error}") from error

    @contextmanager
    def _limited(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Interrupts what the cursor does when the time is over."""
        if self._seconds is None:
            yield
            return
        timer = threading.Timer(self._seconds, cursor.interrupt)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _rows(self, query: str, values: dict[str, Any]) -> Iterator[Row]:
        cursor = self._cursor()
        try:
            with self._limited(cursor):
                batches = cursor.execute(query, values).to_arrow_reader(ROWS)
            for batch in batches:
                yield from batch.to_pylist()
        except duckdb.InterruptException as error:
            raise LedgerError(f"{self.path}: the question took longer than {self._seconds:g} s") from error
        except duckdb.Error as error:
            raise LedgerError(f"{self.path}: {error}") from error

    def _one(self, view: str, beginning: str, what: str) -> list[str]:
        """The only id of a view that begins so."""
        found = self.sql(
            f"SELECT DISTINCT id FROM {view} WHERE id BETWEEN $id AND $id || chr({sys.maxunicode}) ORDER BY id LIMIT 3",
            {"id": beginning},
        )["id"].to_pylist()
        if beginning in found:
            return [beginning]
        if not found or not beginning:
            raise LedgerError(f"{self.path}: no {what} {beginning!r}")
        if len(found) > 1:
            raise LedgerError(f"{self.path}: several {what}s begin with {beginning!r} ({', '.join(found)} ...)")
        return [str(found[0])]


def _raised(error: InputError) -> None:
    raise error


def _batches(coded: Iterable[Coded]) -> Iterator[list[Coded]]:
    return _bounded(coded, BATCH_ARTICLES, lambda one: len(one.article.text))


def _bounded(
    items: Iterable[Item], most: int, characters: Callable[[Any], int] = lambda article: len(article.text)
) -> Iterator[list[Item]]:
    """The items in lists that end with the last of `most` items, or earlier where they are large or slow to come."""
    batch: list[Item] = []
    size, began = 0, time.monotonic()
    for item in items:
        batch.append(item)
        size += characters(item)
        late = time.monotonic() - began > BATCH_SECONDS
        if len(batch) >= most or size >= BATCH_CHARACTERS or late:
            yield batch
            batch, size, began = [], 0, time.monotonic()
    if batch:
        yield batch
