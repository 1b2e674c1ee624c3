"""Decisions made by hand, as entries are made: which hold, which entries are one by them, and what they say of one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from detente.ledger import UNDONE, Correction
from detente.relations.steps import Books

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Entry = TypeVar("Entry", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions on one kind of entry that hold, by time. `ids` of events, and of mentions of agreements."""

    held: tuple[Correction, ...] = ()

    @classmethod
    def of(cls, made: Iterable[Correction]) -> Decisions:
        """Those that hold of some, oldest first: undone ones never were, a later one on the same takes its place."""
        told = list(made)
        gone = {one.value for one in told if one.relation == UNDONE}
        last: dict[object, Correction] = {}
        for one in told:
            if one.id not in gone and one.relation != UNDONE:
                last.pop(_matter(one), None)
                last[_matter(one)] = one
        return cls(tuple(last.values()))

    @property
    def ids(self) -> tuple[str, ...]:
        """All that is decided on."""
        return tuple(dict.fromkeys(i for one in self.held for i in (one.one, one.other) if i is not None))

    @property
    def links(self) -> tuple[Correction, ...]:
        """That two belong together."""
        return tuple(one for one in self.held if one.other is not None and one.relation is not None)

    @property
    def dropped(self) -> Mapping[str, Correction]:
        """That an entry is none, by the id in it."""
        return {one.one: one for one in self.held if one.other is None and one.relation is None}

    def of_pairs(self) -> Mapping[tuple[str, str], Correction]:
        """Decisions on two events, by both ids."""
        return {(one.one, one.other): one for one in self.held if one.other is not None}

    def apart(self) -> Mapping[str, frozenset[str]]:
        """What each id has nothing to do with."""
        found: dict[str, set[str]] = {}
        for one in self.held:
            if one.other is not None and one.relation is None:
                found.setdefault(one.one, set()).add(one.other)
                found.setdefault(one.other, set()).add(one.one)
        return {i: frozenset(others) for i, others in found.items()}

    def put_right(self, entry: Entry, ids: Collection[str]) -> Entry:
        """An entry with what is said of it, where it has these ids; the last where a field is said of several."""
        said = (one for one in self.held if one.other is None and one.one in ids)
        last = {one.relation: one for one in said if one.relation is not None}
        if not last:
            return entry
        values: dict[str, Any] = {name: one.value for name, one in last.items()}
        by_hand = tuple(f"{name}: {one.value or 'not known'}, said {one.words}" for name, one in last.items())
        return replace(entry, **values, by_hand=by_hand)

    def merged(self, groups: Sequence[Collection[str]]) -> list[list[int]]:
        """Which groups are one: lists of their places, oldest first. groups: the ids in each.

        Two that are linked become one, unless something in one was later said to have nothing to do with the other.
        """
        place: dict[str, int] = {}
        for number, ids in enumerate(groups):
            for one in ids:
                place.setdefault(one, number)
        whole = [[number] for number in range(len(groups))]
        at = list(range(len(groups)))
        for link in self.links:
            sides = [at[place[i]] for i in (link.one, link.other) if i in place]
            if len(sides) < 2 or sides[0] == sides[1] or self._later(link, sides, place, at):
                continue
            into, gone = sorted(sides)
            for number in whole[gone]:
                at[number] = into
            whole[into] = sorted(whole[into] + whole[gone])
            whole[gone] = []
        return [one for one in whole if one]

    def _later(self, link: Correction, sides: Sequence[int], place: Mapping[str, int], at: Sequence[int]) -> bool:
        return any(
            one.other is not None
            and one.relation is None
            and one.time > link.time
            and {at[place[i]] for i in (one.one, one.other) if i in place} == set(sides)
            for one in self.held
        )

    def why(self, ids: Collection[str], otherwise: str) -> str:
        """Why something with these ids was counted in: by whom, where a link names it; else as it was read."""
        by = next((one for one in reversed(self.links) if one.one in ids or one.other in ids), None)
        return otherwise if by is None else f"linked by {by.words}"


def decisions(books: Books, about: str) -> Decisions:
    """What was decided by hand on promises, contacts or agreements."""
    query = "SELECT * FROM corrections WHERE about = $about ORDER BY time, id"
    return Decisions.of(Correction(**row) for row in books.sql(query, {"about": about}).to_pylist())


def _matter(one: Correction) -> object:
    """What a decision is on: two events, which for a promise have an order, or one thing that is said of an entry."""
    if one.other is None:
        return one.one, None, one.relation
    return (one.one, one.other) if one.about == "promise" else frozenset((one.one, one.other))
