"""Small parses written by hand, so that rules are tested without a model.

`parse("Iran/PROPN/2/nsubj seized:seize/VERB/0/root ships:ship/NOUN/2/obj")`: a word, its lemma after `:` where it
differs, UPOS, number of its head (from 1, 0 for the root), relation; a tag after `=` where a rule looks at it
(`seized:seize=VBN`).
"""

from __future__ import annotations

from datetime import date

from spacy.lang.en import English
from spacy.tokens import Doc

from detente.records import Actor, Article, Parse, Party, Sentence, Span

VOCAB = English().vocab


def doc(*sentences: str) -> Doc:
    """A Doc of one or more sentences."""
    words, lemmas, pos, tags, heads, deps, starts = [], [], [], [], [], [], []
    for sentence in sentences:
        offset = len(words)
        for number, item in enumerate(sentence.split(), start=1):
            form, upos, head, dep = item.rsplit("/", 3)
            form, _, tag = form.partition("=")
            word, _, lemma = form.partition(":") if len(form) > 1 else (form, "", "")
            words.append(word)
            lemmas.append(lemma or (word if upos == "PROPN" else word.lower()))
            pos.append(upos)
            tags.append(tag)
            heads.append(offset + (int(head) or number) - 1)
            deps.append(dep)
            starts.append(number == 1)
    return Doc(VOCAB, words, pos=pos, tags=tags, lemmas=lemmas, heads=heads, deps=deps, sent_starts=starts)


def parse(*sentences: str, published: date | None = None) -> Parse:
    """A Parse around such a Doc, all of it body."""
    read = doc(*sentences)
    found = tuple(Sentence(i, s.start_char, s.end_char, s.start, s.end, "body") for i, s in enumerate(read.sents))
    return Parse(Article(read.text, published=published), read, found)


class Cast:
    """Resolves words to states by a table: {"Iran": "IRN", ...}; `places` are words that are a mere place in one."""

    def __init__(
        self, read: Doc, countries: dict[str, str], sector: str = "GOV", places: dict[str, str] | None = None
    ) -> None:
        self.doc = read
        self.countries = countries
        self.sector = sector
        self.places = places or {}

    def at(self, token: int) -> tuple[Party, ...]:
        found = self._party(token, self.countries, self.sector)
        return (found,) if found else ()

    def place(self, token: int) -> Party | None:
        return self._party(token, self.places, None)

    def _party(self, token: int, table: dict[str, str], sector: str | None) -> Party | None:
        word = self.doc[token]
        code = table.get(word.text)
        span = Span(word.idx, word.idx + len(word.text), word.text)
        return Party(span, Actor(code, word.text, code, sector)) if code else None
