"""Files as they are named in SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path


def quoted(text: str | Path) -> str:
    """A text as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


def listed(paths: Iterable[str | Path]) -> str:
    """Files as a list for DuckDB's readers; what they would take for a pattern is bracketed."""
    return "[" + ", ".join(quoted(re.sub(r"([*?\[])", r"[\1]", str(path))) for path in paths) + "]"


def parquet(paths: Iterable[str | Path], more: str = "") -> str:
    """The rows of Parquet files that may differ in their columns."""
    return f"read_parquet({listed(paths)}, union_by_name = true{more})"
