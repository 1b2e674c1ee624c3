"""Hand-made records that several tests share: one short report on two leaders, coded by hand."""

from __future__ import annotations

from datetime import date

from detente.records import (
    Actor,
    Article,
    Attribution,
    Coded,
    Decision,
    Event,
    Evidence,
    Interval,
    Party,
    Planned,
    Quote,
    Sentence,
    Span,
    Unresolved,
    event_id,
)

TEXT = (
    "Aland's President Ada Berg spoke with Borduria's Prime Minister Carl Dorn by phone on Monday. "
    "Dorn hopes to visit Aland in May, according to government sources. "
    "“We had a good talk,” Berg told reporters."
)
ADA = Actor("person:berg", "Ada Berg", "ALA", "GOV", ("GOV",), "President", "named with her office in the text")
CARL = Actor("person:dorn", "Carl Dorn", "BOR", "GOV", ("GOV", "MIL"), "Prime Minister", "named with his office")
ALAND = Actor("state:ALA", "Aland", "ALA", None, (), None, "the state's name")


def span(words: str, text: str = TEXT, nth: int = 0) -> Span:
    """The nth occurrence of the words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words), words)


def article(number: int = 0, text: str = TEXT) -> Article:
    """A report published on 10 June 2025; another number makes another article of it."""
    return Article(
        text, date(2025, 6, 10), f"Berg and Dorn speak ({number})", "Aland Times", f"https://example.org/{number}"
    )


def coded(number: int = 0, coder: str = "detente test") -> Coded:
    """The report with its two events and one quotation."""
    report = article(number)
    first = Span(0, 93, TEXT[0:93])
    second = Span(94, 160, TEXT[94:160])
    monday = Interval(date(2025, 6, 9), date(2025, 6, 9), "day", "on Monday")
    call = Event(
        id=event_id(report.id, span("spoke"), 0),
        article_id=report.id,
        event_type="CONSULT",
        event_mode="phone",
        actors=(Party(span("President Ada Berg"), ADA), Party(span("Prime Minister Carl Dorn"), CARL)),
        recipients=(),
        reciprocal=True,
        evidence=Evidence(first, span("spoke")),
        contexts=("diplomatic",),
        channel="phone",
        date=monday,
        confidence=0.93,
        coder=coder,
        decisions=(Decision("trigger", "CONSULT", "spoke with: a talk between two"),),
    )
    may = Interval(date(2026, 5, 1), date(2026, 5, 31), "month", "in May")
    visit = Event(
        id=event_id(report.id, span("visit"), 0),
        article_id=report.id,
        event_type="AGREE",
        event_mode=None,
        actors=(Party(span("Dorn", nth=1), CARL),),
        recipients=(Party(span("Aland", nth=1), ALAND),),
        reciprocal=False,
        evidence=Evidence(second, span("visit")),
        status="future",
        strength="hoped",
        planned=Planned("CONSULT", "visit", may),
        date=may,
        attribution=Attribution(span("government sources"), Unresolved("unnamed officials"), "according to"),
        confidence=0.7,
        coder=coder,
    )
    quote = Quote(
        report.id, span("Berg", nth=1), ADA, span("told"), (span("We had a good talk,"),), True, span("reporters")
    )
    sentences = (
        Sentence(0, 0, 93, 0, 17),
        Sentence(1, 94, 160, 17, 29),
        Sentence(2, 161, len(TEXT), 29, 42),
    )
    return Coded(report, (call, visit), (quote,), sentences)
