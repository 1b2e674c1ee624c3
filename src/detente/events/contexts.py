"""PLOVER contexts of a sentence, by the words that name a matter (`data/contexts/contexts.tsv`)."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc

from detente.tables import read_table


@cache
def _words() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First lemma -> (all lemmas, context)."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in read_table("contexts", "contexts.tsv"):
        for entry in row["words"].split():
            lemmas = tuple(entry.split("_"))
            found.setdefault(lemmas[0], []).append((lemmas, row["context"]))
    return {first: tuple(entries) for first, entries in found.items()}


def contexts(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """Contexts of tokens `start` to `end` (half-open), sorted."""
    table = _words()
    lemmas = [t.lemma_.lower() for t in doc[start:end]]
    lowers = [t.lower_ for t in doc[start:end]]
    found: set[str] = set()
    for i, (lemma, lower) in enumerate(zip(lemmas, lowers, strict=True)):
        for first in {lemma, lower}:
            for words, context in table.get(first, ()):
                if context not in found and all(
                    i + k < len(lemmas) and word in (lemmas[i + k], lowers[i + k]) for k, word in enumerate(words)
                ):
                    found.add(context)
    return tuple(sorted(found))
