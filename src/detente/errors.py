"""One tree of exceptions; each message names the file and the item it is about."""

from __future__ import annotations


class DetenteError(Exception):
    """Base of every error that detente raises on purpose."""


class InputError(DetenteError):
    """Input that could not be used. `where` names the file and the item, `why` the reason.

    `offset`: the byte of the file, unpacked, at which the item begins; None where the reader of its format knows none.
    """

    def __init__(self, where: str, why: str, offset: int | None = None) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why
        self.offset = offset

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, int | None]]:
        return type(self), (self.where, self.why, self.offset)


class SourceError(InputError):
    """A file, page or row that does not yield an article."""


class LedgerError(DetenteError):
    """A ledger that cannot be opened, read or written."""


class ModelError(DetenteError):
    """A language package that is missing, damaged or of another version."""


class UsageError(DetenteError):
    """A call or command that cannot be carried out as given."""


class EngineError(DetenteError):
    """A cluster that cannot be reached, or work that it gave up."""
