"""Quarters and halves by their number: "the third quarter", "Q3 2019", "the first two quarters of 1990"."""

from __future__ import annotations

from detente.events.dates import periods
from detente.events.dates.anchoring import against, nearest
from detente.events.dates.deictic import STEPS
from detente.events.dates.rules import Context, Found, Reading, Rule


def _quarter(found: Found, context: Context) -> Reading | None:
    """the third quarter, second half: of the year named, or the one nearest to publication.

    A half of nothing named is that of a year only where the text speaks of quarters: games have halves too.
    """
    make = periods.quarter if found.word("u").startswith("quarter") else periods.half
    word = found.word("n")
    number = {"last": 2 if make is periods.half else 4, "final": 4}.get(word) or found.number("n") or int(word[-1])
    if number > (4 if make is periods.quarter else 2):
        raise periods.ImpossibleDate(f"a year has no such {found.word('u')}")
    if found.has("y"):
        return Reading((period := make(found.number("y"), number)).value, period, "date as written")
    if found.has("rel") or found.has("this"):
        year = context.today().year + STEPS[found.word("rel") or "this"]
        return against(make(year, number), "counted from the year of publication")
    if make is periods.half and context.reported is None:
        return None
    year = context.today().year
    candidates = [make(y, number) for y in range(max(1, year - 1), year + 2)]
    return against(nearest(candidates, context, near=46), "the one nearest to publication")


def _two_quarters(found: Found, context: Context) -> Reading:
    """the first two quarters of 1990: half of the year."""
    number = 1 if found.word("n") == "first" else 2
    if found.has("y"):
        period = periods.half(found.number("y"), number)
        return Reading(period.value, period, "date as written")
    year = context.today().year + STEPS[found.word("rel")]
    return against(periods.half(year, number), "counted from the year of publication")


def _numbered_quarter(found: Found, context: Context) -> Reading:
    """Q3 2019, H1 2020."""
    kind, number = found.word("q")[0], int(found.word("q")[1])
    make = periods.quarter if kind == "q" else periods.half
    if found.has("y"):
        return Reading((period := make(found.number("y"), number)).value, period, "date as written")
    year = context.today().year
    candidates = [make(y, number) for y in range(max(1, year - 1), year + 2)]
    return against(nearest(candidates, context, near=46), "the one nearest to publication")


_ORDER = "(fiscal DASH?)? <n (NTH|last|final)> DASH? (fiscal)? <u (quarter|half)>"
# "the third quarter", but in "the third-quarter loss" the article is the noun's.
_THE = "(the (?!(fiscal DASH?)? NTH DASH (quarter|half)))?"

RULES = (
    Rule(
        "quarter or half",
        "DATE",
        f"{_THE} {_ORDER}"
        " (of (the|its)? fiscal? year? (<y YEAR>|<rel (this|last|next|current|coming)> year)|of <this the> year)?",
        _quarter,
    ),
    Rule(
        "quarter or half of a year",
        "DATE",
        f"the? (<y YEAR>|<rel (this|last|next)> year APOS s) {_ORDER}",
        _quarter,
    ),
    Rule(
        "two quarters",
        "DATE",
        "the? <n (first|last)> two quarters of (<y YEAR>|<rel (this|last|next)> year)",
        _two_quarters,
    ),
    Rule("quarter by its number", "DATE", "<q (q1|q2|q3|q4|h1|h2)> of? <y YEAR>?", _numbered_quarter),
)
