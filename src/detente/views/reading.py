"""Files -> coded articles: what fails is named with its file, and what is filed already is not coded again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import InputError, LedgerError
from detente.records import Article, Coded
from detente.views.console import Problems

if TYPE_CHECKING:
    from detente.actors.learned import Learned
    from detente.ledger import Ledger

REPORTED = 500  # errors that are filed at once
OnProblem = Callable[[str, InputError], None]


class Reading:
    """One run over files. `filed` counts the articles that were passed over since the ledger holds them already."""

    def __init__(self, places: list[str], published: date | None, problems: Problems) -> None:
        from detente.sources import files_of

        self.files = list(files_of(places))
        self.filed = 0
        self.others: Counter[str] = Counter()
        self.published = published
        self.problems = problems
        self.sizes = [_size(file) for file in self.files]
        self._read = 0
        self._under_way: dict[str, str] = {}  # how an article is named -> the file it came from

    @property
    def passed_over(self) -> str | None:
        """How many articles were passed over since they are not English, by language; None where none was."""
        from detente.sources.languages import passed_over

        return passed_over(self.others)

    def share(self) -> float | None:
        """The part of all files that has been read; None where standard input is one of them."""
        whole = sum(size or 0 for size in self.sizes)
        return None if None in self.sizes or not whole else min(1.0, self._read / whole)

    def coded(
        self,
        scope: str,
        workers: int,
        books: Ledger | None = None,
        on_problem: OnProblem | None = None,
        facts: Iterable[Learned] = (),
        actors: tuple[str, ...] = (),
    ) -> Iterator[Coded]:
        """The articles of all files, coded; with `books`, those that it lacks. Problems are told with their files.

        facts: who holds which office beside the tables. actors: files of the user's own over both.
        """
        from detente.pipeline import load, where
        from detente.settings import Settings

        coder = load(settings=Settings(scope=scope, actors=actors), facts=facts)

        def report(file: str, error: InputError) -> None:
            self.problems(error)
            if on_problem is not None:
                on_problem(file, error)

        def on_error(error: InputError) -> None:
            file = self._under_way.pop(error.where, None)
            if file is None:
                report(error.where, error)
            else:
                report(file, InputError(f"{file}, {error.where}", error.why, error.offset))

        def known(article: Article) -> None:
            self.filed += 1
            self._under_way.pop(where(article), None)

        articles = self._articles(report)
        for one in coder.pipe(books.unfiled(articles, coder.name, known) if books else articles, workers, on_error):
            self._under_way.pop(where(one.article), None)
            yield one

    def _articles(self, report: OnProblem) -> Iterator[Article]:
        from detente.pipeline import where
        from detente.sources import read
        from detente.sources.languages import coded_languages

        before = 0
        for file, size in zip(self.files, self.sizes, strict=True):
            name = "standard input" if file == "-" else file

            def on_error(error: InputError, name: str = name) -> None:
                report(name, error)

            def on_read(done: int, before: int = before) -> None:
                self._read = before + done

            found = read(file, published=self.published, on_error=on_error, on_read=on_read)
            for article in coded_languages(found, self.others):
                self._under_way[where(article)] = name
                yield article
            before += size or 0
            self._read = before


class Unread:
    """Keeps what could not be read in the ledger, a batch at a time, the last of it when the block ends."""

    def __init__(self, books: Ledger) -> None:
        self._books = books
        self._waiting: list[tuple[str, InputError]] = []

    def __call__(self, file: str, error: InputError) -> None:
        self._waiting.append((file, error))
        if len(self._waiting) >= REPORTED:
            self._file()

    def __enter__(self) -> Unread:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None or not issubclass(kind, LedgerError):  # a ledger that cannot be written has said so already
            self._file()

    def _file(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._books.report(waiting)


def _size(file: str) -> int | None:
    """Bytes of a file; None of standard input, and 0 of what cannot be read."""
    if file == "-":
        return None
    with suppress(OSError):
        return Path(file).stat().st_size
    return 0
