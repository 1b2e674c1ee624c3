"""Agreements and disputes: mentions in many articles gathered into entries, each with its life.

Two mentions are of one agreement when they have the same name; or speak of the same topic, or give the same year, and
share a state; or have the same noun and states and are reported close together. What somebody has put right by hand
comes before all that, and may count in events that mention no agreement. See docs/howto/agreements.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from detente.ledger import ACTS, country_code
from detente.relations import hand
from detente.relations.acts import Citation
from detente.relations.hand import Decisions
from detente.relations.mentions import Mention, Row, decided_states, linked_events, mention_of, same
from detente.relations.steps import Books

_NONE = Decisions()
# Acts after which an agreement stands otherwise than before.
STANDINGS = frozenset(
    "negotiated concluded signed ratified extended suspended withdrawn nullified expired settled".split()
)


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
    none is told. life: what was done to it, in order. evidence: every mention. by_hand: what somebody has said of it.
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
    by_hand: tuple[str, ...] = ()

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
    decided = hand.decisions(books, "agreement")
    if codes:
        values["codes"] = sorted(codes | decided_states(books, decided))
        query += " WHERE list_has_any(list_concat(parties, by_countries), $codes) OR known IS NOT NULL"
    if between is not None:
        values["pair"] = "-".join(sorted(codes))
        theirs = "SELECT DISTINCT article_id FROM journal_as_filed WHERE pair = $pair AND origin = 'coded'"
        found = books.sql(theirs, {"pair": values["pair"]})
        on_both = frozenset(found["article_id"].drop_null().to_pylist())
        query += f" OR article_id IN ({theirs})"
    rows = books.sql(f"{query} ORDER BY published, article_id, sentence_start, id", values).to_pylist()
    for entry in gathered(rows, decided, linked_events(books, decided)):
        states = frozenset(entry.states)
        if codes <= states and (len(states) > 1 or entry.name is not None):
            yield entry
        elif states and states < codes and any(citation.article_id in on_both for citation in entry.evidence):
            yield replace(entry, basis="article")


def gathered(
    rows: Iterable[Row], decided: Decisions = _NONE, linked: Mapping[str, Row] | None = None
) -> tuple[Agreement, ...]:
    """The entries that rows of the view `matters` make up, by first mention; `linked`: events that may be linked."""
    entries: list[_Entry] = []
    by_mention: dict[str, _Entry] = {}
    apart = decided.apart()
    for row in rows:
        mention = mention_of(row)
        barred = frozenset(i for one in mention.ids for i in apart.get(one, ()))
        entry, why = (
            (by_mention[row["refers"]], "taken up in the same article") if row["refers"] in by_mention else (None, "")
        )
        if entry is None or (barred and barred & entry.ids):
            candidates = (e for e in reversed(entries) if not (barred and barred & e.ids))
            entry, why = next(((e, w) for e in candidates if (w := e.same(mention)) is not None), (None, ""))
        if entry is None:
            entry, why = _Entry(), "the first mention"
            entries.append(entry)
        entry.take(mention, why)
        by_mention[row["id"]] = entry
    return tuple(_by_hand(entries, decided, linked or {}))


def _by_hand(entries: list[_Entry], decided: Decisions, linked: Mapping[str, Row]) -> Iterator[Agreement]:
    """The entries as somebody has put them right: joined, with events linked to them, left out, named otherwise."""
    read = frozenset(i for entry in entries for i in entry.ids)
    all_told = [*entries, *(_Entry([(mention_of(row), "")]) for i, row in linked.items() if i not in read)]
    acts = {link.other: link.relation for link in decided.links if link.relation in ACTS}
    for first, *more in decided.merged([entry.ids for entry in all_told]):
        told = [one for number in (first, *more) for one in all_told[number].mentions]
        entry = _Entry([(_as_linked(mention, acts, linked), decided.why(mention.ids, why)) for mention, why in told])
        if first >= len(entries) or not entry.ids.isdisjoint(decided.dropped):
            continue
        yield decided.put_right(entry.record(), entry.ids)


def _as_linked(mention: Mention, acts: Mapping[str | None, str | None], linked: Mapping[str, Row]) -> Mention:
    act = next((acts[i] for i in sorted(mention.ids) if i in acts), None)
    return mention if act is None else mention.does(act, linked.get(mention.row["event_id"] or ""))


@dataclass
class _Entry:
    mentions: list[tuple[Mention, str]] = field(default_factory=list)

    @property
    def ids(self) -> frozenset[str]:
        """Of the mentions, and of the events of the same words."""
        return frozenset(i for mention, _ in self.mentions for i in mention.ids)

    def take(self, mention: Mention, why: str) -> None:
        self.mentions.append((mention, why))

    def same(self, mention: Mention) -> str | None:
        """Why a mention is of this agreement; None where it is not."""
        reasons = (same(told, mention) for told, _ in self.mentions)
        return next((why for why in reasons if why is not None), None)

    def record(self) -> Agreement:
        rows = [mention.row for mention, _ in self.mentions]
        life = _life([(mention.row, why) for mention, why in self.mentions if mention.row["act"] is not None])
        return Agreement(
            id=rows[0]["id"],
            kind=rows[0]["kind"] or "agreement",
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
        row.get("origin", "coded"),
        row["published"],
        row["source"],
        row["url"],
        row["sentence"],
        row["deed"] or row["words"],
        why,
    )


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value is not None), None)
