"""What governs an event up the tree, and what the governor does to it: plans, hopes, refusals, denials, conditions."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from detente.events.clauses import NOMINAL, SUBJECTS, bearer_of, copula, fixed, lemmas
from detente.events.modality import Effect, Modality

DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "our", "my", "your"})


@dataclass(frozen=True, slots=True)
class Step:
    """One word further out: the governor, what it does to the event (None: nothing), whether the climb ends there."""

    governor: Token
    effect: Effect | None
    why: str
    last: bool = False


def outward(node: Token, words: Modality) -> Step | None:
    """The word that governs `node` and what it does to it; None where the clause stands on its own."""
    head, dep = node.head, node.dep_
    if head.i == node.i or dep in {"root", "ROOT"}:
        return None
    if dep == "conj":
        return Step(head, None, "joined")
    if dep in {"acl:relcl", "parataxis", "dislocated", "discourse", "vocative", "list", "orphan"}:
        return None
    if dep == "appos":
        return Step(head, None, "apposition")
    pos = "NOUN" if head.pos_ in NOMINAL else head.pos_
    frames = _frames(node, head)
    effect = words.governor(pos, lemmas(head), frames)
    if effect is not None and "fin" in frames:
        effect = _finite(node, effect)
    if dep.startswith("advcl"):
        return _adverbial(node, head, effect, words)
    if node.pos_ in NOMINAL and not copula(node):
        return _nominal(node, head, effect, words)
    if effect is not None:
        return Step(head, effect, f"{head.text} ({frames[0]})")
    if dep == "xcomp":
        return Step(head, Effect("prospect", "intended") if _infinitive(node) else Effect("holds", None), head.text)
    if dep.startswith("csubj") and _infinitive(node):
        return Step(head, Effect("possible", "possible"), f"to {node.text}")
    if dep == "ccomp" or dep.startswith("csubj"):
        return Step(head, Effect("report", None), head.text)
    if dep.startswith("acl") and _infinitive(node):
        return Step(head, Effect("prospect", "intended"), f"{head.text} to {node.text}")
    return None


def _finite(node: Token, effect: Effect) -> Effect:
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


def _frames(node: Token, head: Token) -> tuple[str, ...]:
    """The ways in which `node` may hang on `head`, the nearest first."""
    dep = node.dep_
    case = next((fixed(c) for c in node.children if c.dep_ == "case"), None)
    mark = next((fixed(c) for c in node.children if c.dep_ == "mark" and c.lower_ != "to"), None)
    found: list[str] = []
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
    return any(c.dep_ in {"aux", "cop"} and c.tag_ in {"VBZ", "VBP", "VBD"} for c in node.children)


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
    finite = node.tag_ in {"VBZ", "VBP", "VBD"} or any(c.dep_ in SUBJECTS for c in node.children)
    if not finite:
        return Step(head, Effect("beside"), f"{name or 'participle'} under {head.text}")
    timed = {name, *(c.lower_ for c in node.children if c.dep_ == "advmod")} & TIMED
    past = node.tag_ == "VBD" or any(c.dep_ in {"aux", "aux:pass", "cop"} and c.tag_ == "VBD" for c in node.children)
    if timed and not past:
        return Step(head, Effect("beside"), f"{min(timed)} under {head.text}")
    return None


TIMED = frozenset({"when", "once", "after", "until", "before", "as_soon_as", "till"})


def _nominal(node: Token, head: Token, effect: Effect | None, words: Modality) -> Step | None:
    """An event noun under a verb, an adjective or another noun."""
    definite = any(c.dep_ == "nmod:poss" or (c.dep_ == "det" and c.lower_ in DEFINITE) for c in node.children)
    dep = node.dep_
    if effect is not None:
        uttered = effect.kind in {"spurn", "fails", "deny", "topic"} and _utterance(node, words)
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
        # What did not happen at a summit or because of an attack leaves the summit and the attack standing.
        kind = "beside" if dep.startswith("obl") else "occur"
        return Step(head, Effect(kind), f"{head.text} {node.text}")
    return Step(head, None, head.text)


def _utterance(node: Token, words: Modality) -> bool:
    """Whether a noun denotes something said (request, offer, claim): it was said even where it is refused or denied."""
    return words.governor("NOUN", (node.lemma_.lower(),), ("inf", "fin")) is not None


def _place_or_time(node: Token) -> bool:
    return node.dep_ == "obl" and any(
        c.dep_ == "case" and c.lower_ in {"at", "during", "in", "to", "into"} for c in node.children
    )
