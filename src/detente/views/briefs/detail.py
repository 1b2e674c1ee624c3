"""The detail of a brief, section by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from detente.ontology import quad
from detente.relations.acts import Citation
from detente.relations.breaks import FEWEST, TurningPoint
from detente.relations.contacts import frequency
from detente.relations.keeping import keeping
from detente.relations.leading import terms
from detente.relations.outlook import Outlook
from detente.relations.promises import Promise
from detente.views import charts
from detente.views.briefs import matters
from detente.views.briefs.parts import Block, Figure, Section, Statement, Table
from detente.views.briefs.wording import day, days, listed, name_of, number, signed, spoken, to_come

if TYPE_CHECKING:
    from detente.views.briefs.facts import Material

SHOWN = 12  # rows of a table
OUTLOOK_ACTS = 2_000_000  # acts in a ledger, of all pairs, beyond which a brief has no outlook
_SIZE = "SELECT (SELECT count(*) FROM imported) + (SELECT count(*) FROM events) AS size"
OUTLOOK_DAYS = 30
FARTHEST = 6  # kinds of act whose outlook is explained
GROUPS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")


def sections(some: Material) -> Iterator[Section]:
    """All sections of the detail, some of them empty."""
    yield Section("Who did what", tuple(_balance(some)))
    yield Section("Turning points", tuple(_turns(some)))
    agreements, tracks, firsts, third = matters.sections(some)
    yield tracks
    yield Section("Promises and plans", tuple(_promises(some)))
    yield agreements
    yield Section("Contacts", tuple(_contacts(some)))
    yield firsts
    yield Section("Under whom", tuple(_leaders(some)))
    yield third
    yield Section("Outlook", tuple(_outlook(some)))


def promise_summary(some: Material) -> Iterator[Block]:
    """How many promises are open, and which falls due next."""
    found = some.promises
    if not found:
        return
    states = Counter(p.state for p in found)
    waiting = states["open"] + states["repeated"]
    counted = (
        (waiting, "open"),
        (states["fulfilled"], "kept"),
        (states["broken"], "broken"),
        (states["overdue"] + states["expired"], "past due"),
        (states["unknown"], "not to be judged"),
    )
    told = [(n, word) for n, word in counted if n]
    tale = (
        listed(f"{n} {word}" for n, word in told) if len(told) > 1 else ("" if len(found) == 1 else "all ") + told[0][1]
    )
    yield Statement(
        f"{number(len(found), 'promise or plan', 'promises and plans')} between them: {tale}.", counted=len(found)
    )
    coming = sorted(
        (p for p in found if p.state in ("open", "repeated") and p.due_end), key=lambda p: p.due_end or date.max
    )
    if coming and coming[0].due_end and coming[0].due_end >= some.on:
        yield Statement(
            f"Next is due, {days(coming[0].due_start, coming[0].due_end)}: {promised(coming[0])}.",
            some.notebook.cite(coming[0].evidence),
        )


def promised(promise: Promise) -> str:
    """What was promised and how firmly: "Japan to visit South Korea (hoped)"."""
    firmness = "announced" if promise.strength == "asserted" else promise.strength
    return f"{to_come(promise.by, promise.to, promise.planned_type, promise.planned_mode)} ({firmness})"


def _balance(some: Material) -> Iterator[Block]:
    done = [a for a in some.acts if a.status == "actual" and a.actor != a.recipient]
    if not done:
        return
    counted: Counter[tuple[str | None, int]] = Counter(
        (None if a.reciprocal else a.actor, quad(a.event_type)) for a in done
    )
    head = ("by", *(charts.QUADS[q] for q in (1, 2, 3, 4)))
    rows = tuple(
        (name_of(side) if side else "both together", *(str(counted[side, q] or "–") for q in (1, 2, 3, 4)))
        for side in (some.one, some.other, None)
        if side or any(counted[side, q] for q in (1, 2, 3, 4))
    )
    yield Table(head, rows, frozenset({1, 2, 3, 4}))
    background = sum(a.historical is True for a in done)
    plain = f"{number(len(done), 'act')} told as done" + (f", {background} of them as background" if background else "")
    yield Statement(f"{plain}.", counted=len(done))
    told = [
        {"period": row["period"], "quad": GROUPS.index(name) + 1, "events": row[name]}
        for name in sorted(GROUPS)
        for row in some.series
        if row["direction"] == "all" and row[name]
    ]
    if len({r["period"] for r in told}) > 2:
        yield Figure(
            "acts",
            charts.counts(told, some.freq),
            f"Acts by {some.freq}: cooperation above the line, conflict below.",
            f"Acts by {some.freq} and kind; the table above has their sums.",
        )


def _turns(some: Material) -> Iterator[Block]:
    told = sum(row["events"] > 0 for row in some.levels())
    if told < FEWEST:
        yield Statement(f"Acts of {number(told, some.freq)} are too few to look for shifts of the index.")
    elif not some.turns:
        yield Statement("No shift of the index stands out from what chance would bring.")
    for turn in some.turns:
        yield Statement(_turn(turn, some.freq), some.notebook.cite(_making(turn)))


def _turn(turn: TurningPoint, freq: str) -> str:
    way = "rose" if turn.change > 0 else "fell"
    when = f"the {freq} of {day(turn.period)}"
    within = "" if turn.earliest == turn.latest else f" (between {day(turn.earliest)} and {day(turn.latest)})"
    return (
        f"From {when}{within} the mean score {way} from {signed(turn.before)} to {signed(turn.after)}: a change of "
        f"{signed(turn.change)} (90% interval {signed(turn.change_low)} to {signed(turn.change_high)}, "
        f"p = {turn.p_value:.3f})."
    )


def _making(turn: TurningPoint) -> Iterator[Citation]:
    for row in turn.acts.to_pylist():
        yield Citation(
            row["event_id"],
            row.get("article_id"),
            row["origin"],
            row["published"],
            row["source"],
            row["url"],
            row.get("sentence"),
            row.get("trigger"),
            "made the shift",
        )


def _promises(some: Material) -> Iterator[Block]:
    found = some.promises
    if not found:
        return
    rank = {"open": 0, "repeated": 0, "overdue": 1, "broken": 2, "fulfilled": 3, "expired": 4, "unknown": 5}
    ordered = sorted(found, key=lambda p: (rank[p.state], -(p.made or date.min).toordinal(), p.id))
    rows = []
    for promise in ordered[:SHOWN]:
        answer = next((link for link in promise.links if link.relation != "repeats"), None)
        became = Statement(
            promise.state + (f" on {day(promise.closed)}" if promise.closed else ""),
            some.notebook.cite([answer.citation]) if answer else (),
        )
        rows.append(
            (
                Statement(promised(promise), some.notebook.cite(promise.evidence, 2)),
                day(promise.made) if promise.made else "undated",
                days(promise.due_start, promise.due_end) if promise.due_end else "no day given",
                became,
            )
        )
    yield Table(("promise or plan", "made", "due", "what became of it"), tuple(rows))
    if len(found) > SHOWN:
        yield Statement(f"{len(found) - SHOWN} more are in the ledger (detente promises).", counted=len(found))
    for kept in keeping(found, some.on, "promiser"):
        if kept.due >= 5 and kept.rate is not None and kept.rate_low is not None and kept.rate_high is not None:
            yield Statement(
                f"Of {number(kept.due, 'promise')} of {_group(kept.group)} whose time is over, {kept.rate:.0%} were "
                f"kept as far as the reports tell (90% interval {kept.rate_low:.0%} to {kept.rate_high:.0%}).",
                counted=kept.due,
            )


def _group(group: str) -> str:
    return listed(spoken(code) if len(code) == 3 else code for code in group.replace("+", " ").split()) or group


def _contacts(some: Material) -> Iterator[Block]:
    found = [c for c in some.contacts if c.by is not None]
    if not found:
        return
    kinds = Counter(c.kind for c in found)
    tale = listed(_counted(kind, n) for kind, n in kinds.most_common())
    yield Statement(f"{number(len(found), 'contact')}: {tale}.", counted=len(found))
    by_year = Counter(first.year for first, _, n in frequency(found, "year") for _ in range(n))
    if len(by_year) > 1:
        yield Table(("year", *map(str, sorted(by_year))), (("contacts", *(str(by_year[y]) for y in sorted(by_year))),))
    rows = tuple(
        (
            days(c.start, c.end) if c.start else f"reported {day(c.reported)}",
            Statement("not told" if c.kind == "contact" else c.kind, some.notebook.cite(c.evidence, 2)),
            c.level or "unknown",
            listed(c.people_one) or name_of(some.one),
            listed(c.people_other) or name_of(some.other),
            c.place or (name_of(c.host) if c.host else ""),
        )
        for c in sorted(found, key=lambda c: (c.by or date.min, c.id), reverse=True)[:SHOWN]
    )
    yield Table(("when", "kind", "level", name_of(some.one), name_of(some.other), "place"), rows)


def _counted(kind: str, count: int) -> str:
    if kind == "contact":
        return f"{count:,} of a kind that is not told"
    return f"{number(count, 'round', 'rounds')} of talks" if kind == "talks" else number(count, kind)


def _leaders(some: Material) -> Iterator[Block]:
    for side in (some.one, some.other):
        if not terms(side):
            continue
        compared = some.relation.compare_leaders(side, some.freq, until=some.on)
        rows = [r for r in compared.tenures.to_pylist() if r["measure"] == "cooperation"]
        known = [
            {"label": r["leader"], "value": r["value"], "low": r["low"], "high": r["high"]}
            for r in rows
            if r["value"] is not None
        ]
        if len(known) > 1:
            yield Figure(
                f"leaders-{side}",
                charts.intervals(known, "cooperation index", _around(known)),
                f"The index under each leader of {spoken(side)}, with 90% intervals.",
                "; ".join(
                    f"{r['label']} {signed(r['value'])} ({signed(r['low'])} to {signed(r['high'])})" for r in known
                ),
            )
        for row in compared.differences.to_pylist():
            if row["measure"] == "cooperation" and row["probability"] is not None:
                higher = row["probability"]
                if max(higher, 1 - higher) >= 0.9:
                    way = "higher" if higher > 0.5 else "lower"
                    yield Statement(
                        f"Under {row['later']} the index was {way} than under {row['earlier']} by "
                        f"{abs(row['difference']):.1f} (90% interval of the difference {signed(row['low'])} to "
                        f"{signed(row['high'])}; probability {max(higher, 1 - higher):.2f})."
                    )
        short = [r["leader"] for r in rows if r["value"] is None]
        if rows and short:
            yield Statement(f"Too little is known of the time of {listed(short)} to compare it.")


def _around(rows: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """The part of the scale that intervals lie in, with room on both sides."""
    low, high = min(row["low"] for row in rows), max(row["high"] for row in rows)
    return max(-10, floor(low) - 1), min(10, ceil(high) + 1)


def _outlook(some: Material) -> Iterator[Block]:
    (size,) = some.relation.ledger.sql(_SIZE)["size"].to_pylist()
    if size > OUTLOOK_ACTS:
        yield Statement(
            f"An outlook is made from all {size:,} acts of the ledger, which takes minutes: "
            f"detente forecast {some.one} {some.other} gives it."
        )
        return
    found = replace(some.relation, ledger=some.ledger).forecast(OUTLOOK_DAYS, some.on)
    told = [c for c in found.chances if c.probability is not None and c.base_rate is not None]
    if not told or not any(c.reasons for c in told):
        return
    told.sort(key=lambda c: -(c.probability or 0))
    yield Figure(
        "outlook",
        outlook_chart(found),
        f"How probable acts of each kind are in the {OUTLOOK_DAYS} days after {day(some.on)}; ticks are usual rates.",
        "; ".join(f"{c.event_type.lower()} {c.probability:.0%} (usually {c.base_rate:.0%})" for c in told),
    )
    acts = {a.event_id: a for a in some.acts}
    cells = []
    farthest = sorted(told, key=lambda c: -abs((c.probability or 0) - (c.base_rate or 0)))[:FARTHEST]
    for chance in (c for c in told if c in farthest):
        behind = [acts[one].cite(r.text) for r in chance.reasons for one in r.event_ids[:1] if one in acts]
        why = "; ".join(r.text for r in chance.reasons) or (chance.note or "")
        cells.append(
            (
                chance.event_type.lower(),
                f"{chance.probability:.0%}",
                f"{chance.base_rate:.0%}",
                Statement(why, some.notebook.cite(behind, 2)),
                chance.label,
            )
        )
    head = ("at least one act of", "probability", "usual", "why", "such forecasts so far")
    if len(told) > len(cells):
        yield Statement(f"The {len(cells)} kinds that stand farthest from their usual rates:")
    yield Table(head, tuple(cells), frozenset({1, 2}))
    yield Statement(f"How such forecasts of these two have done: {found.record.words}", counted=found.record.forecasts)
    yield Statement(f"And of all pairs: {found.pooled.words}", counted=found.pooled.forecasts)


def outlook_chart(found: Outlook) -> charts.Spec:
    """The chances as a chart, the likeliest first, below their track record."""
    told = sorted((c for c in found.chances if c.probability is not None), key=lambda c: -(c.probability or 0))
    rows = [
        {"label": c.event_type.lower(), "value": c.probability, "usual": c.base_rate, "proven": c.proven is True}
        for c in told
    ]
    return charts.chances(rows, f"at least one within {found.days} days", found.record.lines)


def sources(some: Material) -> Section:
    """What the brief rests on, and what is missing."""
    blocks: list[Block] = []
    makers = Counter((a.origin, a.source) for a in some.acts)
    coded = sum(n for (origin, _), n in makers.items() if origin == "coded")
    if makers:
        parts = [f"{coded:,} read from reports by detente"] * bool(coded)
        parts += [f"{len(some.acts) - coded:,} imported"] * (coded < len(some.acts))
        blocks.append(Statement(f"{number(len(some.acts), 'act')} of the two: {listed(parts)}."))
        papers: Counter[str] = Counter()
        for (origin, source), n in makers.items():
            papers[(source or "no source named") + ("" if origin == "coded" else " (imported)")] += n
        rows = tuple((name, f"{n:,}") for name, n in papers.most_common(8))
        blocks.append(Table(("source", "acts"), rows, frozenset({1})))
    blocks += _gaps(some)
    quality = "Only what these reports tell is here."
    if coded:
        quality += (
            " A machine reads them: of ten events that detente codes nine are right, and it finds about half of those "
            "that a person would (docs/accuracy.md)."
        )
    if coded < len(some.acts):
        quality += " Imported acts are as their coders have them, without the words of a report."
    blocks.append(Statement(quality))
    return Section("Sources, and what is missing", tuple(blocks))


def _gaps(some: Material) -> Iterator[Block]:
    query = "SELECT count(*) AS n, min(published) AS first, max(published) AS last FROM articles"
    (read,) = some.relation.ledger.sql(query).to_pylist()
    if read["n"]:
        span = f", published {days(read['first'], read['last'])}" if read["first"] else ""
        yield Statement(f"The ledger holds {number(read['n'], 'article')}{span}.")
    periods = [r["coverage"] for r in some.series if r["direction"] == "all"]
    none, thin = periods.count("none"), periods.count("thin")
    if none or thin:
        parts = [f"nothing was read in {none}"] * bool(none) + [f"little was read in {thin}"] * bool(thin)
        yield Statement(f"Of {number(len(periods), some.freq)} {listed(parts)}: there, silence says nothing.")
    undated = sum(a.start is None for a in some.acts)
    if undated:
        bear = "bears" if undated == 1 else "bear"
        yield Statement(f"{number(undated, 'act')} {bear} no date and count in no period.", counted=undated)
