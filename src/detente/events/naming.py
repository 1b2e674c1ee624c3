"""The phrase of an agreement or a dispute: its noun, its proper name, what it is on, its year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from detente.events.tree import TIMES, preposition
from detente.events.undertakings import Nouns, words
from detente.records import Sentence

ON = frozenset("on over about regarding concerning covering".split())
AGAINST = frozenset({"against"})  # "a convention against torture"
TO = frozenset("to for".split())  # "a solution to the lawsuit", "a roadmap for peace"
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_PLAIN = frozenset(
    """new old recent late early first second third last final other same similar such bilateral multilateral joint
    mutual international historic landmark major key important interim preliminary initial draft comprehensive
    formal informal current previous former existing original long-term long-standing longstanding ongoing
    bitter diplomatic possible potential proposed planned so-called controversial more many several any legal
    good bad great better worse fair unfair big small secret written verbal strategic basic general broad
    special separate signed additional further another various alleged""".split()
)
DEFINITE = frozenset("the this that these those its their his her both".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """`head` and `last` are tokens, `start` and `end` characters; `need` as in nouns.tsv."""

    kind: str
    need: str
    noun: str
    head: int
    last: int
    start: int
    end: int
    name: str | None
    known: str | None
    topic: str | None
    year: int | None
    definite: bool


def phrase(doc: Doc, i: int, sentence: Sentence, nouns: Nouns) -> Phrase | None:
    """The mention that begins with a known name at token `i`, or whose noun stands there; None where there is none."""
    known = _known(doc, i, sentence, nouns)
    if known is not None:
        return known
    token = doc[i]
    lemma = token.lemma_.lower()
    if lemma not in nouns.nouns or token.pos_ not in {"NOUN", "PROPN"}:
        return None
    if token.dep_ == "compound" and token.head.pos_ in {"NOUN", "PROPN"} and token.head.lemma_.lower() in nouns.nouns:
        return None  # "ceasefire agreement" is one
    kind, need = nouns.nouns[lemma]
    first = _first_capital(token)
    last = _name_end(token)
    name = doc[first : last + 1].text if (first < token.i or last > token.i) and token.text[:1].isupper() else None
    topic = _topic(token, need, named=name is not None)
    if (need == "name" and name is None and topic is None) or (need == "on" and topic is None):
        return None
    return Phrase(
        kind=kind,
        need=need,
        noun=lemma,
        head=token.i,
        last=max(last, token.i),
        start=doc[min(token.left_edge.i, first)].idx,
        end=doc[max(last, token.i)].idx + len(doc[max(last, token.i)]),
        name=name,
        known=None,
        topic=topic,
        year=_year(token),
        definite=any(c.lower_ in DEFINITE for c in token.children),
    )


def _known(doc: Doc, i: int, sentence: Sentence, nouns: Nouns) -> Phrase | None:
    opening = doc[i].text
    if not (opening[:1].isupper() or opening[:1].isdigit()):
        return None
    longest = nouns.longest.get(words(opening)[0], 0)
    for end in range(min(i + 2 * longest, sentence.last_token), i, -1):
        found = nouns.names.get(words(doc[i:end].text))
        if found is None:
            continue
        head = doc[i:end].root
        return Phrase(
            kind=found.kind,
            need="",
            noun=head.lemma_.lower(),
            head=head.i,
            last=end - 1,
            start=doc[i].idx,
            end=doc[end - 1].idx + len(doc[end - 1]),
            name=found.name,
            known=found.id,
            topic=None,
            year=found.year,
            definite=True,
        )
    return None


def _first_capital(token: Token) -> int:
    """The first of the capitalised words right before the noun that belong to it."""
    first = token.i
    while first - 1 >= token.left_edge.i:
        before = token.doc[first - 1]
        joined = before.text in {"-", "–"} and first - 2 >= token.left_edge.i
        if not (before.text[:1].isupper() or joined) or before.pos_ == "DET":
            break
        first -= 1
    return first


def _name_end(token: Token) -> int:
    """The last word of a name that goes on: "Treaty of Lisbon", "Convention on the Law of the Sea"."""
    last = token.i
    if not token.text[:1].isupper():
        return last
    for child in token.children:
        if child.lower_ in TIMES or child.ent_type_ == "DATE":
            continue
        if child.i > token.i and child.dep_.startswith("nmod") and child.text[:1].isupper():
            inside = [t for t in child.subtree if t.i > token.i]
            if all(t.text[:1].isupper() or t.pos_ in {"ADP", "DET", "CCONJ"} for t in inside):
                last = max(last, inside[-1].i)
    return last


def _topic(token: Token, need: str, *, named: bool) -> str | None:
    """What it is on: "on former comfort women", "over the islands"; "nuclear" and "trade" before the noun."""
    preps = ON | TO if need == "name" else ON | AGAINST if need == "on" else ON
    for child in token.children:
        if child.i > token.i and child.dep_.startswith(("nmod", "obl", "acl")) and preposition(child) in preps:
            inside = [t for t in child.subtree if t.dep_ not in {"case", "det"} or t.head.i != child.i]
            cut = min((t.left_edge.i for t in inside if t.dep_.startswith("acl") and t.i > child.i), default=None)
            kept = [t for t in inside if cut is None or t.i < cut]
            if kept:
                return token.doc[kept[0].i : kept[-1].i + 1].text
    if named or need:
        return None
    before = [
        child
        for child in token.children
        if child.i < token.i
        and child.dep_ in {"amod", "compound"}
        and child.text[:1].islower()
        and child.lower_ not in _PLAIN
        and child.pos_ in {"NOUN", "ADJ"}
    ]
    return token.doc[before[0].left_edge.i : before[-1].i + 1].text if before else None


def _year(token: Token) -> int | None:
    for child in token.children:
        if _YEAR.fullmatch(child.text) and (child.i < token.i or preposition(child) in {"of", "from", "in"}):
            return int(child.text)
    return None
