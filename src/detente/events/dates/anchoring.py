"""What incomplete dates are read against: the year nearest to publication, the month before or after it."""

from __future__ import annotations

from detente.events.dates import periods, words
from detente.events.dates.periods import ImpossibleDate, Period
from detente.events.dates.rules import Context, Found, Reading

# A year without its century belongs to the hundred years that end this many years after publication.
YEARS_AHEAD = 20


def full_year(two_digits: int, context: Context) -> int:
    """The year that two digits stand for, given when the article appeared."""
    last = context.today().year + YEARS_AHEAD
    return last - (last - two_digits) % 100


def named_year(found: Found, context: Context, name: str = "y") -> int | None:
    if not found.has(name):
        return None
    number = found.number(name)
    return number if number > 99 else full_year(number, context)


def nearest(candidates: list[Period], context: Context, *, near: int = 0) -> Period:
    """The candidate that the tense of the clause points to, else the one nearest to publication.

    candidates: the same day or month of neighbouring years, in order. Within `near` days of publication the nearest is
    taken whatever the tense, since the tense found may be another clause's.
    """
    today = context.today()

    def distance(period: Period) -> int:
        return max((period.start - today).days, (today - period.end).days, 0)

    best = min(candidates, key=distance)
    if distance(best) <= near:
        return best
    tense = context.tense()
    if tense == "past":
        return next((period for period in reversed(candidates) if period.start <= today), best)
    if tense == "future":
        return next((period for period in candidates if period.end >= today), best)
    return best


def years_around(context: Context) -> range:
    """The years before, of and after publication."""
    year = context.today().year
    return range(max(1, year - 1), min(9999, year + 1) + 1)


def day_near(month: int, day: int, context: Context, *, near: int = 60) -> Period:
    """A day and month without a year, read against the publication date; 29 February looks for a leap year."""
    found: list[Period] = []
    for year in years_around(context):
        try:
            found.append(periods.day_of(year, month, day))
        except ImpossibleDate:
            continue
    if not found:
        raise ImpossibleDate(f"no such day near publication: month {month}, day {day}")
    return nearest(found, context, near=near)


def month_near(month: int, context: Context) -> Period:
    """A month without a year, read against the publication date."""
    return nearest([periods.month(year, month) for year in years_around(context)], context, near=31)


def relative_month(month: int, relative: str, context: Context) -> Period:
    """The month of that name before publication ("last", "past"), after it ("next") or of its year ("this")."""
    today = context.today()
    around = [periods.month(year, month) for year in years_around(context)]
    if relative in ("last", "past"):
        return next((period for period in reversed(around) if period.end < today), around[0])
    if relative == "next":
        return next((period for period in around if period.start > today), around[-1])
    return periods.month(today.year, month)


def own(period: Period, why: str = "date as written") -> Reading:
    """A reading that needs no other date."""
    return Reading(period.value, period, why)


def against(period: Period, why: str) -> Reading:
    """A reading worked out from another date."""
    return Reading(period.value, period, why, anchored=True)


def part_of(found: Found, period: Period) -> Period:
    if found.has("part"):
        return periods.part(period, words.PARTS[found.word("part")])
    return period
