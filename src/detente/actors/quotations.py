"""Where an article quotes directly, and who seems to speak there: enough to tell whom "I" and "we" mean."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from detente.actors.names import fold
from detente.records import Parse

SAY = frozenset(
    "say tell add state declare announce warn note claim insist stress argue write tweet reply "
    "respond ask call explain comment reiterate emphasize  "
    "emphasise underline underscore remark assert vow pledge quote demand conclude recall observe "
    "caution promise point go continue".split()
)
_OPEN, _CLOSE = frozenset({"“", "„", "«", "``"}), frozenset({"”", "»", "''"})
_LONGEST = 400


@dataclass(frozen=True)
class Quotation:
    """Tokens [start, end) between quotation marks. `subjects`: heads of who says it, the likeliest first; `before`: the
    quotation that this one continues."""

    start: int
    end: int
    subjects: tuple[int, ...]
    before: Quotation | None = None


def quotations(parse: Parse) -> dict[int, Quotation]:
    """Each token inside quotation marks with its quotation."""
    found: dict[int, Quotation] = {}
    last: Quotation | None = None
    spans = _spans(parse)
    quoted = {i for start, end in spans for i in range(start, end)}
    for start, end in spans:
        if end - start < 3:
            continue
        subjects = _subjects(parse, start, end, quoted)
        near = last if last is not None and start - last.end < 60 else None
        quote = Quotation(start, end, subjects, near)
        found.update((i, quote) for i in range(start, end))
        last = quote
    return found


def _spans(parse: Parse) -> list[tuple[int, int]]:
    """Tokens between marks; a paragraph that ends inside closes the quotation."""
    spans = []
    opened: int | None = None
    doc = parse.doc
    for token in doc:
        text = token.text
        if opened is not None and (token.i - opened > _LONGEST or "\n\n" in text):
            spans.append((opened, token.i))
            opened = None
        if text in _OPEN and opened is None:
            opened = token.i + 1
        elif text in _CLOSE and opened is not None:
            spans.append((opened, token.i))
            opened = None
        elif text == '"':
            if opened is None:
                opened = token.i + 1
            else:
                spans.append((opened, token.i))
                opened = None
    return spans


def _subjects(parse: Parse, start: int, end: int, quoted: set[int]) -> tuple[int, ...]:
    """Subjects of verbs of saying in the sentences that the quotation begins and ends in, outside quotations; the verb
    that governs the quotation first, then the nearest."""
    doc: Doc = parse.doc
    near: list[tuple[int, int]] = []
    sentences = {
        s.index: s
        for s in (parse.sentence_at(start), parse.sentence_at(end - 1), parse.sentence_at(min(end, len(doc) - 1)))
        if s is not None
    }
    for sentence in sentences.values():
        for token in doc[sentence.first_token : sentence.last_token]:
            if token.i in quoted or fold(token.lemma_) not in SAY:
                continue
            subject = next((c for c in token.children if c.dep_ == "nsubj" and c.i not in quoted), None)
            if subject is None and token.dep_ in {"conj", "advcl", "acl"}:
                subject = next((c for c in token.head.children if c.dep_ == "nsubj" and c.i not in quoted), None)
            if subject is None:
                continue
            distance = min(abs(token.i - start), abs(token.i - end))
            governs = any(
                start <= c.i < end and c.dep_ in {"ccomp", "parataxis", "obj", "xcomp"} for c in token.children
            ) or _inside(token, start, end)
            near.append((distance - (1000 if governs else 0), subject.i))
    return tuple(i for _, i in sorted(near))


def _inside(verb: Token, start: int, end: int) -> bool:
    """The verb of saying hangs on a word of the quotation ("...", he said)."""
    return verb.dep_ in {"parataxis", "ccomp", "conj"} and start <= verb.head.i < end
