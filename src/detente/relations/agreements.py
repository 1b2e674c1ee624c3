"""Agreements and disputes: mentions in many articles gathered into entries, each with its life.

Two mentions are of one agreement when they have the same name; or speak of the same topic, or give the same year, and
share a state; or have the same noun and states and are reported close together. See docs/howto/agreements.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from detente.events.undertakings import names
from detente.ledger import country_code
from detente.relations.acts import Citation
from detente.relations.steps import Books

# In the order of an agreement's life; what is undated is told in this order.
ACTS = (
    "negotiated discussed concluded signed ratified joined affirmed extended revised criticised escalated rejected "
    "suspended breached withdrawn nullified expired settled"
).split()
# Acts after which an agreement stands otherwise than before.
STANDINGS = frozenset(
    "negotiated concluded signed ratified extended suspended withdrawn nullified expired settled".split()
)
NEAR = 120  # days between reports that speak of an agreement by its states alone
_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Step:
    """One act in the life of an agreement or dispute: by whom, when, how it stands, and where it is told.

    act: one of ACTS. by: codes, by_names: names of those who did it; () where the text does not say. start, end: the
    days it may have been on, None where not said; reported: the first publication.
    """

    act: str
    by: tuple[str, ...]
    by_names: tuple[str, ...]
    status: str
    strength: str
    start: date | None
    end: date | None
    reported: date | None
    background: bool
    evidence: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement or dispute. `id` is that of its first mention.

    kind: agreement or dispute. name: its proper name, None where it is only described; topic, year: as stated. states:
    those whom it is between or who acted on it. basis: "named" where both states of the question are among them,
    "article" where one is and the articles are on both. standing: the last act that changed how it stands, None where
    none is told. life: what was done to it, in order. evidence: every mention.
    """

    id: str
    kind: str
    name: str | None
    topic: str | None
    year: int | None
    states: tuple[str, ...]
    basis: str
    standing: str | None
    life: tuple[Step, ...]
    mentions: int
    evidence: tuple[Citation, ...]

    @property
    def title(self) -> str:
        """What to call it: its name, else its year and topic."""
        if self.name is not None:
            return self.name
        about = f" on {self.topic}" if self.topic else ""
        return f"{f'{self.year} ' if self.year else ''}{self.kind}{about}"


def agreements(books: Books, one: str, other: str) -> tuple[Agreement, ...]:
    """The agreements and disputes of two states, by first mention."""
    return tuple(select(books, between=(one, other)))


def select(
    books: Books, *, between: tuple[str, str] | None = None, involving: str | None = None
) -> Iterator[Agreement]:
    """The agreements and disputes of two states, of one state, or of all."""
    codes = frozenset(country_code(code) for code in (*(between or ()), *((involving,) if involving else ())))
    query = "SELECT * FROM matters"
    values: dict[str, Any] = {}
    on_both: frozenset[str] = frozenset()
    if codes:
        values["codes"] = sorted(codes)
        query += " WHERE list_has_any(list_concat(parties, by_countries), $codes) OR known IS NOT NULL"
    if between is not None:
        values["pair"] = "-".join(sorted(codes))
        theirs = "SELECT DISTINCT article_id FROM journal_as_filed WHERE pair = $pair"
        found = books.sql(theirs, {"pair": values["pair"]})
        on_both = frozenset(found["article_id"].drop_null().to_pylist())
        query += f" OR article_id IN ({theirs})"
    rows = books.sql(f"{query} ORDER BY published, article_id, sentence_start, id", values).to_pylist()
    for entry in gathered(rows):
        states = frozenset(entry.states)
        if codes <= states and (len(states) > 1 or entry.name is not None):
            yield entry
        elif states and states < codes and any(citation.article_id in on_both for citation in entry.evidence):
            yield replace(entry, basis="article")


def gathered(rows: Iterable[dict[str, Any]]) -> tuple[Agreement, ...]:
    """The entries that rows of the view `matters` make up, by first mention."""
    entries: list[_Entry] = []
    by_mention: dict[str, _Entry] = {}
    for row in rows:
        mention = _mention(row)
        entry, why = (
            (by_mention[row["refers"]], "taken up in the same article") if row["refers"] in by_mention else (None, "")
        )
        if entry is None:
            entry, why = next(((e, w) for e in reversed(entries) if (w := e.same(mention)) is not None), (None, ""))
        if entry is None:
            entry, why = _Entry(), "the first mention"
            entries.append(entry)
        entry.take(mention, why)
        by_mention[row["id"]] = entry
    return tuple(entry.record() for entry in entries)


@dataclass(frozen=True, slots=True)
class _Mention:
    row: dict[str, Any]
    states: frozenset[str]
    stems: frozenset[str]
    year: int | None


def _mention(row: dict[str, Any]) -> _Mention:
    known = names().get(row["known"] or "")
    states = {code for code in (*row["parties"], *row["by_countries"], *(known.parties if known else ())) if code}
    stems = frozenset(word[:6] for word in _WORD.findall((row["topic"] or "").lower()))
    return _Mention(row, frozenset(states), stems, row["year"])


@dataclass
class _Entry:
    mentions: list[tuple[_Mention, str]] = field(default_factory=list)

    def take(self, mention: _Mention, why: str) -> None:
        self.mentions.append((mention, why))

    def same(self, mention: _Mention) -> str | None:
        """Why a mention is of this agreement; None where it is not."""
        reasons = (_same(told, mention) for told, _ in self.mentions)
        return next((why for why in reasons if why is not None), None)

    def record(self) -> Agreement:
        rows = [mention.row for mention, _ in self.mentions]
        life = _life([(mention.row, why) for mention, why in self.mentions if mention.row["act"] is not None])
        return Agreement(
            id=rows[0]["id"],
            kind=rows[0]["kind"],
            name=_first(row["name"] for row in rows),
            topic=_first(row["topic"] for row in rows),
            year=_first(row["year"] for row in rows),
            states=tuple(sorted({code for mention, _ in self.mentions for code in mention.states})),
            basis="named",
            standing=_first(s.act for s in reversed(life) if s.act in STANDINGS and s.status == "actual"),
            life=life,
            mentions=len(rows),
            evidence=tuple(_cite(mention.row, why) for mention, why in self.mentions),
        )


def _same(one: _Mention, other: _Mention) -> str | None:
    mine, theirs = one.row, other.row
    if mine["kind"] != theirs["kind"]:
        return None
    if mine["known"] or theirs["known"]:
        return f"the same name: {mine['name']}" if mine["known"] == theirs["known"] else None
    if mine["name"] and theirs["name"]:
        return f"the same name: {mine['name']}" if mine["name"].lower() == theirs["name"].lower() else None
    if None not in (one.year, other.year) and one.year != other.year:
        return None
    shared = one.states & other.states
    if not shared:
        return None
    who = ", ".join(sorted(shared))
    if one.stems and other.stems:
        alike = len(one.stems & other.stems) / min(len(one.stems), len(other.stems))
        return f"the same topic, {mine['topic']}, and {who}" if alike >= 0.5 else None
    if one.year is not None and one.year == other.year:
        return f"the same year, {one.year}, and {who}"
    if one.states == other.states and len(shared) > 1 and mine["head"] == theirs["head"] and _near(mine, theirs):
        return f"the same noun and states, {who}, at most {NEAR} days apart"
    return None


def _near(one: dict[str, Any], other: dict[str, Any]) -> bool:
    days = one["published"], other["published"]
    return None not in days and abs((days[0] - days[1]).days) <= NEAR


def _life(told: Sequence[tuple[dict[str, Any], str]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for row, why in told:
        new = _step(row, why)
        for number, step in enumerate(steps):
            if _same_step(step, new):
                dated = step if step.start is not None else new
                steps[number] = replace(
                    step,
                    start=dated.start,
                    end=dated.end,
                    background=step.background and new.background,
                    evidence=(*step.evidence, *new.evidence),
                )
                break
        else:
            steps.append(new)
    return tuple(sorted(steps, key=lambda step: _when(step, steps)))


def _when(step: Step, steps: Sequence[Step]) -> tuple[date, int]:
    """Where a step stands: by its day; without one, before whatever its article tells that presupposes it.

    An agreement is made before it is kept or torn up, so that "the accord made with Japan" comes before its rejection,
    though only that is dated.
    """
    rank = ACTS.index(step.act)
    if step.start is not None:
        return step.start, rank
    articles = {citation.article_id for citation in step.evidence}
    later = [
        other.start
        for other in steps
        if other.start is not None
        and ACTS.index(other.act) > rank
        and any(citation.article_id in articles for citation in other.evidence)
    ]
    return min(later, default=step.reported or date.min), rank


def _step(row: dict[str, Any], why: str) -> Step:
    return Step(
        act=row["act"],
        by=tuple(dict.fromkeys(code for code in row["by_countries"] if code)),
        by_names=tuple(dict.fromkeys(name for name in row["by_names"] if name)),
        status=row["status"],
        strength=row["strength"],
        start=row["date_start"],
        end=row["date_end"],
        reported=row["published"],
        background=bool(row["historical"]),
        evidence=(_cite(row, why),),
    )


def _same_step(one: Step, other: Step) -> bool:
    if (one.act, one.by, one.status) != (other.act, other.by, other.status):
        return False
    if one.start is None or other.start is None or one.end is None or other.end is None:
        return True
    return one.start <= other.end and other.start <= one.end


def _cite(row: dict[str, Any], why: str) -> Citation:
    return Citation(
        row["event_id"],
        row["article_id"],
        "coded",
        row["published"],
        row["source"],
        row["url"],
        row["sentence"],
        row["deed"] or row["words"],
        why,
    )


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value is not None), None)
