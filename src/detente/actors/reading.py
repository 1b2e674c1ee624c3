"""What a phrase outside any article says of an actor: its head noun, what stands around it, and whose it is.

A phrase is cut into chunks at prepositions, commas, "and" and possessives. The head noun of the first chunk that
has one says the sector; nouns that do not ("leader", "agency", "association": heads.tsv) take it from the words
around them, nearest first. The state or organisation is looked for beside the head, then in what it belongs to,
then where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.actors.chunks import OTHER, OWNING, PLACING, Chunk, Cutter, Marks
from detente.actors.describe import Description
from detente.actors.names import fold
from detente.actors.registry import STATE_KINDS, Alias, Body, Head, Registry, Role, Title
from detente.actors.scan import Item, capital
from detente.records import Unresolved

# Ties by which a thing is of a state, not merely favoured by it ("a Tokyo-based firm", "the U.S.-led coalition").
_OWNED = frozenset("based led born made run owned occupied held controlled administered ruled built educated".split())
# Endings that only nouns for persons have, with the sector of those who have them. "-er" and "-ist" are not among them
# ("corner", "checklist"): what no table has and no ending tells stays unknown.
_ENDINGS = (
    ("maker", "BUS"), ("makers", "BUS"), ("ologist", "EDU"), ("ologists", "EDU"), ("worker", "LAB"), ("workers", "LAB"),
    ("woman", "CVL"), ("women", "CVL"),
)  # fmt: skip
# What a state is called before its name.
_STATE_NOUNS = frozenset("ally member state neighbor neighbour nation country rival partner power republic".split())
_OFFICIAL = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY", "OPP", ""})
_GOVERNMENT = Role("government", "GOV", "institution", "government")
_PEOPLE = Role("people", "CVL", "people", "people")


class Reader:
    """Reads phrases with the tables of a registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.cutter = Cutter(registry)

    def read(self, tokens: Sequence[str], cues: frozenset[str]) -> Description | Unresolved:
        """What the tokens of a phrase say of its head. `cues` are words besides its own that settle ambiguous names."""
        marks = Marks()
        chunks = self.cutter.cut(tokens, cues, marks)
        if isinstance(chunks, Unresolved):
            return chunks
        first = self._first(chunks)
        if first is None:
            return Unresolved("no state, organisation, office or person known by this name")
        return self._described(tokens, chunks, first, marks)

    @staticmethod
    def _first(chunks: Sequence[Chunk]) -> int | None:
        """The chunk with the head: the first with a noun or a name that owns nothing; else the first with a body."""
        first = chunks[0]
        apposed = len(chunks) > 1 and chunks[1].link == "," and first.bodies and first.bodies[-1].form == "name"
        if apposed and first.body_at == first.end - 1 and not (first.nouns or first.name):
            return 0  # "Turkey, a NATO member"
        for n, chunk in enumerate(chunks):
            if not chunk.owner and (chunk.nouns or (chunk.name and chunk.link not in OTHER)):
                return n
        rest = [n for n, c in enumerate(chunks) if c.bodies or c.places or c.name or c.tied]
        return next((n for n in rest if not chunks[n].owner), rest[0] if rest else None)

    def _described(
        self, tokens: Sequence[str], chunks: Sequence[Chunk], first: int, marks: Marks
    ) -> Description | Unresolved:
        chunk = chunks[first]
        name, organisation = self._names(tokens, chunk)
        if not name and not organisation:
            organisation = self._long_name(tokens, chunks, first)
        told = first
        if (
            name and not chunk.nouns
        ):  # "Mike Pompeo, the US secretary of state"; "Jennifer Daskal of American University"
            links = OWNING | {","}
            told = next((n for n, c in enumerate(chunks) if n > first and c.link in links and c.nouns), first)
        elif not name and chunk.nouns:  # "the prime minister of Pakistan, Imran Khan"
            apposed = next((c for c in chunks[first + 1 :] if c.link == "," and c.name and not c.nouns), None)
            name = _joined(apposed.name) if apposed is not None else None
        first = told
        chunk = chunks[first]
        body, tie, place = self._body(tokens, chunks, first)
        title, role = self._head(tokens, chunks, first) if not chunk.headed_by_body() else (None, None)
        if role is None and title is None and not name:
            role = (
                self._seat(chunk, body)
                or self._institution(chunk, body)
                or self._people(chunk)
                or self._by_ending(chunk)
            )
        if role is None and title is None and not name and chunk.nouns:
            title, role = self._head(tokens, chunks, first)
        if self._apposed(chunk) is not None and not name:
            body, title, role = self._apposed(chunk), None, None
        branch = self._branch(chunk)
        if branch is not None and title is None and not name:
            body, role = branch
        if body is not None and body.kind == "none":
            return Unresolved(f"{body.name} is no actor")
        if role is None and title is None and not name and chunk.unknown and not self._plain(chunks, first):
            return Unresolved(f"what {chunk.unknown!r} is, is not known")
        if not name and body is None and title is None and role is None:
            return Unresolved("no state, organisation, office or person known by this name")
        when = marks.when
        if when == "former" and title is None and role is not None and role.sector not in _OFFICIAL and not name:
            when = "now"
        relative = marks.relative and (title is not None or bool(name))
        if marks.relative and not relative and role is not None:
            role = replace(role, sector="CVL")
        owner = "" if body is not None else self._owner(chunks, first)
        return Description(body, title, role, name, when, marks.elect, relative, False, organisation, tie, place, owner)

    @staticmethod
    def _owner(chunks: Sequence[Chunk], at: int) -> str:
        """The person whose it is: "the Obama administration", "Putin's government", "an aide to Vladimir Putin"."""
        here = chunks[at]
        before = [c for c in chunks[:at] if c.owner]
        after = [c for c in chunks[at + 1 :] if c.link in OWNING | {"to"}]
        inside = here.name if here.nouns and here.name_at < here.nouns[-1].start else []
        return next((_joined(name) for name in (inside, *(c.name for c in (*before, *after))) if name), "")

    def _plain(self, chunks: Sequence[Chunk], first: int) -> bool:
        """Whether the body itself is meant, an adjective or nothing standing before its name ("rich Qatar")."""
        return any(alias.form != "adjective" for alias in chunks[first].bodies)

    def _names(self, tokens: Sequence[str], chunk: Chunk) -> tuple[str | None, str | None]:
        """(a person's name, an organisation's name) among the words with capital letters that nothing explains."""
        if not chunk.nouns:
            modifier = chunk.headed_by_body() and chunk.bodies[-1].form == "demonym"  # "Indigenous Australians"
            return (None if modifier else _joined(chunk.name) or None), None
        head = chunk.nouns[-1]
        titled = head.title is not None and bool(head.title.office or head.title.sector or head.role is None)
        person = titled or (head.role is not None and head.role.kind == "person")
        capitals = capital(tokens[head.end - 1])
        if not chunk.name:
            proper = capitals and not titled and head.role is not None and head.role.kind == "collective"
            return None, (" ".join(tokens[chunk.start : chunk.end]) if proper else None)
        text = _joined(chunk.name)
        if chunk.name_at >= head.end:
            return (text, None) if person else (None, text)
        if capitals and not person:
            return None, " ".join(tokens[chunk.name_at : head.end])
        if titled and chunk.name_at < head.start and capitals:
            return None, None
        return None, None

    @staticmethod
    def _long_name(tokens: Sequence[str], chunks: Sequence[Chunk], at: int) -> str | None:
        """An institution with what it is in charge of: "Department of Transportation"."""
        head = chunks[at].nouns[-1] if chunks[at].nouns else None
        following = chunks[at + 1 : at + 3]
        if head is None or head.role is None or not following or following[0].link != "of" or not following[0].name:
            return None
        if (
            not capital(tokens[head.end - 1])
            or following[0].bodies
            or head.role.kind not in {"institution", "collective"}
        ):
            return None
        both = len(following) > 1 and following[1].link == "and" and bool(following[1].name)
        return " ".join(tokens[head.start : following[both].end])

    def _head(self, tokens: Sequence[str], chunks: Sequence[Chunk], at: int) -> tuple[Title | None, Role | None]:
        """Title or role of the head with the sector that the words around it give."""
        chunk = chunks[at]
        if not chunk.nouns:
            return None, None
        item = chunk.nouns[-1]
        title, role = item.title, item.role
        if title is not None and not (title.office or title.sector) and len(chunk.nouns) > 1:  # "Mr", "Dr"
            item = chunk.nouns[-2]
            title, role = item.title, item.role
        noun = title.phrase if title is not None else role.noun if role is not None else ""
        below = [n for n in chunk.nouns if n.title is not None and n.title.office == "deputy" and n.end == item.start]
        local = next(
            (t for a in chunk.bodies if (t := self.registry.local_titles.get((a.body.code or "", noun)))), None
        )
        if (
            local is not None and capital(tokens[item.start]) and chunk.name_at == item.end
        ):  # "U.S. Representative Ada Roe"
            return local, None
        sector = self._sector(chunks, at, item)
        if role is not None and title is None and self._named_for_members(tokens, chunks, at, item, role):
            sector = role.sector if role.sector in {"BUS", "LAB", "EDU", "MED", "AGR", "JRN"} else "SOC"
        if title is not None:
            if sector != title.sector and sector is not None:
                title = replace(title, sector=sector, rank="many")
            return (replace(title, office=f"deputy {title.office}", rank="many") if below else title), None
        assert role is not None
        return None, (replace(role, sector=sector) if sector is not None and sector != role.sector else role)

    @staticmethod
    def _named_for_members(tokens: Sequence[str], chunks: Sequence[Chunk], at: int, item: Item, role: Role) -> bool:
        """An association that is called after its members: "Paralyzed Veterans of America", "Ex-Muslims of Britain"."""
        last = tokens[item.end - 1]
        if role.kind not in {"person", "people"} or not last[:1].isupper() or not last.endswith(("s", "men")):
            return False
        of_state = at + 1 < len(chunks) and chunks[at + 1].link == "of" and bool(chunks[at + 1].bodies)
        return (of_state and item.start > chunks[at].start) or chunks[at].name_at >= 0

    def _sector(self, chunks: Sequence[Chunk], at: int, item: Item) -> str | None:
        """The sector that the words around a head give it, or None where it keeps its own."""
        title, role = item.title, item.role
        noun = title.phrase if title is not None else role.noun if role is not None else ""
        own = title.sector if title is not None else role.sector if role is not None else ""
        head = self.registry.heads.get(fold(noun)) or self.registry.heads.get(fold(noun).removesuffix("s"))
        said = self._around(chunks, at, item, head)
        if head is None:
            return "REB" if own == "MIL" and said in {"OPP", "REB"} else None
        if said and (not head.takes or said in head.takes):
            return "REB" if said in {"OPP", "REB"} and (own or head.sector) == "MIL" else said
        return head.sector if head.sector != own and (head.sector or own == "CVL") else None

    def _around(self, chunks: Sequence[Chunk], at: int, item: Item, head: Head | None) -> str | None:
        """The sector named nearest: before the head, behind "of" and the like, in a possessive."""
        chunk = chunks[at]
        before = [sector for n, sector in chunk.said if n < item.start]
        taken = [sector for sector in before if head is None or not head.takes or sector in head.takes]
        if taken:
            return taken[-1]
        if head is None:
            return None
        behind = [sector for n, sector in chunk.said if n >= item.end]  # "the exile group MEK"
        if behind:
            return behind[0]
        for n, following in enumerate(chunks[at + 1 :], at + 1):
            if following.link not in OWNING:
                break
            if following.nouns and following.said and not following.owner:
                last = following.nouns[-1]
                own = last.role.sector if last.role else last.title.sector if last.title else ""
                return self._sector(chunks, n, last) or own or None
            if following.said and not following.owner:
                return following.said[-1][1]
        if at and chunks[at - 1].owner and chunks[at - 1].said:
            return chunks[at - 1].said[-1][1]
        return None

    @staticmethod
    def _body(tokens: Sequence[str], chunks: Sequence[Chunk], first: int) -> tuple[Body | None, str, str]:
        """Whose the head is; the tie, where it is only tied to a state ("backed"); the place that told the state."""
        here = chunks[first]
        after = [c for c in chunks[first + 1 :] if c.link in OWNING or c.link == ","]
        of_state = [c for c in after if c.link == "of" and c.bodies] if here.bodies else []
        proper = bool(of_state) and bool(here.nouns) and capital(tokens[here.nouns[-1].end - 1]) and here.link != ","
        if proper and all(a.form == "name" for a in here.bodies):  # "Vietnam Veterans of America"
            here = of_state[0]
        found = _most_specific(here.bodies)
        if found is not None and found.kind != "none":
            return found, "", ""
        before = [c for c in chunks[:first] if c.owner or c.link in {"", ","}]
        order = [[here], [c for c in before if c.owner], after, before, [c for c in chunks if c.link in PLACING]]
        for group in order:
            found = _most_specific([a for c in group for a in c.bodies])
            if found is not None and found.kind != "none":
                return found, "", ""
        for group in order:
            places = [a for c in group for a in c.places]
            if places:
                return places[0].body, "", places[0].text
        usual = [a for c in (here, *chunks) for a in c.usual]
        if usual:
            return usual[0].body, "", ""
        tied = [pair for c in chunks for pair in c.tied]
        for alias, tie in sorted(tied, key=lambda pair: pair[1] not in _OWNED):
            return alias.body, "" if tie in _OWNED else tie, ""
        return next((a.body for c in chunks for a in c.bodies), None), "", ""

    @staticmethod
    def _apposed(chunk: Chunk) -> Body | None:
        """The state that is called a member or ally: "NATO ally Turkey"."""
        last = chunk.bodies[-1] if chunk.bodies else None
        if last is None or not chunk.nouns or last.form != "name" or last.body.kind != "state":
            return None
        noun = chunk.nouns[-1]
        said = noun.title.phrase if noun.title is not None else noun.role.noun if noun.role is not None else ""
        return last.body if chunk.body_at >= noun.end and said in _STATE_NOUNS else None

    @staticmethod
    def _seat(chunk: Chunk, body: Body | None) -> Role | None:
        """The government, where its seat is named ("the Kremlin")."""
        seat = [a for a in chunk.bodies if a.form == "seat" and a.body is body]
        return _GOVERNMENT if seat and not chunk.nouns else None

    @staticmethod
    def _branch(chunk: Chunk) -> tuple[Body, Role] | None:
        """A state's branch of a non-governmental organisation: "the British Red Cross"."""
        states = [a for a in chunk.bodies if a.body.kind in STATE_KINDS and a.form == "adjective"]
        others = [a for a in chunk.bodies if a.body.code == "NGO"]
        if not states or not others or chunk.nouns:
            return None
        branch = others[0]
        return states[0].body, Role(branch.text, branch.body.sector or "SOC", "institution", branch.text.lower())

    @staticmethod
    def _institution(chunk: Chunk, body: Body | None) -> Role | None:
        """What another state's institution is called too ("the Peruvian Congress", "the Polish Catholic Church")."""
        if body is None or body.kind not in STATE_KINDS:
            return None
        for alias in chunk.bodies:
            if alias.body.kind == "institution" and alias.body.code != body.code:
                return Role(alias.text, alias.body.sector or "", "institution", alias.text.lower())
        return None

    @staticmethod
    def _people(chunk: Chunk) -> Role | None:
        """A people and not their state: "the Mexicans", "most Americans", "every American"."""
        homeless = [a for a in chunk.bodies if a.body.kind == "group" and a.body.code is None]
        if homeless and len(homeless) < len(chunk.bodies) and homeless[0].body.sector:
            return replace(_PEOPLE, sector=homeless[0].body.sector)
        if chunk.places:
            return _PEOPLE if chunk.places[-1].text.endswith("s") and chunk.bodies else None
        alias = chunk.bodies[-1] if chunk.bodies else None
        if alias is not None and len(chunk.bodies) > 1 and alias.form == "demonym":  # "Kosovo Serbs"
            return _PEOPLE
        if alias is None or len(chunk.bodies) > 1:
            return None
        if alias.form == "demonym" and alias.body.kind in STATE_KINDS:
            return _PEOPLE
        if alias.form == "adjective" and chunk.any and not (chunk.name or chunk.unknown) and chunk.headed_by_body():
            return _PEOPLE
        return None

    @staticmethod
    def _by_ending(chunk: Chunk) -> Role | None:
        """A noun that no table has, by the word of a domain before it ("news site") or its ending ("kitemakers")."""
        low = fold(chunk.unknown)
        if not any(alias.form == "adjective" for alias in chunk.bodies) or not low:
            return None
        if chunk.said:
            return Role(low, chunk.said[-1][1], "collective", low)
        if len(low) < 5:
            return None
        sector = next((sector for ending, sector in _ENDINGS if low.endswith(ending)), None)
        return Role(low, sector, "person", low) if sector else None


def _joined(name: Sequence[str]) -> str:
    return " ".join(name).replace(" - ", "-").strip("- ")


def _most_specific(aliases: Sequence[Alias]) -> Body | None:
    """An institution, organisation or group named beside its state says more than the state; the first state wins."""
    if not aliases:
        return None
    states = {alias.body.code for alias in aliases if alias.body.kind in STATE_KINDS}
    others = [alias.body for alias in aliases if alias.body.kind not in STATE_KINDS and alias.body.kind != "none"]
    for body in sorted(others, key=lambda b: b.code is None):
        foreign = body.code not in states and (body.sector in {"PTY", "OPP"} or body.kind == "institution")
        if not states or not (foreign or body.code is None):  # "Syrian Kurds" are Syria's
            return body
    return next((a.body for a in aliases if a.body.kind in STATE_KINDS), aliases[0].body)
