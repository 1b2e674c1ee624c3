"""What a brief says of agreements, tracks, the order of first contacts and third parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from detente.relations.agreements import Agreement, Step
from detente.relations.firsts import FirstContact
from detente.views.briefs.parts import Block, Section, Statement, Table
from detente.views.briefs.wording import day, days, listed, name_of, number, signed, spoken

if TYPE_CHECKING:
    from detente.views.briefs.facts import Material

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
    hedge = "" if step.status == "actual" else f" ({step.status})"
    return f"{step.act}{by}{when}{hedge}"


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
    known = [c for c in found if c.of > 1 or c.before or c.after]
    for contact in sorted(known, key=lambda c: (c.since or date.min, c.leader_id))[-SHOWN:]:
        yield Statement(f"{_first(contact)}.", some.notebook.cite(contact.evidence))


def _first(contact: FirstContact) -> str:
    who = f"{contact.leader} ({contact.office} of {spoken(contact.country)})"
    ranks = [contact.rank] if contact.rank == contact.rank_last else [contact.rank, contact.rank_last]
    place = listed([_ORDINALS.get(rank, f"{rank}th") for rank in ranks], "or")
    when = f", {days(contact.start, contact.end)}" if contact.start else ""
    passed = f", {number(contact.days, 'day')} after taking office" if contact.days is not None else ""
    order = [f"before {listed(map(spoken, contact.before))}"] if contact.before else []
    order += [f"after {listed(map(spoken, contact.after))}"] if contact.after else []
    tale = f" ({'; '.join(order)})" if order else ""
    known = number(contact.of, "state") + " known"
    return f"{who} turned to {spoken(contact.state)} as the {place} of {known}{when}{passed}{tale}"


def _third(some: Material) -> Iterator[Block]:
    edges = some.relation.third_parties(SHOWN)
    verbs = {"with": "acts together with", "on": "acts on", "aligned": "moves in line with"}
    rows = tuple(
        (
            name_of(edge.source),
            verbs[edge.kind],
            name_of(edge.target),
            f"{edge.weight:,}",
            signed(edge.mean) if edge.mean is not None and edge.kind != "aligned" else "",
            f"{day(edge.since)} to {day(edge.until)}" if edge.since and edge.until else "",
        )
        for edge in edges
        if edge.kind != "aligned"
    )
    if rows:
        yield Table(("who", "does", "whom", "acts", "mean score", "when"), rows, frozenset({3, 4}))
