"""Plain questions to a UD tree: prepositions, coordination, voice."""

from __future__ import annotations

from spacy.tokens import Token

FINITE = frozenset({"VBD", "VBZ", "VBP"})
RELATIVISERS = frozenset({"who", "whom", "which", "that", "whose"})
# Verbs by which somebody gives a thing a name of his own, and by which he says what it is.
CALLING = frozenset(
    "call term describe label brand dub denounce portray characterise characterize depict regard see view consider "
    "deem perceive".split()
)
SAYING = frozenset("say claim allege believe think insist maintain".split())
# An oblique headed by one of these tells when, not to whom.
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december day week weekend month year decade century morning afternoon evening night "
    "today yesterday tomorrow noon midnight".split()
)


def preposition(noun: Token) -> str | None:
    """Lemma of the preposition that marks `noun`, or None; of "out of Mali" the second: "out" belongs to the verb."""
    parts = [noun, *(c for c in noun.children if c.dep_ == "flat")]  # "with Papua New Guinea" may hang on any part
    marks = [c for part in parts for c in part.children if c.dep_ == "case" and c.i < noun.i]
    cases = [c.lower_ for c in marks if c.lower_ not in {"'s", "’s", "'", "’"}]
    return cases[1] if cases[:2] == ["out", "of"] else cases[0] if cases else None


def conjuncts(token: Token) -> list[Token]:
    """`token` and everything coordinated with it, in text order (UD hangs them all on the first)."""
    found = [token]
    for item in found:
        joined = (c for c in item.children if c.dep_ == "conj" or c.dep_.startswith("conj:"))
        found.extend(c for c in joined if c.pos_ != "VERB" or joined_to(c).i == item.i)
    return found


def is_passive(verb: Token) -> bool:
    """Whether the verb's surface subject is its object. A finite form, or the verb of "the ban the EU imposed", is
    active without an auxiliary, whatever its subject is taken for."""
    marks = {c.dep_ for c in verb.children}
    if "aux:pass" in marks:
        return True
    return not marks.isdisjoint({"nsubj:pass", "csubj:pass"}) and verb.tag_ not in FINITE and verb.dep_ != "acl"


def is_participle_modifier(verb: Token) -> bool:
    """Whether the verb is a past participle hung on a noun: "the sanctions imposed by ..."."""
    past = verb.tag_ == "VBN" or ("Part" in verb.morph.get("VerbForm", []) and "Past" in verb.morph.get("Tense", []))
    return verb.dep_ in {"acl", "amod"} and past and not has_subject(verb)


def has_subject(verb: Token) -> bool:
    """Whether a subject hangs on the verb itself."""
    return any(c.dep_.startswith("nsubj") for c in verb.children)


def called(what: Token) -> tuple[Token, Token] | None:
    """ "denounced what it called interference", "struck what it said were camps": the verb of a free relative that
    gives a thing a name, and the noun that names it; None for any other word or clause."""
    if what.lower_ != "what":
        return None
    for verb in what.children:
        if verb.dep_ != "acl:relcl":
            continue
        lemma = verb.lemma_.lower()
        if lemma in CALLING:
            for noun in verb.children:
                named = noun.dep_ in {"obj", "xcomp"} or (noun.dep_.startswith("obl") and preposition(noun) == "as")
                if named and noun.i > verb.i and noun.pos_ in {"NOUN", "PROPN"}:
                    return verb, noun
        if lemma in SAYING:
            for noun in (what.head, *what.head.children):
                if noun.i > verb.i and noun.pos_ in {"NOUN", "PROPN"} and any(c.dep_ == "cop" for c in noun.children):
                    return verb, noun
    return None


def joined_to(verb: Token) -> Token:
    """The verb to which one is joined, by its form: "offered to wait if Iran lets inspectors in and [resumes] talks"
    goes on from the nearer one, "has told them to stay away and [halted] imports" from that farther out."""
    outer = verb.head
    infinitive = outer.tag_ == "VB" and outer.dep_ == "xcomp" and any(c.lower_ == "to" for c in outer.children)
    if infinitive and verb.tag_ in {"VBD", "VBN"} and outer.head.tag_ in {"VBD", "VBN"}:
        return outer.head if not any(c.dep_.startswith("aux") for c in verb.children) else outer
    if verb.tag_ != "VBZ" or outer.tag_ == "VBZ" or any(c.tag_ == "VBZ" for c in outer.children if c.dep_ == "aux"):
        return outer
    between = (t for t in reversed(verb.doc[outer.i + 1 : verb.i]) if t.dep_ in {"advcl", "ccomp"})
    return next((t for t in between if t.tag_ == "VBZ" and has_subject(t)), outer)


def free_relative(clause: Token) -> bool:
    """ "condemned [what it said was an attack]": whether a clause is a noun with what it is said to be."""
    return any(
        c.dep_.startswith("nsubj") and (found := called(c)) is not None and found[1] == clause for c in clause.children
    )


def due_to(verb: Token) -> bool:
    """ "is due to visit", where "due to" is read as one word that marks the verb."""
    return verb.tag_ == "VB" and any(c.lower_ == "due" and c.dep_ in {"mark", "case"} for c in verb.children)
