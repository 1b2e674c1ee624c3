"""Facts as sentences. Every sentence is made from a record by one of these templates; none is invented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import erf, sqrt

from detente.actors import registry
from detente.relations.acts import Act, Person

# Of a deed that one side does towards the other, and that both do together: as told, and as something to come.
DEEDS = {
    "AGREE": ("agreed with", "agreed", "agree with", "agree"),
    "CONSULT": ("talked with", "held talks", "talk with", "hold talks"),
    "SUPPORT": ("supported", "expressed support for each other", "support", "support each other"),
    "CONCEDE": ("made concessions to", "made concessions", "make concessions to", "make concessions"),
    "COOPERATE": ("cooperated with", "cooperated", "cooperate with", "cooperate"),
    "AID": ("gave aid to", "aided each other", "give aid to", "aid each other"),
    "RETREAT": ("yielded to", "yielded to each other", "yield to", "yield to each other"),
    "REQUEST": (
        "asked something of",
        "asked something of each other",
        "ask something of",
        "ask something of each other",
    ),
    "ACCUSE": ("criticised", "criticised each other", "criticise", "criticise each other"),
    "REJECT": ("refused a wish of", "refused each other", "refuse a wish of", "refuse each other"),
    "THREATEN": ("threatened", "threatened each other", "threaten", "threaten each other"),
    "PROTEST": ("protested against", "protested against each other", "protest against", "protest against each other"),
    "SANCTION": ("took measures against", "took measures against each other", "take measures against", "take measures"),
    "MOBILIZE": ("mobilised forces against", "mobilised forces", "mobilise forces against", "mobilise forces"),
    "COERCE": ("used coercion against", "used coercion", "use coercion against", "use coercion"),
    "ASSAULT": ("used force against", "fought each other", "use force against", "fight each other"),
}
# Where the mode says more than the type.
DEEDS_SO = {
    ("CONSULT", "phone"): ("called", "spoke by phone", "call", "speak by phone"),
    ("CONSULT", "visit"): ("visited", "met on a visit", "visit", "meet on a visit"),
    ("CONSULT", "multilateral"): ("met", "met", "meet", "meet"),
    ("RETREAT", "withdraw"): ("withdrew before", "withdrew", "withdraw before", "withdraw"),
    ("RETREAT", "release"): ("released people of", "released people", "release people of", "release people"),
    ("RETREAT", "ceasefire"): ("ceased fire with", "ceased fire", "cease fire with", "cease fire"),
    ("RETREAT", "access"): ("gave access to", "gave each other access", "give access to", "give each other access"),
    ("REQUEST", "meet"): ("asked to meet", "asked to meet each other", "ask to meet", "ask to meet each other"),
    ("ACCUSE", "investigate"): ("investigated", "investigated each other", "investigate", "investigate each other"),
    ("SANCTION", "expel"): ("expelled people of", "expelled people", "expel people of", "expel people"),
    ("SANCTION", "discontinue"): (
        "ended cooperation with",
        "ended cooperation",
        "end cooperation with",
        "end cooperation",
    ),
    ("SANCTION", "withdraw"): ("broke with", "broke with each other", "break with", "break with each other"),
    ("COERCE", "arrest"): ("arrested people of", "arrested people", "arrest people of", "arrest people"),
    ("COERCE", "seize"): ("seized something of", "seized something", "seize something of", "seize something"),
    ("COERCE", "cyber"): ("attacked computers of", "attacked computers", "attack computers of", "attack computers"),
    ("REJECT", "meet"): (
        "refused to meet",
        "refused to meet each other",
        "refuse to meet",
        "refuse to meet each other",
    ),
}
NOT_DONE = {"future": "yet to come", "hypothetical": "possible", "negated": "denied"}
_ARTICLE = ("United ", "Netherlands", "Philippines", "Bahamas", "Maldives", "Gambia", "Comoros", "Holy See", "Soviet")
_ARTICLE_ENDS = (" Islands", " Republic", " Nations", " Union", " League", " Congo")


# PLOVER's codes for those who are no state and belong to none.
BODIES = {
    "UNO": "United Nations",
    "EUR": "European Union",
    "IGO": "international organisations",
    "NGO": "non-governmental organisations",
    "ISM": "international movements",
    "IMG": "international armed groups",
    "MNC": "multinational companies",
}


def name_of(code: str) -> str:
    """The common English name of a state, organisation or kind of bodies by its code; the code where it has none."""
    known = registry.load().bodies
    body = known.get(code) or known.get(f"org:{code}")
    return body.name if body is not None else BODIES.get(code, code)


def spoken(code: str) -> str:
    """The name as it stands in a sentence: "the United States"."""
    name = name_of(code)
    return f"the {name}" if name.startswith(_ARTICLE) or name.endswith(_ARTICLE_ENDS) else name


def people(some: Sequence[Person], code: str) -> str:
    """Who acts: the persons named, else the state."""
    named = [p.name for p in some if p.known and p.name]
    return listed(dict.fromkeys(named)) if named else spoken(code)


def told(act: Act) -> str:
    """An act as a sentence without its day: "Shigeru Ishiba and Lee Jae-myung spoke by phone"."""
    one, both, *_ = _deed(act.event_type, act.event_mode)
    who = people(act.actors, act.actor)
    whom = people(act.recipients, act.recipient)
    said = f"{who} and {whom} {both}" if act.reciprocal else f"{who} {one} {whom}"
    planned = f"planned: {_deed(act.planned_type, act.planned_mode)[3]}" if act.planned_type else None
    hedge = "; ".join(filter(None, (NOT_DONE.get(act.status), planned)))
    return said[:1].upper() + said[1:] + (f" ({hedge})" if hedge else "")


def to_come(by: Sequence[str], to: Sequence[str], event_type: str, mode: str | None) -> str:
    """Something promised or planned: "Japan and South Korea to hold talks", "Japan to visit South Korea"."""
    *_, one, both = _deed(event_type, mode)
    who, whom = listed(map(spoken, by)), listed(map(spoken, to))
    said = f"{who} to {one} {whom}" if whom else f"{who} to {both}"
    return said[:1].upper() + said[1:]


def _deed(event_type: str, mode: str | None) -> tuple[str, str, str, str]:
    return DEEDS_SO.get((event_type, mode or ""), DEEDS[event_type])


def listed(words: Iterable[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    some = list(words)
    return f" {last} ".join(filter(None, (", ".join(some[:-1]), some[-1]))) if some else ""


def day(some: date | None) -> str:
    """ "9 June 2025"."""
    return f"{some.day} {some:%B %Y}" if some else "an unknown day"


def days(start: date | None, end: date | None) -> str:
    """ "9 June 2025", "June 2025", "1 to 5 June 2025"."""
    if start is None or end is None:
        return "undated"
    if start == end:
        return day(start)
    if start.day == 1 and (end - start).days >= 27 and (start.year, start.month) == (end.year, end.month):
        return f"{start:%B %Y}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    return f"{day(start)} to {day(end)}"


def period_of(freq: str, start: date) -> str:
    """A period of a series by its first day: "June 2025", "the second quarter of 2025", "the week from 2 June 2025"."""
    if freq == "quarter":
        return f"the {('first', 'second', 'third', 'fourth')[(start.month - 1) // 3]} quarter of {start.year}"
    if freq == "week":
        return f"the week from {day(start)}"
    return str(start.year) if freq == "year" else f"{start:%B %Y}" if freq == "month" else day(start)


def number(count: int, one: str, many: str | None = None) -> str:
    """ "1 event", "2,500 events"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def ago(count: int) -> str:
    """Days in the unit that one would say: "12 days", "5 months", "6.8 years"."""
    if count < 60:
        return number(count, "day")
    return f"{count / 30.44:.0f} months" if count < 730 else f"{count / 365.25:.1f} years"


def signed(value: float) -> str:
    """ "+1.2", "−0.5"."""
    return f"{value:+.1f}".replace("-", "−")


def below(value: float, mean: float, sd: float) -> float:
    """The share of a normal distribution below a value."""
    return (1 + erf((value - mean) / (sd * sqrt(2)))) / 2


def likely(probability: float) -> str:
    """A probability in words, after the scale that the Intergovernmental Panel on Climate Change writes by (2010)."""
    words = ((0.99, "virtually certain"), (0.9, "very likely"), (0.66, "likely"), (0.33, "about as likely as not"))
    for least, word in words:
        if probability >= least:
            return word
    return "unlikely" if probability >= 0.1 else "very unlikely"
