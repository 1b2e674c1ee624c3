"""Text to a parsed spaCy `Doc`: tokens, sentences, tags, trees, names and mentions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import spacy
from spacy import symbols
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from detente.errors import UsageError
from detente.language.encode import Encoder, Reading
from detente.language.lemmas import apply_rule, with_silent_e
from detente.language.mentions import mention_spans
from detente.language.names import name_spans, whole_names
from detente.language.sentences import Splitter, line_width
from detente.language.tokens import Tokens

_ATTRIBUTES = [HEAD, DEP, POS, TAG, MORPH, LEMMA, ENT_IOB, ENT_TYPE]
_HEAD, _DEP, _POS, _TAG, _MORPH, _LEMMA, _IOB, _TYPE = range(len(_ATTRIBUTES))
Segments = Sequence[tuple[int, int]]


class Reader:
    """Reads text in one language. Call it with a text to get a `Doc`:

    - `doc.text == text`; `token.idx` counts code points;
    - `token.dep_` are Universal Dependencies relations with subtypes, "root" for the root; `pos_`, `tag_`, `morph` and
      `lemma_` are set too;
    - `doc.ents` are names (PER, ORG, LOC); `doc.spans["mentions"]` are mentions of things, labelled with GUM's ten
      entity types, which nest and overlap;
    - white-space tokens (pos SPACE) hang on the token before them with the relation "dep";
    - text outside the segments is not parsed: each stretch of it is one sentence with pos X and empty relations.

    The same text and segments give the same `Doc`, whatever was read before.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._encoder = Encoder(folder, threads)
        self._splitter = Splitter(folder / "sentences.json")
        self.vocab: Vocab = spacy.blank("en").vocab
        self.model_hash: str = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
        labels = self._encoder.labels
        self._lookup = self._encoder.lookup
        add = self.vocab.strings.add
        self._ids = {
            name: np.array([add(label) for label in labels[name]], np.uint64) for name in ("xpos", "relations")
        }
        self._morphs = np.array([self.vocab.morphology.add(label) for label in labels["feats"]], np.uint64)
        self._lemmas: dict[tuple[str, int, int], int] = {}
        self._name_types = {label[2:]: add(label[2:]) for label in labels["names"] if label != "O"}
        self._pos = np.array([getattr(symbols, label) for label in labels["upos"]], np.uint64)
        self._pos_space, self._pos_other = symbols.SPACE, symbols.X
        self._space_tag, self._space_relation = add("_SP"), add("dep")

    def __call__(self, text: str, segments: Segments | None = None, *, vectors: bool = False) -> Doc:
        """Reads `text`.

        segments: half-open character ranges that hold prose, in order and apart; None is the whole text. A segment's
        edge always ends a sentence. vectors: keep the encoder's vectors in `doc.tensor`, float16 `(n_tokens, 384)`,
        zero for white space and for what is not parsed.

        Raises:
            UsageError: the segments overlap, are out of order or reach beyond the text.
        """
        ranges = _checked(text, segments)
        tokens = Tokens(text, [edge for pair in ranges for edge in pair])
        doc = tokens.doc(self.vocab)
        if not len(doc):
            return doc
        rows = np.zeros((len(doc), len(_ATTRIBUTES)), np.uint64)
        rows[:, _IOB] = 2
        if vectors:
            doc.tensor = np.zeros((len(doc), 384), np.float16)
        mentions: list[tuple[int, int, int]] = []
        starts: list[int] = []  # the first token of each sentence, parsed or not
        unparsed: list[int] = []
        width = line_width(text)
        done = 0  # tokens before this one belong to a sentence or were left unparsed
        for low, high in ranges:
            first, last = np.searchsorted(tokens.starts, (low, high))
            inside = np.flatnonzero(~tokens.space[first:last]) + first
            if not len(inside):
                continue
            if inside[0] > done:
                self._leave(tokens, rows, done, int(inside[0]), starts, unparsed)
            words = [tokens.words[i] for i in inside]
            begin = 0
            for end in self._splitter.ends(text, words, tokens.starts[inside].tolist(), width):
                places = inside[begin : end + 1]
                reading = self._encoder.read(words[begin : end + 1], vectors)
                starts.append(int(places[0]))
                self._fill(rows, places, words[begin : end + 1], reading)
                mentions.extend(self._mentions(places, reading))
                if vectors:
                    doc.tensor[places] = reading.vectors
                begin = end + 1
            done = int(inside[-1]) + 1
        if done < len(doc):
            self._leave(tokens, rows, done, len(doc), starts, unparsed)
        self._attach_spaces(tokens, rows, starts)
        # spaCy begins a sentence only where a token has a relation: the first of an unparsed stretch is lent one
        rows[unparsed, _DEP] = self._space_relation
        doc.from_array(_ATTRIBUTES, rows)  # type: ignore[arg-type]
        for start in unparsed:
            doc[start].dep = 0
        labels = self._encoder.labels["mentions"]
        doc.spans["mentions"] = [Span(doc, start, end, label=labels[kind]) for start, end, kind in mentions]
        return doc

    def vectors(self, doc: Doc, start: int, end: int) -> np.ndarray:
        """The encoder's vectors of the words in tokens `start` to `end`, float16 `(n, 384)`; white space is left out.

        Those that were kept with the Doc; where none were, the tokens are read again as one sentence, which gives the
        same.
        """
        places = [i for i in range(start, end) if not doc[i].is_space]
        if len(doc.tensor) == len(doc):
            return np.asarray(doc.tensor[places])
        again = self._encoder.read([doc[i].text for i in places], True).vectors
        assert again is not None
        return again.astype(np.float16)

    def pipe(self, texts: Sequence[str]) -> list[Doc]:
        """One `Doc` per text."""
        return [self(text) for text in texts]

    def parse_words(self, words: Sequence[str]) -> Reading:
        """Reads one sentence whose words are given, as a treebank gives them."""
        return self._encoder.read(words)

    @property
    def labels(self) -> dict[str, list[str]]:
        """The inventories that the classes of a `Reading` index."""
        return self._encoder.labels

    def lemma(self, word: str, upos: int, rule: int) -> str:
        """The lemma of a word, given the classes of its tag and its lemma rule."""
        tag = self._encoder.labels["upos"][upos]
        known = self._lookup.get(f"{word}|{tag}")
        if known is not None:
            return known
        lemma = apply_rule(word, self._encoder.labels["lemmas"][rule])
        return with_silent_e(word, lemma) if tag == "VERB" else lemma

    def names(self, words: Sequence[str], reading: Reading) -> list[tuple[int, int, str]]:
        """The names in a sentence's reading: (start, end, type), half-open word positions, in order."""
        labels = self._encoder.labels
        spans = name_spans([labels["names"][i] for i in reading.names.tolist()])
        upos = [labels["upos"][i] for i in reading.upos.tolist()]
        relations = [labels["relations"][i] for i in reading.relations.tolist()]
        return whole_names(spans, words, upos, reading.heads.tolist(), relations)

    def _fill(self, rows: np.ndarray, places: np.ndarray, words: list[str], reading: Reading) -> None:
        """Writes one sentence's reading into the rows of its tokens."""
        heads = np.where(reading.heads == 0, places, places[reading.heads - 1])
        rows[places, _HEAD] = (heads - places).astype(np.int64).view(np.uint64)
        rows[places, _DEP] = self._ids["relations"][reading.relations]
        rows[places, _POS] = self._pos[reading.upos]
        rows[places, _TAG] = self._ids["xpos"][reading.xpos]
        rows[places, _MORPH] = self._morphs[reading.feats]
        lemmas = []
        for key in zip(words, reading.upos.tolist(), reading.lemmas.tolist(), strict=True):
            lemma = self._lemmas.get(key)
            if lemma is None:
                if len(self._lemmas) > 200_000:
                    self._lemmas.clear()
                lemma = self._lemmas[key] = self.vocab.strings.add(self.lemma(*key))
            lemmas.append(lemma)
        rows[places, _LEMMA] = lemmas
        if reading.names.any():
            for start, end, kind in self.names(words, reading):
                low, high = places[start], places[end - 1] + 1  # white space inside a name belongs to it
                rows[low:high, _IOB], rows[low:high, _TYPE] = 1, self._name_types[kind]
                rows[low, _IOB] = 3

    def _mentions(self, places: np.ndarray, reading: Reading) -> list[tuple[int, int, int]]:
        if not reading.mentions.any():
            return []
        relations = self._encoder.labels["relations"]
        spans = mention_spans(
            reading.heads.tolist(), [relations[i] for i in reading.relations.tolist()], reading.mentions.tolist()
        )
        return [(int(places[start]), int(places[end - 1]) + 1, kind) for start, end, kind in spans]

    def _leave(
        self, tokens: Tokens, rows: np.ndarray, start: int, end: int, starts: list[int], unparsed: list[int]
    ) -> None:
        """Marks the tokens from `start` to `end` as one sentence that was not parsed, or leaves white space to the next
        step."""
        if tokens.space[start:end].all() and (starts or end < len(rows)):
            return
        while tokens.space[start] and starts and start < end - 1:
            start += 1
        starts.append(start)
        unparsed.append(start)
        places = np.arange(start, end)
        rows[places, _HEAD] = (start - places).astype(np.int64).view(np.uint64)
        rows[places, _POS] = self._pos_other
        rows[places, _LEMMA] = [self.vocab.strings.add(word) for word in tokens.words[start:end]]

    def _attach_spaces(self, tokens: Tokens, rows: np.ndarray, starts: list[int]) -> None:
        """Hangs white space on the token before it; at the start of the text, on the first word after it."""
        for place in np.flatnonzero(tokens.space).tolist():
            offset = -1 if place else (starts[0] if starts else 0)
            rows[place, _HEAD] = np.int64(offset).view(np.uint64)
            rows[place, _DEP] = self._space_relation
            rows[place, _POS], rows[place, _TAG] = self._pos_space, self._space_tag
            rows[place, _LEMMA] = self.vocab.strings.add(tokens.words[place])


def _checked(text: str, segments: Segments | None) -> list[tuple[int, int]]:
    """The segments, if they are in order, apart and within the text.

    Raises:
        UsageError: they are not.
    """
    if segments is None:
        return [(0, len(text))]
    ranges, before = [], 0
    for start, end in segments:
        if not before <= start <= end <= len(text):
            raise UsageError(
                f"segment ({start}, {end}) overlaps the one before it or lies outside the {len(text)} characters"
            )
        ranges.append((start, end))
        before = end
    return ranges
