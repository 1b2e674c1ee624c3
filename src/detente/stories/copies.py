"""Near-identical texts: one agency's report as many papers print it, whole, cut or in another order of sentences.

A text is known by a MinHash signature of its runs of words. Two texts are compared when they were published within some
days of each other and agree in a few of the signature's keys; how many keys they share estimates how much of the text
they share.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from rensa import RMinHash

from detente.records import Article, Sentence, stable_hash
from detente.tables import read_table

SHINGLE = 4  # words of a run
SLOTS = 128  # of the signature
BAND = 2  # slots of a key
SEED = 1
FEWEST = 8  # runs of words
# Mixes the place of a key in the signature into it: the same slots elsewhere are another key.
_STEP = 0x9E3779B97F4A7C15
_WORD = re.compile(r"\w+")
EDGE = 300  # characters at either end of a text where its agency is named
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Copy:
    """One article's text, as copies are told by it.

    published: day counted from 1970-01-01. size: different runs of words. keys: hashes of pairs of slots of the
    signature, empty where the text is too short to tell. agency: the agency that the text credits. fingerprint: the
    same for texts of one day that cannot be told apart.
    """

    article_id: str
    published: int | None
    source: str | None
    agency: str | None
    size: int
    keys: tuple[int, ...]
    fingerprint: str


def copy(article: Article, article_id: str, sentences: Sequence[Sentence]) -> Copy:
    """The row of one article. sentences: those of its prose; without any the whole text counts."""
    spans = [(s.start, s.end) for s in sentences if s.kind == "body"] or [(0, len(article.text))]
    runs = shingles(article.text[start:end] for start, end in spans)
    published = None if article.published is None else article.published.toordinal() - _EPOCH
    found = keys(runs)
    fingerprint = stable_hash(*found, len(runs), published, None if found else article_id)
    return Copy(article_id, published, article.source, agency(article.text), len(runs), found, fingerprint)


def shingles(parts: Iterable[str]) -> set[str]:
    """The different runs of words, none across the border of two parts: their order does not matter."""
    found: set[str] = set()
    for part in parts:
        words = _WORD.findall(part.lower())
        found.update(" ".join(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1)))
    return found


def keys(runs: Collection[str]) -> tuple[int, ...]:
    """The keys of a text with these runs of words; none where there are too few to tell."""
    if len(runs) < FEWEST:
        return ()
    signature = RMinHash(num_perm=SLOTS, seed=SEED)
    signature.update(sorted(runs))
    slots = signature.digest()
    found = (slots[n] << 32 | slots[n + 1] for n in range(0, SLOTS, BAND))
    # Below 2**63, so that it is a signed integer of 64 bits everywhere.
    return tuple(((both + n * _STEP) * _STEP & (2**64 - 1)) >> 1 for n, both in enumerate(found))


def agency(text: str) -> str | None:
    """The agency or paper that a text credits in brackets near its beginning or end: "TOKYO (Kyodo) - "."""
    names, pattern = _agencies()
    found = pattern.search(text[:EDGE]) or pattern.search(text[-EDGE:])
    return names[found[1].lower()] if found else None


@cache
def _agencies() -> tuple[dict[str, str], re.Pattern[str]]:
    names: dict[str, str] = {}
    for row in read_table("actors", "media.tsv"):
        first, *others = row["names"].split("|")
        names |= {name.lower(): first for name in (first, *others)}
    listed = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return names, re.compile(rf"[(\[]({listed})[)\]]", re.I)
