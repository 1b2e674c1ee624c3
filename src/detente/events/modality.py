"""Words of modality by meaning, read once from the tables in data/modality."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

EFFECTS = frozenset(
    {
        "holds",
        "fails",
        "spurn",
        "bar",
        "prospect",
        "possible",
        "topic",
        "deny",
        "claim",
        "confirm",
        "hint",
        "report",
        "known",
        "occur",
    }
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a governor does to the event it governs: one of EFFECTS, and the strength it lends (None: none)."""

    kind: str
    strength: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A status and strength that a word lends to its event; None keeps what is there."""

    status: str | None
    strength: str | None


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """How a clause stands under an auxiliary, and under that auxiliary with a negator.

    ahead: whether what is open or denied under it lies ahead ("may", "will not"), and not in the present or the past.
    """

    status: str
    strength: str
    negated: str
    ahead: bool


@dataclass(frozen=True, slots=True)
class Modality:
    """All tables, indexed by word.

    governors: (part of speech, lemma or "verb_particle", frame) -> Effect; the first row that names it counts.
    modifiers: (ADJ or ADV, form) -> Reading. clauses: (kind, word) -> Reading.
    """

    governors: dict[tuple[str, str, str], Effect]
    modifiers: dict[tuple[str, str], Reading]
    auxiliaries: dict[str, Auxiliary]
    clauses: dict[tuple[str, str], Reading]

    def governor(self, pos: str, lemmas: tuple[str, ...], frames: tuple[str, ...]) -> Effect | None:
        """The effect of the first listed lemma that has one of the frames, earlier frames first."""
        for lemma in lemmas:
            for frame in frames:
                found = self.governors.get((pos, lemma, frame))
                if found is not None:
                    return found
        return None


def rows(name: str, columns: int) -> Iterator[list[str]]:
    """Rows of a table in data/modality without comments and heading. Raises ValueError on a row of another width."""
    text = files("detente").joinpath("data", "modality", name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        fields = line.split("\t")
        if len(fields) != columns:
            raise ValueError(f"{name}: {columns} columns expected: {line!r}")
        yield fields


@cache
def load() -> Modality:
    """The tables, checked and indexed."""
    governors: dict[tuple[str, str, str], Effect] = {}
    for kind, strength, pos, frames, words in rows("governors.tsv", 5):
        if kind not in EFFECTS:
            raise ValueError(f"governors.tsv: unknown effect {kind!r}")
        effect = Effect(kind, None if strength == "=" else strength)
        for word in words.split():
            for frame in frames.split():
                governors.setdefault((pos, word, frame), effect)
    modifiers: dict[tuple[str, str], Reading] = {}
    for status, strength, pos, words in rows("modifiers.tsv", 4):
        for word in words.split():
            modifiers.setdefault((pos, word), Reading(None if status == "=" else status, strength))
    auxiliaries = {
        form: Auxiliary(status, strength, negated, time == "ahead")
        for form, status, strength, negated, time, _ in rows("auxiliaries.tsv", 6)
    }
    clauses: dict[tuple[str, str], Reading] = {}
    for kind, status, strength, words in rows("clauses.tsv", 4):
        for word in words.split():
            clauses.setdefault((kind, word), Reading(status, strength))
    return Modality(governors, modifiers, auxiliaries, clauses)


@dataclass(frozen=True, slots=True)
class Speech:
    """cues: (part of speech, lemma, frame) -> kind of statement. channels: words joined by _ -> (channel, kind)."""

    cues: dict[tuple[str, str, str], str]
    words: frozenset[tuple[str, str]]
    channels: dict[str, tuple[str, str]]

    def kind(self, pos: str, lemmas: tuple[str, ...], frame: str) -> str | None:
        """What kind of statement a cue makes of a complement in this frame, or None."""
        for lemma in lemmas:
            found = self.cues.get((pos, lemma, frame))
            if found is not None:
                return found
        return None


@cache
def load_speech() -> Speech:
    """The tables of cue words and of channels."""
    cues: dict[tuple[str, str, str], str] = {}
    for kind, pos, frames, words in rows("speech.tsv", 4):
        for word in words.split():
            for frame in frames.split():
                cues.setdefault((pos, word, frame), kind)
    channels: dict[str, tuple[str, str]] = {}
    for channel, kind, words in rows("channels.tsv", 3):
        for word in words.split():
            channels.setdefault(word, (channel, kind))
    return Speech(cues, frozenset((pos, word) for pos, word, _ in cues), channels)


def bases(lemma: str, form: str) -> tuple[str, ...]:
    """The lemma, then what the regular rules of English make of the inflected form.

    Word lists are closed, so that a lemmatiser's slip on a rare verb ("vowed", "quipped") is mended by trying each.
    """
    lemma, form = lemma.lower(), form.lower()
    found = [lemma]
    for ending in ("ied", "ies", "ed", "ing", "es", "s"):
        if not form.endswith(ending) or len(form) - len(ending) < 2:
            continue
        stem = form[: -len(ending)]
        if ending in {"ied", "ies"}:
            found.append(stem + "y")
            continue
        found += [stem, stem + "e"]
        if len(stem) > 3 and stem[-1] == stem[-2]:
            found.append(stem[:-1])
    return tuple(dict.fromkeys(found))
