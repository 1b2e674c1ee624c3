"""Finds the words that matter for actors in a row of tokens: names of bodies, titles, role nouns, markers of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from detente.actors.entries import Alias, Ambiguous, Role, Title
from detente.actors.names import fold, plain
from detente.actors.registry import Registry

FORMER = frozenset(
    {"former", "ex", "late", "ousted", "deposed", "exiled", "onetime", "erstwhile", "past", "outgoing-former"}
)
THEN = frozenset({"then"})
RELATIVES = frozenset(
    {
        "son",
        "daughter",
        "wife",
        "husband",
        "brother",
        "sister",
        "father",
        "mother",
        "widow",
        "nephew",
        "cousin",
        "uncle",
        "grandson",
        "family",
        "sons",
        "daughters",
        "brothers",
        "sisters",
        "relatives",
        "stepson",
        "granddaughter",
        "niece",
        "aunt",
    }
)
# "Russian-backed separatists", "the Yemen-based movement": the state says where from, not whose they are.
ATTACHED = frozenset(
    "backed led aligned sponsored supported funded occupied held based made born linked controlled run "
    "friendly trained armed allied owned educated speaking brokered mediated built ruled administered "
    "majority style".split()
)
PREFIXES = {
    "sino": "CHN",
    "franco": "FRA",
    "anglo": "GBR",
    "russo": "RUS",
    "indo": "IND",
    "greco": "GRC",
    "turco": "TUR",
    "italo": "ITA",
    "hispano": "ESP",
    "austro": "AUT",
    "nippo": "JPN",
    "luso": "PRT",
}
_ABBREVIATED = frozenset({"pm", "mp", "ceo"})  # "p.m." is no prime minister
_HYPHENS = frozenset({"-", "–", "—", "‑"})


_MARKS = {
    **dict.fromkeys(FORMER, "former"),
    **dict.fromkeys(THEN, "then"),
    **dict.fromkeys(("acting", "interim"), "acting"),
    "elect": "elect",
    **dict.fromkeys(RELATIVES, "relative"),
    **dict.fromkeys(PREFIXES, "prefix"),
}
# Tables of the registry that have a phrase which begins with a word.
_ALIAS, _PLACE, _AMBIGUOUS, _TITLE, _ROLE, _GENERAL, _MARK = (1 << n for n in range(7))


class Item(NamedTuple):
    """Tokens [start, end) and what they are: `aliases` of bodies, a `title`, a `role`, or a `mark` (former, then,
    elect ...)."""

    start: int
    end: int
    aliases: tuple[Alias, ...] = ()
    title: Title | None = None
    role: Role | None = None
    mark: str = ""
    ambiguous: Ambiguous | None = None


def capital(text: str) -> bool:
    """Whether the word begins with a capital letter, after "al-" too, or with one of a script that has none."""
    if text[:1] > "\u058f" and text[0].isalpha() and text[0].lower() == text[0].upper():
        return True
    return text[:1].isupper() or (text[:3].lower() in {"al-", "el-"} and text[3:4].isupper())


def acronym_fits(surface: Sequence[str], alias: str) -> bool:
    """ "US" and "U.S." but not "us"; from four letters on "Nato" and "Unesco" too."""
    letters = plain("".join(surface))
    if letters.isupper() or not any(c.isalpha() for c in letters):
        return True
    long = sum(c.isalpha() for c in alias) >= 4
    return long and letters[:1].isupper() and "." not in alias


class Scanner:
    """Cuts a row of tokens into items. `shouting` (a headline in capitals) distrusts acronyms of three letters and
    less. `wide`, for phrases known to be actors: cities and provinces are names too, of form "place", and general heads
    ("centre", "service") are nouns."""

    def __init__(self, registry: Registry, *, wide: bool = False) -> None:
        self.registry = registry
        self.wide = wide
        tables: list[tuple[int, Iterable[str]]] = [
            (_ALIAS, registry.aliases.starts),
            (_AMBIGUOUS, registry.ambiguous.starts),
            (_TITLE, registry.titles.starts),
            (_ROLE, registry.roles.starts),
            (_MARK, _MARKS),
        ]
        if wide:
            tables += [(_PLACE, registry.within.starts), (_GENERAL, registry.general)]
        self._begins: dict[str, int] = {}  # first words of phrases, with the tables that have one
        for table, words in tables:
            for word in words:
                self._begins[word] = self._begins.get(word, 0) | table

    def _fits(self, alias: Alias, surface: Sequence[str], shouting: bool) -> bool:
        if alias.acronym:
            if (
                shouting
                and sum(c.isalpha() for c in alias.text) <= 2
                and "." not in "".join(surface)
                and alias.text not in {"US", "UN", "EU", "UK"}
            ):
                return False
            return acronym_fits(surface, alias.text)
        if alias.lower:
            return True
        if len(surface) == 1 and surface[0][:1].isupper():
            return True
        if plain(alias.text)[:3].lower() in {"al-", "al "}:
            return any(capital(w) for w in surface)
        return all(capital(w) or not w[:1].isalpha() for w in surface if fold(w) not in alias.small)

    def scan(self, tokens: Sequence[str], *, shouting: bool = False) -> list[Item]:
        """The items in order; they do not overlap, the longest reading at each token wins."""
        return self.scan_folded(tokens, ["-" if t in _HYPHENS else fold(t) for t in tokens], shouting=shouting)

    def scan_folded(self, tokens: Sequence[str], folded: Sequence[str], *, shouting: bool = False) -> list[Item]:
        """The same, for tokens that are folded already."""
        items: list[Item] = []
        full_names = self.registry.full_names.starts
        at = 0
        while at < len(tokens):
            word = folded[at]
            if not word or word == "-":
                at += 1
                continue
            if word in full_names and (end := self._person(tokens, folded, at)) is not None:
                at = end
                continue
            item = self._item(tokens, folded, at, shouting)
            if item is None:
                at += 1
            else:
                items.append(item)
                at = item.end
        return items

    def _person(self, tokens: Sequence[str], folded: Sequence[str], at: int) -> int | None:
        """The end of a known person's full name that begins here: "John Major" has no major in it, "Israel Katz" no
        state. None where there is none, or where a title begins."""
        if at + 1 == len(tokens) or not capital(tokens[at]):
            return None
        for end, _ in self.registry.full_names.longest(folded, at):
            if end - at > 1 and all(capital(t) or not t[:1].isalpha() for t in tokens[at:end]):
                return None if self.registry.titles.longest(folded, at) else end
        return None

    def _item(self, tokens: Sequence[str], folded: Sequence[str], at: int, shouting: bool) -> Item | None:
        word, known = folded[at], self.registry
        begins = self._begins.get(word)
        if begins is None:
            return None
        upper = tokens[at][:1].isupper()
        best: Item | None = None
        if begins & _ALIAS:
            for end, aliases in known.aliases.longest(folded, at):
                surface = tokens[at:end]
                fitting = tuple([a for a in aliases if self._fits(a, surface, shouting)])
                if fitting:
                    best = Item(at, end, aliases=fitting)
                    break
        if upper and begins & _PLACE and (best is None or best.aliases[0].body.kind == "none"):
            for end, within in known.within.longest(folded, at)[:1]:
                if best is None or end >= best.end:
                    best = Item(at, end, aliases=tuple(within))
        if upper and begins & _AMBIGUOUS:
            for end, ambiguous in known.ambiguous.longest(folded, at)[:1]:
                mine = best is not None and any(a.layer for a in best.aliases)  # a user's name is not ambiguous
                if not mine and (best is None or end >= best.end):
                    best = Item(at, end, ambiguous=ambiguous[0])
        if begins & _TITLE and (tokens[at].isupper() or word not in _ABBREVIATED):
            for end, titles in known.titles.longest(folded, at)[:1]:
                if best is None or end > best.end:
                    roles = known.roles.get(tuple([w for t in folded[at:end] for w in t.split("-") if w]))
                    best = Item(at, end, title=titles[0], role=roles[0] if roles else None)
        if begins & _ROLE:
            for end, roles in known.roles.longest(folded, at)[:1]:
                if best is None or end > best.end:
                    best = Item(at, end, role=roles[0])
        if best is not None:
            return best
        if begins & _GENERAL:
            return Item(at, at + 1, role=known.general[word])
        return self._mark(tokens, folded, at) if begins & _MARK else None

    def _mark(self, tokens: Sequence[str], folded: Sequence[str], at: int) -> Item | None:
        """A word that says when somebody held an office, a relative, or the first half of "Sino-"."""
        word = folded[at]
        if word in PREFIXES:
            if at + 1 == len(tokens) or folded[at + 1] != "-":
                return None
            body = self.registry.bodies[PREFIXES[word]]
            return Item(at, at + 1, aliases=(Alias(body, "adjective", tokens[at]),))
        return Item(at, at + 1, mark=_MARKS[word])
