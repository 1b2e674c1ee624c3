"""Time and memory of a growing ledger: `python -m benchmarks.stories_scale --keep build/recorded.pkl 1000 20000`.

Real articles are coded once (`--keep` says where that is kept) and recombined: each new article takes runs of
sentences, with their events, from three others, all dated to one day; the days follow one another at 60 articles a day,
or with `--anyhow` in no order. All go into one ledger. At each of the counts a row tells what an article has cost since
the one before, the part of it that stories and copies take, and memory. So what is measured is all but coding. With
`--forget N` older snapshots are forgotten every N articles, so that the disk holds little more than the last; what that
takes is told beside it, as is the size of the ledger.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from detente.ledger import Ledger, store
from detente.pipeline import load
from detente.records import Article, Coded, Event, Interval, Sentence, Span, event_id

DATA = Path(os.environ.get("DETENTE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data") / "news"
NEWS = ("wikinews_en_2019_2020.jsonl", "white_house_briefings_sample.jsonl")
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


def recorded(keep: Path) -> list[Coded]:
    """Wikinews reports and White House briefings as the coder reads them; kept for the next run."""
    if not keep.exists():
        coder = load()
        rows = [json.loads(line) for name in NEWS for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
        articles = (Article(row["text"], date.fromisoformat(row["published"]), row["title"]) for row in rows)
        keep.write_bytes(pickle.dumps(list(coder.pipe(articles, on_error=print))))
    found: list[Coded] = pickle.loads(keep.read_bytes())
    return found


def memory() -> int:
    """What this process holds now, in MiB (Linux)."""
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * resource.getpagesize() >> 20


def on_disk(folder: Path) -> int:
    """What the files of a folder hold, in MiB."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) >> 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, required=True, help="where the coded articles are kept")
    parser.add_argument("--ledger", type=Path, help="a new folder for the ledger, by default a temporary one")
    parser.add_argument("--anyhow", action="store_true", help="days in no order")
    parser.add_argument("--forget", type=int, metavar="N", help="forget older snapshots every N articles")
    parser.add_argument("counts", type=int, nargs="+")
    given = parser.parse_args()
    donors, last = usable(recorded(given.keep)), max(given.counts)
    numbers = random.Random(9).sample(range(last), last) if given.anyhow else range(last)
    spent = 0.0
    link = store.link

    def timed(*arguments: object) -> None:
        nonlocal spent
        began = time.process_time()
        link(*arguments)  # type: ignore[arg-type]
        spent += time.process_time() - began

    store.link = timed  # type: ignore[assignment]
    ledger = Ledger(given.ledger or ":memory:")
    print(
        "articles | events | ms of processor an article since | of it stories and copies | and forgetting | MiB now | "
        "at most | MiB on disk"
    )
    at = events = 0
    for count in sorted(given.counts):
        spent, used, forgetting = 0.0, 0.0, 0.0
        for first in range(at, count, given.forget or count):
            began = time.process_time()
            some = numbers[first : min(count, first + (given.forget or count))]
            events += ledger.add(made(donors, number) for number in some).events
            used += time.process_time() - began
            if given.forget:
                began = time.process_time()
                ledger.forget(ledger.snapshots()[-1].number)
                forgetting += time.process_time() - began
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        each = " | ".join(f"{1000 * seconds / (count - at):.2f}" for seconds in (used, spent, forgetting))
        print(f"{count:,} | {events:,} | {each} | {memory()} | {most} | {on_disk(ledger.path)}", flush=True)
        at = count
    (row,) = ledger.sql("SELECT count(DISTINCT story) AS stories FROM events").to_pylist()
    (family,) = ledger.sql("SELECT count(DISTINCT family) AS families FROM copies").to_pylist()
    print(f"{row['stories']:,} stories, {family['families']:,} texts")


if __name__ == "__main__":
    main()
