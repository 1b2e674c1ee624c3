"""How well expressions of time are found and read, against TimeML files.

Follows TempEval-3: an expression found is right strictly if its characters are those of the annotation, relaxed if they
overlap, and right in value if it overlaps and has the same TIMEX3 value. Precision is over what was found, recall over
what was annotated. Only the running text counts, not the document's creation time.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import spacy
from spacy.tokens import Doc

from detente.errors import SourceError
from detente.events.dates.expressions import DateExpression, recognise


@dataclass(frozen=True, slots=True)
class Timex:
    """One annotated expression: characters of the text, TIMEX3 type and value."""

    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class TimeMLDocument:
    """A TimeML file read: its text, the day it was created, and its expressions in order."""

    name: str
    text: str
    published: date | None
    timexes: tuple[Timex, ...]


def read_timeml(path: Path) -> TimeMLDocument:
    """Reads one .tml file; SourceError where it is not TimeML."""
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        raise SourceError(str(path), f"not well-formed XML: {error}") from error
    body = root.find("TEXT")
    if body is None:
        raise SourceError(str(path), "no TEXT element")
    pieces: list[str] = []
    timexes: list[Timex] = []

    def walk(element: ElementTree.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        if element.tag == "TIMEX3":
            timexes.append(Timex(start, sum(map(len, pieces)), element.get("type", ""), element.get("value", "")))

    walk(body)
    created = root.find("DCT/TIMEX3")
    match = re.match(r"\d{4}-\d{2}-\d{2}", created.get("value", "") if created is not None else "")
    published = date.fromisoformat(match[0]) if match else None
    return TimeMLDocument(path.stem, "".join(pieces), published, tuple(sorted(timexes, key=lambda timex: timex.start)))


def pair(found: Sequence[DateExpression], timexes: Sequence[Timex]) -> list[tuple[DateExpression, Timex]]:
    """Pairs each annotation with at most one overlapping expression: the one that shares most characters."""
    pairs: list[tuple[DateExpression, Timex]] = []
    taken: set[int] = set()
    for timex in timexes:
        best, shared = None, 0
        for index, expression in enumerate(found):
            overlap = min(expression.end, timex.end) - max(expression.start, timex.start)
            if index not in taken and overlap > shared:
                best, shared = index, overlap
        if best is not None:
            taken.add(best)
            pairs.append((found[best], timex))
    return pairs


def _f1(right: int, found: int, annotated: int) -> float:
    return 2 * right / (found + annotated) if found + annotated else 0.0


def timex_scores(
    folder: Path,
    limit: int | None = None,
    kinds: Iterable[str] = ("DATE", "TIME"),
    read: Callable[[str], Doc] | None = None,
) -> dict[str, float | int]:
    """Scores all .tml files under a folder (the first `limit` by name) on the given kinds of expression.

    read: makes the Doc of a text; without it the text is only cut into tokens, and tenses are told by word forms.
    Returns documents, annotated and found counts, `strict_f1`, `relaxed_f1`, `value_f1`, and `value_accuracy`, the
    share of relaxed matches whose value is right.
    """
    wanted = set(kinds)
    read = read or spacy.blank("en").tokenizer
    counts = dict.fromkeys(("documents", "annotated", "found", "strict", "relaxed", "value"), 0)
    for path in sorted(folder.rglob("*.tml"))[:limit]:
        document = read_timeml(path)
        found = [e for e in recognise(read(document.text), document.published) if e.kind in wanted]
        timexes = [timex for timex in document.timexes if timex.kind in wanted]
        pairs = pair(found, timexes)
        counts["documents"] += 1
        counts["annotated"] += len(timexes)
        counts["found"] += len(found)
        counts["relaxed"] += len(pairs)
        counts["strict"] += sum((e.start, e.end) == (t.start, t.end) for e, t in pairs)
        counts["value"] += sum(e.value == t.value for e, t in pairs)
    found_n, annotated = counts["found"], counts["annotated"]
    return {
        "documents": counts["documents"],
        "annotated": annotated,
        "found": found_n,
        "strict_f1": _f1(counts["strict"], found_n, annotated),
        "relaxed_f1": _f1(counts["relaxed"], found_n, annotated),
        "value_f1": _f1(counts["value"], found_n, annotated),
        "value_accuracy": counts["value"] / counts["relaxed"] if counts["relaxed"] else 0.0,
    }
