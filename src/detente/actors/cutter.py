"""A phrase cut into chunks at prepositions, commas, "and" and possessives, and what each says: names of bodies, titles
and nouns, words of a domain, words that nothing explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.actors.chunks import ENDING, PREFIXES, Chunk, Marks, choose, pick
from detente.actors.entries import STATE_KINDS, Alias, Role
from detente.actors.inside import goes_on, is_given_name, is_inside
from detente.actors.names import PARTICLES, fold, keys, words
from detente.actors.registry import Registry
from detente.actors.scan import ATTACHED, Item, Scanner, capital
from detente.records import Unresolved

_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion".split()
)
# Nouns that only count what stands behind "of".
_COUNTING = frozenset(
    "millions thousands hundreds dozens scores tens billions lots lot majority number numbers proportion percent half"
    " handful couple pair droves dozen plenty bulk quarter".split()
)
# Words that say nothing of whom a phrase denotes.
_ARTICLES = (
    frozenset(
        "the a an its his her their our my your this that these those some any every each all both no several many"
        " most more few new senior top unnamed another other members around about nearly almost roughly approximately"
        " only even just also least fewer less virtually not as".split()
    )
    | _NUMBERS
    | _COUNTING
)
_ANY = (
    frozenset("a an every each any another no some most many more few several all these those".split())
    | _NUMBERS
    | _COUNTING
)
# What makes a title that of anybody, or of nobody yet ("a president", "the first female president").
_GENERIC = frozenset("a an any every each no first second third next future prospective female potential".split())
# Last words of the names of firms.
_FIRMS = frozenset("inc corp ltd plc llc co gmbh nv bv sa spa oyj ag ab asa kk llp jsc oao pao ooo".split())
_FIRM = Role("company", "BUS", "collective", "companies")
# Ties that are written without a hyphen too, before another noun.
_APART = frozenset("backed led funded sponsored supported aligned allied trained armed controlled occupied".split())
# Behind a hyphen these say in which language, not whose.
_LANGUAGE = frozenset({"language", "speaking"})
# Domains of a party where they have a capital letter.
_CAPITAL_DOMAINS = frozenset({"democratic", "republican"})
# What those do who are against something ("anti-terror police", "anti-government protests"); others only say so.
_AGAINST = {
    **dict.fromkeys("terror terrorist terrorism drug drugs narcotics crime gang smuggling trafficking".split(), "COP"),
    **dict.fromkeys("government regime coup".split(), "OPP"),
}
# Titles that are common words where they have no capital letter ("a major party").
_CAPITAL_HEADS = frozenset("conference conferences initiative initiatives forum forums order orders".split())
# Nouns for people that stand as adjectives before another noun.
_ADJECTIVES = frozenset("poor rich young elderly wounded injured dead homeless unemployed innocent".split())
_CAPITAL_TITLES = frozenset({"major", "private", "miss", "lord", "lady"})


class Cutter:
    """Cuts phrases with the tables of a registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.scanner = Scanner(registry, wide=True)

    def cut(self, tokens: Sequence[str], cues: frozenset[str], marks: Marks) -> list[Chunk] | Unresolved:
        """The chunks in order; `marks` takes what is said of the whole. `cues` settle ambiguous names."""
        folded = [fold(token) for token in tokens]  # `words` has made every hyphen "-"
        items = {item.start: item for item in self.scanner.scan_folded(tokens, folded)}
        chunks, at = [Chunk(0, "")], 0
        while at < len(tokens):
            chunk, token, item = chunks[-1], tokens[at], items.get(at)
            low = folded[at]
            if item is not None and item.end == at + 1 and self._small(tokens, item, low):
                item = None
            if item is None:
                if (low in ENDING or token == "'s") and not goes_on(chunk, tokens, folded, items, at):
                    chunk.end, chunk.owner = at, token == "'s"
                    if low == "of" and at and folded[at - 1] in _COUNTING:  # "a relative handful of"
                        chunk.nouns.clear()
                        chunk.loose.clear()
                    chunks.append(Chunk(at + 1, chunk.link if chunk.owner else low))
                else:
                    self._word(chunk, tokens, at, low)
                at += 1
                continue
            attached = folded[item.end + 1] if item.end + 1 < len(tokens) and tokens[item.end] == "-" else ""
            if attached in _LANGUAGE and item.aliases:
                chunk.said += [(item.end, "JRN")] if attached == "language" else []
                at = item.end + 2
                continue
            apart = folded[item.end] if item.aliases and item.end + 1 < len(tokens) else ""
            if apart in _APART and item.end not in items:  # "a Saudi funded school"
                chunk.tied += ((pick(item.aliases), apart),)
                at = chunk.explained = item.end + 1
                continue
            beside = items.get(item.end + 1) if attached else None
            if item.ambiguous is not None and beside is not None and beside.aliases:  # "Korean-Canadian"
                at = item.end + 1
                continue
            problem = self._item(chunk, tokens, item, low, cues, marks)
            if problem is not None:
                return problem
            at = chunk.explained = item.end
            stance = PREFIXES.get(folded[item.start - 2]) if item.start > 1 and tokens[item.start - 1] == "-" else None
            if stance is not None and chunk.bodies and chunk.body_at == item.start:  # "pro-Russian", "anti-American"
                if chunk.bodies[-1].body.kind in STATE_KINDS:
                    chunk.tied += ((chunk.bodies.pop(), stance),)
                continue
            if attached in ATTACHED or (len(attached) > 4 and attached.endswith("ed")):  # "Tunisia-inspired"
                if item.aliases:
                    alias = chunk.bodies.pop() if chunk.bodies else chunk.places[-1]
                    chunk.tied += ((alias, attached),)
                    chunk.places = () if chunk.places and alias is chunk.places[-1] else chunk.places
                at += 2
        chunks[-1].end = len(tokens)
        return chunks

    def _word(self, chunk: Chunk, tokens: Sequence[str], at: int, low: str) -> None:
        """A word that no table of names, titles or nouns explains."""
        token = tokens[at]
        word = f"-{low}" if at and tokens[at - 1] == "-" and low in {"right", "left", "wing"} else low  # "far-right"
        domain = self.registry.domains.get(word) if not _left(tokens, at) else None
        if low in _CAPITAL_DOMAINS and not token[:1].isupper():
            domain = None  # "democratic institutions"
        if domain and _against(tokens, at):
            domain = _AGAINST.get(low)
        if domain:
            chunk.said.append((at, domain))
        if low in _ARTICLES:
            chunk.any = chunk.any or low in _ANY
            chunk.the = chunk.the or low in {"the", "a", "an"}
            chunk.generic = chunk.generic or (low in _GENERIC and low != "the")
            return
        going_on = bool(chunk.name) and chunk.name_at + len(chunk.name) == at
        if token == "-":
            if going_on:
                chunk.name.append(token)
        elif low in _FIRMS and token[:1].isupper() and at > chunk.start and tokens[at - 1][:1].isupper():
            chunk.nouns.append(Item(at, at + 1, role=_FIRM))
            chunk.said.append((at, "BUS"))
            chunk.explained = at + 1
        elif (capital(token) and token[:1].isalpha()) or (
            going_on and (low in PARTICLES or low == "and" or chunk.name[-1] == "-")
        ):
            if not going_on:
                chunk.name, chunk.name_at = [], at
            chunk.name.append(token)
            chunk.explained = at + 1
        elif token[:1].isalpha():
            chunk.generic = chunk.generic or low in _GENERIC
            chunk.loose.append(at)
            chunk.unknown = "" if domain else token
        elif token[:1].isdigit():
            chunk.any = True

    def _item(
        self, chunk: Chunk, tokens: Sequence[str], item: Item, low: str, cues: frozenset[str], marks: Marks
    ) -> Unresolved | None:
        """A name, title, noun or mark of the tables."""
        if item.ambiguous is None and not item.aliases:
            if is_given_name(self.registry, chunk, tokens, item):
                if not chunk.name or chunk.name_at + len(chunk.name) != item.start:
                    chunk.name, chunk.name_at = [], item.start
                chunk.name += tokens[item.start : item.end]
            else:
                self._noun(chunk, tokens, item, low, marks)
            return None
        alias: Alias | None = None
        if item.ambiguous is not None:
            around = (cues | frozenset(keys(tokens))) - {fold(item.ambiguous.name)}
            chosen = choose(item.ambiguous, around, self.registry, marks.on)
            if isinstance(chosen, Unresolved):
                following = tokens[item.end] if item.end < len(tokens) else ""
                thing = any(reading.ident not in self.registry.bodies for reading in item.ambiguous.readings)
                if not (thing and following[:1].isupper()):
                    return chosen
                self._word(chunk, tokens, item.start, low)  # "South Western Railway"
                return None
            if chosen is not None:
                alias = Alias(chosen, "name", item.ambiguous.name)
            elif places := self.registry.within.get(tuple(keys(words(item.ambiguous.name)))):
                alias = places[0]
        else:
            alias = pick(item.aliases)
        if alias is None:
            self._reread(chunk, tokens, item, low, marks)
            return None
        roles = (
            self.registry.roles.get(tuple(keys(tokens[item.start : item.end])))
            if alias.body.kind == "institution"
            else ()
        )
        if is_inside(self.registry, chunk, tokens, item, alias):
            if not chunk.name:
                chunk.name_at = item.start
            chunk.name.extend(tokens[item.start : item.end])
        elif roles:
            chunk.usual += (alias,)
            sector = alias.body.sector or roles[0].sector
            chunk.nouns.append(Item(item.start, item.end, role=replace(roles[0], sector=sector)))
            chunk.said.append((item.end - 1, sector))
        elif alias.form == "place":
            chunk.places += (alias,)
            if self.registry.domains.get(low) == "REL":
                chunk.said.append((item.start, "REL"))
        else:
            chunk.bodies.append(alias)
            chunk.body_at = item.start
            if alias.body.kind not in STATE_KINDS and alias.body.sector not in {None, "CVL"}:
                chunk.said.append((item.start, alias.body.sector))
        return None

    def _reread(self, chunk: Chunk, tokens: Sequence[str], item: Item, low: str, marks: Marks) -> None:
        """A name that is no actor's here, as a noun ("Congress" of another state)."""
        roles = self.registry.roles.get(tuple(keys(tokens[item.start : item.end])))
        if roles:
            self._noun(chunk, tokens, Item(item.start, item.end, role=roles[0]), low, marks)

    def _noun(self, chunk: Chunk, tokens: Sequence[str], item: Item, low: str, marks: Marks) -> None:
        """A title, role noun or mark of time."""
        if item.mark:
            marks.exiled = marks.exiled or low == "exiled"
            if item.mark == "former" and not (low == "ex" and self._faith(tokens, item.end)):
                marks.when = "former"
            marks.when = "then" if item.mark == "then" else marks.when
            marks.elect = marks.elect or item.mark == "elect"
            marks.relative = marks.relative or (item.mark == "relative" and chunk.link == "" and not chunk.nouns)
        else:
            below = chunk.nouns[-1] if chunk.nouns and chunk.nouns[-1].end == item.start else None
            if below is not None and below.title is not None and below.title.office == "deputy":
                chunk.said = [(n, said) for n, said in chunk.said if n < below.start]
            chunk.nouns.append(item)
            sector = item.role.sector if item.role else item.title.sector if item.title else ""
            domain = self.registry.domains.get(low) if item.end - item.start == 1 else None
            if low == "veteran" and item.end < len(tokens):  # "veteran diplomats" served long, not in an army
                chunk.nouns.pop()
            elif (domain or sector) and not (_left(tokens, item.start) and domain == "REL"):
                said = _AGAINST.get(low, "") if _against(tokens, item.start) else domain or sector
                chunk.said += [(item.end - 1, said)] if said else []

    @staticmethod
    def _small(tokens: Sequence[str], item: Item, low: str) -> bool:
        """Whether a word without a capital letter is no noun for somebody: "a major party", "the peace conference",
        "poor farmers", "general strike"."""
        if tokens[item.start][:1].isupper() or item.aliases or item.ambiguous is not None:
            return False
        if low in _ADJECTIVES or (item.title is not None and low in {"general", "marshal"}):
            return item.end < len(tokens) and fold(tokens[item.end]) not in ENDING and tokens[item.end] != "'s"
        return low in _CAPITAL_HEADS or (item.title is not None and low in _CAPITAL_TITLES)

    def _faith(self, tokens: Sequence[str], at: int) -> bool:
        """Whether "ex-" stands before a believer ("ex-Muslims"), who held no office."""
        at += at < len(tokens) and tokens[at] == "-"
        return at < len(tokens) and self.registry.domains.get(fold(tokens[at])) == "REL"


def _against(tokens: Sequence[str], at: int) -> bool:
    """Whether "anti-" stands before the token."""
    return at > 1 and tokens[at - 1] == "-" and fold(tokens[at - 2]) == "anti"


def _left(tokens: Sequence[str], at: int) -> bool:
    """Whether "ex-" stands before the token."""
    return at > 1 and tokens[at - 1] == "-" and fold(tokens[at - 2]) == "ex"
