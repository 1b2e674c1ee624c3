"""Where sentences end: a small logistic model over the marks, capitals and spaces around each possible boundary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.language.pieces import shape_of

# Colons, semicolons and dashes end sentences in lists of the treebanks, hardly in prose: leaving them out raised
# F1 on GUM news from 91.5 to 95.5 (python -m training.language.evaluate).
_TERMINAL = re.compile(r"(?:[.!?…。！？]+|\.\.+)$")
MOST_CLOSING = 8  # closing marks that are passed to find the mark before them; text has two or three
_CLOSING = frozenset("\" ” ’ '' ’’ ) ] } » ›".split())
_OPENING = frozenset('" “ ‘ `` ‘‘ ( [ { « ‹'.split())
_SHAPES = ("special", "lower", "title", "upper", "initial", "mixed", "digit", "other")
_BULLET = re.compile(r"[-–—•*·▪◦►]$")


@dataclass(frozen=True, slots=True)
class Gap:
    """A place between two tokens where a sentence may end.

    after: the index of the token before it. certain: an end whatever the model says (a blank line, a
    line broken on purpose).
    features: what the model weighs.
    """

    after: int
    certain: bool
    features: tuple[str, ...]


def gaps(text: str, words: Sequence[str], starts: Sequence[int], width: int) -> Iterator[Gap]:
    """Yields the possible ends of sentences between the `n` given tokens, none of which is white space.

    starts: offset of each token in `text`; width: the text's line width, see `line_width`.
    """
    opened: list[int] = []  # positions of straight quotes and brackets not yet closed
    quoted = 0
    last = 0  # the first token since the last possible end: how long the sentence is so far
    for i in range(len(words) - 1):
        word = words[i]
        end = starts[i] + len(word)
        between = text[end : starts[i + 1]]
        if word == '"':
            quoted = 0 if quoted else i + 1
        elif word in ("“", "``"):
            quoted = i + 1
        elif word in ("”", "''"):
            quoted = 0
        elif word in ("(", "["):
            opened.append(i)
        elif word in (")", "]") and opened:
            opened.pop()
        newlines = between.count("\n") if "\n" in between else 0
        if newlines >= 2 or "\u2029" in between or "\f" in between:
            opened.clear()
            quoted = 0
            last = i + 1
            yield Gap(i, True, ())
            continue
        if newlines and _deliberate(text, end, words[i + 1], width):
            last = i + 1
            quoted = 0 if word in _CLOSING else quoted
            yield Gap(i, True, ())
            continue
        core = i
        least = max(last, i - MOST_CLOSING)
        while core > least and words[core] in _CLOSING and starts[core] == starts[core - 1] + len(words[core - 1]):
            core -= 1
        mark = words[core]
        if not _TERMINAL.search(mark):
            continue
        if words[i + 1] in _CLOSING and not between and words[i + 1] not in ("(", "["):
            continue  # the closing quote still belongs to this sentence
        yield Gap(i, False, tuple(_features(words, i, core, mark, bool(between), quoted, len(opened), i - last)))
        if mark[-1:] in ".!?":
            last = i + 1


def _features(
    words: Sequence[str], i: int, core: int, mark: str, spaced: bool, quoted: int, depth: int, length: int
) -> list[str]:
    kind = _mark_kind(mark)
    following = words[i + 1]
    opens = following in _OPENING
    at = i + 2 if opens and i + 2 < len(words) else i + 1
    after = words[at]
    shape = _SHAPES[shape_of(after)]
    if _BULLET.match(following):
        shape = "bullet"
    before = words[core - 1] if core else ""
    space = "space" if spaced else "none"
    closed = core < i
    inside = "quoted" if quoted and not closed else "closed" if closed else "open"
    found = [
        f"mark={kind}",
        f"mark={kind} shape={shape}",
        f"mark={kind} space={space}",
        f"mark={kind} space={space} shape={shape}",
        f"mark={kind} {inside} shape={shape}",
        f"shape={shape} opens={opens} space={space}",
        f"next={after.lower() if len(after) < 14 else ''} {shape}",
        f"depth={min(depth, 1)} mark={kind}",
        f"length={min(length // 3, 5)} mark={kind}",
        f"before={_SHAPES[shape_of(before)] if before else 'start'} mark={kind}",
        f"before={len(before) if len(before) < 4 else 4} mark={kind} shape={shape}",
    ]
    if kind in ("abbreviation", "acronym", "initial", "known"):
        found += [f"word={mark.lower()}", f"word={mark.lower()} shape={shape}"]
    elif kind == "stop":
        found.append(f"stop after={before.lower() if len(before) < 6 else ''}")
    return found


def _mark_kind(mark: str) -> str:
    if mark == ".":
        return "stop"
    if mark[-1] in "。！？":
        return "stop"
    if re.search(r"\w", mark) and mark.endswith("."):
        if len(mark) == 2:
            return "initial"
        return "acronym" if "." in mark[:-1] else "abbreviation"
    if mark.startswith(("..", "…")):
        return "ellipsis"
    if "?" in mark:
        return "question"
    if "!" in mark:
        return "exclamation"
    return "none"


def line_width(text: str) -> int:
    """The width at which the text was hard-wrapped, in characters; 0 where its lines are too few to say, -1 where every
    line is a paragraph."""
    lines = [len(line) for line in text.split("\n") if line.strip()]
    widest = max(lines, default=0)
    if widest > 120:
        return -1
    # wrapped text fills most of its lines
    full = sum(length > 0.7 * widest for length in lines)
    return widest if len(lines) > 2 and widest >= 40 and full >= 0.5 * len(lines) else 0


def _deliberate(text: str, end: int, following: str, width: int) -> bool:
    """Whether the line break after `end` was meant: in wrapped text the next word would have fitted on the line."""
    if width < 0:
        return True
    line = text[text.rfind("\n", 0, end) + 1 : end]
    if width:
        return len(line) + 1 + len(following) < 0.75 * width
    return not following[0].islower() and line.rstrip()[-1:] not in (",", "-", "–", "—", "")


class Splitter:
    """Finds the ends of sentences with the shipped weights."""

    def __init__(self, path: Path) -> None:
        stored = json.loads(path.read_text(encoding="utf-8"))
        self._weights: dict[str, float] = stored["weights"]
        self._bias: float = stored["bias"]

    def ends(self, text: str, words: Sequence[str], starts: Sequence[int], width: int) -> list[int]:
        """The index of the last token of each sentence, in order; the last token of all is always among them.

        words, starts: the tokens of one stretch of prose, without white space.
        """
        if not words:
            return []
        found = [gap.after for gap in gaps(text, words, starts, width) if gap.certain or self.score(gap) > 0]
        return [*found, len(words) - 1]

    def score(self, gap: Gap) -> float:
        """Log-odds that a sentence ends at the gap."""
        weights = self._weights
        return self._bias + sum(weights.get(feature, 0.0) for feature in gap.features)
