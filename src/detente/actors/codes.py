"""Codes of the PETRARCH family ("USAGOV", "IGOUNO", "~MIL") as country and sectors of PLOVER."""

from __future__ import annotations

from dataclasses import dataclass

from detente.actors.registry import Registry

# States that CAMEO writes otherwise than ISO 3166-1 does, and places whose state is another's.
_STATES = {
    "PAL": "PSE", "WSB": "PSE", "GZS": "PSE", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "KSV": "KOS", "XKX": "KOS",
    "SUN": "RUS", "BUR": "MMR", "ABK": "GEO", "SOT": "GEO", "SCG": "SRB",
}  # fmt: skip
# First codes that are no state: the PLOVER field, and the sector that comes with it.
_SORTS = {
    "IGO": "IGO",
    "NGO": "NGO",
    "NGM": "NGO",
    "MNC": "MNC",
    "IMG": "IMG",
    "ISM": "ISM",
    "UNO": "UNO",
    "EUR": "EUR",
}
_ROLES = {
    **{c: c for c in "AGR BUS COP CRM CVL EDU ELI GOV JUD LAB LEG MIL OPP PRM PTY REB REF REL SPY UAF".split()},
    "SOC": "SOC", "JRN": "JRN", "MED": "JRN", "HLH": "MED", "HRI": "SOC", "ENV": "SOC", "NGO": "SOC", "DEV": "GOV",
    "SEP": "REB", "INS": "REB", "SET": "CVL", "MUS": "REL", "CHR": "REL", "CTH": "REL", "PRO": "REL", "ORT": "REL",
    "JEW": "REL", "HIN": "REL", "BUD": "REL", "SHI": "REL", "SUN": "REL", "SIK": "REL",
}  # fmt: skip
# Codes that say more of somebody, but no sector: how moderate, how high up.
_SILENT = frozenset("RAD MOD ALQ UNK ETH NON TOP MID HAR PLS ALL".split())
# Behind these a code is the name of an organisation or a region.
_NAMED = frozenset({"IGO", "NGO", "MNC", "IMG", "UNO", "EUR"})


@dataclass(frozen=True, slots=True)
class Code:
    """A code read: `country` None for an agent's ("~GOV"); `unknown` lists its parts that mean nothing here."""

    country: str | None
    sectors: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def read_code(text: str, registry: Registry) -> Code:
    """What a code says. Its first three letters are the country or sort, the others, three by three, what they do."""
    agent, text = text.startswith("~") or text.endswith("~"), text.strip("~")
    parts = [text[n : n + 3] for n in range(0, len(text), 3)]
    country: str | None = None
    sectors: list[str] = []
    unknown: list[str] = []
    for n, part in enumerate(parts):
        state = _STATES.get(part) or registry.dependencies.get(part, part)
        body = registry.bodies.get(state)
        if n == 0 and not agent and (part in _SORTS or (body is not None and body.kind in {"state", "former"})):
            country = _SORTS.get(part) or state
        elif country in {"IGO", "MNC"} and (part in {"UNO", "EUR"} or (country == "MNC" and body is not None)):
            sectors += ["BUS"] * (country == "MNC")
            country = part if part in {"UNO", "EUR"} else state
        elif part in _ROLES and not (part == "SUN" and n == 0):
            sectors.append(_ROLES[part])
        elif part not in _SILENT and body is None and part not in _SORTS and country not in _NAMED:
            unknown.append(part)
    if country == "MNC" and not sectors:
        sectors.append("BUS")
    if country == "NGO" and not sectors:
        sectors.append("SOC")
    return Code(country, tuple(dict.fromkeys(sectors)), tuple(unknown))
