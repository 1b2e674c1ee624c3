"""Trees that the parser gets wrong in one way again and again, read as they are meant."""

from __future__ import annotations

from spacy.tokens import Token

from detente.events.tree import FINITE, RELATIVISERS, has_subject, preposition

# Verbs that say what their object is, or is taken for.
NAMING = frozenset(
    "call brand label term dub name consider declare deem judge find think make elect appoint crown proclaim".split()
)
# Verbs with two objects, of which the first is given the second.
GIVING = frozenset("give lend offer send grant sell hand pay promise deny award owe loan bring allow wish".split())


def for_subject(verb: Token) -> Token | None:
    """ "called [for Russia to withdraw]": the subject of an infinitive that the parser hangs on the word above it."""
    marks = {c.lower_: c for c in verb.children if c.dep_ == "mark" and c.i < verb.i}
    if "to" not in marks:
        return None
    for noun in verb.head.children:
        if noun.i >= marks["to"].i or noun.pos_ not in {"NOUN", "PROPN", "PRON"}:
            continue
        inside = "for" in marks and marks["for"].i < noun.i
        # "asked for help to rebuild" has an object; only a name acts.
        named = noun.pos_ == "PROPN" and noun.head.i < noun.i and preposition(noun) == "for"
        if inside or (named and noun.right_edge.i == marks["to"].i - 1):
            return noun
    return None


def strayed(clause: Token) -> Token | None:
    """ "told India [it could buy]": whom the verb above speaks to, hung on the clause in front of its subject."""
    if clause.dep_ != "ccomp":
        return None
    subject = next((c for c in clause.children if c.dep_.startswith("nsubj")), None)
    for noun in clause.children:
        before = subject is not None and clause.head.i < noun.i < subject.i
        if before and noun.dep_ in {"iobj", "obj"} and noun.pos_ in {"PROPN", "NOUN"}:
            return noun
    return None


def misread(verb: Token) -> dict[int, str]:
    """Relations that the parser has taken for others, by token: an object in front of a finite verb without a subject
    is the subject; of two objects the second says what the first is called, else the first is given the second."""
    objects = [c for c in verb.children if c.dep_ in {"obj", "iobj"}]
    if len(objects) < 2:
        return {}
    before = objects[0]
    finite = verb.tag_ in FINITE or any(c.dep_ == "aux" for c in verb.children)
    if before.i < verb.i and finite and not has_subject(verb) and before.lower_ not in RELATIVISERS | {"what"}:
        return {before.i: "nsubj"}
    first, second = objects[-2:]
    if first.dep_ == second.dep_ == "obj" and verb.i < first.i < second.i:
        if verb.lemma_ in NAMING:
            return {second.i: "xcomp"}
        if verb.lemma_ in GIVING:
            return {first.i: "iobj"}
    return {}


def lent(head: Token) -> set[int]:
    """Children that are the subjects of infinitives below `head`."""
    below = (for_subject(c) for c in head.children if c.dep_ in {"advcl", "xcomp", "ccomp", "acl"})
    return {noun.i for noun in below if noun is not None}
