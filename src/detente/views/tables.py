"""Events and quotations as an index that reads well in 80 columns: when, who and whom, what, and the words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console
from rich.text import Text

from detente.records import Actor, Article, Cited, Event, Interval, Party, Quote

LEFT = 12  # columns of the date beside an event
MAX_WORDS = 2  # lines of a quoted sentence
ID_SHOWN = 8  # characters of an id: enough to name an event among tens of thousands


def short_id(event_id: str) -> str:
    """As much of an id as is shown: imported events begin alike with their maker's name and are shown whole."""
    return event_id if ":" in event_id else event_id[:ID_SHOWN]


QUAD_STYLES = {1: "green", 2: "green", 3: "red", 4: "red"}


def print_events(console: Console, pairs: Iterable[tuple[Event, Article | Cited]]) -> int:
    """Print events under the headlines of their articles, which come in runs; returns how many."""
    count = 0
    for _, run in groupby(pairs, key=lambda pair: pair[0].article_id):
        events = list(run)
        print_headline(console, events[0][1])
        for event, _article in events:
            print_event(console, event)
            count += 1
    return count


def print_headline(console: Console, article: Article | Cited) -> None:
    """One article: its headline, the day and the source at the right, a rule below."""
    published = "undated" if article.published is None else article.published.isoformat()
    source = plain(article.source or "")
    width = console.width
    right = f"{published}  {source}".rstrip()
    title = plain(article.title or "") or plain(article.url or "") or "(no headline)"
    if len(right) > width // 2:
        right = f"{published}  …{source[-(width // 2 - len(published) - 3) :]}"
    lines = wrap(console, Text(title, style="bold"), width - len(right) - 2)
    _line(console, _both_ends(lines[0], Text(right, style="dim"), width))
    for line in lines[1:]:
        _line(console, line)
    _line(console, Text("─" * width, style="dim"))


def print_event(console: Console, event: Event) -> None:
    """One event: date, parties, coding with its id at the right, the sentence around the deed; then a blank line."""
    body = console.width - LEFT - 1
    first, second = date_lines(event.date)
    parties = wrap(console, parties_text(event), body)
    coding = wrap(console, coding_text(event), body - ID_SHOWN - 2)
    coding[0] = _both_ends(coding[0], Text(event.id[:ID_SHOWN], style="dim"), body)
    lines = [*parties, *coding, *words_lines(console, event, body)]
    left = [first, second] + [""] * len(lines)
    for at, line in enumerate(lines):
        _line(console, Text.assemble(" ", (left[at].ljust(LEFT), "cyan"), line))
    _line(console, Text())


def print_quotes(console: Console, quotes: Iterable[tuple[Quote, Article | Cited]]) -> int:
    """Print quotations under the headlines of their articles; returns how many."""
    count = 0
    for _, run in groupby(quotes, key=lambda pair: pair[0].article_id):
        found = list(run)
        print_headline(console, found[0][1])
        for quote, _article in found:
            body = console.width - 3
            said = " … ".join(plain(piece.text) for piece in quote.content)
            said = f"“{said}”" if quote.direct else said
            for line in (*wrap(console, speaker_text(quote), body), *wrap(console, Text(said, style="italic"), body)):
                _line(console, Text.assemble("   ", line))
            _line(console, Text())
            count += 1
    return count


def parties_text(event: Event) -> Text:
    """Who did it to whom: `A → B`, `A ⇄ B` for a reciprocal event, `A` alone where nobody is named as the other."""
    if event.reciprocal:
        return Text(" ⇄ ").join(party_text(p) for p in event.actors)
    actors = Text(", ").join(party_text(p) for p in event.actors)
    if not event.recipients:
        return actors
    return Text.assemble(actors, " → ", Text(", ").join(party_text(p) for p in event.recipients))


def party_text(party: Party) -> Text:
    """A party by its name, else by the words of the article, with its code in brackets."""
    name = plain(party.actor.name or party.span.text) or "(unnamed)"
    return Text.assemble((name, "bold"), f" ({plain(party.actor.country or party.actor.sector or '?')})")


def coding_text(event: Event) -> Text:
    """What it is: type and mode, the act planned, status and strength, background, size, who says so."""
    from detente import ontology

    what = Text(" ".join(p for p in (event.event_type, event.event_mode) if p))
    what.stylize(QUAD_STYLES[ontology.quad(event.event_type)])
    if event.planned is not None:
        plan = " ".join(p for p in (event.planned.event_type, event.planned.event_mode) if p)
        when = f" {date_words(event.planned.date)}" if event.planned.date and event.planned.date != event.date else ""
        what.append(f" (to {plan}{when})")
    said = [event.status if event.strength == "asserted" else f"{event.status}, {event.strength}"]
    if event.historical:
        said.append("background")
    if event.channel and event.channel != event.event_mode:
        said.append(f"by {event.channel}" if event.channel in ("phone", "video", "letter") else plain(event.channel))
    if event.size is not None:
        counts = (("dead", event.size.dead), ("injured", event.size.injured), ("arrested", event.size.arrested))
        said.extend(f"{number:,} {name}" for name, number in counts if number is not None)
    if event.attribution is not None:
        source = event.attribution
        known = source.actor.name if isinstance(source.actor, Actor) else None
        said.append(f"says {plain(known or source.span.text)}")
    return Text.assemble(what, " · ", " · ".join(said))


def speaker_text(quote: Quote) -> Text:
    """Who spoke, to whom, through which channel."""
    known = quote.actor if isinstance(quote.actor, Actor) else None
    name = (known.name if known else None) or (quote.speaker.text if quote.speaker else None) or "(speaker not named)"
    text = Text(plain(name), style="bold")
    if known and known.country:
        text.append(f" ({plain(known.country)})", style="not bold")
    for piece in (quote.audience, quote.occasion):
        if piece is not None:
            text.append(f" · {plain(piece.text)}", style="not bold")
    if quote.channel:
        text.append(f" · {plain(quote.channel)}", style="not bold")
    return text


def words_lines(console: Console, event: Event, width: int) -> list[Text]:
    """The sentence, cut to `MAX_WORDS` lines around the words that tell of the deed, those underlined."""
    sentence, trigger = event.evidence.sentence, event.evidence.trigger
    start = max(0, min(trigger.start - sentence.start, len(sentence.text)))
    end = max(start, min(trigger.end - sentence.start, len(sentence.text)))
    before, deed, after = (plain(part, strip=False) for part in _split(sentence.text, start, end))
    room = MAX_WORDS * width - 8
    if len(before) + len(deed) + len(after) > room:
        spare = max(0, room - len(deed))
        left = max(spare // 2, spare - len(after))
        before, after = _end_of(before, left), _start_of(after, spare - min(len(before), left))
    text = Text.assemble("“", before.lstrip(), (deed, "underline"), after.rstrip(), "”", style="italic")
    return wrap(console, text, width)


def date_lines(interval: Interval | None) -> tuple[str, str]:
    """The days in two cells of at most 12 columns: `2025-06-09`, `2025-06`, `1990s`; first and last day of others."""
    if interval is None:
        return "undated", ""
    first, last = interval.start, interval.end
    if first == last:
        return first.isoformat(), ""
    if interval.granularity == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}", ""
    if interval.granularity == "year" and first.year == last.year:
        return f"{first:%Y}", ""
    if interval.granularity == "decade" and first.year + 9 == last.year:
        return f"{first.year}s", ""
    return first.isoformat(), f"–{last.isoformat()}"


def date_words(interval: Interval) -> str:
    """The days in one run of text."""
    return "".join(date_lines(interval))


def plain(text: str, *, strip: bool = True) -> str:
    """Text safe to print: runs of white space are one blank, control and direction characters are gone."""
    safe = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in _UNSAFE)
    joined = re.sub(" +", " ", safe)
    return joined.strip() if strip else joined


def wrap(console: Console, text: Text, width: int) -> list[Text]:
    """The text in lines of at most `width` columns, at least one."""
    lines = list(text.wrap(console, max(10, width)))
    for line in lines:
        line.rstrip()
    return lines or [Text()]


_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def _split(text: str, start: int, end: int) -> Iterator[str]:
    yield text[:start]
    yield text[start:end]
    yield text[end:]


def _end_of(text: str, length: int) -> str:
    """At most `length` characters from the end, cut between words."""
    if len(text) <= length:
        return text
    kept = text[len(text) - length :]
    return "… " + (kept.partition(" ")[2] or kept)


def _start_of(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    kept = text[:length]
    return (kept.rpartition(" ")[0] or kept) + " …"


def _both_ends(left: Text, right: Text, width: int) -> Text:
    gap = max(1, width - left.cell_len - right.cell_len)
    return Text.assemble(left, " " * gap, right)


def _line(console: Console, text: Text) -> None:
    # Trailing blanks would wrap in a terminal of exactly this width.
    text.rstrip()
    console.print(text, soft_wrap=True, highlight=False, markup=False)
