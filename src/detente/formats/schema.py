"""The published JSON Schema of one event."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def event_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of every line of `--format jsonl`; docs/schema holds the same file."""
    text = files("detente.formats").joinpath("event.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
