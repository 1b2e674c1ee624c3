"""When it happened: expressions of time as intervals, the date of each event, and how well both are read."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc

from detente.events.dates.expressions import DateExpression, recognise
from detente.events.dates.narrative import before_publication, event_date
from detente.events.dates.ranges import join_ranges
from detente.events.dates.scores import timex_scores
from detente.events.dates.tenures import inaugural, tenure_bounds

__all__ = [
    "DateExpression",
    "before_publication",
    "event_date",
    "expressions",
    "inaugural",
    "recognise",
    "tenure_bounds",
    "timex_scores",
]


def expressions(doc: Doc, published: date | None, tokens: range | None = None) -> tuple[DateExpression, ...]:
    """Every expression of time in the Doc, in order, with the two ends of a range joined into one.

    published: the day that relative expressions count from; without it their interval is None. tokens: return only
    those that begin in this range of tokens. The Doc needs tokens only; tags and a parse settle more readings.
    """
    found = join_ranges(doc.text, recognise(doc, published), published)
    return found if tokens is None else tuple(e for e in found if e.first in tokens)
