"""Days and months written out: "June 4, 2019", "4 June", "2019-06-04", "June 8-10", "late May", fixed holidays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from detente.events.dates import periods, words
from detente.events.dates.anchoring import (
    against,
    day_near,
    full_year,
    month_near,
    named_year,
    nearest,
    own,
    part_of,
    relative_month,
    years_around,
)
from detente.events.dates.lexemes import OTHER, Lexeme
from detente.events.dates.periods import ImpossibleDate, Period
from detente.events.dates.rules import Context, Found, Reading, Rule
from detente.events.dates.years import spelt_year


def _iso(found: Found, context: Context) -> Reading:
    text = found.lower("i")[0]
    year, month, day = (int(part) for part in text[:10].split("-"))
    period = periods.day_of(year, month, day)
    if "t" in text:
        return Reading(period.value + text[10:16].upper(), period, "date as written", kind="TIME")
    return own(period)


def _slashed(found: Found, context: Context) -> Reading:
    first, second, year = (int(part) for part in found.lower("s")[0].replace(".", "/").split("/"))
    if year < 100:
        year = full_year(year, context)
    if first > 12 or first == second:
        return own(periods.day_of(year, second, first))
    if second > 12:
        return own(periods.day_of(year, first, second))
    raise ImpossibleDate("day and month cannot be told apart")


def _dotted(found: Found, context: Context) -> Reading:
    day, month, year = (int(part) for part in found.lower("p")[0].split("."))
    return own(periods.day_of(year, month, day))


def _weekday_note(found: Found, period: Period) -> str:
    if found.has("w") and found.weekday() != period.start.weekday():
        return "; the weekday named does not fit it"
    return ""


def _day(found: Found, context: Context) -> Reading:
    month, day, year = found.month(), found.number("d"), named_year(found, context)
    if year is not None:
        period = periods.day_of(year, month, day)
        return own(period, "date as written" + _weekday_note(found, period))
    if found.has("w"):
        fitting = []
        for candidate in years_around(context):
            try:
                period = periods.day_of(candidate, month, day)
            except ImpossibleDate:
                continue
            if period.start.weekday() == found.weekday():
                fitting.append(period)
        if fitting:
            return against(nearest(fitting, context, near=183), "the year in which it is that weekday")
    if found.has("rel"):
        month_named = relative_month(month, found.word("rel"), context)
        return against(periods.day_of(month_named.start.year, month, day), "of the month named from publication")
    period = day_near(month, day, context)
    return against(period, "the year nearest to publication" + _weekday_note(found, period))


_AFTER_DAY = frozenset("in at to for by as when".split())


def _further_day(found: Found, context: Context) -> Reading | None:
    """April 24 and 25: the second day; not where the number counts what follows ("on May 3 and 4 others")."""
    _, end = found.span("d") or (0, 0)
    following = found.lexemes[end].lower if end < len(found.lexemes) else ""
    if (following.isalnum() and following not in _AFTER_DAY) or following in ("%", "$", "/"):
        return None
    return _day(found, context)


def _week_of(found: Found, context: Context) -> Reading:
    """the week of March 6: the calendar week that holds the day."""
    year = named_year(found, context)
    if year is not None:
        return own(periods.of(found.word("u"), periods.day_of(year, found.month(), found.number("d")).start))
    day = day_near(found.month(), found.number("d"), context)
    return against(periods.of(found.word("u"), day.start), "of the year nearest to publication")


def _day_range(found: Found, context: Context) -> Reading:
    year = named_year(found, context)
    last_month = found.month("n") if found.has("n") else found.month()
    if year is None:
        first = day_near(found.month(), found.number("d"), context)
        year = first.start.year
        if last_month < found.month():
            year += 1
        last = periods.day_of(year, last_month, found.number("e"))
        return against(periods.between(first, last), "the year nearest to publication")
    first_year = year - 1 if last_month < found.month() else year
    first = periods.day_of(first_year, found.month(), found.number("d"))
    return own(periods.between(first, periods.day_of(year, last_month, found.number("e"))))


def _day_range_end(found: Found, context: Context) -> Reading:
    year = named_year(found, context)
    first_month = found.month("m") if found.has("m") else found.month("n")
    if year is None:
        last = day_near(found.month("n"), found.number("e"), context)
        first_year = last.start.year - (first_month > found.month("n"))
        first = periods.day_of(first_year, first_month, found.number("d"))
        return against(periods.between(first, last), "the year nearest to publication")
    first = periods.day_of(year - (first_month > found.month("n")), first_month, found.number("d"))
    return own(periods.between(first, periods.day_of(year, found.month("n"), found.number("e"))))


def _month(found: Found, context: Context) -> Reading:
    year = named_year(found, context)
    if year is not None:
        return own(part_of(found, periods.month(year, found.month())))
    if found.has("rel"):
        return against(relative_month(found.month(), found.word("rel"), context), "counted from publication")
    return against(part_of(found, month_near(found.month(), context)), "the year nearest to publication")


def _month_of_relative_year(found: Found, context: Context) -> Reading:
    step = {"last": -1, "this": 0, "next": 1, "previous": -1}[found.word("rel")]
    year = context.today().year + step
    if found.has("d"):
        return against(periods.day_of(year, found.month(), found.number("d")), "counted from the year of publication")
    return against(part_of(found, periods.month(year, found.month())), "counted from the year of publication")


def _month_year(found: Found, context: Context) -> Reading:
    year = found.number("y") if found.has("y") else full_year(found.number("z"), context)
    return own(part_of(found, periods.month(year, found.month())))


def _month_spelt_year(found: Found, context: Context) -> Reading:
    return own(part_of(found, periods.month(spelt_year(found), found.month())))


# What stands before a month's name when it is one: "May", "March", "August" and "April" are other words and names too.
_BEFORE_MONTH = set(
    (
        "in of since until till by from to and or between through during before after around about last next this that "
        "each every early late mid for on the a , ( -"
    ).split()
)


# Before these a capitalised word after the month begins a new phrase: "in May President X said".
_SURELY_MONTH = frozenset(
    ["in", "of", "since", "until", "till", "by", "during", "last", "next", "late", "early", "mid"]
)


# What follows "the March" where that is a demonstration, not a month that tells its noun's time ("the March vote").
_AFTER_MARCH = frozenset(
    (
        "against along around through across over into onto towards toward about with at as and or that which who was "
        "were is are has had will would could can began ended started drew led passed took went came"
    ).split()
)


def _may_be_described(following: Lexeme) -> bool:
    """Whether a word can be the noun that a month before it belongs to: "the March vote", "a June deal"."""
    plain = following.code == OTHER and following.lower.isalpha() and not following.capital
    return plain and following.lower not in _AFTER_MARCH


def _month_alone(found: Found, context: Context) -> Reading | None:
    if found.has("rel") or found.has("part"):
        return _month(found, context)
    start, end = found.match.span("m")
    previous = found.lexemes[start - 1] if start else None
    following = found.lexemes[end] if end < len(found.lexemes) else None
    before = previous.lower if previous else ""
    listed = before in ("and", "or", "to") and start > 1 and found.lexemes[start - 2].lower in words.MONTHS
    ambiguous = found.word("m") in ("may", "march", "august", "april", "june")
    if found.word("m") in words.MONTH_SHORT and found.lexemes[end - 1].lower != ".":
        return None
    if before not in _BEFORE_MONTH and (ambiguous or previous is None or previous.capital):
        return None
    part_of_name = following is not None and following.capital and following.code == OTHER
    if part_of_name and before not in _SURELY_MONTH:
        return None
    describes = before in ("the", "a") and following is not None and _may_be_described(following)
    if before in ("the", "a", ",", "and", "or", "-") and ambiguous and not listed and not describes:
        return None
    return _month(found, context)


def _before_publication(of_year: Callable[[int], Period], context: Context) -> Period:
    today = context.today()
    over = [period for period in map(of_year, years_around(context)) if period.end < today]
    if not over:
        raise ImpossibleDate("before the calendar begins")
    return over[-1]


def _thanksgiving(found: Found, context: Context) -> Reading:
    """The holiday of the United States, the fourth Thursday of November."""

    def of_year(year: int) -> Period:
        first = date(year, 11, 1)
        return periods.day_of(year, 11, 22 + (3 - first.weekday()) % 7)

    year = named_year(found, context)
    if year is not None:
        return own(of_year(year), "the fourth Thursday of November")
    if found.has("rel"):
        return against(_before_publication(of_year, context), "the last such day")
    return against(
        nearest([of_year(y) for y in years_around(context)], context, near=60),
        "the fourth Thursday of November nearest to publication",
    )


def _holiday(found: Found, context: Context) -> Reading | None:
    name = tuple(word for word in found.lower("h") if word not in ("'", "s"))
    if found.in_name("h"):
        return None
    if name[0] == "thanksgiving":
        return _thanksgiving(found, context)
    month, day = next(
        when for key, when in words.HOLIDAYS.items() if tuple(part.removesuffix("'s") for part in key) == name
    )
    year = named_year(found, context)
    if year is not None:
        return own(periods.day_of(year, month, day), "a fixed day of the year")
    if found.has("rel"):
        return against(_before_publication(lambda y: periods.day_of(y, month, day), context), "the last such day")
    return against(day_near(month, day, context), "a fixed day of the year nearest to publication")


_PART = "(the? <part PART> (of the?|DASH)?)?"
_YEAR = "(COMMA? of? <y YEAR>)?"
_NOT_COUNTING = "(?!DASH? (UNIT|CLOCKUNIT))"
_NOT_MORE = "(?!DASH? (UNIT|CLOCKUNIT)|of? MON)"

RULES = (
    Rule("ISO date", "DATE", "<i ISO>", _iso),
    Rule("date with slashes", "DATE", "<s SLASHED>", _slashed),
    Rule("date with dots", "DATE", "<p DOTTED>", _dotted),
    Rule(
        "month and day",
        "DATE",
        f"(<w W> COMMA?|<rel (last|next)>)? <m MON> the? <d (DAY|NTH)> {_NOT_COUNTING}"
        f" ((?=and DAY COMMA <y YEAR>)|{_YEAR})",
        _day,
    ),
    Rule("a further day", "DATE", f"<m MON> DAY and <it <d DAY> {_YEAR}> {_NOT_MORE}", _further_day),
    Rule("week of a day", "DATE", f"the? <u (week|weekend)> of <m MON> <d DAY> {_NOT_COUNTING} {_YEAR}", _week_of),
    Rule(
        "day and month",
        "DATE",
        "(<w W> COMMA? on?)? (the? <d (DAY|NTH)> of? DASH?) <m MON> (DASH? COMMA? <y YEAR>)?",
        _day,
    ),
    Rule(
        "days of a month",
        "DATE",
        f"<m MON> <d DAY> (DASH|to|through|until|SLASH|DASH <n MON>) <e DAY> {_NOT_MORE} {_YEAR}",
        _day_range,
    ),
    Rule("between days", "DATE", f"(?<=between) <m MON> <d DAY> and <e DAY> {_NOT_MORE} {_YEAR}", _day_range),
    Rule(
        "days before a month",
        "DATE",
        f"<d (DAY|NTH)> (<m MON>)? (DASH|to|through|SLASH) <e (DAY|NTH)> of? <n MON> {_YEAR}",
        _day_range_end,
    ),
    Rule("month and year", "DATE", f"{_PART} <m MON> (COMMA|of)? (<y YEAR>|APOS <z TWO>)", _month_year),
    Rule(
        "month",
        "DATE",
        "(<rel (last|past|next|this)> | (the (?!PART DASH))? <part PART> (of|DASH)?)? <m MON>",
        _month_alone,
    ),
    Rule(
        "month of a year nearby",
        "DATE",
        f"{_PART} <m MON> <d DAY>? COMMA? of? <rel (last|this|next|previous)> year",
        _month_of_relative_year,
    ),
    Rule("month and year in words", "DATE", f"{_PART} <m MON> of? <y SPELT>", _month_spelt_year),
    Rule(
        "fixed holiday",
        "DATE",
        "<rel last>? <h (christmas (eve|day)?|new year APOS s (day|eve)|valentine APOS s day|halloween"
        "|thanksgiving day?)> (COMMA? <y YEAR>)?",
        _holiday,
    ),
)
