"""One deed, one event: candidates that tell of the same act in one article become the best-told one."""

from __future__ import annotations

from collections.abc import Iterable

from detente.events.parties import side
from detente.events.told import AGREEMENTS
from detente.records import Event, Party


def _sides(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(side(p.actor) for p in parties)


def _same_parties(a: Event, b: Event) -> bool:
    if a.reciprocal or b.reciprocal:
        mine = _sides((*a.actors, *a.recipients))
        other = _sides((*b.actors, *b.recipients))
        return mine == other or (a.reciprocal and b.reciprocal and (mine <= other or other <= mine))
    return _sides(a.actors) == _sides(b.actors) and _sides(a.recipients) == _sides(b.recipients)


def _dates_agree(a: Event, b: Event) -> bool:
    if a.date is None or b.date is None:
        return True
    return a.date.start <= b.date.end and b.date.start <= a.date.end


def same_deed(a: Event, b: Event) -> bool:
    """Whether two events of one article tell of the same act: type, parties, status and dates agree."""
    if a.status != b.status:
        return False
    if a.event_type != b.event_type:
        return _signed_and_named(a, b) or _signed_and_named(b, a)
    if not _same_parties(a, b) or not _dates_agree(a, b):
        return False
    if (a.planned and a.planned.event_type) != (b.planned and b.planned.event_type):
        return False
    near = a.evidence.sentence.start == b.evidence.sentence.start
    modes_agree = a.event_mode == b.event_mode or a.event_mode is None or b.event_mode is None
    return modes_agree if near else modes_agree and a.historical == b.historical


def _signed_and_named(signed: Event, named: Event) -> bool:
    """ "signed a border agreement" and elsewhere "the border agreement": the noun is no second deed."""
    if signed.event_type != "SUPPORT" or named.event_type != "AGREE" or not (signed.reciprocal and named.reciprocal):
        return False
    word = named.evidence.trigger.text.lower().split()[-1]
    return word.removesuffix("s") in AGREEMENTS and _same_parties(signed, named) and _dates_agree(signed, named)


def _worth(event: Event) -> tuple[bool, bool, int, float]:
    return (
        event.event_type != "AGREE",
        event.date is not None,
        len(event.actors) + len(event.recipients),
        event.confidence,
    )


def merge(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events in text order, each deed once; the telling with a date, more parties and more confidence is kept."""
    kept: list[Event] = []
    for event in events:
        for i, other in enumerate(kept):
            if same_deed(other, event):
                near = other.evidence.sentence.start == event.evidence.sentence.start
                better_type = event.event_type != other.event_type
                if _worth(event) > _worth(other) and (near or better_type or other.date is None):
                    kept[i] = event
                break
        else:
            kept.append(event)
    return tuple(sorted(kept, key=lambda e: (e.evidence.trigger.start, e.id)))
