"""Dictionaries in the format of the PETRARCH family (.actors and .agents) as a layer over the tables.

An entry is a name, its synonyms behind "+", and codes in brackets with the days for which they hold:

    RUTH_VALE_
    +R._VALE_
        [RURGOV 040501-120331]
        [RURELI >120401]

Underscores stand for spaces; "#" and ";" begin a comment. Years have four digits, or two: 31 to 99 are of the last
century. An entry with days is a person who held those offices, of no known sector where the code is a state's alone;
one without days is a body. If no code of an entry has a sector, and one is a state's alone, it is another name of that
state, of the last one where its days tell of several ("LEIPZIG [DDR 491007-901003] [DEU >901003]"). "NOUN {PLURAL}
[~CODE]" is a noun for those who act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from detente.actors.codes import Code, read_code
from detente.actors.descriptions import slug
from detente.actors.entries import Body, Person, Role, Tenure
from detente.actors.layers import Layer
from detente.actors.names import keys, words
from detente.actors.registry import Registry
from detente.errors import InputError

_BRACKET = re.compile(r"\[([^\]]*)\]?")
_CODE = re.compile(r"\s*(~?[A-Z]{3,24}~?)\s*(?:(<|>)\s*(\S+)|(\d{4,8})\s*-\s*(\d{4,8}))?\s*$")
_MACRO = re.compile(r"\s*(!\w+!)\s*=\s*(.+)")
_SMALL = frozenset("of the and for in on al el de da do van von der bin la le di".split())


@dataclass(slots=True)
class Entry:
    """One entry: its names with the line of the first, its codes with their days and lines."""

    line: int
    names: list[str]
    plural: str = ""
    codes: list[tuple[int, Code, date | None, date | None]] = field(default_factory=list)
    told: bool = False  # that a code of it cannot be used


def read_dictionary(path: Path, registry: Registry) -> Layer:
    """The layer of a dictionary. Lines that cannot be used are its problems. Raises InputError where no file is."""
    try:
        text = path.read_bytes().decode("utf-8", errors="surrogateescape")
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error)) from error
    if "\udc80" <= max(text, default="") <= "\udcff":
        text = path.read_bytes().decode("latin-1")
    problems: list[InputError] = []
    entries = list(_entries(text.splitlines(), path, registry, problems))
    made = Made(path, registry)
    for entry in entries:
        made.add(entry, problems)
    return made.layer(problems)


def _entries(lines: Sequence[str], path: Path, registry: Registry, problems: list[InputError]) -> Iterator[Entry]:
    macros: dict[str, list[str]] = {}
    entry: Entry | None = None
    for number, raw in enumerate(lines, start=1):
        line = re.split(r"[#;]", raw, maxsplit=1)[0]
        if macro := _MACRO.match(line):
            macros[macro[1]] = [ending.strip() for ending in macro[2].split(",")]
            continue
        if not line.strip():
            continue
        head, brackets = line.split("[", 1)[0].strip(), _BRACKET.findall(line)
        if head.startswith("+"):
            if entry is None:
                problems.append(_problem(path, number, "a synonym before any name"))
                continue
            entry.names += _names(head[1:], macros)
        elif head:
            if entry is not None:
                yield entry
            name, _, plural = head.partition("{")
            entry = Entry(number, _names(name, macros), _name(plural.strip("{} ")))
        for text in brackets:
            if entry is None:
                problems.append(_problem(path, number, f"a code before any name: [{text}]"))
                continue
            try:
                entry.codes.append((number, *_dated(text, registry)))
            except ValueError as error:
                problems.append(_problem(path, number, str(error)))
                entry.told = True
    if entry is not None:
        yield entry


def _problem(path: Path, line: int, why: str) -> InputError:
    return InputError(f"{path}, line {line}", why)


def _names(text: str, macros: dict[str, list[str]]) -> list[str]:
    for macro, endings in macros.items():
        if macro in text:
            return [_name(text.replace(macro, ending)) for ending in endings]
    return [_name(text)]


def _name(text: str) -> str:
    """ "RUTH_VALE_" as texts write it: "Ruth Vale"; initials and short words without a vowel stay capitals."""
    parts = text.strip().strip("_").replace("_", " ").split()
    if any(part.islower() for part in parts) or not "".join(parts).isupper():
        return " ".join(parts)
    return " ".join(_cased(part, first=not n, alone=len(parts) == 1) for n, part in enumerate(parts))


def _cased(word: str, *, first: bool, alone: bool) -> str:
    if not first and word.lower() in _SMALL:
        return word.lower()
    if (alone and len(word) <= 4) or (len(word) <= 4 and not re.search(r"[AEIOUY]", word)) or "." in word:
        return word
    return "-".join(part.capitalize() for part in word.split("-"))


def _dated(text: str, registry: Registry) -> tuple[Code, date | None, date | None]:
    """(code, first day, last day) of the words between brackets. Raises ValueError that says what is wrong."""
    found = _CODE.match(text)
    if found is None:
        raise ValueError(f"not a code with days: [{text}]")
    start = end = None
    if found[2] == ">":
        start = _day(found[3])
    elif found[2] == "<":
        end = _day(found[3])
    elif found[4]:
        start, end = _day(found[4]), _day(found[5])
        if start > end:
            raise ValueError(f"ends before it begins: [{text}]")
    code = read_code(found[1], registry)
    if code.unknown:
        raise ValueError(f"unknown code {', '.join(code.unknown)} in [{text}]")
    return code, start, end


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{6}|\d{8}", text):
        raise ValueError(f"not a day: {text}")
    full = text if len(text) == 8 else ("20" if int(text[:2]) <= 30 else "19") + text
    try:
        return date(int(full[:4]), int(full[4:6]), int(full[6:]))
    except ValueError as error:
        raise ValueError(f"not a day: {text}") from error


class Made:
    """Bodies, persons, tenures and nouns made of entries."""

    def __init__(self, path: Path, registry: Registry) -> None:
        self.path, self.registry = path, registry
        self.bodies: list[tuple[Body, tuple[str, ...]]] = []
        self.persons: list[tuple[Person, tuple[str, ...]]] = []
        self.tenures: list[Tenure] = []
        self.roles: list[Role] = []

    def layer(self, problems: Sequence[InputError]) -> Layer:
        """What was made, as a layer."""
        made = (tuple(self.bodies), tuple(self.persons), tuple(self.tenures), tuple(self.roles))
        return Layer(self.path.name, *made, tuple(problems))

    def source(self, line: int) -> str:
        """The file and line that a row of the layer comes from."""
        return f"{self.path.name}, line {line}"

    def add(self, entry: Entry, problems: list[InputError]) -> None:
        """Files one entry; what it cannot be goes to the problems."""
        usable = [c for c in entry.codes if c[1].country or c[1].sectors]
        if not usable:
            if not entry.codes and not entry.told:
                problems.append(_problem(self.path, entry.line, f"no code for {entry.names[0]}"))
            return
        states = [c for c in usable if c[1].country in self.registry.bodies]
        if all(code.country is None for _, code, _, _ in usable):
            self._noun(entry, usable[0])
        elif states and not any(code.sectors for _, code, _, _ in usable):
            self._state(entry, states, problems)
        elif any(start or end for _, _, start, end in usable):
            self._person(entry, usable, problems)
        else:
            self._body(entry, usable[0][0], usable[0][1])

    def _noun(self, entry: Entry, coded: tuple[int, Code, date | None, date | None]) -> None:
        line, code, _, _ = coded
        for name in (*entry.names, entry.plural):
            noun = name.lower()
            if noun:
                known = self.registry.roles.get(tuple(keys(words(noun))))
                kind = known[0].kind if known else "person"
                self.roles.append(Role(noun, code.sectors[0], kind, slug(noun), self.source(line)))

    def _state(
        self, entry: Entry, codes: list[tuple[int, Code, date | None, date | None]], problems: list[InputError]
    ) -> None:
        """Another name of the state that the last of the codes names."""
        line, code, _, _ = max(codes, key=lambda c: c[2] or date.min)
        for other, earlier, _, _ in codes:
            if earlier.country != code.country:
                problems.append(
                    _problem(self.path, other, f"{entry.names[0]} is read as {code.country} on all days, its last code")
                )
        self._body(entry, line, code)

    def _body(self, entry: Entry, line: int, code: Code) -> None:
        country, source = code.country, self.source(line)
        state = self.registry.bodies.get(country or "")
        sector = code.sectors[0] if code.sectors else None
        if state is not None and sector is None:
            body = Body(state.id, state.kind, state.name, state.code, None, state.adjective, source=source)
        else:
            kind = "organisation" if country in {"IGO", "UNO", "EUR", "NGO"} else "group"
            known = self._known_body(entry.names)
            prefix = "org" if kind == "organisation" else "group"
            ident = known.id if known is not None else f"{prefix}:{slug(entry.names[0]).upper().replace('-', '_')}"
            name = known.name if known is not None else entry.names[0]
            body = Body(ident, kind, name, country, sector, source=source)
        self.bodies.append((body, tuple(entry.names)))

    def _known_body(self, names: Sequence[str]) -> Body | None:
        for name in names:
            for alias in self.registry.aliases.get(tuple(keys(words(name)))):
                if alias.body.kind in {"organisation", "group", "institution", "company"}:
                    return alias.body
        return None

    def _person(
        self, entry: Entry, codes: list[tuple[int, Code, date | None, date | None]], problems: list[InputError]
    ) -> None:
        known = [p for name in entry.names for p in self.registry.full_names.get(tuple(keys(words(name))))]
        homes = {"UNO": "org:UN", "EUR": "org:EU"}
        person: Person | None = None
        for line, code, start, end in codes:
            body = self.registry.bodies.get(homes.get(code.country or "", code.country or ""))
            if body is None:
                problems.append(
                    _problem(self.path, line, f"whom {entry.names[0]} serves is not told by {code.country}")
                )
                continue
            if person is None:
                ident = known[0].id if known else slug(entry.names[0])
                name = known[0].name if known else entry.names[0]
                family = known[0].family if known else entry.names[0].split()[-1]
                person = Person(ident, body.id, name, family, self.source(entry.line))
                self.persons.append((person, tuple(n for n in entry.names if n != name)))
            sector = code.sectors[0] if code.sectors else ""
            self.tenures.append(Tenure(person, body.id, "", start, end, "day", self.source(line), sector))
