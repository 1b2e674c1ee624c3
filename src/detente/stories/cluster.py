"""Runs the steps: which stored rows new ones touch, and what groups the touched ones make up now.

A filing looks at the rows that share keys with what it changes, and at their neighbours as far as the change goes; all
others stay as they are. The outcome depends on what is filed, never on the order or the batches in which it came.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from detente.engines import Sql
from detente.stories import steps
from detente.stories.copies import Copy
from detente.stories.telling import NARROW, Telling

# First and last day of stretches of days; None: open.
Stretches = Sequence[tuple[int | None, int | None]]
# The stored rows of these days, at least, and those without a day where they may match: a query.
Old = Callable[[Stretches], str]


@dataclass(frozen=True, slots=True)
class Grouping:
    """How rows of one kind are brought together.

    id: the column that names a row. day: the column of its day; rows that belong together lie at most `reach` days
    apart, and one without a day may belong anywhere (`anywhere`) or nowhere. place: makes the table `placed`.
    """

    row: type
    id: str
    day: str
    reach: int
    anywhere: bool
    nodes: str
    edges: Callable[..., str]
    place: Callable[[Sql, Grouping, Old | None], None]

    @property
    def columns(self) -> str:
        """The columns of a row, as SQL lists them."""
        return ", ".join(f'"{field.name}"' for field in fields(self.row))


def place(sql: Sql, grouping: Grouping, old: Old | None = None) -> None:
    """Makes the table `placed` (id, component, name) of all rows whose group a filing may change.

    The engine holds the tables `new` (the rows that are filed) and `gone` (those that are taken out, with `component`
    and `name`). old: gives those that stay, with the same columns; None where there are none. `loaded` then holds the
    placed rows and others, each with the `component` and `name` that it had, and whether it was there `before`.
    """
    grouping.place(sql, grouping, old)


def stars(sql: Sql, grouping: Grouping, old: Old | None) -> None:
    """Stories: every row in `placed` has the node that leads its star as its component."""
    sql.make("changed", steps.CHANGED.format(columns=grouping.columns))
    sql.make("loaded", "SELECT * FROM changed")
    sql.make("nodes", grouping.nodes.format(rows="loaded"))
    sql.make("known", "SELECT node FROM nodes WHERE false")
    sql.make("links", grouping.edges("nodes", "nodes", "false"))
    sql.make("frontier", "SELECT * FROM nodes")
    _look_around(sql, grouping, old)
    sql.make("open", steps.OPEN)
    while True:
        for _ in range(2):  # what is open, and its neighbours, whose own neighbours say how well they are connected
            sql.make("frontier", steps.FRONTIER)
            if _some(sql, "frontier"):
                _look_around(sql, grouping, old)
        sql.make("ranked", steps.RANKED)
        _lead(sql)
        sql.make("turned", steps.TURNED)
        if not _some(sql, "turned"):
            break
        sql.make("open", "SELECT node FROM open UNION ALL SELECT node FROM turned")
    sql.make("led", steps.LED)
    sql.make("stars", steps.STARS)
    sql.make("placed", steps.STORIES_PLACED)


def _look_around(sql: Sql, grouping: Grouping, old: Old | None) -> None:
    """Brings to hand whatever the nodes of `frontier` are linked with, and the links."""
    if old is not None:
        stretches = _stretches(sql, grouping, "frontier")
        if stretches:
            near = steps.NEAR_ROWS.format(columns=grouping.columns, id=grouping.id, old=old(stretches))
            sql.make("near_rows", near)
            sql.make("loaded", "SELECT * FROM loaded UNION ALL SELECT * FROM near_rows")
            sql.make("nodes", grouping.nodes.format(rows="loaded"))
    edges = grouping.edges("frontier", "nodes", "a.node <> b.node")
    sql.make("links", f"SELECT * FROM links UNION ALL ({edges})")
    sql.make("known", "SELECT node FROM known UNION ALL SELECT node FROM frontier")


def _lead(sql: Sql) -> None:
    """Makes `leaders`: the nodes that lead now, as far as they are at hand."""
    sql.make("fixed", steps.FIXED)
    sql.make("free", steps.FREE)
    sql.make("leaders", "SELECT node FROM fixed")
    while _some(sql, "free"):
        sql.make("chosen", steps.CHOSEN)
        sql.make("leaders", "SELECT node FROM leaders UNION ALL SELECT node FROM chosen")
        sql.make("free", steps.LEFT)


def families(sql: Sql, grouping: Grouping, old: Old | None) -> None:
    """Copies: connected components. A stored one counts as a single node; one that loses a member is made anew."""
    columns, kept = grouping.columns, "SELECT *, false AS kept FROM"
    sql.make("changed", steps.CHANGED.format(columns=columns))
    sql.make("loaded", "SELECT *, false AS kept FROM changed WHERE tellings > 0")
    if old is not None and _some(sql, "gone"):
        again = steps.FAMILIES_AGAIN.format(columns=columns, old=old(_since(sql, "gone")), families="gone")
        sql.make("again", again)
        sql.make("loaded", f"SELECT * FROM loaded UNION ALL {kept} again")
    sql.make("new_nodes", grouping.nodes.format(rows="loaded"))
    sql.make("own", grouping.edges("new_nodes", "new_nodes", "a.node < b.node"))
    sql.make("families", "SELECT one, other FROM own WHERE false")
    if old is not None and (stretches := _stretches(sql, grouping, "new_nodes")):
        sql.make("frontier", "SELECT * FROM new_nodes")
        near = steps.NEAR_ROWS.format(columns=columns, id=grouping.id, old=old(stretches))
        sql.make("near_rows", near)
        sql.make("old_nodes", grouping.nodes.format(rows="near_rows"))
        sql.make("met", grouping.edges("new_nodes", "old_nodes"))
        sql.make("families", steps.MET_FAMILIES)
    sql.make("members", steps.FAMILY_NODES)
    sql.make("links", steps.FAMILY_LINKS)
    _components(sql)
    sql.make("oldest", steps.OLDEST)
    sql.make("renamed", steps.RENAMED)
    if old is not None and _some(sql, "renamed"):
        follow = steps.FAMILIES_AGAIN.format(columns=columns, old=old(_since(sql, "renamed")), families="renamed")
        sql.make("follow", follow)
        sql.make("loaded", "SELECT * FROM loaded UNION ALL SELECT *, true AS kept FROM follow")
    sql.make("placed", steps.COPIES_PLACED)


def _components(sql: Sql) -> None:
    """Makes `labels` (node, label) from `members` and `links`: the smallest node of each connected component."""
    sql.make("labels", steps.LABELS)
    if not _some(sql, "links"):
        return
    while True:
        sql.make("spread", steps.SPREAD)
        sql.make("jumped", steps.JUMP)
        settled = sql.ask(steps.UNSETTLED)[0][0] == 0
        sql.make("labels", "SELECT * FROM jumped")
        if settled:
            return


def _some(sql: Sql, table: str) -> bool:
    return bool(sql.ask(f"SELECT 1 FROM {table} LIMIT 1"))


def _since(sql: Sql, table: str) -> Stretches:
    """The days on which members of these families may have been published: none is older than the mark says."""
    ((mark,),) = sql.ask(f"SELECT min(component) FROM {table}")
    return [(int(mark[:7]) - 1_000_000, None)]


def _stretches(sql: Sql, grouping: Grouping, nodes: str) -> Stretches:
    """The days on which stored rows may belong with these nodes."""
    days = [day for (day,) in sql.ask(f'SELECT DISTINCT "{grouping.day}" FROM {nodes}')]
    if grouping.anywhere and None in days:
        return [(None, None)]
    found: list[tuple[int, int]] = []
    for day in sorted(day for day in days if day is not None):
        low, high = day - grouping.reach, day + grouping.reach
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found


STORIES = Grouping(Telling, "event_id", "first", NARROW, False, steps.NODES, steps.story_edges, stars)
COPIES = Grouping(Copy, "article_id", "published", steps.COPY_DAYS, True, steps.COPY_NODES, steps.copy_edges, families)
