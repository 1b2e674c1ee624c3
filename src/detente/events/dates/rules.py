"""What a rule of the grammar is: a pattern over lexemes, and a reader that turns what it found into a period."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.events.dates import words
from detente.events.dates.lexemes import OTHER, Lexeme, pattern
from detente.events.dates.periods import Period


class Unanchored(Exception):
    """A relative expression with nothing to stand on: no publication date, or no earlier date to count from."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression says. `anchored`: its period was worked out from another date."""

    value: str | None
    period: Period | None
    why: str
    anchored: bool = False
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a relative expression is read against.

    published: the day of publication; narrative: the latest earlier expression of the text that is a stretch of the
    calendar; day: the latest that is a single day; reported: the latest quarter or half, what a business report is
    about; tense: "past", "future" or "" for the clause of the expression, worked out on demand.
    """

    published: date | None
    narrative: Period | None
    day: Period | None
    reported: Period | None
    tense: Callable[[], str]

    def today(self) -> date:
        """The publication date, or Unanchored."""
        if self.published is None:
            raise Unanchored("relative to the publication date, which is not known")
        return self.published

    def last(self, unit: str = "day") -> Period:
        """The latest date of the text so far that a unit can be counted from, else Unanchored.

        Days and weeks are counted from a single day, longer units from any date.
        """
        base = self.day if unit in ("day", "week", "weekend", "fortnight") else self.narrative
        if base is None:
            raise Unanchored("relative to an earlier date, and the text has none")
        return base


@dataclass(frozen=True, slots=True)
class Found:
    """A match of a pattern: named groups as words."""

    match: re.Match[str]
    lexemes: Sequence[Lexeme]

    def has(self, name: str) -> bool:
        """Whether the pattern has such a group and it took part."""
        return self.span(name) is not None

    def span(self, name: str) -> tuple[int, int] | None:
        """First and last lexeme (half-open) of the group, in whichever branch of the pattern it took part."""
        while name in self.match.re.groupindex:
            if self.match[name] is not None:
                return self.match.span(name)
            name += "_"
        return None

    def lower(self, name: str) -> tuple[str, ...]:
        """The words of a group in lower case, without dots; empty where it took no part."""
        span = self.span(name)
        if span is None:
            return ()
        return tuple(lexeme.lower for lexeme in self.lexemes[span[0] : span[1]] if lexeme.lower != ".")

    def word(self, name: str) -> str:
        """The first word of a group, or ""."""
        found = self.lower(name)
        return found[0] if found else ""

    def in_name(self, name: str) -> bool:
        """Whether the group is a capitalised word beside other capitalised words, as in "the London Daily Mail"."""
        span = self.span(name)
        if span is None or not self.lexemes[span[0]].capital:
            return False
        beside = (*self.lexemes[max(span[0] - 1, 0) : span[0]], *self.lexemes[span[1] : span[1] + 1])
        return any(lexeme.capital and lexeme.code == OTHER for lexeme in beside)

    def is_title(self) -> bool:
        """Whether all words found are capitalised, right after a quotation mark, as in the title "This Week"."""
        first, last = self.match.span()
        before = self.lexemes[first - 1].lower if first else ""
        return before in _QUOTES and all(lexeme.capital for lexeme in self.lexemes[first:last])

    def month(self, name: str = "m") -> int:
        """The number of the month named."""
        word = self.word(name)
        return words.MONTHS.get(word) or words.MONTH_SHORT[word]

    def weekday(self, name: str = "w") -> int:
        """The weekday named, Monday is 0."""
        word = self.word(name)
        for table in (words.WEEKDAYS, words.WEEKDAY_SHORT, words.WEEKDAY_PLURAL):
            if word in table:
                return table[word]
        raise KeyError(word)

    def number(self, name: str) -> int:
        """The number a group stands for: digits, "17th", "seventeenth", "twenty-first"."""
        total = 0
        for word in self.lower(name):
            digits = re.match(r"\d+", word)
            if digits:
                total += int(digits[0])
            else:
                total += words.ORDINALS.get(word, 0) + words.TENS.get(word, 0) + words.SMALL.get(word, 0)
        return total

    def amount(self, name: str) -> float | None:
        """The quantity a group stands for ("two", "2 1/2", "forty-five", "a hundred"); None for "several", "a few"."""
        total, current = 0.0, 0.0
        for word in self.lower(name):
            if word in words.SCALES:
                current = max(current, 1) * words.SCALES[word]
            elif word in words.SMALL or word in words.TENS:
                current += words.SMALL.get(word, 0) + words.TENS.get(word, 0)
            elif word in ("½", "half", "1/2"):
                total += 0.5
            elif word in ("¼", "1/4", "¾", "3/4"):
                total += 0.75 if "3" in word or word == "¾" else 0.25
            elif word in ("few", "several", "many", "some"):
                return None
            elif word == "couple":
                current += 2
            elif word[0].isdigit():
                current += float(word.replace(",", "")) if "/" not in word else 0
        return total + current


_QUOTES = frozenset("\"'“‘«`")

Read = Callable[[Found, Context], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One construction: its name, kind of expression, pattern, reader.

    A group "it" marks the expression's own words where the pattern takes in more. `reports` is false where a quarter is
    given for comparison only.
    """

    name: str
    kind: str
    source: str
    read: Read
    reports: bool = True
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", pattern(self.source))

    def extent(self, match: re.Match[str]) -> tuple[int, int]:
        """First and last lexeme (half-open) of the expression within a match."""
        return match.span("it") if "it" in self.compiled.groupindex else match.span()
