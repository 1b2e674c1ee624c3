"""What cross-article logic needs to know of one event as one article tells it: a flat row of plain values.

Everything in it follows from the event and its article alone, so it is made once, where the article is filed, and the
steps across articles are joins, counts and sums over such rows.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import date

from detente import ontology
from detente.events.parties import side
from detente.records import Article, Cited, Event, Interval, stable_hash

# An act dated to at most so many days is looked for on these days; one dated more widely counts as undated, unless it
# is background.
NARROW = 31
# An undated act of the news is taken to lie within so many days before publication, or one day after it.
NEWS_DAYS = 7
# Days on either side: time zones, and copies printed a day later with "yesterday" left as it was.
TOLERANCE = 1
BUCKET = 7  # days that share a key
STEM = 6  # letters of a word that count
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)?")
_EPOCH = date(1970, 1, 1).toordinal()
# Words that say nothing about which event it is.
STOP = frozenset(
    "the of and to that is was with by from it be are were has have had his her their its they this which not but been "
    "will would who said after before about into could should can than other there these while between against during "
    "because through where when what how you she he we i a an in on at for as also no or if so up out over more most "
    "some such only any all both each few own same very just now then once here again further do does did being having "
    "says say told reporters according statement stated added monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december yesterday today tomorrow "
    "mr mrs ms president minister prime secretary government officials us u s".split()
)


@dataclass(frozen=True, slots=True)
class Telling:
    """One event as one article tells it. Days are counted from 1970-01-01.

    sides: whom it is between, sorted; "USA>" acts, ">USA" receives, "USA" takes part in a joint act; parties: the same
    without roles. people: ids of the actors that are more than a state. first, last: the days on which it is looked for
    (None: nowhere); `dated` whether the text says so. words: hashes of the stems of the sentence's content words;
    triggers: of the trigger's words. keys: blocks; only tellings that share one are compared. fingerprint: tellings
    with the same one cannot be told apart.
    """

    event_id: str
    article_id: str
    published: int | None
    sides: tuple[str, ...]
    parties: tuple[str, ...]
    people: tuple[str, ...]
    first: int | None
    last: int | None
    dated: bool
    event_type: str
    quad: int
    event_mode: str | None
    planned_type: str | None
    status: str
    historical: bool
    words: tuple[int, ...]
    triggers: tuple[int, ...]
    keys: tuple[str, ...]
    fingerprint: str


def telling(event: Event, article: Article | Cited) -> Telling:
    """The row of one event."""
    published = None if article.published is None else _day(article.published)
    first, last, dated = _when(event.date, published, event.historical)
    sides = _sides(event)
    everyone = {p.actor.id for p in (*event.actors, *event.recipients)}
    people = tuple(sorted(i for i in everyone if not i.startswith("state:")))
    words = stems(event.evidence.sentence.text)
    triggers = stems(event.evidence.trigger.text, stop=frozenset())
    planned = event.planned.event_type if event.planned else None
    keys = _keys(sides, first, last)
    told = (sides, people, first, last, dated, event.event_type, event.event_mode, planned, event.status)
    return Telling(
        event_id=event.id,
        article_id=event.article_id,
        published=published,
        sides=sides,
        parties=tuple(sorted({s.strip(">") for s in sides})),
        people=people,
        first=first,
        last=last,
        dated=dated,
        event_type=event.event_type,
        quad=ontology.quad(event.event_type),
        event_mode=event.event_mode,
        planned_type=planned,
        status=event.status,
        historical=event.historical,
        words=words,
        triggers=triggers,
        keys=keys,
        # A telling that is looked for on no day is like no other.
        fingerprint=stable_hash(*told, event.historical, words, triggers, None if keys else event.id),
    )


def stems(text: str, stop: frozenset[str] = STOP) -> tuple[int, ...]:
    """Sorted hashes of the different content words of a text, each cut to its first letters."""
    found = {w[:STEM] for w in _WORD.findall(text.lower()) if w not in stop}
    return tuple(sorted(zlib.crc32(w.encode()) for w in found))


def _sides(event: Event) -> tuple[str, ...]:
    if event.reciprocal:
        return tuple(sorted({side(p.actor) for p in event.actors}))
    acting = {f"{side(p.actor)}>" for p in event.actors}
    return tuple(sorted(acting | {f">{side(p.actor)}" for p in event.recipients}))


def _when(interval: Interval | None, published: int | None, historical: bool) -> tuple[int | None, int | None, bool]:
    """The days on which an act is looked for, and whether the text dates it so."""
    if interval is not None:
        first, last = _day(interval.start), _day(interval.end)
        if last - first < NARROW or historical or published is None:
            return first, last, True
        # "this year": somewhere near publication, but not outside the days that are named
        low, high = max(first, published - NEWS_DAYS), min(last, published + TOLERANCE)
        return (low, high, False) if low <= high else (first, last, True)
    if published is None:
        return None, None, False
    return published - NEWS_DAYS, published + TOLERANCE, False


def _keys(sides: tuple[str, ...], first: int | None, last: int | None) -> tuple[str, ...]:
    if first is None or last is None:
        return ()
    who = sorted({s.strip(">") for s in sides})
    pairs = [f"{a}-{b}" for n, a in enumerate(who) for b in who[n + 1 :]] or [f"{a}-{a}" for a in who]
    if last - first < NARROW:
        buckets = [f"{n}" for n in range((first - TOLERANCE) // BUCKET, (last + TOLERANCE) // BUCKET + 1)]
    else:
        buckets = [f"{first}-{last}"]
    return tuple(f"{pair} {bucket}" for pair in pairs for bucket in buckets)


def _day(day: date) -> int:
    return day.toordinal() - _EPOCH
