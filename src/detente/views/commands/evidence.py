"""One event: the words, the parse and the decisions behind it."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.views.console import Problems, command, output
from detente.views.options import LedgerOption, Published, Scope, ScopeOption, day, open_ledger


@command
def explain(
    event_id: Annotated[str, typer.Argument(metavar="EVENT_ID", help="Its id, or a beginning that fits only one.")],
    ledger: LedgerOption = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="The article, or events as JSON lines.")
    ] = None,
    published: Published = None,
    scope: ScopeOption = Scope.international,
) -> None:
    """The words, the parse and each decision behind one event."""
    from detente.views.explain import print_explanation
    from detente.views.finding import find_event, parsed

    event, article = (
        open_ledger(ledger).event(event_id)
        if source is None
        else find_event(event_id, source, day(published), scope.value, Problems())
    )
    print_explanation(output(), event, article, parsed(event, article))
