"""The tables of codes that imports and exports join with, as relations of a DuckDB connection."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from detente import ontology
from detente.formats.icews import KINDS
from detente.formats.literals import quoted
from detente.tables import read_table

Rows = list[dict[str, object]]


def register_codes(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of codes, unless the connection has them.

    cameo_events (code, event_type, event_mode, contexts, quad, score, goldstein, label); plover_events (event_type,
    event_mode or '', quad, score, cameo); cameo_countries, cameo_groups, fips_countries, country_names, country_codes
    (given, code); countries (code, cow, cameo, known_group, role, fips, name). And the macros cameo_roles(code,
    sectors), icews_sectors(code, sectors), cow_number(code), cow_numbers(codes).
    """
    known = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for name, rows in _tables().items():
        if name not in known:
            codes = pa.Table.from_pylist(rows)  # noqa: F841 - DuckDB finds it by its name
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM codes")
    for macro in _macros():
        connection.execute(f"CREATE OR REPLACE MACRO {macro}")


def _macros() -> Iterator[str]:
    """Functions over one code or a list of codes, for what an export writes."""
    countries = list(_countries())
    roles = {str(r["code"]): str(r["role"]) for r in countries if r["role"]}
    cow = {str(r["code"]): str(r["cow"]) for r in countries if r["cow"]}
    cameo, icews = _sectors("cameo"), _sectors("icews")
    kinds = dict(reversed(KINDS)) | dict.fromkeys(("UNO", "EUR"), dict(KINDS[:1])["IGO"])
    yield (
        f"cameo_roles(code, sectors) AS list_filter(list_concat([{_map(roles)}[code]], "
        f"[{_map(cameo)}[s] FOR s IN sectors]), lambda r: r IS NOT NULL)"
    )
    yield (
        f"icews_sectors(code, sectors) AS list_filter(list_concat([{_map(kinds)}[code]], "
        f"[{_map(icews)}[s] FOR s IN sectors]), lambda s: s IS NOT NULL)"
    )
    yield f"cow_number(code) AS TRY_CAST({_map(cow)}[code] AS INTEGER)"
    yield f"cow_numbers(codes) AS array_to_string([{_map(cow)}[c] FOR c IN string_split(codes, ';')], '; ')"


def _sectors(kind: str) -> dict[str, str]:
    """PLOVER sector -> what a format calls it: the first line of the table."""
    found: dict[str, str] = {}
    for row in read_table("formats", "sectors.tsv"):
        if row["kind"] == kind:
            found.setdefault(row["code"], row["given"])
    return found


def _map(pairs: dict[str, str]) -> str:
    return "MAP {" + ", ".join(f"{quoted(key)}: {quoted(value)}" for key, value in pairs.items()) + "}"


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
