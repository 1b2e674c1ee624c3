"""What the stages after this one ask of a parser, and how a spaCy pipeline can stand in for the shipped one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from spacy.language import Language
from spacy.tokens import Doc, Span

_NAMES = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "NORP": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
_TYPES = {"PER": "person", "ORG": "organization", "LOC": "place"}


class Parser(Protocol):
    """Anything that reads a text as `Reader` does."""

    def __call__(self, text: str, segments: Sequence[tuple[int, int]] | None = None) -> Doc:
        """A `Doc` over the whole text, with UD relations ("root" for the root), names as `ents` and
        `spans["mentions"]`."""
        ...


class SpacyReader:
    """A spaCy pipeline whose parser was trained on Universal Dependencies, in the place of the shipped reader.

    Its relations are lower-cased ("ROOT" becomes "root"). Names keep the labels PER, ORG and LOC; PERSON counts as PER
    and GPE as LOC. It has no mentions of its own kind, so each noun phrase is one, labelled with its name's type where
    it has one.
    Each segment is read alone, so that no sentence crosses an edge; text outside the segments is left unparsed.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self.vocab = nlp.vocab

    def __call__(self, text: str, segments: Sequence[tuple[int, int]] | None = None) -> Doc:
        """Reads `text`; see `Parser`."""
        parts, position = [], 0
        for start, end in [(0, len(text))] if segments is None else segments:
            if start > position:
                parts.append(self._unparsed(text[position:start]))
            if end > start:
                parts.append(self._parsed(text[start:end]))
            position = end
        if position < len(text):
            parts.append(self._unparsed(text[position:]))
        if len(parts) == 1:
            return parts[0]
        return Doc.from_docs(parts, ensure_whitespace=False) if parts else Doc(self.vocab)

    def _unparsed(self, text: str) -> Doc:
        doc = self._nlp.make_doc(text)
        for token in doc:
            token.pos_ = "SPACE" if token.is_space else "X"
            token.head = doc[0]
        return doc

    def _parsed(self, text: str) -> Doc:
        doc = self._nlp(text)
        for token in doc:
            token.dep_ = token.dep_.lower()
        doc.ents = [
            Span(doc, name.start, name.end, label=_NAMES[name.label_]) for name in doc.ents if name.label_ in _NAMES
        ]
        mentions = []
        for token in doc:
            if token.pos_ in ("NOUN", "PROPN", "PRON"):
                inside = [t for t in token.subtree if t.dep_ not in ("conj", "cc", "appos", "punct") or t == token]
                label = next((_TYPES[n.label_] for n in doc.ents if n.start <= token.i < n.end), "object")
                mentions.append(Span(doc, min(t.i for t in inside), max(t.i for t in inside) + 1, label=label))
        doc.spans["mentions"] = mentions
        return doc
