"""Feeds that are watched: a command that runs until it is told to stop."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from detente.errors import InputError, SourceError, UsageError
from detente.formats import replacing
from detente.records import Article
from detente.settings import Settings
from detente.views.console import Problems, command, complain
from detente.views.options import ActorFiles, LedgerOption, Scope, ScopeOption, actor_files, open_ledger
from detente.views.reading import Unread

LONGEST_WAIT = 24 * 3600.0


@command
def watch(
    feeds: Annotated[
        list[str], typer.Argument(metavar="FEED", help="Addresses of RSS or Atom feeds, or files that list them.")
    ],
    ledger: LedgerOption = None,
    scope: ScopeOption = Scope.international,
    actors: ActorFiles = None,
    every: Annotated[float, typer.Option(min=0.01, metavar="MINUTES", help="How often a feed is asked.")] = 15.0,
    pages: Annotated[bool, typer.Option("--pages", help="Read the page that an entry leads to.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Ask each feed once and leave.")] = False,
    private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from this machine and its own networks too.")
    ] = False,
) -> None:
    """Read feeds again and again and file what is new, until Ctrl-C or SIGTERM; goes on where it left off."""
    try:
        from detente.sources.fetching import Fetcher
    except ModuleNotFoundError as error:
        raise UsageError(f"watching feeds needs {error.name}: pip install 'detente[feeds]'") from error
    from detente.pipeline import load
    from detente.sources import watching
    from detente.sources.languages import coded_languages, passed_over

    addresses = watching.feeds_of(feeds)
    books = open_ledger(ledger)
    books.add(())  # the ledger is made, or cannot be
    kept = books.path / "watch.json"
    visits = watching.load_visits(kept)
    problems = Problems()
    coder = load(settings=Settings(scope=scope.value, actors=actor_files(actors, problems)))
    with _stopping() as stop, Unread(books) as unread:
        fetcher = Fetcher(private=private, sleep=stop.wait)
        period = every * 60

        def ask(url: str) -> float:
            """Files what is new in a feed; returns the seconds until it is asked again."""

            def told(error: InputError) -> None:
                problems(error)
                unread(url, error)

            now, last = time.time(), visits.get(url, watching.Visit())
            try:
                articles, after = watching.visit(
                    url, last, fetcher, now, told, pages=pages, settings=Settings(scope=scope.value)
                )
            except SourceError as error:
                told(error)
                waits[url] = min(LONGEST_WAIT, 2 * waits.get(url, period))
                return min(LONGEST_WAIT, max(waits[url], getattr(error, "after", None) or 0.0))
            waits.pop(url, None)
            others: Counter[str] = Counter()
            wanted = coded_languages(_until(stop, articles), others)
            filed = books.add(coder.pipe(books.unfiled(wanted, coder.name), on_error=told))
            if not stop.is_set():  # else some entries may not have been read
                visits[url] = after()
                with replacing(kept) as file:
                    file.write(watching.visits_to_json(visits))
            if filed.added:
                complain(f"{url}: {filed.added} articles, {filed.events} events")
            if (left_out := passed_over(others)) is not None:
                complain(f"{url}: {left_out}")
            return period

        waits: dict[str, float] = {}
        due = {url: 0.0 if once else _left(visits.get(url), period) + time.monotonic() for url in addresses}
        _run(due, ask, stop, once)
    if once:
        problems.end()


def _run(due: dict[str, float], ask: Callable[[str], float], stop: threading.Event, once: bool) -> None:
    """Asks each feed when it is due, by a clock that nobody sets."""
    while due and not stop.is_set():
        url = min(due, key=due.__getitem__)
        if (left := due[url] - time.monotonic()) > 0 and stop.wait(left):
            return
        after = ask(url)
        if once:
            del due[url]
        else:
            due[url] = time.monotonic() + after


def _left(last: object, period: float) -> float:
    """Seconds until a feed is due that an earlier run asked; a clock that was set back makes it due at once."""
    gone = time.time() - float(getattr(last, "time", 0.0))
    return period - gone if 0 <= gone < period else 0.0


def _until(stop: threading.Event, articles: Iterator[Article]) -> Iterator[Article]:
    for article in articles:
        if stop.is_set():
            return
        yield article


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; what is under way comes to its end first."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
