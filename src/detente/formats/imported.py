"""The columns of imported events and mentions: what every format is brought into, and what is kept as it came.

A few columns are the same for all formats, so that one query serves all: who, whom, when, what, in PLOVER's and in
CAMEO's terms. What a format says beyond that is kept word for word in a struct of its own (`gdelt`, `icews`,
`polecat`), under the names that its codebook uses, so that an export gives the row back as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.formats import gdelt, icews, polecat

if TYPE_CHECKING:
    import pyarrow as pa

# name, kind, meaning. Kinds: str, int, float, bool, day, moment.
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("id", "str", "format, original id, and what else tells events of one id apart"),
    ("format", "str", "gdelt, icews or polecat"),
    ("coder", "str", "GDELT 1, GDELT 2, ICEWS, POLECAT and its version"),
    ("file", "str", "name of the file it was read from, after a slash that of the member of an archive"),
    ("date_start", "day", "the day that the coder gives it"),
    ("date_end", "day", "the same"),
    ("published", "day", "the day of publication (POLECAT)"),
    ("added", "moment", "when the data set took it up (GDELT)"),
    ("pair", "str", "the codes of both sides in alphabetical order, with a hyphen; null unless there are two"),
    ("actor", "str", "ISO 3166 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC; several are joined by ;"),
    ("recipient", "str", "the same"),
    ("several", "bool", "more than one code on a side"),
    ("actor_name", "str", "as given"),
    ("recipient_name", "str", "as given"),
    ("event_type", "str", "PLOVER type; null where PLOVER has none (CAMEO's statements and appeals)"),
    ("event_mode", "str", "PLOVER mode"),
    ("contexts", "str", "PLOVER contexts, joined by ;"),
    ("quad", "int", "PLOVER's quad class of the type"),
    ("score", "float", "PLOVER's intensity of type and mode, -10 to +10"),
    ("cameo", "str", "CAMEO code: as given, of POLECAT the nearest"),
    ("intensity", "float", "as given: Goldstein's scale, of POLECAT its own"),
    ("act", "int", "rows of one report that may tell a joint act of the same two actors share it; null for other acts"),
    ("story", "str", "id of the report (ICEWS, POLECAT)"),
    ("sentence", "str", "number of the sentence (ICEWS)"),
    ("mentions", "int", "as given (GDELT)"),
    ("sources", "int", "as given (GDELT)"),
    ("articles", "int", "as given (GDELT)"),
    ("source", "str", "publisher as given"),
    ("url", "str", "address of the report"),
    ("place_country", "str", "country of the place, ISO 3166 alpha-3"),
)

MENTIONS: tuple[tuple[str, str, str], ...] = (
    ("id", "str", "hash of what tells mentions of an event apart"),
    ("event_id", "str", "id of the imported event"),
    ("file", "str", "name of the file it was read from"),
    ("added", "moment", "when the event was first taken up"),
    ("mentioned", "moment", "when this mention was found"),
    ("source", "str", "name or domain of the source"),
    ("url", "str", "address or citation of the document"),
    ("sentence", "int", "number of the sentence"),
    ("confidence", "int", "percent"),
)

GIVEN = {"gdelt": gdelt.GIVEN, "icews": icews.GIVEN, "polecat": polecat.GIVEN}
GIVEN_MENTIONS = {"gdelt": gdelt.GIVEN_MENTIONS}

SQL_TYPES = {
    "str": "VARCHAR",
    "int": "INTEGER",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "day": "DATE",
    "moment": "TIMESTAMPTZ",
}


def imported_schema() -> pa.Schema:
    """Columns of imported events."""
    return _schema(COLUMNS, GIVEN)


def mentions_schema() -> pa.Schema:
    """Columns of mentions of imported events."""
    return _schema(MENTIONS, GIVEN_MENTIONS)


def _schema(columns: tuple[tuple[str, str, str], ...], given: dict[str, tuple[str, ...]]) -> pa.Schema:
    import pyarrow as pa

    kinds = {
        "str": pa.string(),
        "int": pa.int32(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "day": pa.date32(),
        "moment": pa.timestamp("us", tz="UTC"),
    }
    return pa.schema(
        [
            *(pa.field(name, kinds[kind]) for name, kind, _ in columns),
            *(pa.field(name, pa.struct([pa.field(n, pa.string()) for n in names])) for name, names in given.items()),
        ]
    )
