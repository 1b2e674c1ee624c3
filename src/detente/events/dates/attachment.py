"""Which expression of time dates an event: the one its own clause carries, else one that reaches it by construction.

Labels are those of Universal Dependencies. An event never takes the publication date by default, nor the date of the
verb that merely reports it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Token

from detente.events.dates import tense
from detente.events.dates.expressions import DateExpression
from detente.events.dates.words import MONTHS, WEEKDAYS
from detente.records import Interval, Office, Parse, Sentence

# Verbs that say no more than that their noun happens: "held talks", "the meeting took place", "signed an agreement".
OCCURRENCE = frozenset(
    (
        "hold have make take give conduct stage carry pay launch begin start open end conclude occur happen resume "
        "undergo continue complete finish do mount deliver convene host schedule plan set arrange slate due sign reach"
    ).split()
)
# Verbs whose infinitive or participle happens when they do.
PHASE = frozenset(
    (
        "begin start continue resume stop cease finish keep go come help manage try fail refuse decline proceed have "
        "let make"
    ).split()
)
# Prepositions after which a date only bounds an event.
LIMITS = frozenset(["until", "till", "before", "after", "through", "prior"])
PARTS = frozenset(["end", "beginning", "start", "middle", "early", "late", "night", "morning", "evening", "later"])
_SAME_TIME = {"when", "as", "while", "whereupon"}
_OCCASION = {"in", "at", "during", "on", "amid", "throughout"}
_LINKS = {"also", "then", "later", "there", "meanwhile", "too", "again", "further", "moreover", "additionally"}
_REACH = 3


def event_date(parse: Parse, trigger: int, found: Sequence[DateExpression]) -> tuple[Interval | None, str]:
    """The days of the event that token `trigger` tells of, and why; (None, why) where the text does not say.

    found: the expressions of the article (`expressions`), in order. Durations and sets never date an event.
    """
    doc, text, published = parse.doc, parse.article.text, parse.article.published
    token = doc[trigger]
    sentence = parse.sentence_at(trigger)
    if sentence is None:
        return None, "it stands outside the article's prose"
    here = _dates_between(found, sentence.first_token, sentence.last_token)
    for carrier, reason in _carriers(token):
        fitting = [e for e in here if _dates(e, carrier)]
        chosen = _choose(fitting, token, carrier, published)
        if chosen is not None:
            return _clip(chosen, token, published), f"{text[chosen.start : chosen.end]!r} {reason}"
    if not here and _continues(token):
        carried = _from_before(parse, sentence, found)
        if carried is not None:
            words = text[carried.start : carried.end]
            return carried.interval, f"{words!r} in the sentence before, which this one continues"
    return None, "the text gives no date for it"


def _dates_between(found: Sequence[DateExpression], first: int, last: int) -> Sequence[DateExpression]:
    """The expressions that fix days and begin in tokens first to last."""
    low = bisect_left(found, first, key=lambda e: e.first)
    high = bisect_left(found, last, lo=low, key=lambda e: e.first)
    return [e for e in found[low:high] if e.kind in ("DATE", "TIME") and e.interval is not None]


def _dates(expression: DateExpression, carrier: Token) -> bool:
    """Whether an expression depends on a word as its time, not as a limit ("until Friday", "before May")."""
    if expression.first <= carrier.i < expression.last:
        return True
    tokens = carrier.doc[expression.first : expression.last]
    return any(_hangs_on(token, carrier) for token in tokens if not expression.first <= token.head.i < expression.last)


def _hangs_on(token: Token, carrier: Token) -> bool:
    cases, governor = _cases(token), token.head
    names_part = governor.text.lower() in PARTS and governor.dep_.startswith(("obl", "nmod", "advmod"))
    names_same = token.dep_ in ("appos", "nmod", "nmod:unmarked") and _is_date(governor)
    if governor.i != carrier.i and (names_part or names_same):
        cases |= _cases(governor)
        governor = governor.head
    return governor.i == carrier.i and not cases & LIMITS


def _cases(token: Token) -> set[str]:
    return {child.text.lower() for child in token.children if child.dep_ in ("case", "mark")}


def _is_date(token: Token) -> bool:
    return token.text.lower() in WEEKDAYS or token.text.lower() in MONTHS or token.text.lower().endswith("day")


def _carriers(token: Token) -> Iterator[tuple[Token, str]]:
    """The words whose dates are the event's, nearest first, with how each is related to it."""
    yield token, "in its own clause"
    for child in token.children:
        if child.dep_ in ("acl", "acl:relcl") and child.lemma_.lower() in OCCURRENCE:
            yield child, f"with {child.text!r}, which says when it takes place"
        if child.dep_ == "obl" and _cases(child) & _OCCASION:
            yield child, f"with {child.text!r}, the occasion of it"
        if child.dep_ == "nmod" and token.pos_ == "NOUN" and "of" in _cases(child):
            yield child, f"with {child.text!r}, whose deed it is"
    seen = {token.i}
    current = token
    for _ in range(_REACH):
        above = _passes_down(current)
        if above is None or above[0].i in seen:
            return
        current, reason = above
        seen.add(current.i)
        yield current, reason


def _passes_down(token: Token) -> tuple[Token, str] | None:
    """The governor whose date also holds for `token`, or None."""
    head, label = token.head, token.dep_
    if head.i == token.i:
        return None
    if label == "conj" and not _own_subject(token):
        return head, f"with {head.text!r}, told in one breath with it"
    if label in ("obj", "nsubj", "nsubj:pass", "iobj") and head.lemma_.lower() in OCCURRENCE:
        return head, f"with {head.text!r}, which carries it"
    if label == "obl" and _cases(token) & _OCCASION:
        return head, f"with {head.text!r}, which happens at it"
    if label in ("xcomp", "ccomp") and head.lemma_.lower() in PHASE:
        return head, f"with {head.text!r}, whose course it is"
    if label in ("xcomp", "acl") and head.lemma_.lower() in tense.AHEAD:
        return head, f"with {head.text!r}, which looks ahead to it"
    if label == "advcl":
        marks = {c.text.lower() for c in token.children if c.dep_ == "mark"}
        if marks & _SAME_TIME or (not marks and token.tag_ in ("VBG", "VBN")):
            return head, f"with {head.text!r}, at the same time"
    return None


def _own_subject(token: Token) -> bool:
    return any(child.dep_.startswith("nsubj") or child.dep_.startswith("csubj") for child in token.children)


def _choose(
    fitting: Sequence[DateExpression], token: Token, carrier: Token, published: date | None
) -> DateExpression | None:
    """The finest that does not contradict the tense; the first of equals.

    What is past cannot lie after publication. A plan or agreement is made before the day it is for: its own date lies
    before, and that of the act it looks ahead to is not its own.
    """
    kept = []
    for expression in fitting:
        interval = expression.interval
        assert interval is not None
        ahead = published is not None and interval.start > published
        if ahead and (tense.of_clause(token) == "past" or _plans(token)):
            continue
        if (
            carrier.i != token.i
            and carrier.lemma_.lower() in tense.AHEAD
            and token.dep_ in ("xcomp", "acl")
            and not ahead
        ):
            continue
        kept.append(expression)
    return min(kept, key=_length, default=None)


def _length(expression: DateExpression) -> int:
    interval = expression.interval
    assert interval is not None
    return (interval.end - interval.start).days


def _plans(token: Token) -> bool:
    """Whether a word looks ahead to an act that stands beside it as an infinitive: "plans to meet"."""
    return token.lemma_.lower() in tense.AHEAD and any(child.dep_ in ("xcomp", "acl") for child in token.children)


def _clip(expression: DateExpression, token: Token, published: date | None) -> Interval:
    """The interval; of a past event in a stretch that is not over, the part up to publication."""
    interval = expression.interval
    assert interval is not None
    if published is None or not interval.start <= published < interval.end:
        return interval
    return replace(interval, end=published, granularity="span") if tense.by_parse(token) == "past" else interval


def _continues(token: Token) -> bool:
    """Whether a sentence goes on with the one before: its main clause is past and says "he", "they", "also", "then"."""
    verb = token
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    if verb.head.i != verb.i or token.tag_ != "VBD":
        return False
    subjects = [child for child in verb.children if child.dep_.startswith("nsubj")]
    links = {child.text.lower() for child in verb.children if child.dep_ in ("advmod", "cc")} & _LINKS
    return bool(links) or any(s.text.lower() in ("he", "she", "they") for s in subjects)


def _from_before(parse: Parse, sentence: Sentence, found: Sequence[DateExpression]) -> DateExpression | None:
    """The day on which the main clause of the sentence before lies, in the same paragraph."""
    if sentence.first_token == 0:
        return None
    before = parse.sentence_at(sentence.first_token - 1)
    if before is None or before.kind != sentence.kind or "\n" in parse.article.text[before.end : sentence.start]:
        return None
    root = next((t for t in parse.doc[before.first_token : before.last_token] if t.head.i == t.i), None)
    if root is None:
        return None
    there = _dates_between(found, before.first_token, before.last_token)
    fitting = [e for e in there if _dates(e, root) and _length(e) == 0]
    return _choose(fitting, root, root, parse.article.published)


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
