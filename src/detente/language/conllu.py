"""Reads treebanks in CoNLL-U and names in IOB2, as published by Universal Dependencies and Universal NER."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Sentence:
    """One sentence of a treebank; all lists have one entry per word.

    heads: 0 for the root, else the 1-based position of the head. starts, ends: character offsets of each word in `text`
    (half-open); the words of a multiword token such as "don't" share it out in order. created: the day on which the
    document was written as GUM tells it ("2018-09-11"), "" where the file does not say.
    """

    id: str = ""
    document: str = ""
    created: str = ""
    text: str = ""
    starts_paragraph: bool = False
    forms: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    misc: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.forms)


def read_conllu(path: Path | str) -> Iterator[Sentence]:
    """Yields the sentences of a treebank; multiword ranges and empty nodes give offsets only."""
    sentence, document, created = Sentence(), "", ""
    ranges: list[tuple[int, int, str]] = []
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                if sentence.forms:
                    _place(sentence, ranges)
                    yield sentence
                sentence, ranges = Sentence(document=document, created=created), []
            elif line.startswith("#"):
                name, _, value = line[1:].partition("=")
                name = name.strip()
                if name == "newdoc id":
                    document = sentence.document = value.strip()
                    created = sentence.created = ""
                    sentence.starts_paragraph = True
                elif name == "meta::dateCreated":
                    created = sentence.created = value.strip()
                elif name == "sent_id":
                    sentence.id = value.strip()
                elif name == "text":
                    sentence.text = value.strip()
                elif name in ("newpar", "newpar id"):
                    sentence.starts_paragraph = True
            else:
                columns = line.split("\t")
                number = columns[0]
                if "-" in number:
                    low, high = number.split("-")
                    ranges.append((int(low), int(high), columns[1]))
                elif "." not in number:
                    sentence.forms.append(columns[1])
                    sentence.lemmas.append(columns[2])
                    sentence.upos.append(columns[3])
                    sentence.xpos.append(columns[4])
                    sentence.feats.append("" if columns[5] == "_" else columns[5])
                    sentence.heads.append(int(columns[6]))
                    sentence.relations.append(columns[7])
                    sentence.misc.append(columns[9])
    if sentence.forms:
        _place(sentence, ranges)
        yield sentence


def _place(sentence: Sentence, ranges: list[tuple[int, int, str]]) -> None:
    """Finds each word in the sentence's text. The words of a multiword token divide it where their letters agree with
    it, else each word is given the whole token."""
    spans = {low: (high, form) for low, high, form in ranges}
    position, number, total = 0, 1, len(sentence.forms)
    while number <= total:
        high, surface = spans.get(number, (number, sentence.forms[number - 1]))
        found = sentence.text.find(surface, position)
        start = found if found >= 0 else position
        end = start + len(surface)
        words = sentence.forms[number - 1 : high]
        if "".join(words) == surface:
            for word in words:
                sentence.starts.append(start)
                start += len(word)
                sentence.ends.append(start)
        else:
            for _ in words:
                sentence.starts.append(start)
                sentence.ends.append(end)
        position, number = end, high + 1


def read_iob2(path: Path | str) -> Iterator[tuple[list[str], list[str]]]:
    """Yields words and IOB2 labels ("O", "B-PER", ...) sentence by sentence."""
    words: list[str] = []
    labels: list[str] = []
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                continue
            if not line:
                if words:
                    yield words, labels
                words, labels = [], []
                continue
            columns = line.split("\t")
            words.append(columns[1])
            labels.append(columns[2])
    if words:
        yield words, labels
