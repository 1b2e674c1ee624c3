"""Durations, sets, times of day, and expressions that point to the past, present or future without a date."""

from __future__ import annotations

from detente.events.dates import periods, words
from detente.events.dates.anchoring import day_near
from detente.events.dates.deictic import weekday_by
from detente.events.dates.periods import Period
from detente.events.dates.rules import Context, Found, Reading, Rule


def _unit_of(found: Found) -> str:
    word = found.word("u")
    return words.UNITS.get(word) or words.CLOCK_UNITS[word]


def _iso_duration(amount: float | None, unit: str) -> str:
    number = "X" if amount is None else f"{amount:g}"
    return ("PT" if unit in ("hour", "minute", "second") else "P") + number + words.DURATION_LETTERS[unit]


def _duration(found: Found, context: Context) -> Reading | None:
    """three years, a week, six-month, 18 months."""
    amount = found.amount("n") if found.has("n") else 1.0
    if found.has("n") and amount == 0:
        amount = None
    if not found.has("n") and _unit_of(found) in ("quarter", "half", "second"):
        return None
    return Reading(_iso_duration(amount, _unit_of(found)), None, "a length of time")


def _window(found: Found, context: Context) -> Reading:
    """the past five years, the next two weeks: a length of time that ends or begins at publication."""
    amount = found.amount("n") if found.has("n") else 1.0
    unit = _unit_of(found)
    value = _iso_duration(amount, unit)
    if amount is None or unit in ("hour", "minute", "second"):
        return Reading(value, None, "a length of time beside publication that is not given in days")
    count = int(amount) or 1
    today = context.today()
    if found.word("rel") in ("past", "last", "previous"):
        span = Period(value, periods.add(today, -count, unit), today, "span")
    elif context.tense() == "past":
        return Reading(value, None, "a length of time that begins at an earlier moment of the story")
    else:
        span = Period(value, today, periods.add(today, count, unit), "span")
    return Reading(value, span, "a length of time that ends or begins at publication", anchored=True)


def _unbounded(found: Found, context: Context) -> Reading:
    """for years, in recent weeks: a length that is not counted."""
    return Reading(_iso_duration(None, _unit_of(found)), None, "a length of time that is not counted")


def _repeated(found: Found, context: Context) -> Reading | None:
    """every year, each Monday, daily, Mondays."""
    if found.has("w"):
        value = f"XXXX-WXX-{found.weekday() + 1}"
    elif found.has("m"):
        value = f"XXXX-{found.month():02}"
    elif found.has("f"):
        if found.in_name("f"):
            return None
        value = words.FREQUENCIES[found.word("f")]
    else:
        value = _iso_duration(found.number("n") or 1.0, _unit_of(found))
    return Reading(value, None, "a repeated time")


def _clock(found: Found) -> str:
    """ "T16:00" for the group "c" and its a.m. or p.m."""
    text = found.word("c")
    hour, _, minute = text.partition(":")
    number = int(hour)
    half = found.word("h")[:1]
    if half == "p" and number < 12:
        number += 12
    if half == "a" and number == 12:
        number = 0
    if not 0 <= number <= 24 or not 0 <= int(minute[:2] or 0) <= 59:
        raise periods.ImpossibleDate(f"no such time of day: {text}")
    return f"T{number:02}:{minute[:2] or '00'}"


def _at(clock: str, found: Found, context: Context) -> Reading:
    day = _day_for_time(found, context)
    if found.has("w") or found.has("day") or found.has("m"):
        return Reading(day.value + clock, day, "a time of the day it stands with", anchored=True)
    return Reading(day.value + clock, None, "a time of a day that the words do not name", anchored=True)


def _day_for_time(found: Found, context: Context) -> Period:
    if found.has("w"):
        return weekday_by(found.weekday(), found.word("next"), context)
    if found.has("day"):
        step = {"yesterday": -1, "tomorrow": 1}.get(found.word("day"), 0)
        return periods.day(periods.plus_days(context.today(), step))
    if found.has("m"):
        if found.has("y"):
            return periods.day_of(found.number("y"), found.month(), found.number("d"))
        return day_near(found.month(), found.number("d"), context)
    if context.day is not None:
        return context.day
    return periods.day(context.today())


def _time(found: Found, context: Context) -> Reading:
    """4:00 a.m., 10 p.m. Wednesday, 5 p.m. EST."""
    clock = _clock(found)
    return _at(clock, found, context)


def _zulu(found: Found, context: Context) -> Reading:
    text = found.lower("c")[0]
    if int(text[:2]) > 24 or int(text[2:]) > 59:
        raise periods.ImpossibleDate(f"no such time of day: {text}")
    return _at(f"T{text[:2]}:{text[2:]}", found, context)


def _part_of_day(found: Found, context: Context) -> Reading:
    """Monday night, this morning, last night, yesterday afternoon, the next morning."""
    code = words.DAY_PARTS[found.word("p")]
    if found.has("w") and not found.has("next") and found.word("p").endswith("s"):
        return Reading(f"XXXX-WXX-{found.weekday() + 1}T{code}", None, "a repeated time", kind="SET")
    relative = found.word("rel")
    if relative == "last":
        day = periods.day(periods.plus_days(context.today(), -1))
    elif relative in ("next", "following"):
        day = periods.shift(periods.day(context.last().end), 1)
    elif relative in ("that", "the", "same"):
        day = periods.day(context.last().end)
    elif relative == "this":
        day = periods.day(context.today())
    else:
        day = _day_for_time(found, context)
    return Reading(
        day.value + (code if code.startswith("T") else "T" + code),
        day,
        "a part of the day it stands with",
        anchored=True,
    )


def _hour_of_part(found: Found, context: Context) -> Reading:
    """4 in the morning, 7:30 in the evening on Monday."""
    hour, _, minute = found.word("c").partition(":")
    if not 1 <= int(hour) <= 12 or int(minute[:2] or 0) > 59:
        raise periods.ImpossibleDate(f"no such time of a half day: {found.word('c')}")
    past_noon = 0 if found.word("p") == "morning" else 12
    return _at(f"T{int(hour) % 12 + past_noon:02}:{minute[:2] or '00'}", found, context)


def _tonight(found: Found, context: Context) -> Reading:
    day = periods.day(context.today())
    return Reading(day.value + "TNI", day, "counted from publication", anchored=True)


def _present(found: Found, context: Context) -> Reading:
    return Reading("PRESENT_REF", None, "the present, without a date")


def _past(found: Found, context: Context) -> Reading:
    return Reading("PAST_REF", None, "the past, without a date")


def _future(found: Found, context: Context) -> Reading:
    return Reading("FUTURE_REF", None, "the future, without a date")


def _soon(found: Found, context: Context) -> Reading | None:
    """soon, of what lies ahead; in a story of the past it only says what came next ("was soon released")."""
    if context.tense() == "past":
        return None
    return Reading("FUTURE_REF", None, "the future, without a date")


def _middle_of_day(found: Found, context: Context) -> Reading:
    """mid-afternoon, mid-morning yesterday."""
    return _at("T" + words.DAY_PARTS[found.word("p")], found, context)


_AMOUNT = "(<n (COUNT|ROUGH)>|a|an|one)"
_HALF = "<h ((a|p) DOT m DOT?|am|pm)>"
_ZONE = "(gmt|utc|est|edt|cst|cdt|mst|mdt|pst|pdt|ast|bst|cet|cest|jst|et|local time|eastern time)?"
_DAY = "(on? (<w W>|<day (yesterday|today|tomorrow)>)|COMMA? on? <m MON> <d DAY> (COMMA <y YEAR>)?)"

RULES = (
    Rule(
        "duration",
        "DURATION",
        f"{_AMOUNT} (more|full|straight|consecutive|additional|other)? DASH? <u (UNIT|CLOCKUNIT)>"
        " (?!DASH (ago|earlier))",
        _duration,
    ),
    Rule(
        "window",
        "DURATION",
        "(the? <rel (past|last|next|coming|previous)>|the <rel following>) <n (COUNT|ROUGH)> <u (UNIT|CLOCKUNIT)>",
        _window,
    ),
    Rule(
        "uncounted duration",
        "DURATION",
        "(?<=(for|in|within|after|over|of)) coming? <u (days|weeks|months|years|decades|centuries|hours|minutes)>",
        _unbounded,
    ),
    Rule(
        "length a year before",
        "DURATION",
        "the year DASH (ago|earlier) <n COUNT> <u (weeks|months|quarters)>",
        _duration,
    ),
    Rule("weekdays before nights", "SET", "<w W> (?=(and|or) W PARTSOFDAYS)", _repeated),
    Rule("every", "SET", "(every|each) (other|<n NTH>)? (<u (UNIT|CLOCKUNIT)>|<w W>|<m MONTHNAME>)", _repeated),
    Rule("frequency", "SET", "<f FREQUENCY>", _repeated),
    Rule("weekdays", "SET", "(on)? <w WEEKDAYS>", _repeated),
    Rule(
        "time of day",
        "TIME",
        f"(<w W> COMMA? at)? (<c CLOCK> {_HALF}?|<c HOUR> ({_HALF}|o'clock)) {_ZONE} {_DAY}?",
        _time,
    ),
    Rule("universal time", "TIME", f"(<w W> COMMA? at)? <c ZULU> (gmt|utc|z|hrs|hours) {_DAY}?", _zulu),
    Rule(
        "part of a day",
        "TIME",
        "((early|late) on?)? ((the? <next (last|next|following|previous)>)? <w W>|<day (yesterday|today|tomorrow)>|the?"
        " <rel (last|this|next|following|that|same)>)"
        " <p PARTOFDAY>",
        _part_of_day,
    ),
    Rule(
        "part of a day, then the day",
        "TIME",
        f"<p (noon|midnight|midday|morning|afternoon|evening)> {_DAY}",
        _part_of_day,
    ),
    Rule("middle of a part of a day", "TIME", f"mid DASH? <p (morning|afternoon)> {_DAY}?", _middle_of_day),
    Rule(
        "hour in words",
        "TIME",
        "((?<=(at|by|until|before|after|around|about)) <c HOUR>|<c CLOCK>) in the <p (morning|afternoon|evening)>"
        f" {_DAY}?",
        _hour_of_part,
    ),
    Rule("tonight", "TIME", "tonight", _tonight),
    Rule(
        "present",
        "DATE",
        "(now (?!and (again|then))|currently|(?<!then) current|nowadays|these days|at present|at the moment)",
        _present,
    ),
    Rule("past", "DATE", "(recently|(?<=in) the past (?!COUNT|ROUGH|UNIT)|recent (days|weeks|months|years))", _past),
    Rule("past years", "DATE", "(?<=in) (past (days|weeks|months|years|decades)|(years|decades) past)", _past),
    Rule(
        "future",
        "DATE",
        "(the near future|(?<=(in|into)) the future|future (days|weeks|months|quarters|years)"
        "|(?<=(in|over|for|of)) the (near|short|long) term (?!DASH)|a (later|future) date)",
        _future,
    ),
    Rule("soon", "DATE", "(?<!(as|too|so|how|time|anytime)) soon (?!(after|as|thereafter))", _soon),
)
