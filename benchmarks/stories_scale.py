"""Time and memory of filing with stories: `python -m benchmarks.stories_scale --keep build/stories.pkl 1000 20000`.

Coded articles are recombined: each new one takes runs of sentences, with their events, from three others, all dated
to one day; the days follow one another at 60 articles a day. What is measured is filing (`Ledger.add`), with the part
of it that stories and copies take.
"""

from __future__ import annotations

import argparse
import pickle
import random
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from detente.ledger import Ledger, store
from detente.records import Article, Coded, Event, Interval, Sentence, Span, event_id

A_DAY = 60
RUN = 12  # sentences
DONORS = 3


def recombined(some: Sequence[Coded], count: int) -> Iterator[Coded]:
    """So many articles made of parts of others."""
    some = usable(some)
    return (made(some, number) for number in range(count))


def usable(some: Sequence[Coded]) -> list[Coded]:
    """Those that parts can be taken from."""
    return [one for one in some if one.sentences and one.article.published]


def made(some: Sequence[Coded], number: int) -> Coded:
    """The article of this number, always the same."""
    chosen = random.Random(f"9 {number}")
    day = date(2021, 1, 1) + timedelta(days=number // A_DAY)
    text, moved, sentences = "", [], []
    for donor in chosen.sample(some, DONORS):
        first = chosen.randint(0, max(0, len(donor.sentences) - RUN))
        taken = donor.sentences[first : first + RUN]
        low, high = taken[0].start, taken[-1].end
        shift = len(text) - low
        text += donor.article.text[low:high] + "\n\n"
        sentences += [replace(s, start=s.start + shift, end=s.end + shift) for s in taken]
        later = day - (donor.article.published or day)
        moved += [(e, shift, later) for e in donor.events if low <= e.evidence.sentence.start < high]
    article = Article(text, day, f"Report {number}", f"Paper {number % 200}", f"https://example.org/{number}")
    events = [_moved(event, article.id, at, shift, later) for at, (event, shift, later) in enumerate(moved)]
    return Coded(article, tuple(events), (), _numbered(sentences))


def _moved(event: Event, article: str, ordinal: int, shift: int, later: timedelta) -> Event:
    def span(one: Span) -> Span:
        return Span(one.start + shift, one.end + shift, one.text, one.field)

    evidence = replace(event.evidence, sentence=span(event.evidence.sentence), trigger=span(event.evidence.trigger))
    days = event.date
    if days is not None:
        days = Interval(days.start + later, days.end + later, days.granularity, days.basis)
    return replace(
        event, id=event_id(article, evidence.trigger, ordinal), article_id=article, evidence=evidence, date=days
    )


def _numbered(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    return tuple(replace(s, index=n) for n, s in enumerate(sentences))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, required=True, help="the articles that benchmarks.stories has kept")
    parser.add_argument("counts", type=int, nargs="+")
    given = parser.parse_args()
    some = [coded for _, coded in pickle.loads(given.keep.read_bytes())]
    spent = 0.0
    link = store.link

    def timed(*arguments: object) -> None:
        nonlocal spent
        began = time.process_time()
        link(*arguments)  # type: ignore[arg-type]
        spent += time.process_time() - began

    store.link = timed  # type: ignore[assignment]
    for count in given.counts:
        spent, began, wall = 0.0, time.process_time(), time.monotonic()
        ledger = Ledger(":memory:")
        done = ledger.add(recombined(some, count))
        used, memory = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
        (row,) = ledger.sql("SELECT count(*) AS stories, max(tellings) AS largest FROM stories").to_pylist()
        (family,) = ledger.sql("SELECT count(DISTINCT family) AS families FROM copies").to_pylist()
        print(
            f"{count:,} articles, {done.events:,} events: {used:.1f} s of processor ({spent:.1f} s for stories and "
            f"copies, {1000 * spent / count:.2f} ms an article), {time.monotonic() - wall:.0f} s by the clock, "
            f"{memory:.0f} MiB; {row['stories']:,} stories, the largest of {row['largest']} tellings, "
            f"{family['families']:,} texts",
            flush=True,
        )


if __name__ == "__main__":
    main()
