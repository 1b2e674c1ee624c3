"""Which expression of time dates an event: the one its own clause carries, else one that reaches it by construction.

Labels are those of Universal Dependencies. An event never takes the publication date by default, nor the date of the
verb that merely reports it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Token

from detente.events.dates import tense
from detente.events.dates.expressions import DateExpression
from detente.records import Interval, Office, Parse, Sentence

# Verbs that say no more than that their noun happens: "held talks", "the meeting took place", "signed an agreement".
OCCURRENCE = set(
    "hold have make take give conduct stage carry pay launch begin start open end conclude occur happen resume undergo "
    "continue complete finish do mount deliver convene host schedule plan set arrange slate due".split()
)
# Verbs whose infinitive or participle happens when they do.
PHASE = set(
    (
        "begin start continue resume stop cease finish keep go come help manage try fail refuse decline proceed have "
        "let make"
    ).split()
)
_SAME_TIME = {"when", "as", "while", "whereupon"}
_OCCASION = {"in", "at", "during", "on", "amid", "throughout"}
_LINKS = {"also", "then", "later", "there", "meanwhile", "too", "again", "further", "moreover", "additionally"}
_REACH = 3


def event_date(parse: Parse, trigger: int, found: Sequence[DateExpression]) -> tuple[Interval | None, str]:
    """The days of the event that token `trigger` tells of, and why; (None, why) where the text does not say.

    found: the expressions of the article (`expressions`), in order. Durations and sets never date an event.
    """
    doc = parse.doc
    token = doc[trigger]
    published = parse.article.published
    dates = [e for e in found if e.kind in ("DATE", "TIME") and e.interval is not None]
    sentence = parse.sentence_at(trigger)
    first, last = (sentence.first_token, sentence.last_token) if sentence else (token.sent.start, token.sent.end)
    here = [e for e in dates if first <= e.first < last]
    for carrier, reason in _carriers(token):
        fitting = [e for e in here if _governor(doc[e.first : e.last].root).i == carrier.i or _covers(e, carrier.i)]
        chosen = _choose(fitting, token, published)
        if chosen is not None:
            return _clip(chosen, token, published), f"{doc.text[chosen.start : chosen.end]!r} {reason}"
    if not here and sentence is not None and _continues(token, sentence, parse):
        carried = _from_before(parse, sentence, dates)
        if carried is not None:
            return _clip(
                carried, token, published
            ), f"{doc.text[carried.start : carried.end]!r} in the sentence before, which this one continues"
    return None, "the text gives no date for it"


def _covers(expression: DateExpression, token: int) -> bool:
    return expression.first <= token < expression.last


def _governor(token: Token) -> Token:
    """What an expression depends on: past the noun that only names its part ("the end of May")."""
    governor = token.head
    if governor.dep_.startswith(("obl", "nmod")) and governor.lower_ in (
        "end",
        "beginning",
        "start",
        "middle",
        "week",
        "early",
        "late",
        "night",
        "morning",
    ):
        return governor.head
    return governor


def _carriers(token: Token) -> Iterator[tuple[Token, str]]:
    """The words whose dates are the event's, nearest first, with how each is related to it."""
    yield token, "in its own clause"
    for child in token.children:
        if child.dep_ in ("acl", "acl:relcl") and child.lemma_.lower() in OCCURRENCE:
            yield child, f"with {child.text!r}, which says when it takes place"
        if child.dep_ == "obl" and any(c.dep_ == "case" and c.lower_ in _OCCASION for c in child.children):
            yield child, f"with {child.text!r}, the occasion of it"
        if child.dep_ in ("obj", "nmod", "obl") and child.i > token.i:
            yield child, f"with {child.text!r}, which it is about"
    seen = {token.i}
    current = token
    for _ in range(_REACH):
        above = _passes_down(current)
        if above is None or above[0].i in seen:
            return
        current, reason = above
        seen.add(current.i)
        yield current, reason
    return


def _passes_down(token: Token) -> tuple[Token, str] | None:
    """The governor whose date also holds for `token`, or None."""
    head = token.head
    label = token.dep_
    if head.i == token.i:
        return None
    if label == "conj" and not _own_subject(token):
        return head, f"with {head.text!r}, told in one breath with it"
    if label in ("obj", "nsubj", "nsubj:pass", "iobj") and head.lemma_.lower() in OCCURRENCE:
        return head, f"with {head.text!r}, which carries it"
    if label == "obl" and any(c.dep_ == "case" and c.lower_ in _OCCASION for c in token.children):
        return head, f"with {head.text!r}, which happens at it"
    if label in ("xcomp", "ccomp") and head.lemma_.lower() in PHASE:
        return head, f"with {head.text!r}, whose course it is"
    if label == "advcl":
        marks = {c.lower_ for c in token.children if c.dep_ == "mark"}
        if marks & _SAME_TIME or (not marks and token.tag_ in ("VBG", "VBN")):
            return head, f"with {head.text!r}, at the same time"
    if label in ("compound", "nmod:poss", "amod"):
        return None
    return None


def _own_subject(token: Token) -> bool:
    return any(child.dep_.startswith("nsubj") or child.dep_.startswith("csubj") for child in token.children)


def _choose(fitting: Sequence[DateExpression], token: Token, published: date | None) -> DateExpression | None:
    """The finest that does not contradict the tense; the first of equals."""
    past = tense.of_clause(token) == "past"
    kept = [
        e
        for e in fitting
        if e.interval is not None and not (past and published is not None and e.interval.start > published)
    ]
    if not kept:
        return None
    return min(kept, key=lambda e: (e.interval.end - e.interval.start).days if e.interval else 0)


def _clip(expression: DateExpression, token: Token, published: date | None) -> Interval:
    """The interval; of a past event in a stretch that is not over, the part up to publication."""
    interval = expression.interval
    assert interval is not None
    if published is None or not interval.start <= published < interval.end:
        return interval
    return replace(interval, end=published, granularity="span") if tense.by_parse(token) == "past" else interval


def _continues(token: Token, sentence: Sentence, parse: Parse) -> bool:
    """Whether a sentence goes on with the one before: its main clause is past and says "he", "they", "also", "then"."""
    verb = token
    while verb.dep_ == "conj":
        verb = verb.head
    if verb.head.i != verb.i or tense.of_clause(token) != "past":
        return False
    subjects = [child for child in verb.children if child.dep_.startswith("nsubj")]
    words = {child.lower_ for child in verb.children if child.dep_ in ("advmod", "cc")}
    return any(s.pos_ == "PRON" and s.lower_ not in ("it", "that", "this", "which") for s in subjects) or bool(
        words & _LINKS
    )


def _from_before(parse: Parse, sentence: Sentence, dates: Sequence[DateExpression]) -> DateExpression | None:
    """The date of the main clause of the sentence before, in the same paragraph."""
    if sentence.index == 0:
        return None
    before = next((s for s in parse.sentences if s.index == sentence.index - 1), None)
    if before is None or before.kind != sentence.kind or "\n" in parse.doc.text[before.end : sentence.start]:
        return None
    there = [e for e in dates if before.first_token <= e.first < before.last_token]
    root = next((t for t in parse.doc[before.first_token : before.last_token] if t.head.i == t.i), None)
    if root is None:
        return None
    fitting = [e for e in there if _governor(parse.doc[e.first : e.last].root).i == root.i]
    return _choose(fitting, root, parse.article.published)


def tenure_bounds(offices: Sequence[Office]) -> Interval | None:
    """The days on which all of these people were in their offices, None where they do not overlap or nothing is known.

    For events told only by who held office at the time ("with then Prime Minister Abe"). An office without its first or
    last day sets no bound on that side; both sides must be bounded.
    """
    starts = [office.start for office in offices if office.start is not None]
    ends = [office.end for office in offices if office.end is not None]
    if not starts or not ends or max(starts) > min(ends):
        return None
    titles = " and ".join(dict.fromkeys(office.title for office in offices))
    return Interval(max(starts), min(ends), "span", f"tenures of {titles}")
