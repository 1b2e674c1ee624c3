"""Entries as tables: one row an entry, its evidence as lists of records, or of event ids where a table must be flat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from typing import Any

import pyarrow as pa

from detente.ledger.columns import columns


def entries_table(entries: Iterable[Any], kind: type, *, flat: bool = False) -> pa.Table:
    """The entries, records of one kind, as an Arrow table with a column for each field.

    flat: lists of records (citations, links) become lists of event ids, a link's with what it is before it
    ("fulfils:4f1c…").
    """
    schema = pa.schema(columns(kind))
    rows = [{name: _plain(getattr(entry, name)) for name in schema.names} for entry in entries]
    if flat:
        rows = [{name: _ids(value) for name, value in row.items()} for row in rows]
        schema = pa.schema([_flat(field) for field in schema])
    return pa.Table.from_pylist(rows, schema=schema)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _flat(field: pa.Field) -> pa.Field:
    nested = pa.types.is_list(field.type) and pa.types.is_struct(field.type.value_type)
    return field.with_type(pa.list_(pa.string())) if nested else field


def _ids(value: Any) -> Any:
    if not isinstance(value, list) or not value or not isinstance(value[0], dict):
        return value
    return [_id(one) for one in value]


def _id(record: dict[str, Any]) -> str:
    """The event that a citation, a link or a step points to; its article where it is about no event."""
    if "citation" in record:
        return f"{record['relation']}:{_id(record['citation'])}"
    if "evidence" in record:
        return f"{record['act']}:{_id(record['evidence'][0])}"
    return str(record["event_id"] or f"article {record['article_id']}")
