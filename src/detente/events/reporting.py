"""Statements that the parse alone shows, one function a construction.

Clauses under verbs of saying, comment clauses ("..., he said"), "according to", "as Reuters reported", nominal cues
("the claim that"), accusations ("accused X of"), headlines. `speeches` adds direct quotations, which may span sentences
and paragraphs.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.symbols import ADJ, AUX, DEP, NOUN, POS, VERB
from spacy.tokens import Doc, Token

from detente.events.clauses import SUBJECTS
from detente.events.contents import content_of, fronted, verb_names, whole, without
from detente.events.modality import Speech, load_speech
from detente.events.nominals import Found, adjectival, nominal
from detente.events.openings import dateline, title, turns
from detente.events.speakers import CLIMB, FINITE, is_passive, neighbour, phrase_of, source_of, trim
from detente.events.statements import Cue, Range, Statement
from detente.events.tree import called
from detente.records import Parse

ACCORDING = frozenset({"according_to", "per", "in_the_words_of"})


def syntactic(parse: Parse) -> tuple[list[Statement], list[Cue]]:
    """Statements that the parse alone shows, and the verbs of saying that a quotation may stand beside."""
    words = load_speech()
    doc = parse.doc
    found: list[Statement] = []
    cues: list[Cue] = []
    case = doc.vocab.strings["case"]
    # Most words can be no cue: whole columns tell so much faster than word after word.
    kinds = [(pos, dep == case) for pos, dep in doc.to_array([POS, DEP]).tolist()]
    for sentence in parse.sentences:
        mine: list[Statement | None] = [title(parse, sentence)]
        for i in range(sentence.first_token, sentence.last_token):
            pos, joins = kinds[i]
            if joins:
                mine.append(_according(doc[i]))
            elif pos in (VERB, AUX):
                names = verb_names(doc[i])
                mine.append(_naming(doc[i]) or _verbal(doc[i], names, words))
                if names and words.kind("VERB", names, "quote") is not None:
                    head = source_of(doc[i])
                    cues.append(Cue(i, None if head is None else head.i, "speech"))
            elif pos == NOUN:
                mine.append(_made(doc[i], nominal(doc[i], words)))
            elif pos == ADJ:
                mine.append(_made(doc[i], adjectival(doc[i], words)))
        start = dateline(parse, sentence)
        if start > sentence.first_token:
            mine = [None if s is None else _after(s, start, parse.doc) for s in mine]
        found += [s for s in mine if s is not None]
    return found + turns(parse), cues


# -- constructions ----------------------------------------------------------------------------------------------------


def _verbal(token: Token, names: tuple[str, ...], words: Speech) -> Statement | None:
    content, kind, frame = content_of(token, names, words) if names else ([], "", "")
    if not content:
        return _made(token, adjectival(token, words)) if token.tag_ in {"VBN", "JJ"} else None
    source = source_of(token)
    if source is None and token.tag_ in FINITE and not is_passive(token):
        source = neighbour(token, content[0][0] < token.i)
    if frame == "fin":
        content += fronted(token, source, content)
    return _statement(token, source, content, kind, frame)


def _naming(verb: Token) -> Statement | None:
    """ "what Kyiv described as Russian shelling": the name is the word of whoever gives it."""
    found = called(verb.head) if verb.dep_ == "acl:relcl" else None
    source = source_of(verb)
    if found is None or found[0].i != verb.i or source is None:
        return None
    start, end = whole(found[1])
    return _statement(verb, source, [(start + (verb.doc[start].lower_ == "as"), end)], "speech", "what")


def _according(case: Token) -> Statement | None:
    name = "_".join([case.lower_, *(c.lower_ for c in case.children if c.dep_ == "fixed")])
    if name not in ACCORDING or (name == "per" and case.head.pos_ != "PROPN"):
        return None
    source = case.head
    clause = source.head
    if clause.i == source.i:
        return None
    for _ in range(CLIMB):
        if clause.pos_ in {"VERB", "AUX", "ADJ"} or clause.head.i == clause.i or _is_clause(clause):
            break
        clause = clause.head
    last = max([case.i, *(c.i for c in case.children if c.dep_ == "fixed")])
    content = without(_sentence_of(clause) if _at_edge(source) else clause, source)
    if not content:
        return None
    return Statement(phrase_of(source), source.i, (case.i, last + 1), name.replace("_", " "), tuple(content), "speech")


def _sentence_of(token: Token) -> Token:
    for _ in range(4 * CLIMB):
        if token.head.i == token.i or token.head.dep_ in {"parataxis", "ccomp"}:
            return token.head if token.head.i != token.i else token
        token = token.head
    return token


def _at_edge(source: Token) -> bool:
    """Whether "according to X" opens its sentence, or closes it after a comma: then it is about the whole of it."""
    first, last = source.left_edge.i, source.right_edge.i + 1
    sentence = source.sent
    if first == sentence.start:
        return True
    ends = all(t.is_punct or t.is_space for t in source.doc[last : sentence.end])
    return ends and "," in {source.doc[first].text, source.doc[first - 1].text}


def _made(token: Token, found: Found | None) -> Statement | None:
    if found is None:
        return None
    content, source, kind, frame = found
    return _statement(token, source, content, kind, frame)


def _after(statement: Statement, start: int, doc: Doc) -> Statement | None:
    """A statement of a sentence that opens with a dateline, which names no source and is not said."""
    content = tuple((max(s, start), e) for s, e in statement.content if e > start)
    if not content:
        return None
    head = statement.source_head
    if head is None or head >= start:
        return replace(statement, content=content)
    near = neighbour(doc[statement.cue[0]], content[0][0] < statement.cue[0])
    if near is None or near.i < start:
        return replace(statement, source=None, source_head=None, content=content)
    return replace(statement, source=phrase_of(near), source_head=near.i, content=content)


def _is_clause(token: Token) -> bool:
    return any(c.dep_ in SUBJECTS or c.dep_ == "cop" for c in token.children)


def _clear(piece: Range, outside: list[int]) -> Range:
    """A stretch without the cue and source that a crossing edge may have pulled into it: its longer side."""
    start, end = piece
    for token in sorted(outside):
        if start <= token < end:
            start, end = (start, token) if token - start >= end - token - 1 else (token + 1, end)
    return start, end


def _statement(cue: Token, source: Token | None, content: list[Range], kind: str, frame: str) -> Statement | None:
    outside = [cue.i] if source is None else [cue.i, source.i]
    pieces = [p for c in content if (p := trim(cue.doc, _clear(c, outside))) is not None]
    if not pieces:
        return None
    particles = [c.i for c in cue.children if c.dep_ == "compound:prt" and c.i == cue.i + 1]
    end = max([cue.i, *particles]) + 1
    phrase = None if source is None else phrase_of(source)
    return Statement(
        phrase, None if source is None else source.i, (cue.i, end), cue.lemma_.lower(), tuple(pieces), kind, frame
    )
