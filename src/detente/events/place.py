"""Where a deed took place, as named in its own clause."""

from __future__ import annotations

from detente.events.arguments import preposition
from detente.records import Parse, Span

LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "off"})


def place(parse: Parse, carrier: int) -> Span | None:
    """The words of a named place under the predicate's "in", "at", "near"; None where the clause names none."""
    doc = parse.doc
    names = {i for e in doc.ents if e.label_ == "LOC" for i in range(e.start, e.end)}
    for child in doc[carrier].children:
        if child.dep_.startswith(("obl", "nmod")) and preposition(child) in LOCATIVE and child.i in names:
            span = next(e for e in doc.ents if e.start <= child.i < e.end)
            return parse.span(span.start_char, span.end_char)
    return None
