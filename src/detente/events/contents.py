"""What a verb reports: which words of its sentence are the content, and where they begin and end."""

from __future__ import annotations

from functools import cache, lru_cache

from spacy.tokens import Token

from detente.events.clauses import DAYS
from detente.events.modality import Speech, bases, load_speech
from detente.events.speakers import FINITE, agent_of, detached, is_passive, trim
from detente.events.statements import Range

PREPOSITIONS = frozenset(
    {"of", "for", "with", "about", "on", "upon", "as", "to", "at", "in", "against", "over", "from", "after"}
)
# What is said of an object: "attacked her as weak", "praised them for their work", "charged him with fraud".
PREDICATING = frozenset({"as", "for", "over", "with", "of"})
# Complements that are the content whatever else hangs on the verb.
FIRST = frozenset({"inf", "naming"})
QUESTIONS = frozenset({"if", "when", "where", "how", "why", "what"})
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i"})


def content_of(token: Token, names: tuple[str, ...], words: Speech) -> tuple[list[Range], str, str]:
    """The clauses or phrases that a verb reports (none: []), the kind of statement that makes it, and the frame."""
    clausal = words.kind("VERB", names, "fin") or words.kind("VERB", names, "quote")
    if clausal is not None:
        content = _clauses(token)
        if content:
            return content, clausal, "fin"
        outer = _comment_on(token)
        if outer is not None and not any(f == "inf" and words.kind("VERB", names, f) for _, f in _framed(token)):
            return without(outer, token), clausal, "fin"
        standing = next((c for c in token.children if c.i > token.i and _stands_for_clause(c)), None)
        if standing is not None:
            return [whole(standing)], clausal, "fin"
    for child, frame in sorted(_framed(token), key=lambda pair: pair[1] not in FIRST):
        kind = words.kind("VERB", names, frame)
        if kind is not None:
            return _phrase(child, token, frame), kind, frame
    return [], "", ""


def _framed(token: Token) -> list[tuple[Token, str]]:
    children = list(token.children)
    objects = [c for c in children if c.dep_ in {"obj", "iobj"}]
    return [(child, frame) for child in children if (frame := _frame(child, token, objects)) is not None]


def _clauses(token: Token) -> list[Range]:
    passive = is_passive(token)
    found: list[Token] = []
    for child in sorted(token.children, key=lambda c: c.i):
        clause = child.dep_ in {"ccomp", "csubj:pass"} or (child.dep_ == "csubj" and passive)
        clause = clause or (child.dep_ == "xcomp" and _subject(child) is not None) or _asked(child, token)
        if clause or (child.dep_ == "parataxis" and child.i > token.i and _after_colon(child, token)):
            found.append(child)
    if not found:
        return []
    content = [_clause(child, token) for child in found]
    return content + [whole(c) for c in token.children if c.dep_ == "conj" and _goes_on(c, found[-1], token)]


def _stands_for_clause(child: Token) -> bool:
    """ "said so", "said as much", "says the same": words in the place of a clause."""
    if child.i > child.head.i + 3 or not child.dep_.startswith(("advmod", "obl", "obj")):
        return False
    words = child.doc[child.left_edge.i : child.right_edge.i + 1].text.lower()
    return words in {"so", "as much", "the same", "the same thing", "otherwise"}


def _asked(child: Token, cue: Token) -> bool:
    """ "would not say if they had met": a question that the tree takes for a condition."""
    if not child.dep_.startswith("advcl") or child.left_edge.i != cue.i + 1 or _subject(child) is None:
        return False
    first = child.left_edge.lower_
    negated = any(c.dep_ == "advmod" and c.lower_ in {"not", "n't", "n’t", "never"} for c in cue.children)
    return first == "whether" or (negated and first in QUESTIONS)


def _clause(clause: Token, cue: Token) -> Range:
    """A reported clause without what its speaker goes on to do or say, and with a subject that the tree took for the
    verb's object."""
    start, end = whole(clause)
    if clause.i < cue.i:
        return start, end
    if not any(c.dep_.startswith(("nsubj", "csubj", "expl", "mark")) for c in clause.children):
        start = min([start, *(c.left_edge.i for c in cue.children if c.dep_ == "obj" and c.right_edge.i == start - 1)])
    for other in clause.doc[clause.i + 1 : end]:
        if other.pos_ != "VERB" or other.left_edge.i <= clause.i:
            continue
        beside = other.dep_ == "parataxis" and other.head.i == clause.i and _speaks_for_itself(other)
        if beside or detached(other) is not None:
            return start, other.left_edge.i
    return start, end


def _goes_on(other: Token, clause: Token, cue: Token) -> bool:
    """Whether a clause joined to a verb of saying is still said: "she said she would go, but she had doubts".

    It is where its subject is the pronoun that the reported clause has, or where "would" looks ahead from a past cue.
    """
    subject = _subject(other)
    if other.i < clause.i or subject is None or clause.i < cue.i:
        return False
    told = _subject(clause)
    if told is not None and told.lower_ == subject.lower_ and subject.lower_ in PRONOUNS:
        return True
    return cue.tag_ == "VBD" and any(c.dep_ == "aux" and c.lower_ == "would" for c in other.children)


def _subject(token: Token) -> Token | None:
    return next((c for c in token.children if c.dep_ in {"nsubj", "nsubj:pass"}), None)


def fronted(token: Token, source: Token | None, content: list[Range]) -> list[Range]:
    """ "In other states, he said, they will ...": what stands before a comment between commas is said as well."""
    if source is None or not source.left_edge.i < token.i < content[0][0] or token.i + 1 >= len(token.doc):
        return []
    first, before = token.left_edge.i, source.left_edge.i - 1
    if token.nbor(1).text != "," or before <= first or token.doc[before].text != ",":
        return []
    return [(first, before)]


def _frame(child: Token, token: Token, objects: list[Token]) -> str | None:
    """How a complement hangs on a verb: the name that cue tables give it."""
    dep = child.dep_
    if dep in {"nsubj", "punct", "advmod", "aux", "mark", "cc", "conj"}:
        return None
    infinitive = any(c.dep_ in {"mark", "aux"} and c.lower_ == "to" and c.tag_ != "IN" for c in child.children)
    if infinitive and (dep == "xcomp" or (dep in {"advcl", "ccomp"} and objects)):
        return "inf"
    if dep.startswith(("advcl", "obl", "nmod", "xcomp")):
        word = next((c.lower_ for c in child.children if c.dep_ in {"mark", "case"}), None)
        first = child.left_edge
        if word is None and dep == "obl" and token.i < first.i < child.i and first.pos_ in {"ADP", "SCONJ"}:
            # "called for them to go": the preposition is drawn to the infinitive.
            word = first.lower_
        if word is not None:
            # "spoke on Monday" names no topic.
            return word if word in PREPOSITIONS and child.lower_ not in DAYS else None
    second = dep == "obj" and len(objects) > 1 and child.i == objects[-1].i and objects[0].dep_ == "obj"
    if child.i > token.i and (second or (dep == "xcomp" and objects)):
        return "naming"
    if dep == "obj" and child.i > token.i and child.tag_ == "WP" and any(c.dep_ == "cop" for c in child.children):
        return "fin"
    gerund = dep == "xcomp" and (child.tag_ == "VBG" or any(c.tag_ == "VBG" for c in child.children))
    if dep in {"obj", "ccomp"} or gerund or (dep == "nsubj:pass" and agent_of(token) is not None):
        return "np"
    return None


def _phrase(child: Token, token: Token, frame: str) -> list[Range]:
    """A complement from whom it is about to what is said of it, without what the writer adds after a comma."""
    start, end = whole(child)
    if child.dep_.startswith(("advcl", "obl")) and frame not in FIRST:
        start += child.doc[start].lower_ == frame and start < child.i
    if frame in {"inf", "naming", "as", "for", "with", "to"}:
        # "called him a liar", "urged them to go", "charged him with fraud": who is meant belongs to what is said.
        start = min([start, *(c.left_edge.i for c in token.children if c.dep_ == "obj" and token.i < c.i < child.i)])
    if frame == "inf":
        end = min([end, *(c.left_edge.i for c in child.children if _own(c) or _remark(c))])
    end = before_remark(child, end)
    later: list[Range] = []
    for sibling in token.children:
        first_of, last = whole(sibling)
        if sibling.i <= child.i or first_of < end or not _predicates(sibling, frame):
            continue
        last = before_remark(sibling, last)
        if first_of <= end + 1:
            end = last
        elif frame == "np":
            later.append((first_of, last))
    return [(start, end), *later[:1]]


def before_remark(content: Token, end: int) -> int:
    """Where a phrase ends before a relative clause, set off by a comma, in which the writer goes on about it."""
    for token in content.doc[content.i + 1 : end]:
        if token.dep_ == "acl:relcl" and token.right_edge.i + 1 == end and token.left_edge.i > content.i:
            edge = token.left_edge
            if edge.text == "," or edge.nbor(-1).text == ",":
                return edge.i
    return end


def _own(other: Token) -> bool:
    """A clause joined to an infinitive that is finite or has a subject belongs to what stands around it."""
    if other.dep_ != "conj":
        return False
    auxiliaries = [c for c in other.children if c.dep_.startswith(("aux", "cop"))]
    finite = other.tag_ in FINITE or any(c.tag_ in FINITE or c.tag_ == "MD" for c in auxiliaries)
    return finite or _subject(other) is not None


def _remark(other: Token) -> bool:
    """A participle clause, set off by a comma, behind what somebody means to do."""
    if not other.dep_.startswith("advcl") or other.tag_ != "VBG" or other.i < other.head.i or other.left_edge.i == 0:
        return False
    return other.left_edge.text == "," or other.left_edge.nbor(-1).text == ","


def _predicates(sibling: Token, frame: str) -> bool:
    if not sibling.dep_.startswith(("obl", "advcl", "xcomp", "nmod")):
        return False
    word = next((c.lower_ for c in sibling.children if c.dep_ in {"mark", "case"}), None)
    if frame == "np":
        return word in PREDICATING or (word is None and sibling.tag_ == "VBG")
    if frame == "on" and word == "as":
        return True
    return frame in {"on", "for", "with", "to"} and word == "to" and sibling.pos_ in {"VERB", "AUX"}


def _comment_on(token: Token) -> Token | None:
    """The clause that "..., he said" or "as Reuters reported" comments on."""
    head = token.head
    if head.i == token.i:
        return None
    if token.dep_ == "parataxis" and _subject(token) is not None and head.pos_ not in {"PUNCT"}:
        return None if _speaks_for_itself(token) else head
    if token.dep_.startswith("advcl") and any(c.dep_ == "mark" and c.lower_ == "as" for c in token.children):
        objects = any(c.dep_ in {"obj", "obl"} and c.i > token.i for c in token.children)
        return None if objects or _subject(token) is None else head
    return None


def _speaks_for_itself(token: Token) -> bool:
    """Whether a clause beside another has a content of its own, or stands behind a semicolon: "...; Berlin considers
    him a hostage". Whom it tells ("..., he told Reuters") is no content."""
    before = token.left_edge.i - 1
    if before >= 0 and token.i > token.head.i and ";" in {token.doc[before].text, token.left_edge.text}:
        return True
    behind = [c for c in token.children if c.i > token.i]
    taken = any(c.dep_ in {"obj", "iobj"} for c in behind)
    return taken and any(c.dep_ in {"xcomp", "ccomp"} for c in behind)


@lru_cache(maxsize=1 << 15)
def listed(pos: str, lemma: str, form: str) -> tuple[str, ...]:
    """The names under which cue tables may list a word by itself or with a particle; none where they do not."""
    names = bases(lemma, form)
    first = load_speech().words
    return names if any((pos, name) in first or (pos, name) in _phrasal() for name in names) else ()


@cache
def _phrasal() -> frozenset[tuple[str, str]]:
    """First words of cues of several words."""
    return frozenset((pos, name.split("_")[0]) for pos, name in load_speech().words if "_" in name)


def verb_names(token: Token) -> tuple[str, ...]:
    """The names under which cue tables list a verb, those with a particle or an object first; none for any other."""
    names = listed("VERB", token.lemma_, token.text)
    if not names or not any(("VERB", name) in _phrasal() for name in names):
        return names
    parts = [c.lower_ for c in token.children if c.dep_ in {"compound:prt", "advmod", "obj", "xcomp"}]
    return (*(f"{name}_{part}" for part in parts for name in names), *names)


def whole(token: Token) -> Range:
    """A word with all that hangs on it."""
    return token.left_edge.i, token.right_edge.i + 1


def without(clause: Token, part: Token) -> list[Range]:
    """The clause less one part of it, as one or two stretches, without punctuation at the cut."""
    start, end = whole(clause)
    cut_start, cut_end = whole(part)
    pieces = [(start, min(cut_start, end)), (max(cut_end, start), end)]
    return [trimmed for piece in pieces if (trimmed := trim(clause.doc, piece)) is not None]


def _after_colon(child: Token, token: Token) -> bool:
    first = child.left_edge.i
    return any(t.text in {":", "“", '"', "``"} for t in token.doc[max(token.i + 1, first - 2) : first + 1])
