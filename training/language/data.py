"""Treebanks to arrays: label inventories, mentions and names from GUM, batches bucketed by length."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.language.conllu import Sentence, read_conllu
from detente.language.lemmas import apply_rule, rule_for
from detente.language.pieces import MASK, WordPieces

IGNORE = -100  # a label that the loss leaves out
MENTION_TYPES = (
    "", "person", "place", "organization", "object", "event", "time", "abstract", "animal", "plant", "substance",
)  # fmt: skip
NAME_LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
_NAMED = {"person": "PER", "organization": "ORG", "place": "LOC"}
_LINKS = {"of", "the", "for", "and", "&", "-", "–", "/", "de", "la", "del", "van", "von"}
_ROLES = {
    "president", "director", "minister", "mayor", "senator", "chairman", "chair", "governor", "king", "queen", "pope",
    "shah", "judge", "justice", "secretary", "chancellor", "general", "premier", "emperor", "ambassador", "speaker",
    "madam", "prince",
}  # fmt: skip
_ENTITY = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-([a-z]+)-?[^()]*(\))?|(\d+)(?:\[\d+/\d+\])?\)")


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention as GUM marks it: words `start` to `end` (0-based, half-open), its type, and the word that heads it."""

    start: int
    end: int
    type: str
    head: int


def entities(sentence: Sentence) -> list[Entity]:
    """GUM's entity spans that begin and end within the sentence."""
    opened: dict[str, list[tuple[int, str]]] = {}
    found = []
    for position, misc in enumerate(sentence.misc):
        value = next((item[7:] for item in misc.split("|") if item.startswith("Entity=")), "")
        for match in _ENTITY.finditer(value):
            number, kind, closed, closing = match.groups()
            if number and closed:
                found.append((position, position + 1, kind))
            elif number:
                opened.setdefault(number, []).append((position, kind))
            elif opened.get(closing):
                start, kind = opened[closing].pop()
                found.append((start, position + 1, kind))
    result = []
    for start, end, kind in found:
        heads = [i for i in range(start, end) if not start <= sentence.heads[i] - 1 < end]
        if heads and kind in MENTION_TYPES:
            result.append(Entity(start, end, kind, heads[0]))
    return result


def mention_labels(sentence: Sentence) -> list[int]:
    """For each word, the index in `MENTION_TYPES` of the smallest mention it heads."""
    labels = [0] * len(sentence)
    for entity in sorted(entities(sentence), key=lambda e: e.start - e.end):
        labels[entity.head] = MENTION_TYPES.index(entity.type)
    return labels


def name_labels(sentence: Sentence) -> list[int]:
    """For each word, its index in `NAME_LABELS`: names of persons, organisations and places, without their titles.

    A name is the longest run of proper nouns about the head of a mention that is itself a proper noun, joined by small
    words ("University of Tokyo") for organisations and places only; the outer of two nested names counts.
    """
    labels = [0] * len(sentence)
    for entity in sorted(entities(sentence), key=lambda e: e.end - e.start):
        kind = _NAMED.get(entity.type)
        if kind is None or sentence.upos[entity.head] != "PROPN":
            continue
        if kind == "PER" and (sentence.xpos[entity.head] == "NNPS" or _is_role(sentence, entity)):
            continue  # "Democrats", "the President": no person's name
        start, end = _name_within(sentence, entity, kind)
        for position in range(start, end):
            labels[position] = NAME_LABELS.index(("B-" if position == start else "I-") + kind)
        if end < len(labels) and NAME_LABELS[labels[end]].startswith("I-"):
            labels[end] -= 1
    return labels


def _is_role(sentence: Sentence, entity: Entity) -> bool:
    """Whether the head names an office and no name hangs on it."""
    named = any(
        sentence.heads[i] - 1 == entity.head and sentence.relations[i] == "flat"
        for i in range(entity.start, entity.end)
    )
    return sentence.forms[entity.head].lower() in _ROLES and not named


def _name_within(sentence: Sentence, entity: Entity, kind: str) -> tuple[int, int]:
    def belongs(position: int) -> bool:
        """Whether a word hangs on the head by links that hold names together."""
        while position != entity.head:
            relation = sentence.relations[position]
            if relation in ("nmod:desc", "nmod:poss") or not entity.start <= position < entity.end:
                return False
            if relation not in ("flat", "compound", "amod", "nummod", "punct", "case", "det", "cc", "fixed") and (
                kind == "PER" or relation not in ("nmod", "conj", "nmod:unmarked")
            ):
                return False
            position = sentence.heads[position] - 1
        return True

    def proper(position: int) -> bool:
        return (sentence.upos[position] in ("PROPN", "NUM") or sentence.forms[position][:1].isupper()) and belongs(
            position
        )

    start = end = entity.head
    position = entity.head - 1
    while position >= entity.start:
        if proper(position):
            start = position
        elif not (sentence.forms[position].lower() in _LINKS and belongs(position)) or (
            kind == "PER" and sentence.forms[position] not in "-–"
        ):
            break
        position -= 1
    position, end = entity.head + 1, entity.head + 1
    while position < entity.end:
        if proper(position):
            end = position + 1
        elif not (sentence.forms[position].lower() in _LINKS and belongs(position)) or (
            kind == "PER" and sentence.forms[position] not in "-–"
        ):
            break
        position += 1
    if start < entity.head and sentence.forms[start].lower() == "the":
        start += 1
    return start, end


@dataclass(frozen=True, slots=True)
class Labels:
    """The inventories that the heads' classes index."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    feats: tuple[str, ...]
    lemmas: tuple[str, ...]
    relations: tuple[str, ...]
    mentions: tuple[str, ...] = MENTION_TYPES
    names: tuple[str, ...] = NAME_LABELS


def label_inventories(sentences: Sequence[Sentence]) -> Labels:
    """Collects the classes of the training sentences, most frequent first; rare lemma rules are left to others."""
    counts = {name: Counter() for name in ("upos", "xpos", "feats", "lemmas", "relations")}
    for sentence in sentences:
        counts["upos"].update(sentence.upos)
        counts["xpos"].update(sentence.xpos)
        counts["feats"].update(sentence.feats)
        counts["relations"].update(sentence.relations)
        counts["lemmas"].update(map(rule_for, sentence.forms, sentence.lemmas))

    def ordered(name: str, at_least: int) -> tuple[str, ...]:
        ranked = sorted(counts[name].items(), key=lambda item: (-item[1], item[0]))
        return tuple(label for label, count in ranked if count >= at_least)

    return Labels(
        ordered("upos", 1), ordered("xpos", 1), ordered("feats", 2), ordered("lemmas", 3), ordered("relations", 1)
    )


def lemma_lookup(sentences: Sequence[Sentence], at_least: int) -> dict[str, str]:
    """Lemmas of "form|UPOS" that are unambiguous in training, seen often enough, and not just the form or its lower
    case."""
    seen: dict[str, Counter] = {}
    for sentence in sentences:
        for form, upos, lemma in zip(sentence.forms, sentence.upos, sentence.lemmas, strict=True):
            seen.setdefault(f"{form}|{upos}", Counter())[lemma] += 1
    lookup = {}
    for key, lemmas in sorted(seen.items()):
        form = key.rpartition("|")[0]
        (lemma, count), *others = lemmas.most_common()
        if not others and count >= at_least and lemma not in (form, form.lower()):
            lookup[key] = lemma
    return lookup


@dataclass(frozen=True, slots=True)
class Example:
    """A training sentence as indices; `words` are its forms, all arrays `(n,)` but `heads`' 0, which is the root."""

    words: tuple[str, ...]
    tags: np.ndarray  # (6, n): upos, xpos, feats, lemma rule, mention, name
    heads: np.ndarray
    relations: np.ndarray


def examples(sentences: Sequence[Sentence], labels: Labels, *, with_mentions: bool) -> list[Example]:
    """Sentences to indices; classes outside the inventories are ignored by the loss."""
    index = {
        name: {label: i for i, label in enumerate(getattr(labels, name))}
        for name in ("upos", "xpos", "feats", "lemmas", "relations")
    }
    rules = [(i, rule) for i, rule in enumerate(labels.lemmas)]
    result = []
    for sentence in sentences:
        lemma_rules = []
        for form, lemma in zip(sentence.forms, sentence.lemmas, strict=True):
            rule = index["lemmas"].get(rule_for(form, lemma))
            if rule is None:
                rule = next((i for i, text in rules[:60] if apply_rule(form, text) == lemma), IGNORE)
            lemma_rules.append(rule)
        nothing = [IGNORE] * len(sentence)
        tags = [
            [index["upos"].get(label, IGNORE) for label in sentence.upos],
            [index["xpos"].get(label, IGNORE) for label in sentence.xpos],
            [index["feats"].get(label, IGNORE) for label in sentence.feats],
            lemma_rules,
            mention_labels(sentence) if with_mentions else nothing,
            name_labels(sentence) if with_mentions else nothing,
        ]
        relations = [index["relations"].get(label, IGNORE) for label in sentence.relations]
        result.append(Example(tuple(sentence.forms), np.array(tags), np.array(sentence.heads), np.array(relations)))
    return result


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded arrays for `b` sentences of at most `n` words and `m` pieces.

    ids, shapes, real: `(b, m)`; first, last, heads, relations: `(b, n)`; tags: `(6, b, n)`; rows: which examples.
    """

    ids: np.ndarray
    shapes: np.ndarray
    real: np.ndarray
    first: np.ndarray
    last: np.ndarray
    tags: np.ndarray
    heads: np.ndarray
    relations: np.ndarray
    rows: np.ndarray


def batches(
    data: Sequence[Example],
    pieces: WordPieces,
    *,
    words_per_batch: int,
    draw: random.Random | None = None,
    recase: float = 0.0,
    mask: float = 0.0,
) -> Iterator[Batch]:
    """Yields batches of sentences of like length. With `draw`, in random order, some sentences with all their words
    capitalised or without capitals (probability `recase` for each way), some pieces masked (probability `mask`)."""
    noise = (lambda: draw.random() * 4) if draw else (lambda: 0.0)
    order = sorted(range(len(data)), key=lambda i: (len(data[i].words) + noise(), i))
    groups: list[list[int]] = [[]]
    for row in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(data[row].words) > words_per_batch:
            groups.append([])
        groups[-1].append(row)
    if draw:
        draw.shuffle(groups)
    for rows in groups:
        yield _collate([data[row] for row in rows], rows, pieces, draw, recase, mask)


def _collate(
    chosen: list[Example], rows: list[int], pieces: WordPieces, draw: random.Random | None, recase: float, mask: float
) -> Batch:
    inputs = [pieces.sentence(_recased(example.words, draw, recase)) for example in chosen]
    wide = max(len(one.ids) for one in inputs)
    long = max(len(example.words) for example in chosen)
    count = len(chosen)
    ids, shapes, real = (np.zeros((count, wide), np.int64) for _ in range(3))
    first, last = (np.zeros((count, long), np.int64) for _ in range(2))
    heads, relations = (np.full((count, long), IGNORE, np.int64) for _ in range(2))
    tags = np.full((6, count, long), IGNORE, np.int64)
    for i, (one, example) in enumerate(zip(inputs, chosen, strict=True)):
        m, n = len(one.ids), len(example.words)
        ids[i, :m], shapes[i, :m], real[i, :m] = one.ids, one.shapes, 1
        first[i, :n], last[i, :n] = one.first, one.last
        tags[:, i, :n], heads[i, :n], relations[i, :n] = example.tags, example.heads, example.relations
        if draw and mask:
            for position in range(1, m - 1):
                if draw.random() < mask:
                    ids[i, position] = MASK
    return Batch(ids, shapes, real, first, last, tags, heads, relations, np.array(rows))


def _recased(words: tuple[str, ...], draw: random.Random | None, recase: float) -> Sequence[str]:
    if not draw or not recase:
        return words
    dice = draw.random()
    if dice < recase:
        return [word[:1].upper() + word[1:] for word in words]  # a headline
    if dice < 2 * recase:
        return [word.upper() for word in words]
    if dice < 3 * recase:
        return [word.lower() for word in words]
    return words


def data_folder() -> Path:
    """Where the treebanks are."""
    return Path(os.environ.get("DETENTE_DATA", "../shared/data"))


def treebank(folder: Path, name: str) -> list[Sentence]:
    """All sentences of `treebank/{name}.conllu` in the data folder."""
    return list(read_conllu(folder / "treebank" / f"{name}.conllu"))
