"""Stories against the cross-document coreference of MEANTIME: `python -m benchmarks.stories_meantime`.

Annotators said which mentions of events in 60 reports on Airbus, Boeing, GM and others are of one event. An event of
ours is the annotated mention whose words its trigger overlaps. Scores are over the mentions that both know: B-cubed
over them, and counts of pairs of mentions. Few do both know: the reports are on business. So the logic is also given
the annotated mentions themselves, with their participants as parties and their predicates as types.
"""

from __future__ import annotations

import os
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import combinations
from pathlib import Path

import detente
from benchmarks.stories import groups
from detente.events.scores.uw import UwSentence, text_of
from detente.records import Actor, Article, Event, Evidence, Party, Span
from detente.stories import Telling, telling

FOLDER = Path(os.environ.get("DETENTE_DATA", "../shared/data")) / "status" / "meantime"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A report, and its annotated mentions: characters and the event that they are of."""

    article: Article
    mentions: tuple[tuple[tuple[tuple[int, int], ...], str], ...]
    tellings: tuple[tuple[Telling, str], ...]


def annotated(path: Path) -> Annotated:
    """One file of the corpus with its cross-document events; an event without such an id is known in its file only."""
    root = ElementTree.parse(path).getroot()
    sentences: dict[str, list[str]] = defaultdict(list)
    places: dict[str, tuple[str, int]] = {}
    for token in root.iter("token"):
        sentence = token.get("sentence", "")
        places[token.get("t_id", "")] = (sentence, len(sentences[sentence]))
        sentences[sentence].append(token.text or "")
    names = list(sentences)
    text, starts = text_of([UwSentence(tuple(words), {}) for words in sentences.values()])
    words: dict[str, tuple[tuple[int, int], ...]] = {}
    predicates: dict[str, str] = {}
    for mention in root.iter("EVENT_MENTION"):
        predicates[mention.get("m_id", "")] = mention.get("pred", "")
        found = []
        for anchor in mention.iter("token_anchor"):
            sentence, word = places[anchor.get("t_id", "")]
            start = starts[names.index(sentence)][word]
            found.append((start, start + len(sentences[sentence][word])))
        words[mention.get("m_id", "")] = tuple(found)
    events = {e.get("m_id", ""): e.get("instance_id") or f"{path.stem} {e.get('m_id')}" for e in root.iter("EVENT")}
    entities = {e.get("m_id", ""): e.get("instance_id") or f"{path.stem} {e.get('m_id')}" for e in root.iter("ENTITY")}
    entity = {
        source.get("m_id", ""): entities[target.get("m_id", "")]
        for link in root.iter("REFERS_TO")
        for target in link.iter("target")
        if target.get("m_id", "") in entities
        for source in link.iter("source")
    }
    sides: dict[str, set[str]] = defaultdict(set)
    for link in root.iter("HAS_PARTICIPANT"):
        acts = (link.get("sem_role") or "").endswith("0")
        for source, target in zip(link.iter("source"), link.iter("target"), strict=False):
            if target.get("m_id", "") in entity:
                one = entity[target.get("m_id", "")]
                sides[source.get("m_id", "")].add(f"{one}>" if acts else f">{one}")
    mentions, rows = [], []
    for link in root.iter("REFERS_TO"):
        targets = [events[t.get("m_id", "")] for t in link.iter("target") if t.get("m_id", "") in events]
        for source in link.iter("source"):
            if targets and words.get(source.get("m_id", "")):
                mentions.append((words[source.get("m_id", "")], targets[0]))
                rows.append((source.get("m_id", ""), targets[0]))
    article = Article(text, published(sentences[names[1]]), url=path.name, source="Wikinews")
    known = []
    for number, name in rows:
        start, end = words[number][0][0], words[number][-1][1]
        at = next(n for n, sentence in enumerate(starts) if sentence[0] <= start <= sentence[-1])
        told = " ".join(sentences[names[at]])
        if sides[number]:
            row = _row(f"{path.stem} {number}", article, sorted(sides[number]), told, text[start:end])
            known.append((replace(row, event_type=predicates[number]), name))
    return Annotated(article, tuple(mentions), tuple(known))


def _row(number: str, article: Article, sides: list[str], sentence: str, trigger: str) -> Telling:
    """An annotated mention as an undated telling between the annotated participants."""
    told = Span(0, len(sentence), sentence), Span(0, len(trigger), trigger)
    actors = [s.strip(">") for s in sides if s.endswith(">")]
    others = [s.strip(">") for s in sides if s.startswith(">")]
    first, *more = [Party(told[1], Actor(f"entity:{one}", one, one)) for one in (*actors, *others)]
    return replace(
        telling(Event(number, article.id, "CONSULT", None, (first,), tuple(more), False, Evidence(*told)), article),
        sides=tuple(sides),
        fingerprint=number,
    )


def published(words: Iterable[str]) -> date | None:
    """The day in a report's second line: "March 01 , 2008"."""
    line = " ".join(words).replace(" ,", ",")
    for form in ("%B %d, %Y", "%A, %B %d, %Y"):
        try:
            return datetime.strptime(line, form).date()
        except ValueError:
            continue
    return None


def b_cubed(true: dict[str, str], found: dict[str, str]) -> tuple[float, float]:
    """Precision and recall, each the mean over mentions."""
    together = Counter((true[m], found[m]) for m in true)
    of_true, of_found = Counter(true.values()), Counter(found[m] for m in true)
    precision = sum(together[true[m], found[m]] / of_found[found[m]] for m in true) / len(true)
    recall = sum(together[true[m], found[m]] / of_true[true[m]] for m in true) / len(true)
    return precision, recall


def main() -> None:
    coder = detente.load("en").set(scope="all")
    rows: list[Telling] = []
    true: dict[str, str] = {}
    document: dict[str, str] = {}
    gold: dict[str, set[str]] = defaultdict(set)
    mentions = events = undated = 0
    for path in _files():
        report = annotated(path)
        undated += report.article.published is None
        mentions += len(report.mentions)
        for _, name in report.mentions:
            gold[name].add(path.stem)
        coded = coder.code(report.article)
        events += len(coded.events)
        taken: set[int] = set()
        for event in coded.events:
            row = telling(event, coded.article)
            rows.append(row)
            trigger = event.evidence.trigger
            for number, (spans, name) in enumerate(report.mentions):
                if number not in taken and any(s < trigger.end and trigger.start < e for s, e in spans):
                    taken.add(number)
                    true[row.event_id], document[row.event_id] = name, path.stem
                    break
    across = sum(len(files) > 1 for files in gold.values())
    print(f"{mentions} annotated mentions of {len(gold)} events, {across} in several reports ({undated} undated)")
    print(f"{events} events coded, {len(true)} of them annotated mentions")
    _print("events coded", rows, true, document)
    known = [(row, name, path.stem) for path in _files() for row, name in annotated(path).tellings]
    true = {row.event_id: name for row, name, _ in known}
    document = {row.event_id: stem for row, _, stem in known}
    _print("annotated mentions and participants", [row for row, _, _ in known], true, document)


def _files() -> list[Path]:
    return sorted(FOLDER.glob("cross_*/*.xml"))


def _print(what: str, rows: list[Telling], true: dict[str, str], document: dict[str, str]) -> None:
    pairs = list(combinations(sorted(true), 2))
    for name, found in (("stories", groups(Telling, rows)), ("each alone", {r.event_id: r.event_id for r in rows})):
        precision, recall = b_cubed(true, found)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{what}, {name}: B3 precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
        for where in ("in two reports", "in one report"):
            some = [(a, b) for a, b in pairs if (document[a] != document[b]) == (where == "in two reports")]
            real = {p for p in some if true[p[0]] == true[p[1]]}
            said = {p for p in some if found[p[0]] == found[p[1]]}
            print(f"  pairs {where}: {len(real)} annotated, {len(said)} found, {len(real & said)} right")


if __name__ == "__main__":
    main()
