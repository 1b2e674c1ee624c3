"""Where a deed took place, as named in its own clause."""

from __future__ import annotations

from detente.events.tree import preposition
from detente.records import Parse, Span

LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "off"})


def place(parse: Parse, carrier: int) -> Span | None:
    """The words of a named place under the predicate's "in", "at", "near"; None where the clause names none."""
    doc = parse.doc
    for child in doc[carrier].children:
        if child.dep_.startswith(("obl", "nmod")) and preposition(child) in LOCATIVE and child.ent_type_ == "LOC":
            first = last = child.i
            while doc[first].ent_iob_ == "I":
                first -= 1
            while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
                last += 1
            return parse.span(doc[first].idx, doc[last].idx + len(doc[last]))
    return None
