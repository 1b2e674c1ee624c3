"""Finds the expressions of time in a text and reads each against the publication date and the dates before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from spacy.attrs import IDX
from spacy.tokens import Doc

from detente.events.dates import amounts, days, deictic, quarters, reports, tense, years
from detente.events.dates.lexemes import Lexeme, lexemes
from detente.events.dates.periods import ImpossibleDate, Period
from detente.events.dates.rules import Context, Found, Reading, Rule, Unanchored
from detente.records import Interval

RULES: tuple[Rule, ...] = (
    *days.RULES,
    *years.RULES,
    *reports.RULES,
    *deictic.RULES,
    *quarters.RULES,
    *amounts.RULES,
)


@dataclass(frozen=True, slots=True)
class DateExpression:
    """Words that tell when.

    start, end: characters, half-open; first, last: tokens of the Doc, half-open; kind: DATE, TIME, DURATION or SET as
    in TIMEX3; interval: its days, None where the words do not fix them (`why` says the reason); value: TIMEX3 value,
    None where it cannot be written; anchored: whether it was worked out from another date, publication's or the
    text's; rule: the construction it was found by.
    """

    start: int
    end: int
    first: int
    last: int
    kind: str
    interval: Interval | None
    value: str | None
    anchored: bool
    why: str
    rule: str

    @property
    def granularity(self) -> str | None:
        """How fine the interval is ("day" ... "span"), None without one."""
        return self.interval.granularity if self.interval else None


@dataclass(frozen=True, slots=True)
class _Match:
    first: int
    last: int
    rule: Rule
    found: Found


class _Tense:
    """The tense around one expression, worked out at the first call."""

    def __init__(self, doc: Doc | None, words: Sequence[Lexeme], token: int, lexeme: int) -> None:
        self._doc, self._words, self._token, self._lexeme = doc, words, token, lexeme
        self._tense: str | None = None

    def __call__(self) -> str:
        if self._tense is None:
            self._tense = tense.by_opening(self._words, self._lexeme) or self._of_clause()
        return self._tense

    def _of_clause(self) -> str:
        if self._doc is not None:
            return tense.by_parse(self._doc[self._token])
        return tense.by_form(self._words, self._lexeme)


def _matches(words: Sequence[Lexeme]) -> list[_Match]:
    """Non-overlapping matches: the earliest first, of those that begin together the longest, then the earlier rule."""
    codes = "".join(word.code for word in words)
    every: list[tuple[int, int, int, _Match]] = []
    for order, rule in enumerate(RULES):
        for match in rule.compiled.finditer(codes):
            first, last = rule.extent(match)
            if last > first:
                every.append((first, -last, order, _Match(first, last, rule, Found(match, words))))
    every.sort(key=lambda entry: entry[:3])
    return [entry[3] for entry in every]


def recognise(doc: Doc, published: date | None, tokens: range | None = None) -> tuple[DateExpression, ...]:
    """Every expression of time in the Doc, each as TIMEX3 marks it: "from 2015 to 2018" is two.

    tokens: only expressions that begin in this range of tokens are returned, though all are read, since later ones may
    count from earlier ones. Works on a Doc that is tokenised only; tags and a parse settle more readings.
    """
    whole = doc.text
    words = lexemes(whole)
    parsed = tense.tagged(doc)
    starts: list[int] = doc.to_array([IDX]).tolist()
    found: list[DateExpression] = []
    narrative: Period | None = None
    day: Period | None = None
    reported: Period | None = None
    position = 0
    for match in _matches(words):
        if match.first < position:
            continue
        start, end = words[match.first].start, words[match.last - 1].end
        first = max(bisect_right(starts, start) - 1, 0)
        last = max(bisect_left(starts, end), first + 1)
        if parsed and not _is_nominal(doc, match, first):
            continue

        context = Context(
            published, narrative, day, reported, _Tense(doc if parsed else None, words, first, match.first)
        )
        reading = _read(match, context)
        if reading is None:
            continue
        position = match.last
        period = reading.period
        kind = reading.kind or match.rule.kind
        interval = period.interval(whole[start:end]) if period is not None else None
        found.append(
            DateExpression(
                start, end, first, last, kind, interval, reading.value, reading.anchored, reading.why, match.rule.name
            )
        )
        if reported is not None and reading.value in ("P6M", "P9M"):
            # From here on the report compares longer stretches of its year.
            reported = Period(f"{reported.start.year:04}", reported.start, reported.end, "year")
        if period is not None and kind in ("DATE", "TIME"):
            narrative = period
            day = period if period.unit == "day" else day
            if _reports(match.rule, period, reported, published):
                reported = period
    if tokens is None:
        return tuple(found)
    return tuple(expression for expression in found if expression.first in tokens)


def _read(match: _Match, context: Context) -> Reading | None:
    try:
        return match.rule.read(match.found, context)
    except (ImpossibleDate, Unanchored) as reason:
        return Reading(None, None, str(reason))


def _reports(rule: Rule, period: Period, reported: Period | None, published: date | None) -> bool:
    """Whether a quarter or half is what a business report is about: over by publication, the latest so far."""
    return (
        rule.reports
        and period.unit in ("quarter", "half")
        and (published is None or period.end <= published)
        and (reported is None or period.start >= reported.start)
    )


def _is_nominal(doc: Doc, match: _Match, first: int) -> bool:
    """False for the modal "May" and the verb "March", which a tagger tells from the months."""
    token = doc[first]
    return not (match.rule.name == "month" and match.last - match.first == 1 and token.pos_ in ("AUX", "VERB"))
