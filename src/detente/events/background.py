"""Whether an event is background: as a rule ended more than thirty days before the article was published."""

from __future__ import annotations

import re
from datetime import date, timedelta

from spacy.tokens import Token

from detente.events.modality import load
from detente.records import Interval, Parse, Sentence

# PLOVER leaves `historical` undefined; the coding guide sets a month.
RECENT = timedelta(days=30)
# How far back a narrative told in the past is followed for its date, in sentences of one paragraph.
LOOK_BACK = 3

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            ("january", "jan", "jan."),
            ("february", "feb", "feb."),
            ("march", "mar", "mar."),
            ("april", "apr", "apr."),
            ("may",),
            ("june", "jun", "jun."),
            ("july", "jul", "jul."),
            ("august", "aug", "aug."),
            ("september", "sept", "sept.", "sep", "sep."),
            ("october", "oct", "oct."),
            ("november", "nov", "nov."),
            ("december", "dec", "dec."),
        ],
        1,
    )
    for name in names
}
DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
FRESH = DAYS | {"today", "yesterday", "tonight", "now", "currently", "recently", "newly", "tomorrow", "just"}
LONG_UNITS = frozenset({"year", "decade", "century", "generation"})
NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "several": 3,
}
EARLIER = frozenset({"previously", "formerly", "historically", "originally", "once", "long-ago"})
THEN = re.compile(r"^then[-–]?\w*$")
YEAR = re.compile(r"^(?:1[5-9]|20)\d\d$")
DECADE = re.compile(r"^(?:1[5-9]|20)\d0s$|^['’]?\d0s$")


def historical(parse: Parse, token: int, interval: Interval | None) -> tuple[bool, str]:
    """Whether the event at `token` belongs to an earlier time, and why in words.

    interval: the event's own date where it is known; it decides when it lies wholly on one side of the line, which is
    thirty days before publication. Without a date the words of the clause decide, then the sentences before it.
    """
    published = parse.article.published
    if interval is not None and published is not None:
        line = published - RECENT
        if interval.end < line:
            return True, f"ended {interval.end.isoformat()}, more than {RECENT.days} days before publication"
        if interval.start >= line:
            return False, f"dated {interval.start.isoformat()}, within {RECENT.days} days of publication"
    node = parse.doc[token]
    found = _clause(node, published)
    if found is not None:
        return found
    sentence = parse.sentence_at(token)
    if sentence is None:
        return False, "no sign of an earlier time"
    return _carried(parse, node, sentence)


def _clause(node: Token, published: date | None) -> tuple[bool, str] | None:
    """What the words of the event's own clause, and of the clauses around it, say of its time."""
    inner = _phrases(node)
    if node.pos_ in {"NOUN", "PROPN"}:
        # "a pact signed in 1985": the participle dates its noun.
        inner += [t for c in node.children if c.dep_.startswith("acl") for t in _phrases(c)]
    for token in inner:
        found = None if _names_argument(token, node) else _dated(token, published)
        if found is not None:
            return found
    clause = _clause_head(node)
    tokens = _phrases(clause)
    for token in tokens:
        if (
            THEN.match(token.lower_)
            and token.dep_ in {"advmod", "amod", "compound"}
            and token.head.pos_ in {"PROPN", "NOUN"}
        ):
            return True, f"{token.text} {token.head.text}: the office as it was then"
    if clause.i != node.i:
        for token in tokens:
            found = None if _names_argument(token, node) else _dated(token, published)
            if found is not None:
                return found
    if _pluperfect(clause) and any(t.lower_ in EARLIER for t in tokens):
        return True, "told in the pluperfect as something earlier"
    return None


def _names_argument(token: Token, node: Token) -> bool:
    """A year before a noun that somebody acts on: "threatened to suspend its 2016 agreement" was not in 2016."""
    noun = token.head
    return (
        token.dep_ in {"compound", "amod", "nummod"}
        and noun.i != node.i
        and noun.dep_ in {"obj", "iobj", "nsubj", "nsubj:pass"}
        and bool(YEAR.match(token.lower_) or DECADE.match(token.lower_))
    )


def _pluperfect(clause: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in {"had", "'d", "’d"} for c in clause.children)


def _carried(parse: Parse, node: Token, sentence: Sentence) -> tuple[bool, str]:
    """A past narrative goes on: the sentence before it in the paragraph is background and nothing newer is named."""
    clause = _clause_head(node)
    if clause.tag_ not in {"VBD", "VBN"} or any(c.lower_ in {"has", "have", "'s", "'ve"} for c in clause.children):
        return False, "no sign of an earlier time"
    published = parse.article.published
    joined = (c for c in clause.children if c.dep_ == "conj" and c.pos_ == "VERB")
    if any((found := _clause(c, published)) is not None and not found[0] for c in joined):
        return False, "a verb joined to it tells of what is new"
    for index in range(sentence.index - 1, max(-1, sentence.index - 1 - LOOK_BACK), -1):
        earlier = parse.sentences[index]
        if "\n\n" in parse.article.text[earlier.end : sentence.start]:
            break
        root = _root(parse, earlier)
        if root is None:
            break
        found = _clause(root, published)
        if found is not None:
            if found[0]:
                return True, f"goes on from the sentence before: {found[1]}"
            break
        if root.tag_ not in {"VBD", "VBN"}:
            break
    return False, "no sign of an earlier time"


def _root(parse: Parse, sentence: Sentence) -> Token | None:
    for token in parse.doc[sentence.first_token : sentence.last_token]:
        if token.head.i == token.i:
            return token
    return None


def _clause_head(node: Token) -> Token:
    """The verb of the clause in which a word stands."""
    while node.pos_ not in {"VERB", "AUX"} and node.head.i != node.i:
        if any(c.dep_ == "cop" for c in node.children):
            return node
        node = node.head
    return node


def _phrases(node: Token) -> list[Token]:
    """The words of a clause or phrase without the clauses inside it."""
    found: list[Token] = []
    waiting = [node]
    while waiting:
        token = waiting.pop()
        found.append(token)
        for child in token.children:
            clausal = child.dep_.startswith(("ccomp", "advcl", "acl", "parataxis", "csubj")) or (
                child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}
            )
            if not clausal and not _to_come(child):
                waiting.append(child)
    found.sort(key=lambda t: t.i)
    return found


def _to_come(infinitive: Token) -> bool:
    """ "urged them [to hold elections in February]": what is asked or planned is not when it was asked."""
    if infinitive.dep_ != "xcomp" or not any(c.dep_ == "mark" and c.lower_ == "to" for c in infinitive.children):
        return False
    effect = load().governors.get(("VERB", infinitive.head.lemma_.lower(), "inf"))
    return effect is not None and effect.kind in {"prospect", "possible"}


def _dated(token: Token, published: date | None) -> tuple[bool, str] | None:
    """What one word of time says: True for long past, False for fresh, None for nothing."""
    lower, lemma = token.lower_, token.lemma_.lower()
    if lower in FRESH and token.pos_ != "INTJ":
        return False, f"{token.text}: reported as new"
    if YEAR.match(lower) and published is not None and token.pos_ in {"NUM", "NOUN", "PROPN"} and not _money(token):
        if int(lower) < published.year - 1:
            return True, f"in {token.text}"
        month = _month_of(token)
        if int(lower) == published.year - 1:
            stands = month is None and published.month > 1
            if stands or (month is not None and _days_since(published, int(lower), month) > RECENT.days):
                return True, f"in {token.text}"
        return None
    if DECADE.match(lower):
        return True, f"in the {token.text}"
    if lemma in LONG_UNITS or lemma in {"month", "week", "summer", "winter", "spring", "autumn"}:
        return _unit(token)
    if lower in MONTHS and token.pos_ == "PROPN" and published is not None and not _of_name(token):
        return _month(token, published)
    return None


def _of_name(month: Token) -> bool:
    """ "Jan Kowal", "Theresa May": a month's name in somebody's."""
    beside = [c for c in month.children if c.dep_ in {"flat", "compound"}]
    beside += [month.head] if month.dep_ in {"flat", "compound"} else []
    return month.ent_type_ in {"PER", "PERSON"} or any(t.pos_ == "PROPN" and t.is_alpha for t in beside)


def _unit(token: Token) -> tuple[bool, str] | None:
    words = {c.lower_ for c in token.children}
    text = token.doc[token.left_edge.i : token.i + 1].text
    lemma = token.lemma_.lower()
    if words & {"this", "next", "coming"}:
        return None
    if "last" in words and lemma in LONG_UNITS | {"summer", "winter", "spring", "autumn"}:
        return None if _spanning(token) else (True, text)
    if words & {"ago", "earlier", "before"} or any(n.lower_ in {"ago", "earlier"} for n in _next(token)):
        count = max([NUMBERS.get(w, 0) or (int(w) if w.isdigit() and len(w) < 4 else 0) for w in words] or [0])
        if lemma in LONG_UNITS or (lemma == "month" and count > 1) or (lemma == "week" and count > 4):
            return True, f"{text} ago"
        return False, f"{text} ago"
    return None


def _spanning(token: Token) -> bool:
    """ "over the last year", "since last year": a stretch that reaches the present."""
    return any(
        c.lower_ in {"over", "since", "for", "in", "during", "within"} for c in token.children if c.dep_ == "case"
    )


def _next(token: Token) -> list[Token]:
    return [token.nbor(1)] if token.i + 1 < len(token.doc) else []


def _money(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).text in {"$", "£", "€"}


def _month_of(year: Token) -> int | None:
    for near in (year.head, *year.children, *([year.nbor(-1)] if year.i else [])):
        if near.lower_ in MONTHS:
            return MONTHS[near.lower_]
    return None


def _days_since(published: date, year: int, month: int) -> int:
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return (published - last).days


def _month(token: Token, published: date) -> tuple[bool, str] | None:
    """A bare month is the latest one that has begun by the day of publication."""
    if any(YEAR.match(t.lower_) for t in (*token.children, token.head)):
        return None
    number = MONTHS[token.lower_]
    year = published.year if number <= published.month else published.year - 1
    if _days_since(published, year, number) > RECENT.days:
        return True, f"in {token.text} {year}"
    return None
