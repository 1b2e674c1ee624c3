"""Steps from each version of the tables to the next. Append only: what a released ledger has been through stays.

A step changes tables; what it did becomes visible, all at once, with the snapshot that records the new version.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pyarrow as pa
from deltalake import DeltaTable, Field, Schema

Tables = dict[str, DeltaTable]
Migration = Callable[[Tables], None]


def m001_digest(tables: Tables) -> None:
    """Articles say what was filed with them, so that the same coding is not written again.

    Those of version 0 have none, and are written anew when they are coded again.
    """
    add_column(tables["articles"], "digest", pa.string())


def m002_imported(tables: Tables) -> None:
    """Ledgers hold imported events and their mentions, in tables that the folder makes where they are absent."""


def m003_corrections(tables: Tables) -> None:
    """A table for what people put right by hand, likewise."""


def m004_act(tables: Tables) -> None:
    """Imported rows say which of them may tell one joint act; those imported before do when imported again."""
    add_column(tables["imported"], "act", pa.int32())


def m005_errors(tables: Tables) -> None:
    """Articles say which coder read them; a table for what could not be read, made where it is absent."""
    add_column(tables["articles"], "coder", pa.string())


def m006_matters(tables: Tables) -> None:
    """Articles hold the agreements and disputes they speak of, and the order of contacts; null where coded before."""
    from detente.ledger.schema import TABLES

    for name in ("matters", "orders"):
        add_column(tables["articles"], name, TABLES["articles"].field(name).type)


def m007_stories(tables: Tables) -> None:
    """Tables for stories and copies, likewise. The first writer groups what there is: see linking.py."""


def m008_annotations(tables: Tables) -> None:
    """A table for what people say of the coder's work, made where it is absent."""


def m009_introductions(tables: Tables) -> None:
    """Articles keep whom they give an office. Those filed before have none until they are coded again."""
    from detente.ledger.schema import TABLES

    add_column(tables["articles"], "introductions", TABLES["articles"].field("introductions").type)


def m010_track_records(tables: Tables) -> None:
    """A table for how forecasts have done, made where it is absent."""


def m011_flat(tables: Tables) -> None:
    """Flat tables of acts and parties, filled from the events that were filed before."""
    from detente.ledger.flat import SCHEMAS

    for name in SCHEMAS:
        _flat_anew(tables, name)


def m012_stars(tables: Tables) -> None:
    """Groups are kept otherwise. The first writer groups what there is: see linking.py."""
    for name in ("tellings", "copies"):
        tables[name].delete()


def m013_words(tables: Tables) -> None:
    """The place and all states of an event beside each of its acts: made anew in one commit, where they lack."""
    if "parties" not in {field.name for field in tables["acts"].schema().fields}:
        _flat_anew(tables, "acts")


def m014_corrections(tables: Tables) -> None:
    """Corrections say what they are about, promises where they do not, and may say a value of one entry."""
    for name in ("about", "value"):
        add_column(tables["corrections"], name, pa.string())


def _flat_anew(tables: Tables, name: str) -> None:
    """A flat table made anew from the events, in one commit: rows stream from the files of events."""
    from deltalake import write_deltalake

    from detente.engines.duck import connect
    from detente.ledger.flat import SCHEMAS, flattened_file

    with connect() as connection:
        files = [unquote(uri.removeprefix("file://")) for uri in tables["events"].file_uris()]
        batches = (b for f in files for rows in flattened_file(connection, name, f) for b in rows.to_batches())
        made = pa.RecordBatchReader.from_batches(SCHEMAS[name], batches)
        write_deltalake(tables[name], made, mode="overwrite", schema_mode="overwrite")


def add_column(table: DeltaTable, name: str, kind: pa.DataType) -> None:
    """A new column, null in the rows there are. Nothing happens where it stands already."""
    if name not in {field.name for field in table.schema().fields}:
        new = Schema.from_arrow(pa.schema([pa.field(name, kind)]))
        table.alter.add_columns([Field(f.name, f.type, nullable=True) for f in new.fields])


MIGRATIONS: tuple[Migration, ...] = (
    m001_digest,
    m002_imported,
    m003_corrections,
    m004_act,
    m005_errors,
    m006_matters,
    m007_stories,
    m008_annotations,
    m009_introductions,
    m010_track_records,
    m011_flat,
    m012_stars,
    m013_words,
    m014_corrections,
)
SCHEMA_VERSION = len(MIGRATIONS)
