"""Histories that others coded, as rows of the ledger's view `journal`: ICEWS quadruples, with names made into codes.

The quadruples (subject, relation, object, hour) name actors and actions by their ICEWS labels. A name is taken for a
state's where the registry knows it as one ("South Korea"), where it ends in one in brackets ("Police (Kenya)"), or
where it is a person with an office ("Angela Merkel"). The quadruples hold a triple at most once a day. Joint acts that
are told from both sides on a day are one act, as in the ledger's journal, which can ask for the same report besides.
"""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import duckdb
import pyarrow as pa

from detente import ontology
from detente.actors import registry
from detente.actors.names import keys, words

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("DETENTE_DATA") or ROOT.parent / "shared" / "data")


# Names of ICEWS that the registry does not know as names of states.
_OTHER_NAMES = {"Palestinian Territory, Occupied": "PSE", "Occupied Palestinian Territory": "PSE"}


def _labels() -> dict[str, str]:
    """CAMEO code by label, folded: labels differ in capitals, blanks and commas between files."""
    with (DATA / "formats" / "cameo-codes.csv").open(encoding="utf-8", errors="replace") as lines:
        # Codes of four digits repeat a label of three ("Engage in violent protest"): the shorter stands first.
        rows = sorted(csv.DictReader(lines), key=lambda row: (len(row["code"]), row["code"]), reverse=True)
    return {_folded(row["name"]): row["code"] for row in rows}


def _folded(label: str) -> str:
    return " ".join(re.findall("[a-z]+", label.replace("_", " ").lower()))


def _names(path: Path) -> dict[int, str]:
    with path.open(encoding="utf-8") as lines:
        cells = (line.rstrip("\n").split("\t")[:2] for line in lines)
        return {int(number): name.replace("_", " ").strip() for name, number in cells}


def country(name: str, known: registry.Registry) -> str | None:
    """The state that an actor of ICEWS belongs to, or None."""
    bracketed = re.search(r"\(([^()]+)\)\s*$", name)
    named = bracketed[1] if bracketed else name
    if named in _OTHER_NAMES:
        return _OTHER_NAMES[named]
    phrase = tuple(keys(words(named)))
    states = {a.body.code for a in known.aliases.get(phrase) if a.body.kind == "state" and a.form == "name"}
    if not states and not bracketed:
        # Middle names and patronymics are not in the registry: "Sergey Viktorovich Lavrov".
        persons = known.full_names.get(phrase) or known.full_names.get((phrase[0], phrase[-1]) if phrase else ())
        bodies = {known.bodies[p.body] for p in persons if p.body in known.bodies}
        states = {body.code for body in bodies if body.kind == "state"}
    return states.pop() if len(states) == 1 else None


def icews(year: int) -> pa.Table:
    """The training and development days of 2014 or 2018 (January to November, to September): rows between states."""
    folder = DATA / "forecast" / f"ICEWS{year % 100}"
    known, labels = registry.load(), _labels()
    entities = _names(folder / "entity2id.txt")
    actors = [(number, name, country(name, known)) for number, name in entities.items()]
    actions = []
    for number, label in _names(folder / "relation2id.txt").items():
        code = labels.get(_folded(label), "")
        while code and code not in ontology.cameo_codes():
            code = code[:-1]  # ICEWS has some codes of its own below CAMEO's
        plover = ontology.from_cameo(code) if code else None
        if plover is not None:
            kind, mode, contexts = plover
            actions.append(
                (number, code, kind, mode, list(contexts), ontology.quad(kind), ontology.score(kind, mode), label)
            )
    connection = duckdb.connect()
    actor_table = pa.table(dict(zip(("id", "name", "code"), map(list, zip(*actors, strict=True)), strict=True)))
    names = ("id", "cameo", "event_type", "event_mode", "contexts", "quad", "score", "label")
    action_table = pa.table(dict(zip(names, map(list, zip(*actions, strict=True)), strict=True)))
    connection.register("actors", actor_table)
    connection.register("actions", action_table)
    files = [str(folder / f"{part}.txt") for part in ("train", "valid")]
    return connection.execute(
        """
        WITH lines AS (
            SELECT string_split(line, chr(9)) AS cells
            FROM read_csv($files, columns = {'line': 'VARCHAR'}, delim = '\x1f', header = false, quote = '')),
        facts AS (
            SELECT DISTINCT trim(cells[1])::INT AS s, trim(cells[2])::INT AS r, trim(cells[3])::INT AS o,
                (make_date($year, 1, 1) + (trim(cells[4])::INT // 24)::INT) AS day
            FROM lines),
        numbered AS (
            SELECT *, event_type IN ('AGREE', 'CONSULT', 'SUPPORT', 'COOPERATE') AS joint, row_number() OVER (
                PARTITION BY s, o, event_type, event_mode, day ORDER BY r) AS nth
            FROM facts JOIN actions ON actions.id = r),
        told AS (
            SELECT *, joint AND count(*) OVER (
                PARTITION BY least(s, o), greatest(s, o), event_type, event_mode, day, nth) > 1 AS both_sides,
                cameo = '043' AS hosts
            FROM numbered),
        sided AS (
            SELECT told.*, if(hosts, b.code, a.code) AS actor, if(hosts, a.code, b.code) AS recipient,
                if(hosts, b.name, a.name) AS actor_name, if(hosts, a.name, b.name) AS recipient_name
            FROM told JOIN actors a ON a.id = s JOIN actors b ON b.id = o)
        SELECT 'icews-' || $year || '-' || row_number() OVER (ORDER BY day, s, r, o) AS event_id,
            NULL::VARCHAR AS article_id, 'imported' AS origin, 'ICEWS quadruples' AS coder, NULL::DATE AS published,
            day AS date_start, day AS date_end, 'day' AS date_granularity,
            actor, recipient, least(actor, recipient) || '-' || greatest(actor, recipient) AS pair,
            both_sides AND event_mode IS DISTINCT FROM 'visit' AS reciprocal,
            [actor_name] AS actor_names, [recipient_name] AS recipient_names,
            event_type, event_mode, contexts, quad::BIGINT AS quad, score, cameo, label AS what,
            'actual' AS status, 'asserted' AS strength, false AS historical, NULL::VARCHAR AS story,
            1::BIGINT AS mentions, NULL::DOUBLE AS confidence
        FROM sided
        WHERE actor <> recipient AND NOT (both_sides AND s > o)
        ORDER BY day, event_id""",
        {"files": files, "year": year},
    ).to_arrow_table()
