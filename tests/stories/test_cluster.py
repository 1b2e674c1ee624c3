"""Groups across articles: what the steps make of random rows, against a plain reading of the same rules in Python."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.engines.duck import Duck
from detente.ledger.columns import columns
from detente.stories import COPIES, STORIES, Copy, Grouping, Telling, place, steps

DAY = 20_000
Stored = dict[str, tuple[str, str]]  # id -> component, name


def telling(number: int, article: int, first: int, words: Sequence[int], kind: str = "CONSULT") -> Telling:
    """A telling of an act between two states on one day, in so many words."""
    sides = ("USA>", ">CHN")
    return Telling(
        event_id=f"e{number:04}",
        article_id=f"a{article}",
        published=DAY + first,
        sides=sides,
        parties=("CHN", "USA"),
        people=(),
        first=DAY + first,
        last=DAY + first,
        dated=True,
        event_type=kind,
        quad=1,
        event_mode=None,
        planned_type=None,
        status="actual",
        historical=False,
        words=tuple(sorted(words)),
        triggers=(1,),
        keys=tuple(f"CHN-USA {n}" for n in range((DAY + first - 1) // 7, (DAY + first + 1) // 7 + 1)),
        fingerprint=f"{first} {sorted(words)} {kind}",
    )


@st.composite
def tellings(draw: st.DrawFn) -> list[Telling]:
    some = draw(
        st.lists(
            st.tuples(st.integers(0, 12), st.sets(st.integers(1, 9), min_size=1, max_size=6), st.booleans()),
            min_size=1,
            max_size=14,
        )
    )
    return [telling(n, n, day, sorted(words), "CONSULT" if k else "AGREE") for n, (day, words, k) in enumerate(some)]


def table(kind: type, rows: Sequence[Telling | Copy], stored: Stored | None = None) -> pa.Table:
    schema = pa.schema([*columns(kind), pa.field("component", pa.string()), pa.field("name", pa.string())])
    filled = []
    for row in rows:
        component, name = (stored or {}).get(_id(row), (None, None))
        filled.append(asdict(row) | {"component": component, "name": name})
    return pa.Table.from_pylist(filled, schema=schema)


def _id(row: Telling | Copy) -> str:
    return row.event_id if isinstance(row, Telling) else row.article_id


def file(grouping: Grouping, rows: dict[str, Telling | Copy], stored: Stored, new: list, taken: set[str]) -> None:
    """One filing: what is stored of the groups afterwards."""
    connection = duckdb.connect()
    kept = [row for i, row in rows.items() if i not in taken]
    connection.register("new", table(grouping.row, new))
    connection.register("old", table(grouping.row, kept, stored))
    gone = pa.table({"component": pa.array([stored[i][0] for i in taken], pa.string())})
    connection.register("gone", gone)
    place(Duck(connection), grouping)
    for i in taken:
        del rows[i], stored[i]
    rows.update({_id(row): row for row in new})
    for i, component, name in connection.execute("SELECT * FROM placed").fetchall():
        stored[i] = (component, name)


def at_once(grouping: Grouping, some: list) -> Stored:
    rows: dict = {}
    stored: Stored = {}
    file(grouping, rows, stored, some, set())
    return stored


def stars(some: list[Telling], edges: list[tuple[str, str]]) -> list[str]:
    """Who leads, one after the other: the telling linked with most, then the next that is still free."""
    many = Counter(t.fingerprint for t in some)
    linked = {f: {a if b == f else b for a, b in edges if f in (a, b)} for f in many}
    free = sorted(many, key=lambda f: (-sum(many[g] for g in linked[f]), f))
    leaders: list[str] = []
    while free:
        leaders.append(free[0])
        free = [f for f in free[1:] if f not in linked[leaders[-1]]]
    return sorted(leaders)


@settings(max_examples=8, deadline=None)
@given(tellings())
def test_stars_are_those_of_a_plain_greedy_search(some: list[Telling]) -> None:
    connection = duckdb.connect()
    connection.register("new", table(Telling, some))
    connection.register("old", table(Telling, []))
    connection.register("gone", pa.table({"component": pa.array([], pa.string())}))
    place(Duck(connection), STORIES)
    edges = connection.execute("SELECT one, other FROM edges").fetchall()
    leaders = sorted(row[0] for row in connection.execute("SELECT DISTINCT leader FROM led").fetchall())
    assert leaders == stars(some, edges)


@settings(max_examples=8, deadline=None)
@given(tellings(), st.randoms(use_true_random=False))
def test_neither_order_nor_batches_nor_removals_matter(some: list[Telling], chance: random.Random) -> None:
    whole = at_once(STORIES, some)
    shuffled = chance.sample(some, len(some))
    extra = [telling(90 + n, 90 + n, chance.randint(0, 12), [1, 2, 3, 4]) for n in range(3)]
    rows: dict = {}
    stored: Stored = {}
    file(STORIES, rows, stored, extra, set())
    while shuffled:
        size = chance.randint(1, 4)
        file(STORIES, rows, stored, shuffled[:size], set())
        shuffled = shuffled[size:]
    file(STORIES, rows, stored, [], {t.event_id for t in extra})
    assert stored == whole


def test_a_story_is_named_after_its_oldest_telling() -> None:
    words = [1, 2, 3, 4, 5]
    stored = at_once(STORIES, [telling(2, 1, 5, words), telling(1, 2, 5, words), telling(3, 3, 4, words)])
    assert {name for _, name in stored.values()} == {"e0003"}


def copy_of(number: int, keys: Sequence[int], published: int = DAY, size: int = 100) -> Copy:
    return Copy(f"a{number}", published, None, None, size, tuple(keys), f"{published} {keys}")


def test_texts_that_share_most_of_the_shorter_are_copies() -> None:
    whole, half, other = range(64), [*range(20), *range(100, 144)], range(200, 264)
    some = [
        copy_of(1, whole),
        copy_of(2, half, size=55),
        copy_of(3, other),
        copy_of(4, whole, DAY + steps.COPY_DAYS + 1),
    ]
    names = {i: name for i, (_, name) in at_once(COPIES, some).items()}
    assert names == {"a1": "a1", "a2": "a1", "a3": "a3", "a4": "a4"}


@pytest.mark.parametrize("grouping", [STORIES, COPIES])
def test_nothing_makes_nothing(grouping: Grouping) -> None:
    assert at_once(grouping, []) == {}
