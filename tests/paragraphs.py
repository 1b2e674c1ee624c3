"""Parses of several paragraphs written by hand: blank lines between them, quotation marks close to their words."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc

from detente.records import Article, Parse, Sentence
from tests.parses import VOCAB, doc

GLUED_BEFORE = {",", ".", "!", "?", ":", ";", "”", "’", ")", "]", "'s", "n't"}
GLUED_AFTER = {"“", "‘", "(", "["}


def article(*paragraphs: list[str], published: date | None = None, kind: str = "body") -> Parse:
    """A Parse of paragraphs, each a list of sentences in the notation of `tests.parses`."""
    words, spaces, pos, tags, lemmas, heads, deps, starts = [], [], [], [], [], [], [], []
    for number, paragraph in enumerate(paragraphs):
        if number:
            for column, value in zip(
                (words, spaces, pos, tags, lemmas, heads, deps, starts),
                ("\n\n", False, "SPACE", "_SP", "\n\n", len(words), "dep", True),
                strict=True,
            ):
                column.append(value)
            spaces[-2] = False
        read = doc(*paragraph)
        base = len(words)
        for token in read:
            words.append(token.text)
            following = read[token.i + 1].text if token.i + 1 < len(read) else ""
            spaces.append(following not in GLUED_BEFORE and token.text not in GLUED_AFTER)
            pos.append(token.pos_)
            tags.append(token.tag_)
            lemmas.append(token.lemma_)
            heads.append(base + token.head.i)
            deps.append(token.dep_)
            starts.append(bool(token.is_sent_start))
    whole = Doc(VOCAB, words, spaces, pos=pos, tags=tags, lemmas=lemmas, heads=heads, deps=deps, sent_starts=starts)
    sentences = [s for s in whole.sents if s.text.strip()]
    found = tuple(Sentence(i, s.start_char, s.end_char, s.start, s.end, kind) for i, s in enumerate(sentences))
    return Parse(Article(whole.text, published=published), whole, found)
