"""Statements that the parse alone shows, one function a construction.

Clauses under verbs of saying, comment clauses ("..., he said"), "according to", "as Reuters reported", nominal cues
("the claim that"), accusations ("accused X of"), headlines. `speeches` adds direct quotations, which may span sentences
and paragraphs.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from detente.events.clauses import SUBJECTS
from detente.events.modality import Speech, bases, load_speech
from detente.events.speakers import CLIMB, agent_of, is_passive, neighbour, owner_of, phrase_of, source_of, trim
from detente.events.statements import Cue, Range, Statement
from detente.records import Parse, Sentence

ACCORDING = frozenset({"according_to", "per", "in_the_words_of"})
PREPOSITIONS = frozenset({"of", "for", "with", "about", "on", "as", "to", "against"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})


def syntactic(parse: Parse) -> tuple[list[Statement], list[Cue]]:
    """Statements that the parse alone shows, and the verbs of saying that a quotation may stand beside."""
    words = load_speech()
    found: list[Statement] = []
    cues: list[Cue] = []
    for sentence in parse.sentences:
        for token in parse.doc[sentence.first_token : sentence.last_token]:
            if token.dep_ == "case":
                statement = _according(token)
                if statement is not None:
                    found.append(statement)
            elif token.pos_ in {"VERB", "AUX"}:
                statement = _verbal(token, words)
                if statement is not None:
                    found.append(statement)
                if words.kind("VERB", _names(token), "quote") is not None:
                    head = source_of(token)
                    cues.append(Cue(token.i, None if head is None else head.i, "speech"))
            elif token.pos_ in {"NOUN", "ADJ"}:
                statement = _nominal(token, words) if token.pos_ == "NOUN" else _adjectival(token, words)
                if statement is not None:
                    found.append(statement)
        headline = _headline(parse.doc, sentence)
        if headline is not None:
            found.append(headline)
    return found, cues


# -- constructions ----------------------------------------------------------------------------------------------------


def _verbal(token: Token, words: Speech) -> Statement | None:
    names = _names(token)
    if not any(("VERB", name) in words.words for name in names):
        return None
    content, kind, frame = _content(token, names, words)
    if not content:
        return None
    source = source_of(token)
    if source is None and token.tag_ in FINITE and not is_passive(token):
        source = neighbour(token, content[0][0] < token.i)
    if frame == "fin":
        content += _fronted(token, source, content)
    return _statement(token, source, content, kind, frame)


def _fronted(token: Token, source: Token | None, content: list[Range]) -> list[Range]:
    """ "In other states, he said, they will ...": what stands before a comment between commas is said as well."""
    if source is None or not source.left_edge.i < token.i < content[0][0] or token.i + 1 >= len(token.doc):
        return []
    first, before = token.left_edge.i, source.left_edge.i - 1
    if token.nbor(1).text != "," or before <= first or token.doc[before].text != ",":
        return []
    return [(first, before)]


def _content(token: Token, names: tuple[str, ...], words: Speech) -> tuple[list[Range], str, str]:
    """The clauses or phrases that a verb reports (none: []), the kind of statement that makes it, and the frame."""
    clausal = words.kind("VERB", names, "fin") or words.kind("VERB", names, "quote")
    passive = is_passive(token)
    content: list[Range] = []
    if clausal is not None:
        for child in sorted(token.children, key=lambda c: c.i):
            clause = child.dep_ in {"ccomp", "csubj:pass"} or (child.dep_ == "csubj" and passive)
            if clause or (child.dep_ == "parataxis" and child.i > token.i and _after_colon(child, token)):
                content.append(_whole(child))
        if content:
            return content, clausal, "fin"
        outer = _comment_on(token)
        if outer is not None:
            return _without(outer, token), clausal, "fin"
    for child in token.children:
        frame = _frame(child, token)
        if frame is None:
            continue
        kind = words.kind("VERB", names, frame)
        if kind is not None:
            return [_inner(child)], kind, frame
    return [], "", ""


def _frame(child: Token, token: Token) -> str | None:
    dep = child.dep_
    if dep == "xcomp" and any(c.dep_ in {"mark", "aux"} and c.lower_ == "to" for c in child.children):
        return "inf"
    if dep.startswith(("advcl", "obl", "nmod", "xcomp")):
        word = next((c.lower_ for c in child.children if c.dep_ in {"mark", "case"}), None)
        return word if word in PREPOSITIONS else None
    if dep == "xcomp" and child.i > token.i and any(c.dep_ == "obj" for c in token.children):
        return "naming"
    if dep == "obj" or (dep == "nsubj:pass" and agent_of(token) is not None):
        return "np"
    return None


def _inner(child: Token) -> Range:
    start, end = _whole(child)
    if child.dep_ == "xcomp":
        # "called him a liar": who is named belongs to what is said.
        start = min([start, *(c.left_edge.i for c in child.head.children if c.dep_ == "obj" and c.i < child.i)])
    if child.dep_.startswith(("advcl", "obl")):
        first = next((c for c in child.children if c.dep_ in {"mark", "case"}), None)
        if first is not None and first.i == start:
            start += 1
    return start, end


def _comment_on(token: Token) -> Token | None:
    """The clause that "..., he said" or "as Reuters reported" comments on."""
    head = token.head
    if head.i == token.i:
        return None
    if token.dep_ == "parataxis" and _has_subject(token) and head.pos_ not in {"PUNCT"}:
        return head
    if token.dep_.startswith("advcl") and any(c.dep_ == "mark" and c.lower_ == "as" for c in token.children):
        objects = any(c.dep_ in {"obj", "obl"} and c.i > token.i for c in token.children)
        return None if objects or not _has_subject(token) else head
    return None


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
    whole = _sentence_of(clause) if _at_edge(source) else clause
    content = _without(whole, source)
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
    return ends and source.doc[first - 1].text == ","


def _nominal(token: Token, words: Speech) -> Statement | None:
    names = bases(token.lemma_, token.text)
    for child in token.children:
        if child.i <= token.i or not (child.dep_ in {"acl", "ccomp", "appos"} or child.dep_ == "acl:that"):
            continue
        marks = {c.lower_ for c in child.children if c.dep_ == "mark"}
        frame = "fin" if "that" in marks else "inf" if "to" in marks else None
        if frame is None:
            continue
        kind = words.kind("NOUN", names, frame)
        if kind is not None:
            return _statement(token, owner_of(token), [_whole(child)], kind, frame)
    return None


def _adjectival(token: Token, words: Speech) -> Statement | None:
    kind = words.kind("ADJ", bases(token.lemma_, token.text), "fin")
    if kind is None:
        return None
    for child in token.children:
        if child.dep_ == "ccomp" and child.i > token.i:
            return _statement(token, source_of(token), [_whole(child)], kind, "fin")
    return None


def _headline(doc: Doc, sentence: Sentence) -> Statement | None:
    """ "UN: talks to resume" over an article: a name, a colon, a clause."""
    if sentence.kind != "headline":
        return None
    tokens = doc[sentence.first_token : sentence.last_token]
    colon = next((t for t in tokens if t.text == ":"), None)
    if colon is None or colon.i + 1 >= sentence.last_token or colon.i == sentence.first_token:
        return None
    before = doc[sentence.first_token : colon.i]
    if len(before) > 5 or not any(t.pos_ == "PROPN" for t in before) or any(t.pos_ in {"VERB", "AUX"} for t in before):
        return None
    if not any(t.pos_ in {"VERB", "AUX"} for t in doc[colon.i + 1 : sentence.last_token]):
        return None
    head = next((t for t in before if t.head.i >= colon.i or t.head.i == t.i), before[-1])
    return Statement(
        (sentence.first_token, colon.i),
        head.i,
        (colon.i, colon.i + 1),
        ":",
        ((colon.i + 1, sentence.last_token),),
        "speech",
    )


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubj:pass"} for c in token.children)


def _is_clause(token: Token) -> bool:
    return any(c.dep_ in SUBJECTS or c.dep_ == "cop" for c in token.children)


def _names(token: Token) -> tuple[str, ...]:
    names = bases(token.lemma_, token.text)
    parts = [c.lower_ for c in token.children if c.dep_ in {"compound:prt", "advmod", "obj"}]
    return (*(f"{name}_{part}" for part in parts for name in names), *names)


def _after_colon(child: Token, token: Token) -> bool:
    first = child.left_edge.i
    return any(t.text in {":", "“", '"', "``"} for t in token.doc[max(token.i + 1, first - 2) : first + 1])


def _whole(token: Token) -> Range:
    return token.left_edge.i, token.right_edge.i + 1


def _without(clause: Token, part: Token) -> list[Range]:
    """The clause less one part of it, as one or two stretches, without punctuation at the cut."""
    start, end = _whole(clause)
    cut_start, cut_end = _whole(part)
    pieces = [(start, min(cut_start, end)), (max(cut_end, start), end)]
    return [trimmed for piece in pieces if (trimmed := trim(clause.doc, piece)) is not None]


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
