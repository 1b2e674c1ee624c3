"""Runs the steps: which stored rows new ones touch, and what groups the touched ones make up now.

A filing changes only the components that it touches, and those are grouped anew from their members alone. So the
outcome depends on what is filed, never on the order or the batches in which it came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from detente.engines import Sql
from detente.stories import steps
from detente.stories.copies import Copy
from detente.stories.telling import Telling


@dataclass(frozen=True, slots=True)
class Grouping:
    """How rows of one kind are brought together.

    id: the column that names a row. nodes: the query that joins rows that cannot be told apart. edges: from two tables
    of nodes and a condition to the query for those that belong together. starred: whether a component falls into stars.
    """

    row: type
    id: str
    nodes: str
    edges: Callable[..., str]
    starred: bool


STORIES = Grouping(Telling, "event_id", steps.NODES, steps.story_edges, starred=True)
COPIES = Grouping(Copy, "article_id", steps.COPY_NODES, steps.copy_edges, starred=False)


def place(sql: Sql, grouping: Grouping) -> None:
    """Makes the table `placed` (id, component, name) of all rows whose group a filing may change.

    The engine holds the tables `new` (the rows that are filed), `old` (those that stay as they are, with `component`)
    and `gone` (the `component` of those that are taken out).
    """
    columns = ", ".join(f'"{field.name}"' for field in fields(grouping.row))
    sql.make("new_nodes", grouping.nodes.format(rows="new"))
    sql.make("new_keys", "SELECT DISTINCT unnest(keys) AS key FROM new_nodes")
    sql.make("old_near", steps.OLD_NEAR)
    sql.make("old_nodes", grouping.nodes.format(rows="old_near"))
    sql.make("met", grouping.edges("new_nodes", "old_nodes"))
    sql.make("touched", steps.TOUCHED)
    sql.make("work", steps.WORK.format(columns=columns))
    sql.make("nodes", grouping.nodes.format(rows="work"))
    sql.make("edges", grouping.edges("nodes", "nodes", "a.node < b.node"))
    if sql.ask("SELECT count(*) FROM edges")[0][0]:
        sql.make("links", steps.LINKS)
        components(sql)
        if grouping.starred:
            stars(sql)
        else:
            sql.make("led", steps.WHOLE)
    else:
        sql.make("led", steps.ALONE)
    sql.make("placed", steps.PLACED.format(id=grouping.id))


def components(sql: Sql) -> None:
    """Makes `labels` (node, label) from `nodes` and `links`: the smallest node of each connected component."""
    sql.make("labels", steps.LABELS)
    while True:
        sql.make("spread", steps.SPREAD)
        sql.make("jumped", steps.JUMP)
        settled = sql.ask(steps.UNSETTLED)[0][0] == 0
        sql.make("labels", "SELECT * FROM jumped")
        if settled:
            return


def stars(sql: Sql) -> None:
    """Makes `led` (node, component, leader) from `nodes`, `links` and `labels`."""
    sql.make("ranked", steps.RANKED)
    sql.make("free", "SELECT node, place FROM ranked")
    sql.make("leaders", "SELECT node FROM ranked WHERE false")
    while sql.ask("SELECT count(*) FROM free")[0][0]:
        sql.make("chosen", steps.CHOSEN)
        sql.make("leaders", "SELECT node FROM leaders UNION ALL SELECT node FROM chosen")
        sql.make("free", steps.LEFT)
    sql.make("led", steps.LED)
