"""Reported speech and belief in one article: source, cue and content, found once and asked by token.

Each construction is a function from the cue word to a statement: clauses under verbs of saying, comment clauses
("..., he said"), "according to", "as Reuters reported", nominal cues ("the claim that"), accusations ("accused X of").
`detente.events.speeches` adds direct quotations, which may span sentences and paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from detente.events.clauses import SUBJECTS
from detente.events.modality import Speech, bases, load_speech
from detente.records import Parse, Sentence

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "DET"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
ACCORDING = frozenset({"according_to", "per", "in_the_words_of"})
PREPOSITIONS = frozenset({"of", "for", "with", "about", "on", "as", "to", "against"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
# Frames in which the content is told as a fact, "blamed for" and "accused of" included.
CLAUSAL = frozenset({"fin", "inf", "of", "for"})
CLIMB = 8
PASSED = frozenset({"ADV", "AUX", "DET", "ADJ", "NUM", "PART"})

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says, thinks or wants. Ranges of tokens are half-open.

    source: the phrase that names whoever says it, None where the text does not ("is said to have"); source_head: its
    head word. cue: the words that report it. content: what is said, without cue and source. kind: speech, belief,
    intention or judgement. frame: how the content hangs on the cue ("fin" for a clause, "np" for an object ...).
    direct: whether the content stands between quotation marks.
    """

    source: Range | None
    source_head: int | None
    cue: Range
    lemma: str
    content: tuple[Range, ...]
    kind: str
    frame: str = "fin"
    direct: bool = False

    @property
    def size(self) -> int:
        """Number of content tokens."""
        return sum(end - start for start, end in self.content)

    @property
    def asserts(self) -> bool:
        """Whether it vouches for its content: not what somebody merely means to do, nor the object of "announced"."""
        if self.kind not in {"speech", "belief"} or self.frame not in CLAUSAL:
            return False
        return self.kind == "speech" or self.source is not None


class Statements(Sequence[Statement]):
    """The statements of one article in order of their cue; `of` answers which one a token is reported in."""

    def __init__(self, found: Sequence[Statement], tokens: int) -> None:
        self._found = tuple(sorted(found, key=lambda s: (s.cue, s.content)))
        self._innermost = [-1] * tokens
        self._asserted = [-1] * tokens
        for number in sorted(range(len(self._found)), key=lambda n: -self._found[n].size):
            statement = self._found[number]
            for start, end in statement.content:
                self._innermost[start:end] = [number] * (end - start)
                if statement.asserts:
                    self._asserted[start:end] = [number] * (end - start)

    def __len__(self) -> int:
        return len(self._found)

    def __getitem__(self, index):  # type: ignore[no-untyped-def]
        return self._found[index]

    def __iter__(self) -> Iterator[Statement]:
        return iter(self._found)

    def of(self, token: int) -> Statement | None:
        """The innermost statement whose content holds the token, or None: the article's own voice."""
        number = self._innermost[token]
        return None if number < 0 else self._found[number]

    def asserted(self, token: int) -> Statement | None:
        """The innermost statement that vouches for what the token tells."""
        number = self._asserted[token]
        return None if number < 0 else self._found[number]


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that may report speech, with its source, whether or not it has a content in the tree."""

    token: int
    source: int | None
    kind: str


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
    if dep == "obj" or (dep == "nsubj:pass" and _agent(token) is not None):
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
            return _statement(token, _owner(token), [_whole(child)], kind, frame)
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


# -- sources ----------------------------------------------------------------------------------------------------------


def source_of(token: Token) -> Token | None:
    """Who speaks or thinks at a verb or adjective: its subject, found through joined and reduced clauses.

    What "a statement saying ..." says is said by whoever issued it, where the text tells.
    """
    source = _subject_of(token)
    if source is None or source.dep_ != "obj" or source.lemma_.lower() not in load_speech().channels:
        return source
    return _owner(source) or source


def _subject_of(token: Token) -> Token | None:
    node = token
    for _ in range(CLIMB):
        if is_passive(node):
            agent = _agent(node)
            if agent is not None:
                return agent
            if node.i == token.i:
                return None
        for child in node.children:
            if child.dep_ in {"nsubj", "nsubj:pass", "nsubj:outer"}:
                return _antecedent(child, node)
        head = node.head
        if head.i == node.i:
            return None
        if node.dep_.startswith("acl"):
            return head if node.tag_ == "VBG" or node.dep_ == "acl:relcl" else None
        if node.dep_.startswith("advcl") and _as_saying(node):
            return _quoted(head)
        if node.dep_ == "xcomp":
            controlled = next((c for c in head.children if c.dep_ == "obj"), None)
            if controlled is not None and node.i == token.i:
                return controlled
        participle = node.dep_.startswith(("advcl", "parataxis")) and node.tag_ in {"VBG", "VBN"}
        if node.dep_ not in {"conj", "xcomp"} and not participle:
            return None
        node = head
    return None


def _as_saying(node: Token) -> bool:
    return any(c.dep_ in {"mark", "case"} and c.lower_ == "as" for c in node.children)


def _quoted(verb: Token) -> Token | None:
    """ "Reuters quoted an official as saying", "an official was quoted as saying"."""
    if is_passive(verb):
        return next((c for c in verb.children if c.dep_ in {"nsubj:pass", "nsubj"}), None)
    objects = [c for c in verb.children if c.dep_ == "obj"]
    if objects:
        return objects[0]
    return next((_antecedent(c, verb) for c in verb.children if c.dep_ in SUBJECTS), None)


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "obl:agent" or (
            child.dep_ == "obl" and any(c.dep_ == "case" and c.lower_ == "by" for c in child.children)
        ):
            return child
    return None


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.lower_ in RELATIVES and verb.dep_ == "acl:relcl" and verb.head.i != verb.i:
        return verb.head
    return subject


def _owner(noun: Token) -> Token | None:
    """Whose claim or plan a noun names: possessor, "by X", or the subject of the verb it is the object of."""
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            return child
    for child in noun.children:
        if child.dep_.startswith("nmod") and any(
            c.dep_ == "case" and c.lower_ in {"by", "from", "of", "among"} for c in child.children
        ):
            return child
    head = noun.head
    if head.i != noun.i and noun.dep_ == "obj":
        return source_of(head)
    return None


def neighbour(verb: Token, fronted: bool) -> Token | None:
    """The nominal beside a verb of saying, where the tree shows no subject: before it, or after it in inversion."""
    for step in (-1, 1) if fronted else (-1,):
        i = verb.i + step
        while 0 <= i < len(verb.doc) and verb.doc[i].pos_ in PASSED:
            i += step
        if 0 <= i < len(verb.doc) and verb.doc[i].pos_ in {"NOUN", "PROPN", "PRON"}:
            return _top(verb.doc[i], verb, step)
    return None


def _top(token: Token, verb: Token, step: int) -> Token:
    """The head of the phrase that a word beside a verb belongs to, on the same side of the verb."""
    for _ in range(CLIMB):
        head = token.head
        if head.pos_ not in {"NOUN", "PROPN"} or (head.i - verb.i) * step <= 0 or abs(head.i - verb.i) > 2 * CLIMB:
            break
        if head.i == token.i:
            break
        token = head
    return token


# -- phrases ----------------------------------------------------------------------------------------------------------


def is_passive(token: Token) -> bool:
    """Whether a verb stands in the passive, reduced relatives included."""
    if any(c.dep_ in {"nsubj:pass", "aux:pass", "obl:agent"} for c in token.children):
        return True
    return token.dep_.startswith("acl") and token.tag_ == "VBN"


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
    return [trimmed for piece in pieces if (trimmed := _trim(clause.doc, piece)) is not None]


def _trim(doc: Doc, piece: Range) -> Range | None:
    start, end = piece
    while start < end and (doc[start].is_space or doc[start].text in {",", ".", ";", ":", "-", "–", "—"}):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in {",", ".", ";", ":", "-", "–", "—"}):
        end -= 1
    return (start, end) if start < end else None


def phrase_of(head: Token) -> Range:
    """A source's words without the clauses and appositions that hang on it and without its preposition."""
    start, end = head.i, head.i + 1
    for child in head.children:
        dep = child.dep_
        if dep in {"case", "punct", "cc", "parataxis", "mark", "cop", "advmod", "advcl"} or dep.startswith("acl"):
            continue
        if dep == "appos" and child.left_edge.i > 0 and child.left_edge.nbor(-1).is_punct:
            continue
        if dep.startswith(("nsubj", "obl", "aux", "discourse", "dislocated")):
            continue
        start = min(start, child.left_edge.i)
        end = max(end, child.right_edge.i + 1)
    trimmed = _trim(head.doc, (start, end))
    return trimmed if trimmed is not None else (head.i, head.i + 1)


def _clear(piece: Range, outside: list[int]) -> Range:
    """A stretch without the cue and source that a crossing edge may have pulled into it: its longer side."""
    start, end = piece
    for token in sorted(outside):
        if start <= token < end:
            start, end = (start, token) if token - start >= end - token - 1 else (token + 1, end)
    return start, end


def _statement(cue: Token, source: Token | None, content: list[Range], kind: str, frame: str) -> Statement | None:
    outside = [cue.i] if source is None else [cue.i, source.i]
    pieces = [p for c in content if (p := _trim(cue.doc, _clear(c, outside))) is not None]
    if not pieces:
        return None
    particles = [c.i for c in cue.children if c.dep_ == "compound:prt" and c.i == cue.i + 1]
    end = max([cue.i, *particles]) + 1
    phrase = None if source is None else phrase_of(source)
    return Statement(
        phrase, None if source is None else source.i, (cue.i, end), cue.lemma_.lower(), tuple(pieces), kind, frame
    )
