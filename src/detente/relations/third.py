"""Third parties: who else acts on two states, as a small network of edges with weights and evidence.

An edge is one of three. "with": a third party stands with both in one event. "on": an act of a third party towards one
of the two, or of one of them towards it, and how friendly or hostile such acts are: pressure from outside. "aligned":
whether the ties of the two with it rise and fall together, month by month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from detente.ledger import country_code
from detente.records import Unresolved
from detente.relations.acts import OF_EITHER
from detente.relations.moves import correlation
from detente.relations.steps import Books

EVIDENCE = 20  # event ids that an edge names, the newest


@dataclass(frozen=True, slots=True)
class Edge:
    """One line of the picture: `source` acts on `target`; "with" and "aligned" have no direction.

    kind: with, on, aligned. weight: events behind it; mean: their mean intensity (-10 to 10), for "aligned" Spearman's
    correlation by month with its 90% interval `low` to `high`, None where `reason` says that it cannot be told. since,
    until: first and last day.
    event_ids: the newest events, at most 20.
    """

    kind: str
    source: str
    target: str
    weight: int
    mean: float | None
    low: float | None
    high: float | None
    reason: str | None
    since: date | None
    until: date | None
    event_ids: tuple[str, ...]


def third_parties(books: Books, one: str, other: str, limit: int = 10) -> tuple[Edge, ...]:
    """The edges between two states and the `limit` others that act with or on both most, by number of events."""
    pair = sorted((country_code(one), country_code(other)))
    sides = {"one": pair[0], "other": pair[1]}
    together = books.sql(_TOGETHER, sides).to_pylist()
    around = books.sql(_AROUND, sides)
    towards = around.filter(pc.is_valid(around["source"])).to_pylist()
    weight: dict[str, int] = {}
    for row in (*together, *towards):
        weight[row["third"]] = weight.get(row["third"], 0) + row["weight"]
    shown = sorted(weight, key=lambda code: (-weight[code], code))[:limit]
    edges = [_edge("with", row, row["third"], "-".join(pair)) for row in together if row["third"] in shown]
    edges += [_edge("on", row, row["source"], row["target"]) for row in towards if row["third"] in shown]
    monthly: dict[str, list[dict[str, Any]]] = {}
    of_shown = pc.and_(pc.is_null(around["source"]), pc.is_in(around["third"], pa.array(shown, pa.string())))
    for row in around.select(["third", "side", "period", "mean", "weight"]).filter(of_shown).to_pylist():
        monthly.setdefault(row["third"], []).append(row)
    edges += [edge for third in shown if (edge := _aligned(monthly.get(third, []), pair, third)) is not None]
    order = {code: number for number, code in enumerate(shown)}
    return tuple(sorted(edges, key=lambda e: (order.get(e.source, order.get(e.target, 0)), e.kind, e.source, e.target)))


# A row that tells of one of the two and a third; the condition on the pair alone reads no more than their rows.
_ONE_OF_THEM = f"({OF_EITHER}) AND (actor IN ($one, $other)) <> (recipient IN ($one, $other))"
_ACTUAL = "status = 'actual' AND historical IS NOT true"
# The newest first; one pass over few instead of a sort of all.
_NEWEST = f"min_by(event_id, {{'days': coalesce(DATE '9999-12-31' - date_start, 4000000), 'id': event_id}}, {EVIDENCE})"
# One event that joins the two with a third has a row for each pair of them.
_TOGETHER = f"""
WITH of_both AS (SELECT DISTINCT event_id FROM journal_of_several WHERE pair = $one || '-' || $other AND {_ACTUAL}),
others AS (
    SELECT DISTINCT event_id, score, date_start, unnest([actor, recipient]) AS third
    FROM (SELECT * FROM journal_of_several WHERE {OF_EITHER}) SEMI JOIN of_both USING (event_id))
SELECT third, count(*) AS weight, avg(score) AS mean, min(date_start) AS since, max(date_start) AS until,
    {_NEWEST} AS event_ids
FROM others WHERE third NOT IN ($one, $other) GROUP BY third"""
# Acts of one of the two and a third, read once: summed by direction, and month by month of either side.
_AROUND = f"""
WITH around AS MATERIALIZED (
    SELECT actor AS source, recipient AS target, event_id, score, date_start, date_end, reciprocal,
        CASE WHEN actor IN ($one, $other) THEN actor ELSE recipient END AS side,
        CASE WHEN actor IN ($one, $other) THEN recipient ELSE actor END AS third
    FROM journal_as_filed WHERE {_ACTUAL} AND {_ONE_OF_THEM})
SELECT source, target, third, NULL::VARCHAR AS side, NULL::DATE AS period, count(*) AS weight, avg(score) AS mean,
    min(date_start) AS since, max(date_start) AS until, {_NEWEST} AS event_ids
FROM around WHERE NOT reciprocal GROUP BY source, target, third
UNION ALL
SELECT NULL, NULL, third, side, date_trunc('month', date_end)::DATE AS period, count(*), avg(score), NULL, NULL, NULL
FROM around WHERE date_end IS NOT NULL GROUP BY side, third, date_trunc('month', date_end)"""


def _edge(kind: str, row: dict[str, Any], source: str, target: str) -> Edge:
    return Edge(
        kind=kind,
        source=source,
        target=target,
        weight=row["weight"],
        mean=row["mean"],
        low=None,
        high=None,
        reason=None,
        since=row["since"],
        until=row["until"],
        event_ids=tuple(row["event_ids"]),
    )


def _aligned(rows: list[dict[str, Any]], pair: list[str], third: str) -> Edge | None:
    """Whether the ties of both with a third rise and fall together; None where only one of them has any."""
    sides = [{row["period"]: row["mean"] for row in rows if row["side"] == code} for code in pair]
    if not all(sides):
        return None
    common = sorted(sides[0].keys() & sides[1].keys())
    found = correlation(np.array([sides[0][p] for p in common]), np.array([sides[1][p] for p in common]))
    value, low, high = (None, None, None) if isinstance(found, Unresolved) else found
    return Edge(
        kind="aligned",
        source="-".join(pair),
        target=third,
        weight=sum(row["weight"] for row in rows),
        mean=value,
        low=low,
        high=high,
        reason=found.reason if isinstance(found, Unresolved) else None,
        since=common[0] if common else None,
        until=common[-1] if common else None,
        event_ids=(),
    )
