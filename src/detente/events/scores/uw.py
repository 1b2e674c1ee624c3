"""How well status is judged, against the UW event factuality corpus (scores from -3 to +3 on tokens).

Three classes, as the corpus draws them: 1 or more, happened or firmly asserted to come; -1 or less, said not to have
happened; between, open. What is hoped counts as open, every other future as asserted to come.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.errors import SourceError
from detente.events.status import Judgement, judge
from detente.records import Article, Parse

CLASSES = ("asserted", "open", "negated")
OPEN_FUTURES = frozenset({"hoped"})
CHUNK = 40
GLUED = re.compile(r"^(?:n't|'(?:s|re|ve|d|ll|m)|[.,;:!?%)\]}]|'')$", re.IGNORECASE)
BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}


@dataclass(frozen=True, slots=True)
class UwSentence:
    """Words of one sentence and the scores of those that are events, by position."""

    words: tuple[str, ...]
    scores: dict[int, float]


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of (annotated class, judged class)."""

    pairs: Counter[tuple[str, str]]

    def f1(self, name: str) -> float:
        """F1 of one class."""
        right = self.pairs[name, name]
        total = sum(self.pairs[name, c] for c in CLASSES) + sum(self.pairs[c, name] for c in CLASSES)
        return 2 * right / total if total else 0.0

    @property
    def macro_f1(self) -> float:
        """Mean of the three F1."""
        return sum(self.f1(c) for c in CLASSES) / len(CLASSES)


def sentences(path: Path) -> Iterator[UwSentence]:
    """The sentences of a .conll file of the corpus. Raises SourceError for a line without word and score columns."""
    words: list[str] = []
    scores: dict[int, float] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            fields = line.rstrip("\n").split("\t")
            if fields == [""]:
                if words:
                    yield UwSentence(tuple(words), scores)
                words, scores = [], {}
                continue
            if len(fields) < 3:
                raise SourceError(f"{path}, line {number}", f"three columns expected: {line!r}")
            if fields[2] != "_":
                scores[len(words)] = float(fields[2])
            words.append(fields[1])
    if words:
        yield UwSentence(tuple(words), scores)


def wanted(score: float) -> str:
    """The class of an annotated score."""
    return "asserted" if score >= 1 else "negated" if score <= -1 else "open"


def judged(judgement: Judgement) -> str:
    """The class of a judgement."""
    if judgement.status == "negated":
        return "negated"
    if judgement.status == "hypothetical" or (judgement.status == "future" and judgement.strength in OPEN_FUTURES):
        return "open"
    return "asserted"


def text_of(read: Sequence[UwSentence]) -> tuple[str, list[list[int]]]:
    """Sentences as paragraphs of plain text, and where each word begins in it."""
    text = ""
    starts: list[list[int]] = []
    for sentence in read:
        text += "\n\n" if text else ""
        first = len(text)
        starts.append([])
        opened = False
        for word in sentence.words:
            shown = BRACKETS.get(word, word)
            closing = word == "''" or (word == '"' and opened)
            after_open = text[-1:] in {"(", "[", "$"} or (opened and text[-1:] == '"')
            if len(text) > first and not (GLUED.match(word) or closing or after_open):
                text += " "
            if shown == '"':
                opened = not opened
            starts[-1].append(len(text))
            text += shown
    return text, starts


def score(read: Callable[[Article], Parse], path: Path, limit: int | None = None) -> Scores:
    """Scores one file of the corpus, its first `limit` sentences. `read` parses an article."""
    found = list(sentences(path))[:limit]
    pairs: Counter[tuple[str, str]] = Counter()
    for at in range(0, len(found), CHUNK):
        for value, judgement, _ in judgements(read, found[at : at + CHUNK]):
            pairs[wanted(value), judged(judgement)] += 1
    return Scores(pairs)


def judgements(
    read: Callable[[Article], Parse], chunk: Sequence[UwSentence]
) -> Iterator[tuple[float, Judgement, tuple[Parse, int]]]:
    """For each annotated event of some sentences: its score, our judgement, the parse and the token judged."""
    text, starts = text_of(chunk)
    parse = read(Article(text))
    for sentence, begins in zip(chunk, starts, strict=True):
        for position, value in sentence.scores.items():
            span = parse.doc.char_span(
                begins[position], begins[position] + len(sentence.words[position]), alignment_mode="expand"
            )
            if span is None:
                raise SourceError(sentence.words[position], "no token where the corpus has one")
            token = span.root.i
            yield value, judge(parse.doc, token), (parse, token)
