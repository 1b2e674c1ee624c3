"""Scores against labelled data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.errors import UsageError
from detente.views.console import command, complain, output
from detente.views.options import LedgerOption, SnapshotOption, open_ledger


@command
def gold(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for events/ and articles/.")],
    ledger: LedgerOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Write the articles that somebody annotated as gold: your own test set for detente evaluate."""
    from detente.evaluation.gold import write_gold

    count = write_gold(open_ledger(ledger, snapshot), folder)
    complain(f"{folder}: {count:,} annotated article{'s' * (count != 1)}")


@command
def evaluate(
    arguments: Annotated[
        list[str],
        typer.Argument(
            metavar="[KIND] PATH",
            help="articles, records, parse, names, dates, pairs or coreference; told by PATH if left out.",
        ),
    ],
) -> None:
    """Accuracy on labelled data: articles, PLOVER records, treebanks, names, dates in TimeML, marked pairs,
    coreference."""
    from detente.views.evaluate import figures, kind_of

    if len(arguments) > 2:
        raise UsageError("evaluate takes one path, and before it the kind of data if you like")
    path = Path(arguments[-1])
    kind = arguments[0] if len(arguments) == 2 else kind_of(path)
    console = output()
    for name, value in figures(kind, path):
        console.print(f"{name:32} {value}", markup=False, soft_wrap=True)
