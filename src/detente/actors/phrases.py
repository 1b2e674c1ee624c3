"""Phrases of a sentence that may denote an actor: what stands in them, before anyone is identified.

A phrase is read off the tokens (names, titles and role nouns stand beside each other in every language) and the UD tree
(apposition, possessives, "of", conjunction, copula).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from detente.actors.names import fold
from detente.actors.registry import STATE_KINDS, Alias, Body, Role, Title
from detente.actors.resolve import choose, pick
from detente.actors.scan import Item, Scanner, capital
from detente.records import Sentence, Unresolved

_PARTICLES = frozenset(
    {
        "al",
        "el",
        "as",
        "ad",
        "bin",
        "ibn",
        "ben",
        "abu",
        "de",
        "da",
        "do",
        "dos",
        "del",
        "della",
        "di",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ould",
        "ag",
        "ul",
        "o'",
        "d'",
        "ash",
        "an",
        "e",
        "y",
    }
)
_GENERIC = frozenset("a an no any every each another some first second next future previous last several".split())
_PREMODIFIERS = frozenset({"compound", "amod", "nmod:poss", "nmod", "flat", "nmod:desc", "nmod:unmarked"})
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september "
    "october november december".split()
)
_HYPHENS = frozenset({"-", "–", "‑"})
LOCATIVE = frozenset(
    {
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "around",
        "across",
        "through",
        "throughout",
        "within",
        "via",
        "into",
        "onto",
        "over",
    }
)
MOTION = frozenset(
    "fly travel go return arrive come drive sail leave depart head land move flee flight trip travel"
    " tour journey transfer transport bring take send "
    "invite".split()
)


@dataclass
class Phrase:
    """Tokens [start, end) with head `head`, and what they say. `mods` are aliases before the noun or after "of"."""

    sentence: int
    start: int
    end: int
    head: int
    kind: str  # name, person, title, role, pronoun, adjective
    mods: list[Alias] = field(default_factory=list)
    title: Title | None = None
    role: Role | None = None
    name: str | None = None
    when: str = "now"
    elect: bool = False
    relative: bool = False
    alias: Alias | None = None
    problem: Unresolved | None = None
    several: bool = False
    mod_tokens: set[int] = field(default_factory=set)
    generic: bool = False  # "a president", "no president", "the first president"
    owner: str | None = None  # a person whose government or party it is ("the Reagan administration")


def head_of(doc: Doc, start: int, end: int) -> int:
    """The token of [start, end) whose head lies outside; the last one where the tree offers several."""
    outside = [t.i for t in doc[start:end] if not start <= t.head.i < end or t.head.i == t.i]
    return outside[0] if len(outside) == 1 else (outside[-1] if outside else end - 1)


def shouting(doc: Doc, sentence: Sentence) -> bool:
    """A line in capitals, where an acronym looks like any other word."""
    letters = [t.text for t in doc[sentence.first_token : sentence.last_token] if t.is_alpha]
    return len(letters) > 3 and sum(t.isupper() for t in letters) > 0.7 * len(letters)


def find(doc: Doc, sentence: Sentence, scanner: Scanner, cues: frozenset[str], people: dict[int, str]) -> list[Phrase]:
    """Phrases of one sentence in text order. `people` maps tokens to the entity type of a recogniser, where there is
    one."""
    first, last = sentence.first_token, sentence.last_token
    tokens = [t.text for t in doc[first:last]]
    items = [_shift(item, first) for item in scanner.scan(tokens, shouting=shouting(doc, sentence))]
    items = [item for item in items if not _lower_adjective_noun(doc, item)]
    covered = {i: item for item in items for i in range(item.start, item.end)}
    runs = _name_runs(doc, first, last, covered, people)
    reader = _Reader(doc, sentence.index, covered, runs, cues, people)
    return reader.read(items)


def _shift(item: Item, by: int) -> Item:
    return Item(item.start + by, item.end + by, item.aliases, item.title, item.role, item.mark, item.ambiguous)


def _lower_adjective_noun(doc: Doc, item: Item) -> bool:
    """Titles and role nouns that the parse takes for verbs or adverbs ("heads", "state", "general") are none here."""
    if item.aliases or item.ambiguous:
        return False
    if item.mark:
        return item.mark == "then" and doc[item.start].pos_ == "ADV" and doc[item.start].head.pos_ == "VERB"
    last = doc[item.end - 1]
    if not last.pos_:
        return False
    plain_role = (
        item.title is None and item.role is not None and item.role.kind in {"person", "people", "collective", "thing"}
    )
    if plain_role and last.pos_ == "PROPN" and last.text[:1].isupper() and last.tag_ != "NNS":
        return True  # "Man" in a name, "Party" in an unknown party's
    return last.pos_ not in {"NOUN", "PROPN", "X", "ADJ", "PRON"} or (last.pos_ == "ADJ" and last.dep_ == "amod")


def _name_runs(doc: Doc, first: int, last: int, covered: dict[int, Item], people: dict[int, str]) -> dict[int, int]:
    """Runs of proper nouns outside the known names: start -> end."""
    runs: dict[int, int] = {}
    i = first
    while i < last:
        if not _nameable(doc[i], covered):
            i += 1
            continue
        start = i
        i += 1
        while i < last:
            if _nameable(doc[i], covered) and doc[i - 1].text not in {",", ";"}:
                i += 1
            elif (
                doc[i].text in _HYPHENS
                and i + 1 < last
                and _joined(doc, i)
                and (doc[i + 1].text[:1].isalpha())
                and i + 1 not in covered
            ):
                i += 2
            elif (
                doc[i].lower_ in _PARTICLES
                and i + 1 < last
                and (_nameable(doc[i + 1], covered) or doc[i + 1].text in _HYPHENS)
                and doc[i].pos_ != "DET"
                and (doc[i].lower_ not in {"as", "an", "e", "y", "do"} or doc[i].dep_ == "flat")
            ) or (doc[i].text == "." and len(doc[i - 1].text) == 1 and i + 1 < last and _nameable(doc[i + 1], covered)):
                i += 1
            else:
                break
        runs[start] = i
    return runs


def _joined(doc: Doc, hyphen: int) -> bool:
    return not doc[hyphen - 1].whitespace_ and not doc[hyphen].whitespace_


def _nameable(token: Token, covered: dict[int, Item]) -> bool:
    if token.lower_ in _CALENDAR and not (token.dep_ == "flat" or token.ent_type_ in {"PER", "PERSON"}):
        return False
    if token.i in covered or not capital(token.text) or not token.text[:1].isalpha():
        return False
    return (
        token.pos_ == "PROPN"
        or (not token.pos_)
        or token.dep_ == "flat"
        or token.ent_type_ in {"PER", "PERSON", "ORG", "LOC", "GPE"}
    )


class _Reader:
    """Puts the items and name runs of one sentence together."""

    def __init__(
        self,
        doc: Doc,
        index: int,
        covered: dict[int, Item],
        runs: dict[int, int],
        cues: frozenset[str],
        people: dict[int, str],
    ) -> None:
        self.doc, self.index, self.covered, self.runs, self.cues, self.people = doc, index, covered, runs, cues, people
        self.run_ends = {end: start for start, end in runs.items()}
        self.used_runs: set[int] = set()

    def read(self, items: list[Item]) -> list[Phrase]:
        phrases: list[Phrase] = []
        taken: set[int] = set()
        for item in items:
            if item.start in taken:
                continue
            if item.title is not None or item.role is not None:
                found = self._nominal(item)
                phrases.append(found)
                taken.update(range(item.start, item.end))
            elif item.aliases or item.ambiguous:
                named = self._named(item)
                if named is not None:
                    phrases.append(named)
        for start, end in self.runs.items():
            if start not in self.used_runs:
                phrases.append(
                    Phrase(self.index, start, end, head_of(self.doc, start, end), "person", name=self._text(start, end))
                )
        self._join_appositions(phrases)
        phrases.sort(key=lambda p: (p.start, p.end))
        self._inherit_body(phrases)
        phrases = self._fold_institutions(phrases)
        phrases.sort(key=lambda p: (p.start, p.end))
        return phrases

    def _text(self, start: int, end: int) -> str:
        return self.doc[start:end].text.replace("\n", " ")

    def _alias(self, item: Item) -> Alias | Unresolved | None:
        if item.ambiguous is not None:
            body = choose(item.ambiguous, self.cues)
            if body is None or isinstance(body, Unresolved):
                return body
            return Alias(body, "name", item.ambiguous.name)
        return pick(item.aliases, self.cues)

    def _named(self, item: Item) -> Phrase | None:
        """A body named by itself; part of a longer name that is not known, it is no actor."""
        doc = self.doc
        head = head_of(doc, item.start, item.end)
        alias = self._alias(item)
        phrase = Phrase(self.index, item.start, item.end, head, "name")
        following = doc[item.end].text if item.end < len(doc) else ""
        if alias is None or following[:1] in {"$", "€", "£"}:
            return None  # no actor, or a currency ("US$")
        if isinstance(alias, Unresolved):
            phrase.problem = alias
            return phrase
        proper = any(t.pos_ in {"PROPN", ""} for t in doc[item.start : item.end])
        if alias.body.kind in {"media", "company"} and not proper:
            return None  # "Independent experts", "today"
        if alias.form == "adjective" and doc[head].pos_ != "PROPN":
            phrase.kind = "adjective"
        phrase.alias = alias
        if self._inside_longer_name(item, alias):
            phrase.problem = Unresolved(f"{alias.text} is part of a longer name that is not known")
        return phrase

    def _inside_longer_name(self, item: Item, alias: Alias) -> bool:
        """ "Jordan Peterson", "Michael Jordan", "Cyprus Mail", "Bank of America"-like names."""
        doc = self.doc
        if alias.body.kind not in STATE_KINDS:
            return False
        after = item.end
        if after in self.runs and not doc[after - 1].text.endswith((",", ";")):
            joined = any(
                doc[i].head.i >= after
                and doc[i].head.i < self.runs[after]
                and doc[i].dep_ in {"compound", "flat", "nmod:desc"}
                for i in range(item.start, item.end)
            )
            last = doc[head_of(doc, after, self.runs[after])].head.i
            if last in self.covered and self.covered[last].role is not None:
                return False  # "Russian Su-24 jets"
            back = doc[after].head.i in range(item.start, item.end) and doc[after].dep_ in {"flat", "compound"}
            if (joined or back) and (alias.form in {"name", "capital", "adjective"}):
                self.used_runs.add(after) if not back else None
                return True
        before = item.start
        if before in self.run_ends and doc[before].dep_ == "flat" and alias.form in {"name", "capital"}:
            self.used_runs.add(self.run_ends[before])
            return True
        return False

    # titles and roles

    def _nominal(self, item: Item, depth: int = 0) -> Phrase:
        doc = self.doc
        phrase = Phrase(
            self.index,
            item.start,
            item.end,
            head_of(doc, item.start, item.end),
            "title" if item.title else "role",
            title=item.title,
            role=item.role,
        )
        self._leftwards(phrase, item)
        phrase.generic = any(
            c.lower_ in _GENERIC for i in range(item.start, item.end) for c in doc[i].children if c.i < item.start
        )
        if item.end in self.runs and item.title is not None and self._name_follows(item.end):
            self._take_name(phrase, item.end)
        elif item.title is not None and item.title.office and (after := self._preposition(phrase, item)):
            self._take_name(phrase, after)
        elif item.title is not None and not item.title.office:
            phrase.kind = "person"
        if depth < 2:
            self._rightwards(phrase, depth)
        return phrase

    def _preposition(self, phrase: Phrase, item: Item) -> int | None:
        """ "president of the United States Donald Trump", "ambassador to Peking Octavio Valerio": takes the body after
        "of"; gives the start of a name right behind."""
        doc, i = self.doc, item.end
        if i + 1 >= len(doc) or doc[i].lower_ not in {"of", "to", "in", "at"}:
            return None
        at = i + 2 if doc[i + 1].lower_ == "the" else i + 1
        known = self.covered.get(at)
        if known is None or not known.aliases or known.start != at:
            return None
        alias = self._alias(known)
        if doc[i].lower_ == "of" and isinstance(alias, Alias) and alias.body.kind != "none" and not phrase.mods:
            phrase.mods.append(alias)
            phrase.mod_tokens.update(range(known.start, known.end))
        follows = known.end in self.runs and doc[known.end - 1].text not in {",", ";"}
        return known.end if follows and known.end - 1 not in self.run_ends else None

    def _name_follows(self, at: int) -> bool:
        """A name right behind a title belongs to it, unless the two are arguments of different verbs."""
        doc = self.doc
        name, title = doc[head_of(doc, at, self.runs[at])], doc[at - 1]
        apart = name.dep_.startswith("nsubj") and title.dep_ in {"obj", "iobj", "obl", "nsubj"}
        return not (apart and title.head.i != name.head.i and title.head.i != name.i)

    def _take_name(self, phrase: Phrase, at: int) -> None:
        end = self.runs[at]
        self.used_runs.add(at)
        phrase.name = self._text(at, end)
        phrase.kind = "person"
        phrase.end = end
        phrase.head = head_of(self.doc, phrase.start, end)

    def _leftwards(self, phrase: Phrase, item: Item) -> None:
        """Bodies, institutions, markers of time and owners that stand before the noun in its phrase."""
        doc, i = self.doc, item.start - 1
        floor = doc[item.start].sent.start if doc.has_annotation("SENT_START") else 0
        coordinated = False
        while i >= floor:
            token, known = doc[i], self.covered.get(i)
            if known is not None:
                if known.aliases or known.ambiguous:
                    if not self._modifier(phrase, known, coordinated):
                        break
                    coordinated = False
                elif not self._institution(phrase, known, token):
                    break
                i = known.start - 1
            elif i + 1 in self.run_ends:
                if (phrase.role is not None and token.head.i >= item.start) or doc[i + 1].tag_ == "POS":
                    phrase.owner = self._text(self.run_ends[i + 1], i + 1)
                if phrase.role is None or phrase.role.kind not in {"thing", "force"} or doc[i + 1].tag_ == "POS":
                    break
                self.used_runs.add(self.run_ends[i + 1])
                i = self.run_ends[i + 1] - 1
            elif token.pos_ == "CCONJ" and phrase.mods and self._coordinated(i, phrase):
                coordinated = phrase.several = True
                i -= 1
            elif token.text == ")" and (opening := self._opening(i, floor)) is not None:
                i = opening - 1  # "European Community (EC) foreign ministers"
            elif token.pos_ == "CCONJ" and self._joins_modifiers(token, item):
                i -= 1
            elif (
                token.text in _HYPHENS
                or token.pos_ in {"ADJ", "NUM"}
                or token.tag_ == "POS"
                or self._inside(token, item)
            ):
                i -= 1
            else:
                break

    def _modifier(self, phrase: Phrase, known: Item, coordinated: bool) -> bool:
        """Takes a body that stands before the noun; False where another phrase begins there."""
        alias = self._alias(known)
        if isinstance(alias, Alias) and alias.form == "demonym" and alias.body.kind in STATE_KINDS:
            return False
        if isinstance(alias, Unresolved):
            phrase.problem = alias
        elif alias is not None and alias.body.kind != "none":
            two_states = phrase.mods and alias.body.kind in STATE_KINDS and phrase.mods[-1].body.kind in STATE_KINDS
            if two_states and not coordinated:
                return False
            phrase.mods.append(alias)
            phrase.mod_tokens.update(range(known.start, known.end))
            phrase.start = known.start
        return True

    @staticmethod
    def _institution(phrase: Phrase, known: Item, token: Token) -> bool:
        """Takes "Foreign Ministry" before "spokesman", "former", "then"; False where another phrase begins there."""
        if known.mark:
            phrase.when = known.mark if known.mark in {"former", "then"} else phrase.when
            phrase.elect |= known.mark == "elect"
            return True
        if token.dep_ not in _PREMODIFIERS and phrase.title is None:
            return False
        if known.role is None:
            return known.title is None or phrase.title is not None
        if phrase.role is None or known.role.kind == "institution":
            phrase.role = known.role
        phrase.start = known.start
        return True

    @staticmethod
    def _inside(token: Token, item: Item) -> bool:
        """A noun that modifies this one ("oil", "arms" in "arms negotiators")."""
        if token.pos_ not in {"NOUN", "PROPN"}:
            return False
        first = token.head if token.dep_ == "conj" and token.head.i < token.i else token
        return first.dep_ in _PREMODIFIERS and first.i < first.head.i < item.end

    def _opening(self, at: int, floor: int) -> int | None:
        """The bracket that opens a short aside."""
        return next((j for j in range(at - 1, max(floor, at - 6), -1) if self.doc[j].text == "("), None)

    @staticmethod
    def _joins_modifiers(token: Token, item: Item) -> bool:
        """ "trade and industry commissioner": the conjunction joins modifiers of this noun."""
        second = token.head
        first = second.head if second.dep_ == "conj" else second
        return first.dep_ in _PREMODIFIERS and first.i < first.head.i < item.end

    def _coordinated(self, at: int, phrase: Phrase) -> bool:
        """ "U.S. and Indian negotiators": the conjunction joins two modifiers of one noun, not two noun phrases."""
        left, right = self.covered.get(at - 1), self.doc[at].head
        if (
            left is None
            or not left.aliases
            or phrase.head in {t.i for i in range(left.start, left.end) for t in self.doc[i].children}
        ):
            return False
        inside = range(left.start, left.end)
        modifies = self.doc[at - 1].head.i == phrase.head or right.head.i in inside or right.head.i == phrase.head
        return modifies and self.doc[phrase.head].head.i not in inside

    def _rightwards(self, phrase: Phrase, depth: int = 0) -> None:
        """ "of X" and "for X" behind the noun: the body that the office or group belongs to."""
        if phrase.mods and phrase.role is None and phrase.title is None:
            return
        if phrase.title is not None and not phrase.title.sector and phrase.role is None and phrase.mods:
            self._of_something(phrase)
        for child in self._dependents(phrase):
            if child.dep_ in {"nmod", "nmod:poss", "obl"} and child.i not in phrase.mod_tokens:
                case = next(
                    (c.lower_ for c in child.children if (c.dep_ == "case" and c.i < child.i) or c.tag_ == "POS"), ""
                )
                if case not in {"of", "'s", "’s", "'"} and not (
                    case == "for" and phrase.title is not None and phrase.title.office == "spokesperson"
                ):
                    continue
                known = self.covered.get(child.i)
                if known is None and phrase.role is not None and phrase.owner is None:
                    run = next((r for r, end in self.runs.items() if r <= child.i < end), None)
                    phrase.owner = self._text(run, self.runs[run]) if run is not None else None
                if (
                    known is None
                    or not (known.aliases or known.ambiguous or known.role)
                    or (known.start < phrase.end and phrase.start < known.end)
                ):
                    continue
                if known.role is not None and not known.aliases:
                    inner = self._nominal(known, depth + 1)
                    if inner.mods and phrase.role is None:
                        phrase.role = known.role
                        phrase.mods.extend(inner.mods)
                        phrase.mod_tokens |= inner.mod_tokens
                    continue
                self._owners(phrase, child)

    def _of_something(self, phrase: Phrase) -> None:
        """ "Hong Kong director of X": the office is that of X, the state only says where."""
        for child in self._dependents(phrase):
            if child.dep_ == "nmod" and any(c.dep_ == "case" and c.lower_ == "of" for c in child.children):
                known = self.covered.get(child.i)
                if child.pos_ == "PROPN" or (known is not None and known.aliases):
                    phrase.mods.clear()
                    phrase.mod_tokens.clear()
                    if known is None or not known.aliases:
                        phrase.problem = Unresolved(
                            f"{phrase.title.phrase if phrase.title else 'head'} of what is not known"
                        )
                return

    def _owners(self, phrase: Phrase, first: Token) -> None:
        """ "the leaders of Britain, France and Italy": every body of the coordination."""
        if phrase.mods:
            return
        for token in (first, *(c for c in first.children if c.dep_ == "conj")):
            known = self.covered.get(token.i)
            if known is None or not (known.aliases or known.ambiguous):
                continue
            alias = self._alias(known)
            if isinstance(alias, Unresolved):
                phrase.problem = phrase.problem or alias
            elif alias is not None and alias.body.kind != "none":
                phrase.mods.append(alias)
                phrase.mod_tokens.update(range(known.start, known.end))
        phrase.several |= len(phrase.mods) > 1

    def _dependents(self, phrase: Phrase) -> Iterator[Token]:
        for i in range(phrase.start, phrase.end):
            if i not in phrase.mod_tokens:
                yield from (
                    c for c in self.doc[i].children if not phrase.start <= c.i < phrase.end or c.dep_ == "nmod:poss"
                )

    def _join_appositions(self, phrases: list[Phrase]) -> None:
        """ "Mike Pompeo, the US secretary of state", "Niger's president, Mahamadou Issoufou", "X is the president of
        Y"."""
        by_head = {p.head: p for p in phrases}
        for phrase in phrases:
            if phrase.kind != "person" or (phrase.title is not None and phrase.title.office):
                continue
            for other in phrases:
                if (
                    other is phrase
                    or other.kind not in {"title", "role"}
                    or (other.title is None and other.role is not None and other.role.kind != "person")
                ):
                    continue
                a, b = self.doc[phrase.head], self.doc[other.head]
                linked = (b.dep_ in {"appos", "flat", "nmod:desc", "parataxis"} and b.head.i == a.i) or (
                    a.dep_ in {"appos", "flat", "nmod:desc", "nmod:unmarked"} and a.head.i == b.i
                )
                predicate = (
                    a.dep_ == "nsubj"
                    and a.head.i == b.i
                    and any(c.dep_ == "cop" and c.lower_ in {"is", "was", "became"} for c in b.children)
                )
                if linked or predicate:
                    phrase.title, phrase.role = other.title, other.role
                    phrase.mods, phrase.mod_tokens = list(other.mods), set(other.mod_tokens)
                    phrase.when, phrase.elect = other.when, other.elect
                    other.name = phrase.name
                    break
            self._inherit_title(phrase, by_head)

    def _inherit_title(self, phrase: Phrase, by_head: dict[int, Phrase]) -> None:
        """ "Presidents Muhammadu Buhari of Nigeria and Patrice Talon of Benin": the plural title holds for both."""
        token = self.doc[phrase.head]
        first = by_head.get(token.head.i)
        if (
            phrase.title is None
            and token.dep_ == "conj"
            and first is not None
            and first.title is not None
            and first.name
        ):
            word = self.doc[first.start : first.end].text.split()[0].lower()
            if any(
                self.covered[i].title is first.title and self.doc[i].text.lower().endswith("s")
                for i in range(first.start, first.end)
                if i in self.covered
            ) or word.endswith("s"):
                phrase.title = first.title
                self._rightwards(phrase)

    def _inherit_body(self, phrases: list[Phrase]) -> None:
        """ "the Israeli prime minister and energy minister": a bare title joined to one with a state has the same
        state."""
        heads = {i: p for p in phrases for i in range(p.start, p.end) if p.kind in {"title", "person"}}
        for phrase in phrases:
            if phrase.title is None or not phrase.title.office or phrase.mods or phrase.owner:
                continue
            token = self.doc[phrase.head]
            first = heads.get(token.head.i) if token.dep_ == "conj" else None
            bare = not any(
                c.dep_ == "det" or c.dep_ == "nmod:poss"
                for i in range(phrase.start, phrase.end)
                for c in self.doc[i].children
            )
            if first is not None and first is not phrase and len(first.mods) == 1 and bare and first.title is not None:
                phrase.mods, phrase.when = list(first.mods), phrase.when

    def _fold_institutions(self, phrases: list[Phrase]) -> list[Phrase]:
        """A role noun that only modifies a title or another role ("Foreign Ministry" spokesman) is no phrase of its
        own."""
        spans = [(p.start, p.end, p) for p in phrases if p.kind in {"title", "person", "role"} and (p.title or p.role)]
        kept = []
        for phrase in phrases:
            inside = any(
                other is not phrase
                and other.start <= phrase.start
                and phrase.end <= other.end
                and (phrase.kind in {"role", "title"})
                and phrase.head != other.head
                and phrase.end < other.end
                for _, _, other in spans
            )
            if not inside:
                kept.append(phrase)
        return kept


def body_of(mods: list[Alias]) -> Body | None:
    """The most specific of the bodies before a noun: an institution or organisation before the state it belongs to."""
    for alias in mods:
        if alias.body.kind not in STATE_KINDS:
            return alias.body
    return mods[0].body if mods else None


def as_place(token: Token) -> bool:
    """A capital that is only a place here: behind a preposition of place, or the goal of a movement."""
    case = next((c.lower_ for c in token.children if c.dep_ == "case" and c.i < token.i), "")
    if case in LOCATIVE or (
        token.dep_ in {"appos", "flat"} and token.head.lemma_.lower() in {"capital", "city", "town"}
    ):
        return True
    if case in {"to", "from", "for", "toward", "towards"}:
        return token.head.lemma_.lower() in MOTION or fold(token.head.text) in MOTION
    return token.dep_ in {"obl:unmarked", "nmod:unmarked"} and not case
