"""Reported speech and belief in one article: what a statement is, and which one a token is reported in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Frames in which the content is told as a fact, "blamed for", "accused of" and "what they call" included.
CLAUSAL = frozenset({"fin", "inf", "of", "for", "what"})

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says, thinks or wants. Ranges of tokens are half-open.

    source: the phrase that names whoever says it, None where the text does not ("is said to have"); source_head: its
    head word. cue: the words that report it. content: what is said, without cue and source. kind: speech, belief,
    intention, judgement or attitude. frame: how the content hangs on the cue ("fin" for a clause, "np" for an object
    ...). direct: whether the content stands between quotation marks.
    """

    source: Range | None
    source_head: int | None
    cue: Range
    lemma: str
    content: tuple[Range, ...]
    kind: str
    frame: str = "fin"
    direct: bool = False

    @property
    def size(self) -> int:
        """Number of content tokens."""
        return sum(end - start for start, end in self.content)

    @property
    def asserts(self) -> bool:
        """Whether it vouches for its content: not what somebody merely means to do, nor the object of "announced"."""
        if self.kind not in {"speech", "belief"} or self.frame not in CLAUSAL:
            return False
        return self.kind == "speech" or self.source is not None


class Statements(Sequence[Statement]):
    """The statements of one article in order of their cue; `of` answers which one a token is reported in."""

    def __init__(self, found: Sequence[Statement], tokens: int) -> None:
        self._found = tuple(sorted(found, key=lambda s: (s.cue, s.content)))
        self._innermost = [-1] * tokens
        self._asserted = [-1] * tokens
        for number in sorted(range(len(self._found)), key=lambda n: -self._found[n].size):
            statement = self._found[number]
            for start, end in statement.content:
                self._innermost[start:end] = [number] * (end - start)
                if statement.asserts:
                    self._asserted[start:end] = [number] * (end - start)

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, index):  # type: ignore[no-untyped-def]
        return self._found[index]

    def __iter__(self) -> Iterator[Statement]:
        return iter(self._found)

    def of(self, token: int) -> Statement | None:
        """The innermost statement whose content holds the token, or None: the article's own voice."""
        number = self._innermost[token]
        return None if number < 0 else self._found[number]

    def asserted(self, token: int) -> Statement | None:
        """The innermost statement that vouches for what the token tells."""
        number = self._asserted[token]
        return None if number < 0 else self._found[number]


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that may report speech, with its source, whether or not it has a content in the tree."""

    token: int
    source: int | None
    kind: str


def merged(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """Ranges in order, those that overlap or touch within two tokens joined."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1] + 2:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
