"""ICEWS event files (Harvard Dataverse 28075): tab-separated with a header, quotation marks are characters like others.

An event id can be given to several events, of which each has another day. Countries are English names; "NA" is what is
not known, and a body without a country is looked up by its own name. Columns after the header of the published files
and the notes of andybega/icews.
"""

from __future__ import annotations

import re

from detente.formats.layouts import Layout

EVENTS = (
    *("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code"),
    *("Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher"),
    *("City", "District", "Province", "Country", "Latitude", "Longitude"),
)
_TYPES = {"Event ID": "BIGINT", "Event Date": "DATE"}
_ELSEWHERE = ("Event ID", "Event Date", "Source Name", "Target Name", "CAMEO Code", "Publisher", "Story ID")
GIVEN = tuple(name for name in EVENTS if name not in (*_ELSEWHERE, "Sentence Number"))

_JOINS = """
LEFT JOIN cameo_events AS what ON what.code = "CAMEO Code"
LEFT JOIN country_names AS whose ON whose.given = coalesce(nullif("Source Country", 'NA'), "Source Name")
LEFT JOIN country_names AS whom ON whom.given = coalesce(nullif("Target Country", 'NA'), "Target Name")
LEFT JOIN country_names AS place ON place.given = "Country\""""

# Sectors that tell what a body without a state is.
KINDS = (
    ("IGO", "International Government Organization"),
    ("NGO", "Nongovernmental Organization (International)"),
    ("MNC", "Multinational Corporation"),
    ("IMG", "International Insurgents"),
    ("IMG", "International Radicals / Extremists / Fundamentalists"),
)


def _kind(sectors: str) -> str:
    said = " ".join(f"WHEN contains(\"{sectors}\", '{words}') THEN '{code}'" for code, words in KINDS)
    return f"CASE {said} END"


_SELECT = {
    "id": "'icews:' || \"Event ID\" || ':' || \"Event Date\"",
    "format": "'icews'",
    "coder": "'ICEWS'",
    "date_start": '"Event Date"',
    "date_end": '"Event Date"',
    "actor": f"coalesce(whose.code, {_kind('Source Sectors')})",
    "recipient": f"coalesce(whom.code, {_kind('Target Sectors')})",
    "actor_name": "nullif(\"Source Name\", 'NA')",
    "recipient_name": "nullif(\"Target Name\", 'NA')",
    "event_type": "what.event_type",
    "event_mode": "what.event_mode",
    "contexts": "what.contexts",
    "quad": "what.quad",
    "score": "what.score",
    "cameo": "nullif(\"CAMEO Code\", 'NA')",
    "intensity": 'TRY_CAST("Intensity" AS DOUBLE)',
    "story": "nullif(\"Story ID\", 'NA')",
    "sentence": "nullif(\"Sentence Number\", 'NA')",
    "source": "nullif(\"Publisher\", 'NA')",
    "place_country": "place.code",
}


def layout(cells: list[str], following: list[str]) -> Layout | None:
    """The layout of a file by its header and the row below; None where it is no file of ICEWS's."""
    if sorted(cells) != sorted(EVENTS):
        return None
    american = len(following) == len(cells) and re.fullmatch(r"\d+/\d+/\d+", following[cells.index("Event Date")])
    return Layout(
        name="ICEWS events",
        table="imported",
        columns=tuple((name, _TYPES.get(name, "VARCHAR")) for name in cells),
        required=("Event ID", "Event Date"),
        select=tuple(_SELECT.items()),
        given=("icews", tuple((name, f'"{name}"') for name in GIVEN)),
        joins=_JOINS,
        header=True,
        day_format="%m/%d/%Y" if american else "%Y-%m-%d",
    )
