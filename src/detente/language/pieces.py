"""Words to the encoder's input: wordpieces and the shape of each word's capitals.

The base model is uncased, so capitals reach the encoder as a second sequence beside the wordpiece ids: one small
number for each piece, the shape of the word it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

SHAPES = (
    "special",  # [CLS], [SEP] and padding
    "lower",  # talks
    "title",  # Tokyo
    "upper",  # NATO, U.S.
    "initial",  # J
    "mixed",  # McCain, iPhone
    "digit",  # 2025, 3.5
    "other",  # punctuation, scripts without case
    "first title",  # the same at the start of a sentence, where capitals say less
    "first upper",
    "first initial",
)
_FIRST = {2: 8, 3: 9, 4: 10}

CLS, SEP, UNKNOWN, MASK = 101, 102, 100, 103
LONGEST_WORD = 32  # pieces of one word that are kept: a longer word is a URL or noise


def shape_of(word: str) -> int:
    """The index in `SHAPES` of a word that is not the first of its sentence."""
    if any(c.isdigit() for c in word):
        return 6
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 7
    uppers = sum(c.isupper() for c in letters)
    if not uppers:
        return 1 if any(c.islower() for c in letters) else 7
    if len(letters) == 1:
        return 4
    if uppers == len(letters):
        return 3
    if uppers == 1 and letters[0].isupper():
        return 2
    return 5


def mark_first(shapes: list[int]) -> list[int]:
    """Marks the first word that is not punctuation as first in its sentence (in a new list)."""
    for position, shape in enumerate(shapes):
        if shape != 7:
            return [*shapes[:position], _FIRST.get(shape, shape), *shapes[position + 1 :]]
    return shapes


@dataclass(frozen=True, slots=True)
class Pieces:
    """The encoder's input for one sentence of `n` words and `m` pieces.

    ids, shapes: int64 `(m,)`, with [CLS] at 0 and [SEP] at m - 1.
    first, last: int64 `(n,)`, the first and last piece of each word.
    """

    ids: np.ndarray
    shapes: np.ndarray
    first: np.ndarray
    last: np.ndarray


class WordPieces:
    """Cuts words into wordpieces. Every word has at least one piece and at most `LONGEST_WORD`."""

    def __init__(self, tokenizer: Path | str) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}

    def word(self, word: str) -> tuple[tuple[int, ...], int]:
        """The piece ids of one word and the shape of its capitals."""
        known = self._known.get(word)
        if known is None:
            ids = self._tokenizer.encode(word[:200], add_special_tokens=False).ids
            known = (tuple(ids[:LONGEST_WORD]) or (UNKNOWN,), shape_of(word))
            if len(self._known) >= 200_000:
                self._known.clear()
            self._known[word] = known
        return known

    def sentence(self, words: Sequence[str]) -> Pieces:
        """The encoder's input for one sentence."""
        ids, first, last = [CLS], [], []
        known = [self.word(word) for word in words]
        shapes = [0]
        for (pieces, _), shape in zip(known, mark_first([shape for _, shape in known]), strict=True):
            first.append(len(ids))
            ids.extend(pieces)
            last.append(len(ids) - 1)
            shapes.extend([shape] * len(pieces))
        ids.append(SEP)
        shapes.append(0)
        return Pieces(np.array(ids), np.array(shapes), np.array(first, np.int64), np.array(last, np.int64))
