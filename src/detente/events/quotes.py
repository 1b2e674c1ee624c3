"""Quotations with speaker, audience, occasion and channel; and the channel by which an event took place."""

from __future__ import annotations

from spacy.tokens import Token

from detente.events.attribution import Statements, speaker, words
from detente.events.modality import load_speech
from detente.events.parties import Cast
from detente.events.speakers import phrase_of
from detente.events.speeches import Spoken
from detente.events.statements import Statement
from detente.records import Parse, Quote, Span, Unresolved

# Verbs whose object is the audience, not the message.
ADDRESSING = frozenset({"tell", "inform", "assure", "ask", "remind", "warn", "brief", "notify", "address"})
LONGEST_TERM = 6
# How far from its verb an occasion is looked for, in tokens.
NEARBY = 60
MEANS = frozenset({"by", "via", "on", "over", "through", "in", "at", "during", "with", "from", "to", "into"})
LIGHT = frozenset(
    {"hold", "have", "make", "give", "send", "issue", "post", "publish", "write", "conduct", "place", "take"}
)


def find(parse: Parse, statements: Statements, cast: Cast) -> tuple[Quote, ...]:
    """Direct quotations with a known or unknown speaker, then reported speech as content spans, each in text order.

    Quotation marks that no cue of speech belongs to hold a word at arm's length and are no quotation.
    """
    article_id = parse.article.id  # a hash of the whole text
    found = [
        _direct(parse, article_id, s, s.statement, cast)
        for s in statements.reported.spoken
        if s.statement is not None and (s.statement.source is not None or _long(s))
    ]
    for statement in statements.reported.statements:
        if not statement.direct and statement.kind == "speech":
            found.append(_indirect(parse, article_id, statement, cast))
    return tuple(sorted(found, key=lambda q: (q.content[0].start, not q.direct)))


def _long(spoken: Spoken) -> bool:
    """Whether words in marks are too many for a term or title that nobody is named to speak."""
    return spoken.tokens[1] - spoken.tokens[0] > LONGEST_TERM


def channel(parse: Parse, token: int) -> str | None:
    """By what means the event at `token` took place: phone, video, letter, social media ..., None where not said."""
    node = parse.doc[token]
    found = _means(node)
    if found is not None:
        return found
    if node.pos_ in {"NOUN", "PROPN"} and node.head.i != node.i and node.head.lemma_.lower() in LIGHT:
        return _means(node.head)
    return None


def _direct(parse: Parse, article_id: str, spoken: Spoken, statement: Statement, cast: Cast) -> Quote:
    mark = spoken.mark
    text = parse.article.text[mark.start : mark.end]
    start = mark.start + len(text) - len(text.lstrip())
    end = mark.end - (len(text) - len(text.rstrip()))
    return _quote(parse, article_id, statement, cast, (parse.span(start, end),), direct=True)


def _indirect(parse: Parse, article_id: str, statement: Statement, cast: Cast) -> Quote:
    content = tuple(words(parse, piece) for piece in statement.content)
    return _quote(parse, article_id, statement, cast, content, direct=False)


def _quote(
    parse: Parse, article_id: str, statement: Statement, cast: Cast, content: tuple[Span, ...], *, direct: bool
) -> Quote:
    verb = parse.doc[statement.cue[0]]
    known = statement.source is not None
    return Quote(
        article_id=article_id,
        speaker=words(parse, statement.source) if statement.source is not None else None,
        actor=speaker(statement, cast) if known else Unresolved("the text does not say who"),
        cue=words(parse, statement.cue),
        content=content,
        direct=direct,
        audience=_audience(parse, verb, statement),
        occasion=_occasion(parse, verb, statement),
        channel=_means(verb),
    )


def _audience(parse: Parse, verb: Token, statement: Statement) -> Span | None:
    for child in verb.children:
        prep = next((c.lower_ for c in child.children if c.dep_ == "case"), None)
        addressed = (child.dep_ in {"obj", "iobj"} and verb.lemma_.lower() in ADDRESSING) or (
            child.dep_ == "obl" and prep == "to" and child.pos_ in {"NOUN", "PROPN", "PRON"}
        )
        if addressed and not any(start <= child.i < end for start, end in statement.content):
            return words(parse, _bare(child))
    return None


def _bare(head: Token) -> tuple[int, int]:
    """A phrase from its beginning to its head, with "of ..." but no place or time that may have been drawn to it."""
    start, end = phrase_of(head)
    for child in head.children:
        if child.i > head.i and child.dep_.startswith("nmod"):
            prep = next((c.lower_ for c in child.children if c.dep_ == "case"), None)
            if prep not in {"of", "from", "with", None}:
                end = min(end, child.left_edge.i)
    return start, max(end, head.i + 1)


def _occasion(parse: Parse, verb: Token, statement: Statement) -> Span | None:
    """ "at a press conference", "in an interview with ...", "after the talks": where or when the words were spoken."""
    table = load_speech().channels
    said = statement.content
    first, last = max(verb.left_edge.i, verb.i - NEARBY), min(verb.right_edge.i, verb.i + NEARBY)
    for child in parse.doc[first : last + 1]:
        if not child.dep_.startswith(("obl", "nmod")) or child.pos_ not in {"NOUN", "PROPN"}:
            continue
        if any(start <= child.i < end for start, end in said):
            continue
        prep = next((c.lower_ for c in child.children if c.dep_ == "case"), None)
        listed = next((table[n] for n in _nouns(child) if n in table), None)
        if (listed is not None and listed[1] == "occasion" and prep in MEANS) or (
            prep in {"during", "at", "after"} and child.lemma_.lower() in OCCASIONS
        ):
            return words(parse, _bare(child))
    return None


OCCASIONS = frozenset(
    """meeting summit talk call conversation conference session ceremony rally hearing debate dinner lunch luncheon
    visit event briefing signing gathering congress assembly appearance trip tour march protest service mass funeral
    breakfast reception convention seminar panel festival inauguration campaign stop""".split()
)


def _means(node: Token) -> str | None:
    """The channel named by a word, by what modifies it or by an adjunct of its clause."""
    table = load_speech().channels
    for name in _nouns(node):
        if name in table and (node.pos_ in {"NOUN", "PROPN"} or name in VERBAL):
            return table[name][0]
    for child in node.children:
        if child.dep_ in {"amod", "compound", "advmod"} and (name := _joined(child)) in table:
            return table[name][0]
        if not child.dep_.startswith(("obl", "nmod", "advmod", "advcl")):
            continue
        prep = next((c.lower_ for c in child.children if c.dep_ == "case"), None)
        if prep is None or prep not in MEANS:
            continue
        for name in (f"{prep}_{child.lower_}", *_nouns(child)):
            if name in table:
                return table[name][0]
    return None


# Verbs that name their channel themselves.
VERBAL = frozenset({"phone", "telephone", "tweet", "retweet", "email", "e-mail", "cable", "telegraph", "broadcast"})


def _joined(child: Token) -> str:
    if child.i >= 2 and child.nbor(-1).text == "-":
        return f"{child.nbor(-2).lower_}-{child.lower_}"
    return child.lower_


def _nouns(node: Token) -> tuple[str, ...]:
    """A noun's names, the longest first: "press_conference", "x_account", then the bare lemma."""
    lemma = node.lemma_.lower()
    parts = [c.lemma_.lower() for c in node.children if c.dep_ in {"compound", "amod"} and c.i < node.i]
    names = [f"{part}_{lemma}" for part in parts]
    return (*names, lemma, *parts)
