"""What could not be read or coded: a row for each thing, so that nothing is lost unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from detente.errors import InputError
from detente.records import stable_hash


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An item of a file that gave no article, or an article without some field. `id` is a hash of file, item, reason.

    `item` is how messages name it ("line 2", an address), None for the file as a whole; `offset` the byte of the file,
    unpacked, at which the item begins, where that is known; `time` when it was first met.
    """

    id: str
    file: str
    item: str | None
    offset: int | None
    reason: str
    time: datetime


def unreadable(error: InputError, file: str) -> Unreadable:
    """The row of an error that came up while `file` was read."""
    item = error.where.removeprefix(file).lstrip(", ") or None
    return Unreadable(stable_hash(file, item, error.why), file, item, error.offset, error.why, datetime.now(UTC))
