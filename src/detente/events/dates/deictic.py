"""Expressions that point from the day of publication or from an earlier date of the text."""

from __future__ import annotations

from dataclasses import replace

from detente.events.dates import periods, words
from detente.events.dates.anchoring import against, nearest, part_of
from detente.events.dates.periods import Period
from detente.events.dates.rules import Context, Found, Reading, Rule, Unanchored
from detente.events.dates.years import spelt_year

STEPS = {"this": 0, "current": 0, "last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}


# After these a capitalised "Today" is the rest of a name.
_OUTLETS = frozenset("usa voa russia india israel".split())


def _named_day(found: Found, context: Context) -> Reading | None:
    """today, yesterday, tomorrow; the day before yesterday; not the last word of an outlet's name ("USA Today")."""
    start = found.match.start()
    if start and found.lexemes[start].capital and found.lexemes[start - 1].lower in _OUTLETS:
        return None
    step = _DAYS[found.word("day")]
    if found.has("off"):
        step += {"before": -1, "after": 1}[found.word("off")]
    return against(periods.day(periods.plus_days(context.today(), step)), "counted from publication")


def weekday_near(weekday: int, context: Context, *, told: bool = False) -> Period:
    """The day of that name nearest before publication, itself included; after it where the clause is future.

    told: the day is named by its "'s", as that of something known ("Tuesday's attack").
    """
    today = context.today()
    ahead = (weekday - today.weekday()) % 7
    if context.tense() == "future" or (context.tense() == "either" and ahead < 4 and not told):
        return periods.day(periods.plus_days(today, ahead))
    return periods.day(periods.plus_days(today, -((today.weekday() - weekday) % 7)))


def weekday_by(weekday: int, relative: str, context: Context, *, told: bool = False) -> Period:
    """The day of that name before or after publication as "last" or "next" says, before or after the latest date of
    the text as "previous" or "following" says, else the nearest before publication."""
    today = context.today()
    if relative in ("last", "past"):
        # The day before is "yesterday" or plain "Thursday"; "last Thursday" is the one of the week before.
        back = (today.weekday() - weekday) % 7 or 7
        return periods.day(periods.plus_days(today, -(back if back > 1 else 8)))
    if relative in ("next", "coming"):
        return periods.day(periods.plus_days(today, (weekday - today.weekday()) % 7 or 7))
    if relative in ("previous", "following") and context.day is not None:
        start = context.day.start
        ahead, back = (weekday - start.weekday()) % 7 or 7, (start.weekday() - weekday) % 7 or 7
        return periods.day(periods.plus_days(start, ahead if relative == "following" else -back))
    return weekday_near(weekday, context, told=told)


# With these before it a weekday's name is that of an occasion, of whatever year: "the Good Friday agreement".
_NAMED_DAYS = frozenset("good black bloody super ash palm easter holy maundy whit shrove cyber red blue".split())


def _weekday(found: Found, context: Context) -> Reading | None:
    start = found.match.start()
    if start and found.lexemes[start - 1].capital and found.lexemes[start - 1].lower in _NAMED_DAYS:
        return None
    relative = found.word("rel")
    if relative == "next" and found.has("the") and context.day is not None:
        relative = "following"
    if relative:
        why = f"the {relative} such day"
    elif context.tense() == "future" or (context.tense() == "either" and not found.has("s")):
        why = "the nearest such day, as it is ahead"
    else:
        why = "the nearest such day before publication"
    return against(weekday_by(found.weekday(), relative, context, told=found.has("s")), why)


def _beside_weekday(found: Found, context: Context) -> Reading:
    """the day before last Tuesday, the day after Monday."""
    step = {"before": -1, "after": 1}[found.word("off")]
    day = periods.shift(weekday_by(found.weekday(), found.word("rel"), context, told=True), step)
    return against(day, "beside the day named")


def _weekday_of_week(found: Found, context: Context) -> Reading:
    """Monday of last week; Monday last week; a week from Monday is elsewhere."""
    week = periods.week(periods.plus_days(context.today(), 7 * STEPS[found.word("rel") or "this"]))
    return against(periods.day(periods.plus_days(week.start, found.weekday())), "counted from publication")


def _unit(found: Found) -> str:
    return words.UNITS[found.word("u")]


def _relative_unit(found: Found, context: Context) -> Reading | None:
    """last week, this month, the next quarter, early next year, the current decade."""
    unit, step = _unit(found), STEPS[found.word("rel") or "this"]
    if unit == "day" or found.is_title():
        return None
    if found.word("u").endswith("s"):
        if step == 0:
            return None
        return Reading("FUTURE_REF" if step > 0 else "PAST_REF", None, "how many is not said", anchored=True)
    if unit == "weekend":
        if found.word("rel") == "this":
            weekday, when = context.today().weekday(), context.tense()
            over = weekday < 5 and (when == "past" or (weekday < 2 and when != "future"))
            step = -1 if over else 0
            return against(periods.shift(periods.weekend(context.today()), step), "counted from publication")
        return against(part_of(found, weekend_near(context, step)), "counted from publication")
    period = periods.shift(periods.of(unit, context.today()), step)
    if found.has("the") and step < 0 and not found.has("part"):
        start = periods.plus_days(periods.add(context.today(), -1, unit), 1)
        window = Period(period.value, start, context.today(), "span")
        if found.word("rel") == "past" and unit in ("decade", "century"):
            length = "P10Y" if unit == "decade" else "P100Y"
            return Reading(length, window, "the years up to publication", anchored=True, kind="DURATION")
        return against(window, "the stretch of that length up to publication")
    return against(part_of(found, period), "counted from publication")


def _last_one(found: Found, context: Context) -> Reading:
    """more this year than last: the unit before the one named."""
    return against(periods.shift(periods.of(_unit(found), context.today()), -1), "counted from publication")


def weekend_near(context: Context, step: int = 0) -> Period:
    """The weekend nearest before publication, or as `step` and tense say."""
    today = context.today()
    this = periods.weekend(today)
    if step:
        return periods.shift(this, step)
    if today.weekday() >= 5 or context.tense() == "future":
        return this
    return periods.shift(this, -1)


def _weekend(found: Found, context: Context) -> Reading:
    return against(weekend_near(context), "the weekend nearest to publication")


def _within_unit(found: Found, context: Context) -> Reading:
    """earlier this year, later this month: up to publication, or from it on."""
    unit, step = _unit(found), STEPS[found.word("rel") or "this"]
    if unit == "day" and not found.has("rel"):
        told = context.day if context.tense() == "past" else None
        return against(
            told or periods.day(context.today()), "the day told before" if told else "the day of publication"
        )
    whole = periods.shift(periods.of(unit, context.today()), step)
    if step == 0 and found.word("when") in ("earlier", "later", "sometime", "elsewhere"):
        start, end = whole.start, whole.end
        if found.word("when") == "earlier":
            end = context.today()
        elif found.word("when") == "later":
            start = context.today()
        return Reading(whole.value, Period(whole.value, start, end, "span"), "counted from publication", anchored=True)
    return against(whole, "counted from publication")


def _ago(found: Found, context: Context) -> Reading:
    """two weeks ago, a year ago, ten days ago; from publication."""
    unit = _unit(found)
    amount = found.amount("n") if found.has("n") else 1.0
    if amount is None:
        return Reading("PAST_REF", None, "how long ago is not said", anchored=True)
    reading = _back(unit, amount or 1.0, context, -1, periods.day(context.today()))
    if found.word("bound") == "less" and reading.period is not None:
        since = Period(reading.period.value, reading.period.start, context.today(), "span")
        return replace(reading, period=since, why="between then and publication")
    return replace(reading, period=None, why="longer ago than the words name") if found.has("bound") else reading


def _hence(found: Found, context: Context) -> Reading:
    """ten days from now."""
    amount = found.amount("n") if found.has("n") else 1.0
    if amount is None:
        return Reading("FUTURE_REF", None, "how far ahead is not said", anchored=True)
    return _back(_unit(found), amount or 1.0, context, 1, periods.day(context.today()))


def _back(unit: str, amount: float, context: Context, sign: int, base: Period) -> Reading:
    why = "counted from publication" if base.start == context.published else "counted from the date before it"
    if amount != int(amount):
        months = {"year": 12, "decade": 120, "century": 1200}.get(unit)
        if months is None:
            raise Unanchored("a part of a day or week is no date")
        unit, amount = "month", round(amount * months)
    count = sign * int(amount)
    if unit in ("decade", "century"):
        unit, count = "year", count * (10 if unit == "decade" else 100)
    if base.unit == "day":
        return against(periods.of(unit if unit != "fortnight" else "week", periods.add(base.start, count, unit)), why)
    if base.unit in ("quarter", "half", "month", "season", "year", "decade", "week", "weekend"):
        if base.unit == "year" and unit in ("day", "week", "month"):
            raise Unanchored("finer than the date it is counted from")
        return against(periods.shift(base, count, unit), why)
    return against(periods.of(unit, periods.add(base.start, count, unit)), why)


def _earlier(found: Found, context: Context) -> Reading:
    """a day earlier, three weeks later, two years after; from the date before it in the text."""
    amount = found.amount("n") if found.has("n") else 1.0
    if amount is None:
        raise Unanchored("how long before or after is not said")
    sign = -1 if found.word("way") in ("earlier", "before", "previously") else 1
    return _back(_unit(found), amount or 1.0, context, sign, context.last(_unit(found)))


def _then(found: Found, context: Context) -> Reading | None:
    """until then, by then: the latest date of the text before it; not "by then President Obama"."""
    end = found.match.end()
    if end < len(found.lexemes) and found.lexemes[end].capital:
        return None
    return against(context.last("year"), "the date told before")


def _adjacent(found: Found, context: Context) -> Reading:
    """the next day, the following month, the previous week: next to the date before it in the text."""
    unit = _unit(found)
    base = context.last(unit)
    if base.unit in ("year", "quarter", "half", "season", "decade", "century") and unit == "month":
        raise Unanchored("finer than the date it is counted from")
    step = {"next": 1, "following": 1, "after": 1, "previous": -1, "before": -1, "same": 0, "that": 0, "very": 0}
    anchor = base.end if step[found.word("way")] > 0 else base.start
    return against(periods.shift(periods.of(unit, anchor), step[found.word("way")]), "next to the date before it")


def _edge(found: Found, context: Context) -> Reading:
    """the end of the year, year-end, the beginning of next month."""
    unit = _unit(found)
    step = STEPS[found.word("rel") or "this"] if found.has("rel") else 0
    whole = periods.shift(periods.of(unit, context.today()), step)
    which = words.PARTS.get(found.word("part"), "late")
    return Reading(whole.value, periods.part(whole, which), "counted from publication", anchored=True)


def _year_end(found: Found, context: Context) -> Reading:
    """year-end, by year's end: the last day of the year, written as TIMEX3 writes its end, by the year."""
    if found.has("own"):
        return Reading(f"{context.today().year:04}", None, "of a year whose days depend on whose it is", anchored=True)
    last = periods.day_of(context.today().year, 12, 31)
    return against(replace(last, value=f"{last.start.year:04}"), "of the year of publication")


def _season(found: Found, context: Context) -> Reading | None:
    name = found.word("s")
    year = found.number("y") if found.has("y") else spelt_year(found, "z") if found.has("z") else None
    if year is not None:
        period = periods.season(year, name)
        return Reading(period.value, part_of(found, period), "date as written")
    today = context.today()
    around = [periods.season(year, name) for year in range(max(2, today.year - 1), today.year + 2)]
    match found.word("rel"):
        case "last":
            period = next((p for p in reversed(around) if p.end < today), around[0])
        case "next":
            period = next((p for p in around if p.start > today), around[-1])
        case "that":
            return None
        case "":
            period = nearest(around, context, near=46)
        case "past":
            period = next((p for p in reversed(around) if p.start <= today), around[0])
        case _ if name == "winter":
            period = nearest(around, context, near=183)
        case _:
            period = periods.season(today.year, name)
    return against(part_of(found, period), "the one nearest to publication")


_PART = "(the? <part PART> (of|DASH)?)?"
_ABOUT = "(about|around|almost|nearly|roughly|some|<bound (more than|less than|at least|over)>)"
_COUNTED = "(<n (COUNT|ROUGH)>|a|an|one)"

RULES = (
    Rule(
        "day named from today",
        "DATE",
        "(early|earlier|late|later)? (the day <off (before|after)>)? <day (today|yesterday|tomorrow)>",
        _named_day,
    ),
    Rule(
        "weekday",
        "DATE",
        "(early|earlier|late|later)?"
        " ((this|<the the>)? <rel (last|past|next|coming|previous|following)> | this)? <w W>"
        " (?!(and|or) W PARTSOFDAYS) (?=(<s APOS s>)?)",
        _weekday,
    ),
    Rule("day beside a weekday", "DATE", "the day <off (before|after)> <rel (last|next)>? <w W>", _beside_weekday),
    Rule("weekday of a week", "DATE", "<w W> COMMA? of? <rel (last|this|next)> week", _weekday_of_week),
    Rule(
        "unit nearby",
        "DATE",
        f"{_PART} <the the>? <rel (this|current|last|next|coming|previous)> fiscal? <u UNIT>",
        _relative_unit,
    ),
    Rule("last, as against this", "DATE", "this <u (year|month|week)> (as|than|from) <it last> (?!UNIT)", _last_one),
    Rule("this past unit", "DATE", f"{_PART} (this|<the the>) <rel (past|coming)> <u UNIT>", _relative_unit),
    Rule("weekend", "DATE", "the weekend", _weekend),
    Rule(
        "within a unit",
        "DATE",
        "<when (earlier|later|sometime|early|late)> in? (the? <rel (this|last|next|current)>|the) <u UNIT>",
        _within_unit,
    ),
    Rule("so long ago", "DATE", f"{_ABOUT}? {_COUNTED} <u LENGTH> (or (so|two|more))? ago", _ago),
    Rule("so long from now", "DATE", f"{_COUNTED} <u LENGTH> from (now|today)", _hence),
    Rule(
        "so long before or after",
        "DATE",
        f"(?<!within) {_COUNTED} <u LENGTH>"
        " (<way (earlier|later|previously)>|<way (before|after)> (?=COMMA|DOT|CLOSE))",
        _earlier,
    ),
    Rule("then", "DATE", "(?<=(until|till|by)) then (?!DASH)", _then),
    Rule(
        "next to the last date",
        "DATE",
        "(the? <way (following|previous|same|next)>|<way that> same?) <u (day|week|weekend|month|year|quarter)>",
        _adjacent,
    ),
    Rule(
        "edge of a unit",
        "DATE",
        "the? <part (end|beginning|start|middle|mid)> (of|DASH)? (the|<rel (this|last|next|current)>)? <u LENGTH>",
        _edge,
    ),
    Rule("year-end", "DATE", "the? <own fiscal>? year (APOS s)? DASH? end", _year_end),
    Rule(
        "season",
        "DATE",
        f"({_PART} (the|<rel (last|this|next|that|past)>|this <rel (past|coming)>) | <part (early|mid|late)> DASH?"
        " | (?<=(in|since|until|by|during|of))) <s SEASON> (of? (<y YEAR>|<z SPELT>))?",
        _season,
    ),
    Rule("season of a year", "DATE", "<s SEASON> of? (<y YEAR>|<z SPELT>)", _season),
)
