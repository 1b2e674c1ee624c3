"""Promises and contacts as lines that read well in 80 columns: when, who, what became of it, and the words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from rich.console import Console
from rich.text import Text

from detente.ledger import Scored
from detente.records import Interval
from detente.relations.acts import Citation
from detente.relations.agreements import Agreement
from detente.relations.contacts import Contact
from detente.relations.firsts import FirstContact
from detente.relations.keeping import Keeping
from detente.relations.outlook import Outlook
from detente.relations.promises import Link, Promise
from detente.views.tables import ID_SHOWN, LEFT, date_words, plain, short_id, wrap

STATE_STYLES = {"fulfilled": "green", "broken": "red", "overdue": "red", "expired": "yellow", "unknown": "dim"}
_SHOWN = 3  # tellings of an entry


def print_promises(console: Console, promises: Iterable[Promise]) -> None:
    """A block for each promise: who is to do what for whom, its state, its words, what answered it."""
    for promise in promises:
        if not promise.to:
            who = Text(" and ".join(promise.by), style="bold")
        else:
            who = Text.assemble((", ".join(promise.by), "bold"), " → ", (", ".join(promise.to), "bold"))
        if promise.people:
            who.append(f" ({plain(', '.join(promise.people))})")
        act = " ".join(part for part in (promise.planned_type, promise.planned_mode) if part)
        state = Text(promise.state, style=STATE_STYLES.get(promise.state, "bold"))
        what = Text.assemble(state, f" · {promise.kind}{f', {promise.strength}' if promise.strength else ''}: {act}")
        if promise.due_end is not None:
            what.append(f" · for {_days(promise.due_start, promise.due_end)}")
        if promise.closed is not None and promise.delay is not None:
            what.append(f" · after {promise.delay} days")
        _block(console, promise.made, promise.made, promise.id, [who, what])
        _words(console, promise.evidence)
        for link in (*promise.links, *promise.possible):
            _print_link(console, link, sure=link in promise.links)
        console.print()


def print_outlook(console: Console, found: Outlook) -> None:
    """A line for each kind of act, the likeliest first, why, and the track record."""
    since = f" after {found.on}" if found.on else ""
    console.print(Text(f"{found.one} and {found.other}: the {found.days} days{since}", style="bold"))
    console.print("how likely · usual · kind")
    ordered = sorted(found.chances, key=lambda c: -(c.probability if c.probability is not None else -1))
    for chance in ordered:
        if chance.probability is None or chance.base_rate is None:
            console.print(Text(f"   ?       ?  {chance.event_type}: {chance.note}"))
            continue
        note = f": {chance.note}" if chance.note else ""
        line = Text(f"{chance.probability:5.0%}  {chance.base_rate:5.0%}  ")
        console.print(line.append(chance.event_type, style="bold").append(note))
        for reason in chance.reasons:
            ids = " ".join(short_id(one) for one in reason.event_ids[:_SHOWN])
            console.print(Text(f"               {reason.text}{f' ({ids})' if ids else ''}", style="dim"))
        console.print(Text(f"               track record: {chance.label}", style="dim"))
    console.print(Text(f"Of these two: {found.record.words}"))
    console.print(Text(f"Of all pairs: {found.pooled.words}"))


def print_track_records(console: Console, kept: Iterable[Scored]) -> None:
    """A block for each track record: of whose forecasts, from which acts, and what they were worth."""
    for one in kept:
        what = f" · {one.event_type}" if one.event_type else ""
        line = Text(one.pair or "all pairs", style="bold")
        line.append(f"{what} · {one.days} days, up to {one.on} · acts of snapshot {one.basis} · {one.model}", style="")
        console.print(line)
        console.print(Text(one.record.words))
        if one.event_type is None:
            shares = (f"{r.mean:.0%} → {r.happened:.0%} ({r.forecasts:,})" for r in one.record.reliability)
            console.print(Text(f"forecast → happened: {', '.join(shares)}", style="dim"))
        console.print()


def print_contacts(console: Console, contacts: Iterable[Contact]) -> None:
    """A block for each contact: who met, how, at which level, where, and the words."""
    for contact in contacts:
        sides = ((contact.one, contact.people_one), (contact.other, contact.people_other))
        who = Text(" ⇄ ").join(
            Text.assemble((code, "bold"), f" ({plain(', '.join(people))})" if people else "") for code, people in sides
        )
        said = [contact.kind, contact.level or "level not known"]
        said += [f"host {contact.host}"] if contact.host else []
        said += [plain(part) for part in (contact.place, contact.occasion) if part]
        said += [f"with {', '.join(contact.others)}"] if contact.others else []
        said += ["background"] if contact.background else []
        said += [f"{contact.reports} reports"] if (contact.reports or 0) > 1 else []
        _block(console, contact.start, contact.end, contact.id, [who, Text(" · ".join(said))])
        _words(console, contact.evidence, named=True)
        _by_hand(console, contact.by_hand)
        console.print()


def print_agreements(console: Console, agreements: Iterable[Agreement]) -> None:
    """A block for each agreement or dispute: what it is, between whom, how it stands, and its life line by line."""
    for entry in agreements:
        title = Text.assemble((plain(entry.title), "bold"), f" ({', '.join(entry.states)})")
        said = [entry.kind, entry.standing or "standing not told"]
        said += [f"{entry.mentions} mentions"] if entry.mentions > 1 else []
        said += ["the other side is taken from the article"] if entry.basis == "article" else []
        first = entry.evidence[0].published
        _block(console, first, first, entry.id, [title, Text(" · ".join(said))])
        for step in entry.life:
            if step.start is not None and step.end is not None:
                when = _days(step.start, step.end)
            else:
                when = f"told {step.reported or 'undated'}"
            by = f" by {plain(', '.join(step.by_names or step.by))}" if step.by else ""
            status = (
                "" if (step.status, step.strength) == ("actual", "asserted") else f" ({step.status}, {step.strength})"
            )
            event = short_id(step.evidence[0].event_id or "")
            _indented(console, Text.assemble((step.act, "bold"), f"{by}{status} · {when}  ", (event, "dim")))
            for citation in step.evidence[:1]:
                _indented(console, Text(f"“{_cut(plain(citation.sentence or ''))}”", style="italic"))
        if not entry.life:
            _words(console, entry.evidence, named=True)
        _by_hand(console, entry.by_hand)
        console.print()


def print_first_contacts(console: Console, firsts: Iterable[FirstContact]) -> None:
    """A block for each leader: the states in the order of first contact."""
    for _, of_leader in groupby(firsts, key=lambda one: (one.leader_id, one.since)):
        entries = list(of_leader)
        leader = entries[0]
        head = f"{leader.leader}, {leader.office} of {leader.country} from {leader.since or 'an unknown day'}"
        console.print(plain(head), style="bold", markup=False, soft_wrap=True)
        for one in entries:
            rank = str(one.rank) if one.rank == one.rank_last else f"{one.rank} to {one.rank_last}"
            when = "day not told" if one.start is None or one.end is None else _days(one.start, one.end)
            said = [one.state, one.kind or "order stated", when]
            said += [f"before {', '.join(one.before)}"] if one.start is None and one.before else []
            said += [f"after {', '.join(one.after)}"] if one.start is None and one.after else []
            console.print(f"  {rank:>7}  {' · '.join(said)}", markup=False, soft_wrap=True)
        console.print()


def print_keeping(console: Console, rates: Sequence[Keeping]) -> None:
    """A line for each group: how many promises are due, how many were kept, after how long."""
    console.print(f"{'group':24} {'all':>5} {'due':>5} {'kept':>5}  {'rate (90%)':18} days until kept", style="dim")
    for rate in rates:
        share = "" if rate.rate is None else f"{rate.rate:.2f} ({rate.rate_low:.2f} to {rate.rate_high:.2f})"
        delay = "" if rate.delay is None else f"{rate.delay:g}"
        delay += "" if rate.delay_low is None else f" ({rate.delay_low:g} to {rate.delay_high:g})"
        line = f"{plain(rate.group)[:24]:24} {rate.promises:>5} {rate.due:>5} {rate.fulfilled:>5}  {share:18} {delay}"
        console.print(line.rstrip(), markup=False, soft_wrap=True)


def _block(console: Console, start: date | None, end: date | None, name: str, lines: Sequence[Text]) -> None:
    body = console.width - LEFT - 1
    when = _days(start, end) if start is not None and end is not None else "undated"
    first, *more = [part for line in lines for part in wrap(console, line, body - ID_SHOWN - 2)]
    gap = max(1, body - first.cell_len - ID_SHOWN)
    if len(when) > LEFT - 1:
        console.print(Text(f" {when}", style="cyan"))
        when = ""
    console.print(Text.assemble(" ", (when.ljust(LEFT), "cyan"), first, " " * gap, (name[:ID_SHOWN], "dim")))
    for line in more:
        console.print(Text.assemble(" " * (LEFT + 1), line))


def _words(console: Console, evidence: Sequence[Citation], *, named: bool = False) -> None:
    """The words of some tellings. named: with the id of the event that each is of, where there are several."""
    for citation in evidence[:_SHOWN]:
        words = plain(citation.sentence) if citation.sentence else f"{citation.origin} {citation.event_id}"
        line = Text(f"“{_cut(words)}”" if citation.sentence else words, style="italic")
        if named and len(evidence) > 1 and citation.event_id and citation.sentence:
            line.append(f"  {short_id(citation.event_id)}", style="not italic dim")
        _indented(console, line)
    if len(evidence) > _SHOWN:
        _indented(console, Text(f"and {len(evidence) - _SHOWN} more", style="dim"))


def _by_hand(console: Console, said: Sequence[str]) -> None:
    for one in said:
        _indented(console, Text(plain(one), style="dim"))


def _print_link(console: Console, link: Link, *, sure: bool) -> None:
    how = f"by {link.author}" if link.score is None else f"{link.score:.2f}"
    event = short_id(link.citation.event_id or "")
    said = f"{'' if sure else 'may be: '}{link.relation} ({how}) {link.day or 'undated'} {event}"
    _indented(console, Text(f"{said}: {plain('; '.join(link.agreed))}", style="" if sure else "dim"))
    if sure and link.citation.sentence:
        _indented(console, Text(f"“{_cut(plain(link.citation.sentence))}”", style="italic"))


def _indented(console: Console, text: Text) -> None:
    for line in wrap(console, text, console.width - LEFT - 1):
        console.print(Text.assemble(" " * (LEFT + 1), line))


def _cut(words: str, length: int = 200) -> str:
    return words if len(words) <= length else words[:length].rpartition(" ")[0] + " …"


def _days(start: date | None, end: date) -> str:
    first = start or end
    month_end = (first.year, first.month) == (end.year, end.month) and first.day == 1 and end.day >= 28
    year = first.year == end.year and (first.month, first.day, end.month, end.day) == (1, 1, 12, 31)
    return date_words(Interval(first, end, "month" if month_end else "year" if year else "span", ""))
