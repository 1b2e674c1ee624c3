"""What fills the slots of a predicate, read off the UD tree once, in the active voice.

A slot is a UD relation: `nsubj`, `obj`, `iobj`, `obl:PREP`, `nmod:PREP` (PREP the lemma of the case marker), `xcomp`,
`ccomp`, `poss`, `mod` (adjective or compound before a noun). Passives, participles, relative clauses, control and
coordination are undone here, so that neither lexicon nor role rules know of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from detente.events.misread import for_subject, judged, lent, misread, ordered, strayed
from detente.events.speakers import detached
from detente.events.tree import (
    FINITE,
    RELATIVISERS,
    TIMES,
    called,
    conjuncts,
    free_relative,
    has_subject,
    is_participle_modifier,
    is_passive,
    joined_to,
    preposition,
)

Slots = dict[str, list[int]]

# Verbs whose infinitive is carried out by their object ("urged Iran to leave"); with all others the subject does it.
SUBJECT_CONTROL_WITH_OBJECT = frozenset({"promise", "vow", "threaten", "offer", "use", "need"})
# "warned Iran against leaving", "thanked Iran for leaving": what follows is the object's doing.
OF_THE_OBJECT = frozenset({"against", "from", "into", "of", "for"})
# Nouns of which an of-phrase tells the content: where it comes from and goes to is said of the whole.
MEASURES = frozenset(
    "donation gift shipment delivery supply sale purchase export import transfer consignment loan grant cargo convoy "
    "batch package ton tonne barrel kilogram gallon litre liter dose million billion thousand dollar euro".split()
)
# Verbs that say what their subject is: "became the first country to ratify".
LINKING = frozenset({"become", "remain", "stay", "be"})
STAYING = frozenset({"remain", "stay", "stand", "become", "seem", "appear", "feel"})
# "the first country to ratify" has ratified; "the country to beat" has not beaten.
SINGLING_OUT = frozenset("first second third fourth fifth sixth seventh last latest only next sole".split())


def singled_out(verb: Token) -> Token | None:
    """The noun of which an infinitive tells what it was first, last or alone to do: "the first country to ratify"."""
    if verb.dep_ not in {"acl", "xcomp", "advcl"} or not any(
        c.dep_ == "mark" and c.lower_ == "to" for c in verb.children
    ):
        return None
    head = verb.head
    nouns = [head] if head.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} else [c for c in head.children if c.dep_ == "xcomp"]
    for noun in nouns:
        words = {c.lower_ for c in noun.children if c.dep_ in {"amod", "advmod", "nummod"}} | {noun.lower_}
        if noun.i < verb.i and words & SINGLING_OUT:
            return noun
    return None


def _before(adjective: Token) -> list[int]:
    """ "[France] was due to sign": the subject, where it hangs on the verb behind the adjective."""
    verbs = (c for c in adjective.children if c.dep_ == "xcomp")
    return [c.i for verb in verbs for c in verb.children if c.dep_.startswith("nsubj") and c.i < adjective.i]


def _predicated_of(noun: Token) -> list[int]:
    """Of whom a noun is said: the subject of its copula, or of the verb that links it."""
    if noun.dep_ == "xcomp" and noun.head.lemma_ in LINKING:
        return subjects(noun.head)
    said_of = [c.i for c in noun.children if c.dep_.startswith("nsubj")]
    if any(c.dep_ == "cop" for c in noun.children) or noun.pos_ == "ADJ":  # "he [is due] to visit": cop of the verb
        return said_of
    return []


def _relative_gap(verb: Token) -> tuple[str, Token] | None:
    """The slot of a relative clause that its noun fills, and the noun."""
    bare = verb.dep_ == "acl" and has_subject(verb) and all(c.dep_ != "mark" for c in verb.children)
    if not bare and not verb.dep_.startswith("acl:relcl"):
        return None
    noun = verb.head
    for child in verb.children:
        if child.lower_ in RELATIVISERS:
            if child.dep_ == "nsubj":
                return "nsubj", noun
            if child.dep_ in {"obj", "nsubj:pass"}:
                return "obj", noun
            if child.dep_.startswith("obl"):
                return f"obl:{preposition(child) or 'in'}", noun
    if not any(c.dep_.startswith("nsubj") for c in verb.children):
        return ("obj" if is_passive(verb) else "nsubj"), noun
    if not any(c.dep_ == "obj" for c in verb.children):
        return "obj", noun
    return None


def _stranded(verb: Token, noun: Token) -> str | None:
    """ "called on [the United Nations]": the preposition of a phrase, where it is taken for the verb's particle."""
    words = (c for c in verb.children if c.dep_ == "compound:prt" and c.lower_ in {"on", "upon"} and c.i < noun.i)
    return next((c.lower_ for c in words if noun.left_edge.i == c.i + 1), None)


def _called_on(verb: Token) -> list[int]:
    found = (c for c in verb.children if c.dep_.startswith("obl"))
    return [c.i for c in found if (preposition(c) or _stranded(verb, c)) in {"on", "upon"}]


def _own(verb: Token) -> Slots:
    slots: Slots = {}

    def put(slot: str, token: Token) -> None:
        named = called(token)
        number = token.i if named is None else named[1].i
        if number not in slots.get(slot, ()):
            slots.setdefault(slot, []).append(number)

    passive = is_passive(verb)
    relations = misread(verb)
    own = for_subject(verb)
    if own is not None:
        put("nsubj", own)
    given = lent(verb)
    given |= {noun.i for noun in (strayed(verb),) if noun is not None}
    for clause in verb.children:
        addressed = strayed(clause)
        if addressed is not None:
            put("iobj", addressed)
    told = ordered(verb)
    if told is not None:
        put("xcomp", told)
    behind = judged(verb)
    if behind is not None:
        put("obj", behind[0])
        put("obl:as", behind[1])
        given.update(token.i for token in behind)
    for child in verb.children:
        if child.i in given:
            continue
        dep = relations.get(child.i, child.dep_)
        if child.lower_ in RELATIVISERS and verb.dep_.startswith("acl:relcl") and child.pos_ != "DET":
            continue
        if dep == "nsubj" or dep == "nsubj:outer":
            put("nsubj", child)
        elif dep == "nsubj:pass":
            put("obj" if passive else "nsubj", child)
        elif dep == "obj":
            put("obj" if not passive else "obj2", child)
        elif dep == "iobj":
            prep = preposition(child)
            put(f"obl:{prep}" if prep else "iobj", child)  # "asked Britain [for drones]"
        elif dep in {"obl:agent", "obl"} or dep.startswith("obl"):
            prep = preposition(child) or _stranded(verb, child)
            agent = dep == "obl:agent" and not ("nsubj" in slots and verb.tag_ in FINITE and not passive)
            if child.lower_ in TIMES:
                put("obl:time", child)
            elif agent or (prep == "by" and (passive or is_participle_modifier(verb))):
                put("nsubj" if child.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "X"} else "obl:by", child)
            else:
                put(f"obl:{prep}" if prep else "obl", child)
        elif dep in {"xcomp", "ccomp", "csubj"}:
            put("obj" if free_relative(child) else dep, child)
        elif dep == "advcl":
            put("obl:as" if preposition(child) == "as" else "advcl", child)  # "described it [as shameful]"
        elif dep.startswith("nmod"):
            prep = preposition(child)
            if prep:
                put(f"obl:{prep}", child)
    if "iobj" in slots and "obj" not in slots:
        # "asked India", "told reporters": treebanks differ on whether the one addressed is a direct object.
        slots["obj"] = list(slots["iobj"])
    return slots


def _is_passive_conjunct(verb: Token) -> bool:
    """A passive in its own right, or a bare participle after one: "seized and deported"."""
    return is_passive(verb) or (verb.tag_ == "VBN" and verb.head.pos_ == "VERB" and is_passive(verb.head))


def _subject(verb: Token, depth: int = 0) -> list[int]:
    """Who carries out a verb that has no subject of its own: control, raising, coordination, adverbial clauses."""
    if depth > 6:
        return []
    head = verb.head
    if head.i == verb.i:
        return []
    dep = verb.dep_
    linking = verb.nbor(-1) if verb.i else verb
    if verb.pos_ == "ADJ" and dep == "ccomp" and linking.head.i == head.i and linking.lemma_ in STAYING:
        return subjects(linking, depth + 1)  # "said Iran remained [ready]", read as two clauses side by side
    first = singled_out(verb)
    if first is not None:
        found = _predicated_of(first)
        if found:
            return found
    if dep == "conj" and head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
        head = joined_to(verb)
        reporter = detached(verb)
        # "said he would go and warned them": "he" is the speaker, but "it" in "it was wrong" is nobody.
        again = any(c.dep_ == "nsubj" and c.pos_ == "PRON" for c in head.children)
        if reporter is not None and not (again and all(c.dep_ != "cop" for c in head.children)):
            return subjects(reporter, depth + 1)
        if is_passive(head) and not is_passive(verb):
            own = [c.i for c in head.children if c.dep_ == "nsubj:pass"]
            return own or _subject(head, depth + 1)
        return subjects(head, depth + 1)
    if dep == "xcomp":
        if head.lemma_ not in SUBJECT_CONTROL_WITH_OBJECT:
            before = strayed(verb)
            objects = [c.i for c in head.children if c.dep_ in {"obj", "iobj"}] if before is None else [before.i]
            if objects:
                return objects[:1]
            agents = _called_on(head)
            if agents and head.lemma_ in {"call", "prevail"}:
                return agents[:1]
        if is_passive(head):
            return [c.i for c in head.children if c.dep_ == "nsubj:pass"] or _subject(head, depth + 1)
        return subjects(head, depth + 1)
    if dep.startswith("advcl"):
        if head.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}:
            return []
        # "called on Iran to leave", "told India to wait": the one addressed is to act.
        if any(c.dep_ == "mark" and c.lower_ == "to" for c in verb.children) and head.lemma_ == "call":
            addressed = _called_on(head)
            if addressed:
                return addressed[:1]
        if is_passive(head):
            surface = [c.i for c in head.children if c.dep_ == "nsubj:pass"]
            return surface or _subject(head, depth + 1)
        if any(c.dep_ in {"mark", "case"} and c.lower_ in OF_THE_OBJECT for c in verb.children):
            objects = [c.i for c in head.children if c.dep_ in {"obj", "iobj"}]
            if objects:
                return objects[:1]
        return subjects(head, depth + 1)
    if dep == "acl" and not is_participle_modifier(verb):
        if verb.tag_ == "VBG" or "Ger" in verb.morph.get("VerbForm", []):
            return [head.i]
        # "plans to visit", "a decision to withdraw": whoever has the plan carries it out.
        owner = [c.i for c in head.children if c.dep_ == "nmod:poss"]
        if owner:
            return owner
        if any(c.dep_ in {"amod", "compound"} and c.text[:1].isupper() for c in head.children):
            return [head.i]  # "a U.S. offer to help": the owner is the noun's nationality
        if head.dep_ in {"obj", "nsubj:pass", "obl"} and head.head.pos_ == "VERB":
            return subjects(head.head, depth + 1)
        return []
    if dep == "parataxis" and head.pos_ == "VERB":
        return []
    return []


def subjects(verb: Token, depth: int = 0) -> list[int]:
    """Token numbers of the logical subjects of `verb` (without their conjuncts)."""
    own = _own(verb).get("nsubj", [])
    if own:
        return own
    gap = _relative_gap(verb)
    if gap and gap[0] == "nsubj":
        return [gap[1].i]
    if is_passive(verb) or is_participle_modifier(verb):
        return []
    return _subject(verb, depth)


def _noun_slots(noun: Token) -> Slots:
    slots: Slots = {}
    given = lent(noun)
    for child in noun.children:
        dep = child.dep_
        if child.i in given:
            continue
        if dep == "nmod:poss":
            slots.setdefault("poss", []).append(child.i)
        elif dep.startswith("nmod") or dep.startswith("obl"):
            prep = preposition(child)
            named = called(child)
            slots.setdefault(f"nmod:{prep}" if prep else "nmod", []).append(child.i if named is None else named[1].i)
        elif dep in {"amod", "compound", "flat"} or dep.startswith("compound:"):
            slots.setdefault("mod", []).append(child.i)
        elif dep in {"acl", "acl:relcl", "appos", "xcomp", "ccomp"}:
            slots.setdefault(dep, []).append(child.i)
    # "the detention of the fishermen by Togo", "200 tons of rice from Taiwan": nobody is a fisherman by Togo.
    lifted = {"by", "from", "to"} if noun.lemma_.lower() in MEASURES else {"by"}
    for child in _inside_of(noun, slots):
        prep = preposition(child)
        if prep in lifted and f"nmod:{prep}" not in slots:
            slots[f"nmod:{prep}"] = [child.i]
    return slots


def _inside_of(noun: Token, slots: Slots) -> Iterator[Token]:
    """Phrases that hang on what a noun is of, and on what that is of."""
    for i in slots.get("nmod:of", ()):
        for child in noun.doc[i].children:
            if child.dep_.startswith("nmod"):
                yield child
                if preposition(child) == "of":
                    yield from (c for c in child.children if c.dep_.startswith("nmod"))


def slots_of(head: Token) -> Slots:
    """Fillers of every slot of a predicate, `{slot: [token numbers]}`, conjuncts not expanded."""
    if head.pos_ not in {"VERB", "AUX"}:
        slots = _noun_slots(head)
        said_of = _predicated_of(head)
        if said_of:
            slots["nsubj"] = said_of
        if any(c.dep_ == "cop" for c in head.children):
            for child in head.children:
                if child.dep_.startswith("obl"):
                    prep = preposition(child)
                    slots.setdefault(f"obl:{prep}" if prep else "obl", []).append(child.i)
        if head.pos_ == "ADJ" and head.dep_ != "amod":
            for child in head.children:
                if child.dep_.startswith("obl"):
                    prep = preposition(child)
                    slots.setdefault(f"obl:{prep}" if prep else "obl", []).append(child.i)
            if "nsubj" not in slots:
                found = _subject(head) or _before(head)
                if found:
                    slots["nsubj"] = found
        return slots
    slots = _own(head)
    gap = _relative_gap(head)
    if gap and gap[0] not in slots:
        slots[gap[0]] = [gap[1].i]
    if is_participle_modifier(head) and "obj" not in slots:
        slots["obj"] = [head.head.i]
    if "nsubj" not in slots:
        found = subjects(head)
        if found:
            slots["nsubj"] = found
    if head.dep_ == "conj" and "obj" not in slots and _is_passive_conjunct(head):
        # "was seized and deported", "is under sanctions and was condemned": the surface subject is passed on.
        first = head.head
        surface = [c.i for c in first.children if c.dep_ in {"nsubj", "nsubj:pass"}]
        if surface:
            slots["obj"] = surface
            if slots.get("nsubj") == surface or not _own(head).get("nsubj"):
                slots.pop("nsubj", None)
            agents = _own(first).get("nsubj", []) if is_passive(first) else []
            if agents and "nsubj" not in slots:
                slots["nsubj"] = agents
    elif head.pos_ == "VERB" and "obj" not in slots:
        for later in conjuncts(head)[1:]:
            shared = _own(later).get("obj")
            between_has_own = any(t.dep_ in {"obl", "xcomp", "ccomp"} for t in head.children)
            if shared and not between_has_own and later.i - head.i <= 3:
                slots["obj"] = shared
    return slots
