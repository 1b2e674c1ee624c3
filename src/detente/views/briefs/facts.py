"""From a relation to a brief: which facts are told, in which order, on which evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import sqrt
from statistics import fmean
from typing import Any

from detente import ontology
from detente.actors import registry
from detente.relations import Relation, contacts, promises
from detente.relations import acts as journal
from detente.relations.acts import Act
from detente.relations.breaks import TurningPoint
from detente.relations.contacts import Contact, since_last
from detente.relations.leading import terms
from detente.relations.promises import Promise, last_day
from detente.relations.steps import Asked, Books
from detente.views import charts
from detente.views.briefs import detail
from detente.views.briefs.parts import Block, Brief, Figure, Notebook, Section, Statement
from detente.views.briefs.wording import (
    ago,
    below,
    day,
    days,
    likely,
    listed,
    name_of,
    number,
    period_of,
    signed,
    spoken,
    told,
)

# The level of pairs of states in ICEWS 2014, which the index starts from (docs/relations.md).
USUAL, SPREAD = 2.4, 1.8
UNCLEAR = 5.0  # an interval as wide holds both a good and a bad relation
SILENT = 365  # days without a dated act, after which a trend means nothing
NEW_DAYS = 30
SHOWN_NEW = 6
FEW_PERIODS = 3  # with acts, below which a timeline would show the model alone
MOST_POINTS = 400  # acts that a timeline shows one by one
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Material:
    """What the sections are written from: a relation, its acts by day, its series in all directions, and the like.

    Promises are those that reports tell of: imported rows keep no words by which what became of one could be checked.
    The relation keeps the answers of its ledger, since sections ask some questions again; `ledger` is that ledger.
    """

    relation: Relation
    ledger: Books
    acts: tuple[Act, ...]
    freq: str
    series: tuple[Row, ...]
    contacts: tuple[Contact, ...]
    promises: tuple[Promise, ...]
    turns: tuple[TurningPoint, ...]
    on: date
    notebook: Notebook

    @property
    def one(self) -> str:
        """The first of the two states."""
        return self.relation.one

    @property
    def other(self) -> str:
        """The second."""
        return self.relation.other

    def levels(self, direction: str = "all") -> list[Row]:
        """The periods of one direction of which something was read, with their index."""
        rows = (r for r in self.series if r["direction"] == direction)
        return [r for r in rows if r["cooperation"] is not None and r["coverage"] != "none"]


def brief(relation: Relation, on: date | None = None) -> Brief:
    """How two states stand as of a day, by default the last that the ledger tells of.

    Raises LedgerError where there is no ledger, UsageError where `relation` is no pair.
    """
    until = on or last_day(relation.ledger)
    title = f"{name_of(relation.one)} and {spoken(relation.other)}"
    notebook = Notebook()
    if until is None:
        empty = Statement("The ledger is empty.")
        return Brief(relation.one, relation.other, title, None, (empty,), (), Section("Sources", ()), ())
    some = _material(replace(relation, ledger=Asked(relation.ledger)), relation.ledger, until, notebook)
    if not some.acts:
        nothing = Statement(f"The ledger tells nothing of {spoken(relation.one)} and {spoken(relation.other)}.")
        return Brief(relation.one, relation.other, title, until, (nothing,), (), detail.sources(some), ())
    summary = tuple(block for block in (*_standing(some), *_last_contact(some), *detail.promise_summary(some)) if block)
    figure = _timeline(some)
    new = Section(f"New in the last {NEW_DAYS} days", tuple(_new(some)))
    sections = tuple(section for section in (new, *detail.sections(some)) if section.blocks)
    return Brief(
        relation.one,
        relation.other,
        title,
        until,
        summary + ((figure,) if figure else ()),
        sections,
        detail.sources(some),
        notebook.notes,
    )


def _material(relation: Relation, ledger: Books, until: date, notebook: Notebook) -> Material:
    books = relation.ledger
    acts = journal.between(books, relation.one, relation.other)
    known = [a for a in acts if _day(a) is None or (_day(a) or until) <= until]
    dated = [d for d in map(_day, known) if d is not None]
    span = (max(dated) - min(dated)).days if dated else 0
    freq = "quarter" if span > 12 * 366 else "month" if span > 120 else "week"
    series = relation.series(freq, until=until).to_pylist() if dated else []
    return Material(
        relation,
        ledger,
        tuple(sorted(known, key=lambda a: (_day(a) or date.min, a.event_id))),
        freq,
        tuple(series),
        tuple(c for c in contacts.among(books, acts, relation.one, relation.other) if c.by is None or c.by <= until),
        tuple(p for p in promises.among(books, acts, until) if p.kind != "threat" and p.evidence[0].origin == "coded"),
        relation.turning_points(freq, until=until) if dated else (),
        until,
        notebook,
    )


def _day(act: Act) -> date | None:
    """The last day an act can have happened on; of one yet to come or undated, the day it was reported."""
    return act.published if act.status == "future" or act.end is None else act.end


def _standing(some: Material) -> list[Block]:
    """State and trend, with their uncertainty."""
    levels = some.levels()
    if not levels:
        counted = Counter(a.status for a in some.acts)
        tale = listed(f"{n} {status}" for status, n in counted.most_common())
        return [
            Statement(
                f"The reports tell of {number(len(some.acts), 'act')} between the two ({tale}), too few that are dated "
                "and actual to say how they stand.",
                counted=len(some.acts),
            )
        ]
    last = levels[-1]
    share = below(last["cooperation"], USUAL, SPREAD)
    place = (
        "more cooperative than most pairs of states"
        if share > 0.75
        else "less cooperative than most pairs of states"
        if share < 0.25
        else "about as cooperative as pairs of states usually are"
    )
    if last["cooperation_high"] - last["cooperation_low"] > UNCLEAR:
        place = "at a level that cannot be told closely"
    period = period_of(some.freq, last["period"])
    first = Statement(
        f"In {period} the two were {place}: cooperation index {signed(last['cooperation'])} (90% interval "
        f"{signed(last['cooperation_low'])} to {signed(last['cooperation_high'])}, on a scale from −10 to +10; "
        f"the usual pair has {signed(USUAL)}).",
        counted=sum(r["events"] or 0 for r in levels),
    )
    told_last = max((d for a in some.acts if a.status == "actual" and (d := a.end) is not None), default=None)
    if told_last is not None and (some.on - told_last).days > SILENT:
        passed = ago((some.on - told_last).days)
        return [first, Statement(f"No dated act of the two is known since {day(told_last)}, {passed} before that.")]
    return [first, *_trend(some, levels)]


def _trend(some: Material, levels: list[Row]) -> list[Block]:
    last = levels[-1]
    back = last["period"] - timedelta(days=365)
    earlier = [r for r in levels if r["period"] <= back and (back - r["period"]).days < 120]
    if not earlier:
        return []
    before = earlier[-1]
    change = last["cooperation"] - before["cooperation"]
    # The two are smoothed from one series, so that their errors move together: this is an upper bound.
    sd = sqrt(last["cooperation_sd"] ** 2 + before["cooperation_sd"] ** 2)
    up = 1 - below(0, change, sd) if sd else float(change > 0)
    said = f"A year before it was {signed(before['cooperation'])}. "
    if 0.25 < up < 0.75:
        said += "Whether the two have drawn nearer or apart since cannot be told."
    else:
        sure = likely(max(up, 1 - up))
        said += f"It is {sure} that they have {'drawn nearer' if up > 0.5 else 'moved apart'} since."
    return [Statement(said)]


def _last_contact(some: Material) -> list[Block]:
    past = [c for c in some.contacts if c.by is not None]
    if not past:
        return []
    found: list[Block] = []
    told_of: date | None = None
    for level, who in (("leaders", "the two leaders"), (None, "the two sides")):
        matching = [c for c in past if level is None or c.level == level]
        if matching:
            contact = max(matching, key=lambda c: c.by or date.min)
            if told_of is not None and (contact.by or date.min) <= told_of:
                continue
            told_of = contact.by
            passed = since_last([contact], some.on)
            since = f", {ago(passed)} before the last day of this ledger" if passed else ""
            kinds = {"talks": "talks", "contact": "of a kind that is not told"}
            what = kinds.get(contact.kind, f"a {contact.kind}")
            place = f" in {contact.place}" if contact.place else ""
            when = days(contact.start, contact.end) if contact.start else f"reported {day(contact.reported)}"
            said = f"The last contact of {who} was {what}{place}, {when}{since}."
            found.append(Statement(said, some.notebook.cite(contact.evidence)))
    return found


def _new(some: Material) -> list[Block]:
    """What was newly reported in the last days, the weightiest first."""
    since = some.on - timedelta(days=NEW_DAYS)
    fresh = [a for a in some.acts if not a.historical and (a.published or a.end or date.min) > since]
    if not fresh:
        return [Statement("Nothing new was reported of the two.")]
    levels = some.levels()
    usual = levels[-1]["cooperation"] if levels else USUAL
    # An act without a confidence is neither lifted nor lowered among those that have one.
    told_sure = [a.confidence for a in fresh if a.confidence is not None]
    sure = fmean(told_sure) if told_sure else 1.0
    kept: dict[str, Act] = {}
    for act in sorted(fresh, key=lambda a: (-_weight(a, usual, sure), a.event_id)):
        kept.setdefault(told(act), act)
    chosen = list(kept.values())[:SHOWN_NEW]
    found: list[Block] = []
    for act in sorted(chosen, key=lambda a: (_day(a) or date.min, a.event_id)):
        when = days(act.start, act.end) if act.start else f"Reported {day(act.published)}"
        found.append(Statement(f"{when}: {told(act)}.", some.notebook.cite([act.cite("new")])))
    if len(fresh) > len(chosen):
        more = len(fresh) - len(chosen)
        said = f"{more:,} more {'act was' if more == 1 else 'acts were'} reported."
        found.append(Statement(said, counted=len(fresh)))
    return found


def _weight(act: Act, usual: float, sure: float) -> float:
    """How much there is to an act: what is done and firm, and far from what these two usually do.

    `sure` stands for the confidence of an act whose coder gives none.
    """
    firm = {"actual": 1.0, "future": 0.7, "negated": 0.5}.get(act.status, 0.3)
    return (
        firm
        * (2 + abs(ontology.score(act.event_type, act.event_mode) - usual))
        * (sure if act.confidence is None else act.confidence)
    )


def _timeline(some: Material) -> Figure | None:
    levels = some.levels()
    if sum(row["events"] > 0 for row in levels) < FEW_PERIODS:
        return None
    dated = [a for a in some.acts if a.dated and a.status == "actual" and not a.historical]
    points: Sequence[Row] = [
        {
            "day": a.end,
            "score": ontology.score(a.event_type, a.event_mode),
            "quad": ontology.quad(a.event_type),
            "what": f"{days(a.start, a.end)}: {told(a)}",
            "href": f"#note-{some.notebook.cite([a.cite('shown in the timeline')])[0]}",
        }
        for a in (dated if len(dated) <= MOST_POINTS else ())
        if a.end is not None
    ]
    first, last = levels[0]["period"], levels[-1]["period_end"]
    tenures: list[Row] = []
    for side in (some.one, some.other):
        for leader in terms(side):
            if (leader.start or first) <= last and (leader.end or last) >= first:
                tenures.append(
                    {
                        "leader": leader.name,
                        "family": registry.load().persons[leader.id.removeprefix("person:")].family,
                        "start": leader.start,
                        "end": leader.end,
                        "side": name_of(side),
                    }
                )
    rows = [r for r in some.series if r["direction"] == "all"]
    low, high = min(r["cooperation"] for r in levels), max(r["cooperation"] for r in levels)
    shown = "each act as a point" if points else f"{number(len(dated), 'act')}, too many to show one by one"
    marks = [shown, *(["dashed lines are turning points"] if some.turns else [])]
    marks += ["above, who led either side"] if tenures else []
    between = f"between {signed(low)} and {signed(high)}, at the end {signed(levels[-1]['cooperation'])}"
    if signed(low) == signed(high):
        between = f"{signed(low)} throughout"
    return Figure(
        "timeline",
        charts.timeline(rows, points, tenures, [t.period for t in some.turns]),
        f"The cooperation index by {some.freq} with its 90% interval; {'; '.join(marks)}.",
        f"The cooperation index of {spoken(some.one)} and {spoken(some.other)} from {day(first)} to {day(last)}: "
        f"{between}.",
    )
