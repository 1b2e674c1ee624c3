"""PLOVER 2.0 as data: event types, modes, contexts, sectors, scores, and CAMEO both ways.

The tables lie in `detente/data/ontology`; docs/codebook.md explains them. Facts follow the PLOVER manual, draft version
2.0 (2024-02), and CAMEO2PLOVER of 2021-09-17; where the two contradict each other or themselves, the codebook says what
was decided and why. A mode is known by its pair (type, mode): the same word under two types is two modes.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.errors import UsageError

# Names the rules that events are coded by; a change that codes the same text otherwise gives it another number.
CODEBOOK = "en-1"

QUADS = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the sixteen types. `score` runs from -10 (worst conflict) to +10; `cameo` is the closest CAMEO code."""

    code: str
    quad: int
    score: float
    recipient_required: bool
    cameo: str
    meaning: str


@dataclass(frozen=True, slots=True)
class EventMode:
    """A mode of a type. `coded` is False for a mode that is read from other data sets but not given by the coder."""

    event_type: str
    mode: str
    score: float
    cameo: str
    coded: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO code: Goldstein's score where one is published, and the PLOVER coding, None where PLOVER drops it."""

    code: str
    goldstein: float | None
    event_type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    meaning: str


def _rows(name: str) -> list[dict[str, str]]:
    text = files("detente").joinpath("data", "ontology", name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def types() -> dict[str, EventType]:
    """The sixteen event types by code, in the manual's order."""
    return {
        r["code"]: EventType(
            r["code"], int(r["quad"]), float(r["score"]), r["recipient_required"] == "yes", r["cameo"], r["meaning"]
        )
        for r in _rows("types.tsv")
    }


@cache
def modes() -> dict[tuple[str, str], EventMode]:
    """Every mode by (type, mode)."""
    return {
        (r["type"], r["mode"]): EventMode(
            r["type"], r["mode"], float(r["score"]), r["cameo"], r["coded"] == "yes", r["meaning"]
        )
        for r in _rows("modes.tsv")
    }


@cache
def contexts() -> dict[str, str]:
    """The 37 contexts and what each covers."""
    return {r["context"]: r["meaning"] for r in _rows("contexts.tsv")}


@cache
def sectors() -> dict[str, str]:
    """Sector codes of actors and what each covers, frequent ones first."""
    return {r["sector"]: r["meaning"] for r in _rows("sectors.tsv")}


@cache
def special_codes() -> dict[str, str]:
    """Codes that stand in the country field of actors without a state."""
    return {r["code"]: r["meaning"] for r in _rows("codes.tsv")}


@cache
def cameo_codes() -> dict[str, CameoCode]:
    """Every CAMEO code by code."""
    return {
        r["cameo"]: CameoCode(
            r["cameo"],
            float(r["goldstein"]) if r["goldstein"] else None,
            r["type"] or None,
            r["mode"] or None,
            tuple(c for c in r["contexts"].split(";") if c),
            r["meaning"],
        )
        for r in _rows("cameo.tsv")
    }


def _type(event_type: str) -> EventType:
    try:
        return types()[event_type]
    except KeyError:
        raise UsageError(f"no PLOVER event type {event_type!r}; there are {', '.join(types())}") from None


def _mode(event_type: str, mode: str) -> EventMode:
    _type(event_type)
    try:
        return modes()[event_type, mode]
    except KeyError:
        known = ", ".join(m for t, m in modes() if t == event_type) or "none"
        raise UsageError(f"{event_type} has no mode {mode!r}; its modes: {known}") from None


def score(event_type: str, mode: str | None = None) -> float:
    """The intensity of a coding, -10 to +10: the mode's score where there is a mode, else the type's base score.

    Raises UsageError for a type or mode that PLOVER does not have.
    """
    return _type(event_type).score if mode is None else _mode(event_type, mode).score


def quad(event_type: str) -> int:
    """The quad class of a type, 1 to 4 as in `QUADS`. Raises UsageError for an unknown type."""
    return _type(event_type).quad


def cameo(event_type: str, mode: str | None = None) -> str:
    """The CAMEO code closest to a coding. Many codings have no exact counterpart; the nearest common one is given."""
    return _type(event_type).cameo if mode is None else _mode(event_type, mode).cameo


def from_cameo(code: str) -> tuple[str, str | None, tuple[str, ...]] | None:
    """PLOVER (type, mode, contexts) of a CAMEO code; None where PLOVER drops it (roots 01 and 02 and a few more).

    Raises UsageError for a code that CAMEO does not have.
    """
    try:
        found = cameo_codes()[code]
    except KeyError:
        raise UsageError(f"no CAMEO code {code!r}") from None
    return None if found.event_type is None else (found.event_type, found.mode, found.contexts)


def goldstein(code: str) -> float | None:
    """Goldstein's score of a CAMEO code, None where none is published. Raises UsageError for an unknown code."""
    try:
        return cameo_codes()[code].goldstein
    except KeyError:
        raise UsageError(f"no CAMEO code {code!r}") from None


def explain(code: str) -> str:
    """What a code means: a type, a mode ("phone" or "CONSULT phone"), context, sector, actor or CAMEO code.

    A word that is several codes gets a line for each. Raises UsageError for a code that is none.
    """
    said: list[str] = []
    wanted = code.strip()
    if wanted in types():
        t = types()[wanted]
        names = [m.mode for m in modes().values() if m.event_type == wanted and m.coded]
        tail = f"; modes: {', '.join(names)}" if names else ""
        said.append(f"{wanted} (event type, {QUADS[t.quad]}, score {t.score:+g}): {t.meaning}{tail}")
    said.extend(
        f"{m.event_type} {m.mode} (mode, score {m.score:+g}): {m.meaning}"
        for m in modes().values()
        if wanted in (m.mode, f"{m.event_type} {m.mode}")
    )
    for table, kind in ((contexts(), "context"), (sectors(), "sector"), (special_codes(), "actor code")):
        if wanted in table:
            said.append(f"{wanted} ({kind}): {table[wanted]}")
    if wanted in cameo_codes():
        c = cameo_codes()[wanted]
        plover = " ".join(p for p in (c.event_type, c.mode) if p) or "no PLOVER event"
        said.append(f"{wanted} (CAMEO): {c.meaning}; here {plover}")
    if not said:
        raise UsageError(f"no PLOVER or CAMEO code {code!r}")
    return "\n".join(said)
