"""What governs an event up the tree, and what the governor does to it: plans, hopes, refusals, denials, conditions."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from detente.events.arguments import singled_out
from detente.events.clauses import NOMINAL, SUBJECTS, bearer_of, copula, fixed, lemmas, perfect
from detente.events.misread import gerund_behind
from detente.events.modality import Effect, Modality
from detente.events.speakers import detached
from detente.events.tree import called, joined_to

DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "our", "my", "your"})


@dataclass(frozen=True, slots=True)
class Step:
    """One word further out: the governor, what it does to the event (None: nothing), whether the climb ends there.

    tensed: whether the governor takes the event as a finite clause.
    """

    governor: Token
    effect: Effect | None
    why: str
    last: bool = False
    tensed: bool = False


def outward(node: Token, words: Modality, *, inside: bool = False) -> Step | None:
    """The word that governs `node` and what it does to it; None where the clause stands on its own.

    inside: what is judged is not `node` but something in it, as the visit in "an offer to visit".
    """
    head, dep = node.head, node.dep_
    if head.i == node.i or dep in {"root", "ROOT"}:
        return None
    if dep == "conj":
        return Step(detached(node) or joined_to(node), None, "joined")
    if dep in {"acl:relcl", "parataxis", "dislocated", "discourse", "vocative", "list", "orphan"}:
        return None
    if dep == "appos":
        return Step(head, None, "apposition")
    if dep.startswith("acl") and _participle(node):
        return None
    names = lemmas(head)
    if gerund_behind(head) == node:
        dep, names = "xcomp", (f"{head.lemma_.lower()}_{node.nbor(-1).lower_}", *names)
    first = singled_out(node)
    if first is not None:
        linked = first.head if first.dep_ == "xcomp" else first
        return Step(linked, Effect("holds"), f"{first.text} to {node.text}")
    if _named(node):
        return Step(head, Effect("claim", "claimed"), f"what is called {node.text}")
    question = _question(node)
    if question is not None:
        return Step(head, question, f"{head.text} (embedded question)", tensed=True)
    raised = _raised(node)
    if raised is not None:
        head, dep = raised, "nsubj:pass" if any(c.dep_ == "aux:pass" for c in raised.children) else "nsubj"
    pos = "NOUN" if head.pos_ in NOMINAL else head.pos_
    frames = _frames(node, head, dep)
    effect = words.governor(pos, names if head.i == node.head.i else lemmas(head), frames)
    if "inf" in frames and _past_duty(head, effect):
        effect = Effect("holds")
    if effect is not None and "fin" in frames:
        effect = _urged(node, effect)
    if dep.startswith("advcl"):
        return _adverbial(node, head, effect, words)
    if node.pos_ in NOMINAL and not copula(node):
        return _nominal(node, head, dep, effect, words, inside)
    if effect is not None:
        return Step(head, effect, f"{head.text} ({frames[0]})", tensed="fin" in frames)
    if dep == "xcomp":
        ahead = _infinitive(node) and not perfect(bearer_of(node))
        return Step(head, Effect("prospect", "intended") if ahead else Effect("holds", None), head.text)
    if dep.startswith("csubj") and _infinitive(node):
        return Step(head, Effect("possible", "possible"), f"to {node.text}")
    if dep == "ccomp" or dep.startswith("csubj"):
        return Step(head, Effect("report", None), head.text)
    if dep.startswith("acl") and _infinitive(node):
        if _ranked(head):
            return Step(head, Effect("holds"), f"{head.text} of a rank to {node.text}")
        return Step(head, Effect("prospect", "intended"), f"{head.text} to {node.text}")
    return None


def _named(node: Token) -> bool:
    """ "what Kyiv called [an attack]", "what it said was [an attack]"."""
    if node.pos_ not in NOMINAL:
        return False
    frees = (node.head.head, *(c for c in node.children if c.dep_.startswith("nsubj")))
    found = (called(what) for what in (*frees, *(c for c in node.head.children if c.dep_ == "obj")))
    return any(pair is not None and pair[1].i == node.i for pair in found)


def _ranked(noun: Token) -> bool:
    """ "the first leader to visit": who is ranked by a deed did it."""
    return any(c.dep_ in {"amod", "advmod"} and c.lower_ in RANKS for c in noun.children)


RANKS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth", "last", "latest"})


def _raised(node: Token) -> Token | None:
    """The infinitive whose subject stands higher up: the start in "talks are not expected to start"."""
    if node.dep_ not in {"nsubj", "nsubj:pass"} or node.pos_ not in NOMINAL or copula(node):
        return None
    return next((c for c in node.head.children if c.dep_ == "xcomp" and _infinitive(c)), None)


def _participle(node: Token) -> bool:
    """ "a warning issued in May", "protesters holding banners": a relative clause cut short, not what the noun says."""
    if node.tag_ not in {"VBN", "VBG"} or copula(node):
        return False
    return not any(c.dep_ in {"mark", "case", "aux"} or c.dep_ in SUBJECTS for c in node.children)


def _question(node: Token) -> Effect | None:
    """What an embedded question makes of its event: "whether" leaves it open, "why" and "who" take it for granted."""
    if node.dep_ not in {"ccomp", "acl", "csubj", "csubj:pass"} or _infinitive(node):
        return None
    if any(c.dep_ == "mark" and c.lower_ in {"whether", "if"} for c in node.children):
        return Effect("open", "possible")
    tensed = node.tag_ in {"VBZ", "VBP", "VBD"} or _finite_auxiliary(node)
    before = [c for c in node.children if c.i < node.i and c.dep_ != "mark"]
    before += [c for phrase in before for c in phrase.children]
    if tensed and any(c.tag_ in {"WRB", "WP", "WDT"} for c in before):
        return Effect("known")
    return None


def _past_duty(head: Token, effect: Effect | None) -> bool:
    """ "had to leave" is told of who left; "has to leave" and "did not have to" are not."""
    if effect is None or effect.strength != "urged" or head.lemma_ != "have":
        return False
    return head.tag_ == "VBD" or (head.tag_ == "VBN" and not any(c.tag_ == "MD" for c in head.children))


def _urged(node: Token, effect: Effect) -> Effect:
    """A finite clause under a verb of urging is urged only in the subjunctive: "demanded that X leave" but "insisted
    that X left"."""
    if effect.strength != "urged" or effect.kind != "possible":
        return effect
    auxiliaries = {c.lower_ for c in bearer_of(node).children if c.dep_ in {"aux", "aux:pass", "cop"}}
    urged = bool(auxiliaries & {"should", "must"}) or (not auxiliaries and bearer_of(node).tag_ == "VB")
    passive = auxiliaries == {"be"}
    return effect if urged or passive else Effect("report", None)


def _infinitive(node: Token) -> bool:
    return any(c.dep_ in {"mark", "aux"} and c.lower_ == "to" for c in node.children) and not any(
        c.dep_ == "aux" and c.tag_ in {"VBZ", "VBP", "VBD"} for c in node.children
    )


def _frames(node: Token, head: Token, dep: str) -> tuple[str, ...]:
    """The ways in which `node` may hang on `head` by the relation `dep`, the nearest first."""
    case = next((fixed(c) for c in node.children if c.dep_ == "case"), None)
    mark = next((fixed(c) for c in node.children if c.dep_ == "mark" and c.lower_ != "to"), None)
    found: list[str] = []
    if mark in ADJUNCT:
        return () if _finite(node) else (mark,)
    if node.pos_ in NOMINAL and not copula(node):
        given = any(c.dep_ == "obj" for c in head.children)
        if dep == "obj" or (dep == "nsubj:pass" and not given):
            found.append("np")
        elif dep in {"nsubj", "csubj"}:
            found.append("subj")
        elif case is not None:
            found.append(case.split("_")[0])
        elif dep in {"compound", "nmod:unmarked", "amod"} and head.pos_ in NOMINAL:
            found += ["of", "for", "inf"]
        elif dep in {"xcomp", "ccomp"}:
            found += ["np", "fin"]
        return tuple(found)
    asked = mark in {"if", "whether"} or any(c.dep_ == "advmod" and c.tag_ == "WRB" for c in node.children)
    if asked and dep in {"ccomp", "xcomp", "acl", "csubj"}:
        found.append("wh")
    if _infinitive(node):
        found.append("inf")
    elif dep.startswith("advcl") and _finite(node):
        return ()
    elif mark is not None and mark not in {"that", "if", "whether"}:
        found += [mark, "ing"]
    elif node.tag_ == "VBG" and not _finite_auxiliary(node):
        found.append("ing")
    if dep in {"ccomp", "acl", "csubj", "csubj:pass", "acl:cleft"} and not _infinitive(node):
        found.append("fin")
    if dep.startswith("csubj"):
        found.append("subj")
    if dep == "xcomp" and not found:
        found += ["np", "inf"]
    return tuple(found)


def _finite_auxiliary(node: Token) -> bool:
    return any(c.dep_ in {"aux", "aux:pass", "cop"} and c.tag_ in {"VBZ", "VBP", "VBD"} for c in node.children)


def _adverbial(node: Token, head: Token, effect: Effect | None, words: Modality) -> Step | None:
    mark = next((c for c in node.children if c.dep_ == "mark"), None)
    name = fixed(mark) if mark is not None else ""
    found = words.clauses.get(("mark", name))
    if found is not None and found.status == "hypothetical":
        return Step(head, Effect("open", found.strength), f"{name} {node.text}", last=True)
    if effect is not None and name not in {"", "that"}:
        return Step(head, effect, f"{head.text} {name}")
    if _infinitive(node):
        if effect is not None and effect.kind in {"prospect", "possible", "fails"}:
            return Step(head, effect, head.text)
        only = any(c.lower_ == "only" for c in node.children)
        return Step(head, Effect("holds") if only else Effect("prospect", "intended"), f"purpose: to {node.text}")
    if not _finite(node):
        return Step(head, Effect("beside"), f"{name or 'participle'} under {head.text}")
    timed = {name, *(c.lower_ for c in node.children if c.dep_ == "advmod")} & TIMED
    past = node.tag_ == "VBD" or any(c.dep_ in {"aux", "aux:pass", "cop"} and c.tag_ == "VBD" for c in node.children)
    if timed and not past:
        return Step(head, Effect("beside"), f"{min(timed)} under {head.text}")
    return None


def _finite(node: Token) -> bool:
    """Whether an adverbial clause has a tense or a subject of its own."""
    if any(c.dep_ in SUBJECTS for c in node.children):
        return True
    return node.tag_ in {"VBZ", "VBP", "VBD"} or _finite_auxiliary(node)


# A gerund behind these is a circumstance and no complement: "rejected it after meeting", but "refrained from meeting".
ADJUNCT = frozenset({"as", "while", "when", "after", "before", "by", "since", "although", "though", "until", "than"})
TIMED = frozenset({"when", "once", "after", "until", "before", "as_soon_as", "till"})


def _nominal(node: Token, head: Token, dep: str, effect: Effect | None, words: Modality, inside: bool) -> Step | None:
    """An event noun under a verb, an adjective or another noun."""
    definite = any(c.dep_ == "nmod:poss" or (c.dep_ == "det" and c.lower_ in DEFINITE) for c in node.children)
    if any(c.dep_ == "case" and ("given", fixed(c)) in words.clauses for c in node.children):
        return Step(head, None, f"{head.text} because of {node.text}: it is taken for granted", last=True)
    if effect is not None and effect.kind == "known":
        return Step(head, None, f"{head.text} {node.text}: it is there", last=True)
    if effect is not None:
        uttered = effect.kind in {"spurn", "fails", "bar", "deny", "topic"} and _utterance(node, words)
        if uttered and inside and effect.kind != "topic":
            kind = "deny" if effect.kind == "deny" else "fails"
            return Step(head, Effect(kind, effect.strength), f"{head.text} the {node.text}")
        if uttered or (definite and effect.kind in {"spurn", "topic"}):
            return Step(head, None, f"{head.text} the {node.text}: it is taken for granted", last=True)
        kind = {"spurn": "fails", "topic": "possible"}.get(effect.kind, effect.kind)
        return Step(head, Effect(kind, effect.strength), f"{head.text} ({dep})")
    if head.pos_ in NOMINAL and not copula(head):
        return None
    if dep in {"nsubj", "nsubj:pass", "obj", "iobj", "xcomp", "ccomp", "obl", "obl:unmarked", "nsubj:outer"}:
        granted = definite and not _place_or_time(node) and not (dep == "nsubj" and copula(head))
        if granted:
            return Step(head, None, f"{head.text} the {node.text}: it is taken for granted", last=True)
        # What did not happen at a summit leaves the summit standing, and an attack that stops nobody is an attack.
        beside = dep.startswith("obl") or (dep == "nsubj" and head.pos_ == "VERB")
        kind = "scene" if definite and dep == "obl" and _scene(node) else "beside" if beside else "occur"
        return Step(head, Effect(kind), f"{head.text} {node.text}")
    return Step(head, None, head.text)


def _utterance(node: Token, words: Modality) -> bool:
    """Whether a noun denotes something said (request, offer, claim): it was said even where it is refused or denied."""
    return words.governor("NOUN", (node.lemma_.lower(),), ("inf", "fin")) is not None


def _scene(node: Token) -> bool:
    """ "at the summit", "during the talks": where and when a thing happens, which stands whether it does or not."""
    return any(c.dep_ == "case" and c.lower_ in {"at", "during"} for c in node.children)


def _place_or_time(node: Token) -> bool:
    return node.dep_ == "obl" and any(
        c.dep_ == "case" and c.lower_ in {"at", "during", "in", "to", "into"} for c in node.children
    )
