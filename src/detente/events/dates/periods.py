"""Stretches of the calendar: a TIMEX3 value with its first and last day, and the arithmetic between them.

Weeks are ISO 8601 (Monday to Sunday), a weekend is its Saturday and Sunday, quarters and halves are those of the
calendar year. Seasons are the meteorological ones of the northern hemisphere; winter begins in the December of the year
before the one it is named after, as in "the winter of 1994". Years run from 1 to 9999.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.records import Interval

SEASONS = {"spring": ("SP", 3), "summer": ("SU", 6), "autumn": ("FA", 9), "fall": ("FA", 9), "winter": ("WI", 12)}
MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200, "season": 12}
DAYS_IN = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}


class ImpossibleDate(ValueError):
    """Words that have the form of a date but name no day of the calendar, such as 30 February."""


@dataclass(frozen=True, slots=True)
class Period:
    """`value` as TIMEX3 writes it; `start` and `end` inclusive; `unit` is what it shifts by."""

    value: str
    start: date
    end: date
    unit: str

    @property
    def granularity(self) -> str:
        """The word that `Interval` has for this unit; "span" where it has none."""
        return self.unit if self.unit not in ("weekend", "century") else "span"

    def interval(self, basis: str) -> Interval:
        """The days of the period as a record."""
        return Interval(self.start, self.end, self.granularity, basis)


def _date(year: int, month: int, day_of_month: int) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError as error:
        raise ImpossibleDate(f"no such day: {year}-{month:02}-{day_of_month:02}") from error


def plus_days(day_: date, days: int) -> date:
    """The day `days` later; ImpossibleDate where the calendar ends."""
    try:
        return day_ + timedelta(days=days)
    except OverflowError as error:
        raise ImpossibleDate(f"{days} days from {day_} leave the calendar") from error


def plus_months(day_: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day where it is shorter."""
    year, month = divmod(day_.year * 12 + day_.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ImpossibleDate(f"{months} months from {day_} leave the calendar")
    return date(year, month + 1, min(day_.day, monthrange(year, month + 1)[1]))


def day(day_: date) -> Period:
    """One day."""
    return Period(day_.isoformat(), day_, day_, "day")


def day_of(year: int, month: int, day_of_month: int) -> Period:
    """One day by its numbers; ImpossibleDate where the month has no such day."""
    return day(_date(year, month, day_of_month))


def _monday(day_: date) -> date:
    return plus_days(day_, -day_.weekday())


def week(day_: date) -> Period:
    """The ISO week that holds a day."""
    iso = day_.isocalendar()
    start = _monday(day_)
    return Period(f"{iso.year:04}-W{iso.week:02}", start, plus_days(start, 6), "week")


def weekend(day_: date) -> Period:
    """The Saturday and Sunday of the ISO week that holds a day."""
    start = plus_days(_monday(day_), 5)
    return Period(week(day_).value + "-WE", start, plus_days(start, 1), "weekend")


def _months(value: str, year: int, month: int, months: int, unit: str) -> Period:
    start = _date(year, month, 1)
    last = plus_months(start, months - 1)
    return Period(value, start, last.replace(day=monthrange(last.year, last.month)[1]), unit)


def month(year: int, month_: int) -> Period:
    """A calendar month."""
    return _months(f"{year:04}-{month_:02}", year, month_, 1, "month")


def quarter(year: int, number: int) -> Period:
    """A quarter (1 to 4) of a calendar year."""
    return _months(f"{year:04}-Q{number}", year, 3 * number - 2, 3, "quarter")


def half(year: int, number: int) -> Period:
    """A half (1 or 2) of a calendar year."""
    return _months(f"{year:04}-H{number}", year, 6 * number - 5, 6, "half")


def season(year: int, name: str) -> Period:
    """A season by its English name."""
    code, first = SEASONS[name]
    return _months(f"{year:04}-{code}", year - (first == 12), first, 3, "season")


def year(year_: int) -> Period:
    """A calendar year."""
    return _months(f"{year_:04}", year_, 1, 12, "year")


def decade(first: int) -> Period:
    """The ten years from `first`, which ends in 0; the value is the three leading digits."""
    return _months(f"{first // 10:03}", first, 1, 120, "decade")


def century(number: int) -> Period:
    """The `number`th century as news counts it: the 20th is 1900 to 1999; the value is the two leading digits."""
    return _months(f"{number - 1:02}", max(1, 100 * (number - 1)), 1, 1200 if number > 1 else 1188, "century")


def of(unit: str, day_: date) -> Period:
    """The period of a unit ("day" ... "century") that holds a day."""
    match unit:
        case "day":
            return day(day_)
        case "week" | "fortnight":
            return week(day_)
        case "weekend":
            return weekend(day_)
        case "month":
            return month(day_.year, day_.month)
        case "quarter":
            return quarter(day_.year, (day_.month + 2) // 3)
        case "half":
            return half(day_.year, 1 if day_.month < 7 else 2)
        case "year":
            return year(day_.year)
        case "decade":
            return decade(day_.year // 10 * 10) if day_.year >= 10 else _months("000", 1, 1, 108, "decade")
        case "century":
            return century(day_.year // 100 + 1)
    raise ValueError(f"unknown unit {unit!r}")


def add(day_: date, count: int, unit: str) -> date:
    """The day `count` units later (earlier where negative)."""
    if unit in DAYS_IN:
        return plus_days(day_, count * DAYS_IN[unit])
    return plus_months(day_, count * MONTHS_IN[unit])


def shift(period: Period, count: int, unit: str | None = None) -> Period:
    """The period of the same unit that lies `count` units on, by its own unit unless another is given."""
    start = add(period.start, count, unit or period.unit)
    if period.unit == "span":
        end = add(period.end, count, unit or period.unit)
        return Period(f"{start.isoformat()}/{end.isoformat()}", start, end, "span")
    if period.unit == "season":
        name = next(name for name, (code, _) in SEASONS.items() if period.value.endswith(code))
        return season(start.year + (name == "winter"), name)
    return of(period.unit, start)


def part(period: Period, which: str) -> Period:
    """The first, middle or last third of a period ("early", "mid", "late"); the TIMEX3 value stays the whole's."""
    length = (period.end - period.start).days + 1
    if length < 3:
        return period
    third = length // 3
    match which:
        case "early":
            start, end = period.start, plus_days(period.start, third - 1)
        case "mid":
            start, end = plus_days(period.start, third), plus_days(period.end, -third)
        case "late":
            start, end = plus_days(period.end, 1 - third), period.end
        case _:
            raise ValueError(f"unknown part {which!r}")
    return replace(period, start=start, end=end, unit="span")


def between(first: Period, last: Period) -> Period:
    """From the first day of one period to the last of another, written as an ISO interval."""
    if last.end < first.start:
        raise ImpossibleDate(f"{last.value} is over before {first.value} begins")
    return Period(f"{first.value}/{last.value}", first.start, last.end, "span")
