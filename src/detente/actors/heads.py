"""The head of a phrase: which chunk has it, whether anything is known of it, and the sector that the words around it
give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.actors.chunks import BEHIND, OTHER, OWNING, Chunk
from detente.actors.entries import STATE_KINDS, Head, Role, Title
from detente.actors.names import fold
from detente.actors.registry import Registry
from detente.actors.scan import Item, capital

# Endings that only nouns for persons have, with the sector of those who have them. "-er" and "-ist" are not among them
# ("corner", "checklist"): what no table has and no ending tells stays unknown.
_ENDINGS = (
    ("maker", "BUS"), ("makers", "BUS"), ("ologist", "EDU"), ("ologists", "EDU"), ("worker", "LAB"), ("workers", "LAB"),
    ("woman", "CVL"), ("women", "CVL"),
)  # fmt: skip
# What states that fight together are.
_ALLIES = frozenset("alliance coalition".split())
# Parts of a firm, which say so only behind the firm's name.
_OF_A_FIRM = frozenset("arm branch business division unit".split())
# Behind these stands what a thing is about or where it is.
_ABOUT = frozenset("with about on against between for in inside across toward towards".split())
# What is nobody before "of" and a thing ("a source of revenue", "the state of the economy").
_SOFT = frozenset("source center centre front order state force body arm".split())
# Nouns for those who belong to the forces or the police that they stand behind ("Navy divers", "police doctors").
_SERVING = frozenset({"CVL", "LAB", "MED", "EDU"})
_FORCES = {
    **dict.fromkeys("army navy naval force military marine marines airforce corps".split(), "MIL"),
    **dict.fromkeys("police gendarmerie".split(), "COP"),
}
_KIN = frozenset("wife wives widow widows family families spouse spouses children veteran veterans".split())
# What a place is called before "of" and its name.
_PLACES = frozenset("city country district enclave island islands province region republic territory town".split())
# Words that may follow a noun without being the head: participles, adjectives that take a preposition, adverbs.
_PARTICIPLES = frozenset(
    "held led made born bound known sent taken kept told shot hit hurt left sworn run paid won built caught brought"
    " killed set put seen found lost hidden stuck".split()
)
_ADJECTIVES = ("al", "able", "ible", "ive", "ous", "ful", "less", "ant", "ic")


def modifies(word: str, before: str, more: bool) -> bool:
    """Whether a word behind a noun says something of it ("soldiers wounded", "women wearing veils", "forces loyal to")
    and is not what the noun stands before ("missile test", "school building"). `more`: words follow in the phrase."""
    if word in BEHIND or word in _PARTICIPLES or word.endswith("ed"):
        return True
    if word.endswith("ing"):
        return more and before.endswith(("s", "men", "people"))
    return more and word.endswith(_ADJECTIVES) and before.endswith(("s", "men", "people"))


class Heads:
    """Reads the heads of phrases with the tables of a registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def unexplained(self, tokens: Sequence[str], chunk: Chunk) -> str:
        """The noun that heads a chunk and that no table has ("U.S. tariffs", "embassy bombings"), else ""."""
        behind = [at for at in chunk.loose if at >= chunk.explained]
        if not behind:
            return ""
        first = behind[0]
        before = "" if chunk.ends_with_state() else fold(tokens[chunk.explained - 1])
        if chunk.start < chunk.explained == first and modifies(fold(tokens[first]), before, first + 1 < len(tokens)):
            return ""
        return tokens[behind[-1]]

    def first(self, tokens: Sequence[str], chunks: Sequence[Chunk]) -> int | None:
        """The chunk with the head: the first with a noun or a name that owns nothing, else the first with a body."""
        start = chunks[0]
        apposed = len(chunks) > 1 and chunks[1].link == "," and start.bodies and start.bodies[-1].form == "name"
        if apposed and start.body_at == start.end - 1 and not (start.nouns or start.name):
            return 0  # "Turkey, a NATO member"
        for n, chunk in enumerate(chunks):
            if chunk.owner:
                continue
            if chunk.nouns or (chunk.name and chunk.link not in OTHER):
                return n
            if chunk.link not in OTHER and self._is_thing(tokens, chunks, n):
                return n
        rest = [n for n, c in enumerate(chunks) if c.bodies or c.places or c.name or c.tied]
        return next((n for n in rest if not chunks[n].owner), rest[0] if rest else None)

    def _is_thing(self, tokens: Sequence[str], chunks: Sequence[Chunk], n: int) -> bool:
        """Whether a chunk's head is a noun that no table has, and the phrase denotes what it says ("Russia's
        recession", "the future of NATO"), not those behind its "of" ("the release of American hostages")."""
        chunk, following = chunks[n], chunks[n + 1] if n + 1 < len(chunks) else None
        if not self.unexplained(tokens, chunk) or (following is not None and following.link in {"and", "or", ","}):
            return False
        if chunk.bodies or (n and chunks[n - 1].owner):
            return True
        if following is not None and following.link in _ABOUT:  # "disagreements with Russia", "the crisis in Syria"
            unknown = self.unexplained(tokens, chunk)
            return not unknown.endswith("ly") and unknown not in BEHIND
        if following is None or following.link != "of" or following.nouns or following.any:
            return False
        if fold(self.unexplained(tokens, chunk)) in _PLACES and following.bodies:  # "the province of South Ossetia"
            return False
        return not following.bodies or following.bodies[-1].form != "demonym"

    def shared(self, tokens: Sequence[str], chunks: Sequence[Chunk], at: int) -> str:
        """The noun that no table has, of the adjectives of several states: "the Turkish and Russian plans"."""
        here, following = chunks[at], chunks[at + 1] if at + 1 < len(chunks) else None
        if following is None or following.link not in {"and", "or"} or here.nouns or here.name or following.nouns:
            return ""
        adjective = bool(here.bodies) and here.bodies[-1].form == "adjective" and here.headed_by_body()
        return self.unexplained(tokens, following) if adjective else ""

    def only_part(self, tokens: Sequence[str], chunks: Sequence[Chunk], at: int) -> bool:
        """Whether a noun that may be a body stands before "of" and a thing: "a source of revenue", "the state of the
        economy"."""
        head, following = chunks[at].nouns[-1], chunks[at + 1] if at + 1 < len(chunks) else None
        if following is None or following.link != "of" or fold(tokens[head.end - 1]) not in _SOFT:
            return False
        small = tokens[head.end - 1].islower()
        return small and (fold(tokens[head.end - 1]) == "source" or bool(self.unexplained(tokens, following)))

    def read(self, tokens: Sequence[str], chunks: Sequence[Chunk], at: int) -> tuple[Title | None, Role | None]:
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
        if chunk.name_at == item.end and capital(tokens[item.start]):  # "U.S. Representative Ada Roe"
            for alias in chunk.bodies:
                local = self.registry.local_titles.get((alias.body.code or "", noun))
                if local is not None:
                    return local, None
        sector = self._sector(chunks, at, item)
        if role is not None:
            sector = self._of_whom_it_serves(tokens, chunks, at, item, role, sector)
        if role is not None and title is None and self._named_for_members(tokens, chunks, at, item, role):
            sector = role.sector if role.sector in {"BUS", "LAB", "EDU", "MED", "AGR", "JRN"} else "SOC"
        if title is not None:
            if sector != title.sector and sector is not None:
                title = replace(title, sector=sector, rank="many")
            below = len(chunk.nouns) > 1 and any(
                n.title is not None and n.title.office == "deputy" and n.end == item.start for n in chunk.nouns
            )
            if below:
                title = replace(title, phrase=f"deputy {title.phrase}", office=f"deputy {title.office}", rank="many")
            return title, None
        assert role is not None
        if sector is None or sector == role.sector:
            return None, role
        return None, Role(role.noun, sector, role.kind, role.slug, role.source)

    @staticmethod
    def _of_whom_it_serves(
        tokens: Sequence[str], chunks: Sequence[Chunk], at: int, item: Item, role: Role, sector: str | None
    ) -> str | None:
        """The sector of the force, firm or company that somebody is of, else the one that is known."""
        chunk, first = chunks[at], item.start
        if role.kind == "person" and role.sector in _SERVING and sector in {None, *_SERVING} and first > chunk.start:
            return sector if fold(tokens[first]) in _KIN else _FORCES.get(fold(tokens[first - 1]), sector)
        named = len(chunk.name) == 1 and chunk.name_at + 1 == first
        if sector in {None, "SOC"} and tokens[first] == "Group" and named:  # "the VT Group"
            return "BUS"
        if fold(tokens[chunk.start]) == "its" and role.noun.removesuffix("s") in _OF_A_FIRM:  # "its U.S. unit"
            return "BUS"
        owner = chunks[at - 1].nouns[-1].role if at and chunks[at - 1].owner and chunks[at - 1].nouns else None
        if owner is not None and owner.sector == "BUS" and role.sector == "GOV":  # "the company's headquarters"
            return "BUS"
        return sector

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
        if own == "MIL" and any(a.body.kind == "group" and a.body.sector == "CVL" for a in chunks[at].bodies):
            return "REB"  # fighters of a people, not of its state
        head = self.registry.heads.get(fold(noun)) or self.registry.heads.get(fold(noun).removesuffix("s"))
        led = any(tie == "led" and alias.body.kind in STATE_KINDS for alias, tie in chunks[at].tied)
        if led and fold(noun).removesuffix("s") in _ALLIES:  # "the Saudi-led coalition"
            return "MIL"
        if fold(noun).removesuffix("s") == "fighter" and any(tie == "backed" for _, tie in chunks[at].tied):
            return "REB"  # "Turkish-backed Syrian fighters"
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
        if at and chunks[at - 1].owner:
            owner = chunks[at - 1]
            if owner.said:
                return owner.said[-1][1]
            noun = item.role.noun if item.role is not None else ""
            if noun.removesuffix("s") in _OF_A_FIRM and owner.name and not owner.bodies:
                return "BUS"
        return None

    @staticmethod
    def by_ending(chunk: Chunk) -> Role | None:
        """A noun that no table has, by its ending ("kitemakers")."""
        low = fold(chunk.unknown)
        if not any(alias.form == "adjective" for alias in chunk.bodies) or not low:
            return None
        if len(low) < 5:
            return None
        sector = next((sector for ending, sector in _ENDINGS if low.endswith(ending)), None)
        return Role(low, sector, "person", low) if sector else None
