"""What a line opens with and who speaks in it by that: turns of a transcript, "Name: ..." in titles, datelines."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from detente.events.speakers import trim
from detente.events.statements import Range, Statement
from detente.records import Parse, Sentence
from detente.sources.forms import ASKER, DATELINES, SPEAKER

# The longest name before a colon, in tokens.
NAME = 5
# And in characters, with its colon.
LONGEST = 60
# Sources that are no names: "Poll: voters abandon party".
REPORTS = frozenset({"poll", "survey", "study", "report", "source", "official", "police"})
# A dateline opens one of the first paragraphs, below a title.
PARAGRAPHS = 3


def title(parse: Parse, sentence: Sentence) -> Statement | None:
    """ "UN: talks to resume" over an article: a name, a colon, a clause."""
    doc = parse.doc
    alone = sentence.index == 0 and parse.article.text[sentence.end : sentence.end + 2] == "\n\n"
    if sentence.kind != "headline" and not alone:
        return None
    tokens = doc[sentence.first_token : sentence.last_token]
    colon = next((t for t in tokens[: NAME + 1] if t.text == ":"), None)
    if colon is None or colon.i + 1 >= sentence.last_token or colon.i == sentence.first_token:
        return None
    before = doc[sentence.first_token : colon.i]
    if before[0].pos_ == "DET" or any(t.pos_ in {"VERB", "AUX", "ADP"} for t in before):
        return None
    if not any(t.pos_ == "PROPN" for t in before) and before[-1].lemma_.lower() not in REPORTS:
        return None
    if not any(t.pos_ in {"VERB", "AUX"} for t in doc[colon.i + 1 : sentence.last_token]):
        return None
    return _said(doc, (sentence.first_token, colon.i), colon.i + 1, sentence.last_token)


def turns(parse: Parse) -> list[Statement]:
    """What is said in a transcript: a name in capitals and a colon, or a "Q", open a paragraph, and several speak."""
    found = list(_turns(parse))
    names = {parse.doc[s.source[0] : s.source[1]].text for s in found if s.source is not None}
    return found if len(names) > 1 else []


def _turns(parse: Parse) -> Iterator[Statement]:
    doc = parse.doc
    for number, sentence in enumerate(parse.sentences):
        opening = _asker(parse, sentence) or _named(parse, sentence)
        if opening is None:
            continue
        source, start = opening
        last = sentence
        for other in parse.sentences[number + 1 :]:
            if "\n" in parse.article.text[last.end : other.start]:
                break
            last = other
        if start < last.last_token:
            yield _said(doc, source, start, last.last_token)


def _named(parse: Parse, sentence: Sentence) -> tuple[Range, int] | None:
    """The name in capitals that opens a paragraph, and the first token after its colon."""
    doc, text, start = parse.doc, parse.article.text, sentence.start
    if ":" not in text[start : start + LONGEST] or text[max(0, start - 1) : start].strip():
        return None
    first = sentence.first_token + (1 if doc[sentence.first_token].is_quote else 0)
    colon = next((t.i for t in doc[first : first + NAME + 1] if t.text == ":"), first)
    name = doc[first:colon]
    if not len(name) or not all(t.text.isupper() and len(t.text) > 1 for t in name):
        return None
    return (first, colon), colon + 1


def _asker(parse: Parse, sentence: Sentence) -> tuple[Range, int] | None:
    """The "Q" that opens a paragraph, and the token after it. It stands before the first sentence, in titles within."""
    doc, text, start = parse.doc, parse.article.text, sentence.start
    line = text.rfind("\n", 0, start) + 1
    match = ASKER.match(text, line)
    if match is None or text[match.end() : start].strip():
        return None
    first = sentence.first_token
    if start == line:
        return (first, first + 1), first + 1
    first -= 1
    while first > 0 and doc[first - 1].idx >= line:
        first -= 1
    return (first, first + 1), sentence.first_token


def _said(doc: Doc, source: Range, start: int, end: int) -> Statement:
    first, last = source
    name = doc[first:last]
    head = next((t for t in name if not first <= t.head.i < last or t.head.i == t.i), name[-1])
    content = trim(doc, (start, end)) or (start, end)
    return Statement(source, head.i, (last, start) if last < start else source, ":", (content,), "speech")


def dateline(parse: Parse, sentence: Sentence) -> int:
    """The first token after the dateline that a sentence opens with; its own first token where it has none."""
    if sentence.index >= PARAGRAPHS:
        return sentence.first_token
    text = parse.article.text[sentence.start : sentence.start + 200]
    if SPEAKER.match(text):
        return sentence.first_token
    length = max((m.end() for pattern in DATELINES if (m := pattern.match(text))), default=0)
    tokens = parse.doc[sentence.first_token : sentence.last_token]
    return next((t.i for t in tokens if t.idx >= sentence.start + length), sentence.first_token)
