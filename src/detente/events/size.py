"""Casualties and arrests as the clause states them: "killed 37 seamen", "4 injured", "dozens" stays unknown."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from detente.events.arguments import slots_of
from detente.records import Size

DEAD = frozenset({"kill", "die", "slay", "execute", "massacre"})
INJURED = frozenset({"injure", "wound", "hurt"})
ARRESTED = frozenset({"arrest", "detain", "capture", "imprison", "jail"})
NUMERALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
WORDS = {word: n for n, word in enumerate(NUMERALS.split(), start=1)}
VIOLENT = frozenset({"ASSAULT", "PROTEST", "COERCE"})


def number(token: Token) -> int | None:
    """The whole number that modifies a noun, or that the token itself is; None where it is vague or absent."""
    for child in (token, *token.children):
        if child.i == token.i or child.dep_ == "nummod":
            digits = child.text.replace(",", "")
            if digits.isascii() and digits.isdigit():
                return int(digits)
            if child.lower_ in WORDS:
                return WORDS[child.lower_]
    return None


def size(doc: Doc, head: int, event_type: str) -> Size | None:
    """Counts from the trigger and the verbs below it or beside it; None where none is stated."""
    if event_type not in VIOLENT:
        return None
    counts: dict[str, int] = {}
    trigger = doc[head]
    near = [trigger, *(t for t in trigger.subtree if t.pos_ == "VERB"), *(c for c in trigger.conjuncts)]
    if trigger.head.pos_ == "VERB":
        near.append(trigger.head)
    for verb in near:
        lemma = verb.lemma_.lower()
        kind = "dead" if lemma in DEAD else "injured" if lemma in INJURED else "arrested" if lemma in ARRESTED else None
        if kind is None or kind in counts:
            continue
        slots = slots_of(verb)
        for i in (*slots.get("obj", ()), *(slots.get("nsubj", ()) if lemma == "die" else ())):
            found = number(doc[i])
            if found is not None:
                counts[kind] = found
                break
    return Size(**counts) if counts else None
