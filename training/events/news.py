"""Records from real, parsed news: acts that the rules find, the same turned round, and pairs of whom nothing is told.

Nobody has labelled these sentences. What stands in an entry's own slots is taken for an event of the entry's type,
since it mostly is one; from the recipient to the actor, and to or from a third side in the same sentence, there is
none; and of two sides in a sentence in which no entry matches nothing is told, whatever verb lies over them. Articles
that the accuracy figures are measured on are left out.
"""

from __future__ import annotations

import json
import logging
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from benchmarks.accuracy import ROOT, gold_dir
from detente import language
from detente.actors import cast
from detente.errors import InputError
from detente.evaluation.articles import gold_files
from detente.events.coder import code_parse
from detente.events.parties import PRIVATE, Cast, side
from detente.events.votes import Found, Judgement, Verdict, Weights
from detente.pipeline import Coder
from detente.records import Article, Sentence, Span
from training.events.corpus import MUTUAL, NONE, Mark, Record

log = logging.getLogger("training.events")
FILES = ("wikinews_en_2019_2020.jsonl", "white_house_briefings_sample.jsonl")
SOURCE = "news"
LONGEST = 400  # characters of a sentence
NEUTRAL = Weights(1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, least=0)
Spans = Sequence[tuple[int, int, str]]


@dataclass
class Noting:
    """Stands in for the event model: notes the candidates of the rules and says nothing of them."""

    reader: language.Reader
    weights: Weights = NEUTRAL
    noted: list[tuple[Spans, Found]] = field(default_factory=list)

    def judge(self, doc: Doc, sentences: Any, spans: Spans) -> Judgement:
        """Notes the spans."""
        self._spans = spans
        return Judgement({}, {}, 0.5, {}, {}, {})

    def weigh(self, found: Found, judgement: Judgement) -> Verdict:
        """Leaves the rules' own type."""
        self.noted.append((self._spans, found))
        return Verdict(found.event_type, found.event_mode, (), 1.0, "")


def news(folder: Path, seed: int, untold: float) -> list[Record]:
    """The records of the data folder's news. untold: how many pairs of whom nothing is told, for each of the others."""
    draw, coder = random.Random(seed), Coder(language.load("en"), meaning=None).set(scope="all")
    acts: list[Record] = []
    silent: list[Record] = []
    for article in _articles(folder / "news"):
        try:
            some, others = of_article(coder, article, draw)
        except InputError as error:
            log.info("left out: %s", error)
            continue
        acts += some
        silent += others
    return acts + draw.sample(silent, min(len(silent), round(untold * len(acts))))


def of_article(coder: Coder, article: Article, draw: random.Random) -> tuple[list[Record], list[Record]]:
    """The records of sentences that tell of an act, and of those that tell of none. Raises InputError."""
    parse = coder.parse(article)
    found, noting = cast(parse), Noting(coder.reader)
    code_parse(parse, found, "all", noting)  # type: ignore[arg-type]
    acts: list[Record] = []
    silent: list[Record] = []
    for sentence in parse.sentences:
        if sentence.kind != "body" or sentence.end - sentence.start > LONGEST:
            continue
        sides = _sides(found, sentence)
        noted = [(spans, f) for spans, f in noting.noted if _all_inside(spans, sentence)]
        if len(sides) > 1 and noted:
            acts += (_within(record, sentence, article.text) for record in told(noted, sides))
        elif len(sides) > 1:
            silent += (_within(record, sentence, article.text) for record in untold(parse.doc, sentence, sides, draw))
    return acts, silent


def _all_inside(spans: Spans, sentence: Sentence) -> bool:
    return all(sentence.start <= start and end <= sentence.end for start, end, _ in spans)


def told(noted: Sequence[tuple[Spans, Found]], sides: Sequence[Span]) -> Iterator[Record]:
    """Of the acts of one sentence: each, the same turned round, and the same done to and by a third side."""
    uses = Counter(span for spans, _ in noted for span in spans if span[2] == "predicate")
    for spans, found in noted:
        marks = {role: Mark(start, end, role) for start, end, role in spans}
        directed = len(spans) == 3 and set(marks) == {"actor", "recipient", "predicate"}
        if not directed or not found.direct or found.weak or uses[spans[0]] > 1:
            continue
        actor, recipient, act = marks["actor"], marks["recipient"], marks["predicate"]
        yield Record("", (actor, recipient, act), found.event_type, source=SOURCE)
        others = [] if found.event_type in MUTUAL else [(recipient, actor)]
        for third in sides:
            if not any(third.start < m.end and third.end > m.start for m in marks.values()):
                mark = Mark(third.start, third.end, "actor")
                others += [(mark, recipient), (actor, mark)]
        yield from (_nothing(by, to, act) for by, to in others)


def untold(doc: Doc, sentence: Sentence, sides: Sequence[Span], draw: random.Random) -> Iterator[Record]:
    """Two sides of a sentence in which no entry matches, and the verb over the first of them."""
    by, to = draw.sample(sides, 2)
    head = doc.char_span(by.start, by.end, alignment_mode="expand").root
    verb = next((t for t in head.ancestors if t.pos_ == "VERB"), None)
    if verb is not None and sentence.start <= verb.idx < sentence.end:
        yield _nothing(
            Mark(by.start, by.end, "actor"),
            Mark(to.start, to.end, "recipient"),
            Mark(verb.idx, verb.idx + len(verb), "predicate"),
        )


def _nothing(by: Mark, to: Mark, act: Mark) -> Record:
    marks = (replace(by, role="actor"), replace(to, role="recipient"), act)
    return Record("", marks, NONE, source=SOURCE)


def _sides(found: Cast, sentence: Sentence) -> list[Span]:
    """The first mention in a sentence of each side that is no private person or firm."""
    first: dict[str, Span] = {}
    for token in range(sentence.first_token, sentence.last_token):
        for party in found.at(token):
            inside = party.span.field == "text" and sentence.start <= party.span.start < sentence.end
            if inside and party.actor.sector not in PRIVATE:
                first.setdefault(side(party.actor), party.span)
    return list(first.values())


def _within(record: Record, sentence: Sentence, text: str) -> Record:
    marks = tuple(replace(m, start=m.start - sentence.start, end=m.end - sentence.start) for m in record.marks)
    return replace(record, text=text[sentence.start : sentence.end], marks=marks)


def _articles(folder: Path) -> Iterator[Article]:
    measured = {line.strip() for line in (ROOT / "benchmarks" / "unpolitical.txt").read_text().splitlines()}
    coded_by_hand = gold_files(gold_dir() / "dev") if gold_dir().is_dir() else []
    texts = {article["text"] for _, article in coded_by_hand}
    for name in FILES:
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["id"] not in measured and record["text"] not in texts:
                day = record.get("published")
                yield Article(record["text"], date.fromisoformat(day) if day else None)
