"""The date of an event: that of its clause, else of the sentences it goes on with, else of the occasion told before.

An event never takes the publication date by default.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Token

from detente.events.dates import tense
from detente.events.dates.attachment import clause_date, dates_between, length
from detente.events.dates.expressions import DateExpression
from detente.records import Interval, Parse, Sentence

_LINKS = {"also", "then", "later", "there", "meanwhile", "too", "again", "further", "moreover", "additionally"}
_PARAGRAPH = re.compile(r"\n\s*\n|\n[ \t]{2,}")
# How many words back an occasion is looked for.
_MEMORY = 600
# How many sentences back a day is carried.
_SENTENCES = 6


def event_date(parse: Parse, trigger: int, found: Sequence[DateExpression]) -> tuple[Interval | None, str]:
    """The days of the event that token `trigger` tells of, and why; (None, why) where the text does not say.

    found: the expressions of the article (`expressions`), in order. Durations and sets never date an event.
    """
    doc, text, published = parse.doc, parse.article.text, parse.article.published
    token = doc[trigger]
    sentence = parse.sentence_at(trigger)
    if sentence is None:
        return None, "it stands outside the article's prose"
    own = clause_date(token, sentence, parse, found)
    if own is not None:
        expression, reason = own
        return _clip(expression, token, published), f"{text[expression.start : expression.end]!r} {reason}"
    if token.tag_ == "VBD" and not dates_between(found, sentence.first_token, sentence.last_token):
        carried = _carried(token, sentence, parse, found, _SENTENCES)
        if carried is not None:
            words = text[carried.start : carried.end]
            return carried.interval, f"{words!r} in a sentence before, which this one continues"
    if token.pos_ == "NOUN":
        earlier = _told_before(token, parse, found)
        if earlier is not None:
            return earlier.interval, f"{text[earlier.start : earlier.end]!r} where {token.text!r} is told of before"
    return None, "the text gives no date for it"


def _clip(expression: DateExpression, token: Token, published: date | None) -> Interval:
    """The interval; of a past event in a stretch that is not over, the part before publication."""
    interval = expression.interval
    assert interval is not None
    return before_publication(interval, published) if tense.by_parse(token) == "past" else interval


def before_publication(interval: Interval, published: date | None) -> Interval:
    """The part of an interval in which an event lies that has happened: before the day of publication.

    What happened on that day or the day before is told as "today" and "yesterday", not as "this year". An interval that
    is over, lies ahead or begins with that day is left as it is.
    """
    if published is None or not interval.start < published < interval.end:
        return interval
    return replace(interval, end=published - timedelta(days=1), granularity="span")


def _carried(
    token: Token, sentence: Sentence, parse: Parse, found: Sequence[DateExpression], reach: int, name: str | None = None
) -> DateExpression | None:
    """The single day told in a sentence before that the main clause of `token` goes on with.

    It goes on where its subject is "he", "she" or "they", or the name that is the subject there; over the end of a
    paragraph only where "also" or "then" says so besides. name: the subject that the dated sentence must have.
    """
    verb = token
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    subject = _subject(verb)
    if verb.head.i != verb.i or verb.pos_ != "VERB" or subject is None or sentence.first_token == 0 or reach == 0:
        return None
    if subject.pos_ == "PROPN" and name in (None, subject.text):
        name = subject.text
    elif subject.text.lower() not in ("he", "she", "they"):
        return None
    before = parse.sentence_at(sentence.first_token - 1)
    if before is None or before.kind != sentence.kind:
        return None
    linked = any(c.dep_ in ("advmod", "cc") and c.text.lower() in _LINKS for c in verb.children)
    if _paragraph_ends(parse.article.text, before, sentence) and not linked:
        return None
    root = next(
        (t for t in parse.doc[before.first_token : before.last_token] if t.head.i == t.i and not t.is_space), None
    )
    if root is None:
        return None
    told = clause_date(root, before, parse, found)
    if told is None:
        return _carried(root, before, parse, found, reach - 1, name)
    earlier = _subject(root)
    if earlier is None or earlier.pos_ not in ("PROPN", "PRON") or name not in (None, earlier.text):
        return None
    return told[0] if length(told[0]) == 0 else None


def _paragraph_ends(text: str, before: Sentence, after: Sentence) -> bool:
    """Whether a blank line or an indented one parts two sentences."""
    between = text[before.start : after.start]
    return _PARAGRAPH.search(between[len(between.rstrip()) :]) is not None


def _subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_.startswith("nsubj")), None)


def _told_before(token: Token, parse: Parse, found: Sequence[DateExpression]) -> DateExpression | None:
    """The day of the occasion that a definite noun takes up again, where the text has dated only one of that name."""
    if not any(c.dep_ == "det" and c.text.lower() in ("the", "this", "that", "these", "those") for c in token.children):
        return None
    names = {child.text for child in token.children if child.dep_ == "compound"}
    dated: list[DateExpression] = []
    for earlier in reversed(parse.doc[max(token.i - _MEMORY, 0) : token.i]):
        if earlier.lemma_ != token.lemma_ or earlier.tag_ != token.tag_:
            continue
        if not names <= {child.text for child in earlier.children if child.dep_ == "compound"}:
            continue
        sentence = parse.sentence_at(earlier.i)
        told = clause_date(earlier, sentence, parse, found) if sentence else None
        if told is not None:
            dated.append(told[0])
    if not dated or length(dated[0]) > 0 or any(e.interval != dated[0].interval for e in dated):
        return None
    return dated[0]
