"""Who speaks at a cue: its subject through joined, reduced and passive clauses, and the words that name it."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from detente.events.clauses import SUBJECTS
from detente.events.modality import bases, load_speech
from detente.events.statements import Range

RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
CLIMB = 8
# Verbs whose subject must be able to speak, whatever they are joined to.
UTTERANCES = frozenset(
    "accuse advise apologise apologize appeal ask assure beg blame call caution condemn congratulate criticise "
    "criticize demand denounce deny describe dismiss express implore insist invite label offer order pledge plead "
    "praise promise propose rebuke reiterate reject request summon tell thank urge voice vow warn welcome".split()
)
# Kinds of mentions that do not speak, and the places that do.
THINGS = frozenset({"abstract", "event", "object", "substance", "plant", "time", "place"})
FORCES = frozenset("troop soldier force gunman bomber jet police serviceman guard".split())
LANDS = frozenset("country nation state republic kingdom neighbour neighbor capital island side union power".split())
PASSED = frozenset({"ADV", "AUX", "DET", "ADJ", "NUM", "PART"})


def source_of(token: Token) -> Token | None:
    """Who speaks or thinks at a verb or adjective: its subject, found through joined and reduced clauses.

    What "a statement saying ..." says is said by whoever issued it, where the text tells.
    """
    source = _subject_of(token)
    if source is None or source.dep_ != "obj" or source.lemma_.lower() not in load_speech().channels:
        return source
    return owner_of(source) or source


def _subject_of(token: Token) -> Token | None:
    node = detached(token) or token
    for _ in range(CLIMB):
        if is_passive(node):
            agent = agent_of(node)
            if agent is not None:
                return agent
            if node.i == token.i:
                return None
        for child in node.children:
            if child.dep_ in {"nsubj", "nsubj:pass", "nsubj:outer"}:
                return _antecedent(child, node)
        head = node.head
        if head.i == node.i:
            return None
        if node.dep_.startswith("acl"):
            return head if node.tag_ == "VBG" or node.dep_ == "acl:relcl" else None
        if node.dep_.startswith("advcl") and _as_saying(node):
            return _quoted(head)
        if node.dep_ == "xcomp":
            controlled = next((c for c in head.children if c.dep_ == "obj"), None)
            if controlled is not None and node.i == token.i:
                return controlled
        purpose = node.tag_ == "VB" and any(c.dep_ in {"mark", "aux"} and c.lower_ == "to" for c in node.children)
        participle = node.dep_.startswith(("advcl", "parataxis")) and (node.tag_ in {"VBG", "VBN"} or purpose)
        if node.dep_ not in {"conj", "xcomp"} and not participle:
            return None
        node = head
    return None


def detached(verb: Token) -> Token | None:
    """The verb of saying whose speaker a verb has as its subject, though the tree hangs it inside what is said.

    A finite verb joined to one under a modal ("said he would go and warned them"), a verb of speech joined to what is
    said of a thing or of how somebody is ("said the dam was safe and invited them"), and a participle of saying after
    a comma ("said he had gone, adding that ...").
    """
    if verb.dep_ == "conj":
        clause = verb.head
        reporter = _reporter(clause)
        if reporter is None or any(c.dep_.startswith(("nsubj", "aux", "expl", "mark")) for c in verb.children):
            return None
        modal = clause.tag_ == "VB" and any(c.tag_ == "MD" for c in clause.children)
        if modal and verb.tag_ in FINITE:
            return reporter
        return reporter if _utters(verb) and _speechless(clause) else None
    if verb.tag_ != "VBG" or not verb.dep_.startswith("advcl") or verb.i < verb.head.i:
        return None
    first = verb.left_edge
    if first.text != "," and (first.i == 0 or first.nbor(-1).text != ","):
        return None
    if load_speech().kind("VERB", bases(verb.lemma_, verb.text), "fin") != "speech":
        return None
    clause = verb.head
    for _ in range(CLIMB):
        if clause.dep_ == "ccomp":
            return _reporter(clause)
        if clause.dep_ not in {"xcomp", "conj", "advcl"} or clause.head.i == clause.i:
            return None
        clause = clause.head
    return None


def _utters(verb: Token) -> bool:
    """A verb in the past or present whose subject must be able to speak."""
    return verb.tag_ in {*FINITE, "VBN"} and not UTTERANCES.isdisjoint(bases(verb.lemma_, verb.text))


def _speechless(clause: Token) -> bool:
    """Whether the subject of a reported clause is hardly that of a verb of speech joined to it: the clause says what
    something is, or tells of a thing or of troops."""
    if any(c.dep_ == "cop" for c in clause.children):
        return True
    subject = next((c for c in clause.children if c.dep_ in SUBJECTS), None)
    if subject is None or subject.pos_ != "NOUN" or subject.lemma_.lower() in LANDS:
        return False
    return subject.lemma_.lower() in FORCES or kind_of(subject) in THINGS


def kind_of(token: Token) -> str:
    """What the mention headed by a token is of: a label of the parser ("person", "object"), "" where it is none."""
    spans = token.doc.spans.get("mentions", ())
    return next((s.label_ for s in spans if s.start <= token.i < s.end and s.root.i == token.i), "")


def _reporter(clause: Token) -> Token | None:
    """The verb of saying in front of a reported clause."""
    verb = clause.head
    if clause.dep_ != "ccomp" or verb.i > clause.i or verb.pos_ != "VERB":
        return None
    return verb if load_speech().kind("VERB", bases(verb.lemma_, verb.text), "fin") == "speech" else None


def _as_saying(node: Token) -> bool:
    return any(c.dep_ in {"mark", "case"} and c.lower_ == "as" for c in node.children)


def _quoted(verb: Token) -> Token | None:
    """ "Reuters quoted an official as saying", "an official was quoted as saying"."""
    if is_passive(verb):
        return next((c for c in verb.children if c.dep_ in {"nsubj:pass", "nsubj"}), None)
    objects = [c for c in verb.children if c.dep_ == "obj"]
    if objects:
        return objects[0]
    return next((_antecedent(c, verb) for c in verb.children if c.dep_ in SUBJECTS), None)


def agent_of(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "obl:agent" or (
            child.dep_ == "obl" and any(c.dep_ == "case" and c.lower_ == "by" for c in child.children)
        ):
            return child
    return None


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.lower_ in RELATIVES and verb.dep_ == "acl:relcl" and verb.head.i != verb.i:
        return verb.head
    return subject


def owner_of(noun: Token) -> Token | None:
    """Whose claim or plan a noun names: possessor, "by X", or the subject of the verb it is the object of."""
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            return child
    for child in noun.children:
        if child.dep_.startswith("nmod") and any(
            c.dep_ == "case" and c.lower_ in {"by", "from", "of", "among"} for c in child.children
        ):
            return child
    head = noun.head
    if head.i != noun.i and noun.dep_ == "obj":
        return source_of(head)
    return None


def neighbour(verb: Token, fronted: bool) -> Token | None:
    """The nominal beside a verb of saying, where the tree shows no subject: before it, or after it in inversion."""
    for step in (-1, 1) if fronted else (-1,):
        i = verb.i + step
        i = _before_brackets(verb.doc, i) if step < 0 else i
        while 0 <= i < len(verb.doc) and verb.doc[i].pos_ in PASSED:
            i += step
        if 0 <= i < len(verb.doc) and verb.doc[i].pos_ in {"NOUN", "PROPN", "PRON"}:
            return _top(verb.doc[i], verb, step)
    return None


def _before_brackets(doc: Doc, i: int) -> int:
    """The token before brackets that end at `i`: "Pence (R-IN) said"."""
    if i < 0 or doc[i].text != ")":
        return i
    opening = next((k for k in range(i, max(-1, i - CLIMB), -1) if doc[k].text == "("), None)
    return i if opening is None else opening - 1


def _top(token: Token, verb: Token, step: int) -> Token:
    """The head of the phrase that a word beside a verb belongs to, on the same side of the verb."""
    for _ in range(CLIMB):
        head = token.head
        if head.pos_ not in {"NOUN", "PROPN"} or (head.i - verb.i) * step <= 0 or abs(head.i - verb.i) > 2 * CLIMB:
            break
        if head.i == token.i:
            break
        token = head
    return token


def is_passive(token: Token) -> bool:
    """Whether a verb stands in the passive, reduced relatives included."""
    if any(c.dep_ in {"nsubj:pass", "aux:pass", "obl:agent"} for c in token.children):
        return True
    return token.dep_.startswith("acl") and token.tag_ == "VBN"


def phrase_of(head: Token) -> Range:
    """A source's words without the clauses and appositions that hang on it and without its preposition."""
    start, end = head.i, head.i + 1
    for child in head.children:
        dep = child.dep_
        if dep in {"case", "punct", "cc", "parataxis", "mark", "cop", "advmod", "advcl"} or dep.startswith("acl"):
            continue
        if dep == "appos" and child.left_edge.i > 0 and child.left_edge.nbor(-1).is_punct:
            continue
        if dep.startswith(("nsubj", "obl", "aux", "discourse", "dislocated")):
            continue
        start = min(start, child.left_edge.i)
        end = max(end, child.right_edge.i + 1)
    trimmed = trim(head.doc, (start, end))
    return trimmed if trimmed is not None else (head.i, head.i + 1)


def trim(doc: Doc, piece: Range) -> Range | None:
    start, end = piece
    while start < end and (doc[start].is_space or doc[start].text in {",", ".", ";", ":", "-", "–", "—"}):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in {",", ".", ";", ":", "-", "–", "—"}):
        end -= 1
    return (start, end) if start < end else None
