"""An event by its id, in a file of events or in the article it came from, and the parse of its sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from spacy.tokens import Doc

from detente.errors import InputError
from detente.formats import read_events
from detente.pipeline import OnError, load
from detente.records import Article, Cited, Event

Pair = tuple[Event, Article | Cited]


def find_event(beginning: str, file: str, published: date | None, scope: str, on_error: OnError) -> Pair:
    """The event of a file whose id begins so. The file holds events as JSON lines, or articles, which are coded.

    Raises InputError where there is none, or more than one.
    """
    found: Pair | None = None
    for event, article in _events(file, published, scope, on_error):
        if not event.id.startswith(beginning):
            continue
        if event.id == beginning:
            return event, article
        if found is not None:
            raise InputError(file, f"several events begin with {beginning!r} ({found[0].id}, {event.id} ...)")
        found = event, article
    if found is None:
        raise InputError(file, f"no event {beginning!r} (an article's day of publication is part of its events' ids)")
    return found


def parsed(event: Event, article: Article | Cited) -> Doc | None:
    """The parse that the event's sentence stands in: of the article, or where its text is not known of the sentence.

    Its tokens lie where the evidence says. None for evidence in a title.
    """
    if event.evidence.sentence.field != "text":
        return None
    coder = load()
    if isinstance(article, Article):
        return coder.parse(article).doc
    sentence = event.evidence.sentence
    # Blanks in the place of what stands before it keep the offsets.
    return coder.reader(" " * sentence.start + sentence.text, [(sentence.start, sentence.end)])


def _events(file: str, published: date | None, scope: str, on_error: OnError) -> Iterable[Pair]:
    if file != "-" and _holds_events(Path(file)):
        yield from read_events(Path(file))
        return
    from detente.sources import read

    coder = load().set(scope=scope)
    for coded in coder.pipe(read(file, published=published, on_error=on_error), on_error=on_error):
        for event in coded.events:
            yield event, coded.article


def _holds_events(path: Path) -> bool:
    """Whether the first line is an event as JSON."""
    try:
        with path.open("rb") as lines:
            first = json.loads(lines.readline())
    except (OSError, ValueError):
        return False
    return isinstance(first, dict) and "event_type" in first and "evidence" in first
