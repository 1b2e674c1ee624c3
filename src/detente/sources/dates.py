"""The publication date, from metadata or from the words at the head of a report."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

FIRST_YEAR, LAST_YEAR = 1500, 2200  # outside it a date is a mistake: "0001-01-01", "9999-12-31"
MONTHS = "january february march april may june july august september october november december".split()
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?)"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
# "March 3, 2019", "3 March 2019", "March 3": groups month1 day1 year1 or day2 month2 year2
DAY_MONTH = (
    rf"(?:(?P<month1>{MONTH})\s+(?P<day1>{DAY})(?:,?\s+(?P<year1>\d{{4}}))?"
    rf"|(?P<day2>{DAY})\s+(?P<month2>{MONTH})(?:,?\s+(?P<year2>\d{{4}}))?)"
)
_WORDS = re.compile(rf"^(?:{WEEKDAY}\.?,?\s+)?{DAY_MONTH}(?:\s*,?\s+(?:at\s+)?\d{{1,2}}:\d\d.*)?$", re.IGNORECASE)
_ISO = re.compile(r"^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)(?:[T ].*)?$")
_NUMERIC = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:\s.*)?$")
_NOTHING = frozenset({"", "nan", "nat", "none", "null", "n/a", "na", "unknown", "-"})


class NotADate(ValueError):
    """A publication date that cannot be read or cannot be; the message says why."""


def _day(year: int, month: int, day: int, shown: object) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADate(f"{shown!r} is not a possible date of publication")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADate(f"{shown!r} is not a day of the calendar") from error


def month_number(name: str) -> int:
    """1 to 12 for a month's name or its abbreviation."""
    start = name.lower().rstrip(".")[:3]
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(start))


def from_match(match: re.Match[str]) -> date | None:
    """The date that a match of DAY_MONTH names; None without a year. NotADate for 31 June."""
    groups = match.groupdict()
    name = groups["month1"] or groups["month2"]
    day = groups["day1"] or groups["day2"]
    year = groups["year1"] or groups["year2"]
    if not (name and day and year):
        return None
    return _day(int(year), month_number(name), int(re.sub(r"\D", "", day)), " ".join(match.group().split()))


def _from_number(value: int | float) -> date:
    if value != value or value in (float("inf"), float("-inf")):
        raise NotADate(f"{value!r} is not a date")
    whole = int(value)
    if FIRST_YEAR * 10000 <= whole <= (LAST_YEAR + 1) * 10000:
        return _day(whole // 10000, whole // 100 % 100, whole % 100, whole)
    seconds = whole // 1000 if whole >= 10**11 else whole
    if not 10**7 <= seconds <= 7_300_000_000:  # below, more likely a number of something else; above, after 2200
        raise NotADate(f"{value!r} is not a date")
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()


def read_date(value: object) -> date | None:
    """The day in a metadata field, as its own writer's calendar has it; None where the field is empty.

    Takes dates, ISO dates and times, "3 March 2019", "March 3, 2019", the dates of feeds and mail, 20190303, and
    seconds or milliseconds since 1970 (UTC). "04/03/2019" may mean two days: NotADate, as for every other value that
    names no one day.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return _day(value.year, value.month, value.day, value.isoformat())
    if isinstance(value, date):
        return _day(value.year, value.month, value.day, value.isoformat())
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise NotADate(f"a {type(value).__name__} is not a date")
    if isinstance(value, int | float):
        return None if value != value else _from_number(value)
    text = value.strip()
    if text.lower() in _NOTHING:
        return None
    shown = text if len(text) <= 40 else text[:37] + "..."
    if match := _ISO.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]), shown)
    if match := _NUMERIC.match(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if first <= 12 and second <= 12 and first != second:
            raise NotADate(f"{shown!r} may mean two days; write it as YYYY-MM-DD")
        return _day(year, *((second, first) if first > 12 else (first, second)), shown)
    if (match := _WORDS.match(text)) and (found := from_match(match)) is not None:
        return found
    if text.isascii() and text.isdigit() and len(text) <= 13:
        return _from_number(int(text))
    try:
        mailed = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise NotADate(f"{shown!r} is not a date") from error
    return _day(mailed.year, mailed.month, mailed.day, shown)
