"""What business reports compare: the quarter reported on, its end, and the same stretch of the year before."""

from __future__ import annotations

from detente.events.dates import periods, words
from detente.events.dates.anchoring import against, day_near, named_year
from detente.events.dates.periods import Period
from detente.events.dates.rules import Context, Found, Reading, Rule


def _years_on(period: Period, years: int) -> Period:
    """The stretch of the same name in another year; a company's own quarters keep their number."""
    year = int(period.value[:4]) + years
    first, last = (periods.plus_months(day, 12 * years) for day in (period.start, period.end))
    return Period(f"{year:04}{period.value[4:]}", first, last, period.unit)


def _year_back(found: Found, context: Context) -> Reading:
    """a year ago, the year-earlier quarter: one year before the period that a business report is about, else before
    the date it counts from."""
    if context.reported is not None:
        return against(_years_on(context.reported, -1), "a year before the period reported on")
    if found.has("n"):
        return against(periods.shift(periods.of("quarter", context.today()), -5), "a year before the last period over")
    base = periods.day(context.today()) if found.word("way") == "ago" else context.last("year")
    if base.unit in ("day", "week", "weekend"):
        return against(periods.year(base.start.year - 1), "the year before the date it counts from")
    return against(periods.shift(base, -1, "year"), "a year before the date it counts from")


def _same_period(found: Found, context: Context) -> Reading:
    """the corresponding period last year, last year's quarter: the period reported on, in another year."""
    year = found.number("y") if found.has("y") else context.today().year - 1
    if context.reported is None:
        return Reading(f"{year:04}", None, "a period of that year, which the text has not named", anchored=True)
    return against(
        _years_on(context.reported, year - int(context.reported.value[:4])), "the period reported on, that year"
    )


# Between these and "last year" stands the figure of the same quarter: "up from $7 million, or 9 cents a share, last
# year".
_COMPARING = frozenset("from compared against versus vs".split())
_FIGURE_WORDS = 12


def _last_year_compared(found: Found, context: Context) -> Reading | None:
    """compared with $3 million last year, in a report on a quarter: the same quarter of that year."""
    if context.reported is None or context.reported.unit == "year":
        return None
    start = found.match.start()
    before = [lexeme.lower for lexeme in found.lexemes[max(start - _FIGURE_WORDS, 0) : start] if lexeme.lower != ","]
    if not before or before[-1] not in words.AMOUNTS or _COMPARING.isdisjoint(before):
        return None
    return against(
        _years_on(context.reported, context.today().year - 1 - int(context.reported.value[:4])),
        "the period reported on, last year",
    )


def _quarter_ended(found: Found, context: Context) -> Reading:
    """the (fourth) quarter ended July 31: the three months up to that day, whatever the company numbers them."""
    month, day, year = found.month(), found.number("d"), named_year(found, context)
    last = periods.day_of(year, month, day) if year is not None else day_near(month, day, context)
    # A quarter of 13 weeks ends some days off a month's end.
    first = periods.plus_months(last.start.replace(day=1), -2 if day > 15 else -3)
    calendar = periods.of("quarter", periods.plus_days(first, 45))
    value = f"{last.start.year:04}-Q{found.number('n')}" if found.has("n") else calendar.value
    return against(Period(value, first, last.end, "quarter"), "the three months up to the day named")


def _period_reported(found: Found, context: Context) -> Reading | None:
    """the quarter, the latest period: the one reported on, else the last that was over at publication."""
    if context.reported is None and found.word("u") == "period":
        return None
    if context.reported is not None and context.reported.unit != "year" and not found.has("new"):
        return against(context.reported, "the period reported on")
    return against(periods.shift(periods.of("quarter", context.today()), -1), "the last one over at publication")


def _period_of_year(found: Found, context: Context) -> Reading:
    """the 1988 period: the period reported on, in another year."""
    year = found.number("y")
    if context.reported is None:
        return Reading(f"{year:04}", periods.year(year), "date as written")
    return against(
        _years_on(context.reported, year - int(context.reported.value[:4])), "the period reported on, that year"
    )


def _year_at_hand(found: Found, context: Context) -> Reading:
    """the full year, sales for the year: that of publication, but of the calendar or of the company is not said."""
    return Reading(f"{context.today().year:04}", None, "a year whose days depend on whose it is", anchored=True)


_BACK = "year DASH (ago|earlier)"
# Not "the year that he left", "the year ended March 31", "the year-earlier loss", "the year 2000".
_WHOLE = "(?!YEAR|DASH|APOS|two|ended|ending|before|earlier|later|after|ago|that|when|which)"
_NO_CLAUSE = "(?!of (?!MONEY)|in|it|he|she|they|we|i|you)"
_SAME = "(same|comparable|corresponding)"

RULES = (
    Rule("a year back", "DATE", "(a|one) year <way (ago|earlier)>", _year_back, reports=False),
    Rule(
        "year-ago period",
        "DATE",
        f"((the|a)? {_SAME}? {_BACK} NTH? DASH? <n (quarter|period|half|month)> | {_BACK}"
        f" | the {_SAME}? <n (quarter|period|half)> (of|in)? a year (ago|earlier))",
        _year_back,
        reports=False,
    ),
    Rule(
        "same period of another year",
        "DATE",
        f"(the {_SAME} (quarter|period|half) (of|in)? (last year|<y YEAR>) | last year APOS s (quarter|period))",
        _same_period,
        reports=False,
    ),
    Rule("last year compared", "DATE", "last year (?!APOS)", _last_year_compared, reports=False),
    Rule(
        "quarter that ended",
        "DATE",
        "(the (fiscal DASH?)? (<n NTH> DASH? fiscal?)?|(fiscal DASH?)? <n NTH> DASH? fiscal?) quarter"
        " (?=(ended|ending) <m MON> <d DAY> (COMMA <y YEAR>)?)",
        _quarter_ended,
    ),
    Rule(
        "period reported on",
        "DATE",
        "the (<new (latest|most recent)> <u (quarter|period)>|<u quarter>) (?!DASH)",
        _period_reported,
    ),
    Rule("period of a year", "DATE", "the? <y YEAR> (period|quarter)", _period_of_year, reports=False),
    Rule(
        "year at hand",
        "DATE",
        "(the full year"
        f" | (?<=for) the fiscal? year {_WHOLE} {_NO_CLAUSE}"
        f" | (?<=(months|weeks|quarters|half|rest|most|part|course|remainder) of) the year {_WHOLE})",
        _year_at_hand,
    ),
)
