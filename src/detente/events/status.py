"""Whether an event happened: done, ahead, open or denied, and how firmly it is put, from UD syntax and word lists.

The clause of the event is judged by itself (`clauses`); then every word that governs it up the tree (`governors`)
changes that judgement after its kind. The predicate asked about is judged alone: a promise that was made is actual,
what it promises is judged by asking for that word.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from detente.events.clauses import DEEPEST, NOMINAL, Judgement, own
from detente.events.governors import outward
from detente.events.modality import Effect, load

__all__ = ["Judgement", "judge"]


def judge(doc: Doc, token: int) -> Judgement:
    """How the event stands that the predicate (verb, adjective or event noun) at `token` denotes.

    A copula or an auxiliary stands as the predicate does that it belongs to.
    """
    words = load()
    node = doc[token]
    if node.dep_ in {"cop", "aux", "aux:pass"} and node.lemma_ in CARRIED:
        node = node.head
    first = node.i
    judgement = own(node, words)
    told = beside = False
    for _ in range(DEEPEST):
        step = outward(node, words, inside=node.i != first)
        if step is None:
            break
        if step.effect is not None and not (told and _idle(step.effect.kind, node)):
            barred = step.effect.kind == "bar"
            governor = judge(doc, step.governor.i) if barred else own(step.governor, words, node)
            found = _apply(judgement, step.effect, governor, step.why, step.tensed)
            # What is denied farther out is denied of what the circumstance goes with, not of the circumstance.
            if not (beside and found.status == "negated"):
                judgement = found
            told = told or (step.tensed and step.effect.kind in TOLD)
            beside = beside or step.effect.kind in {"beside", "scene"}
            if barred:
                break  # how the governor stands farther out is counted with it
        if step.last:
            break
        node = step.governor
    return judgement


CARRIED = frozenset({"be", "have", "do"})
FLIP = {"actual": "negated", "negated": "actual"}
# A finite clause that is told or known stands as its own tense says, whatever becomes of the telling: who plans to
# announce that a pact was signed has a pact. These governors tell; those do nothing to what is told below them.
TOLD = frozenset({"report", "claim", "confirm", "hint", "known", "open"})
WITHIN = frozenset({"prospect", "possible", "topic", "holds", "occur", "beside", "scene", "fails", "spurn", "bar"})
DOUBT = frozenset({"possible", "topic"})
# What these govern lies ahead, unless it is a finite clause with a tense of its own.
FORWARD = frozenset({"possible", "topic", "open"})


def _idle(kind: str, node: Token) -> bool:
    """Whether a governor of what tells does nothing to what is told. Doubts about a report are about its news too."""
    return kind in WITHIN and not (kind in DOUBT and node.pos_ in NOMINAL)


def _apply(inner: Judgement, effect: Effect, governor: Judgement, why: str, tensed: bool) -> Judgement:
    """The judgement of the inner event once the governor's kind and its own standing are taken in.

    tensed: whether the governed clause is finite.
    """
    found = _stands(inner, effect, governor, why)
    kind = effect.kind
    ahead, negative = inner.ahead, inner.negative
    if kind in {"holds", "occur", "beside", "scene"}:
        ahead = ahead or governor.ahead
        negative = negative != (kind in {"holds", "occur"} and governor.negative)
    elif kind in {"fails", "spurn", "bar"}:
        ahead = governor.ahead
        negative = negative == governor.negative
    elif kind == "prospect":
        ahead = True
    elif kind in FORWARD:
        ahead = ahead or not tensed
    return replace(found, ahead=ahead, negative=found.status == "negated" or (negative and found.status != "actual"))


def _stands(inner: Judgement, effect: Effect, governor: Judgement, why: str) -> Judgement:
    """Status and strength of `_apply`."""
    kind, strength = effect.kind, effect.strength
    because = f"{inner.why}; {why}"
    status, outer = inner.status, governor.status
    if kind == "known":
        return Judgement(status, inner.strength, because)
    if kind == "open":
        return Judgement("hypothetical", strength or "possible", because)
    if (kind in {"beside", "scene"} and outer == "negated") or (kind == "scene" and outer == "hypothetical"):
        return inner
    if kind in {"holds", "occur", "beside", "scene"}:
        if outer == "actual":
            return Judgement(status, _stronger(inner.strength, governor.strength), because)
        if outer == "negated":
            return Judgement(FLIP.get(status, "negated"), governor.strength, f"{because}: {governor.why}")
        if status in {"negated", "hypothetical"}:
            return Judgement(status, inner.strength, because)
        return Judgement(outer, governor.strength, f"{because}: {governor.why}")
    if kind in {"fails", "spurn"}:
        if outer == "actual":
            return Judgement(FLIP.get(status, "negated"), inner.strength, because)
        if outer == "negated":
            return Judgement(status, inner.strength, f"{because}: {governor.why}")
        if outer == "future":
            return Judgement("negated", governor.strength, f"{because}: {governor.why}")
        return Judgement("hypothetical", governor.strength, f"{because}: {governor.why}")
    if kind == "bar":
        # What is not ruled out, or what somebody refuses to rule out, may come.
        ruled_out = outer in {"actual", "future"}
        found = ("negated", inner.strength) if ruled_out else ("hypothetical", "possible")
        return Judgement(*found, f"{because}: {governor.why}")
    if kind == "prospect":
        return _prospect(inner, strength or "intended", governor, because)
    if kind in {"possible", "topic"}:
        if outer == "negated" and strength == "possible":
            return Judgement("negated", "asserted", f"{because}: {governor.why}")
        return Judgement("hypothetical", strength or "possible", because)
    if kind == "deny":
        if outer == "negated" or status not in FLIP:
            refused = outer != "negated" and (status == "future" or inner.strength == "urged")
            return Judgement("negated" if refused else "hypothetical", "denied", because)
        return Judgement("negated" if status == "actual" else "actual", "denied", because)
    return _said(inner, kind, strength, governor, because)


def _prospect(inner: Judgement, strength: str, governor: Judgement, because: str) -> Judgement:
    if governor.status == "negated":
        return Judgement("negated", "asserted", f"{because}: {governor.why}")
    if inner.status in {"negated", "hypothetical"}:
        return Judgement(inner.status, strength, because)
    if governor.status == "hypothetical":
        return Judgement("hypothetical", governor.strength, f"{because}: {governor.why}")
    return Judgement("future", strength, because)


def _said(inner: Judgement, kind: str, strength: str | None, governor: Judgement, because: str) -> Judgement:
    """Claims, reports, hints and confirmations leave the status and colour the strength."""
    if governor.status == "negated" and kind in {"confirm", "hint", "claim"}:
        return Judgement("hypothetical", "possible", f"{because}: {governor.why}")
    if strength is None or (inner.strength != "asserted" and kind in {"report", "hint"}):
        return Judgement(inner.status, inner.strength, because)
    if governor.status in {"future", "hypothetical"} and kind == "confirm":
        return Judgement(inner.status, inner.strength, because)
    return Judgement(inner.status, strength if inner.strength in {"asserted", "reported"} else inner.strength, because)


def _stronger(inner: str, outer: str) -> str:
    return inner if inner != "asserted" else outer
