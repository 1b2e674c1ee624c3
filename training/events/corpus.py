"""Sentences whose parties and event type are known: the teaching corpus, and the labelled set of ZSP.

A record's marks are characters of its text with their role; a directed record has one actor and one recipient, a
joint one has parties. Type "NONE" says that there is no event of the marked predicate from the actor to the recipient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from detente import ontology
from detente.evaluation.pairs import YIELD, read_pairs

TEACHING = Path(__file__).with_name("teaching")
__all__ = ["MUTUAL", "NONE", "YIELD", "Mark", "Record", "against_the_codebook", "teaching", "variants", "zsp"]

NONE = "NONE"
ROLES = {"a": "actor", "r": "recipient", "p": "predicate", "j": "party"}
STATUSES = ("actual", "future", "hypothetical", "negated")
# From the one of these to the other and back is the same act.
MUTUAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE"})
_MARK = re.compile(r"\{([arjp]):([^{}]+)\}")
# ZSP takes a conviction for ACCUSE; PLOVER's manual has SANCTION convict for it.
_CONVICTION = re.compile(r"\b(convicted|sentenced|found guilty|fined)\b", re.IGNORECASE)
_COURT = re.compile(r"\b(court|tribunal|judge)s?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` of a record's text, half-open, and their role."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Record:
    """One sentence with one pair of parties marked.

    mode, status and contexts are None where the source does not give them; `source` names it, `event_known` says
    whether the record may teach that there is an event or none.
    """

    text: str
    marks: tuple[Mark, ...]
    event_type: str
    mode: str | None = None
    status: str | None = None
    contexts: tuple[str, ...] | None = None
    source: str = ""
    event_known: bool = True

    def roles(self, role: str) -> list[Mark]:
        """The marks of one role."""
        return [m for m in self.marks if m.role == role]


def teaching(folder: Path = TEACHING) -> list[Record]:
    """The teaching corpus. Raises ValueError that names file and line."""
    found: list[Record] = []
    seen: set[tuple[str, tuple[Mark, ...]]] = set()
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line and not line.startswith("#"):
                record = _read(f"{path.name}, line {number}", line)
                if (record.text, record.marks) in seen:
                    raise ValueError(f"{path.name}, line {number}: stands in the corpus before")
                seen.add((record.text, record.marks))
                found.append(record)
    return found


def _read(where: str, line: str) -> Record:
    cells = line.split("\t")
    if len(cells) != 5:
        raise ValueError(f"{where}: {len(cells)} columns, not 5")
    event_type, mode, status, contexts, marked = cells
    text, marks = _marks(marked)
    listed = () if contexts == "-" else tuple(contexts.split(","))
    roles = [m.role for m in marks]
    if event_type != NONE and event_type not in ontology.types():
        raise ValueError(f"{where}: unknown type {event_type!r}")
    if mode != "-" and (event_type, mode) not in ontology.modes():
        raise ValueError(f"{where}: {event_type} has no mode {mode!r}")
    if unknown := set(listed) - set(ontology.contexts()):
        raise ValueError(f"{where}: unknown context {min(unknown)!r}")
    if (status == "-") != (event_type == NONE) or (status != "-" and status not in STATUSES):
        raise ValueError(f"{where}: status {status!r} of {event_type}")
    directed = roles.count("actor") == roles.count("recipient") == 1 and "party" not in roles
    joint = roles.count("party") > 1 and not {"actor", "recipient"} & set(roles)
    if roles.count("predicate") != 1 or not (directed or joint):
        raise ValueError(f"{where}: marks are one predicate, and an actor and a recipient or several parties")
    return Record(
        text, marks, event_type, None if mode == "-" else mode, None if status == "-" else status, listed, where
    )


def _marks(marked: str) -> tuple[str, tuple[Mark, ...]]:
    text, marks, position = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        marks.append(Mark(len(text), len(text) + len(match[2]), ROLES[match[1]]))
        text += match[2]
        position = match.end()
    return text + marked[position:], tuple(marks)


def zsp(folder: Path) -> list[Record]:
    """The labelled sentences of ZSP (Hu et al. 2024), `events/plv_train.tsv` of the data folder."""
    found = []
    for pair in read_pairs(folder / "events" / "plv_train.tsv"):
        spans = {"actor": pair.actor, "recipient": pair.recipient}
        marks = tuple(Mark(*span, role) for role, span in spans.items() if span is not None)
        found.append(Record(pair.text, marks, pair.event_type, source=f"zsp {pair.id}", event_known=False))
    return found


def against_the_codebook(record: Record) -> bool:
    """Whether a record of ZSP is labelled by a convention that the codebook does not share: convictions as ACCUSE."""
    by_court = any(_COURT.search(record.text[m.start : m.end]) for m in record.roles("actor"))
    return record.event_type == "ACCUSE" and by_court and _CONVICTION.search(record.text) is not None


def variants(records: list[Record]) -> Iterator[Record]:
    """What else the records teach: pairs turned round are no event, joint parties are an actor and a recipient too."""
    for record in records:
        directed = {m.role: m for m in record.marks if m.role != "predicate"}
        others = tuple(m for m in record.marks if m.role == "predicate")
        if record.event_type != NONE and set(directed) == {"actor", "recipient"}:
            if record.event_type not in MUTUAL:
                actor, recipient = directed["actor"], directed["recipient"]
                turned = (replace(actor, role="recipient"), replace(recipient, role="actor"), *others)
                yield replace(record, marks=turned, event_type=NONE, mode=None, status=None)
        elif record.event_type != NONE and len(record.roles("party")) > 1:
            first, second = record.roles("party")[:2]
            for actor, recipient in ((first, second), (second, first)):
                pair = (replace(actor, role="actor"), replace(recipient, role="recipient"), *others)
                yield replace(record, marks=pair)
