"""Other people's data: taken into the ledger, and given out in their shapes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from detente.views.console import Problems, command, output
from detente.views.options import LedgerOption, open_ledger


class Coder(StrEnum):
    """Whose files are imported."""

    gdelt = "gdelt"
    icews = "icews"
    polecat = "polecat"


@command
def import_(
    form: Annotated[Coder, typer.Argument(metavar="FORMAT", help="gdelt, icews or polecat.")],
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Files of that format, also in zip or gzip.")],
    ledger: LedgerOption = None,
) -> None:
    """Take in events of GDELT, ICEWS or POLECAT, or GDELT's mentions; running it twice changes nothing."""
    books = open_ledger(ledger)
    problems = Problems()
    done = books.import_events(form.value, files, problems)
    said = (
        f"{books.path}: {done.added:,} added, {done.replaced:,} replaced, {done.unchanged:,} unchanged; "
        f"{done.refused:,} rows refused; snapshot {done.snapshot}"
    )
    output().print(said, markup=False, soft_wrap=True)
    problems.end()
