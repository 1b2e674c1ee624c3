"""Names as they are compared: folded words, their variants, and a table of word sequences for the longest match."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

# Small words inside names of persons, in any language.
PARTICLES = frozenset("abu ag al ben bin da de del della den der di do dos e el ibn la le ould ter van von y".split())

V = TypeVar("V")
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?=\s|$)")
_SEPARATE = re.compile(r"([\-/()\[\]\"“”;:!?]|,(?!\d))")  # "77,000" is one token

_STRAIGHT = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʻ": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
        "‐": "-",
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "ə": "a",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
    }
)


def plain(text: str) -> str:
    """The text with straight quotes and hyphens and without diacritics; case is kept."""
    if text.isascii():
        return text.replace("`", "'")
    text = unicodedata.normalize("NFKD", text.translate(_STRAIGHT))
    return "".join(c for c in text if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Lower case, no diacritics, no full stops; "U.S." gives "us", "N'Djamena" "ndjamena", "&" "and"."""
    return "and" if text == "&" else plain(text).lower().replace(".", "").replace("'", "")


def words(text: str) -> list[str]:
    """A string cut the way the tokens of an article are: at spaces, hyphens, slashes and before a possessive."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return text.split()
    text = plain(text)
    if "'" in text:
        text = _POSSESSIVE.sub(" 's ", text)
    return _SEPARATE.sub(r" \1 ", text).split()


def keys(tokens: Iterable[str]) -> Iterator[str]:
    """Folded tokens without hyphens and empty ones, so that "Al-Qaeda", "al Qaeda" and "Al - Qaeda" agree."""
    for token in tokens:
        key = fold(token)
        if key and key != "-":
            yield from key.split("-") if "-" in key else (key,)


def key(phrase: str) -> tuple[str, ...]:
    """The folded words under which a phrase is filed."""
    if phrase.isascii() and phrase.replace(" ", "").isalpha():  # most are, and need no folding
        return tuple(phrase.lower().split())
    return tuple(keys(words(phrase)))


class Phrases(Generic[V]):
    """Values filed under sequences of folded words; finds the longest that starts at a token.

    `starts` has the first word of each phrase, with the number of words of the longest that it begins.
    """

    def __init__(self) -> None:
        self._values: dict[tuple[str, ...], list[V]] = {}
        self.starts: dict[str, int] = {}
        self._second: dict[str, set[str]] = {}  # the words that follow a first word

    def add(self, phrase: str, value: V) -> None:
        filed = key(phrase)
        if not filed:
            return
        self._values.setdefault(filed, []).append(value)
        if len(filed) > self.starts.get(filed[0], 0):
            self.starts[filed[0]] = len(filed)
        if len(filed) > 1:
            self._second.setdefault(filed[0], set()).add(filed[1])

    def put(self, phrase: str, value: V) -> None:
        """Files a value before those that are filed under the phrase already."""
        self.add(phrase, value)
        values = self._values.get(key(phrase), [])
        if values:
            values.insert(0, values.pop())

    def drop(self, phrase: str) -> None:
        """Takes away what is filed under exactly this phrase."""
        self._values.pop(key(phrase), None)

    def copy(self) -> Phrases[V]:
        """Another with the same values, to which more can be added."""
        other: Phrases[V] = Phrases()
        other._values = {key: list(values) for key, values in self._values.items()}
        other.starts = dict(self.starts)
        other._second = {first: set(following) for first, following in self._second.items()}
        return other

    def get(self, phrase: Sequence[str]) -> Sequence[V]:
        """Values filed under exactly these folded words."""
        return self._values.get(tuple(phrase), ())

    def longest(self, tokens: Sequence[str], start: int) -> Sequence[tuple[int, Sequence[V]]]:
        """(end, values) for each phrase that begins at `start`, the longest first.

        `tokens` are folded; tokens "-" are skipped inside a phrase, so that hyphenated and spaced spellings agree.
        """
        first = tokens[start]
        limit = self.starts.get(first)
        if limit is None:
            return ()
        taken: tuple[str, ...] = (first,)
        alone = self._values.get(taken)
        following = tokens[start + 1] if start + 1 < len(tokens) else ""
        plain = limit == 1 or (following.isalpha() and following not in self._second[first])  # most go on no further
        if plain or start + 1 == len(tokens):
            return ((start + 1, alone),) if alone is not None else ()
        found = [(start + 1, alone)] if alone is not None else []
        end = start + 1
        while end < len(tokens) and len(taken) < limit:
            token = tokens[end]
            end += 1
            if token == "-" or not token:
                continue
            taken += tuple(token.split("-")) if "-" in token else (token,)
            values = self._values.get(taken)
            if values:
                found.append((end, values))
        found.reverse()
        return found

    def values(self) -> Iterator[V]:
        """Everything that is filed, by phrase."""
        for values in self._values.values():
            yield from values

    def __len__(self) -> int:
        return len(self._values)
