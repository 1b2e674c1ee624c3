"""Quotation marks paired: which stretches of a text stand between them, one pass from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPENING = "“«"
LOW = "„‟"
CLOSING = "”»"
BEFORE = set("([{—–-/ \t\n\r\u00a0“\"'‘«„:")
# Words that begin with an apostrophe; a mark in front of them opens nothing.
ELIDED = re.compile(r"(?:em|til|tis|twas|cause|bout|round|n|neath|cos|ere)\b", re.IGNORECASE)
# Quotations nested deeper than this are unmatched marks.
DEEPEST = 4
BLANK = re.compile(r"\n[ \t]*\n\s*")
LINE = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters `start:end` between two marks, marks excluded.

    depth: 0 for the outermost. continued: the paragraph ended without a closing mark and the next one opens again.
    """

    start: int
    end: int
    depth: int
    continued: bool = False


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines, or between line breaks in a text that has no blank line."""
    cut = BLANK if BLANK.search(text) else LINE
    start = 0
    for match in cut.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def quotations(text: str) -> tuple[Quotation, ...]:
    """Every quotation of a text in order of its first character. An unmatched mark never reaches past its paragraph."""
    found: list[Quotation] = []
    bounds = list(paragraphs(text))
    for number, (start, end) in enumerate(bounds):
        opened = _pair(text, start, end, found)
        if not opened or opened[0][0] >= end:
            continue
        first = opened[0]
        following = text[bounds[number + 1][0] : bounds[number + 1][0] + 1] if number + 1 < len(bounds) else ""
        again = following != "" and (following == text[first[0] - 1 : first[0]] or following in '“"«„')
        if again and first[1] == "double":
            found.append(Quotation(first[0], end, 0, continued=True))
        elif first[1] == "double" and text[start : first[0]].strip(' \t“"«„') == "":
            found.append(Quotation(first[0], end, 0))
    found.sort(key=lambda q: (q.start, -q.end))
    return tuple(found)


def _pair(text: str, start: int, end: int, found: list[Quotation]) -> list[tuple[int, str, str]]:
    """Appends what is closed within `start:end`; returns what is still open, as (first character, kind, mark)."""
    stack: list[tuple[int, str, str]] = []
    i = start
    while i < end:
        c = text[i]
        if c not in "“”„‟«»\"'‘’`":
            i += 1
            continue
        before = text[i - 1] if i > start else " "
        after = text[i + 1] if i + 1 < end else " "
        if text.startswith(("``", "''"), i):
            opened = any(kind == "double" for _, kind, _ in stack)
            if c == "`" or (not opened and i + 2 < end and not text[i + 2].isspace()):
                _open(stack, (i + 2, "double", c * 2))
            elif opened:
                _close(stack, "double", i, found)
            i += 2
            continue
        astray = c in CLOSING and not stack and before.isspace() and not after.isspace()
        if c in LOW or astray or (c in OPENING and not (stack and stack[-1][2] in LOW)):
            _open(stack, (i + 1, "double", c))
        elif c in CLOSING or c in OPENING:
            _close(stack, "double", i, found)
        elif c == '"':
            opens = (before in BEFORE or before.isspace()) and not after.isspace()
            if any(kind == "double" for _, kind, _ in stack):
                if opens and before.isspace():
                    _open(stack, (i + 1, "double", c))
                else:
                    _close(stack, "double", i, found)
            elif opens or (before.isspace() and after.isspace()):
                _open(stack, (i + 1, "double", c))
        elif c == "‘" or (c == "'" and (before in BEFORE or before.isspace()) and after.isalnum()):
            if not after.isdigit() and not ELIDED.match(text, i + 1) and after.strip():
                _open(stack, (i + 1, "single", c))
        elif c in "’'" and not before.isspace() and not after.isalnum():
            _close(stack, "single", i, found)
        i += 1
    return stack


def _open(stack: list[tuple[int, str, str]], mark: tuple[int, str, str]) -> None:
    """A second opening mark of a kind where one is open on top: the first was never closed."""
    if stack and stack[-1][1] == mark[1]:
        stack.pop()
    stack.append(mark)
    del stack[:-DEEPEST]


def _close(stack: list[tuple[int, str, str]], kind: str, at: int, found: list[Quotation]) -> None:
    for position in range(len(stack) - 1, -1, -1):
        if stack[position][1] == kind:
            first = stack[position][0]
            del stack[position:]
            if at > first:
                found.append(Quotation(first, at, position))
            return
