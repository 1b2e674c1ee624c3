"""How well stories and copies are found: `python -m benchmarks.stories` (needs DETENTE_DATA).

Duplicates are made from real articles (benchmarks/duplicates.py), so that it is known which events are tellings of one.
Originals are halved by their id: weights are fitted on one half (`--fit`), figures come from the other. MEANTIME gives
cross-document coreference that others annotated.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

import detente
from benchmarks.duplicates import KINDS, Made, made, unchanged
from detente.engines.duck import Duck
from detente.errors import InputError
from detente.ledger.columns import columns
from detente.records import Coded, Event, stable_hash
from detente.sources import read
from detente.stories import COPIES, STORIES, Copy, Telling, copy, place, steps, telling

DATA = Path(os.environ.get("DETENTE_DATA", "../shared/data"))
NEWS = {"news/wikinews_en_2019_2020.jsonl": 279, "news/white_house_briefings_sample.jsonl": 40}
SEED = 9
FILLER_DAYS = 3
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """A coded event of a made article: its row, and the characters of the original that its trigger came from."""

    made: Made
    event: Event
    row: Telling
    original: str
    start: int
    end: int

    @property
    def half(self) -> int:
        return half(self.original)


def half(original: str) -> int:
    """0: weights are fitted on it; 1: figures come from it."""
    return int(stable_hash("half", original), 16) % 2


def coded_duplicates(news: dict[str, int], scope: str = "all") -> Iterator[tuple[Made, Coded]]:
    """The originals and, of those that tell of an event, one article of each kind; all coded."""
    coder = detente.load("en").set(scope=scope)
    chosen = random.Random(SEED)
    for name, count in news.items():
        parses = []
        for _, article in zip(range(count), read(DATA / name), strict=False):
            try:
                coded = coder.code(article)
            except InputError as error:
                print(error)
                continue
            parses.append((coder.parse(article), bool(coded.events)))
            yield unchanged(article), coded
        parses.sort(key=lambda pair: (pair[0].article.published, pair[0].article.id))
        for number, (parse, telling_of_events) in enumerate(parses):
            near = [p for p, _ in parses[max(0, number - 4) : number + 5] if p is not parse and _close(p, parse)]
            for kind in KINDS if telling_of_events else ():
                filler = chosen.sample(near, min(len(near), 2)) if kind == "roundup" else []
                copied = made(parse, kind, 0, filler, chosen)
                try:
                    yield copied, coder.code(copied.article)
                except InputError as error:
                    print(error)


def _close(one: detente.records.Parse, other: detente.records.Parse) -> bool:
    days = (one.article.published, other.article.published)
    return days[0] is not None and days[1] is not None and abs((days[0] - days[1]).days) <= FILLER_DAYS


def told(found: Iterable[tuple[Made, Coded]]) -> list[Told]:
    """The events whose triggers stand in words of an original."""
    events = []
    for copied, coded in found:
        for event in coded.events:
            trigger = event.evidence.trigger
            places = [p for at in range(trigger.start, trigger.end) if (p := copied.origin(at)) is not None]
            if places:
                original = places[-1][0]
                offsets = [at for one, at in places if one == original]
                row = telling(event, coded.article)
                events.append(Told(copied, event, row, original, min(offsets), max(offsets) + 1))
    return events


def true_pairs(events: Sequence[Told], judged: bool = True) -> set[Pair]:
    """Events of two articles whose triggers came from the same words; with `judged`, also what was read and found to be
    the same event told by two real articles."""
    groups: dict[str, list[Told]] = defaultdict(list)
    for one in events:
        groups[one.original].append(one)
    same = [(a, b) for some in groups.values() for a, b in combinations(some, 2) if a.start < b.end and b.start < a.end]
    if judged:
        for row in read_judged():
            left, right = (
                [
                    t
                    for t in groups.get(row[f"article_{n}"], ())
                    if t.start < int(row[f"end_{n}"]) and int(row[f"start_{n}"]) < t.end
                ]
                for n in (1, 2)
            )
            same += [(a, b) for a in left for b in right]
    return {pair(a.row.event_id, b.row.event_id) for a, b in same if a.row.article_id != b.row.article_id}


def read_judged() -> list[dict[str, str]]:
    path = Path(__file__).with_name("stories_judged.tsv")
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[1:]]


def pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def table(kind: type, rows: Sequence[Telling | Copy]) -> pa.Table:
    return pa.Table.from_pylist([asdict(row) for row in rows], schema=pa.schema(columns(kind)))


def groups(kind: type, rows: Sequence[Telling | Copy]) -> dict[str, str]:
    """The group of each row, by the steps that the ledger runs."""
    connection = duckdb.connect()
    connection.register("new", table(kind, rows))
    connection.execute("CREATE TEMP TABLE old AS SELECT *, '' AS component FROM new WHERE false")
    connection.execute("CREATE TEMP TABLE gone AS SELECT '' AS component WHERE false")
    place(Duck(connection), STORIES if kind is Telling else COPIES)
    return {i: name for i, _, name in connection.execute("SELECT * FROM placed").fetchall()}


def found_pairs(events: Sequence[Told], placed: dict[str, str]) -> set[Pair]:
    by_group: dict[str, list[Told]] = defaultdict(list)
    for one in events:
        by_group[placed[one.row.event_id]].append(one)
    return {
        pair(a.row.event_id, b.row.event_id)
        for some in by_group.values()
        for a, b in combinations(some, 2)
        if a.row.article_id != b.row.article_id
    }


def score(found: set[Pair], true: set[Pair], original: dict[str, str]) -> str:
    """Precision and recall over pairs, with a 95 % interval by bootstrap over originals."""
    counts: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(3))
    for one in sorted(found | true):
        counts[min(original[i] for i in one)] += (one in found and one in true, one in found, one in true)
    rows = np.array([counts[name] for name in sorted(counts)])
    chance = np.random.default_rng(SEED)
    drawn = np.array([rows[chance.integers(0, len(rows), len(rows))].sum(0) for _ in range(2000)])
    (hit, said, real) = rows.sum(0)
    (low_p, high_p), (low_r, high_r) = (np.nanpercentile(drawn[:, 0] / drawn[:, n], (2.5, 97.5)) for n in (1, 2))
    return (
        f"precision {hit / said:.3f} ({low_p:.3f}-{high_p:.3f}) recall {hit / real:.3f} ({low_r:.3f}-{high_r:.3f})"
        f" on {real:.0f} true and {said:.0f} found pairs"
    )


def compared(events: Sequence[Told]) -> tuple[list[Pair], np.ndarray]:
    """The features of all pairs of tellings in different articles that share a key."""
    connection = duckdb.connect()
    rows = [asdict(t.row) | {"fingerprint": t.row.event_id} for t in events]
    connection.register("listed", pa.Table.from_pylist(rows, schema=pa.schema(columns(Telling))))
    counted = "(SELECT *, NULL AS component, 0 AS before, 1 AS tellings FROM listed)"
    connection.execute(f"CREATE TEMP TABLE nodes AS {steps.NODES.format(rows=counted)}")
    listed = connection.execute(steps.features("nodes", "nodes", "a.node < b.node")).fetchall()
    article = {t.row.event_id: t.row.article_id for t in events}
    kept = [row for row in listed if article[row[0]] != article[row[1]]]
    return [(row[0], row[1]) for row in kept], np.array([row[2:] for row in kept], float)


def fitted(values: np.ndarray, true: np.ndarray, decay: float = 3e-3) -> np.ndarray:
    """Logistic regression by descent; each feature speaks for sameness or not at all."""
    scale = values.std(0) + 1e-6
    scale[0] = 1
    scaled, weights = values / scale, np.zeros(values.shape[1])
    for _ in range(6000):
        odds = 1 / (1 + np.exp(-scaled @ weights))
        weights -= 0.3 * (scaled.T @ (odds - true) / len(true) + decay * np.r_[0, weights[1:]])
        weights[1:] = np.maximum(weights[1:], 0)
    return np.asarray(weights / scale)


def fit(events: Sequence[Told]) -> None:
    """Prints weights fitted on the first half, and how pairs fare on both."""
    true = true_pairs(events)
    pairs, values = compared(events)
    halves = {t.row.event_id: t.half for t in events}
    known = np.array([p in true for p in pairs], float)
    where = np.array([halves[a] + halves[b] for a, b in pairs])
    weights = fitted(values[where == 0], known[where == 0])
    print({name: round(float(w), 2) for name, w in zip(steps.FEATURES, weights, strict=True)})
    for name, chosen in (("fitted on", where == 0), ("held back", where == 2)):
        total = sum(halves[a] + halves[b] == (0 if name == "fitted on" else 2) for a, b in true)
        for threshold in (-2, -1, -0.5, 0, 0.5, 1, 2):
            said = values[chosen] @ weights > threshold
            hit = known[chosen][said].sum()
            print(f"{name} threshold {threshold}: precision {hit / max(1, said.sum()):.3f} recall {hit / total:.3f}")


def copies(found: Sequence[tuple[Made, Coded]]) -> Iterator[str]:
    """Near-identical texts: agency copies and truncations of one original, against all other pairs of articles."""
    rows = [copy(c.article, c.article.id, c.sentences) for _, c in found]
    placed = groups(Copy, rows)
    whole = {
        m.original for m, c in found if m.kind == "original" and len([s for s in c.sentences if s.kind == "body"]) <= 60
    }
    kept = [m for m, _ in found if m.kind == "original" or m.original in whole]
    for kinds in (("agency copy",), ("agency copy", "truncation"), ("agency copy", "truncation", "rewrite")):
        some = [m for m in kept if m.kind in ("original", *kinds)]
        hit = said = real = 0
        for a, b in combinations(some, 2):
            same, together = a.original == b.original, placed[a.article.id] == placed[b.article.id]
            hit, said, real = hit + (same and together), said + together, real + same
        yield f"copies {', '.join(kinds)}: precision {hit / said:.3f} recall {hit / real:.3f} on {real} true pairs"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="file that keeps the coded articles from one run to the next")
    parser.add_argument("--fit", action="store_true", help="fit the weights and print them")
    parser.add_argument("--across", action="store_true", help="show what is joined across originals, to be read")
    given = parser.parse_args()
    if given.keep and given.keep.exists():
        found = pickle.loads(given.keep.read_bytes())
    else:
        found = list(coded_duplicates(NEWS))
        if given.keep:
            given.keep.write_bytes(pickle.dumps(found))
    events = told(found)
    print(f"{len(found)} articles of {len({m.original for m, _ in found})} originals, {len(events)} events")
    if given.fit:
        fit(events)
        return
    placed = groups(Telling, [t.row for t in events])
    original = {t.row.event_id: t.original for t in events}
    if given.across:
        show_across(events, placed)
    for name, some in (("fitted on", [t for t in events if not t.half]), ("held back", [t for t in events if t.half])):
        joined = found_pairs(some, placed)
        print(f"stories, {name}: {score(joined, true_pairs(some), original)}")
        print(
            f"stories, {name}, all across originals taken for false: {score(joined, true_pairs(some, False), original)}"
        )
    held = [t for t in events if t.half]
    for kind in KINDS:
        some = [t for t in held if t.made.kind in ("original", kind)]
        print(
            f"stories, held back, originals and {kind}: {score(found_pairs(some, placed), true_pairs(some), original)}"
        )
    for line in copies(found):
        print(line)


def show_across(events: Sequence[Told], placed: dict[str, str]) -> None:
    """Pairs of tellings in two originals that are joined, each pair of places once."""
    seen = set()
    for a, b in combinations(events, 2):
        if placed[a.row.event_id] != placed[b.row.event_id] or a.row.article_id == b.row.article_id:
            continue
        if a.original == b.original and a.start < b.end and b.start < a.end:
            continue
        key = tuple(sorted(((a.original, a.start // 20), (b.original, b.start // 20))))
        if key not in seen:
            seen.add(key)
            for t in (a, b):
                days = t.event.date.start if t.event.date else None
                print(t.original, t.start, t.end, t.made.kind, t.event.event_type, days, t.event.evidence.sentence.text)
            print()


if __name__ == "__main__":
    main()
