"""A person and a tenure as the builder handles them, before they become rows of persons.tsv and tenures.tsv."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from detente.actors.names import PARTICLES

# With those that the tables of leaders have beside them.
NAME_PARTICLES = PARTICLES | {"of", "st", "und", "zu"}


@dataclass
class Tenure:
    """`person` is a full or family name as the source has it; days None where unknown; `grain` day, month or year."""

    code: str
    office: str
    given: str
    family: str
    start: date | None
    end: date | None
    grain: str
    source: str
    family_first: bool = False
    aliases: tuple[str, ...] = ()
    seen_from: date | None = None  # days on which the source is known to name the holder
    seen_until: date | None = None

    @property
    def name(self) -> str:
        parts = (self.family, self.given) if self.family_first else (self.given, self.family)
        return " ".join(p for p in parts if p)


@dataclass(eq=False)
class Person:
    id: str
    code: str
    name: str
    family: str
    aliases: set[str] = field(default_factory=set)
    tenures: list[Tenure] = field(default_factory=list)


def fold(text: str) -> str:
    """Lower case without diacritics, apostrophes, hyphens and full stops."""
    text = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("ø", "o").replace("đ", "d").replace("ı", "i"))
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    text = re.sub(r"['’‘`ʻ´.]", "", text)
    return re.sub(r"[\s\-–_]+", " ", text).strip()


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def capitalised(word: str) -> str:
    """AL-SUDANI -> al-Sudani, FERNANDEZ -> Fernandez, O'NEILL -> O'Neill, McDONALD -> McDonald; mixed case is kept."""
    if not word.isupper() or len(word) < 2:
        if re.match(r"^(al|el|as|an|ad|ar|ash|az)-[A-Z]{2,}", word):
            head, tail = word.split("-", 1)
            return head + "-" + capitalised(tail)
        if re.match(r"^(Mc|Mac|O'|D')[A-Z]{2,}$", word):
            cut = 3 if word.startswith("Mac") else 2
            return word[:cut] + word[cut:].capitalize()
        return word
    return re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), word)
