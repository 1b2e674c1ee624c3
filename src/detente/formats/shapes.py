"""The columns of GDELT, ICEWS and POLECAT as SQL over one relation, `told`, of own and imported events.

A row that came in the same shape is given out word for word; for every other one the columns are made of what all
coders share. `told` has: format ('own' for one's own), number (an id that is a number), id, day, published, added,
actor, recipient (codes; joined by ; where the shape takes lists), names, sectors (lists) and titles of both,
event_type, event_mode, contexts, quad, score, cameo, intensity, mentions, sources, articles, source, url, story,
sentence, place, place_country, latitude, longitude, language, coder, and the structs gdelt, icews, polecat.
"""

from __future__ import annotations

from detente.formats import gdelt, icews, polecat

Columns = tuple[tuple[str, str], ...]


def _number(value: str) -> str:
    """A number without ".0"."""
    return f"CASE WHEN {value} = trunc({value}) THEN {value}::BIGINT::VARCHAR ELSE {value}::VARCHAR END"


def _role(side: str, at: int) -> str:
    """The CAMEO role at a place: of a body without a state its kind, then those of the sectors."""
    return f"cameo_roles({side}, {side}_sectors)[{at}]"


def _gdelt(version: int) -> Columns:
    moment = "'%Y%m%d'" if version == 1 else "'%Y%m%d%H%M%S'"
    made = {
        "FractionDate": "printf('%.4f', year(day) + ((month(day) - 1) * 30 + day(day)) / 365)",
        "EventBaseCode": "left(cameo, 3)",
        "EventRootCode": "left(cameo, 2)",
        "QuadClass": "CASE WHEN left(cameo, 2) <= '05' THEN '1' WHEN left(cameo, 2) <= '08' THEN '2' "
        "WHEN left(cameo, 2) <= '14' THEN '3' ELSE '4' END",
        "GoldsteinScale": _number("coalesce(intensity, goldstein)"),
        "ActionGeo_FullName": "place",
        "ActionGeo_CountryCode": "place_state.fips",
        "ActionGeo_Lat": _number("latitude"),
        "ActionGeo_Long": _number("longitude"),
    }
    for number, side in ((1, "actor"), (2, "recipient")):
        code = f"{side}_state.cameo_code, {side}_state.known_group, {_role(side, 1)}"
        made |= {
            f"Actor{number}Code": f"nullif(concat({code}), '')",
            f"Actor{number}CountryCode": f"{side}_state.cameo_code",
            f"Actor{number}KnownGroupCode": f"{side}_state.known_group",
            **{f"Actor{number}Type{at}Code": _role(side, at) for at in (1, 2, 3)},
        }
    shared = {
        "GLOBALEVENTID": "number",
        "SQLDATE": "strftime(day, '%Y%m%d')",
        "MonthYear": "strftime(day, '%Y%m')",
        "Year": "strftime(day, '%Y')",
        "Actor1Name": "actor_name",
        "Actor2Name": "recipient_name",
        "EventCode": "cameo",
        "NumMentions": "mentions",
        "NumSources": "sources",
        "NumArticles": "articles",
        "DATEADDED": f"strftime(coalesce(added, published::TIMESTAMP AT TIME ZONE 'UTC') AT TIME ZONE 'UTC', {moment})",
        "SOURCEURL": "url",
    }
    columns = gdelt.EVENTS_1 if version == 1 else gdelt.EVENTS_2
    return tuple((name, shared.get(name) or _given("gdelt", name, made.get(name, "NULL"))) for name in columns)


def _icews() -> Columns:
    made = {
        "Event Text": "label",
        "Intensity": _number("coalesce(intensity, goldstein)"),
        "Country": "place_state.name",
        "Latitude": _number("latitude"),
        "Longitude": _number("longitude"),
    }
    for title, side in (("Source", "actor"), ("Target", "recipient")):
        made |= {
            f"{title} Sectors": f"array_to_string(icews_sectors({side}, {side}_sectors), ',')",
            f"{title} Country": f"{side}_state.name",
        }
    shared = {
        "Event ID": "number",
        "Event Date": "day",
        "Source Name": "coalesce(actor_name, 'NA')",
        "Target Name": "coalesce(recipient_name, 'NA')",
        "CAMEO Code": "coalesce(cameo, 'NA')",
        "Story ID": "coalesce(story, 'NA')",
        "Sentence Number": "coalesce(sentence, 'NA')",
        "Publisher": "coalesce(source, 'NA')",
    }
    return tuple(
        (name, shared.get(name) or _given("icews", name, f"coalesce(nullif({made.get(name, 'NULL')}, ''), 'NA')"))
        for name in icews.EVENTS
    )


def _polecat() -> Columns:
    made = {
        "Event ID": "id || '_' || event_type",
        "Event Type": "event_type",
        "Event Mode": "event_mode",
        "Intensity": _number("score"),
        "Quad Code": "CASE quad WHEN 1 THEN 'VERBAL COOPERATION' WHEN 2 THEN 'MATERIAL COOPERATION' "
        "WHEN 3 THEN 'VERBAL CONFLICT' WHEN 4 THEN 'MATERIAL CONFLICT' END",
        "Contexts": "array_to_string(contexts, '; ')",
        "Placename": "place",
        "Country": "place_country",
        "Latitude": _number("latitude"),
        "Longitude": _number("longitude"),
        "Source": "source",
        "Publication Date": "published::VARCHAR",
        "Language": "language",
        "Version": "coder",
    }
    for title, side in (("Actor", "actor"), ("Recipient", "recipient")):
        made |= {
            f"{title} Name": f"{side}_name",
            f"{title} Country": f"replace({side}, ';', '; ')",
            f"{title} COW": f"cow_numbers({side})",
            f"Primary {title} Sector": f"{side}_sectors[1]",
            f"{title} Sectors": f"array_to_string({side}_sectors, '; ')",
            f"{title} Title": f"{side}_title",
        }
    return tuple(
        (name, "day" if name == "Event Date" else _given("polecat", name, _or_none(made.get(name))))
        for name in polecat.EVENTS
    )


def _or_none(made: str | None) -> str:
    return "'None'" if made is None else f"coalesce(nullif({made}, ''), 'None')"


def _given(form: str, name: str, made: str) -> str:
    return f"CASE WHEN format = '{form}' THEN {form}.\"{name}\" ELSE {made} END"


SHAPES: dict[str, Columns] = {"gdelt": _gdelt(2), "gdelt1": _gdelt(1), "icews": _icews(), "polecat": _polecat()}
PAIRWISE = ("gdelt", "gdelt1", "icews")  # shapes with one actor and one recipient a row


def shape_query(shape: str) -> str:
    """The rows of `told` in the columns of a shape; reads the tables and macros of `codes.register_codes`."""
    columns = ", ".join(f'{expression} AS "{name}"' for name, expression in SHAPES[shape])
    state = "(SELECT code AS key, cameo AS cameo_code, known_group, fips, name FROM countries)"
    return f"""
SELECT {columns}
FROM told
LEFT JOIN (SELECT code AS key, goldstein, label FROM cameo_events) AS what ON what.key = told.cameo
LEFT JOIN {state} AS actor_state ON actor_state.key = told.actor
LEFT JOIN {state} AS recipient_state ON recipient_state.key = told.recipient
LEFT JOIN {state} AS place_state ON place_state.key = told.place_country"""
