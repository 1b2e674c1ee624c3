"""Finds the phrases of a sentence that may denote an actor.

They are read off the tokens (names, titles and role nouns stand beside each other in every language) and the UD tree
(apposition, possessives, "of", conjunction, copula).
"""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc, Token

from detente.actors.entries import STATE_KINDS, Alias
from detente.actors.names import PARTICLES
from detente.actors.nominals import HYPHENS, Nominals
from detente.actors.phrases import Phrase, head_of
from detente.actors.scan import Item, Scanner, capital
from detente.records import Sentence, Unresolved

_PARTICLES = PARTICLES | {"ad", "an", "as", "ash", "d'", "o'", "ul"}
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september "
    "october november december".split()
)


def shouting(doc: Doc, sentence: Sentence) -> bool:
    """A line in capitals, where an acronym looks like any other word."""
    letters = [t.text for t in doc[sentence.first_token : sentence.last_token] if t.is_alpha]
    return len(letters) > 3 and sum(t.isupper() for t in letters) > 0.7 * len(letters)


def find(
    doc: Doc,
    sentence: Sentence,
    scanner: Scanner,
    cues: frozenset[str],
    people: dict[int, str],
    on: date | None = None,
) -> list[Phrase]:
    """Phrases of one sentence in text order. `people` maps tokens to the entity type of a recogniser, where there is
    one; `cues`, words of the article, and the day settle ambiguous names."""
    first, last = sentence.first_token, sentence.last_token
    tokens = [t.text for t in doc[first:last]]
    items = [_shift(item, first) for item in scanner.scan(tokens, shouting=shouting(doc, sentence))]
    items = [item for item in items if not _lower_adjective_noun(doc, item)]
    covered = {i: item for item in items for i in range(item.start, item.end)}
    runs = _name_runs(doc, first, last, covered, people)
    return _Finder(Nominals(doc, sentence.index, covered, runs, cues, on)).read(items)


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
    if item.title is None and item.role is not None and last.pos_ == "PROPN" and last.text[:1].isupper():
        plain = item.role.kind in {"person", "people", "collective", "thing"} and last.tag_ != "NNS"
        if plain or item.role.slug == "party":
            return True  # "Man" in a name, "Party" in that of an unknown party
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
                doc[i].text in HYPHENS
                and i + 1 < last
                and _joined(doc, i)
                and (doc[i + 1].text[:1].isalpha())
                and i + 1 not in covered
            ):
                i += 2
            elif (
                doc[i].lower_ in _PARTICLES
                and i + 1 < last
                and (_nameable(doc[i + 1], covered) or doc[i + 1].text in HYPHENS)
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


class _Finder:
    """Puts the items and name runs of one sentence together."""

    def __init__(self, nominals: Nominals) -> None:
        self.nominals = nominals
        self.doc, self.index = nominals.doc, nominals.index
        self.covered, self.runs, self.run_ends = nominals.covered, nominals.runs, nominals.run_ends

    def read(self, items: list[Item]) -> list[Phrase]:
        phrases: list[Phrase] = []
        taken: set[int] = set()
        for item in items:
            if item.start in taken:
                continue
            if item.title is not None or item.role is not None:
                found = self.nominals.nominal(item)
                phrases.append(found)
                taken.update(range(item.start, item.end))
            elif item.aliases or item.ambiguous:
                named = self._named(item)
                if named is not None:
                    phrases.append(named)
        for start, end in self.runs.items():
            if start not in self.nominals.used_runs:
                phrases.append(
                    Phrase(
                        self.index,
                        start,
                        end,
                        head_of(self.doc, start, end),
                        "person",
                        name=self.nominals.text(start, end),
                    )
                )
        self._join_appositions(phrases)
        phrases.sort(key=lambda p: (p.start, p.end))
        self._inherit_body(phrases)
        phrases = self._fold_institutions(phrases)
        phrases.sort(key=lambda p: (p.start, p.end))
        return phrases

    def _named(self, item: Item) -> Phrase | None:
        """A body named by itself; part of a longer name that is not known, it is no actor."""
        doc = self.doc
        head = head_of(doc, item.start, item.end)
        alias = self.nominals.alias(item)
        phrase = Phrase(self.index, item.start, item.end, head, "name")
        glued = item.end < len(doc) and not doc[item.end - 1].whitespace_
        if alias is None or (glued and doc[item.end].text[:1] in {"$", "€", "£"}):
            return None  # no actor, or a currency ("US$50"; "gave Kenya $50" has both)
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
            return self._party_of_that_name(item, alias)
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
                self.nominals.used_runs.add(after) if not back else None
                return True
        before = item.start
        if before in self.run_ends and doc[before].dep_ == "flat" and alias.form in {"name", "capital"}:
            self.nominals.used_runs.add(self.run_ends[before])
            return True
        return False

    def _party_of_that_name(self, item: Item, alias: Alias) -> bool:
        """ "American Solidarity Party", "Congress Party": another body than the one named by the single word."""
        if item.end - item.start > 1 or alias.acronym or item.end >= len(self.doc):
            return False
        following, known = self.doc[item.end], self.covered.get(item.end)
        if following.pos_ != "PROPN" or not following.text[:1].isupper():
            return False
        if known is None:
            return item.end in self.runs and self.doc[item.start].head.i >= item.end
        return known.role is not None and known.role.sector == "PTY"

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
                self.nominals.rightwards(phrase)

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
