"""Groups across articles: what the steps make of random rows, against a plain reading of the same rules in Python."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.engines.duck import Duck
from detente.ledger.columns import columns
from detente.stories import COPIES, STORIES, Copy, Grouping, Stretches, Telling, place, steps

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
    """One filing: what is stored of the groups afterwards. Stored rows are given by their days and no others."""
    connection = duckdb.connect()
    connection.register("new", table(grouping.row, new))
    connection.register("gone", table(grouping.row, [row for i, row in rows.items() if i in taken], stored))
    connection.register("held", table(grouping.row, [row for i, row in rows.items() if i not in taken], stored))

    def old(stretches: Stretches) -> str:
        low, high = -(10**6), 10**6
        said = [f'"{grouping.day}" BETWEEN {a if a is not None else low} AND {b or high}' for a, b in stretches]
        said += [f'"{grouping.day}" IS NULL'] * grouping.anywhere
        return f"SELECT * FROM held WHERE {' OR '.join(said)}"

    place(Duck(connection), grouping, old)
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
    connection.register("gone", table(Telling, []))
    place(Duck(connection), STORIES)
    edges = connection.execute("SELECT one, other FROM links WHERE one < other").fetchall()
    leaders = sorted(row[0] for row in connection.execute("SELECT DISTINCT leader FROM led").fetchall())
    assert leaders == stars(some, edges)


def in_parts(grouping: Grouping, some: list, extra: list, chance: random.Random) -> Stored:
    """What is stored once all is filed in some order and batches, with rows between that are taken out again."""
    rows: dict = {}
    stored: Stored = {}
    left = chance.sample(some + extra, len(some + extra))
    passing = {_id(row) for row in extra}
    while left or passing & rows.keys():
        size = chance.randint(1, 5)
        batch, left = left[:size], left[size:]
        out = {i for i in passing & rows.keys() if chance.random() < 0.5}
        # Some rows are filed anew, as those of an article that is coded again.
        anew = [row for i, row in rows.items() if i not in passing and chance.random() < 0.1]
        file(grouping, rows, stored, batch + anew, out | {_id(row) for row in anew})
    return stored


@settings(max_examples=6, deadline=None)
@given(tellings(), tellings(), st.randoms(use_true_random=False))
def test_neither_order_nor_batches_nor_removals_matter(
    some: list[Telling], others: list[Telling], chance: random.Random
) -> None:
    extra = [replace(one, event_id=f"x{n}", article_id=f"x{n}") for n, one in enumerate(others[:6])]
    assert in_parts(STORIES, some, extra, chance) == at_once(STORIES, some)


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(4, 12), st.none() | st.integers(0, 90)), min_size=1, max_size=16),
    st.randoms(use_true_random=False),
)
def test_nor_for_copies(drawn: list[tuple[int, int, int | None]], chance: random.Random) -> None:
    some = [
        copy_of(n, range(8 * at, 8 * (at + size)), None if day is None else DAY + day, size=20 * size)
        for n, (at, size, day) in enumerate(drawn)
    ]
    extra = some[len(some) // 2 :]
    assert in_parts(COPIES, some[: len(some) // 2], extra, chance) == at_once(COPIES, some[: len(some) // 2])


def test_a_story_is_named_after_its_oldest_telling() -> None:
    words = [1, 2, 3, 4, 5]
    stored = at_once(STORIES, [telling(2, 1, 5, words), telling(1, 2, 5, words), telling(3, 3, 4, words)])
    assert {name for _, name in stored.values()} == {"e0003"}


def copy_of(number: int, keys: Sequence[int], published: int | None = DAY, size: int = 100) -> Copy:
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
