"""Expressions that carry their own calendar date: days, months, years, decades, centuries, fixed holidays."""

from __future__ import annotations

from datetime import date

from detente.events.dates import periods, words
from detente.events.dates.lexemes import OTHER
from detente.events.dates.periods import ImpossibleDate, Period
from detente.events.dates.rules import Context, Found, Reading, Rule

# A year without its century belongs to the hundred years that end this many years after publication.
YEARS_AHEAD = 20


def full_year(two_digits: int, context: Context) -> int:
    """The year that two digits stand for, given when the article appeared."""
    last = context.today().year + YEARS_AHEAD
    return last - (last - two_digits) % 100


def _year(found: Found, context: Context, name: str = "y") -> int | None:
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


def own(period: Period, why: str = "date as written") -> Reading:
    """A reading that needs no other date."""
    return Reading(period.value, period, why)


def against(period: Period, why: str) -> Reading:
    """A reading worked out from another date."""
    return Reading(period.value, period, why, anchored=True)


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
    month, day, year = found.month(), found.number("d"), _year(found, context)
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
    period = day_near(month, day, context)
    return against(period, "the year nearest to publication" + _weekday_note(found, period))


def _day_range(found: Found, context: Context) -> Reading:
    year = _year(found, context)
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


def _part(found: Found, period: Period) -> Period:
    if found.has("part"):
        return periods.part(period, words.PARTS[found.word("part")])
    return period


def _month(found: Found, context: Context) -> Reading:
    year = _year(found, context)
    if year is not None:
        return own(_part(found, periods.month(year, found.month())))
    relative = found.word("rel")
    if relative in ("last", "past"):
        today = context.today()
        latest = max(
            (periods.month(year, found.month()) for year in years_around(context)),
            key=lambda period: (period.end < today, period.start if period.end < today else date.min),
        )
        return against(_part(found, latest), "the latest such month before publication")
    if relative == "next":
        coming = next(
            p for y in years_around(context) if (p := periods.month(y, found.month())).start > context.today()
        )
        return against(_part(found, coming), "the first such month after publication")
    if relative == "this":
        return against(_part(found, periods.month(context.today().year, found.month())), "of the year of publication")
    return against(_part(found, month_near(found.month(), context)), "the year nearest to publication")


def _month_of_relative_year(found: Found, context: Context) -> Reading:
    step = {"last": -1, "this": 0, "next": 1, "previous": -1}[found.word("rel")]
    year = context.today().year + step
    if found.has("d"):
        return against(periods.day_of(year, found.month(), found.number("d")), "counted from the year of publication")
    return against(_part(found, periods.month(year, found.month())), "counted from the year of publication")


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
    return own(_part(found, periods.year(year)))


YEAR_PREPOSITIONS = ("in", "since", "until", "till", "of", "circa", "from", "before", "after", "around", "year")


def _fiscal_year(found: Found, context: Context) -> Reading:
    return Reading(f"{found.number('y'):04}", None, "a fiscal year, whose days depend on whose it is")


def _short_year(found: Found, context: Context) -> Reading:
    return own(periods.year(full_year(found.number("y"), context)))


def _spelt(found: Found) -> int:
    first, *rest = [word for word in found.lower("y") if word != "-"]
    number = 100 * words.SMALL[first] if first in words.SMALL else 100 * words.TENS[first]
    return number + sum(words.TENS.get(word, 0) + words.SMALL.get(word, 0) for word in rest)


def _spelt_year(found: Found, context: Context) -> Reading | None:
    span = found.span("y")
    after = found.lexemes[span[1]].lower if span and span[1] < len(found.lexemes) else ""
    if after in words.COUNTED or (found.word("y") == "twenty" and "-" not in found.lower("y") and after == "-"):
        return None
    return own(periods.year(_spelt(found)))


def _month_spelt_year(found: Found, context: Context) -> Reading:
    return own(_part(found, periods.month(_spelt(found), found.month())))


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


def _decade(found: Found, context: Context) -> Reading:
    word = found.word("y")
    first = words.NINETIES.get(word) or int("".join(filter(str.isdigit, word)))
    if first < 100:
        year = context.today().year
        first = max(c + first for c in range(year // 100 * 100 - 100, year // 100 * 100 + 1, 100) if c + first <= year)
    return own(_part(found, periods.decade(first)))


def _century(found: Found, context: Context) -> Reading:
    number = found.number("n")
    if found.has("bc"):
        return Reading(f"BC{number - 1:02}", None, "before the calendar's first year")
    if number < 1:
        raise ImpossibleDate("no such century")
    return own(_part(found, periods.century(number)))


def _before_christ(found: Found, context: Context) -> Reading:
    return Reading(f"BC{found.number('n'):04}", None, "before the calendar's first year")


def _thanksgiving(found: Found, context: Context) -> Reading:
    """The holiday of the United States, the fourth Thursday of November."""

    def of_year(year: int) -> Period:
        first = date(year, 11, 1)
        return periods.day_of(year, 11, 22 + (3 - first.weekday()) % 7)

    year = _year(found, context)
    if year is not None:
        return own(of_year(year), "the fourth Thursday of November")
    return against(
        nearest([of_year(y) for y in years_around(context)], context, near=60),
        "the fourth Thursday of November nearest to publication",
    )


def _holiday(found: Found, context: Context) -> Reading:
    name = tuple(word for word in found.lower("h") if word not in ("'", "s"))
    if name[0] == "thanksgiving":
        return _thanksgiving(found, context)
    month, day = next(
        when for key, when in words.HOLIDAYS.items() if tuple(part.removesuffix("'s") for part in key) == name
    )
    year = _year(found, context)
    if year is not None:
        return own(periods.day_of(year, month, day), "a fixed day of the year")
    return against(day_near(month, day, context), "a fixed day of the year nearest to publication")


def _day_range_end(found: Found, context: Context) -> Reading:
    year = _year(found, context)
    first_month = found.month("m") if found.has("m") else found.month("n")
    if year is None:
        last = day_near(found.month("n"), found.number("e"), context)
        first_year = last.start.year - (first_month > found.month("n"))
        first = periods.day_of(first_year, first_month, found.number("d"))
        return against(periods.between(first, last), "the year nearest to publication")
    first = periods.day_of(year - (first_month > found.month("n")), first_month, found.number("d"))
    return own(periods.between(first, periods.day_of(year, found.month("n"), found.number("e"))))


def _month_year(found: Found, context: Context) -> Reading:
    year = found.number("y") if found.has("y") else full_year(found.number("z"), context)
    return own(_part(found, periods.month(year, found.month())))


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
    if before in ("the", "a", ",", "and", "or", "-") and ambiguous and not listed:
        return None
    return _month(found, context)


_PART = "(the? <part PART> (of the?|DASH)?)?"
_YEAR = "(COMMA? of? <y YEAR>)?"
_NOT_COUNTING = "(?!DASH? (UNIT|CLOCKUNIT))"

_NOT_MORE = "(?!DASH? (UNIT|CLOCKUNIT)|of? MON)"

RULES = (
    Rule("ISO date", "DATE", "<i ISO>", _iso),
    Rule("date with slashes", "DATE", "<s SLASHED>", _slashed),
    Rule("date with dots", "DATE", "<p DOTTED>", _dotted),
    Rule("month and day", "DATE", f"(<w W> COMMA?)? <m MON> the? <d (DAY|NTH)> {_NOT_COUNTING} {_YEAR}", _day),
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
    Rule("month", "DATE", "(<rel (last|past|next|this)> | the? <part PART> (of|DASH)?)? <m MON>", _month_alone),
    Rule(
        "month of a year nearby",
        "DATE",
        f"{_PART} <m MON> <d DAY>? COMMA? of? <rel (last|this|next|previous)> year",
        _month_of_relative_year,
    ),
    Rule("year", "DATE", "(the? <part PART> (of|DASH)? | the year)? <y YEAR>", _year_alone),
    Rule("fiscal year", "DATE", "(the? fiscal year?|fy) <y YEAR>", _fiscal_year),
    Rule("year in two digits", "DATE", "(?<=(in|of|since|until|from|by|for)) APOS <y TWO>", _short_year),
    Rule(
        "year in words",
        "DATE",
        f"(?<=(in|of|since|until|from|by|year|early|late|MONTHNAME)) <y SPELT> {_NOT_COUNTING}",
        _spelt_year,
    ),
    Rule("month and year in words", "DATE", f"{_PART} <m MON> of? <y SPELT>", _month_spelt_year),
    Rule(
        "years from two thousand on",
        "DATE",
        "(?<=(in|of|since|until|from|by|year)) two thousand (and? <y COUNT>)?",
        _two_thousand,
    ),
    Rule(
        "years joined",
        "DATE",
        "(?<=(in|of|the|from|for|OPEN)) <y YEAR> (DASH|SLASH) <z (YEAR|TWO)> (?!DASH|SLASH)",
        _years,
    ),
    Rule("decade", "DATE", f"the? {_PART} the? <y (DECADE|NINETIES)>", _decade),
    Rule("century", "DATE", f"the? {_PART} the? <n NTH> DASH? century <bc (b DOT? c|bc|bce)>?", _century),
    Rule("year before Christ", "DATE", "<n (DAY|YEAR|COUNT)> (b DOT? c DOT?|bc|bce)", _before_christ),
    Rule(
        "fixed holiday",
        "DATE",
        "<h (christmas (eve|day)?|new year APOS s (day|eve)|valentine APOS s day|halloween|thanksgiving day?)>"
        " (COMMA? <y YEAR>)?",
        _holiday,
    ),
)
