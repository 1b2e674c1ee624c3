"""How well status is judged, against the event attributes of the English MEANTIME corpus (CAT XML, as published).

Each annotated mention of an event carries three attributes, and each is compared with what `status.judge` says of the
mention's word (of several, the one that the others hang on). Two classes each, macro-F1, and the mean of the three:

certainty   "uncertain" (PROBABLE, POSSIBLE): judged `hypothetical`, unless urged, or `future` and expected or hoped;
            all else is "certain" (CERTAIN). The annotation asks what the source knows and not what it wants: duties,
            demands, plans and promises are certain there, and so is what did not happen; a forecast is probable.
time        "future" (FUTURE): the event lies ahead, `Judgement.ahead`: what is planned or urged, what may come, what
            will not come; all else is "past" (NON_FUTURE: past and present).
polarity    "negative" (NEG): `Judgement.negative`, which is what is judged `negated`, and what somebody is urged, told
            or may decide not to do; all else is "positive" (POS).

Left out, attribute by attribute, is what is UNDERSPECIFIED, empty or missing: a mention may count for time and not for
certainty. Nothing else is left out; "special cases" (generic events, conditions) count as they are annotated. Where a
document lies in several folders, it counts once, as in the first of them by name ("corpus_..."): the annotation across
documents ("cross_corpus_...") repeats those mentions and adds others that have no attributes.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Token

from detente.errors import SourceError
from detente.events.scores.uw import UwSentence, text_of
from detente.events.status import Judgement, judge
from detente.records import Article, Parse

CLASSES = {"certainty": ("certain", "uncertain"), "time": ("past", "future"), "polarity": ("positive", "negative")}
WANTED = {
    "certainty": {"CERTAIN": "certain", "PROBABLE": "uncertain", "POSSIBLE": "uncertain"},
    "time": {"NON_FUTURE": "past", "FUTURE": "future"},
    "polarity": {"POS": "positive", "NEG": "negative"},
}


@dataclass(frozen=True, slots=True)
class Mention:
    """An annotated event: the words that name it, first to last, as (sentence, word), and its attributes that count."""

    words: tuple[tuple[int, int], ...]
    wanted: dict[str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """The sentences of an article, its title first, and its annotated events."""

    name: str
    sentences: tuple[tuple[str, ...], ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of (attribute, annotated class, judged class)."""

    pairs: Counter[tuple[str, str, str]]

    def f1(self, attribute: str, name: str) -> float:
        """F1 of one class of an attribute."""
        right = self.pairs[attribute, name, name]
        both = sum(
            count * ((wanted == name) + (found == name))
            for (of, wanted, found), count in self.pairs.items()
            if of == attribute
        )
        return 2 * right / both if both else 0.0

    def macro_f1(self, attribute: str) -> float:
        """Mean of the F1 of both classes of an attribute."""
        return sum(self.f1(attribute, name) for name in CLASSES[attribute]) / len(CLASSES[attribute])

    @property
    def mean(self) -> float:
        """Mean of the macro-F1 of the three attributes."""
        return sum(self.macro_f1(attribute) for attribute in CLASSES) / len(CLASSES)

    def count(self, attribute: str) -> int:
        """How many mentions count for an attribute."""
        return sum(count for (of, _, _), count in self.pairs.items() if of == attribute)


def document(path: Path) -> Document:
    """One file of the corpus. Raises SourceError for a file that is no XML or names a token that it does not have."""
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        raise SourceError(str(path), f"no XML: {error}") from error
    sentences: dict[str, list[str]] = {}
    places: dict[str, tuple[int, int]] = {}
    for token in root.iter("token"):
        words = sentences.setdefault(token.get("sentence", ""), [])
        places[token.get("t_id", "")] = (list(sentences).index(token.get("sentence", "")), len(words))
        words.append(token.text or "")
    mentions = []
    for element in root.iter("EVENT_MENTION"):
        wanted = {a: WANTED[a][value] for a in CLASSES if (value := element.get(a, "")) in WANTED[a]}
        anchors = [anchor.get("t_id", "") for anchor in element.iter("token_anchor")]
        unknown = [anchor for anchor in anchors if anchor not in places]
        if unknown:
            raise SourceError(str(path), f"no token {unknown[0]}, which a mention names")
        if wanted and anchors:
            mentions.append(Mention(tuple(sorted(places[anchor] for anchor in anchors)), wanted))
    return Document(path.stem, tuple(tuple(words) for words in sentences.values()), tuple(mentions))


def documents(folder: Path) -> Iterator[Document]:
    """The documents of `folder` and of the folders in it, each once. Raises SourceError where there is none."""
    found = {path.name: path for path in sorted(folder.rglob("*.xml"), reverse=True)}
    if not found:
        raise SourceError(str(folder), "no .xml file")
    for name in sorted(found):
        yield document(found[name])


def judged(judgement: Judgement) -> dict[str, str]:
    """The class of a judgement, for each attribute."""
    open_ = judgement.status == "hypothetical" and judgement.strength != "urged"
    foreseen = judgement.status == "future" and judgement.strength in {"hoped", "expected"}
    return {
        "certainty": "uncertain" if open_ or foreseen else "certain",
        "time": "future" if judgement.ahead else "past",
        "polarity": "negative" if judgement.negative else "positive",
    }


def judgements(
    read: Callable[[Article], Parse], of: Document
) -> Iterator[tuple[Mention, Judgement, tuple[Parse, int]]]:
    """For each annotated event of a document: our judgement, the parse and the token judged."""
    text, starts = text_of([UwSentence(words, {}) for words in of.sentences])
    parse = read(Article(text))
    for mention in of.mentions:
        tokens: list[Token] = []
        for sentence, word in mention.words:
            start, shown = starts[sentence][word], of.sentences[sentence][word]
            span = parse.doc.char_span(start, start + len(shown), alignment_mode="expand")
            if span is None:
                raise SourceError(of.name, f"no token where the corpus has {shown!r}")
            tokens.append(span.root)
        named = {token.i for token in tokens}
        root = next((token for token in tokens if token.head.i not in named or token.head.i == token.i), tokens[0])
        yield mention, judge(parse.doc, root.i), (parse, root.i)


def score(read: Callable[[Article], Parse], folder: Path) -> Scores:
    """Scores the documents under a folder. `read` parses an article."""
    pairs: Counter[tuple[str, str, str]] = Counter()
    for of in documents(folder):
        for mention, judgement, _ in judgements(read, of):
            found = judged(judgement)
            pairs.update((attribute, wanted, found[attribute]) for attribute, wanted in mention.wanted.items())
    return Scores(pairs)
