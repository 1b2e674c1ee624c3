"""What a brief is made of, before anything is drawn: statements with notes, tables, figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from detente.relations.acts import Citation

Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """The evidence behind a statement: an event, the words that tell of it, where they stand."""

    number: int
    event_id: str | None
    origin: str
    words: str | None
    source: str | None
    published: date | None
    url: str | None
    article_id: str | None

    @property
    def names(self) -> str:
        """What the note points to: its event, or the article where the words tell of no event."""
        return f"event {self.event_id}" if self.event_id is not None else f"article {self.article_id}"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence and the numbers of the notes that it rests on; `counted` where it sums up more acts than it cites."""

    text: str
    notes: tuple[int, ...] = ()
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a head; a cell is a text or a statement. `right`: columns of numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | Statement, ...], ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: its Vega-Lite specification, what it shows, and what it says to who cannot see it."""

    name: str
    spec: Spec
    caption: str
    spoken: str


Block = Statement | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, in order."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief on two states as of a day. `summary` is the page to read; `sections` the detail; `notes` the evidence."""

    one: str
    other: str
    title: str
    as_of: date | None
    summary: tuple[Block, ...]
    sections: tuple[Section, ...]
    sources: Section
    notes: tuple[Note, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All charts, in order."""
        blocks = (*self.summary, *(b for section in self.sections for b in section.blocks))
        return tuple(block for block in blocks if isinstance(block, Figure))


@dataclass(slots=True)
class Notebook:
    """Numbers the evidence as statements cite it, each event once."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _notes: list[Note] = field(default_factory=list)

    def cite(self, citations: Iterable[Citation], most: int = 3) -> tuple[int, ...]:
        """The numbers of the notes for some evidence, at most so many."""
        return tuple(dict.fromkeys(self._number(one) for one, _ in zip(citations, range(most), strict=False)))

    def _number(self, one: Citation) -> int:
        key = one.event_id or f"{one.article_id} {one.sentence}"
        if key not in self._numbers:
            number = self._numbers[key] = len(self._notes) + 1
            self._notes.append(
                Note(
                    number,
                    one.event_id,
                    one.origin,
                    one.sentence,
                    one.source,
                    one.published,
                    one.url,
                    one.article_id,
                )
            )
        return self._numbers[key]

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes so far, in order."""
        return tuple(self._notes)
