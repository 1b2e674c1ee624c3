"""How well attributions and quotations are found, against PolNeAR (political news attribution relations, brat files).

PolNeAR marks the outermost attributions of an article with source, cue and content. One that we find is right when its
source overlaps the annotated one and its content shares at least half of the characters of the longer of the two. Those
without a source, some seven in a hundred, are left out on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.errors import SourceError
from detente.events.attribution import Statements, statements, words
from detente.events.speakers import RELATIVES
from detente.events.statements import Statement
from detente.records import Article, Parse

Spans = tuple[tuple[int, int], ...]
ANNOTATOR = re.compile(r"_[0-9a-f]{4}$")
# Lines of a brat file: a marked stretch, an attribution. A stretch with line breaks goes on in lines of neither kind.
STRETCH = re.compile(r"^(T\d+)\t[\w-]+ (\d+ \d+(?:;\d+ \d+)*)\t")
RELATION = re.compile(r"^E\d+\t(\S.*)$")
MARKS = "\"“”«»‘'`"


@dataclass(frozen=True, slots=True)
class Annotated:
    """One attribution: characters of its source, cue and content."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class PolnearDocument:
    """One article as one annotator marked it."""

    name: str
    text: str
    attributions: tuple[Annotated, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts over documents. quoted: annotations that are a direct quotation; spoken: of these, found with their
    speaker."""

    documents: int
    annotated: int
    found: int
    right: int
    quoted: int
    spoken: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is annotated that was found."""
        return self.right / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.annotated) if self.found + self.annotated else 0.0


def documents(folder: Path) -> Iterator[PolnearDocument]:
    """The documents of one compartment (a folder with `text` and `attributions`) by name of the annotation file.

    Raises SourceError for an annotation file without its text or with a broken reference.
    """
    for path in sorted((folder / "attributions").glob("*.ann")):
        text = folder / "text" / (ANNOTATOR.sub("", path.stem) + ".txt")
        if not text.is_file():
            raise SourceError(str(path), "its text is missing")
        yield PolnearDocument(path.stem, text.read_text(encoding="utf-8"), read_annotations(path))


def read_annotations(path: Path) -> tuple[Annotated, ...]:
    """The attributions of one brat file. Raises SourceError for one that names a stretch the file does not have."""
    marked: dict[str, Spans] = {}
    found: list[Annotated] = []
    lines = path.read_text(encoding="utf-8").split("\n")
    for line in lines:
        if (match := STRETCH.match(line)) is not None:
            spans = (s.split() for s in match[2].split(";"))
            marked[match[1]] = tuple((int(start), int(end)) for start, end in spans)
    for number, line in enumerate(lines, 1):
        if (match := RELATION.match(line)) is None:
            continue
        roles: dict[str, Spans] = {"Source": (), "Cue": (), "Content": ()}
        for role, _, name in (part.partition(":") for part in match[1].split()):
            kind = role.rstrip("0123456789")
            if kind in roles:
                if name not in marked:
                    raise SourceError(f"{path}, line {number}", f"no stretch {name!r}")
                roles[kind] += marked[name]
        if roles["Content"]:
            found.append(Annotated(roles["Source"], roles["Cue"], roles["Content"]))
    return tuple(found)


def outermost(found: Statements) -> list[Statement]:
    """The statements that stand in no other statement's content nor between quotation marks."""
    covered: set[int] = set()
    for spoken in found.reported.spoken:
        covered.update(range(*spoken.tokens))
    for statement in found.reported.statements:
        for start, end in statement.content:
            covered.update(range(start, end))
    return [s for s in found.reported.statements if s.cue[0] not in covered]


def characters(parse: Parse, statement: Statement) -> Annotated:
    """A statement as characters of the text."""
    source = () if statement.source is None else ((words(parse, statement.source)),)
    content = [words(parse, piece) for piece in statement.content]
    cue = words(parse, statement.cue)
    # "officials, who said": the corpus marks the pronoun, we the noun that it stands for.
    pronouns = [t for t in parse.doc[statement.cue[0]].children if t.dep_ == "nsubj" and t.lower_ in RELATIVES]
    return Annotated(
        (*((s.start, s.end) for s in source), *((t.idx, t.idx + len(t)) for t in pronouns if source)),
        ((cue.start, cue.end),),
        tuple((c.start, c.end) for c in content),
    )


def shared(a: Spans, b: Spans) -> int:
    """Characters that two lists of stretches have in common."""
    return sum(max(0, min(e, f) - max(s, t)) for s, e in a for t, f in b)


def agree(a: Annotated, b: Annotated) -> bool:
    """Sources overlap and contents share half of the longer."""
    longer = max(sum(e - s for s, e in a.content), sum(e - s for s, e in b.content))
    return shared(a.source, b.source) > 0 and 2 * shared(a.content, b.content) >= longer


def pair(found: Sequence[Annotated], annotated: Sequence[Annotated]) -> list[tuple[int, int]]:
    """Pairs (found, annotated) that agree, each used once, in order of the annotations."""
    taken: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for number, right in enumerate(annotated):
        for index, mine in enumerate(found):
            if index not in taken and agree(mine, right):
                taken.add(index)
                pairs.append((index, number))
                break
    return pairs


def score(read: Callable[[Article], Parse], folder: Path, limit: int | None = None) -> Scores:
    """Scores one compartment of PolNeAR, its first `limit` annotation files by name. `read` parses an article."""
    totals = [0] * 6
    for document in documents(folder):
        if limit is not None and totals[0] >= limit:
            break
        parse = read(Article(document.text))
        mine = [characters(parse, s) for s in outermost(statements(parse)) if s.source is not None]
        theirs = [a for a in document.attributions if a.source]
        pairs = pair(mine, theirs)
        quoted = {n for n, a in enumerate(theirs) if is_quoted(document.text, a.content)}
        counts = (1, len(theirs), len(mine), len(pairs), len(quoted), sum(n in quoted for _, n in pairs))
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
    return Scores(*totals)


def is_quoted(text: str, content: Spans) -> bool:
    """Whether all of a content stands between quotation marks."""
    return all(text[s:e].strip()[:1] in MARKS and text[s:e].strip(" .,;")[-1:] in MARKS for s, e in content)
