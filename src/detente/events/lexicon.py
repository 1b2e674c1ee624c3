"""The predicate lexicon: which words, in which construction, tell of which PLOVER event.

The entries lie in `detente/data/lexicon`, a file a type and grouped by meaning; docs/lexicon.md describes their columns.
An entry is written once, for the active voice: `detente.events.arguments` undoes passives, participles and relatives.
Whether a word tells of an event is decided here; who its parties are and whether it came true is decided by others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from spacy.tokens import Doc, Token

from detente import ontology
from detente.errors import InputError
from detente.events.arguments import conjuncts, slots_of

POS = ("VERB", "NOUN", "ADJ")
FLAGS = {
    "joint": "all parties are actors, the act is mutual",
    "joint_with": "the subject and whoever stands after `with` are actors together",
    "governs": "its complement tells the act that is planned, promised, demanded, offered or refused",
    "future": "by its meaning about something still to come",
    "ends": "says that the act named in it stops",
    "cancels": "says that the act named in it will not take place",
    "weak": "tells of an event only between two parties that are international actors",
    "reported": "says that somebody asserts it",
    "speech": "is itself an act of speech",
    "also": "a second event in the same words, kept beside the first",
}
COLUMNS = ("lemma", "pos", "when", "mode", "actor", "recipient", "flags")
DEFAULT_ACTOR = {"VERB": ("nsubj",), "ADJ": ("nsubj",), "NOUN": ("poss", "mod", "nmod:by", "nmod:from")}

_BASE = r"(?:nsubj|obj|iobj|xcomp|ccomp|poss|mod|(?:obl|nmod)(?::[a-z]+)?)"
_SLOT = re.compile(rf"{_BASE}(?:\.(?:mod|obj|nsubj|poss))?|advcl\.nsubj|advcl\.obj")
_CHILD_TESTS = frozenset({"prt", "amod", "compound", "advmod", "nummod", "det", "expl"})
_SLOT_TESTS = re.compile(rf"{_BASE}")
_CLAUSE_TESTS = re.compile(r"(?:advcl|acl)(?::[a-z]+)?")
_BARE_TESTS = frozenset({"passive", "active", "plural", "singular", "light"})
_VALUE = re.compile(r"@[a-z_]+|<(?:PER|ORG|LOC|NAME)>|[\w'.&-]+", re.UNICODE)
_PARTICLE_DEPS = frozenset({"compound:prt", "advmod", "case", "obl"})
_NAMES = frozenset({"PER", "ORG", "LOC"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold around the head: `test` filled by one of `values` (by anything where None)."""

    test: str
    values: frozenset[str] | None
    negated: bool
    text: str

    @property
    def weight(self) -> int:
        """How much the condition narrows the sense: a named word most, an absence least."""
        if self.negated:
            return 1
        return 2 if self.values is None else 4


@dataclass(frozen=True, slots=True)
class Sense:
    """One entry. `actor` and `recipient` are slots in order of preference; no recipient slot is an empty tuple."""

    lemma: str
    pos: str
    when: tuple[Condition, ...]
    event_type: str
    event_mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    flags: frozenset[str]
    meaning: str

    @property
    def id(self) -> str:
        """Type, mode, word and conditions, as `explain` shows them: stable while the entry is."""
        mode = f" {self.event_mode}" if self.event_mode else ""
        when = "".join(f" {c.text}" for c in self.when)
        return f"{self.event_type or 'none'}{mode}: {self.lemma}.{self.pos}{when}"

    @property
    def weight(self) -> int:
        """How specific the entry is: the weights of its conditions added up."""
        return sum(c.weight for c in self.when)


@dataclass(frozen=True, slots=True)
class Light:
    """A verb that leaves the deed to a noun it governs ("impose sanctions on X").

    `noun` is the verb's slot in which the event noun stands; `actor` and `recipient` are the verb's slots that fill the
    noun's; flags may say that the act ends or is cancelled.
    """

    lemma: str
    particle: str | None
    noun: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A sense found in a text. `head` and `tokens` are token numbers of the Doc; `tokens` holds head and matched words."""

    head: int
    tokens: tuple[int, ...]
    sense: Sense


class Lexicon:
    """Senses by head lemma. Build with `Lexicon.load()`."""

    def __init__(
        self,
        senses: tuple[Sense, ...],
        blockers: tuple[Sense, ...],
        lights: tuple[Light, ...],
        classes: dict[str, frozenset[str]],
    ) -> None:
        self.senses = senses
        self.blockers = blockers
        self.lights = lights
        self.classes = classes
        self._shells = classes.get("shell", frozenset())
        self._index: dict[tuple[str, str], list[Sense]] = {}
        for sense in (*blockers, *senses):
            self._index.setdefault((sense.lemma, sense.pos), []).append(sense)
        for found in self._index.values():
            found.sort(key=lambda s: -s.weight)
        self._lights: dict[str, list[Light]] = {}
        for light in lights:
            self._lights.setdefault(light.lemma, []).append(light)

    @staticmethod
    def load() -> Lexicon:
        """The lexicon shipped with detente, read once a process. Raises InputError naming file and line."""
        return _load()

    @staticmethod
    def read(folder: Traversable) -> Lexicon:
        """A lexicon from a folder laid out like `detente/data/lexicon`. Raises InputError naming file and line."""
        return _read(folder)

    def triggers(self, doc: Doc, start: int, end: int) -> list[Trigger]:
        """The senses that match heads in tokens `start` to `end` (half-open), in text order, the best first per head.

        Of one head only the most specific sense is kept, beside it those flagged `also`. A noun that another sense has
        taken as part of itself ("lifted the sanctions") is not a trigger of its own.
        """
        found: list[Trigger] = []
        taken: set[int] = set()
        for i in range(start, end):
            for trigger in self.at(doc[i]):
                found.append(trigger)
                if "governs" not in trigger.sense.flags:
                    taken.update(t for t in trigger.tokens if t != trigger.head)
        return [t for t in found if t.head not in taken]

    def at(self, token: Token) -> list[Trigger]:
        """The senses of one token where it stands, best first; empty when a blocker fits it at least as well."""
        pos = "NOUN" if token.pos_ == "PROPN" else token.pos_
        candidates = self._index.get((token.lemma_.lower(), pos))
        if not candidates or (pos == "NOUN" and not self._stands_alone(token)):
            return []
        context = _Context(token, self._shells, self)
        best: Trigger | None = None
        kept: list[Trigger] = []
        for sense in candidates:
            if best is not None and "also" not in sense.flags:
                continue
            tokens = context.match(sense.when)
            if tokens is None:
                continue
            if not sense.event_type:
                return kept
            trigger = Trigger(token.i, tuple(sorted({token.i, *tokens})), sense)
            if "also" not in sense.flags:
                best = trigger
            kept.append(trigger)
        if best is not None:
            kept.sort(key=lambda t: t is not best)
        return kept

    def light(self, noun: Token) -> tuple[int, Light] | None:
        """The light verb that an event noun hangs on and how its slots map, or None ("made a visit to X")."""
        for verb, slot in _governors(noun):
            for light in self._lights.get(verb.lemma_.lower(), ()):
                if light.noun != slot:
                    continue
                if light.particle and not any(
                    c.lower_ == light.particle and c.dep_ in _PARTICLE_DEPS for c in verb.children
                ):
                    continue
                return verb.i, light
        return None

    def _stands_alone(self, noun: Token) -> bool:
        """Not a modifier of another noun ("meeting room") and not part of a name, unless the noun above is a shell."""
        if noun.pos_ == "PROPN" and noun.ent_type_ in _NAMES:
            return False
        if noun.dep_ in {"compound", "flat", "nmod:unmarked"} and noun.head.i != noun.i:
            return noun.head.lemma_.lower() in self._shells
        return True


class _Context:
    """The surroundings of one head, its slots read at most once."""

    def __init__(self, token: Token, shells: frozenset[str], lexicon: Lexicon) -> None:
        self.token = token
        self.shells = shells
        self.lexicon = lexicon
        self._slots: dict[str, list[int]] | None = None

    def match(self, when: tuple[Condition, ...]) -> list[int] | None:
        """Token numbers that met the conditions with named words; None when one does not hold."""
        tokens: list[int] = []
        for condition in when:
            met = self._meet(condition)
            if (met is None) != condition.negated:
                return None
            if met is not None and condition.values is not None:
                tokens.append(met)
        return tokens

    def _meet(self, condition: Condition) -> int | None:
        """A token that fills the condition (the head itself for a bare fact about it), or None."""
        test, token = condition.test, self.token
        if test in _BARE_TESTS:
            return token.i if self._bare(test) else None
        for filler in self._fillers(test):
            if condition.values is None:
                return filler.i
            hit = self._word(filler, condition.values, 0)
            if hit is not None:
                return hit
        return None

    def _bare(self, test: str) -> bool:
        token = self.token
        if test == "plural":
            return "Plur" in token.morph.get("Number") or token.tag_ in {"NNS", "NNPS"}
        if test == "singular":
            return token.tag_ in {"NN", "NNP"} or "Sing" in token.morph.get("Number")
        if test == "light":
            return self.lexicon.light(token) is not None
        passive = any(c.dep_ in {"nsubj:pass", "aux:pass"} for c in token.children)
        return passive == (test == "passive")

    def _fillers(self, test: str) -> Iterator[Token]:
        token = self.token
        if test == "prt":
            yield from (c for c in token.children if c.dep_ in _PARTICLE_DEPS)
        elif test in _CHILD_TESTS:
            yield from (c for c in token.children if c.dep_ == test or c.dep_.startswith(test + ":"))
        elif _CLAUSE_TESTS.fullmatch(test):
            kind, _, marker = test.partition(":")
            for child in token.children:
                if (child.dep_ == kind or child.dep_.startswith(kind + ":")) and (
                    not marker or any(m.dep_ in {"mark", "case"} and m.lower_ == marker for m in child.children)
                ):
                    yield child
        else:
            yield from self._arguments(test)

    def _arguments(self, slot: str) -> Iterator[Token]:
        """Fillers of a slot. A preposition's phrase counts wherever the parser hung it: on the verb, on its object."""
        if self._slots is None:
            self._slots = slots_of(self.token)
        doc, slots = self.token.doc, self._slots
        kind, _, preposition = slot.partition(":")
        if kind not in {"obl", "nmod"}:
            yield from (doc[i] for i in slots.get(slot, ()))
            return
        if not preposition:
            yield from (doc[i] for name, fillers in slots.items() if name.startswith(("obl", "nmod")) for i in fillers)
            return
        for name in (f"obl:{preposition}", f"nmod:{preposition}"):
            yield from (doc[i] for i in slots.get(name, ()))
        if self.token.pos_ == "VERB" and preposition != "of":
            for i in slots.get("obj", ()):
                yield from _phrases(doc[i], preposition)
        elif self.token.pos_ == "NOUN":
            for verb, _ in _governors(self.token):
                yield from _phrases(verb, preposition)

    def _word(self, filler: Token, values: frozenset[str], depth: int) -> int | None:
        """The token of the phrase at `filler` that is one of `values`: head, conjunct, or inside a shell."""
        for token in conjuncts(filler):
            lemma = token.lemma_.lower()
            if lemma in values or token.lower_ in values:
                return token.i
            if token.ent_type_ in _NAMES and (f"<{token.ent_type_}>" in values or "<NAME>" in values):
                return token.i
            if depth < 3 and lemma in self.shells:
                for child in token.children:
                    inner = child.dep_ in {"compound", "amod", "nmod:unmarked"} or (
                        child.dep_.startswith("nmod")
                        and any(c.dep_ == "case" and c.lower_ in {"of", "in"} for c in child.children)
                    )
                    if inner:
                        hit = self._word(child, values, depth + 1)
                        if hit is not None:
                            return hit
        return None


def _phrases(head: Token, preposition: str) -> Iterator[Token]:
    for child in head.children:
        if child.dep_.startswith(("obl", "nmod")) and any(
            c.dep_ == "case" and c.lower_ == preposition for c in child.children
        ):
            yield child


def _governors(noun: Token) -> Iterator[tuple[Token, str]]:
    """The verb above a noun and the slot the noun fills there, in the active voice; through coordination."""
    seen = 0
    while noun.dep_ == "conj" and noun.head.i != noun.i and seen < 8:
        noun = noun.head
        seen += 1
    for child in noun.children:
        if child.dep_ == "acl" and child.pos_ == "VERB" and child.tag_ == "VBN":
            yield child, "obj"
        elif child.dep_ == "acl:relcl" and child.pos_ == "VERB":
            subject = [c for c in child.children if c.dep_.startswith("nsubj")]
            if not subject or (subject[0].dep_ == "nsubj:pass" and subject[0].lower_ in {"that", "which"}):
                yield child, "obj"
            elif not any(c.dep_ == "obj" for c in child.children):
                yield child, "nsubj" if subject[0].lower_ in {"that", "which"} else "obj"
    verb = noun.head
    if verb.i == noun.i or verb.pos_ != "VERB":
        return
    if noun.dep_ in {"obj", "nsubj:pass"}:
        yield verb, "obj"
    elif noun.dep_ == "nsubj":
        yield verb, "nsubj"
    elif noun.dep_.startswith("obl"):
        case = next((c.lower_ for c in noun.children if c.dep_ == "case"), None)
        if case:
            yield verb, f"obl:{case}"


# --- reading the tables ---------------------------------------------------------------------------------------------


@cache
def _load() -> Lexicon:
    return _read(files("detente").joinpath("data", "lexicon"))


def _read(folder: Traversable) -> Lexicon:
    classes = _classes(folder.joinpath("classes.tsv"))
    senses: list[Sense] = []
    for event_type in ontology.types():
        senses.extend(_senses(folder.joinpath(f"{event_type.lower()}.tsv"), event_type, classes))
    blockers = tuple(_senses(folder.joinpath("blockers.tsv"), "", classes))
    seen: dict[tuple[str, str, tuple[str, ...]], Sense] = {}
    for sense in (*blockers, *senses):
        key = (sense.lemma, sense.pos, tuple(sorted(c.text for c in sense.when)))
        if "also" in sense.flags:
            continue
        if key in seen:
            raise InputError(f"{sense.lemma}.{sense.pos}", f"written twice: {seen[key].id} and {sense.id}")
        seen[key] = sense
    return Lexicon(tuple(senses), blockers, tuple(_lights(folder.joinpath("light.tsv"))), classes)


def _lines(path: Traversable) -> Iterator[tuple[str, str]]:
    """Each line that says something, with where it stands."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            yield f"{path.name}, line {number}", line


def _classes(path: Traversable) -> dict[str, frozenset[str]]:
    """`name TAB words`, words divided by |, a class among them written @name; a class may go on over several lines."""
    raw: dict[str, list[str]] = {}
    for where, line in _lines(path):
        if line.startswith("#"):
            continue
        name, tab, words = line.partition("\t")
        if not tab or not re.fullmatch(r"[a-z_]+", name):
            raise InputError(where, "a class is a name, a tab and its words divided by |")
        for word in words.strip().split("|"):
            if not _VALUE.fullmatch(word):
                raise InputError(where, f"{word!r} is no word or class")
            if word.startswith("@") and word[1:] not in raw:
                raise InputError(where, f"class {word} is not defined above this line")
            raw.setdefault(name, []).append(word)
    done: dict[str, frozenset[str]] = {}
    for name, words_of in raw.items():
        plain = {w for w in words_of if not w.startswith("@")}
        done[name] = frozenset(plain.union(*(done[w[1:]] for w in words_of if w.startswith("@"))))
    return done


def _cells(value: str) -> list[str]:
    return [] if value.strip() in {"", "-"} else value.split()


def _senses(path: Traversable, event_type: str, classes: dict[str, frozenset[str]]) -> Iterator[Sense]:
    """Entries of one file. Header lines `# meaning:`, `# mode:`, `# actor:` ... open a group and set its defaults."""
    meaning = ""
    defaults: dict[str, str] = {}
    for where, line in _lines(path):
        if line.startswith("#"):
            name, colon, value = line[1:].strip().partition(":")
            if colon and name == "meaning":
                meaning, defaults = value.strip(), {}
            elif colon and name in COLUMNS[3:]:
                defaults[name] = value.strip()
            continue
        if not meaning:
            raise InputError(where, "an entry needs a `# meaning:` line above it")
        cells = [c.strip() for c in line.split("\t")]
        if len(cells) < 2 or len(cells) > len(COLUMNS):
            raise InputError(where, f"{len(cells)} columns; there are {', '.join(COLUMNS)}")
        row = dict(zip(COLUMNS, cells, strict=False))
        for column in COLUMNS[3:]:
            if not row.get(column):
                row[column] = defaults.get(column, "")
        yield from _entries(where, row, event_type, classes, meaning)


def _entries(
    where: str, row: dict[str, str], event_type: str, classes: dict[str, frozenset[str]], meaning: str
) -> Iterator[Sense]:
    pos = row["pos"]
    if pos not in POS:
        raise InputError(where, f"part of speech {pos!r}; there are {', '.join(POS)}")
    modes = _cells(row["mode"])
    if len(modes) > 1:
        raise InputError(where, "one mode at most")
    mode = modes[0] if modes else None
    if mode is not None and (event_type, mode) not in ontology.modes():
        raise InputError(where, f"{event_type or 'a blocker'} has no mode {mode!r}")
    flags = _cells(row["flags"])
    for flag in flags:
        if flag not in FLAGS:
            raise InputError(where, f"unknown flag {flag!r}; there are {', '.join(FLAGS)}")
    actor, recipient = tuple(_cells(row["actor"])), tuple(_cells(row["recipient"]))
    for slot in (*actor, *recipient):
        if not _SLOT.fullmatch(slot):
            raise InputError(where, f"unknown slot {slot!r}")
    sense = Sense(
        "",
        pos,
        tuple(_condition(where, text, classes) for text in _cells(row.get("when", ""))),
        event_type,
        mode,
        actor or DEFAULT_ACTOR[pos],
        recipient,
        frozenset(flags),
        meaning,
    )
    for lemma in row["lemma"].split("|"):
        if lemma.startswith("@"):
            if lemma[1:] not in classes:
                raise InputError(where, f"unknown class {lemma}")
            words = sorted(classes[lemma[1:]])
        else:
            words = [lemma]
        for word in words:
            if not word or word != word.lower() or " " in word:
                raise InputError(where, f"{word!r} is no head lemma: one word in lower case")
            yield replace(sense, lemma=word)


def _condition(where: str, text: str, classes: dict[str, frozenset[str]]) -> Condition:
    negated = text.startswith("!")
    test, equals, listed = text.removeprefix("!").partition("=")
    known = test in _CHILD_TESTS or test in _BARE_TESTS or _SLOT_TESTS.fullmatch(test) or _CLAUSE_TESTS.fullmatch(test)
    if not known or (test in _BARE_TESTS and equals):
        raise InputError(where, f"unknown condition {text!r}")
    if not equals:
        return Condition(test, None, negated, text)
    values: set[str] = set()
    for value in listed.split("|"):
        if not _VALUE.fullmatch(value):
            raise InputError(where, f"{value!r} in condition {text!r} is no word, class or kind of name")
        if value.startswith("@"):
            if value[1:] not in classes:
                raise InputError(where, f"unknown class {value} in condition {text!r}")
            values |= classes[value[1:]]
        else:
            values.add(value)
    return Condition(test, frozenset(values), negated, text)


def _lights(path: Traversable) -> Iterator[Light]:
    """`lemma, prt, noun, actor, recipient, flags`: see Light."""
    for where, line in _lines(path):
        if line.startswith("#"):
            continue
        cells = [c.strip() for c in line.split("\t")]
        if not 3 <= len(cells) <= 6:
            raise InputError(where, f"{len(cells)} columns; there are lemma, prt, noun, actor, recipient, flags")
        lemmas, particle, noun, actor, recipient, flags = (*cells, *[""] * (6 - len(cells)))
        for slot in (noun, *_cells(actor), *_cells(recipient)):
            if not _SLOT.fullmatch(slot):
                raise InputError(where, f"unknown slot {slot!r}")
        for flag in _cells(flags):
            if flag not in FLAGS:
                raise InputError(where, f"unknown flag {flag!r}")
        for lemma in lemmas.split("|"):
            yield Light(
                lemma,
                None if particle in {"", "-"} else particle,
                noun,
                tuple(_cells(actor)) or ("nsubj",),
                tuple(_cells(recipient)),
                frozenset(_cells(flags)),
            )
