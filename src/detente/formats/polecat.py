"""POLECAT event files (Harvard Dataverse AJGVIT): tab-separated with a header, quotation marks are characters.

Some weekly files have a header that does not fit their rows: a name too many ("Headline"), or tabs at its end. Early
ones lack the column of intensity or call it otherwise. "None" is what is not known; several values of a cell are joined
by "; ". One event can be several rows, of different modes or parties. Columns after the header as loaders quote it.
"""

from __future__ import annotations

from dataclasses import replace

from detente.formats.layouts import BLANK, Layout

EVENTS = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title"),
    *("Actor Name Raw", "Wikipedia Actor ID"),
    *("Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors"),
    *("Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID"),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID"),
    *("Raw Placename", "Feature Type", "Source", "Publication Date"),
    *("Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)
SURPLUS = "Headline"
OTHER_NAMES = {"Event Intensity": "Intensity", "Quad": "Quad Code", "Context": "Contexts"}
GIVEN = tuple(name for name in EVENTS if name != "Event Date")

_JOINS = """
LEFT JOIN plover_events AS what
    ON what.event_type = upper("Event Type") AND what.event_mode = coalesce(nullif(lower("Event Mode"), 'none'), '')
LEFT JOIN plover_events AS broadly ON broadly.event_type = upper("Event Type") AND broadly.event_mode = ''
LEFT JOIN country_codes AS place ON place.given = "Country\""""


def _known(name: str) -> str:
    return f"nullif(\"{name}\", 'None')"


def _joined(name: str) -> str:
    return f"regexp_replace({_known(name)}, '\\s*;\\s*', ';', 'g')"


_SELECT = {
    "id": "concat_ws(':', 'polecat', \"Event ID\", lower(\"Event Mode\"), "
    'left(md5(concat_ws(\'|\', "Actor Name Raw", "Recipient Name Raw", "Actor Name", "Recipient Name")), 8))',
    "format": "'polecat'",
    "coder": f"concat_ws(' ', 'POLECAT', {_known('Version')})",
    "date_start": '"Event Date"',
    "date_end": '"Event Date"',
    "published": f"TRY_CAST({_known('Publication Date')} AS DATE)",
    "actor": _joined("Actor Country"),
    "recipient": _joined("Recipient Country"),
    "actor_name": _known("Actor Name"),
    "recipient_name": _known("Recipient Name"),
    "event_type": "broadly.event_type",
    "event_mode": "nullif(what.event_mode, '')",
    "contexts": _joined("Contexts"),
    "quad": "broadly.quad",
    "score": "coalesce(what.score, broadly.score)",
    "cameo": "coalesce(what.cameo, broadly.cameo)",
    "intensity": f"TRY_CAST({_known('Intensity')} AS DOUBLE)",
    "story": "regexp_extract(\"Event ID\", '^([^_]+)_', 1)",
    "source": _known("Source"),
    "place_country": "place.code",
}


def layout(cells: list[str], following: list[str]) -> Layout | None:
    """The layout of a file by its header and the row below; None where it is no file of POLECAT's."""
    names = [OTHER_NAMES.get(cell.strip(), cell.strip()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    plain = [name for name in names if name != SURPLUS]
    if sorted(plain) not in (sorted(EVENTS), sorted(set(EVENTS) - {"Intensity"})):
        return None
    # A name too many stands for a column of its own only where the rows have one more as well.
    width = len(_stripped(following))
    columns = names if SURPLUS in names and width == len(names) else plain
    first = _layout(tuple(columns), 0)
    more = tuple(_layout(tuple(columns), n) for n in range(1, 1 + max(0, len(following) - len(columns))))
    return first if not more else replace(more[-1], shorter=(first, *more[:-1]))


def _stripped(cells: list[str]) -> list[str]:
    cells = list(cells)
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _layout(columns: tuple[str, ...], blank: int) -> Layout:
    blanks = tuple(f"blank {n}" for n in range(1, blank + 1))
    select = _SELECT if "Intensity" in columns else {n: s for n, s in _SELECT.items() if n != "intensity"}
    return Layout(
        name="POLECAT events",
        table="imported",
        columns=(
            *((name, "DATE" if name == "Event Date" else "VARCHAR") for name in columns),
            *((name, BLANK) for name in blanks),
        ),
        required=("Event ID", "Event Date"),
        select=tuple(select.items()),
        given=("polecat", tuple((name, f'"{name}"') for name in GIVEN if name in columns)),
        joins=_JOINS,
        header=True,
    )
