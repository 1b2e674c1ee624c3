"""What stands around the prose of a report: headline, byline, dateline, credit, caption, page furniture.

Prose must not be lost, so a line is furniture only where its form says so; whatever is doubtful is body. What a form
covers is stated beside it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from datetime import date

from detente.records import Article, Segment
from detente.sources.dates import DAY_MONTH, from_match
from detente.sources.forms import (
    ASKER,
    BYLINE,
    BYLINE_ROLE,
    CAPTION_CREDIT,
    CREDIT_LINE,
    DATE_LINE,
    DATELINES,
    ENDS_SENTENCE,
    FILE_PHOTO,
    FURNITURE,
    LIST_HEADING,
    LISTED,
    LONE_SIGNATURE,
    REPORTERS,
    SIGNATURE,
    SPEAKER,
)

PROSE = ("body", "headline", "caption")
MAX_HEADLINE = 200
MAX_CAPTION = 600
MAX_CREDIT = 160


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A line of the text without the white space around it; `block` counts the groups that blank lines part."""

    start: int
    end: int
    text: str
    block: int


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    block, blank, start = 0, False, 0
    for raw in re.split(r"(\r\n|\r|\n)", text):
        if raw not in ("\r\n", "\r", "\n"):
            stripped = raw.strip()
            if stripped:
                left = start + len(raw) - len(raw.lstrip())
                block += blank and bool(found)
                found.append(Line(left, left + len(stripped), stripped, block))
            blank = not stripped
        start += len(raw)
    return found


def _same(first: str, second: str) -> bool:
    return re.sub(r"\W+", " ", first).strip().casefold() == re.sub(r"\W+", " ", second).strip().casefold()


def _headline(lines: Sequence[Line], title: str | None) -> bool:
    """The first line repeats the title; or, without a title, is a line with no full stop and a blank line below it."""
    if not lines:
        return False
    first = lines[0]
    if title is not None and title.strip():
        return _same(first.text, title)
    if len(lines) < 2 or lines[1].block == first.block or not 2 <= len(first.text) <= MAX_HEADLINE:
        return False
    if any(pattern.match(first.text) for pattern in (DATE_LINE, ASKER)):
        return False
    if _plain_furniture(first.text) is not None or _dateline(first.text):
        return False
    return not re.search(r"[.:;,…][\"”’'»)\]]*$", first.text) and any(c.isalpha() for c in first.text)


def headline(text: str) -> str | None:
    """The headline that a plain text begins with: a first line without a full stop, a blank line below it."""
    lines = _lines(text[:4000])
    return lines[0].text if _headline(lines, None) else None


def _dateline(text: str, *, transcript: bool = False) -> int:
    """Length of the dateline that a paragraph begins with, 0 where there is none. In a transcript "LEE:" speaks."""
    if SPEAKER.match(text):
        return 0
    for pattern in DATELINES:
        if match := pattern.match(text[:200]):
            return 0 if transcript and match[0].rstrip().endswith(":") else match.end()
    return 0


def _plain_furniture(text: str) -> str | None:
    """The kind of a line that is furniture wherever it stands; None for all others."""
    if len(text) > 400:
        return None
    if FURNITURE.match(text):
        return "furniture"
    if LONE_SIGNATURE.match(text) or CREDIT_LINE.match(text):
        return "credit"
    if len(text) <= 160 and BYLINE.match(text):
        return "byline"
    return None


def _kinds(lines: Sequence[Line], title: str | None) -> list[str]:
    """The kind of each line, going down: the head of the page, the prose, the lists below it."""
    kinds: list[str] = []
    in_head, in_list = True, False
    for index, line in enumerate(lines):
        text = line.text
        before = lines[index - 1] if index else None
        if index == 0 and _headline(lines, title):
            kinds.append("headline")
            continue
        runs_on = _runs_on(before, line, kinds)
        if index and not runs_on and LIST_HEADING.match(text):
            in_list = True
            kinds.append("furniture")
            continue
        if in_list:
            if LISTED.search(text) or not (ENDS_SENTENCE.search(text) and len(text) > 60):
                kinds.append("furniture")
                continue
            in_list = False
        kind = None if runs_on and any(c.isalnum() for c in text) else _plain_furniture(text)
        if kind is None and in_head:
            if DATE_LINE.match(text):
                kind = "dateline"
            elif kinds and kinds[-1] == "byline" and len(text) <= 60 and BYLINE_ROLE.match(text):
                kind = "byline"
            elif (
                before is not None and kinds[-1] == "credit" and before.block == line.block and len(text) <= MAX_CAPTION
            ):
                alone = index + 1 == len(lines) or lines[index + 1].block != line.block
                kind = "caption" if alone and index + 1 < len(lines) and not _dateline(text) else None
        if kind is None and FILE_PHOTO.match(text) and len(text) <= MAX_CAPTION:
            kind = "caption"
        if kind is None and len(text) <= MAX_CAPTION and _caption_credit(text) and _alone(lines, index):
            kind = "caption"
        kinds.append(kind or "body")
        in_head = in_head and kind is not None
    return kinds


def _runs_on(before: Line | None, line: Line, kinds: Sequence[str]) -> bool:
    """Whether a line goes on with the sentence of the line above it, as in text wrapped at a fixed width."""
    return (
        before is not None
        and kinds[-1] == "body"
        and before.block == line.block
        and not ENDS_SENTENCE.search(before.text)
    )


def _caption_credit(text: str) -> re.Match[str] | None:
    return CAPTION_CREDIT.search(text, max(0, len(text) - MAX_CREDIT))


def _alone(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a paragraph of its own."""
    block = lines[index].block
    return (index == 0 or lines[index - 1].block != block) and (
        index + 1 == len(lines) or lines[index + 1].block != block
    )


def segments(text: str, title: str | None = None) -> tuple[Segment, ...]:
    """The text in segments, in order and without overlaps; between them stands white space only.

    Neighbouring body paragraphs make one segment. A text without furniture is one body segment; an empty one has none.
    """
    lines = _lines(text)
    kinds = _kinds(lines, title)
    pieces: list[Segment] = []
    first_body = next((index for index, kind in enumerate(kinds) if kind == "body"), None)
    last_body = next((index for index in range(len(kinds) - 1, -1, -1) if kinds[index] == "body"), None)
    asked = sum(ASKER.match(line.text) is not None for line in lines)
    for index, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        start, end = line.start, line.end
        if kind == "body" and index == first_body and (length := _dateline(line.text, transcript=asked > 0)):
            pieces.append(Segment(start, start + len(line.text[:length].rstrip()), "dateline"))
            start += length
        elif kind == "body" and asked > 1 and (asker := ASKER.match(line.text)):
            pieces.append(Segment(start, start + asker.end(), "speaker"))
            start = end - len(line.text[asker.end() :].lstrip())
        tail: Segment | None = None
        if kind == "caption" and (credit := _caption_credit(line.text)):
            cut = line.start + credit.start()
            tail = Segment(cut + len(credit[0]) - len(credit[0].lstrip()), end, "credit")
            end = cut
        elif kind == "body" and index == last_body:
            near_end = max(0, len(line.text) - MAX_CAPTION)
            if signed := SIGNATURE.search(line.text, near_end):
                tail = Segment(line.start + signed.start("sign"), line.end, "credit")
                end = line.start + signed.end("last")
            elif reporters := REPORTERS.search(line.text, near_end):
                tail = Segment(line.start + reporters.start(), line.end, "byline")
                end = line.start + len(line.text[: reporters.start()].rstrip())
        if start < end:
            if kind == "body" and pieces and pieces[-1].kind == "body":
                pieces[-1] = Segment(pieces[-1].start, end, "body")
            else:
                pieces.append(Segment(start, end, kind))
        if tail is not None:
            pieces.append(tail)
    return tuple(pieces)


def stated_date(text: str, parts: Sequence[Segment]) -> date | None:
    """The day that a dateline or a date line states with its year; None where none does. NotADate for 31 June 2019."""
    for part in parts:
        if part.kind == "dateline" and (match := re.search(DAY_MONTH, text[part.start : part.end])):
            found = from_match(match)
            if found is not None:
                return found
    return None


def prepare(article: Article) -> Article:
    """The article with its segments, for articles that are made in Python; one that has them is returned as it is."""
    if article.segments:
        return article
    return dataclasses.replace(article, segments=segments(article.text, article.title))
