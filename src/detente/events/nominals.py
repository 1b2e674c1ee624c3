"""Statements that a noun or an adjective makes: "the claim that", "her support for", "is critical of", "sure that"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from detente.events.clauses import DAYS
from detente.events.contents import before_remark, listed, whole
from detente.events.modality import Speech, load_speech
from detente.events.speakers import owner_of, source_of
from detente.events.statements import Range

# Content, whose it is, its kind and its frame.
Found = tuple[list[Range], Token | None, str, str]
OWNERS = frozenset({"by", "from", "among"})


def nominal(token: Token, words: Speech) -> Found | None:
    """What a noun reports: a clause ("the claim that", "a plan to") or, where it has an owner, what it is about."""
    names = listed("NOUN", token.lemma_, token.text)
    if not names:
        return None
    for child, frame in _complements(token):
        kind = words.kind("NOUN", names, frame)
        if kind is None:
            continue
        if frame in {"fin", "inf"}:
            return [whole(child)], holder(token) or owner_of(token), kind, frame
        source = holder(token)
        if source is not None and not token.i < source.i < child.right_edge.i:
            return [_about(child)], source, kind, frame
    return None


def adjectival(token: Token, words: Speech) -> Found | None:
    """What an adjective or participle of belief reports of its subject: "sure that", "worried about", "eager to"."""
    names = listed("ADJ", token.lower_ if token.pos_ == "VERB" else token.lemma_, token.text)
    if not names:
        return None
    clauses = [c for c in token.children if c.i > token.i and (c.dep_ == "ccomp" or _that(c))]
    kind = words.kind("ADJ", names, "fin")
    if clauses and kind is not None:
        return [whole(c) for c in clauses], source_of(token), kind, "fin"
    for child, frame in _complements(token):
        kind = words.kind("ADJ", names, frame)
        if kind is not None and frame != "fin":
            return [_about(child)], _bearer(token), kind, frame
    return None


def _that(child: Token) -> bool:
    return child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children)


def _complements(token: Token) -> Iterator[tuple[Token, str]]:
    for child in token.children:
        if child.i <= token.i or not child.dep_.startswith(("acl", "ccomp", "appos", "nmod", "obl", "advcl", "xcomp")):
            continue
        word = next((c.lower_ for c in child.children if c.dep_ in {"mark", "case", "aux"} and c.i < child.i), None)
        if child.dep_.startswith(("nmod", "obl")) or (word not in {"that", "to"} and word is not None):
            if word is not None and child.lower_ not in DAYS:
                yield child, word
        elif word == "that" and child.dep_ in {"acl", "ccomp", "appos", "acl:that", "advcl"}:
            yield child, "fin"
        elif word == "to" and child.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
            yield child, "inf"


def _about(child: Token) -> Range:
    start, end = whole(child)
    end = before_remark(child, end)
    first = next((c for c in child.children if c.dep_ in {"mark", "case"} and c.lower_ != "to"), None)
    return (start + 1, end) if first is not None and first.i == start else (start, end)


def holder(noun: Token) -> Token | None:
    """Who holds the opinion or plan that a noun names: possessor, "from X", whoever voices it or is its supporter."""
    head = noun.head
    names = listed("VERB", head.lemma_, head.text) if noun.dep_ == "obj" else ()
    carried = load_speech().kind("VERB", names, "noun") is not None
    for child in noun.children:
        # "continued her attacks on" says whose they are better than the pronoun does.
        if child.dep_ == "nmod:poss":
            return (source_of(head) or child) if carried and child.pos_ == "PRON" else child
        if child.dep_.startswith("nmod") and any(c.dep_ == "case" and c.lower_ in OWNERS for c in child.children):
            return child
    if any(c.dep_ == "cop" for c in noun.children):
        return source_of(noun)
    return source_of(head) if carried else None


def _bearer(adjective: Token) -> Token | None:
    """Whom an adjective describes: its subject, or the noun that it follows."""
    source = source_of(adjective)
    if source is None and adjective.dep_ in {"amod", "acl"} and adjective.head.i < adjective.i:
        return adjective.head
    return source
