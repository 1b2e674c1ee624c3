"""English word forms back to the lemmas of the lexicon, whatever lemma the reader gave them.

A learnt lemmatiser errs on rare verbs, and a lexicon of thousands of entries would lose those. Its lemmas are known, so
their forms can be listed: regular ones by rule, the rest in `irregular.tsv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable

from detente.errors import InputError

_VOWELS = frozenset("aeiou")


def verb_forms(lemma: str) -> Iterator[str]:
    """Third person, past and -ing form, regular; a final consonant both single and doubled ("traveled, travelled")."""
    yield _with_s(lemma)
    if lemma.endswith("ie"):
        yield lemma + "d"
        yield lemma[:-2] + "ying"
    elif lemma.endswith("e"):
        yield lemma + "d"
        yield lemma[:-1] + "ing"
        yield lemma + "ing"
    elif _consonant_y(lemma):
        yield lemma[:-1] + "ied"
        yield lemma + "ing"
    else:
        yield lemma + "ed"
        yield lemma + "ing"
        if len(lemma) > 2 and lemma[-1] not in _VOWELS | set("wxy") and lemma[-2] in _VOWELS:
            yield lemma + lemma[-1] + "ed"
            yield lemma + lemma[-1] + "ing"
        if lemma.endswith("c"):
            yield lemma + "ked"
            yield lemma + "king"


def noun_forms(lemma: str) -> Iterator[str]:
    """The regular plural."""
    yield _with_s(lemma)


def _consonant_y(lemma: str) -> bool:
    return len(lemma) > 1 and lemma.endswith("y") and lemma[-2] not in _VOWELS


def _with_s(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if _consonant_y(lemma):
        return lemma[:-1] + "ies"
    return lemma + "s"


def read_irregular(path: Traversable) -> dict[tuple[str, str], tuple[str, ...]]:
    """`lemma TAB pos TAB forms divided by |`. Raises InputError that names file and line."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or cells[1] not in {"VERB", "NOUN"} or not all(cells):
            raise InputError(f"{path.name}, line {number}", "an irregular word is lemma, VERB or NOUN, and its forms")
        found[cells[0], cells[1]] = tuple(cells[2].split("|"))
    return found


class Forms:
    """Which of a given set of lemmas a word form may belong to."""

    def __init__(self, lemmas: Iterable[str], irregular: dict[tuple[str, str], tuple[str, ...]]) -> None:
        self._table: dict[tuple[str, str], set[str]] = {}
        for lemma in set(lemmas):
            verb = {lemma, *irregular.get((lemma, "VERB"), ()), *verb_forms(lemma)}
            noun = {lemma, *irregular.get((lemma, "NOUN"), ()), *noun_forms(lemma)}
            for pos, forms in (("VERB", verb), ("NOUN", noun)):
                for form in forms:
                    self._table.setdefault((form, pos), set()).add(lemma)

    def lemmas(self, form: str, lemma: str, pos: str) -> frozenset[str]:
        """Lemmas of a word form in lower case: the given one, and every known one that the form can be a form of."""
        kind = "NOUN" if pos == "PROPN" else pos
        return frozenset({form, lemma.lower(), *self._table.get((form, kind), ())})
