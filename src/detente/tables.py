"""The tab-separated tables that the package ships: `#` starts a comment line, the first other line names columns."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def read_table(*path: str) -> Iterator[dict[str, str]]:
    """Rows of `detente/data/<path>` as {column: text}; cells missing at the end of a line are empty."""
    text = files("detente").joinpath("data", *path).read_text(encoding="utf-8")
    columns: list[str] | None = None
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if columns is None:
            columns = cells
            continue
        if len(cells) > len(columns):
            raise ValueError(f"{'/'.join(path)}: {len(cells)} cells under {len(columns)} columns: {line!r}")
        yield dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))
