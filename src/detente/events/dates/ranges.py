"""Two dates that belong together: "from 2015 to 2018", "between May and July", "since 2014"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from detente.events.dates.expressions import DateExpression
from detente.records import Interval

_FROM = re.compile(r"\b(from|between)\s+(?:the\s+|early\s+|late\s+|mid-?\s*)?$", re.IGNORECASE)
_TO = re.compile(r"^\s*(?:,\s*)?(to|until|till|through|and|-|–|—)\s*(?:the\s+)?$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s+(?:at\s+least\s+)?(?:the\s+)?$", re.IGNORECASE)


def join_ranges(text: str, found: Sequence[DateExpression], published: date | None) -> tuple[DateExpression, ...]:
    """The expressions, with those that bound one stretch of time joined into one.

    "since" reaches from the first day named to publication, and stays open (no interval) where that is not known.
    """
    out: list[DateExpression] = []
    for expression in found:
        previous = out[-1] if out else None
        if previous is not None and _bounds(text, previous, expression):
            out[-1] = _joined(text, previous, expression)
            continue
        if (
            expression.kind == "DATE"
            and expression.interval is not None
            and _SINCE.search(text[max(0, expression.start - 40) : expression.start])
        ):
            expression = _since(expression, expression.interval, published)
        out.append(expression)
    return tuple(out)


def _bounds(text: str, first: DateExpression, second: DateExpression) -> bool:
    opening = _FROM.search(text[max(0, first.start - 20) : first.start])
    joint = _TO.match(text[first.end : second.start])
    if opening is None or joint is None or first.interval is None or second.interval is None:
        return False
    if first.kind not in ("DATE", "TIME") or second.kind not in ("DATE", "TIME"):
        return False
    return (opening[1].lower() == "between") == (joint[1].lower() == "and")


def _joined(text: str, first: DateExpression, second: DateExpression) -> DateExpression:
    assert first.interval is not None and second.interval is not None
    words = text[first.start : second.end]
    if second.interval.end < first.interval.start:
        interval, why = None, "the second date lies before the first"
    else:
        interval = Interval(first.interval.start, second.interval.end, "span", words)
        why = "from the first date to the second"
    value = f"{first.value}/{second.value}" if first.value and second.value else None
    return replace(
        first,
        end=second.end,
        last=second.last,
        kind="DATE",
        interval=interval,
        value=value,
        anchored=first.anchored or second.anchored,
        why=why,
        rule="range",
    )


def _since(expression: DateExpression, interval: Interval, published: date | None) -> DateExpression:
    if published is None or published < interval.start:
        return replace(expression, interval=None, why="since a day, without an end", rule="since")
    open_end = Interval(interval.start, published, "span", f"since {interval.basis}")
    return replace(expression, interval=open_end, why="from then until publication", rule="since")
