"""How commands talk: results on standard output, problems and progress on standard error, and the exit status."""

from __future__ import annotations

import functools
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from detente.errors import DetenteError, InputError, UsageError
from detente.views.tables import plain

DONE, BAD_INPUT, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

P = ParamSpec("P")
T = TypeVar("T")


def output() -> Console:
    """Standard output: 80 columns unless the terminal says otherwise, colours only on terminals, NO_COLOR honoured."""
    return Console(file=sys.stdout, highlight=False, emoji=False)


class Problems:
    """Input that could not be used: told at once on standard error, remembered for the exit status."""

    def __init__(self) -> None:
        self.count = 0
        self.console = Console(file=sys.stderr, highlight=False, emoji=False)

    def __call__(self, error: InputError) -> None:
        self.count += 1
        complain(str(error), self.console)

    def end(self) -> None:
        """Leaves the command with status 1 when there was a problem."""
        if self.count:
            raise typer.Exit(BAD_INPUT)


def complain(message: str, console: Console | None = None) -> None:
    """One line on standard error."""
    console = console or Console(file=sys.stderr, highlight=False, emoji=False)
    console.print(f"detente: {plain(message)}", markup=False, soft_wrap=True)


def watched(
    items: Iterable[T],
    problems: Problems,
    *,
    shown: bool = True,
    share: Callable[[], float | None] = lambda: None,
    counts: Callable[[Any], tuple[int, int]] = lambda coded: (1, len(coded.events)),
) -> Iterator[T]:
    """The same items; how many, how fast and how long still is told on standard error when that is a terminal.

    share: the part of the input that has been read, from 0 to 1; None where nobody can know. counts: the articles and
    events of an item, by default a coded article.
    """
    if not (shown and problems.console.is_terminal):
        yield from items
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=problems.console, transient=True) as progress:
        task = progress.add_task("reading")
        began = time.monotonic()
        articles = events = 0
        for one in items:
            more = counts(one)
            articles, events = articles + more[0], events + more[1]
            said = state(articles, events, problems.count, time.monotonic() - began, share())
            progress.update(task, description=said)
            yield one


def state(articles: int, events: int, errors: int, seconds: float, share: float | None) -> str:
    """How far a run has come: what is done, articles a second, errors, and the time it will still take, if known."""
    parts = [f"{articles:,} article{'s' * (articles != 1)}", f"{events:,} event{'s' * (events != 1)}"]
    if errors:
        parts.append(f"{errors:,} error{'s' * (errors != 1)}")
    if seconds >= 1:
        parts.append(f"{articles / seconds:.1f} a second")
    if share and seconds >= 1:
        left = timedelta(seconds=round(seconds * (1 - share) / share))
        parts.append(f"{share:.0%}, {left} to go")
    return ", ".join(parts)


def command(function: Callable[P, T]) -> Callable[P, T]:
    """A command whose errors are one line on standard error and an exit status, never a traceback.

    A reader that goes away (`detente events | head`) ends it quietly; so does Ctrl-C.
    """

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            result = function(*args, **kwargs)
            sys.stdout.flush()
            return result
        except BrokenPipeError:
            # What is still in the buffer has nowhere to go; the interpreter must not complain about it when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(DONE) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except UsageError as error:
            complain(str(error))
            raise typer.Exit(WRONG_USAGE) from error
        except DetenteError as error:
            complain(str(error))
            raise typer.Exit(BAD_INPUT) from error
        except typer.Exit:
            raise
        except Exception as error:
            if os.environ.get("DETENTE_TRACEBACK"):
                raise
            complain(f"internal error: {type(error).__name__}: {error} (DETENTE_TRACEBACK=1 shows where)")
            raise typer.Exit(BAD_INPUT) from error

    return guarded
