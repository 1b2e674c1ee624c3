"""What the lexicon is made of: entries, their conditions and slots, light verbs, and how their tables are read.

The tables lie in `detente/data/lexicon`; docs/lexicon.md describes them. Every mistake in them is an InputError that
names file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

from detente import ontology
from detente.errors import InputError
from detente.events.inflect import read_irregular

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

NOT = "not"
_BASE = r"(?:nsubj|obj|iobj|xcomp|ccomp|poss|mod|(?:obl|nmod)(?::[a-z]+)?)"
_SLOT = re.compile(rf"{_BASE}(?:\.(?:mod|own|obj|nsubj|poss))?|advcl\.nsubj|advcl\.obj")
CHILD_TESTS = frozenset({"prt", "aux", "amod", "compound", "advmod", "nummod", "det", "expl"})
_SLOT_TESTS = re.compile(rf"{_BASE}")
CLAUSE_TESTS = re.compile(r"(?:advcl|acl)(?::[a-z]+)?")
_PATH_TESTS = re.compile(
    rf"(?:{_BASE}|(?:advcl|acl)(?::[a-z]+)?)\.(?:aux|mark|amod|compound|conj|advmod|nsubj|obj|poss|case|nummod|nmod:[a-z]+)"
)
BARE_TESTS = frozenset({"passive", "active", "plural", "singular", "light"})
_VALUE = re.compile(r"@[a-z_]+|<(?:PER|ORG|LOC|NAME)>|[$€£¥%]|[\w'.&-]+")
_ROW = COLUMNS[3:]


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
    def denied(self) -> bool:
        """Whether the act is what is meant by the word with "not": "did not rule out force"."""
        return any(c.test == "advmod" and not c.negated and NOT in (c.values or ()) for c in self.when)

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
class Tables:
    """All that the folder of the lexicon holds."""

    senses: tuple[Sense, ...]
    blockers: tuple[Sense, ...]
    lights: tuple[Light, ...]
    classes: dict[str, frozenset[str]]
    irregular: dict[tuple[str, str], tuple[str, ...]]

    def words(self) -> set[str]:
        """Every lemma that the tables name, as a head or in a condition."""
        found = {s.lemma for s in (*self.senses, *self.blockers)} | {light.lemma for light in self.lights}
        for sense in (*self.senses, *self.blockers):
            for condition in sense.when:
                found |= condition.values or set()
        return found.union(*self.classes.values())


def read(folder: Traversable) -> Tables:
    """Reads a folder laid out like `detente/data/lexicon`. Raises InputError that names file and line."""
    reader = _Reader(read_classes(folder.joinpath("classes.tsv")))
    blockers = tuple(reader.senses(folder.joinpath("blockers.tsv"), ""))
    senses: list[Sense] = []
    for event_type in ontology.types():
        senses.extend(reader.senses(folder.joinpath(f"{event_type.lower()}.tsv"), event_type))
    lights = tuple(_lights(folder.joinpath("light.tsv")))
    irregular = read_irregular(folder.joinpath("irregular.tsv"))
    return Tables(tuple(senses), blockers, lights, reader.classes, irregular)


def _lines(path: Traversable) -> Iterator[tuple[str, str]]:
    """Each line that says something, with where it stands."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            yield f"{path.name}, line {number}", line


def read_classes(path: Traversable) -> dict[str, frozenset[str]]:
    """Word classes: `name TAB words`, words divided by |, a class defined above written @name.

    A class may go on over several lines. Raises InputError that names file and line.
    """
    classes: dict[str, set[str]] = {}
    for where, line in _lines(path):
        if line.startswith("#"):
            continue
        name, tab, words = line.partition("\t")
        if not tab or not re.fullmatch(r"[a-z_]+", name):
            raise InputError(where, "a class is a name, a tab and its words divided by |")
        for word in words.strip().split("|"):
            if not _VALUE.fullmatch(word) or word.startswith("<"):
                raise InputError(where, f"{word!r} is no word or class")
            if not word.startswith("@"):
                classes.setdefault(name, set()).add(word)
            elif word[1:] in classes:
                classes.setdefault(name, set()).update(classes[word[1:]])
            else:
                raise InputError(where, f"class {word} is not defined above this line")
    return {name: frozenset(words) for name, words in classes.items()}


def _cells(value: str) -> list[str]:
    return [] if value.strip() in {"", "-"} else value.split()


@dataclass(slots=True)
class _Reader:
    """Reads the tables of senses; remembers what it has read so that nothing is written twice."""

    classes: dict[str, frozenset[str]]
    _conditions: dict[str, Condition] = field(default_factory=dict)
    _seen: dict[tuple[str, str, frozenset[str]], str] = field(default_factory=dict)

    def senses(self, path: Traversable, event_type: str) -> Iterator[Sense]:
        """Entries of one file. `# meaning:` opens a group; `# mode:`, `# actor:` ... set what its rows leave empty."""
        meaning = ""
        defaults: dict[str, str] = {}
        for where, line in _lines(path):
            if line.startswith("#"):
                name, colon, value = line[1:].strip().partition(":")
                if colon and name == "meaning":
                    meaning, defaults = value.strip(), {}
                elif colon and name in _ROW:
                    defaults[name] = value.strip()
                elif meaning:
                    raise InputError(where, f"a group has no setting {name!r}; there are {', '.join(_ROW)}")
                continue
            if not meaning:
                raise InputError(where, "an entry needs a `# meaning:` line above it")
            cells = [c.strip() for c in line.split("\t")]
            if not 2 <= len(cells) <= len(COLUMNS):
                raise InputError(where, f"{len(cells)} columns; there are {', '.join(COLUMNS)}")
            row = dict(zip(COLUMNS, cells, strict=False))
            for column in _ROW:
                row[column] = row.get(column) or defaults.get(column, "")
            yield from self._entries(where, row, event_type, meaning)

    def _entries(self, where: str, row: dict[str, str], event_type: str, meaning: str) -> Iterator[Sense]:
        pos = row["pos"]
        if pos not in POS:
            raise InputError(where, f"part of speech {pos!r}; there are {', '.join(POS)}")
        modes = _cells(row["mode"])
        mode = modes[0] if modes else None
        if len(modes) > 1 or (mode is not None and (event_type, mode) not in ontology.modes()):
            raise InputError(where, f"{event_type or 'a blocker'} has no mode {row['mode']!r}")
        flags = _flags(where, row["flags"])
        actor = _slots(where, row["actor"]) or DEFAULT_ACTOR[pos]
        recipient = _slots(where, row["recipient"])
        when = tuple(self._condition(where, text) for text in _cells(row.get("when", "")))
        constructions = frozenset(c.text for c in when)
        for lemma in self._lemmas(where, row["lemma"]):
            sense = Sense(lemma, pos, when, event_type, mode, actor, recipient, flags, meaning)
            earlier = self._seen.setdefault((lemma, pos, constructions), where)
            if earlier is not where and "also" not in flags:
                raise InputError(where, f"{sense.id!r} is written twice, first in {earlier}")
            yield sense

    def _lemmas(self, where: str, cell: str) -> list[str]:
        lemmas: list[str] = []
        for lemma in cell.split("|"):
            if lemma.startswith("@"):
                if lemma[1:] not in self.classes:
                    raise InputError(where, f"unknown class {lemma}")
                lemmas.extend(sorted(self.classes[lemma[1:]]))
            elif lemma and lemma == lemma.lower() and " " not in lemma:
                lemmas.append(lemma)
            else:
                raise InputError(where, f"{lemma!r} is no head lemma: one word in lower case")
        if len(set(lemmas)) != len(lemmas):
            raise InputError(where, "a lemma stands twice in one row")
        return lemmas

    def _condition(self, where: str, text: str) -> Condition:
        if text not in self._conditions:
            self._conditions[text] = self._parse(where, text)
        return self._conditions[text]

    def _parse(self, where: str, text: str) -> Condition:
        negated = text.startswith("!")
        test, equals, listed = text.removeprefix("!").partition("=")
        bare = test in BARE_TESTS
        known = bare or test in CHILD_TESTS or _SLOT_TESTS.fullmatch(test) or CLAUSE_TESTS.fullmatch(test)
        known = known or _PATH_TESTS.fullmatch(test)
        if not known or (bare and equals):
            raise InputError(where, f"unknown condition {text!r}")
        if not equals:
            return Condition(test, None, negated, text)
        values: set[str] = set()
        for value in listed.split("|"):
            if not _VALUE.fullmatch(value):
                raise InputError(where, f"{value!r} in condition {text!r} is no word, class or kind of name")
            if not value.startswith("@"):
                values.add(value)
            elif value[1:] in self.classes:
                values |= self.classes[value[1:]]
            else:
                raise InputError(where, f"unknown class {value} in condition {text!r}")
        return Condition(test, frozenset(values), negated, text)


def _slots(where: str, cell: str) -> tuple[str, ...]:
    slots = tuple(_cells(cell))
    for slot in slots:
        if not _SLOT.fullmatch(slot):
            raise InputError(where, f"unknown slot {slot!r}")
    return slots


def _flags(where: str, cell: str) -> frozenset[str]:
    flags = _cells(cell)
    for flag in flags:
        if flag not in FLAGS:
            raise InputError(where, f"unknown flag {flag!r}; there are {', '.join(FLAGS)}")
    return frozenset(flags)


def _lights(path: Traversable) -> Iterator[Light]:
    """`lemma, prt, noun, actor, recipient, flags`: see Light. Raises InputError that names file and line."""
    for where, line in _lines(path):
        if line.startswith("#"):
            continue
        cells = [c.strip() for c in line.split("\t")]
        if not 3 <= len(cells) <= 6:
            raise InputError(where, f"{len(cells)} columns; there are lemma, prt, noun, actor, recipient, flags")
        lemmas, particle, noun, actor, recipient, flags = (*cells, *[""] * (6 - len(cells)))
        if len(_slots(where, noun)) != 1:
            raise InputError(where, f"the event noun stands in one slot, not {noun!r}")
        for lemma in lemmas.split("|"):
            yield Light(
                lemma,
                None if particle in {"", "-"} else particle,
                noun,
                _slots(where, actor) or ("nsubj",),
                _slots(where, recipient),
                _flags(where, flags),
            )
