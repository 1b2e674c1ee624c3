"""Acts within acts: what is planned, promised, demanded, refused or threatened by a governing trigger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from spacy.tokens import Doc, Token

from detente.events.lexicon import Trigger
from detente.events.tree import conjuncts, preposition

PREPOSITIONS = frozenset({"on", "to", "for", "of", "in", "against", "from"})
MARKS = frozenset({"to", "for", "of", "from"})


def complements(doc: Doc, triggers: Iterable[Trigger]) -> dict[int, Trigger]:
    """Head of each governing trigger -> the trigger that it is about."""
    by_head = {t.head: t for t in triggers}
    found = {}
    for trigger in by_head.values():
        if "governs" in trigger.sense.flags:
            inner = _complement(doc, trigger, by_head)
            if inner is not None:
                found[trigger.head] = inner
    return found


def meant(inner: Trigger | None, found: Mapping[int, Trigger], *, threatening: bool = False) -> Trigger | None:
    """ "stands ready to mediate", "offered to arrange a meeting": the act that is meant in the end."""
    if inner is None:
        return None
    seen = {inner.head}
    passed = {"AGREE", "REQUEST"} if threatening else {"AGREE"}  # "warned that it would ask the EU to impose sanctions"
    while inner.sense.event_type in passed and inner.head in found and found[inner.head].head not in seen:
        inner = found[inner.head]
        seen.add(inner.head)
    return inner


def _complement(doc: Doc, trigger: Trigger, by_head: Mapping[int, Trigger]) -> Trigger | None:
    clauses_first = sorted(doc[trigger.head].children, key=lambda c: c.dep_.startswith(("obl", "nmod")))
    for child in clauses_first:
        if not _tells_content(child):
            continue
        for item in conjuncts(child):
            found = _event_under(item, by_head)
            if found is not None and found.head != trigger.head:
                return found
    return None


def _tells_content(child: Token) -> bool:
    if child.dep_ in {"xcomp", "ccomp", "obj", "acl"}:
        return True
    if not child.dep_.startswith(("advcl", "obl", "nmod")):
        return False
    if child.dep_.startswith("obl") and preposition(child) == "in" and child.i < child.head.i:
        return False  # "in a call with Macron, Modi said": where it was said
    return preposition(child) in PREPOSITIONS or any(c.dep_ == "mark" and c.lower_ in MARKS for c in child.children)


def _event_under(token: Token, by_head: Mapping[int, Trigger]) -> Trigger | None:
    """The trigger at `token`, or at the noun it carries: "agreed to hold talks", "an end to the attacks"."""
    if token.i in by_head:
        return by_head[token.i]
    for child in token.children:
        carried = child.dep_ in {"obj", "xcomp"} or (
            child.dep_.startswith("nmod") and preposition(child) in {"of", "to"}
        )
        if carried and child.i in by_head:
            return by_head[child.i]
    return None
