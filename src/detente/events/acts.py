"""An act whose recipient is looked for: a trigger, its frame and its actors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.events.frames import Frame
from detente.events.lexicon import Trigger
from detente.events.parties import side
from detente.records import Party


@dataclass(frozen=True, slots=True)
class Act:
    """A trigger with its actors, whose recipient is looked for. complement: the act that it plans, demands or refuses;
    own: the sides of its actors."""

    trigger: Trigger
    frame: Frame
    actors: tuple[Party, ...]
    complement: Trigger | None
    own: frozenset[str]

    @property
    def event_type(self) -> str:
        """The type of its sense."""
        return self.trigger.sense.event_type

    @property
    def weak(self) -> bool:
        """Whether its word tells of an event only between two known sides."""
        return "weak" in self.trigger.sense.flags

    def is_(self, *deeds: str) -> bool:
        """Whether it is of one of these types ("ASSAULT"), or types and modes ("RETREAT withdraw")."""
        return not {self.event_type, f"{self.event_type} {self.trigger.sense.event_mode}"}.isdisjoint(deeds)

    def others(self, parties: Iterable[Party]) -> tuple[Party, ...]:
        """Those of other sides than its actors."""
        return tuple(p for p in parties if side(p.actor) not in self.own)
