"""Antecedents of pronouns and definite nouns against GUM's coreference (CoNLL-U with `Entity` in MISC).

Asked for is every third-person pronoun, and every noun with "the", "this", "that", "these", "those" or "both", that
heads a mention of a person, place or organisation which GUM's annotators tied to an earlier mention of the same chain.
An answer is right if the word it names heads an earlier mention of that chain (of a coordination, its first conjunct).
An apposition's own antecedent, which stands beside it, is not asked for. Definite nouns that begin a chain are counted
apart: an antecedent given to one is a false link.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import numpy as np
from spacy.lang.en import English
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from detente import records
from detente.actors import cast
from detente.errors import InputError
from detente.language.conllu import Sentence, read_conllu
from detente.records import Article, Parse

ASKED = frozenset({"person", "place", "organization"})
PRONOUNS = {
    form: kind
    for kind, forms in {
        "he, she": "he him his himself she her hers herself",
        "it": "it its itself",
        "they": "they them their theirs themselves",
    }.items()
    for form in forms.split()
}
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
NOUN = "definite noun"
_NAMES = {"person": "PER", "organization": "ORG", "place": "LOC"}
_MARK = re.compile(r"\(([^()]+)|([^()]+)\)")

Antecedents = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class GoldMention:
    """Tokens [start, end) of the document and the one that heads them; entity type; chain; GUM's kind of link."""

    start: int
    end: int
    head: int
    kind: str
    chain: str
    link: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One document with its gold trees, and its mentions in text order."""

    id: str
    parse: Parse
    mentions: tuple[GoldMention, ...]

    @property
    def genre(self) -> str:
        return self.id.split("_")[1] if "_" in self.id else ""


@dataclass(frozen=True, slots=True)
class Question:
    """A word whose antecedent is asked for: its kind ("he, she", "it", "they", "definite noun"), the words that would
    be right; none where the mention begins its chain."""

    token: int
    kind: str
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `asked`, `answered` of them with some antecedent; 95% interval of the share by bootstrap over
    documents."""

    asked: int
    answered: int
    right: int
    low: float
    high: float

    @property
    def of_all(self) -> float:
        return self.right / max(1, self.asked)

    @property
    def of_answered(self) -> float:
        return self.right / max(1, self.answered)

    def __str__(self) -> str:
        return (
            f"{self.of_all:.3f} of {self.asked:,} (95% {self.low:.3f} to {self.high:.3f}), "
            f"{self.of_answered:.3f} of {self.answered:,} answered"
        )


def read_documents(path: Path | str) -> Iterator[GoldDocument]:
    """The documents of a treebank with GUM's `Entity` annotation. Raises InputError where there is none."""
    vocab = English().vocab
    found = False
    for ident, sentences in groupby(read_conllu(path), key=lambda s: s.document):
        document = _document(ident, list(sentences), vocab)
        found = found or bool(document.mentions)
        yield document
    if not found:
        raise InputError(str(path), "no Entity annotation in the last column")


def _document(ident: str, sentences: Sequence[Sentence], vocab: Vocab) -> GoldDocument:
    words: list[str] = []
    spaces: list[bool] = []
    heads: list[int] = []
    starts: list[bool] = []
    for sentence in sentences:
        offset = len(words)
        for i in range(len(sentence)):
            following = sentence.starts[i + 1] if i + 1 < len(sentence) else sentence.ends[i] + 1
            words.append(sentence.forms[i])
            spaces.append(following > sentence.ends[i])
            heads.append(offset + (sentence.heads[i] or i + 1) - 1)
            starts.append(i == 0)
    columns: dict[str, list[str]] = {
        "pos": [p for s in sentences for p in s.upos],
        "tags": [p for s in sentences for p in s.xpos],
        "lemmas": [p for s in sentences for p in s.lemmas],
        "deps": [p for s in sentences for p in s.relations],
        "morphs": [p for s in sentences for p in s.feats],
    }
    doc = Doc(vocab, words, spaces, heads=heads, sent_starts=starts, **columns)  # type: ignore[arg-type]
    mentions = tuple(_mentions(doc, [m for s in sentences for m in s.misc]))
    doc.spans["mentions"] = [Span(doc, m.start, m.end, label=m.kind) for m in mentions]
    names = [Span(doc, m.start, m.end, label=_NAMES[m.kind]) for m in mentions if _is_name(doc, m)]
    doc.set_ents(filter_spans(names))
    read = tuple(records.Sentence(i, s.start_char, s.end_char, s.start, s.end, "body") for i, s in enumerate(doc.sents))
    article = Article(doc.text, published=_day(sentences[0].created))
    return GoldDocument(ident, Parse(article, doc, read), mentions)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _is_name(doc: Doc, mention: GoldMention) -> bool:
    return mention.kind in _NAMES and all(
        t.pos_ in {"PROPN", "PUNCT", "PART"} for t in doc[mention.start : mention.end]
    )


def _mentions(doc: Doc, misc: Sequence[str]) -> Iterator[GoldMention]:
    """The spans that the brackets of `Entity` open and close; a mention in several pieces is left out."""
    found: list[GoldMention] = []
    opened: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    for token, text in enumerate(misc):
        marks = next((part[7:] for part in text.split("|") if part.startswith("Entity=")), "")
        for opening, closing in _MARK.findall(marks):
            if opening:
                parts = opening.split("-", 6)
                opened[parts[0]].append((token, parts))
            chain = closing if closing else opening.split("-", 1)[0]
            closes = bool(closing) or f"({opening})" in marks
            if closes and opened[chain]:
                start, parts = opened[chain].pop()
                if "[" not in chain and len(parts) == 7:
                    head = doc[start : token + 1].root.i
                    link = parts[6].split("-")[0]
                    found.append(GoldMention(start, token + 1, head, parts[1], chain, link))
    yield from sorted(found, key=lambda m: (m.start, -m.end))


def questions(document: GoldDocument, asked: Iterable[str] = ASKED) -> Iterator[Question]:
    """What is asked of a document, in text order; definite nouns that begin a chain come with nothing right."""
    kinds = set(asked)
    doc = document.parse.doc
    earlier: dict[str, list[GoldMention]] = defaultdict(list)
    for mention in document.mentions:
        before, token = earlier[mention.chain], doc[mention.head]
        before.append(mention)
        if mention.kind not in kinds:
            continue
        right = frozenset(m.head for m in before[:-1] if m.end <= mention.start and m.head != mention.head)
        if token.pos_ == "PRON":
            kind = PRONOUNS.get(token.lower_)
            if kind is not None and right:
                yield Question(mention.head, kind, right)
        elif token.pos_ == "NOUN" and mention.link != "appos" and is_definite(doc, mention):
            yield Question(mention.head, NOUN, right)


def is_definite(doc: Doc, mention: GoldMention) -> bool:
    """Whether a determiner of the mention's head says that it is known."""
    return any(c.lower_ in DEFINITE and c.dep_.startswith("det") for c in doc[mention.head].children)


@dataclass(frozen=True, slots=True)
class Scores:
    """By kind of word, and false links: definite nouns that begin a chain and were given an antecedent."""

    shares: Mapping[str, Share]
    new: int
    false_links: int


def score(documents: Iterable[tuple[GoldDocument, Antecedents]], asked: Iterable[str] = ASKED) -> Scores:
    """Compares antecedents, token to token of the gold documents, with the chains."""
    rows: list[dict[str, np.ndarray]] = []
    new = linked = 0
    for document, given in documents:
        counts: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(3, np.int64))
        for question in questions(document, asked):
            answer = given.get(question.token)
            if not question.right:
                new += 1
                linked += answer is not None
                continue
            row = np.array((1, answer is not None, answer in question.right), np.int64)
            kinds = (question.kind,) if question.kind == NOUN else (question.kind, "pronouns")
            for kind in (*kinds, "all"):
                counts[kind] += row
        rows.append(dict(counts))
    shares = {}
    for kind in (*dict.fromkeys(PRONOUNS.values()), "pronouns", NOUN, "all"):
        table = np.array([row.get(kind, np.zeros(3, np.int64)) for row in rows]).reshape(-1, 3)
        shares[kind] = _share(table)
    return Scores(shares, new, linked)


def _share(table: np.ndarray, draws: int = 1000) -> Share:
    asked, answered, right = (int(x) for x in table.sum(0))
    if not asked:
        return Share(0, 0, 0, 0.0, 0.0)
    chosen = np.random.default_rng(0).integers(0, len(table), (draws, len(table)))
    sums = table[chosen].sum(1)
    low, high = np.percentile(sums[:, 2] / np.maximum(sums[:, 0], 1), (2.5, 97.5))
    return Share(asked, answered, right, float(low), float(high))


# ways to answer


def by_cast(document: GoldDocument) -> Antecedents:
    """detente's antecedents on gold trees and mentions."""
    return cast(document.parse).antecedents


def end_to_end(document: GoldDocument, parse: Callable[[Article], Parse]) -> Antecedents:
    """detente's antecedents on its own parse, carried over to the gold tokens by their characters."""
    gold, read = document.parse.doc, parse(document.parse.article)
    at = {t.idx: t.i for t in gold}
    ends = {t.idx + len(t): t.i for t in gold}
    found: dict[int, int] = {}
    for anaphor, antecedent in cast(read).antecedents.items():
        pair = [at.get(read.doc[i].idx, ends.get(read.doc[i].idx + len(read.doc[i]))) for i in (anaphor, antecedent)]
        if pair[0] is not None and pair[1] is not None:
            found[pair[0]] = pair[1]
    return found


def nearest(document: GoldDocument) -> Antecedents:
    """A baseline on gold mentions: the last mention before with the same type and number, and for a noun the same head
    word if there is one."""
    doc = document.parse.doc
    asked = {q.token for q in questions(document)}
    found: dict[int, int] = {}
    before: list[GoldMention] = []
    for mention in document.mentions:
        token = doc[mention.head]
        if mention.head in asked:
            pool = [m for m in before if m.end <= mention.start and m.kind == mention.kind and _agree(doc, m, token.i)]
            if token.pos_ == "NOUN":
                pool = [m for m in pool if doc[m.head].lemma_.lower() == token.lemma_.lower()]
            if pool:
                found[mention.head] = pool[-1].head
        before.append(mention)
    return found


def _agree(doc: Doc, mention: GoldMention, token: int) -> bool:
    def numbers(i: int) -> set[str]:
        return set(doc[i].morph.get("Number", []))

    one, other = numbers(mention.head), numbers(token)
    return not one or not other or bool(one & other)


__all__ = [
    "ASKED",
    "GoldDocument",
    "GoldMention",
    "Question",
    "Scores",
    "Share",
    "by_cast",
    "end_to_end",
    "nearest",
    "questions",
    "read_documents",
    "score",
]
