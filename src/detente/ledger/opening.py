"""A ledger of one file, for what is asked of events that no ledger holds."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from detente.errors import InputError
from detente.formats.files import read_events
from detente.formats.staging import FORMATS
from detente.formats.unpack import OnError
from detente.ledger.columns import to_row
from detente.ledger.schema import event_row
from detente.ledger.store import Ledger
from detente.records import Cited

BATCH = 2_000


def ledger_of(file: Path, on_error: OnError) -> Ledger:
    """A temporary ledger with the events of a file: JSON lines of `detente code`, or GDELT, ICEWS or POLECAT.

    InputError where it is none of them. Of JSON lines only the events are there, not the articles.
    """
    try:
        with file.open("rb") as content:
            start = content.read(1)
    except OSError as error:
        raise InputError(str(file), f"cannot be read: {error.strerror}") from error
    ledger = Ledger(":memory:")
    if start == b"{":
        pairs = enumerate(read_events(file))
        with ledger._folder.writing() as writing:
            while batch := list(islice(pairs, BATCH)):
                rows = [event_row(event, number, to_row(Cited)(cited)) for number, (event, cited) in batch]
                writing.add({"events": rows})
            writing.record("add")
        return ledger
    for form in FORMATS:
        told: list[InputError] = []
        done = ledger.import_events(form, [file], told.append)
        if done.snapshot:
            for problem in told:
                on_error(problem)
            return ledger
    raise InputError(str(file), "holds no events as JSON lines and none of GDELT, ICEWS or POLECAT")
