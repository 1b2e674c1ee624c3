"""An article's text as runs of characters, each with what was read in it: the page shows them as marked words."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.records import Actor, Event, Party, Quote, Span

# Of two marks on the same words the first of these gives the look.
KINDS = ("actor", "recipient", "attribution", "date", "place", "trigger", "quote")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that something was read from. `why` explains it in a line, `event` is the id of the event it belongs to."""

    start: int
    end: int
    kind: str
    why: str
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that bear the same marks; without marks they are plain text."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def kind(self) -> str:
        """The kind that gives the look."""
        return min((m.kind for m in self.marks), key=KINDS.index)

    @property
    def why(self) -> str:
        """All explanations, each once."""
        return " · ".join(dict.fromkeys(m.why for m in self.marks))

    @property
    def event(self) -> str | None:
        """The event to show for it."""
        return next((m.event for m in self.marks if m.event), None)


def marks(events: Iterable[Event], quotes: Iterable[Quote]) -> Iterator[Mark]:
    """What the coder read in the text of one article. Marks in the title are left out."""
    for event in events:
        yield from _of_event(event)
    for quote in quotes:
        who = quote.actor.name if isinstance(quote.actor, Actor) else None
        speaker = who or (quote.speaker.text if quote.speaker else "somebody unnamed")
        for span in quote.content:
            if quote.direct and span.field == "text":
                yield Mark(span.start, span.end, "quote", f"Said by {speaker}")


def _of_event(event: Event) -> Iterator[Mark]:
    what = " ".join(filter(None, (event.event_type, event.event_mode)))
    found: list[tuple[Span, str, str]] = [(event.evidence.trigger, "trigger", f"{what}: {event.status}")]
    found += [(p.span, "actor", _who(p)) for p in event.actors]
    found += [(p.span, "recipient", _who(p)) for p in event.recipients]
    if event.attribution:
        source = event.attribution.actor
        known = source.name if isinstance(source, Actor) else None
        found.append(
            (event.attribution.span, "attribution", f"Says so ({event.attribution.verb}): {known or 'unnamed'}")
        )
    if event.place:
        found.append((event.place, "place", "Where it happened"))
    if event.date and (dated := _date_words(event)):
        days = (
            f"{event.date.start} to {event.date.end}" if event.date.start != event.date.end else f"{event.date.start}"
        )
        found.append((dated, "date", f"When: {days}"))
    for span, kind, why in found:
        if span.field == "text" and span.start < span.end:
            yield Mark(span.start, span.end, kind, why, event.id)


def _who(party: Party) -> str:
    actor = party.actor
    return ", ".join(filter(None, (actor.name or "unnamed", actor.office, actor.country, actor.sector)))


def _date_words(event: Event) -> Span | None:
    """The words that date an event, where they stand in its sentence."""
    sentence, basis = event.evidence.sentence, event.date.basis if event.date else ""
    at = sentence.text.find(basis) if basis else -1
    start = sentence.start + at
    return Span(start, start + len(basis), basis, sentence.field) if at >= 0 else None


def runs(text: str, marked: Sequence[Mark], start: int = 0, end: int | None = None) -> Iterator[Run]:
    """The characters `start` to `end` of a text, cut wherever a mark begins or ends."""
    end = len(text) if end is None else end
    inside = [m for m in marked if m.start < end and m.end > start]
    cuts = sorted({start, end, *(c for m in inside for c in (m.start, m.end) if start < c < end)})
    inside.sort(key=lambda m: m.start)
    open_marks: list[Mark] = []
    following = 0
    for first, last in itertools.pairwise(cuts):
        while following < len(inside) and inside[following].start <= first:
            open_marks.append(inside[following])
            following += 1
        open_marks = [m for m in open_marks if m.end > first]
        yield Run(text[first:last], tuple(open_marks))
