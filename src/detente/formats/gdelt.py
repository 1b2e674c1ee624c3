"""GDELT's event and mention files: tab-separated, no header, quotation marks are characters like others.

GDELT 1 has a row of 58 columns for each event (57 before April 2013, without the address), GDELT 2 one of 61. Countries
of actors are CAMEO's, those of places FIPS 10-4. Columns after GDELT's "Event Database Data Format Codebook" and the
schema files of gdeltPyR.
"""

from __future__ import annotations

from detente.formats.layouts import Layout


def _actor(number: int) -> tuple[str, ...]:
    of = f"Actor{number}"
    return (
        f"{of}Code",
        f"{of}Name",
        f"{of}CountryCode",
        f"{of}KnownGroupCode",
        f"{of}EthnicCode",
        f"{of}Religion1Code",
        f"{of}Religion2Code",
        f"{of}Type1Code",
        f"{of}Type2Code",
        f"{of}Type3Code",
    )


def _place(of: str) -> tuple[str, ...]:
    return tuple(
        f"{of}Geo_{part}"
        for part in ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    )


EVENTS_2: tuple[str, ...] = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *_actor(1),
    *_actor(2),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *_place("Actor1"),
    *_place("Actor2"),
    *_place("Action"),
    *("DATEADDED", "SOURCEURL"),
)
EVENTS_1 = tuple(name for name in EVENTS_2 if not name.endswith("ADM2Code"))
EVENTS_EARLY = EVENTS_1[:-1]
MENTIONS: tuple[str, ...] = (
    *("GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier"),
    *("SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence"),
    *("MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras"),
)

_EVENT_TYPES = {
    "GLOBALEVENTID": "BIGINT",
    "SQLDATE": "DATE",
    "NumMentions": "INTEGER",
    "NumSources": "INTEGER",
    "NumArticles": "INTEGER",
    "DATEADDED": "TIMESTAMP",
}
_MENTION_TYPES = {
    "GLOBALEVENTID": "BIGINT",
    "EventTimeDate": "TIMESTAMP",
    "MentionTimeDate": "TIMESTAMP",
    "SentenceID": "INTEGER",
    "Confidence": "INTEGER",
}
_ELSEWHERE = ("MonthYear", "Year", "EventCode", "Actor1Name", "Actor2Name", "SOURCEURL", *_EVENT_TYPES)
GIVEN = tuple(name for name in EVENTS_2 if name not in _ELSEWHERE)
GIVEN_MENTIONS = tuple(
    name for name in MENTIONS if name not in (*_MENTION_TYPES, "MentionSourceName", "MentionIdentifier")
)

_JOINS = """
LEFT JOIN cameo_events AS what ON what.code = EventCode
LEFT JOIN cameo_countries AS actor_country ON actor_country.given = Actor1CountryCode
LEFT JOIN cameo_groups AS actor_group ON actor_group.given = Actor1KnownGroupCode
LEFT JOIN cameo_groups AS actor_role ON actor_role.given = Actor1Type1Code
LEFT JOIN cameo_countries AS recipient_country ON recipient_country.given = Actor2CountryCode
LEFT JOIN cameo_groups AS recipient_group ON recipient_group.given = Actor2KnownGroupCode
LEFT JOIN cameo_groups AS recipient_role ON recipient_role.given = Actor2Type1Code
LEFT JOIN fips_countries AS place ON place.given = ActionGeo_CountryCode"""


def _events(version: int, columns: tuple[str, ...], shorter: tuple[Layout, ...] = ()) -> Layout:
    select = {
        "id": "'gdelt:' || GLOBALEVENTID",
        "format": "'gdelt'",
        "coder": f"'GDELT {version}'",
        "date_start": "SQLDATE",
        "date_end": "SQLDATE",
        "added": "DATEADDED AT TIME ZONE 'UTC'",
        "actor": "coalesce(actor_country.code, actor_group.code, actor_role.code)",
        "recipient": "coalesce(recipient_country.code, recipient_group.code, recipient_role.code)",
        "actor_name": "Actor1Name",
        "recipient_name": "Actor2Name",
        "event_type": "what.event_type",
        "event_mode": "what.event_mode",
        "contexts": "what.contexts",
        "quad": "what.quad",
        "score": "what.score",
        "cameo": "EventCode",
        "intensity": "TRY_CAST(GoldsteinScale AS DOUBLE)",
        "mentions": "NumMentions",
        "sources": "NumSources",
        "articles": "NumArticles",
        "place_country": "place.code",
    }
    if "SOURCEURL" in columns:
        select["url"] = "SOURCEURL"
    return Layout(
        name=f"GDELT {version} events",
        table="imported",
        columns=tuple((name, _EVENT_TYPES.get(name, "VARCHAR")) for name in columns),
        required=("GLOBALEVENTID", "SQLDATE"),
        select=tuple(select.items()),
        given=("gdelt", tuple((name, name) for name in GIVEN if name in columns)),
        joins=_JOINS,
        day_format="%Y%m%d",
        moment_format="%Y%m%d" if version == 1 else "%Y%m%d%H%M%S",
        shorter=shorter,
    )


EARLY = _events(1, EVENTS_EARLY)
LAYOUTS = {
    len(EVENTS_1): _events(1, EVENTS_1, (EARLY,)),
    len(EVENTS_EARLY): _events(1, EVENTS_1, (EARLY,)),
    len(EVENTS_2): _events(2, EVENTS_2),
    len(MENTIONS): Layout(
        name="GDELT 2 mentions",
        table="mentions",
        columns=tuple((name, _MENTION_TYPES.get(name, "VARCHAR")) for name in MENTIONS),
        required=("GLOBALEVENTID", "MentionTimeDate"),
        select=(
            (
                "id",
                "left(md5(concat_ws('|', GLOBALEVENTID, MentionTimeDate, MentionIdentifier, SentenceID, "
                "Actor1CharOffset, Actor2CharOffset, ActionCharOffset)), 16)",
            ),
            ("event_id", "'gdelt:' || GLOBALEVENTID"),
            ("added", "EventTimeDate AT TIME ZONE 'UTC'"),
            ("mentioned", "MentionTimeDate AT TIME ZONE 'UTC'"),
            ("source", "MentionSourceName"),
            ("url", "MentionIdentifier"),
            ("sentence", "SentenceID"),
            ("confidence", "Confidence"),
        ),
        given=("gdelt", tuple((name, name) for name in GIVEN_MENTIONS)),
    ),
}


def layout(cells: list[str], following: list[str]) -> Layout | None:
    """The layout of a file by the cells of its first line; None where it is no file of GDELT's."""
    found = LAYOUTS.get(len(cells))
    return found if found is not None and cells[0].strip().isdigit() else None
