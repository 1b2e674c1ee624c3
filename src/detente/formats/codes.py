"""The tables of codes that imports and exports join with, as relations of a DuckDB connection."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from detente import ontology
from detente.tables import read_table

Rows = list[dict[str, object]]


def register_codes(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of codes, unless the connection has them.

    cameo_events (code, event_type, event_mode, contexts, quad, score, goldstein, label); plover_events (event_type,
    event_mode or '', quad, score, cameo); cameo_countries, cameo_groups, fips_countries, country_names, country_codes
    (given, code); countries (code, cow, cameo, known_group, role, fips, name); sectors (kind, given, code).
    """
    known = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for name, rows in _tables().items():
        if name not in known:
            codes = pa.Table.from_pylist(rows)  # noqa: F841 - DuckDB finds it by its name
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM codes")


def _tables() -> dict[str, Rows]:
    return {
        "cameo_events": [_cameo(code) for code in ontology.cameo_codes().values()],
        "plover_events": list(_plover()),
        "cameo_countries": _unique(_given("cameo")),
        "cameo_groups": [{"given": r["cameo"], "code": r["code"]} for r in read_table("formats", "groups.tsv")],
        "fips_countries": _unique(_given("fips")),
        "country_names": _unique(_names()),
        "country_codes": [{"given": code, "code": code} for code in (*_states(), *ontology.special_codes())],
        "countries": list(_countries()),
        "sectors": [
            {"kind": r["kind"], "given": r["given"], "code": r["code"]} for r in read_table("formats", "sectors.tsv")
        ],
    }


def _cameo(code: ontology.CameoCode) -> dict[str, object]:
    known = code.event_type is not None
    return {
        "code": code.code,
        "event_type": code.event_type,
        "event_mode": code.mode,
        "contexts": ";".join(code.contexts) or None,
        "quad": ontology.quad(code.event_type) if code.event_type else None,
        "score": ontology.score(code.event_type, code.mode) if code.event_type and known else None,
        "goldstein": code.goldstein,
        "label": code.meaning,
    }


def _plover() -> Iterator[dict[str, object]]:
    pairs = [(code, None) for code in ontology.types()] + list(ontology.modes())
    for event_type, mode in pairs:
        yield {
            "event_type": event_type,
            "event_mode": mode or "",
            "quad": ontology.quad(event_type),
            "score": ontology.score(event_type, mode),
            "cameo": ontology.cameo(event_type, mode),
        }


def _split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _states() -> dict[str, str]:
    """Code -> English name of every state we know."""
    return {r["code"]: r["name"] for r in read_table("actors", "states.tsv")}


def _given(column: str) -> Iterator[tuple[str, str]]:
    for row in read_table("formats", "countries.tsv"):
        for given in _split(row[column]):
            yield given, row["code"]


def _names() -> Iterator[tuple[str, str]]:
    yield from _given("icews")
    for table in ("states", "territories", "former", "organisations"):
        for row in read_table("actors", f"{table}.tsv"):
            for name in (row["name"], *_split(row["names"])):
                if row["code"]:
                    yield name, row["code"]


def _unique(pairs: Iterator[tuple[str, str]]) -> Rows:
    """One code for each: the first, since ours come before others'."""
    found: dict[str, str] = {}
    for given, code in pairs:
        found.setdefault(given, code)
    return [{"given": given, "code": code} for given, code in found.items()]


# How CAMEO writes actors without a state: a known group, or a role.
_WITHOUT_STATE = {
    "UNO": ("UNO", "IGO"),
    "EUR": ("EEC", "IGO"),
    "IGO": (None, "IGO"),
    "NGO": (None, "NGO"),
    "IMG": (None, "IMG"),
    "MNC": (None, "MNC"),
    "ISM": (None, None),
}


def _countries() -> Iterator[dict[str, object]]:
    names = _states()
    for row in read_table("formats", "countries.tsv"):
        first = {column: next(iter(_split(row[column])), None) for column in ("cameo", "fips", "icews")}
        yield {
            "code": row["code"],
            "cow": int(row["cow"]) if row["cow"] else None,
            "cameo": first["cameo"],
            "known_group": None,
            "role": None,
            "fips": first["fips"],
            "name": first["icews"] or names.get(row["code"]),
        }
    for code in ontology.special_codes():
        group, role = _WITHOUT_STATE[code]
        yield {
            "code": code,
            "cow": None,
            "cameo": None,
            "known_group": group,
            "role": role,
            "fips": None,
            "name": None,
        }
