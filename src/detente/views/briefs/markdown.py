"""A brief as Markdown: statements with footnotes; charts as pictures beside it where a folder is given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.views.briefs.parts import Block, Brief, Figure, Note, Section, Statement, Table
from detente.views.briefs.wording import day

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def markdown(brief: Brief, pictures: str | None = None) -> str:
    """The brief as CommonMark with footnotes and tables (GFM). pictures: where the charts' files lie, seen from it."""
    return "\n".join(_lines(brief, pictures)) + "\n"


def _lines(brief: Brief, pictures: str | None) -> Iterator[str]:
    yield f"# {escaped(brief.title)}"
    yield ""
    if brief.as_of:
        yield f"As of {day(brief.as_of)}, the last day of the ledger that it is drawn from."
        yield ""
    for block in brief.summary:
        yield from _block(block, pictures, item=True)
    for section in (*brief.sections, brief.sources):
        yield from _section(section, pictures)
    if brief.notes:
        yield "## Evidence"
        yield ""
        for note in brief.notes:
            yield f"[^{note.number}]: {_note(note)}"


def _section(section: Section, pictures: str | None) -> Iterator[str]:
    if section.blocks:
        yield f"## {escaped(section.title)}"
        yield ""
        for block in section.blocks:
            yield from _block(block, pictures)


def _block(block: Block, pictures: str | None, item: bool = False) -> Iterator[str]:
    if isinstance(block, Statement):
        yield ("- " if item else "") + _statement(block)
    elif isinstance(block, Table):
        yield from _table(block)
    else:
        yield from _figure(block, pictures)
    if not item or not isinstance(block, Statement):
        yield ""


def _figure(figure: Figure, pictures: str | None) -> Iterator[str]:
    yield ""
    if pictures is not None:
        yield f"![{escaped(figure.spoken)}](<{pictures}/{figure.name}.svg>)"
        yield ""
        yield escaped(figure.caption)
    else:
        yield escaped(figure.spoken)


def _table(table: Table) -> Iterator[str]:
    yield ""
    yield "| " + " | ".join(map(escaped, table.head)) + " |"
    yield "|" + "|".join("---:" if i in table.right else "---" for i in range(len(table.head))) + "|"
    for row in table.rows:
        yield "| " + " | ".join(_statement(c) if isinstance(c, Statement) else escaped(c) for c in row) + " |"


def _statement(statement: Statement) -> str:
    return escaped(statement.text) + "".join(f"[^{n}]" for n in statement.notes)


def _note(note: Note) -> str:
    words = f"“{escaped(' '.join(note.words.split()))}” " if note.words else ""
    where = ", ".join(filter(None, (escaped(note.source or ""), day(note.published) if note.published else "")))
    link = f" <{note.url}>" if note.url and re.fullmatch(r"https?://[^\s<>]+", note.url) else ""
    return f"{words}{where}{link} ({note.names})".strip()


def escaped(text: str) -> str:
    """A text in which no character means anything to Markdown."""
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))
