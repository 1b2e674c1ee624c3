"""PLOVER's rules that turn a deed with a status into the event it is coded as (manual 2.0, sections by type).

What is planned keeps its own type in `planned`, so that the deed itself can later be matched to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from detente.records import Interval, Planned

PLANNED_IS_AGREE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})
NOT_PROMISED = frozenset({"REQUEST", "REJECT", "ACCUSE", "THREATEN", "PROTEST", *FORCE})
COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})

# The mode of a demand or refusal follows from what is demanded or refused (manual, REQUEST and REJECT).
BY_CONTENT = {
    "CONSULT": "meet",
    "AGREE": None,
    "AID": "assist",
    "COOPERATE": "assist",
    "SUPPORT": "assist",
    "RETREAT": "yield",
    "CONCEDE": "yield",
}
# The mode of a threat is its content (manual, THREATEN).
THREATENED = {
    "ASSAULT": "violence",
    "MOBILIZE": "violence",
    "SANCTION": "relations",
    "REJECT": "relations",
    "RETREAT": "relations",
    "PROTEST": "restrict",
}
THREATENED_MODE = {
    ("COERCE", "arrest"): "arrest",
    ("COERCE", "deport"): "expel",
    ("COERCE", "seize"): "territory",
    ("SANCTION", "expel"): "expel",
}


# What stopping an act is (manual, SANCTION, REJECT and RETREAT: exchanges cut off, agreements thrown over, force and
# pressure given up).
ENDED = {
    "AID": ("SANCTION", "discontinue"),
    "COOPERATE": ("SANCTION", "discontinue"),
    "CONSULT": ("SANCTION", "withdraw"),
    "AGREE": ("REJECT", None),
    "SUPPORT": ("REJECT", None),
    "ASSAULT": ("RETREAT", "ceasefire"),
    "MOBILIZE": ("RETREAT", "withdraw"),
    "SANCTION": ("RETREAT", None),
    "COERCE": ("RETREAT", None),
    "PROTEST": ("RETREAT", None),
}


@dataclass(frozen=True, slots=True)
class Composed:
    """The event as coded, and why it is not the deed's own type."""

    event_type: str
    event_mode: str | None
    status: str
    planned: Planned | None
    why: str | None


def compose(
    event_type: str,
    event_mode: str | None,
    status: str,
    *,
    complement: tuple[str, str | None] | None,
    refusing: bool,
    own_words: bool,
    date: Interval | None,
    complement_date: Interval | None,
    ends: bool = False,
    addressed: bool = False,
    conditional: bool = False,
    speech: bool = True,
    forgone: bool = False,
) -> Composed:
    """Type, mode and status under PLOVER's rules.

    complement: type and mode of the act that this one plans, demands, refuses or threatens. refusing: negated with a
    modal of will or ability ("will not accept"), or called off. own_words: the statement is the actor's own. ends: the
    act is said to stop. addressed: the words name to whom the promise is made. conditional: it will be done if
    or unless somebody else does something. speech: the word tells of an utterance, not of the deed itself.
    forgone: the act that is planned or promised is one that will not be done.
    """
    if ends and event_type in ENDED:
        stopped = compose(
            *ENDED[event_type],
            status,
            complement=None,
            refusing=False,
            own_words=own_words,
            date=date,
            complement_date=None,
        )
        return replace(stopped, why=f"the end of {event_type} is {stopped.event_type}")
    planned = Planned(complement[0], complement[1], complement_date) if complement else None
    mode = event_mode
    if complement and mode is None and event_type in {"REQUEST", "REJECT"}:
        mode = BY_CONTENT.get(complement[0], "change" if event_type == "REQUEST" else None)
    if complement and mode is None and event_type == "THREATEN":
        mode = THREATENED_MODE.get((complement[0], complement[1] or "")) or THREATENED.get(complement[0])
    if complement and event_type == "AGREE" and complement[0] in {"RETREAT", "CONCEDE"}:
        # "announced that it would withdraw": a concession in words, not an agreement to cooperate.
        return Composed("CONCEDE", None, status, planned, "a planned withdrawal or concession is CONCEDE")
    if complement and event_type == "AGREE" and complement[0] in FORCE and forgone:
        return Composed("AGREE", None, status, None, "harm that is promised not to be done is no threat")
    if complement and event_type == "AGREE" and complement[0] in NOT_PROMISED and not addressed:
        # "decided to attack", "pledged to press for": no cooperation is promised; what is announced is that act.
        return compose(
            complement[0],
            complement[1],
            "future" if status == "actual" else status,
            complement=None,
            refusing=refusing,
            own_words=own_words,
            date=complement_date,
            complement_date=None,
            conditional=conditional,
        )
    if status == "negated" and refusing and event_type in COOPERATIVE:
        refused = mode if event_type == "REJECT" else BY_CONTENT.get(event_type)
        act = planned or Planned(event_type, event_mode, date)
        return Composed("REJECT", refused, "actual", act, "will not or cannot do a cooperative act: a refusal")
    if status == "future":
        deed = planned or Planned(event_type, event_mode, date)
        if event_type in PLANNED_IS_AGREE:
            return Composed("AGREE", None, "future", deed, "a planned cooperative act is AGREE")
        if event_type == "RETREAT":
            return Composed("CONCEDE", None, "future", deed, "a planned withdrawal is CONCEDE")
    if own_words and (status == "future" or (status == "hypothetical" and conditional)):
        deed = planned or Planned(event_type, event_mode, date)
        # Leaving a body or a pact is announced as what it will be; other harm announced by its author is a threat.
        if event_type in FORCE and (conditional or (event_type, event_mode) != ("SANCTION", "withdraw")):
            threat = THREATENED_MODE.get((event_type, event_mode or "")) or THREATENED.get(event_type, "restrict")
            return Composed("THREATEN", threat, "actual", deed, "harm announced by its author is THREATEN")
        if event_type == "THREATEN" and not speech:
            return Composed("THREATEN", mode, "actual", planned, "retaliation announced by its author is THREATEN")
    return Composed(event_type, mode, status, planned, None)
