"""What a phrase outside any article says of an actor: its head noun, what stands around it, and whose it is.

A phrase is cut into chunks at prepositions, commas, "and" and possessives. The head noun of the first chunk that
has one says the sector; nouns that do not ("leader", "agency", "association": heads.tsv) take it from the words
around them, nearest first. The state or organisation is looked for beside the head, then in what it belongs to,
then where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from detente.actors import owners
from detente.actors.chunks import OWNING, Chunk, Marks
from detente.actors.cutter import Cutter
from detente.actors.descriptions import Description
from detente.actors.entries import STATE_KINDS, Body, Role, Title
from detente.actors.heads import Heads
from detente.actors.names import fold, keys
from detente.actors.offices import HEADS
from detente.actors.registry import Registry
from detente.actors.scan import capital
from detente.records import Unresolved

# First words of the names of landscapes ("Cape Breton").
_LANDFORMS = frozenset("cape mount mt lake fort port gulf mountain".split())
# Last words of the names of firms that say what they trade in.
_TRADES = frozenset(
    "steel gas oil petroleum airways airlines motors holdings management finance aviation leasing telecom"
    " telecommunications energy power electric electronics chemicals pharmaceuticals insurance brewing textiles cement"
    " aluminium aluminum industries shipping mining foods properties securities".split()
)
_FIRM = Role("company", "BUS", "collective", "companies")
_OFFICIAL = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY", "OPP", ""})


class Reader:
    """Reads phrases with the tables of a registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.cutter = Cutter(registry)
        self.heads = Heads(registry)

    def read(self, tokens: Sequence[str], cues: frozenset[str], on: date | None = None) -> Description | Unresolved:
        """What the tokens of a phrase say of its head. `cues`, words besides its own, and the day settle ambiguous
        names."""
        marks = Marks(on=on)
        chunks = self.cutter.cut(tokens, cues, marks)
        if isinstance(chunks, Unresolved):
            return chunks
        first = self.heads.first(tokens, chunks)
        if first is None:
            return Unresolved("no state, organisation, office or person known by this name")
        return self._described(tokens, chunks, first, marks)

    def _described(
        self, tokens: Sequence[str], chunks: Sequence[Chunk], first: int, marks: Marks
    ) -> Description | Unresolved:
        chunk = chunks[first]
        name, organisation = self._names(tokens, chunk)
        if name and chunk.headed_by_body() and chunk.bodies[-1].form == "seat" and chunk.name_at < chunk.body_at:
            name = None  # "the Obama White House"
        if not name and not organisation:
            organisation = self._long_name(tokens, chunks, first)
        told = first
        if (
            name and not chunk.nouns
        ):  # "Mike Pompeo, the US secretary of state"; "Jennifer Daskal of American University"
            links = OWNING | {","}
            told = next((n for n, c in enumerate(chunks) if n > first and c.link in links and c.nouns), first)
        elif not name and chunk.nouns:  # "the prime minister of Pakistan, Imran Khan"
            behind = next((c for c in chunks[first + 1 :] if c.link == "," and _names_somebody(c)), None)
            name = _joined(behind.name) if behind is not None else None
        at, first = first, told
        chunk = chunks[first]
        body, tie, place = owners.body_of(tokens, chunks, first)
        title, role = self.heads.read(tokens, chunks, first) if not chunk.headed_by_body() else (None, None)
        if role is None and title is None and not name:
            role = (
                (owners.seat(chunk, body) if not organisation or chunk.name_at < chunk.body_at else None)
                or owners.institution(chunk, body)
                or owners.people(tokens, chunk, body, self.registry)
                or self.heads.by_ending(chunk)
            )
        if role is None and title is None and organisation and self._firm(chunk):
            role = _FIRM
        if role is None and title is None and not name and chunk.nouns and not owners.named(chunk):
            title, role = self.heads.read(tokens, chunks, first)
        if name and role is not None and role.kind in {"institution", "collective"} and told > at:
            name, organisation = None, name  # "Belneftekhim, Belarus's state oil company"
        role = owners.staff(chunk, role) if role is not None else None
        apposed = owners.apposed(chunk)
        if apposed is not None and not name:
            body, title, role = apposed, None, None
        branch = owners.branch(chunk)
        if branch is not None and title is None and not name:
            body, role = branch
        if body is not None and body.kind == "none":
            if role is None and title is None:
                return Unresolved(f"{body.name} is no actor")
            body = None  # "Central American migrants": of no one state
        by_ending = role is not None and not chunk.nouns and role.noun == fold(chunk.unknown)
        unknown = "" if by_ending else self._unknown(tokens, chunks, first, title, role is not None, name, organisation)
        if unknown:
            return Unresolved(f"what {unknown!r} is, is not known", (body.id,) if body is not None else ())
        if not name and body is None and title is None and role is None:
            return Unresolved("no state, organisation, office or person known by this name")
        strange = owners.of_unknown(chunks, first) if title is not None and not name else ""
        if strange:  # "the president of Pro-Choice America"
            return Unresolved(f"what {strange!r} is, is not known", (body.id,) if body is not None else ())
        if body is not None and role is not None and marks.when == "former" and role.noun in owners.STATE_NOUNS:
            return Unresolved(f"{role.noun} of {body.name} once; which, is not said", (body.id,))
        leads = body is not None and "Chief Executive" in self.registry.offices.get(body.id, ())
        if title is not None and body is not None and title.office == "Chief Executive" and not leads:  # of a firm
            title = replace(title, office="chief executive officer", sector="BUS", rank="many")
        others = body is not None and body.kind in STATE_KINDS and not name and owners.others(chunk)
        if others and body is not None:
            return Unresolved(f"{others} of {body.name}; who that is, is not said", (body.id,))
        when = marks.when
        if (
            when == "former"
            and not marks.exiled
            and title is None
            and role is not None
            and role.sector not in _OFFICIAL
            and not name
        ):
            when = "now"
        relative = marks.relative and (title is not None or bool(name))
        if marks.relative and not relative and role is not None:
            role = replace(role, sector="CVL")
        if body is None:
            body = self._with_the_only(chunks[:first])
        owner = "" if body is not None else self._owner(chunks, first)
        generic = not name and (chunk.generic or (title is not None and _several(tokens, chunk)))
        return Description(
            body, title, role, name, when, marks.elect, relative, generic, organisation, tie, place, owner
        )

    def _unknown(
        self,
        tokens: Sequence[str],
        chunks: Sequence[Chunk],
        at: int,
        title: Title | None,
        role: bool,
        name: str | None,
        organisation: str | None,
    ) -> str:
        """What the phrase is about, if no table says what that is; "" where one does."""
        chunk = chunks[at]
        if organisation and (self._ends_in_thing(chunk) or (title is None and not role)):
            return organisation
        if shared := self.heads.shared(tokens, chunks, at):
            return shared
        if chunk.nouns and not name and self.heads.only_part(tokens, chunks, at):
            return " ".join(tokens[chunk.nouns[-1].start : chunk.nouns[-1].end])
        if title is not None and title.office in HEADS and not name and 0 < chunk.name_at < chunk.nouns[-1].start:
            return _joined(chunk.name)  # "American Bridge President"
        if name and title is None and not role and owners.begins_name(chunk) and not self._person(chunk):
            return name
        if name and (chunk.nouns or title is not None or not chunk.bodies):
            return ""
        if not (chunk.nouns or chunk.bodies or chunk.loose):
            return ""
        return self.heads.unexplained(tokens, chunk)

    @staticmethod
    def _owner(chunks: Sequence[Chunk], at: int) -> str:
        """The person whose it is: "the Obama administration", "Putin's government", "an aide to Vladimir Putin"."""
        here = chunks[at]
        before = [c for c in chunks[:at] if c.owner]
        after = [c for c in chunks[at + 1 :] if c.link in OWNING | {"to"}]
        inside = here.name if here.nouns and here.name_at < here.nouns[-1].start else []
        return next((_joined(name) for name in (inside, *(c.name for c in (*before, *after))) if name), "")

    def _with_the_only(self, before: Sequence[Chunk]) -> Body | None:
        """The state of an owner with a title that one state alone has ("the Pope's envoy")."""
        titles = [c.nouns[-1].title for c in before if c.owner and c.nouns]
        return next((self.registry.bodies[t.only] for t in titles if t is not None and t.only), None)

    def _names(self, tokens: Sequence[str], chunk: Chunk) -> tuple[str | None, str | None]:
        """(a person's name, an organisation's name) among the words with capital letters that nothing explains."""
        if not chunk.nouns:
            if chunk.headed_by_body() and chunk.bodies[-1].form == "demonym":  # "Indigenous Australians"
                return None, None
            text = _joined(chunk.name) or None
            if self._firm(chunk):
                return None, text
            return (None, text) if text is not None and self._thing(chunk) else (text, None)
        head = chunk.nouns[-1]
        titled = head.title is not None and bool(head.title.office or head.title.sector or head.role is None)
        person = titled or (head.role is not None and head.role.kind == "person")
        capitals = capital(tokens[head.end - 1])
        if not chunk.name:
            proper = capitals and not titled and head.role is not None and head.role.kind == "collective"
            return None, (" ".join(tokens[chunk.start : chunk.end]) if proper else None)
        text = _joined(chunk.name)
        last = chunk.bodies[-1] if chunk.headed_by_body() and chunk.body_at == chunk.name_at + len(chunk.name) else None
        if last is not None and last.body.kind not in STATE_KINDS:  # "National Democratic Party"
            return None, None
        if chunk.name_at >= head.end:
            thing = self._ends_in_thing(chunk) and not (len(chunk.name) == 2 and self._person(chunk))
            return (text, None) if person and not thing else (None, text)
        if capitals and not person:
            return None, " ".join(tokens[chunk.name_at : head.end])
        if titled and chunk.name_at < head.start and capitals:
            return None, None
        return None, None

    def _person(self, chunk: Chunk) -> bool:
        """Whether a name begins with a given name, or is that of somebody in the tables."""
        return fold(chunk.name[0]) in self.registry.given or bool(self.registry.full_names.get(tuple(keys(chunk.name))))

    def _thing(self, chunk: Chunk) -> bool:
        """Whether a name is not a person's: behind an article, before a state's name ("Unicorp Canada"), or with a
        noun for a thing at its end ("Hyde Park")."""
        beside = bool(chunk.bodies) and chunk.body_at < chunk.name_at
        last = (len(chunk.name) > 1 or beside) and self._ends_in_thing(chunk)
        if self._person(chunk) and not (last and len(chunk.name) != 2):  # "Karl Marx Theater"
            return False
        if len(chunk.name) > 1 and fold(chunk.name[0]) in _LANDFORMS:
            return True
        state = chunk.bodies[-1] if chunk.body_at == chunk.name_at + len(chunk.name) else None
        return chunk.the or (state is not None and state.form == "name") or last

    def _firm(self, chunk: Chunk) -> bool:
        """Whether a name that is no person's ends in a trade: "British Steel", "Aviation Lease & Finance"."""
        if not chunk.name or chunk.nouns or self._person(chunk) or chunk.name_at + len(chunk.name) != chunk.explained:
            return False
        beside = bool(chunk.bodies) and chunk.bodies[-1].form == "adjective" and chunk.body_at < chunk.name_at
        trade = fold(chunk.name[-1]) in _TRADES
        return trade and (beside or len(chunk.name) > 1) and not any(at >= chunk.explained for at in chunk.loose)

    def _ends_in_thing(self, chunk: Chunk) -> bool:
        """Whether the last word of a name is a noun for a thing ("Leaders Summit")."""
        last = not chunk.nouns or chunk.name_at >= chunk.nouns[-1].end
        return bool(chunk.name) and last and fold(chunk.name[-1]) in self.registry.things

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


def _several(tokens: Sequence[str], chunk: Chunk) -> bool:
    """Whether the title that heads a chunk stands in the plural ("Maori leaders")."""
    item = chunk.nouns[-1]
    words = fold(" ".join(tokens[item.start : item.end]))
    return item.title is not None and words.endswith("s") and not fold(item.title.phrase).endswith("s")


def _names_somebody(chunk: Chunk) -> bool:
    """Whether a chunk is a name, or titles before one ("Gen. Pervez Musharraf")."""
    return bool(chunk.name) and all(n.title is not None and n.end <= chunk.name_at for n in chunk.nouns)


def _joined(name: Sequence[str]) -> str:
    return " ".join(name).replace(" - ", "-").strip("- ")
