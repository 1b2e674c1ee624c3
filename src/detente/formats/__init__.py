"""Events in and out: JSON lines, CSV, Parquet, and the schema of one event."""

from detente.formats.events import event_from_json, event_to_json, quote_to_json
from detente.formats.files import read_events, replacing, write_events
from detente.formats.flat import COLUMNS, flat_row, flat_schema
from detente.formats.frames import write_table
from detente.formats.schema import event_schema

__all__ = [
    "COLUMNS",
    "event_from_json",
    "event_schema",
    "event_to_json",
    "flat_row",
    "flat_schema",
    "quote_to_json",
    "read_events",
    "replacing",
    "write_events",
    "write_table",
]
