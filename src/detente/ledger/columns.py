"""Columns derived from the records.

A record becomes a struct with its fields, a tuple a list, a day a date. Where a field holds one of two records (an
actor, or the reason why there is none) it becomes a struct with one member for each, of which one is null. So a row
gives the record back exactly, but for fields whose metadata say that they are not stored: these come back as their
defaults.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

import pyarrow as pa

_SCALARS: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}


@cache
def arrow_type(kind: Any) -> pa.DataType:
    """The Arrow type that holds values of a record's field."""
    if kind in _SCALARS:
        return _SCALARS[kind]
    if _is_record(kind):
        return pa.struct([pa.field(name, arrow_type(of)) for name, of in _fields(kind)])
    if typing.get_origin(kind) is tuple:
        return pa.list_(arrow_type(typing.get_args(kind)[0]))
    choices = _choices(kind)
    if len(choices) == 1:
        return arrow_type(choices[0])
    return pa.struct([pa.field(c.__name__.lower(), arrow_type(c)) for c in choices])


@cache
def to_row(kind: Any) -> Callable[[Any], Any]:
    """A function from a record (or a field's value) to what Arrow stores of it."""
    if kind in _SCALARS:
        return lambda value: value
    if _is_record(kind):
        inner = [(name, to_row(of)) for name, of in _fields(kind)]
        return lambda record: None if record is None else {name: f(getattr(record, name)) for name, f in inner}
    if typing.get_origin(kind) is tuple:
        item = to_row(typing.get_args(kind)[0])
        return lambda values: [item(v) for v in values]
    choices = _choices(kind)
    if len(choices) == 1:
        only = to_row(choices[0])
        return lambda value: None if value is None else only(value)
    rows = [(c, c.__name__.lower(), to_row(c)) for c in choices]
    return lambda value: {name: f(value) if isinstance(value, c) else None for c, name, f in rows}


@cache
def from_row(kind: Any) -> Callable[[Any], Any]:
    """The way back from what Arrow stores to the record or the field's value."""
    if kind in _SCALARS:
        return lambda value: value
    if _is_record(kind):
        inner = [(name, from_row(of)) for name, of in _fields(kind)]
        # A column that a later version added is absent from rows of an earlier one: the record's default stands.
        return lambda row: typing.cast(Any, kind)(**{name: f(row[name]) for name, f in inner if name in row})
    if typing.get_origin(kind) is tuple:
        item = from_row(typing.get_args(kind)[0])
        return lambda values: tuple(item(v) for v in values)
    choices = _choices(kind)
    if len(choices) == 1:
        only = from_row(choices[0])
        return lambda value: None if value is None else only(value)
    rows = [(c.__name__.lower(), from_row(c)) for c in choices]
    return lambda value: next(f(value[name]) for name, f in rows if value[name] is not None)


def columns(kind: Any) -> list[pa.Field]:
    """One column for each field of a record."""
    return [pa.field(name, arrow_type(of)) for name, of in _fields(kind)]


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(kind)
    stored = (f for f in dataclasses.fields(typing.cast(Any, kind)) if f.metadata.get("stored", True))
    return tuple((f.name, hints[f.name]) for f in stored)


def _is_record(kind: Any) -> bool:
    return dataclasses.is_dataclass(kind)


def _choices(kind: Any) -> list[Any]:
    if typing.get_origin(kind) not in (typing.Union, types.UnionType):
        raise TypeError(f"no column type for {kind!r}")
    return [choice for choice in typing.get_args(kind) if choice is not types.NoneType]
