"""Years, fiscal years, decades and centuries, in figures and in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from detente.events.dates import periods, words
from detente.events.dates.anchoring import full_year, own, part_of
from detente.events.dates.periods import ImpossibleDate, Period
from detente.events.dates.rules import Context, Found, Reading, Rule

YEAR_PREPOSITIONS = ("in", "since", "until", "till", "of", "circa", "from", "before", "after", "around", "year")


def _year_alone(found: Found, context: Context) -> Reading | None:
    year = found.number("y")
    at = found.match.end("y")
    after = found.lexemes[at].lower if at < len(found.lexemes) else ""
    if after in words.COUNTED or after in words.UNITS or after == "%":
        return None
    start = found.match.start("y")
    before = found.lexemes[start - 1].lower if start else ""
    if before in ("$", "€", "£", "¥", "#", "no", "/") or (before == "-" and not found.has("part")):
        return None
    if not 1900 <= year <= 2099 and before not in YEAR_PREPOSITIONS:
        return None
    return own(part_of(found, periods.year(year)))


def _fiscal_year(found: Found, context: Context) -> Reading:
    return Reading(f"{found.number('y'):04}", None, "a fiscal year, whose days depend on whose it is")


def _side_of_year(found: Found, context: Context) -> Reading:
    """post-1989, pre-1967: after or before a year."""
    return Reading(f"{found.number('y'):04}", None, "a time before or after a year, without an end")


def _short_year(found: Found, context: Context) -> Reading:
    return own(periods.year(full_year(found.number("y"), context)))


def spelt_year(found: Found, name: str = "y") -> int:
    """The year that the words of a group say: "nineteen ninety-six"."""
    first, *rest = [word for word in found.lower(name) if word != "-"]
    number = 100 * words.SMALL[first] if first in words.SMALL else 100 * words.TENS[first]
    return number + sum(words.TENS.get(word, 0) + words.SMALL.get(word, 0) for word in rest)


def _spelt_year(found: Found, context: Context) -> Reading | None:
    span = found.span("y")
    after = found.lexemes[span[1]].lower if span and span[1] < len(found.lexemes) else ""
    if after in words.COUNTED or (found.word("y") == "twenty" and "-" not in found.lower("y") and after == "-"):
        return None
    return own(periods.year(spelt_year(found)))


def _two_thousand(found: Found, context: Context) -> Reading:
    return own(periods.year(2000 + (found.number("y") if found.has("y") else 0)))


def _years(found: Found, context: Context) -> Reading:
    first, second = found.number("y"), found.number("z")
    if second < 100:
        second += first // 100 * 100
        if second <= first:
            second += 100
    if not first < second <= first + 150:
        raise ImpossibleDate("the years are not in order")
    return own(periods.between(periods.year(first), periods.year(second)))


# After these "30s" is an age.
_OWNERS = frozenset("my your his her its our their".split())


def _decade(found: Found, context: Context) -> Reading | None:
    word, start = found.word("y"), found.match.start()
    first = words.NINETIES.get(word) or int("".join(filter(str.isdigit, word)))
    if first < 100 and start and found.lexemes[start - 1].lower in _OWNERS:
        return None
    if first < 100:
        year = context.today().year
        first = max(c + first for c in range(year // 100 * 100 - 100, year // 100 * 100 + 1, 100) if c + first <= year)
    return own(_half_or_part(found, periods.decade(first)))


def _half_or_part(found: Found, period: Period) -> Period:
    """the first half of the 1990s: a half of a decade or century; its TIMEX3 value stays the whole's."""
    if not found.has("half"):
        return part_of(found, period)
    middle = date(period.start.year + (period.end.year - period.start.year + 1) // 2, 1, 1)
    if found.word("half") == "first":
        return replace(period, end=middle - timedelta(days=1), unit="span")
    return replace(period, start=middle, unit="span")


def _century(found: Found, context: Context) -> Reading:
    number = found.number("n")
    if found.has("bc"):
        return Reading(f"BC{number - 1:02}", None, "before the calendar's first year")
    if number < 1:
        raise ImpossibleDate("no such century")
    return own(_half_or_part(found, periods.century(number)))


def _before_christ(found: Found, context: Context) -> Reading:
    return Reading(f"BC{found.number('n'):04}", None, "before the calendar's first year")


_PART = "(the? <part PART> (of the?|DASH)?)?"
_HALF = "(the? <half (first|second|last|latter)> half of)?"
_NOT_COUNTING = "(?!DASH? (UNIT|CLOCKUNIT))"

RULES = (
    Rule("year", "DATE", "(the? <part PART> (of|DASH)? | the year)? <y YEAR>", _year_alone),
    Rule("side of a year", "DATE", "(post|pre) DASH <y YEAR>", _side_of_year),
    Rule("fiscal year", "DATE", "(the? fiscal year?|fy) <y YEAR>", _fiscal_year),
    Rule("year in two digits", "DATE", "(?<=(in|of|since|until|from|by|for)) APOS <y TWO>", _short_year),
    Rule(
        "year in words",
        "DATE",
        f"(?<=(in|of|since|until|from|by|year|early|late|MONTHNAME)) <y SPELT> {_NOT_COUNTING}",
        _spelt_year,
    ),
    Rule("year in words, in full", "DATE", f"<y SPELTFULL> {_NOT_COUNTING}", _spelt_year),
    Rule(
        "years from two thousand on",
        "DATE",
        "(the year|(?<=(in|of|since|until|from|by|year))) two thousand (and? <y COUNT>)?",
        _two_thousand,
    ),
    Rule(
        "years joined",
        "DATE",
        "(?<=(in|of|the|from|for|OPEN)) <y YEAR> (DASH|SLASH) <z (YEAR|TWO)> (?!DASH|SLASH)",
        _years,
    ),
    Rule("decade", "DATE", f"{_HALF} the? {_PART} the? <y (DECADE|NINETIES)>", _decade),
    Rule("century", "DATE", f"{_HALF} the? {_PART} the? <n NTH> DASH? century <bc (b DOT? c|bc|bce)>?", _century),
    Rule("year before Christ", "DATE", "<n (DAY|YEAR|COUNT)> (b DOT? c DOT?|bc|bce)", _before_christ),
)
