"""Words of the tables that stand inside somebody's name: "Victor" in "Judge Victor Marrero", "Jordan" in "Michael
Jordan", "and" in "Immigration and Naturalization Service"."""

from __future__ import annotations

from collections.abc import Sequence

from detente.actors.chunks import ENDING, Chunk
from detente.actors.entries import STATE_KINDS, Alias
from detente.actors.names import PARTICLES, fold
from detente.actors.registry import Registry
from detente.actors.scan import Item


def goes_on(chunk: Chunk, tokens: Sequence[str], folded: Sequence[str], items: dict[int, Item], at: int) -> bool:
    """Whether a small word stands inside a name: "Man-in", "Immigration and Naturalization Service"."""
    low = folded[at]
    if chunk.name and (chunk.name[-1] == "-" or low in PARTICLES):
        return True
    going_on = bool(chunk.name) and chunk.name_at + len(chunk.name) == at
    if low != "and" or not going_on or chunk.nouns:
        return False
    if tokens[at] == "&":
        return True
    for n in range(at + 1, len(tokens)):
        item = items.get(n)
        if item is not None and item.role is not None and item.title is None and item.role.kind != "person":
            return tokens[n][:1].isupper()
        if item is not None and item.title is not None and item.title.rank == "many":
            return tokens[n][:1].isupper() and n > at + 1
        if (item is not None and item.aliases) or folded[n] in ENDING or not tokens[n][:1].isupper():
            return False
    return False


def is_given_name(registry: Registry, chunk: Chunk, tokens: Sequence[str], item: Item) -> bool:
    """A noun with a capital letter inside a name ("Man-kei Tam") or behind one without ("leader Marine Le Pen")."""
    hyphen = item.end + 1 < len(tokens) and tokens[item.end] == "-"
    if hyphen and item.title is None and item.role and tokens[item.start].istitle() and tokens[item.end + 1].islower():
        return fold(f"{tokens[item.start]}{tokens[item.end + 1]}") != item.role.noun and item.end == item.start + 1
    if item.title is not None or item.mark or not tokens[item.start][:1].isupper():
        return False
    behind = bool(chunk.nouns) and chunk.nouns[-1].end == item.start
    if behind and tokens[item.start - 1].islower():
        return True
    if item.role is None or item.role.kind != "person" or item.end - item.start > 1:
        return False
    following = tokens[item.end] if item.end < len(tokens) else ""
    if following[:1].isupper() and (behind or not chunk.bodies):  # "Judge Victor Marrero"
        return fold(tokens[item.start]) in registry.given
    going_on = bool(chunk.name) and chunk.name_at + len(chunk.name) == item.start
    titled = bool(chunk.nouns) and chunk.nouns[-1].end == chunk.name_at and tokens[chunk.name_at - 1].islower()
    return going_on and (titled or fold(chunk.name[0]) in registry.given)  # "James Goldsmith"


def is_inside(registry: Registry, chunk: Chunk, tokens: Sequence[str], item: Item, alias: Alias) -> bool:
    """A state's or place's name inside a person's ("Michael Jordan", "Speaker Nancy Pelosi", "Queen Elizabeth")."""
    following = tokens[item.end] if item.end < len(tokens) else ""
    if alias.body.kind == "media" and item.end == item.start + 1 and following.istitle():
        return True  # "Independent Voters Network"
    if len(chunk.name) == 2 and chunk.name[-1] == "-" and alias.form in {"adjective", "demonym"}:
        chunk.name, chunk.name_at = [], -1  # "Afro-Colombian", "Hispanic-Americans"
        return False
    if alias.form == "demonym" and alias.text.lower() in registry.given and following.istitle():
        return True  # "Dane Cook"
    if alias.form in {"demonym", "seat"} or alias.body.kind not in {*STATE_KINDS, "none"}:
        return bool(chunk.name) and chunk.name[-1] == "-"
    head = chunk.nouns[-1].title if chunk.nouns and chunk.nouns[-1].end == item.start else None
    if head is not None and not (head.office or head.sector) and len(tokens) == item.end:
        return True  # "Ms. Monaco"
    if not chunk.name and not chunk.nouns and alias.form != "place" and len(tokens) == item.end:
        return False
    going_on = bool(chunk.name) and chunk.name_at + len(chunk.name) == item.start
    if going_on and len(chunk.name) > 1 and fold(chunk.name[-1]) in PARTICLES:
        return True  # "Leila de Lima"
    last = not following or fold(following) in ENDING or following == "'s"
    if going_on:
        behind = not chunk.nouns or chunk.nouns[-1].end == chunk.name_at
        given = alias.form != "adjective" or fold(chunk.name[0]) in registry.given  # "David French"
        initial = len(chunk.name) == 2 and len(chunk.name[1].rstrip(".")) == 1  # "Michael B. Jordan"
        return chunk.name[-1] == "-" or ((len(chunk.name) == 1 or initial) and behind and last and given)
    first = fold(tokens[item.start]) in registry.given and item.end - item.start == 1 and following.istitle()
    if alias.form != "place":
        alone = len(tokens) == item.end + 1 or (len(tokens) > item.end + 1 and fold(tokens[item.end + 1]) in ENDING)
        return first and alone and not chunk.nouns and fold(following) not in registry.general
    return first or (bool(chunk.nouns) and chunk.nouns[-1].end == item.start and chunk.nouns[-1].title is not None)
