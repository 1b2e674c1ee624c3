"""A phrase cut into chunks at prepositions, commas, "and" and possessives, and what each says: names of bodies, titles
and nouns, words of a domain, words that nothing explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from detente.actors.names import PARTICLES, fold, keys, words
from detente.actors.registry import STATE_KINDS, Alias, Ambiguous, Body, Registry
from detente.actors.scan import ATTACHED, Item, Scanner, capital
from detente.records import Unresolved

# Prepositions after which the owner of the head may stand, and those behind which only its place stands.
OWNING = frozenset({"of", "for", "from", "at", "with"})
PLACING = frozenset({"in", "based", "near", "across", "inside", "outside", "within"})
OTHER = frozenset(
    "to on by about over against into who which that toward towards under between is was are were has said after"
    " during since as like including amid than through via".split()
)
_ENDING = frozenset({"of", *(OWNING | PLACING | OTHER), ",", "and", "(", ")", ";", ":", "or", "'s"})
_ARTICLES = frozenset(
    "the a an its his her their our my your this that these those some any every each all both no one two three several"
    " many most more few new senior top unnamed another other millions thousands hundreds dozens scores tens billions"
    " lots lot majority number proportion percent half members".split()
)
_ANY = frozenset(
    "a an every each any another one no some most many more few several all these those millions thousands hundreds"
    " dozens scores tens majority number half".split()
)
# Titles that are common words where they have no capital letter ("a major party").
_CAPITAL_TITLES = frozenset({"major", "general", "private", "marshal", "miss", "lord", "lady"})


@dataclass(slots=True)
class Chunk:
    """Tokens [start, end) between two links. `link` is the word before it; `owner` if a possessive closes it."""

    start: int
    link: str
    end: int = 0
    owner: bool = False
    bodies: list[Alias] = field(default_factory=list)
    places: tuple[Alias, ...] = ()
    usual: tuple[Alias, ...] = ()  # whose a general name is where nothing says ("Congress")
    tied: tuple[tuple[Alias, str], ...] = ()
    nouns: list[Item] = field(default_factory=list)
    said: list[tuple[int, str]] = field(default_factory=list)  # (token, sector that it speaks of)
    name: list[str] = field(default_factory=list)
    name_at: int = -1
    body_at: int = -1  # the first token of the last body
    unknown: str = ""
    any: bool = False

    def headed_by_body(self) -> bool:
        """Whether a body's name or demonym stands behind every noun ("Muslim Americans")."""
        return bool(self.bodies) and (not self.nouns or self.body_at >= self.nouns[-1].end)


@dataclass(slots=True)
class Marks:
    """ "Former", "then", "-elect", "the son of": what is said of the whole phrase."""

    when: str = "now"
    elect: bool = False
    relative: bool = False


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
            if item is None:
                inside_name = bool(chunk.name) and (chunk.name[-1] == "-" or low in PARTICLES)
                if (low in _ENDING or token == "'s") and not inside_name:
                    chunk.end, chunk.owner = at, token == "'s"
                    chunks.append(Chunk(at + 1, chunk.link if chunk.owner else low))
                else:
                    self._word(chunk, tokens, at, low)
                at += 1
                continue
            problem = self._item(chunk, tokens, item, low, cues, marks)
            if problem is not None:
                return problem
            at = item.end
            if at + 1 < len(tokens) and tokens[at] == "-" and fold(tokens[at + 1]) in ATTACHED:
                if item.aliases:
                    alias = chunk.bodies.pop() if chunk.bodies else chunk.places[-1]
                    chunk.tied += ((alias, folded[at + 1]),)
                    chunk.places = () if chunk.places and alias is chunk.places[-1] else chunk.places
                at += 2
        chunks[-1].end = len(tokens)
        return chunks

    def _word(self, chunk: Chunk, tokens: Sequence[str], at: int, low: str) -> None:
        """A word that no table of names, titles or nouns explains."""
        token = tokens[at]
        word = f"-{low}" if at and tokens[at - 1] == "-" and low in {"right", "left", "wing"} else low  # "far-right"
        domain = self.registry.domains.get(word) if not _left(tokens, at) else None
        if domain:
            chunk.said.append((at, domain))
        if low in _ARTICLES:
            chunk.any = chunk.any or low in _ANY
            return
        going_on = bool(chunk.name) and chunk.name_at + len(chunk.name) == at
        if token == "-":
            if going_on:
                chunk.name.append(token)
        elif (capital(token) and token[:1].isalpha()) or (going_on and (low in PARTICLES or chunk.name[-1] == "-")):
            if not going_on:
                chunk.name, chunk.name_at = [], at
            chunk.name.append(token)
        elif token[:1].isalpha():
            chunk.unknown = "" if domain else token

    def _item(
        self, chunk: Chunk, tokens: Sequence[str], item: Item, low: str, cues: frozenset[str], marks: Marks
    ) -> Unresolved | None:
        """A name, title, noun or mark of the tables."""
        if item.ambiguous is None and not item.aliases:
            if self._given_name(chunk, tokens, item):
                chunk.name, chunk.name_at = list(tokens[item.start : item.end]), item.start
            else:
                self._noun(chunk, tokens, item, low, marks)
            return None
        alias: Alias | None = None
        if item.ambiguous is not None:
            around = (cues | frozenset(keys(tokens))) - {fold(item.ambiguous.name)}
            chosen = choose(item.ambiguous, around, self.registry)
            if isinstance(chosen, Unresolved):
                return chosen
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
        if self._in_name(chunk, tokens, item, alias):
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

    @staticmethod
    def _given_name(chunk: Chunk, tokens: Sequence[str], item: Item) -> bool:
        """A noun with a capital letter inside a name ("Man-kei Tam") or behind one without ("leader Marine Le Pen")."""
        hyphen = list(tokens[item.end : item.end + 1]) == ["-"] and item.end + 1 < len(tokens)
        if (
            hyphen
            and item.title is None
            and item.role
            and tokens[item.start].istitle()
            and tokens[item.end + 1].islower()
        ):
            return fold(f"{tokens[item.start]}{tokens[item.end + 1]}") != item.role.noun and item.end == item.start + 1
        behind = bool(chunk.nouns) and chunk.nouns[-1].end == item.start and tokens[item.start - 1].islower()
        return behind and item.title is None and not item.mark and tokens[item.start][:1].isupper()

    def _noun(self, chunk: Chunk, tokens: Sequence[str], item: Item, low: str, marks: Marks) -> None:
        """A title, role noun or mark of time."""
        if item.mark:
            if item.mark == "former" and not (low == "ex" and self._faith(tokens, item.end)):
                marks.when = "former"
            marks.when = "then" if item.mark == "then" else marks.when
            marks.elect = marks.elect or item.mark == "elect"
            marks.relative = marks.relative or (item.mark == "relative" and chunk.link == "" and not chunk.nouns)
        elif (
            item.title is None
            or tokens[item.start][:1].isupper()
            or low not in _CAPITAL_TITLES
            or item.end - item.start > 1
        ):
            below = chunk.nouns[-1] if chunk.nouns and chunk.nouns[-1].end == item.start else None
            if below is not None and below.title is not None and below.title.office == "deputy":
                chunk.said = [(n, said) for n, said in chunk.said if n < below.start]
            chunk.nouns.append(item)
            sector = item.role.sector if item.role else item.title.sector if item.title else ""
            domain = self.registry.domains.get(low) if item.end - item.start == 1 else None
            if low == "veteran" and item.end < len(tokens):  # "veteran diplomats" served long, not in an army
                chunk.nouns.pop()
            elif (domain or sector) and not (_left(tokens, item.start) and domain == "REL"):
                chunk.said.append((item.end - 1, domain or sector))

    def _faith(self, tokens: Sequence[str], at: int) -> bool:
        """Whether "ex-" stands before a believer ("ex-Muslims"), who held no office."""
        at += at < len(tokens) and tokens[at] == "-"
        return at < len(tokens) and self.registry.domains.get(fold(tokens[at])) == "REL"

    def _in_name(self, chunk: Chunk, tokens: Sequence[str], item: Item, alias: Alias) -> bool:
        """A state's or place's name inside a person's ("Michael Jordan", "Speaker Nancy Pelosi", "Queen Elizabeth")."""
        following = tokens[item.end] if item.end < len(tokens) else ""
        if alias.body.kind == "media" and item.end == item.start + 1 and following.istitle():
            return True  # "Independent Voters Network"
        if alias.form in {"demonym", "seat"} or alias.body.kind not in {*STATE_KINDS, "none"}:
            return bool(chunk.name) and chunk.name[-1] == "-"
        going_on = bool(chunk.name) and chunk.name_at + len(chunk.name) == item.start
        last = not following or fold(following) in _ENDING or following == "'s"
        if going_on:
            behind = not chunk.nouns or chunk.nouns[-1].end == chunk.name_at
            given = alias.form != "adjective" or fold(chunk.name[0]) in self.registry.genders  # "David French"
            return chunk.name[-1] == "-" or (len(chunk.name) == 1 and behind and last and given)
        first = fold(tokens[item.start]) in self.registry.genders and item.end - item.start == 1 and following.istitle()
        if alias.form != "place":
            alone = len(tokens) == item.end + 1 or (
                len(tokens) > item.end + 1 and fold(tokens[item.end + 1]) in _ENDING
            )
            return first and alone and not chunk.nouns and fold(following) not in self.registry.general
        return first or (bool(chunk.nouns) and chunk.nouns[-1].end == item.start and chunk.nouns[-1].title is not None)


def _left(tokens: Sequence[str], at: int) -> bool:
    """Whether "ex-" stands before the token."""
    return at > 1 and tokens[at - 1] == "-" and fold(tokens[at - 2]) == "ex"


def choose(ambiguous: Ambiguous, cues: frozenset[str], registry: Registry) -> Body | Unresolved | None:
    """The reading whose cue words stand in the text, if only one has any; None when the reading is no actor."""
    hits = [(ident, len(marks & cues)) for ident, marks in ambiguous.readings]
    with_cues = [ident for ident, n in hits if n]
    if not with_cues:  # "*" marks what the name means where nothing speaks for another
        with_cues = [ident for ident, marks in ambiguous.readings if "*" in marks]
    if len(with_cues) != 1:
        return Unresolved(f"{ambiguous.name} is the name of several", tuple(ident for ident, _ in hits))
    return registry.bodies.get(with_cues[0])


_KINDS = ("state", "former", "territory", "organisation", "group", "institution", "none", "media", "company")
_ORDER = {kind: n for n, kind in enumerate(_KINDS)}
_FORMS = {form: n for n, form in enumerate(("name", "adjective", "demonym", "seat", "capital", "place"))}


def pick(aliases: Sequence[Alias]) -> Alias:
    """The best of several bodies of one name: that of the highest layer; a state before other things."""
    return (
        min(aliases, key=lambda a: (-a.layer, _ORDER[a.body.kind], _FORMS[a.form])) if len(aliases) > 1 else aliases[0]
    )
