"""Facts on offices that a ledger's articles teach, and those that its owner has accepted.

Accepted facts lie beside the tables, in `actors.tsv`: they are what a person decided, not what an article says, and
stay when articles go.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path

from detente.actors.learned import Learned
from detente.errors import InputError, LedgerError
from detente.ledger.store import Ledger
from detente.ledger.tables import ACCEPTED

COLUMNS = tuple(f.name for f in fields(Learned) if f.name not in {"standing", "why"})
# Reports of one source count once; articles that name no source count as one source together.
_FACTS = """
SELECT person, arg_max(name, published) AS name, office, body, any_value(country) AS country,
    min(published) AS first, max(published) AS last,
    count(DISTINCT article_id) AS articles, count(DISTINCT coalesce(source, '')) AS sources
FROM introductions WHERE published IS NOT NULL
GROUP BY person, office, body ORDER BY sources DESC, articles DESC, person, office"""


def learned(ledger: Ledger) -> list[Learned]:
    """What the ledger's dated articles say of offices, without standing; best attested first."""
    return [Learned(**row) for row in ledger.sql(_FACTS).to_pylist()]


def accepted(path: Path) -> list[Learned]:
    """The accepted facts of the ledger in a folder, none where there is no such file.

    Raises InputError that names the line.
    """
    file = path / ACCEPTED
    if not file.is_file():
        return []
    found = []
    with file.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
            try:
                found.append(_fact(row))
            except (KeyError, TypeError, ValueError) as error:
                raise InputError(f"{file}, line {number}", f"not an accepted fact ({error})") from error
    return found


def _fact(row: dict[str, str]) -> Learned:
    return Learned(
        row["person"],
        row["name"],
        row["office"],
        row["body"],
        row["country"] or None,
        date.fromisoformat(row["first"]),
        date.fromisoformat(row["last"]),
        int(row["articles"]),
        int(row["sources"]),
    )


def accept(path: Path, facts: Iterable[Learned]) -> int:
    """Adds facts to the accepted ones; one accepted before is brought up to date. Returns how many there are now.

    Raises LedgerError where the file cannot be written; it is written whole or not at all.
    """
    known = {(f.person, f.office, f.body): f for f in accepted(path)}
    known |= {(f.person, f.office, f.body): f for f in facts}
    rows = [["" if v is None else str(v) for k, v in asdict(f).items() if k in COLUMNS] for f in known.values()]
    text = "".join("\t".join(row) + "\n" for row in [list(COLUMNS), *sorted(rows)])
    try:
        handle, name = tempfile.mkstemp(dir=path, prefix=f".{ACCEPTED}")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).replace(path / ACCEPTED)
    except OSError as error:
        raise LedgerError(f"{path / ACCEPTED}: cannot be written: {error.strerror}") from error
    return len(known)


__all__ = ["ACCEPTED", "accept", "accepted", "learned"]
