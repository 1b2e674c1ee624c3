"""Which expression of its sentence dates an event: that of its own clause, else one that reaches it by construction.

Labels are those of Universal Dependencies. A date never comes from the
verb that merely reports.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from spacy.tokens import Token

from detente.events.dates import tense
from detente.events.dates.expressions import DateExpression
from detente.events.dates.words import MONTHS, WEEKDAYS
from detente.records import Parse, Sentence

# Verbs that say no more than that their noun happens: "held talks", "the meeting took place", "signed an agreement".
OCCURRENCE = frozenset(
    (
        "hold have make take give conduct stage carry pay launch begin start open end conclude occur happen resume "
        "undergo continue complete finish do mount deliver convene host schedule plan set arrange slate due sign reach "
        "issue release publish post broadcast air"
    ).split()
)
# Verbs whose infinitive or participle happens when they do.
PHASE = frozenset(
    (
        "begin start continue resume stop cease finish keep go come help manage try fail refuse decline proceed have "
        "let make"
    ).split()
)
# Verbs whose purpose is carried out there and then: "met on Monday for talks", "to sign".
GATHERING = frozenset("meet gather convene assemble travel arrive visit fly come".split())
# Words that set a day for what follows them.
SCHEDULING = frozenset(["schedule", "slate", "set", "due", "arrange", "plan"])
# Prepositions after which a date only bounds an event.
LIMITS = frozenset(["until", "till", "before", "after", "through", "prior"])
PARTS = frozenset(["end", "beginning", "start", "middle", "early", "late", "night", "morning", "evening", "later"])
_SAME_TIME = {"when", "where", "as", "while", "whereupon"}
_ORDER = {"after", "before", "following", "since", "ahead"}
_ELSEWHEN = {
    "later",
    "eventually",
    "subsequently",
    "since",
    "afterwards",
    "thereafter",
    "previously",
    "earlier",
    "now",
    "soon",
}
_OCCASION = {"in", "at", "during", "on", "amid", "throughout", "via", "through"}
_REACH = 3
# Days from which on an expression is no day or week.
_COARSE = 27


def clause_date(
    token: Token, sentence: Sentence, parse: Parse, found: Sequence[DateExpression]
) -> tuple[DateExpression, str] | None:
    """The expression of the sentence that reaches a word by construction, and how."""
    here = dates_between(found, sentence.first_token, sentence.last_token)
    if not here:
        return None
    for carrier, reason, outside in _carriers(token):
        fitting = [e for e in here if _dates(e, carrier) and not (outside and e.last <= carrier.i)]
        chosen = _choose(fitting, token, carrier, parse.article.published)
        if chosen is not None:
            return chosen, reason
    return None


def dates_between(found: Sequence[DateExpression], first: int, last: int) -> Sequence[DateExpression]:
    """The expressions that fix days and begin in tokens first to last."""
    low = bisect_left(found, first, key=lambda e: e.first)
    high = bisect_left(found, last, lo=low, key=lambda e: e.first)
    return [e for e in found[low:high] if e.kind in ("DATE", "TIME") and e.interval is not None]


def _dates(expression: DateExpression, carrier: Token) -> bool:
    """Whether an expression is the time of a word, and not its limit ("until Friday", "before May")."""
    for token in carrier.doc[expression.first : expression.last]:
        if not expression.first <= token.head.i < expression.last:
            cases, governor = _governor(token)
            if not cases & LIMITS and _owner(expression, governor).i == carrier.i:
                return True
    return False


def _governor(token: Token) -> tuple[set[str], Token]:
    """What a date depends on, past a word that only names a part of it ("the end of May") or the same day again, and
    the prepositions on the way."""
    cases, governor = _cases(token), token.head
    names_part = governor.text.lower() in PARTS and governor.dep_.startswith(("obl", "nmod", "advmod"))
    names_same = token.dep_ in ("appos", "nmod", "nmod:unmarked") and _is_date(governor)
    if names_part or names_same:
        return cases | _cases(governor), governor.head
    return cases, governor


def _owner(expression: DateExpression, governor: Token) -> Token:
    """Whose time an expression is that hangs on a verb: that of a noun's phrase which it stands in or right behind.

    "welcomed his offer Saturday to proceed", "to be released after the signing on Thursday"; and a month or year right
    behind a participle is the participle's: "was seen as a test of an agreement signed by them in 1985".
    """
    before = expression.first - 1
    while before > governor.i and governor.doc[before].dep_ in ("case", "det", "punct"):
        before -= 1
    for child in governor.children:
        if governor.i < child.i < expression.first:
            within = child.dep_ == "obj" and any(c.i >= expression.last for c in child.rights)
            behind = child.dep_ == "obl" and child.right_edge.i == before and bool(_cases(child) & _ORDER)
            if within or behind:
                return child
    if length(expression) >= _COARSE:
        below = governor.doc[before]
        while below.i > governor.i and below.head.i != below.i:
            if below.dep_ == "acl" and below.tag_ == "VBN" and below.right_edge.i == before:
                return below
            below = below.head
    return governor


def _cases(token: Token) -> set[str]:
    return {child.text.lower() for child in token.children if child.dep_ in ("case", "mark")}


def _is_date(token: Token) -> bool:
    return token.text.lower() in WEEKDAYS or token.text.lower() in MONTHS or token.text.lower().endswith("day")


def _carriers(token: Token) -> Iterator[tuple[Token, str, bool]]:
    """The words whose dates are the event's, nearest first, and how each is related to it.

    The last part is true where only what follows the word counts: in "signed the May agreement" the month is not when
    it was signed, in "signed an agreement in May" it is.
    """
    yield token, "in its own clause", False
    seen = {token.i}
    current = token
    for _ in range(_REACH):
        for below, relation, outside in _passes_up(current):
            if below.i not in seen:
                seen.add(below.i)
                yield below, relation, outside
        above = _passes_down(current)
        if above is None or above[0].i in seen:
            return
        looks_ahead = _looks_ahead(current)
        current, reason = above
        seen.add(current.i)
        yield current, reason, False
        if looks_ahead:
            return


def _passes_up(token: Token) -> Iterator[tuple[Token, str, bool]]:
    """The dependents whose date also holds for `token`: what it consists in, and the occasion of it."""
    for child in token.children:
        if child.dep_ in ("acl", "acl:relcl") and child.lemma_.lower() in OCCURRENCE:
            yield child, f"with {child.text!r}, which says when it takes place", False
        elif child.dep_ == "xcomp" and token.lemma_.lower() in SCHEDULING:
            yield child, f"with {child.text!r}, the day it is set for", False
        elif child.dep_ == "obj" and token.lemma_.lower() in OCCURRENCE:
            yield child, f"with {child.text!r}, in which it consists", True
        elif child.dep_ == "nmod" and token.pos_ == "NOUN" and "of" in _cases(child):
            yield child, f"with {child.text!r}, whose deed it is", True
    for noun in _occasions(token):
        yield noun, f"with {noun.text!r}, the occasion of it", False
        for child in noun.children:
            if child.dep_ in ("acl", "acl:relcl") and child.lemma_.lower() in OCCURRENCE:
                yield child, f"with {noun.text!r}, the occasion of it", False


def _occasions(token: Token) -> Iterator[Token]:
    """The nouns at which an event happens: "at talks", "in a speech", also where they hang below its object."""
    gathers = token.lemma_.lower() in GATHERING
    for child in token.children:
        cases = _cases(child)
        occasion = bool(cases & _OCCASION) or (gathers and "for" in cases)
        if (child.dep_ == "obl" and occasion) or (child.dep_ == "nmod" and cases & {"at", "during"}):
            yield child
        elif child.dep_ == "obj":
            below = child
            for _ in range(_REACH):
                later = [c for c in below.children if c.dep_ == "nmod" and c.i > below.i]
                if not later:
                    break
                below = later[-1]
                if _cases(below) & {"at", "during"}:
                    yield below
                    break


def _passes_down(token: Token) -> tuple[Token, str] | None:
    """The governor whose date also holds for `token`, or None."""
    head, label = token.head, token.dep_
    if head.i == token.i:
        return None
    if label == "conj" and not _own_subject(token) and not _at_another_time(token):
        return head, f"with {head.text!r}, told in one breath with it"
    if label in ("obj", "nsubj", "nsubj:pass", "iobj") and head.lemma_.lower() in OCCURRENCE:
        return head, f"with {head.text!r}, which carries it"
    if label == "obl" and _cases(token) & _OCCASION:
        return head, f"with {head.text!r}, which happens at it"
    if label == "nmod" and _cases(token) & {"at", "during"}:
        above = head
        while above.dep_ == "nmod" and above.head.i != above.i:
            above = above.head
        if above.dep_ == "obj":
            return above.head, f"with {above.head.text!r}, which happens at it"
    if label in ("xcomp", "ccomp") and head.lemma_.lower() in PHASE:
        return head, f"with {head.text!r}, whose course it is"
    if _looks_ahead(token):
        return head, f"with {head.text!r}, which looks ahead to it"
    if label == "acl:relcl" and any(child.text.lower() in ("where", "when") for child in token.children):
        return head, f"with {head.text!r}, at which it happens"
    if label == "advcl":
        marks = {c.text.lower() for c in token.children if c.dep_ == "mark" or c.text.lower() in _SAME_TIME}
        gathers = marks == {"to"} and head.lemma_.lower() in GATHERING
        if gathers or marks & _SAME_TIME or (not marks and token.tag_ in ("VBG", "VBN")):
            return head, f"with {head.text!r}, at the same time"
    return None


def _at_another_time(verb: Token) -> bool:
    return any(child.dep_ == "advmod" and child.text.lower() in _ELSEWHEN for child in verb.children)


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
        set_for = token.lemma_.lower() in SCHEDULING and carrier.dep_ == "xcomp" and carrier.head.i == token.i
        if ahead and not set_for and (tense.of_clause(token) == "past" or _plans(token)):
            continue
        if (
            carrier.i != token.i
            and carrier.lemma_.lower() in tense.AHEAD
            and token.dep_ in ("xcomp", "acl")
            and not ahead
        ):
            continue
        kept.append(expression)
    return min(kept, key=length, default=None)


def _looks_ahead(token: Token) -> bool:
    """Whether a word is what its governor plans, promises or asks for."""
    return token.dep_ in ("xcomp", "acl") and token.head.lemma_.lower() in tense.AHEAD


def length(expression: DateExpression) -> int:
    interval = expression.interval
    assert interval is not None
    return (interval.end - interval.start).days


def _plans(token: Token) -> bool:
    """Whether a word looks ahead to an act that stands beside it as an infinitive: "plans to meet"."""
    return token.lemma_.lower() in tense.AHEAD and any(child.dep_ in ("xcomp", "acl") for child in token.children)
