"""A brief as PDF, set by Typst in a font that the package carries: it has Latin, kana, kanji and hangul."""

from __future__ import annotations

import json
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from detente.errors import UsageError
from detente.views import charts
from detente.views.briefs.parts import Block, Brief, Figure, Section, Statement, Table
from detente.views.briefs.wording import day

HERE = files("detente.views.briefs")


def pdf(brief: Brief) -> bytes:
    """The brief as an A4 document. Raises UsageError where the extra `brief` is not installed."""
    try:
        import typst
    except ModuleNotFoundError as error:
        raise UsageError("PDF needs Typst: pip install 'detente[brief]'") from error
    with tempfile.TemporaryDirectory() as folder, as_file(HERE / "fonts") as fonts:
        place = Path(folder)
        # Texts travel as data: nothing in an article can be read as Typst's own language.
        (place / "brief.json").write_text(json.dumps(_document(brief, place)), encoding="utf-8")
        layout = (HERE / "templates" / "brief.typ").read_text(encoding="utf-8")
        (place / "brief.typ").write_text(layout, encoding="utf-8")
        made: bytes = typst.compile(str(place / "brief.typ"), font_paths=[str(fonts)], ignore_system_fonts=True)
        return made


def _document(brief: Brief, place: Path) -> dict[str, Any]:
    def section(some: Section) -> dict[str, Any]:
        return {"title": some.title, "blocks": [_block(b, place) for b in some.blocks]}

    return {
        "title": brief.title,
        "asof": day(brief.as_of) if brief.as_of else None,
        "summary": [_block(b, place) for b in brief.summary],
        "sections": [section(s) for s in (*brief.sections, brief.sources) if s.blocks],
        "notes": [
            {
                "number": n.number,
                "words": n.words,
                "source": n.source,
                "published": day(n.published) if n.published else None,
                "url": n.url if n.url and n.url.startswith(("http://", "https://")) else None,
                "event": n.names,
            }
            for n in brief.notes
        ],
    }


def _block(block: Block, place: Path) -> dict[str, Any]:
    if isinstance(block, Statement):
        return {"kind": "statement", **_cell(block)}
    if isinstance(block, Table):
        return {
            "kind": "table",
            "head": list(block.head),
            "rows": [[_cell(c) for c in row] for row in block.rows],
            "right": sorted(block.right),
        }
    return {"kind": "figure", "file": _drawn(block, place), "caption": block.caption, "spoken": block.spoken}


def _cell(cell: str | Statement) -> dict[str, Any]:
    if isinstance(cell, Statement):
        return {"text": cell.text, "notes": list(cell.notes)}
    return {"text": cell, "notes": []}


def _drawn(figure: Figure, place: Path) -> str:
    drawn = charts.svg(figure.spec).replace("currentColor", "#000000")
    (place / f"{figure.name}.svg").write_text(drawn, encoding="utf-8")
    return f"{figure.name}.svg"
