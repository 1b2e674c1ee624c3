"""Phrases around a title or role noun: the state or organisation beside it, the name behind it, "former", "then"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from spacy.tokens import Doc, Token

from detente.actors.chunks import choose, pick
from detente.actors.entries import STATE_KINDS, Alias
from detente.actors.names import fold
from detente.actors.phrases import Phrase, head_of
from detente.actors.registry import load
from detente.actors.scan import ATTACHED, Item
from detente.records import Unresolved

GENERIC = frozenset("a an no any every each another some first second next future previous last several".split())
PREMODIFIERS = frozenset({"compound", "amod", "nmod:poss", "nmod", "flat", "nmod:desc", "nmod:unmarked"})
# Who governs the state in which they are.
AT_HOME = frozenset(
    "government authority authorities administration leadership regime official minister ministry parliament lawmaker "
    "legislator army military police".split()
)
ARMED = frozenset({"army", "military", "police"})  # in the capital those of the state, elsewhere perhaps guests
RIVAL = frozenset("occupation occupying rebel rival puppet exiled breakaway self-declared separatist installed".split())
HYPHENS = frozenset({"-", "–", "‑"})


class Nominals:
    """Reads the noun phrases of one sentence that have a title or a role noun.

    `covered` maps tokens to known items, `runs` the first token of a run of unknown proper nouns to its end;
    `used_runs` collects the runs that belong to a phrase.
    """

    def __init__(
        self,
        doc: Doc,
        index: int,
        covered: dict[int, Item],
        runs: dict[int, int],
        cues: frozenset[str],
        on: date | None,
    ) -> None:
        self.doc, self.index, self.covered, self.runs, self.cues, self.on = doc, index, covered, runs, cues, on
        self.run_ends = {end: start for start, end in runs.items()}
        self.used_runs: set[int] = set()

    def text(self, start: int, end: int) -> str:
        """The words of tokens [start, end) on one line."""
        return self.doc[start:end].text.replace("\n", " ")

    def alias(self, item: Item) -> Alias | Unresolved | None:
        """The body that an item names; None for a reading that is no actor."""
        if item.ambiguous is not None:
            body = choose(item.ambiguous, self.cues, load(), self.on)
            if body is None or isinstance(body, Unresolved):
                return body
            return Alias(body, "name", item.ambiguous.name)
        return pick(item.aliases)

    def nominal(self, item: Item, depth: int = 0) -> Phrase:
        """The phrase around one title or role noun."""
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
            c.lower_ in GENERIC for i in range(item.start, item.end) for c in doc[i].children if c.i < item.start
        )
        if item.end in self.runs and item.title is not None and self._name_follows(item.end):
            self._take_name(phrase, item.end)
        elif item.title is not None and item.title.office and (after := self._preposition(phrase, item)):
            self._take_name(phrase, after)
        elif item.title is not None and not item.title.office:
            phrase.kind = "person"
        if depth < 2:
            self.rightwards(phrase, depth)
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
        if known.end not in self.runs or doc[known.end - 1].text in {",", ";"}:
            return None
        alias = self.alias(known)
        takes = doc[i].lower_ == "of" and isinstance(alias, Alias) and alias.body.kind != "none" and not phrase.mods
        if takes and isinstance(alias, Alias):
            phrase.mods.append(alias)
            phrase.mod_tokens.update(range(known.start, known.end))
        return known.end

    def _name_follows(self, at: int) -> bool:
        """A name right behind a title belongs to it, unless the two are arguments of different verbs."""
        doc = self.doc
        name, title = doc[head_of(doc, at, self.runs[at])], doc[at - 1]
        apart = name.dep_.startswith("nsubj") and title.dep_ in {"obj", "iobj", "obl", "nsubj"}
        return not (apart and title.head.i != name.head.i and title.head.i != name.i)

    def _take_name(self, phrase: Phrase, at: int) -> None:
        end = self.runs[at]
        self.used_runs.add(at)
        phrase.name = self.text(at, end)
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
            if fold(token.text) in ATTACHED and i - 2 >= floor and doc[i - 1].text in HYPHENS and i - 2 in self.covered:
                i = self.covered[i - 2].start - 1  # "Turkish-backed forces" are not Turkey's
                continue
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
                    phrase.owner = self.text(self.run_ends[i + 1], i + 1)
                if phrase.role is None or phrase.role.kind not in {"thing", "force"} or doc[i + 1].tag_ == "POS":
                    break
                self.used_runs.add(self.run_ends[i + 1])
                i = self.run_ends[i + 1] - 1
            elif token.pos_ == "CCONJ" and phrase.mods and self._coordinated(i, phrase):
                coordinated = phrase.several = True
                i -= 1
            elif token.text == ")" and (opening := self._opening(i, floor)) is not None:
                i = opening - 1  # "European Community (EC) foreign ministers"
            elif (token.pos_ == "CCONJ" and self._joins_modifiers(token, item)) or (
                token.text in HYPHENS
                or token.pos_ in {"ADJ", "NUM"}
                or token.tag_ == "POS"
                or self._inside(token, item)
            ):
                i -= 1
            else:
                break

    def _modifier(self, phrase: Phrase, known: Item, coordinated: bool) -> bool:
        """Takes a body that stands before the noun; False where another phrase begins there."""
        alias = self.alias(known)
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
        if token.dep_ not in PREMODIFIERS and phrase.title is None:
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
        return first.dep_ in PREMODIFIERS and first.i < first.head.i < item.end

    def _opening(self, at: int, floor: int) -> int | None:
        """The bracket that opens a short aside."""
        return next((j for j in range(at - 1, max(floor, at - 6), -1) if self.doc[j].text == "("), None)

    @staticmethod
    def _joins_modifiers(token: Token, item: Item) -> bool:
        """ "trade and industry commissioner": the conjunction joins modifiers of this noun."""
        second = token.head
        first = second.head if second.dep_ == "conj" else second
        return first.dep_ in PREMODIFIERS and first.i < first.head.i < item.end

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

    def rightwards(self, phrase: Phrase, depth: int = 0) -> None:
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
                spoken_for = case == "for" and phrase.title is not None and phrase.title.office == "spokesperson"
                if case not in {"of", "'s", "’s", "'"} and not spoken_for and not self._at_home(phrase, child, case):
                    continue
                known = self.covered.get(child.i)
                if known is None and phrase.role is not None and phrase.owner is None:
                    run = next((r for r, end in self.runs.items() if r <= child.i < end), None)
                    phrase.owner = self.text(run, self.runs[run]) if run is not None else None
                if (
                    known is None
                    or not (known.aliases or known.ambiguous or known.role)
                    or (known.start < phrase.end and phrase.start < known.end)
                ):
                    continue
                if known.role is not None and not known.aliases:
                    inner = self.nominal(known, depth + 1)
                    if inner.mods and phrase.role is None:
                        phrase.role = known.role
                        phrase.mods.extend(inner.mods)
                        phrase.mod_tokens |= inner.mod_tokens
                    continue
                self._owners(phrase, child)

    def _at_home(self, phrase: Phrase, place: Token, case: str) -> bool:
        """ "the government in Seoul", "officials in Iran": who governs there; soldiers and diplomats need not be
        of the state in which they are."""
        known, noun = self.covered.get(place.i), self.doc[phrase.head].lemma_.lower()
        if case != "in" or phrase.mods or noun not in AT_HOME or known is None or place.i < phrase.head:
            return False
        if not known.aliases and not known.ambiguous:
            return False  # "the government in office"
        said = [t for c in self.doc[phrase.head].lefts if c.dep_ != "det" for t in c.subtree]
        if any(t.text in HYPHENS or t.lower_ in RIVAL or (t.i > 0 and t.text.istitle()) for t in said):
            return False  # "Russian-installed officials in Ukraine"
        alias = self.alias(known)
        if not isinstance(alias, Alias) or alias.body.kind not in STATE_KINDS or alias.text == "Brussels":
            return False
        return noun not in ARMED or alias.form == "capital"

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
            alias = self.alias(known)
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
