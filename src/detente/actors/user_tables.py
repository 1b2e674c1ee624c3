"""A user's files of persons, groups and nouns as layers over the tables: CSV tables here, dictionaries elsewhere.

A table is a .csv or .tsv file with a header. `name` and `country` (ISO 3166 alpha-3, a PLOVER code such as IGO, or the
name of a state) are required; `aliases` (divided by "|"), `office`, `sector`, `start`, `end` (2024, 2024-05 or
2024-05-31) and `source` may be there. A row with an office is a person who held it, one without is a group.
"""

from __future__ import annotations

import calendar
import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.actors.descriptions import slug
from detente.actors.dictionaries import read_dictionary
from detente.actors.entries import STATE_KINDS, Body, Person, Tenure
from detente.actors.layers import Layer, layered
from detente.actors.names import keys, words
from detente.actors.registry import Registry, load
from detente.errors import InputError
from detente.ontology import sectors
from detente.records import stable_hash

_SORTS = frozenset({"IGO", "NGO", "MNC", "IMG", "ISM", "UNO", "EUR"})
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")
_COLUMNS = frozenset({"name", "aliases", "country", "office", "sector", "start", "end", "source"})


def read_layer(path: Path, registry: Registry) -> Layer:
    """The layer of one file: a table by its ending (.csv, .tsv), else a dictionary. InputError if it cannot be read."""
    if path.suffix.lower() in {".csv", ".tsv"}:
        return read_table(path, registry)
    return read_dictionary(path, registry)


@dataclass(frozen=True, slots=True)
class Own:
    """A user's files as they were read, to be used where the files are not. digest: a hash of what they hold."""

    layers: tuple[Layer, ...]
    digest: str


def read_files(paths: Iterable[str | Path], registry: Registry) -> Own:
    """The layers of files, each read over those before it. InputError for a file that cannot be read."""
    layers: list[Layer] = []
    contents: list[str] = []
    for path in map(Path, paths):
        layer = read_layer(path, registry)
        registry = layered(registry, [layer])
        layers.append(layer)
        contents.append(path.read_bytes().hex())
    return Own(tuple(layers), stable_hash(*contents))


def with_files(
    paths: Iterable[str | Path], registry: Registry | None = None
) -> tuple[Registry, tuple[InputError, ...]]:
    """The registry (that of the package) with a layer for each file, the last the highest; and what cannot be used."""
    known = registry or load()
    layers = read_files(paths, known).layers
    return layered(known, layers), tuple(problem for layer in layers for problem in layer.problems)


def read_table(path: Path, registry: Registry) -> Layer:
    """The layer of a CSV table. Rows that cannot be used are its problems. Raises InputError if it is no such table."""
    bodies: list[tuple[Body, tuple[str, ...]]] = []
    persons: dict[str, tuple[Person, tuple[str, ...]]] = {}
    tenures: list[Tenure] = []
    problems: list[InputError] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
            columns = set(rows.fieldnames or ())
            if not {"name", "country"} <= columns:
                raise InputError(str(path), "a table of actors needs the columns name and country")
            unused = sorted(columns - _COLUMNS)
            problems += [InputError(f"{path}, line 1", f"column {column!r} is not used") for column in unused]
            for row in rows:
                where = f"{path}, line {rows.line_num}"
                source = f"{path.name}, line {rows.line_num}" + (f": {row['source']}" if row.get("source") else "")
                try:
                    cells = {key: (row[key] or "").strip() for key in columns & _COLUMNS}
                    if cells.get("office"):
                        person, tenure = _person(cells, source, registry)
                        names = persons.get(person.id, (person, ()))[1]
                        persons[person.id] = (person, tuple(dict.fromkeys((*names, *_list(cells)))))
                        tenures.append(tenure)
                    else:
                        bodies.append(_group(cells, source, registry))
                except ValueError as error:
                    problems.append(InputError(where, str(error)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(str(path), getattr(error, "strerror", None) or str(error)) from error
    return Layer(path.name, tuple(bodies), tuple(persons.values()), tuple(tenures), problems=tuple(problems))


def _list(cells: Mapping[str, str]) -> list[str]:
    return [part.strip() for part in cells.get("aliases", "").split("|") if part.strip()]


def _home(cells: Mapping[str, str], registry: Registry) -> tuple[str, Body | None]:
    """(PLOVER code, body) of the country column. Raises ValueError for one that means nothing."""
    said = cells.get("country", "")
    if not cells.get("name"):
        raise ValueError("no name")
    body = registry.bodies.get(said)
    if body is None and said not in _SORTS:
        aliases = registry.aliases.get(tuple(keys(words(said))))
        body = next((a.body for a in aliases if a.body.kind in STATE_KINDS and a.form == "name"), None)
        if body is None:
            raise ValueError(f"unknown country {said!r}")
    return (body.code or said) if body is not None else said, body


def _sector(cells: Mapping[str, str]) -> str:
    sector = cells.get("sector", "")
    if sector and sector not in sectors():
        raise ValueError(f"unknown sector {sector!r}")
    return sector


def _group(cells: Mapping[str, str], source: str, registry: Registry) -> tuple[Body, tuple[str, ...]]:
    code, _ = _home(cells, registry)
    kind = "organisation" if code in {"IGO", "UNO", "EUR", "NGO"} else "group"
    prefix = "org" if kind == "organisation" else "group"
    ident = f"{prefix}:{slug(cells['name']).upper().replace('-', '_')}"
    start, end = _days(cells)
    body = Body(ident, kind, cells["name"], code, _sector(cells) or None, None, start, end, source)
    return body, (cells["name"], *_list(cells))


def _person(cells: Mapping[str, str], source: str, registry: Registry) -> tuple[Person, Tenure]:
    code, body = _home(cells, registry)
    home = body.id if body is not None else {"UNO": "org:UN", "EUR": "org:EU"}.get(code)
    if home is None:
        raise ValueError(f"whom {cells['name']} serves is not told by {code}")
    known = registry.full_names.get(tuple(keys(words(cells["name"]))))
    ident = known[0].id if known else slug(cells["name"])
    family = known[0].family if known else cells["name"].split()[-1]
    person = Person(ident, home, cells["name"], family, source)
    start, end = _days(cells)
    return person, Tenure(person, home, cells["office"], start, end, "day", source, _sector(cells))


def _days(cells: Mapping[str, str]) -> tuple[date | None, date | None]:
    start, end = _day(cells.get("start", ""), last=False), _day(cells.get("end", ""), last=True)
    if start and end and start > end:
        raise ValueError(f"ends ({end}) before it begins ({start})")
    return start, end


def _day(text: str, *, last: bool) -> date | None:
    """The first or last day of a year, month or day; None for an empty cell."""
    if not text:
        return None
    found = _DAY.match(text)
    if found is None:
        raise ValueError(f"not a day: {text!r}")
    year, month = int(found[1]), int(found[2] or (12 if last else 1))
    try:
        return date(year, month, int(found[3] or (calendar.monthrange(year, month)[1] if last else 1)))
    except ValueError as error:
        raise ValueError(f"not a day: {text!r}") from error
