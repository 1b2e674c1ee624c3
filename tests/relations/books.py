"""Hand-made acts of two states, filed in a ledger as reports on them would be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import detente
from detente.records import Actor, Article, Coded, Event, Evidence, Interval, Party, Planned, Sentence, Span, event_id

ADA = Actor("person:berg", "Ada Berg", "ALA", "GOV", ("GOV",), "President")
CARL = Actor("person:dorn", "Carl Dorn", "BOR", "GOV", ("GOV",), "Prime Minister")
EVA = Actor("person:eck", "Eva Eck", "BOR", "GOV", ("GOV",), "Foreign Minister")
ALA = Actor("ALA", "Aland", "ALA")
BOR = Actor("BOR", "Borduria", "BOR")
SYL = Actor("SYL", "Syldavia", "SYL")


def day(text: str | None) -> Interval | None:
    """ "2025-06-09" is that day, "2025-06" that month, "2025" that year."""
    if text is None:
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return Interval(date(*parts), date(*parts), "day", text)
    if len(parts) == 2:
        year, month = parts
        after = date(year + month // 12, month % 12 + 1, 1)
        return Interval(date(year, month, 1), date.fromordinal(after.toordinal() - 1), "month", text)
    return Interval(date(parts[0], 1, 1), date(parts[0], 12, 31), "year", text)


def act(
    event_type: str,
    mode: str | None = None,
    *,
    on: str | None = None,
    actors: Sequence[Actor] = (ADA,),
    recipients: Sequence[Actor] = (),
    planned: tuple[str, str | None, str | None] | None = None,
    sentence: str = "They did it.",
    trigger: str = "did",
    place: str | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """What `report` makes an event of; without recipients it is one of all actors together."""
    return {
        "event_type": event_type,
        "event_mode": mode,
        "date": day(on),
        "actors": actors,
        "recipients": recipients,
        "planned": None if planned is None else Planned(planned[0], planned[1], day(planned[2])),
        "sentence": sentence,
        "trigger": trigger,
        "place": place,
        **fields,
    }


def report(published: str, *acts: dict[str, Any], name: str = "") -> Coded:
    """An article, each of its sentences with one event."""
    text = " ".join(one["sentence"] for one in acts)
    article = Article(
        text, date.fromisoformat(published), f"Report {name}", "Aland Times", f"https://e.org/{published}{name}"
    )
    events: list[Event] = []
    sentences: list[Sentence] = []
    at = 0
    for number, one in enumerate(acts):
        fields = dict(one)
        sentence, trigger, place = (fields.pop(key) for key in ("sentence", "trigger", "place"))
        start = at + sentence.index(trigger)
        span = Span(start, start + len(trigger), trigger)
        fields["actors"] = tuple(Party(span, actor) for actor in one["actors"])
        fields["recipients"] = tuple(Party(span, actor) for actor in one["recipients"])
        if place is not None:
            fields["place"] = Span(at + sentence.index(place), at + sentence.index(place) + len(place), place)
        events.append(
            Event(
                id=event_id(article.id, span, number),
                article_id=article.id,
                reciprocal=not one["recipients"],
                evidence=Evidence(Span(at, at + len(sentence), sentence), span),
                coder="by hand",
                **fields,
            )
        )
        sentences.append(Sentence(number, at, at + len(sentence), number, number + 1))
        at += len(sentence) + 1
    return Coded(article, tuple(events), (), tuple(sentences))


def books(reports: Iterable[Coded]) -> detente.Ledger:
    """A ledger that lasts as long as the test."""
    ledger = detente.Ledger(":memory:")
    ledger.add(reports)
    return ledger
