"""What the stages may ask of the place where they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

from detente.errors import InputError

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Prepare = Callable[[], Callable[[Item], Answer]]


class Engine(Protocol):
    """Work inside single items, spread over whatever the engine has: processes or machines."""

    def map_batches(
        self,
        prepare: Prepare[Item, Answer],
        items: Iterable[Item],
        *,
        name: Callable[[Item], str] | None = None,
    ) -> Iterator[Answer | InputError]:
        """`prepare()(item)` for each item, in the order of the items.

        `prepare` runs once in each process (there it loads the model) and returns the function that does the work. An
        item whose work raises, or ends its process, comes back as an InputError called `name(item)` ("item 17" where
        no name is given); the others are not touched by it. Items are taken as they are needed.
        """
        ...


class Sql(Protocol):
    """Work across items, as SQL over tables that the engine holds; see `detente.stories.steps` for its dialect."""

    def make(self, name: str, query: str) -> None:
        """The answer to a query as a table of this name, in the place of one there may be."""
        ...

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        ...
