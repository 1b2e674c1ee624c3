"""What a brief says of agreements, tracks, the order of first contacts and third parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from detente.relations.agreements import Agreement, Step
from detente.relations.firsts import FirstContact
from detente.views.briefs.parts import Block, Section, Statement, Table
from detente.views.briefs.wording import days, listed, name_of, number, signed, spoken

if TYPE_CHECKING:
    from detente.views.briefs.facts import Material

BEGINNING = 90  # days after taking office within which a first contact tells of whom a leader turned to first
FEW = 5  # states of an order that are named
SHOWN = 10  # rows of a table
_ORDINALS = {1: "first", 2: "second", 3: "third", 21: "21st", 22: "22nd", 23: "23rd"}


def sections(some: Material) -> Iterator[Section]:
    """The four sections, some of them empty."""
    yield Section("Agreements and disputes", tuple(_agreements(some)))
    yield Section("Tracks", tuple(_tracks(some)))
    yield Section("Whom new leaders turned to first", tuple(_firsts(some)))
    yield Section("Third parties", tuple(_third(some)))


def _agreements(some: Material) -> Iterator[Block]:
    found = [a for a in some.relation.agreements() if a.life]
    ordered = sorted(found, key=lambda a: (-a.mentions, a.id))
    for entry in ordered[:SHOWN]:
        yield Statement(
            f"{_named(entry)}: {listed([_step(step, some) for step in entry.life[:6]])}.",
            some.notebook.cite([c for step in entry.life[:6] for c in step.evidence[:1]], 6),
        )
    if len(found) > SHOWN:
        yield Statement(f"{len(found) - SHOWN} more are in the ledger (detente agreements).", counted=len(found))


def _named(entry: Agreement) -> str:
    others = [code for code in entry.states if code not in entry.title]
    title = entry.title[:1].upper() + entry.title[1:]
    return f"{title} ({listed(map(name_of, others))})" if others and entry.name is None else title


def _step(step: Step, some: Material) -> str:
    by = f" by {listed(step.by_names or tuple(map(spoken, step.by)))}" if step.by or step.by_names else ""
    when = f", {days(step.start, step.end)}" if step.start else ""
    how = {"actual": "", "negated": "not ", "future": "to be "}.get(step.status, f"{step.status}: ")
    return f"{how}{step.act}{by}{when}"


def _tracks(some: Material) -> Iterator[Block]:
    rows = some.relation.tracks(some.freq).to_pylist()
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    scores: dict[str, float] = defaultdict(float)
    for row in rows:
        if row["period"] <= some.on:
            counted[row["track"]][0] += row["cooperation"]
            counted[row["track"]][1] += row["conflict"]
            scores[row["track"]] += row["score_sum"]
    listing = sorted(counted.items(), key=lambda item: (-sum(item[1]), item[0]))
    cells = [
        (track, f"{sum(n):,}", f"{n[0]:,}", f"{n[1]:,}", signed(scores[track] / sum(n)))
        for track, n in listing
        if track != "none"
    ]
    if not cells:
        return
    yield Table(("track", "acts", "cooperation", "conflict", "mean score"), tuple(cells), frozenset({1, 2, 3, 4}))
    for pair in some.relation.moves(some.freq):
        if pair.verdict in ("together", "apart") and pair.correlation is not None:
            yield Statement(
                f"{pair.one.capitalize()} and {pair.other} move {pair.verdict} (rank correlation "
                f"{pair.correlation:+.2f} over {number(pair.periods, some.freq)})."
            )


def _firsts(some: Material) -> Iterator[Block]:
    found = [c for c in some.relation.first_contacts() if c.since is None or c.since <= some.on]
    begun = [c for c in found if c.earliest is not None and c.earliest <= BEGINNING]
    missed = {c.leader: c for c in found if c not in begun}
    known = [c for c in begun if c.of > 1 or c.before or c.after]
    for contact in sorted(known, key=lambda c: (c.since or date.min, c.leader_id))[-SHOWN:]:
        yield Statement(f"{_first(contact)}.", some.notebook.cite(contact.evidence))
    if known and missed:
        yield Statement(f"No contact in the first {BEGINNING} days of {listed(missed)} is known.")


def _first(contact: FirstContact) -> str:
    who = f"{contact.leader} ({contact.office} of {spoken(contact.country)})"
    ranks = [contact.rank] if contact.rank == contact.rank_last else [contact.rank, contact.rank_last]
    place = listed([_ORDINALS.get(rank, f"{rank}th") for rank in ranks], "or")
    when = f", {days(contact.start, contact.end)}" if contact.start else ""
    passed = f", {number(contact.days, 'day')} after taking office" if contact.days is not None else ""
    order = [f"before {_few(contact.before)}"] if contact.before else []
    order += [f"after {_few(contact.after)}"] if contact.after else []
    tale = f" ({'; '.join(order)})" if order else ""
    known = number(contact.of, "state") + " known"
    return f"{who} turned to {spoken(contact.state)} as the {place} of {known}{when}{passed}{tale}"


def _few(codes: Sequence[str]) -> str:
    """States, the first of many and how many more."""
    more = len(codes) - FEW
    return listed([*map(spoken, codes[: FEW if more > 0 else None]), *([f"{more} others"] if more > 0 else [])])


def _third(some: Material) -> Iterator[Block]:
    edges = some.relation.third_parties(SHOWN)
    ours = (some.one, some.other)
    sums = {(e.source, e.target): f"{e.weight:,} ({signed(e.mean)})" for e in edges if e.mean is not None}
    acting = [edge for edge in edges if edge.kind != "aligned"]
    thirds = dict.fromkeys(edge.target if edge.source in ours else edge.source for edge in acting)
    heads = [f"{way} {spoken(side)}" for side in ours for way in ("from", "to")] + ["with both"]
    rows = [(third, [sums.get(key, "–") for key in _ways(third, ours)]) for third in thirds]
    shown = [place for place in range(len(heads)) if any(cells[place] != "–" for _, cells in rows)]
    if shown:
        yield Table(
            ("third party", *(heads[place] for place in shown)),
            tuple((name_of(third), *(cells[place] for place in shown)) for third, cells in rows),
            frozenset(range(1, len(shown) + 1)),
        )
        yield Statement("Acts from and to the third party, and in brackets their mean score from −10 to +10.")


def _ways(third: str, ours: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Source and target of the edges with a third party, in the order of the table's columns."""
    for side in ours:
        yield side, third
        yield third, side
    yield third, "-".join(sorted(ours))
