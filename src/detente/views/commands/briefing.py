"""How two states stand, as a document."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError
from detente.formats import replacing
from detente.views.commands.relations import One, Other
from detente.views.console import command
from detente.views.options import DAY, LedgerOption, SnapshotOption, day, open_ledger

if TYPE_CHECKING:
    from detente.views.briefs import Brief

ENDINGS = (".html", ".pdf", ".md")


@command
def brief(
    one: One,
    other: Other,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="OUT", help="brief.html, .pdf or .md. Default: Markdown on the terminal."
        ),
    ] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=DAY, metavar="DATE", help="As of this day. Default: the ledger's last.")
    ] = None,
    pictures: Annotated[
        Path | None, typer.Option("--charts", metavar="DIR", help="Folder for the charts as SVG and PNG.")
    ] = None,
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """How two states stand: one page to read, then the detail, every statement with its evidence."""
    from detente.views.briefs import brief as made

    if out is not None and out.suffix not in ENDINGS:
        raise UsageError(f"{out}: a brief ends in {', '.join(ENDINGS)}")
    found = made(open_ledger(ledger, snapshot).relation(one, other), day(on))
    if pictures is not None:
        _draw(found, pictures)
    content = _content(found, out.suffix if out else ".md", pictures)
    if out is None:
        sys.stdout.write(content.decode())
        return
    with replacing(out) as file:
        file.write(content)


def _content(brief: Brief, ending: str, pictures: Path | None) -> bytes:
    if ending == ".pdf":
        from detente.views.briefs.pdf import pdf

        return pdf(brief)
    if ending == ".html":
        from detente.views.briefs.html import html

        return html(brief).encode()
    from detente.views.briefs.markdown import markdown

    return markdown(brief, str(pictures) if pictures else None).encode()


def _draw(brief: Brief, folder: Path) -> None:
    from detente.views import charts

    folder.mkdir(parents=True, exist_ok=True)
    for figure in brief.figures:
        for ending, drawn in ((".svg", charts.svg(figure.spec).encode()), (".png", charts.png(figure.spec))):
            with replacing(folder / f"{figure.name}{ending}") as file:
                file.write(drawn)
