"""Trees that the parser gets wrong in one way again and again, read as they are meant."""

from __future__ import annotations

from spacy.tokens import Token

from detente.events.tree import (
    FINITE,
    RELATIVISERS,
    TIMES,
    has_subject,
    is_participle_modifier,
    is_passive,
    preposition,
)

# Verbs that say what their object is, or is taken for.
NAMING = frozenset(
    "call brand label term dub name consider declare deem judge find think make elect appoint crown proclaim".split()
)
# Verbs with two objects, of which the first is given the second.
GIVING = frozenset("give lend offer send grant sell hand pay promise deny award owe loan bring allow wish".split())

# Verbs that say as what they take their object, which comes last where it is long.
TAKING_AS = frozenset(
    "describe denounce condemn dismiss reject brand label characterise characterize criticise criticize hail praise "
    "welcome view see regard decry deride deplore slam blast attack depict portray recognise recognize".split()
)
# Verbs with a particle whose object may be a gerund.
PHRASAL = frozenset("rule_out hold_off give_up put_off keep_on call_off go_on carry_on".split())
NOMINAL = frozenset({"NOUN", "PROPN"})
STRAYING = frozenset({"nsubj", "obj", "iobj"})
# Verbs by which somebody has another do something.
ORDERING = frozenset("order tell ask urge press force instruct direct command oblige compel".split())
BEHIND = ("obl", "nmod", "appos", "dep", "dislocated", "xcomp")


def judged(verb: Token) -> tuple[Token, Token] | None:
    """ "denounced as a crime [Serbia's suppression]", "described as illegal [the ban]": the object that stands behind
    what it is taken for, hung on that or read as one with it, and what it is taken for; None where the verb has an
    object in its place."""
    if verb.lemma_.lower() not in TAKING_AS or is_passive(verb) or is_participle_modifier(verb):
        return None
    if any(c.dep_ in {"obj", "ccomp", "nsubj:pass"} for c in verb.children):
        return None
    mark = next((t for t in verb.subtree if t.lower_ == "as" and t.i > verb.i), None)
    if mark is None or mark.head.i == verb.i or mark.i + 1 == len(mark.doc):
        return None
    word = mark.nbor(1)
    for noun in verb.subtree:
        starts = [c.i for c in noun.children if c.dep_ in {"det", "nmod:poss"}]
        bare = noun.pos_ in NOMINAL and noun.dep_.startswith(BEHIND) and preposition(noun) in {None, "as"}
        if bare and starts and min(starts) > mark.i + 1:
            return noun, word if mark.head.i == noun.i else mark.head
    return (mark.head, word) if word.pos_ == "ADJ" and mark.head.pos_ in NOMINAL else None


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
    """ "told India [it could buy]": whom the verb above speaks to, hung on the clause in front of its subject; "thanked
    Brazil [for having mediated]", "urged the EU [to stop]": hung on it in front of its "for" or "to"."""
    if clause.dep_ in {"advcl", "xcomp"}:
        markers = {"for", "from"} if clause.dep_ == "advcl" else {"to"}
        mark = next((c.i for c in clause.children if c.dep_ == "mark" and c.lower_ in markers), 0)
        bare = not any(c.dep_ in {"obj", "iobj"} for c in clause.head.children)
        ahead = (c for c in clause.children if c.dep_ in STRAYING and clause.head.i < c.i < mark)
        return next((c for c in ahead if bare and c.pos_ in NOMINAL), None)
    if clause.dep_ != "ccomp":
        return None
    subject = next((c for c in clause.children if c.dep_.startswith("nsubj")), None)
    for noun in clause.children:
        before = subject is not None and clause.head.i < noun.i < subject.i
        if before and noun.dep_ in {"iobj", "obj"} and noun.pos_ in {"PROPN", "NOUN"}:
            return noun
    return None


def _bare_behind(verb: Token) -> Token | None:
    """ "turned down [mediation]": a noun right behind an active verb and its particle, taken for an adjunct though it
    has no preposition and tells no time."""
    if verb.pos_ != "VERB" or is_passive(verb) or is_participle_modifier(verb):
        return None
    for noun in verb.children:
        if noun.dep_ != "obl" or noun.pos_ not in NOMINAL or noun.lower_ in TIMES or preposition(noun) is not None:
            continue
        before = {c.i for c in noun.lefts if c.dep_ in {"det", "amod", "compound", "nmod:poss", "nummod"}}
        particles = [c for c in verb.children if c.dep_ == "compound:prt"]
        if any(c.lower_ in {"on", "upon"} for c in particles):
            continue  # "called on the minister" has a preposition
        before |= {c.i for c in particles}
        if noun.i > verb.i and before >= set(range(verb.i + 1, noun.i)):
            counted = any(c.dep_ == "nummod" or c.lower_ in {"last", "next", "this"} for c in noun.children)
            return None if counted else noun
    return None


def ordered(verb: Token) -> Token | None:
    """ "ordered the mission [to leave]": the infinitive that the parser hangs on whoever is to do it."""
    if verb.lemma_.lower() not in ORDERING:
        return None
    clauses = (c for noun in verb.children if noun.dep_ in {"obj", "iobj"} for c in noun.children if c.dep_ == "acl")
    return next((c for c in clauses if any(t.dep_ == "mark" and t.lower_ == "to" for t in c.children)), None)


def gerund_behind(verb: Token) -> Token | None:
    """ "ruled out [sending troops]": a gerund right behind a verb and its particle is what the verb is about, though it
    is hung there as an adverbial clause."""
    for gerund in verb.children:
        particle = gerund.nbor(-1) if gerund.i else gerund
        if gerund.tag_ == "VBG" and gerund.dep_ in {"advcl", "ccomp", "csubj"} and particle.dep_ == "compound:prt":
            taken = particle.head in (verb, gerund) and f"{verb.lemma_.lower()}_{particle.lower_}" in PHRASAL
            return gerund if taken else None
    return None


def misread(verb: Token) -> dict[int, str]:
    """Relations that the parser has taken for others, by token: an object in front of a finite verb without a subject
    is the subject; of two objects the second says what the first is called, else the first is given the second."""
    objects = [c for c in verb.children if c.dep_ in {"obj", "iobj"}]
    gerund = gerund_behind(verb)
    if gerund is not None:
        return {gerund.i: "xcomp"}
    if len(objects) == 1 and objects[0].tag_ == "VBG" and any(c.dep_ == "obj" for c in objects[0].children):
        return {objects[0].i: "xcomp"}  # "denied funding them"
    if not objects:
        named = [c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i]
        noun = bool(named) and (named[0].tag_ == "VBG" or named[0].pos_ in NOMINAL)
        if len(named) > 1 and noun and verb.lemma_.lower() in NAMING:
            return {named[0].i: "obj"}  # "called [the raid] a provocation"
        bare = _bare_behind(verb)
        return {bare.i: "obj"} if bare is not None else {}
    if _names_its_noun(verb, objects):
        return {objects[-1].i: "xcomp"}  # "a move [that] Beijing called [a provocation]"
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


def _names_its_noun(verb: Token, objects: list[Token]) -> bool:
    """Whether a relative clause says what its noun is called: a second object behind a verb of naming."""
    relative = verb.dep_.startswith("acl:relcl") and verb.lemma_.lower() in NAMING and objects[-1].i > verb.i
    named = objects[0].lower_ in RELATIVISERS if len(objects) == 2 else len(objects) == 1
    acting = [c for c in verb.children if c.dep_.startswith("nsubj") and c.lower_ not in RELATIVISERS]
    return relative and named and bool(acting) and not is_passive(verb)


def lent(head: Token) -> set[int]:
    """Children that are the subjects of infinitives below `head`."""
    below = (for_subject(c) for c in head.children if c.dep_ in {"advcl", "xcomp", "ccomp", "acl"})
    return {noun.i for noun in below if noun is not None}
