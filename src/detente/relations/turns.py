"""Turning points for whoever lists or watches them: as a table, and only those that are new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

import pyarrow as pa

from detente.relations.breaks import MAKING, TurningPoint

_ACT = pa.schema(
    [
        ("event_id", pa.string()),
        ("date_end", pa.date32()),
        *((name, pa.string()) for name in ("actor", "recipient", "event_type", "event_mode")),
        ("score", pa.float64()),
        ("contribution", pa.float64()),
    ]
)
_KINDS = {"date": pa.date32(), "float": pa.float64(), "str": pa.string()}


def recent(found: Sequence[TurningPoint], periods: Sequence[date]) -> tuple[TurningPoint, ...]:
    """The turning points that are news to who looks every period: those whose interval reaches the last `MAKING`."""
    last = sorted(set(periods))[-MAKING:]
    return tuple(point for point in found if last and point.latest >= last[0])


def turns_table(found: Sequence[TurningPoint], *, flat: bool = False) -> pa.Table:
    """One row for each turning point, its acts as a list of rows. flat: ids and contributions of the acts as words."""
    rows = []
    for point in found:
        acts = point.acts.to_pylist()
        told: object = [{key: act[key] for key in _ACT.names} for act in acts]
        if flat:
            told = " ".join(f"{act['event_id']}:{act['contribution']:.3f}" for act in acts)
        row: dict[str, Any] = {field.name: getattr(point, field.name) for field in fields(point)}
        rows.append(row | {"acts": told})
    columns = [pa.field(field.name, _KINDS[str(field.type)]) for field in fields(TurningPoint) if field.name != "acts"]
    acts_kind = pa.string() if flat else pa.list_(pa.struct(list(_ACT)))
    return pa.Table.from_pylist(rows, schema=pa.schema([*columns, pa.field("acts", acts_kind)]))
