"""Whether the words around an expression speak of the past or of the future, or of a future seen from the past.

With a tagged and parsed Doc the verb that governs the expression decides; without one, the nearest verb form before it
in its sentence, recognised by form alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from detente.events.dates.lexemes import BREAK, Lexeme
from detente.events.tree import due_to

_FUTURE = set("will shall ll wo scheduled due slated payable effective upcoming forthcoming".split())
_PLANNED = set(
    (
        "plans planned planning plan expected expects expect set hopes hope intends intend wants agreed agrees "
        "promised is are"
    ).split()
)
_PAST = set(
    (
        "was were had did been said told met took made began came went held fell rose got gave left sent saw led won "
        "lost became brought broke built bought chose fought flew found heard kept knew meant paid put ran sold spoke "
        "spent stood struck taught thought threw wrote shot hit cut grew drew felt wore hurt sank has have"
    ).split()
)
_REACH = 25


def by_form(lexemes: Sequence[Lexeme], index: int) -> str:
    """The tense of the nearest verb form before lexeme `index` in its sentence, else after it; "" where none shows."""
    for step, limit in ((-1, max(-1, index - _REACH)), (1, min(len(lexemes), index + _REACH))):
        for at in range(index + step, limit, step):
            lexeme = lexemes[at]
            word = lexeme.lower
            if lexeme.code == BREAK or (word == "." and _ends_sentence(lexemes, at)):
                break
            if word in _FUTURE or (word == "would" and at + 1 < len(lexemes) and lexemes[at + 1].lower == "be"):
                return "future"
            if word in _PLANNED and any(lexemes[k].lower == "to" for k in range(at, min(at + 3, len(lexemes)))):
                return "future"
            if word in _PAST or (len(word) > 4 and word.endswith("ed") and not lexeme.capital):
                return "past"
    return ""


def by_opening(lexemes: Sequence[Lexeme], index: int) -> str:
    """What the words right before an expression say: "future" where they look ahead ("extended until", "as soon as"),
    "past" where they bound what has run so far ("this year through August")."""
    before = [lexeme.lower for lexeme in lexemes[max(index - 3, 0) : index]]
    if before == ["this", "year", "through"]:
        return "past"
    opened = before[-1:] and before[-1] in ("until", "till", "through", "effective") and not lexemes[index - 1].capital
    if opened or (len(before) == 3 and before[::2] == ["as", "as"]):
        return "future"
    return ""


def _ends_sentence(lexemes: Sequence[Lexeme], dot: int) -> bool:
    if dot + 1 >= len(lexemes):
        return True
    previous = lexemes[dot - 1] if dot else None
    return lexemes[dot + 1].capital and previous is not None and not (previous.capital and len(previous.lower) <= 4)


def by_parse(token: Token) -> str:
    """The tense of the clause that a token stands in, from its tags and labels; "" where the clause has none."""
    verb = token
    seen = 0
    while verb.head.i != verb.i and seen < 40:
        if verb.i != token.i and is_clause(verb):
            tense = of_clause(verb)
            if tense:
                return tense
        verb = verb.head
        seen += 1
    return of_clause(verb)


def is_clause(token: Token) -> bool:
    """Whether a token heads a clause: a verb, or a predicate with a copula."""
    return token.pos_ in ("VERB", "AUX") or any(child.dep_ == "cop" for child in token.children)


# Words whose infinitive lies ahead of them.
AHEAD = frozenset(
    (
        "plan schedule expect hope intend aim agree promise pledge vow due set want propose prepare ask urge invite "
        "decide arrange offer threaten seek slate"
    ).split()
)


# Participles that set a day for something: "scheduled for Thursday".
_SET_FOR = frozenset(["schedule", "slate", "set", "due", "plan", "expect"])


def of_clause(verb: Token) -> str:
    """ "past", "future", "either" (ahead of a past moment, or present) or "" for the clause that a verb heads."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "aux:pass", "cop")]
    modals = {child.text.lower() for child in helpers if child.tag_ == "MD"}
    tags = {verb.tag_, *(child.tag_ for child in helpers)}
    if modals & {"will", "shall", "'ll", "’ll", "wo"}:
        return "future"
    if modals:
        return "either"
    if _infinitive(verb):
        return _of_infinitive(verb, helpers)
    past = "VBD" in tags or (tags & {"VBZ", "VBP"} and any(child.lemma_ == "have" for child in helpers))
    if verb.lemma_.lower() in _SET_FOR:
        return "future" if helpers and not past else "either"
    if past or (verb.tag_ == "VBN" and not helpers):
        return "past"
    return "either" if tags & {"VBZ", "VBP"} else ""


def _of_infinitive(verb: Token, helpers: list[Token]) -> str:
    finite = {child.tag_ for child in helpers if child.lemma_ == "be"}
    if finite & {"VBZ", "VBP"}:
        return "future"
    if "VBD" in finite:
        return "either"
    governor = verb.head
    if governor.i == verb.i:
        return "future"
    above = of_clause(governor) if is_clause(governor) else ""
    if governor.lemma_.lower() in AHEAD or governor.lemma_ in ("go", "be"):
        return "either" if above == "past" else "future"
    return above


def _infinitive(verb: Token) -> bool:
    return due_to(verb) or any(child.dep_ == "mark" and child.text.lower() == "to" for child in verb.children)


def tagged(doc: Doc) -> bool:
    """Whether a Doc has what `by_parse` needs."""
    return doc.has_annotation("TAG") and doc.has_annotation("DEP")
