"""Past events told only by who was in office: between people who have all left their posts, in the time they shared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from detente.events.background import RECENT
from detente.events.dates import tenure_bounds
from detente.records import Actor, Decision, Event, Interval, Office, Party

# In the basis of every interval that `tenure_bounds` gives.
TENURES = "tenures of "


def shared_tenure(
    parties: Sequence[Party], published: date | None, offices: Callable[[Actor], Sequence[Office]]
) -> Interval | None:
    """The time in which all persons among the parties were in office, when that time was over before publication.

    None unless two persons or more are told of, each with offices in the tables. A person with several offices is taken
    in the longest overlap that had ended; "the last time both could have acted for their states".
    """
    if published is None:
        return None
    held = [found for p in {p.actor.id: p for p in parties}.values() if (found := offices(p.actor))]
    if len(held) < 2:
        return None
    over = []
    for first in held[0]:
        for second in held[1]:
            if first.end is None and second.end is None:
                return None  # both are still in office, for all that is known
            bounds = tenure_bounds([first, second, *(o[-1] for o in held[2:])])
            if bounds is None:
                continue
            if bounds.end >= published - RECENT:
                return None  # they are, or until now were, both in office: the event may well be news
            over.append(bounds)
    return max(over, key=lambda b: b.end - b.start, default=None)


def told_together(events: Sequence[Event]) -> list[Event]:
    """Events of one sentence, in which undated acts of a former office holder share the time of an act that tenures
    date: "during his call with then Prime Minister Abe, Moon said that he could not accept the agreement"."""
    found = next(((e, e.date) for e in events if e.date is not None and TENURES in e.date.basis), None)
    if found is None:
        return list(events)
    bounded, time = found
    then = {p.actor.id for p in (*bounded.actors, *bounded.recipients)}
    why = Decision("date", "", f"told in one sentence with an act dated by the {time.basis}")
    return [
        replace(e, date=time, historical=True, decisions=(*e.decisions, why))
        if e.date is None and e.status == "actual" and any(p.actor.id in then for p in e.actors)
        else e
        for e in events
    ]
