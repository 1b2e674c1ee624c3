"""Which states were members of an organisation on a day.

The days are those on which membership began and ended; where only a year is known (`grain` "year") membership is told
from the first day of that year. Suspended members are members.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date

from detente.actors.names import keys, words
from detente.actors.registry import load, rows
from detente.records import Unresolved


@dataclass(frozen=True, slots=True)
class Membership:
    """A state in an organisation, both days included; None is open."""

    organisation: str
    code: str
    start: date
    end: date | None
    grain: str
    source: str

    def holds(self, on: date) -> bool:
        """Whether it lasted on the day."""
        return self.start <= on and (self.end is None or on <= self.end)


def memberships(organisation: str) -> tuple[Membership, ...] | Unresolved:
    """Every membership of an organisation, by its id or name ("EU", "European Union", "org:EU"), the oldest first."""
    found = _table().get(_ident(organisation))
    return found if found is not None else Unresolved(f"whose members {organisation!r} has is not known")


def members(organisation: str, on: date) -> tuple[str, ...] | Unresolved:
    """Codes of the states that were members on the day, in alphabetical order."""
    found = memberships(organisation)
    return found if isinstance(found, Unresolved) else tuple(sorted({m.code for m in found if m.holds(on)}))


def is_member(code: str, organisation: str, on: date) -> bool | Unresolved:
    """Whether a state (ISO 3166 alpha-3) was a member on the day."""
    found = members(organisation, on)
    return found if isinstance(found, Unresolved) else code in found


def _ident(organisation: str) -> str:
    ident = organisation.removeprefix("org:")
    if ident in _table():
        return ident
    aliases = load().aliases.get(tuple(keys(words(organisation.removeprefix("the ")))))
    return next((a.body.id.removeprefix("org:") for a in aliases if a.body.kind == "organisation"), "")


@functools.cache
def _table() -> dict[str, tuple[Membership, ...]]:
    found: dict[str, list[Membership]] = {}
    for row in rows("members"):
        end = date.fromisoformat(row["end"]) if row["end"] else None
        start = date.fromisoformat(row["start"])
        one = Membership(row["organisation"], row["code"], start, end, row["grain"], row["source"])
        found.setdefault(one.organisation, []).append(one)
    return {ident: tuple(sorted(some, key=lambda m: (m.start, m.code))) for ident, some in found.items()}
