"""Tellings of contacts, and which of them are of one contact."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from detente.relations import acts as journal
from detente.relations import people
from detente.relations.acts import Act
from detente.tables import read_table

FRESH = 14  # days before publication in which undated news happened
STAYS = ("visit", "summit")  # kinds that last: tellings of days in a row are of one
_MODES = {"phone": "call", "visit": "visit", "third-party": "meeting", "multilateral": "meeting"}
_CAMEO = {"041": "call", "042": "visit", "043": "visit", "044": "meeting", "045": "talks", "046": "talks"}
_CHANNELS = {"phone": "call", "video": "video call", "in person": "meeting", "letter": "letter"}
_WAYS = {"call": "remote", "video call": "remote", "letter": "letter", "contact": "open", "talks": "open"}


@dataclass(frozen=True, slots=True)
class Telling:
    """An act as a telling of a contact: its kind, its way (remote, in person, letter, open), who takes part."""

    act: Act
    kind: str
    way: str
    persons: dict[str, frozenset[str]]

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day it may have been on."""
        return None if self.act.start is None or self.act.end is None else (self.act.start, self.act.end)


def order(told: Telling) -> tuple[int, date, date, str]:
    """What is dated closely comes first, since the rest is matched with it."""
    act = told.act
    rank = 0 if act.dated else 1 if act.start is not None else 2
    return rank, act.start or date.max, act.published or date.max, act.event_id


def telling(act: Act) -> Telling:
    """A CONSULT act as a telling."""
    kind, way = kind_of(act)
    return Telling(act, kind, way, {code: people.named(act, code) for code in act.pair})


def kind_of(act: Act) -> tuple[str, str]:
    """What kind of contact, and whether remote, in person or open which."""
    words = (act.trigger or "").lower()
    said = next((row for row in _table() if row[2].search(words)), None)
    channel = _CHANNELS.get(act.channel or "")
    if channel in ("video call", "letter") or act.event_mode == "phone":
        kind = channel or "call"
    elif said is not None and said[0] == "summit":
        kind = "summit"
    elif act.event_mode in _MODES:
        kind = _MODES[act.event_mode]
    else:
        # Talks may be held by phone or face to face; only "spoke" and the like leave it to the channel.
        kind = channel or (said[0] if said is not None else _CAMEO.get(act.cameo or "", "contact"))
    return kind, _WAYS.get(kind, "in person")


@cache
def _table() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rows = read_table("relations", "contacts.tsv")
    return tuple((row["kind"], row["way"], re.compile(rf"\b(?:{row['words']})")) for row in rows)


class Group:
    """Tellings of one contact."""

    def __init__(self, told: Telling) -> None:
        self.tellings: list[tuple[Telling, str]] = [(told, "the first telling")]
        self.days = told.days
        self.ways = {told.way}
        self.persons = dict(told.persons)

    def take(self, told: Telling, why: str) -> None:
        """Count a telling in."""
        self.tellings.append((told, why))
        self.ways.add(told.way)
        self.persons = {code: self.persons[code] | told.persons[code] for code in self.persons}
        if told.act.dated and self.days and told.days and self._lasts(told):
            self.days = (min(self.days[0], told.days[0]), max(self.days[1], told.days[1]))
        elif told.days and (self.days is None or _length(told.days) < _length(self.days)):
            self.days = told.days

    @property
    def ids(self) -> frozenset[str]:
        """Of the events that tell of it."""
        return frozenset(told.act.event_id for told, _ in self.tellings)

    def fits(self, told: Telling) -> bool:
        """Whether neither kind nor persons exclude that it is this contact."""
        ways = (self.ways | {told.way}) - {"open"}
        if len(ways) > 1:
            return False
        return all(not a or not b or a & b for a, b in ((self.persons[c], told.persons[c]) for c in self.persons))

    def when(self, told: Telling) -> str | None:
        """Why the days agree, or None where they do not."""
        act, days = told.act, told.days
        if days and self.days:
            if act.dated and self._lasts(told):
                close = timedelta(days=1)
                return "days in a row" if _meet(days, (self.days[0] - close, self.days[1] + close)) else None
            if act.published is not None and self.days[0] > act.published:
                return None
            return "the same days" if _meet(days, self.days) else None
        if act.story is not None and any(t.act.story == act.story for t, _ in self.tellings):
            return "the same story"
        if days:
            return None
        if self.days is None and any(t.act.article_id == act.article_id for t, _ in self.tellings):
            return "the same article"
        if act.historical or act.published is None:
            return None
        reported = (t.act.published for t, _ in self.tellings if t.act.published is not None)
        last = self.days[1] if self.days else max(reported, default=None)
        if last is None or abs((act.published - last).days) > FRESH or (self.days and last > act.published):
            return None
        return f"undated news of {act.published}, at most {FRESH} days after"

    def _lasts(self, told: Telling) -> bool:
        return told.kind in STAYS and any(t.kind in STAYS for t, _ in self.tellings)


class Groups:
    """Contacts as they come together. Only those are compared whose days, story, article or news could agree."""

    def __init__(self, apart: Mapping[str, frozenset[str]] | None = None) -> None:
        self._apart = apart or {}  # events that somebody has said not to be of one contact, by the id of each
        self._all: list[Group] = []
        self._number: dict[int, int] = {}
        self._by_day: dict[date, list[Group]] = defaultdict(list)  # those with narrow days
        self._by_month: dict[tuple[int, int], list[Group]] = defaultdict(list)  # those with wide ones
        self._by_last: dict[date, list[Group]] = defaultdict(list)  # the last of their days, else days of reports
        self._by_source: dict[tuple[str, str], list[Group]] = defaultdict(list)  # a story, or an article

    def __iter__(self) -> Iterator[Group]:
        return iter(self._all)

    def add(self, told: Telling) -> None:
        """Count a telling to the contact that it fits best, else as a new one."""
        best: tuple[tuple[int, date], Group, str] | None = None
        apart = self._apart.get(told.act.event_id, frozenset())
        for group in self._near(told):
            if apart and apart & group.ids:
                continue
            why = group.when(told) if group.fits(told) else None
            if why is None:
                continue
            shared = sum(bool(group.persons[c] & told.persons[c]) for c in group.persons)
            rank = (shared, group.days[1] if group.days else date.min)
            if best is None or rank > best[0]:
                best = rank, group, why
        if best is None:
            group = Group(told)
            self._number[id(group)] = len(self._all)
            self._all.append(group)
        else:
            _, group, why = best
            group.take(told, f"{why}; {_agreed(group, told)}")
        self._index(group, told)

    def _index(self, group: Group, told: Telling) -> None:
        keys = [("article", told.act.article_id or "")]
        if told.act.story is not None:
            keys.append(("story", told.act.story))
        for key in keys:
            _put(self._by_source[key], group)
        if group.days is None:
            if told.act.published is not None:
                _put(self._by_last[told.act.published], group)
            return
        _put(self._by_last[group.days[1]], group)
        if _length(group.days) > journal.WIDE:
            for month in _months(group.days):
                _put(self._by_month[month], group)
        else:
            for day in _span(group.days, 0):
                _put(self._by_day[day], group)

    def _near(self, told: Telling) -> list[Group]:
        """Those that `when` could say something of, oldest first."""
        act, found = told.act, list(self._by_source.get(("story", told.act.story or ""), ()))
        if told.days is not None:
            found += [g for day in _span(told.days, 1) for g in self._by_day.get(day, ())]
            found += [g for month in _months(told.days) for g in self._by_month.get(month, ())]
        else:
            found += self._by_source.get(("article", act.article_id or ""), ())
            if act.published is not None:
                days = _span((act.published, act.published), FRESH)
                found += [g for day in days for g in self._by_last.get(day, ())]
        return sorted({id(g): g for g in found}.values(), key=lambda g: self._number[id(g)])


def _agreed(group: Group, told: Telling) -> str:
    both = [code for code in sorted(group.persons) if group.persons[code] & told.persons[code]]
    return f"the same persons for {' and '.join(both)}" if both else "no other person is named"


def _meet(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _length(days: tuple[date, date]) -> int:
    return (days[1] - days[0]).days


def _span(days: tuple[date, date], margin: int) -> Iterator[date]:
    for number in range(-margin, _length(days) + margin + 1):
        yield _shifted(days[0], number)


def _months(days: tuple[date, date]) -> Iterator[tuple[int, int]]:
    """The months that days lie in, with the day before and after."""
    first, last = ((day.year * 12 + day.month - 1) for day in (_shifted(days[0], -1), _shifted(days[1], 1)))
    return (divmod(month, 12) for month in range(first, last + 1))


def _shifted(day: date, by: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + by, 1), date.max.toordinal()))


def _put(groups: list[Group], group: Group) -> None:
    if not groups or (groups[-1] is not group and group not in groups):
        groups.append(group)
