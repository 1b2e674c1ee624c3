"""Articles coded on a cluster, as commands run it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import InputError, UsageError
from detente.settings import Settings
from detente.views.console import watched
from detente.views.reading import OnProblem, Reading

if TYPE_CHECKING:
    from detente.actors.learned import Learned
    from detente.ledger import Ledger
    from detente.ledger.filed import Filed


def settings_of(said: Iterable[str] | None) -> dict[str, str]:
    """Settings of Spark as the command line gives them: "spark.executor.memory=4g"."""
    found = {}
    for one in said or ():
        key, equals, value = one.partition("=")
        if not equals or not key.startswith("spark."):
            raise UsageError(f"--conf takes spark.KEY=VALUE, not {one!r}")
        found[key] = value
    return found


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where Spark runs, its settings, and the folder that driver and workers share (None: the ledger's)."""

    master: str | None
    settings: Mapping[str, str]
    scratch: Path | None

    def add(
        self,
        reading: Reading,
        books: Ledger,
        scope: str,
        facts: Iterable[Learned],
        unread: OnProblem,
        *,
        again: bool,
        actors: tuple[str, ...] = (),
    ) -> Filed:
        """As the command `add`; what could not be used is told as it is on one machine.

        actors: files of the user's own; they are read here, and workers get what they hold.
        """
        from detente import cluster
        from detente.engines.spark import session
        from detente.ledger.filed import Filed
        from detente.pipeline import load

        files = _files(reading)
        coder = load(settings=Settings(scope=scope, actors=actors), facts=facts)

        def told(file: str, error: InputError) -> None:
            reading.problems(error)
            unread(file, error)

        done, total = 0.0, Filed()
        with session(self.master, self.settings) as spark:
            waves = cluster.add(
                spark,
                files,
                books,
                coder.prepare(),
                coder.name,
                scratch=self.scratch,
                published=reading.published,
                again=again,
                on_problem=told,
                others=reading.others,
            )
            seen = watched(waves, reading.problems, share=lambda: done, counts=lambda wave: _counted(wave[0]))
            for filed, done in seen:  # noqa: B007 - `share` looks at it
                total += filed
        return total

    def code(self, reading: Reading, out: str, scope: str, actors: tuple[str, ...] = ()) -> dict[str, int]:
        """Writes Parquet sets; gives the number of rows of each."""
        from detente import cluster
        from detente.engines.spark import session
        from detente.pipeline import load

        files = _files(reading)
        coder = load(settings=Settings(scope=scope, actors=actors))

        def told(_: str, error: InputError) -> None:
            reading.problems(error)

        with session(self.master, self.settings) as spark:
            return cluster.code(
                spark,
                files,
                out,
                coder.prepare(),
                published=reading.published,
                on_problem=told,
                others=reading.others,
            )


def _files(reading: Reading) -> list[tuple[str, int]]:
    if "-" in reading.files:
        raise UsageError("the workers of a cluster cannot read standard input: name files")
    return [(file, size or 0) for file, size in zip(reading.files, reading.sizes, strict=True)]


def _counted(filed: Filed) -> tuple[int, int]:
    return filed.added + filed.replaced + filed.unchanged, filed.events
