"""The words of data/matters: nouns of agreements and disputes, names, and what verbs and nouns say is done to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from detente.events.arguments import slots_of
from detente.events.inflect import Forms, read_irregular
from detente.events.tree import preposition
from detente.tables import read_table


@dataclass(frozen=True, slots=True)
class Name:
    """A row of names.tsv."""

    id: str
    kind: str
    name: str
    parties: tuple[str, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done to a matter: the act, what it comes to where it is denied, and the token that tells it."""

    act: str
    denied: str
    token: int


class Nouns:
    """Nouns by lemma, names by their folded words, and how many words the longest name has by its first."""

    def __init__(self) -> None:
        rows = list(read_table("matters", "nouns.tsv"))
        self.nouns = {noun: (row["kind"], row["need"]) for row in rows for noun in row["nouns"].split()}
        self.names: dict[tuple[str, ...], Name] = {}
        for row in read_table("matters", "names.tsv"):
            name = Name(
                row["id"],
                row["kind"],
                row["name"],
                tuple(row["parties"].split()),
                int(row["year"]) if row["year"] else None,
            )
            for written in row["names"].split("|"):
                self.names[words(written)] = name
        self.longest: dict[str, int] = {}
        for first, *rest in self.names:
            self.longest[first] = max(self.longest.get(first, 0), 1 + len(rest))

    @staticmethod
    @cache
    def load() -> Nouns:
        """The tables, read once a process."""
        return Nouns()


def names() -> dict[str, Name]:
    """Names by id."""
    return {name.id: name for name in Nouns.load().names.values()}


def words(text: str) -> tuple[str, ...]:
    """A name as it is compared: an acronym keeps its capitals, other words lose theirs; hyphens part words."""
    parts = text.replace("-", " ").replace("–", " ").split()
    return tuple(p if p.isupper() and len(p) > 2 else p.lower() for p in parts)


@cache
def _acts() -> dict[tuple[str, str, str], tuple[str, str]]:
    """(kind, lemma, slot) -> (act, what it comes to where it is denied)."""
    found: dict[tuple[str, str, str], tuple[str, str]] = {}
    for row in read_table("matters", "acts.tsv"):
        for verb in row["verbs"].split():
            lemma, _, prep = verb.lstrip("+").partition(":")
            lemma, _, slot = lemma.partition("@")
            found[row["kind"], lemma, slot or (f"obl:{prep}" if prep else "obj")] = (
                ("" if verb.startswith("+") else row["act"]),
                row["denied"],
            )
        for noun in row["nouns"].split():
            found[row["kind"], noun, "noun"] = row["act"], row["denied"]
    return found


@cache
def _forms() -> Forms:
    irregular = read_irregular(files("detente").joinpath("data", "lexicon", "irregular.tsv"))
    return Forms((lemma for _, lemma, _ in _acts()), irregular)


def lookup(kind: str, node: Token, slot: str) -> tuple[str, str] | None:
    """The act that a word tells with a matter in this slot, and what it comes to where it is denied."""
    table = _acts()
    lemmas = _forms().lemmas(node.lower_, node.lemma_, "VERB" if node.pos_ == "AUX" else node.pos_)
    return next((table[kind, lemma, slot] for lemma in sorted(lemmas) if (kind, lemma, slot) in table), None)


def deeds(head: Token, kind: str) -> Iterator[Deed]:
    """What the words around a matter's noun do to it: its verb, the noun it depends on, its relative clauses."""
    for node, slots in _around(head):
        for slot in slots:
            found = lookup(kind, node, slot)
            if found is not None and (found[0] or _denied(node)):
                yield Deed(found[0] or found[1], found[1], node.i)
                break


def _around(head: Token) -> Iterator[tuple[Token, tuple[str, ...]]]:
    top = head
    while top.dep_ == "conj":
        top = top.head
    above = top.head
    if above.i != top.i:
        if above.pos_ in {"VERB", "AUX"}:
            filled = slots_of(above)
            yield above, tuple(slot for slot, fillers in filled.items() if top.i in fillers)
        elif above.pos_ in {"NOUN", "PROPN"} and (top.dep_.startswith("nmod") or top.dep_ == "compound"):
            yield above, ("noun",)
    for child in clauses(head):
        yield child, ("obj", *(f"obl:{p}" for c in child.children if (p := preposition(c))))


def clauses(head: Token) -> Iterator[Token]:
    """Verbs of the clauses that say what was done to a matter: "the deal signed in May", "the deal that was made".

    After "on" and a noun such a clause hangs on that noun as often as on the agreement: where its verb is one of making
    or ending agreements, it is the agreement's.
    """
    for child in head.children:
        if child.dep_.startswith("acl") and child.pos_ == "VERB" and head.i in slots_of(child).get("obj", ()):
            yield child
        if child.i > head.i and child.dep_.startswith("nmod") and child.pos_ == "NOUN":
            for inner in child.children:
                making = lookup("agreement", inner, "obj") is not None or inner.lemma_.lower() in {"make", "reach"}
                if inner.dep_.startswith("acl") and making and child.i in slots_of(inner).get("obj", ()):
                    yield inner


def _denied(node: Token) -> bool:
    while True:
        if any(child.lower_ in {"not", "n't", "n’t", "never"} for child in node.children):
            return True
        if node.dep_ != "xcomp":
            return False
        node = node.head
