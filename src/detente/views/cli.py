"""The command line: which commands there are. Each lies in the module of what it is about, under `commands`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from detente import __version__
from detente.views.commands import (
    accuracy,
    actors,
    agreements,
    articles,
    books,
    briefing,
    contacts,
    correcting,
    evidence,
    exchange,
    forecasting,
    promises,
    relations,
    serving,
    stories,
    watching,
)

app = typer.Typer(
    name="detente",
    help="Reads news reports on how states treat one another and keeps the books: sourced, dated, attributed events.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# In the order of the help text.
COMMANDS = (
    articles.code,
    articles.add,
    watching.watch,
    books.events,
    stories.stories,
    books.quotes,
    promises.promises,
    contacts.contacts,
    agreements.agreements,
    correcting.corrections,
    relations.series,
    relations.turns,
    relations.changed,
    relations.leaders,
    forecasting.forecast,
    forecasting.skill,
    evidence.explain,
    actors.actor,
    actors.members,
    accuracy.evaluate,
    accuracy.gold,
    exchange.import_,
    exchange.export,
    briefing.brief,
    books.remove,
    books.snapshots,
    books.errors,
    books.compact,
    serving.serve,
)
for _function in COMMANDS:
    app.command(_function.__name__.rstrip("_"))(_function)

actor_commands = typer.Typer(name="actors", help="What a ledger's articles teach of actors.", no_args_is_help=True)
actor_commands.command("learned")(actors.learned)
app.add_typer(actor_commands)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """The `detente` command."""
    for stream in (sys.stdout, sys.stderr):
        # Names in any script must not end a run in a terminal that cannot show them.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app()
