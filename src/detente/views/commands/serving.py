"""The web application and the JSON API."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from detente.errors import UsageError
from detente.settings import default_ledger
from detente.views.console import command, complain
from detente.views.options import LedgerOption

PATIENCE = 10  # seconds in which answers under way come to their end when the server is told to stop


@command
def serve(
    ledger: LedgerOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on. Any but this machine's own needs a token.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    write: Annotated[bool, typer.Option("--write", help="Let visitors file, correct and remove.")] = False,
    token: Annotated[
        str | None, typer.Option(help="What visitors must know. Default: $DETENTE_TOKEN.", show_default=False)
    ] = None,
) -> None:
    """Open the ledger as a web application with a JSON API, on this machine unless told otherwise."""
    try:
        import uvicorn

        from detente.views.web import Access, create_app
        from detente.views.web.guard import is_loopback
    except ModuleNotFoundError as error:
        raise UsageError(f"the web application needs {error.name}: pip install 'detente[web]'") from error
    token = token or os.environ.get("DETENTE_TOKEN") or None
    if not is_loopback(host) and token is None:
        raise UsageError(f"{host} can be reached from other machines: give a --token or set DETENTE_TOKEN")
    app = create_app(ledger or default_ledger(), Access(token=token, write=write))
    complain(f"http://{host}:{port} (Ctrl-C ends it)")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, timeout_graceful_shutdown=PATIENCE)
