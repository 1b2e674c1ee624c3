"""How an event stands by its own clause or phrase: auxiliaries, negation, mood, adjectives, adverbs, time words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from detente.events.modality import Modality, bases
from detente.events.tree import due_to

NEGATORS = frozenset({"not", "n't", "n’t", "nt", "never", "nor", "neither", "hardly", "scarcely", "nowhere"})
QUANTIFIERS = frozenset({"no", "neither", "none", "nobody", "nothing"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer", "expl"})
# Governors in a chain deeper than this say nothing more that a reader would follow; it also bounds the work.
DEEPEST = 24
AHEAD_UNITS = frozenset({"week", "month", "year", "day", "quarter", "summer", "autumn", "spring", "winter", "weekend"})
DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """status in records.STATUSES, strength in records.STRENGTHS, and the words that decided, for `explain`.

    ahead: whether the event lies ahead, should it come at all: what is planned, urged or may come, what will not come.
    negative: whether it is its not happening that is told, planned or urged ("urged them not to attack").
    """

    status: str
    strength: str
    why: str
    ahead: bool = False
    negative: bool = False


def own(node: Token, words: Modality, within: Token | None = None) -> Judgement:
    """How the word stands by what stands beside it: auxiliaries, negators, mood, adjectives, adverbs.

    within: the part of it that is being judged and whose own negation is counted already.
    """
    if node.pos_ in {"NOUN", "PROPN", "PRON", "NUM"} and not copula(node):
        found = _own_noun(node, words)
        ahead = negative = False
    else:
        found = _own_clause(node, words, within)
        bearer = bearer_of(node)
        ahead = found.status in {"negated", "hypothetical"} and _to_come(bearer, words)
        negative = found.status == "hypothetical" and (_negator(node) or _negator(bearer)) is not None
    return replace(found, ahead=ahead or found.status == "future", negative=negative or found.status == "negated")


def copula(node: Token) -> bool:
    return any(c.dep_ == "cop" for c in node.children)


def _own_noun(node: Token, words: Modality) -> Judgement:
    for child in node.children:
        form = child.lower_
        if child.dep_ in {"det", "det:predet", "advmod"} and form in QUANTIFIERS:
            return Judgement("negated", "asserted", f"{form} {node.text}")
        if child.dep_ == "case":
            found = words.clauses.get(("case", fixed(child)))
            if found is not None and found.status:
                return Judgement(found.status, found.strength or "asserted", f"{fixed(child)} {node.text}")
    for child in node.children:
        if child.dep_ in {"amod", "compound", "nmod", "acl", "advmod"} and child.i < node.i:
            reading = words.modifiers.get(("ADJ", child.lower_))
            if reading is not None:
                return Judgement(
                    reading.status or "actual", reading.strength or "asserted", f"{child.text} {node.text}"
                )
        if child.dep_ in {"nmod:unmarked", "obl:unmarked", "obl:tmod", "nmod:tmod", "advmod"} and _ahead(child):
            return Judgement("future", "asserted", f"{node.text} {_phrase(child)}")
    return Judgement("actual", "asserted", f"{node.text}: no sign of anything but fact")


def _own_clause(node: Token, words: Modality, within: Token | None) -> Judgement:
    bearer = bearer_of(node)
    negator = _negator(node) or (_negator(bearer) if bearer.i != node.i else None)
    auxiliaries = [c for c in bearer.children if c.dep_ in {"aux", "aux:pass", "cop"}]
    modal = modal_of(bearer, words)
    shown = f"{negator.text} {node.text}" if negator is not None else node.text
    if modal is not None:
        return _modal(node, bearer, modal, negator, words)
    if _to_be(bearer, auxiliaries) or due_to(bearer):
        status = "negated" if negator is not None else "future"
        return Judgement(status, "intended", f"to be {node.text}")
    if negator is not None:
        if _until(node) and negator.lower_ in {"not", "n't", "n’t", "never"}:
            return Judgement("actual", "asserted", f"{shown} until")
        return Judgement("negated", "asserted", shown)
    quantified = _no_participant(node, within)
    if quantified is not None:
        return Judgement("negated", "asserted", f"{quantified} {node.text}")
    if bearer.dep_ in {"root", "ROOT"} and _infinitival(bearer):
        return Judgement("hypothetical", "possible", f"to {node.text}")
    if _imperative(bearer):
        return Judgement("hypothetical", "urged", f"{node.text}: imperative")
    if _asked(bearer):
        return Judgement("hypothetical", "possible", f"{node.text}: question")
    for child in node.children:
        if child.dep_ == "advmod":
            reading = words.modifiers.get(("ADV", child.lower_))
            if reading is not None and child.lower_ not in NEGATORS:
                if reading.status == "negated" and child.i > node.i:
                    continue
                return Judgement(
                    reading.status or "actual", reading.strength or "asserted", f"{child.text} {node.text}"
                )
    progressive = node.tag_ == "VBG" and any(c.tag_ in {"VBZ", "VBP"} for c in auxiliaries)
    if node.tag_ in {"VBG", "VBZ", "VBP"} and any(_ahead(c) or (progressive and _weekday(c)) for c in node.children):
        return Judgement("future", "intended", f"{node.text} at a time to come")
    return Judgement("actual", "asserted", f"{node.text}: no sign of anything but fact")


def _modal(node: Token, bearer: Token, modal: Token, negator: Token | None, words: Modality) -> Judgement:
    form = modal.lower_.replace("’", "'")
    entry = words.auxiliaries[form]
    shown = f"{modal.text} {negator.text + ' ' if negator is not None else ''}{node.text}"
    if negator is not None or _no_participant(node, None) is not None:
        return Judgement(entry.negated, "asserted" if entry.negated == "negated" else entry.strength, shown)
    if _conditional(bearer, words):
        return Judgement("hypothetical", "possible", f"{shown}, under a condition")
    if form in {"would", "'d"}:
        if perfect(bearer):
            return Judgement("hypothetical", "possible", f"{shown}: contrary to fact")
        if any(c.lower_ in {"later", "eventually", "subsequently", "soon"} for c in node.children):
            return Judgement("actual", "asserted", f"{shown}: future of the past")
        if _reported_in_past(bearer, words):
            return Judgement("future", "asserted", f"{shown}: will, in reported speech")
    if form == "must" and perfect(bearer):
        return Judgement("actual", "hinted", f"{shown}: inferred")
    for child in node.children:
        if child.dep_ == "advmod" and entry.status == "future":
            reading = words.modifiers.get(("ADV", child.lower_))
            if reading is not None and reading.status == "hypothetical":
                return Judgement("hypothetical", "possible", f"{shown} {child.text}")
    return Judgement(entry.status, entry.strength, shown)


def _to_come(bearer: Token, words: Modality) -> bool:
    """Whether what is open or denied lies ahead, by its auxiliary or mood: "will not", "may", "stop the war"."""
    if perfect(bearer):
        return False
    modal = modal_of(bearer, words)
    if modal is None:
        return _imperative(bearer) or _infinitival(bearer)
    return words.auxiliaries[modal.lower_.replace("’", "'")].ahead


def modal_of(bearer: Token, words: Modality) -> Token | None:
    """The modal auxiliary of a verb."""
    for child in bearer.children:
        if child.dep_ in {"aux", "aux:pass", "cop"} and child.tag_ != "VBD":
            form = child.lower_.replace("’", "'")
            if form in words.auxiliaries and not (form == "'d" and perfect(bearer)):
                return child
    return None


def _infinitival(bearer: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "to" for c in bearer.children)


def bearer_of(node: Token) -> Token:
    """The verb whose auxiliaries and negation the node shares: itself, or the first of verbs joined in one phrase."""
    for _ in range(DEEPEST):
        if node.dep_ != "conj" or node.head.i == node.i or node.head.i > node.i:
            return node
        head = node.head
        own = any(c.dep_ in {"aux", "cop", "mark"} or c.dep_ in SUBJECTS for c in node.children)
        # A bare form also shares the auxiliary of an adjective or participle: "will be brief and have no effect".
        bare = node.tag_ == "VB" and any(c.tag_ == "MD" for c in head.children)
        if own or not (bare or (node.tag_ == head.tag_ and node.tag_ in {"VB", "VBN", "VBG"})):
            return node
        node = head
    return node


def _negator(node: Token) -> Token | None:
    for child in node.children:
        form = child.lower_
        if form in NEGATORS and child.dep_ in {"advmod", "cc", "cc:preconj", "neg", "det"}:
            following = child.nbor(1).lower_ if child.i + 1 < len(child.doc) else ""
            if form == "not" and following in {"only", "just", "merely", "simply", "least"}:
                continue
            if form == "neither" and node.pos_ not in {"VERB", "AUX", "ADJ"}:
                continue
            return child
        if form in {"longer", "more"} and child.dep_ == "advmod" and any(c.lower_ == "no" for c in child.children):
            return child
        if child.dep_ == "aux" and form.endswith(("n't", "n’t")):
            return child
        if child.dep_ == "mark" and form == "without":
            return child
    return None


def _no_participant(node: Token, within: Token | None) -> str | None:
    """ "no talks were held", "nobody attacked": a participant that is none at all."""
    for child in node.children:
        if child.dep_ == "det" and child.lower_ == "no" and copula(node):
            return child.text
        if within is not None and child.i == within.i:
            continue
        if child.dep_ in SUBJECTS or child.dep_ in {"obj", "iobj"}:
            if child.lower_ in QUANTIFIERS or child.lower_ == "no-one":
                return child.text
            for inner in child.children:
                if inner.dep_ in {"det", "advmod"} and inner.lower_ in {"no", "neither"}:
                    return f"no {child.text}"
    return None


def perfect(bearer: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in {"have", "'ve", "’ve", "of"} for c in bearer.children)


def _to_be(bearer: Token, auxiliaries: list[Token]) -> bool:
    """ "is to meet", "were to be signed", and the headline "Lee to meet Xi"."""
    if not _infinitival(bearer):
        return False
    if bearer.dep_ in {"root", "ROOT"} and any(c.dep_ in SUBJECTS for c in bearer.children):
        return True
    return any(
        c.lemma_ == "be" and c.dep_ in {"aux", "aux:pass", "cop"} and c.tag_ in {"VBZ", "VBP", "VBD"}
        for c in auxiliaries
    )


def _until(node: Token) -> bool:
    """ "did not meet until May": the meeting took place."""
    for child in node.children:
        if child.dep_.startswith(("obl", "advcl")) and any(
            c.dep_ in {"case", "mark"} and c.lower_ in {"until", "till"} for c in child.children
        ):
            return True
    return False


def _imperative(node: Token) -> bool:
    if node.tag_ != "VB" or node.dep_ not in {"root", "ROOT", "conj", "parataxis", "ccomp"}:
        return False
    if node.dep_ == "conj" and node.head.tag_ != "VB":
        return False
    return not any(
        c.dep_ in SUBJECTS or c.dep_ in {"aux", "aux:pass"} or (c.dep_ == "mark" and c.lower_ == "to")
        for c in node.children
    )


def _asked(node: Token) -> bool:
    if node.dep_ not in {"root", "ROOT"}:
        return False
    last = node.right_edge
    marks = [t.text for t in node.doc[max(node.i, last.i - 2) : last.i + 1]]
    return "?" in marks


def _conditional(bearer: Token, words: Modality) -> bool:
    for child in bearer.children:
        if child.dep_.startswith("advcl"):
            for mark in child.children:
                if mark.dep_ in {"mark", "advmod"}:
                    found = words.clauses.get(("mark", fixed(mark)))
                    if found is not None and found.status == "hypothetical" and mark.lower_ != "whether":
                        return True
    return False


def _reported_in_past(bearer: Token, words: Modality) -> bool:
    """Whether "would" stands in what somebody said or thought in the past."""
    node = bearer
    for _ in range(DEEPEST):
        for child in node.children:
            if child.dep_ == "parataxis" and _speaks(child, words) and child.tag_ in {"VBD", "VBN"}:
                return True
        if node.dep_ in {"ccomp", "conj", "parataxis", "xcomp", "acl", "csubj"}:
            head = node.head
            past = head.tag_ in {"VBD", "VBN"} or head.pos_ == "NOUN"
            if node.dep_ != "conj" and past and (_speaks(head, words) or node.dep_ == "ccomp"):
                return True
            if head.i == node.i:
                return False
            node = head
        else:
            return False
    return False


def _speaks(node: Token, words: Modality) -> bool:
    pos = "NOUN" if node.pos_ in NOMINAL else node.pos_
    return words.governor(pos, lemmas(node), ("fin",)) is not None


def _ahead(node: Token) -> bool:
    """A phrase that names a time to come: tomorrow, next week."""
    if node.lower_ == "tomorrow":
        return True
    if node.lemma_.lower() in AHEAD_UNITS or node.lower_ in DAYS:
        return any(c.lower_ in {"next", "coming"} for c in node.children)
    return False


def _weekday(node: Token) -> bool:
    """ "is travelling on Monday": the present of an appointed day."""
    return node.lower_ in DAYS and not any(c.lower_ in {"last", "every", "each"} for c in node.children)


def _phrase(node: Token) -> str:
    return node.doc[node.left_edge.i : node.right_edge.i + 1].text


def fixed(mark: Token) -> str:
    """A function word with the words fixed to it: ahead_of, in_case."""
    return "_".join([mark.lower_, *(c.lower_ for c in mark.children if c.dep_ == "fixed")])


def lemmas(node: Token) -> tuple[str, ...]:
    """A governor's names, the longest first: with particle, object or adverb ("call_off", "take_place"), then bare."""
    names = bases(node.lemma_, node.text)
    parts = [
        c.lower_
        for c in node.children
        if c.i > node.i and (c.dep_ == "compound:prt" or (c.dep_ in {"advmod", "obj", "xcomp"} and c.i - node.i == 1))
    ]
    return (*(f"{name}_{part}" for part in parts for name in names), *names)
