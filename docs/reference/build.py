"""Writes the generated reference: `python docs/reference/build.py`. A test fails when a file is out of date."""

from __future__ import annotations

import json
from pathlib import Path

from detente.formats import event_schema

DOCS = Path(__file__).resolve().parent.parent


def pages() -> dict[Path, str]:
    """Every generated file and what belongs in it."""
    return {DOCS / "schema" / "event.schema.json": json.dumps(event_schema(), indent=1, ensure_ascii=False) + "\n"}


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
