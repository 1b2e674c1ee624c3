"""Whether an event happened: done, ahead, open or denied, and how firmly it is put, from UD syntax and word lists.

The clause of the event is judged by itself (`clauses`); then every word that governs it up the tree (`governors`)
changes that judgement after its kind. The predicate asked about is judged alone: a promise that was made is actual,
what it promises is judged by asking for that word.
"""

from __future__ import annotations

from spacy.tokens import Doc

from detente.events.clauses import DEEPEST, Judgement, own
from detente.events.governors import outward
from detente.events.modality import Effect, load

__all__ = ["Judgement", "judge"]


def judge(doc: Doc, token: int) -> Judgement:
    """How the event stands that the predicate (verb, adjective or event noun) at `token` denotes."""
    words = load()
    node = doc[token]
    judgement = own(node, words)
    for _ in range(DEEPEST):
        step = outward(node, words)
        if step is None:
            break
        if step.effect is not None:
            judgement = _apply(judgement, step.effect, own(step.governor, words, node), step.why)
        if step.last:
            break
        node = step.governor
    return judgement


FLIP = {"actual": "negated", "negated": "actual"}


def _apply(inner: Judgement, effect: Effect, governor: Judgement, why: str) -> Judgement:
    """The judgement of the inner event once the governor's kind and its own standing are taken in."""
    kind, strength = effect.kind, effect.strength
    because = f"{inner.why}; {why}"
    status, outer = inner.status, governor.status
    if kind == "known":
        return Judgement(status, inner.strength, because)
    if kind == "open":
        return Judgement("hypothetical", strength or "possible", because)
    if kind == "beside" and outer == "negated":
        return inner
    if kind in {"holds", "occur", "beside"}:
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
    if kind == "prospect":
        return _prospect(inner, strength or "intended", governor, because)
    if kind in {"possible", "topic"}:
        if outer == "negated" and strength == "possible":
            return Judgement("negated", "asserted", f"{because}: {governor.why}")
        return Judgement("hypothetical", strength or "possible", because)
    if kind == "deny":
        if outer == "negated" or status not in FLIP:
            return Judgement(
                "negated" if status == "future" and outer != "negated" else "hypothetical", "denied", because
            )
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
