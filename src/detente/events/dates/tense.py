"""Whether the words around an expression speak of the past or of the future.

With a tagged and parsed Doc the verb that governs the expression decides; without one, the nearest verb form before it
in its sentence, recognised by form alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from detente.events.dates.lexemes import BREAK, Lexeme

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
    before = [lexeme.lower for lexeme in lexemes[max(index - 3, 0) : index]]
    if before[-1:] in (["until"], ["till"]) or before in (
        ["as", "early", "as"],
        ["as", "soon", "as"],
        ["as", "late", "as"],
    ):
        return "future"
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


def of_clause(verb: Token) -> str:
    """ "past", "future" or "" for the clause that a verb heads."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "aux:pass", "cop")]
    if any(child.lemma_ in ("will", "shall") or child.text.lower() in ("'ll", "wo") for child in helpers):
        return "future"
    if any(child.tag_ in ("VBZ", "VBP") and child.lemma_ == "be" for child in helpers) and _infinitive(verb):
        return "future"
    infinitive = _infinitive(verb)
    if infinitive and verb.dep_ in ("xcomp", "acl", "advcl", "ccomp", "root", "ROOT", "conj"):
        governor = verb.head
        if governor.lemma_ in ("go", "be") or governor.lemma_.lower() in AHEAD or verb.dep_ in ("acl", "root", "ROOT"):
            return "future"
        return "" if governor.i == verb.i else of_clause(governor)
    if infinitive:
        return "future"
    tags = {verb.tag_, *(child.tag_ for child in helpers)}
    if "MD" in tags:
        return (
            "future"
            if any(child.text.lower() in ("would", "may", "might", "can", "could") for child in helpers)
            else ""
        )
    if "VBD" in tags or (("VBZ" in tags or "VBP" in tags) and any(h.lemma_ == "have" for h in helpers)):
        return "past"
    if verb.tag_ == "VBN" and not helpers:
        return "past"
    return ""


def _infinitive(verb: Token) -> bool:
    return any(child.dep_ == "mark" and child.text.lower() == "to" for child in verb.children)


def tagged(doc: Doc) -> bool:
    """Whether a Doc has what `by_parse` needs."""
    return doc.has_annotation("TAG") and doc.has_annotation("DEP")
