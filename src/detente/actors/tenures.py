"""The offices that a person is known to have held, with their first and last days."""

from __future__ import annotations

from detente.actors import registry
from detente.records import Actor, Office


def offices(actor: Actor) -> tuple[Office, ...]:
    """Every office in the tables that this person held, oldest first; () for anybody else."""
    known = registry.load()
    found = [
        Office(t.office, _country(known, t.body), actor.sector or "GOV", t.start, t.end, t.source)
        for t in known.tenures.get(actor.id.removeprefix("person:"), ())
    ]
    return tuple(sorted(found, key=lambda office: (office.start is None, office.start or office.end)))


def _country(known: registry.Registry, body: str) -> str | None:
    found = known.bodies.get(body)
    return found.code if found is not None else None
