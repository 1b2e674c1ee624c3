"""What the files of a format look like, and how their rows become rows of the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field

BLANK = "UUID"  # type of a column that stays empty: any words in it make the row a bad one


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one file and the SQL that makes imported rows of them.

    `columns` are (name, SQL type) in the order of the file; `required` may not be empty. `select` maps columns of
    `table` ("imported" or "mentions") to expressions over `columns`; `joins` names the tables of codes they use. Rows
    may have as many columns as `columns` or, read in their place, one of `shorter`.
    """

    name: str
    table: str
    columns: tuple[tuple[str, str], ...]
    required: tuple[str, ...]
    select: tuple[tuple[str, str], ...]
    given: tuple[str, tuple[tuple[str, str], ...]]
    joins: str = ""
    header: bool = False
    day_format: str = "%Y-%m-%d"
    moment_format: str = "%Y%m%d%H%M%S"
    shorter: tuple[Layout, ...] = field(default=())


def fields(line: bytes) -> list[str]:
    """The cells of a line, whatever its encoding."""
    return line.rstrip(b"\r\n").decode("latin-1").split("\t")
